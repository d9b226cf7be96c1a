"""Every box of words of every command, with every text that has broken other programs."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaizen import services
from kaizen.domain.account import Answer
from kaizen.domain.follow_up import FollowUpStatus
from kaizen.domain.provider import Identity
from kaizen.domain.record import Email, SchoolName, WorkshopId
from kaizen.domain.workshop import Workshop, WorkshopStatus
from kaizen.rules.proposals import LONGEST_ABOUT, LONGEST_TITLE, SHORTEST_ABOUT
from kaizen.rules.typed_text import LONG_TEXT, NAME, SHORT_TEXT
from kaizen.services.added_answers import WithAnswers
from kaizen.services.clearing import ClearLog
from kaizen.services.follow_ups import AddFollowUp, MoveFollowUp
from kaizen.services.joining import AnswerRequest, AskToJoin
from kaizen.services.proposals import DecideProposal, Propose
from kaizen.services.visit_notes import LogVisit
from kaizen.services.visiting import CancelVisit, ConfirmVisit, PlanVisit
from kaizen.services.visiting_for_several import PlanVisitForSeveral
from kaizen.sheet.intents import Amend, Append, Decision, Refusal
from kaizen.sheet.layout import Kind
from kaizen.sheet.questions import Question
from tests.demo_year import demo_year
from tests.hostile_inputs import WORDS, Hostile
from tests.services.deciding import NOW, email

if TYPE_CHECKING:
    from collections.abc import Callable


PADDING = "x" * SHORTEST_ABOUT
YEAR = replace(demo_year(), lists={})
"""Without lists, so that what is chosen is typed as well."""

ORGANISER = YEAR.settings.organisers[0]
QUESTIONS = (Question("Anything else"), Question("Which room", Kind.CHOICE, options=("Hall",)))

VISITOR = email("Hannah Walmsley")
LOG = LogVisit(VISITOR, VISITOR, date(2026, 11, 19), SchoolName("Pithead Lane"), "Oracy", "Saw", "Try", "k")
FOLLOW_UP = AddFollowUp(email("Priya Desai"), SchoolName("Marram Bank"), "Priya", "Discuss", "Cards", "k")
MOVED = MoveFollowUp(email("Imran Sheikh"), "F01", FollowUpStatus.DONE, "", "k", {"happened": "as it was"})
PLAN = PlanVisit(email("Komal Iqbal"), email("Komal Iqbal"), date(2027, 3, 3), SchoolName("Larkfold"), "Oracy", "k")
SEVERAL = PlanVisitForSeveral(email("Gareth Hughes-Lloyd"), (PLAN.person,), PLAN.day, PLAN.to_school, "Oracy", "k")
NEW = Identity("https://idp.example", "9", Email("new@larkfold.sch.example"), "New", NOW)
JOINING = AskToJoin(NEW, "New", SchoolName("Larkfold"), "Teacher", "k")
CONFIRM = ConfirmVisit(email("Marcia Campbell"), "V103", "k")
PROPOSAL = Propose(email("Priya Desai"), "Clay", PADDING, ("KS1",), 1, "k")
DECISION = DecideProposal(ORGANISER, WorkshopId("W01"), WorkshopStatus.PROPOSED, "", "k", {"note": "as it was"})
ANSWERS = WithAnswers(PROPOSAL, Workshop, QUESTIONS)


@dataclass(frozen=True, slots=True)
class Box:
    """One box of words of one command.

    Attributes:
        wish: a command that is granted.
        field: what the box fills.
        longest: how many characters it takes.
        needed: whether it may not be blank.
        lines: whether it keeps lines.
        fill: what turns the text into the value of the field, where that is not the text itself.
    """

    wish: Any
    field: str
    longest: int
    needed: bool = False
    lines: bool = False
    fill: Callable[[str], Any] = str

    def __str__(self) -> str:
        return f"{type(self.wish).__name__}.{self.field}"

    def with_text(self, text: str) -> Decision | Refusal:
        """Return what becomes of the command with the text in the box."""
        return replace(self.wish, **{self.field: self.fill(text)}).decide(YEAR, NOW)

    def written(self, answer: Decision) -> str:
        """Return what would stand in the sheet; "" for a blank cell."""
        (intent,) = (
            one for one in answer.intents if isinstance(one, Append | Amend) and not getattr(one, "optional", 0)
        )
        if isinstance(self.wish, WithAnswers):
            assert isinstance(intent, Append)
            return str(next(iter(intent.answers.values()), ""))
        value = intent.wanted[self.field] if isinstance(intent, Amend) else getattr(intent.record, self.field)
        return ", ".join(value) if isinstance(value, tuple) else str(value)


BOXES = (
    Box(LOG, "focus", SHORT_TEXT, needed=True),
    Box(LOG, "saw", LONG_TEXT, needed=True, lines=True),
    Box(LOG, "will_try", LONG_TEXT, needed=True, lines=True),
    Box(LOG, "questions", LONG_TEXT, lines=True),
    Box(LOG, "thank_you", LONG_TEXT),
    Box(FOLLOW_UP, "who", NAME, needed=True),
    Box(FOLLOW_UP, "kind", SHORT_TEXT, needed=True),
    Box(FOLLOW_UP, "what", LONG_TEXT, needed=True),
    Box(MOVED, "happened", LONG_TEXT, lines=True),
    Box(PLAN, "focus", SHORT_TEXT, needed=True),
    Box(PLAN, "seeing", SHORT_TEXT),
    Box(PLAN, "travel", SHORT_TEXT),
    Box(SEVERAL, "focus", SHORT_TEXT, needed=True),
    Box(SEVERAL, "seeing", SHORT_TEXT),
    Box(SEVERAL, "travel", SHORT_TEXT),
    Box(JOINING, "name", NAME, needed=True),
    Box(JOINING, "role", SHORT_TEXT, needed=True),
    Box(PROPOSAL, "title", LONGEST_TITLE, needed=True),
    Box(PROPOSAL, "about", LONGEST_ABOUT, lines=True, fill=lambda text: f"{text} {PADDING}"),
    Box(PROPOSAL, "best_for", SHORT_TEXT, needed=True, fill=lambda text: (text,)),
    Box(PROPOSAL, "room_needed", SHORT_TEXT),
    Box(PROPOSAL, "please_bring", SHORT_TEXT),
    Box(PROPOSAL, "also_leading", SHORT_TEXT),
    Box(DECISION, "note", LONG_TEXT),
    Box(ANSWERS, "answers", SHORT_TEXT, fill=lambda text: {QUESTIONS[0].heading: text}),
    Box(ANSWERS, "answers", SHORT_TEXT, fill=lambda text: {QUESTIONS[1].heading: text}),
)

LOOKED_UP = {
    (LogVisit, "visit"): LOG,
    (AddFollowUp, "from_log"): FOLLOW_UP,
    (MoveFollowUp, "follow_up"): MOVED,
    (CancelVisit, "visit"): CancelVisit(CONFIRM.by, "V103", "k"),
    (ConfirmVisit, "visit"): CONFIRM,
    (ClearLog, "log"): ClearLog(email("Imran Sheikh"), "L01", cleared=True, key="k", shown={}),
    (AnswerRequest, "request"): AnswerRequest(ORGANISER, "demo-2", Answer.YES, "k"),
}
"""Codes, which have to stand in the sheet: nothing that is typed is written."""

MADE_BY_THE_APP = {"key", "tab", "ref", "field", "shown"}


def _commands() -> list[type]:
    modules = [
        importlib.import_module(f"kaizen.services.{one.name}") for one in pkgutil.iter_modules(services.__path__)
    ]
    return [
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type)
        and is_dataclass(kind)
        and hasattr(kind, "decide")
        and kind.__module__ == module.__name__
    ]


def test_no_box_of_words_is_left_out() -> None:
    commands = _commands()
    assert {LogVisit, Propose, WithAnswers} <= set(commands)
    boxes = {(type(box.wish), box.field) for box in BOXES}
    words = {
        (kind, field.name)
        for kind in commands
        for field in fields(kind)
        if re.search(r"\bstr\b", str(field.type)) and field.name not in MADE_BY_THE_APP
    }
    assert words - boxes == set(LOOKED_UP)


def _is_no_text(hostile: Hostile) -> bool:
    return hostile.handling == "refuse" and hostile.kind in {"control", "header_injection"}


def _expected(box: Box, hostile: Hostile) -> str | None:
    """Return what is to stand in the sheet; None where the text is refused."""
    nothing_to_see = hostile.handling == "refuse" and hostile.kind in {"bidi", "invisible"}
    kept = "" if nothing_to_see else hostile.kept
    filled = box.fill(kept) if box.field == "about" else kept
    if _is_no_text(hostile) or len(filled) > box.longest or (box.needed and not filled):
        return None
    return filled


def _folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("box", BOXES, ids=str)
def test_what_is_typed_is_kept_cleaned_or_refused(box: Box) -> None:
    for hostile in WORDS:
        answer, expected = box.with_text(hostile.typed), _expected(box, hostile)
        if expected is None:
            assert isinstance(answer, Refusal), hostile.name
            (reason,) = answer.reasons
            assert reason.sentence.encode(), hostile.name
            assert reason.about == box.field or isinstance(box.wish, WithAnswers), hostile.name
            assert len(reason.sentence) < 300, hostile.name
        else:
            assert isinstance(answer, Decision), (hostile.name, answer)
            written = box.written(answer)
            exact = hostile.field == "note" if box.lines else True
            assert _folded(written) == _folded(expected), hostile.name
            assert not exact or written == (expected if box.lines else _folded(expected)), hostile.name


@pytest.mark.parametrize(("command", "field"), LOOKED_UP, ids=lambda value: getattr(value, "__name__", value))
def test_a_code_is_looked_up_and_never_written(command: type, field: str) -> None:
    for hostile in WORDS:
        wish: Any = replace(LOOKED_UP[command, field], **{field: hostile.typed})
        answer = wish.decide(YEAR, NOW)
        if hostile.typed.strip() or not isinstance(wish, LogVisit | AddFollowUp):
            assert isinstance(answer, Refusal), hostile.name


def test_what_stood_there_before_is_not_held_against_anybody() -> None:
    old = "\uf0b7 a bullet from a word processor, " + "x" * LONG_TEXT
    for wish, field in ((MOVED, "happened"), (DECISION, "note")):
        left = replace(wish, **{field: old}, shown={field: old}).decide(YEAR, NOW)
        assert isinstance(left, Decision)
        assert [intent.wanted.get(field, old) for intent in left.intents if isinstance(intent, Amend)] == [old]
        typed = replace(wish, **{field: old}).decide(YEAR, NOW)
        assert isinstance(typed, Refusal)
