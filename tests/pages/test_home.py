"""Home: what to do next and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.rules.to_do import to_do
from kaizen.ui.demo_people import demo_people
from tests.pages.visitor import bare

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor


def _links(visitor: Visitor) -> list[str]:
    return [label for button in visitor.app.main.button if (label := bare(button.label)) != "Refresh"]


def test_a_teacher_reads_what_is_waiting_and_finds_the_way(visitor: Visitor) -> None:
    visitor.be("Class teacher")
    assert [label for label in _links(visitor) if label.startswith("Now: Write up your visit to Larkfold")]
    assert (
        "Hello Vicky Whalley. You are here as Teacher, Reception at Marram Bank. Today is Sat 21 Nov 2026."
        in visitor.text()
    )


def test_a_task_leads_to_its_page(visitor: Visitor) -> None:
    visitor.be("Class teacher").press("Now: Write up your visit")
    assert visitor.app.title[0].value == "Log a visit"


def test_everybody_reads_all_their_own_tasks(visitor: Visitor) -> None:
    for label in demo_people(visitor.office.year):
        visitor.be(label)
        tasks = to_do(visitor.office.year, visitor.email, visitor.office.now())
        assert [link for task in tasks for link in _links(visitor) if task.sentence in link] == _links(visitor)
        assert len(tasks) == len(_links(visitor))


def test_dates_are_said_as_people_say_them(visitor: Visitor) -> None:
    assert "Mon 22 Feb 2027: Shared INSET: The Joy of Curiosity" in visitor.be("Teaching assistant").text()


def test_a_task_goes_away_when_it_is_done(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("log-a-visit").fill("What I saw", "Calm corridors.").fill("What I'll try", "Bells")
    visitor.press("Send").open("home")
    assert not [label for label in _links(visitor) if "Write up your visit" in label]
