"""Is this JSON the message Google expects? Types, enumerations and unknown names, refused in Google's words."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeGuard

from kaizen.sheets_local.call_messages import CALLS
from kaizen.sheets_local.object_messages import ENUMS, OBJECTS
from kaizen.sheets_local.refusals import Refusal, bad_field, bad_request

if TYPE_CHECKING:
    from kaizen.sheets_local.wire import Message

Check: TypeAlias = Callable[[object], Any]
"""Takes a JSON value, returns it cleaned (nulls dropped, numbers typed) or raises a Misfit."""

INT_LIMIT: Final = 2**31
WHOLE_LIMIT: Final = 1e15
"""From here on a double does not count every whole number."""

NOT_KEPT: Final = "-"
ONE_OF: Final = {"ExtendedValue": "value", "Request": "kind", "DataFilter": "filter"}
"""Messages in which at most one field may be set, with the name Google gives the choice."""
_BODY_NAME: Final = {"ValueRange": "data"}
_GOOGLE_TYPE: Final = "type.googleapis.com/google.apps.sheets.v4."


@cache
def fields_of(message: str) -> dict[str, str]:
    """Return the fields of a message, name to type; none for a name that is not a message."""
    line = CALLS.get(message, OBJECTS.get(message, ""))
    return dict(pair.split(":", 1) for pair in line.split())


@cache
def words_of(enum: str) -> frozenset[str]:
    """Return the words of an enumeration."""
    return frozenset(ENUMS[enum].split())


class _Misfit(Exception):  # noqa: N818 - becomes a Refusal before anyone outside sees it
    """A value that does not fit; the way to it is collected while the checks unwind."""

    def __init__(self, kind: str, shown: str) -> None:
        self.kind = kind
        self.shown = shown
        self.way: list[str] = []
        super().__init__(kind)

    def under(self, step: str) -> _Misfit:
        self.way.insert(0, step)
        return self


def clean(message: str, body: object) -> Message:
    """Return the body as a message of that name, without its nulls.

    Args:
        message: a name in ``CALLS`` or ``OBJECTS``.
        body: what JSON gave.

    Raises:
        Refusal: 400 with the way to the value that does not fit, in snake case as Google has it.
    """
    try:
        return _message(message)(body)  # type: ignore[no-any-return]
    except _Misfit as misfit:
        if message in _BODY_NAME:
            misfit.under(_BODY_NAME[message])
        raise _refusal(misfit) from None


def _refusal(misfit: _Misfit) -> Refusal:
    way = "".join(step if step.startswith("[") else f".{step}" for step in misfit.way).lstrip(".")
    if misfit.kind == "unknown":
        at = f" at '{way}'" if way else ""
        text = f'Invalid JSON payload received. Unknown name "{misfit.shown}"{at}: Cannot find field.'
        return bad_field(way, text)
    if misfit.kind == NOT_KEPT:
        place = re.sub(r"_([a-z])", lambda found: found[1].upper(), way)
        dot = "." if place else ""
        return bad_request(
            f"Invalid {place}{dot}{misfit.shown}: The embedded sheet does not answer this part of the API."
        )
    return bad_field(way, f"Invalid value at '{way}' ({misfit.kind}), {misfit.shown}")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name)


@cache
def _check(kind: str) -> Check:
    plain = _PLAIN.get(kind)
    if plain is not None:
        return plain
    if kind.startswith("="):
        return _enum(kind[1:])
    if kind.startswith("["):
        return _list(_check(kind[1:-1]), kind[1:-1])
    if kind.startswith("{"):
        return _map(_check(kind[1:-1]))
    return _message(kind)


@cache
def _message(name: str) -> Check:
    fields = fields_of(name)
    choice = ONE_OF.get(name)

    def check(value: object) -> Message:
        if not isinstance(value, dict):
            raise _Misfit(_GOOGLE_TYPE + name, _shown(value))
        out: Message = {}
        for key, item in value.items():
            kind = fields.get(key)
            if kind is None:
                raise _Misfit("unknown", key)
            if item is None:
                continue
            if kind == NOT_KEPT:
                raise _Misfit(NOT_KEPT, key)
            try:
                out[key] = _check(kind)(item)
            except _Misfit as misfit:
                raise misfit.under(_snake(key)) from None
        if choice and len(out) > 1:
            raise _Misfit("oneof", f"oneof field '{choice}' is already set. Cannot set '{list(out)[1]}'")
        return out

    return check


def _list(inner: Check, name: str) -> Check:
    def check(value: object) -> list[Any]:
        if not isinstance(value, list):
            raise _Misfit(_GOOGLE_TYPE + name, _shown(value))
        out = []
        for index, item in enumerate(value):
            try:
                out.append(inner(item))
            except _Misfit as misfit:
                raise misfit.under(f"[{index}]") from None
        return out

    return check


def _map(inner: Check) -> Check:
    def check(value: object) -> Message:
        if not isinstance(value, dict):
            raise _Misfit("type.googleapis.com/google.protobuf.Struct", _shown(value))
        return {key: inner(item) for key, item in value.items()}

    return check


def _enum(name: str) -> Check:
    words = words_of(name)

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise _Misfit(_GOOGLE_TYPE + name, _shown(value))
        return value

    return check


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise _Misfit("TYPE_STRING", _shown(value))
    return value


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Misfit("TYPE_BOOL", _shown(value))
    return value


def _int(value: object) -> int:
    try:
        number = int(value) if isinstance(value, int | str) and not isinstance(value, bool) else _whole(value)
    except ValueError:
        raise _Misfit("TYPE_INT32", _shown(value)) from None
    if abs(number) >= INT_LIMIT:
        raise _Misfit("TYPE_INT32", _shown(value))
    return number


def _whole(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise ValueError(value)


def number_of(value: float) -> int | float:
    """Return a number as Google writes it: a double, and a whole one without a fraction.

    Args:
        value: at most as big as a double can be.
    """
    double = float(value)
    return int(double) if double.is_integer() and abs(double) < WHOLE_LIMIT else double


def is_number(value: object) -> TypeGuard[int | float]:
    """Say whether a JSON value is a number that a double can hold; ticks are not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _number(value: object) -> int | float:
    if not is_number(value):
        raise _Misfit("TYPE_DOUBLE", _shown(value))
    return number_of(value)


def _values(value: object) -> list[list[Any]]:
    if not isinstance(value, list):
        raise _Misfit("type.googleapis.com/google.protobuf.ListValue", _shown(value))
    for index, row in enumerate(value):
        if not isinstance(row, list):
            raise _Misfit("type.googleapis.com/google.protobuf.ListValue", _shown(row)).under(f"[{index}]")
    return value


_PLAIN: Final[dict[str, Check]] = {
    "string": _string,
    "mask": _string,
    "bool": _bool,
    "int": _int,
    "number": _number,
    "values": _values,
}
