"""Who may visit which school, and the places of a host."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.dates import DateKind
from kaizen.domain.network import Person
from kaizen.domain.reason import Why
from kaizen.domain.record import Email, SchoolName
from kaizen.domain.visit import Visit, VisitStatus
from kaizen.rules.visiting import host_options, reasons_against_host, room_at, standing_visit, visitors_advice
from tests.demo_year import demo_year
from tests.rules.invented import DALE, HILL, SETTINGS, entry, school, year_of

if TYPE_CHECKING:
    from kaizen.domain.dates import DateEntry
    from kaizen.domain.year import YearSnapshot

DAY = date(2027, 3, 3)
OTTERSPOOL, LARKFOLD, SMITHY, DOCKWRAY = map(
    SchoolName, ("Otterspool Rise", "Larkfold", "Smithy Croft", "Dockwray Street")
)
BROOK = SchoolName("Brook")
TERM = entry("All schools", DateKind.TERM, "2027-01-04", "2027-03-25")


def _visit(number: int, to: SchoolName = DALE, status: VisitStatus = VisitStatus.PLANNED, day: date = DAY) -> Visit:
    return Visit(
        visit=f"V{number}",
        date=day,
        email=Email(f"p{number}@hill.example"),
        from_school=HILL,
        to_school=to,
        focus="Maths" if number % 2 else "Oracy",
        status=status,
    )


def _year(*visits: Visit, limit: int | None = 2) -> YearSnapshot:
    schools = (school(HILL), school(DALE, most_visitors=limit), school(BROOK, in_network=False))
    return year_of(TERM, schools=schools, visits=visits)


def test_planned_confirmed_and_done_visits_of_that_day_take_a_place() -> None:
    standing = [VisitStatus.PLANNED, VisitStatus.CONFIRMED, VisitStatus.DONE]
    visits = [_visit(number, status=status) for number, status in enumerate(standing)]
    elsewhere = [_visit(7, to=BROOK), _visit(8, day=date(2027, 3, 4)), _visit(9, status=VisitStatus.CANCELLED)]
    assert room_at(_year(*visits, *elsewhere, limit=5), DALE, DAY) == 2


def test_room_is_never_below_none_and_comes_from_the_setting_where_the_school_has_not_said() -> None:
    crowd = [_visit(number) for number in range(4)]
    assert room_at(_year(*crowd), DALE, DAY) == 0
    year = replace(_year(*crowd, limit=None), settings=SETTINGS.model_copy(update={"most_visitors": 7}))
    assert room_at(year, DALE, DAY) == 3
    assert room_at(_year(limit=0), DALE, DAY) == 0
    assert room_at(_year(), SchoolName("Nowhere"), DAY) == 0


def test_no_demo_host_has_more_visitors_than_it_takes() -> None:
    year = demo_year()
    for day in year.visits_by_day:
        for host in year.schools:
            going = [visit for visit in year.visits_by_day[day] if visit.to_school == host.short_name]
            assert sum(visit.status is not VisitStatus.CANCELLED for visit in going) <= (host.most_visitors or 0)


def test_the_demo_schools_day_shows_every_host_with_its_own_visitors() -> None:
    options = {option.host: option for option in host_options(demo_year(), OTTERSPOOL, DAY)}
    assert list(options) == [name for name in demo_year().school_by_name if name != OTTERSPOOL]
    larkfold = options[LARKFOLD]
    assert (larkfold.places, larkfold.left, larkfold.why_not, larkfold.busy) == (8, 6, (), ())
    assert [visit.name for visit in larkfold.going] == ["Conor O'Rourke", "Faye Halliwell"]
    assert larkfold.focuses == ("EYFS environment", "Writing")
    assert options[SchoolName("Cotton Row")].focuses == ()


def test_visitors_from_other_schools_take_places_but_are_not_named() -> None:
    (option,) = (o for o in host_options(demo_year(), SMITHY, DAY) if o.host == LARKFOLD)
    assert (option.left, option.going, option.focuses) == (6, (), ())


def test_a_busy_host_says_so_and_can_still_be_visited() -> None:
    options = host_options(demo_year(), SchoolName("Cotton Row"), date(2027, 5, 11))
    assert {option.busy for option in options} == {("KS2 tests (Year 6)",)}
    assert all(option.why_not == () for option in options)


def test_a_host_that_is_full_says_so() -> None:
    year = _year(_visit(1), _visit(2))
    (reason,) = reasons_against_host(year, HILL, DALE, DAY)
    assert (reason.why, reason.about) == (Why.FULL, "to_school")
    assert reason.sentence == "Dale takes 2 at once and has no place left on Wed 3 Mar 2027. Choose another school."
    (option,) = host_options(year, HILL, DAY)
    assert (option.left, option.why_not) == (0, (reason,))


@pytest.mark.parametrize(
    ("row", "because"),
    [
        (entry("Dale", DateKind.HALF_TERM, "2027-03-01", "2027-03-05"), "Half term"),
        (entry("Dale", DateKind.PART_DAY, "2027-03-03"), "Part day"),
        (entry("Dale", DateKind.INSET, "2027-03-03"), "INSET"),
    ],
)
def test_a_host_that_is_not_open_all_day_says_why(row: DateEntry, because: str) -> None:
    year = replace(_year(_visit(1), _visit(2)), dates=(TERM, row))
    closed, full = reasons_against_host(year, HILL, DALE, DAY)
    assert closed.sentence == (f"Dale is not open all day on Wed 3 Mar 2027: {because}. Choose another school.")
    assert (closed.why, full.why) == (Why.CLOSED, Why.FULL)


def test_the_first_days_after_a_holiday_are_advice_for_the_heads_have_agreed_the_day() -> None:
    row = entry("Dale", DateKind.HALF_TERM, "2027-02-22", "2027-02-26")
    (option,) = host_options(replace(_year(), dates=(TERM, row)), HILL, DAY)
    assert (option.busy, option.why_not) == (("day 3 back",), ())


def test_nobody_visits_their_own_school_or_one_that_is_not_there() -> None:
    (own,) = reasons_against_host(_year(), HILL, HILL, DAY)
    assert (own.why, own.sentence) == (Why.INVALID, "Hill is your own school. Choose another school.")
    (unknown,) = reasons_against_host(_year(), HILL, SchoolName("Hil"), DAY)
    assert (unknown.why, unknown.sentence) == (
        Why.NOT_FOUND,
        "There is no school called \u201cHil\u201d on Schools.",
    )
    (blank,) = reasons_against_host(_year(), HILL, SchoolName(" "), DAY)
    assert (blank.why, blank.sentence) == (Why.INVALID, "Please choose the school.")
    (left,) = reasons_against_host(_year(), HILL, BROOK, DAY)
    assert (left.why, left.sentence) == (
        Why.CLOSED,
        "Brook is not in the network this year. Choose another school.",
    )
    assert [option.host for option in host_options(_year(), HILL, DAY)] == [DALE]


def test_a_cancelled_visit_leaves_the_day_free() -> None:
    cancelled, planned = _visit(1, status=VisitStatus.CANCELLED), _visit(1, to=BROOK)
    assert standing_visit(_year(cancelled), planned.email, DAY) is None
    assert standing_visit(_year(cancelled, _visit(2), planned), planned.email, DAY) is planned
    assert standing_visit(_year(planned), planned.email, date(2027, 3, 4)) is None


def _advice(name: str, day: date) -> tuple[str, ...]:
    person = next(person for person in demo_year().people if person.name == name)
    return visitors_advice(demo_year(), person, day)


def test_a_school_without_a_checks_letter_and_a_day_off_are_advice() -> None:
    letter = (
        "Schools has no date for the letter in which the head of Dockwray Street confirms staff checks: "
        "please see that hosts have it before the day."
    )
    assert _advice("Marcia Campbell", DAY) == (letter,)
    assert _advice("Layla Al-Hassan", DAY) == (
        letter,
        (
            "Wed 3 Mar 2027 is not a working day of Layla Al-Hassan (Thu and Fri): "
            "going is their choice, to be agreed first."
        ),
    )
    assert _advice("Layla Al-Hassan", date(2027, 3, 4)) == (letter,)
    assert _advice("Mei Na", DAY) == ()
    stranger = Person(name="New Person", email=Email("new@nowhere.example"), school=SchoolName("Nowhere"))
    assert visitors_advice(demo_year(), stranger, DAY) == ()
