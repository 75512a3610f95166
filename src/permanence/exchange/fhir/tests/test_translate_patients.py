"""Patients as French and other records write them."""

import orjson
import pytest

from permanence.care.patients.rules import ContactRole, LinkKind, Sex
from permanence.exchange.feeds.rules.refusals import Refusal
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.fhir.rules.resources import parse
from permanence.exchange.fhir.rules.translate.contacts import contacts_of
from permanence.exchange.fhir.rules.translate.identities import identities_of, links_of
from permanence.exchange.fhir.tests.made_up import FR, INS_TEST, NOW, concept, context, patient, ref, resource


def identity(**body):
    (fact,) = identities_of(parse(orjson.dumps(patient(**body)), ""), context())
    return fact


def traits(**body):
    return identity(**body).traits


def test_a_french_patient_with_an_ins_is_read_whole():
    fact = identity(
        identifier=[
            {"use": "official", "type": concept("INS-NIR"), "system": INS_TEST, "value": "251040100100188"},
            {"use": "usual", "type": concept("PI"), "system": "urn:oid:1.2.250.1.999.1", "value": "8001"},
        ],
        name=[
            {"use": "usual", "family": "MARTIN", "given": ["Lili"]},
            {"use": "official", "family": "DUPONT", "given": ["Élise"],
             "extension": [{"url": f"{FR}/fr-core-patient-birth-list-given-name",
                            "valueString": "Élise Jeanne Marie"}]},
        ],
        extension=[
            {"url": f"{FR}/fr-core-identity-reliability", "extension": [
                {"url": "identityStatus", "valueCoding": {"code": "VALI"}},
                {"url": "validationMode", "valueCoding": {"code": "CN"}}]},
            {"url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace", "valueAddress": {
                "city": "Rennes",
                "extension": [{"url": f"{FR}/fr-core-address-insee-code", "valueCoding": {"code": "35238"}}]}},
        ],
        telecom=[{"system": "email", "value": "a@b.fr"},
                 {"system": "phone", "value": "06 00 00 00 00", "use": "mobile"}],
        address=[{"line": ["1 rue du Puits"], "postalCode": "35000", "city": "Rennes", "country": "FRA"}],
    )  # fmt: skip
    said = fact.traits
    assert [(one.authority, one.kind) for one in fact.identifiers] == [
        ("1.2.250.1.213.1.4.10", "INS"), ("1.2.250.1.999.1", "PI"), ("DPI", "RI"),
    ]  # fmt: skip
    assert (said.birth_family, said.birth_given, said.birth_given_names) == ("DUPONT", "Élise", "Élise Jeanne Marie")
    assert (said.used_family, said.used_given) == ("MARTIN", "Lili")
    assert (said.reliability, said.birth_place_insee) == (("VALI",), "35238")
    assert (said.phone, said.address, said.sex) == ("06 00 00 00 00", "1 rue du Puits, 35000 Rennes", Sex.FEMALE)


@pytest.mark.parametrize(("name", "birth", "used"), [
    ([{"family": "A", "given": ["X"]}], ("A", "X"), (None, None)),
    ([{"use": "official", "family": "B", "given": ["X"]}, {"use": "maiden", "family": "A"}], ("A", "X"), ("B", "X")),
    ([{"use": "usual", "family": "U"}], ("U", None), (None, None)),
    ([{"use": "old", "family": "O"}, {"use": "official", "family": "A"}], ("A", None), (None, None)),
    ([{"text": "only words"}], (None, None), (None, None)),
])  # fmt: skip
def test_names_are_told_apart_by_their_use(name, birth, used):
    said = traits(name=name)
    assert (said.birth_family, said.birth_given) == birth
    assert (said.used_family, said.used_given) == used


@pytest.mark.parametrize(("said", "day", "as_sent"), [
    ("1951-04-02", "1951-04-02", None), ("1951-04", None, "1951-04"), ("1951", None, "1951"), ("", None, None),
])  # fmt: skip
def test_a_birth_date_that_is_no_day_is_kept_as_it_came(said, day, as_sent):
    found = traits(birthDate=said)
    assert (found.birth_date and found.birth_date.isoformat(), found.birth_date_as_sent) == (day, as_sent)


def test_older_french_profiles_are_read_too():
    said = traits(extension=[
        {"url": "http://interopsante.org/fhir/StructureDefinition/fr-core-ident-reliability",
         "extension": [{"url": "identityReliability", "valueCoding": {"code": "PROV"}}]},
        {"url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace", "valueAddress": {"district": "2A004"}},
    ])  # fmt: skip
    assert (said.reliability, said.birth_place_insee) == (("PROV",), "2A004")


def test_a_death_without_an_hour_is_dated_when_it_was_said():
    assert traits(deceasedBoolean=True).deceased_at.isoformat() == "2026-03-10T06:00:00+00:00"
    assert traits(deceasedDateTime="2026-03-09T23:00:00Z").deceased_at.day == 9
    assert traits(deceasedBoolean=False).deceased_at is None


def test_a_patient_without_any_number_is_refused():
    with pytest.raises(Refusal) as refused:
        identities_of(parse(b'{"resourceType":"Patient","name":[{"family":"X"}]}', ""), context())
    assert refused.value.reason_code == "no-patient"


@pytest.mark.parametrize(("type_", "kind", "kept_is_mine"), [
    ("replaced-by", LinkKind.MERGE, False), ("replaces", LinkKind.MERGE, True), ("seealso", LinkKind.LINK, True),
])  # fmt: skip
def test_links_say_who_lives_on(type_, kind, kept_is_mine):
    told = parse(orjson.dumps(patient(link=[{"other": ref("Patient", "p2"), "type": type_}])), "")
    (fact,) = links_of(told, context())
    mine = {one.value for one in (fact.kept if kept_is_mine else fact.other)}
    assert (fact.kind, mine) == (kind, {"8001", "p1"})


def about():
    return About(context(), NOW and context().source, None, NOW)


def test_whom_to_call_is_read_from_the_patient_and_from_relatives():
    told = patient(
        contact=[{"relationship": [concept("ECON", "Personne à prévenir", "TRE_R260"), concept("SIS", "Sœur")],
                  "name": {"family": "DUPONT", "given": ["Zoé"]}, "telecom": [{"system": "phone", "value": "0600"}]}],
        generalPractitioner=[{"display": "Dr Roux"}],
    )  # fmt: skip
    close, doctors = contacts_of(parse(orjson.dumps(told), ""), about())
    (sister,), (doctor,) = close.contacts, doctors.contacts
    assert (sister.name, sister.roles, sister.telephones) == ("DUPONT Zoé", (ContactRole.EMERGENCY,), ("0600",))
    assert (doctor.name, doctor.roles) == ("Dr Roux", (ContactRole.PHYSICIAN,))
    gone = resource("RelatedPerson", "k", patient=ref("Patient", "p1"), name=[{"text": "Paul"}], active=False)
    ((person,),) = [said.contacts for said in contacts_of(parse(orjson.dumps(gone), ""), about())]
    assert (person.name, person.removed) == ("Paul", True)
