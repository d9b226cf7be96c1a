"""Every page on a phone and on a laptop: nothing sticks out, and axe finds nothing serious that is ours."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from kaizen.ui import menu

if TYPE_CHECKING:
    from tests.browser.chromium import Surfer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

NOT_OURS = {
    # Streamlit draws these itself: the two arrows of a calendar, and the canvas of an editable table.
    "target-size": ("react-datepicker", "stDateInput", "stNumberInput"),
    "scrollable-region-focusable": ("dvn-scroller",),
}


def _ours(problem: dict[str, object]) -> bool:
    marks = NOT_OURS.get(str(problem["id"]), ())
    return not (marks and all(any(mark in str(node) for mark in marks) for node in problem["nodes"]))  # type: ignore[attr-defined]


def _check(person: Surfer, who: str, least: int) -> None:
    person.open()
    person.be(who)
    person.unfold_menu()
    offered = person.page.get_by_test_id("stSidebarNavLink").all_inner_texts()
    entries = [entry for entry in menu.ENTRIES if any(entry.title in text for text in offered)]
    assert len(entries) == len(offered) >= least
    for entry in entries:
        person.go(entry.title)
        sticks_out = person.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert sticks_out <= 0, entry.title
        assert person.page.get_by_role("heading", level=1).count() == 1, entry.title
        assert [problem for problem in person.problems(AXE) if _ours(problem)] == [], entry.title


def test_on_a_phone(phone: Surfer) -> None:
    _check(phone, "Organiser", 15)


def test_on_a_laptop(laptop: Surfer) -> None:
    _check(laptop, "Class teacher", 11)


def test_as_a_head(phone: Surfer) -> None:
    _check(phone, "Headteacher", 14)


def test_as_a_guest(laptop: Surfer) -> None:
    _check(laptop, "Guest", 3)
