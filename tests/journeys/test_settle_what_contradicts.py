"""What the hospital's systems tell in two ways is found from the board, read by anybody, and settled by a person."""

import pytest
from playwright.sync_api import expect

from tests.journeys.hospital import PEOPLE, Hospital

HEAD = "MSH|^~\\&|GAM|CHT|PERM|CHT|202608210{number}00||{event}|C{number}|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR"
EVENT = "EVN||202608210{number}00||||202608210{number}00"
PATIENT = "PID|1||{ipp}^^^CHT&1.2.250.1.999.1&ISO^PI{ins}||{name}^^^^^L||{born}|{sex}"
VISIT = "PV1|1|I|{place}||||||||||||||||{visit}^^^CHT&1.2.250.1.999.1&ISO^VN"
INS = "~271037511604240^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.8&ISO^INS"
ZOE = {"ipp": "91", "name": "LEFÈVRE^ZOÉ", "born": "19710312", "sex": "F", "place": "CARD^301^P^CHT", "visit": "71"}
KARIM = {"ipp": "92", "name": "BENALI^KARIM", "born": "19450102", "sex": "M", "place": "CARD^301^P^CHT", "visit": "72"}
EVE = {"ipp": "93", "name": "D'AVIGNON^ÈVE", "born": "19990102", "sex": "F", "place": "CARD^302^P^CHT", "visit": "71"}
ALLERGY = "AL1|1|DA|^SULFAMÉTHOXAZOLE ET TRIMÉTHOPRIME^|SV"
SLOT = "SCH||F1^AGENDA|||||CONS^Consultation||30|min|^^30^202608211430^202608211500"
RESOURCES = ("RGS|1|A", "AIL|1|A|CARDIO^Salle 3^^CHT", "AIP|1|A|7^MOREL^Anne")
TELEPHONE = {"width": 390, "height": 844}


def message(number: int, event: str, who: dict[str, str], *segments: str, ins: str = "") -> str:
    lines = (HEAD, EVENT, *segments)
    return "".join(line.format(number=number, event=event, ins=ins, **who) + "\r" for line in lines)


@pytest.fixture(scope="module")
def box(tmp_path_factory) -> Hospital:
    """A box told of two patients in one bed, one stay number for two, one INS for two, and an appointment."""
    box = Hospital(tmp_path_factory.mktemp("contradictions"))
    box.type("migrate")
    box.new_people(PEOPLE)
    file = box.home / "messages.hl7"
    told = (
        message(1, "ADT^A01^ADT_A01", ZOE, PATIENT, VISIT, ALLERGY, ins=INS),
        message(2, "ADT^A01^ADT_A01", KARIM, PATIENT, VISIT),
        message(3, "ADT^A01^ADT_A01", EVE, PATIENT, VISIT),
        message(4, "ADT^A08^ADT_A01", KARIM, PATIENT, VISIT, ins=INS),
        message(5, "SIU^S12", KARIM, SLOT, PATIENT, *RESOURCES),
    )
    file.write_text("".join(told), encoding="utf-8", newline="")
    report = box.type("feeds", "import", str(file), "--json")
    assert (report["applied"], report["quarantined"]) == (5, 0)
    with box.serving_site():
        yield box


def test_admissions_settle_an_identity_from_the_board_with_the_keyboard(arrive, box):
    anna = arrive(box)
    anna.enter("anna")
    anna.page.get_by_role("link", name="Contradictions d'identité").press("Enter")
    anna.reads("INS 271037511604240")
    for name in ("LEFÈVRE", "BENALI"):
        anna.reads(name)
    anna.picture("identity-contradictions")
    anna.page.get_by_label("Comment cela a été vérifié").press_sequentially("Carte Vitale vue")
    anna.page.get_by_role("button", name="Le dossier a raison : ne rien changer").press("Enter")
    expect(anna.page.get_by_role("status").filter(has_text="le dossier reste tel quel")).to_be_visible()
    anna.reads("Aucune contradiction en attente")
    assert box.type("ledger", "verify", "--json")["ok"]


def test_admissions_read_whose_stay_number_came_twice(arrive, box):
    anna = arrive(box)
    anna.enter("anna")
    anna.page.get_by_role("link", name="Numéros de séjour donnés à deux patients").press("Enter")
    line = anna.page.get_by_role("row").filter(has=anna.page.get_by_role("rowheader", name="71"))
    expect(line.get_by_role("link")).to_have_text(["LEFÈVRE ZOÉ", "D'AVIGNON ÈVE"])
    anna.picture("contested-stays")


def test_a_nurse_is_told_which_bed_of_which_ward_to_go_and_look_at(arrive, box):
    nurse = arrive(box)
    nurse.enter("nora")
    nurse.page.get_by_role("link", name="Lits contradictoires").press("Enter")
    nurse.reads("Plusieurs patients dans un lit")
    expect(nurse.page.get_by_role("rowheader", name="CARD 301 P")).to_have_count(2)
    nurse.picture("beds-contradicted")


def test_a_secretary_opens_the_diary_of_a_day_and_of_a_room(arrive, box):
    secretary = arrive(box)
    secretary.enter("odile", "/agenda/?day=2026-08-21")
    secretary.picture("agenda-day")
    secretary.page.get_by_role("link", name="CARDIO Salle 3").press("Enter")
    for words in ("14:30", "BENALI KARIM", "Consultation", "MOREL Anne", "Attendu"):
        secretary.reads(words)
    secretary.picture("agenda-room")


def test_on_a_telephone_an_allergy_is_read_without_scrolling_sideways(arrive, box):
    nurse = arrive(box, viewport=TELEPHONE)
    nurse.enter("nora", "/beds/")
    nurse.presses("CARD")
    allergy = nurse.page.get_by_text("ALLERGIE : SULFAMÉTHOXAZOLE")
    place = allergy.bounding_box()
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= TELEPHONE["width"]
    assert place["height"] < 100, "the name of a drug must not be broken letter by letter"
    nurse.picture("ward-on-a-telephone")
