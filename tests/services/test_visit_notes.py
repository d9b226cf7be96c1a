"""Writing up a visit."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.reason import Why
from kaizen.domain.record import Email, SchoolName
from kaizen.domain.visit import Visit, VisitNote, VisitStatus
from kaizen.services.visit_notes import LogVisit
from kaizen.sheet.intents import Amend, Append
from tests.demo_year import demo_year
from tests.services.deciding import NOW, after, email, granted, refused, sentences

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

DAY = date(2026, 11, 19)
LARKFOLD, PITHEAD, GYNN, SMITHY = map(SchoolName, ("Larkfold", "Pithead Lane", "Gynn Sands", "Smithy Croft"))
HANNAH, ALISON, MEI, PRIYA = (
    email("Hannah Walmsley"),
    email("Alison Ainscough", LARKFOLD),
    email("Mei Na"),
    email("Priya Desai"),
)
EVENING = datetime(2027, 3, 3, 18, 5)  # noqa: DTZ001 - local time
ON_THE_TABS = "or log it as a visit that was not planned ahead"


def _visit(code: str, year: YearSnapshot | None = None) -> Visit:
    return next(visit for visit in (year or demo_year()).visits if visit.visit == code)


def _log(who: Email = HANNAH, **changes: Any) -> LogVisit:
    """Wish to log the visit of Hannah Walmsley (V073, Done) unless told otherwise."""
    wish: dict[str, Any] = {
        "day": DAY,
        "to_school": PITHEAD,
        "focus": "Oracy",
        "saw": "Talk partners with role cards.",
        "will_try": "Role cards from Monday.",
        "key": "k1",
    }
    return LogVisit(**{"by": who, "person": who, **wish, **changes})


def _meis(**changes: Any) -> LogVisit:
    """Wish to log the planned visit of Mei Na (V103) on the evening of the day."""
    return _log(MEI, **{"day": date(2027, 3, 3), "to_school": SchoolName("Dockwray Street"), **changes})


def test_a_log_keeps_everything_that_was_written() -> None:
    wish = _log(
        visit="V073",
        saw=" Talk partners.\n\nNobody hid. ",
        questions="How long did it take?",
        thank_you="Thank you, Year 4.",
        follow_up_wanted=True,
    )
    decision = granted(wish)
    note = VisitNote(
        ref="k1-1",
        log="L26",
        visit="V073",
        date=DAY,
        email=HANNAH,
        name="Hannah Walmsley",
        from_school=LARKFOLD,
        to_school=PITHEAD,
        focus="Oracy",
        saw="Talk partners.\n\nNobody hid.",
        will_try="Role cards from Monday.",
        questions="How long did it take?",
        thank_you="Thank you, Year 4.",
        follow_up_wanted=True,
        sent_at=NOW.replace(microsecond=0),
    )
    assert decision.intents == (Append(note),)
    assert decision.sentence == (
        "Thank you. Your visit to Pithead Lane on Thu 19 Nov 2026 is logged as L26. "
        "Say what should happen next on the page Follow-ups."
    )


def test_a_gentle_word_where_a_pupil_may_be_named() -> None:
    colleague = demo_year().people[0].name.split()[0]
    for text, told in (("A boy called Tyler read to me.", True), (f"I watched {colleague} in Y4.", False)):
        sentence = granted(_meis(thank_you=text), demo_year(), EVENING).sentence
        assert ("It may name a pupil or say why somebody is away." in sentence, "Tyler" in sentence) == (told, False)


@pytest.mark.parametrize("status", [VisitStatus.PLANNED, VisitStatus.CONFIRMED])
@pytest.mark.parametrize("named", ["V103", " V103 ", ""])
def test_its_visit_is_marked_done_in_the_same_decision_whether_named_or_found(status: VisitStatus, named: str) -> None:
    planned = _visit("V103").model_copy(update={"status": status})
    year = demo_year().changed(_visit("V103"), planned)
    append, amend = granted(_meis(visit=named), year, EVENING).intents
    assert isinstance(append, Append)
    assert isinstance(append.record, VisitNote)
    assert append.record.visit == "V103"
    assert amend == Amend(planned, {"status": VisitStatus.DONE}, optional=True)


def test_a_visit_that_nobody_planned_can_be_logged() -> None:
    (append,) = granted(_log(PRIYA, day=date(2026, 11, 20), to_school=GYNN)).intents
    assert isinstance(append, Append)
    assert isinstance(append.record, VisitNote)
    assert append.record.visit == ""


def test_a_visit_elsewhere_that_day_is_left_alone() -> None:
    (append,) = granted(_meis(to_school=SMITHY), now=EVENING).intents
    assert isinstance(append, Append)
    assert isinstance(append.record, VisitNote)
    assert append.record.visit == ""


def test_a_cancelled_visit_is_not_found_again_by_its_day() -> None:
    (append,) = granted(_log(ALISON, to_school=SchoolName("St Bega's"))).intents
    assert isinstance(append, Append)
    assert isinstance(append.record, VisitNote)
    assert append.record.visit == ""


def test_the_same_wish_twice_is_one_log() -> None:
    year = after(granted(_log()))
    again = granted(_log(), year)
    assert (again.intents, again.sentence) == ((), "Your visit is logged as L26 already.")


def test_a_second_log_hears_where_the_first_is() -> None:
    (reason,) = refused(_log(PRIYA, visit="V001", day=date(2026, 10, 9), to_school=LARKFOLD))
    assert (reason.why, reason.about) == (Why.DUPLICATE, "L01")
    assert reason.sentence == (
        "Your visit to Larkfold on Fri 9 Oct 2026 is logged already: it is L01 on Visit notes. "
        "Ask your headteacher to change it there."
    )


def test_a_second_log_is_known_by_its_day_and_by_its_visit() -> None:
    unnamed = demo_year().visit_notes[0].model_copy(update={"visit": "", "ref": "typed"})
    year = demo_year().changed(demo_year().visit_notes[0], unnamed)
    assert refused(_log(PRIYA, day=date(2026, 10, 9), to_school=LARKFOLD), year)[0].about == "L01"
    moved = _visit("V103").model_copy(update={"date": date(2027, 3, 4)})
    logged = after(granted(_meis(), now=EVENING))
    late = datetime(2027, 3, 5, 9, 0)  # noqa: DTZ001 - local time
    (again,) = refused(
        _meis(visit="V103", day=moved.date, key="k2"), logged.changed(_visit("V103", logged), moved), late
    )
    assert (again.why, again.about) == (Why.DUPLICATE, "L26")


def test_two_people_log_the_same_school_and_day() -> None:
    logged = after(granted(_log()))
    faye = email("Faye Grimshaw", LARKFOLD)
    assert len(granted(_log(faye, key="k2"), logged).intents) == 1


def test_every_reason_is_given_at_once() -> None:
    reasons = refused(
        _log(
            day=date(2026, 11, 23),
            to_school=LARKFOLD,
            focus=" ",
            saw=" \n",
            will_try="x" * 2001,
            questions="y" * 2001,
            thank_you="z" * 2001,
        )
    )
    assert [(reason.why, reason.about) for reason in reasons] == [
        (Why.INVALID, about) for about in ("day", "to_school", "focus", "saw", "will_try", "questions", "thank_you")
    ]
    assert sentences(reasons)[:4] == [
        "Mon 23 Nov 2026 is still to come. Log the visit once it has been.",
        "Larkfold is your own school. Choose another school.",
        "Please choose \u201cFocus\u201d.",
        "Please fill in \u201cWhat I saw\u201d.",
    ]


def test_a_full_box_is_2000_characters() -> None:
    assert granted(_log(saw="x" * 2000, will_try="y" * 2000)).intents


def test_a_log_of_today_is_not_early_and_one_of_last_year_is_elsewhere() -> None:
    assert granted(_meis(), now=EVENING).intents
    (reason,) = refused(_log(day=date(2026, 7, 10)))
    assert (reason.about, reason.sentence) == (
        "day",
        "Fri 10 Jul 2026 is outside the school year 2026-27, which this sheet is for.",
    )


@pytest.mark.parametrize(
    ("wish", "why", "sentence"),
    [
        (
            _log(visit="V999"),
            Why.NOT_FOUND,
            f"There is no visit V999 on the Visits tab. Choose another, {ON_THE_TABS}.",
        ),
        (_log(visit="V074"), Why.NOT_OWNER, f"V074 is the visit of somebody else. Choose another, {ON_THE_TABS}."),
        (
            _log(ALISON, visit="V083", to_school=SchoolName("St Bega's")),
            Why.CLOSED,
            f"V083 was cancelled. Choose another, {ON_THE_TABS} if it was made after all.",
        ),
        (
            _log(visit="V073", to_school=GYNN),
            Why.INVALID,
            f"V073 is a visit to Pithead Lane on Thu 19 Nov 2026. Choose that, {ON_THE_TABS}.",
        ),
    ],
)
def test_the_visit_is_ones_own_and_the_one_that_is_told(wish: LogVisit, why: Why, sentence: str) -> None:
    (reason,) = refused(wish)
    assert (reason.why, reason.sentence, reason.about) == (why, sentence, "visit")


def test_somebody_elses_visit_stays_as_it_is() -> None:
    komal = {"by": email("Komal Iqbal"), "person": email("Komal Iqbal")}
    reasons = refused(_meis(**komal, visit="V103"), now=EVENING)
    assert [reason.why for reason in reasons] == [Why.NOT_OWNER]
    (append,) = granted(_meis(**komal), now=EVENING).intents
    assert isinstance(append, Append)


def test_a_guest_hears_how_to_get_on_staff() -> None:
    (reason,) = refused(_log(Email("guest@nowhere.example")))
    assert (reason.why, reason.sentence) == (
        Why.NOT_FOUND,
        "guest@nowhere.example is not on the Staff tab. The school office can add a row there; then logging works.",
    )


@pytest.mark.parametrize("name", ["Gareth Hughes-Lloyd", "Ewa Lewandowska"])
def test_the_head_or_the_office_writes_up_a_paper_slip(name: str) -> None:
    decision = granted(_meis(by=email(name)), now=EVENING)
    append, amend = decision.intents
    assert isinstance(append, Append)
    assert isinstance(append.record, VisitNote)
    assert (append.record.email, append.record.name, append.record.visit) == (MEI, "Mei Na", "V103")
    assert isinstance(amend, Amend)
    assert decision.log == f"Logged a visit as L26, by {name} for Mei Na"
    assert decision.sentence == (
        "Thank you. Mei Na's visit to Dockwray Street on Wed 3 Mar 2027 is logged as L26. "
        f"Recorded as by {name} for Mei Na."
    )
    again = granted(_meis(by=email(name)), after(decision), EVENING)
    assert (again.intents, again.sentence) == ((), "Mei Na's visit is logged as L26 already.")


@pytest.mark.parametrize("name", ["Komal Iqbal", "Imran Sheikh", "Marcia Campbell", "Rachel Bamber"])
def test_nobody_else_writes_it_up(name: str) -> None:
    (reason,) = refused(_meis(by=email(name), saw=""), now=EVENING)
    assert (reason.why, reason.about) == (Why.NOT_OWNER, "person")
    assert "Mei" not in reason.sentence
