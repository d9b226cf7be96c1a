"""New rows that land under wrong headings: added again, the crooked ones cleared, and nobody else's row touched."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import requests

from kaizen.domain.account import Account, JoinRequest
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.network import Person
from kaizen.domain.record import SchoolName, WorkshopId
from kaizen.domain.visit import Visit, VisitDay, VisitNote
from kaizen.domain.workshop import Workshop
from kaizen.engine.commit import REPAIRS
from kaizen.engine.group import ALREADY
from kaizen.engine.neighbours import PATIENCE
from kaizen.errors import OutcomeUnknown, Refused
from kaizen.sheet.intents import Append
from kaizen.sheet.layout import TAB_OF
from tests.engine.added import add_column, fill_down
from tests.engine.sheets import Wire, answer
from tests.engine.small_year import Do, SmallOffice, Take, booking, email, reopened, small_office
from tests.engine.test_commit import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kaizen.domain.record import Record
    from kaizen.engine.hand import Hand

    Edit = Callable[[Hand, str], None]

HERE, THERE, DAY = SchoolName("Larkfold"), SchoolName("Marram Bank"), date(2027, 1, 12)


def a_visit(n: int) -> Record:
    return Visit(ref=f"v{n}-1", visit=f"V{n + 5}", date=DAY, email=email("ann"), from_school=HERE, to_school=THERE)


def a_note(n: int) -> Record:
    told = {"log": f"L{n}", "date": DAY, "email": email("ann"), "from_school": HERE, "to_school": THERE}
    return VisitNote(ref=f"v{n}-1", saw=f"saw {n}", will_try=f"try {n}", follow_up_wanted=True, **told)


def a_follow_up(n: int) -> Record:
    return FollowUp(ref=f"v{n}-1", id=f"F{n}", school=HERE, who="Zoe", kind="Action", what=f"talk {n}")


def a_workshop(n: int) -> Record:
    told = {"id": WorkshopId(f"W{n + 40}"), "email": email("jo"), "led_by": "Jo", "school": HERE}
    return Workshop(ref=f"v{n}-1", title=f"Weaving {n}", **told)


def a_request(n: int) -> Record:
    return JoinRequest(ref=f"v{n}-1", name=f"Zoe {n}", email=email(f"zoe{n}"), school=HERE, role="Teacher")


def a_person(n: int) -> Record:
    return Person(ref=f"v{n}-1", name=f"Zoe {n}", email=email(f"zoe{n}"), school=HERE, role="Teacher")


MAKERS: dict[str, Callable[[int], Record]] = {
    "Bookings": lambda n: booking(f"zoe{n}", f"v{n}-1", notes=f"note {n}"),
    "Visits": a_visit,
    "Visit notes": a_note,
    "Visit days": lambda n: VisitDay(ref=f"v{n}-1", school=HERE, date=date(2027, 1, 3 + n), notes=f"note {n}"),
    "Follow-ups": a_follow_up,
    "Workshops": a_workshop,
    "Asking to join": a_request,
    "Staff": a_person,
    "_sign_ins": lambda n: Account(ref=f"v{n}-1", issuer="https://sign-in.example", subject=f"s{n}"),
}
"""A row for every tab that forms write to, the hidden one of sign-ins included."""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann", notes="by bus")) as made:
        yield made


def span(hand: Hand, title: str, kind: str, at: int) -> dict[str, Any]:
    return {"sheetId": hand.sheet_id(title), "dimension": kind, "startIndex": at, "endIndex": at + 1}


def insert_column(hand: Hand, title: str) -> None:
    hand.restructure([{"insertDimension": {"range": span(hand, title, "COLUMNS", 2)}}])


def move_column(hand: Hand, title: str) -> None:
    hand.restructure([{"moveDimension": {"source": span(hand, title, "COLUMNS", 0), "destinationIndex": 4}}])


def delete_own_column(hand: Hand, title: str) -> None:
    column = hand.grid(title)[0].index("Own")
    hand.restructure([{"deleteDimension": {"range": span(hand, title, "COLUMNS", column)}}])


def sort(hand: Hand, title: str) -> None:
    headings = hand.grid(title)[0]
    hand.sort(title, next(one for one in ("Email", "Did", "Date", "What", "Subject") if one in headings))


def insert_row(hand: Hand, title: str) -> None:
    hand.restructure([{"insertDimension": {"range": span(hand, title, "ROWS", 1)}}])


def delete_row(hand: Hand, title: str) -> None:
    hand.delete(title, 2)


def at_each_batch(small: SmallOffice, title: str, *edits: Edit) -> None:
    left, hand = list(edits), small.office.by_hand
    small.wire.before = lambda call: left.pop(0)(hand, title) if call.endswith("batchUpdate") and left else None


def told(small: SmallOffice, title: str) -> Counter[tuple[tuple[str, str], ...]]:
    """Every row of a tab by its headings, wherever it stands."""
    heads, *rows = small.office.by_hand.grid(title)
    cells = ([(head, cell) for head, cell in zip(heads, row, strict=False) if cell] for row in rows)
    return Counter(tuple(sorted(row)) for row in cells if row)


EDITS = [(insert_column, sort), (move_column, insert_row), (insert_column, delete_row), (delete_own_column, sort)]
"""What happens at the write, and at the first repair."""


@pytest.mark.parametrize("title", [*MAKERS, "Log"])
def test_rows_that_move_at_the_repair_are_nobody_elses_loss(small: SmallOffice, title: str) -> None:
    make = MAKERS.get(title, MAKERS["Bookings"])
    small.office.do(Do("a", lambda _: [Append(make(number)) for number in (9, 3, 5)]))
    for times, (first, again) in enumerate(EDITS):
        if first is delete_own_column:
            insert_column(small.office.by_hand, title)
            small.office.by_hand.type_in(title, 1, 3, "Own")
        before, numbers = told(small, title), [10 + 3 * times + one for one in range(2)]
        at_each_batch(small, title, first, again, sort, insert_row)
        small.office.do(Do(f"k{times}", lambda _, now=numbers: [Append(make(one)) for one in now]))
        small.wire.before = None
        now = told(small, title)
        new, gone = now - before, before - now
        assert gone.total() <= (again is delete_row), "a row that was deleted by hand is gone, or has come back"
        assert new.total() == 2, "each new row is there once, and nothing is left of the crooked ones"
        assert len({tuple(head for head, _ in row) for row in new}) == 1
    small.office.refresh()
    assert keys(small.office.year.rows_like(type(make(0)))) >= keys(map(make, (10, 11, 13, 14, 19, 20)))


def keys(records: Iterable[Record]) -> set[tuple[Any, ...]]:
    return {tuple(getattr(record, name) for name in TAB_OF[type(record)].key) for record in records}


def test_a_group_of_sixty_destroys_nobodys_row(small: SmallOffice, tmp_path: Path) -> None:
    rows = [booking(f"p{number}", f"p{number}-1", notes=f"note {number}") for number in range(60)]
    small.office.do(Do("a", lambda _: [Append(row) for row in rows]))
    before = told(small, "Bookings")
    at_each_batch(small, "Bookings", insert_column, sort, insert_row, sort)
    wishes = [
        Do(f"k{number}", lambda _, number=number: [Append(booking(f"n{number}", f"k{number}-1"))], f"n{number}")
        for number in range(60)
    ]
    assert {one.sentence for one in grouped(small, tmp_path / "sheet.lock", *wishes)} == {"Done."}
    now = told(small, "Bookings")
    assert before - now == Counter()
    assert (now - before).total() == 60
    assert {dict(row)["Ref"] for row in now - before} == {f"k{number}-1" for number in range(60)}
    assert small.wire.count("batchUpdate") <= 8


def test_what_is_typed_into_a_crooked_row_stays(small: SmallOffice) -> None:
    def meanwhile(call: str, said: Any) -> Any:
        if call.endswith("batchUpdate") and small.wire.count("batchUpdate") == 1:
            hand = small.office.by_hand
            hand.type_in("Bookings", 3, 10, "typed by the head")
            hand.type_in("Bookings", 3, 8, "and this instead")
        return said

    at_each_batch(small, "Bookings", insert_column, insert_row)
    small.wire.after = meanwhile
    before = told(small, "Bookings")
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    new = told(small, "Bookings") - before
    assert sorted(len(row) for row in new) == [2, 8]
    assert {cell for row in new if len(row) == 2 for _, cell in row} == {"typed by the head", "and this instead"}


def test_a_row_that_is_edited_and_stands_straight_is_left_as_it_is(small: SmallOffice) -> None:
    """A column that moves beyond the app's own leaves the row where it belongs."""
    add_column(small.office.by_hand, "Bookings", "Own")

    def meanwhile(call: str, said: Any) -> Any:
        if call.endswith("batchUpdate") and small.wire.count("batchUpdate") == 1:
            small.office.by_hand.type_in("Bookings", 3, 9, "by bike")
        return said

    at_each_batch(small, "Bookings", delete_own_column)
    small.wire.after = meanwhile
    small.office.do(Take("bo", "k"))
    assert small.bookings()[1][8] == "by bike"
    assert small.wire.count("batchUpdate") == 1


