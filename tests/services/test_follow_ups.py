"""What happens because of a visit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.follow_up import FollowUp, FollowUpStatus
from kaizen.domain.reason import Why
from kaizen.domain.record import Email, SchoolName
from kaizen.services.follow_ups import AddFollowUp, MoveFollowUp
from kaizen.sheet.intents import Amend, Append
from tests.demo_year import demo_year
from tests.services.deciding import after, email, granted, refused

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

MARRAM, LARKFOLD, GYNN = map(SchoolName, ("Marram Bank", "Larkfold", "Gynn Sands"))
PRIYA, HEAD, OUTSIDER = email("Priya Desai"), email("Imran Sheikh"), email("Ellie Holt")
DOING, DONE = FollowUpStatus.DOING, FollowUpStatus.DONE


def _add(by: Email = PRIYA, **changes: Any) -> AddFollowUp:
    wish: dict[str, Any] = {
        "school": MARRAM,
        "who": " Priya Desai ",
        "kind": "Try in class",
        "what": " Role cards in Y3 ",
        "key": "k1",
    }
    return AddFollowUp(by=by, **{**wish, **changes})


def _row(code: str, year: YearSnapshot | None = None) -> FollowUp:
    return next(row for row in (year or demo_year()).follow_ups if row.id == code)


def test_a_follow_up_is_added_to_do() -> None:
    decision = granted(_add(due=date(2026, 12, 18), from_log="L01"))
    row = FollowUp(
        ref="k1-1",
        id="F26",
        from_log="L01",
        school=MARRAM,
        who="Priya Desai",
        kind="Try in class",
        what="Role cards in Y3",
        by=date(2026, 12, 18),
        status=FollowUpStatus.TO_DO,
    )
    assert decision.intents == (Append(row),)
    assert decision.sentence == "Added F26 for Priya Desai by Fri 18 Dec 2026."
    assert granted(_add()).sentence == "Added F26 for Priya Desai."


def test_the_same_wish_twice_is_one_follow_up() -> None:
    year = after(granted(_add()))
    again = granted(_add(), year)
    assert (again.intents, again.sentence) == ((), "The follow-up stands as F26 already.")


def test_the_same_follow_up_from_another_form_is_a_duplicate_while_it_is_open() -> None:
    year = after(granted(_add()))
    (reason,) = refused(_add(key="k2"), year)
    assert (reason.why, reason.about) == (Why.DUPLICATE, "F26")
    assert reason.sentence == "This follow-up stands on the list already, as F26."
    for another in (_add(key="k2", who="Ryan"), _add(key="k2", kind="Discuss"), _add(key="k2", what="Other cards")):
        assert granted(another, year).intents
    done = year.changed(_row("F26", year), _row("F26", year).model_copy(update={"status": DONE}))
    assert granted(_add(key="k2"), done).intents


def test_every_reason_is_given_at_once() -> None:
    wish = _add(who=" ", kind="Sing", what="x" * 2001, due=date(2028, 9, 1), from_log="L99")
    assert [(reason.why, reason.about) for reason in refused(wish)] == [
        (Why.INVALID, "who"),
        (Why.INVALID, "kind"),
        (Why.INVALID, "what"),
        (Why.INVALID, "due"),
        (Why.NOT_FOUND, "from_log"),
    ]


@pytest.mark.parametrize(
    ("due", "allowed"),
    [
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
        (date(2027, 9, 1), True),
        (date(2028, 8, 31), True),
        (date(2028, 9, 1), False),
    ],
)
def test_it_is_due_in_this_school_year_or_the_next(due: date, *, allowed: bool) -> None:
    if allowed:
        assert granted(_add(due=due)).intents
        return
    (reason,) = refused(_add(due=due))
    assert reason.sentence.endswith("is outside the school years 2026-27 and 2027-28.")


@pytest.mark.parametrize(("by", "school"), [(PRIYA, MARRAM), (OUTSIDER, LARKFOLD)])
def test_it_may_follow_at_the_visitors_school_and_at_the_hosts(by: Email, school: SchoolName) -> None:
    assert granted(_add(by, school=school, from_log="L01")).intents


def test_it_does_not_follow_at_a_school_that_was_not_there() -> None:
    (reason,) = refused(_add(email("Tom Ashworth"), school=GYNN, from_log=" L01 "))
    assert (reason.why, reason.about) == (Why.INVALID, "from_log")
    assert reason.sentence == "L01 is about a visit of other schools, so nothing can follow from it at Gynn Sands."


def test_a_log_that_somebody_may_not_read_is_as_if_it_were_not_there() -> None:
    """L07 is of a visit from Marram Bank to Larkfold, not cleared; Priya and Tom are neither visitor nor contact."""
    for by, school in ((PRIYA, MARRAM), (email("Tom Ashworth"), GYNN), (email("Rachel Bamber"), GYNN)):
        (theirs,), (nowhere,) = (refused(_add(by, school=school, from_log=code)) for code in ("L07", "L99"))
        assert theirs.sentence == "There is no log L07 that you may read."
        assert (theirs.why, theirs.about) == (nowhere.why, nowhere.about) == (Why.NOT_FOUND, "from_log")
        assert nowhere.sentence == theirs.sentence.replace("L07", "L99")
    assert granted(_add(HEAD, from_log="L07")).intents


@pytest.mark.parametrize("by", [OUTSIDER, email("Rachel Bamber"), Email("guest@nowhere.example"), Email("")])
def test_only_staff_of_the_school_add_and_move(by: Email) -> None:
    (reason,) = refused(_add(by))
    assert (reason.why, reason.sentence) == (Why.NOT_OWNER, "Only staff of Marram Bank can add a follow-up there.")
    (reason,) = refused(MoveFollowUp(by, "F01", DONE, "", "k"))
    assert (reason.why, reason.sentence) == (Why.NOT_OWNER, "Only staff of Marram Bank can change F01.")


def test_a_school_or_a_follow_up_that_nobody_knows_is_told() -> None:
    (school,) = refused(_add(school=SchoolName("Marram")))
    assert (school.why, school.sentence) == (Why.NOT_FOUND, "There is no school called \u201cMarram\u201d on Schools.")
    (row,) = refused(MoveFollowUp(PRIYA, "F99", DONE, "", "k"))
    assert (row.why, row.sentence) == (Why.NOT_FOUND, "There is no follow-up F99 on the Follow-ups tab.")


@pytest.mark.parametrize("by", [PRIYA, HEAD, email("Paula Singleton")])
def test_staff_of_the_school_say_what_happened(by: Email) -> None:
    shown = {"status": DOING, "happened": ""}
    decision = granted(MoveFollowUp(by, "F03", DONE, " They love it. ", "k", shown))
    wanted = {"status": DONE, "happened": "They love it."}
    assert decision.intents == (Amend(_row("F03"), wanted, shown),)
    assert (decision.sentence, decision.log) == ("F03 is saved: Done.", "Done: F03")
    again = granted(MoveFollowUp(by, "F03", DONE, "They love it.", "k2"), after(decision))
    assert (again.intents, again.sentence) == ((), "F03 stands so already: Done.")


def test_what_a_person_left_as_shown_does_not_undo_somebody_elses_edit() -> None:
    shown = {"status": FollowUpStatus.TO_DO, "happened": ""}
    moved = demo_year().changed(_row("F04"), _row("F04").model_copy(update={"status": DOING}))
    decision = granted(MoveFollowUp(PRIYA, "F04", FollowUpStatus.TO_DO, "Ten trained.", "k", shown), moved)
    assert decision.intents == (Amend(_row("F04", moved), {"happened": "Ten trained."}, {"happened": ""}),)
    assert decision.sentence == "F04 is saved: Doing."


def test_what_was_shown_goes_with_the_amend_so_that_a_conflict_shows() -> None:
    shown = {"status": FollowUpStatus.TO_DO, "happened": ""}
    moved = demo_year().changed(_row("F04"), _row("F04").model_copy(update={"status": FollowUpStatus.DROPPED}))
    (amend,) = granted(MoveFollowUp(PRIYA, "F04", DONE, "", "k", shown), moved).intents
    assert amend == Amend(_row("F04", moved), {"status": DONE}, {"status": FollowUpStatus.TO_DO})


def test_nothing_is_written_where_nothing_was_changed() -> None:
    assert granted(MoveFollowUp(PRIYA, "F04", FollowUpStatus.TO_DO, "", "k")).intents == ()


def test_a_status_from_outside_the_list_and_too_long_a_story_are_refused() -> None:
    wish: Any = MoveFollowUp(PRIYA, "F04", "Nearly", "x" * 2001, "k")  # type: ignore[arg-type]
    assert [(reason.why, reason.about) for reason in refused(wish)] == [
        (Why.INVALID, "status"),
        (Why.INVALID, "happened"),
    ]
