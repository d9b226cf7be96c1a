"""The days ahead."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from kaizen.domain.dates import DateEntry, DateKind
from kaizen.domain.event import Event
from kaizen.domain.visit import Visit, VisitStatus
from kaizen.rules.dates_that_matter import DateThatMatters, dates_that_matter
from tests.demo_year import demo_year
from tests.small_year import CLOSES, HILL, NOW, OPENS, SHORE, address, person, small_year

TODAY = NOW.date()
LATER = date(2027, 3, 3)
CONFERENCE = date(2027, 2, 22)


def ahead(name: str, now: Any = NOW, **values: Any) -> list[str]:
    return [entry.what for entry in dates_that_matter(small_year(**values), address(name), now)]


def event(**values: Any) -> Event:
    told = {"id": "E01", "date": LATER, "starts": time(15, 45), "kind": "Forum", "title": "Writing", "where": HILL}
    return Event.model_validate({**told, **values})


def row(what: DateKind, first: date, last: date | None = None, **values: Any) -> DateEntry:
    return DateEntry(who=values.pop("who", SHORE), what=what, first_day=first, last_day=last or first, **values)


def test_the_conference_and_its_deadlines_in_order() -> None:
    settings = {"proposals_close": OPENS.date() - timedelta(days=1), "host_school": HILL, "conference": "Joy"}
    early = OPENS - timedelta(days=2)
    assert dates_that_matter(small_year(settings=settings), address("ann"), early) == (
        DateThatMatters(date(2026, 11, 15), "Last day to propose a workshop"),
        DateThatMatters(date(2026, 11, 16), "Booking opens at 8:00"),
        DateThatMatters(date(2027, 1, 29), "Booking closes at 17:00"),
        DateThatMatters(CONFERENCE, "Shared INSET: Joy, at Hill"),
    )


def test_what_is_past_does_not_matter_and_today_does() -> None:
    assert ahead("ann", CLOSES) == ["Booking closes at 17:00", "Shared INSET: Shared INSET day"]
    assert ahead("ann", CLOSES + timedelta(days=1)) == ["Shared INSET: Shared INSET day"]
    nothing_set = {"booking_opens": None, "booking_closes": None, "conference_date": None}
    assert ahead("ann", settings=nothing_set) == []


def test_inset_days_and_the_next_break_of_ones_own_school() -> None:
    rows = (
        row(DateKind.INSET, date(2027, 1, 4), date(2027, 1, 5)),
        row(DateKind.UNCOMMON_INSET, LATER),
        row(DateKind.SHARED_INSET, CONFERENCE),
        row(DateKind.HOLIDAY, date(2026, 12, 21), date(2027, 1, 1), notes="Christmas"),
        row(DateKind.HALF_TERM, date(2027, 2, 15), date(2027, 2, 19)),
        row(DateKind.HALF_TERM, date(2026, 10, 26), date(2026, 10, 30)),
        row(DateKind.INSET, date(2027, 6, 1), who=HILL),
        row(DateKind.BUSY, LATER),
    )
    found = dates_that_matter(small_year(dates=rows), address("ann"), NOW)
    assert [entry for entry in found if "ooking" not in entry.what and entry.day != CONFERENCE] == [
        DateThatMatters(date(2026, 12, 21), "Christmas, until Fri 1 Jan 2027"),
        DateThatMatters(date(2027, 1, 4), "INSET at Shore, until Tue 5 Jan 2027"),
        DateThatMatters(LATER, "Uncommon INSET at Shore"),
    ]
    assert [entry.what for entry in found if entry.day == CONFERENCE] == ["Shared INSET: Shared INSET day"]
    unnamed = small_year(dates=(row(DateKind.HALF_TERM, TODAY),))
    assert DateThatMatters(TODAY, "Half term") in dates_that_matter(unnamed, address("ann"), NOW)


@pytest.mark.parametrize(
    ("status", "matters"),
    [
        (VisitStatus.PLANNED, True),
        (VisitStatus.CONFIRMED, True),
        (VisitStatus.DONE, False),
        (VisitStatus.CANCELLED, False),
    ],
)
def test_own_visits(status: VisitStatus, matters: bool) -> None:
    told = {"visit": "V01", "email": address("ann"), "from_school": SHORE, "to_school": HILL, "status": status}
    visits = (Visit.model_validate({**told, "date": LATER}),)
    assert ("You visit Hill" in ahead("ann", visits=visits)) is matters
    assert "You visit Hill" not in ahead("bob", visits=visits)


@pytest.mark.parametrize(
    ("values", "who"),
    [
        ({"for_whom": "All staff, all schools"}, {"head", "teacher", "senco", "ta", "y4"}),
        ({"for_whom": "All teachers (choose to come)"}, {"head", "teacher", "senco", "y4"}),
        ({"for_whom": "Headteachers"}, {"head"}),
        ({"for_whom": "SENCOs"}, {"senco"}),
        ({"for_whom": "Y4; Y5"}, {"y4"}),
        ({"for_whom": "y5 , Y4"}, {"y4"}),
        ({"for_whom": "Y4;"}, {"y4"}),
        ({"for_whom": "Reviewers: Ta Shaw, Somebody Else"}, {"ta"}),
        ({"lead": "Teacher Shaw"}, {"teacher"}),
        ({"for_whom": "Beta Shaws"}, set()),
        ({"for_whom": "English leaders"}, set()),
        ({}, set()),
    ],
)
def test_events_are_for_those_they_name(values: dict[str, Any], who: set[str]) -> None:
    people = (
        person("head", role="Headteacher"),
        person("teacher"),
        person("senco", role="SENCO"),
        person("ta", role="Teaching assistant"),
        person("y4", year_group="Y4"),
    )
    told = "Forum at 15:45, Hill: Writing"
    names = ("head", "teacher", "senco", "ta", "y4")
    assert {name for name in names if told in ahead(name, people=people, events=(event(**values),))} == who


def test_the_conference_is_told_once_and_a_time_only_where_there_is_one() -> None:
    whole_day = event(for_whom="All staff", starts=None)
    conference = event(for_whom="All staff", kind="Shared INSET", date=CONFERENCE)
    assert ahead("ann", events=(whole_day, conference)) == [
        "Booking closes at 17:00",
        "Shared INSET: Shared INSET day",
        "Forum, Hill: Writing",
    ]


def test_somebody_who_is_not_on_staff_has_no_dates() -> None:
    assert dates_that_matter(small_year(), address("nobody"), NOW) == ()


def test_nobody_in_the_demo_network_hears_of_another_schools_inset() -> None:
    year = demo_year()
    for member in year.people:
        for entry in dates_that_matter(year, member.email, NOW):
            assert "INSET at" not in entry.what or f"INSET at {member.school}" in entry.what
