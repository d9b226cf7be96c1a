"""What Google's API does where no recording tells: tried on a scratch tab, expected beside seen.

The write path stands on some of these; on the others it does not, and they are tried because a
change of the app might. Costs about fifty writes, and Google allows sixty a minute: the calls share the
quota with the app, whose part of it they leave alone, so that it takes some minutes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kaizen.engine.faults import CallFailed
from kaizen.engine.forgetting import replaced
from kaizen.engine.scratch_tab import ROWS, Answer, Scratch, pull, scratch_tab
from kaizen.rules.naming import address_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import gspread

    from kaizen.engine.google import Workbook

ACCEPTED, REFUSED = "accepted", "refused"
PARALLEL: Final = 20
FENCED: Final = 3
"""So many batches at once name the same fence."""

KEY: Final = "kaizen-doctor"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen, and what the other side said word for word where it refused."""

    outcome: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing to try.

    Attributes:
        what: what is done.
        expected: what should be seen.
    """

    what: str
    expected: str
    run: Callable[[Scratch], Seen]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a trial."""

    trial: Trial
    seen: Seen

    @property
    def matters(self) -> bool:
        """Whether the write path would be wrong by it."""
        return not self.agrees and self.trial in RELIED_ON

    @property
    def agrees(self) -> bool:
        """Whether it was as expected."""
        return self.seen.outcome == self.trial.expected


def tried_out(
    client: gspread.Client, book: Workbook, new_id: Callable[[], str], pause: Callable[[float], None]
) -> Iterator[Result]:
    """Carry out every trial on a scratch tab and give each result as it comes; the tab is gone afterwards.

    Args:
        client: the way to the spreadsheet.
        book: the spreadsheet.
        new_id: an id that has never been used, at each call.
        pause: waits so many seconds.

    Raises:
        SheetUnreachable: there can be no scratch tab, or it could not be taken away again.
    """
    with scratch_tab(client, book, new_id, pause) as scratch:
        for trial in (*RELIED_ON, *UNSURE):
            try:
                seen = trial.run(scratch)
            except CallFailed as failed:
                seen = Seen("could not be tried", str(failed))
            yield Result(trial, seen)


def _verdict(answer: Answer) -> str:
    return ACCEPTED if answer.accepted else REFUSED


def _told(answer: Answer) -> Seen:
    return Seen(_verdict(answer), answer.words)


def _lost_fence(on: Scratch) -> Seen:
    first, second, third = on.new_id(), on.new_id(), on.new_id()
    on.batch(on.clear(), on.plant(first))
    on.batch(pull(first), on.plant(second), on.fill("in time"))
    late = on.batch(pull(first), on.plant(third), on.fill("late", row=1))
    written = "nothing written" if on.column() == ["in time"] else f"the tab says {on.column()}"
    return Seen(f"{_verdict(late)}, {written}", late.words)


def _unknown_range(on: Scratch) -> Seen:
    return _told(on.batch(pull(on.new_id())))


def _used_title(on: Scratch) -> Seen:
    told = [one["properties"] for one in on.looked_up("sheets.properties(sheetId,title)")["sheets"]]
    other = next(one["title"] for one in told if one.get("sheetId", 0) != on.sheet_id)
    properties = {"sheetId": on.sheet_id, "title": other}
    return _told(on.batch({"updateSheetProperties": {"properties": properties, "fields": "title"}}))


def _missing_source(on: Scratch) -> Seen:
    source = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": f"='{on.new_id()}'!$A$1"}]}
    cell = {"sheetId": on.sheet_id, "endRowIndex": 1, "endColumnIndex": 1}
    return _told(on.batch({"setDataValidation": {"range": cell, "rule": {"condition": source}}}))


def _used_range_id(on: Scratch) -> Seen:
    key = on.new_id()
    return _told(on.batch(on.plant(key), on.plant(key, name=f"kaizen_doctor_{on.new_id()}")))


def _used_range_name(on: Scratch) -> Seen:
    name = f"kaizen_doctor_{on.new_id()}"
    return _told(on.batch(on.plant(on.new_id(), name), on.plant(on.new_id(), name)))


