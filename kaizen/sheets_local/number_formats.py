"""What a number looks like in its cell: the patterns of Google's number formats, as an en_GB sheet shows them."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kaizen.sheets_local.schema import WHOLE_LIMIT
from kaizen.sheets_local.serials import moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kaizen.sheets_local.wire import Message

DATE_TYPES: Final = frozenset({"DATE", "TIME", "DATE_TIME"})
DEFAULT_PATTERNS: Final = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": "[$£]#,##0.00",
    "DATE": "dd/mm/yyyy",
    "TIME": "hh:mm:ss",
    "DATE_TIME": "dd/mm/yyyy hh:mm:ss",
    "SCIENTIFIC": "0.00E+00",
}
_GENERAL_DIGITS: Final = 10
_ALL_DIGITS: Final = 1000
"""More than any double has, before and after the point."""
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<elapsed>[hms])+\]|\[[^\]]*\]'
    r"|(?P<ampm>AM/PM|am/pm|A/P|a/p)|(?P<date>d+|m+|y+|h+|s+|D+|M+|Y+|H+|S+)|(?P<digits>[#0?][#0?,]*(?:\.[#0?]*)?)"
    r"|(?P<power>E[+-]0+)|(?P<other>.)",
    re.DOTALL,
)
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def formatted(number: float, number_format: Message) -> str:
    """Return a number as its cell shows it.

    Args:
        number: the content; dates are serials.
        number_format: Google's ``NumberFormat``, empty for the automatic one.
    """
    kind = number_format.get("type", "")
    pattern = number_format.get("pattern") or DEFAULT_PATTERNS.get(kind, "")
    if not pattern or kind == "TEXT" or pattern in {"@", "General"}:
        return general(number)
    if kind in DATE_TYPES:
        return _dated(number, pattern)
    return _counted(number, pattern)


def general(number: float) -> str:
    """Return a number in the automatic format: up to ten digits that matter."""
    if abs(number) >= WHOLE_LIMIT:
        return re.sub(r"E([+-])0*(\d)", r"E\1\2", f"{number:.6G}")
    if abs(number) >= 10**_GENERAL_DIGITS or isinstance(number, int):
        return f"{number:.0f}"
    text = f"{number:.{_GENERAL_DIGITS}g}"
    return text if "e" not in text else re.sub(r"E([+-])(\d)$", r"E\g<1>0\2", text.upper())


@lru_cache(maxsize=256)
def _tokens(pattern: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (found.lastgroup or "", found[found.lastgroup] if found.lastgroup else "") for found in _TOKEN.finditer(pattern)
    )


def _dated(number: float, pattern: str) -> str:
    when = moment(number)
    if when is None:
        return general(number)
    tokens = [(kind, text.lower() if kind == "date" else text) for kind, text in _tokens(pattern)]
    halves = any(kind == "ampm" for kind, _ in tokens)
    out = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            minutes = text[0] == "m" and _beside_time(tokens, index)
            out.append(_minutes(when, text) if minutes else _PARTS[text[0]](when, len(text), halves))
        elif kind == "elapsed":
            out.append(_elapsed(number, text))
        elif kind == "ampm":
            out.append(_half(when, text))
        else:
            out.append(text)
    return "".join(out)


def _beside_time(tokens: list[tuple[str, str]], index: int) -> bool:
    """Say whether an ``m`` means minutes: hours stand before it, or seconds after it."""
    dated = [(at, text[0]) for at, (kind, text) in enumerate(tokens) if kind in {"date", "elapsed"}]
    before = [letter for at, letter in dated if at < index]
    after = [letter for at, letter in dated if at > index]
    return (bool(before) and before[-1] == "h") or (bool(after) and after[0] == "s")


def _minutes(when: datetime, text: str) -> str:
    return f"{when.minute:0{min(len(text), 2)}d}"


def _half(when: datetime, text: str) -> str:
    words = text.split("/")
    return words[when.hour >= 12]  # noqa: PLR2004 - noon


def _elapsed(number: float, unit: str) -> str:
    seconds = int(timedelta(days=number) / timedelta(seconds=1) + 0.5)
    return str(seconds // {"h": 3600, "m": 60, "s": 1}[unit])


def _day(when: datetime, length: int, _halves: bool) -> str:  # noqa: FBT001 - one signature for all parts
    name = _DAYS[when.weekday()]
    return {1: str(when.day), 2: f"{when.day:02d}", 3: name[:3]}.get(length, name)


def _month(when: datetime, length: int, _halves: bool) -> str:  # noqa: FBT001
    name = MONTHS[when.month - 1]
    return {1: str(when.month), 2: f"{when.month:02d}", 3: name[:3], 5: name[0]}.get(length, name)


def _year(when: datetime, length: int, _halves: bool) -> str:  # noqa: FBT001
    return f"{when.year % 100:02d}" if length <= 2 else f"{when.year:04d}"  # noqa: PLR2004 - yy


def _hour(when: datetime, length: int, halves: bool) -> str:  # noqa: FBT001
    hour = (when.hour % 12 or 12) if halves else when.hour
    return f"{hour:0{min(length, 2)}d}"


def _second(when: datetime, length: int, _halves: bool) -> str:  # noqa: FBT001
    return f"{when.second:0{min(length, 2)}d}"


_PARTS: Final[dict[str, Callable[[datetime, int, bool], str]]] = {
    "d": _day,
    "m": _month,
    "y": _year,
    "h": _hour,
    "s": _second,
}


def _counted(number: float, pattern: str) -> str:
    """Return a number in a pattern of digits; up to three sections for plus, minus and nothing."""
    sections = pattern.split(";")
    section, value = sections[0], Decimal(repr(number))
    if number < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif number == 0 and len(sections) > 2:  # noqa: PLR2004 - the third section is for nought
        section = sections[2]
    with localcontext(Context(prec=_ALL_DIGITS + len(pattern))):
        return _in_section(value, _tokens(section))


def _in_section(value: Decimal, tokens: tuple[tuple[str, str], ...]) -> str:
    value *= Decimal(100) ** sum(text == "%" for kind, text in tokens if kind == "other")
    power = next((text for kind, text in tokens if kind == "power"), "")
    exponent = value.adjusted() if power and value else 0
    value = value.scaleb(-exponent)
    out, sign = [], "-" if value < 0 else ""
    for kind, text in tokens:
        if kind == "digits":
            out.append(_digits(abs(value), text))
        elif kind == "power":
            out.append(f"E{'-' if exponent < 0 else '+'}{abs(exponent):0{len(power) - 2}d}")
        else:
            out.append(text)
    return sign + "".join(out)


def _digits(value: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    left, _, right = f"{rounded:f}".partition(".")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", left)
    kept = len(fraction.rstrip("#?"))
    right = right[:kept] + right[kept:].rstrip("0")
    return left + ("." + right if "." in pattern and (right or kept or not fraction) else "")
