"""Made-up HL7 v2 traffic of a French hospital: 60 % admissions, 40 % results of twenty lines, no two alike."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

FAMILIES = """
MARTIN BERNARD THOMAS PETIT ROBERT RICHARD DURAND DUBOIS MOREAU LAURENT SIMON MICHEL LEFEBVRE LEROY ROUX DAVID BERTRAND
MOREL FOURNIER GIRARD BONNET DUPONT LAMBERT FONTAINE ROUSSEAU VINCENT MULLER LEFEVRE FAURE ANDRE GAUTHIER GARCIA PERRIN
ROBIN CLEMENT MORIN NICOLAS HENRY ROUSSEL MATHIEU GAUTIER MASSON MARCHAND DUVAL DENIS
""".split()  # noqa: SIM905 (readable)
GIVEN = """
MARIE JEAN PIERRE MICHEL NATHALIE ISABELLE SYLVIE CATHERINE PHILIPPE ALAIN PATRICK NICOLAS CHRISTOPHE HÉLÈNE FRANÇOISE
CHLOÉ ANAÏS NOËL JÉRÔME INÈS ZOÉ LÉA LOUIS HUGO ÉMILE RENÉ BENOÎT GAËLLE MAËL THÉO LOUISE ALICE
""".split()  # noqa: SIM905 (readable)
# Code, name, unit, low, high.
ANALYSES = (
    ("14749-6", "Glucose", "mmol/L", 3.9, 6.1), ("2951-2", "Sodium", "mmol/L", 136, 145),
    ("2823-3", "Potassium", "mmol/L", 3.5, 5.1), ("2075-0", "Chlorures", "mmol/L", 98, 107),
    ("14682-9", "Créatinine", "µmol/L", 45, 104), ("22664-7", "Urée", "mmol/L", 2.5, 7.8),
    ("2885-2", "Protéines", "g/L", 64, 83), ("1751-7", "Albumine", "g/L", 35, 52),
    ("2000-8", "Calcium", "mmol/L", 2.15, 2.55), ("14879-1", "Phosphore", "mmol/L", 0.8, 1.5),
    ("1920-8", "ASAT", "UI/L", 0, 40), ("1742-6", "ALAT", "UI/L", 0, 41), ("6768-6", "PAL", "UI/L", 40, 130),
    ("2324-2", "Gamma GT", "UI/L", 8, 61), ("14631-6", "Bilirubine totale", "µmol/L", 0, 21),
    ("1988-5", "CRP", "mg/L", 0, 5), ("718-7", "Hémoglobine", "g/dL", 12, 16),
    ("6690-2", "Leucocytes", "G/L", 4, 10), ("777-3", "Plaquettes", "G/L", 150, 400),
    ("14927-8", "Triglycérides", "mmol/L", 0.4, 1.7),
)  # fmt: skip
WARDS = [(f"{30 + n // 10}{n % 10}0", f"UF{4000 + n}") for n in range(50)]
# Who gives the hospital's numbers; the test authority of the national number; the French profile.
GIVES = "^^^CHS&1.2.250.1.999.1&ISO^"
INS = "^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS"
PAM = "2.11^IHE_FRANCE-2.11-PAM"
START = datetime(2026, 11, 1, 6, 0)  # noqa: DTZ001 (as a sender without offset writes it)


def traffic(count: int, *, seed: int = 1, patients: int = 2_000) -> Iterator[bytes]:
    """`count` distinct messages about a bounded number of patients, in an order a hospital could send them."""
    dice = random.Random(seed)  # noqa: S311 (made-up data, not secrets)
    hospital = _Hospital(dice, patients)
    for number in range(count):
        at = START + timedelta(milliseconds=400 * number)
        message = hospital.admission(number, at) if dice.random() < 0.6 else hospital.result(number, at)
        yield message.encode()


class _Hospital:
    """Who is where, so that what is told holds together."""

    def __init__(self, dice: random.Random, patients: int) -> None:
        self.dice, self.patients = dice, patients
        self.stays: dict[int, int] = {}
        self.movements = 0

    def admission(self, number: int, at: datetime) -> str:
        """An admission, a transfer, a discharge, or an update."""
        patient = self.dice.randrange(1, self.patients)
        inside = patient in self.stays
        event = self.dice.choice(("A02", "A02", "A03", "A08", "A08")) if inside else "A01"
        if not inside:
            self.stays[patient] = number
        visit = self.stays[patient]
        if event == "A03":
            del self.stays[patient]
        self.movements += 1
        ward, unit = self.dice.choice(WARDS)
        stamp = f"{at:%Y%m%d%H%M%S}"
        trigger = f"ADT^{event}^ADT_{'A01' if event in {'A01', 'A08'} else event}"
        place = f"{ward}^{self.dice.randrange(1, 10):03}^{self.dice.choice('PF')}^CHS"
        doctor = f"9{patient % 97:05}^MEDECIN{patient % 97}^ANNE^^^DR"
        arrived, left = f"{at - timedelta(hours=2):%Y%m%d%H%M%S}", stamp if event == "A03" else ""
        uf = f"^^^^^CHS^UF^^^{unit}"
        allergy = "Pénicilline" if patient % 3 else "Aucune connue"
        lines = [
            f"MSH|^~\\&|GAM|CHS|PERM|CHS|{stamp}||{trigger}|A{number}|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR||{PAM}",
            f"EVN||{stamp}||||{stamp}",
            self._patient(patient),
            f"PV1|1|I|{place}||||{doctor}||||||||||||{visit:08}{GIVES}VN{25 * '|'}{arrived}|{left}",
            "PV2|||^Douleur thoracique",
            # PAM tells no movement with an update.
            *([] if event == "A08" else [f"ZBE|M{self.movements}^GAM|{stamp}||INSERT|N||{uf}|{uf}|HMS"]),
            f"AL1|1|DA|^{allergy}|SV|Urticaire",
        ]
        return "\r".join(lines) + "\r"

    def result(self, number: int, at: datetime) -> str:
        """A report of twenty lines about somebody who is in, or was."""
        patient = self.dice.choice(list(self.stays)[-500:]) if self.stays else 1
        visit = self.stays.get(patient, 0)
        stamp = f"{at:%Y%m%d%H%M%S}"
        lines = [
            f"MSH|^~\\&|SIL|LABO|PERM|CHS|{stamp}||ORU^R01^ORU_R01|R{number}|P|2.5|||||FRA|UNICODE UTF-8|FR",
            self._patient(patient),
            f"PV1|1|I|||||||||||||||||{visit:08}{GIVES}VN",
            f"ORC|RE|{number}^DPI|{number}^SIL||CM||||{stamp}",
            f"OBR|1|{number}^DPI|{number}^SIL|18719-5^Ionogramme et NFS^LN|||{stamp}|||||||||||||||{stamp}|||F",
        ]
        for rank, (code, name, unit, low, high) in enumerate(ANALYSES, start=1):
            value = self.dice.uniform(low * 0.8, high * 1.3)
            flag = "H" if value > high else "L" if value < low else "N"
            lines.append(
                f"OBX|{rank}|NM|{code}^{name}^LN||{value:.2f}|{unit}|{low}-{high}|{flag}|||F|||{stamp}||^BIOLOGISTE"
            )
        return "\r".join(lines) + "\r"

    def _patient(self, patient: int) -> str:
        nir = 2_840_791_000_000 + patient
        family = f"{FAMILIES[patient % len(FAMILIES)]}-{FAMILIES[patient // 45 % 45]}"
        given = GIVEN[patient // 7 % len(GIVEN)]
        birth = datetime(1930, 1, 1) + timedelta(days=patient * 37 % 34000)  # noqa: DTZ001 (a calendar date)
        numbers = f"{patient:08}{GIVES}PI~{nir}{97 - nir % 97:02}{INS}"
        home = f"{patient % 300} RUE DES LILAS^^CORBEIL^^91100^FRA^H~^^^^^^BDL^^91174"
        return (
            f"PID|1||{numbers}||{family}^{given}^{given} PAUL^^^^L||{birth:%Y%m%d}|{'FM'[patient % 2]}|||{home}"
            f"||0160{patient:06}^PRN^PH|||||{patient:08}{GIVES}AN{14 * '|'}VALI"
        )
