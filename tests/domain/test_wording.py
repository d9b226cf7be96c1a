"""How things are said."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from kaizen.domain import wording


def test_a_day_is_said_the_same_on_every_machine() -> None:
    assert wording.said(date(2027, 2, 22)) == "Mon 22 Feb 2027"
    assert wording.said(date(2026, 11, 1)) == "Sun 1 Nov 2026"


def test_times_are_said_on_the_24_hour_clock() -> None:
    assert wording.said_time(time(8, 5)) == "8:05"
    assert wording.said_moment(datetime(2027, 1, 29, 17, 0)) == "Fri 29 Jan 2027 at 17:00"  # noqa: DTZ001 - local


@pytest.mark.parametrize(("number", "text"), [(0, "no places"), (1, "1 place"), (12, "12 places")])
def test_a_count_agrees_with_its_noun(number: int, text: str) -> None:
    assert wording.counted(number, "place") == text


def test_an_irregular_plural_is_given() -> None:
    assert wording.counted(2, "person", "people") == "2 people"
    assert wording.counted(1, "person", "people") == "1 person"


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_a_list_reads_as_english(parts: list[str], text: str) -> None:
    assert wording.listed(parts) == text


def test_a_choice_is_listed_with_or() -> None:
    assert wording.listed(["KS1", "KS2"], "or") == "KS1 or KS2"


def test_a_sentence_ends_once() -> None:
    assert wording.ended("Bring a coat") == "Bring a coat."
    assert [wording.ended(text) for text in ("Rain.", "Ready?", "Go!", "Wait\u2026")] == [
        "Rain.",
        "Ready?",
        "Go!",
        "Wait\u2026",
    ]


def test_a_person_is_you_or_called_by_name() -> None:
    assert wording.subject("", "have", "has") == "you have"
    assert wording.subject("Ann Lee", "have", "has") == "Ann Lee has"