def formulas(small: SmallOffice) -> None:
    column = add_column(small.office.by_hand, "Bookings", "Badge")
    fill_down(small.office.by_hand, "Bookings", column, '=IF(G{row}="Booked",C{row}&" comes","")')


def test_formulas_of_rows_that_are_hit_are_formulas_again(small: SmallOffice) -> None:
    small.office.do(Do("a", lambda _: [Append(booking("bo", "bo-1"))]))
    formulas(small)
    before = told(small, "Bookings")
    at_each_batch(small, "Bookings", insert_row, insert_row, insert_row)
    small.office.do(Take("cy", "k"))
    hand = small.office.by_hand
    rows = {row[2]: number for number, row in enumerate(hand.grid("Bookings"), 1) if any(row)}
    assert {name for name in rows if name} == {"Name", "Ann", "Bo", "Cy"}
    assert {dict(row)["Name"] for row in told(small, "Bookings")} == {dict(row)["Name"] for row in before} | {"Cy"}


def dies_at(small: SmallOffice, batch: int, *edits: Edit) -> None:
    """Let the process end before a batch; nothing that it sends from then on arrives."""
    small.wire.calls.clear()
    left = list(edits)

    def step_in(call: str) -> None:
        if small.wire.count("batchUpdate") >= batch:
            raise requests.ConnectionError("killed")
        if call.endswith("batchUpdate") and left:
            left.pop(0)(small.office.by_hand, "Bookings")

    small.wire.before = step_in
    with pytest.raises(OutcomeUnknown):
        small.office.do(Take("bo", "k"))


