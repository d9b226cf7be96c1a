"""Columns that a head adds to a tab with a form: looked up when needed, filled in whatever moves meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.engine.quota import A_MINUTE, Kind, Quota
from kaizen.errors import NotSaved
from kaizen.sheet.intents import Append, row_ref
from kaizen.sheet.layout import BOOKINGS
from kaizen.sheet.layout import Kind as CellKind
from tests.engine.added import (
    TICK_BOX,
    add_column,
    cells_below,
    fill_down,
    from_range,
    number_between,
)
from tests.engine.sheets import answer
from tests.engine.small_year import Do, SmallOffice, Take, booking, small_office
from tests.engine.test_moved_columns import at_the_batch, by_heading, insert_column, move_column

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann")) as made:
        yield made


def taking(key: str, name: str = "bo", **answers: Any) -> Do:
    """Return a wish for a place that answers some questions; ``_`` in a name stands for a space."""
    told = {heading.replace("_", " "): answer for heading, answer in answers.items()}
    return Do(key, lambda _: (Append(booking(name, row_ref(key)), told),), name)


def gets(small: SmallOffice) -> int:
    """Return how many looks at added columns there were: they are the calls to the spreadsheet itself."""
    return small.wire.calls.count(small.office.spreadsheet_id)


def questions(small: SmallOffice, tab: Any = BOOKINGS) -> list[Any]:
    return [column.question for column in small.office.added_columns(tab) or () if column.question]


def test_a_sheet_without_added_columns_is_never_looked_at_closely(small: SmallOffice) -> None:
    _ = small.office.year
    before = gets(small)
    for _ in range(3):
        assert small.office.added_columns(BOOKINGS) == ()
        small.seconds[0] += 61
    small.office.do(Take("bo", "k"))
    assert gets(small) == before


def test_a_column_is_asked_as_its_rule_says(small: SmallOffice) -> None:
    hand = small.office.by_hand
    add_column(hand, "Bookings", "Helpers? *", note="Grown-ups only.", rule=number_between("0", "5"))
    add_column(hand, "Bookings", "Bus", at=0, rule=TICK_BOX)
    add_column(hand, "Bookings", "For the office", hidden=True)
    add_column(hand, "Bookings", "Room", rule=from_range("='Staff'!$A$2:$A$3"))
    add_column(hand, "Bookings", "Notes ")
    bus, helpers, room = questions(small)
    assert (bus.heading, bus.kind, bus.needed) == ("Bus", CellKind.TICK, False)
    assert (helpers.label, helpers.kind, helpers.needed) == ("Helpers?", CellKind.WHOLE, True)
    assert (helpers.least, helpers.most, helpers.helping) == (0, 5, "Grown-ups only.")
    assert (room.options, room.free) == (("Ann", "Bo"), False)


def test_views_look_once_in_a_while_and_at_once_when_headings_change(small: SmallOffice) -> None:
    add_column(small.office.by_hand, "Bookings", "Bus", rule=TICK_BOX)
    for _ in range(4):
        questions(small)
    first = gets(small)
    small.seconds[0] += 11
    questions(small)
    assert gets(small) == first
    add_column(small.office.by_hand, "Bookings", "Lunch")
    small.seconds[0] += 11
    assert [question.heading for question in questions(small)] == ["Bus", "Lunch"]
    assert gets(small) == first + 2, "one for the form, and one for the marks: is it a column of the app's?"
    small.seconds[0] += 51
    questions(small)
    assert gets(small) == first + 3


def test_refresh_looks_again(small: SmallOffice) -> None:
    hand = small.office.by_hand
    column = add_column(hand, "Bookings", "Bus")
    assert questions(small)[0].kind is CellKind.TEXT
    body = {"sheetId": hand.sheet_id("Bookings"), "startColumnIndex": column, "endColumnIndex": column + 1}
    hand.restructure([{"setDataValidation": {"range": body, "rule": TICK_BOX}}])
    assert questions(small)[0].kind is CellKind.TEXT
    small.office.refresh()
    assert questions(small)[0].kind is CellKind.TICK


def test_options_from_lists_and_from_a_tab_of_ones_own(small: SmallOffice) -> None:
    hand = small.office.by_hand
    hand.restructure([{"addSheet": {"properties": {"title": "Our lists"}}}])
    for text in ("Coach", "Minibus", "Coach"):
        hand.append("Our lists", [text])
    add_column(hand, "Bookings", "How", rule=from_range("='Our lists'!$A$1:$A"))
    add_column(hand, "Bookings", "Whose", rule=from_range("=Nowhere", strict=False))
    add_column(hand, "Bookings", "Focus", rule=from_range("='Lists'!$A$2:$A"))
    how, whose, focus = questions(small)
    assert how.options == ("Coach", "Minibus")
    assert (whose.kind, whose.options) == (CellKind.TEXT, ())
    hand.type_in("Lists", len(focus.options) + 2, 1, "Something new")
    small.seconds[0] += 11
    assert questions(small)[2].options == (*focus.options, "Something new")


def test_where_the_sheet_is_silent_the_form_asks_what_it_knows(small: SmallOffice) -> None:
    hand = small.office.by_hand
    add_column(hand, "Bookings", "Bus")
    _ = small.office.year
    silent = answer(503, "<html>")
    small.wire.before = lambda call: silent if call == small.office.spreadsheet_id else None
    small.office._book.structure  # noqa: B018 - known before the sheet falls silent
    assert small.office.added_columns(BOOKINGS) is None
    tried = gets(small)
    assert small.office.added_columns(BOOKINGS) is None
    assert gets(small) == tried, "it is not asked again by every view"
    small.wire.before = None
    small.seconds[0] += 11
    assert [question.heading for question in questions(small)] == ["Bus"]
    small.wire.before = lambda call: silent if call == small.office.spreadsheet_id else None
    small.seconds[0] += 61
    assert [question.heading for question in questions(small)] == ["Bus"]


def test_looking_keeps_to_the_quota(tmp_path: Path) -> None:
    with small_office(tmp_path / "sheet.lock", calls_a_minute=A_MINUTE) as counted:
        add_column(counted.office.by_hand, "Bookings", "Bus")
        _ = counted.office.year
        quota = Quota(tmp_path / "sheet.quota", lambda: counted.seconds[0])
        while not quota.take(Kind.READ, spare=14):
            pass
        before = gets(counted)
        assert (questions(counted), gets(counted)) == ([], before)


def test_a_share_in_percent_has_decimals(small: SmallOffice) -> None:
    percent = {"type": "PERCENT", "pattern": "0%"}
    add_column(small.office.by_hand, "Bookings", "Share", rule=number_between("0", "1"), number_format=percent)
    (share,) = questions(small)
    assert (share.kind, share.least, share.most) == (CellKind.NUMBER, 0, 1)


@pytest.mark.parametrize("at", [0, 4, None])
def test_answers_land_under_their_headings_typed(small: SmallOffice, at: int | None) -> None:
    hand = small.office.by_hand
    money = {"type": "CURRENCY", "pattern": "£0.00"}
    for heading in ("Bus", "Helpers", "Day", "Says"):
        add_column(hand, "Bookings", heading, at=at)
    add_column(hand, "Bookings", "Cost", at=at, number_format=money)
    add_column(hand, "Bookings", "Paid", at=at, number_format=money)
    small.office.do(taking("k", Bus=True, Helpers=3, Day=date(2027, 2, 22), Says="=1+1", cost=4.5))
    new = {heading: cells_below(hand, "Bookings", heading)[-1] for heading in ("Bus", "Helpers", "Day", "Says", "Cost")}
    assert new == {
        "Bus": {"boolValue": True},
        "Helpers": {"numberValue": 3},
        "Day": {"numberValue": 46440},
        "Says": {"stringValue": "=1+1"},
        "Cost": {"numberValue": 4.5},
    }
    shown = by_heading(small, "Bookings")[1]
    assert (shown["Day"], shown["Cost"], shown["Ref"]) == ("22/02/2027", "£4.50", "k-1")
    formats = cells_below(hand, "Bookings", "Paid", "userEnteredFormat.numberFormat")
    assert formats[1] == {"numberFormat": money}, "a column that is not answered keeps its format too"


def test_an_answer_to_a_column_that_is_gone_is_not_saved(small: SmallOffice) -> None:
    with pytest.raises(NotSaved, match="no column headed Bus any more"):
        small.office.do(taking("k", Bus=True))
    assert small.held() == ["ann"]
    small.office.do(taking("l", Bus=""))
    assert small.held() == ["ann", "bo"]


def test_a_heading_that_becomes_required_meanwhile_is_the_same(small: SmallOffice) -> None:
    column = add_column(small.office.by_hand, "Bookings", "Bus")
    small.office.by_hand.type_in("Bookings", 1, column + 1, "BUS *")
    small.office.do(taking("k", Bus="yes"))
    assert by_heading(small, "Bookings")[1]["BUS *"] == "yes"


MOVES = [
    move_column("Bookings", "Bus", 0),
    move_column("Bookings", "Status", 0),
    insert_column("Bookings", 0, "Lunch"),
    insert_column("Bookings", 3, ""),
]


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("at", [2, None])
def test_an_answer_stands_under_its_heading_whatever_moves(small: SmallOffice, move: Any, at: int | None) -> None:
    hand = small.office.by_hand
    add_column(hand, "Bookings", "Bus", at=at)
    add_column(hand, "Bookings", "Length", at=at)
    fill_down(hand, "Bookings", hand.grid("Bookings")[0].index("Length"), "=LEN(C{row})")
    at_the_batch(small, move)
    small.office.do(taking("k", Bus="From the gate"))
    old, new = by_heading(small, "Bookings")
    assert "Bus" not in old
    told = {name: new.get(name) for name in ("Bus", "Length", "Email", "Status", "Ref", "Lunch", "")}
    assert told == {
        "Bus": "From the gate",
        "Length": "#NAME?",
        "Email": "bo@larkfold.sch.example",
        "Status": "Booked",
        "Ref": "k-1",
        "Lunch": None,
        "": None,
    }
    before, after = (cell["formulaValue"] for cell in cells_below(hand, "Bookings", "Length"))
    assert after == before.replace("2", "3")


def test_who_looks_is_not_held_up_by_somebody_who_saves(small: SmallOffice) -> None:
    add_column(small.office.by_hand, "Bookings", "Bus")
    assert len(questions(small)) == 1
    lock = small.office._snapshots.columns._lock
    with lock, ThreadPoolExecutor(1) as another:
        assert len(another.submit(questions, small).result(10)) == 1
