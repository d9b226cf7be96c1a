"""Is an uploaded file what it should be, before anything in it is opened? One plain sentence where it is not."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

from kaizen.errors import Refused

MOST_BYTES: Final = 5_000_000
"""Of the file. The demo year is 0.3 million; a copy of 20,000 rows about 3 million."""

MOST_UNPACKED: Final = 300_000_000
"""Of everything in it, unpacked."""

MOST_AT_ONCE: Final = 40_000_000
"""Of the parts that are held in memory as a whole, unpacked: all but the tabs. 20,000 rows need about 10 million."""

MOST_SWELLING: Final = 150
"""How many times its packed size a part may be. A tab of a million blank rows, as LibreOffice writes it, is 44 times
its own; a bomb is a thousand times."""

SMALL_PART: Final = 1_000_000
"""Unpacked; how much so small a part swells does not matter."""

MOST_PARTS: Final = 1_000
"""Parts that the file is made of; a tab is one or two."""

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_TABS: Final = "xl/worksheets/"
_BOOK: Final = "xl/workbook.xml"

SAVE_AS: Final = "Please save it as an Excel workbook (.xlsx) and choose that one."


def check_upload(data: bytes) -> None:
    """Look at the wrapping of a file.

    Raises:
        Refused: it is too large, packed to harm, of another kind, or carries macros.
    """
    if len(data) > MOST_BYTES:
        raise Refused([f"The file is larger than {MOST_BYTES // 1_000_000} MB, which no copy of a year is."])
    if data.startswith(_OLD_OFFICE):
        raise Refused([f"This is an old .xls file, or one with a password. {SAVE_AS}"])
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
    except Exception:  # noqa: BLE001 - whatever a damaged file makes of the library that unpacks it
        raise Refused([f"This is not an .xlsx file, or it is damaged. {SAVE_AS}"]) from None
    _check_parts(parts)


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or _unpacks_to_too_much(parts):
        raise Refused(["The file unpacks to far more than any copy of a year, so it is not opened."])
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise Refused([f"The file carries macros, so it is not opened. {SAVE_AS}"])
    if _BOOK not in names:
        raise Refused([f"This is not an Excel workbook. {SAVE_AS}"])


def _unpacks_to_too_much(parts: list[zipfile.ZipInfo]) -> bool:
    """Tell so by what the file says of itself; a part that holds more than it says is cut off there when it is read."""
    at_once = sum(part.file_size for part in parts if not part.filename.startswith(_TABS))
    swollen = any(part.file_size > max(SMALL_PART, MOST_SWELLING * part.compress_size) for part in parts)
    return swollen or at_once > MOST_AT_ONCE or sum(part.file_size for part in parts) > MOST_UNPACKED
