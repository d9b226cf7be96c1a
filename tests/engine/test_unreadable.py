"""Days on which a whole tab can't be read: nothing is lost, nothing is made up, and the rest goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.account import JoinRequest
from kaizen.domain.booking import Booking
from kaizen.domain.record import SchoolName
from kaizen.domain.visit import VisitStatus
from kaizen.engine.sheet_time import CUT_OFF
from kaizen.engine.unreadable import unreadable_tabs
from kaizen.errors import CannotBeRead, NotSaved, Refused
from kaizen.sheet.intents import AddOption, Amend, Append
from tests.engine.small_year import (
    MONDAY,
    PLACES,
    Do,
    GiveUp,
    SmallOffice,
    Take,
    booking,
    email,
    reopened,
    small_office,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaizen.domain.year import YearSnapshot

BOOKED = tuple(booking(name, f"old-{name}") for name in ("ann", "bo", "cy", "di", "ed"))
assert len(BOOKED) == PLACES


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    return tmp_path / "sheet.lock"


@pytest.fixture
def full(lock_file: Path) -> Iterator[SmallOffice]:
    """Give an office whose one session is full, and has been shown."""
    with small_office(lock_file, *BOOKED) as made:
        assert len(made.office.year.bookings) == PLACES
        yield made


def behead(small: SmallOffice, title: str) -> list[str]:
    """Delete the row of headings by hand, and return it."""
    headings = small.office.by_hand.grid(title)[0]
    small.office.by_hand.delete(title, 1)
    return headings


def put_back(small: SmallOffice, title: str, headings: list[str]) -> None:
    hand = small.office.by_hand
    span = {"sheetId": hand.sheet_id(title), "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    hand.restructure([{"insertDimension": {"range": span}}])
    hand.change(title, typed={(1, column): text for column, text in enumerate(headings, start=1)})


def look(small: SmallOffice) -> YearSnapshot:
    small.seconds[0] += 10.0
    return small.office.year


def _confirmed(year: YearSnapshot) -> list[Any]:
    return [Amend(year.visits[0], {"status": VisitStatus.CONFIRMED})]


def test_a_full_session_stays_full_without_its_headings(full: SmallOffice) -> None:
    headings = behead(full, "Bookings")
    assert len(look(full).bookings) == PLACES
    for wish in (Take("flo", "k1"), GiveUp("ann", "k2"), Do("k3", lambda _: [Append(booking("gus", "k3-1"))])):
        with pytest.raises(NotSaved, match="Bookings can't be read: its headings are missing"):
            full.office.do(wish)
    assert full.office.do(Do("v", _confirmed)).sentence == "Done.", "what doesn't rest on it goes on"
    put_back(full, "Bookings", headings)
    with pytest.raises(Refused, match="is full"):
        full.office.do(Take("flo", "k1"))
    assert full.office.do(GiveUp("ann", "k2")).sentence == "Given up."
    assert full.held() == ["bo", "cy", "di", "ed"]


def test_pages_hear_which_tab_it_is_and_of_when_its_rows_are(full: SmallOffice) -> None:
    assert unreadable_tabs(full.office) == ()
    behead(full, "Bookings")
    for seconds in (10, 20, 30):
        look(full)
        (tab,) = unreadable_tabs(full.office)
        assert tab.sentence == "Bookings can't be read: its headings are missing."
        assert abs(tab.as_of - MONDAY + timedelta(seconds=seconds)) <= CUT_OFF, "a Date says whole seconds"
        full.office.do(Do(f"v{seconds}", lambda year: [Amend(year.visits[0], {"seeing": str(len(year.people))})]))


def test_a_place_that_was_saved_a_moment_before_stays(full: SmallOffice) -> None:
    full.office.do(GiveUp("ann", "g"))
    full.office.do(Take("flo", "k"))
    behead(full, "Bookings")
    held = [row.email.partition("@")[0] for row in look(full).bookings if row.status == "Booked"]
    assert held == ["bo", "cy", "di", "ed", "flo"]


def test_after_a_start_nothing_of_it_is_known(full: SmallOffice, lock_file: Path) -> None:
    headings = behead(full, "Bookings")
    with reopened(lock_file, full.wire, full.office.spreadsheet_id) as again:
        assert not again.office.year.knows(Booking)
        with pytest.raises(CannotBeRead, match="Bookings can't be read"):
            len(again.office.year.bookings)
        assert [tab.as_of for tab in unreadable_tabs(again.office)] == [None]
        with pytest.raises(NotSaved, match="Bookings can't be read"):
            again.office.do(Take("flo", "k"))
        assert again.office.do(Do("v", _confirmed)).sentence == "Done."
        assert [tab.as_of for tab in unreadable_tabs(again.office)] == [None]
        put_back(again, "Bookings", headings)
        assert len(look(again).bookings) == PLACES
        assert unreadable_tabs(again.office) == ()


def test_what_rests_on_the_tab_of_another_is_not_written_either(full: SmallOffice, lock_file: Path) -> None:
    behead(full, "Schools")
    with reopened(lock_file, full.wire, full.office.spreadsheet_id) as again:
        with pytest.raises(NotSaved, match="Schools can't be read"):
            again.office.do(Do("k", lambda _: [Append(booking("gus", "k-1"))]))
        with pytest.raises(NotSaved, match="Schools can't be read"):
            again.office.do(Take("flo", "k2"))


def test_no_option_is_added_below_headings_that_are_gone(full: SmallOffice) -> None:
    behead(full, "Lists")
    with pytest.raises(NotSaved, match="Lists can't be read"):
        full.office.do(Do("k", lambda _: [AddOption("Roles", "Beekeeper")]))


def test_a_tab_that_nobody_had_filled_in_counts_as_empty_and_takes_no_row(full: SmallOffice) -> None:
    hand = full.office.by_hand
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Asking to join")}}])
    assert look(full).certain.join_requests == ()
    asks = JoinRequest(ref="k-1", name="Kit", email=email("kit"), school=SchoolName("Larkfold"), role="Teacher")
    with pytest.raises(NotSaved, match="The tab Asking to join is missing"):
        full.office.do(Do("k", lambda _: [Append(asks)]))


def test_a_tab_that_has_been_brought_back_is_there_at_once(full: SmallOffice) -> None:
    hand = full.office.by_hand
    headings = hand.grid("Visit days")[0]
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Visit days")}}])
    wish = Do("k", lambda year: [Amend(year.visits[0], {"seeing": str(len(year.visit_days))})])
    with pytest.raises(NotSaved, match="Visit days can't be read: there is no tab of that name"):
        full.office.do(wish)
    hand.restructure([{"addSheet": {"properties": {"title": "Visit days"}}}])
    hand.append("Visit days", headings)
    assert full.office.do(wish).sentence == "Done."
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Visit days")}}])
    assert look(full).unreadable
    hand.restructure([{"addSheet": {"properties": {"title": "Visit days"}}}])
    hand.append("Visit days", headings)
    assert not look(full).unreadable
