"""One table of examples for each kind of cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.domain.dates import DateKind
from kaizen.sheet import layout
from kaizen.sheet.cell_readers import reader_for
from kaizen.sheet.cells import Cell, Names, Read
from kaizen.sheet.findings import Outcome
from kaizen.sheet.layout import Column, Kind
from tests.sheet.grids import CONTEXT

OK, NOTED, ASKED = Outcome.READ, Outcome.NOTED, Outcome.QUERIED

Example = tuple[Cell, Any, Outcome]


def plainly(*pairs: tuple[Cell, Any]) -> list[Example]:
    return [(cell, value, OK) for cell, value in pairs]


def gently(*pairs: tuple[Cell, Any]) -> list[Example]:
    return [(cell, value, NOTED) for cell, value in pairs]


def as_questions(*cells: Cell) -> list[Example]:
    return [(cell, None, ASKED) for cell in cells]


def read(column: Column, cell: Cell, record: Any = None) -> Read:
    return reader_for(column, record, CONTEXT)(cell)


def check(column: Column, example: Example, record: Any = None) -> None:
    cell, value, outcome = example
    found = read(column, cell, record)
    assert (found.value, found.outcome) == (value, outcome)
    assert type(found.value) is type(value)
    assert bool(found.sentence) == (outcome is not OK)


def of(kind: Kind) -> Column:
    return Column("Heading", "field", kind)


FEBRUARY = date(2027, 2, 22)
DATES = [
    *plainly(
        ("", None),
        (" \u200b ", None),
        (46440, FEBRUARY),
        (46440.75, FEBRUARY),
        ("22/2/27", FEBRUARY),
        ("22.02.2027", FEBRUARY),
        ("22-2-2027", FEBRUARY),
        ("22 02 2027", FEBRUARY),
        ("22/2", FEBRUARY),
        ("2027-02-22", FEBRUARY),
        ("2027/2/22", FEBRUARY),
        ("22 February 2027", FEBRUARY),
        ("22nd Feb", FEBRUARY),
        ("22-Feb-27", FEBRUARY),
        ("Mon 22 Feb", FEBRUARY),
        ("Monday, 22nd of February 2027", FEBRUARY),
        ("Mon. 22/02/2027", FEBRUARY),
        ("February 22", FEBRUARY),
        ("Feb. 22nd, 2027", FEBRUARY),
        ("\u00a022\u00a0feb\u00a02027 ", FEBRUARY),
        ("1 Sept", date(2026, 9, 1)),
        ("31 August", date(2027, 8, 31)),
        ("Thurs 24 June", date(2027, 6, 24)),
        ("03/04/2027", date(2027, 4, 3)),
        ("29/2/2028", date(2028, 2, 29)),
        ("22.2.27", FEBRUARY),
        ("22nd February 2027", FEBRUARY),
        ("22 Feb '27", FEBRUARY),
        ("22/2/\u201927", FEBRUARY),
        ("22. Feb", FEBRUARY),
        ("22/Feb/2027", FEBRUARY),
        ("22\\2\\27", FEBRUARY),
        ("the 22nd of Feb", FEBRUARY),
        ("22/2/27.", FEBRUARY),
        ("20270222", FEBRUARY),
        ("Mon22Feb", FEBRUARY),
        ("22/02/27 (Mon)", FEBRUARY),
        ("22 Feb, Mon.", FEBRUARY),
        ("Monday - 22 Feb", FEBRUARY),
        ("Mon: 22/2/27", FEBRUARY),
        ("22 Feb - Monday", FEBRUARY),
        ("2027-Feb-22", FEBRUARY),
        ("Feb 22", FEBRUARY),
        ("Feb 27th", date(2027, 2, 27)),
        ("22\u20112\u20112027", FEBRUARY),
    ),
    *gently(
        ("46440", FEBRUARY),
        ("46440.0", FEBRUARY),
        ("22/2/2027 09:00", FEBRUARY),
        ("Mon 22 Feb, 9.30am", FEBRUARY),
        ("2027-02-22T09:00", FEBRUARY),
    ),
    *as_questions(
        *("w/b 22 Feb", "wb 22/2", "week beginning 22nd Feb", "Monday 22nd", "Feb 2027", "22 Febuary", "2/22/27", "."),
        *("22-26 Feb", "22 & 23 Feb", "22 Feb - 26 Feb", "22nd to 26th Feb", "c. 22 Feb", "22 Feb?", "approx 22 Feb"),
        *("Tue 22/2/2027 09:00", "22/02/27 (Tue)", "Tue 22 Feb 2027", "22 Feb 1927", "n/a", "None", "-", "half term"),
        *("Feb 27", "sept 26", "Tue - 22 Feb", "2027-Fub-22"),
        *("12345", 22.2, "\u0664\u0666\u0664\u0664\u0660", "Mon 22 Feb (INSET)"),
        *("Tue 22 Feb", "02/22/2027", "29/02/2027", "2027-13-01", "31 April", "0/1/2027", "0001-01-01", "1/1/0000"),
        *("tomorrow", "tbc", "22 Feb or 23 Feb", "2027-02-22T09:00Z", "22", "Feb", "22 Fub", "Fub 22", "=TODAY()", "?"),
        *(2027, 0, -1, 99999, True, float("inf"), float("nan"), "#REF!", "\u0662\u0662/02/2027x"),
    ),
]


@pytest.mark.parametrize("example", DATES)
def test_dates(example: Example) -> None:
    check(of(Kind.DATE), example)


def test_a_wrong_weekday_is_told_with_the_right_one() -> None:
    assert read(of(Kind.DATE), "Tue 22 Feb").sentence == '"Tue 22 Feb" is not a Tuesday: the day is Mon 22 Feb 2027.'


def test_american_dates_are_told_to_be_day_first() -> None:
    sentence = read(of(Kind.DATE), "02/22/2027").sentence
    assert sentence == '"02/22/2027": dates are read day first, and there is no month 22.'


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("TBC", "leaves the day open."),
        ("w/c 22 Feb", "names a week, not a day."),
        ("22-26 Feb", "names more than one day."),
        ("soon", "is not a date that can be read."),
    ],
)
def test_what_is_asked_about_a_date_says_why(cell: str, why: str) -> None:
    assert read(of(Kind.DATE), cell).sentence == f'"{cell}" {why}'


TIMES = [
    *plainly(
        ("0930", time(9, 30)),
        ("1530", time(15, 30)),
        ("9 o\u2019clock", time(9)),
        ("9.30 a.m", time(9, 30)),
        ("12.30 pm", time(12, 30)),
        ("\u00a09:30AM ", time(9, 30)),
        ("", None),
        ("9.30", time(9, 30)),
        ("09:30", time(9, 30)),
        ("9:30 am", time(9, 30)),
        ("3pm", time(15)),
        ("3.15 p.m.", time(15, 15)),
        ("12:50", time(12, 50)),
        ("12am", time(0)),
        ("12 noon", time(12)),
        ("midday", time(12)),
        ("15.10", time(15, 10)),
        ("01:30", time(1, 30)),
        ("08:30:15", time(8, 30)),
        (0.5347222222222222, time(12, 50)),
        (0, time(0)),
    ),
    *gently(
        ("1.30", time(13, 30)),
        ("3:10", time(15, 10)),
        (0.0625, time(13, 30)),
        (9.3, time(9, 30)),
        (12.5, time(12, 50)),
        (1.3, time(13, 30)),
        (9, time(9)),
        (930, time(9, 30)),
        (1530, time(15, 30)),
        (130, time(13, 30)),
        ("2 o'clock", time(14)),
    ),
    *as_questions(
        *("half past nine", "quarter to 10", "9.30-10.30", "9 to 10", "9.30ish", "approx 9.30", "tbc", "9.30?"),
        *("930", "9,30", "9;30", "9h30", 975, 2400, 930.5, "2530", "13.00 pm"),
    ),
    *as_questions("9", "25:00", "-1:00", "9.75", "13pm", "0pm", "9.30-10", "after lunch", 9.75, 24, -1, True, "#N/A"),
    *as_questions(1.5416666666666667, 8.333333333333334),
]


@pytest.mark.parametrize("example", TIMES)
def test_times(example: Example) -> None:
    check(of(Kind.TIME), example)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("tbc", "leaves the time open."),
        ("9-10", "names more than one time."),
        ("soon", "is not a time that can be read."),
    ],
)
def test_what_is_asked_about_a_time_says_why(cell: str, why: str) -> None:
    assert read(of(Kind.TIME), cell).sentence == f'"{cell}" {why}'


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-16T{clock}")


MOMENT = at("08:00")
MOMENTS = [
    *plainly(
        ("", None),
        (46342.333333333336, MOMENT),
        (46342.33368055556, at("08:00:30")),
        (46342, at("00:00")),
        ("2026-11-16T08:00", MOMENT),
        ("2026-11-16 08:00:30", at("08:00:30")),
        ("2026-11-16T08:00:30.250", at("08:00:30.250")),
        ("16/11/2026 08:00", MOMENT),
        ("Mon 16 Nov, 8am", MOMENT),
        ("16 November 2026 at 8.00", MOMENT),
        ("16 Nov noon", at("12:00")),
        ("16/11/2026 08:00:00", MOMENT),
        ("8am on Mon 16 Nov", MOMENT),
        ("8:00 16/11/2026", MOMENT),
    ),
    *gently(("16 Nov", at("00:00")), ("16 Nov 1.30", at("13:30"))),
    *as_questions(
        *(
            "2026-02-30T08:00",
            "0001-01-01T08:00",
            "2026-11-16T25:00",
            "2026-11-16T08:00Z",
            "16 Nov at 25:00",
            "8am",
            "Tue 16 Nov 8am",
        ),
        *("soon", 5, True, "#VALUE!"),
    ),
]


@pytest.mark.parametrize("example", MOMENTS)
def test_moments(example: Example) -> None:
    check(of(Kind.DATE_TIME), example)


WHOLES = [
    *plainly(
        ("20.", 20),
        ("\u200b20\u00a0", 20),
        ("", None),
        (28, 28),
        (28.0, 28),
        ("28", 28),
        (" 28 ", 28),
        ("1,200", 1200),
        ("5.0", 5),
        (0, 0),
    ),
    *gently(("max 28", 28), ("up to 28", 28), ("28 max", 28), ("28 people", 28), ("No more than 30", 30)),
    *gently(("20 (max)", 20), ("max: 20", 20), ("max. 20", 20), ("20max", 20), ("at most 20", 20), ("20 ppl", 20)),
    *gently(("maximum of 20", 20), ("20 people max.", 20), ("20 per session", 20), ("20 each", 20)),
    *as_questions(
        *("20-25", "20 + TA", "20+", "20ish", "~20", "20 or so", "20 (15 if wet)", "2 x 15", "1 200", "1.200", "<20"),
        *("twenty", "unlimited", "none", "n/a", "-", "20 children", "\u00a320", "20 20"),
    ),
    *as_questions(
        *("25-30", "25 or 30", "25/30", "about 30", "approx 30", "c. 30", "tbc", "30?", "thirty", "+5", "-5", "1e3"),
        *("1.5", "1,00", "9999999", "10000000000000000000", 1.5, -1, 10**9, True, float("inf"), float("nan"), "#REF!"),
    ),
]


@pytest.mark.parametrize("example", WHOLES)
def test_whole_numbers(example: Example) -> None:
    check(of(Kind.WHOLE), example)


def test_what_is_asked_about_a_number_says_why() -> None:
    assert read(of(Kind.WHOLE), "approx 20").sentence == '"approx 20" is not an exact number.'
    assert read(of(Kind.WHOLE), "20-25").sentence == '"20-25" is not one whole number.'


@pytest.mark.parametrize(
    ("column", "example"),
    [
        (layout.WORKSHOPS.column("most_people"), (4, 4, OK)),
        (layout.WORKSHOPS.column("most_people"), ("max 320", 320, NOTED)),
        (layout.WORKSHOPS.column("most_people"), (3, 3, ASKED)),
        (layout.WORKSHOPS.column("most_people"), ("max 400", 400, ASKED)),
        (layout.WORKSHOPS.column("most_people"), ("tbc", None, ASKED)),
        (layout.WORKSHOPS.column("most_people"), ("", None, OK)),
        (layout.ROOMS.column("seats"), (0, 0, ASKED)),
        (layout.SCHOOLS.column("forms_of_entry"), (0.5, 0.5, OK)),
        (layout.SCHOOLS.column("forms_of_entry"), (4.5, 4.5, ASKED)),
        (layout.SESSIONS.column("places"), (5000, 5000, OK)),
    ],
)
def test_numbers_outside_what_the_rule_names_are_kept_and_asked_about(column: Column, example: Example) -> None:
    check(column, example)


def test_what_is_asked_about_a_number_outside_its_bounds() -> None:
    assert read(layout.ROOMS.column("seats"), 4000).sentence == "4000 is not from 1 to 400."


NUMBERS = [
    *plainly(("", None), (1.5, 1.5), (2, 2.0), ("1.5", 1.5), (" 3 ", 3.0)),
    *gently(("1\u00bd", 1.5), ("\u00be", 0.75), ("2FE", 2.0), ("1.5 form entry", 1.5)),
    *as_questions("FE", "1 1/2", "1/2", "n/a", "2 or 3"),
    *as_questions("one", "1,5", "-1", -1, True, float("nan"), 10**9),
]


@pytest.mark.parametrize("example", NUMBERS)
def test_numbers(example: Example) -> None:
    check(of(Kind.NUMBER), example)


MONEY = [
    *plainly(
        ("", None),
        (218, Decimal("218.00")),
        (0.45, Decimal("0.45")),
        (-75.5, Decimal("-75.50")),
        (0.1 + 0.2, Decimal("0.30")),
        ("\u00a31,400.00", Decimal("1400.00")),
        ("1400", Decimal(1400)),
        ("\u00a3 7.5", Decimal("7.5")),
        ("-75", Decimal(-75)),
        ("\u00a3-75.00", Decimal("-75.00")),
        ("(75.00)", Decimal("-75.00")),
        ("45p", Decimal("0.45")),
        ("nil", Decimal(0)),
        ("\u00a31,234.50", Decimal("1234.50")),
        ("(45)", Decimal(-45)),
        ("(\u00a345)", Decimal(-45)),
        ("\u221245", Decimal(-45)),
        ("\u201345.50", Decimal("-45.50")),
        ("45 pounds", Decimal(45)),
        ("GBP 45", Decimal(45)),
        ("\u00a345.", Decimal(45)),
        ("45 p", Decimal("0.45")),
        ("Free", Decimal(0)),
    ),
    *as_questions("\u00a345 each", "\u00a345?", "\u20ac45", "1.234,50", "\u00a31.2k", "45-", "none", "\u00a345 + VAT"),
    *gently((72.3333, Decimal("72.33"))),
    *as_questions("75 - 80", "about \u00a375", "(75", "75)", "1,40", "$5", "tbc", True, float("inf"), 1e12, "#DIV/0!"),
]


@pytest.mark.parametrize("example", MONEY)
def test_money(example: Example) -> None:
    check(of(Kind.MONEY), example)


YES_NO = [
    *plainly(
        ("", None),
        ("n/a", None),
        ("None", None),
        ("NA", None),
        ("n.a.", None),
        ("\u2014", None),
        ("Yes!", True),
        (True, True),
        (False, False),
        ("Yes", True),
        ("y", True),
        ("TRUE", True),
        ("\u2713", True),
        ("\u2714\ufe0f", True),
        (1, True),
        ("no", False),
        ("N", False),
        ("0", False),
    ),
    *gently(("Yes, but late", True), ("No. Ill", False), ("yes please", True), ("No - left early", False)),
    *as_questions("yes/no", "yes or no", "No? Yes", "yes?", "not yet", "N/A - left", "X", "tbc", "attended"),
    *as_questions("x", "?", "maybe", "Part day", ",", 2, "#REF!"),
]


@pytest.mark.parametrize("example", YES_NO)
@pytest.mark.parametrize("kind", [Kind.YES_NO, Kind.TICK])
def test_yes_words(kind: Kind, example: Example) -> None:
    check(of(kind), example)


DAYS = [
    *plainly(
        ("", None),
        ("Mon Tue Wed", (0, 1, 2)),
        ("mon, tues & weds", (0, 1, 2)),
        ("Thursdays and Friday", (3, 4)),
        ("Fri/Thu", (3, 4)),
        ("Mon-Wed", (0, 1, 2)),
        ("Tuesday to Friday", (1, 2, 3, 4)),
        ("All week", (0, 1, 2, 3, 4)),
        ("full time", (0, 1, 2, 3, 4)),
        ("Mon Mon", (0,)),
        ("Mo Tu", (0, 1)),
        ("Mon\u2013Wed", (0, 1, 2)),
        ("Mon\nTue", (0, 1)),
    ),
    *as_questions("M-F", "MTW", "3 days", "0.6", "n/a", "Mon, Tue (am)"),
    *as_questions("not Fri", "Sat", "M T W", "Mon am", "Wed-Mon", "Mon-noon", "and", 3, True),
]


@pytest.mark.parametrize("example", DAYS)
def test_days(example: Example) -> None:
    check(of(Kind.DAYS), example)


LISTS = [
    *plainly(
        ("", None),
        (" ; ", None),
        ("LCPS; Larkfold CP", ("LCPS", "Larkfold CP")),
        ("LCPS\nLarkfold CP", ("LCPS", "Larkfold CP")),
        ("LCPS", ("LCPS",)),
        (42, ("42",)),
    ),
    *gently(("LCPS, Larkfold CP", ("LCPS", "Larkfold CP")), ("LCPS / Larkfold CP", ("LCPS", "Larkfold CP"))),
]


@pytest.mark.parametrize("example", LISTS)
def test_lists(example: Example) -> None:
    check(of(Kind.LIST), example)


EMAILS = [
    *plainly(
        ("", None),
        ("Priya.Desai@MarramBank.sch.example ", "priya.desai@marrambank.sch.example"),
        ("mailto:a@b.example", "a@b.example"),
        ("o'brien+kaizen@st-begas.sch.example", "o'brien+kaizen@st-begas.sch.example"),
        ("O\u2019Brien@b.example", "o'brien@b.example"),
        ("a@b.example;", "a@b.example"),
        ("a@b.example.", "a@b.example"),
        ("MAILTO:A@b.example?subject=Hello", "a@b.example"),
        ("he\u00adad\u200b@b.example", "head@b.example"),
    ),
    *gently(
        ("Head <head@b.example>", "head@b.example"),
        ('"Lee, Ann" < Ann@B.example >', "ann@b.example"),
        ("<mailto:a@b.example>", "a@b.example"),
    ),
    *as_questions(
        *(
            "@",
            "Priya Desai",
            "a b@c.example",
            "head@localhost",
            "Head <head at b.example>",
            "a@b.example (Ann)",
            ".head@b.example",
        ),
        *(
            "a@b.example c@d.example",
            "A <a@b.example>; C <c@d.example>",
            "a@b@c.example",
            "a.b\uff20c.example",
            "h\u0435ad@b.example",
            "a" * 250 + "@b.example",
            42,
            "#REF!",
        ),
    ),
]


@pytest.mark.parametrize("example", EMAILS)
def test_emails(example: Example) -> None:
    check(of(Kind.EMAIL), example)


LOOK_ALIKE = '"{}" looks like "{}" but has a letter of another alphabet, {}: please type it again.'


def test_what_is_asked_about_an_address_says_why() -> None:
    column = of(Kind.EMAIL)
    assert read(column, "h\u0435ad@b.example").sentence == LOOK_ALIKE.format(
        "h\u0435ad@b.example", "head@b.example", "\u0435"
    )
    assert read(column, "a@b.example, c@d.example").sentence == (
        '"a@b.example, c@d.example" names more than one e-mail address.'
    )


@pytest.mark.parametrize("typed", ["W\u041e4", "\u041204", "W\uff104"])
def test_a_code_with_a_letter_that_only_looks_latin_is_kept_and_asked_about(typed: str) -> None:
    found = read(of(Kind.CODE), typed)
    assert (found.value, found.outcome) == (typed, ASKED)
    keys = {("Sessions", "Session"): Names.of([("WO4", "WO4"), ("B04", "B04"), ("W04", "W04")])}
    pointing = reader_for(layout.BOOKINGS.column("session"), layout.BOOKINGS.record, replace(CONTEXT, keys=keys))(typed)
    assert pointing == found
    assert "another alphabet" in found.sentence


@pytest.mark.parametrize("typed", ["\u0416\u04164", "Caf\u00e9", 42])
def test_codes_in_other_letters_that_nobody_can_mistake_stay_as_they_are(typed: Cell) -> None:
    assert read(of(Kind.CODE), typed).outcome is OK


def test_a_school_with_a_letter_that_only_looks_latin() -> None:
    sentence = LOOK_ALIKE.format("Lar\u043afold", "Larkfold", "\u043a")
    assert read(of(Kind.SCHOOL), "Lar\u043afold") == Read(None, ASKED, sentence)
    assert read(WHO, "Lar\u043afold") == Read("Lar\u043afold", ASKED, sentence)


SCHOOL = [
    *plainly(
        ("", None),
        ("Larkfold", "Larkfold"),
        (" LARKFOLD ", "Larkfold"),
        ("lcps", "Larkfold"),
        ("Larkfold  Community Primary School", "Larkfold"),
        ("St Bega\u2019s", "St Bega's"),
    ),
    *as_questions("St. Bega's", "Larkfold / St Bega's", "Larkfold Primary", "NA", "None"),
    *as_questions("Larkfeild", "Lark", "Nowhere", "The Academy", 42, "#REF!"),
]


@pytest.mark.parametrize("example", SCHOOL)
def test_schools(example: Example) -> None:
    check(of(Kind.SCHOOL), example)


def test_part_of_a_name_is_asked_about_and_never_taken() -> None:
    asked = read(of(Kind.SCHOOL), "Larkfeild")
    assert asked.value is None
    assert asked.sentence == '"Larkfeild" is not a school on Schools; did you mean Larkfold?'
    assert read(of(Kind.SCHOOL), "The Academy").sentence == '"The Academy" may be Larkfold or St Bega\'s.'


WHO = layout.DATES.column("who")


@pytest.mark.parametrize(
    "example", [*plainly(("lcps", "Larkfold"), ("", None)), ("Lancashire", "Lancashire", ASKED), ("#REF!", None, ASKED)]
)
def test_a_column_of_schools_and_others_keeps_what_it_does_not_know(example: Example) -> None:
    check(WHO, example)


TEXTS = [
    *plainly(
        ("", None),
        ("  Jane   Smith ", "Jane Smith"),
        ("None", "None"),
        ("Null", "Null"),
        ("True", "True"),
        ("NA", "NA"),
        ("Soft\u00adhyphen\u200b", "Softhyphen"),
        ("Jane\u00a0Smith", "Jane Smith"),
        ("=1+1", "=1+1"),
        ("two\nlines", "two lines"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u2018Curly\u2019", "\u2018Curly\u2019"),
        (42, "42"),
        (42.0, "42"),
        (9.5, "9.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("half \ud800", "half \ufffd"),
    ),
    *gently((46178, "46178")),
    ("#NAME?", "#NAME?", ASKED),
    ("#N/A", "#N/A", ASKED),
    ("Loading...", "Loading...", ASKED),
    ("Loading\u2026", "Loading\u2026", ASKED),
]


@pytest.mark.parametrize("example", TEXTS)
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CODE])
def test_text(kind: Kind, example: Example) -> None:
    check(of(kind), example)


def test_long_text_keeps_its_lines() -> None:
    check(of(Kind.LONG_TEXT), (" one\r\n\n  two\u2028three ", "one\n\n  two\nthree", OK))
    check(of(Kind.LONG_TEXT), (" \r\n ", None, OK))


STATUS = layout.BOOKINGS.column("status")


@pytest.mark.parametrize(
    "example",
    [
        *plainly(("", None), ("Booked", BookingStatus.BOOKED), (" WAITING ", BookingStatus.WAITING)),
        *as_questions("Bookd", "Maybe", True, "#REF!"),
    ],
)
def test_choices_the_app_acts_on(example: Example) -> None:
    check(STATUS, example, layout.BOOKINGS.record)


def test_an_option_the_app_cannot_act_on_is_asked_about() -> None:
    context = replace(CONTEXT, lists={"Date kinds": ("Term", "School trip")})
    reader = reader_for(layout.DATES.column("what"), layout.DATES.record, context)
    assert reader("term").value is DateKind.TERM
    assert reader("School trip") == Read(None, ASKED, '"School trip" is not one of the date kinds.')


def test_an_option_that_a_head_has_added_is_read() -> None:
    column = layout.VISITS.column("focus")
    assert read(column, "oracy").value == "Oracy"
    unknown = read(column, "Orracy")
    assert (unknown.value, unknown.outcome) == ("Orracy", ASKED)
    assert unknown.sentence == '"Orracy" is not one of the focuses; did you mean Oracy?'
    context = replace(CONTEXT, lists={"Focuses": ("Drama",)})
    assert reader_for(column, layout.VISITS.record, context)(" DRAMA ") == Read("Drama")


def test_a_free_choice_takes_anything() -> None:
    assert read(layout.STAFF.column("role"), "Forest  school lead", layout.STAFF.record) == Read("Forest school lead")
    assert read(of(Kind.CHOICE), "anything") == Read("anything")


BEST_FOR = [
    *plainly(
        ("", None),
        ("EYFS, KS1", ("EYFS", "KS1")),
        ("ks1 and ks2", ("KS1", "KS2")),
        ("KS2/KS1", ("KS2", "KS1")),
        ("KS1; ks1", ("KS1",)),
        ("KS1 + KS2", ("KS1", "KS2")),
        ("EYFS\nKS1", ("EYFS", "KS1")),
    ),
    ("KS1, KS3", ("KS1", "KS3"), ASKED),
]


@pytest.mark.parametrize("example", BEST_FOR)
def test_several_choices(example: Example) -> None:
    check(layout.WORKSHOPS.column("best_for"), example, layout.WORKSHOPS.record)


def test_an_option_with_and_in_its_name_stays_whole() -> None:
    context = replace(CONTEXT, lists={"Best for": ("Teachers and TAs", "KS1")})
    reader = reader_for(layout.WORKSHOPS.column("best_for"), layout.WORKSHOPS.record, context)
    assert reader("teachers and TAs, KS1") == Read(("Teachers and TAs", "KS1"))


def test_codes_are_matched_whatever_the_capitals_and_dashes() -> None:
    keys = {("Sessions", "Session"): Names.of([("W06-A", "W06-A")])}
    reader = reader_for(layout.BOOKINGS.column("session"), layout.BOOKINGS.record, replace(CONTEXT, keys=keys))
    assert reader("w06\u2013a ") == Read("W06-A")
    assert reader("W99-A") == Read("W99-A")
    assert reader("") == Read(None)
    assert reader("#REF!").outcome is ASKED


def test_the_value_of_a_setting_stays_as_it_is() -> None:
    column = layout.SETTINGS.column("value")
    assert [read(column, cell).value for cell in ("  ", " 3  years", 3, 0.45, True)] == [None, "3 years", 3, 0.45, True]
