"""The kinds of table this box reads: what each is made of, and under which headings hospitals write it."""

from permanence.exchange.tables.rules.kinds import Field, Sheet, Sort, TableKind
from permanence.exchange.tables.rules.wording import _


def _met(headings: str) -> tuple[str, ...]:
    return tuple(headings.split(" | "))


_PATIENT = (
    Field(
        "ipp",
        _("Patient number (IPP)"),
        Sort.NUMBER,
        _met(
            "ipp | n ipp | no ipp | numero ipp | num ipp | nip | numero patient | n patient | id patient "
            "| identifiant patient | patient number | patient id | mrn | hospital number"
        ),
    ),
    Field(
        "birth_family",
        _("Name at birth"),
        Sort.TEXT,
        _met(
            "nom de naissance | nom naissance | nom patronymique | nom de jeune fille | nom | nom patient "
            "| nom du patient | patient nom | birth name | family name | last name | surname | patient "
            "name | name"
        ),
    ),
    Field(
        "birth_given",
        _("Given name"),
        Sort.TEXT,
        _met(
            "prenom de naissance | premier prenom | prenom | prenoms | prenom patient | prenom du patient "
            "| patient prenom | given name | first name | forename"
        ),
    ),
    Field(
        "used_family",
        _("Used name"),
        Sort.TEXT,
        _met(
            "nom utilise | nom d usage | nom usage | nom usuel | nom marital | nom d epouse | used name | married name"
        ),
    ),
    Field(
        "birth_date",
        _("Birth date"),
        Sort.BIRTH,
        _met(
            "date de naissance | date naissance | naissance | ne le | nee le | ddn | dn | ne e le | date "
            "naiss | birth date | date of birth | dob | born"
        ),
    ),
    Field("sex", _("Sex"), Sort.SEX, _met("sexe | genre | civilite | sex | gender")),
)

_APPOINTMENTS = Sheet(
    TableKind.APPOINTMENTS,
    _("Appointments"),
    (
        Field(
            "number",
            _("Appointment number"),
            Sort.NUMBER,
            _met(
                "numero rdv | n rdv | no rdv | id rdv | numero de rendez vous | numero rendez vous | "
                "identifiant rdv | reference rdv | appointment number | appointment id | booking id | booking "
                "number"
            ),
        ),
        *_PATIENT,
        Field(
            "phone",
            _("Phone"),
            Sort.PHONE,
            _met(
                "telephone | tel | portable | mobile | tel portable | telephone portable | tel patient | "
                "telephone patient | numero de telephone | gsm | phone | phone number | cell phone"
            ),
        ),
        Field(
            "day",
            _("Date"),
            Sort.DAY,
            _met(
                "date | date rdv | date du rdv | date de rdv | date rendez vous | date du rendez vous | jour "
                "| date consultation | appointment date | day"
            ),
        ),
        Field(
            "hour",
            _("Hour"),
            Sort.HOUR,
            _met(
                "heure | heure rdv | heure du rdv | heure de rdv | heure debut | heure du rendez vous | heure "
                "rendez vous | time | hour | start time | appointment time"
            ),
        ),
        Field(
            "starts_at",
            _("Date and hour"),
            Sort.MOMENT,
            _met(
                "date et heure | date heure | date heure rdv | debut | date heure debut | start | starts at | "
                "start date | date time | datetime | date and time | appointment date time"
            ),
        ),
        Field(
            "minutes",
            _("Length in minutes"),
            Sort.MINUTES,
            _met("duree | duree min | duree minutes | duration | length | minutes"),
        ),
        Field(
            "reason",
            _("Reason"),
            Sort.TEXT,
            _met(
                "motif | motif rdv | motif du rendez vous | motif de consultation | libelle | objet | type de "
                "rdv | type rdv | acte | reason | purpose | appointment type | description"
            ),
        ),
        Field(
            "practitioner",
            _("Practitioner"),
            Sort.TEXT,
            _met(
                "medecin | praticien | docteur | intervenant | medecin consultant | agenda | doctor | "
                "practitioner | physician | clinician | consultant | provider"
            ),
        ),
        Field(
            "place",
            _("Place"),
            Sort.TEXT,
            _met(
                "lieu | service | uf | unite | salle | site | lieu rdv | specialite | place | location | "
                "department | clinic | room | ward"
            ),
        ),
        Field("state", _("State"), Sort.BOOKING, _met("etat | statut | etat rdv | statut rdv | status | state")),
    ),
    (("ipp", "birth_family"), ("day", "starts_at"), ("hour", "starts_at")),
)

_ARCHIVE = Sheet(
    TableKind.ARCHIVE,
    _("Paper archive index"),
    (
        Field(
            "number",
            _("File number"),
            Sort.NUMBER,
            _met(
                "numero de dossier | numero dossier | n dossier | no dossier | n de dossier | dossier | "
                "numero archive | numero d archive | n archive | cote | file number | record number | archive "
                "number | number | numero"
            ),
        ),
        Field("volume", _("Volume"), Sort.NUMBER, _met("volume | tome | partie | sous dossier | part")),
        Field(
            "shelf",
            _("Shelf"),
            Sort.TEXT,
            _met(
                "emplacement | rayon | rayonnage | travee | etagere | localisation | epi | boite | salle "
                "archive | shelf | location | box | bay"
            ),
        ),
        *_PATIENT,
        Field(
            "remark",
            _("Remark"),
            Sort.TEXT,
            _met("remarque | observation | observations | commentaire | note | notes | remark | comment"),
        ),
    ),
    (("number",), ("birth_family", "used_family")),
)

