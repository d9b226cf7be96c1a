"""What somebody takes away of themselves: readable, and nothing in it is a formula."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kaizen.exports.own_data_file import own_data_file
from kaizen.exports.xlsx_cells import as_kept


def test_each_tab_has_its_headings_and_lines() -> None:
    file = own_data_file({"Staff": [{"Name": "Ann", "Notes": "=1+1"}], "Visits": [], "A/B": [{"x": "@y"}]})
    book = load_workbook(BytesIO(file))
    assert book.sheetnames == ["Staff", "A-B"]
    assert [[cell.value for cell in row] for row in book["Staff"].rows] == [["Name", "Notes"], ["Ann", "=1+1"]]


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_text_becomes_a_formula(texts: list[str]) -> None:
    lines = [{"Says": text} for text in ['=HYPERLINK("http://x.example")', *texts]]
    tab = load_workbook(BytesIO(own_data_file({"Log": lines})))["Log"]
    cells = [tab.cell(row, 1) for row in range(2, len(lines) + 2)]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert [cell.value or "" for cell in cells] == [as_kept(line["Says"]) for line in lines]
