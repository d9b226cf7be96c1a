"""What a log may tell of an error."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from kaizen.engine.faults import CallFailed
from kaizen.errors import CAUSES, quoting_nobody, without_words

if TYPE_CHECKING:
    import pytest

NAME = "Zebedee Marker <zebedee@larkfold.sch.example>\n=1+1"


def _raise(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause  # noqa: TRY301 - this is the inner function
    except BaseException as caught:  # noqa: BLE001 - to have it with its places
        return caught


def test_kind_and_places_are_told_and_no_words() -> None:
    told = without_words(_raise(KeyError(NAME)))
    assert told.startswith("KeyError at tests/test_errors.py:")
    assert told.endswith(" _raise")
    assert "Marker" not in told
    assert "\n" not in told


def test_codes_are_told() -> None:
    refused = CallFailed(HTTPStatus.BAD_REQUEST, unknown=False, detail=f"Invalid requests[3].appendCells: {NAME}")
    assert without_words(refused) == "CallFailed 400 at no place"
    assert refused.request == "requests[3].appendCells"
    assert CallFailed(HTTPStatus.BAD_REQUEST, unknown=False, detail=NAME).request == ""
    assert without_words(OSError(28, NAME)).startswith("OSError 28 at")


def test_causes_are_told_first_and_not_for_ever() -> None:
    chain = _raise(KeyError(NAME))
    for _ in range(10):
        chain = _raise(ValueError(NAME), chain)
    assert without_words(_raise(TypeError(NAME), _raise(KeyError(NAME)))).count("; then ") == 1
    assert without_words(chain).count("ValueError") == CAUSES
    ring = KeyError(NAME)
    ring.__context__ = other = ValueError(NAME)
    other.__context__ = ring
    assert without_words(ring) == "ValueError at no place; then KeyError at no place"


def test_no_log_of_the_process_quotes_an_error_meanwhile(caplog: pytest.LogCaptureFixture) -> None:
    somebody = logging.getLogger("somebody.else")
    with quoting_nobody():
        somebody.error("it broke for %s", "B17", exc_info=_raise(KeyError(NAME)))
        somebody.warning("all is well")
    quiet = caplog.text
    assert "it broke for B17: KeyError at tests/test_errors.py:" in quiet
    assert "all is well" in quiet
    assert "Marker" not in quiet
    somebody.error("it broke", exc_info=_raise(KeyError(NAME)))
    assert "Marker" in caplog.text, "a log that could leak"
