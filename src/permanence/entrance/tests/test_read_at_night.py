"""Colours that can be read: WCAG 2.2 contrast, computed from the tokens of both screens."""

import re

import pytest

from permanence.entrance.rooms import HOUSE

STATIC = HOUSE / "entrance" / "static" / "entrance"
GROUNDS = ("ground", "surface", "raised")
# text on ground: 4.5 (1.4.3 AA); edges of controls and marks of focus: 3 (1.4.11)
TEXT = [
    *[(ink, ground) for ink in ("text", "quiet", "action") for ground in GROUNDS],
    *[(kind, ground) for kind in ("good", "watch", "bad", "off") for ground in (*GROUNDS, f"{kind}-ground")],
    *[("text", f"{kind}-ground") for kind in ("good", "watch", "bad")],
    ("on-action", "action-ground"),
    ("on-danger", "danger-ground"),
    ("on-exercise", "exercise-ground"),
    ("on-standby", "standby-ground"),
]
EDGES = [
    *[(mark, ground) for mark in ("edge", "focus", "bad") for ground in GROUNDS],
    ("action-ground", "surface"),
    ("ground", "focus"),
]


def tokens(*sheets):
    found = {}
    for sheet in sheets:
        text = (STATIC / sheet).read_text(encoding="utf-8")
        found.update(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))
    return found


SCREENS = {"night": tokens("tokens.css"), "day": tokens("tokens.css", "day.css")}


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(screen, ink, ground):
    assert contrast(SCREENS[screen][ink], SCREENS[screen][ground]) >= 4.5


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("mark", "ground"), EDGES)
def test_edges_and_focus_can_be_seen(screen, mark, ground):
    assert contrast(SCREENS[screen][mark], SCREENS[screen][ground]) >= 3


def test_the_day_changes_every_colour_and_nothing_else():
    day, night = tokens("day.css"), tokens("tokens.css")
    assert set(day) == set(night)


def test_no_style_names_a_colour_outside_the_tokens():
    for sheet in STATIC.glob("*.css"):
        if sheet.name in {"tokens.css", "day.css", "print.css"}:
            continue
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", sheet.read_text(encoding="utf-8")) == []


def test_the_night_is_dark():
    assert luminance(SCREENS["night"]["ground"]) < 0.02
    assert luminance(SCREENS["night"]["text"]) < 0.9
