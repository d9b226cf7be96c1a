"""The calls under ``/values``: one function a call, from checked query and body to Google's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheets_local.data_filters import found_areas
from kaizen.sheets_local.ranges import Area, area, written
from kaizen.sheets_local.refusals import Refusal, bad_field, bad_request
from kaizen.sheets_local.values_read import Rendering, value_range, word
from kaizen.sheets_local.values_write import Input, Written, append, clear, update, update_answer, write_area
from kaizen.sheets_local.workbook import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.wire import Message
    from kaizen.sheets_local.workbook import Workbook

    Options = Mapping[str, list[str]]


def flag(options: Options, name: str) -> bool:
    """Return a query parameter that is true or false, in either case.

    Raises:
        Refusal: 400 for any other word.
    """
    text = options.get(name, ["false"])[-1].lower()
    if text not in {"true", "false"}:
        raise bad_field(name, f"Invalid value at '{name}' (TYPE_BOOL), \"{text}\"")
    return text == "true"


def _input(option: str, body: Message) -> Input:
    if not option:
        raise bad_request("'valueInputOption' is required but not specified")
    return Input(option, body.get("majorDimension", ROWS))


def _echo(options: Options) -> Rendering | None:
    return Rendering.of(options, "response") if flag(options, "includeValuesInResponse") else None


def get(book: Workbook, text: str, options: Options) -> Message:
    """Answer ``values.get``."""
    rendering = Rendering.of(options)
    return value_range(area(book, text), rendering)


def batch_get(book: Workbook, options: Options) -> Message:
    """Answer ``values:batchGet``: the ranges in the order asked for; one that cannot be read fails the call."""
    rendering = Rendering.of(options)
    ranges = [value_range(area(book, text), rendering) for text in options.get("ranges", [])]
    return {"spreadsheetId": book.id} | ({"valueRanges": ranges} if ranges else {})


def put(draft: Draft, text: str, options: Options, body: Message) -> Message:
    """Answer ``values.update``."""
    _same_range(text, body)
    how = _input(word(options, "valueInputOption", "ValueInputOption"), body)
    done = update(draft, write_area(draft, text), body.get("values", []), how)
    return update_answer(draft.book.id, done, _echo(options))


def _same_range(text: str, body: Message) -> None:
    if body.get("range", text) != text:
        raise bad_request(f"Requested writing within range [{text}], but tried writing to range [{body['range']}]")


def post(draft: Draft, text: str, options: Options, body: Message) -> Message:
    """Answer ``values.append``; without a table the answer has no ``tableRange``."""
    _same_range(text, body)
    how = _input(word(options, "valueInputOption", "ValueInputOption"), body)
    mode = options.get("insertDataOption", ["OVERWRITE"])[-1]
    if mode not in {"OVERWRITE", "INSERT_ROWS"}:
        raise bad_field("insert_data_option", f"Invalid value at 'insert_data_option', \"{mode}\"")
    target = area(draft.book, text)
    table, done = append(draft, target, body.get("values", []), how, insert_rows=mode == "INSERT_ROWS")
    answer: Message = {"spreadsheetId": draft.book.id}
    if table:
        answer["tableRange"] = written(done.area.sheet, table)
    return answer | {"updates": update_answer(draft.book.id, done, _echo(options))}


def wipe(draft: Draft, text: str) -> Message:
    """Answer ``values.clear``."""
    target = area(draft.book, text)
    clear(draft, target)
    return {"spreadsheetId": draft.book.id, "clearedRange": target.written()}


def batch_wipe(draft: Draft, body: Message) -> Message:
    """Answer ``values:batchClear``."""
    cleared = [wipe(draft, text)["clearedRange"] for text in body.get("ranges", [])]
    return {"spreadsheetId": draft.book.id} | ({"clearedRanges": cleared} if cleared else {})


def batch_put(draft: Draft, body: Message) -> Message:
    """Answer ``values:batchUpdate``: in order, all or nothing."""
    echo = Rendering.of_body(body, "response") if body.get("includeValuesInResponse") else None
    totals = _Totals(draft.book.id)
    for index, entry in enumerate(body.get("data", [])):
        with _Place(f"data[{index}]"):
            how = _input(body.get("valueInputOption", ""), entry)
            done = update(draft, write_area(draft, entry.get("range", "")), entry.get("values", []), how)
        totals.add(done, update_answer(draft.book.id, done, echo))
    return totals.answer()


class _Place:
    """Puts the place in front of any refusal that comes out of its block."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        if isinstance(error, Refusal):
            raise error.within(self.place) from None


class _Totals:
    """Adds up what a batch of writes touched."""

    def __init__(self, book_id: str) -> None:
        self.book_id = book_id
        self.counts = {"totalUpdatedRows": 0, "totalUpdatedColumns": 0, "totalUpdatedCells": 0}
        self.sheets: set[int] = set()
        self.responses: list[Message] = []

    def add(self, done: Written, answer: Message) -> None:
        self.counts["totalUpdatedRows"] += done.rows
        self.counts["totalUpdatedColumns"] += done.columns
        self.counts["totalUpdatedCells"] += done.cells
        if done.cells:
            self.sheets.add(done.area.sheet.id)
        self.responses.append(answer)

    def answer(self) -> Message:
        counts = {**self.counts, "totalUpdatedSheets": len(self.sheets)}
        answer: Message = {"spreadsheetId": self.book_id}
        answer |= {name: count for name, count in counts.items() if count}
        return answer | ({"responses": self.responses} if self.responses else {})


def _each_found(book: Workbook, body: Message, act: Callable[[Area, Message], None]) -> None:
    for index, data_filter in enumerate(body.get("dataFilters", [])):
        with _Place(f"dataFilters[{index}]"):
            for found in found_areas(book, data_filter):
                act(found, data_filter)


def batch_get_by_filter(book: Workbook, body: Message) -> Message:
    """Answer ``values:batchGetByDataFilter``; where nothing matches there are no ``valueRanges``."""
    rendering = Rendering.of_body(body)
    found: list[Message] = []
    _each_found(
        book,
        body,
        lambda there, data_filter: found.append(
            {"valueRange": value_range(there, rendering), "dataFilters": [data_filter]}
        ),
    )
    return {"spreadsheetId": book.id} | ({"valueRanges": found} if found else {})


def batch_wipe_by_filter(draft: Draft, body: Message) -> Message:
    """Answer ``values:batchClearByDataFilter``."""
    cleared: list[str] = []

    def act(there: Area, _filter: Message) -> None:
        clear(draft, there)
        cleared.append(there.written())

    _each_found(draft.book, body, act)
    return {"spreadsheetId": draft.book.id} | ({"clearedRanges": cleared} if cleared else {})


def batch_put_by_filter(draft: Draft, body: Message) -> Message:
    """Answer ``values:batchUpdateByDataFilter``: every place a filter finds gets the values.

    A filter that finds nothing changes nothing and is no error; Google's answer to that is not known.
    """
    echo = Rendering.of_body(body, "response") if body.get("includeValuesInResponse") else None
    totals = _Totals(draft.book.id)
    for index, entry in enumerate(body.get("data", [])):
        with _Place(f"data[{index}]"):
            how = _input(body.get("valueInputOption", ""), entry)
            for found in found_areas(draft.book, entry.get("dataFilter", {})):
                done = update(draft, found, entry.get("values", []), how)
                answer = update_answer(draft.book.id, done, echo)
                del answer["spreadsheetId"]
                totals.add(done, answer | {"dataFilter": entry["dataFilter"]})
    return totals.answer()
