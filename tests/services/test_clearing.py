"""Clearing what a visitor wrote for every school, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.codes import STAND_IN
from kaizen.domain.reason import Why
from kaizen.domain.record import Email
from kaizen.rules.visit_logs import WRITTEN
from kaizen.services.clearing import ClearLog
from kaizen.sheet.intents import Amend
from tests.demo_year import demo_year
from tests.services.deciding import after, email, granted, refused

if TYPE_CHECKING:
    from kaizen.domain.visit import VisitNote
    from kaizen.domain.year import YearSnapshot

VISITORS_HEAD, HOSTS_HEAD = email("Imran Sheikh"), email("Neil Catterall")
OTHERS = [
    *map(email, ("Rachel Bamber", "Gareth Hughes-Lloyd", "Bilal Hussain", "Paula Singleton")),
    Email("guest@nowhere.example"),
    Email(""),
]
"""The organiser, the head of another school, the visitor, an office, somebody unknown, nobody."""


def _log(code: str = "L03", year: YearSnapshot | None = None) -> VisitNote:
    return next(row for row in (year or demo_year()).visit_notes if row.log == code)


def _words(row: VisitNote) -> dict[str, str]:
    return {field: getattr(row, field) for field in WRITTEN}


def _year(*, cleared: bool) -> YearSnapshot:
    """Return the year with L03, of a visit from Marram Bank to Cotton Row, so."""
    return demo_year().changed(_log(), _log().model_copy(update={"cleared": cleared}))


def _clear(by: Email = HOSTS_HEAD, log: str = "L03", *, cleared: bool = True) -> ClearLog:
    return ClearLog(by, log, cleared, "k", _words(_log()))


@pytest.mark.parametrize("by", [VISITORS_HEAD, HOSTS_HEAD])
def test_a_head_of_either_school_clears_what_they_have_read(by: Email) -> None:
    year = _year(cleared=False)
    decision = granted(_clear(by), year)
    assert decision.intents == (Amend(_log(year=year), {"cleared": True}, _words(_log())),)
    assert (decision.sentence, decision.log) == ("L03 is cleared: every school can read it.", "Cleared L03")
    again = granted(_clear(by), after(decision, year))
    assert (again.intents, again.sentence) == ((), "L03 is cleared already.")


@pytest.mark.parametrize("by", [VISITORS_HEAD, HOSTS_HEAD])
def test_a_head_of_either_school_takes_it_back_whatever_it_says_by_now(by: Email) -> None:
    year = _year(cleared=True)
    edited = year.changed(_log(year=year), _log(year=year).model_copy(update={"saw": "A boy called Tyler"}))
    decision = granted(_clear(by, cleared=False), edited)
    assert decision.intents == (Amend(_log(year=edited), {"cleared": False}),)
    assert decision.sentence == ("L03 is taken back: only the visitor, the host contact and the two heads can read it.")
    assert decision.log == "Took back L03"
    again = granted(_clear(by, cleared=False), after(decision, edited))
    assert (again.intents, again.sentence) == ((), "L03 is not cleared, so there is nothing to take back.")


def test_words_that_nobody_was_shown_count_as_shown_blank() -> None:
    (amend,) = granted(ClearLog(HOSTS_HEAD, "L03", True, "k", {}), _year(cleared=False)).intents
    assert isinstance(amend, Amend)
    assert amend.shown == dict.fromkeys(WRITTEN, "")


@pytest.mark.parametrize("by", OTHERS)
@pytest.mark.parametrize("cleared", [True, False])
def test_somebody_elses_log_is_refused_in_the_words_of_one_that_is_not_there(by: Email, *, cleared: bool) -> None:
    for standing in (True, False):
        (theirs,) = refused(_clear(by, cleared=cleared), _year(cleared=standing))
        (nowhere,) = refused(_clear(by, "L99", cleared=cleared), _year(cleared=standing))
        assert theirs.why is nowhere.why is Why.NOT_FOUND
        assert theirs.sentence == nowhere.sentence == "There is no such log that you may clear."


def test_a_log_typed_by_hand_that_has_no_code_yet_is_told_without_its_words() -> None:
    code = f"{STAND_IN}2026-10-09|what it says"
    year = demo_year().changed(_log(), _log().model_copy(update={"log": code, "cleared": False}))
    assert granted(_clear(log=code), year).sentence == "The log is cleared: every school can read it."
