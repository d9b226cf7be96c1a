"""Bringing a deleted row back."""

from __future__ import annotations

from kaizen.domain.codes import STAND_IN
from kaizen.services.restoring import RestoreRow
from kaizen.sheet.intents import Append, Decision, Refusal
from tests.small_year import NOW, address, small_year, workshop

YEAR = small_year()
GONE = workshop(9)


def test_it_comes_back_with_its_old_ref() -> None:
    answer = RestoreRow(address("organiser"), GONE, "k1").decide(YEAR, NOW)
    assert isinstance(answer, Decision)
    assert (answer.sentence, answer.intents) == ("W09 is back on Workshops, below the last row.", (Append(GONE),))


def test_a_ref_that_another_row_has_by_now_or_that_never_was_is_made_anew() -> None:
    for ref in (YEAR.workshops[0].ref, f"{STAND_IN}W09"):
        row = GONE.model_copy(update={"ref": ref})
        answer = RestoreRow(address("organiser"), row, "k1").decide(YEAR, NOW)
        assert isinstance(answer, Decision)
        assert [intent.record.ref for intent in answer.intents] == ["k1-1"]


def test_what_stands_again_is_not_added_twice() -> None:
    answer = RestoreRow(address("organiser"), YEAR.workshops[0], "k1").decide(YEAR, NOW)
    assert isinstance(answer, Decision)
    assert (answer.intents, answer.sentence) == ((), "W01 stands on Workshops again already.")


def test_only_an_organiser_may() -> None:
    answer = RestoreRow(address("head"), GONE, "k1").decide(YEAR, NOW)
    assert isinstance(answer, Refusal)
    assert [reason.sentence for reason in answer.reasons] == ["Only an organiser can bring a row back from here."]


def test_who_may_stand_there_under_another_name_is_not_added_twice() -> None:
    person, school = YEAR.people[0], YEAR.schools[0]
    for row in (person.model_copy(update={"email": "old@x.example"}), school.model_copy(update={"short_name": "Old"})):
        answer = RestoreRow(address("organiser"), row, "k1").decide(YEAR, NOW)
        assert isinstance(answer, Refusal)
        assert "called something else now" in answer.reasons[0].sentence
    newcomer = person.model_copy(update={"email": "new@x.example", "name": "Quite Another"})
    assert isinstance(RestoreRow(address("organiser"), newcomer, "k1").decide(YEAR, NOW), Decision)
