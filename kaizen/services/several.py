"""One wish for several people: those for whom it cannot be are told by name, and the others are served."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kaizen.domain.reason import Reason
from kaizen.domain.wording import listed
from kaizen.rules.booking import name_of
from kaizen.rules.told_apart import told_apart
from kaizen.sheet.intents import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaizen.domain.reason import Why
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot

PEOPLE = "people"
"""What the reasons of such a wish are about."""


def names_of(year: YearSnapshot, people: Iterable[Email]) -> dict[Email, str]:
    """Return what each of the people is called, each once, told apart from everybody else at their schools."""
    asked = dict.fromkeys(people)
    schools = {year.person_by_email[email].school for email in asked if email in year.person_by_email}
    called = told_apart(person for person in year.people if person.school in schools)
    return {email: called.get(email) or name_of(year, email) for email in asked}


def for_nobody(missed: Sequence[tuple[str, Sequence[Reason]]]) -> Refusal:
    """Refuse a wish that is granted to nobody: what stands against all of them as it is, the rest by name."""
    alike = [reason for reason in missed[0][1] if all(reason in reasons for _, reasons in missed)]
    others = [(name, [reason for reason in reasons if reason not in alike]) for name, reasons in missed]
    return Refusal((*alike, *by_name(others)))


def by_name(missed: Iterable[tuple[str, Sequence[Reason]]]) -> tuple[Reason, ...]:
    """Return each reason once, with the names before it of all those whom it keeps from what was wished."""
    whose: defaultdict[tuple[Why, str], list[str]] = defaultdict(list)
    for name, reasons in missed:
        for why, sentence in dict.fromkeys((reason.why, reason.sentence) for reason in reasons):
            whose[why, sentence].append(name)
    return tuple(Reason(why, f"{listed(names)}: {sentence}", PEOPLE) for (why, sentence), names in whose.items())
