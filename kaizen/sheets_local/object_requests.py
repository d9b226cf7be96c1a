"""Requests about what lies over the cells: named and protected ranges, banding, rules, filters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kaizen.sheets_local.editing import may_edit
from kaizen.sheets_local.masks import merged, wanted
from kaizen.sheets_local.ranges import grid_area, open_rect
from kaizen.sheets_local.refusals import bad_request, protected
from kaizen.sheets_local.sorting import sort_area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.wire import Message

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,249}")
_LIKE_A_CELL: Final = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]")
_RANGE_FIELDS: Final = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


def _placed(draft: Draft, given: Message) -> Message:
    """Return a range held to the grid, with its tab named, as it is kept."""
    area = grid_area(draft.book, given)
    clamped = dict(zip(_RANGE_FIELDS, area.rect, strict=True))
    return {"sheetId": area.sheet.id, **{end: clamped[end] for end in _RANGE_FIELDS if end in given}}


def add_named_range(draft: Draft, given: Message) -> Message:
    """Answer ``addNamedRange``: the caller's id is honoured; a used id or name fails the batch."""
    asked, named = given.get("namedRange", {}), draft.book.named
    key = asked.get("namedRangeId") or str(draft.new_id({int(known) for known in named if known.isdigit()}))
    if key in named:
        raise bad_request(f"Cannot add named range with id {key}, a named range with that id already exists.")
    new = {"namedRangeId": key, "name": asked.get("name", ""), "range": _placed(draft, asked.get("range", {}))}
    _check_name(draft, new)
    named[key] = new
    return {"addNamedRange": {"namedRange": new}}


def _check_name(draft: Draft, new: Message) -> None:
    name = new["name"]
    if not _NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name):
        raise bad_request(f"The name {name!r} is not valid for a named range.")
    for other in draft.book.named.values():
        if other["name"].casefold() == name.casefold() and other["namedRangeId"] != new["namedRangeId"]:
            raise bad_request(f"Cannot add named range with name {name}, a named range with that name already exists.")


def update_named_range(draft: Draft, given: Message) -> Message:
    """Answer ``updateNamedRange``; an unknown id fails the batch."""
    asked = given.get("namedRange", {})
    mask = wanted(given.get("fields", ""), "NamedRange")
    key = asked.get("namedRangeId", "")
    if key not in draft.book.named:
        raise _no_named_range(key)
    new = {**merged(draft.book.named[key], asked, mask), "namedRangeId": key}
    new = {"namedRangeId": key, "name": new.get("name", ""), "range": _placed(draft, new.get("range", {}))}
    _check_name(draft, new)
    draft.book.named[key] = new
    return {}


def delete_named_range(draft: Draft, given: Message) -> Message:
    """Answer ``deleteNamedRange``; an unknown id fails the batch, which is what a fence stands on."""
    key = given.get("namedRangeId", "")
    if draft.book.named.pop(key, None) is None:
        raise _no_named_range(key)
    return {}


def _no_named_range(key: str) -> Exception:
    return bad_request(f"No named range with id: {key}")


def _everywhere(draft: Draft, name: str) -> Iterator[Message]:
    for sheet in draft.book.sheets:
        yield from sheet.objects_of(name)


def _keyed(draft: Draft, asked: Message, name: str, key: str) -> int:
    """Return the caller's id for a new object, or a new one.

    Raises:
        Refusal: 400 for an id in use.
    """
    used = {thing[key] for thing in _everywhere(draft, name)}
    if asked.get(key, 0) in used:
        raise bad_request(f"{key} {asked[key]} is already in use.")
    return int(asked.get(key, 0)) or draft.new_id(used)


def _lay(draft: Draft, name: str, thing: Message) -> None:
    sheet = draft.sheet(thing["range"]["sheetId"])
    sheet.objects[name] = [*sheet.objects_of(name), thing]


def add_protected_range(draft: Draft, given: Message) -> Message:
    """Answer ``addProtectedRange``; whoever adds a hard protection is among its editors."""
    asked = given.get("protectedRange", {})
    key = _keyed(draft, asked, "protectedRanges", "protectedRangeId")
    new: Message = {"protectedRangeId": key, "range": _placed(draft, asked.get("range", {}))}
    if asked.get("description"):
        new["description"] = asked["description"]
    if asked.get("unprotectedRanges"):
        new["unprotectedRanges"] = [_placed(draft, hole) for hole in asked["unprotectedRanges"]]
    if asked.get("warningOnly"):
        new["warningOnly"] = True
    else:
        editors = asked.get("editors", {})
        users = list(dict.fromkeys([*editors.get("users", []), draft.account]))
        new["editors"] = {name: value for name, value in {**editors, "users": users}.items() if value}
    _lay(draft, "protectedRanges", new)
    return {"addProtectedRange": {"protectedRange": {**new, "requestingUserCanEdit": True}}}


