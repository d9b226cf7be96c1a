"""findReplace: what is found, what becomes of it, and the counts."""

from __future__ import annotations

import pytest

from tests.sheets_local.caller import Caller, Message, grid_of


def replace(book: Caller, find: str, replacement: str = "", **more: object) -> Message:
    scope = {} if {"range", "sheetId", "allSheets"} & more.keys() else {"allSheets": True}
    (reply,) = book.batch({"findReplace": {"find": find, "replacement": replacement, **scope, **more}})
    return reply["findReplace"]


@pytest.fixture
def texts(book: Caller) -> Caller:
    book.put("A1", [["token-1", "Token-1 token-1"], ["x", "y"], ["token-10"]])
    book.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}})
    book.put("Two!A1", [["token-1"]])
    return book


def test_counts(texts: Caller) -> None:
    counts = replace(texts, "token-1", "done")
    assert counts == {"valuesChanged": 4, "rowsChanged": 3, "sheetsChanged": 2, "occurrencesChanged": 5}
    assert texts.plain() == [["done", "done done"], ["x", "y"], ["done0"]]


def test_nothing_found_is_no_error(texts: Caller) -> None:
    assert replace(texts, "nowhere") == {}


@pytest.mark.parametrize(
    ("more", "values"),
    [
        ({"matchEntireCell": True}, [["!", "Token-1 token-1"], ["x", "y"], ["token-10"]]),
        ({"matchCase": True}, [["!", "Token-1 !"], ["x", "y"], ["!0"]]),
        ({"sheetId": 5}, [["token-1", "Token-1 token-1"], ["x", "y"], ["token-10"]]),
        ({"range": grid_of(0, 1, 1, 2)}, [["token-1", "! !"], ["x", "y"], ["token-10"]]),
        ({"range": grid_of(5, 6, 1, 2)}, [["token-1", "Token-1 token-1"], ["x", "y"], ["token-10"]]),
    ],
)
def test_where_and_how(texts: Caller, more: Message, values: list[list[object]]) -> None:
    replace(texts, "token-1", "!", **more)
    assert texts.plain() == values


def test_regular_expressions(texts: Caller) -> None:
    replace(texts, r"^(\w+)-(\d+)$", r"$2\$1", searchByRegex=True)
    assert texts.plain() == [[r"1\token", "Token-1 token-1"], ["x", "y"], [r"10\token"]]


def test_plain_text_is_not_a_pattern(book: Caller) -> None:
    book.put("A1", [["a.c", "abc"]])
    replace(book, "a.c", r"\1$1")
    assert book.plain() == [[r"\1$1", "abc"]]


def test_numbers_are_understood_anew_and_texts_stay_texts(book: Caller) -> None:
    book.put("A1", [[2026, "2026", True, "=2026*1"]], "USER_ENTERED")
    book.put("B1", [["2026"]])
    assert replace(book, "2026", "2027")["valuesChanged"] == 2
    assert book.plain() == [[2027, "2027", True, 2026]]
    counts = replace(book, "2026", "2027", includeFormulas=True)
    assert counts == {"formulasChanged": 1, "rowsChanged": 1, "sheetsChanged": 1, "occurrencesChanged": 1}
    assert book.get("D1", valueRenderOption="FORMULA") == [["=2027*1"]]
    replace(book, "TRUE", "soon")
    assert book.plain("C1") == [["soon"]]


def test_a_text_that_is_gone_leaves_a_blank(book: Caller) -> None:
    book.put("A1", [["x", "y"]])
    replace(book, "y")
    assert book.plain() == [["x"]]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"find": "", "allSheets": True}, "The text to find cannot be empty."),
        ({"find": "x"}, "Exactly one of range, sheetId and allSheets must be set."),
        ({"find": "x", "allSheets": False}, "Exactly one of range, sheetId and allSheets must be set."),
        ({"find": "x", "allSheets": True, "sheetId": 0}, "Exactly one of range, sheetId and allSheets must be set."),
        ({"find": "x", "sheetId": 9}, "No grid with id: 9"),
    ],
)
def test_searches_that_cannot_be(book: Caller, request_: Message, message: str) -> None:
    assert book.refused({"findReplace": request_}) == f"Invalid requests[0].findReplace: {message}"


def test_patterns_that_cannot_be(book: Caller) -> None:
    book.put("A1", [["x"]])
    bad = {"find": "(", "searchByRegex": True, "allSheets": True}
    assert "The regular expression is not valid" in book.refused({"findReplace": bad})
    bad = {"find": "x", "replacement": "$3", "searchByRegex": True, "allSheets": True}
    assert "The replacement is not valid" in book.refused({"findReplace": bad})
