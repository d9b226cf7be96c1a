"""A tab is renamed, copied, swapped, deleted or hidden, at any moment: rows go to the tab that is meant or nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.visit import VisitStatus
from kaizen.errors import NotSaved, OutcomeUnknown
from kaizen.sheet.findings import Outcome, Place
from kaizen.sheet.intents import Amend, Remove
from tests.engine.sheets import answer
from tests.engine.small_year import Do, GiveUp, SmallOffice, Take, booking, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.hand import Hand

OLD = "Bookings OLD"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann"), booking("cy", "old-cy")) as made:
        assert made.office.year.bookings
        yield made


def retitle(sheet_id: int, title: str) -> dict[str, Any]:
    return {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "title": title}, "fields": "title"}}


def back_up(hand: Hand, title: str = "Bookings", name: str = "") -> None:
    """Copy a tab, call the original something else and the copy what the original was called."""
    sheet_id = hand.sheet_id(title)
    hand.restructure(
        [
            {"duplicateSheet": {"sourceSheetId": sheet_id, "newSheetId": 77, "newSheetName": f"Copy of {title}"}},
            retitle(sheet_id, f"{title} OLD"),
            retitle(77, name or title),
        ]
    )


def swap(hand: Hand, one: str, other: str) -> None:
    first, second = hand.sheet_id(one), hand.sheet_id(other)
    hand.restructure([retitle(first, "for now"), retitle(second, one), retitle(first, other)])


def at_the_batch(small: SmallOffice, *edits: Callable[[Hand], None]) -> None:
    waiting = list(edits)

    def step_in(call: str) -> None:
        if call.endswith(":batchUpdate") and waiting:
            waiting.pop(0)(small.office.by_hand)

    small.wire.before = step_in


def insert_row(hand: Hand) -> None:
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    hand.restructure([{"insertDimension": {"range": span}}])


def names(small: SmallOffice, title: str) -> list[str]:
    return [row[2] for row in small.office.by_hand.grid(title)[1:]]


def cells(small: SmallOffice, *titles: str) -> list[list[list[str]]]:
    return [small.office.by_hand.grid(title) for title in titles]


def test_a_backup_made_at_the_write_gets_nothing_and_is_a_question(small: SmallOffice) -> None:
    at_the_batch(small, back_up)
    with pytest.raises(NotSaved, match="Two tabs in the sheet could be Bookings, so nothing was saved"):
        small.office.do(Take("bo", "k"))
    assert names(small, OLD) == names(small, "Bookings") == ["Ann", "Cy"]
    finding = small.office.findings[0]
    assert (finding.place, finding.outcome) == (Place("Bookings"), Outcome.QUERIED)
    assert 'the one that the app knows is called "Bookings OLD" now' in finding.sentence
    assert small.office.questions == (finding.sentence,)


EDITS: list[Callable[[YearSnapshot], Any]] = [
    lambda year: [Amend(year.bookings[0], {"notes": "Late"}, {})],
    lambda year: [Remove(year.bookings[0])],
]


@pytest.mark.parametrize("intents", EDITS)
def test_no_cell_of_either_is_changed_or_cleared(small: SmallOffice, intents: Any) -> None:
    before = cells(small, "Bookings", "Log")
    at_the_batch(small, back_up)
    with pytest.raises(NotSaved, match="could be Bookings"):
        small.office.do(Do("k", intents))
    assert cells(small, "Bookings", "Log") == cells(small, OLD, "Log") == before


@pytest.mark.parametrize("intents", EDITS)
def test_a_correction_goes_into_neither_and_is_made_once_it_is_settled(small: SmallOffice, intents: Any) -> None:
    at_the_batch(small, insert_row, back_up)
    with pytest.raises(OutcomeUnknown):
        small.office.do(Do("k", intents))
    assert cells(small, "Bookings") == cells(small, OLD)
    visit = Do("v", lambda year: [Amend(year.visits[0], {"status": VisitStatus.CANCELLED}, {})])
    assert small.office.do(visit).sentence == "Done."
    with pytest.raises(OutcomeUnknown):
        small.office.do(Do("k", intents))
    small.office.by_hand.restructure([{"deleteSheet": {"sheetId": small.office.by_hand.sheet_id(OLD)}}])
    small.office.refresh()
    assert small.office.do(Do("l", lambda _: ())).sentence == "Done."
    rows = {row[2]: row[8:9] for row in small.office.by_hand.grid("Bookings")[1:] if row}
    assert rows in ({"Ann": ["Late"], "Cy": [""]}, {"Cy": [""]})


@pytest.mark.parametrize("intents", EDITS)
def test_a_correction_waits_for_a_tab_that_has_lost_its_headings(small: SmallOffice, intents: Any) -> None:
    headings = small.office.by_hand.grid("Bookings")[0]

    def loses(hand: Hand) -> None:
        hand.change("Bookings", typed={(1, column): "" for column in range(1, len(headings) + 1)})

    at_the_batch(small, insert_row, loses)
    with pytest.raises(OutcomeUnknown):
        small.office.do(Do("k", intents))
    small.office.by_hand.change("Bookings", typed={(1, column): text for column, text in enumerate(headings, 1)})
    small.office.refresh()
    assert small.office.do(Do("l", lambda _: ())).sentence == "Done."
    rows = {row[2]: row[8:9] for row in small.office.by_hand.grid("Bookings")[1:] if row}
    assert rows in ({"Ann": ["Late"], "Cy": [""]}, {"Cy": [""]})


def test_no_refusal_rests_on_either(small: SmallOffice) -> None:
    back_up(small.office.by_hand)
    small.office.refresh()
    with pytest.raises(NotSaved, match=r"^Two tabs in the sheet could be Bookings, so nothing was saved\."):
        small.office.do(GiveUp("zoe", "k"))


@pytest.mark.parametrize("title", ["Log", "_kaizen"])
def test_a_copy_of_a_tab_that_every_batch_writes_to_stops_all_saving(small: SmallOffice, title: str) -> None:
    at_the_batch(small, lambda hand: back_up(hand, title))
    with pytest.raises(NotSaved, match=f"could be {title}"):
        small.office.do(Take("bo", "k"))
    assert names(small, "Bookings") == ["Ann", "Cy"]
    small.office.by_hand.restructure([{"deleteSheet": {"sheetId": 77}}])
    small.office.refresh()
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert names(small, "Bookings") == ["Ann", "Cy", "Bo"]


def test_other_tabs_are_saved_in_as_before(small: SmallOffice) -> None:
    at_the_batch(small, back_up)
    visit = Do("k", lambda year: [Amend(year.visits[0], {"status": VisitStatus.CANCELLED}, {})])
    assert small.office.do(visit).sentence == "Done."
    assert small.office.by_hand.grid("Visits")[1].count("Cancelled") == 1


def test_a_copy_of_checks_is_left_alone_and_so_is_the_original(small: SmallOffice) -> None:
    back_up(small.office.by_hand, "Checks")
    before = cells(small, "Checks", "Checks OLD")
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    forget = Do("l", lambda year: [Amend(year.bookings[0], {"notes": "x"}, {})])
    assert small.office.do(forget).sentence == "Done."
    assert cells(small, "Checks", "Checks OLD") == before
    assert "could be Checks" in small.office.questions[0]


def test_the_next_look_notices_a_backup_and_reads_the_tab_that_is_known(small: SmallOffice) -> None:
    back_up(small.office.by_hand)
    small.office.by_hand.type_in("Bookings", 2, 3, "Somebody else")
    small.seconds[0] += 60
    small.wire.calls.clear()
    assert [row.name for row in small.office.year.bookings] == ["Ann", "Cy"]
    assert len(small.office.questions) == 1
    assert [call.rpartition(":")[2] for call in small.wire.calls] == [
        "batchGet",
        small.office.spreadsheet_id,
        "batchGet",
    ]


def test_a_restart_asks_the_same_and_takes_neither(small: SmallOffice, tmp_path: Path) -> None:
    back_up(small.office.by_hand)
    small.office.by_hand.type_in("Bookings", 2, 3, "Somebody else")
    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as later:
        assert [row.name for row in later.office.year.bookings] == ["Ann", "Cy"]
        assert "could be Bookings" in later.office.questions[0]
        with pytest.raises(NotSaved, match="could be Bookings"):
            later.office.do(Take("bo", "k"))


def keep_the_known_one(hand: Hand, known: int) -> None:
    hand.restructure([retitle(77, "Backup"), retitle(known, "Bookings")])


def keep_the_copy(hand: Hand, known: int) -> None:
    hand.restructure([{"deleteSheet": {"sheetId": known}}])


@pytest.mark.parametrize("settle", [keep_the_known_one, keep_the_copy])
def test_once_it_is_settled_saving_goes_on_in_the_tab_that_is_left(
    small: SmallOffice, tmp_path: Path, settle: Callable[[Hand, int], None]
) -> None:
    known = small.office.by_hand.sheet_id("Bookings")
    at_the_batch(small, back_up)
    with pytest.raises(NotSaved):
        small.office.do(GiveUp("ann", "k"))
    settle(small.office.by_hand, known)
    small.seconds[0] += 60
    assert small.office.do(GiveUp("ann", "k")).sentence == "Given up."
    assert small.office.do(Take("bo", "l")).sentence == "Booked."
    assert small.office.questions == ()
    assert names(small, "Bookings") == ["Ann", "Cy", "Bo"]
    assert small.held() == ["cy", "bo"]
    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as later:
        assert later.office.do(Take("di", "m")).sentence == "Booked."
        assert later.held() == ["cy", "bo", "di"]


def test_two_tabs_swapped_at_the_write(small: SmallOffice) -> None:
    before = cells(small, "Bookings", "Visits")
    at_the_batch(small, lambda hand: swap(hand, "Bookings", "Visits"))
    with pytest.raises(NotSaved, match="could be Bookings"):
        small.office.do(Take("bo", "k"))
    assert cells(small, "Visits", "Bookings") == before
    assert len(small.office.questions) == 2
    assert len(small.office.year.bookings) == 2
    assert len(small.office.year.visits) == 1
    swap(small.office.by_hand, "Bookings", "Visits")
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert small.office.questions == ()


def test_a_tab_renamed_at_the_write_keeps_its_new_name(small: SmallOffice) -> None:
    sheet_id = small.office.by_hand.sheet_id("Bookings")
    at_the_batch(small, lambda hand: hand.restructure([retitle(sheet_id, "Places")]))
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert small.office.by_hand.sheet_id("Places") == sheet_id
    assert names(small, "Places") == ["Ann", "Cy", "Bo"]


def test_a_renamed_tab_whose_name_is_given_to_another_at_the_write(small: SmallOffice) -> None:
    known = small.office.by_hand.sheet_id("Bookings")
    small.office.by_hand.restructure([retitle(known, OLD)])
    small.office.refresh()
    copy = {"duplicateSheet": {"sourceSheetId": known, "newSheetId": 77, "newSheetName": "BOOKINGS"}}
    at_the_batch(small, lambda hand: hand.restructure([copy]))
    with pytest.raises(NotSaved, match="could be Bookings"):
        small.office.do(Take("bo", "k"))
    assert names(small, OLD) == names(small, "BOOKINGS") == ["Ann", "Cy"]


def test_a_name_given_to_another_tab_while_people_only_look_is_noticed(small: SmallOffice) -> None:
    known = small.office.by_hand.sheet_id("Bookings")
    small.office.by_hand.restructure([retitle(known, OLD)])
    small.office.refresh()
    assert small.office.questions == ()
    small.office.by_hand.restructure([{"addSheet": {"properties": {"title": "Bookings"}}}])
    small.seconds[0] += 60
    assert "could be Bookings" in small.office.questions[0]


def test_a_tab_deleted_at_the_write_and_one_made_anew(small: SmallOffice) -> None:
    def replace(hand: Hand) -> None:
        sheet_id = hand.sheet_id("Bookings")
        copy = {"duplicateSheet": {"sourceSheetId": sheet_id, "newSheetId": 77, "newSheetName": "New"}}
        hand.restructure([copy, {"deleteSheet": {"sheetId": sheet_id}}, retitle(77, "Bookings")])

    at_the_batch(small, replace)
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert (small.office.by_hand.sheet_id("Bookings"), names(small, "Bookings")) == (77, ["Ann", "Cy", "Bo"])


def test_a_tab_hidden_at_the_write_is_used_as_before(small: SmallOffice) -> None:
    sheet_id = small.office.by_hand.sheet_id("Bookings")
    hide = {"properties": {"sheetId": sheet_id, "hidden": True}, "fields": "hidden"}
    at_the_batch(small, lambda hand: hand.restructure([{"updateSheetProperties": hide}]))
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert names(small, "Bookings") == ["Ann", "Cy", "Bo"]


def test_a_tab_with_the_name_of_one_that_is_gone_is_not_taken_for_both(small: SmallOffice) -> None:
    hand = small.office.by_hand
    hand.restructure(
        [{"deleteSheet": {"sheetId": hand.sheet_id("Visits")}}, retitle(hand.sheet_id("Bookings"), "Visits")]
    )
    small.office.refresh()
    assert [row.name for row in small.office.year.bookings] == ["Ann", "Cy"]
    assert "Visits" not in small.office.reading.tabs


def test_a_swap_right_after_the_write_spoils_no_look_afterwards(small: SmallOffice) -> None:
    steps = [back_up]

    def after(call: str, said: Any) -> Any:
        if steps and call.endswith(":batchUpdate"):
            steps.pop()(small.office.by_hand)
            return answer(200, "{}")
        return said

    small.wire.after = after
    assert small.office.do(GiveUp("ann", "k")).sentence == "Given up."
    assert [row[6] for row in small.office.by_hand.grid(OLD)[1:]] == ["Cancelled", "Booked"]
    visit = Do("l", lambda year: [Amend(year.visits[0], {"status": VisitStatus.CANCELLED}, {})])
    assert small.office.do(visit).sentence == "Done."
