"""What somebody may upload, and the sentence for everything else."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import time
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.errors import Refused
from kaizen.exports import upload_checks, xlsx_reading
from kaizen.exports.copy_memory import MEMORY_TAB, NoMemory, packed, unpacked
from kaizen.exports.xlsx_reading import DAMAGED, NOT_A_COPY, TOO_MUCH, read_copy
from kaizen.exports.xlsx_writing import written
from tests.exports.demo_copy import ORIGIN, opened, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

GOOD = written([picture("Staff", [["Name", "Email"], ["Ann", 3.5]])], ORIGIN)


def _zip(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed_file:
        for name, data in parts.items():
            packed_file.writestr(name, data)
    return file.getvalue()


def _parts(data: bytes = GOOD) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _book(change: Callable[[Workbook], object]) -> bytes:
    book = opened(GOOD)
    change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _bomb() -> bytes:
    lol = '<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "' + "&a;" * 50 + '">]>'
    tab = next(name for name in _parts() if name.endswith("sheet1.xml"))
    return _zip(_parts() | {tab: f"{lol}<worksheet>&b;</worksheet>".encode()})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not an .xlsx file"),
        (b"Name,Email\nAnn,a@b.example", "not an .xlsx file"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 512, "old .xls file, or one with a password"),
        (_zip({"content.xml": b"<x/>"}), "not an Excel workbook"),
        (_zip(_parts() | {"xl/vbaProject.bin": b"x"}), "carries macros"),
        (_zip(_parts() | {f"x{n}": b"" for n in range(1001)}), "unpacks to far more"),
        (_zip(_parts() | {"xl/workbook.xml": b"<workbook"}), DAMAGED),
        (_zip({name: data for name, data in _parts().items() if "_rels/workbook" not in name}), DAMAGED),
        (GOOD[: len(GOOD) // 2], "not an .xlsx file"),
        (_bomb(), DAMAGED),
        (_book(lambda book: book.remove(book[MEMORY_TAB])), NOT_A_COPY),
    ],
)
def test_what_is_not_a_copy_is_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_copy(data)
    assert sentence in str(refused.value)


def test_a_file_that_is_too_large_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_checks, "MOST_BYTES", len(GOOD) - 1)
    with pytest.raises(Refused, match="larger than"):
        read_copy(GOOD)


def test_a_file_that_unpacks_to_too_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_checks, "MOST_UNPACKED", 100_000)
    bomb = _zip(_parts() | {"xl/media/a.png": b"0" * 200_000})
    assert len(bomb) < 20_000
    with pytest.raises(Refused, match="unpacks to far more"):
        read_copy(bomb)


def test_a_bomb_is_not_opened() -> None:
    tab = next(name for name in _parts() if name.endswith("sheet1.xml"))
    for part, swollen in ((tab, b"<c/>" * 5_000_000), ("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 1_000_000)):
        bomb = _zip(_parts() | {part: swollen})
        assert len(bomb) < 100_000, "it is small on the way here"
        began = time.perf_counter()
        with pytest.raises(Refused, match="unpacks to far more"):
            read_copy(bomb)
        assert time.perf_counter() - began < 1, "nothing of it is unpacked"


def test_what_is_held_in_memory_at_once_is_less_than_what_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_checks, "MOST_AT_ONCE", 300_000)
    tab = next(name for name in _parts() if name.endswith("sheet1.xml"))
    much = b"<!--" + bytes(range(97, 123)) * 15_000 + b"-->"
    read_copy(_zip(_parts() | {tab: _parts()[tab] + much}))
    with pytest.raises(Refused, match="unpacks to far more"):
        read_copy(_zip(_parts() | {"xl/media/a.xml": much}))


def test_blank_rows_to_the_end_of_the_world_are_no_bomb() -> None:
    row = '<row r="{}" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0"></row>'
    tab = next(name for name in _parts() if name.endswith("sheet1.xml"))
    blank = "".join(row.format(number) for number in range(3, 40_000)).encode()
    swollen = _parts()[tab].replace(b"</sheetData>", blank + b"</sheetData>")
    assert len(swollen) > upload_checks.SMALL_PART
    assert read_copy(_zip(_parts() | {tab: swollen})).grids == read_copy(GOOD).grids


def test_a_part_that_holds_more_than_it_says_is_cut_off() -> None:
    tab = next(name for name in _parts() if name.endswith("sheet1.xml"))
    bomb = bytearray(_zip(_parts() | {tab: b"<c/>" * 5_000_000}))
    for place in (where.start() for where in re.finditer(re.escape((20_000_000).to_bytes(4, "little")), bytes(bomb))):
        bomb[place : place + 4] = (5_000).to_bytes(4, "little")
    began = time.perf_counter()
    with pytest.raises(Refused):
        read_copy(bytes(bomb))
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(("name", "most"), [("MOST_TABS", 2), ("MOST_CELLS", 3), ("MOST_ROWS", 1)])
def test_more_than_any_year_is_not_read(name: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_copy(GOOD).grids["Staff"] == [["Name", "Email"], ["Ann", 3.5]]
    monkeypatch.setattr(xlsx_reading, name, most)
    with pytest.raises(Refused) as refused:
        read_copy(GOOD)
    assert str(refused.value) == TOO_MUCH


def test_cells_count_as_far_as_they_are_filled_and_not_as_wide_as_we_look(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["Name", "Email"], *([f"Ann {number}", "", "x"] for number in range(20))]
    monkeypatch.setattr(xlsx_reading, "MOST_CELLS", 100)
    assert read_copy(written([picture("Staff", rows)], ORIGIN)).grids["Staff"] == rows


def _damaged(part: str, change: Callable[[bytearray, zipfile.ZipInfo], object]) -> bytes:
    """Change the bytes of one part of a file where they lie."""
    data = bytearray(GOOD)
    with zipfile.ZipFile(BytesIO(GOOD)) as file:
        change(data, file.getinfo(part))
    return bytes(data)


def _in_stream(data: bytearray, part: zipfile.ZipInfo) -> None:
    start = part.header_offset + 30 + len(part.filename)
    data[start : start + 4] = b"\xff\xff\xff\xff"


def _flags(value: int, at: int) -> Callable[[bytearray, zipfile.ZipInfo], None]:
    def change(data: bytearray, part: zipfile.ZipInfo) -> None:
        name = part.filename.encode()
        data[part.header_offset + at - 2] = value
        data[data.rindex(name) - 46 + at] = value

    return change


ENCRYPTED, NO_SUCH_METHOD = _flags(1, 8), _flags(99, 10)


@pytest.mark.parametrize("change", [_in_stream, ENCRYPTED, NO_SUCH_METHOD], ids=["stream", "password", "method"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_file_that_is_damaged_says_so(part: str, change: Callable[[bytearray, zipfile.ZipInfo], None]) -> None:
    with pytest.raises(Refused) as refused:
        read_copy(_damaged(part, change))
    assert str(refused.value) == DAMAGED


def test_so_does_a_file_that_lost_a_byte_anywhere() -> None:
    for at in range(0, len(GOOD), 97):
        data = bytearray(GOOD)
        data[at] ^= 0x5A
        with contextlib.suppress(Refused):
            read_copy(bytes(data))


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    copy = read_copy(_book(lambda book: book["Staff"].cell(1_048_576, 16_384, "far away")))
    assert copy.grids["Staff"] == [["Name", "Email"], ["Ann", 3.5]]


def test_tabs_that_somebody_has_added_are_named() -> None:
    assert read_copy(_book(lambda book: book.create_sheet("Raffle"))).added == ("Raffle",)
    assert "Staff" not in read_copy(_book(lambda book: book["Staff"].__setattr__("title", "Us"))).grids


def _memory(told: Any) -> list[str]:
    return [base64.b64encode(zlib.compress(json.dumps(told).encode())).decode()]


GOOD_MEMORY = {"version": 1, "spreadsheet": "s", "network": "n", "year": "y", "made": "2026-11-21T12:00"}


@pytest.mark.parametrize(
    "pieces",
    [
        ["no base64!"],
        [base64.b64encode(b"not packed").decode()],
        [base64.b64encode(zlib.compress(b"[" * 100_000)).decode()],
        [_memory(GOOD_MEMORY)[0][:-8]],
        _memory([]),
        _memory({"version": 2}),
        _memory(GOOD_MEMORY),
        _memory(GOOD_MEMORY | {"names": {}, "grids": {"Staff": [[None]]}}),
        _memory(GOOD_MEMORY | {"names": {"Staff": 3}, "grids": {}}),
        _memory(GOOD_MEMORY | {"names": {}, "grids": [], "made": "soon"}),
        _memory(GOOD_MEMORY | {"names": {}, "grids": {}, "headings": {"Staff": ["Email"]}}),
        _memory(GOOD_MEMORY | {"names": {}, "grids": {}, "headings": {"Staff": {"mail": 1}}}),
    ],
)
def test_a_memory_that_is_none_is_told(pieces: list[str]) -> None:
    with pytest.raises(NoMemory):
        unpacked(pieces)


def test_a_memory_that_swells_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    good = _memory(GOOD_MEMORY | {"names": {}, "grids": {"A": [["x" * 5000]]}})
    assert unpacked(good).grids == {"A": [["x" * 5000]]}
    assert packed(unpacked(good))
    assert unpacked(good).headings is None, "as in a file from before they were kept"
    monkeypatch.setattr("kaizen.exports.copy_memory.MOST_BYTES", 1000)
    with pytest.raises(NoMemory, match="too much"):
        unpacked(good)
