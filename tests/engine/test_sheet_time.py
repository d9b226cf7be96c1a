"""The sheet's own clock: what its answers tell of it, and that wrong clocks of our own change nothing."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.booking import Booking, BookingStatus
from kaizen.domain.settings import SettingRow
from kaizen.domain.workshop import WorkshopStatus
from kaizen.engine.google import Workbook
from kaizen.engine.office import Habits, Office
from kaizen.engine.sheet_time import SheetTime
from kaizen.engine.turns import turn
from kaizen.errors import Refused
from kaizen.services.booking import Book
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalSheets
from tests.engine.sheets import Wire
from tests.engine.small_year import NAMES, SESSION, email, small_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
JUST_BEFORE, JUST_AFTER = timedelta(seconds=-30), timedelta(seconds=30)


class Hands:
    """A monotonic clock, and what it makes of the answers that it is given."""

    def __init__(self) -> None:
        self.second = 100.0
        self.time = SheetTime(lambda: self.second)

    def hears(self, date: str, took: float = 0.0) -> float | None:
        """Return the seconds after eight, by the sheet, once an answer has come that took so long."""
        self.second += took
        self.time.heard({"Date": date} if date else {}, self.second - took)
        now = self.time.now()
        return None if now is None else (now - EIGHT.replace(tzinfo=None)).total_seconds()


def at(seconds: int) -> str:
    return f"Mon, 23 Nov 2026 08:{seconds // 60:02d}:{seconds % 60:02d} GMT"


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Nov 2026 08:00:00 GMT"])
def test_without_a_date_nothing_is_known(date: str) -> None:
    assert Hands().hears(date) is None


def test_it_goes_on_between_answers() -> None:
    hands = Hands()
    assert hands.hears(at(0)) == 0
    hands.second += 7.5
    assert hands.time.now() == EIGHT.replace(tzinfo=None) + timedelta(seconds=7.5)


def test_parts_of_a_second_that_a_date_leaves_out_are_not_lost_again() -> None:
    hands = Hands()
    hands.hears(at(1))
    hands.second += 0.9
    assert hands.hears(at(1)) == 1.9
    hands.second += 0.9
    assert hands.hears(at(3)) == 3
    hands.second += 0.1
    assert hands.hears(at(3)) == 3.1


def test_in_summer_the_schools_clocks_are_an_hour_on() -> None:
    hands = Hands()
    hands.hears("Tue, 01 Jun 2027 08:00:00 GMT")
    assert hands.time.now() == datetime(2027, 6, 1, 9, 0)  # noqa: DTZ001


def test_an_answer_that_took_long_says_little() -> None:
    hands = Hands()
    hands.hears(at(0))
    assert hands.hears(at(4), took=8.0) == 8


@pytest.mark.parametrize("stepped", [-3600, -20, 20, 3599])
def test_a_clock_that_is_set_anew_is_followed(stepped: int) -> None:
    hands = Hands()
    hands.hears("Mon, 23 Nov 2026 09:00:00 GMT")
    told = hands.hears(format_datetime(EIGHT + timedelta(seconds=3600 + stepped), usegmt=True))
    assert told is not None
    assert 0 <= told - (3600 + stepped) <= 1


@contextmanager
def two_offices(folder: Path, apart: float, at_the_sheet: Callable[[], datetime]) -> Iterator[tuple[Office, Office]]:
    """Open one sheet twice, with clocks of our own that differ, both on machines of their own."""
    store = LocalSheets.open(None, clock=at_the_sheet)
    wire = Wire(store)
    spreadsheet_id = str(wire.client().create("A small year").id)
    opens = SettingRow(setting="Booking opens", value="23/11/2026 08:00")
    each = SettingRow(setting="Workshops each", value="3")
    book = Workbook(wire.client(), spreadsheet_id)
    rows = small_rows(*queue_by_hand())
    accepted = [row.model_copy(update={"status": WorkshopStatus.ACCEPTED}) for row in rows["Workshops"]]
    book.apply(provision(book.structure.tabs, {**rows, "Workshops": accepted, "Settings": [opens, each]}))
    offices = []
    for number, off in enumerate((-apart, apart)):

        def local_time(off: float = off) -> datetime:
            return EIGHT.replace(tzinfo=None) + timedelta(seconds=off)

        habits: dict[str, Any] = {"local_time": local_time, "clock": lambda: 1000.0, "sleep": lambda _: None}
        offices.append(
            Office(wire.client(), Wire(store).client(), spreadsheet_id, Habits(folder / f"{number}", **habits))
        )
    try:
        yield offices[0], offices[1]
    finally:
        for one in offices:
            one.close()
        store.close()


def queue_by_hand() -> list[Booking]:
    """Fill the session, and have one wait who was typed without a time."""
    taken = [(name, BookingStatus.BOOKED) for name in NAMES[:5]]
    waits = [(name, BookingStatus.WAITING) for name in NAMES[5:6]]
    return [
        Booking(ref=f"old-{name}", email=email(name), name=name, session=SESSION, status=status)
        for name, status in [*taken, *waits]
    ]


def test_of_two_clocks_ten_minutes_apart_neither_opens_booking_before_the_sheets(tmp_path: Path) -> None:
    with two_offices(tmp_path, 300, lambda: EIGHT + JUST_BEFORE) as offices:
        for number, office in enumerate(offices):
            with pytest.raises(Refused, match="opens on"):
                office.do(Book(email("hal"), email("hal"), (SESSION,), f"k{number}", (SESSION,)))
            assert office.now() == (EIGHT + JUST_BEFORE).replace(tzinfo=None)


def test_of_two_clocks_ten_minutes_apart_both_agree_who_came_first(tmp_path: Path) -> None:
    with two_offices(tmp_path, 300, lambda: EIGHT + JUST_AFTER) as (slow, fast):
        first = fast.do(Book(email("hal"), email("hal"), (SESSION,), "k1", (SESSION,))).sentence
        second = slow.do(Book(email("ida"), email("ida"), (SESSION,), "k2", (SESSION,))).sentence
        assert (first[-9:], second[-9:]) == ("number 1.", "number 2.")
        assert (slow.clock_ahead, fast.clock_ahead) == (-330, 270)


def test_numbers_on_a_waiting_list_survive_any_sort(tmp_path: Path) -> None:
    with two_offices(tmp_path, 0, lambda: EIGHT + JUST_AFTER) as (office, _):
        names = ("ida", "gus", "hal")
        with turn(tmp_path / "0"):
            answers = [
                office.submit(Book(email(name), email(name), (SESSION,), f"k-{name}", (SESSION,))) for name in names
            ]
        assert [one.exception(10) for one in answers] == [None] * 3
        for heading in ("Name", "Status", "Email", "Ref"):
            office.by_hand.sort("Bookings", heading)
            office.refresh()
            times = {row.email: row.booked_at for row in office.year.bookings if row.booked_at}
            assert sorted(times, key=lambda name: times[name]) == [email(name) for name in names]
            assert len(set(times.values())) == 3
