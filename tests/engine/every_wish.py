"""One wish of every kind that the app has, likely to be granted: for tests that let a year's worth of them run."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from kaizen.domain.account import Answer
from kaizen.domain.booking import BookingStatus
from kaizen.domain.follow_up import FollowUpStatus
from kaizen.domain.provider import Identity
from kaizen.domain.record import Email
from kaizen.domain.visit import VisitStatus
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules.visit_logs import WRITTEN
from kaizen.services.accounts import ReleaseAccounts, SignIn, SignOutEverywhere
from kaizen.services.booking import Book, Withdraw
from kaizen.services.booking_for_several import BookForSeveral
from kaizen.services.clearing import ClearLog
from kaizen.services.copy_return import BringBack, plan_of
from kaizen.services.follow_ups import AddFollowUp, MoveFollowUp
from kaizen.services.joining import AnswerRequest, AskToJoin
from kaizen.services.leaving import CameBack, MarkLeft
from kaizen.services.proposals import DecideProposal, Propose, WithdrawProposal
from kaizen.services.putting_right import PutRight, repair_of
from kaizen.services.removal import AskToBeRemoved
from kaizen.services.restoring import RestoreRow
from kaizen.services.visit_days import DropVisitDay, ProposeVisitDay
from kaizen.services.visit_notes import LogVisit
from kaizen.services.visiting import CancelVisit, ConfirmVisit, PlanVisit
from kaizen.services.visiting_for_several import PlanVisitForSeveral
from kaizen.sheet.reading import YearReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from kaizen.engine.office import Office
    from kaizen.sheet.cells import Grid
    from kaizen.sheet.intents import Command
    from kaizen.sheet.reading import Reading

NOON = datetime(2026, 11, 21, 12)  # noqa: DTZ001 - the schools' local time has no zone
A_GOOD_DAY = date(2027, 3, 10)
"""On which all the demo's schools are open."""

ABOUT = "An afternoon of making maths visible, with things to take home and try on Monday."

NOT_HERE = {"RemoveName", "CleanUp", "WithAnswers"}
"""Two clear rows and names on purpose; one only carries answers beside another wish."""


def wish(office: Office, chance: Random, key: str, done: set[str]) -> Command | None:
    """Return a wish of a kind that is not done yet; None where chance has met none."""
    wishes = [one for one in chance.choice(KINDS)(office, chance, key) if type(one).__name__ not in done]
    return chance.choice(wishes) if wishes else None


def _bookings(office: Office, chance: Random, key: str) -> list[Command]:
    year, organiser = office.year, office.year.settings.organisers[0]
    person, session = chance.choice(year.people).email, chance.choice(year.sessions).session
    booked = chance.choice([one for one in year.bookings if one.status is BookingStatus.BOOKED])
    several = tuple(
        one.email for one in chance.sample(year.people_by_school[chance.choice(year.schools).short_name], 3)
    )
    head = year.school_by_name[year.person_by_email[several[0]].school].head_email
    return [
        Book(person, person, (session,), key),
        Withdraw(booked.email, booked.email, booked.session, key),
        BookForSeveral(chance.choice([head, organiser]), several, (session,), key),
    ]


def _workshops(office: Office, chance: Random, key: str) -> list[Command]:
    year, workshop = office.year, chance.choice(office.year.workshops)
    decided = chance.choice([WorkshopStatus.ACCEPTED, WorkshopStatus.NOT_THIS_YEAR])
    return [
        Propose(chance.choice(year.people).email, f"=Maths {key}", ABOUT, ("KS1",), 1, key),
        WithdrawProposal(workshop.email, workshop.id, key),
        DecideProposal(year.settings.organisers[0], workshop.id, decided, f"+note {key}", key),
    ]


