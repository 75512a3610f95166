"""A feed takes back every admission at 3 a.m.: the board says so, the picture stays, a named person decides."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.hospital import PEOPLE, Hospital

HEAD = (
    "MSH|^~\\&|GAM|CHT|PERM|CHT|20260821{at}||ADT^{event}^ADT_{event}|{number}|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR"
)
TOLD = (
    "EVN||20260821{at}||||20260821{at}",
    "PID|1||{ipp}^^^CHT&1.2.250.1.999.1&ISO^PI||DUPONT^ANNE^^^^^L||19620304|F",
    "PV1|1|I|CARD^{ipp}^P^CHT||||||||||||||||V{ipp}^^^CHT&1.2.250.1.999.1&ISO^VN",
)


def said(event: str, ipp: int, number: int) -> str:
    at = f"{3 + number // 60:02}{number % 60:02}00"
    return "".join(f"{line.format(event=event, at=at, number=number, ipp=ipp)}\r" for line in (HEAD, *TOLD))


@pytest.fixture(scope="module")
def box(tmp_path_factory) -> Hospital:
    """A box that has listened to a feed for two months, and was then told that sixty patients never came."""
    box = Hospital(tmp_path_factory.mktemp("flood"))
    box.type("migrate")
    box.new_people(PEOPLE)
    file = box.home / "messages.hl7"
    file.write_text("".join(said("A01", ipp, ipp) for ipp in range(1, 61)), encoding="utf-8", newline="")
    assert box.type("feeds", "import", str(file), "--json")["applied"] == 60
    listened_for_two_months(box)
    file.write_text("".join(said("A11", ipp, 100 + ipp) for ipp in range(1, 61)), encoding="utf-8", newline="")
    assert box.type("feeds", "import", str(file), "--json")["held"] == 60
    with box.serving_site():
        yield box


def listened_for_two_months(box: Hospital) -> None:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    hours = [now - timedelta(hours=n) for n in range(2, 9 * 168)]
    with sqlite3.connect(box.home / "permanence.sqlite3") as database:
        (feed,) = database.execute("SELECT id FROM feeds_feed").fetchone()
        database.execute("UPDATE feeds_feed SET occurred_at = ?", [f"{hours[-1]:%Y-%m-%d %H:%M:%S}"])
        database.executemany(
            "INSERT INTO feeds_feedactivity (feed_id, hour, messages, deletions, merges, blanks, shifts, departures)"
            " VALUES (?, ?, ?, 0, 0, 0, 0, 0)",
            [(feed, f"{at:%Y-%m-%d %H:%M:%S}", usual(at)) for at in hours],
        )


def usual(at: datetime) -> int:
    quiet = 0.4 if at.weekday() == 6 else 1.0
    return int(quiet * (120 - 8 * abs(at.hour - 11))) if 6 <= at.hour < 19 else 9


def test_the_night_manager_sees_the_flood_and_throws_it_away(arrive, box):
    max_ = arrive(box)
    max_.enter("max", "/feeds/")
    max_.reads("mis à part")
    max_.picture("feeds-one-held-apart")
    max_.page.get_by_role("link", name="mis à part").press("Enter")
    max_.reads("annulent des admissions")
    max_.reads("60")
    max_.picture("feed-held-apart")
    max_.page.get_by_label("Le jeter").check()
    max_.page.get_by_label("Ce qui a été constaté").press_sequentially(
        "Table vidée pendant une migration (M. Petit, DSI)"
    )
    max_.page.get_by_role("button", name="Rétablir").press("Enter")
    expect(max_.page.get_by_role("status").filter(has_text="rétabli, en votre nom")).to_be_visible()
    status = box.type("feeds", "status", "--json")
    assert (status["kept_apart"], status["feeds"][0]["hold"]) == (0, None)
    assert box.type("ledger", "verify", "--json")["ok"]


def test_it_sees_what_a_feed_usually_says(arrive, box):
    ines = arrive(box, locale="en-GB", color_scheme="light")
    ines.enter("ines", "/feeds/")
    ines.page.get_by_role("link", name="GAM^CHT").click()
    ines.reads("What it usually says")
    ines.reads("Sunday")
    ines.picture("feed-usual-week")
