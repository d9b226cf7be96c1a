"""Proposing a school's uncommon INSET day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kaizen.domain.dates import DateKind
from kaizen.domain.network import Person
from kaizen.domain.reason import Why
from kaizen.domain.record import Email, SchoolName
from kaizen.domain.visit import Visit, VisitDay, VisitDayStatus
from kaizen.services.visiting import DropVisitDay, ProposeVisitDay
from kaizen.sheet.intents import Amend, Append
from tests.demo_year import demo_year
from tests.rules.invented import HILL, entry, school, year_of
from tests.services.deciding import after, email, granted, refused, sentences

BEGAS, MARRAM = SchoolName("St Bega's"), SchoolName("Marram Bank")
BEGAS_HEAD, MARRAMS_HEAD = email("Bernadette McGrath"), email("Imran Sheikh")
GREEN, AMBER, RED = date(2027, 3, 9), date(2027, 3, 2), date(2027, 3, 3)


def test_a_green_day_is_proposed() -> None:
    decision = granted(ProposeVisitDay(MARRAMS_HEAD, MARRAM, GREEN, "k"))
    row = VisitDay(ref="k-1", school=MARRAM, date=GREEN, status=VisitDayStatus.PROPOSED)
    assert decision.intents == (Append(row),)
    assert decision.sentence == "Proposed: Tue 9 Mar 2027 as the uncommon INSET day of Marram Bank."
    again = granted(ProposeVisitDay(MARRAMS_HEAD, MARRAM, GREEN, "k"), after(decision))
    assert (again.intents, again.sentence) == ((), "Tue 9 Mar 2027 is proposed already.")


def test_a_day_that_is_not_advised_is_proposed_with_the_advice() -> None:
    decision = granted(ProposeVisitDay(BEGAS_HEAD, BEGAS, AMBER, "k"))
    assert len(decision.intents) == 1
    assert decision.sentence == (
        "Proposed: Tue 2 Mar 2027 as the uncommon INSET day of St Bega's. "
        "Not advised, so please agree it with the other heads: St Bega's would have 6 INSET days."
    )


def test_what_is_worth_knowing_is_told_too() -> None:
    dropped = tuple(
        row.model_copy(update={"status": VisitDayStatus.DROPPED}) if row.school == "Gynn Sands" else row
        for row in demo_year().visit_days
    )
    year = replace(
        demo_year(), visit_days=dropped, dates=tuple(d for d in demo_year().dates if d.what != "Uncommon INSET")
    )
    decision = granted(ProposeVisitDay(email("Helen Threlfall"), SchoolName("Gynn Sands"), GREEN, "k"), year)
    assert decision.sentence.endswith(
        " Gynn Sands has 62 staff working on Tuesdays; the others take 44 visitors at once."
    )


def test_a_red_day_is_refused_with_every_block() -> None:
    reasons = refused(ProposeVisitDay(BEGAS_HEAD, BEGAS, date(2027, 5, 3), "k"))
    assert {reason.why for reason in reasons} == {Why.CLOSED}
    assert sentences(reasons) == ["Mon 3 May 2027 will not do. Bank holiday at every school."]
    assert sentences(refused(ProposeVisitDay(BEGAS_HEAD, BEGAS, RED, "k"))) == [
        "Wed 3 Mar 2027 will not do. Otterspool Rise: Uncommon INSET."
    ]


def test_a_school_has_one_day_to_come() -> None:
    head, school = email("Neil Catterall"), SchoolName("Cotton Row")
    (reason,) = refused(ProposeVisitDay(head, school, GREEN, "k"))
    assert (reason.why, reason.about) == (Why.DUPLICATE, "day")
    assert reason.sentence == (
        "Cotton Row has Tue 11 May 2027 as its day already. Drop it first: on the page Visits while it is "
        "only Proposed, else in the sheet, on Visit days and on Dates."
    )


def test_a_day_is_neither_past_nor_in_another_year() -> None:
    (past,) = refused(ProposeVisitDay(MARRAMS_HEAD, MARRAM, date(2026, 11, 10), "k"))
    assert past.sentence == "Tue 10 Nov 2026 is past."
    (outside,) = refused(ProposeVisitDay(MARRAMS_HEAD, MARRAM, date(2027, 11, 9), "k"))
    assert (outside.why, outside.sentence) == (Why.INVALID, "Tue 9 Nov 2027 is outside the school year 2026-27.")


@pytest.mark.parametrize("by", [MARRAMS_HEAD, email("Declan Byrne"), Email("nobody@nowhere.example"), Email("")])
def test_only_the_schools_own_head_proposes(by: Email) -> None:
    (reason,) = refused(ProposeVisitDay(by, BEGAS, GREEN, "k"))
    assert reason.why is Why.NOT_OWNER
    assert reason.sentence == "Only the headteacher of St Bega's can propose its uncommon INSET day."


def test_a_school_that_nobody_knows_has_no_day() -> None:
    (reason,) = refused(ProposeVisitDay(BEGAS_HEAD, SchoolName("St Bees"), GREEN, "k"))
    assert (reason.why, reason.sentence) == (Why.NOT_FOUND, "There is no school called \u201cSt Bees\u201d on Schools.")


def test_a_head_named_on_schools_alone_may_propose() -> None:
    head = Person(name="Deputy", email=Email("deputy@hill.example"), school=HILL, role="Deputy headteacher")
    term = entry("Wessex", DateKind.TERM, "2026-09-01", "2027-07-21")
    year = year_of(term, schools=(school(HILL, head_email=head.email),), people=(head,))
    assert granted(ProposeVisitDay(head.email, HILL, GREEN, "k"), year).intents


COTTON, COTTONS_HEAD, COTTONS_DAY = SchoolName("Cotton Row"), email("Neil Catterall"), date(2027, 5, 11)


def test_a_proposed_day_is_dropped_and_makes_room_for_another() -> None:
    (row,) = (row for row in demo_year().visit_days if row.school == COTTON)
    year = replace(demo_year(), visits=tuple(v for v in demo_year().visits if v.date != COTTONS_DAY))
    decision = granted(DropVisitDay(COTTONS_HEAD, COTTON, COTTONS_DAY, "k"), year)
    assert decision.intents == (Amend(row, {"status": VisitDayStatus.DROPPED}),)
    assert decision.sentence == "Dropped: Tue 11 May 2027 as the uncommon INSET day of Cotton Row."
    then = after(decision, year)
    again = granted(DropVisitDay(COTTONS_HEAD, COTTON, COTTONS_DAY, "k2"), then)
    assert (again.intents, again.sentence) == ((), "Tue 11 May 2027 was dropped already.")
    assert granted(ProposeVisitDay(COTTONS_HEAD, COTTON, GREEN, "k3"), then).intents


def test_dropping_a_day_tells_of_the_visits_planned_for_it() -> None:
    who = {"date": COTTONS_DAY, "from_school": COTTON, "to_school": MARRAM}
    visits = tuple(Visit(visit=f"V9{n}", email=Email(f"p{n}@x.example"), **who) for n in range(2))
    other = Visit(visit="V99", email=Email("q@x.example"), **{**who, "from_school": BEGAS})
    year = replace(demo_year(), visits=(*visits, other))
    told = granted(DropVisitDay(COTTONS_HEAD, COTTON, COTTONS_DAY, "k"), year).sentence
    assert told.endswith("Cotton Row. 2 visits are planned for that day: please have them cancelled.")


@pytest.mark.parametrize(
    ("by", "school", "day", "why", "sentence"),
    [
        (BEGAS_HEAD, COTTON, COTTONS_DAY, Why.NOT_OWNER, "Only the headteacher of Cotton Row can drop"),
        (COTTONS_HEAD, COTTON, GREEN, Why.NOT_FOUND, "Tue 9 Mar 2027 is not on Visit days for Cotton Row."),
        (MARRAMS_HEAD, MARRAM, date(2026, 10, 9), Why.CLOSED, "Fri 9 Oct 2026 is Done, not just Proposed"),
    ],
)
def test_only_the_head_drops_a_day_and_only_a_proposed_one(
    by: Email, school: SchoolName, day: date, why: Why, sentence: str
) -> None:
    (reason,) = refused(DropVisitDay(by, school, day, "k"))
    assert reason.why is why
    assert reason.sentence.startswith(sentence)