def _one_fence_at_once(on: Scratch) -> Seen:
    fence = on.new_id()
    on.batch(on.clear(), on.plant(fence))
    answers = on.at_once([[pull(fence), on.plant(on.new_id()), on.append(str(n))] for n in range(FENCED)])
    landed = sum(answer.accepted for answer in answers)
    return Seen(f"{landed} {ACCEPTED}, {len(on.column())} row written", _words(answers))


def _rows_at_once(on: Scratch) -> Seen:
    on.batch(on.clear())
    answers = on.at_once([[on.append(f"row {n}")] for n in range(PARALLEL)])
    landed = {f"row {n}" for n, answer in enumerate(answers) if answer.accepted}
    rows = Counter(on.column())
    lost = "none lost or doubled" if rows == Counter(landed) else f"{len(rows)} rows there, {rows.total()} in all"
    return Seen(f"{len(landed)} {ACCEPTED}, {lost}", _words(answers))


def _words(answers: list[Answer]) -> str:
    return next((answer.words for answer in answers if answer.words), "")


def _all_or_nothing(on: Scratch) -> Seen:
    on.batch(on.clear())
    answer = on.batch(on.fill("first"), pull(on.new_id()))
    written = "nothing written" if not on.cells() else f"the tab says {on.column()}"
    return Seen(f"{_verdict(answer)}, {written}", answer.words)


def _amend_under_sort(on: Scratch) -> Seen:
    on.batch(on.clear(), on.fill("a", "b", "c"))
    on.batch(on.sort(3, "DESCENDING"))
    answer = on.batch(on.fill("amended"))
    hit = {("amended", "b", "a"): "the row that stands there now is hit", ("c", "b", "amended"): "the right row is hit"}
    return Seen(f"{_verdict(answer)}, {hit.get(tuple(on.column()), on.column())}", answer.words)


def _read_after_write(on: Scratch) -> Seen:
    text = on.new_id()
    on.batch(on.fill(text))
    return Seen("what was written" if on.column()[:1] == [text] else f"the tab says {on.column()[:1]}")


def _text_stays_text(on: Scratch) -> Seen:
    on.batch(on.clear(), on.fill("=1+1", "0042", "4/3"))
    return Seen("text" if on.column() == ["=1+1", "0042", "4/3"] else f"the tab says {on.column()}")


def _append_past_the_end(on: Scratch) -> Seen:
    on.batch(on.clear(), on.fill("last", row=ROWS - 1))
    answer = on.batch(on.append("beyond"))
    return Seen(
        f"{_verdict(answer)}, {'the tab grows' if on.column()[-1:] == ['beyond'] else 'not there'}", answer.words
    )


def _looking_around(on: Scratch) -> Seen:
    kept = ["joann@x.example", "ann@x.example.org"]
    on.batch(on.clear(), on.fill("for ann@x.example, W01-A", *kept))
    answer = on.batch(replaced(on.sheet_id, address_pattern("ann@x.example"), "gone"))
    right = on.column() == ["for gone, W01-A", *kept]
    return Seen(f"{_verdict(answer)}, {'no other one' if right else f'the tab says {on.column()}'}", answer.words)


def _strict_rule(on: Scratch) -> Seen:
    values = [{"userEnteredValue": value} for value in ("Yes", "No")]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": True}
    on.batch(on.clear(), {"setDataValidation": {"range": {**on.rows(0, 1), "endColumnIndex": 1}, "rule": rule}})
    return _told(on.batch(on.fill("Perhaps")))


def _named_range_under_sort(on: Scratch) -> Seen:
    key = on.new_id()
    on.batch(on.clear(), on.fill("a", "b", "c"), on.plant(key))
    on.batch(on.sort(3, "DESCENDING"))
    told = on.looked_up("namedRanges(namedRangeId,range)").get("namedRanges", ())
    return _where(next((one["range"] for one in told if one["namedRangeId"] == key), None))


def _protection_under_sort(on: Scratch) -> Seen:
    guard = {"range": on.rows(0, 1), "description": on.new_id(), "warningOnly": True}
    on.batch(on.clear(), on.fill("a", "b", "c"), {"addProtectedRange": {"protectedRange": guard}})
    on.batch(on.sort(3, "DESCENDING"))
    told = on.looked_up("sheets.protectedRanges(range,description)").get("sheets", ())
    guards = [one for sheet in told for one in sheet.get("protectedRanges", ())]
    return _where(next((one["range"] for one in guards if one.get("description") == guard["description"]), None))


