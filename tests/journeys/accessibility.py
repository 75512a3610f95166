"""An automatic pass over a page: names, structure, contrast as painted, visible focus, no sideways scrolling."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_PASS = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")
NARROW = {"width": 320, "height": 640}


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found: list[str] = page.evaluate(_PASS)
    return found


def faults_of_focus(page: Page) -> list[str]:
    """Walk the page by the Tab key: every stop shows a mark, in the order of the page, and nothing traps."""
    stops = page.evaluate(
        "() => [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex=\"0\"]')]"
        ".filter(e => !e.disabled && e.type !== 'hidden' && e.checkVisibility()).length"
    )
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    found, seen = [], []
    # Radio buttons of one group are one stop, so there may be fewer than elements, never more.
    for _ in range(min(stops, 60)):
        page.keyboard.press("Tab")
        stop: dict[str, Any] = page.evaluate(_FOCUSED)
        if stop["name"] is None or stop["key"] in seen:
            break
        seen.append(stop["key"])
        if not stop["marked"]:
            found.append(f"focus cannot be seen on {stop['name']}")
    if stops and not seen:
        found.append("the keyboard reaches nothing")
    return found


def faults_when_narrow(page: Page) -> list[str]:
    """At 320 pixels (a telephone, or a desk screen enlarged four times) nothing scrolls sideways (WCAG 1.4.10)."""
    usual = page.viewport_size
    page.set_viewport_size(NARROW)
    wide = page.evaluate(_TOO_WIDE)
    if usual:
        page.set_viewport_size(usual)
    found: list[str] = wide
    return found


# What scrolls or clips by itself does not widen the page, whatever is in it.
_TOO_WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const free = (e) => { for (let up = e.parentElement; up && up !== document.body; up = up.parentElement)
    if (getComputedStyle(up).overflowX !== 'visible') return false; return true; };
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && free(e)).slice(0, 5)
    .map(e => `${e.tagName}.${e.className} is wider than the screen`);
}"""

_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return {name: null, key: null, marked: false};
  const style = getComputedStyle(e);
  const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const all = [...document.querySelectorAll('*')];
  return {name: `${e.tagName} ${(e.innerText || e.name || e.id || '').slice(0, 40)}`, key: all.indexOf(e), marked};
}"""
