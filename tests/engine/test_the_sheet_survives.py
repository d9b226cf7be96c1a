"""A head's own columns, tabs, colours, notes, filters and order survive a long run of commands, cell by cell."""

from __future__ import annotations

import inspect
import pkgutil
from contextlib import suppress
from datetime import UTC
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from kaizen import services
from kaizen.engine.google import Workbook, quoted
from kaizen.engine.office import Habits, Office
from kaizen.errors import Refused
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.layout import CHECKS, KAIZEN, LOG, REF
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalSheets
from tests.engine.added import one_of
from tests.engine.every_wish import NOON, NOT_HERE, wish
from tests.engine.sheets import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaizen.engine.hand import Hand

FIELDS = (
    "sheets(properties,merges,basicFilter,conditionalFormats,bandedRanges,filterViews,protectedRanges,"
    "data(rowMetadata(hiddenByUser,pixelSize),columnMetadata(pixelSize,hiddenByUser,developerMetadata(metadataKey,metadataValue)),"
    "rowData.values(userEnteredValue,userEnteredFormat,note,dataValidation)))"
)
OURS = {LOG.title, CHECKS.title, KAIZEN.title}
"""Tabs that the app writes as it goes; everything else is people's."""

BANDS = {"firstBandColor": {"red": 1.0}, "secondBandColor": {"blue": 1.0}}
PINK = {"red": 1.0, "green": 0.8, "blue": 0.8}
Sheet = dict[str, Any]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Office, Workbook]]:
    store = LocalSheets.open(None, clock=lambda: NOON.replace(tzinfo=UTC))
    wire = Wire(store)
    book = Workbook(wire.client(), wire.client().create("The demo").id)
    book.apply(provision(book.structure.tabs, demo_rows()))
    habits = Habits(tmp_path / "sheet.lock", embedded=True, local_time=lambda: NOON)
    made = Office(wire.client(), Wire(store).client(), book.spreadsheet_id, habits)
    decorate(made.by_hand)
    yield made, book
    made.close()
    store.close()


