"""Planning, cancelling and confirming a visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.reason import Why
from kaizen.domain.record import Email, SchoolName
from kaizen.domain.visit import Visit, VisitDayStatus, VisitStatus
from kaizen.rules.visiting import room_at
from kaizen.services.visiting import CancelVisit, ConfirmVisit, PlanVisit
from kaizen.sheet.intents import Amend, Append
from tests.demo_year import demo_year
from tests.services.deciding import NOW, after, email, granted, refused, sentences

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

DAY = date(2027, 3, 3)
LARKFOLD, SMITHY, OTTERSPOOL = map(SchoolName, ("Larkfold", "Smithy Croft", "Otterspool Rise"))
KOMAL, MEI, PART_TIMER = email("Komal Iqbal"), email("Mei Na"), email("Victoria Walker")
HEAD, OFFICE, COLLEAGUE = email("Gareth Hughes-Lloyd"), email("Ewa Lewandowska"), email("Louise Sumner")
OTHER_HEAD, HOSTS_HEAD, HOSTS_TEACHER = email("Imran Sheikh"), email("Marcia Campbell"), email("Layla Al-Hassan")


def _visit(code: str, year: YearSnapshot | None = None) -> Visit:
    return next(visit for visit in (year or demo_year()).visits if visit.visit == code)


def _with(code: str, **changes: Any) -> YearSnapshot:
    visit = _visit(code)
    return demo_year().changed(visit, visit.model_copy(update=changes))


def _plan(person: Email = KOMAL, **changes: Any) -> PlanVisit:
    wish: dict[str, Any] = {"by": person, "day": DAY, "to_school": LARKFOLD, "focus": "Oracy", "key": "k1"}
    return PlanVisit(person=person, **{**wish, **changes})


def test_joining_colleagues_appends_a_planned_visit() -> None:
    decision = granted(_plan(seeing=" Y3 ", travel=" Car share "))
    visit = Visit(
        ref="k1-1",
        visit="V106",
        date=DAY,
        email=KOMAL,
        name="Komal Iqbal",
        from_school=OTTERSPOOL,
        to_school=LARKFOLD,
        focus="Oracy",
        seeing="Y3",
        status=VisitStatus.PLANNED,
        travel="Car share",
    )
    assert decision.intents == (Append(visit),)
    assert decision.sentence == (
        "Planned: Komal Iqbal to Larkfold on Wed 3 Mar 2027 (V106) with Conor O'Rourke and Faye Halliwell. "
        "Larkfold will confirm."
    )
    assert decision.log == "Planned V106"
    assert room_at(after(decision), LARKFOLD, DAY) == room_at(demo_year(), LARKFOLD, DAY) - 1


def test_suggesting_a_new_host_names_no_company() -> None:
    decision = granted(_plan(to_school=SchoolName("Cotton Row")))
    assert decision.sentence == (
        "Planned: Komal Iqbal to Cotton Row on Wed 3 Mar 2027 (V106). Cotton Row will confirm."
    )


def test_the_same_wish_twice_is_one_visit() -> None:
    year = after(granted(_plan()))
    again = granted(_plan(), year)
    assert again.intents == ()
    assert "is planned already" in again.sentence


def test_a_day_off_and_a_missing_checks_letter_are_told_and_forbid_nothing() -> None:
    schools = tuple(
        school.model_copy(update={"checks_letter": None}) if school.short_name == OTTERSPOOL else school
        for school in demo_year().schools
    )
    decision = granted(_plan(PART_TIMER), replace(demo_year(), schools=schools))
    assert len(decision.intents) == 1
    assert "confirms staff checks" in decision.sentence
    assert "Wed 3 Mar 2027 is not a working day of Victoria Walker (Thu and Fri)" in decision.sentence


@pytest.mark.parametrize(
    ("by", "log"),
    [
        (KOMAL, "Planned V106"),
        (HEAD, "Planned V106, by Gareth Hughes-Lloyd for Komal Iqbal"),
        (OFFICE, "Planned V106, by Ewa Lewandowska for Komal Iqbal"),
    ],
)
def test_the_visitor_their_head_and_their_office_may_plan(by: Email, log: str) -> None:
    decision = granted(_plan(by=by))
    assert decision.log == log
    assert decision.sentence.endswith(f"Recorded as {log.partition(', ')[2]}.") is (by != KOMAL)
    (append,) = decision.intents
    assert isinstance(append, Append)
    assert isinstance(append.record, Visit)
    assert append.record.email == KOMAL


@pytest.mark.parametrize("by", [COLLEAGUE, OTHER_HEAD, HOSTS_HEAD, Email("nobody@nowhere.example"), Email("")])
def test_nobody_else_may_plan_for_them_and_hears_nothing_about_them(by: Email) -> None:
    (reason,) = refused(_plan(MEI, by=by))
    assert reason.why is Why.NOT_OWNER
    assert reason.sentence == "Only Mei Na, or the headteacher or office of Otterspool Rise, can plan this visit."


def test_somebody_who_is_not_on_staff_goes_nowhere() -> None:
    stranger = Email("new@otterspoolrise.sch.example")
    assert sentences(refused(_plan(stranger))) == ["new@otterspoolrise.sch.example is not on Staff."]
    assert sentences(refused(_plan(Email("")))) == ["This person is not on Staff."]


def test_every_reason_is_given_at_once() -> None:
    reasons = refused(
        _plan(day=date(2027, 2, 24), to_school=SMITHY, focus="Sums", seeing="x" * 201, travel="y" * 201),
    )
    assert [(reason.why, reason.about) for reason in reasons] == [
        (Why.CLOSED, "day"),
        (Why.INVALID, "focus"),
        (Why.INVALID, "seeing"),
        (Why.INVALID, "travel"),
    ]
    assert reasons[0].sentence == (
        "Wed 24 Feb 2027 is not an uncommon INSET day of Otterspool Rise. Choose Wed 3 Mar 2027."
    )


def test_one_person_makes_one_visit_a_day() -> None:
    (reason,) = refused(_plan(MEI))
    assert (reason.why, reason.about) == (Why.DUPLICATE, "V103")
    assert reason.sentence == (
        "Mei Na to Dockwray Street on Wed 3 Mar 2027 (V103) is planned already. "
        "Cancel that one first to go somewhere else."
    )
    assert granted(_plan(MEI), _with("V103", status=VisitStatus.CANCELLED)).intents


def test_a_full_host_is_refused_until_somebody_cancels() -> None:
    schools = tuple(school.model_copy(update={"most_visitors": 2}) for school in demo_year().schools)
    year = replace(demo_year(), schools=schools)
    (reason,) = refused(_plan(), year)
    assert reason.why is Why.FULL
    cancelled = year.changed(_visit("V102"), _visit("V102").model_copy(update={"status": VisitStatus.CANCELLED}))
    assert granted(_plan(), cancelled).intents


@pytest.mark.parametrize(
    ("status", "allowed"), [("Proposed", True), ("Agreed", True), ("Done", False), ("Dropped", False)]
)
def test_the_visit_is_on_a_day_that_stands(status: str, *, allowed: bool) -> None:
    days = tuple(
        row.model_copy(update={"status": VisitDayStatus(status)}) if row.school == OTTERSPOOL else row
        for row in demo_year().visit_days
    )
    answer = _plan().decide(replace(demo_year(), visit_days=days), NOW)
    assert hasattr(answer, "intents") is allowed


def test_nobody_plans_for_yesterday() -> None:
    late = datetime(2027, 3, 4, 7, 0)  # noqa: DTZ001 - local time
    (reason,) = refused(_plan(), now=late)
    assert reason.sentence == "Wed 3 Mar 2027 is past. To tell what you saw, log the visit instead."


@pytest.mark.parametrize("by", [MEI, HEAD, OFFICE, HOSTS_HEAD])
def test_the_visitor_their_school_and_the_host_may_cancel(by: Email) -> None:
    decision = granted(CancelVisit(by, "V103", "k"))
    assert decision.intents == (Amend(_visit("V103"), {"status": VisitStatus.CANCELLED}),)
    whose = {HEAD: "by Gareth Hughes-Lloyd for Mei Na", OFFICE: "by Ewa Lewandowska for Mei Na"}.get(by)
    told, log = "Cancelled: Mei Na to Dockwray Street on Wed 3 Mar 2027 (V103).", "Cancelled V103"
    assert decision.sentence == (f"{told} Recorded as {whose}." if whose else told)
    assert decision.log == (f"{log}, {whose}" if whose else log)
    again = granted(CancelVisit(by, "V103", "k2"), after(decision))
    assert (again.intents, again.log) == ((), "Nothing new")


@pytest.mark.parametrize("by", [KOMAL, OTHER_HEAD, HOSTS_TEACHER, Email("")])
def test_nobody_else_may_cancel(by: Email) -> None:
    (reason,) = refused(CancelVisit(by, "V103", "k"))
    assert reason.why is Why.NOT_OWNER
    assert reason.sentence == (
        "Only Mei Na, or the headteacher or office of Otterspool Rise or Dockwray Street, can cancel this visit."
    )


def test_a_visit_that_has_been_made_stands_and_one_that_is_not_there_is_told() -> None:
    (over,) = refused(CancelVisit(email("Priya Desai"), "V001", "k"))
    assert (over.why, over.sentence) == (
        Why.CLOSED,
        "Priya Desai to Larkfold on Fri 9 Oct 2026 (V001) is over, so it stands as it is.",
    )
    (unknown,) = refused(CancelVisit(MEI, "V999", "k"))
    assert (unknown.why, unknown.sentence) == (Why.NOT_FOUND, "There is no visit V999 on the Visits tab.")


def test_the_host_confirms_and_who_meets_the_visitor_stays_as_the_sheet_has_it() -> None:
    decision = granted(ConfirmVisit(HOSTS_HEAD, "V103", "k"))
    assert decision.intents == (Amend(_visit("V103"), {"status": VisitStatus.CONFIRMED}),)
    assert decision.sentence == (
        "Confirmed: Mei Na to Dockwray Street on Wed 3 Mar 2027 (V103). Sean Maguire meets them."
    )


def test_whoever_confirms_does_not_become_the_contact_where_there_is_none() -> None:
    year = _with("V103", host_contact="")
    decision = granted(ConfirmVisit(HOSTS_HEAD, "V103", "k"), year)
    assert decision.intents == (Amend(_visit("V103", year), {"status": VisitStatus.CONFIRMED}),)
    assert decision.sentence.endswith("Who meets them? Please put a name under Host contact on Visits.")


def test_confirming_twice_is_confirming_once() -> None:
    assert granted(ConfirmVisit(email("Hetal Mistry"), "V102", "k")).intents == ()


@pytest.mark.parametrize("by", [MEI, HEAD, HOSTS_TEACHER, OTHER_HEAD, Email("")])
def test_only_the_hosts_head_or_office_confirms(by: Email) -> None:
    (reason,) = refused(ConfirmVisit(by, "V103", "k"))
    assert (reason.why, reason.sentence) == (
        Why.NOT_OWNER,
        "Only the headteacher or office of Dockwray Street can confirm this visit.",
    )


def test_a_visit_that_is_cancelled_or_over_is_not_confirmed() -> None:
    (cancelled,) = refused(ConfirmVisit(email("Bernadette McGrath"), "V083", "k"))
    assert cancelled.sentence == (
        "Alison Ainscough to St Bega's on Thu 19 Nov 2026 (V083) was cancelled. Alison Ainscough can plan it again."
    )
    (over,) = refused(ConfirmVisit(email("Hetal Mistry"), "V001", "k"))
    assert over.why is Why.CLOSED
    (unknown,) = refused(ConfirmVisit(HOSTS_HEAD, "V999", "k"))
    assert unknown.why is Why.NOT_FOUND
