"""The page about the sheet is what layout says."""

from __future__ import annotations

from pathlib import Path

from kaizen.sheet.documentation import HOW_KINDS_ARE_TYPED, the_sheet
from kaizen.sheet.layout import COLUMNS, LISTS_TAB, Kind
from kaizen.sheet.setting_rows import ALL_SETTINGS

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
