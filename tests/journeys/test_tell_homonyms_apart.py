"""Three patients bear one name: the search asks for one more trait, and the answer leaves one."""

import pytest
from playwright.sync_api import expect

from tests.journeys.hospital import PEOPLE, Hospital

GIVES = "^^^CHT&1.2.250.1.999.1&ISO"
MARTINS = (
    ("19500501", "1 rue du Port^^ÉVRY^^91000^FRA^H"),
    ("19610501", "2 rue du Port^^ÉVRY^^91000^FRA^H"),
    ("19830709", "3 rue du Bac^^MELUN^^77000^FRA^H"),
)


def identity(number: int, born: str, address: str) -> str:
    lines = [
        f"MSH|^~\\&|GAM|CHT|PERM|CHT|20260820230000||ADT^A28^ADT_A05|H{number}|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR",
        "EVN||20260820230000||||20260820230000",
        f"PID|1||83{number:04}{GIVES}^PI||MARTIN^MARIE^^^^^L||{born}|F|||{address}",
        "PV1|1|N",
    ]
    return "".join(f"{line}\r" for line in lines)


@pytest.fixture(scope="module")
def box(tmp_path_factory) -> Hospital:
    """A box that knows three women called Marie Martin."""
    box = Hospital(tmp_path_factory.mktemp("homonyms"))
    box.type("migrate")
    box.new_people(PEOPLE)
    file = box.home / "martins.hl7"
    text = "".join(identity(number, *who) for number, who in enumerate(MARTINS, start=1))
    file.write_text(text, encoding="utf-8", newline="")
    assert box.type("feeds", "import", str(file), "--json")["applied"] == len(MARTINS)
    with box.serving():
        yield box


def test_a_clerk_tells_them_apart_with_the_keyboard_alone(arrive, box):
    clerk = arrive(box)
    clerk.enter("anna", "/patients/")
    clerk.page.keyboard.type("martin marie")
    clerk.page.keyboard.press("Enter")
    clerk.reads("3 patients répondent aussi bien")
    clerk.reads("Encore une précision : Date de naissance")
    expect(clerk.page.locator("#more")).to_be_focused()
    clerk.picture("search-asks-one-more-trait")
    clerk.page.locator("#more").focus()
    clerk.page.keyboard.type("09071983")
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("table.list tbody tr")).to_have_count(1)
    expect(clerk.page.locator("#id_text")).to_have_value("martin marie 09071983")
    clerk.picture("search-found-one")


def test_it_is_read_on_a_telephone_in_english_without_javascript(arrive, box):
    clerk = arrive(
        box, locale="en-GB", color_scheme="light", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    clerk.enter("nora", "/patients/")
    clerk.page.locator("#id_text").fill("martin marie")
    clerk.presses("Find")
    clerk.reads("One more thing: Birth date")
    clerk.page.screenshot(path=clerk.pictures / "search-asks-narrow.png", full_page=True)
    clerk.page.locator("#more").fill("1961")
    clerk.presses("Tell them apart")
    expect(clerk.page.locator("table.list tbody tr").first).to_contain_text("01/05/1961")
