"""Names that point to something: e-mail addresses, schools, codes; and plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaizen.domain.wording import listed
from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cells import BLANK, Cell, Names, Read, Reader, noted, of_bounded_length, queried, shown
from kaizen.sheet.layout import Kind
from kaizen.sheet.look_alikes import look_alike
from kaizen.sheet.text import clean, clean_lines, did_you_mean, is_error, match_key, quoted

if TYPE_CHECKING:
    from kaizen.domain.dates import SchoolYear

ADDRESS = re.compile(r"[a-z0-9_%+'-]+(?:\.[a-z0-9_%+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_NAMED = re.compile(r"[^<>]*<\s*(?:mailto:)?([^<>]+?)\s*>")
LONGEST_ADDRESS = 254
"""Source: RFC 5321, section 4.5.3.1.3."""

NEAR_DATES = 3
"""A number this many years round the school year may be a date that the sheet has made of "5/6"."""

DAYS_A_YEAR = 366


@of_bounded_length
def read_email(cell: Cell) -> Read:
    """Read an e-mail address as lower-case text.

    Args:
        cell: text; ``mailto:`` and a mark at the end do not count, ``Ann Lee <ann@larkfold.sch.example>`` is noted.

    Returns:
        The address. Anything else than one address of plain letters is a question.
    """
    text = shown(cell)
    typed = match_key(text)
    if not typed:
        return BLANK
    named = _NAMED.fullmatch(typed)
    address = (named[1] if named else typed.removeprefix("mailto:").partition("?")[0]).rstrip(" ;,.")
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        strange = look_alike(clean(text))
        return queried(strange or f"{quoted(text)} {_why_no_address(typed)}")
    return noted(address, f"{quoted(text)} is read as {address}.") if named else Read(address)


def _why_no_address(typed: str) -> str:
    words = [word.strip("<>") for word in re.split(r"[\s;,]+", typed)]
    several = sum(ADDRESS.fullmatch(word) is not None for word in words) > 1
    return "names more than one e-mail address." if several else "is not an e-mail address."


def text_reader(year: SchoolYear, *, lines: bool = False) -> Reader:
    """Return a reader for text; numbers and truth values become the text that the sheet shows.

    Args:
        year: a number that would be a day near this school year is noted, because the sheet makes
            dates of text such as "5/6" as it is typed.
        lines: whether lines and inner spaces are kept.
    """
    keep = clean_lines if lines else clean

    def read(cell: Cell) -> Read:
        text = keep(shown(cell))
        if not text:
            return BLANK
        if is_error(text):
            return queried(f"{text} is what a formula shows that has gone wrong.", text)
        if isinstance(cell, int | float) and _may_be_a_date(cell, year):
            day = seen(cell, Kind.DATE)
            return noted(text, f"The number {text} may be the date {day} that the sheet has made of what was typed.")
        return Read(text)

    return read


def code_reader(year: SchoolYear) -> Reader:
    """Return a reader for codes: as text, and letters that only look Latin are asked about."""
    read = text_reader(year)

    def careful(cell: Cell) -> Read:
        taken = read(cell)
        strange = look_alike(str(taken.value)) if isinstance(cell, str) else ""
        return queried(strange, taken.value) if strange else taken

    return careful


def _may_be_a_date(number: float, year: SchoolYear) -> bool:
    middle = year.span.first.toordinal() - 693_594
    return abs(number - middle) < NEAR_DATES * DAYS_A_YEAR


def key_reader(names: Names) -> Reader:
    """Return a reader for codes and names of rows on another tab.

    Capitals, spaces, quotes and dashes make no difference; a name that is not known stays as typed,
    and the checks ask about it.
    """

    def read(cell: Cell) -> Read:
        text = clean(shown(cell))
        if not text:
            return BLANK
        if is_error(text):
            return queried(f"{text} is what a formula shows that has gone wrong.")
        found = names.called(text)
        if not found and (strange := look_alike(text)):
            return queried(strange, text)
        return Read(found[0] if len(found) == 1 else text)

    return read


def school_reader(names: Names, *, others: bool = False) -> Reader:
    """Return a reader for schools by short name, full name or "Also called"; its values are short names.

    Args:
        names: every name of every school.
        others: whether the column also takes councils and other words, which then stay as typed.
    """

    def read(cell: Cell) -> Read:
        text = clean(shown(cell))
        found = names.called(text)
        if not text:
            return BLANK
        if len(found) == 1:
            return Read(found[0])
        if found:
            return queried(f"{quoted(text)} may be {listed(found, 'or')}.")
        if strange := look_alike(text):
            return queried(strange, text if others else None)
        no_such = "is neither a school nor a council here" if others else "is not a school on Schools"
        sentence = f"{quoted(text)} {no_such}{did_you_mean(text, names.shown)}"
        return queried(sentence, text if others and not is_error(text) else None)

    return read
