"""Who leads a workshop."""

from __future__ import annotations

import pytest

from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules.leading import is_led_by, leaders_of, unclear_names, whole_names, workshops_led
from tests.demo_year import demo_year
from tests.small_year import HILL, SHORE, address, person, school, small_year, workshop

SARAH_AT_HILL = person("sarah", name="Sarah Jones", school=HILL)
SARAH_AT_SHORE = person("sarah2", name="Sarah Jones", school=SHORE)
JOE = person("joe", name="Joe O'Kinsella", school=HILL)
YEAR = small_year(
    people=(SARAH_AT_HILL, SARAH_AT_SHORE, JOE, person("lea", name="Lea Lead", school=HILL)),
    schools=(school(SHORE, also_called=("SCP",)), school(HILL)),
)


def led(also_leading: str, email: str = "lea@shore.sch.example") -> tuple[str, ...]:
    return leaders_of(YEAR, workshop(1, email=email, also_leading=also_leading))


@pytest.mark.parametrize(
    ("also_leading", "found"),
    [
        ("", []),
        ("Sarah Jones (Shore)", ["sarah2"]),
        ("Sarah Jones (scp)", ["sarah2"]),
        ("sarah  jones ( Shore Primary School )", ["sarah2"]),
        ("Sarah Jones", ["sarah"]),
        ("Joe O\u2019Kinsella and Sarah Jones (Shore)", ["joe", "sarah2"]),
        ("Joe O'Kinsella; sarah2@shore.sch.example", ["joe", "sarah2"]),
        ("Lea Lead", []),
        ("Somebody Else", []),
        ("Sarah Jones (Nowhere)", []),
        ("Sarah", []),
    ],
)
def test_co_leaders_are_found_by_name_and_school(also_leading: str, found: list[str]) -> None:
    assert led(also_leading) == (address("lea"), *map(address, found))


def test_two_of_one_name_in_one_school_are_never_guessed_between() -> None:
    twin = person("sarah3", name="Sarah Jones", school=SHORE)
    year = small_year(people=(SARAH_AT_SHORE, twin))
    both = workshop(1, email="", also_leading="Sarah Jones (Shore)")
    assert leaders_of(year, both) == ()
    assert unclear_names(year, both) == ("Sarah Jones (Shore)",)


def test_names_that_fit_nobody_are_told_as_typed() -> None:
    assert unclear_names(YEAR, workshop(1, also_leading="Joe O'Kinsella; A N Other ; ")) == ("A N Other",)


@pytest.mark.parametrize("between", [" / ", " + ", " with ", " "])
def test_nobody_is_dropped_where_names_are_put_together_in_another_way(between: str) -> None:
    text = f"Sarah Jones (Shore){between}Joe O'Kinsella"
    assert led(text) == (address("lea"),)
    assert unclear_names(YEAR, workshop(1, also_leading=text)) == (text,)


def test_a_long_text_among_names_takes_no_time() -> None:
    text = "Thank you so much to everyone who came " * 3000 + "((" * 3000
    assert whole_names(text) == ()
    assert len(unclear_names(YEAR, workshop(1, also_leading=text))) == 1


@pytest.mark.parametrize(
    ("status", "leads"),
    [
        (WorkshopStatus.PROPOSED, True),
        (WorkshopStatus.ACCEPTED, True),
        (WorkshopStatus.NOT_THIS_YEAR, False),
        (WorkshopStatus.WITHDRAWN, False),
    ],
)
def test_a_workshop_that_will_not_run_is_led_by_nobody(status: WorkshopStatus, leads: bool) -> None:
    year = small_year(workshops=(workshop(1, email=address("ann"), status=status),))
    assert bool(workshops_led(year, address("ann"))) is leads
    assert workshops_led(year, address("bob")) == frozenset()


def test_the_right_sarah_jones_leads_in_the_demo_network() -> None:
    year = demo_year()
    forest = year.workshop_by_id[next(w.id for w in year.workshops if w.title.startswith("Forest school"))]
    sarahs = [member.email for member in year.people if member.name == "Sarah Jones"]
    assert len(sarahs) == 2
    assert [email for email in sarahs if is_led_by(year, forest, email)] == ["sarah.jones@larkfold.sch.example"]
