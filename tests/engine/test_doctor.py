"""The doctor's lines: all well on a sound sheet, and each ailment named with what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kaizen.engine import doctor
from kaizen.engine.building import Order, built
from kaizen.engine.doctor import Patient, Verdict, examined
from kaizen.engine.google import Workbook, client_over
from kaizen.sheet.layout import SCHOOLS
from kaizen.sheets_local import LocalSheets, session
from tests.engine.sheets import Wire, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EMAIL = "kaizen@kaizen.iam.gserviceaccount.com"


@pytest.fixture
def wire() -> Iterator[Wire]:
    store = LocalSheets.open(None, clock=lambda: NOW)
    yield Wire(store)
    store.close()


@pytest.fixture
def book(wire: Wire) -> Workbook:
    """Build a year in a sheet that a headteacher owns."""
    head = client_over(session(wire.store, "head@larkfold.sch.example"))
    made = Workbook(head, head.create("Our year").id)
    built(made, Order(), NOW.date())
    wire.calls.clear()
    return made


def lines(wire: Wire, book: Workbook, now: datetime = NOW) -> dict[str, list[str]]:
    """Return what the doctor says that is not ok, by verdict."""
    patient = Patient(wire.client(), Workbook(wire.client(), book.spreadsheet_id), EMAIL)
    said: dict[str, list[str]] = {}
    for line in examined(patient, now, "0123456789ab"):
        if line.verdict is not Verdict.OK:
            said.setdefault(line.verdict, []).append(f"{line.about}: {line.sentence}")
    return said


def test_a_sound_sheet_is_well_and_stays_as_it_is(wire: Wire, book: Workbook) -> None:
    book.forget()
    before = (book.read(book.structure.tabs), book.structure)
    patient = Patient(wire.client(), Workbook(wire.client(), book.spreadsheet_id))
    said = list(map(str, examined(patient, NOW, "0123456789ab")))
    assert all(line.startswith("ok     ") for line in said)
    assert 'ok     access: the app can read the spreadsheet "Our year".' in said
    assert [line.partition(":")[0].split()[-1] for line in said] == [
        *(
            "access",
            "change",
            "protection",
            "tabs",
            "headings",
            "marks",
            "cells",
            "fence",
            "locale",
            "zone",
            "clock",
            "size",
        )
    ]
    assert len(wire.calls) <= 5
    book.forget()
    assert (book.read(book.structure.tabs), book.structure) == before


@pytest.mark.parametrize("refusal", [(403, "The caller does not have permission"), (404, "Not found.")])
def test_a_sheet_that_is_not_shared(wire: Wire, book: Workbook, refusal: tuple[int, str]) -> None:
    wire.before = lambda _: answer(refusal[0], f'{{"error": {{"message": "{refusal[1]}"}}}}')
    (sentence,) = lines(wire, book)["wrong"]
    assert f"press Share, enter {EMAIL}, choose Editor" in sentence


def test_a_sheet_that_is_shared_for_viewing_only(wire: Wire, book: Workbook) -> None:
    wire.before = lambda call: answer(403, "<html>") if call.endswith(":batchUpdate") else None
    (sentence,) = lines(wire, book)["wrong"]
    assert sentence.startswith("change: The app may not open or change the sheet")


def test_nobody_answers(wire: Wire, book: Workbook) -> None:
    wire.before = lambda _: answer(503, "<html>")
    assert lines(wire, book) == {"wrong": ["access: Google Sheets has a problem of its own at the moment."]}


def test_a_sheet_that_stops_answering(wire: Wire, book: Workbook) -> None:
    wire.before = lambda call: answer(503, "<html>") if call.endswith(":batchGet") else None
    assert lines(wire, book) == {"wrong": ["tabs: Google Sheets has a problem of its own at the moment."]}


def test_a_heading_that_somebody_has_renamed_is_no_ailment(wire: Wire, book: Workbook) -> None:
    _type("Schools", 1, SCHOOLS.headings.index("Also called") + 1, "Nicknames")(book)
    assert lines(wire, book) == {}


def _delete(*titles: str) -> Callable[[Workbook], None]:
    def act(book: Workbook) -> None:
        book.apply([{"deleteSheet": {"sheetId": book.structure.tabs[title]}} for title in titles])

    return act


def _rename(title: str, to: str) -> Callable[[Workbook], None]:
    def act(book: Workbook) -> None:
        properties = {"sheetId": book.structure.tabs[title], "title": to}
        book.apply([{"updateSheetProperties": {"properties": properties, "fields": "title"}}])

    return act


def _unmark(book: Workbook) -> None:
    for title in ("Staff", "Rooms"):
        place = {"dimensionRange": {"sheetId": book.structure.tabs[title], "dimension": "COLUMNS", "endIndex": 1}}
        lookup = {"metadataLocation": place}
        book.apply([{"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}])


def _unmark_rows(book: Workbook) -> None:
    place = {"dimensionRange": {"sheetId": book.structure.tabs["Slots"], "dimension": "ROWS", "endIndex": 1}}
    lookup = {"metadataLocation": place}
    book.apply([{"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}])


def _type(title: str, row: int, column: int, text: str) -> Callable[[Workbook], None]:
    def act(book: Workbook) -> None:
        start = {"sheetId": book.structure.tabs[title], "rowIndex": row - 1, "columnIndex": column - 1}
        value = {"userEnteredValue": {"stringValue": text}} if text else {}
        book.apply([{"updateCells": {"start": start, "rows": [{"values": [value]}], "fields": "userEnteredValue"}}])

    return act


def _no_headings(title: str) -> Callable[[Workbook], None]:
    def act(book: Workbook) -> None:
        span = {"sheetId": book.structure.tabs[title], "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
        book.apply([{"deleteDimension": {"range": span}}])

    return act


def _properties(**properties: str) -> Callable[[Workbook], None]:
    def act(book: Workbook) -> None:
        book.apply([{"updateSpreadsheetProperties": {"properties": properties, "fields": ",".join(properties)}}])

    return act


def _protect(title: str) -> Callable[[Workbook], None]:
    def act(book: Workbook) -> None:
        guard = {"range": {"sheetId": book.structure.tabs[title]}, "editors": {"users": ["head@larkfold.sch.example"]}}
        book.apply([{"addProtectedRange": {"protectedRange": guard}}])

    return act


def _fence_without_range(book: Workbook) -> None:
    start = {"sheetId": book.structure.tabs["_kaizen"]}
    values = [{"userEnteredValue": {"stringValue": text}} for text in ("revision", "r1")]
    book.apply([{"appendCells": {**start, "rows": [{"values": values}], "fields": "userEnteredValue"}}])


@pytest.mark.parametrize(
    ("ailment", "verdict", "sentence"),
    [
        (_delete("Bookings"), "wrong", "tabs: Bookings is missing. Put it back with File > Version history"),
        (_delete("Costs"), "look", "tabs: Costs is missing."),
        (_rename("Bookings", "Bookings (old)"), "look", 'tabs: Bookings seems to be called "Bookings (old)" now.'),
        (_rename("Rooms", "rooms"), "look", 'tabs: Rooms seems to be called "rooms" now. Give it its name back.'),
        (_rename("Read me", "Hello"), "look", "tabs: Read me is missing."),
        (_no_headings("Staff"), "wrong", "headings: Staff has no row of headings"),
        (_no_headings("Costs"), "look", "headings: Costs has no row of headings"),
        (_type("Bookings", 1, 10, ""), "wrong", "headings: Bookings has no column headed Ref."),
        (_type("Staff", 1, 1, ""), "wrong", "headings: Staff has no column headed Name."),
        (
            _type("Schools", 1, SCHOOLS.headings.index("Also called") + 1, ""),
            "look",
            "headings: Schools has no column headed Also called. Put the heading back.",
        ),
        (_unmark, "look", "marks: columns of Staff and Rooms are not marked, so their headings must keep their names."),
        (_unmark_rows, "look", "marks: the rows of headings of Slots are not marked, so one heading of each must"),
        (_type("Bookings", 2, 7, "Perhaps"), "look", "cells: the app has something to ask about"),
        (_type("_kaizen", 2, 1, "x"), "wrong", "fence: _kaizen does not say that this is a Kaizen year."),
        (_type("_kaizen", 2, 2, "9"), "wrong", "tabs: the year was built by a newer version"),
        (_fence_without_range, "look", "fence: _kaizen and the named range kaizen_revision differ"),
        (_protect("Log"), "wrong", "protection: parts of Log are closed to the app."),
        (_properties(locale="en_US"), "wrong", "locale: United States: Google reads 4/3 as 3 April."),
        (_properties(locale="de_DE"), "look", "locale: de_DE; the app expects en_GB."),
        (_properties(timeZone="Europe/Paris"), "look", "time zone: Europe/Paris; the app works with Europe/London."),
    ],
)
def test_an_ailment_is_named(
    wire: Wire, book: Workbook, ailment: Callable[[Workbook], None], verdict: str, sentence: str
) -> None:
    book.forget()
    ailment(book)
    said = lines(wire, book)
    assert [one for one in said[verdict] if one.startswith(sentence)], said


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [([], "tabs: the spreadsheet is empty. Build a year"), (["Monday"], "tabs: this is somebody else's spreadsheet")],
)
def test_a_sheet_without_a_year(wire: Wire, cells: list[str], sentence: str) -> None:
    made = wire.client().create("Dinner money")
    if cells:
        made.sheet1.update([cells], "A1")
    assert lines(wire, Workbook(wire.client(), made.id))["wrong"][0].startswith(sentence)


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (0, {}),
        (10, {}),
        (-11, {"look": ["clock: this machine is 11 seconds behind the server."]}),
        (299, {"look": ["clock: this machine is 299 seconds ahead of the server."]}),
        (301, {"wrong": ["clock: this machine is 301 seconds ahead of the server."]}),
    ],
)
def test_the_clock_is_compared_with_the_servers(
    wire: Wire, book: Workbook, apart: int, said: dict[str, list[str]]
) -> None:
    def dated(_: str, told: requests.Response) -> requests.Response:
        told.headers["Date"] = "Mon, 23 Nov 2026 08:00:00 GMT"
        return told

    wire.after = dated
    seen = lines(wire, book, NOW + timedelta(seconds=apart))
    assert {verdict: [one.partition(" Have")[0] for one in many] for verdict, many in seen.items()} == said


def test_a_sheet_that_does_not_say_the_time_is_taken_at_ours(wire: Wire, book: Workbook) -> None:
    def undated(_: str, told: requests.Response) -> requests.Response:
        del told.headers["Date"]
        return told

    wire.after = undated
    seen = [str(line) for line in examined(Patient(wire.client(), book, EMAIL), NOW, "an id")]
    assert "ok     clock: the sheet's answers don't say what time it is there." in seen


def test_a_sheet_that_is_nearly_full(wire: Wire, book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CELLS_LOOK", 1_000)
    (sentence,) = lines(wire, book)["look"]
    assert sentence.startswith("size: ")
    assert "of 10,000,000 cells are taken. Delete blank rows" in sentence


def test_what_is_not_told_is_called_unknown(wire: Wire, book: Workbook) -> None:
    def bare(call: str, told: requests.Response) -> requests.Response:
        return answer(200, told.text.replace('"locale":"en_GB",', "").replace(',"timeZone":"Europe/London"', ""))

    wire.after = bare
    said = lines(wire, book)["look"]
    assert [one.partition(";")[0] for one in said] == ["locale: unknown", "time zone: unknown"]


def test_the_sheet_is_looked_at_as_what_it_is(wire: Wire, book: Workbook) -> None:
    """Somebody's own tab and column are nobody's business."""
    book.forget()
    book.apply([{"addSheet": {"properties": {"title": "Cakes"}}}])
    book.forget()
    _type("Cakes", 1, 1, "Lemon")(book)
    assert lines(wire, book) == {}