def _visits(office: Office, chance: Random, key: str) -> list[Command]:
    year, person = office.year, chance.choice(office.year.people)
    visit, day = chance.choice(year.visits), chance.choice(year.visit_days)
    host, log = chance.choice(year.schools).short_name, chance.choice(year.visit_notes)
    several = tuple(one.email for one in chance.sample(year.people_by_school[day.school], 2))
    head = year.school_by_name[day.school].head_email
    planned = chance.choice([one for one in year.visits if one.status is VisitStatus.PLANNED] or [visit])
    words = {field: getattr(log, field) for field in WRITTEN}
    return [
        PlanVisit(person.email, person.email, day.date, host, "Maths", key),
        PlanVisitForSeveral(head, several, day.date, host, "Maths", key),
        CancelVisit(visit.email, visit.visit, key),
        ConfirmVisit(year.school_by_name[planned.to_school].head_email, planned.visit, key),
        LogVisit(visit.email, visit.email, visit.date, visit.to_school, "Maths", "Much talk", "To talk more", key),
        ClearLog(year.school_by_name[log.to_school].head_email, log.log, not log.cleared, key, words),
        DropVisitDay(head, day.school, day.date, key),
        ProposeVisitDay(head, day.school, A_GOOD_DAY, key),
    ]


def _follow_ups(office: Office, chance: Random, key: str) -> list[Command]:
    year, row = office.year, chance.choice(office.year.follow_ups)
    head, school = year.school_by_name[row.school].head_email, row.school
    return [
        AddFollowUp(head, school, "Zoe", "Discuss", "@Talk", key, date(2027, 1, 8)),
        MoveFollowUp(head, row.id, FollowUpStatus.DONE, "=1+1", key),
    ]


def _people(office: Office, chance: Random, key: str) -> list[Command]:
    year, person = office.year, chance.choice(office.year.people)
    head, organiser = year.school_by_name[person.school].head_email, year.settings.organisers[0]
    request, left = chance.choice(year.join_requests), [one.email for one in year.people if one.left]
    vouched = Identity("https://sign-in.example", key, person.email, person.name, NOON)
    stranger = Identity("https://sign-in.example", key, Email(f"{key}@{vouched.domain}"), "Zoe", NOON)
    return [
        SignIn(vouched, key),
        SignOutEverywhere(organiser, person.email, key, NOON),
        ReleaseAccounts(organiser, person.email, key, NOON),
        MarkLeft(head, person.email, key, NOON),
        CameBack(organiser, chance.choice([*left, person.email]), key),
        AskToBeRemoved(person.email, still=True, key=key),
        AskToJoin(stranger, f"Zoe {key}", person.school, "Teacher", key),
        AnswerRequest(organiser, request.ref, chance.choice([Answer.YES, Answer.NO]), key),
    ]


def _repairs(office: Office, chance: Random, key: str) -> list[Command]:
    organiser, findings = office.year.settings.organisers[0], office.findings
    lost = [RestoreRow(organiser, one.lost, key) for one in findings if one.lost is not None]
    repairs = [repair for one in findings if (repair := repair_of(one, office.reading.tabs)) is not None]
    return [*lost, *(PutRight(organiser, repair, key) for repair in repairs)]


def _copy(office: Office, chance: Random, key: str) -> list[Command]:
    tabs = office.reading.tabs
    base = {title: tabs[title].grid for title in ("Settings", "Schools", "Rooms")}
    at, row = tabs["Rooms"].columns["Kit"], chance.randrange(2, 15)
    rooms = [list(cells) for cells in base["Rooms"]]
    rooms[row] += [""] * (at + 1 - len(rooms[row]))
    rooms[row][at] = f"=piano {key}"
    plan = plan_of(_read(base), _read(base | {"Rooms": rooms}), office.reading, {})
    return [BringBack(office.year.settings.organisers[0], plan, frozenset(), confirmed=True, key=key)]


def _read(grids: dict[str, Grid]) -> Reading:
    return YearReader().read(grids)


KINDS: list[Callable[[Office, Random, str], list[Command]]] = [
    _bookings,
    _workshops,
    _visits,
    _follow_ups,
    _people,
    _repairs,
    _copy,
]
