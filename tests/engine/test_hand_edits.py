"""People edit the sheet while the app writes: nothing of theirs is overwritten, and the right row is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.domain.workshop import WorkshopStatus
from kaizen.engine.commit import REPAIRS
from kaizen.engine.conflicts import said_value
from kaizen.errors import NotSaved, OutcomeUnknown, Refused
from kaizen.sheet.intents import Amend, Append, Why
from tests.engine.sheets import answer
from tests.engine.small_year import MONDAY, Do, GiveUp, SmallOffice, Take, booking, small_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.engine.hand import Hand


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    held = [booking(name, f"old-{name}", notes=f"note of {name}") for name in ("cy", "ann", "bo")]
    with small_office(tmp_path / "sheet.lock", *held) as made:
        yield made


def between_read_and_write(small: SmallOffice, *edits: Callable[[Hand], None]) -> None:
    """Let somebody edit the sheet after the app has read and before its batch arrives, one edit a batch."""
    waiting = list(edits)

    def step_in(call: str) -> None:
        if call.endswith("batchUpdate") and waiting:
            waiting.pop(0)(small.office.by_hand)

    small.wire.before = step_in


def rows(small: SmallOffice) -> dict[str, tuple[str, str]]:
    """Status and notes of each person, as the sheet says."""
    return {row[2]: (row[6], row[8] if len(row) > 8 else "") for row in small.bookings() if len(row) > 6}


UNTOUCHED = {"Cy": ("Booked", "note of cy"), "Ann": ("Booked", "note of ann"), "Bo": ("Booked", "note of bo")}


def _insert_row(hand: Hand, at: int = 1) -> None:
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
    hand.restructure([{"insertDimension": {"range": span}}])


def _insert_column(hand: Hand) -> None:
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": 6, "endIndex": 7}
    hand.restructure([{"insertDimension": {"range": span}}])
    hand.type_in("Bookings", 1, 7, "Bus needed")


def _move_status_first(hand: Hand) -> None:
    source = {"sheetId": hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": 6, "endIndex": 7}
    hand.restructure([{"moveDimension": {"source": source, "destinationIndex": 0}}])


def _sort(hand: Hand) -> None:
    hand.sort("Bookings", "Name")


def _delete_first(hand: Hand) -> None:
    hand.delete("Bookings", 2)


@pytest.mark.parametrize("edit", [_sort, _insert_row, _delete_first], ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("name", ["ann", "bo"])
def test_rows_that_move_in_that_instant(small: SmallOffice, edit: Callable[[Hand], None], name: str) -> None:
    between_read_and_write(small, edit)
    assert small.office.do(GiveUp(name, "k")).sentence == "Given up."
    expected = {**UNTOUCHED, name.title(): ("Cancelled", "by k")}
    if edit is _delete_first:
        del expected["Cy"]
    assert rows(small) == expected


def test_rows_that_move_again_during_the_repair(small: SmallOffice) -> None:
    between_read_and_write(small, _sort, _insert_row)
    assert small.office.do(GiveUp("cy", "k")).sentence == "Given up."
    assert rows(small)["Cy"] == ("Cancelled", "by k")


def test_rows_that_never_stop_moving(small: SmallOffice) -> None:
    between_read_and_write(small, *[_insert_row] * REPAIRS)
    with pytest.raises(OutcomeUnknown):
        small.office.do(GiveUp("cy", "k"))


def test_a_column_that_is_added_in_that_instant(small: SmallOffice) -> None:
    between_read_and_write(small, _insert_column)
    assert small.office.do(GiveUp("cy", "k")).sentence == "Given up."
    grid = small.office.by_hand.grid("Bookings")
    assert grid[0][6:10] == ["Bus needed", "Status", "Attended", "Notes"]
    assert grid[1][6:10] == ["", "Cancelled", "", "by k"]


def test_a_column_that_is_moved_in_that_instant(small: SmallOffice) -> None:
    between_read_and_write(small, _move_status_first)
    assert small.office.do(GiveUp("cy", "k")).sentence == "Given up."
    grid = small.office.by_hand.grid("Bookings")
    assert (grid[0][0], grid[1][0], grid[1][8]) == ("Status", "Cancelled", "by k")
    assert grid[1][6] == "W01-A", "what was hit by mistake is as it was"


def test_the_row_itself_deleted_in_that_instant(small: SmallOffice) -> None:
    between_read_and_write(small, _delete_first)
    with pytest.raises(Refused, match="has been deleted from Bookings") as no:
        small.office.do(GiveUp("cy", "k"))
    assert [reason.why for reason in no.value.why] == [Why.NOT_FOUND]
    assert rows(small) == {name: UNTOUCHED[name] for name in ("Ann", "Bo")}


def test_a_row_typed_and_not_yet_known_by_a_ref(tmp_path: Path) -> None:
    with small_office(tmp_path / "lock", booking("cy"), booking("ann"), booking("bo")) as small:
        between_read_and_write(small, _sort)
        small.office.do(GiveUp("cy", "k"))
        assert {row[2]: (row[6], row[9:]) for row in small.bookings()} == {
            "Ann": ("Booked", []),
            "Bo": ("Booked", []),
            "Cy": ("Cancelled", ["k-1"]),
        }


def test_a_row_without_a_ref_deleted_in_that_instant(tmp_path: Path) -> None:
    with small_office(tmp_path / "lock", booking("cy"), booking("ann"), booking("bo")) as small:
        between_read_and_write(small, _delete_first)
        with pytest.raises(Refused, match="has been deleted"):
            small.office.do(GiveUp("cy", "k"))
        assert {row[2]: (row[6], row[9:]) for row in small.bookings()} == {"Ann": ("Booked", []), "Bo": ("Booked", [])}


def test_a_blank_ref_is_filled_in_beside_the_refs_of_new_rows(tmp_path: Path) -> None:
    def intents(year: Any) -> Any:
        return [Append(booking("di", "k-1")), Amend(year.bookings[0], {"notes": "hello"}), Append(booking("ed", "k-3"))]

    with small_office(tmp_path / "lock", booking("cy")) as small:
        small.office.do(Do("k", intents))
        assert [row[9] for row in small.bookings()] == ["k-2", "k-1", "k-3"]


def test_what_somebody_types_in_that_instant_stays(small: SmallOffice) -> None:
    between_read_and_write(small, lambda hand: hand.type_in("Bookings", 2, 9, "typed by the head"))
    small.wire.after = lambda call, said: _then(small, call, said, "typed later")
    small.office.do(GiveUp("cy", "k"))
    assert rows(small)["Cy"] == ("Cancelled", "typed later")


def _then(small: SmallOffice, call: str, said: Any, text: str) -> Any:
    if call.endswith("batchUpdate"):
        small.wire.after = None
        small.office.by_hand.type_in("Bookings", 2, 9, text)
    return said


def test_what_somebody_types_elsewhere_in_that_instant_stays_though_it_is_the_same(small: SmallOffice) -> None:
    """Ann's status says what Cy's was to say, and nothing has missed: it is the head's."""
    between_read_and_write(small, lambda hand: hand.type_in("Bookings", 3, 7, "Cancelled"))
    small.office.do(GiveUp("cy", "k"))
    expected = {**UNTOUCHED, "Cy": ("Cancelled", "by k"), "Ann": ("Cancelled", "note of ann")}
    assert rows(small) == expected
    assert small.wire.count("batchUpdate") == 1, "nothing was wrong, so nothing was repaired"


