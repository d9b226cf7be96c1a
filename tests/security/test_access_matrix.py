"""Every cell of the access table, asked of the commands themselves.

What is expected is read from the page in the docs, so that neither the table nor a command can change alone. Pages
are asked by ``tests/pages/test_opening.py``, and what they show of whom by the tests of each page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from kaizen.domain.account import Account, Answer, JoinRequest
from kaizen.domain.dates import DateEntry, DateKind
from kaizen.domain.follow_up import FollowUp, FollowUpStatus
from kaizen.domain.network import Guest
from kaizen.domain.reason import Why
from kaizen.domain.record import Email, SchoolName, SessionCode, WorkshopId
from kaizen.domain.visit import Visit, VisitDay, VisitDayStatus, VisitNote
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules.access import Action, Role, roles_of
from kaizen.services.accounts import ReleaseAccounts, SignOutEverywhere
from kaizen.services.booking import Book, Withdraw
from kaizen.services.cleaning_up import CleanUp
from kaizen.services.clearing import ClearLog
from kaizen.services.copy_plan import Plan
from kaizen.services.copy_return import BringBack
from kaizen.services.follow_ups import AddFollowUp, MoveFollowUp
from kaizen.services.joining import AnswerRequest
from kaizen.services.leaving import CameBack, MarkLeft
from kaizen.services.proposals import DecideProposal, Propose, WithdrawProposal
from kaizen.services.putting_right import PutRight, Repair
from kaizen.services.removal import AskToBeRemoved
from kaizen.services.removing_names import RemoveName
from kaizen.services.restoring import RestoreRow
from kaizen.services.visit_days import DropVisitDay, ProposeVisitDay
from kaizen.services.visit_notes import LogVisit
from kaizen.services.visiting import ConfirmVisit, PlanVisit
from kaizen.sheet.intents import Refusal
from tests.small_year import HILL, NOW, SHORE, address, booking, codes, person, school, small_year, workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Command

PAGE = (Path(__file__).parents[2] / "docs" / "who-may-do-what.md").read_text("utf-8")

OWN, OWN_SCHOOL, ALL = 1, 2, 3
REACH: Final = {"\N{EN DASH}": 0, "own": OWN, "own school": OWN_SCHOOL, "all": ALL}

VISIT_DAY, ISSUED = date(2026, 11, 20), datetime.fromisoformat("2026-11-21 10:00")

ACTORS: Final[Mapping[Role, Email]] = {
    Role.GUEST: Email("guest@gov.example"),
    Role.STAFF: address("ann"),
    Role.LEADER: address("lead"),
    Role.OFFICE: address("office"),
    Role.HEAD: address("head"),
    Role.ORGANISER: address("chief"),
}
"""Somebody of each role; all but the guest work at Shore and are staff as well."""

AWAY: Final = {SHORE: HILL, HILL: SHORE}

COLLEAGUE, STRANGER = address("bob"), address("hal")
"""Somebody else at Shore, and somebody at Hill."""


def printed(action: Action, role: Role) -> int:
    """Return how far the page in the docs says that the role may go; whoever is on Staff may what staff may."""
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| {action} |"))
    cells = dict(zip(Role, line.strip("| ").split(" | ")[1:], strict=True))
    held = {role} if role is Role.GUEST else {role, Role.STAFF}
    return max(REACH[cells[one]] for one in held)


def year_of_all() -> YearSnapshot:
    """Return a year in which each action has something to be done to, of each person and school."""
    owners = [*ACTORS.values(), COLLEAGUE, STRANGER]
    home = {email: HILL if email == STRANGER else SHORE for email in owners}
    return replace(
        small_year(settings={"organisers": (ACTORS[Role.ORGANISER],)}),
        schools=(
            school(SHORE, head_email=address("head"), most_visitors=20),
            school(HILL, head_email=Email("head@hill.sch.example"), most_visitors=20),
        ),
        people=(
            *(person(name) for name in ("ann", "lead", "bob")),
            person("head", role="Headteacher"),
            person("office", role="Office"),
            person("chief", role="Deputy headteacher"),
            person("hal", school=HILL),
        ),
        guests=(Guest(ref="g", name="G", kind="Governor", email=ACTORS[Role.GUEST], approved="Yes"),),
        workshops=(
            *small_year().workshops,
            *(
                workshop(10 + number, email=email, school=home[email], status=WorkshopStatus.PROPOSED)
                for number, email in enumerate((ACTORS[Role.LEADER], COLLEAGUE, STRANGER))
            ),
        ),
        dates=tuple(
            DateEntry(
                ref=f"d-{name}", who=name, what=DateKind.TERM, first_day=date(2026, 9, 1), last_day=date(2026, 12, 18)
            )
            for name in (SHORE, HILL)
        ),
        visit_days=tuple(
            VisitDay(ref=f"vd-{name}", school=name, date=VISIT_DAY, status=VisitDayStatus.PROPOSED)
            for name in (SHORE, HILL)
        ),
        visits=tuple(
            Visit(
                ref=f"v-{email}",
                visit=f"V-{email}",
                date=date(2026, 12, 1),
                email=email,
                from_school=home[email],
                to_school=AWAY[home[email]],
            )
            for email in owners
        ),
        visit_notes=tuple(
            VisitNote(
                ref=log,
                log=log,
                date=VISIT_DAY,
                email=STRANGER,
                from_school=HILL,
                to_school=host,
                saw="Talk",
                will_try="It",
            )
            for log, host in (("L01", SHORE), ("L02", SchoolName("Cove")))
        ),
        follow_ups=tuple(
            FollowUp(ref=f"f-{name}", id=f"F-{name}", school=name, who="Ann", kind="Project", what="Maps")
            for name in (SHORE, HILL)
        ),
        bookings=tuple(
            booking("x", f"W02-{'ABC'[number % 3]}", email=email, school=home[email])
            for number, email in enumerate(owners)
        ),
        accounts=tuple(
            Account(ref=f"a-{email}", issuer="https://idp.example", subject=email, email=email) for email in owners
        ),
        join_requests=tuple(
            JoinRequest(
                ref=f"j-{name}", name="New", email=f"new@{name.lower()}.sch.example", school=name, role="Teacher"
            )
            for name in (SHORE, HILL)
        ),
    )


YEAR = year_of_all()


@dataclass(frozen=True)
class Trial:
    """One command, the actions of the table that open it, and to whose things it can be done.

    Attributes:
        whose: some of "own", "colleague" (also: the own school) and "stranger" (also: another school).
        make: from who asks, whose thing it is and that person's school.
    """

    name: str
    actions: tuple[Action, ...]
    whose: tuple[str, ...]
    make: Callable[[Email, Email, SchoolName], Command]


EVERYBODY, SCHOOLS, NETWORK = ("own", "colleague", "stranger"), ("colleague", "stranger"), ("stranger",)
BOOKING = (Action.BOOK_FOR_SELF, Action.BOOK_FOR_OTHERS)
PLANNING = (Action.PLAN_VISIT, Action.PLAN_VISIT_FOR_OTHERS)
SIGNING_OUT = (Action.SIGN_OUT, Action.SIGN_OUT_OTHERS)

TRIALS: Final = (
    Trial("book", BOOKING, EVERYBODY, lambda by, whose, _: Book(by, whose, codes("W01-A"), "k")),
    Trial("give up", BOOKING, EVERYBODY, lambda by, whose, _: Withdraw(by, whose, held(whose), "k")),
    Trial("propose", (Action.PROPOSE,), ("own",), lambda by, *_: Propose(by, "Maps", "x" * 80, ("All",), 1, "k")),
    Trial(
        "withdraw a proposal",
        (Action.WITHDRAW_PROPOSAL,),
        EVERYBODY,
        lambda by, whose, _: WithdrawProposal(by, proposal_of(whose), "k"),
    ),
    Trial(
        "decide",
        (Action.DECIDE_PROPOSALS,),
        SCHOOLS,
        lambda by, whose, _: DecideProposal(by, proposal_of(whose), WorkshopStatus.ACCEPTED, "", "k"),
    ),
    Trial(
        "choose a day",
        (Action.CHOOSE_VISIT_DAY,),
        SCHOOLS,
        lambda by, _, name: ProposeVisitDay(by, name, date(2026, 12, 8), "k"),
    ),
    Trial(
        "drop a day", (Action.CHOOSE_VISIT_DAY,), SCHOOLS, lambda by, _, name: DropVisitDay(by, name, VISIT_DAY, "k")
    ),
    Trial(
        "plan a visit",
        PLANNING,
        EVERYBODY,
        lambda by, whose, name: PlanVisit(by, whose, VISIT_DAY, AWAY[name], "Oracy", "k"),
    ),
    Trial("confirm", (Action.CONFIRM_VISITS,), SCHOOLS, lambda by, _, name: ConfirmVisit(by, visit_to(name), "k")),
    Trial(
        "log a visit",
        (Action.LOG_VISIT, Action.LOG_VISIT_FOR_OTHERS),
        EVERYBODY,
        lambda by, whose, name: LogVisit(by, whose, VISIT_DAY, AWAY[name], "Oracy", "Talk", "It", "k"),
    ),
    Trial(
        "add a follow-up",
        (Action.ADD_FOLLOW_UP,),
        SCHOOLS,
        lambda by, _, name: AddFollowUp(by, name, "Ann", "Project", "Songs", "k"),
    ),
    Trial(
        "move a follow-up",
        (Action.MOVE_FOLLOW_UPS,),
        SCHOOLS,
        lambda by, _, name: MoveFollowUp(by, f"F-{name}", FollowUpStatus.DOING, "", "k"),
    ),
    Trial("sign out", SIGNING_OUT, EVERYBODY, lambda by, whose, _: SignOutEverywhere(by, whose, "k", ISSUED)),
    Trial(
        "let an account go",
        (Action.SIGN_OUT_OTHERS,),
        SCHOOLS,
        lambda by, whose, _: ReleaseAccounts(by, whose, "k", ISSUED),
    ),
    Trial("answer", (Action.ADD_PEOPLE,), SCHOOLS, lambda by, _, name: AnswerRequest(by, f"j-{name}", Answer.YES, "k")),
    Trial(
        "clear a log",
        (Action.CLEAR_LOGS,),
        SCHOOLS,
        lambda by, _, name: ClearLog(by, log_among(name), cleared=False, key="k", shown={}),
    ),
    Trial("remove a name", (Action.REMOVE_NAMES,), NETWORK, lambda by, whose, _: RemoveName(by, whose, "k")),
    Trial("clean up", (Action.CLEAN_UP,), NETWORK, lambda by, *_: CleanUp(by, 0, "k")),
    Trial("ask to go", (Action.ASK_TO_BE_REMOVED,), ("own",), lambda by, *_: AskToBeRemoved(by, still=True, key="k")),
    Trial(
        "leaver",
        (Action.MARK_LEAVER,),
        SCHOOLS,
        lambda by, whose, _: MarkLeft(by, whose, "k", ISSUED),
    ),
    Trial(
        "came back",
        (Action.MARK_LEAVER,),
        SCHOOLS,
        lambda by, whose, _: CameBack(by, whose, "k"),
    ),
    Trial(
        "put right",
        (Action.PUT_RIGHT,),
        NETWORK,
        lambda by, *_: PutRight(by, Repair("Staff", "bob", "role", "Teacher", "Office"), "k"),
    ),
    Trial("restore", (Action.PUT_RIGHT,), NETWORK, lambda by, *_: RestoreRow(by, workshop(9), "k")),
    Trial(
        "bring a copy back",
        (Action.COPY_THE_YEAR,),
        NETWORK,
        lambda by, *_: BringBack(by, Plan(), frozenset(), confirmed=False, key="k"),
    ),
)

NEEDS: Final = {"own": OWN, "colleague": OWN_SCHOOL, "stranger": ALL}
CELLS: Final = [(trial, role, whose) for trial in TRIALS for role in Role for whose in trial.whose]


def proposal_of(email: Email) -> WorkshopId:
    """Return the proposal of a person; of somebody who has none, one by nobody here."""
    return next((row.id for row in YEAR.workshops if row.email == email), WorkshopId("W01"))


def held(email: Email) -> SessionCode:
    """Return what a person has booked."""
    return YEAR.bookings_by_person[email][0].session


def visit_to(name: SchoolName) -> str:
    """Return a visit to the school."""
    return next(visit.visit for visit in YEAR.visits if visit.to_school == name)


def log_among(name: SchoolName) -> str:
    """Return a log of a visit from or to the school; of Hill, one that has nothing to do with Shore."""
    return "L01" if name == SHORE else "L02"


def turned_away(command: Command) -> bool:
    """Tell whether a command turns somebody away for who they are, be it by saying that there is nothing."""
    answer = command.decide(YEAR, NOW)
    return isinstance(answer, Refusal) and any(
        reason.why in {Why.NOT_OWNER, Why.NOT_FOUND} for reason in answer.reasons
    )


@pytest.mark.parametrize(
    ("trial", "role", "whose"), CELLS, ids=lambda part: part.name if isinstance(part, Trial) else str(part)
)
def test_a_command_does_what_the_page_says(trial: Trial, role: Role, whose: str) -> None:
    by = ACTORS[role]
    person = {"own": by, "colleague": COLLEAGUE, "stranger": STRANGER}[whose]
    name = HILL if whose == "stranger" else SHORE
    allowed = any(printed(action, role) >= NEEDS[whose] for action in trial.actions)
    assert turned_away(trial.make(by, person, name)) is not allowed


ASKED_ELSEWHERE: Final = {
    Action.SEE_PROGRAMME,
    Action.SEE_CHECKS,
    Action.SET_UP,
    Action.SEE_SHEET,
    Action.SEE_WHO_HAS_BOOKED,
    Action.SEE_SUMMARY,
    Action.SEE_FEEDBACK,
    Action.SEE_OWN_DATA,
    Action.READ_LOGS,
    Action.READ_CLEARED_LOGS,
}
"""What is only looked at: the pages are opened by each role in ``tests/pages/test_opening.py``, and the rules behind
them are asked in ``tests/rules``."""


def test_every_action_is_asked_of_a_command_or_a_page() -> None:
    asked = {action for trial in TRIALS for action in trial.actions}
    assert asked | ASKED_ELSEWHERE == set(Action)
    assert asked & ASKED_ELSEWHERE == set()


def test_each_actor_has_the_role_they_play() -> None:
    assert all(role in roles_of(YEAR, email) for role, email in ACTORS.items())
    assert roles_of(YEAR, ACTORS[Role.STAFF]) == {Role.STAFF}
