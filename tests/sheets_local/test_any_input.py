"""Whatever is typed, written, asked or formatted is kept as it is or refused; never an exception."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaizen.sheets_local import LocalSheets, Request
from kaizen.sheets_local.number_formats import formatted
from tests.sheets_local.caller import Caller, text_rows
from tests.sheets_local.discovery import JudgedSheets

if TYPE_CHECKING:
    from pathlib import Path

calm = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
typed = st.one_of(texts, st.text("0123456789/-.:,%£ eE+'=amp()*^TRUEFeb", max_size=14))
patterns = st.text('0#?,.%;dmyhsE+-AMP/"[]$£@\\ x', max_size=12)


@calm
@given(st.lists(texts, min_size=1, max_size=5))
def test_a_text_comes_back_as_it_was_also_from_the_file(tmp_path: Path, words: list[str]) -> None:
    path = tmp_path / "year.db"
    store = LocalSheets.open(path)
    book = Caller(store)
    rows = text_rows(*[[word, "end"] for word in words])
    book.batch({"updateCells": {"start": {}, "rows": rows, "fields": "userEnteredValue"}})
    store.close()
    store = LocalSheets.open(path)
    assert Caller(store, book.id).plain() == [[word, "end"] for word in words]
    store.close()


@calm
@given(typed)
def test_whatever_is_typed_can_be_read_in_every_way(book: Caller, text: str) -> None:
    book.put("A1", [[text]], "USER_ENTERED")
    for rendering in ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"):
        for dates in ("SERIAL_NUMBER", "FORMATTED_STRING"):
            book.get("A1", valueRenderOption=rendering, dateTimeRenderOption=dates)
    if text and text[0] == "'":
        assert book.plain() == ([[text[1:]]] if text[1:] else [])


@calm
@given(texts)
def test_whatever_is_asked_for_has_an_answer(book: Caller, text: str) -> None:
    for way in (text, quote(text), quote(text, safe="")):
        for method in ("GET", "PUT", "POST", "DELETE"):
            assert book.store.handle(Request(method, f"/v4/spreadsheets/{way}", text, b"")).status in {400, 404}
            path = book.path(f"/values/{way}")
            assert book.store.handle(Request(method, path, "", text.encode())).status in {200, 400, 404}


@calm
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | texts,
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "requests",
                        "range",
                        "values",
                        "data",
                        "updateCells",
                        "rows",
                        "fields",
                        "addSheet",
                        "properties",
                        "title",
                    ]
                ),
                inner,
            )
        ),
    )
)
def test_whatever_is_sent_has_an_answer(body: object) -> None:
    store = JudgedSheets.open(None)
    book = Caller(store)
    data = json.dumps(body).encode()
    for tail in (
        ":batchUpdate",
        "/values:batchUpdate",
        "/values:batchClear",
        "/developerMetadata:search",
        "/values/A1:append",
    ):
        assert store.handle(Request("POST", book.path(tail), "valueInputOption=RAW", data)).status in {200, 400}
    store.close()


@pytest.mark.parametrize("kind", ["NUMBER", "DATE", "TIME", "SCIENTIFIC", "TEXT"])
@calm
@given(st.floats(allow_nan=False, allow_infinity=False), patterns)
def test_every_number_has_a_look_in_every_pattern(kind: str, number: float, pattern: str) -> None:
    assert isinstance(formatted(number, {"type": kind, "pattern": pattern}), str)


def test_big_numbers_keep_their_digits() -> None:
    assert formatted(1e30, {"type": "NUMBER", "pattern": "#,##0.00"}) == "1,000,000,000,000,000,000,000,000,000,000.00"
    assert formatted(1e-9, {"type": "PERCENT", "pattern": "0.0000000%"}) == "0.0000001%"
