"""How it is recorded that somebody has done something for somebody else: by whom, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.rules.booking import name_of

if TYPE_CHECKING:
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot


def by_for(year: YearSnapshot, by: Email, *people: Email) -> str:
    """Return ``by Hetal Mistry for Tom Ashworth``, of several ``for each of them``; "" for oneself alone."""
    if people == (by,):
        return ""
    return f"by {name_of(year, by)} for {name_of(year, people[0]) if len(people) == 1 else 'each of them'}"


def logged(did: str, year: YearSnapshot, by: Email, person: Email) -> str:
    """Return the words for Log, such as ``Booked, by Hetal Mistry for Tom Ashworth``."""
    whose = by_for(year, by, person)
    return f"{did}, {whose}" if whose else did


def told(sentence: str, year: YearSnapshot, by: Email, *people: Email) -> str:
    """Return what whoever pressed the button hears: the sentence, and how it stands in the record."""
    whose = by_for(year, by, *people)
    return f"{sentence} Recorded as {whose}." if whose else sentence
