"""Text as people type and paste it, cleaned for keeping; and what no text may hold."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

_FLAG = "\U0001f3f4[\U000e0020-\U000e007f]+"
_INVISIBLE = re.compile(
    f"({_FLAG})"
    "|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]"
    "|[\U000e0000-\U000e007f]"
    "|[\ufdd0-\ufdef]"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)
_SHOWS = re.compile(
    "[^\\s\u034f\u180b-\u180f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0100-\U000e01ef]"
)
"""A character that shows something when it stands alone; joiners, selectors and the like do not."""

_EMPTY_BRAILLE = "\u2800"
"""A Braille cell without dots: a blank that Unicode counts as a symbol."""

_PIECE = re.compile("[\\s\\S]{1,200}(?=[\x00-\u02ff]|\\Z)|[\\s\\S]{1,200}")
"""So much is composed at once: ordering thousands of accents on one letter takes the square of their number."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")

_NO_TEXT = re.compile(
    "[\x00\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
    + "]"
)
"""NUL, half characters, non-characters, and those of private use, which look different on every machine."""


def clean(text: str) -> str:
    """Return one line of text as it is kept and shown.

    White space of any kind, line ends too, becomes single spaces; invisible and control characters
    go, joiners stay inside words and emoji; letters are composed (NFC); half characters become the
    replacement mark. Quotes and capitals stay as typed.
    """
    if not (text.isascii() and text.isprintable()):
        text = _visible(text)
    line = " ".join(text.split())
    return text if line == text else line


def clean_lines(text: str) -> str:
    r"""Return text of several lines as it is kept: like `clean`, but lines and inner spaces stay; ends are ``\n``."""
    return _visible(_LINE_END.sub("\n", text)).strip()


def normal(text: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    """Return text in a normal form of Unicode, two hundred characters at a time."""
    return "".join(unicodedata.normalize(form, piece) for piece in _PIECE.findall(text))


def no_text_at(text: str) -> int | None:
    """Return where the first character stands that is no text and that not every machine can keep; None for none."""
    found = _NO_TEXT.search(text)
    return None if found is None else found.start()


def _visible(text: str) -> str:
    text = _HALF_CHARACTER.sub("\ufffd", text).replace(_EMPTY_BRAILLE, " ")
    text = _INVISIBLE.sub(lambda found: found[1] or "", text)
    if _SHOWS.search(text) is None:
        return ""
    return normal(text)