@pytest.mark.parametrize("landed", [False, True], ids=["before the repair", "once the repair has landed"])
def test_a_process_that_dies_leaves_no_booking_twice(small: SmallOffice, tmp_path: Path, landed: bool) -> None:
    before = told(small, "Bookings")
    if landed:
        at_each_batch(small, "Bookings", insert_column)
        small.wire.after = lambda _, said: said if small.wire.count("batchUpdate") < 2 else answer(503, "<html>")
        with pytest.raises(OutcomeUnknown):
            small.office.do(Take("bo", "k"))
    else:
        dies_at(small, 2, insert_column)
    with reopened(tmp_path / "other.lock", Wire(small.wire.store), small.office.spreadsheet_id) as again:
        assert again.office.do(Take("bo", "k")).sentence == ALREADY
        assert (told(again, "Bookings") - before).total() == 1
        assert before - told(again, "Bookings") == Counter()


def test_another_process_waits_until_a_new_row_stands_under_its_headings(small: SmallOffice, tmp_path: Path) -> None:
    small.office.do(Do("a", lambda _: [Append(booking(name, f"{name}-1")) for name in ("cy", "di", "ed")]))
    dies_at(small, 2, insert_column)
    slept: list[float] = []
    wire, seconds = Wire(small.wire.store), [0.0]

    def sleep(wait: float) -> None:
        slept.append(wait)
        seconds[0] += wait
        if sum(slept) > 3 and small.wire.before is not None:
            small.wire.before = None
            small.office.do(Do("later", lambda _: ()))

    habits: dict[str, Any] = {"sleep": sleep, "clock": lambda: seconds[0]}
    theirs = reopened(tmp_path / "theirs.lock", wire, small.office.spreadsheet_id, **habits)
    with theirs as other, pytest.raises(Refused, match="W01-A is full"):
        other.office.do(Take("gus", "l"))
    assert 3 < sum(slept) < PATIENCE


