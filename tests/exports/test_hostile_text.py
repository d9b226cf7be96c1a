"""Every text that has broken other programs, in every place of a file that text can get to."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from kaizen.exports.own_data_file import own_data_file
from kaizen.exports.xlsx_cells import as_kept
from kaizen.exports.xlsx_reading import read_copy
from kaizen.exports.xlsx_writing import written
from kaizen.sheet.picture import TabPicture
from tests.exports.demo_copy import ORIGIN, opened, picture
from tests.hostile_inputs import ALL

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = list(dict.fromkeys(one.typed for one in ALL if one.typed))
KEPT = [as_kept(text) for text in TEXTS]
FORBIDDEN_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]|^'|'$")
LIVE = re.compile(rb"<f[ >/]|<hyperlink|<ext-?link|TargetMode=\"External\"")
"""What only a formula, a link or another file would bring along."""


def _in_cells() -> bytes:
    return written([picture("Mine", [["Says"], *([text] for text in TEXTS)])], ORIGIN)


def _in_titles() -> bytes:
    return written([picture(text, [["x"]]) for text in TEXTS], ORIGIN)


def _in_notes() -> bytes:
    looks = [[{"note": text}] for text in TEXTS]
    return written([TabPicture("Mine", "Mine", [["x"] for _ in TEXTS], looks)], ORIGIN)


def _in_dropdowns() -> bytes:
    rules = [
        {
            "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": text}]},
            "strict": True,
            "inputMessage": text,
        }
        for text in TEXTS
    ]
    looks = [[], [{"dataValidation": rule} for rule in rules]]
    return written([TabPicture("Mine", "Mine", [TEXTS, ["x"] * len(TEXTS)], looks)], ORIGIN)


def _in_number_formats() -> bytes:
    looks = [[{"userEnteredFormat": {"numberFormat": {"pattern": text}}}] for text in TEXTS]
    return written([TabPicture("Mine", "Mine", [[1] for _ in TEXTS], looks)], ORIGIN)


def _of_one_person() -> bytes:
    return own_data_file({"Log": [{"Says": text} for text in TEXTS]})


def _of_one_person_under_headings() -> bytes:
    return own_data_file({text: [{text: text}] for text in TEXTS})


@pytest.mark.parametrize(
    "made",
    [
        _in_cells,
        _in_titles,
        _in_notes,
        _in_dropdowns,
        _in_number_formats,
        _of_one_person,
        _of_one_person_under_headings,
    ],
    ids=lambda made: made.__name__,
)
def test_the_file_opens_and_nothing_in_it_is_live(made: Callable[[], bytes]) -> None:
    file = made()
    book = load_workbook(BytesIO(file))
    cells = [cell for tab in book for row in tab.rows for cell in row if cell.value is not None]
    assert len(cells) >= len(TEXTS) or made is _in_titles
    assert not {cell.data_type for cell in cells} - {"s", "n", "d"}, "no formula and no error"
    with ZipFile(BytesIO(file)) as parts:
        live = {name: LIVE.findall(parts.read(name)) for name in parts.namelist() if not name.endswith("drawing1.vml")}
    assert {name: found for name, found in live.items() if found} == {}


def test_what_is_looked_for_would_be_found() -> None:
    book = opened(_in_cells())
    book["Mine"]["A2"].value = "=1+1"
    book["Mine"]["A2"].data_type = "f"
    file = BytesIO()
    book.save(file)
    with ZipFile(file) as parts:
        assert any(LIVE.search(parts.read(name)) for name in parts.namelist())


def test_every_text_comes_back_as_it_went() -> None:
    assert [row[0] for row in read_copy(_in_cells()).grids["Mine"][1:]] == KEPT
    told = load_workbook(BytesIO(_of_one_person()))["Log"]
    assert [told.cell(row, 1).value for row in range(2, len(TEXTS) + 2)] == KEPT


def test_a_tab_has_a_name_that_excel_takes_whatever_it_is_called() -> None:
    for file in (_in_titles(), _of_one_person_under_headings()):
        titles = load_workbook(BytesIO(file)).sheetnames
        assert [title for title in titles if not 1 <= len(title) <= 31 or FORBIDDEN_IN_A_TITLE.search(title)] == []
        assert len({title.casefold() for title in titles}) == len(titles)


def _starts_one(text: Any) -> bool:
    return isinstance(text, str) and text[:1] in set("=+-@\t\n\uff1d\uff0b\uff0d\uff20")


def test_a_text_that_could_start_a_formula_stays_text_when_its_cell_is_typed_over() -> None:
    for book in (opened(_in_cells()), load_workbook(BytesIO(_of_one_person()))):
        cells = [cell for tab in book for row in tab.rows for cell in row if cell.value is not None]
        assert sum(_starts_one(cell.value) for cell in cells) > 20
        assert [cell.value for cell in cells if _starts_one(cell.value) and not cell.quotePrefix] == []
        assert [cell.value for cell in cells if cell.quotePrefix and not _starts_one(cell.value)] == []
