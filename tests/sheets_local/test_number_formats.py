"""Numbers in their formats."""

from __future__ import annotations

import pytest

from kaizen.sheets_local.number_formats import formatted, general

NOON = 46440 + 0.5  # Mon 22 Feb 2027, 12:00


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1.45, "1.45"),
        (0.0009765625, "0.0009765625"),
        (1 / 3, "0.3333333333"),
        (2_000_000.01, "2000000.01"),
        (12_345_678_901.5, "12345678902"),
        (123_456_789_012, "123456789012"),
        (1e15, "1E+15"),
        (1.5e-7, "1.5E-07"),
        (-2.5, "-2.5"),
    ],
)
def test_the_automatic_format(number: float, text: str) -> None:
    assert general(number) == text


@pytest.mark.parametrize(
    ("number", "kind", "pattern", "text"),
    [
        (NOON, "DATE", "", "22/02/2027"),
        (NOON, "TIME", "", "12:00:00"),
        (NOON, "DATE_TIME", "", "22/02/2027 12:00:00"),
        (NOON, "DATE", "dddd d mmmm yyyy", "Monday 22 February 2027"),
        (NOON, "DATE", "ddd dd mmmmm yy", "Mon 22 F 27"),
        (NOON, "DATE", "m/d/y", "2/22/27"),
        (NOON, "DATE", 'd "of" mmmm\\!', "22 of February!"),
        (NOON, "TIME", "h:mm AM/PM", "12:00 PM"),
        (0.25, "TIME", "hh:mm a/p", "06:00 a"),
        (0.25, "TIME", "mm:ss", "00:00"),
        (1.5, "TIME", "[h]:mm", "36:00"),
        (1.5, "TIME", "[mm]", "2160"),
        (0.5 / 86400 * 3, "TIME", "[s]", "2"),
        (-1e9, "DATE", "", "-1000000000"),
        (1234.5, "NUMBER", "", "1,234.50"),
        (0.125, "PERCENT", "", "12.50%"),
        (1234.5, "CURRENCY", "", "£1,234.50"),
        (-3, "CURRENCY", "", "-£3.00"),
        (12345, "SCIENTIFIC", "", "1.23E+04"),
        (0.00012, "SCIENTIFIC", "", "1.20E-04"),
        (0, "SCIENTIFIC", "", "0.00E+00"),
        (5, "NUMBER", "000", "005"),
        (5, "NUMBER", "#", "5"),
        (0, "NUMBER", "#", ""),
        (1.5, "NUMBER", "0.##", "1.5"),
        (1, "NUMBER", "0.##", "1"),
        (1, "NUMBER", "0.", "1."),
        (2, "NUMBER", '0 "places"', "2 places"),
        (2, "NUMBER", "[Red]0", "2"),
        (-2, "NUMBER", "0;(0)", "(2)"),
        (0, "NUMBER", "0;-0;none", "none"),
        (1.005, "NUMBER", "0.00", "1.01"),
        (7, "TEXT", "", "7"),
        (7, "NUMBER", "@", "7"),
        (7, "", "", "7"),
    ],
)
def test_patterns(number: float, kind: str, pattern: str, text: str) -> None:
    assert formatted(number, {"type": kind, "pattern": pattern}) == text