def test_rows_sorted_right_after_the_write(small: SmallOffice) -> None:
    def after(call: str, said: Any) -> Any:
        if call.endswith("batchUpdate"):
            small.wire.after = None
            _sort(small.office.by_hand)
        return said

    small.wire.after = after
    small.office.do(GiveUp("cy", "k"))
    assert rows(small) == {**UNTOUCHED, "Cy": ("Cancelled", "by k")}
    assert small.wire.count("batchUpdate") == 1, "nothing was wrong, so nothing was repaired"


def test_a_row_typed_over_in_that_instant_is_left_alone(small: SmallOffice) -> None:
    def insert_and_type(hand: Hand) -> None:
        _insert_row(hand)
        hand.type_in("Bookings", 2, 3, "Zoe")

    between_read_and_write(small, insert_and_type)
    small.office.do(GiveUp("cy", "k"))
    assert rows(small)["Cy"] == ("Cancelled", "by k")
    assert rows(small)["Zoe"] == ("Cancelled", "by k"), "nobody can tell what it held; it is a finding for people"


def test_new_rows_go_below_whatever_people_do(small: SmallOffice) -> None:
    between_read_and_write(small, _sort)
    small.office.do(Take("di", "k"))
    assert [row[2] for row in small.bookings()] == ["Ann", "Bo", "Cy", "Di"]
    between_read_and_write(small, _insert_row)
    small.office.do(Take("ed", "l"))
    assert [row[2] for row in small.bookings() if row] == ["Ann", "Bo", "Cy", "Di", "Ed"]


def test_a_column_of_their_own_is_never_written(small: SmallOffice) -> None:
    _insert_column(small.office.by_hand)
    _move_status_first(small.office.by_hand)
    small.office.do(Take("di", "k"))
    grid = small.office.by_hand.grid("Bookings")
    found = dict(zip(grid[0], grid[4], strict=True))
    assert (found["Name"], found["Status"], found["Bus needed"], found["Ref"]) == ("Di", "Booked", "", "k-1")


