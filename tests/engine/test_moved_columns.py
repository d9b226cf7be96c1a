"""A column moves, or a tab gets another name, in the very instant of the write: new rows stand under their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.engine.group import ALREADY
from kaizen.engine.snapshots import TITLES
from kaizen.errors import NotSaved, OutcomeUnknown
from kaizen.sheet import known_tabs
from kaizen.sheet.findings import Outcome, Place
from tests.engine.sheets import answer
from tests.engine.small_year import GiveUp, SmallOffice, Take, booking, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.engine.hand import Hand


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann")) as made:
        yield made


def at_the_batch(small: SmallOffice, *edits: Callable[[Hand], None]) -> None:
    waiting = list(edits)

    def step_in(call: str) -> None:
        if call.endswith("batchUpdate") and waiting:
            waiting.pop(0)(small.office.by_hand)

    small.wire.before = step_in


def move_column(title: str, heading: str, to: int) -> Callable[[Hand], None]:
    def move(hand: Hand) -> None:
        column = hand.grid(title)[0].index(heading)
        span = {"sheetId": hand.sheet_id(title), "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
        hand.restructure([{"moveDimension": {"source": span, "destinationIndex": to}}])

    return move


def insert_column(title: str, at: int, heading: str) -> Callable[[Hand], None]:
    def insert(hand: Hand) -> None:
        span = {"sheetId": hand.sheet_id(title), "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        hand.restructure([{"insertDimension": {"range": span}}])
        hand.type_in(title, 1, at + 1, heading)

    return insert


def rename(title: str, name: str) -> Callable[[Hand], None]:
    def change(hand: Hand) -> None:
        properties = {"sheetId": hand.sheet_id(title), "title": name}
        hand.restructure([{"updateSheetProperties": {"properties": properties, "fields": "title"}}])

    return change


def by_heading(small: SmallOffice, title: str) -> list[dict[str, str]]:
    head, *rows = small.office.by_hand.grid(title)
    return [{name: cell for name, cell in zip(head, row, strict=False) if cell} for row in rows if any(row)]


MOVES = [
    move_column("Bookings", "Status", 0),
    move_column("Bookings", "Ref", 0),
    insert_column("Bookings", 0, "Bus needed"),
    insert_column("Bookings", 3, ""),
]


@pytest.mark.parametrize("move", MOVES)
def test_a_new_row_stands_under_its_headings(small: SmallOffice, move: Callable[[Hand], None]) -> None:
    before = by_heading(small, "Bookings")
    at_the_batch(small, move)
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    old, new = by_heading(small, "Bookings")
    assert [old] == before
    assert {name: new.get(name) for name in ("Email", "Session", "Status", "Ref", "Bus needed", "")} == {
        "Email": "bo@larkfold.sch.example",
        "Session": "W01-A",
        "Status": "Booked",
        "Ref": "k-1",
        "Bus needed": None,
        "": None,
    }
    assert small.office.year.bookings_by_session["W01-A"][-1].ref == "k-1"  # type: ignore[index]


def test_two_moves_one_after_the_other(small: SmallOffice) -> None:
    at_the_batch(small, move_column("Bookings", "Status", 0), move_column("Bookings", "Email", 4))
    small.office.do(Take("bo", "k"))
    assert by_heading(small, "Bookings")[1]["Ref"] == "k-1"
    assert [row["Name"] for row in by_heading(small, "Bookings")] == ["Ann", "Bo"]


def test_lines_of_log_stand_under_their_headings(small: SmallOffice) -> None:
    at_the_batch(small, move_column("Log", "Key", 0))
    small.office.do(GiveUp("ann", "k"))
    lines = by_heading(small, "Log")
    assert [(line["Key"], line["Did"], line["Column"], line["To"]) for line in lines] == [
        ("k", "Gave up", "Status", "Cancelled"),
        ("k", "Gave up", "Notes", "by k"),
    ]
    assert small.office.do(GiveUp("ann", "k")).sentence == "Given up."


def test_a_row_that_somebody_deletes_meanwhile_is_not_put_back(small: SmallOffice) -> None:
    def delete(hand: Hand) -> None:
        hand.delete("Bookings", 3)

    at_the_batch(small, move_column("Bookings", "Status", 0))
    steps = [delete]

    def after(call: str, said: Any) -> Any:
        if steps and call.endswith("batchUpdate"):
            steps.pop()(small.office.by_hand)
        return said

    small.wire.after = after
    small.office.do(Take("bo", "k"))
    assert [row["Name"] for row in by_heading(small, "Bookings")] == ["Ann"]


def test_an_answer_that_does_not_show_the_sheet_has_it_read(small: SmallOffice) -> None:
    at_the_batch(small, move_column("Bookings", "Status", 0))
    small.wire.after = lambda call, said: answer(200, "{}") if call.endswith("batchUpdate") else said
    small.office.do(Take("bo", "k"))
    assert by_heading(small, "Bookings")[1]["Status"] == "Booked"


def test_a_new_row_that_cannot_be_looked_at_is_not_acknowledged(small: SmallOffice) -> None:
    def silent(call: str) -> Any:
        return answer(503, "<html>") if call.endswith("batchGet") and small.wire.count("batchUpdate") else None

    small.wire.before = silent
    small.wire.after = lambda call, said: answer(200, "{}") if call.endswith("batchUpdate") else said
    with pytest.raises(OutcomeUnknown):
        small.office.do(Take("bo", "k"))
    small.wire.before = None
    assert small.office.do(Take("bo", "k")).sentence == ALREADY


def test_a_renamed_tab_is_used_as_before(small: SmallOffice) -> None:
    _ = small.office.year
    rename("Bookings", "Who's where")(small.office.by_hand)
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert [row["Name"] for row in by_heading(small, "Who's where")] == ["Ann", "Bo"]
    small.office.do(GiveUp("ann", "l"))
    assert [row["Status"] for row in by_heading(small, "Who's where")] == ["Cancelled", "Booked"]
    finding = small.office.findings[0]
    assert (finding.place, finding.outcome) == (Place("Bookings"), Outcome.NOTED)
    assert finding.sentence.startswith('This tab is now called "Who\'s where". It is used as before')
    assert [row["What it says"] for row in by_heading(small, "Checks") if row["Tab"] == "Bookings"] == [
        finding.sentence
    ]


def test_a_tab_renamed_in_that_instant(small: SmallOffice) -> None:
    at_the_batch(small, rename("Bookings", "Places"))
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert [row["Name"] for row in by_heading(small, "Places")] == ["Ann", "Bo"]


def test_a_tab_renamed_while_no_app_was_running(small: SmallOffice, tmp_path: Path) -> None:
    small.office.do(Take("bo", "k"))
    rename("Bookings", "Places")(small.office.by_hand)
    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as later:
        assert [row.name for row in later.office.year.bookings] == ["Ann", "Bo"]
        later.office.do(Take("cy", "l"))
        assert [row["Name"] for row in by_heading(later, "Places")] == ["Ann", "Bo", "Cy"]


def test_a_tab_that_is_deleted_is_not_another(small: SmallOffice) -> None:
    small.office.do(Take("bo", "k"))
    hand = small.office.by_hand
    hand.restructure(
        [{"deleteSheet": {"sheetId": hand.sheet_id("Bookings")}}, {"addSheet": {"properties": {"title": "Places"}}}]
    )
    with pytest.raises(NotSaved, match="Bookings can't be read: there is no tab of that name"):
        small.office.do(Take("cy", "l"))


def test_a_tab_made_anew_beside_the_renamed_one_is_taken_once_that_is_gone(small: SmallOffice, tmp_path: Path) -> None:
    small.office.do(Take("bo", "k"))
    rename("Bookings", "Old bookings")(small.office.by_hand)
    headings = small.office.by_hand.grid("Old bookings")[0]
    small.office.by_hand.restructure([{"addSheet": {"properties": {"title": "Bookings"}}}])
    small.office.by_hand.append("Bookings", headings)
    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as later:
        with pytest.raises(NotSaved, match="Two tabs in the sheet could be Bookings"):
            later.office.do(Take("cy", "l"))
        hand = later.office.by_hand
        hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Old bookings")}}])
        later.office.do(Take("cy", "l"))
        assert [row["Name"] for row in by_heading(later, "Bookings")] == ["Cy"]
        assert not any("now called" in finding.sentence for finding in later.office.findings)


@pytest.mark.parametrize("kept", ["", "no json", "7", '["Bookings"]', '{"Bookings": "x"}', '{"Bookings": null}'])
def test_a_memory_that_says_nothing_is_none(kept: str) -> None:
    assert known_tabs.kept({known_tabs.ROW: kept}) == {}
    assert "Bookings" in TITLES
