"""Whether an answer to a question that a head has added will do, whatever a browser has let through."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.sheet.layout import Kind
from kaizen.sheet.questions import Question, bounds_of, kept, reasons_against

HELPERS = Question("How many helpers?", Kind.WHOLE, least=0, most=5)
WEIGHT = Question("Weight", Kind.NUMBER, above=0.5, below=9.0)
AGES = Question("Age of children", Kind.CHOICE, options=("3-5", "5-7"), free=True)
ROOM = Question("Room", Kind.CHOICE, options=("Hall", "Library"), free=False)
DAY = Question("Day", Kind.DATE, least=date(2026, 9, 1), most=date(2027, 7, 31))
BUS = Question("Bus", Kind.TICK)
WORDS = Question("A word to us")
UNLUCKY = Question("Table", Kind.WHOLE, gap=(13, 13))
TEENS = Question("Age", Kind.NUMBER, gap=(12.5, 18))
NOT_THEN = Question("Day", Kind.DATE, gap=(date(2027, 2, 15), date(2027, 2, 19)))
ADDRESS = Question("Whom to ask", Kind.EMAIL)


def said(question: Question, answer: Any) -> str:
    reasons = list(reasons_against(question, answer))
    assert all(reason.about == question.about for reason in reasons)
    assert len(reasons) <= 1
    return " ".join(reason.sentence for reason in reasons)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (HELPERS, 0),
        (HELPERS, 5),
        (HELPERS, 4.0),
        (HELPERS, None),
        (WEIGHT, 0.51),
        (WEIGHT, 8),
        (AGES, "5-7"),
        (AGES, "adults"),
        (AGES, ""),
        (ROOM, " Hall "),
        (DAY, date(2026, 9, 1)),
        (BUS, False),
        (Question("Bus *", Kind.YES_NO, needed=True), False),
        (WORDS, "=1+1"),
        (UNLUCKY, 12),
        (TEENS, 12.4),
        (TEENS, 18.1),
        (NOT_THEN, date(2027, 2, 14)),
        (NOT_THEN, date(2027, 2, 20)),
        (ADDRESS, "Ann@larkfold.sch.example"),
        (ADDRESS, ""),
        (WORDS, "   "),
        (Question("Any", Kind.WHOLE), -7),
    ],
)
def test_an_answer_that_will_do(question: Question, answer: Any) -> None:
    assert said(question, answer) == ""


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        (HELPERS, 6, "“How many helpers?” is 6; it can be from 0 to 5."),
        (HELPERS, -1, "“How many helpers?” is -1; it can be from 0 to 5."),
        (HELPERS, 2.5, "“How many helpers?” is 2.5; it has to be a whole number."),
        (HELPERS, "2", "“How many helpers?” has to be a number."),
        (HELPERS, True, "“How many helpers?” has to be a number."),
        (HELPERS, float("inf"), "“How many helpers?” has to be a number."),
        (WEIGHT, 0.5, "“Weight” is 0.5; it can be more than 0.5 and less than 9.0."),
        (WEIGHT, 9, "“Weight” is 9; it can be more than 0.5 and less than 9.0."),
        (Question("Name", needed=True), "\u200b", "Please fill in “Name”."),
        (ROOM, "Kitchen", "“Kitchen” is not one of the choices for “Room”: Hall or Library."),
        (AGES, "x" * 201, "“Age of children” is 201 letters long; at most 200, please."),
        (WORDS, "x" * 201, "“A word to us” is 201 letters long; at most 200, please."),
        (DAY, date(2027, 8, 1), "“Day” is Sun 1 Aug 2027; it can be from Tue 1 Sep 2026 to Sat 31 Jul 2027."),
        (DAY, date(2026, 8, 31), "“Day” is Mon 31 Aug 2026; it can be from Tue 1 Sep 2026 to Sat 31 Jul 2027."),
        (DAY, "tomorrow", "Please choose a day under “Day”."),
        (UNLUCKY, 13, "“Table” is 13; it can be anything but 13."),
        (TEENS, 12.5, "“Age” is 12.5; it can be under 12.5 or over 18."),
        (TEENS, 18, "“Age” is 18; it can be under 12.5 or over 18."),
        (
            NOT_THEN,
            date(2027, 2, 17),
            "“Day” is Wed 17 Feb 2027; it can be before Mon 15 Feb 2027 or after Fri 19 Feb 2027.",
        ),
        (ADDRESS, "ann at larkfold", "Please give one e-mail address under “Whom to ask”."),
        (ADDRESS, "a@b.example, c@d.example", "Please give one e-mail address under “Whom to ask”."),
        (ADDRESS, f"{'a' * 300}@b.example", "Please give one e-mail address under “Whom to ask”."),
        (BUS, "yes", "Please answer “Bus” with Yes or No."),
    ],
)
def test_an_answer_that_will_not_do(question: Question, answer: Any, sentence: str) -> None:
    assert said(question, answer) == sentence


@pytest.mark.parametrize(
    ("kind", "options", "sentence"),
    [
        (Kind.TEXT, (), "Please fill in “Bus”."),
        (Kind.CHOICE, ("a",), "Please choose “Bus”."),
        (Kind.YES_NO, (), "Please say Yes or No under “Bus”."),
        (Kind.DATE, (), "Please choose a day under “Bus”."),
        (Kind.WHOLE, (), "Please fill in “Bus”."),
    ],
)
@pytest.mark.parametrize("blank", ["", "  ", None])
def test_what_is_needed_is_asked_for(kind: Kind, options: tuple[str, ...], sentence: str, blank: str | None) -> None:
    assert said(Question("Bus *", kind, needed=True, options=options), blank) == sentence


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question("x", Kind.WHOLE), ""),
        (Question("x", Kind.WHOLE, least=1), "at least 1"),
        (Question("x", Kind.WHOLE, most=1000), "up to 1,000"),
        (Question("x", Kind.DATE, least=date(2026, 9, 1)), "from Tue 1 Sep 2026"),
        (Question("x", Kind.DATE, most=date(2026, 9, 1)), "up to Tue 1 Sep 2026"),
    ],
)
def test_bounds_in_words(question: Question, words: str) -> None:
    assert bounds_of(question) == words


def test_a_heading_is_one_question_however_it_is_written() -> None:
    one, other = Question("Bus needed? *"), Question("  BUS  needed? * :")
    assert (one.key, one.about) == (other.key, other.about) == ("bus needed?", "added.bus needed?")
    assert one.label == "Bus needed?"
    assert Question("***").label == "***"


def test_it_is_asked_like_any_column() -> None:
    column = ROOM.column
    assert (column.heading, column.kind, column.field) == ("Room", Kind.CHOICE, "added.room")
    assert column.options is not None
    assert not column.options.free
    assert WORDS.column.options is None


@given(
    st.sampled_from((HELPERS, WEIGHT, AGES, ROOM, DAY, BUS, WORDS)), st.none() | st.text() | st.floats() | st.dates()
)
def test_any_answer_has_an_answer(question: Question, answer: Any) -> None:
    said(question, answer)


def test_what_no_machine_can_keep_is_refused() -> None:
    cannot = "“A word to us” has a character in it that cannot be kept, straight after “a”."
    assert said(WORDS, "a\ue000") == f"{cannot} Please delete it there, or type that part again."


def test_text_is_kept_tidied_and_an_option_as_the_head_has_it() -> None:
    long = Question("Which", Kind.CHOICE, options=("The  hall", "x" * 300), free=True)
    assert kept(WORDS, " Zoe\u0308\u200b  Lee ") == "Zoë Lee"
    assert kept(long, "The  hall ") == "The  hall"
    assert kept(long, "The   hall") == "The hall"
    assert said(long, "x" * 300) == ""
    assert kept(HELPERS, 3) == 3


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [("2", 2.0), (" -1.5 ", -1.5), ("007", "007"), ("2.50", "2.50"), ("2 boxes", "2 boxes"), ("3", "3"), (4, 4)],
)
def test_an_option_is_entered_as_the_sheet_would(answer: Any, wanted: Any) -> None:
    question = Question("Boxes", Kind.CHOICE, options=("2", "-1.5", "007", "2.50", "2 boxes"), free=True)
    assert kept(question, answer) == wanted
    assert said(question, kept(question, answer)) == "", "and is taken when it is looked at again"
    assert type(kept(question, answer)) is type(wanted)
