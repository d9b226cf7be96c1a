"""What a call back of a provider, true or forged, can put into the address that the browser is sent to."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from kaizen.ui.callback import CLOCK, COOKIES, PROVIDER, REFUSED, why_not
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
