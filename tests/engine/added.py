"""What a head does to a tab to have something asked or worked out: a heading, a note, a rule, a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaizen.sheet.tab_building import column_letter

if TYPE_CHECKING:
    from kaizen.engine.hand import Hand

Rule = dict[str, Any]


def number_between(least: str, most: str) -> Rule:
    """Return a rule for numbers."""
    values = [{"userEnteredValue": least}, {"userEnteredValue": most}]
    return {"condition": {"type": "NUMBER_BETWEEN", "values": values}, "strict": True}


def one_of(*options: str, strict: bool = False) -> Rule:
    """Return a dropdown."""
    values = [{"userEnteredValue": option} for option in options]
    return {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": strict, "showCustomUi": True}


def from_range(place: str, *, strict: bool = True) -> Rule:
    """Return a dropdown that takes its options from a range."""
    values = [{"userEnteredValue": place}]
    return {"condition": {"type": "ONE_OF_RANGE", "values": values}, "strict": strict}


TICK_BOX: Rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
A_DAY: Rule = {"condition": {"type": "DATE_IS_VALID"}, "strict": True}


def add_column(hand: Hand, title: str, heading: str, at: int | None = None, **more: Any) -> int:
    """Add a column, at the end unless told, and return its number from 0.

    Args:
        hand: whose doing it is.
        title: of the tab.
        heading: as typed.
        at: its number from 0.
        more: ``note``, ``rule``, ``hidden``, or ``number_format``, of the whole column.
    """
    sheet_id = hand.sheet_id(title)
    column = max(map(len, hand.grid(title))) if at is None else at
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    body = {"sheetId": sheet_id, "startRowIndex": 1, "startColumnIndex": column, "endColumnIndex": column + 1}
    head = {"userEnteredValue": {"stringValue": heading}, "note": more.get("note", "")}
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": column}
    cell = {"userEnteredFormat": {"numberFormat": more.get("number_format", {})}}
    hand.restructure(
        [
            {"insertDimension": {"range": span, "inheritFromBefore": column > 0}},
            {"updateCells": {"start": start, "rows": [{"values": [head]}], "fields": "userEnteredValue,note"}},
            {"setDataValidation": {"range": body} | ({"rule": more["rule"]} if "rule" in more else {})},
            {"repeatCell": {"range": body, "cell": cell, "fields": "userEnteredFormat.numberFormat"}},
            {
                "updateDimensionProperties": {
                    "range": span,
                    "properties": {"hiddenByUser": more.get("hidden", False)},
                    "fields": "hiddenByUser",
                }
            },
        ]
    )
    return column


def fill_down(hand: Hand, title: str, column: int, formula: str, rows: int | None = None) -> None:
    """Type a formula with ``{row}`` in it into every row of a column, or into so many."""
    last = len(hand.grid(title)) if rows is None else rows + 1
    for row in range(2, last + 1):
        hand.type_in(title, row, column + 1, formula.format(row=row))


def cells_below(hand: Hand, title: str, heading: str, name: str = "userEnteredValue") -> list[Any]:
    """Return what stands under a heading, as ``spreadsheets.get`` tells it: a part of each cell, row by row."""
    found = typed(hand, title, hand.grid(title)[0].index(heading), name)[1:]
    while found and not found[-1]:
        found.pop()
    return found


def typed(hand: Hand, title: str, column: int, name: str = "userEnteredValue") -> list[Any]:
    """Return a part of each cell of a column, counted from 0, from the first row on."""
    letter = column_letter(column)
    fields = f"sheets.data.rowData.values({name})"
    block = hand._book.part([f"'{title}'!{letter}:{letter}"], fields, patient=True)["sheets"][0]["data"][0]
    cells = [row.get("values") or [{}] for row in block["rowData"]]
    return [cell[0].get(name.partition(".")[0], {}) for cell in cells]
