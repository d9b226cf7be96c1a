"""How cells look in an .xlsx file: fonts, fills, number formats, notes and dropdowns, from what the Sheets API says."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kaizen.exports.xlsx_cells import text_kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.cell import Cell as FileCell
    from openpyxl.worksheet.worksheet import Worksheet

    from kaizen.sheet.picture import Look, TabPicture

MOST_IN_A_FORMAT: Final = 255
"""Letters of a number format or a prompt that Excel takes."""

NOTE_WIDTH, NOTE_HEIGHT = 300, 120
"""Pixels."""

OPTION_ROWS: Final = 1000
"""How far down a dropdown looks for options, so that those added later are in it."""

_RANGE = re.compile(
    r"=?(?:(?P<tab>'(?:[^']|'')+'|[\w ]+)!)?"
    r"\$?(?P<column>[A-Z]{1,3})(?:\$?(?P<row>\d{1,7}))?:\$?(?P=column)(?:\$?(?P<last>\d{1,7}))?"
)
_WRAP = {"WRAP": True, "CLIP": False, "OVERFLOW_CELL": False}
_UPRIGHT = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}
_ACROSS = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_NUMBERS = {
    "NUMBER_GREATER": "greaterThan",
    "NUMBER_GREATER_THAN_EQ": "greaterThanOrEqual",
    "NUMBER_LESS": "lessThan",
    "NUMBER_LESS_THAN_EQ": "lessThanOrEqual",
    "NUMBER_EQ": "equal",
    "NUMBER_NOT_EQ": "notEqual",
    "NUMBER_BETWEEN": "between",
    "NUMBER_NOT_BETWEEN": "notBetween",
}


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell wears."""

    font: Font | None
    fill: PatternFill | None
    alignment: Alignment | None
    number_format: str


@dataclass
class Wardrobe:
    """The styles of a file, each made once.

    Attributes:
        names: title of a tab to what it is called in the file.
        options: lists of options that stand nowhere in the sheet, in the order of the columns they are to stand in.
        options_tab: the tab of the file for those.
    """

    names: Mapping[str, str]
    options_tab: str
    options: list[list[str]] = field(default_factory=list)
    _styles: dict[str, Style] = field(default_factory=dict)

    def dress(self, cell: FileCell, look: Look) -> None:
        """Give a cell its format and its note."""
        told = look.get("userEnteredFormat")
        if told:
            key = json.dumps(told, sort_keys=True)
            style = self._styles.get(key) or self._styles.setdefault(key, _style(told))
            _wear(cell, style)
        if note := text_kept(str(look.get("note", ""))):
            cell.comment = Comment(note, "Kaizen", height=NOTE_HEIGHT, width=NOTE_WIDTH)

    def validate(self, tab: Worksheet, picture: TabPicture) -> None:
        """Give the cells of a tab their dropdowns, tick boxes and rules; a rule that Excel has not is left out."""
        where: defaultdict[str, list[str]] = defaultdict(list)
        for column in range(max(map(len, picture.looks), default=0)):
            rules = [_rule_at(row, column) for row in picture.looks]
            for rule, first, last in _runs(rules):
                where[rule].append(f"{get_column_letter(column + 1)}{first + 1}:{get_column_letter(column + 1)}{last}")
        for rule, spans in where.items():
            validation = self._validation(json.loads(rule), tab.title)
            if validation is not None:
                for span in spans:
                    validation.add(span)
                tab.add_data_validation(validation)

    def _validation(self, rule: Mapping[str, Any], own: str) -> DataValidation | None:
        condition = rule.get("condition", {})
        values = [str(value.get("userEnteredValue", "")) for value in condition.get("values", ())]
        told = self._told(condition.get("type", ""), values, own)
        if told is None:
            return None
        prompt = text_kept(str(rule.get("inputMessage", "")))[:MOST_IN_A_FORMAT]
        return DataValidation(
            **told,
            allow_blank=True,
            showErrorMessage=bool(rule.get("strict")),
            showInputMessage=bool(prompt),
            prompt=prompt or None,
        )

    def _told(self, kind: str, values: Sequence[str], own: str) -> dict[str, Any] | None:
        match kind:
            case "BOOLEAN":
                return None if values else {"type": "list", "formula1": '"TRUE,FALSE"'}
            case "DATE_IS_VALID":
                return {"type": "date", "operator": "greaterThanOrEqual", "formula1": "1"}
            case "ONE_OF_LIST":
                return {"type": "list", "formula1": self._listed(values)}
            case "ONE_OF_RANGE":
                return self._from_range(values, own)
        return _numbers(_NUMBERS.get(kind, ""), values)

    def _listed(self, values: Sequence[str]) -> str:
        """Return where the options are: on a hidden tab, as Excel takes no comma and few letters in the rule itself."""
        options = list(map(text_kept, values))
        if options not in self.options:
            self.options.append(options)
        letter = get_column_letter(self.options.index(options) + 1)
        return f"'{self.options_tab}'!${letter}$1:${letter}${len(options)}"

    def _from_range(self, values: Sequence[str], own: str) -> dict[str, Any] | None:
        """Return a list from one column of a tab of the file, ``own`` where the range names none."""
        found = _RANGE.fullmatch(values[0]) if values else None
        if found is None:
            return None
        title = (found["tab"] or "").strip("'").replace("''", "'")
        name = (self.names.get(title, title) or own).replace("'", "''")
        column, row = found["column"], int(found["row"] or 1)
        last = int(found["last"] or row + OPTION_ROWS - 1)
        return {"type": "list", "formula1": f"'{name}'!${column}${row}:${column}${last}"}


