"""What is told of anonymous answers, and that nothing is told of fewer than five."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.domain.event import Feedback
from kaizen.rules.feedback_summary import FEWEST, EventFeedback, feedback_summary
from tests.demo_year import demo_year
from tests.small_year import HILL, SHORE, small_year


def answer(event: str = "Forum", **values: Any) -> Feedback:
    return Feedback.model_validate({"event": event, "school": SHORE, "role": "Teacher", **values})


def told(*answers: Feedback) -> tuple[EventFeedback, ...]:
    return feedback_summary(small_year(feedback=answers))


def test_the_demo_network_said_this_of_its_last_conference() -> None:
    (event,) = feedback_summary(demo_year())
    rows = demo_year().feedback
    assert (event.event, event.answers) == ("Kaizen Conference 2026", 60)
    assert event.counts["use_soon"] == (("Yes", 42), ("Maybe", 16), ("No", 2))
    for field in ("keynote", "workshops", "organisation"):
        given_scores = [getattr(row, field) for row in rows]
        assert event.counts[field] == tuple((str(score), given_scores.count(score)) for score in (5, 4, 3, 2, 1))
    assert set(event.texts["better"]) == {row.better for row in rows if row.better}
    assert list(event.texts["differently"]) == sorted(event.texts["differently"], key=str.casefold)


def test_four_answers_are_told_like_none_and_five_are_told() -> None:
    assert FEWEST == 5
    assert told(*[answer(keynote=5)] * 4) == ()
    (event,) = told(*[answer(keynote=5)] * 5)
    assert (event.answers, event.counts["keynote"]) == (5, (("5", 5), ("4", 0), ("3", 0), ("2", 0), ("1", 0)))


def test_a_question_that_fewer_than_five_have_answered_is_not_told() -> None:
    (event,) = told(*[answer(keynote=5, workshops=1)] * 4, answer(keynote=2), answer(use_soon="Yes"))
    assert event.counts == {
        "use_soon": None,
        "keynote": (("5", 4), ("4", 0), ("3", 0), ("2", 1), ("1", 0)),
        "workshops": None,
        "organisation": None,
    }


@pytest.mark.parametrize("odd", [{"keynote": 0}, {"keynote": 6}, {"keynote": -1}, {"use_soon": "Perhaps"}])
def test_an_answer_that_is_none_of_the_answers_is_not_counted(odd: dict[str, Any]) -> None:
    (event,) = told(*[answer(**odd)] * 5)
    assert set(event.counts.values()) == {None}


def test_how_an_event_is_spelled_does_not_part_its_answers() -> None:
    (event,) = told(*[answer("Forum ")] * 3, *[answer("forum", use_soon=" yes ")] * 5, *[answer("  FORUM")] * 2)
    assert (event.event, event.answers) == ("Forum ", 10)
    assert event.counts["use_soon"] == (("Yes", 5), ("Maybe", 0), ("No", 0))


def test_the_last_event_of_the_sheet_comes_first() -> None:
    answers = [answer(name) for name in ("Forum", "Rare", "Briefing") for _ in range(4 if name == "Rare" else 5)]
    assert [event.event for event in told(*answers)] == ["Briefing", "Forum"]


def test_texts_are_told_once_in_the_order_of_the_alphabet_and_none_that_may_name_a_pupil() -> None:
    texts = ("more tea", "Bells", "A boy called Tyler sang", "more tea", " ", "Chairs ")
    (event,) = told(*[answer(better=text, differently=text[::-1]) for text in texts[:5]])
    assert event.texts["better"] == ("Bells", "more tea")
    (event,) = told(*[answer(better=text) for text in texts[1:]])
    assert event.texts == {"differently": (), "better": ("Bells", "Chairs", "more tea")}


ANSWERS = st.builds(
    answer,
    event=st.sampled_from(("Forum", "Briefing", "Conference")),
    school=st.sampled_from((SHORE, HILL)),
    role=st.sampled_from(("Teacher", "Leader")),
    keynote=st.none() | st.integers(1, 5),
    workshops=st.none() | st.integers(1, 5),
    use_soon=st.sampled_from(("", "Yes", "Maybe", "No")),
    better=st.sampled_from(("", "Tea", "Chairs", "Bells")),
)
MANY = st.lists(ANSWERS, max_size=40)


@settings(deadline=None)
@given(MANY)
def test_every_group_that_is_told_is_of_five_or_more(answers: list[Feedback]) -> None:
    for event in told(*answers):
        assert event.answers >= FEWEST
        assert event.answers <= sum(row.event == event.event for row in answers)
        for counts in event.counts.values():
            assert counts is None or FEWEST <= sum(number for _, number in counts) <= event.answers


@settings(deadline=None)
@given(MANY, ANSWERS)
def test_what_fewer_than_five_have_answered_changes_nothing(answers: list[Feedback], other: Feedback) -> None:
    """An event with four answers is told like one with none, and four more answers like none more."""
    before = told(*answers)
    for event in ("Forum", "Briefing", "Conference"):
        of_event = [number for number, row in enumerate(answers) if row.event == event]
        beyond = of_event[len(of_event) // FEWEST * FEWEST :]
        changed = [other.model_copy(update={"event": event}) if n in beyond else row for n, row in enumerate(answers)]
        assert told(*changed) == before
        assert told(*(row for number, row in enumerate(answers) if number not in beyond)) == before


@settings(deadline=None)
@given(MANY, st.lists(ANSWERS, max_size=FEWEST - 1))
def test_whoever_looks_again_sees_nothing_or_five_more(answers: list[Feedback], more: list[Feedback]) -> None:
    before = {event.event: event for event in told(*answers)}
    for event in told(*answers, *more):
        earlier = before.get(event.event)
        if earlier is not None and earlier != event:
            assert event.answers - earlier.answers >= FEWEST


@settings(deadline=None)
@given(MANY, st.sampled_from((SHORE, HILL)), st.sampled_from(("Teacher", "Leader", "")))
def test_nothing_depends_on_the_school_the_role_or_the_hour(answers: list[Feedback], school: str, role: str) -> None:
    moved = [row.model_copy(update={"school": school, "role": role, "visit_school": school}) for row in answers]
    assert told(*moved) == told(*answers)


def test_figures_hold_counts_and_no_average() -> None:
    assert {field.name for field in fields(EventFeedback)} == {"event", "answers", "counts", "texts"}
    (event,) = feedback_summary(replace(demo_year(), people=()))
    assert all(isinstance(n, int) for counts in event.counts.values() for _, n in counts or ())