def unsettled(small: SmallOffice, tmp_path: Path) -> bool:
    slept: list[float] = []
    seconds = [0.0]

    def sleep(wait: float) -> None:
        slept.append(wait)
        seconds[0] += wait

    habits: dict[str, Any] = {"sleep": sleep, "clock": lambda: seconds[0]}
    with reopened(tmp_path / "theirs.lock", Wire(small.wire.store), small.office.spreadsheet_id, **habits) as theirs:
        theirs.office.do(Do("l", lambda _: ()))
    return bool(slept)


def copy_the_row(hand: Hand) -> None:
    hand.append("Bookings", hand.grid("Bookings")[2])


def lose_the_ref(hand: Hand) -> None:
    hand.type_in("Bookings", 1, 10, "")


def key_elsewhere(hand: Hand) -> None:
    hand.type_in("Log", 2, 3, "k")
    hand.type_in("Log", 2, 9, "")


def delete_the_row(hand: Hand) -> None:
    hand.delete("Bookings", 3)


def swap_its_cells(hand: Hand) -> None:
    row = hand.grid("Bookings")[2]
    hand.change("Bookings", typed={(3, 5): row[5], (3, 6): row[4]})


@pytest.mark.parametrize(
    ("edit", "waits"),
    [
        (copy_the_row, True),
        (swap_its_cells, True),
        (key_elsewhere, True),
        (lose_the_ref, False),
        (delete_the_row, False),
    ],
)
def test_what_a_neighbour_takes_for_a_crooked_row(
    small: SmallOffice, tmp_path: Path, edit: Callable[[Hand], None], waits: bool
) -> None:
    small.office.do(Take("bo", "k"))
    assert not unsettled(small, tmp_path)
    edit(small.office.by_hand)
    assert unsettled(small, tmp_path) is waits


def test_columns_that_never_stop_moving_are_not_acknowledged(small: SmallOffice) -> None:
    before = told(small, "Bookings")
    at_each_batch(small, "Bookings", *[move_column] * (REPAIRS + 1))
    with pytest.raises(OutcomeUnknown):
        small.office.do(Take("bo", "k"))
    small.wire.before = None
    small.office.do(Take("cy", "l"))
    new = told(small, "Bookings") - before
    assert sorted(dict(row)["Ref"] for row in new) == ["k-1", "l-1"], "it is dealt with before the next wish"
    assert small.office.do(Take("bo", "k")).sentence == ALREADY


def test_a_tab_that_loses_its_headings_meanwhile(small: SmallOffice) -> None:
    heads: list[list[str]] = []

    def meanwhile(call: str, said: Any) -> Any:
        if call.endswith("batchUpdate") and not heads:
            heads.append(small.office.by_hand.grid("Bookings")[0])
            small.office.by_hand.delete("Bookings", 1)
        return said

    at_each_batch(small, "Bookings", insert_column)
    small.wire.after = meanwhile
    before = told(small, "Bookings")
    with pytest.raises(OutcomeUnknown):
        small.office.do(Take("bo", "k"))
    hand = small.office.by_hand
    insert_row_at_the_top = span(hand, "Bookings", "ROWS", 0)
    hand.restructure([{"insertDimension": {"range": insert_row_at_the_top}}])
    for column, head in enumerate(heads[0], 1):
        hand.type_in("Bookings", 1, column, head)
    small.office.do(Do("l", lambda _: ()))
    (new,) = told(small, "Bookings") - before
    assert dict(new)["Ref"] == "k-1"


