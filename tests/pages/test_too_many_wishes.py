"""Somebody, or something, that has sent very many wishes in somebody's name: told calmly, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaizen.domain.record import Email
from kaizen.engine.wish_limit import MOST_WISHES
from kaizen.sheet.intents import Decision
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office


@dataclass(frozen=True, slots=True)
class Nothing:
    """A wish that changes nothing."""

    key: str
    by: Email

    def decide(self, year: YearSnapshot, now: datetime) -> Decision:
        return Decision("Done.", (), "")


def test_one_more_is_not_saved_and_says_when_and_what_was_typed_stays(office: Office) -> None:
    visitor, other = Visitor(office).be("Class teacher"), Visitor(office).be("Organiser")
    for number in range(MOST_WISHES):
        office.do(Nothing(f"k{number}", Email(visitor.email)))
    before = len(office.year.workshops)
    for one in (visitor, other):
        one.open("propose").fill("Title", "Maps and mazes")
    visitor.press("Propose this workshop")
    assert "Not saved, and nothing was changed. In the last 10 minutes 60 things" in visitor.told()
    assert "Please send this again in 10 minutes." in visitor.told()
    assert "What you filled in is still here." in visitor.told()
    assert visitor.field("Title").value == "Maps and mazes"
    assert len(office.year.workshops) == before
    other.press("Propose this workshop")
    assert "In the last 10 minutes" not in other.told()
