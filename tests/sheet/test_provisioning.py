"""The workbook is built in an empty spreadsheet on the embedded sheet, and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gspread
import pytest

from kaizen.domain.settings import SettingRow
from kaizen.domain.year import FIELD_OF
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.layout import ALL_TABS, KAIZEN, LISTS, LISTS_TAB, READ_ME, SETTINGS, SIGN_INS, YEAR_TABS, Kind
from kaizen.sheet.provisioning import Here, provision, what_is_here
from kaizen.sheet.reading import Reading, YearReader
from kaizen.sheet.tab_building import column_letter
from kaizen.sheet.writing import append_cells, update_cells
from kaizen.sheets_local import LocalSheets, session
from tests.demo_year import demo_year
from tests.sheet.grids import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.sheet.cells import Grid

TITLES = [tab.title for tab in ALL_TABS]
DETAILS = (
    "properties(locale,timeZone),sheets(properties,bandedRanges,protectedRanges,"
    "data(columnMetadata(pixelSize),rowData(values(userEnteredValue,effectiveFormat,userEnteredFormat,note,dataValidation))))"
)


@pytest.fixture(scope="module")
def client() -> Iterator[gspread.Client]:
    store = LocalSheets.open(None)
    yield gspread.Client(auth=None, session=session(store))
    store.close()


@pytest.fixture(scope="module")
def book(client: gspread.Client) -> gspread.Spreadsheet:
    """Return a spreadsheet that holds the demo network."""
    made = client.create("Demo")
    made.batch_update({"requests": provision(tabs_of(made), demo_rows())})
    return made


@pytest.fixture(scope="module")
def details(book: gspread.Spreadsheet) -> dict[str, Any]:
    """Return everything about the demo spreadsheet, its sheets by title."""
    answer: dict[str, Any] = book.client.spreadsheets_get(book.id, {"fields": DETAILS})
    return answer | {"sheets": {sheet["properties"]["title"]: sheet for sheet in answer["sheets"]}}


def tabs_of(book: gspread.Spreadsheet) -> dict[str, int]:
    return {sheet.title: sheet.id for sheet in book.worksheets()}


def grids_of(book: gspread.Spreadsheet, **how: str) -> dict[str, Grid]:
    options = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"} | how
    titles = list(tabs_of(book))
    answer = book.values_batch_get([f"'{title}'" for title in titles], options)
    return {title: block.get("values", ()) for title, block in zip(titles, answer["valueRanges"], strict=True)}


def read(book: gspread.Spreadsheet) -> Reading:
    return YearReader().read(grids_of(book))


def test_every_tab_is_there_in_order_and_only_what_the_app_remembers_is_hidden(details: dict[str, Any]) -> None:
    assert list(details["sheets"]) == TITLES
    hidden = [title for title, sheet in details["sheets"].items() if sheet["properties"].get("hidden")]
    assert hidden == [SIGN_INS.title, KAIZEN.title]
    assert details["properties"] == {"locale": "en_GB", "timeZone": "Europe/London"}


def test_the_demo_year_comes_back_as_it_was(book: gspread.Spreadsheet) -> None:
    year = read(book).year
    for kind, rows in FIELD_OF.items():
        ours, plain = getattr(year, rows), getattr(demo_year(), rows)
        if kind is SettingRow:  # a cell that is typed by what its row asks for; the settings are compared below
            continue
        assert [row.model_copy(update={"ref": ""}) for row in ours] == [
            row.model_copy(update={"ref": ""}) for row in plain
        ]
    assert year.settings == demo_year().settings
    assert year.lists == LISTS
    assert [row.ref for row in year.bookings[:2]] == ["demo-1", "demo-2"]
    assert year.seen_keys == {"demo"}


def test_every_cell_of_the_demo_year_is_plainly_read(book: gspread.Spreadsheet) -> None:
    reading = read(book)
    assert [line for tab in reading.tabs.values() for line in told(tab.findings)] == []
    assert "Costs row 2, Date" in {str(finding.place) for finding in reading.findings}


def test_people_see_dates_times_and_money_the_british_way(book: gspread.Spreadsheet) -> None:
    shown = grids_of(book, valueRenderOption="FORMATTED_VALUE")
    assert list(shown["Settings"][6])[:2] == ["Conference date", "22/02/2027"]
    assert list(shown["Slots"][1])[:3] == ["Arrive", "08:30", "09:00"]
    assert shown["Costs"][1][5] == "\u00a3600.00"
    assert shown["Bookings"][1][0] == "16/11/2026 08:00"
    assert shown["Schools"][1][10] == "01632 960100"


def test_nothing_is_a_formula(details: dict[str, Any]) -> None:
    values = [
        cell.get("userEnteredValue", {})
        for sheet in details["sheets"].values()
        for row in sheet["data"][0].get("rowData", [])
        for cell in row.get("values", [])
    ]
    assert sum(map(bool, values)) > 9000
    assert not any("formulaValue" in value for value in values)


@pytest.mark.parametrize("tab", [tab for tab in ALL_TABS if tab is not READ_ME], ids=lambda tab: tab.title)
def test_headings_are_bold_frozen_explained_and_guarded(details: dict[str, Any], tab: Any) -> None:
    sheet = details["sheets"][tab.title]
    head = sheet["data"][0]["rowData"][0]["values"]
    assert [cell["userEnteredValue"]["stringValue"] for cell in head] == list(tab.headings)
    assert all(cell["userEnteredFormat"]["textFormat"]["bold"] for cell in head)
    assert all("note" in cell for cell in head)
    assert sheet["properties"]["gridProperties"]["frozenRowCount"] == 1
    assert sheet["properties"]["gridProperties"]["columnCount"] == len(tab.headings)
    assert len(sheet["bandedRanges"]) == 1
    assert all(guard["warningOnly"] for guard in sheet["protectedRanges"])
    assert len(sheet["protectedRanges"]) == 1 + tab.has_ref


@pytest.mark.parametrize("tab", YEAR_TABS, ids=lambda tab: tab.title)
def test_dropdowns_and_tick_boxes(details: dict[str, Any], tab: Any) -> None:
    cells = details["sheets"][tab.title]["data"][0]["rowData"][1]["values"]
    for column, cell in zip(tab.columns, cells, strict=False):
        rule = cell.get("dataValidation", {})
        kind = rule.get("condition", {}).get("type")
        if column.kind is Kind.TICK:
            assert (kind, rule["strict"]) == ("BOOLEAN", True)
        elif column.kind is Kind.DATE:
            assert (kind, rule.get("strict", False)) == ("DATE_IS_VALID", False)
        elif column.options:
            assert kind == "ONE_OF_RANGE"
            assert rule.get("strict", False) == (not column.options.free and column.kind is not Kind.CHOICES)
            assert rule["condition"]["values"][0]["userEnteredValue"].startswith(f"='{column.options.tab}'!$")
        else:
            assert kind is None


def test_a_dropdown_takes_its_options_from_the_right_column(details: dict[str, Any]) -> None:
    cells = details["sheets"]["Staff"]["data"][0]["rowData"][1]["values"]
    assert cells[2]["dataValidation"]["condition"]["values"] == [{"userEnteredValue": "='Schools'!$B$2:$B"}]
    roles = column_letter(list(LISTS).index("Roles"))
    assert cells[3]["dataValidation"]["condition"]["values"] == [
        {"userEnteredValue": f"='{LISTS_TAB.title}'!${roles}$2:${roles}"}
    ]


def test_letters_of_columns() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_ref_is_last_narrow_and_grey(details: dict[str, Any]) -> None:
    sheet = details["sheets"]["Bookings"]
    data = sheet["data"][0]
    assert data["columnMetadata"][-1]["pixelSize"] < min(one["pixelSize"] for one in data["columnMetadata"][:-1])
    style = data["rowData"][1]["values"][-1]["userEnteredFormat"]
    assert style["textFormat"]["foregroundColor"]["red"] == pytest.approx(0.6)


def test_the_read_me_is_plain_english(book: gspread.Spreadsheet) -> None:
    text = "\n".join(line[0] for line in book.worksheet(READ_ME.title).get_all_values())
    assert text.startswith("This sheet is the Kaizen year")
    for tab in YEAR_TABS:
        assert (f"{tab.title}: {tab.purpose}." in text) != tab.hidden


def test_an_empty_network_starts_with_the_usual_settings(client: gspread.Client) -> None:
    book = client.create("Empty")
    book.add_worksheet("Sheet2", 5, 5)
    book.batch_update({"requests": provision(tabs_of(book))})
    assert list(tabs_of(book)) == TITLES
    reading = read(book)
    assert (reading.year.people, reading.year.settings.workshops_each) == ((), 3)
    assert told(reading.findings) == [
        (
            "QUERIED Settings, Value: There is no School year such as 2026-27 on Settings. "
            "Meanwhile 2026-27 is taken, because nothing on Dates tells."
        )
    ]
    assert what_is_here(grids_of(book)) is Here.KAIZEN


def test_ids_of_tabs_that_are_there_are_not_used_again() -> None:
    requests = provision({"One": 1002, "Two": 1001})
    added = [request["addSheet"]["properties"]["sheetId"] for request in requests if "addSheet" in request]
    assert added[0] == 1003
    assert len(set(added)) == len(ALL_TABS) - 1
    assert requests[-1] == {"deleteSheet": {"sheetId": 1001}}


@pytest.mark.parametrize(
    ("grids", "here"),
    [
        ({"Sheet1": ()}, Here.EMPTY),
        ({"Sheet1": [["", False], []], "Sheet2": ()}, Here.EMPTY),
        ({"Sheet1": [[0]]}, Here.FOREIGN),
        ({"Budget": [["Name", "Pounds"]]}, Here.FOREIGN),
        ({"_kaizen": [["Name", "Value"], ["schema", "1"]]}, Here.KAIZEN),
        ({"_Kaizen": [["Name", "Value"], ["revision"], ["schema", 1]], "Staff": [["Ann"]]}, Here.KAIZEN),
        ({"_kaizen": [["schema", "2"]]}, Here.NEWER),
        ({"_kaizen": [["schema", "x"]]}, Here.FOREIGN),
        ({"_kaizen": ()}, Here.EMPTY),
    ],
)
def test_what_is_here(grids: dict[str, Any], here: Here) -> None:
    assert what_is_here(grids) is here


def test_settings_that_the_app_does_not_know_are_built_as_they_are() -> None:
    rows = {SETTINGS.title: [SettingRow(setting="Cake", value="lemon"), SettingRow(setting="Workshops each")]}
    bodies = [request["updateCells"] for request in provision({"Sheet1": 0}, rows) if "updateCells" in request]
    body = next(one for one in bodies if one["start"]["sheetId"] == 1001 and one["start"]["rowIndex"] == 1)
    assert [row["values"][1].get("userEnteredValue") for row in body["rows"]] == [{"stringValue": "lemon"}, None]


def test_what_the_app_writes_lands_under_its_headings_and_comes_back(client: gspread.Client) -> None:
    book = client.create("Written")
    book.batch_update({"requests": provision(tabs_of(book), demo_rows())})
    sheet = book.worksheet("Follow-ups")
    book.batch_update(
        {
            "requests": [
                {
                    "insertDimension": {
                        "range": {"sheetId": sheet.id, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}
                    }
                },
                {
                    "sortRange": {
                        "range": {"sheetId": sheet.id, "startRowIndex": 1},
                        "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}],
                    }
                },
            ]
        }
    )
    sheet.update([["Our own"]], "C1")
    tab = read(book).tabs["Follow-ups"]
    last = tab.records[-1]
    new = last.model_copy(update={"ref": "k-1", "id": "F26", "what": "=1+1", "happened": "One\n+two"})
    book.batch_update(
        {
            "requests": [
                append_cells(tab, sheet.id, [new]),
                *update_cells(tab, sheet.id, last.ref, {"happened": "@done", "by": None}),
            ]
        }
    )
    again = read(book)
    assert again.tabs["Follow-ups"].records[-1] == new
    assert again.tabs["Follow-ups"].records[-2] == last.model_copy(update={"happened": "@done", "by": None})
    assert again.tabs["Follow-ups"].extra == ("Our own",)
    assert "k" in again.year.seen_keys