def test_a_cell_edited_since_it_was_shown_is_a_conflict(small: SmallOffice) -> None:
    small.office.by_hand.type_in("Bookings", 2, 9, "typed by the head")
    with pytest.raises(Refused) as no:
        small.office.do(GiveUp("cy", "k", shown={"notes": "note of cy", "status": BookingStatus.BOOKED}))
    assert str(no.value) == (
        'Notes: you were looking at "note of cy", but the sheet now says "typed by the head". '
        "Somebody has changed it meanwhile, so nothing was saved."
    )
    assert [(reason.why, reason.about) for reason in no.value.why] == [(Why.CONFLICT, "notes")]
    assert rows(small)["Cy"] == ("Booked", "typed by the head")


def test_a_cell_that_already_says_what_is_wanted_is_no_conflict(small: SmallOffice) -> None:
    small.office.by_hand.type_in("Bookings", 2, 9, "by k")
    small.office.do(GiveUp("cy", "k", shown={"notes": "note of cy"}))
    assert rows(small)["Cy"] == ("Cancelled", "by k")


def test_several_choices_are_compared_as_a_whole(small: SmallOffice) -> None:
    def accept(key: str, *shown: str) -> Do:
        wanted = {"status": WorkshopStatus.ACCEPTED}
        return Do(key, lambda year: [Amend(year.workshops[0], wanted, {"best_for": list(shown)})])

    column = small.office.by_hand.grid("Workshops")[0].index("Best for") + 1
    with pytest.raises(Refused, match='looking at "KS1 and KS2", but the sheet now says blank'):
        small.office.do(accept("k", "KS1", "KS2"))
    assert small.office.do(accept("l")).sentence == "Done."
    small.office.by_hand.type_in("Workshops", 2, column, "KS1, KS2")
    assert small.office.do(accept("m", "KS1", "KS2")).sentence == "Done."


def test_a_row_that_is_gone_before_the_read(small: SmallOffice) -> None:
    row = small.office.year.bookings[0]
    _delete_first(small.office.by_hand)
    with pytest.raises(Refused, match="has been deleted from Bookings"):
        small.office.do(Do("k", lambda _: [Append(booking("di", "k-1")), Amend(row, {"notes": "x"})]))
    assert "Di" not in rows(small), "all of a wish or nothing"


def test_a_heading_that_is_gone_is_named(small: SmallOffice) -> None:
    small.office.by_hand.type_in("Bookings", 1, 9, "")
    small.office.by_hand.type_in("Bookings", 1, 10, "")
    with pytest.raises(NotSaved, match="Bookings has no column headed Notes and Ref any more"):
        small.office.do(GiveUp("cy", "k"))
    assert rows(small)["Cy"] == ("Booked", "note of cy")


def test_a_tab_that_is_gone_is_named_and_the_others_go_on(small: SmallOffice) -> None:
    hand = small.office.by_hand
    visit = small.office.year.visits[0]
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Visits")}}])
    with pytest.raises(NotSaved, match="Visits can't be read: there is no tab of that name"):
        small.office.do(Do("k", lambda _: [Append(visit)]))
    assert small.office.do(GiveUp("cy", "l")).sentence == "Given up."


def test_a_tab_made_again_under_its_name_is_found(small: SmallOffice) -> None:
    def replace(hand: Hand) -> None:
        old = hand.sheet_id("Log")
        headings = hand.grid("Log")[0]
        hand.restructure([{"deleteSheet": {"sheetId": old}}, {"addSheet": {"properties": {"title": "Log"}}}])
        hand.append("Log", headings)

    between_read_and_write(small, replace)
    assert small.office.do(Take("di", "k")).sentence == "Booked."
    assert [row[2] for row in small.office.by_hand.grid("Log")[1:]] == ["Booked"]


def test_looking_again_can_fail(small: SmallOffice) -> None:
    def silent_after_the_write(call: str) -> Any:
        written = small.wire.count("batchUpdate") > 0 and call.endswith("batchGet")
        return answer(503, "<html>") if written else None

    small.wire.before = silent_after_the_write
    small.wire.after = lambda call, said: answer(200, "{}") if call.endswith("batchUpdate") else said
    with pytest.raises(OutcomeUnknown, match="sending it again is safe"):
        small.office.do(GiveUp("cy", "k"))
    small.wire.before = small.wire.after = None
    assert small.office.do(GiveUp("cy", "k")).sentence == "This has been saved already."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "blank"),
        ("", "blank"),
        ((), "blank"),
        (True, "Yes"),
        (False, "No"),
        (MONDAY, "Mon 23 Nov 2026 at 8:00"),
        (MONDAY.date(), "Mon 23 Nov 2026"),
        (MONDAY.time(), "8:00"),
        (("KS1", "KS2"), '"KS1 and KS2"'),
        (5, '"5"'),
        (BookingStatus.WAITING, '"Waiting"'),
    ],
)
def test_how_values_are_said(value: object, words: str) -> None:
    assert said_value(value) == words
