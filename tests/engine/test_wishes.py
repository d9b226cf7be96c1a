"""The queue: order, limits, one key one wish."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.record import Email
from kaizen.engine.wishes import CLOSED, Receipt, Wishes
from kaizen.errors import NotSaved, Refused
from kaizen.sheet.intents import Decision, Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.domain.year import YearSnapshot

ME = Email("priya.desai@marrambank.sch.example")


@dataclass(frozen=True, slots=True)
class Nothing:
    key: str
    says: str = "Done"
    by: Email = ME

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        return Decision(self.says, (), "")


def test_wishes_come_out_in_order_and_in_groups() -> None:
    wishes = Wishes()
    for number in range(5):
        wishes.add(Nothing(f"k{number}"))
    assert [wish.command.key for wish in wishes.take(3)] == ["k0", "k1", "k2"]
    assert [wish.command.key for wish in wishes.take(3)] == ["k3", "k4"]


def test_who_takes_waits_for_a_wish() -> None:
    wishes = Wishes()
    taken: list[str] = []
    taker = threading.Thread(target=lambda: taken.extend(wish.command.key for wish in wishes.take(3)))
    taker.start()
    wishes.add(Nothing("late"))
    taker.join(5)
    assert taken == ["late"]


def test_the_same_wish_under_way_has_one_answer() -> None:
    wishes = Wishes()
    first, second = wishes.add(Nothing("k")), wishes.add(Nothing("k"))
    assert first is second
    assert len(wishes.take(9)) == 1


def test_a_key_belongs_to_one_wish() -> None:
    wishes = Wishes()
    wishes.add(Nothing("k"))
    with pytest.raises(NotSaved, match="something else"):
        wishes.add(Nothing("k", says="Another"))


def test_a_saved_wish_sent_again_has_the_same_receipt() -> None:
    wishes = Wishes()
    answer = wishes.add(Nothing("k"))
    wishes.take(1)[0].told(Receipt("Booked.", "k"))
    assert wishes.add(Nothing("k")).result(0) == answer.result(0) == Receipt("Booked.", "k")


def test_a_refused_wish_may_be_sent_again_and_differently() -> None:
    wishes = Wishes()
    refused = wishes.add(Nothing("k"))
    wishes.take(1)[0].told(Refused(["It is full."]))
    again = wishes.add(Nothing("k", says="Another"))
    assert isinstance(refused.exception(0), Refused)
    assert not again.done()
    assert [wish.command for wish in wishes.take(9)] == [Nothing("k", says="Another")]


def test_the_first_answer_stands() -> None:
    wishes = Wishes()
    answer = wishes.add(Nothing("k"))
    (wish,) = wishes.take(1)
    wish.told(Receipt("Booked.", "k"))
    wish.told(NotSaved("too late"))
    assert answer.result(0).sentence == "Booked."


def test_only_finished_wishes_are_forgotten() -> None:
    wishes = Wishes(remembered=2)
    done = wishes.add(Nothing("done"))
    wishes.take(1)[0].told(Receipt("Done", "done"))
    open_ones = [wishes.add(Nothing(f"open{number}")) for number in range(4)]
    assert wishes.add(Nothing("done")) is not done
    assert [wishes.add(Nothing(f"open{number}")) for number in range(4)] == open_ones


def test_how_many_are_ahead() -> None:
    wishes = Wishes()
    for number in range(3):
        wishes.add(Nothing(f"k{number}"))
    assert [wishes.ahead_of(key) for key in ("k0", "k2", "never")] == [0, 2, None]
    wishes.take(1)
    assert [wishes.ahead_of(key) for key in ("k0", "k2")] == [None, 1]


def test_a_closed_queue_is_emptied_and_takes_no_more() -> None:
    wishes = Wishes()
    waiting = wishes.add(Nothing("in time"))
    wishes.close()
    with pytest.raises(NotSaved, match=CLOSED):
        wishes.add(Nothing("too late"))
    assert wishes.add(Nothing("in time")) is waiting
    assert [wish.command.key for wish in wishes.take(9)] == ["in time"]
    assert wishes.take(9) == []


def test_what_is_abandoned_waits_no_more() -> None:
    wishes = Wishes()
    wishes.add(Nothing("k"))
    assert [wish.command.key for wish in wishes.abandon()] == ["k"]
    assert wishes.abandon() == []
