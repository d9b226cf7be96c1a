"""A press on Book costs one run of the page, and sends what the page shows or nothing before it is drawn."""

from __future__ import annotations

import gc
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from kaizen import bootstrap
from kaizen.domain.record import Email
from kaizen.domain.year import YearSnapshot
from kaizen.engine.few_at_once import DRAWING
from kaizen.engine.office import Office
from kaizen.rules import places
from kaizen.ui import identity, shell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pages.visitor import Visitor

ASKED = "Save my choices"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Give a list that grows by one with each run of a page, and says whether the run has a turn to draw."""
    seen: list[bool] = []
    navigation = shell.navigation

    def counted() -> Any:
        seen.append(DRAWING.has_turn)
        return navigation()

    monkeypatch.setattr(shell, "navigation", counted)
    return seen


@pytest.fixture
def chosen(visitor: Visitor) -> Visitor:
    """Give somebody who has picked a workshop on Book."""
    visitor.be("Teaching assistant").open("book")
    return visitor.fill("Slot A", _option(visitor, "Picture books"))


def _option(visitor: Visitor, words: str) -> str:
    return next(option for option in visitor.field("Slot A").options if words in option)


def _held(visitor: Visitor, email: Email | None = None) -> list[str]:
    who = email or Email(visitor.email)
    return [row.session for row in places.holding(visitor.office.year, who).values()]


def test_a_press_is_one_run_and_it_draws_the_answer(chosen: Visitor, runs: list[bool]) -> None:
    chosen.press(ASKED)
    assert (runs, _held(chosen)) == ([True], ["W02-A"])
    assert "Booked: Picture books" in chosen.told()
    assert "You have chosen 1 of 3 workshops" in chosen.text()
    assert "Give up Picture books" in chosen.text()


def test_a_press_that_is_refused_is_one_run_and_sent_once(chosen: Visitor, runs: list[bool]) -> None:
    hand = chosen.office.by_hand
    (row,) = (row for row, cells in enumerate(hand.grid("Settings"), start=1) if cells[:1] == ["Booking closes"])
    hand.type_in("Settings", row, 2, "01/09/2026 08:00")
    key = chosen.app.session_state[identity.DESK].wishes["book"].key
    chosen.press(ASKED)
    assert (len(runs), _held(chosen)) == (1, [])
    assert chosen.told().count("Booking closed on") == 1
    assert chosen.app.session_state[identity.DESK].wishes["book"].key != key
    assert chosen.field("Slot A").value == "W02-A"


def test_what_is_changed_in_the_moment_of_the_press_is_what_is_saved(chosen: Visitor, runs: list[bool]) -> None:
    chosen.field("Slot A").set_value(_option(chosen, "Mindfulness"))
    chosen.press(ASKED)
    assert _held(chosen) == ["W07-A"]
    assert runs == [True, True]


def test_nothing_is_sent_for_somebody_who_is_not_the_one_that_the_page_was_drawn_for(chosen: Visitor) -> None:
    drawn_for, other = Email(chosen.email), Email("hetal.mistry@larkfold.sch.example")
    chosen.app.session_state[identity.PERSON] = other
    chosen.press(ASKED)
    assert _held(chosen, drawn_for) == []


def test_nothing_is_sent_while_the_app_cannot_start(
    chosen: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.close()
    (tmp_path / "none").mkdir()
    monkeypatch.setenv("KAIZEN_FILE", str(tmp_path / "none"))
    chosen.press(ASKED)
    assert "Kaizen cannot start yet" in chosen.text()


def test_a_form_that_is_ready_keeps_no_year_in_the_session(chosen: Visitor) -> None:
    ready = chosen.app.session_state[identity.DESK].wishes["book"].ready
    seen: set[int] = set()
    left: list[object] = [ready.begin, ready.answers]
    while left:
        one = left.pop()
        if id(one) not in seen and not isinstance(one, Office | ModuleType | FunctionType | type):
            seen.add(id(one))
            assert not isinstance(one, YearSnapshot)
            left += gc.get_referents(one)
