"""What holds whoever books, changes, waits and gives up in whatever order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.domain.booking import BookingStatus
from kaizen.domain.reason import Reason, Why
from kaizen.rules import places
from kaizen.rules.waiting_list import could_be_placed
from kaizen.services.booking import Book, Withdraw
from kaizen.sheet.intents import Amend, Append, Decision, Refusal
from tests.small_year import NOW, PEOPLE, address, after, codes, session, small_year, workshop

if TYPE_CHECKING:
    from kaizen.domain.record import SessionCode
    from kaizen.domain.year import YearSnapshot

CODES = codes("W01-A", "W02-A", "W03-A", "W01-B", "W02-B")
LED = "A"
"""The slot in which the last of the crowd leads a workshop."""

CROWD = PEOPLE[-5:]
"""Few people and few places, so that they get in each other's way."""


@dataclass(frozen=True)
class Turn:
    """What happens next; numbers choose among what there is at that moment."""

    name: str
    wanted: tuple[SessionCode, ...]
    wait_for: tuple[SessionCode, ...]
    give_up: int | None

    def command(self, year: YearSnapshot, key: str) -> Book | Withdraw:
        active = [row for row in year.bookings if row.status is not BookingStatus.CANCELLED]
        if self.give_up is not None and active:
            row = active[self.give_up % len(active)]
            return Withdraw(row.email, row.email, row.session, key)
        if self.give_up is not None:
            return Withdraw(address(self.name), address(self.name), CODES[0], key)
        return Book(address(self.name), address(self.name), self.wanted, key, self.wait_for)


one = st.sampled_from(CODES).map(lambda code: (code,))
some = st.lists(st.sampled_from(CODES), max_size=2).map(tuple)
names = st.sampled_from(CROWD)
waiting_if_need_be = one.flatmap(lambda code: st.builds(Turn, names, st.just(code), st.just(code), st.none()))
turns = st.one_of(
    waiting_if_need_be,
    waiting_if_need_be,
    st.builds(Turn, names, one, st.just(()), st.none()),
    st.builds(Turn, names, some, some, st.none()),
    st.builds(Turn, names, st.just(()), st.just(()), st.integers(0, 19)),
)
years = st.builds(
    lambda numbers, each, twice: small_year(
        settings={"workshops_each": each, "same_workshop_twice": twice},
        sessions=tuple(session(code, number) for code, number in zip(CODES, numbers, strict=True)),
        workshops=(workshop(1), workshop(2), workshop(3, also_leading="Fay Shaw (Shore)")),
    ),
    st.lists(st.sampled_from((1, 1, 1, 2, 0)), min_size=len(CODES), max_size=len(CODES)),
    st.sampled_from((3, 1)),
    st.booleans(),
)


def booked(year: YearSnapshot) -> Counter[str]:
    return Counter(row.session for row in year.bookings if row.status is BookingStatus.BOOKED)


def room_in(year: YearSnapshot) -> dict[str, int]:
    return {own.session: own.places or 0 for own in year.sessions}


