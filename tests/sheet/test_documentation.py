"""The page about the sheet is what layout says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kaizen.sheet.documentation import HOW_KINDS_ARE_TYPED, the_sheet
from kaizen.sheet.layout import ALL_TABS, CHECKS, COLUMNS, LISTS_TAB, LOG, SETTINGS, Kind, Tab
from kaizen.sheet.setting_rows import ALL_SETTINGS
from kaizen.sheet.tab_building import column_requests, note_for

PAGE = Path(__file__).parent.parent.parent / "docs" / "the-sheet.md"


def test_the_page_is_the_one_that_layout_makes() -> None:
    """Make it anew with the command in ``kaizen/sheet/documentation.py``."""
    assert PAGE.read_text("utf-8") == the_sheet()


def test_every_kind_every_setting_and_every_example_is_told() -> None:
    page = the_sheet()
    assert set(HOW_KINDS_ARE_TYPED) == set(Kind)
    assert [known.name for known in ALL_SETTINGS if f"| {known.name} |" not in page] == []
    columns = [column for columns in COLUMNS.values() for column in columns]
    assert [column.heading for column in columns if column.example and f"| {column.example} |" not in page] == []
    assert [name for name in LISTS_TAB.headings if f"| {name} |" not in page] == []


ALL_COLUMNS = [column for tab in ALL_TABS for column in tab.columns]


def test_rules_are_short_plain_sentences() -> None:
    rules = [column.rule for column in ALL_COLUMNS if column.rule]
    assert len(rules) > 50
    assert [rule for rule in rules if not (rule[0].isupper() or rule[0] == '"') or not rule.endswith(".")] == []
    assert [rule for rule in rules if len(rule) > 100] == []
    assert [rule for rule in rules if re.search(r"section|fixed list|unique|\+ number|=|on Staff or", rule)] == []


def test_who_fills_a_column_in_is_said_in_words() -> None:
    assert {column.filled_by for column in ALL_COLUMNS if "SBM" in column.filled_by or "(" in column.filled_by} == set()
    assert [column.heading for column in ALL_COLUMNS if not column.filled_by.startswith(("the ", "a form in"))] == []
    notes = [note_for(column) for column in ALL_COLUMNS]
    assert [note for note in notes if "Filled in by:" in note or ".." in note or "Needed. \n" in note] == []
    assert "Filled in by the app." in notes[[column.heading for column in ALL_COLUMNS].index("Booked at")]


def test_examples_of_dates_look_as_the_sheet_shows_them() -> None:
    dated = [column for column in ALL_COLUMNS if column.kind in {Kind.DATE, Kind.DATE_TIME} and column.example]
    assert len(dated) > 10
    assert [column.example for column in dated if re.search(r"\d{4}-", column.example)] == []
    patterns = {Kind.DATE: r"\d\d/\d\d/\d{4}", Kind.DATE_TIME: r"\d\d/\d\d/\d{4} \d\d:\d\d"}
    assert [column.example for column in dated if not re.fullmatch(patterns[column.kind], column.example)] == []


@pytest.mark.parametrize(
    ("tab", "field"), [(CHECKS, "sentence"), (LOG, "before"), (LOG, "after"), (SETTINGS, "what_it_does")]
)
def test_sentences_have_wide_columns_that_wrap(tab: Tab, field: str) -> None:
    column = [column.field for column in tab.columns].index(field)
    width, styles = [], []
    for request in column_requests(tab, 7, 20):
        size, cells = request.get("updateDimensionProperties"), request.get("repeatCell")
        if size is not None and size["range"]["startIndex"] == column:
            width.append(size["properties"]["pixelSize"])
        if cells is not None and cells["range"]["startColumnIndex"] == column:
            styles.append(cells["cell"]["userEnteredFormat"]["wrapStrategy"])
    assert (width, styles) == ([340], ["WRAP"])
