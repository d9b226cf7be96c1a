"""How old a page is, looking again, and days on which the sheet does not answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from kaizen import bootstrap
from kaizen.engine import snapshots
from kaizen.rules import places
from kaizen.ui import menu
from tests.pages.visitor import PATIENCE, ROUTER, bare

if TYPE_CHECKING:
    from tests.pages.faulty_demo import ServedDemo
    from tests.pages.visitor import Visitor

NOT_POSSIBLE = "Saving is not possible at the moment"
EVERY_PAGE = [entry.slug for entry in menu.ENTRIES]


def _age(visitor: Visitor) -> dict[str, float | str]:
    """Return what the browser is given to tell the age by."""
    (line,) = (one for one in visitor.app.get("bidi_component") if one.proto.component_name == "kaizen_age")
    told: dict[str, float | str] = json.loads(line.proto.json)
    return told


@pytest.mark.parametrize("slug", EVERY_PAGE)
def test_every_page_says_how_old_it_is_and_can_look_again(visitor: Visitor, slug: str) -> None:
    office = visitor.office
    visitor.be("Organiser").open(slug)
    told = _age(visitor)
    assert told["at"] == f"{office.as_of:%H:%M:%S}"
    assert 0 <= float(told["age"]) <= office.age
    visitor.press("Refresh")
    assert float(_age(visitor)["age"]) < 5


def test_a_heads_edit_shows_at_once_on_refresh(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("programme")
    hand = visitor.office.by_hand
    grid = hand.grid("Workshops")
    (row,) = (number for number, cells in enumerate(grid, start=1) if cells[0] == "W02")
    hand.type_in("Workshops", row, grid[0].index("Title") + 1, "Maps and mazes")
    visitor.app.run()
    assert "Maps and mazes" not in visitor.text(), "all views share one reading of the sheet for some seconds"
    visitor.press("Refresh")
    assert "Maps and mazes" in visitor.text()


def test_looking_at_pages_and_at_their_age_asks_nothing_of_the_sheet(served: ServedDemo, guest: Visitor) -> None:
    guest.be("Class teacher").press("Refresh")
    before = len(served.plan.calls)
    for slug in ("programme", "book", "visits"):
        guest.open(slug)
    assert len(served.plan.calls) - before <= 1, "one reading an interval, however many pages"
    before = len(served.plan.calls)
    guest.press("Refresh")
    assert len(served.plan.calls) == before + 1


def test_a_page_that_has_nothing_to_show_yet_waits_for_the_sheet(
    served: ServedDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "RETRY_AFTER", 0.0)
    served.goes_down()
    app = AppTest.from_file(str(ROUTER), default_timeout=PATIENCE).run()
    told = "\n".join(bare(one.value) for kind in ("title", "markdown", "warning", "error") for one in app.get(kind))
    assert "The sheet behind Kaizen doesn't answer at the moment, so there is nothing to show yet." in told
    assert "looks again by itself" in told
    assert "KAIZEN_" not in told
    served.recovers()
    assert "Who are you today?" in [bare(title.value) for title in app.run().title]


def test_who_presses_refresh_again_at_once_hears_when_it_reads_again(
    served: ServedDemo, guest: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "REFRESH_EVERY", 60.0)
    guest.be("Class teacher").press("Refresh")
    assert not guest.app.toast
    before = len(served.plan.calls)
    guest.press("Refresh")
    (brief,) = guest.app.toast
    assert bare(brief.value) == "The sheet has just been read. Refresh can read it again in 60 seconds."
    assert len(served.plan.calls) == before


@pytest.mark.parametrize("slug", EVERY_PAGE)
def test_every_page_tells_calmly_that_the_sheet_does_not_answer(served: ServedDemo, guest: Visitor, slug: str) -> None:
    guest.be("Organiser").open(slug)
    assert "You can read what was there" not in guest.told()
    served.goes_down()
    guest.press("Refresh")
    told = guest.told()
    assert told.count("You can read what was there at ") == 1
    assert "Google Sheets has a problem of its own at the moment." in told
    assert "Nothing can be saved until this is over" in told
    served.recovers()
    guest.press("Refresh")
    assert "You can read what was there" not in guest.told()
    assert NOT_POSSIBLE not in guest.text()


def test_a_button_that_would_fail_says_so_and_what_is_typed_stays(served: ServedDemo, guest: Visitor) -> None:
    guest.be("Class teacher").open("propose")
    assert NOT_POSSIBLE not in guest.text()
    guest.fill("Title", "Maps and mazes")
    served.refuses()
    guest.press("Refresh")
    assert guest.text().count(NOT_POSSIBLE) == 1
    assert guest.field("Title").value == "Maps and mazes"
    guest.press("Propose this workshop")
    assert "Nothing was saved" in guest.told() or "Not saved" in guest.told()
    served.recovers()
    guest.press("Refresh")
    assert guest.field("Title").value == "Maps and mazes"
    assert NOT_POSSIBLE not in guest.text()


def test_buttons_beside_a_list_say_it_once(served: ServedDemo, guest: Visitor) -> None:
    year = guest.office.year
    guest.be_with(next(email for email in year.bookings_by_person if len(places.holding(year, email)) > 1)).open("book")
    assert sum("Give up" in button.label for button in guest.app.button) > 1
    served.goes_down()
    guest.press("Refresh")
    assert guest.text().count(NOT_POSSIBLE) == 2, "once at the form, once at the list"


@pytest.mark.parametrize(
    ("apart", "words"),
    [(300, "The app's own clock is 5 minutes slow."), (-300, "The app's own clock is 5 minutes fast."), (1, "")],
)
def test_a_clock_that_differs_from_the_sheets_is_mentioned(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, apart: int, words: str
) -> None:
    now, london = datetime(2026, 11, 23, 8, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001
    assert bootstrap._open is not None
    store = bootstrap._open[1].store
    monkeypatch.setattr(store, "_clock", lambda: now + timedelta(seconds=apart))
    monkeypatch.setattr(visitor.office, "_local_time", lambda: london)
    visitor.office.refresh()
    text = visitor.be("Class teacher").text()
    assert words in text
    assert ("own clock" in text) is bool(words)