def test_a_tab_that_is_deleted_meanwhile_takes_its_rows_along(small: SmallOffice) -> None:
    def meanwhile(call: str, said: Any) -> Any:
        if call.endswith("batchUpdate"):
            small.wire.after = None
            hand = small.office.by_hand
            hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Bookings")}}])
        return said

    at_each_batch(small, "Bookings", insert_column)
    small.wire.after = meanwhile
    assert small.office.do(Take("bo", "k")).sentence == "Booked."


def test_an_answer_that_is_lost_has_the_rows_looked_for(small: SmallOffice) -> None:
    before = told(small, "Bookings")
    small.wire.after = lambda call, said: answer(200, "{}") if call.endswith("batchUpdate") else said
    at_each_batch(small, "Bookings", insert_column, sort, move_column)
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    (new,) = told(small, "Bookings") - before
    assert dict(new)["Ref"] == "k-1"
    assert before - told(small, "Bookings") == Counter()


def test_the_last_column_of_ones_own_that_is_deleted_in_that_instant_holds_nobody_up(small: SmallOffice) -> None:
    """Its note and formulas were to be looked up, and Google says that the range exceeds the grid."""
    column = add_column(small.office.by_hand, "Bookings", "Own")
    hand = small.office.by_hand
    _ = small.office.year

    def meanwhile(call: str, said: Any) -> Any:
        if call.endswith("values:batchGet"):
            small.wire.after = None
            hand.restructure([{"deleteDimension": {"range": span(hand, "Bookings", "COLUMNS", column)}}])
        return said

    small.wire.after = meanwhile
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert small.held() == ["ann", "bo"]


def test_what_is_looked_up_may_be_gone_by_then(small: SmallOffice) -> None:
    """The tab gets another name between the read and the look at its formulas, and rows are inserted before another."""
    before, hand = told(small, "Bookings"), small.office.by_hand
    columns: list[Callable[[], None]] = [
        lambda: insert_row(hand, "Bookings"),
        lambda: hand.restructure(
            [
                {
                    "updateSheetProperties": {
                        "properties": {"sheetId": hand.sheet_id("Bookings"), "title": "Places"},
                        "fields": "title",
                    }
                }
            ]
        ),
    ]

    def meanwhile(call: str, said: Any) -> Any:
        if call.endswith("values:batchGet") and small.wire.count("batchUpdate") and columns:
            columns.pop(0)()
        return said

    at_each_batch(small, "Bookings", insert_column)
    small.wire.after = meanwhile
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    (new,) = told(small, "Places") - before
    assert (dict(new)["Ref"], columns) == ("k-1", [])


@pytest.mark.parametrize(("status", "call"), [(429, "batchUpdate"), (403, "")])
def test_a_correction_that_is_refused(small: SmallOffice, status: int, call: str) -> None:
    """For want of quota it is sent again; what can't be looked up leaves the wish open, and is looked up later."""
    before, left = told(small, "Bookings"), [1]

    def step_in(now: str) -> Any:
        if now.endswith("batchUpdate") and small.wire.count("batchUpdate") == 1:
            insert_column(small.office.by_hand, "Bookings")
        elif small.wire.count("batchUpdate") and now.endswith(call or small.office.spreadsheet_id) and left:
            left.pop()
            return answer(status, '{"error": {"message": "no"}}')
        return None

    _ = small.office.year
    small.wire.calls.clear()
    small.wire.before = step_in
    if call:
        assert small.office.do(Take("bo", "k")).sentence == "Booked."
    else:
        with pytest.raises(OutcomeUnknown):
            small.office.do(Take("bo", "k"))
        small.office.do(Do("l", lambda _: ()))
    (new,) = told(small, "Bookings") - before
    assert (dict(new)["Ref"], left) == ("k-1", [])
