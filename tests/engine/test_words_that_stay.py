"""Words that the app cannot read are never written over, unless somebody has seen them and said so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.booking import Booking, BookingStatus
from kaizen.domain.visit import VisitStatus
from kaizen.errors import Refused
from kaizen.services.booking import Withdraw
from kaizen.services.copy_return import BringBack, plan_of
from kaizen.sheet.intents import Amend, Append, Correct, Why
from kaizen.sheet.reading import YearReader
from tests.engine.small_year import SESSION, Do, GiveUp, SmallOffice, Take, booking, email, small_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kaizen.services.copy_plan import Plan

WORDS = "Ann says she will swap - ring her"
ABOUT = "about 20, ask Ann"
KEPT = "which the app cannot read and does not write over. Nothing was saved."
STATUS, NOTES = 7, 9
"""Where they stand on Bookings, counted from 1."""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    rows = [booking("ann", "old-ann"), booking("bo", "old-bo", BookingStatus.WAITING), booking("cy", "old-cy")]
    with small_office(tmp_path / "sheet.lock", *rows) as made:
        yield made


def column(small: SmallOffice, tab: str, heading: str) -> int:
    return small.office.by_hand.grid(tab)[0].index(heading) + 1


def says(small: SmallOffice, tab: str, row: int, heading: str) -> str:
    cells = small.office.by_hand.grid(tab)[row - 1]
    return cells[column(small, tab, heading) - 1] if len(cells) >= column(small, tab, heading) else ""


def types(small: SmallOffice, tab: str, row: int, heading: str, text: str) -> None:
    small.office.by_hand.type_in(tab, row, column(small, tab, heading), text)


def statuses(small: SmallOffice) -> list[str]:
    return [row[STATUS - 1] for row in small.bookings()]


def log(small: SmallOffice) -> list[list[str]]:
    return [row[3:8] for row in small.office.by_hand.grid("Log")[1:]]


@pytest.mark.parametrize("seen", [False, True], ids=["seen before", "typed meanwhile"])
def test_a_wish_of_staff_does_not_write_over_them(small: SmallOffice, seen: bool) -> None:
    types(small, "Bookings", 2, "Status", WORDS)
    if seen:
        small.office.refresh()
    with pytest.raises(Refused, match=KEPT) as no:
        small.office.do(Withdraw(email("ann"), email("ann"), SESSION, "k"))
    assert str(no.value).startswith(f'Bookings row 2, Status: it says "{WORDS}", ')
    assert [(reason.why, reason.about) for reason in no.value.why] == [(Why.CONFLICT, "status")]
    assert statuses(small) == [WORDS, "Waiting", "Booked"], "and nobody is moved up"
    assert log(small) == []


def test_what_the_person_was_shown_is_said_beside_them(small: SmallOffice) -> None:
    types(small, "Bookings", 2, "Status", WORDS)
    with pytest.raises(Refused) as no:
        small.office.do(GiveUp("ann", "k", shown={"status": BookingStatus.WAITING}))
    assert f'Status: you were looking at "Waiting", but the sheet says "{WORDS}", {KEPT}' in str(no.value)
    assert "Booked" not in str(no.value), "what they count as is not what they say"


def test_the_other_wishes_of_the_group_are_saved(small: SmallOffice) -> None:
    types(small, "Bookings", 2, "Status", WORDS)
    told: list[Any] = []
    wishes: list[Any] = [GiveUp("ann", "k"), GiveUp("cy", "l"), Take("ed", "m")]
    small.wire.before = lambda call: (
        told.extend(map(small.office.submit, wishes)) if call.endswith("batchGet") and not told else None
    )
    small.office.do(Take("di", "first"))
    no, *others = told
    assert KEPT in str(no.exception(20))
    assert [one.result(20).sentence for one in others] == ["Given up.", "Booked."]
    assert statuses(small) == [WORDS, "Waiting", "Cancelled", "Booked", "Booked"]


def test_other_cells_of_the_row_may_be_written(small: SmallOffice) -> None:
    types(small, "Bookings", 2, "Status", WORDS)
    small.office.do(Do("k", lambda year: [Amend(year.bookings_by_person[email("ann")][0], {"notes": "hello"})]))
    assert small.bookings()[0][STATUS - 1 : NOTES] == [WORDS, "", "hello"]


@pytest.mark.parametrize("typed", ["", " booked ", "BOOKED"])
def test_blank_cells_and_what_is_only_typed_otherwise_are_not_in_the_way(small: SmallOffice, typed: str) -> None:
    types(small, "Bookings", 2, "Status", typed)
    assert small.office.do(GiveUp("ann", "k")).sentence == "Given up."
    assert statuses(small)[0] == "Cancelled"


def test_a_cell_that_is_asked_about_and_was_read_all_the_same_is_not_in_the_way(small: SmallOffice) -> None:
    """Log has what stood there, for that is what was read."""
    small.office.by_hand.append("Workshops", _second_w01(small))
    small.office.refresh()
    ((place, _),) = [(row, heading) for row, heading in small.office.reading.tabs["Workshops"].asked if heading == "ID"]
    small.office.do(Do("k", lambda year: [Amend(year.workshops[-1], {"id": "W02"})]))
    assert says(small, "Workshops", place, "ID") == "W02"
    assert log(small)[-1][2:] == ["ID", "W01", "W02"]


def _second_w01(small: SmallOffice) -> list[str]:
    row = list(small.office.by_hand.grid("Workshops")[1])
    row[column(small, "Workshops", "Ref") - 1] = "old-w"
    return row


def test_once_they_have_been_put_right_in_the_same_group_the_next_wish_may(small: SmallOffice) -> None:
    types(small, "Bookings", 2, "Status", WORDS)
    right = Correct(Booking, "old-ann", "status", WORDS, "Booked")
    told: list[Any] = []
    wishes: list[Any] = [Do("k", lambda _: [right]), GiveUp("ann", "l")]
    small.wire.before = lambda call: (
        told.extend(map(small.office.submit, wishes)) if call.endswith("batchGet") and not told else None
    )
    small.office.do(Take("di", "first"))
    assert [one.result(20).sentence for one in told] == ["Done.", "Given up."]
    assert statuses(small)[0] == "Cancelled"
    assert sorted(line[2:] for line in log(small) if line[2] == "Status") == [
        ["Status", WORDS, "Booked"],
        ["Status", "Booked", "Cancelled"],
    ]


@pytest.mark.parametrize(("typed", "after"), [("asked twice", "asked twice"), ("Planned", "Done")])
def test_a_wish_that_stands_without_it_is_saved_and_leaves_them(small: SmallOffice, typed: str, after: str) -> None:
    """As a visitor's note does, which also marks the visit as done."""
    types(small, "Visits", 2, "Status", typed)

    def intents(year: Any) -> list[Any]:
        return [Append(booking("di", "k-1")), Amend(year.visits[0], {"status": VisitStatus.DONE}, optional=True)]

    assert small.office.do(Do("k", intents)).sentence == "Done."
    assert says(small, "Visits", 2, "Status") == after
    assert statuses(small)[-1] == "Booked"
    assert len(log(small)) == (1 if typed == after else 2)


