"""What to do next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.domain.follow_up import FollowUp, FollowUpStatus
from kaizen.domain.network import Attendance
from kaizen.domain.visit import Visit, VisitDay, VisitDayStatus, VisitNote, VisitStatus
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules.booking_tasks import still_to_choose
from kaizen.rules.tasks import Task, Urgency, in_order, pressing
from kaizen.rules.to_do import to_do
from tests.demo_year import demo_year
from tests.small_year import (
    CLOSES,
    HILL,
    NOW,
    OPENS,
    SHORE,
    address,
    booking,
    person,
    school,
    session,
    small_year,
    waiting,
    workshop,
)

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
PAGES = {
    *("home", "propose", "programme", "book", "visits", "log-a-visit", "visit-logs", "follow-ups", "our-school"),
    "checks",
}
BOOKED = tuple(booking("ann", f"W0{number}-{slot}") for number, slot in enumerate("ABC", start=1))


def tasks(name: str, year: YearSnapshot, *pages: str) -> list[Task]:
    return [task for task in to_do(year, address(name), NOW) if not pages or task.page in pages]


def sentences(name: str, year: YearSnapshot, *pages: str) -> list[str]:
    return [task.sentence for task in tasks(name, year, *pages)]


def visit(name: str, day: date, **values: Any) -> Visit:
    told = {"visit": "V01", "date": day, "email": address(name), "from_school": SHORE, "to_school": HILL}
    return Visit.model_validate({**told, **values})


def follow_up(name: str, by: date | None, **values: Any) -> FollowUp:
    told = {"id": "F01", "school": SHORE, "who": f"{name.title()} Shaw", "kind": "Try in class", "what": "Role cards"}
    return FollowUp.model_validate({**told, "by": by, **values})


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (0, "Choose 3 workshops. Booking is open until Fri 29 Jan 2027 at 17:00."),
        (1, "Choose 2 more workshops. Booking is open until Fri 29 Jan 2027 at 17:00."),
        (2, "Choose 1 more workshop. Booking is open until Fri 29 Jan 2027 at 17:00."),
    ],
)
def test_workshops_still_to_choose(held: int, sentence: str) -> None:
    year = small_year(bookings=BOOKED[:held])
    assert tasks("ann", year) == [Task(sentence, "book", Urgency.SOON, CLOSES.date())]


def test_choosing_presses_in_the_last_week_and_is_soon_where_no_close_is_set() -> None:
    year = small_year()
    assert to_do(year, address("ann"), CLOSES - timedelta(days=3))[0].urgency is Urgency.NOW
    endless = small_year(settings={"booking_closes": None})
    assert tasks("ann", endless) == [Task("Choose 3 workshops. Booking is open.", "book", Urgency.SOON)]


@pytest.mark.parametrize(
    ("values", "now"),
    [
        ({"bookings": BOOKED}, NOW),
        ({"people": (person("ann", conference=Attendance.NO),)}, NOW),
        ({"workshops": (workshop(1, email=address("ann")),)}, NOW),
        ({}, OPENS - timedelta(minutes=1)),
        ({}, CLOSES),
    ],
)
def test_nothing_to_choose(values: dict[str, Any], now: Any) -> None:
    assert [task for task in to_do(small_year(**values), address("ann"), now) if task.page == "book"] == []


def test_leading_counts_as_attending_and_no_more_than_there_are_slots() -> None:
    year = small_year(workshops=(workshop(1, email=address("ann")),), sessions=(session("W01-A"),))
    assert still_to_choose(year, address("ann")) == 2
    assert still_to_choose(year, address("bob")) == 3
    assert still_to_choose(small_year(settings={"workshops_each": 5}), address("bob")) == 3
    assert still_to_choose(small_year(settings={"workshops_each": 1}), address("bob")) == 1


def test_a_place_that_came_free_is_offered_first() -> None:
    year = small_year(bookings=(*BOOKED, waiting("ann", "W04-A")))
    assert tasks("ann", year) == [
        Task(
            "A place has come free in Workshop 4 (slot A), which you wait for. "
            "You can have it instead of Workshop 1 (slot A).",
            "book",
            Urgency.NOW,
        )
    ]
    free = small_year(bookings=(waiting("ann", "W04-A"),))
    assert sentences("ann", free, "book")[0].endswith("which you wait for. You can have it.")


def test_somebody_moved_up_is_told() -> None:
    moved = booking("ann", "W03-C", notes="From the waiting list on Sat 21 Nov 2026")
    year = small_year(bookings=(*BOOKED[:2], moved))
    assert tasks("ann", year) == [
        Task("You have a place in Workshop 3 (slot C), from the waiting list.", "book", Urgency.NEWS)
    ]


def test_a_session_that_is_off_the_programme_is_to_be_chosen_again() -> None:
    year = small_year(bookings=BOOKED, workshops=tuple(workshop(number) for number in (2, 3)))
    assert sentences("ann", year, "book")[0] == (
        "W01-A (slot A), which you had booked, is not on the programme any more. Please choose again."
    )
    again = small_year(bookings=(*BOOKED, booking("ann", "W04-A", 5)), workshops=(*year.workshops, workshop(4)))
    assert sentences("ann", again) == []
    given_up = small_year(bookings=(booking("ann", "W09-A", status=BookingStatus.CANCELLED), *BOOKED))
    assert sentences("ann", given_up) == []


def test_nothing_about_booking_from_the_day_itself() -> None:
    year = small_year(settings={"booking_closes": None})
    assert to_do(year, address("ann"), NOW.replace(year=2027, month=2, day=22)) == ()
    assert to_do(small_year(settings={"conference_date": None}), address("ann"), NOW) != ()


def test_a_visit_to_come_says_whom_to_ask_for_and_where_to_park() -> None:
    hill = school(HILL, arriving="Buzz at the side gate.")
    coming = visit("ann", TOMORROW, status=VisitStatus.CONFIRMED, host_contact="Neil Catterall")
    year = small_year(schools=(school(SHORE), hill), visits=(coming,), bookings=BOOKED)
    assert tasks("ann", year) == [
        Task(
            "You visit Hill on Sun 22 Nov 2026. Ask for Neil Catterall. Arriving: Buzz at the side gate.",
            "visits",
            Urgency.NOW,
            TOMORROW,
        )
    ]


def test_a_visit_that_is_only_planned_says_so() -> None:
    year = small_year(visits=(visit("ann", TOMORROW), visit("ann", TOMORROW, to_school="Nowhere")), bookings=BOOKED)
    assert sentences("ann", year) == [
        "You visit Hill on Sun 22 Nov 2026. Hill has still to confirm it.",
        "You visit Nowhere on Sun 22 Nov 2026. Nowhere has still to confirm it.",
    ]


@pytest.mark.parametrize(
    ("days", "status", "pages"),
    [
        (-1, VisitStatus.DONE, ["log-a-visit"]),
        (-1, VisitStatus.PLANNED, ["log-a-visit"]),
        (-1, VisitStatus.CANCELLED, []),
        (0, VisitStatus.CONFIRMED, ["visits", "log-a-visit"]),
        (0, VisitStatus.DONE, ["log-a-visit"]),
        (1, VisitStatus.PLANNED, ["visits"]),
        (1, VisitStatus.CANCELLED, []),
    ],
)
def test_visits_are_looked_forward_to_and_written_up(days: int, status: VisitStatus, pages: list[str]) -> None:
    year = small_year(visits=(visit("ann", TODAY + timedelta(days=days), status=status),), bookings=BOOKED)
    assert [task.page for task in tasks("ann", year)] == pages
    assert tasks("bob", year, "visits", "log-a-visit") == []


@pytest.mark.parametrize(
    ("values", "logged"),
    [
        ({"visit": "V01"}, True),
        ({}, True),
        ({"email": address("bob")}, False),
        ({"date": TODAY - timedelta(days=2)}, False),
        ({"to_school": SHORE}, False),
    ],
)
def test_a_visit_is_written_up_once(values: dict[str, Any], logged: bool) -> None:
    told = {"log": "L01", "date": TODAY, "email": address("ann"), "from_school": SHORE, "to_school": HILL}
    note = VisitNote.model_validate({**told, "saw": "Role cards", "will_try": "Role cards", **values})
    done = visit("ann", TODAY, status=VisitStatus.DONE)
    assert (tasks("ann", small_year(visits=(done,), visit_notes=(note,)), "log-a-visit") == []) is logged


@pytest.mark.parametrize(
    ("days", "urgency", "words"),
    [
        (-1, Urgency.NOW, "was due Fri 20 Nov 2026"),
        (0, Urgency.NOW, "due Sat 21 Nov 2026"),
        (7, Urgency.NOW, "due Sat 28 Nov 2026"),
        (8, Urgency.SOON, "due Sun 29 Nov 2026"),
        (14, Urgency.SOON, "due Sat 5 Dec 2026"),
    ],
)
def test_own_follow_ups_that_are_due(days: int, urgency: Urgency, words: str) -> None:
    due = TODAY + timedelta(days=days)
    year = small_year(follow_ups=(follow_up("ann", due),), bookings=BOOKED)
    assert tasks("ann", year) == [Task(f"Try in class, {words}: Role cards", "follow-ups", urgency, due)]


@pytest.mark.parametrize(
    "row",
    [
        follow_up("ann", TODAY + timedelta(days=15)),
        follow_up("ann", None),
        follow_up("ann", TODAY, status=FollowUpStatus.DONE),
        follow_up("ann", TODAY, school=HILL),
        follow_up("bob", TODAY),
    ],
)
def test_follow_ups_that_are_nobodys_hurry(row: FollowUp) -> None:
    assert tasks("ann", small_year(follow_ups=(row,), bookings=BOOKED)) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"status": WorkshopStatus.PROPOSED}, "\u201cWorkshop 1\u201d is proposed; the organiser has still to decide."),
        ({"status": WorkshopStatus.NOT_THIS_YEAR}, "\u201cWorkshop 1\u201d is not on this year's programme."),
        (
            {"status": WorkshopStatus.NOT_THIS_YEAR, "note": "Next year!"},
            "\u201cWorkshop 1\u201d is not on this year's programme. Note from the organiser: Next year!",
        ),
        ({}, "You lead \u201cWorkshop 1\u201d. Booked so far: 1 in slot A, 0 in slot B and 0 in slot C."),
    ],
)
def test_leaders_hear_where_their_workshop_stands(values: dict[str, Any], sentence: str) -> None:
    led = workshop(1, also_leading="Bob Shaw (Shore)", **{"email": address("ann"), **values})
    year = small_year(workshops=(led,), bookings=(booking("cat", "W01-A"),))
    assert sentences("ann", year, "propose") == sentences("bob", year, "propose") == [sentence]
    assert sentences("cat", year, "propose") == []


def test_an_accepted_workshop_without_a_session_has_no_times_yet() -> None:
    year = small_year(workshops=(workshop(1, email=address("ann")),), sessions=())
    assert sentences("ann", year, "propose") == ["\u201cWorkshop 1\u201d is accepted; its times follow."]
    withdrawn = small_year(workshops=(workshop(1, email=address("ann"), status=WorkshopStatus.WITHDRAWN),))
    assert sentences("ann", withdrawn, "propose") == []


def test_heads_and_office_see_how_many_of_their_own_have_not_booked() -> None:
    year = small_year(
        people=(
            *(person(name) for name in ("ann", "bob")),
            person("head", role="Headteacher"),
            person("eve", school=HILL),
        ),
        bookings=(*BOOKED, *(booking("head", row.session, 9) for row in BOOKED)),
        sessions=tuple(session(row.session, 5) for row in BOOKED),
    )
    told = "1 of 3 staff at Shore has still to choose workshops."
    assert sentences("head", year, "our-school") == [told]
    assert told not in sentences("bob", year)
    assert told not in sentences("eve", year)
    more = small_year(bookings=(), settings={"booking_closes": None})
    assert "8 of 8 staff at Shore have still to choose workshops." in sentences("office", more, "our-school")
    assert sentences("head", small_year(settings={"booking_opens": None}), "our-school") == []
    alone = small_year(people=(person("head", role="Headteacher", conference="No"),))
    assert sentences("head", alone, "our-school") == []


def test_heads_agree_the_day_that_is_proposed() -> None:
    day = VisitDay(school=SHORE, date=date(2027, 3, 3))
    year = small_year(visit_days=(day,))
    told = "Shore's uncommon INSET on Wed 3 Mar 2027 is only proposed. Agree it with the other heads."
    assert tasks("head", year, "visits") == [Task(told, "visits", Urgency.SOON, day.date)]
    assert sentences("office", year, "visits") == []
    for status in (VisitDayStatus.AGREED, VisitDayStatus.DONE):
        settled = small_year(visit_days=(day.model_copy(update={"status": status}),))
        assert sentences("head", settled, "visits") == []
    past = small_year(visit_days=(day.model_copy(update={"date": date(2026, 10, 1)}),))
    assert sentences("head", past, "visits") == []


@pytest.mark.parametrize("days", [(), (VisitDay(school=SHORE, date=TODAY, status=VisitDayStatus.DROPPED),)])
def test_heads_of_schools_without_a_day_choose_one(days: tuple[VisitDay, ...]) -> None:
    told = "Shore has no uncommon INSET day yet. Choose one."
    assert sentences("head", small_year(visit_days=days), "visits") == [told]


def test_heads_see_overdue_follow_ups_of_their_school() -> None:
    late, later = follow_up("ann", TODAY - timedelta(days=1)), follow_up("ann", TODAY)
    elsewhere = follow_up("ann", date(2026, 9, 9), school=HILL)
    year = small_year(follow_ups=(late, later, elsewhere))
    assert sentences("head", year, "follow-ups") == ["1 follow-up at Shore is overdue."]
    assert sentences("head", small_year(follow_ups=(late, late)), "follow-ups") == [
        "2 follow-ups at Shore are overdue."
    ]
    assert sentences("head", small_year(follow_ups=(later, elsewhere)), "follow-ups") == []


def test_heads_see_how_many_logs_wait_to_be_cleared() -> None:
    told = {"date": TODAY, "email": address("ann"), "from_school": SHORE, "saw": "Cards", "will_try": "Cards"}
    rows = [VisitNote(ref=f"r{n}", log=f"L{n}", to_school=HILL, cleared=n > 2, **told) for n in (1, 2, 3)]
    waits = "by or about Shore {} to be cleared for every school to read."
    one, two = (small_year(visit_notes=tuple(rows[first:])) for first in (1, 0))
    assert tasks("head", one, "visit-logs") == [Task(f"1 log {waits.format('waits')}", "visit-logs", Urgency.LATER)]
    assert sentences("head", two, "visit-logs") == [f"2 logs {waits.format('wait')}"]
    assert sentences("head", small_year(visit_notes=tuple(rows[2:])), "visit-logs") == []
    assert [sentences(name, two, "visit-logs") for name in ("ann", "office", "organiser")] == [[], [], []]


def test_hosts_see_who_is_coming_and_what_to_confirm() -> None:
    day = TODAY + timedelta(days=10)
    rows = (
        visit("eve", day, from_school=HILL, to_school=SHORE),
        visit("fay", day, from_school=HILL, to_school=SHORE, status=VisitStatus.CONFIRMED),
        visit("dan", day, from_school="Dale", to_school=SHORE, status=VisitStatus.CONFIRMED),
        visit("cat", day, from_school="Dale", to_school=SHORE, status=VisitStatus.CANCELLED),
        visit("cat", day + timedelta(days=1), from_school="Dale", to_school=SHORE, status=VisitStatus.CANCELLED),
        visit("bob", TODAY - timedelta(days=1), from_school=HILL, to_school=SHORE),
    )
    told = "Visitors to Shore on Tue 1 Dec 2026: 2 from Hill and 1 from Dale."
    year = small_year(visits=rows, visit_days=(VisitDay(school=SHORE, date=TODAY, status="Done"),))
    asked = Task(f"{told} 1 of them still to be confirmed.", "visits", Urgency.SOON, day)
    assert tasks("head", year, "visits") == tasks("office", year, "visits") == [asked]
    assert tasks("ann", year, "visits") == []
    sure = small_year(visits=rows[1:3], visit_days=year.visit_days)
    assert tasks("head", sure, "visits") == [
        Task("Visitors to Shore on Tue 1 Dec 2026: 1 from Hill and 1 from Dale.", "visits", Urgency.NEWS, day)
    ]


def test_organisers_see_what_only_they_can_put_right() -> None:
    year = small_year(
        workshops=(
            *(workshop(number) for number in (1, 2, 3)),
            workshop(4, status=WorkshopStatus.PROPOSED),
            workshop(5, status=WorkshopStatus.PROPOSED),
        ),
        sessions=(session("W01-A", 1), session("W02-B", None, room="")),
        bookings=(booking("ann", "W01-A"), booking("bob", "W01-A", 1)),
    )
    assert sentences("organiser", year, "propose", "programme") == [
        "Workshop 1 (slot A) is over-full by 1.",
        "2 workshop proposals are waiting for your decision.",
        "\u201cWorkshop 3\u201d is accepted and has no session yet: add rows on the Sessions tab.",
        "Workshop 2 (slot B) has no room yet.",
    ]
    one = small_year(workshops=(workshop(4, status=WorkshopStatus.PROPOSED),))
    assert sentences("organiser", one, "propose") == ["1 workshop proposal is waiting for your decision."]
    assert sentences("organiser", small_year(), "propose", "programme") == []
    assert sentences("head", year, "propose", "programme") == []


def test_urgency_comes_first_then_the_day() -> None:
    rows = [
        Task("d", "book", Urgency.NOW),
        Task("b", "book", Urgency.NOW, date(2027, 1, 1)),
        Task("a", "book", Urgency.NOW, date(2026, 12, 31)),
        Task("e", "book", Urgency.NEWS, date(2026, 1, 1)),
    ]
    assert "".join(task.sentence for task in in_order(rows[::-1])) == "abde"
    assert pressing(TODAY + timedelta(days=15), TODAY) is Urgency.LATER


def test_somebody_who_is_not_on_staff_has_nothing_to_do() -> None:
    assert to_do(small_year(bookings=(waiting("nobody", "W01-A"),)), address("nobody"), NOW) == ()


def test_everybody_in_the_demo_network_gets_sentences_and_pages_that_exist() -> None:
    year = demo_year()
    told = {member.email: to_do(year, member.email, NOW) for member in year.people}
    assert {task.page for tasks in told.values() for task in tasks} <= PAGES
    heads = {email for email, tasks in told.items() if any(" staff at " in task.sentence for task in tasks)}
    assert len(heads) == 9 + sum(member.role in {"Office", "School business manager"} for member in year.people)
    for email, tasks in told.items():
        school = year.person_by_email[email].school
        assert all(f" staff at {school} " in task.sentence for task in tasks if " staff at " in task.sentence)
