"""Planning visits to one host for several people with one wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.reason import Why
from kaizen.domain.record import Email, SchoolName
from kaizen.rules.hosts import room_at
from kaizen.services.visiting_for_several import PlanVisitForSeveral
from kaizen.sheet.intents import Append
from tests.demo_year import demo_year
from tests.services.deciding import after, email, granted, refused, sentences

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

DAY = date(2027, 3, 3)
LARKFOLD, COTTON_ROW = SchoolName("Larkfold"), SchoolName("Cotton Row")
HEAD, KOMAL, MEI, PART_TIMER = map(email, ("Gareth Hughes-Lloyd", "Komal Iqbal", "Mei Na", "Victoria Walker"))

WEDNESDAY = "Wed 3 Mar 2027"
GOING = f": Cotton Row on {WEDNESDAY}. Cotton Row will confirm. Recorded as by Gareth Hughes-Lloyd for each of them."
FIRST = "Cancel that one first to go somewhere else."
CHOICE = "going is their choice, to be agreed first"


def plan(*people: Email, **changes: Any) -> PlanVisitForSeveral:
    wish: dict[str, Any] = {"by": HEAD, "day": DAY, "to_school": COTTON_ROW, "focus": "Oracy", "key": "k"}
    return PlanVisitForSeveral(people=people, **{**wish, **changes})


def with_room(places: int) -> YearSnapshot:
    taken = room_at(demo_year(), COTTON_ROW, DAY)
    schools = tuple(
        row.model_copy(update={"most_visitors": (row.most_visitors or 0) - taken + places})
        if row.short_name == COTTON_ROW
        else row
        for row in demo_year().schools
    )
    year = replace(demo_year(), schools=schools)
    assert room_at(year, COTTON_ROW, DAY) == places
    return year


def visits(year: YearSnapshot) -> list[tuple[str, str, str]]:
    return [(one.ref, one.visit, one.name) for one in year.visits if one.ref.startswith("k-")]


def test_all_go_there_with_one_wish() -> None:
    decision = granted(plan(KOMAL, PART_TIMER, seeing=" Y3 ", travel="Minibus"))
    assert decision.sentence.split("\n") == [
        f"Planned for 2 people{GOING}",
        "Going: Komal Iqbal (V106) and Victoria Walker (V107).",
        f"{WEDNESDAY} is not a working day of Victoria Walker (Thu and Fri): {CHOICE}.",
    ]
    rows = [row for row in after(decision).visits if row.ref.startswith("k-")]
    assert [(row.seeing, row.travel, row.focus) for row in rows] == [("Y3", "Minibus", "Oracy")] * 2
    assert [intent.log for intent in decision.intents if isinstance(intent, Append)] == [
        "Planned V106, by Gareth Hughes-Lloyd for Komal Iqbal",
        "Planned V107, by Gareth Hughes-Lloyd for Victoria Walker",
    ]
    assert visits(after(decision)) == [("k-1", "V106", "Komal Iqbal"), ("k-2", "V107", "Victoria Walker")]


def test_the_hosts_limit_holds_and_who_has_a_visit_keeps_it() -> None:
    year = with_room(1)
    decision = granted(plan(MEI, KOMAL, PART_TIMER), year)
    assert decision.sentence.split("\n") == [
        f"Planned for 1 of 3 people{GOING}",
        f"Not planned: Mei Na: Mei Na to Dockwray Street on {WEDNESDAY} (V103) is planned already. {FIRST}",
        f"Not planned: Victoria Walker: {_full(year)}",
        "Going: Komal Iqbal (V106).",
    ]
    later = after(decision, year)
    assert (visits(later), room_at(later, COTTON_ROW, DAY)) == ([("k-2", "V106", "Komal Iqbal")], 0)
    again = granted(plan(MEI, KOMAL, PART_TIMER), later)
    assert again.intents == ()


def _full(year: YearSnapshot) -> str:
    limit = year.school_by_name[COTTON_ROW].most_visitors
    return f"Cotton Row takes {limit} at once and has no place left on Wed 3 Mar 2027. Choose another school."


def test_what_stands_against_everybody_is_said_once_and_the_rest_by_name() -> None:
    reasons = refused(plan(KOMAL, MEI, focus="", seeing="x" * 201), with_room(0))
    assert [(reason.why, reason.about) for reason in reasons] == [
        (Why.FULL, "to_school"),
        (Why.INVALID, "focus"),
        (Why.INVALID, "seeing"),
        (Why.DUPLICATE, "people"),
    ]
    assert reasons[-1].sentence.startswith("Mei Na: Mei Na to Dockwray Street")


def test_somebody_has_to_be_chosen_and_be_on_staff() -> None:
    assert sentences(refused(plan())) == ["Choose at least one person."]
    assert sentences(refused(plan(Email("new@otterspoolrise.sch.example")))) == [
        "new@otterspoolrise.sch.example is not on Staff."
    ]


@pytest.mark.parametrize("by", [KOMAL, email("Imran Sheikh"), Email("")])
def test_nobody_else_plans_for_them_and_nobody_is_named(by: Email) -> None:
    (reason,) = refused(plan(MEI, PART_TIMER, by=by))
    assert reason.why is Why.NOT_OWNER
    assert "Mei" not in reason.sentence


def test_one_person_of_another_school_stops_all_of_it() -> None:
    (reason,) = refused(plan(KOMAL, email("Hetal Mistry")))
    assert (reason.why, "Hetal" in reason.sentence) == (Why.NOT_OWNER, False)
