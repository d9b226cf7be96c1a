"""Cleaning and matching text."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.sheet import layout
from kaizen.sheet.cell_readers import reader_for
from kaizen.sheet.cell_values import cell_data
from kaizen.sheet.findings import Outcome
from kaizen.sheet.layout import Column, Kind
from kaizen.sheet.text import clean, clean_lines, did_you_mean, match_key, quoted
from tests.hostile_inputs import Hostile, typed_into
from tests.sheet.grids import CONTEXT


def _lines(*fields: str) -> list[Any]:
    return [pytest.param(line, id=line.name) for line in typed_into(*fields)]


@pytest.mark.parametrize("line", _lines("text", "name", "title"))
def test_hostile_text_of_one_line(line: Hostile) -> None:
    kept = clean(line.typed)
    if line.handling == "keep":
        assert kept == line.typed
    if line.handling == "clean":
        assert kept == line.kept


@pytest.mark.parametrize("line", _lines("note"))
def test_hostile_text_of_several_lines(line: Hostile) -> None:
    kept = clean_lines(line.typed)
    assert kept == (line.kept if line.handling == "clean" else line.typed)


@pytest.mark.parametrize("line", _lines("text", "name", "title", "note"))
def test_hostile_text_is_only_ever_written_as_text(line: Hostile) -> None:
    content = cell_data(line.typed, Kind.TEXT).get("userEnteredValue", {})
    assert content == {"stringValue": line.typed}


NAMED_ADDRESSES = {"H304-email"}
"""A form refuses a name before the address; in a sheet that people paste into it can only mean the address."""


@pytest.mark.parametrize("line", _lines("email"))
def test_hostile_addresses(line: Hostile) -> None:
    found = reader_for(Column("Email", "email", Kind.EMAIL), None, CONTEXT)(line.typed)
    if line.handling == "refuse" and line.name in NAMED_ADDRESSES:
        assert found.outcome is Outcome.NOTED
    elif line.handling == "refuse" and "\u200b" not in line.typed:
        assert (found.value, found.outcome) == (None, Outcome.QUERIED)
    else:
        assert found.value == (line.kept if line.handling == "clean" else clean(line.typed))


def test_an_address_with_something_invisible_in_it_is_another_address() -> None:
    reader = reader_for(layout.BOOKINGS.column("email"), None, CONTEXT)
    assert reader("head@st-bega.example\u200b.evil.invalid").value == "head@st-bega.example.evil.invalid"


@pytest.mark.parametrize("line", _lines("date", "capacity", "time"))
def test_hostile_dates_numbers_and_times(line: Hostile) -> None:
    kind = {"date": Kind.DATE, "capacity": Kind.WHOLE, "time": Kind.TIME}[line.field]
    found = reader_for(Column("Heading", "field", kind), None, CONTEXT)(line.typed)
    if line.handling == "keep":
        assert found.outcome is Outcome.READ
    elif line.handling == "refuse" and line.typed not in READ_IN_A_SHEET:
        assert found.value is None


READ_IN_A_SHEET = {"0", "1,000", "5 people"}
"""A form refuses these; in a sheet that people type they can only mean one number."""


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)
    assert unicodedata.is_normalized("NFC", clean(text))


@given(st.text())
def test_what_is_shown_alike_is_matched_alike(text: str) -> None:
    assert match_key(f" {text}\u00a0") == match_key(text)
    assert match_key(clean(text)) == match_key(text)


def test_the_welsh_flag_and_joined_words_survive() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
    assert clean(f" {flag} ") == flag
    assert (
        clean("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645") == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )
    assert clean("a\u200db") == "ab"


def test_quotes_and_dashes_match_and_are_shown_as_typed() -> None:
    assert match_key("St Bega\u2019s \u2013 W06") == match_key("st bega's - w06")
    assert clean("St Bega\u2019s") == "St Bega\u2019s"


def test_long_text_is_cut_in_a_sentence() -> None:
    assert quoted("a" * 60) == '"' + "a" * 60 + '"'
    assert quoted("a" * 61) == '"' + "a" * 59 + "\u2026" + '"'


def test_did_you_mean_offers_only_what_is_alike() -> None:
    assert did_you_mean("larkfeild", ["Cotton Row", "Larkfold"]) == "; did you mean Larkfold?"
    assert did_you_mean("Nowhere", ["Cotton Row", "Larkfold"]) == "."