def _numbers(operator: str, values: Sequence[str]) -> dict[str, Any] | None:
    try:
        bounds = [str(float(value)) for value in values]
    except ValueError:
        return None
    if not operator or not bounds:
        return None
    return {"type": "decimal", "operator": operator, "formula1": bounds[0], "formula2": (*bounds, None)[1]}


def _rule_at(row: Sequence[Look], column: int) -> str:
    rule = row[column].get("dataValidation") if column < len(row) else None
    return json.dumps(rule, sort_keys=True) if rule else ""


def _runs(rules: Sequence[str]) -> Iterable[tuple[str, int, int]]:
    """Give each rule that stands in cells one below the other, with the first row and the one after the last."""
    first = 0
    for row in range(1, len(rules) + 1):
        if row == len(rules) or rules[row] != rules[first]:
            if rules[first]:
                yield rules[first], first, row
            first = row


def _style(told: Mapping[str, Any]) -> Style:
    text, pattern = told.get("textFormat", {}), text_kept(str(told.get("numberFormat", {}).get("pattern", "")))
    back = _colour(told.get("backgroundColor"))
    return Style(
        font=_font(text) if text else None,
        fill=PatternFill("solid", start_color=back) if back else None,
        alignment=_alignment(told),
        number_format=pattern if len(pattern) <= MOST_IN_A_FORMAT else "",
    )


def _font(text: Mapping[str, Any]) -> Font:
    return Font(
        name="Arial",
        size=text.get("fontSize", 10),
        bold=text.get("bold", False),
        italic=text.get("italic", False),
        strike=text.get("strikethrough", False),
        underline="single" if text.get("underline") else None,
        color=_colour(text.get("foregroundColor")),
    )


def _alignment(told: Mapping[str, Any]) -> Alignment | None:
    wrap = _WRAP.get(told.get("wrapStrategy", ""))
    upright, across = _UPRIGHT.get(told.get("verticalAlignment", "")), _ACROSS.get(told.get("horizontalAlignment", ""))
    if wrap is None and not upright and not across:
        return None
    return Alignment(wrap_text=wrap, vertical=upright, horizontal=across)


def _colour(colour: Mapping[str, float] | None) -> str | None:
    if colour is None:
        return None
    return "FF" + "".join(f"{round(255 * colour.get(part, 0)):02X}" for part in ("red", "green", "blue"))


def _wear(cell: FileCell, style: Style) -> None:
    if style.font is not None:
        cell.font = style.font
    if style.fill is not None:
        cell.fill = style.fill
    if style.alignment is not None:
        cell.alignment = style.alignment
    if style.number_format:
        cell.number_format = style.number_format
