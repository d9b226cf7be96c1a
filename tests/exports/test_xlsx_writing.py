"""What the file looks like to another program: headings, dropdowns, hidden things, names of tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.exports.xlsx_writing import names_for, written
from kaizen.sheet.picture import TabPicture
from tests.exports.demo_copy import ORIGIN, opened, picture

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

BOLD = {
    "textFormat": {"bold": True, "foregroundColor": {"red": 1.0, "green": 1.0, "blue": 1.0}, "underline": True},
    "backgroundColor": {"red": 0.16, "green": 0.33, "blue": 0.41},
    "wrapStrategy": "WRAP",
    "verticalAlignment": "MIDDLE",
    "horizontalAlignment": "CENTER",
}


def test_headings_are_bold_frozen_and_have_their_notes() -> None:
    looks = [[{"userEnteredFormat": BOLD, "note": "Needed."}, {}]]
    tab = TabPicture("Staff", "Staff", [["Name", "Age"]], looks, frozen=(1, 2), widths=[140, 70])
    sheet = opened(written([tab], ORIGIN))["Staff"]
    heading = sheet["A1"]
    assert (heading.font.bold, heading.font.underline, heading.font.color.rgb) == (True, "single", "FFFFFFFF")
    assert (heading.fill.start_color.rgb, heading.comment.text) == ("FF295469", "Needed.")
    assert (heading.alignment.wrap_text, heading.alignment.vertical, heading.alignment.horizontal) == (
        True,
        "center",
        "center",
    )
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["A"].width == pytest.approx(20)


def test_formats_are_kept_and_one_that_is_too_long_is_not() -> None:
    money, long = ({"userEnteredFormat": {"numberFormat": {"pattern": p}}} for p in ("\u00a3#,##0.00", "0" * 300))
    sheet = opened(written([TabPicture("Costs", "Costs", [[2.5, 3]], [[money, long]])], ORIGIN))["Costs"]
    assert (sheet["A1"].number_format, sheet["B1"].number_format) == ("\u00a3#,##0.00", "General")


def test_what_is_hidden_or_merged_stays_so() -> None:
    tab = TabPicture(
        "Mine",
        "Mine",
        [["a", ""], ["b", "c"]],
        hidden=True,
        widths=[100, 100],
        hidden_rows=frozenset({1}),
        hidden_columns=frozenset({1}),
        merges=[(0, 0, 1, 2)],
    )
    book = opened(written([tab, picture("Seen", [["x"]])], ORIGIN))
    assert (book["Mine"].sheet_state, book["Seen"].sheet_state, book.active.title) == ("hidden", "visible", "Seen")
    assert (book["Mine"].row_dimensions[2].hidden, book["Mine"].column_dimensions["B"].hidden) == (True, True)
    assert [str(span) for span in book["Mine"].merged_cells.ranges] == ["A1:B1"]
    assert [tab.title for tab in book if tab.sheet_state == "visible"] == ["Seen"]


def _rules(*conditions: dict[str, Any], strict: bool = True, **rest: Any) -> list[DataValidation]:
    looks = [[{"dataValidation": {"condition": one, "strict": strict, **rest}} for one in conditions]] * 2
    grid = [["x"] * len(conditions)] * 2
    sheet = opened(written([TabPicture("Mine", "Mine", grid, [[], *looks])], ORIGIN))["Mine"]
    found: list[DataValidation] = sheet.data_validations.dataValidation
    return found


def _condition(kind: str, *values: str) -> dict[str, Any]:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}


def test_a_dropdown_looks_where_its_options_stand_and_further_down() -> None:
    (rule,) = _rules(_condition("ONE_OF_RANGE", "='Lists'!$E$2:$E"), inputMessage="Choose")
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "'Lists'!$E$2:$E$1001", "A2:A3")
    assert (rule.showErrorMessage, rule.prompt) == (True, "Choose")
    (free,) = _rules(_condition("ONE_OF_RANGE", "=Lists!A3:A9"), strict=False)
    assert (free.formula1, free.showErrorMessage) == ("'Lists'!$A$3:$A$9", False)
    own = _rules(_condition("ONE_OF_RANGE", "=$B$2:$B$4"), _condition("ONE_OF_RANGE", "=C:C"))
    assert [one.formula1 for one in own] == ["'Mine'!$B$2:$B$4", "'Mine'!$C$1:$C$1000"]


def test_options_that_stand_nowhere_are_put_on_a_hidden_tab() -> None:
    looks = [[{"dataValidation": {"condition": _condition("ONE_OF_LIST", "=1+1", 'a,"b"')}}] * 2]
    other = [[{"dataValidation": {"condition": _condition("ONE_OF_LIST", "yes")}}]]
    tabs = [TabPicture("A", "A", [["x", "y"]], looks), TabPicture("B", "B", [["x"]], [*looks, *other])]
    book = opened(written(tabs, ORIGIN))
    formulas = [rule.formula1 for tab in "AB" for rule in book[tab].data_validations.dataValidation]
    assert formulas == ["'_kaizen options'!$A$1:$A$2", "'_kaizen options'!$A$1:$A$2", "'_kaizen options'!$B$1:$B$1"]
    assert [cell.value for cell in book["_kaizen options"]["A"]] == ["=1+1", 'a,"b"']
    assert book["_kaizen options"]["A1"].data_type == "s"


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (_condition("BOOLEAN"), ("list", None, '"TRUE,FALSE"', None)),
        (_condition("DATE_IS_VALID"), ("date", "greaterThanOrEqual", "1", None)),
        (_condition("NUMBER_BETWEEN", "1", "40"), ("decimal", "between", "1.0", "40.0")),
        (_condition("NUMBER_GREATER", "0"), ("decimal", "greaterThan", "0.0", None)),
    ],
)
def test_ticks_dates_and_numbers_have_their_rules(condition: dict[str, Any], wanted: tuple[Any, ...]) -> None:
    (rule,) = _rules(condition)
    formula2 = rule.formula2
    assert (rule.type, rule.operator if rule.type != "list" else None, rule.formula1, formula2) == wanted


@pytest.mark.parametrize(
    "condition",
    [
        _condition("CUSTOM_FORMULA", "=HYPERLINK(1)"),
        _condition("ONE_OF_RANGE", "=INDIRECT(A1)"),
        _condition("ONE_OF_RANGE"),
        _condition("NUMBER_GREATER", "=1+1"),
        _condition("NUMBER_GREATER"),
        _condition("BOOLEAN", "Yes", "No"),
        {},
    ],
)
def test_a_rule_that_excel_has_not_is_left_out(condition: dict[str, Any]) -> None:
    assert _rules(condition) == []


def test_tabs_have_names_that_excel_takes_each_its_own() -> None:
    long = "A very long name for a tab of somebody's own"
    names = names_for(["Staff", long, f"{long}!", "who/what?", "''", "STAFF ", "History", "_Kaizen copy"])
    assert list(names.values())[:5] == [
        "Staff",
        "A very long name for a tab of s",
        "A very long name for a tab (2)",
        "who-what-",
        "Tab",
    ]
    assert all(0 < len(name) <= 31 for name in names.values())
    assert len({name.casefold() for name in names.values()}) == len(names)
    assert {"_kaizen copy", "history"}.isdisjoint(name.casefold() for name in names.values())


def test_a_dropdown_follows_a_tab_into_its_name_in_the_file() -> None:
    title = "Options? that a head keeps on a tab of her own"
    rule = {"dataValidation": {"condition": _condition("ONE_OF_RANGE", f"='{title}'!$A$1:$A")}}
    book = opened(written([TabPicture("Mine", "Mine", [["x"]], [[rule]]), picture(title, [["x"]])], ORIGIN))
    assert book["Mine"].data_validations.dataValidation == [] or title[:7] in str(
        book["Mine"].data_validations.dataValidation[0].formula1
    )


def test_the_apps_own_memory_stays_at_home() -> None:
    data = written([picture("Staff", [["Name"]]), picture("_kaizen", [["secret", 1]])], ORIGIN)
    assert "_kaizen" not in opened(data).sheetnames
