"""From records to the requests that write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.domain.booking import Booking, BookingStatus
from kaizen.domain.codes import STAND_IN
from kaizen.domain.record import Email, SchoolName, SessionCode
from kaizen.sheet.cell_readers import reader_for
from kaizen.sheet.cell_values import cell_data, entered, in_words, serial
from kaizen.sheet.findings import Actor, Finding, Outcome, Place
from kaizen.sheet.layout import BOOKINGS, CHECKS, COSTS, FOLLOW_UPS, LOG, STAFF, Column, Kind, Tab
from kaizen.sheet.rows import read_tab
from kaizen.sheet.tab_reading import TabReading
from kaizen.sheet.writing import MOST_CHECKS, LogEntry, append_cells, checks_rows, log_rows, update_cells
from tests.sheet.grids import CONTEXT, grid, read

NOW = datetime.fromisoformat("2026-11-21T10:15:30.250")
BOOKING = Booking(
    ref="k-1",
    booked_at=NOW,
    email=Email("ann@larkfold.sch.example"),
    session=SessionCode("W01-A"),
    name="=HYPERLINK(1)",
)
DATE = {"type": "DATE", "pattern": "dd/mm/yyyy"}


def text(value: str) -> dict[str, Any]:
    return {"userEnteredValue": {"stringValue": value}, "userEnteredFormat": {"numberFormat": TEXT}}


TEXT = {"type": "TEXT", "pattern": "@"}


@pytest.mark.parametrize(
    ("value", "kind", "content"),
    [
        (None, Kind.TEXT, {}),
        ("", Kind.TEXT, {}),
        ((), Kind.CHOICES, {}),
        ("=1+1", Kind.TEXT, {"stringValue": "=1+1"}),
        ("+44", Kind.LONG_TEXT, {"stringValue": "+44"}),
        ("-", Kind.CODE, {"stringValue": "-"}),
        ("@SUM(1)", Kind.CHOICE, {"stringValue": "@SUM(1)"}),
        (("KS1", "KS2"), Kind.CHOICES, {"stringValue": "KS1, KS2"}),
        (("LCPS", "Larkfold CP"), Kind.LIST, {"stringValue": "LCPS; Larkfold CP"}),
        ((0, 2), Kind.DAYS, {"stringValue": "Mon Wed"}),
        ((0, 1, 2, 3, 4), Kind.DAYS, {}),
        (True, Kind.YES_NO, {"stringValue": "Yes"}),
        (False, Kind.YES_NO, {"stringValue": "No"}),
        (False, Kind.TICK, {"boolValue": False}),
        (28, Kind.WHOLE, {"numberValue": 28}),
        (0, Kind.WHOLE, {"numberValue": 0}),
        (Decimal("212.40"), Kind.MONEY, {"numberValue": 212.4}),
        (date(2026, 11, 21), Kind.DATE, {"numberValue": 46347}),
        (time(12), Kind.TIME, {"numberValue": 0.5}),
        (datetime.fromisoformat("2026-11-21T12:00"), Kind.DATE_TIME, {"numberValue": 46347.5}),
        (BookingStatus.WAITING, Kind.CHOICE, {"stringValue": "Waiting"}),
    ],
)
def test_what_is_entered(value: object, kind: Kind, content: dict[str, Any]) -> None:
    assert entered(value, kind) == content


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), Decimal("nan")])
def test_what_is_no_number_cannot_be_entered(value: object) -> None:
    with pytest.raises(ValueError, match="not a number"):
        entered(value, Kind.NUMBER)


def test_cells_carry_the_format_of_their_kind_also_when_blank() -> None:
    assert cell_data(date(2026, 11, 21), Kind.DATE)["userEnteredFormat"] == {"numberFormat": DATE}
    assert cell_data(None, Kind.DATE) == {"userEnteredFormat": {"numberFormat": DATE}}
    assert cell_data("Booked", Kind.CHOICE) == {"userEnteredValue": {"stringValue": "Booked"}}


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (None, Kind.DATE, ""),
        (date(2027, 2, 22), Kind.DATE, "22/02/2027"),
        (time(9, 5), Kind.TIME, "09:05"),
        (NOW, Kind.DATE_TIME, "21/11/2026 10:15"),
        (True, Kind.TICK, "Yes"),
        (False, Kind.TICK, "No"),
        (("a", "b"), Kind.LIST, "a; b"),
        (Decimal("-75.00"), Kind.MONEY, "-75.00"),
        ("Text", Kind.TEXT, "Text"),
    ],
)
def test_a_value_in_words(value: object, kind: Kind, words: str) -> None:
    assert in_words(value, kind) == words


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 30)).map(  # noqa: DTZ001 - local time, as in the sheet
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)


@given(MOMENTS)
def test_moments_come_back_to_the_millisecond(moment: datetime) -> None:
    assert reader_for(Column("When", "when", Kind.DATE_TIME), None, CONTEXT)(serial(moment)).value == moment


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_dates_come_back(day: date) -> None:
    column = Column("Date", "date", Kind.DATE)
    assert reader_for(column, None, CONTEXT)(serial(day)).value == day
    assert reader_for(column, None, CONTEXT)(in_words(day, Kind.DATE)).value == day


@given(st.integers(7 * 60, 24 * 60 - 1))
def test_times_of_the_school_day_come_back(minutes: int) -> None:
    clock = (datetime.fromisoformat("2026-01-01") + timedelta(minutes=minutes)).time()
    assert reader_for(Column("Starts", "starts", Kind.TIME), None, CONTEXT)(serial(clock)).value == clock


def test_a_new_row_goes_below_the_last_one() -> None:
    request = append_cells(read(BOOKINGS), 7, [BOOKING])["appendCells"]
    assert request["sheetId"] == 7
    assert request["fields"] == "userEnteredValue,userEnteredFormat.numberFormat"
    (row,) = request["rows"]
    cells = dict(zip(BOOKINGS.headings, row["values"], strict=True))
    assert cells["Name"] == text("=HYPERLINK(1)")
    assert cells["Session"] == text("W01-A")
    assert cells["Ref"] == text("k-1")
    assert cells["School"] == {}
    assert cells["Booked at"]["userEnteredValue"]["numberValue"] == pytest.approx(46347.42743344907, abs=1e-9)


def test_a_new_row_follows_the_headings_wherever_they_stand() -> None:
    headings = ["Ours", "Ref", "Session", "Email", "More", "Status"]
    (row,) = append_cells(read_tab(BOOKINGS, [["Title"], headings], CONTEXT), 7, [BOOKING])["appendCells"]["rows"]
    values = [cell.get("userEnteredValue", {}).get("stringValue") for cell in row["values"]]
    assert values == [None, "k-1", "W01-A", "ann@larkfold.sch.example", None, "Booked"]


def test_an_amended_cell_keeps_its_format() -> None:
    tab = read(BOOKINGS, {"Email": "ann@larkfold.sch.example", "Session": "W01-A", "Status": "Booked", "Ref": "k-1"})
    assert update_cells(tab, 7, "k-1", {"status": BookingStatus.CANCELLED, "notes": ""}) == [
        {
            "updateCells": {
                "start": {"sheetId": 7, "rowIndex": 1, "columnIndex": 6},
                "rows": [{"values": [{"userEnteredValue": {"stringValue": "Cancelled"}}]}],
                "fields": "userEnteredValue",
            }
        },
        {
            "updateCells": {
                "start": {"sheetId": 7, "rowIndex": 1, "columnIndex": 8},
                "rows": [{"values": [{}]}],
                "fields": "userEnteredValue",
            }
        },
    ]


def test_a_date_where_none_stood_gets_the_format_of_dates_and_only_there() -> None:
    todo = {"School": "Larkfold", "Who": "Ann", "Kind": "Discuss", "What": "Talk", "ID": "F1", "Status": "To do"}
    tab = read(FOLLOW_UPS, todo | {"Ref": "a-1"}, todo | {"ID": "F2", "Ref": "b-1", "By": 46400})
    first, second = (update_cells(tab, 7, ref, {"by": date(2026, 11, 21)})[0]["updateCells"] for ref in ("a-1", "b-1"))
    assert first["fields"] == "userEnteredValue,userEnteredFormat.numberFormat"
    assert first["rows"][0]["values"][0]["userEnteredFormat"] == {"numberFormat": DATE}
    assert second["fields"] == "userEnteredValue"
    assert second["rows"][0]["values"] == [{"userEnteredValue": {"numberValue": 46347}}]


def test_a_row_without_a_ref_gets_one_with_its_first_change() -> None:
    tab = read(BOOKINGS, {"Email": "ann@larkfold.sch.example", "Session": "W01-A", "Status": "Booked"})
    request = update_cells(tab, 7, f"{STAND_IN}ann@larkfold.sch.example|W01-A", {"ref": "k-1"})[0]["updateCells"]
    assert request["start"]["columnIndex"] == 9
    assert request["rows"][0]["values"] == [{"userEnteredValue": {"stringValue": "k-1"}}]


def test_a_row_or_heading_that_is_gone() -> None:
    tab = read(STAFF)
    with pytest.raises(KeyError):
        update_cells(tab, 7, "nobody", {"notes": "x"})
    with pytest.raises(KeyError):
        update_cells(TabReading(STAFF, rows={"ann": 2}), 7, "ann", {"notes": "x"})
    with pytest.raises(KeyError):
        update_cells(TabReading(STAFF, rows={"ann": 2}), 7, "ann", {"nothing": "x"})


def test_every_kind_that_is_read_can_be_written() -> None:
    cost = {"Date": "1 Oct", "What": "=Lunch", "Amount": "(\u00a35.50)", "Paid by": "LCPS", "Split": "equally"}
    tab = read(COSTS, cost)
    (row,) = append_cells(tab, 7, tab.records)["appendCells"]["rows"]
    cells = dict(zip(COSTS.headings, row["values"], strict=True))
    assert cells["Amount"]["userEnteredValue"] == {"numberValue": -5.5}
    assert cells["Paid by"]["userEnteredValue"] == {"stringValue": "Larkfold"}


def test_lines_of_the_log() -> None:
    entry = LogEntry(NOW, Email("ann@larkfold.sch.example"), "Booked", "k", "Bookings", "k-1", "Status", "", "Booked")
    (row,) = log_rows(read(LOG), 9, [entry])["appendCells"]["rows"]
    cells = dict(zip(LOG.headings, row["values"], strict=True))
    assert [cells[heading]["userEnteredValue"] for heading in ("Who", "Did", "To", "Key")] == [
        {"stringValue": value} for value in ("ann@larkfold.sch.example", "Booked", "Booked", "k")
    ]
    assert "userEnteredValue" not in cells["From"]


ASKED = Finding(Place("Staff", 3, "Email"), Outcome.QUERIED, "What?", "x")
NOTED = Finding(Place("Rooms", 2), Outcome.NOTED, "Well.", who=Actor(SchoolName("Larkfold")))
PRIVATE = Finding(Place("Staff", 4, "Notes"), Outcome.NOTED, "A word in private.", private=True)
ABSENT = Finding(Place("Costs"), Outcome.SKIPPED, "No.")


def written(request: dict[str, Any]) -> list[list[object]]:
    """Return what a request puts into its rows."""
    (body,) = request.values()
    rows = [[cell.get("userEnteredValue", {}) for cell in row["values"]] for row in body["rows"]]
    return [[next(iter(value.values()), None) for value in row] for row in rows]


LINES: list[list[object]] = [
    ["the organiser", "Please check", "Staff", 3, "Email", "What?"],
    ["the organiser", "Not read", "Costs", None, None, "No."],
    ["Larkfold", "Noted", "Rooms", 2, None, "Well."],
]


def checks(*rows: list[Any], tab: Tab = CHECKS) -> TabReading:
    return read_tab(tab, [*grid(tab), *rows], CONTEXT)


def test_checks_are_written_by_whose_turn_it_is_and_worst_first() -> None:
    (request,) = checks_rows(checks(), 8, [NOTED, ASKED, ABSENT])
    assert list(request) == ["appendCells"]
    assert written(request) == LINES


def test_checks_that_are_there_already_are_left_alone() -> None:
    there = [["" if cell is None else cell for cell in line] for line in LINES]
    assert checks_rows(checks(*there), 8, [NOTED, ASKED, ABSENT]) == []
    assert checks_rows(checks(), 8, []) == []


def test_old_checks_are_written_over_and_cleared() -> None:
    old = [["the organiser", "Noted", "Rooms", 9, "", "Old."]] * 2
    update, append = checks_rows(checks(*old), 8, [NOTED, ASKED, ABSENT])
    assert update["updateCells"]["start"] == {"sheetId": 8, "rowIndex": 1, "columnIndex": 0}
    assert written(update) + written(append) == LINES
    (cleared,) = checks_rows(checks(*old), 8, [ASKED])
    assert written(cleared) == [LINES[0], [None] * 6]


def test_a_column_of_somebodys_between_the_headings_of_checks_stays() -> None:
    grid: list[list[Any]] = [
        ["Tab", "Outcome", "Done by", "Row", "Column", "What it says"],
        ["Rooms", "Noted", "Zoe", 9, "", "Old."],
    ]
    reading = read_tab(CHECKS, grid, CONTEXT)
    before, after = checks_rows(reading, 8, [ASKED])
    assert [before["updateCells"]["start"]["columnIndex"], after["updateCells"]["start"]["columnIndex"]] == [0, 3]
    assert written(before) == [[LINES[0][2], LINES[0][1]]]
    assert written(after) == [LINES[0][3:]]
    there: list[list[Any]] = [grid[0], ["Staff", "Please check", "Zoe", 3, "Email", "What?"]]
    assert checks_rows(read_tab(CHECKS, there, CONTEXT), 8, [ASKED]) == [], "without its heading a field is not missed"


def test_what_is_private_stays_off_the_tab_and_thousands_are_cut() -> None:
    (request,) = checks_rows(checks(), 8, [PRIVATE, ASKED])
    assert written(request) == LINES[:1]
    many = [Finding(Place("Staff", row), Outcome.QUERIED, "What?") for row in range(2, MOST_CHECKS + 9)]
    (request,) = checks_rows(checks(), 8, many)
    assert len(written(request)) == MOST_CHECKS


def test_checks_without_headings_are_left_alone() -> None:
    assert checks_rows(read_tab(CHECKS, [], CONTEXT), 8, [ASKED]) == []