def _where(place: dict[str, Any] | None) -> Seen:
    if place is None:
        return Seen("is gone")
    row = place.get("startRowIndex", 0)
    return Seen({0: "stays where it is", 2: "follows its row"}.get(row, f"is in row {row + 1}"))


def _metadata_under_sort(on: Scratch) -> Seen:
    value = on.new_id()
    on.batch(on.clear(), on.fill("a", "b", "c"), _metadata(on, value))
    on.batch(on.sort(3, "DESCENDING"))
    answer = on.write_by_filter(_by_value(value), "found")
    follows = {("c", "b", "found"): "follows its row", ("found", "b", "a"): "stays where it is"}
    return Seen(follows.get(tuple(on.column()), f"the tab says {on.column()}"), answer.words)


def _used_metadata_id(on: Scratch) -> Seen:
    number = int(on.new_id()[:6], 16) + 1
    return _told(on.batch(_metadata(on, on.new_id(), number), _metadata(on, on.new_id(), number)))


def _unknown_metadata(on: Scratch) -> Seen:
    return _told(on.batch({"deleteDeveloperMetadata": {"dataFilter": _by_value(on.new_id())}}))


def _filter_without_match(on: Scratch) -> Seen:
    on.batch(on.clear())
    answer = on.write_by_filter(_by_value(on.new_id()), "found")
    return Seen(f"{_verdict(answer)}, {'something' if on.cells() else 'nothing'} written", answer.words)


def _metadata(on: Scratch, value: str, number: int = 0) -> dict[str, Any]:
    row = {"sheetId": on.sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    entry = {"metadataKey": KEY, "metadataValue": value, "visibility": "DOCUMENT", "location": {"dimensionRange": row}}
    numbered = {"metadataId": number} if number else {}
    return {"createDeveloperMetadata": {"developerMetadata": {**entry, **numbered}}}


def _by_value(value: str) -> dict[str, Any]:
    return {"developerMetadataLookup": {"metadataKey": KEY, "metadataValue": value}}


RELIED_ON: Final = (
    Trial("a batch behind a fence that has moved on", f"{REFUSED}, nothing written", _lost_fence),
    Trial("deleting a named range nobody knows", REFUSED, _unknown_range),
    Trial("adding a named range with an id in use", REFUSED, _used_range_id),
    Trial("adding a named range with a name in use", REFUSED, _used_range_name),
    Trial("giving a tab the title of another one", REFUSED, _used_title),
    Trial(f"{FENCED} batches at once behind one fence", f"1 {ACCEPTED}, 1 row written", _one_fence_at_once),
    Trial(f"{PARALLEL} batches at once that append", f"{PARALLEL} {ACCEPTED}, none lost or doubled", _rows_at_once),
    Trial("a batch whose last request is wrong", f"{REFUSED}, nothing written", _all_or_nothing),
    Trial("amending row 1 after a sort", f"{ACCEPTED}, the row that stands there now is hit", _amend_under_sort),
    Trial("reading straight after writing", "what was written", _read_after_write),
    Trial("writing =1+1 as text", "text", _text_stays_text),
    Trial("appending past the last row", f"{ACCEPTED}, the tab grows", _append_past_the_end),
    Trial("taking an address out of longer texts", f"{ACCEPTED}, no other one", _looking_around),
)
"""What the write path stands on: it would be wrong if something else were seen."""

UNSURE: Final = (
    Trial("writing against a strict rule", ACCEPTED, _strict_rule),
    Trial("a dropdown from a tab that is not there", REFUSED, _missing_source),
    Trial("a named range under a sort", "stays where it is", _named_range_under_sort),
    Trial("a protected range under a sort", "stays where it is", _protection_under_sort),
    Trial("a row's metadata under a sort", "follows its row", _metadata_under_sort),
    Trial("adding metadata with an id in use", REFUSED, _used_metadata_id),
    Trial("deleting metadata that is not there", ACCEPTED, _unknown_metadata),
    Trial("writing by a filter that finds nothing", f"{ACCEPTED}, nothing written", _filter_without_match),
)
"""What no recording tells and nothing stands on yet."""
