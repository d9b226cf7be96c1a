"""A row that is removed is gone, and no other one, whatever people do in that instant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.engine.cleared_rows import RemovedTab
from kaizen.engine.commit import REPAIRS
from kaizen.engine.formulas import formulas_of
from kaizen.engine.group import ALREADY
from kaizen.engine.tracked_rows import Row
from kaizen.errors import NotSaved, OutcomeUnknown, Refused
from kaizen.sheet.findings import Outcome
from kaizen.sheet.intents import Amend, Append, Remove, Why
from kaizen.sheet.layout import SESSIONS
from kaizen.sheet.tab_reading import TabReading
from kaizen.sheet.whole_rows import rows_of
from tests.engine.added import TICK_BOX, add_column, cells_below, fill_down
from tests.engine.sheets import answer
from tests.engine.small_year import Do, GiveUp, SmallOffice, Take, booking, email, reopened, small_office
from tests.engine.test_commit import grouped
from tests.engine.test_hand_edits import between_read_and_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.hand import Hand

NAMES = ("cy", "ann", "ed", "bo")
FORMULA = '=IF($G{row}="Booked",C{row}&" comes","")'


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    held = [booking(name, f"old-{name}", notes=f"note of {name}") for name in NAMES]
    with small_office(tmp_path / "sheet.lock", *held) as made:
        yield made


def row_of(year: YearSnapshot, name: str) -> Record:
    return year.bookings_by_person[email(name)][0]


def remove(*names: str, key: str = "k", **more: Any) -> Do:
    return Do(key, lambda year: [Remove(row_of(year, name), **more) for name in names])


def rows(small: SmallOffice, title: str = "Bookings") -> dict[str, list[str]]:
    """Every row that says something, by name."""
    return {row[2]: row for row in small.office.by_hand.grid(title)[1:] if any(row)}


def log(small: SmallOffice) -> list[tuple[str, ...]]:
    return [tuple(row[2:9]) for row in small.office.by_hand.grid("Log")[1:]]


def insert_row(hand: Hand, at: int = 1) -> None:
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
    hand.restructure([{"insertDimension": {"range": span}}])


def insert_column(hand: Hand) -> None:
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": 6, "endIndex": 7}
    hand.restructure([{"insertDimension": {"range": span}}])


def move_first_column(hand: Hand) -> None:
    source = {"sheetId": hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    hand.restructure([{"moveDimension": {"source": source, "destinationIndex": 9}}])


def sort(hand: Hand) -> None:
    hand.sort("Bookings", "Name")


def delete_first(hand: Hand) -> None:
    hand.delete("Bookings", 2)


def by_heading(small: SmallOffice) -> dict[str, dict[str, str]]:
    head, *body = small.office.by_hand.grid("Bookings")
    told = [{name: cell for name, cell in zip(head, row, strict=False) if name and cell} for row in body if any(row)]
    return {row["Name"]: row for row in told if "Email" in row}


def test_every_cell_is_cleared_and_log_has_what_was_there(small: SmallOffice) -> None:
    wish = remove("ann")
    assert small.office.do(wish).sentence == "Done."
    assert small.bookings()[1] == [] or not any(small.bookings()[1])
    assert list(rows(small)) == ["Cy", "Ed", "Bo"]
    assert log(small) == [
        ("Did", "Bookings", "old-ann", "Booked at", "23/11/2026 08:00", "", "k"),
        ("Did", "Bookings", "old-ann", "Email", "ann@larkfold.sch.example", "", "k"),
        ("Did", "Bookings", "old-ann", "Name", "Ann", "", "k"),
        ("Did", "Bookings", "old-ann", "School", "Larkfold", "", "k"),
        ("Did", "Bookings", "old-ann", "Slot", "A", "", "k"),
        ("Did", "Bookings", "old-ann", "Session", "W01-A", "", "k"),
        ("Did", "Bookings", "old-ann", "Status", "Booked", "", "k"),
        ("Did", "Bookings", "old-ann", "Notes", "note of ann", "", "k"),
    ]
    assert email("ann") not in small.office.year.bookings_by_person
    small.office.refresh()
    assert email("ann") not in small.office.year.bookings_by_person
    assert small.office.do(wish).key == "k"
    assert small.wire.count("batchUpdate") == 1


def test_nothing_is_said_on_checks_about_it(small: SmallOffice) -> None:
    before = small.office.findings
    small.office.do(remove("ann", "bo"))
    small.office.refresh()
    assert [one for one in small.office.findings if one.outcome is not Outcome.READ] == list(before)


def test_a_row_that_others_point_to_is_asked_about_and_one_that_nobody_points_to_is_not(small: SmallOffice) -> None:
    session, workshop = small.office.year.sessions[0], small.office.year.workshops[0]
    other = workshop.model_copy(update={"ref": "j-1", "id": "W02"})
    small.office.do(Do("j", lambda _: [Append(other)]))
    small.office.refresh()
    small.office.do(Do("k", lambda year: [Remove(year.workshops[0])]))
    small.office.refresh()
    assert [one.lost.ref for one in small.office.findings if one.lost is not None] == ["old-2"]
    small.office.do(Do("l", lambda year: [Remove(session), *map(Remove, year.bookings)]))
    small.office.refresh()
    assert [one for one in small.office.findings if one.lost is not None] == []
    assert small.office.year.sessions == ()


def test_the_key_is_known_again_after_a_restart(small: SmallOffice, tmp_path: Path) -> None:
    small.office.do(remove("ann"))
    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as again:
        assert again.office.do(Do("k", lambda year: [Remove(row_of(year, "cy"))])).sentence == ALREADY
    assert list(rows(small)) == ["Cy", "Ed", "Bo"]


MOVES = [sort, insert_row, delete_first, insert_column, move_first_column]


@pytest.mark.parametrize("edit", MOVES, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("names", [("ann",), ("bo",), ("cy",), ("ann", "bo"), ("cy", "ed")], ids="-".join)
def test_rows_and_columns_that_move_in_that_instant(
    small: SmallOffice, edit: Callable[[Hand], None], names: tuple[str, ...]
) -> None:
    before = by_heading(small)
    between_read_and_write(small, edit)
    assert small.office.do(remove(*names)).sentence == "Done."
    gone = {*names, "cy"} if edit is delete_first else set(names)
    after = by_heading(small)
    assert after == {name: row for name, row in before.items() if name.lower() not in gone} | (
        {"Cy": before["Cy"]} if edit is delete_first and "Cy" in after else {}
    )
    # Who is deleted by hand beside a row that goes may come back, for nobody can tell which was meant.
    assert edit is not delete_first or "Cy" not in after or "cy" not in names


@pytest.mark.parametrize("again", MOVES, ids=lambda edit: edit.__name__)
def test_rows_that_move_again_during_the_repair(small: SmallOffice, again: Callable[[Hand], None]) -> None:
    before = by_heading(small)
    between_read_and_write(small, sort, again, insert_row)
    assert small.office.do(remove("cy", "ed")).sentence == "Done."
    after = by_heading(small)
    assert after == {name: before[name] for name in ("Ann", "Bo") if name in after}
    assert "Bo" in after
    assert again is delete_first or "Ann" in after


def test_rows_that_never_stop_moving(small: SmallOffice) -> None:
    between_read_and_write(small, *[insert_row] * REPAIRS)
    with pytest.raises(OutcomeUnknown):
        small.office.do(remove("cy"))
    small.wire.before = None
    assert small.office.do(Take("flo", "m")).sentence == "Booked."
    assert list(rows(small)) == ["Ann", "Ed", "Bo", "Flo"], "it is put right before anything else is decided"


def test_rows_sorted_right_after_the_write(small: SmallOffice) -> None:
    def after(call: str, said: Any) -> Any:
        if call.endswith("batchUpdate"):
            small.wire.after = None
            sort(small.office.by_hand)
        return said

    small.wire.after = after
    small.office.do(remove("cy"))
    assert list(rows(small)) == ["Ann", "Bo", "Ed"]
    assert small.wire.count("batchUpdate") == 1, "nothing was wrong, so nothing was repaired"


def test_an_answer_that_is_lost_after_the_rows_were_sorted(small: SmallOffice) -> None:
    between_read_and_write(small, sort)

    def after(call: str, said: Any) -> Any:
        if call.endswith("batchUpdate"):
            small.wire.after = None
            sort(small.office.by_hand)
            return answer(503, "<html>")
        return said

    small.wire.after = after
    before = rows(small)
    assert small.office.do(remove("cy")).sentence == "Done."
    assert rows(small) == {name: before[name] for name in ("Ann", "Bo", "Ed")}


def test_a_row_that_is_edited_meanwhile_is_not_removed(small: SmallOffice) -> None:
    row = row_of(small.office.year, "ann")
    small.office.by_hand.type_in("Bookings", 3, 9, "typed by the head")
    with pytest.raises(Refused) as no:
        small.office.do(Do("k", lambda _: [Append(booking("di", "k-1")), Remove(row)]))
    assert str(no.value) == (
        'Notes: you were looking at "note of ann", but the sheet now says "typed by the head". '
        "Somebody has changed it meanwhile, so nothing was saved."
    )
    assert [(reason.why, reason.about) for reason in no.value.why] == [(Why.CONFLICT, "notes")]
    assert rows(small)["Ann"][8] == "typed by the head"
    assert "Di" not in rows(small), "all of a wish or nothing"
    with pytest.raises(Refused, match="note of me"):
        small.office.do(remove("ann", key="l", shown={"notes": "note of me"}))
    assert small.office.do(remove("ann", key="m", shown={"notes": "typed by the head"})).sentence == "Done."


def test_words_that_cannot_be_read_go_only_when_they_were_shown(small: SmallOffice) -> None:
    small.office.by_hand.type_in("Bookings", 3, 7, "she will swap")
    with pytest.raises(Refused, match="which the app cannot read and does not write over"):
        small.office.do(remove("ann"))
    small.office.do(remove("ann", key="l", shown={"status": "she will swap"}))
    assert "Ann" not in rows(small)
    assert ("Did", "Bookings", "old-ann", "Status", "she will swap", "", "l") in log(small)


def test_a_row_that_is_gone_before_the_read(small: SmallOffice) -> None:
    row = row_of(small.office.year, "cy")
    delete_first(small.office.by_hand)
    with pytest.raises(Refused, match="has been deleted from Bookings") as no:
        small.office.do(Do("k", lambda _: [Remove(row)]))
    assert [reason.why for reason in no.value.why] == [Why.NOT_FOUND]


def test_without_the_ref_heading_or_the_tab_nothing_is_cleared(small: SmallOffice) -> None:
    session = small.office.year.sessions[0]
    small.office.by_hand.type_in("Bookings", 1, 10, "")
    with pytest.raises(NotSaved, match="Bookings has no column headed Ref any more"):
        small.office.do(remove("cy"))
    hand = small.office.by_hand
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Sessions")}}])
    with pytest.raises(NotSaved, match="Sessions can't be read: there is no tab of that name"):
        small.office.do(Do("l", lambda _: [Remove(session)]))


def test_what_is_typed_in_the_row_at_that_moment_keeps_it(small: SmallOffice) -> None:
    def sort_and_type(hand: Hand) -> None:
        sort(hand)
        hand.type_in("Bookings", 4, 9, "wait, Cy comes after all")

    before = by_heading(small)
    between_read_and_write(small, sort_and_type)
    with pytest.raises(Refused, match="somebody has typed in that row at this very moment") as no:
        small.office.do(remove("cy"))
    assert str(no.value).startswith("cy@larkfold.sch.example, W01-A stays on Bookings: somebody has typed")
    assert [reason.why for reason in no.value.why] == [Why.CONFLICT]
    after = by_heading(small)
    assert after == before | {"Cy": before["Cy"] | {"Notes": "wait, Cy comes after all"}}


def test_rows_known_by_what_they_say(tmp_path: Path) -> None:
    """Staff has no Ref, and bookings that people typed have none yet."""
    with small_office(tmp_path / "lock", booking("cy"), booking("ann"), booking("bo")) as small:
        between_read_and_write(small, sort)
        small.office.do(remove("cy"))
        assert {row[2]: row[6] for row in small.bookings() if any(row)} == {"Ann": "Booked", "Bo": "Booked"}
        before = small.office.by_hand.grid("Staff")
        between_read_and_write(small, lambda hand: hand.sort("Staff", "Role"))
        small.office.do(Do("l", lambda year: [Remove(year.people[2])]))
        assert [row for row in small.office.by_hand.grid("Staff") if any(row)] == before[:3] + before[4:]


def test_a_row_that_is_hit_and_keeps_its_ref_is_whole_again(tmp_path: Path) -> None:
    """The row that goes was typed and has no Ref, so that cell of the row that is hit in its place is not cleared."""
    with small_office(tmp_path / "lock", booking("cy", "old-cy", notes="by bus"), booking("ann")) as small:
        before = by_heading(small)
        between_read_and_write(small, insert_row)
        small.office.do(remove("ann"))
        assert by_heading(small) == {"Cy": before["Cy"]}


def test_an_amendment_beside_it_lands_too(small: SmallOffice) -> None:
    def intents(year: YearSnapshot) -> list[Any]:
        rows = [row_of(year, name) for name in ("ann", "bo")]
        amends = [Amend(row, {"notes": "amended"}) for row in rows]
        return [Remove(row_of(year, "cy")), *amends, Amend(year.visits[0], {"focus": "Oracy"})]

    between_read_and_write(small, sort)
    small.office.do(Do("k", intents))
    assert {name: row[8] for name, row in rows(small).items()} == {
        "Ann": "amended",
        "Bo": "amended",
        "Ed": "note of ed",
    }


def test_a_row_whose_key_is_amended_in_the_same_wish_is_not_lost(tmp_path: Path) -> None:
    with small_office(tmp_path / "lock") as small:

        def intents(year: YearSnapshot) -> list[Any]:
            return [Remove(year.people[0]), Amend(year.people[1], {"email": "robert@larkfold.sch.example"})]

        between_read_and_write(small, lambda hand: hand.sort("Staff", "Email"))
        small.office.do(Do("k", intents))
        staff = small.office.by_hand.grid("Staff")[1:]
        assert [row[1].partition("@")[0] for row in staff if any(row)][:2] == ["robert", "cy"]
        assert len([row for row in staff if any(row)]) == 9


def test_wishes_of_one_group(small: SmallOffice, tmp_path: Path) -> None:
    def late(year: YearSnapshot) -> list[Any]:
        return [Remove(row) for row in year.bookings if row.name == "Flo"]

    told = grouped(
        small,
        tmp_path / "sheet.lock",
        GiveUp("cy", "a"),
        remove("cy", key="b"),
        GiveUp("cy", "c"),
        Take("flo", "d"),
        Do("e", late),
        remove("ed", key="f"),
        Do("g", lambda _: [Remove(booking("ed", "old-ed", notes="note of ed"))]),
    )
    assert [getattr(one, "sentence", str(one)) for one in told] == [
        "Given up.",
        "Done.",
        "There is no such place.",
        "Booked.",
        "Done.",
        "Done.",
        "The row has been deleted from Bookings meanwhile, so there is nothing to change.",
    ]
    assert list(rows(small)) == ["Ann", "Bo"]
    gone = [line for line in log(small) if line[1:4] == ("Bookings", "old-cy", "Status")]
    assert [line[4:6] for line in gone] == [("Booked", "Cancelled"), ("Cancelled", "")]
    assert [line[4] for line in log(small) if line[2:4] == ("d-1", "Name")] == ["Flo"]


def with_own_columns(small: SmallOffice) -> None:
    hand = small.office.by_hand
    fill_down(hand, "Bookings", add_column(hand, "Bookings", "Badge"), FORMULA)
    bus = add_column(hand, "Bookings", "Bus needed")
    for row, text in enumerate(("yes", "no", "both ways", "late bus"), start=2):
        hand.type_in("Bookings", row, bus + 1, text)
    add_column(hand, "Bookings", "", at=bus + 1)
    hand.type_in("Bookings", 3, bus + 2, "under no heading")
    hand.type_in("Bookings", 3, 8, "=1+1")
    hand.type_in("Bookings", 3, add_column(hand, "Bookings", "Paid", rule=TICK_BOX) + 1, "TRUE")
    small.office.refresh()


def test_own_columns_go_along_and_formulas_of_people_stay(small: SmallOffice) -> None:
    with_own_columns(small)
    small.office.do(remove("ann", shown={"attended": 2}))
    assert small.bookings()[1][:10] == [""] * 10
    assert cells_below(small.office.by_hand, "Bookings", "Badge")[1] == {"formulaValue": FORMULA.format(row=3)}
    assert [cell.get("stringValue") for cell in cells_below(small.office.by_hand, "Bookings", "Bus needed")] == [
        "yes",
        None,
        "both ways",
        "late bus",
    ]
    assert ("Did", "Bookings", "old-ann", "Bus needed", "no", "", "k") in log(small)
    assert ("Did", "Bookings", "old-ann", "Attended", "2", "", "k") in log(small)
    assert "Badge" not in {line[3] for line in log(small)}


def test_a_row_with_own_columns_that_was_cleared_by_mistake_is_whole_again(small: SmallOffice) -> None:
    with_own_columns(small)
    before = by_heading(small)
    between_read_and_write(small, insert_row)
    small.office.do(remove("ed"))
    hand = small.office.by_hand
    number = next(number for number, row in enumerate(hand.grid("Bookings"), start=1) if "Ann" in row)
    assert number == 4
    assert hand.grid("Bookings")[3][12] == "under no heading"
    attended = cells_below(hand, "Bookings", "Attended")
    assert cells_below(hand, "Bookings", "Paid") == [{}, {}, {"boolValue": True}]
    assert attended[number - 2] == {"formulaValue": "=1+1"}, "a formula as a formula"
    after = by_heading(small)
    assert {name: row.get("Bus needed") for name, row in after.items()} == {
        name: row["Bus needed"] for name, row in before.items() if name != "Ed"
    }


def test_what_own_columns_say_is_compared_where_it_was_shown(small: SmallOffice) -> None:
    with_own_columns(small)
    with pytest.raises(Refused, match='Bus needed: you were looking at "yes", but the sheet now says "no"'):
        small.office.do(remove("ann", shown={"attended": 2}, answers={"Bus needed": "yes"}))
    with pytest.raises(Refused, match='Lift: you were looking at "x", but the sheet now says blank'):
        small.office.do(remove("ann", key="l", shown={"attended": 2}, answers={"Lift": "x"}))
    assert (
        small.office.do(remove("ann", key="m", shown={"attended": 2}, answers={"Bus needed": "no"})).sentence == "Done."
    )


def test_what_a_formula_shows_in_the_rows_below_it_is_never_cleared_nor_written() -> None:
    """The embedded sheet works out no such formula, so this is told as Google tells it."""
    head = ["Session", "Workshop", "Slot", "Total"]
    grid = [head, ["W01-A", "W01", "A", "x"], ["W02-A", "W02", "A", "y"], ["W03-A", "W03", "A", "z"]]
    typed = [[{"userEnteredValue": {"stringValue": text}} for text in row] for row in grid]
    typed[1][3] = {"userEnteredValue": {"formulaValue": "=ARRAYFORMULA(A2:A4)"}}
    for row in (2, 3):
        typed[row][3] = {"effectiveValue": {"stringValue": "y"}}
    before = read(grid)
    formulas = formulas_of(before, typed)
    assert formulas.own == {"Total"}
    assert formulas.left_alone(3, before) == {"Total"}
    rows = {number: Row(cells, cells, formulas.by_row[number]) for number, cells in rows_of(before).items()}
    rows[2] = replace(rows[2], going="W01-A", left_alone=frozenset({"Total"}))
    after = [head, ["W02-A", "W02", "A", "x"], ["", "", "", "y"], ["W01-A", "W01", "A", "z"]]
    clear, add = RemovedTab(before, rows, formulas.own).look(read(after), 7)
    assert clear["updateCells"]["start"] == {"sheetId": 7, "rowIndex": 3, "columnIndex": 0}
    assert clear["updateCells"]["rows"] == [{"values": [{}, {}, {}]}], "W01-A is cleared, and what it shows is not"
    assert [cell["userEnteredValue"] for cell in add["appendCells"]["rows"][0]["values"]] == [
        {"stringValue": text} for text in ("W03-A", "W03", "A")
    ]


def read(grid: list[list[str]]) -> TabReading:
    columns = {heading: column for column, heading in enumerate(grid[0]) if heading != "Total"}
    return TabReading(SESSIONS, columns=columns, heading_row=1, grid=grid)


def test_a_formula_that_fills_the_rows_below_is_left(small: SmallOffice) -> None:
    hand = small.office.by_hand
    column = add_column(hand, "Bookings", "Total")
    hand.type_in("Bookings", 2, column + 1, "=ARRAYFORMULA(C2:C5)")
    small.office.do(remove("ann", "cy"))
    assert [row[2] for row in small.bookings() if any(row[:10])] == ["Ed", "Bo"]
    assert cells_below(hand, "Bookings", "Total")[0] == {"formulaValue": "=ARRAYFORMULA(C2:C5)"}


def test_a_sheet_that_changes_while_the_formulas_are_looked_up_is_decided_anew(small: SmallOffice) -> None:
    _ = small.office.year
    small.office._book.structure  # noqa: B018 - known, so that only the look is met
    waiting = [sort]

    def step_in(call: str) -> None:
        if call == small.office.spreadsheet_id and waiting:
            waiting.pop()(small.office.by_hand)

    small.wire.before = step_in
    assert small.office.do(remove("cy")).sentence == "Done."
    assert waiting == []
    assert list(rows(small)) == ["Ann", "Bo", "Ed"]
    assert small.wire.count("batchUpdate") == 1


def test_it_costs_a_read_a_look_and_a_write(small: SmallOffice) -> None:
    _ = small.office.year
    small.wire.calls.clear()
    small.office.do(remove("ann"))
    assert [call.partition(":")[2] or "look" for call in small.wire.calls if "values" in call or ":" in call] == [
        "batchGet",
        "batchUpdate",
    ]
    assert small.wire.count(small.office.spreadsheet_id) <= 2


def test_another_process_waits_until_the_right_row_is_gone(small: SmallOffice, tmp_path: Path) -> None:
    """Ann's row is cleared instead of Cy's: her place looks free, and is not."""
    slept: list[float] = []
    seconds = [1000.0]

    def sleep(wait: float) -> None:
        slept.append(wait)
        seconds[0] += wait

    def look_elsewhere() -> None:
        habits: dict[str, Any] = {"sleep": sleep, "clock": lambda: seconds[0]}
        with reopened(
            tmp_path / "theirs.lock", type(small.wire)(small.wire.store), small.office.spreadsheet_id, **habits
        ) as theirs:
            theirs.office.do(Do("l", lambda _: ()))

    between_read_and_write(small, sort, lambda _: look_elsewhere())
    small.office.do(remove("cy"))
    assert slept
    assert BookingStatus.BOOKED in {row.status for row in small.office.year.bookings_by_person[email("ann")]}