_WARDS = Sheet(
    TableKind.WARDS,
    _("Wards and beds"),
    (
        Field(
            "ward",
            _("Ward code"),
            Sort.NUMBER,
            _met(
                "ward | ward code | code ward | uf | code uf | um | code um | code service | code unite | "
                "numero uf | unit code | code"
            ),
        ),
        Field(
            "name",
            _("Ward name"),
            Sort.TEXT,
            _met(
                "ward name | name | libelle | libelle uf | nom | nom du service | service | libelle service | "
                "unite | nom unite"
            ),
        ),
        Field("site", _("Site"), Sort.TEXT, _met("site | etablissement | hopital | facility | hospital")),
        Field("building", _("Building"), Sort.TEXT, _met("building | batiment | pavillon | bat")),
        Field("floor", _("Floor"), Sort.TEXT, _met("floor | etage | niveau | level")),
        Field("room", _("Room"), Sort.NUMBER, _met("room | chambre | numero chambre | n chambre | ch | room number")),
        Field("bed", _("Bed"), Sort.NUMBER, _met("bed | lit | numero lit | n lit | bed number | place")),
    ),
    (("ward",),),
)

_STAFF = Sheet(
    TableKind.STAFF,
    _("Staff"),
    (
        Field(
            "matricule",
            _("Staff number"),
            Sort.NUMBER,
            _met(
                "matricule | n matricule | numero agent | n agent | id agent | matricule agent | staff number "
                "| employee number | employee id | payroll number"
            ),
        ),
        Field(
            "family",
            _("Family name"),
            Sort.TEXT,
            _met("nom | nom d usage | nom usuel | nom agent | family name | last name | surname | name"),
        ),
        Field("given", _("Given name"), Sort.TEXT, _met("prenom | prenom agent | given name | first name | forename")),
        Field(
            "unit",
            _("Unit"),
            Sort.TEXT,
            _met("service | unite | uf | libelle uf | affectation | pole | unit | department | ward | team"),
        ),
        Field(
            "function",
            _("Function"),
            Sort.TEXT,
            _met("fonction | metier | poste | emploi | profession | function | job | job title | role | occupation"),
        ),
        Field("grade", _("Grade"), Sort.TEXT, _met("grade | libelle grade | corps | rank | band")),
        Field(
            "work_phone",
            _("Work phone"),
            Sort.PHONE,
            _met(
                "telephone professionnel | tel professionnel | tel pro | telephone pro | poste telephonique | "
                "dect | tel interne | telephone | tel | bip | work phone | extension | phone | office phone"
            ),
        ),
        Field(
            "private_phone",
            _("Private phone"),
            Sort.PHONE,
            _met(
                "telephone personnel | tel personnel | tel perso | telephone perso | portable | mobile | tel "
                "portable | telephone domicile | portable personnel | private phone | home phone | personal "
                "phone | cell phone"
            ),
        ),
    ),
    (("matricule",), ("family",)),
)

_TREATMENTS = Sheet(
    TableKind.TREATMENTS,
    _("Current treatments"),
    (
        *_PATIENT,
        Field(
            "visit",
            _("Stay number"),
            Sort.NUMBER,
            _met(
                "iep | numero sejour | n sejour | sejour | nda | venue | visit number | encounter | stay | stay number"
            ),
        ),
        Field(
            "number",
            _("Order number"),
            Sort.NUMBER,
            _met(
                "numero prescription | n prescription | id prescription | ordre | order number | order id | "
                "prescription"
            ),
        ),
        Field(
            "label",
            _("Medicine"),
            Sort.TEXT,
            _met(
                "medicament | produit | libelle | dci | specialite | traitement | libelle medicament | nom du "
                "medicament | medicine | drug | medication | treatment"
            ),
        ),
        Field("dose", _("Dose"), Sort.TEXT, _met("dose | dosage | quantite | posologie dose | amount")),
        Field("route", _("Route"), Sort.TEXT, _met("voie | voie d administration | voie administration | route")),
        Field(
            "frequency",
            _("Frequency"),
            Sort.TEXT,
            _met("frequence | posologie | rythme | horaires | moments | frequency | schedule | directions"),
        ),
        Field(
            "starts_at",
            _("From"),
            Sort.MOMENT,
            _met("debut | date debut | date de debut | date prescription | du | start | start date | from"),
        ),
        Field(
            "ends_at",
            _("Until"),
            Sort.MOMENT,
            _met("fin | date fin | date de fin | au | end | end date | stop | until | to"),
        ),
        Field(
            "last_given_at",
            _("Last given"),
            Sort.MOMENT,
            _met(
                "derniere administration | derniere prise | derniere dose | date derniere administration | "
                "last given | last dose | last administration"
            ),
        ),
        Field("state", _("State"), Sort.ORDER, _met("etat | statut | status | state")),
    ),
    (("ipp", "birth_family"), ("label",)),
)

SHEETS: dict[TableKind, Sheet] = {sheet.kind: sheet for sheet in (_APPOINTMENTS, _ARCHIVE, _WARDS, _STAFF, _TREATMENTS)}
