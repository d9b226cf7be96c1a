"""Field masks: which part of an answer is wanted, which part of an object a request means to change."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kaizen.sheets_local.refusals import bad_field, bad_request
from kaizen.sheets_local.schema import fields_of

if TYPE_CHECKING:
    from kaizen.sheets_local.wire import Message

Mask: TypeAlias = dict[str, Any]
"""Names with what is wanted below them; an empty mask wants everything."""

_TOKEN: Final = re.compile(r"[^,()./]+|[,()./]")
_SIGNS: Final = frozenset({",", "(", ")", ".", "/", ""})


class BadMask(Exception):  # noqa: N818 - becomes a Refusal in the words of the place it was found in
    """A path that names no field; ``str()`` is the path."""


@lru_cache(maxsize=512)
def parsed(text: str) -> Mask:
    """Return a mask such as ``sheets(properties.title,data/rowData),namedRanges`` as a tree.

    Raises:
        BadMask: brackets that do not match, or an empty name.
    """
    marks = [*_TOKEN.findall(text), ""]
    mask: Mask = {}
    if marks[_names(marks, 0, mask, text)]:
        raise BadMask(text)
    return mask


def _names(marks: list[str], at: int, into: Mask, text: str) -> int:
    """Read names with commas between them, and return where they end."""
    while True:
        at = _path(marks, at, into, text)
        if marks[at] != ",":
            return at
        at += 1


def _path(marks: list[str], at: int, into: Mask, text: str) -> int:
    """Read one path, with what it has in brackets, and return where it ends."""
    if marks[at] in _SIGNS:
        raise BadMask(text)
    below = into.setdefault(marks[at], {})
    after = marks[at + 1]
    if after in {".", "/"}:
        return _path(marks, at + 2, below, text)
    if after != "(":
        return at + 1
    at = _names(marks, at + 2, below, text)
    if marks[at] != ")":
        raise BadMask(text)
    return at + 1


def check(mask: Mask, message: str, way: str = "") -> None:
    """Hold a mask to the fields a message has.

    Args:
        mask: a parsed mask.
        message: the name of the message it is about; anything goes below a map or a plain field.
        way: the path so far.

    Raises:
        BadMask: with the first path that names no field.
    """
    fields = fields_of(message)
    for name, below in mask.items():
        path = f"{way}.{name}" if way else name
        if name == "*":
            continue
        if name not in fields:
            raise BadMask(path)
        inner = fields[name].strip("[]")
        if below and fields_of(inner):
            check(below, inner, path)
        elif below and not inner.startswith(("{", "-")):
            raise BadMask(f"{path}.{next(iter(below))}")


def wanted(text: str, message: str) -> Mask:
    """Return the mask of a request's ``fields``.

    Raises:
        Refusal: 400 for an empty mask or a path that names no field.
    """
    if not text:
        raise bad_request("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        mask = parsed(text)
        check(mask, message)
    except BadMask as bad:
        raise bad_request(f"Invalid field: {bad}") from None
    return mask


def selected(answer: Message, text: str, message: str) -> Message:
    """Return the part of an answer that the query parameter ``fields`` asks for.

    Raises:
        Refusal: 400 with the path in its details.
    """
    try:
        mask = parsed(text)
        check(mask, message)
    except BadMask as bad:
        told = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{bad}'."
        raise bad_field(str(bad), told, "Request contains an invalid argument.") from None
    picked: Message = _pick(answer, mask)
    return picked


def _pick(value: Any, mask: Mask) -> Any:  # noqa: ANN401 - any JSON value goes in and the same kind comes out
    if not mask or (len(mask) == 1 and mask.get("*") == {}):
        return value
    if isinstance(value, list):
        return [_pick(item, mask) for item in value]
    if "*" in mask:
        return {key: _pick(item, mask["*"]) for key, item in value.items()}
    return {key: _pick(item, mask[key]) for key, item in value.items() if key in mask}


def merged(old: Message, new: Message, mask: Mask) -> Message:
    """Return ``old`` with the masked fields as ``new`` has them; a masked field that ``new`` lacks is gone."""
    if not mask or "*" in mask:
        return new
    out = dict(old)
    for name, below in mask.items():
        if below and "*" not in below:
            inner = merged(out.get(name, {}), new.get(name, {}), below)
            out.pop(name, None)
            if inner:
                out[name] = inner
        elif name in new:
            out[name] = new[name]
        else:
            out.pop(name, None)
    return out
