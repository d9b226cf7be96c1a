"""Plan visits to one host for several people of one's own school with one wish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import counted, listed, said
from kaizen.rules.on_behalf import told
from kaizen.rules.visiting import standing_visit, visitors_advice
from kaizen.services.several import PEOPLE, by_name, for_nobody, names_of
from kaizen.services.visiting import PlanVisit
from kaizen.sheet.intents import Append, Decision, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from kaizen.domain.record import Email, SchoolName
    from kaizen.domain.year import YearSnapshot


@dataclass(frozen=True, slots=True)
class PlanVisitForSeveral:
    """Have each of the people visit one school, in the order of the list while the host has places.

    Whoever cannot go there is told by name; the others' visits are planned all the same.

    Attributes:
        by: who presses the button; may plan for each of the people.
        people: first come, first served.
        focus: an option of Focuses on Lists.
        seeing: which year group or role, the same for all.
    """

    by: Email
    people: tuple[Email, ...]
    day: date
    to_school: SchoolName
    focus: str
    key: str
    seeing: str = ""
    travel: str = ""

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        """Append whatever visits can be planned; refuse with every reason where nobody can go."""
        if not self.people:
            return Refusal((Reason(Why.INVALID, "Choose at least one person.", PEOPLE),))
        names = names_of(year, self.people)
        missed: dict[Email, tuple[Reason, ...]] = {}
        intents: list[Append] = []
        for number, person in enumerate(names, start=1):
            answer = self._plan(person, number).decide(year, now)
            if isinstance(answer, Decision):
                new = [replace(one, log=answer.log) for one in answer.intents if isinstance(one, Append)]
                for intent in new:
                    year = year.added(intent.record)
                intents += new
            elif any(reason.why is Why.NOT_OWNER for reason in answer.reasons):
                return Refusal((_not_ones_own(),))
            else:
                missed[person] = answer.reasons
        why_not = [(names[person], reasons) for person, reasons in missed.items()]
        going = {person: name for person, name in names.items() if person not in missed}
        if not going:
            return for_nobody(why_not)
        summary = told(self._summary(len(going), len(names)), year, self.by, *names)
        points = [f"Not planned: {reason.sentence}" for reason in by_name(why_not)]
        return Decision("\n".join((summary, *points, *self._who_goes(year, going))), tuple(intents), "Planned visits")

    def _plan(self, person: Email, number: int) -> PlanVisit:
        return PlanVisit(
            self.by, person, self.day, self.to_school, self.focus, self.key, self.seeing, self.travel, number
        )

    def _summary(self, going: int, asked: int) -> str:
        whom = counted(asked, "person", "people") if going == asked else f"{going} of {asked} people"
        return f"Planned for {whom}: {self.to_school} on {said(self.day)}. {self.to_school} will confirm."

    def _who_goes(self, year: YearSnapshot, going: dict[Email, str]) -> Iterator[str]:
        """Give who goes, with the codes of their visits, and then what to see to before, each thing once."""
        codes = {person: visit.visit for person in going if (visit := standing_visit(year, person, self.day))}
        yield f"Going: {listed([f'{name} ({codes[person]})' for person, name in going.items()])}."
        advice = (one for person in going for one in visitors_advice(year, year.person_by_email[person], self.day))
        yield from dict.fromkeys(advice)


def _not_ones_own() -> Reason:
    sentence = "Only the headteacher or office of their own school can plan visits for these people."
    return Reason(Why.NOT_OWNER, sentence, PEOPLE)
