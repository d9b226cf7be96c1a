"""Ask to be on Staff, and answer who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.account import Answer, JoinRequest
from kaizen.domain.reason import Reason, Why
from kaizen.rules import accounts
from kaizen.rules.access import HEAD_ROLES, Action, Role, has_role, may
from kaizen.rules.typed_text import NAME, against_choice, against_text, tidy
from kaizen.services.accounts import as_staff
from kaizen.sheet.intents import Amend, Append, Decision, Refusal, row_ref

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kaizen.domain.provider import Identity
    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Intent


@dataclass(frozen=True, slots=True)
class AskToJoin:
    """Ask a school to be put on Staff; for people who have signed in with an address of that school.

    Attributes:
        identity: as `rules.claims.identity_of` has believed it.
        name: as colleagues know them.
        school: one whose head or office has an address of the same domain.
        role: an option of Roles on Lists.
    """

    identity: Identity
    name: str
    school: SchoolName
    role: str
    key: str

    @property
    def by(self) -> Email:
        """Who asks."""
        return self.identity.email

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Append the request, or refuse with every reason; whoever has asked already is told so."""
        if (member := year.person_by_email.get(self.by)) is not None and member.left:
            return Refusal((Reason(Why.CLOSED, accounts.HAS_LEFT, "email"),))
        if accounts.is_let_in(year, self.by):
            return Refusal((Reason(Why.DUPLICATE, "You are let in already. Load the page again.", "email"),))
        if accounts.requests_of(year, self.by):
            return Decision(ASKED, (), "Nothing new")
        reasons = tuple(self._against(year))
        row = JoinRequest(
            ref=row_ref(self.key),
            asked_at=now.replace(microsecond=0),
            name=tidy(self.name),
            email=self.by,
            school=self.school,
            role=tidy(self.role),
        )
        return Refusal(reasons) if reasons else Decision(ASKED, (Append(row),), "Asked to join")

    def _against(self, year: YearSnapshot) -> Iterator[Reason]:
        if self.school not in accounts.schools_with_domain(year, self.identity.domain):
            yield Reason(Why.NOT_OWNER, "Please choose the school that your address belongs to.", "school")
        yield from against_text("name", "Name", self.name, NAME, needed=True)
        yield from against_choice("role", "Role", self.role, year.lists.get("Roles", ()))


ASKED = (
    "Thank you. Your headteacher and your school office can see that you ask. Once they say yes, load this page again."
)


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """Say yes or no to somebody who asks; yes puts them on Staff.

    Attributes:
        request: ref of the row of Asking to join.
        answer: yes or no.
    """

    by: Email
    request: str
    answer: Answer
    key: str

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Amend the request, and append the row of Staff; refused where it is not for ``by`` to say or is gone."""
        row = next((one for one in year.join_requests if one.ref == self.request), None)
        if row is None or not may(year, self.by, Action.ADD_PEOPLE, row.school):
            sentence = "Nobody of your school is asking that any more. Load the page again."
            return Refusal((Reason(Why.NOT_FOUND, sentence, self.request),))
        welcome = self.answer is Answer.YES
        if welcome and row.role.strip().casefold() in HEAD_ROLES and not _may_add_heads(year, self.by):
            sentence = "Only a headteacher or an organiser can add a headteacher. You can say no, or ask one of them."
            return Refusal((Reason(Why.NOT_OWNER, sentence, self.request),))
        intents: list[Intent] = [] if row.answer is self.answer else [Amend(row, {"answer": self.answer})]
        if welcome and row.email not in year.person_by_email:
            intents.append(Append(as_staff(row)))
        told = f"{row.name} is on Staff at {row.school}." if welcome else f"{row.name} is told that you said no."
        return Decision(told, tuple(intents), f"{self.answer} to {row.name}")


def _may_add_heads(year: YearSnapshot, by: Email) -> bool:
    """Tell whether ``by`` may make somebody a headteacher: nobody gives away more than they have."""
    return has_role(year, by, Role.HEAD) or has_role(year, by, Role.ORGANISER)
