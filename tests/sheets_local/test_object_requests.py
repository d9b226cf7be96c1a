"""Named and protected ranges, banding, rules and filters."""

from __future__ import annotations

import pytest

from tests.sheets_local.caller import Caller, Message, grid_of, rows_of, text_rows

HEAD = "head@north.example"
PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection "
    "if you need to edit."
)
WHITE = {"red": 1, "green": 1, "blue": 1}


def named(name: str, area: Message | None = None, **more: str) -> Message:
    return {"addNamedRange": {"namedRange": {"name": name, "range": area or grid_of(0, 1, 0, 1), **more}}}


def test_a_named_range_with_the_callers_id(book: Caller) -> None:
    (reply,) = book.batch(named("_fence", namedRangeId="rev41"))
    assert reply["addNamedRange"]["namedRange"]["namedRangeId"] == "rev41"
    assert book.batch({"deleteNamedRange": {"namedRangeId": "rev41"}}, named("_fence", namedRangeId="rev42"))[0] == {}
    (entry,) = book.resource(fields="namedRanges")["namedRanges"]
    assert entry == {
        "namedRangeId": "rev42",
        "name": "_fence",
        "range": {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1},
    }


def test_the_fence_lets_one_batch_through(book: Caller) -> None:
    """Two writers who read the same revision: the second names an id that is gone, and nothing of its batch stays."""
    book.batch(named("_fence", namedRangeId="rev1"))

    def commit(text: str) -> list[Message]:
        return [
            {"deleteNamedRange": {"namedRangeId": "rev1"}},
            named("_fence", namedRangeId="rev2"),
            {"appendCells": {"rows": text_rows([text]), "fields": "userEnteredValue"}},
        ]

    book.batch(*commit("first"))
    assert book.refused(*commit("second")) == "Invalid requests[0].deleteNamedRange: No named range with id: rev1"
    assert book.plain() == [["first"]]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            named("Other", namedRangeId="a"),
            "Cannot add named range with id a, a named range with that id already exists.",
        ),
        (named("TAKEN"), "Cannot add named range with name TAKEN, a named range with that name already exists."),
        (named("two words"), "The name 'two words' is not valid for a named range."),
        (named("A1"), "The name 'A1' is not valid for a named range."),
        (named(""), "The name '' is not valid for a named range."),
        (named("Far", grid_of(0, 1, 0, 1, 9)), "No grid with id: 9"),
        (
            named("Far", {"startRowIndex": 2000, "endRowIndex": 2001}),
            "Range (Sheet1!A2001:Z2001) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
    ],
)
def test_named_ranges_that_cannot_be(book: Caller, request_: Message, message: str) -> None:
    book.batch(named("Taken", namedRangeId="a"))
    assert book.refused(request_) == f"Invalid requests[0].addNamedRange: {message}"


def test_update_named_range(book: Caller) -> None:
    book.batch(named("One", namedRangeId="1"), named("Two", namedRangeId="two"))
    update = {"namedRange": {"namedRangeId": "1", "name": "Uno", "range": rows_of(0, 1)}, "fields": "name"}
    update["namedRange"]["range"] = {"startRowIndex": 4}
    book.batch({"updateNamedRange": update})
    assert book.resource()["namedRanges"][0]["name"] == "Uno"
    assert book.resource()["namedRanges"][0]["range"]["endRowIndex"] == 1
    book.batch({"updateNamedRange": {**update, "fields": "range"}})
    assert book.resource()["namedRanges"][0]["range"] == {"startRowIndex": 4}
    (reply,) = book.batch(named("Three"))
    assert reply["addNamedRange"]["namedRange"]["namedRangeId"].isdigit()
    for key, name, message in (
        ("9", "X", "No named range with id: 9"),
        ("1", "two", "Cannot add named range with name two, a named range with that name already exists."),
    ):
        request = {"namedRange": {"namedRangeId": key, "name": name}, "fields": "name"}
        assert book.refused({"updateNamedRange": request}) == f"Invalid requests[0].updateNamedRange: {message}"


def protect(area: Message, **more: object) -> Message:
    return {"addProtectedRange": {"protectedRange": {"range": area, **more}}}


@pytest.fixture
def guarded(book: Caller) -> tuple[Caller, Caller]:
    """A head's spreadsheet with a hard protection on B2:C3, and the app that shares it."""
    head = Caller(book.store, account=HEAD)
    head.put("A1", [["a", "b", "c", "d"]] * 4)
    head.batch(protect(grid_of(1, 3, 1, 3), description="Dates are settled"))
    return head, Caller(book.store, head.id)


