"""What a call back of a provider, true or forged, can put into the address that the browser is sent to."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import pytest

from kaizen.ui.callback import CLOCK, COOKIES, ERRORS, OTHER, PROVIDER, REFUSED, why_not, without_their_words
from tests.hostile_inputs import ALL

WORDS = {REFUSED, PROVIDER, COOKIES, CLOCK, ""}
TEXTS = [one.typed for one in ALL if len(one.typed) < 5000]


def _asked(**told: str) -> dict[str, object]:
    query = urlencode({name: text.encode("utf-8", "surrogatepass") for name, text in told.items()})
    return {"type": "http", "query_string": query.encode("latin-1"), "headers": []}


@pytest.mark.parametrize("name", ["error", "error_description", "state", "code", "sign-in"])
def test_only_a_word_of_ours_gets_into_a_header(name: str) -> None:
    said = {why_not(_asked(**{name: text})) for text in TEXTS}
    assert said <= WORDS
    assert {why_not(_asked(**{"state": "s", name: text})) for text in TEXTS} <= WORDS


def test_a_query_that_is_none_is_survived() -> None:
    for query in (b"%", b"error=%00%0d%0aSet-Cookie:x", b"\xff=\xfe", b"&&==&"):
        assert why_not({"type": "http", "query_string": query, "headers": []}) in WORDS


@pytest.mark.parametrize("name", ["error", "error_description", "error_uri", "other"])
def test_nothing_that_a_stranger_says_of_an_error_is_passed_on(name: str) -> None:
    for text in TEXTS:
        told = without_their_words(_asked(**{"error": "access_denied", "state": "s-1", name: text}))
        said = parse_qs(told["query_string"].decode("latin-1"))
        assert said.keys() == {"error", "state"}
        assert said["state"] == ["s-1"]
        assert said["error"][0] in {*ERRORS, OTHER}


def test_an_error_that_is_told_twice_is_told_once() -> None:
    told = without_their_words({"type": "http", "query_string": b"error=login_required&error=Ann+Shaw", "headers": []})
    assert told["query_string"] == b"error=login_required"


def test_a_call_back_without_an_error_is_passed_on_as_it_is() -> None:
    scope = _asked(state="s", code="c", error_description="x")
    assert without_their_words(scope) is scope
