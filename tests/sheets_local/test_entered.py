"""What a typed text becomes in a sheet that is set to English (United Kingdom)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sheets_local.caller import Caller


@pytest.mark.parametrize(
    ("text", "value", "shown", "kind"),
    [
        ("0042", 42, "42", None),
        ("-7", -7, "-7", None),
        ("+7", 7, "7", None),
        ("1.50", 1.5, "1.5", None),
        (".5", 0.5, "0.5", None),
        ("4.3", 4.3, "4.3", None),
        ("1e5", 100_000, "1.00E+05", "SCIENTIFIC"),
        ("1,234", 1234, "1,234", "NUMBER"),
        ("1,234.5", 1234.5, "1,234.50", "NUMBER"),
        ("12%", 0.12, "12%", "PERCENT"),
        ("12.5 %", 0.125, "12.50%", "PERCENT"),
        ("£3", 3, "£3", "CURRENCY"),
        ("-£1,250.5", -1250.5, "-£1,250.50", "CURRENCY"),
        ("£-2", -2, "-£2", "CURRENCY"),
        ("04/03/2026", 46085, "04/03/2026", "DATE"),
        ("4-3-26", 46085, "04-03-2026", "DATE"),
        ("04.03.2026", 46085, "04.03.2026", "DATE"),
        ("4/3/72", 26362, "04/03/1972", "DATE"),
        ("5/6", 46178, "05/06", "DATE"),
        ("2020-01-01", 43831, "2020-01-01", "DATE"),
        ("2020/1/2", 43832, "2020/01/02", "DATE"),
        ("22 Feb 2027", 46440, "22 Feb 2027", "DATE"),
        ("22 february 27", 46440, "22 February 2027", "DATE"),
        ("22-Feb", 46075, "22 Feb", "DATE"),
        ("9:30", 9.5 / 24, "09:30", "TIME"),
        ("09:30:15", (9 * 3600 + 30 * 60 + 15) / 86400, "09:30:15", "TIME"),
        ("2:05 pm", (14 * 60 + 5) / 1440, "2:05 pm", "TIME"),
        ("12:00am", 0, "12:00 am", "TIME"),
        ("04/03/2026 14:30", 46085 + 14.5 / 24, "04/03/2026 14:30", "DATE_TIME"),
        ("4 Mar 2026 2:30 PM", 46085 + 14.5 / 24, "4 Mar 2026 2:30 pm", "DATE_TIME"),
    ],
)
def test_numbers_dates_and_times(book: Caller, text: str, value: float, shown: str, kind: str | None) -> None:
    cell = book.typed(text)
    assert cell["userEnteredValue"]["numberValue"] == pytest.approx(value, rel=1e-12)
    assert cell["formattedValue"] == shown
    assert cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type") == kind


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "1,23",
        "31/02/2026",
        "13/13/2026",
        "01253 123456",
        "2E",
        "12 Foo 2026",
        "01/01/1850",
        "25:00",
        "13:00 pm",
        "10:61",
        "+-3",
        "£3%",
        "1e999",
        "04/03/2026 nonsense",
        "tomorrow 10:00",
        "10:00 pm extra",
        "noon pm",
        "1.2.",
        "2.13.",
        "=",
    ],
)
def test_other_text_stays_text(book: Caller, text: str) -> None:
    assert book.typed(text)["userEnteredValue"] == {"stringValue": text}


@pytest.mark.parametrize(("text", "value"), [("TRUE", True), ("false", False), (" True ", True)])
def test_ticks(book: Caller, text: str, value: bool) -> None:
    assert book.typed(text)["userEnteredValue"] == {"boolValue": value}


@pytest.mark.parametrize(("text", "value"), [("'0042", "0042"), ("'=1+1", "=1+1"), ("'TRUE", "TRUE"), ("''", "'")])
def test_a_leading_apostrophe_keeps_text(book: Caller, text: str, value: str) -> None:
    assert book.typed(text)["userEnteredValue"] == {"stringValue": value}


def test_an_apostrophe_alone_is_nothing(book: Caller) -> None:
    assert book.typed("'") == {}


def test_numbers_and_ticks_of_json_are_taken_as_they_are(book: Caller) -> None:
    book.put("A1", [[1.0, True, None, 0.25]], "USER_ENTERED")
    assert book.plain("A1:D1") == [[1, True, "", 0.25]]


def test_the_year_of_a_short_date_is_the_present_one(book: Caller) -> None:
    book.put("A1", [["5/6"]], "USER_ENTERED")
    assert book.plain("A1") == [[46178]]  # Fri 5 Jun 2026


def test_american_sheets_put_the_month_first(book: Caller) -> None:
    book.batch({"updateSpreadsheetProperties": {"properties": {"locale": "en_US"}, "fields": "locale"}})
    cell = book.typed("04/03/2026")
    assert cell["userEnteredValue"] == {"numberValue": 46115}
    assert cell["formattedValue"] == "04/03/2026"


def test_a_format_that_is_there_already_stays(book: Caller) -> None:
    form = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "ddd d mmm yyyy"}}}
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}
    book.batch({"repeatCell": {"range": area, "cell": form, "fields": "userEnteredFormat.numberFormat"}})
    assert book.typed("22/02/2027")["formattedValue"] == "Mon 22 Feb 2027"


def test_a_cell_formatted_as_text_keeps_what_is_typed(book: Caller) -> None:
    form: dict[str, Any] = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    book.batch({"repeatCell": {"range": {"sheetId": 0}, "cell": form, "fields": "userEnteredFormat"}})
    assert book.typed("0042")["userEnteredValue"] == {"stringValue": "0042"}
    assert book.typed("'0043")["userEnteredValue"] == {"stringValue": "0043"}


def test_a_number_typed_over_a_date_is_shown_as_one(book: Caller) -> None:
    assert book.typed("22/02/2027")["userEnteredFormat"]["numberFormat"]["type"] == "DATE"
    cell = book.typed("5")
    assert cell["userEnteredValue"] == {"numberValue": 5}
    assert cell["userEnteredFormat"]["numberFormat"]["type"] == "DATE"
    assert cell["formattedValue"] == "04/01/1900"


def test_a_typed_date_keeps_note_and_other_format(book: Caller) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "when"}
    area = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}
    book.batch({"repeatCell": {"range": area, "cell": bold, "fields": "userEnteredFormat,note"}})
    cell = book.typed("22/02/2027")
    assert cell["note"] == "when"
    assert cell["userEnteredFormat"]["textFormat"] == {"bold": True}
    assert cell["userEnteredFormat"]["numberFormat"]["type"] == "DATE"


def test_too_long_a_text_is_refused(book: Caller) -> None:
    for option in ("RAW", "USER_ENTERED"):
        body = {
            "valueInputOption": option,
            "data": [{"range": "A1", "values": [["fine"]]}, {"range": "A2", "values": [["x" * 50_001]]}],
        }
        message = book.error("POST", book.path("/values:batchUpdate"), body)
        assert (
            message
            == "Invalid data[1]: Your input contains more than the maximum of 50000 characters in a single cell."
        )
    assert book.plain() == []
    book.put("A1", [["x" * 50_000]])
    assert len(book.plain()[0][0]) == 50_000
