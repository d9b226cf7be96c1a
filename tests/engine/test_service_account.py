"""The service account's whole way to a sheet: signed question, token, sheet, renewal, refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.engine.faults import CallFailed, sharing_with
from kaizen.engine.google import Workbook, client_for
from kaizen.errors import SetupError
from tests.local_google import EMAIL, LocalGoogle, key_of, local_google

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def google() -> Iterator[LocalGoogle]:
    with local_google() as made:
        yield made


@pytest.fixture
def book(google: LocalGoogle) -> Workbook:
    return Workbook(client_for(key_of(google.address), google.address), google.head_makes("Our year", "Hello"))


def test_a_key_opens_the_sheet_with_one_token_for_many_calls(google: LocalGoogle, book: Workbook) -> None:
    assert book.read(["Sheet1"]) == {"Sheet1": [["Hello"]]}
    book.apply([{"addSheet": {"properties": {"title": "Staff"}}}])
    book.forget()
    assert (list(book.structure.tabs), google.issued) == (["Sheet1", "Staff"], 1)


def test_a_key_pasted_with_its_line_ends_written_out_is_the_same_key(google: LocalGoogle) -> None:
    key = key_of(google.address)
    pasted = key | {"private_key": key["private_key"].replace("\n", "\\n")}
    assert Workbook(client_for(pasted, google.address), google.head_makes()).structure.title == "Our year"


def test_a_token_that_has_expired_is_renewed_unseen(google: LocalGoogle, book: Workbook) -> None:
    assert book.structure.title == "Our year"
    google.tokens.clear()
    assert book.read(["Sheet1"]) == {"Sheet1": [["Hello"]]}
    assert google.issued == 2


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}, "key any more"),
        (
            400,
            {
                "error": "invalid_grant",
                "error_description": "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
                "timeframe. Check your iat and exp values in the JWT claim.",
            },
            "the clock of the app's machine is wrong",
        ),
        (401, "<html>Who are you?</html>", "key any more"),
        (200, {"token": "of another shape"}, "key any more"),
    ],
)
def test_a_refused_token_is_said_plainly(
    google: LocalGoogle, book: Workbook, status: int, body: Any, sentence: str
) -> None:
    google.no_token = (status, body)
    with pytest.raises(CallFailed, match=sentence) as failed:
        book.read(["Sheet1"])
    assert (failed.value.status, failed.value.unknown, google.issued) == (401, False, 0)


def test_a_token_endpoint_that_is_unwell_is_not_the_keys_fault(google: LocalGoogle, book: Workbook) -> None:
    google.no_token = (503, {"error": "temporarily_unavailable"})
    with pytest.raises(CallFailed, match="problem of its own") as failed:
        book.apply([{"addSheet": {"properties": {"title": "Staff"}}}])
    assert (failed.value.status, failed.value.unknown) == (503, False)
    google.no_token = None
    book.forget()
    assert list(book.structure.tabs) == ["Sheet1"]


@pytest.mark.parametrize(
    ("refusal", "sentence", "unshared"),
    [
        ((403, "The caller does not have permission"), "share it with the app as Editor", True),
        ((404, "Requested entity was not found."), "deleted, or it is not shared", True),
        (
            (403, "Google Sheets API has not been used in project 12 before or it is disabled. Enable it by ..."),
            "switched off in the project",
            False,
        ),
        ((400, "This operation is not supported for this document"), "Save as Google Sheets", False),
    ],
)
def test_a_sheet_that_cannot_be_opened_says_what_to_do(
    google: LocalGoogle, book: Workbook, refusal: tuple[int, str], sentence: str, unshared: bool
) -> None:
    google.refusal = refusal
    with pytest.raises(CallFailed, match=sentence) as failed:
        book.read(["Sheet1"])
    assert failed.value.unshared is unshared
    assert f"press Share, enter {EMAIL}, choose Editor" in str(sharing_with(failed.value, EMAIL))


@pytest.mark.parametrize("private_key", ["", "-----BEGIN A KEY-----\nhalf", 12, None])
def test_a_private_key_that_is_none_is_said_and_not_repeated(private_key: Any) -> None:
    with pytest.raises(SetupError, match="private_key") as refused:
        client_for(key_of("http://127.0.0.1:1") | {"private_key": private_key})
    assert "half" not in str(refused.value)