@pytest.fixture
def organised(small: SmallOffice) -> SmallOffice:
    rows = small.office.by_hand.grid("Settings")
    row = next(number for number, cells in enumerate(rows, 1) if cells[0] == "Organisers")
    small.office.by_hand.type_in("Settings", row, 2, email("jo"))
    small.office.refresh()
    return small


def grids(small: SmallOffice) -> dict[str, list[list[Any]]]:
    small.office.refresh()
    return {title: [list(row) for row in tab.grid] for title, tab in small.office.reading.tabs.items()}


def plan(small: SmallOffice, base: Mapping[str, Any], most_people: Any) -> Plan:
    """Return what bringing a copy back would do in whose only workshop somebody has changed one cell."""
    file = {title: [list(row) for row in grid] for title, grid in base.items()}
    at = column(small, "Workshops", "Most people") - 1
    file["Workshops"][1] += [""] * (at + 1 - len(file["Workshops"][1]))
    file["Workshops"][1][at] = most_people
    small.office.refresh()
    return plan_of(YearReader().read(base), YearReader().read(file), small.office.reading, {})


def bring(small: SmallOffice, made: Plan) -> str:
    taken = frozenset(row.place for row in made.changed)
    return small.office.do(BringBack(email("jo"), made, taken, confirmed=False, key="k")).sentence


