"""What is not the message Google expects is refused in its words, and the tables agree with Google's document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.sheets_local.batch import HANDLERS
from kaizen.sheets_local.call_messages import CALLS
from kaizen.sheets_local.object_messages import ENUMS, OBJECTS
from kaizen.sheets_local.schema import fields_of
from tests.sheets_local.discovery import document

if TYPE_CHECKING:
    from tests.sheets_local.caller import Caller

PLAIN = {"string": "string", "int": "integer", "number": "number", "bool": "boolean", "mask": "string"}


@pytest.mark.parametrize("message", sorted(CALLS | OBJECTS))
def test_the_tables_agree_with_googles_document(message: str) -> None:
    properties = document("sheets.v4")["schemas"][message].get("properties", {})
    fields = fields_of(message)
    assert fields.keys() <= properties.keys()
    if message != "Response":
        assert fields.keys() == properties.keys()
    for name, kind in fields.items():
        _agrees(kind, properties[name])


def _agrees(kind: str, schema: dict[str, object]) -> None:
    if kind == "-":
        return
    if kind in PLAIN:
        assert schema["type"] == PLAIN[kind]
        assert "enum" not in schema
    elif kind.startswith("="):
        assert set(ENUMS[kind[1:]].split()) == {word for word in schema["enum"] if not word.endswith("_UNSPECIFIED")}
    elif kind.startswith("["):
        _agrees(kind[1:-1], schema["items"])
    elif kind.startswith("{"):
        _agrees(kind[1:-1], schema["additionalProperties"])
    elif kind == "values":
        assert schema["items"]["type"] == "array"
    else:
        assert schema["$ref"] == kind


def test_every_answered_request_has_its_message() -> None:
    answered = {name for name, kind in fields_of("Request").items() if kind != "-"}
    assert answered == HANDLERS.keys()


@pytest.mark.parametrize("kind", sorted(name for name, kind in fields_of("Request").items() if kind == "-"))
def test_a_request_that_is_not_answered_is_named(book: Caller, kind: str) -> None:
    book.put("A1", [["stays"]])
    wipe = {"updateCells": {"range": {"sheetId": 0}, "fields": "*"}}
    message = book.refused(wipe, {kind: {}})
    assert message == f"Invalid requests[1].{kind}: The embedded sheet does not answer this part of the API."
    assert book.plain() == [["stays"]]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"addSheeet": {}},
            "Invalid JSON payload received. Unknown name \"addSheeet\" at 'requests[0]': Cannot find field.",
        ),
        (
            {"addSheet": {"properties": {"colour": 1}}},
            (
                "Invalid JSON payload received. Unknown name \"colour\" at 'requests[0].add_sheet.properties': "
                "Cannot find field."
            ),
        ),
        (
            {"updateCells": {"range": {"sheetId": "abc"}}},
            "Invalid value at 'requests[0].update_cells.range.sheet_id' (TYPE_INT32), \"abc\"",
        ),
        (
            {"updateCells": {"range": {"sheetId": 2**31}}},
            "Invalid value at 'requests[0].update_cells.range.sheet_id' (TYPE_INT32), 2147483648",
        ),
        (
            {"updateCells": {"range": {"sheetId": 1.5}}},
            "Invalid value at 'requests[0].update_cells.range.sheet_id' (TYPE_INT32), 1.5",
        ),
        (
            {"updateCells": {"range": {"sheetId": True}}},
            "Invalid value at 'requests[0].update_cells.range.sheet_id' (TYPE_INT32), true",
        ),
        (
            {"updateCells": {"range": [1]}},
            (
                "Invalid value at 'requests[0].update_cells.range' "
                "(type.googleapis.com/google.apps.sheets.v4.GridRange), [1]"
            ),
        ),
        (
            {"updateCells": {"rows": 5}},
            "Invalid value at 'requests[0].update_cells.rows' (type.googleapis.com/google.apps.sheets.v4.RowData), 5",
        ),
        (
            {"updateCells": {"rows": [{"values": [{"note": 5}]}]}},
            "Invalid value at 'requests[0].update_cells.rows[0].values[0].note' (TYPE_STRING), 5",
        ),
        (
            {"updateCells": {"rows": [{"values": [{"userEnteredValue": {"numberValue": "x"}}]}]}},
            (
                "Invalid value at 'requests[0].update_cells.rows[0].values[0].user_entered_value.number_value' "
                '(TYPE_DOUBLE), "x"'
            ),
        ),
        (
            {"updateCells": {"rows": [{"values": [{"userEnteredValue": {"numberValue": 1, "stringValue": "x"}}]}]}},
            (
                "Invalid value at 'requests[0].update_cells.rows[0].values[0].user_entered_value' (oneof), "
                "oneof field 'value' is already set. Cannot set 'stringValue'"
            ),
        ),
        (
            {"insertDimension": {"range": {"dimension": "ROW"}}},
            (
                "Invalid value at 'requests[0].insert_dimension.range.dimension' "
                '(type.googleapis.com/google.apps.sheets.v4.Dimension), "ROW"'
            ),
        ),
        (
            {"insertDimension": {"inheritFromBefore": "yes"}},
            "Invalid value at 'requests[0].insert_dimension.inherit_from_before' (TYPE_BOOL), \"yes\"",
        ),
        (
            {"setBasicFilter": {"filter": {"criteria": 3}}},
            (
                "Invalid value at 'requests[0].set_basic_filter.filter.criteria' "
                "(type.googleapis.com/google.protobuf.Struct), 3"
            ),
        ),
        (
            {"updateCells": {"rows": [{"values": [{"pivotTable": {}}]}]}},
            (
                "Invalid requests[0].updateCells.rows[0].values[0].pivotTable: "
                "The embedded sheet does not answer this part of the API."
            ),
        ),
        ({}, "Invalid requests[0]: No request set."),
    ],
)
def test_misfits_are_named_with_their_place(book: Caller, request_: dict[str, object], message: str) -> None:
    assert book.refused(request_) == message


def test_type_errors_have_google_details(book: Caller) -> None:
    _, answer = book.raw("POST", book.path(":batchUpdate"), {"requests": [{"addSheet": {"x": 1}}]})
    (detail,) = answer["error"]["details"]
    assert detail["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert detail["fieldViolations"][0]["field"] == "requests[0].add_sheet"


def test_numbers_may_be_words_and_nulls_are_nothing(book: Caller) -> None:
    book.batch({"addSheet": {"properties": {"sheetId": "12", "title": None, "index": 0.0}}})
    assert [sheet["properties"]["sheetId"] for sheet in book.resource()["sheets"]] == [12, 0]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "Invalid JSON payload received. The body is not valid JSON."),
        (b"\xff\xfe{", "Invalid JSON payload received. The body is not valid JSON."),
        (b'{"values": [["\\ud800"]]}', "Invalid JSON payload received. The body is not valid JSON."),
        (b'{"values": [["\xed\xa0\x80"]]}', "Invalid JSON payload received. The body is not valid JSON."),
        (b"[" * 100_000, "Invalid JSON payload received. The body is not valid JSON."),
        (b"[]", "Invalid value at 'data' (type.googleapis.com/google.apps.sheets.v4.ValueRange), []"),
        (b'{"value": 1}', "Invalid JSON payload received. Unknown name \"value\" at 'data': Cannot find field."),
        (b'{"values": 5}', "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), 5"),
        (
            b'{"values": ["abc"]}',
            "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"abc\"",
        ),
        (b'{"values": [[1], [[]]]}', "Invalid values[1][0]: list_value { }"),
        (b'{"values": [[{}]]}', "Invalid values[0][0]: struct_value { }"),
        (b'{"values": [[NaN]]}', "Invalid value: nan"),
    ],
)
def test_bad_bodies(book: Caller, body: bytes, message: str) -> None:
    assert book.error("PUT", book.cells("A1"), body, valueInputOption="RAW") == message


def test_an_unknown_name_of_the_whole_body(book: Caller) -> None:
    message = book.error("POST", book.path(":batchUpdate"), {"request": []})
    assert message == 'Invalid JSON payload received. Unknown name "request": Cannot find field.'
    assert book.error("POST", book.path(":batchUpdate"), {"commentsViewMode": "X"}).startswith(
        "Invalid commentsViewMode: "
    )


def test_characters_in_escapes_are_welcome(book: Caller) -> None:
    book.call("PUT", book.cells("A1"), b'{"values": [["\\u0175 \\ud83c\\udf35"]]}', valueInputOption="RAW")
    assert book.plain() == [["ŵ 🌵"]]