WRITES: list[Message] = [
    {"updateCells": {"start": {"rowIndex": 2, "columnIndex": 2}, "rows": text_rows(["x"]), "fields": "*"}},
    {"repeatCell": {"range": {"sheetId": 0}, "cell": {"note": "x"}, "fields": "note"}},
    {"setDataValidation": {"range": grid_of(1, 2, 0, 2), "rule": {"condition": {"type": "BOOLEAN"}}}},
    {"sortRange": {"range": grid_of(0, 4, 0, 4), "sortSpecs": [{"dimensionIndex": 0}]}},
    {"findReplace": {"find": "b", "replacement": "x", "allSheets": True}},
    {"deleteDimension": {"range": rows_of(2, 4)}},
    {"insertDimension": {"range": rows_of(2, 3)}},
    {"moveDimension": {"source": rows_of(0, 1), "destinationIndex": 4}},
    {"mergeCells": {"range": grid_of(2, 4, 2, 4)}},
    {"unmergeCells": {"range": grid_of(2, 4, 2, 4)}},
    {"deleteSheet": {"sheetId": 0}},
]


@pytest.mark.parametrize("request_", WRITES, ids=lambda request: next(iter(request)))
def test_a_hard_protection_stops_the_app(guarded: tuple[Caller, Caller], request_: Message) -> None:
    head, app = guarded
    head.batch({"addSheet": {}})
    (kind,) = request_
    assert app.refused(request_) == f"Invalid requests[0].{kind}: {PROTECTED}"
    assert head.batch(request_)


def test_a_hard_protection_stops_values_too(guarded: tuple[Caller, Caller]) -> None:
    head, app = guarded
    body = {"values": [["x"]]}
    assert app.error("PUT", app.cells("B2"), body, valueInputOption="RAW") == PROTECTED
    assert app.error("POST", app.cells("A1:B2", ":clear")) == PROTECTED
    app.put("A1", [["fine"]])
    head.put("B2", [["mine"]])
    assert app.plain("A1:B2") == [["fine", "b"], ["a", "mine"]]


def test_rows_may_be_inserted_around_a_protection_but_not_inside(guarded: tuple[Caller, Caller]) -> None:
    _, app = guarded
    for at in (1, 4):
        app.batch({"insertDimension": {"range": rows_of(at, at + 1)}})
    assert app.refused({"insertDimension": {"range": rows_of(3, 4)}}).endswith(PROTECTED)


def test_who_may_edit(guarded: tuple[Caller, Caller]) -> None:
    head, app = guarded
    shown = app.sheet()["protectedRanges"][0]
    assert "requestingUserCanEdit" not in shown
    assert shown["editors"]["users"] == [HEAD]
    assert head.sheet()["protectedRanges"][0]["requestingUserCanEdit"] is True
    key = shown["protectedRangeId"]
    assert app.refused({"deleteProtectedRange": {"protectedRangeId": key}}).endswith(PROTECTED)
    head.batch({"deleteProtectedRange": {"protectedRangeId": key}})
    app.put("B2", [["x"]])
    message = app.refused({"deleteProtectedRange": {"protectedRangeId": key}})
    assert message == f"Invalid requests[0].deleteProtectedRange: No protected range with id: {key}"


def test_listed_editors_may(guarded: tuple[Caller, Caller]) -> None:
    head, app = guarded
    head.batch(protect(grid_of(3, 4, 0, 1), editors={"users": [app.account], "domainUsersCanEdit": False}))
    app.put("A4", [["x"]])
    assert app.error("PUT", app.cells("C3"), {"values": [["x"]]}, valueInputOption="RAW") == PROTECTED


def test_unprotected_holes_and_warnings(guarded: tuple[Caller, Caller]) -> None:
    head, app = guarded
    head.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}},
        protect({"sheetId": 5}, unprotectedRanges=[grid_of(4, 6, 0, 2, 5)]),
        protect(grid_of(9, 10, 0, 1), warningOnly=True),
    )
    app.put("A10", [["only a warning"]])
    app.put("Two!A5", [["in", "the hole"]])
    assert app.error("PUT", app.cells("Two!A6"), {"values": [["a"], ["b"]]}, valueInputOption="RAW") == PROTECTED
    warning = head.sheet()["protectedRanges"][1]
    assert warning["warningOnly"] is True
    assert warning["requestingUserCanEdit"] is True
    app.batch({"deleteProtectedRange": {"protectedRangeId": warning["protectedRangeId"]}})