def test_a_copy_does_not_write_over_what_a_head_types_meanwhile(organised: SmallOffice) -> None:
    made = plan(organised, grids(organised), 25)
    assert [cell.said for row in made.changed for cell in row.cells] == [("", "25", "")]
    types(organised, "Workshops", 2, "Most people", ABOUT)
    with pytest.raises(Refused) as no:
        bring(organised, made)
    assert f'Most people: you were looking at blank, but the sheet says "{ABOUT}", {KEPT}' in str(no.value)
    assert says(organised, "Workshops", 2, "Most people") == ABOUT
    assert log(organised) == []


def asked(small: SmallOffice) -> Plan:
    """Return a plan in which a person has to choose between the file and a head's words."""
    base = grids(small)
    types(small, "Workshops", 2, "Most people", ABOUT)
    made = plan(small, base, 25)
    ((cell,),) = [row.cells for row in made.changed]
    assert (cell.said, cell.asked, cell.found) == (("", "25", ABOUT), True, ABOUT)
    return made


def test_take_what_the_file_says_writes_over_words_that_were_shown_and_log_has_them(organised: SmallOffice) -> None:
    assert bring(organised, asked(organised)) == "The copy is back: 1 row changed."
    assert says(organised, "Workshops", 2, "Most people") == "25"
    assert log(organised) == [["Workshops", "old-2", "Most people", ABOUT, "25"]]


def test_other_words_than_those_shown_stay(organised: SmallOffice) -> None:
    made = asked(organised)
    types(organised, "Workshops", 2, "Most people", "about 30, ask Bo")
    with pytest.raises(Refused, match=f'"{ABOUT}", but the sheet now says "about 30, ask Bo"'):
        bring(organised, made)
    assert says(organised, "Workshops", 2, "Most people") == "about 30, ask Bo"
    assert log(organised) == []


@pytest.mark.parametrize(("wanted", "written"), [(25, "25"), ("", "")])
def test_words_that_were_in_the_copy_already_may_be_put_right_there(
    organised: SmallOffice, wanted: Any, written: str
) -> None:
    types(organised, "Workshops", 2, "Most people", ABOUT)
    made = plan(organised, grids(organised), wanted)
    ((cell,),) = [row.cells for row in made.changed]
    assert (cell.said, cell.asked) == ((ABOUT, written, ABOUT), False)
    bring(organised, made)
    assert says(organised, "Workshops", 2, "Most people") == written
    assert log(organised) == [["Workshops", "old-2", "Most people", ABOUT, written]]


def test_a_status_that_counts_as_booked_may_be_put_right_to_that(organised: SmallOffice) -> None:
    """The file says what the words have counted as all the time; that is a change all the same."""
    types(organised, "Bookings", 2, "Status", "Bookd")
    base = grids(organised)
    file = {**base, "Bookings": [list(row) for row in base["Bookings"]]}
    file["Bookings"][1][STATUS - 1] = "Booked"
    made = plan_of(YearReader().read(base), YearReader().read(file), organised.office.reading, {})
    assert [cell.said for row in made.changed for cell in row.cells] == [("Bookd", "Booked", "Bookd")]
    both = replace(made.changed[0].cells[0], field="notes", heading="Notes", shown="", after="ring her", found="")
    row = replace(made.changed[0], cells=(*made.changed[0].cells, both))
    assert bring(organised, replace(made, changed=(row,))) == "The copy is back: 1 row changed."
    assert organised.bookings()[0][STATUS - 1 : NOTES] == ["Booked", "", "ring her"]
    assert sorted(line[2:] for line in log(organised)) == [["Notes", "", "ring her"], ["Status", "Bookd", "Booked"]]