def decorate(hand: Hand) -> None:
    """Do to the sheet what heads do: colours, notes, columns, a tab, a filter, another order, a renamed heading."""
    bookings, visits, staff = map(hand.sheet_id, ("Bookings", "Visits", "Staff"))
    own = {"sheetId": bookings, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 4}
    moved = {"sheetId": visits, "dimension": "COLUMNS", "startIndex": 9, "endIndex": 10}
    rows = {"sheetId": staff, "dimension": "ROWS", "startIndex": 20, "endIndex": 26}
    body = {"sheetId": bookings, "startRowIndex": 1, "endRowIndex": 391}
    hand.restructure(
        [
            {"insertDimension": {"range": own}},
            {"moveDimension": {"source": moved, "destinationIndex": 0}},
            {"addSheet": {"properties": {"title": "Cake rota"}}},
            {"sortRange": {"range": body, "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]}},
            _coloured(bookings, 5, 40, 0, 9),
            _coloured(staff, 10, 11, 0, 6),
            _noted(bookings, 7, 6, "Zoe knows why"),
            _noted(visits, 3, 1, "by train"),
            {"setBasicFilter": {"filter": {"range": {"sheetId": visits, "startRowIndex": 0, "endRowIndex": 106}}}},
            {"mergeCells": {"range": _cells(staff, 400, 401, 0, 3), "mergeType": "MERGE_ALL"}},
            {"setDataValidation": {"range": _cells(bookings, 1, 500, 2, 3), "rule": one_of("yes", "not yet")}},
            {"addConditionalFormatRule": {"rule": _red_where_blank(_cells(staff, 1, 300, 4, 5)), "index": 0}},
            {"addProtectedRange": {"protectedRange": {"range": _cells(staff, 0, 1, 0, 9), "warningOnly": True}}},
            {"addFilterView": {"filter": {"title": "Ours", "range": _cells(bookings, 0, 300, 0, 9)}}},
            {"updateDimensionProperties": {"range": own, "properties": {"pixelSize": 222}, "fields": "pixelSize"}},
            {
                "updateDimensionProperties": {
                    "range": rows,
                    "properties": {"hiddenByUser": True},
                    "fields": "hiddenByUser",
                }
            },
        ]
    )
    hand.type_in("Bookings", 1, 3, "Badge printed")
    for row in range(2, 300, 3):
        hand.type_in("Bookings", row, 3, "yes")
    hand.type_in("Bookings", 1, 4, "Letters in the name")
    hand.type_in("Bookings", 2, 4, "=LEN(E2)")
    hand.type_in("Bookings", 1, 9, "How it stands")
    hand.append("Cake rota", ["Mon", "Ann", "lemon"])
    cakes = _cells(hand.sheet_id("Cake rota"), 0, 90, 0, 5)
    hand.restructure([{"addBanding": {"bandedRange": {"range": cakes, "rowProperties": BANDS}}}])


def _cells(sheet_id: int, top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    columns = {"startColumnIndex": left, "endColumnIndex": right}
    return {"sheetId": sheet_id, "startRowIndex": top, "endRowIndex": bottom, **columns}


def _red_where_blank(place: dict[str, int]) -> Sheet:
    rule = {"condition": {"type": "BLANK"}, "format": {"backgroundColor": PINK}}
    return {"ranges": [place], "booleanRule": rule}


def _coloured(sheet_id: int, *place: int) -> Sheet:
    cell = {"userEnteredFormat": {"backgroundColor": PINK}}
    fields = "userEnteredFormat.backgroundColor"
    return {"repeatCell": {"range": _cells(sheet_id, *place), "cell": cell, "fields": fields}}


def _noted(sheet_id: int, row: int, column: int, note: str) -> Sheet:
    place = _cells(sheet_id, row, row + 1, column, column + 1)
    return {"repeatCell": {"range": place, "cell": {"note": note}, "fields": "note"}}


def workbook(book: Workbook) -> dict[str, Sheet]:
    """Return everything about every tab, by title."""
    book.forget()
    answer = book.part([quoted(title) for title in book.structure.tabs], FIELDS, patient=True)
    return {sheet["properties"]["title"]: sheet for sheet in answer["sheets"]}


def rows_of(sheet: Sheet) -> list[list[Sheet]]:
    return [row.get("values", []) for row in sheet["data"][0].get("rowData", [])]


def shell_of(sheet: Sheet) -> Sheet:
    """Return all of a tab but its cells and its height, which new rows may change."""
    properties = {name: value for name, value in sheet["properties"].items() if name != "gridProperties"}
    grid = {name: value for name, value in sheet["properties"]["gridProperties"].items() if name != "rowCount"}
    columns = sheet["data"][0]["columnMetadata"]
    kept = ("merges", "basicFilter", "conditionalFormats", "filterViews", "protectedRanges", "bandedRanges")
    return {**{name: sheet.get(name) for name in kept}, "properties": properties, "grid": grid, "columns": columns}


def shown(cell: Sheet) -> str:
    """Return what a cell holds as text, "" for a blank one."""
    held = next(iter(cell.get("userEnteredValue", {}).values()), "")
    return f"{held:g}" if isinstance(held, float) else str(held)


def changes(before: Sheet, after: Sheet) -> list[tuple[int, int]]:
    """Return row and column, counted from 0, of every cell of which anything differs."""
    old, new = rows_of(before), rows_of(after)
    found = []
    for row in range(max(len(old), len(new))):
        ours, theirs = (rows[row] if row < len(rows) else [] for rows in (old, new))
        for column in range(max(len(ours), len(theirs))):
            one, two = (cells[column] if column < len(cells) else {} for cells in (ours, theirs))
            found += [(row, column)] if one != two else []
    return found


def some_trouble(office: Office) -> None:
    """Mistype a cell and delete a row, so that there is something to put right and to bring back."""
    hand = office.by_hand
    office.refresh()
    hand.delete("Sessions", 5)
    hand.type_in("Rooms", 3, hand.grid("Rooms")[0].index("Step-free") + 1, "Yess")
    office.refresh()


def all_kinds() -> set[str]:
    """Return the names of all commands of the app."""
    modules = (import_module(f"kaizen.services.{one.name}") for one in pkgutil.iter_modules(services.__path__))
    classes = (one for module in modules for one in vars(module).values() if inspect.isclass(one))
    return {one.__name__ for one in classes if hasattr(one, "decide") and one.__module__.startswith("kaizen.services")}


def test_only_the_cells_that_the_commands_meant_have_changed(opened: tuple[Office, Workbook]) -> None:
    office, book = opened
    some_trouble(office)
    before = workbook(book)
    chance, done = Random(3), set[str]()  # noqa: S311 - a workload, the same each time
    for number in range(400):
        command = wish(office, chance, f"wish-{number}", done)
        with suppress(Refused):
            if command is not None:
                office.do(command)
                done.add(type(command).__name__)
    assert done == all_kinds() - NOT_HERE
    after = workbook(book)
    office.refresh()
    assert list(after) == list(before)
    meant = {(entry["Tab"], entry["Row"], entry["Column"]) for entry in logged(after[LOG.title])}
    touched = set()
    for title in before.keys() - OURS:
        assert shell_of(after[title]) == shell_of(before[title]), title
        heights = [sheet["data"][0]["rowMetadata"] for sheet in (before[title], after[title])]
        assert heights[1][: len(heights[0])] == heights[0], title
        touched |= check_tab(office, title, before[title], after[title], meant)
    assert {"Bookings", "Visits", "Workshops", "Follow-ups"} <= touched
    assert len({entry for entry in meant if entry[2]}) > 10


@pytest.mark.parametrize(
    ("title", "row", "column", "part"),
    [
        ("Bookings", 7, 6, "note"),
        ("Bookings", 8, 2, "userEnteredFormat"),
        ("Bookings", 1, 3, "userEnteredValue"),
        ("Cake rota", 0, 2, "userEnteredValue"),
    ],
)
def test_whatever_is_lost_would_be_seen(
    opened: tuple[Office, Workbook], title: str, row: int, column: int, part: str
) -> None:
    office, book = opened
    before, after = workbook(book), workbook(book)
    assert changes(before[title], after[title]) == []
    del rows_of(after[title])[row][column][part]
    assert changes(before[title], after[title]) == [(row, column)]
    with pytest.raises((AssertionError, KeyError)):
        check_tab(office, title, before[title], after[title], set())


def check_tab(office: Office, title: str, before: Sheet, after: Sheet, meant: set[tuple[str, str, str]]) -> set[str]:
    """Hold every cell of a tab that differs against Log: a new row of ours, or a cell that a wish has amended."""
    differing = changes(before, after)
    if not differing:
        return set()
    tab = office.reading.tabs[title]
    height, rows = last_row(before), rows_of(after)
    heading_of = {column: heading for heading, column in tab.columns.items()}
    refs = {number: ref for ref, number in tab.rows.items()}
    for row, column in differing:
        assert column in heading_of, (title, row, column)
        ref = shown(rows[row][tab.columns[REF]]) if tab.tab.has_ref else refs[row + 1]
        if row < height:
            heading = heading_of[column]
            old = rows_of(before)[row][column] if column < len(rows_of(before)[row]) else {}
            assert heading == REF or (title, ref, heading) in meant, (title, row, heading)
            changed = {name for name in {*old, *rows[row][column]} if old.get(name) != rows[row][column].get(name)}
            assert changed <= {"userEnteredValue"}, (title, row, heading)
        else:
            assert (title, ref, "") in meant, (title, row)
            assert "formulaValue" not in rows[row][column].get("userEnteredValue", {})
    return {title}


def last_row(sheet: Sheet) -> int:
    """Return how many rows there are down to the last one with something in it."""
    return max(number for number, cells in enumerate(rows_of(sheet), start=1) if any(map(shown, cells)))


def logged(sheet: Sheet) -> list[dict[str, str]]:
    head, *lines = ([shown(cell) for cell in cells] for cells in rows_of(sheet))
    return [dict(zip(head, line, strict=False)) for line in lines if any(line)]
