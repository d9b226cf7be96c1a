"""The write path on the real embedded sheet: groups, order, keys, and what the sheet says afterwards."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.engine.group import ALREADY, BROKEN
from kaizen.engine.quota import A_MINUTE
from kaizen.engine.turns import turn
from kaizen.engine.wishes import Receipt
from kaizen.errors import NotSaved, OutcomeUnknown, Refused, WishError
from kaizen.sheet.intents import Amend, Append, Decision, Refusal, Why
from tests.engine.sheets import answer
from tests.engine.small_year import (
    PLACES,
    SESSION,
    Do,
    GiveUp,
    SmallOffice,
    Take,
    booking,
    email,
    reopened,
    small_office,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from datetime import datetime
    from pathlib import Path

    import requests

    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Command


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    return tmp_path / "sheet.lock"


@pytest.fixture
def small(lock_file: Path) -> Iterator[SmallOffice]:
    with small_office(lock_file) as made:
        yield made


@contextmanager
def held_up(lock_file: Path) -> Iterator[list[Future[Receipt]]]:
    """Keep the writer from its turn, so that all wishes sent inside become one group."""
    answers: list[Future[Receipt]] = []
    with turn(lock_file):
        yield answers
    for told in answers:
        told.exception(10)


def grouped(small: SmallOffice, lock_file: Path, *commands: Command) -> list[Receipt | BaseException]:
    """Have the commands carried out as one group and return what each sender hears."""
    with held_up(lock_file) as answers:
        answers += [small.office.submit(command) for command in commands]
    return [answer.exception(0) or answer.result(0) for answer in answers]


def test_a_wish_is_told_once_the_sheet_has_it(small: SmallOffice) -> None:
    receipt = small.office.do(Take("ann", "k"))
    assert (receipt.sentence, receipt.key, receipt.log) == ("Booked.", "k", "Booked")
    assert small.held() == ["ann"]
    assert small.bookings()[0][-1] == "k-1"


def test_one_wish_costs_one_read_and_one_write(small: SmallOffice) -> None:
    small.office.do(Take("ann", "k"))
    assert [call.partition(":")[2] for call in small.wire.calls[1:]] == ["batchGet", "batchUpdate"]


def test_a_group_is_one_read_and_one_write(small: SmallOffice, lock_file: Path) -> None:
    _ = small.office.year
    small.wire.calls.clear()
    wishes = [Take(name, name) for name in ("ann", "bo", "cy", "di", "ed")]
    told = grouped(small, lock_file, *wishes)
    assert [getattr(receipt, "sentence", None) for receipt in told] == ["Booked."] * 5
    assert small.wire.count("batchUpdate") == 1
    assert small.wire.count("batchGet") == 1
    assert small.held() == ["ann", "bo", "cy", "di", "ed"]


def test_the_last_places_go_to_as_many_and_no_more(small: SmallOffice) -> None:
    def press(number: int) -> str:
        try:
            return small.office.do(Take(f"p{number}", f"k{number}")).sentence
        except Refused as no:
            return f"{no.why[0].why}: {no}"

    with ThreadPoolExecutor(50) as people:
        told = list(people.map(press, range(50)))
    assert told.count("Booked.") == PLACES
    assert told.count(f"{Why.FULL}: W01-A is full.") == 50 - PLACES
    assert sorted(small.held()) == sorted(f"p{number}" for number, said in enumerate(told) if said == "Booked.")


def test_wishes_are_decided_in_the_order_of_their_arrival(small: SmallOffice, lock_file: Path) -> None:
    first = [Take(name, name) for name in ("ann", "bo", "cy", "di", "ed")]
    told = grouped(small, lock_file, *first, Take("flo", "f"), GiveUp("bo", "g"), Take("gus", "h"), Take("hal", "i"))
    assert [isinstance(one, Refused) for one in told] == [False] * 5 + [True, False, False, True]
    assert small.held() == ["ann", "cy", "di", "ed", "gus"]
    assert [row[6] for row in small.bookings()].count("Cancelled") == 1


def test_a_row_added_and_amended_in_one_group_is_written_once(small: SmallOffice, lock_file: Path) -> None:
    grouped(small, lock_file, Take("ann", "k"), GiveUp("ann", "l"))
    assert [(row[6], row[8]) for row in small.bookings()] == [("Cancelled", "by l")]
    log = small.office.by_hand.grid("Log")[1:]
    assert [(row[2], row[5], row[6], row[7]) for row in log] == [
        ("Booked", "", "", "ann@larkfold.sch.example, W01-A"),
        ("Gave up", "Status", "Booked", "Cancelled"),
        ("Gave up", "Notes", "", "by l"),
    ]


def test_two_amends_of_one_row_in_one_group(lock_file: Path) -> None:
    def note(text: str) -> Do:
        return Do(text, lambda year: [Amend(year.bookings[0], {"notes": text})])

    with small_office(lock_file, booking("ann", "old-9")) as small:
        grouped(small, lock_file, note("one"), GiveUp("ann", "k"), note("two"))
        assert [(row[6], row[8]) for row in small.bookings()] == [("Cancelled", "two")]


def test_the_same_key_at_the_same_time_is_one_wish(small: SmallOffice, lock_file: Path) -> None:
    with held_up(lock_file) as answers:
        answers += [small.office.submit(Take("ann", "k")) for _ in range(5)]
    assert len({id(answer) for answer in answers}) == 1
    assert small.office.do(Take("ann", "k")) == answers[0].result(0)
    assert small.held() == ["ann"]


def test_a_key_is_known_again_after_a_restart(small: SmallOffice, lock_file: Path) -> None:
    small.office.do(Take("ann", "k"))
    small.office.do(GiveUp("ann", "m"))
    with reopened(lock_file, small.wire, small.office.spreadsheet_id) as again:
        assert again.office.do(Take("ann", "k")).sentence == ALREADY
        assert again.office.do(GiveUp("ann", "m")).sentence == ALREADY
    assert [row[6] for row in small.bookings()] == ["Cancelled"]


def test_a_refusal_that_needs_nobody_else_is_told_though_the_sheet_is_silent(
    lock_file: Path,
) -> None:
    full = [booking(f"p{number}", f"old-{number}") for number in range(PLACES)]
    with small_office(lock_file, *full) as small:
        small.wire.before = lambda call: _stop() if call.endswith("batchUpdate") else None
        told = grouped(small, lock_file, GiveUp("p1", "k"), GiveUp("nobody", "m"), Take("ann", "l"))
        assert [type(one) for one in told] == [NotSaved, Refused, NotSaved]
        assert len(small.held()) == PLACES


def _stop() -> requests.Response:
    return answer(403, '{"error": {"code": 403, "message": "The caller does not have permission"}}')


def test_nothing_to_change_is_told_without_a_write(small: SmallOffice) -> None:
    assert small.office.do(Do("k", lambda _: ())).sentence == "Done."
    assert small.wire.count("batchUpdate") == 0


class Broken(Do):
    error: BaseException = ValueError("a bug")

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:
        raise self.error


class Stopped(Broken):
    error = SystemExit()


def test_a_broken_wish_does_not_take_the_others_with_it(
    small: SmallOffice, lock_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Broken("b", "what somebody typed")
    told = grouped(small, lock_file, Take("ann", "k"), broken, Take("bo", "l"), Stopped("s", ()), Take("cy", "m"))
    assert [str(one) for one in told if isinstance(one, WishError)] == [BROKEN, BROKEN]
    assert "deciding Broken b failed: " in caplog.text
    assert "what somebody typed" not in caplog.text
    assert small.held() == ["ann", "bo", "cy"]
    assert small.office.do(Take("di", "n")).sentence == "Booked."


def test_a_wish_that_the_sheet_cannot_take_does_not_take_the_others_with_it(
    small: SmallOffice, lock_file: Path
) -> None:
    much = Do("much", lambda _: [Append(booking("di", "much-1", notes="x" * 50_001))])
    told = grouped(small, lock_file, Take("ann", "k"), much, Take("bo", "l"), Take("cy", "m"))
    assert [isinstance(one, NotSaved) for one in told] == [False, True, False, False]
    assert "50,000" in str(told[1])
    assert small.held() == ["ann", "bo", "cy"]


def test_what_a_person_types_never_becomes_a_formula(small: SmallOffice) -> None:
    text = '=HYPERLINK("http://evil.example", "Your timetable")'
    small.office.do(Do("k", lambda _: [Append(booking("ann", "k-1", notes=text))]))
    assert small.bookings()[0][8] == text


def test_the_year_shown_has_the_wish_at_once(small: SmallOffice) -> None:
    _ = small.office.year
    small.office.do(Take("ann", "k"))
    reads = small.wire.count("batchGet")
    assert [row.email for row in small.office.year.bookings] == [email("ann")]
    assert small.wire.count("batchGet") == reads


def test_who_did_what_is_on_log(small: SmallOffice) -> None:
    small.office.do(Take("ann", "k"))
    assert small.office.by_hand.grid("Log")[1:] == [
        ["23/11/2026 08:00", email("ann"), "Booked", "Bookings", "k-1", "", "", f"{email('ann')}, {SESSION}", "k"]
    ]


def test_a_row_with_words_of_its_own_has_them_on_log(small: SmallOffice) -> None:
    rows = [booking("ann", "k-1"), booking("bo", "k-2")]
    small.office.do(Do("k", lambda _: (Append(rows[0], log="Booked, by Jo for Ann"), Append(rows[1]))))
    change = {"status": BookingStatus.CANCELLED}
    small.office.do(Do("l", lambda _: (Amend(rows[0], change, log="Gave up, by Jo for Ann"), Amend(rows[1], change))))
    assert [(row[2], row[4]) for row in small.office.by_hand.grid("Log")[1:]] == [
        ("Booked, by Jo for Ann", "k-1"),
        ("Did", "k-2"),
        ("Gave up, by Jo for Ann", "k-1"),
        ("Did", "k-2"),
    ]


def test_a_sheet_without_log_still_takes_bookings(small: SmallOffice) -> None:
    hand = small.office.by_hand
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id(title)}} for title in ("Log", "Checks")])
    assert small.office.do(Take("ann", "k")).sentence == "Booked."
    assert small.held() == ["ann"]


def test_checks_is_rewritten_only_when_there_is_something_new(small: SmallOffice) -> None:
    small.office.do(Take("ann", "k"))
    assert any("Town" in row for row in small.office.by_hand.grid("Checks"))
    small.wire.bodies.clear()
    small.office.do(Take("bo", "l"))
    sent = [json.loads(body) for body in small.wire.bodies if body]
    checks = small.office.by_hand.sheet_id("Checks")
    assert [list(one) for body in sent for one in body["requests"] if f'"sheetId": {checks}' in json.dumps(one)] == []


def test_the_read_back_of_one_group_serves_the_next(lock_file: Path) -> None:
    with small_office(lock_file, booking("ann", "old-9"), booking("bo", "old-8"), fresh_for=1.0) as small:
        small.office.do(GiveUp("ann", "k"))
        small.wire.calls.clear()
        small.office.do(GiveUp("bo", "l"))
        assert (small.wire.count("batchGet"), small.wire.count("batchUpdate")) == (1, 1)
        small.seconds[0] += 1.0
        small.office.do(Take("cy", "m"))
        assert small.wire.count("batchGet") == 2


def test_what_waits_is_saved_before_the_office_closes(small: SmallOffice, lock_file: Path) -> None:
    with turn(lock_file):
        answers = [small.office.submit(Take(name, name)) for name in ("ann", "bo", "cy")]
        closing = threading.Thread(target=small.office.close)
        closing.start()
        closing.join(0.05)
        assert closing.is_alive()
    closing.join(10)
    assert [answer.result(0).sentence for answer in answers] == ["Booked."] * 3
    assert small.held() == ["ann", "bo", "cy"]
    with pytest.raises(NotSaved, match="restarted"):
        small.office.do(Take("di", "k"))


def test_what_cannot_be_saved_in_time_hears_so(small: SmallOffice, lock_file: Path) -> None:
    with held_up(lock_file) as answers:
        answers.append(small.office.submit(Take("ann", "k")))
        small.office.close(timeout=0.01)
        assert isinstance(answers[0].exception(0), NotSaved)
    assert small.held() == []


def test_a_turn_that_cannot_be_had_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way of a folder")
    with (
        small_office(tmp_path / "sheet.lock") as small,
        reopened(blocked / "sheet.lock", small.wire, small.office.spreadsheet_id) as other,
    ):
        with pytest.raises(NotSaved, match="went wrong"):
            other.office.do(Take("ann", "k"))
        assert small.held() == []


def test_where_the_count_of_calls_cannot_be_kept_people_book_and_look_all_the_same(tmp_path: Path) -> None:
    with small_office(tmp_path / "sheet.lock", calls_a_minute=A_MINUTE) as small:
        (tmp_path / "sheet.quota").unlink(missing_ok=True)
        (tmp_path / "sheet.quota").mkdir()
        assert small.office.submit(Take("bo", "k")).result(10).sentence == "Booked."
        small.office.refresh()
        assert small.office.standing_of("k").ahead is None
        assert {row.ref for row in small.office.year.bookings} >= {"k-1"}


def test_waiting_statuses_are_kept_apart(lock_file: Path) -> None:
    with small_office(lock_file, booking("ann", "old-9", BookingStatus.WAITING)) as small:
        small.office.do(Take("bo", "k"))
        assert small.held() == ["bo"]


def test_a_row_that_cannot_be_written_is_told_and_the_writer_goes_on(small: SmallOffice) -> None:
    class Odd(str):
        """Text that breaks when it is put into words."""

        __slots__ = ()

        def __str__(self) -> str:
            raise ValueError("a bug")

    for odd, sentence in ((Odd("x"), "went wrong"), (float("nan"), "Nothing was saved")):
        row = booking("ann", "k-1").model_copy(update={"notes": odd})
        with pytest.raises(NotSaved, match=sentence):
            small.office.do(Do("k", lambda _, row=row: [Append(row)]))
    assert small.office.do(Take("bo", "l")).sentence == "Booked."
    assert small.held() == ["bo"]


def test_only_those_whose_row_moved_are_left_in_doubt(lock_file: Path) -> None:
    with small_office(lock_file, booking("cy", "old-cy"), booking("bo", "old-bo")) as small:

        def sorted_once(call: str) -> Any:
            if call.endswith("batchUpdate") and small.wire.count("batchUpdate") == 1:
                small.office.by_hand.sort("Bookings", "Name")
            elif small.wire.count("batchUpdate") > 1:
                return answer(503, "<html>")
            return None

        small.wire.before = sorted_once
        told = grouped(small, lock_file, Take("ann", "k"), GiveUp("cy", "l"))
        assert isinstance(told[0], Receipt)
        assert isinstance(told[1], OutcomeUnknown)


def test_an_answer_that_does_not_show_the_sheet_leaves_all_in_doubt(lock_file: Path) -> None:
    """Nobody knows whether columns have moved, so new rows may stand under wrong headings too."""
    with small_office(lock_file, booking("cy", "old-cy"), booking("bo", "old-bo")) as small:
        small.wire.after = lambda call, said: _silent_after(small, call, said)
        told = grouped(small, lock_file, Take("ann", "k"), GiveUp("cy", "l"))
        assert [type(one) for one in told] == [OutcomeUnknown, OutcomeUnknown]


def test_a_row_that_could_not_be_looked_at_is_seen_to_before_the_other_half_is_saved(lock_file: Path) -> None:
    """The group is saved in halves; rows move during the first, and the sheet is silent for a while after it."""
    with small_office(lock_file, booking("cy", "old-cy"), booking("bo", "old-bo")) as small:
        much = Do("much", lambda _: [Append(booking("di", "much-1", notes="x" * 50_001))])
        deaf_at: list[float] = []

        def before(call: str) -> requests.Response | None:
            if call.endswith("batchUpdate") and small.wire.count("batchUpdate") == 3:
                small.office.by_hand.sort("Bookings", "Name")
            if call.endswith("batchGet") and deaf_at and small.seconds[0] < deaf_at[0] + 12:
                return answer(503, "<html>")
            return None

        def after(call: str, said: requests.Response) -> requests.Response:
            if call.endswith("batchUpdate") and said.ok and not deaf_at:
                deaf_at.append(small.seconds[0])
                return answer(200, "{}")
            return said

        small.wire.before, small.wire.after = before, after
        told = grouped(small, lock_file, GiveUp("cy", "l"), much, Take("ann", "k"))
        assert [type(one) for one in told] == [OutcomeUnknown, NotSaved, Receipt]
        assert sorted(small.held()) == ["ann", "bo"]


def _silent_after(small: SmallOffice, call: str, said: requests.Response) -> requests.Response:
    """Neither does the answer say how the sheet is, nor can it be read."""
    if not call.endswith("batchUpdate"):
        return said
    small.wire.before = lambda _: answer(503, "<html>")
    return answer(200, "{}")


def test_only_those_whose_row_is_gone_hear_so(lock_file: Path) -> None:
    with small_office(lock_file, booking("cy", "old-cy"), booking("bo", "old-bo")) as small:

        def delete(call: str) -> None:
            if call.endswith("batchUpdate"):
                small.wire.before = None
                small.office.by_hand.delete("Bookings", 2)

        small.wire.before = delete
        told = grouped(small, lock_file, Take("ann", "k"), GiveUp("cy", "l"), GiveUp("bo", "m"))
        assert [type(one) for one in told] == [Receipt, Refused, Receipt]
        assert small.held() == ["ann"]


def test_a_commit_added_from_memory_does_not_serve_the_next(lock_file: Path) -> None:
    with small_office(lock_file, fresh_for=1.0) as small:
        small.office.do(Take("ann", "k"))
        assert small.office.do(GiveUp("ann", "l")).sentence == "Given up."
        assert [row[6] for row in small.bookings()] == ["Cancelled"]