@settings(deadline=None, max_examples=80)
@given(years, st.lists(turns, min_size=25, max_size=40))
def test_places_are_never_lost_doubled_or_given_out_of_turn(year: YearSnapshot, history: list[Turn]) -> None:
    for number, turn in enumerate(history):
        command = turn.command(year, f"k{number}")
        now = NOW + timedelta(seconds=number // 2)
        answer = command.decide(year, now)
        if isinstance(answer, Refusal):
            assert answer.reasons
            assert all(is_true(reason, command, year) for reason in answer.reasons)
            continue
        before, year = year, after(year, answer)
        nothing_is_overfull_or_doubled(year)
        what_was_asked_for_is_there(command, year)
        nobody_waits_for_what_they_could_have(year)
        seats_are_conserved(before, answer, year)
        promotions_are_in_turn(command, before, year)
        again = command.decide(year, now)
        assert isinstance(again, Decision)
        assert again.intents == ()


def nothing_is_overfull_or_doubled(year: YearSnapshot) -> None:
    room = room_in(year)
    assert all(count <= room[code] for code, count in booked(year).items())
    active = [row for row in year.bookings if row.status is BookingStatus.BOOKED]
    assert max(Counter((row.email, row.slot) for row in active).values(), default=1) == 1
    queued = [row for row in year.bookings if row.status is BookingStatus.WAITING]
    assert max(Counter((row.email, row.session) for row in (*active, *queued)).values(), default=1) == 1
    assert len({row.ref for row in year.bookings}) == len(year.bookings)
    each = Counter(row.email for row in active)
    assert max(each.values(), default=0) <= year.settings.workshops_each
    twice = Counter((row.email, row.session[:3]) for row in active)
    assert year.settings.same_workshop_twice or max(twice.values(), default=1) == 1
    assert address("fay") not in {row.email for row in active if row.slot == LED}


def what_was_asked_for_is_there(command: Book | Withdraw, year: YearSnapshot) -> None:
    held = {row.session for row in places.holding(year, command.person).values()}
    waits = {row.session for row in places.waits(year, command.person)}
    if isinstance(command, Withdraw):
        assert command.session not in held | waits
    else:
        assert {*command.sessions, *command.wait_for} <= held | waits
        assert {*command.sessions} - {*command.wait_for} <= held


def nobody_waits_for_what_they_could_have(year: YearSnapshot) -> None:
    for own in year.sessions:
        if places.left(year, own.session):
            assert not any(could_be_placed(year, row.email, own.session) for row in places.waiting(year, own.session))


def seats_are_conserved(before: YearSnapshot, answer: Decision, year: YearSnapshot) -> None:
    gained, lost = Counter[str](), Counter[str]()
    for intent in answer.intents:
        if isinstance(intent, Append):
            gained[intent.record.session] += intent.record.status is BookingStatus.BOOKED
        elif isinstance(intent, Amend):
            gained[intent.record.session] += intent.wanted["status"] is BookingStatus.BOOKED
            lost[intent.record.session] += intent.record.status is BookingStatus.BOOKED
    assert booked(year) == booked(before) + gained - lost
    assert all(row.ref in {later.ref for later in year.bookings} for row in before.bookings)


def promotions_are_in_turn(command: Book | Withdraw, before: YearSnapshot, year: YearSnapshot) -> None:
    for own in year.sessions:
        held = {row.email for row in places.taken(year, own.session)}
        queue = [row.email for row in places.waiting(before, own.session) if row.email != command.person]
        for email in (email for email in queue if email in held):
            assert all(row.slot != own.slot for row in places.waits(year, email))
            earlier = queue[: queue.index(email)]
            assert not any(could_be_placed(year, other, own.session) for other in earlier if other not in held)


def is_true(reason: Reason, command: Book | Withdraw, year: YearSnapshot) -> bool:
    """Hold the reason against the bare rows, without the rules that gave it."""
    mine = {row.session for row in year.bookings if row.email == command.person and row.status == "Booked"}
    if isinstance(command, Withdraw):
        return reason.why is Why.NOT_FOUND and not any(
            row.email == command.person and row.session == command.session for row in year.bookings
        )
    asked = [*dict.fromkeys((*command.sessions, *command.wait_for))]
    same_slot = [code for code in asked if code[-1] == reason.about[-1:]]
    other_slots = [code for code in (*asked, *mine) if code[-1] != reason.about[-1:]]
    return {
        Why.FULL: booked(year)[reason.about] >= room_in(year).get(reason.about, 0),
        Why.CLASH: (command.person == address("fay") and reason.about[-1:] == LED) or len(same_slot) > 1,
        Why.DUPLICATE: any(code[:3] == reason.about[:3] for code in other_slots),
        Why.INVALID: not asked or len({code[-1] for code in (*asked, *mine)}) > year.settings.workshops_each,
    }[reason.why]
