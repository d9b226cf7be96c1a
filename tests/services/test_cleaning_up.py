"""The yearly clean-up: what is due goes, nothing else, in commits of a bearable size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.domain.account import JoinRequest
from kaizen.domain.booking import Booking
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.network import Guest
from kaizen.domain.reason import Why
from kaizen.domain.record import Email
from kaizen.domain.visit import Visit
from kaizen.domain.year import FIELD_OF
from kaizen.rules.access import Action
from kaizen.rules.naming import SOMEBODY, is_stand_in
from kaizen.services.cleaning_up import MOST_ROWS, CleanUp, due_parts
from kaizen.sheet.intents import Amend, Decision, Refusal, Remove
from tests.demo_year import demo_year
from tests.small_year import HILL, SHORE, address, after, booking, decided, refused, small_year

if TYPE_CHECKING:
    from kaizen.domain.year import YearSnapshot

ORGANISER = address("organiser")
LATER = datetime.fromisoformat("2029-09-01 09:00")
GUEST = Guest(ref="g", name="Moira Ainscough", kind="Governor", email=Email("moira@gov.example"), approved="Yes")


def due(year: YearSnapshot, now: datetime = LATER) -> int:
    return sum(len(part.rows) for part in due_parts(year, now.date()))


def test_names_go_and_rows_stay_and_guests_are_cleared() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"), booking("ann", "W02-B")), guests=(GUEST,), workshops=())
    decision = decided(CleanUp(ORGANISER, due(year), "k"), year, LATER)
    assert [type(intent) for intent in decision.intents] == [Remove, Amend, Amend]
    year = after(year, decision)
    assert year.guests == ()
    first, second = year.bookings
    assert is_stand_in(first.email)
    assert (first.email, first.name, first.session) == (second.email, SOMEBODY, "W01-A")
    assert decision.forgets[address("ann")]
    assert decision.forgets["Moira Ainscough"] == SOMEBODY
    again = decided(CleanUp(ORGANISER, 0, "again"), year, LATER)
    assert (again.intents, again.sentence) == ((), "Nothing has been kept too long.")


def test_only_what_is_due_goes() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"),), guests=(GUEST,), workshops=())
    now = datetime.fromisoformat("2027-09-01 00:00")
    assert [type(intent) for intent in decided(CleanUp(ORGANISER, 1, "k"), year, now).intents] == [Remove]
    assert decided(CleanUp(ORGANISER, 0, "k"), year, datetime.fromisoformat("2027-08-31 23:59")).intents == ()


def test_a_plan_that_is_not_the_one_seen_is_refused() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"),), workshops=())
    assert refused(CleanUp(ORGANISER, 2, "k"), year, LATER) == [(Why.CONFLICT, "rows")]
    assert refused(CleanUp(ORGANISER, 0, "k"), year, LATER) == [(Why.INVALID, "rows")]


def test_only_an_organiser_cleans_up() -> None:
    assert refused(CleanUp(address("head"), 0, "k"), small_year(), LATER) == [(Why.NOT_OWNER, "")]
    assert Action.CLEAN_UP.value


def test_a_whole_year_is_cleaned_in_several_commits_and_one_person_stays_one_person() -> None:
    year = demo_year()
    by = year.settings.organisers[0]
    people = len({row.email for row in year.bookings})
    rounds = 0
    while number := due(year):
        decision = CleanUp(by, number, f"k{rounds}").decide(year, LATER)
        assert isinstance(decision, Decision)
        assert 0 < len(decision.intents) <= MOST_ROWS + 50
        year = after(year, decision)
        rounds += 1
    assert rounds > 1
    assert len({row.email for row in year.bookings}) == people
    assert len(year.bookings) == len(demo_year().bookings)
    assert all(is_stand_in(row.email) for row in year.bookings)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["ann", "bob", "cat"]), max_size=6), st.dates(date(2026, 9, 1), date(2031, 1, 1)))
def test_nothing_else_is_touched_on_any_day(names: list[str], today: date) -> None:
    rows = tuple(booking(name, f"W0{number % 4 + 1}-A", number) for number, name in enumerate(names))
    year = replace(small_year(bookings=rows, guests=(GUEST,)), workshops=())
    now = datetime.combine(today, datetime.min.time())
    later = after(year, decided(CleanUp(ORGANISER, due(year, now), "k"), year, now))
    for kind in FIELD_OF:
        if kind not in {Booking, Guest}:
            assert later.rows_like(kind) == year.rows_like(kind)
    assert [row.session for row in later.bookings] == [row.session for row in rows]
    assert all(is_stand_in(row.email) for row in later.bookings) or today < date(2029, 9, 1)
    assert bool(later.guests) == (today < date(2027, 9, 1))


def test_what_log_would_say_of_a_row_without_an_address_is_not_told_either() -> None:
    row = FollowUp(ref="f", id="F1", school=SHORE, who="Ann Shaw", kind="Try", what="x")
    year = small_year(follow_ups=(row,), workshops=())
    decision = decided(CleanUp(ORGANISER, 1, "k"), year, LATER)
    assert decision.intents == (Amend(row, {"who": SOMEBODY}),)
    assert decision.forgets is not None


def test_log_goes_on_naming_whoever_is_still_named_in_the_year() -> None:
    """Somebody on Staff who once asked to join, or whose visits go before their bookings, can still be asked."""
    asked = JoinRequest(ref="j", name="Ann Shaw", email=address("ann"), school=SHORE, role="Teacher")
    visit = Visit(ref="v", visit="V1", date=date(2026, 12, 1), email=address("bob"), from_school=SHORE, to_school=HILL)
    stranger = asked.model_copy(update={"ref": "j2", "name": "Zoe Zest", "email": address("zoe")})
    bookings = (booking("ann", "W01-A"), booking("bob", "W02-A"))
    year = small_year(
        join_requests=(asked, stranger), visits=(visit,), bookings=bookings, workshops=(), settings={"keep_logs_for": 1}
    )
    now = datetime.fromisoformat("2027-09-01 09:00")
    decision = decided(CleanUp(ORGANISER, 3, "k"), year, now)
    assert set(decision.forgets or ()) == {address("zoe"), "Zoe Zest"}
    later = after(year, decision)
    last = decided(CleanUp(ORGANISER, due(later), "k2"), later, LATER)
    assert {address("ann"), address("bob"), "Ann Shaw", "Bob Shaw"} == set(last.forgets or ())


def test_log_goes_on_naming_a_namesake_and_who_cleans_up() -> None:
    guest = Guest(ref="g", name="Bob Shaw", kind="Parent")
    own = booking("organiser", "W02-A")
    year = small_year(guests=(guest, GUEST), bookings=(booking("bob", "W01-A"), own), workshops=())
    decision = decided(CleanUp(ORGANISER, 2, "k"), year, datetime.fromisoformat("2027-09-01 09:00"))
    assert set(decision.forgets or ()) == {GUEST.email, GUEST.name}
    last = after(year, decision)
    assert set(decided(CleanUp(ORGANISER, due(last), "k2"), last, LATER).forgets or ()) == {address("bob"), "Bob Shaw"}


def test_one_row_is_told_as_one() -> None:
    year = small_year(bookings=(booking("ann", "W01-A"),), workshops=())
    answer = CleanUp(ORGANISER, 2, "k").decide(year, LATER)
    assert isinstance(answer, Refusal)
    assert answer.reasons[0].sentence == "1 row is due by now and not 2. Please look at the plan again."
