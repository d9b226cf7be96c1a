"""What seems to name a pupil or to tell why somebody is away, and the far larger rest that does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.rules.private_words import may_name_a_pupil, may_tell_why_away, says_why_away
from kaizen.sheet.demo import demo_grids

STAFF = frozenset({"meera", "vohra", "wing", "yan", "jodie", "tom", "o'neill"})


@pytest.mark.parametrize(
    "text",
    [
        "A boy called Tyler read to me.",
        "a girl named Chloe-Mae",
        "One child called Zak found it hard",
        "I watched Tyler in Y4 for ten minutes",
        "and Amelia (Year 3) showed me her book",
        "then Noah, from Reception, joined in",
        "Tyler, aged 7, led the group",
        "Chloe (aged 6) was shy",
        "Tyler's mum came in",
        "Tyler\u2019s behaviour plan is on the wall",
        "Kai\u2019s EHCP",
        "and Kayden and Aisha in Y3 helped",
    ],
)
def test_a_pupil_may_be_named(text: str) -> None:
    assert may_name_a_pupil(text, STAFF)


@pytest.mark.parametrize(
    "text",
    [
        "Every child had a role card.",
        "Saw Wing Yan in role with Y3 and Meera in Y4",
        "I watched Meera in Y4",
        "Drama in every year group; we saw Shared Writing in Y2 and Maths in Y6",
        "the Reading in Y1 was calm",
        "A lad who 'doesn't do writing' filled a page",
        "Tom\u2019s family of resources",
        "The School\u2019s behaviour policy",
        "Thank you Y3, and the Reception in Larkfold",
        "three questions, aged 7 to 9",
        "Marking (Y3): green pen. Displays (Y4) were bright. Transition (Y6)",
        "Meera (Y3) and the hall",
        "we saw Little Wandle in Reception, Numicon in Y1, White Rose in Y3 and Romans in Y4",
        "",
    ],
)
def test_nobody_is_named_who_is_not_a_colleague(text: str) -> None:
    assert not may_name_a_pupil(text, STAFF)


@pytest.mark.parametrize(
    "text",
    [
        "Off sick",
        "on maternity leave",
        "hospital appointment 10am",
        "nut allergy",
        "Funeral",
        "Halal, please",
        "bad knee",
        "phased return",
    ],
)
def test_a_private_reason(text: str) -> None:
    assert may_tell_why_away(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Not a working day; coming, school to pay", "Morning only", "Leaving at 1.30", "Changed mind", "Driving"),
        *("Car share", "Added by phone", "Lift with colleague", "Swapped", "Billing query", "skilled, still here"),
    ],
)
def test_what_others_need_to_know_is_no_private_reason(text: str) -> None:
    assert not may_tell_why_away(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Ann is off sick, Joe leads instead", "Moved to slot B: Sam is having chemo", "Jo\u2019s on maternity leave"),
        *(
            "away with stress",
            "Head signed off with stress",
            "Lucy on mat leave",
            "he has a hospital appointment",
            "at her mother's; his funeral",
        ),
        *("Leads on sick leave", "Jo's pregnant", "been signed off", "Head signed off with stress"),
    ],
)
def test_any_text_may_say_why_somebody_is_away(text: str) -> None:
    assert says_why_away(text)


@pytest.mark.parametrize(
    "text",
    [
        *("First aid: allergies and stress", "Ramadan begins", "Maths operations in Y4", "An operation with fractions"),
        *(
            "Children's anxiety before tests",
            "The wolf is ill in the story",
            "Florence Nightingale's hospital",
            "was ill-prepared",
            "The illness topic",
        ),
        *("Governors' funeral for the old logo", "Suspended ceiling in the hall", "Doctor Who theme", ""),
    ],
)
def test_lessons_and_days_are_no_private_reason(text: str) -> None:
    assert not says_why_away(text)


def test_the_demo_network_has_neither() -> None:
    grids = demo_grids()
    names = {word.casefold() for row in grids["Staff"][1:] for word in str(row[0]).split()}
    logs = [str(cell) for title in ("Visit notes", "Follow-ups") for row in grids[title][1:] for cell in row]
    assert len(logs) > 300
    assert [text for text in logs if may_name_a_pupil(text, names)] == []


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    assert may_name_a_pupil(text, STAFF) in {True, False}
    assert may_tell_why_away(text) in {True, False}
