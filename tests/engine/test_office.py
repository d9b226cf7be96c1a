"""What pages see: one shared reading, its age, and where a wish stands."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.settings import SettingRow
from kaizen.engine.google import Workbook
from kaizen.engine.office import Habits, Office
from kaizen.engine.sheet_time import london_time
from kaizen.engine.snapshots import Snapshots
from kaizen.engine.turns import turn
from kaizen.errors import OutcomeUnknown, SheetUnreachable
from kaizen.sheet import reading
from kaizen.sheet.findings import Place
from kaizen.sheet.provisioning import provision
from kaizen.sheet.reading import YearReader
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire, answer
from tests.engine.small_year import MONDAY, Do, SmallOffice, Take, monday, reopened, small_office, small_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    return tmp_path / "sheet.lock"


@pytest.fixture
def small(lock_file: Path) -> Iterator[SmallOffice]:
    with small_office(lock_file) as made:
        yield made


def test_views_share_one_read_for_an_interval(small: SmallOffice) -> None:
    for _ in range(5):
        _ = small.office.year, small.office.findings, small.office.as_of
    small.seconds[0] += 9.9
    _ = small.office.year
    assert small.wire.count("batchGet") == 1


def test_many_people_at_once_cost_one_read(small: SmallOffice) -> None:
    with ThreadPoolExecutor(20) as people:
        years = set(map(id, people.map(lambda _: small.office.year, range(40))))
    assert (len(years), small.wire.count("batchGet")) == (1, 1)


def test_an_edit_by_hand_shows_after_the_interval(small: SmallOffice) -> None:
    assert small.office.year.people[0].name == "Ann"
    small.office.by_hand.type_in("Staff", 2, 1, "Annie")
    assert small.office.year.people[0].name == "Ann"
    small.seconds[0] += 10
    assert small.office.year.people[0].name == "Annie"


def test_an_edit_by_hand_shows_at_once_when_asked_for(small: SmallOffice) -> None:
    _ = small.office.year
    small.office.by_hand.type_in("Staff", 2, 1, "Annie")
    small.office.refresh()
    assert small.office.year.people[0].name == "Annie"


def test_a_silent_sheet_leaves_the_last_year_with_its_age(small: SmallOffice) -> None:
    before = small.office.year
    small.wire.before = lambda _: answer(503, "<html>")
    small.seconds[0] += 60
    assert small.office.year is before
    assert small.office.trouble == "Google Sheets has a problem of its own at the moment."
    assert small.office.age == 60
    assert small.office.as_of == MONDAY
    asked = small.wire.count("batchGet")
    _ = small.office.year
    assert small.wire.count("batchGet") == asked, "it is asked once an interval, not by every view"
    small.office.refresh()
    assert small.office.year is before
    small.wire.before = None
    small.office.refresh()
    assert (small.office.trouble, small.office.age) == ("", 0)


def test_a_sheet_that_never_answered_cannot_be_shown(small: SmallOffice, lock_file: Path) -> None:
    wire = Wire(small.wire.store, before=lambda _: answer(403, '{"error": {"code": 403, "message": "No."}}'))
    with reopened(lock_file, wire, small.office.spreadsheet_id) as other:
        with pytest.raises(SheetUnreachable, match="share it with the app"):
            _ = other.office.year
        with pytest.raises(SheetUnreachable):
            other.office.refresh()


def test_who_looks_while_another_reads_sees_the_last_year(small: SmallOffice) -> None:
    before = small.office.year
    small.seconds[0] += 10
    seen: list[Any] = []

    def look_meanwhile(call: str) -> None:
        with ThreadPoolExecutor(1) as somebody:
            seen.append(somebody.submit(lambda: small.office.year).result(5))

    small.wire.before = look_meanwhile
    _ = small.office.year
    assert seen == [before]


def test_a_look_parses_only_what_has_changed(small: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook(small.wire.client(), small.office.spreadsheet_id)
    snapshots = Snapshots(book, YearReader(), interval=0, clock=lambda: small.seconds[0])
    first = snapshots.view()
    parsed: list[str] = []
    read = reading.read_tab
    monkeypatch.setattr(reading, "read_tab", lambda tab, *rest: parsed.append(tab.title) or read(tab, *rest))
    small.seconds[0] += 10
    second = snapshots.view()
    assert second.asked_at > first.asked_at, "it was fetched"
    assert second.reading is first.reading
    assert all(rows is first.grids[title] for title, rows in second.grids.items())
    assert parsed == []
    small.office.by_hand.type_in("Rooms", 2, 2, "Upstairs")
    small.seconds[0] += 10
    third = snapshots.view().reading
    assert parsed == ["Rooms"]
    assert [title for title, tab in third.tabs.items() if tab is not first.reading.tabs[title]] == ["Rooms"]


def test_a_commit_onto_a_year_that_was_read_again_meanwhile_is_not_shown_from_memory(small: SmallOffice) -> None:
    _ = small.office.year

    def read_meanwhile(call: str) -> None:
        if call.endswith("batchUpdate"):
            small.wire.before = None
            small.office.by_hand.type_in("Staff", 2, 1, "Annie")
            small.office.refresh()

    small.wire.before = read_meanwhile
    small.office.do(Take("ann", "k"))
    assert [row.ref for row in small.office.year.bookings] == ["k-1"]
    assert small.office.year.people[0].name == "Annie"


def test_a_wish_that_takes_too_long_is_told_where_it_stands(small: SmallOffice, lock_file: Path) -> None:
    with turn(lock_file):
        small.office.submit(Take("ann", "k"))
        with pytest.raises(OutcomeUnknown, match=r"with 1 wish before it\. You are number 2"):
            small.office.do(Take("bo", "l"), timeout=0.01)
    assert small.office.do(Take("bo", "l")).sentence == "Booked."
    assert small.held() == ["ann", "bo"]


def test_a_wish_in_hand_is_not_called_waiting(small: SmallOffice) -> None:
    on_its_way, go_on = threading.Event(), threading.Event()

    def hold(call: str) -> None:
        if call.endswith("batchUpdate"):
            on_its_way.set()
            go_on.wait(10)

    small.wire.before = hold
    answer = small.office.submit(Take("ann", "k"))
    assert on_its_way.wait(10)
    with pytest.raises(OutcomeUnknown, match="being saved at the moment, and may be saved already"):
        small.office.do(Take("ann", "k"), timeout=0.01)
    go_on.set()
    assert answer.result(10).sentence == "Booked."


def test_the_demo_has_its_own_date_and_the_real_time(small: SmallOffice) -> None:
    assert small.office.now() == MONDAY
    row = next(n for n, cells in enumerate(small.office.by_hand.grid("Settings"), 1) if cells[0] == "Demo date")
    small.office.by_hand.type_in("Settings", row, 2, "21/11/2026")
    small.office.refresh()
    assert small.office.now() == datetime(2026, 11, 21, 8, 0)  # noqa: DTZ001
    seen: list[datetime] = []

    class Clock(Do):
        def decide(self, year: Any, now: datetime) -> Any:
            seen.append(now)
            return super().decide(year, now)

    small.office.do(Clock("k", lambda _: ()))
    assert seen == [small.office.now()]


def test_a_real_sheet_has_no_demo_date(lock_file: Path) -> None:
    store = LocalSheets.open(None, clock=monday)
    wire = Wire(store)
    spreadsheet_id = wire.client().create("A year").id
    rows = {**small_rows(), "Settings": [SettingRow(setting="Demo date", value="2026-11-21")]}
    book = Workbook(wire.client(), spreadsheet_id)
    book.apply(provision(book.structure.tabs, rows))
    habits = Habits(lock_file, local_time=lambda: MONDAY, clock=lambda: 1000.0)
    office = Office(wire.client(), wire.client(), spreadsheet_id, habits)
    assert office.year.settings.demo_date == date(2026, 11, 21)
    assert office.now() == MONDAY
    office.close()


def test_london_time_has_no_zone() -> None:
    assert london_time().tzinfo is None


@pytest.mark.parametrize(
    ("place", "ending"),
    [
        (Place("Bookings"), "#gid={gid}"),
        (Place("Bookings", 14), "#gid={gid}&range=14:14"),
        (Place("Bookings", 14, "Session"), "#gid={gid}&range=F14"),
        (Place("Bookings", 14, "No such heading"), "#gid={gid}&range=14:14"),
        (Place("No such tab", 3), ""),
        (Place("Read me", 3), "#gid={read_me}&range=3:3"),
    ],
)
def test_a_place_has_an_address(small: SmallOffice, lock_file: Path, place: Place, ending: str) -> None:
    gid, read_me = small.office.by_hand.sheet_id("Bookings"), small.office.by_hand.sheet_id("Read me")
    with reopened(lock_file, small.wire, small.office.spreadsheet_id, embedded=False) as real:
        address = f"https://docs.google.com/spreadsheets/d/{small.office.spreadsheet_id}/edit"
        assert real.office.link(place) == address + ending.format(gid=gid, read_me=read_me)
    assert small.office.link(place) == ""