def delete_protected_range(draft: Draft, given: Message) -> Message:
    """Answer ``deleteProtectedRange``; only an editor of a hard protection may take it away."""
    key = given.get("protectedRangeId", 0)
    for sheet in draft.book.sheets:
        for thing in sheet.objects_of("protectedRanges"):
            if thing["protectedRangeId"] == key:
                if not thing.get("warningOnly") and not may_edit(thing, draft.book, draft.account):
                    raise protected()
                own = draft.sheet(sheet.id)
                own.objects["protectedRanges"] = [
                    other for other in own.objects["protectedRanges"] if other is not thing
                ]
                return {}
    raise bad_request(f"No protected range with id: {key}")


def add_banding(draft: Draft, given: Message) -> Message:
    """Answer ``addBanding``; two bandings may not share a cell."""
    asked = given.get("bandedRange", {})
    if not asked.get("rowProperties") and not asked.get("columnProperties"):
        raise bad_request("At least one of rowProperties and columnProperties must be set.")
    place = _placed(draft, asked.get("range", {}))
    sheet = draft.sheet(place["sheetId"])
    if any(open_rect(sheet, band["range"]).meets(open_rect(sheet, place)) for band in sheet.objects_of("bandedRanges")):
        raise bad_request("You cannot add alternating background colours to a range that already has them.")
    new = {**asked, "bandedRangeId": _keyed(draft, asked, "bandedRanges", "bandedRangeId"), "range": place}
    _lay(draft, "bandedRanges", new)
    return {"addBanding": {"bandedRange": new}}


def add_conditional_format_rule(draft: Draft, given: Message) -> Message:
    """Answer ``addConditionalFormatRule``; the rule is kept and answered, cells do not change colour here."""
    rule, index = given.get("rule", {}), given.get("index", 0)
    if not rule.get("ranges") or ("booleanRule" in rule) == ("gradientRule" in rule):
        raise bad_request("A conditional format rule needs ranges and either a booleanRule or a gradientRule.")
    new = {**rule, "ranges": [_placed(draft, place) for place in rule["ranges"]]}
    sheet = draft.sheet(new["ranges"][0]["sheetId"])
    if any(place["sheetId"] != sheet.id for place in new["ranges"]):
        raise bad_request("All ranges of a conditional format rule must be on one sheet.")
    rules = list(sheet.objects_of("conditionalFormats"))
    if not 0 <= index <= len(rules):
        raise bad_request(f"index {index} must be between 0 and {len(rules)}.")
    rules.insert(index, new)
    sheet.objects["conditionalFormats"] = rules
    return {}


def add_filter_view(draft: Draft, given: Message) -> Message:
    """Answer ``addFilterView``; a view never touches the grid."""
    asked = given.get("filter", {})
    key = _keyed(draft, asked, "filterViews", "filterViewId")
    title = asked.get("title") or f"Filter {sum(1 for _ in _everywhere(draft, 'filterViews')) + 1}"
    new = {**asked, "filterViewId": key, "title": title, "range": _placed(draft, asked.get("range", {}))}
    _lay(draft, "filterViews", new)
    return {"addFilterView": {"filter": new}}


def set_basic_filter(draft: Draft, given: Message) -> Message:
    """Answer ``setBasicFilter``; its sort really reorders the rows, for everybody and for good."""
    asked = given.get("filter", {})
    place = _placed(draft, asked.get("range", {}))
    sheet = draft.sheet(place["sheetId"])
    sheet.objects["basicFilter"] = [{**asked, "range": place}]
    if asked.get("sortSpecs"):
        rect = open_rect(sheet, place)
        sort_area(draft, sheet, rect._replace(top=rect.top + 1), asked["sortSpecs"])
    return {}


def clear_basic_filter(draft: Draft, given: Message) -> Message:
    """Answer ``clearBasicFilter``; the order a sort left stays."""
    draft.sheet(given.get("sheetId", 0)).objects["basicFilter"] = []
    return {}
