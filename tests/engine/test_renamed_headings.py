"""A head renames headings: reading and writing go on, at the cost of one look for each change of the headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.errors import SheetUnreachable
from kaizen.sheet.findings import Outcome
from tests.engine.sheets import answer
from tests.engine.small_year import GiveUp, SmallOffice, Take, booking, small_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann"), booking("cy", "old-cy")) as made:
        yield made


def look(small: SmallOffice) -> None:
    """Let the office read the sheet, and count the calls from here on."""
    small.wire.calls.clear()
    small.office.refresh()


def looks(small: SmallOffice) -> int:
    """Return how often the office has asked for more than values."""
    return len(small.wire.calls) - small.wire.count(":batchGet")


def column(small: SmallOffice, heading: str) -> int:
    return small.office.by_hand.grid("Bookings")[0].index(heading) + 1


def rename(small: SmallOffice, heading: str, to: str) -> None:
    small.office.by_hand.type_in("Bookings", 1, column(small, heading), to)


def move(small: SmallOffice, heading: str, to: int) -> None:
    hand, at = small.office.by_hand, column(small, heading) - 1
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    hand.restructure([{"moveDimension": {"source": span, "destinationIndex": to}}])


def test_a_renamed_column_is_read_and_mentioned(small: SmallOffice) -> None:
    before = small.office.year.bookings
    rename(small, "Session", "Which workshop")
    look(small)
    assert small.office.year.bookings == before
    (finding,) = [one for one in small.office.findings if one.place.tab == "Bookings"]
    assert (finding.outcome, finding.found) == (Outcome.NOTED, "Which workshop")
    assert finding.sentence == 'This column was called "Session"; it is still read as that.'
    assert finding.place.row == 1


def test_it_is_written_under_its_new_name_and_amended_there(small: SmallOffice) -> None:
    rename(small, "Session", "Which workshop")
    rename(small, "Status", "How it stands")
    move(small, "Which workshop", 0)
    move(small, "How it stands", 10)
    assert small.office.do(Take("di", "k")).sentence == "Booked."
    assert small.office.do(GiveUp("cy", "l")).sentence == "Given up."
    head, *rows = small.office.by_hand.grid("Bookings")
    found = {row[head.index("Name")]: row for row in rows}
    assert found["Di"][head.index("Which workshop")] == "W01-A"
    assert found["Di"][head.index("How it stands")] == "Booked"
    assert found["Cy"][head.index("How it stands")] == "Cancelled"
    assert found["Ann"][head.index("How it stands")] == "Booked"
    assert set(head) == {*small.office.reading.tabs["Bookings"].tab.headings} - {"Session", "Status"} | {
        "Which workshop",
        "How it stands",
    }


def test_it_costs_one_look_for_each_change_of_the_headings_and_none_after_that(small: SmallOffice) -> None:
    small.office.refresh()
    look(small)
    assert looks(small) == 0
    rename(small, "Session", "Which workshop")
    look(small)
    assert looks(small) == 1
    small.office.by_hand.type_in("Bookings", 2, column(small, "Notes"), "Late")
    look(small)
    assert looks(small) == 0
    move(small, "Which workshop", 0)
    look(small)
    assert looks(small) == 1
    rename(small, "Which workshop", "Session")
    look(small)
    look(small)
    assert looks(small) == 0
    assert [one for one in small.office.findings if one.place.tab == "Bookings"] == []


def test_a_name_that_was_given_goes_with_its_column(small: SmallOffice) -> None:
    rename(small, "Notes", "Remarks")
    look(small)
    assert "Notes" in small.office.reading.tabs["Bookings"].columns
    hand, at = small.office.by_hand, column(small, "Remarks") - 1
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    first = {**span, "startIndex": 0, "endIndex": 1}
    hand.restructure([{"deleteDimension": {"range": span}}, {"insertDimension": {"range": first}}])
    hand.type_in("Bookings", 1, 1, "Remarks")
    look(small)
    tab = small.office.reading.tabs["Bookings"]
    assert "Notes" not in tab.columns
    assert tab.extra == ("Remarks",)


def test_a_column_of_a_renamed_tab(small: SmallOffice) -> None:
    small.office.refresh()
    hand = small.office.by_hand
    rename(small, "Session", "Which workshop")
    properties = {"sheetId": hand.sheet_id("Bookings"), "title": "Who goes where"}
    hand.restructure([{"updateSheetProperties": {"properties": properties, "fields": "title"}}])
    look(small)
    assert len(small.office.year.bookings) == 2


def test_a_heading_that_was_deleted_is_missing_and_not_looked_for_again_and_again(small: SmallOffice) -> None:
    small.office.refresh()
    hand, at = small.office.by_hand, column(small, "Session") - 1
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    hand.restructure([{"deleteDimension": {"range": span}}])
    look(small)
    assert (looks(small), small.office.year.bookings) == (1, ())
    look(small)
    assert looks(small) == 0


def test_a_look_that_is_refused_leaves_the_sheet_readable(small: SmallOffice) -> None:
    small.office.refresh()
    rename(small, "Notes", "Remarks")
    small.wire.before = lambda call: None if ":" in call else answer(400, '{"error": {"message": "no such range"}}')
    look(small)
    assert len(small.office.year.bookings) == 2
    assert "Notes" not in small.office.reading.tabs["Bookings"].columns


def test_a_look_that_nobody_answers_is_made_again_by_the_next_read(small: SmallOffice) -> None:
    small.office.refresh()
    rename(small, "Session", "Which workshop")
    small.wire.before = lambda call: None if ":" in call else answer(503, "<html>")
    look(small)
    assert small.office.trouble
    with pytest.raises(SheetUnreachable):
        small.office._snapshots.within(0, patient=False)
    assert len(small.office.year.bookings) == 2
    small.wire.before = None
    look(small)
    assert small.office.trouble == ""
    assert "Session" in small.office.reading.tabs["Bookings"].columns
