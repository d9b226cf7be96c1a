"""A head gives her column the name of one of the app's, or all headings other names: the marks tell which is which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.domain.dates import DateEntry, DateKind
from kaizen.sheet.findings import Outcome
from kaizen.sheet.intents import Amend, Append
from kaizen.sheet.layout import DATES, SETTINGS, SLOTS
from tests.engine.small_year import Do, GiveUp, SmallOffice, Take, booking, email, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaizen.domain.record import Record
    from kaizen.sheet.layout import Tab

CANCELLED = booking("cy", "old-cy", BookingStatus.CANCELLED)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann"), CANCELLED) as made:
        yield made


def span(small: SmallOffice, title: str, at: int) -> dict[str, Any]:
    return {
        "sheetId": small.office.by_hand.sheet_id(title),
        "dimension": "COLUMNS",
        "startIndex": at,
        "endIndex": at + 1,
    }


def insert(small: SmallOffice, title: str, heading: str, *cells: str, at: int = 0) -> None:
    hand = small.office.by_hand
    hand.restructure([{"insertDimension": {"range": span(small, title, at)}}])
    for row, text in enumerate((heading, *cells), start=1):
        hand.type_in(title, row, at + 1, text)


def rename(small: SmallOffice, title: str, heading: str, to: str) -> None:
    hand = small.office.by_hand
    hand.type_in(title, 1, hand.grid(title)[0].index(heading) + 1, to)


def column(small: SmallOffice, title: str, at: int) -> list[str]:
    return [row[at] if at < len(row) else "" for row in small.office.by_hand.grid(title)[1:]]


def asked(small: SmallOffice, title: str) -> list[str]:
    small.office.refresh()
    return [one.sentence for one in small.office.findings if one.place.tab == title and one.outcome is Outcome.QUERIED]


@pytest.mark.parametrize("heading", ["Status", "Notes", "Email", "Ref", "status "])
def test_a_column_of_hers_on_the_left_is_neither_read_nor_written(
    small: SmallOffice, tmp_path: Path, heading: str
) -> None:
    before = small.office.year.bookings
    insert(small, "Bookings", heading, "Booked", "Booked")
    (sentence,) = asked(small, "Bookings")
    assert "This one counts as yours: it isn't read and never written to" in sentence
    assert small.office.year.bookings == before
    assert small.office.do(GiveUp("ann", "k")).sentence == "Given up."
    assert small.office.do(Take("bo", "l")).sentence == "Booked."
    assert column(small, "Bookings", 0) == ["Booked", "Booked", ""]
    assert column(small, "Bookings", 7) == ["Cancelled", "Cancelled", "Booked"]
    assert column(small, "Bookings", 9) == ["by k", "", ""]
    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as later:
        assert [row.status for row in later.office.year.bookings] == ["Cancelled", "Cancelled", "Booked"]


def test_a_column_of_hers_takes_the_name_that_one_of_the_app_s_had(small: SmallOffice, tmp_path: Path) -> None:
    before = small.office.year.bookings
    rename(small, "Bookings", "Status", "How it stands")
    insert(small, "Bookings", "Status", "Booked", "Booked")
    (sentence,) = asked(small, "Bookings")
    assert sentence.startswith('The app has its own column for "Status", called "How it stands".')
    assert small.office.year.bookings == before
    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as later:
        assert later.office.year.bookings == before


def test_a_private_address_on_staff_does_not_become_the_one_that_signs_in(small: SmallOffice) -> None:
    before = small.office.year.people
    insert(small, "Staff", "Email", *(f"{number}@private.example" for number in range(len(before))))
    small.office.refresh()
    assert small.office.year.people == before
    assert small.office.year.people[0].email == email("ann")


def test_ids_of_workshops_that_are_headed_ref_stay_ids(small: SmallOffice) -> None:
    before = small.office.year.workshops
    rename(small, "Workshops", "ID", "Ref")
    assert asked(small, "Workshops") == []
    assert small.office.year.workshops == before
    amend = Do("k", lambda year: [Amend(year.workshops[0], {"title": "Clay and glaze"}, {})])
    assert small.office.do(amend).sentence == "Done."
    head, row = small.office.by_hand.grid("Workshops")
    assert (head[0], row[0], row[head.index("Title")]) == ("Ref", "W01", "Clay and glaze")


def test_two_of_one_name_that_change_places_between_two_reads(small: SmallOffice) -> None:
    before = small.office.year.bookings
    insert(small, "Bookings", "Status", "Booked", "Booked", at=6)
    small.office.refresh()
    source = span(small, "Bookings", 6)
    small.office.by_hand.restructure([{"moveDimension": {"source": source, "destinationIndex": 8}}])
    small.office.refresh()
    assert small.office.year.bookings == before


def test_what_it_costs_to_tell_them(small: SmallOffice) -> None:
    _ = small.office.year
    insert(small, "Bookings", "Bus needed")
    for reads in (2, 1, 1):
        small.wire.calls.clear()
        small.office.refresh()
        assert len(small.wire.calls) == reads, "one look for each way the headings stand"
    rename(small, "Bookings", "Bus needed", "Status")
    for reads in (2, 2, 2):
        small.wire.calls.clear()
        small.office.refresh()
        assert len(small.wire.calls) == reads, "with every read while two have one name"


def test_in_a_sheet_without_marks_the_first_one_holds_and_is_asked_about(small: SmallOffice) -> None:
    everything = {"developerMetadataLookup": {"visibility": "DOCUMENT"}}
    small.office.by_hand.restructure([{"deleteDeveloperMetadata": {"dataFilter": everything}}])
    insert(small, "Bookings", "Notes", "Late")
    (sentence,) = asked(small, "Bookings")
    assert sentence == 'The heading "Notes" stands twice. It is read from the first column, and this one is not.'
    assert [row.notes for row in small.office.year.bookings] == ["Late", ""]


def test_the_marks_of_a_copy_of_the_tab_do_not_matter(small: SmallOffice) -> None:
    before = small.office.year.bookings
    copy = {"sourceSheetId": small.office.by_hand.sheet_id("Bookings"), "newSheetName": "Copy of Bookings"}
    small.office.by_hand.restructure([{"duplicateSheet": copy}])
    insert(small, "Bookings", "Status", "Booked", "Booked")
    small.office.refresh()
    assert small.office.year.bookings == before


def term() -> DateEntry:
    return DateEntry.model_validate(
        {"who": "All schools", "what": DateKind.TERM, "first_day": "2026-09-02", "last_day": "2026-12-18"}
    )


def filled(small: SmallOffice) -> SmallOffice:
    small.office.do(Do("dates", lambda _: [Append(term())]))
    return small


SMALL_TABS = [(DATES, 1), (DATES, 0), (SETTINGS, 1), (SETTINGS, 0), (SLOTS, 1), (SLOTS, 0)]


def rename_all(small: SmallOffice, tab: Tab, but: int) -> None:
    for heading in tab.headings[but:]:
        rename(small, tab.title, heading, f"{heading[::-1]} of ours")


def rows(small: SmallOffice, tab: Tab) -> tuple[Record, ...]:
    return small.office.reading.tabs[tab.title].records


@pytest.mark.parametrize(("tab", "but"), SMALL_TABS)
def test_a_small_tab_whose_headings_are_renamed_is_read_as_before(
    small: SmallOffice, tmp_path: Path, tab: Tab, but: int
) -> None:
    filled(small).office.refresh()
    before, questions = rows(small, tab), asked(small, tab.title)
    rename_all(small, tab, but)
    assert asked(small, tab.title) == questions
    assert rows(small, tab) == before != ()
    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as later:
        assert rows(later, tab) == before


def test_it_is_written_to_as_before_also_below_a_title(small: SmallOffice) -> None:
    rename_all(filled(small), DATES, 0)
    place = {"sheetId": small.office.by_hand.sheet_id("Dates"), "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    small.office.by_hand.restructure([{"insertDimension": {"range": place}}])
    small.office.by_hand.type_in("Dates", 1, 1, "The dates of our year")
    later = term().model_copy(update={"what": DateKind.HALF_TERM})
    assert small.office.do(Do("k", lambda _: [Append(later)])).sentence == "Done."
    assert column(small, "Dates", 1)[2:] == ["Term", "Half term"]


def test_a_row_of_headings_that_is_deleted_is_gone(small: SmallOffice) -> None:
    filled(small).office.by_hand.delete("Dates", 1)
    assert "There are no headings in the first ten rows" in asked(small, "Dates")[0]
    assert rows(small, DATES) == ()
