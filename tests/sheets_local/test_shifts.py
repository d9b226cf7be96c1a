"""What lies on the grid follows its rows and columns: checked against rows that carry their own numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.sheets_local.shifts import Deleted, Inserted, Moved, shifted
from tests.sheets_local.caller import Caller, Message, columns_of, grid_of, rows_of

SIZE = 12
spans = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).filter(lambda ends: ends[0] < ends[1])


def inserted(at: int, count: int) -> list[int | None]:
    order: list[int | None] = list(range(SIZE))
    order[at:at] = [None] * count
    return order


def deleted(start: int, end: int) -> list[int | None]:
    return [index for index in range(SIZE) if not start <= index < end]


def moved(start: int, end: int, to: int) -> list[int | None]:
    before = [index for index in range(to) if not start <= index < end]
    after = [index for index in range(to, SIZE) if not start <= index < end]
    return [*before, *range(start, end), *after]


@st.composite
def edits(draw: st.DrawFn) -> tuple[Inserted | Deleted | Moved, list[int | None]]:
    kind = draw(st.sampled_from(["insert", "delete", "move"]))
    if kind == "insert":
        at, count = draw(st.integers(0, SIZE)), draw(st.integers(1, 4))
        return Inserted(at, count), inserted(at, count)
    start, end = draw(spans)
    if kind == "delete":
        return Deleted(start, end), deleted(start, end)
    to = draw(st.integers(0, SIZE).filter(lambda place: not start < place < end))
    return Moved(start, end, to), moved(start, end, to)


@settings(deadline=None)
@given(edits(), st.integers(0, SIZE - 1))
def test_a_row_is_found_where_it_went(edit: tuple[Inserted | Deleted | Moved, list[int | None]], index: int) -> None:
    change, order = edit
    assert change.place(index) == (order.index(index) if index in order else None)


@settings(deadline=None)
@given(edits(), spans)
def test_a_stretch_keeps_its_rows(
    edit: tuple[Inserted | Deleted | Moved, list[int | None]], span: tuple[int, int]
) -> None:
    """What was inside stays inside, and nothing from outside comes in by itself."""
    change, order = edit
    start, end = change.span(*span)
    kept = [order.index(index) for index in range(*span) if index in order]
    if isinstance(change, Moved):
        if change.start <= span[0] and span[1] <= change.end:
            assert list(range(start, end)) == kept
        return
    if not kept:
        assert start >= end
    else:
        assert (start, end) == (min(kept), max(kept) + 1)


@settings(deadline=None)
@given(st.data())
def test_moved_items_are_where_their_places_say(data: st.DataObject) -> None:
    start, end = data.draw(spans)
    to = data.draw(st.integers(0, SIZE).filter(lambda place: not start < place < end))
    move = Moved(start, end, to)
    order = move.reordered(list(range(SIZE)))
    assert order == moved(start, end, to)
    assert [order[move.place(index)] for index in range(SIZE)] == list(range(SIZE))


@pytest.mark.parametrize(
    ("move", "before", "after"),
    [
        (Moved(2, 4, 8), (2, 4), (6, 8)),  # all of it goes along
        (Moved(2, 4, 8), (0, 10), (0, 10)),  # it happens inside
        (Moved(2, 4, 8), (0, 5), (0, 3)),  # part of it leaves
        (Moved(2, 4, 8), (6, 10), (4, 10)),  # something lands inside
        (Moved(2, 4, 8), (3, 6), (2, 4)),  # its edge leaves
        (Moved(6, 8, 1), (3, 5), (5, 7)),  # it is pushed
        (Moved(6, 8, 1), (9, 10), (9, 10)),  # it is not met
    ],
)
def test_stretches_around_a_move(move: Moved, before: tuple[int, int], after: tuple[int, int]) -> None:
    assert move.span(*before) == after


def test_open_ends_stay_open() -> None:
    assert shifted({"sheetId": 1}, "ROWS", Deleted(0, 5)) == {"sheetId": 1}
    assert shifted({"startRowIndex": 3}, "ROWS", Inserted(0, 2)) == {"startRowIndex": 5}
    assert shifted({"startRowIndex": 3}, "ROWS", Deleted(2, 5)) == {"startRowIndex": 2}
    assert shifted({"endRowIndex": 3}, "ROWS", Inserted(1, 1)) == {"startRowIndex": 0, "endRowIndex": 4}
    assert shifted({"startRowIndex": 3, "endRowIndex": 4}, "COLUMNS", Deleted(0, 9)) == {
        "startRowIndex": 3,
        "endRowIndex": 4,
    }


def everything(book: Caller) -> None:
    area = grid_of(4, 6, 4, 6)
    location = {"dimensionRange": rows_of(4, 5)}
    white = {"red": 1, "green": 1, "blue": 1}
    book.batch(
        {"addNamedRange": {"namedRange": {"namedRangeId": "fence", "name": "Fence", "range": area}}},
        {"addProtectedRange": {"protectedRange": {"range": area, "warningOnly": True}}},
        {"mergeCells": {"range": area}},
        {"addBanding": {"bandedRange": {"range": area, "rowProperties": {"firstBandColor": white}}}},
        {
            "addConditionalFormatRule": {
                "rule": {"ranges": [area], "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}}}
            }
        },
        {"addFilterView": {"filter": {"range": area}}},
        {"setBasicFilter": {"filter": {"range": area}}},
        {
            "createDeveloperMetadata": {
                "developerMetadata": {"metadataKey": "k", "visibility": "DOCUMENT", "location": location}
            }
        },
    )


def places(book: Caller) -> list[Message]:
    resource = book.resource()
    sheet = resource["sheets"][0]
    found = [named["range"] for named in resource.get("namedRanges", [])]
    found += sheet.get("merges", [])
    for name in ("protectedRanges", "bandedRanges", "filterViews"):
        found += [thing["range"] for thing in sheet.get(name, [])]
    found += [place for rule in sheet.get("conditionalFormats", []) for place in rule["ranges"]]
    return found + ([sheet["basicFilter"]["range"]] if "basicFilter" in sheet else [])


def without_sheet(area: Message) -> Message:
    return {key: end for key, end in area.items() if key != "sheetId"}


@pytest.mark.parametrize(
    ("request_", "area"),
    [
        ({"insertDimension": {"range": rows_of(0, 2)}}, grid_of(6, 8, 4, 6)),
        ({"insertDimension": {"range": rows_of(5, 7)}}, grid_of(4, 8, 4, 6)),
        ({"insertDimension": {"range": rows_of(6, 7)}}, grid_of(4, 6, 4, 6)),
        ({"insertDimension": {"range": columns_of(4, 5)}}, grid_of(4, 6, 5, 7)),
        ({"deleteDimension": {"range": rows_of(3, 5)}}, grid_of(3, 4, 4, 6)),
        ({"deleteDimension": {"range": columns_of(0, 3)}}, grid_of(4, 6, 1, 3)),
        ({"moveDimension": {"source": rows_of(4, 6), "destinationIndex": 1}}, grid_of(1, 3, 4, 6)),
    ],
)
def test_everything_shifts_grows_and_shrinks_alike(book: Caller, request_: Message, area: Message) -> None:
    everything(book)
    book.batch(request_)
    assert len(places(book)) == 7
    assert all(place == without_sheet(area) for place in places(book))


@pytest.mark.parametrize("span", [rows_of(4, 6), columns_of(3, 9)])
def test_everything_vanishes_with_its_rows_or_columns(book: Caller, span: Message) -> None:
    everything(book)
    book.batch({"deleteDimension": {"range": span}})
    assert places(book) == []
    message = book.refused({"deleteNamedRange": {"namedRangeId": "fence"}})
    assert message == "Invalid requests[0].deleteNamedRange: No named range with id: fence"


def test_a_merge_of_one_cell_is_none(book: Caller) -> None:
    book.batch({"mergeCells": {"range": grid_of(0, 2, 0, 1)}}, {"deleteDimension": {"range": rows_of(0, 1)}})
    assert "merges" not in book.sheet()


def test_metadata_follows_its_row_and_goes_with_it(book: Caller) -> None:
    everything(book)
    book.batch({"addSheet": {"properties": {"sheetId": 5}}}, {"insertDimension": {"range": rows_of(0, 1, 5)}})
    book.batch({"insertDimension": {"range": rows_of(0, 3)}}, {"insertDimension": {"range": columns_of(0, 3)}})
    search = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "k"}}]}
    (found,) = book.call("POST", book.path("/developerMetadata:search"), search)["matchedDeveloperMetadata"]
    place = found["developerMetadata"]["location"]["dimensionRange"]
    assert place == {"dimension": "ROWS", "startIndex": 7, "endIndex": 8}
    book.batch({"deleteDimension": {"range": rows_of(7, 8)}})
    assert book.call("POST", book.path("/developerMetadata:search"), search) == {}


def test_other_tabs_are_left_alone(book: Caller) -> None:
    book.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Other"}}},
        {"addNamedRange": {"namedRange": {"name": "There", "range": grid_of(1, 2, 1, 2, 5)}}},
        {"insertDimension": {"range": rows_of(0, 3)}},
    )
    assert book.resource()["namedRanges"][0]["range"] == grid_of(1, 2, 1, 2, 5)


@pytest.mark.parametrize(
    ("request_", "frozen"),
    [
        ({"insertDimension": {"range": rows_of(1, 2)}}, 3),
        ({"insertDimension": {"range": rows_of(2, 3)}}, 2),
        ({"deleteDimension": {"range": rows_of(0, 1)}}, 1),
        ({"deleteDimension": {"range": rows_of(0, 5)}}, None),
        ({"moveDimension": {"source": rows_of(0, 1), "destinationIndex": 9}}, 2),
    ],
)
def test_frozen_rows_grow_and_shrink(book: Caller, request_: Message, frozen: int | None) -> None:
    freeze = {"properties": {"gridProperties": {"frozenRowCount": 2}}, "fields": "gridProperties.frozenRowCount"}
    book.batch({"updateSheetProperties": freeze}, request_)
    assert book.sheet()["properties"]["gridProperties"].get("frozenRowCount") == frozen