def test_ids_of_objects_are_honoured_and_unique(book: Caller) -> None:
    band = {"range": grid_of(0, 2, 0, 2), "rowProperties": {"firstBandColor": WHITE}, "bandedRangeId": 8}
    (reply,) = book.batch({"addBanding": {"bandedRange": band}})
    assert reply["addBanding"]["bandedRange"]["bandedRangeId"] == 8
    view = {"filterViewId": 9, "title": "Mine", "range": {"sheetId": 0}}
    book.batch({"addFilterView": {"filter": view}}, protect({"sheetId": 0}, protectedRangeId=10))
    away = {"bandedRange": {**band, "range": grid_of(5, 6, 5, 6)}}
    assert book.refused({"addBanding": away}) == "Invalid requests[0].addBanding: bandedRangeId 8 is already in use."
    assert (
        book.refused({"addFilterView": {"filter": view}})
        == "Invalid requests[0].addFilterView: filterViewId 9 is already in use."
    )
    message = book.refused(protect({"sheetId": 0}, protectedRangeId=10))
    assert message == "Invalid requests[0].addProtectedRange: protectedRangeId 10 is already in use."


def test_banding(book: Caller) -> None:
    band = {"range": grid_of(0, 2, 0, 2), "columnProperties": {"firstBandColor": WHITE}}
    book.batch({"addBanding": {"bandedRange": band}})
    (shown,) = book.sheet()["bandedRanges"]
    assert shown["columnProperties"] == {"firstBandColor": WHITE}
    assert "sheetId" not in shown["range"]
    message = book.refused({"addBanding": {"bandedRange": band}})
    assert message.endswith("You cannot add alternating background colours to a range that already has them.")
    assert book.refused({"addBanding": {"bandedRange": {"range": {}}}}).endswith(
        "At least one of rowProperties and columnProperties must be set."
    )


def test_conditional_formats_in_their_order(book: Caller) -> None:
    def rule(word: str, *areas: Message) -> Message:
        condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": word}]}
        return {
            "ranges": list(areas),
            "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}},
        }

    book.batch(
        {"addConditionalFormatRule": {"rule": rule("a", grid_of(0, 1, 0, 1)), "index": 0}},
        {"addConditionalFormatRule": {"rule": rule("b", grid_of(0, 1, 0, 1))}},
        {"addSheet": {"properties": {"sheetId": 5}}},
    )
    words = [
        entry["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
        for entry in book.sheet()["conditionalFormats"]
    ]
    assert words == ["b", "a"]
    for bad, message in (
        ({"rule": rule("x")}, "A conditional format rule needs ranges and either a booleanRule or a gradientRule."),
        ({"rule": rule("x", {}), "index": 3}, "index 3 must be between 0 and 2."),
        ({"rule": rule("x", {}, {"sheetId": 5})}, "All ranges of a conditional format rule must be on one sheet."),
    ):
        assert book.refused({"addConditionalFormatRule": bad}).endswith(message)


def test_filter_views_leave_the_grid_alone(book: Caller) -> None:
    book.put("A1", [["h"], ["b"], ["a"]])
    view = {"range": grid_of(0, 3, 0, 1), "sortSpecs": [{"dimensionIndex": 0}]}
    (reply,) = book.batch({"addFilterView": {"filter": view}})
    assert reply["addFilterView"]["filter"]["title"] == "Filter 1"
    assert book.plain() == [["h"], ["b"], ["a"]]


def test_the_basic_filters_sort_is_for_good(book: Caller) -> None:
    book.put("A1", [["h"], ["b"], ["a"]])
    filter_ = {"range": grid_of(0, 3, 0, 1), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}
    assert book.batch({"setBasicFilter": {"filter": filter_}}) == [{}]
    assert book.plain() == [["h"], ["a"], ["b"]]
    assert book.sheet()["basicFilter"]["sortSpecs"] == filter_["sortSpecs"]
    book.batch({"clearBasicFilter": {"sheetId": 0}})
    assert "basicFilter" not in book.sheet()
    assert book.plain() == [["h"], ["a"], ["b"]]
