"""The checker itself: it passes an honest eventful history, and finds each kind of lie in a dishonest one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.reliability.checker import judge
from tests.reliability.verdict import Code, Needs

if TYPE_CHECKING:
    from tests.reliability.history import Event

APP, OTHER = "app0", "app1"
NOTHING_NEEDED = Needs(0, 0, 0, 0, 0, 0)


class Story:
    """A history told event by event, with the final sheet that follows from it."""

    def __init__(self, **places: int) -> None:
        self.events: list[Event] = [{"event": "meta", "t": 0.0, "staleness": 1.0}]
        self._numbers = 0
        self.t = 0.0
        self.rows: dict[str, Event] = {}
        for name, capacity in places.items():
            code = name.replace("_", "-")
            self._tell("session", id=code, slot=code.partition("-")[2], capacity=capacity)

    def _tell(self, event: str, **fields: Any) -> None:
        self.t += 1.0
        self.events.append({"event": event, "t": self.t, **fields})

    def row(self, key: str, user: str, session: str, **fields: str) -> None:
        self.rows[key] = {"id": key, "user": user, "session": session, "fields": {"Status": "Booked", **fields}}
        self._tell("row", **self.rows[key])

    def ask(self, op_id: str, op: str, **fields: Any) -> int:
        self._numbers += 1
        self._tell("invoke", i=self._numbers, p=fields.pop("p", APP), op=op, op_id=op_id, **fields)
        return self._numbers

    def told(self, number: int, outcome: str, **fields: Any) -> None:
        self._tell("return", i=number, r=outcome, **fields)

    def commit(self, op_id: str, seq: int = 0, **what: Any) -> None:
        asof = what.get("asof", self.t)
        blank: dict[str, Any] = {"add": [], "del": [], "set": [], "missed": [], "crooked": []}
        filled = {"p": APP, "asof": asof, "sent": asof, **blank, **what}
        self._tell("commit", seq=seq or len(self.events), op_id=op_id, **filled)
        self.rows |= {row["id"]: row for row in filled["add"]}
        for key in filled["del"]:
            self.rows.pop(key, None)
        for key, name, value in filled["set"]:
            self._put(key, name, value)

    def hand(self, op: str, **fields: Any) -> None:
        self._tell("hand", op=op, **fields)
        if op == "add":
            self.rows[fields["id"]] = {name: fields[name] for name in ("id", "user", "session", "fields")}
        elif op == "delete":
            del self.rows[fields["id"]]
        elif op == "set":
            self._put(fields["id"], fields["field"], fields["value"])

    def fault(self, kind: str = "503") -> None:
        self._tell("fault", kind=kind, **{"from": self.t, "to": self.t + 1})

    def _put(self, key: str, name: str, value: Any) -> None:
        row = self.rows.get(key)
        if row is not None:
            self.rows[key] = {**row, "fields": {**row["fields"], name: value}}

    def book(self, op_id: str, user: str, session: str, **what: Any) -> None:
        """Tell of a booking that went well."""
        number = self.ask(op_id, "book", user=user, sessions=[session], p=what.get("p", APP))
        self.commit(op_id, add=[new(f"{op_id}-1", user, session)], **what)
        self.told(number, "ok")

    def ended(self) -> list[Event]:
        return [*self.events, {"event": "final", "t": self.t, "rows": list(self.rows.values())}]

    def codes(self) -> set[Code]:
        return judge(self.ended(), NOTHING_NEEDED).codes


def new(key: str, user: str, session: str, **fields: str) -> Event:
    return {"id": key, "user": user, "session": session, "fields": {"Status": "Booked", **fields}}


@pytest.fixture
def story() -> Story:
    made = Story(W01_A=1, W02_A=2, W03_B=5)
    made.row("old-1", "old", "W03-B", Notes="old")
    return made


def eventful() -> Story:
    story = Story(W01_A=1, W02_A=2)
    story.row("old-1", "old", "W02-A")
    story.book("k1", "ann", "W01-A")
    story.fault()
    refused = story.ask("k2", "book", user="bo", sessions=["W01-A"])
    story.told(refused, "refused", reason="full")
    story.hand("set", id="k1-1", field="Notes", value="typed")
    story.hand("sort")
    story.book("k3", "bo", "W02-A", p=OTHER)
    read = story.ask("", "read", user="", session="W02-A")
    story.told(read, "ok", rows=["old-1", "k3-1"])
    cancel = story.ask("k4", "cancel", user="ann", session="W01-A")
    story.commit("k4", set=[["k1-1", "Status", "Cancelled"]])
    story.told(cancel, "ok")
    return story


def test_an_honest_eventful_history_holds() -> None:
    verdict = judge(eventful().ended(), Needs(apps=2))
    assert verdict.holds, str(verdict)
    assert "holds" in str(verdict)


def test_a_history_in_which_nothing_happens_is_vacuous() -> None:
    verdict = judge(Story(W01_A=1).ended())
    assert not verdict.holds
    assert not verdict.found
    assert [why.partition(" ")[0] for why in verdict.vacuous] == [
        "acknowledged", "refused", "full_sessions", "hand_edits", "under_fault", "apps",
    ]  # fmt: skip
    assert "VACUOUS: acknowledged 0, wanted 1" in str(verdict)


def test_a_history_without_what_its_kind_is_about_is_vacuous() -> None:
    story = eventful()
    story._tell("deed", what="tab renamed")
    assert judge(story.ended(), Needs(also=(("tab edits", 1),))).holds
    verdict = judge(story.ended(), Needs(also=(("tab edits", 2), ("crooked rows", 1))))
    assert verdict.vacuous == ["tab edits: 1, wanted 2", "crooked rows: 0, wanted 1"]


@pytest.mark.parametrize("left_out", ["return", "hand", "fault", "commit"])
def test_an_eventful_history_without_one_kind_of_event_is_vacuous_or_wrong(left_out: str) -> None:
    events = [event for event in eventful().ended() if event["event"] != left_out]
    assert not judge(events, Needs(apps=2)).holds


def test_without_a_final_sheet_there_is_no_verdict() -> None:
    with pytest.raises(ValueError, match="final"):
        judge(eventful().events)


def test_a_place_given_twice(story: Story) -> None:
    story.book("k1", "ann", "W01-A")
    story.book("k2", "bo", "W01-A")
    assert story.codes() == {Code.CAPACITY}


def test_a_place_given_while_somebody_typed_a_booking_in_that_moment(story: Story) -> None:
    ask = story.ask("k1", "book", user="ann", sessions=["W01-A"])
    story.hand("add", **new("typed", "guest", "W01-A"))
    story.commit("k1", add=[new("k1-1", "ann", "W01-A")], asof=story.t - 1)
    story.told(ask, "ok")
    assert story.codes() == set(), "nobody can know; the organiser is told by a finding"
    story.events[-2]["asof"] = story.t
    assert story.codes() == {Code.CAPACITY}, "but what was typed before the read counts"


def test_fewer_places_than_bookings_is_no_fault_of_the_app(story: Story) -> None:
    story.book("k1", "ann", "W02-A")
    story.book("k2", "bo", "W02-A")
    story.hand("capacity", session="W02-A", value=1)
    assert story.codes() == set()


def test_a_wish_told_done_that_never_was(story: Story) -> None:
    story.told(story.ask("k1", "book", user="ann", sessions=["W01-A"]), "ok")
    assert story.codes() == {Code.LOST}


def test_a_cancellation_told_done_that_never_was(story: Story) -> None:
    story.told(story.ask("k1", "cancel", user="old", session="W03-B"), "ok")
    assert story.codes() == {Code.LOST}


def test_a_note_told_done_that_never_was(story: Story) -> None:
    ask = story.ask("k1", "edit", user="ann", id="old-1", set={"Notes": "new"}, base={"Notes": "old"})
    story.told(ask, "ok")
    assert story.codes() == {Code.LOST}


def test_a_row_that_is_gone_at_the_end(story: Story) -> None:
    story.book("k1", "ann", "W01-A")
    del story.rows["k1-1"]
    assert story.codes() == {Code.LOST, Code.REPLAY}


def test_told_done_before_a_write_that_missed_is_put_right(story: Story) -> None:
    ask = story.ask("k1", "cancel", user="old", session="W03-B")
    story.commit("k1", missed=[["old-1", "Status", "Cancelled"]])
    late = story.t
    story.commit("", set=[["old-1", "Status", "Cancelled"]])
    story.told(ask, "ok")
    assert story.codes() == set()
    repair = next(event for event in story.events if event["t"] == late + 1)
    story.events.remove(repair)
    story.events.append(repair)
    assert story.codes() == {Code.LOST}


def test_one_wish_as_two_rows(story: Story) -> None:
    ask = story.ask("k1", "book", user="ann", sessions=["W03-B"])
    story.commit("k1", add=[new("k1-1", "ann", "W03-B"), new("k1-2", "ann", "W03-B")])
    story.told(ask, "ok")
    assert story.codes() == {Code.DUPLICATE}


def test_one_key_on_two_rows(story: Story) -> None:
    story.book("k1", "ann", "W03-B")
    ask = story.ask("k2", "book", user="ann", sessions=["W03-B"])
    story.commit("k2", add=[new("k1-1", "ann", "W03-B")])
    story.told(ask, "ok")
    assert Code.DUPLICATE in story.codes()


def test_one_key_taking_effect_twice(story: Story) -> None:
    story.book("k1", "ann", "W03-B")
    story.hand("delete", id="k1-1")
    story.commit("k1", add=[new("k1-2", "ann", "W03-B")])
    assert Code.NONIDEMPOTENT in story.codes()


def test_two_sessions_at_the_same_time(story: Story) -> None:
    story.book("k1", "ann", "W01-A")
    story.book("k2", "ann", "W02-A")
    assert story.codes() == {Code.CLASH}


def test_a_change_of_session_is_no_clash(story: Story) -> None:
    story.book("k1", "ann", "W01-A")
    ask = story.ask("k2", "book", user="ann", sessions=["W02-A"])
    story.commit("k2", add=[new("k2-1", "ann", "W02-A")], set=[["k1-1", "Status", "Cancelled"]])
    story.told(ask, "ok")
    assert story.codes() == set()


def test_a_row_nobody_asked_for(story: Story) -> None:
    story.commit("k9", add=[new("k9-1", "ann", "W03-B")])
    assert story.codes() == {Code.PHANTOM}


def test_a_row_for_somebody_else(story: Story) -> None:
    ask = story.ask("k1", "book", user="ann", sessions=["W03-B"])
    story.commit("k1", add=[new("k1-1", "ann", "W03-B"), new("k1-2", "bo", "W02-A")])
    story.told(ask, "ok")
    assert story.codes() == {Code.PHANTOM}


def test_a_wish_that_was_refused_and_carried_out(story: Story) -> None:
    story.book("k1", "ann", "W01-A")
    ask = story.ask("k2", "book", user="bo", sessions=["W01-A", "W03-B"])
    story.commit("k2", add=[new("k2-1", "bo", "W03-B")])
    story.told(ask, "refused", reason="full")
    assert story.codes() == {Code.PHANTOM}


def test_a_wish_of_unknown_outcome_may_take_effect_late(story: Story) -> None:
    ask = story.ask("k1", "book", user="ann", sessions=["W03-B"])
    story.told(ask, "unknown")
    story.commit("k1", add=[new("k1-1", "ann", "W03-B")])
    assert story.codes() == set()


@pytest.mark.parametrize(
    "reason", ["full", "not_found", "conflict", "clash", "closed", "busy", "unavailable", "contended"]
)
def test_a_refusal_that_nothing_explains(story: Story, reason: str) -> None:
    story.row("mine", "ann", "W02-A")
    ask = story.ask("k1", "edit", user="ann", id="mine", sessions=["W02-A"], set={}, base={"Notes": ""})
    story.told(ask, "refused", reason=reason)
    assert story.codes() == {Code.UNJUSTIFIED}


def test_refusals_that_are_explained(story: Story) -> None:
    story.book("k0", "bo", "W01-A")
    for reason, op in (
        ("full", {"op": "book", "sessions": ["W01-A"]}),
        ("not_found", {"op": "cancel", "session": "W02-A"}),
        ("not_found", {"op": "edit", "id": "gone", "set": {}, "base": {}}),
        ("conflict", {"op": "edit", "id": "old-1", "set": {"Notes": "x"}, "base": {"Notes": "something else"}}),
    ):
        story.told(story.ask(f"k-{reason}", user="ann", **op), "refused", reason=reason)
    ask = story.ask("busy", "book", user="ann", sessions=["W03-B"])
    story.fault()
    story.told(ask, "refused", reason="unavailable")
    ask = story.ask("beaten", "book", user="ann", sessions=["W03-B"])
    story.book("winner", "cy", "W03-B", p=OTHER)
    story.told(ask, "refused", reason="contended")
    assert story.codes() == set()


FULL_A = {"why": "full", "about": "W01-A"}


@pytest.mark.parametrize(
    "second",
    [
        {"why": "full", "about": "W03-B"},
        {"why": "full", "about": "W02-A"},
        {"why": "clash", "about": "W03-B"},
        {"why": "duplicate", "about": "W03-B"},
        {"why": "not_found", "about": "W03-B"},
        {"why": "closed", "about": "W03-B"},
        {"why": "invalid", "about": "sessions"},
        {"why": "not_owner", "about": "person"},
    ],
)
def test_every_reason_is_judged_and_not_the_first_alone(story: Story, second: dict[str, str]) -> None:
    story.book("k0", "bo", "W01-A")
    ask = story.ask("k1", "book", user="ann", sessions=["W01-A", "W03-B"])
    story.told(ask, "refused", reason="full", reasons=[FULL_A, second])
    assert story.codes() == {Code.UNJUSTIFIED}
    story.events[-1]["reasons"] = [FULL_A]
    assert story.codes() == set()


def test_reasons_that_are_explained(story: Story) -> None:
    story.row("here", "ann", "W01-A")
    ask = story.ask("k1", "book", user="ann", sessions=["W01-B", "W02-A", "W01-A", "W09-A"])
    story.told(
        ask,
        "refused",
        reason="clash",
        reasons=[
            {"why": "clash", "about": "W02-A"},
            {"why": "duplicate", "about": "W01-B"},
            {"why": "not_found", "about": "W09-A"},
            FULL_A,
        ],
    )
    assert story.codes() == set()


def test_full_on_the_strength_of_a_row_that_is_not_written_yet(story: Story) -> None:
    first = story.ask("k0", "book", user="bo", sessions=["W01-A"])
    ask = story.ask("k1", "book", user="ann", sessions=["W01-A"])
    story.told(ask, "refused", reason="full", reasons=[FULL_A])
    story.commit("k0", add=[new("k0-1", "bo", "W01-A")])
    story.told(first, "ok")
    assert story.codes() == {Code.UNJUSTIFIED}


@pytest.mark.parametrize(("before", "found"), [(0, {Code.UNJUSTIFIED}), (1, set()), (2, {Code.UNJUSTIFIED})])
def test_how_many_wait_before_somebody(story: Story, before: int, found: set[Code]) -> None:
    story.book("k0", "bo", "W01-A")
    story.row("w", "cy", "W01-A", Status="Waiting")
    ask = story.ask("k1", "book", user="ann", sessions=["W01-A"])
    story.told(ask, "refused", reason="full", reasons=[{**FULL_A, "before": before}])
    assert story.codes() == found


@pytest.mark.parametrize(("number", "found"), [(1, {Code.UNJUSTIFIED}), (2, set()), (3, {Code.UNJUSTIFIED})])
def test_which_number_somebody_is_on_a_waiting_list(story: Story, number: int, found: set[Code]) -> None:
    story.book("k0", "bo", "W01-A")
    story.row("w", "cy", "W01-A", **{"Status": "Waiting", "Booked at": 46000.5})  # type: ignore[arg-type]
    ask = story.ask("k1", "book", user="ann", sessions=["W01-A"], wait_for=["W01-A"])
    row = new("k1-1", "ann", "W01-A", **{"Status": "Waiting", "Booked at": 46000.6})  # type: ignore[arg-type]
    story.commit("k1", add=[row])
    story.told(ask, "ok", numbers={"W01-A": number})
    assert story.codes() == found


def test_a_number_told_while_people_edited_in_the_moment_of_the_decision(story: Story) -> None:
    story.book("k0", "bo", "W01-A")
    ask = story.ask("k1", "book", user="ann", sessions=["W01-A"], wait_for=["W01-A"])
    read = story.t
    story.hand("set", id="k0-1", field="Notes", value="seen")
    story.commit("k1", add=[new("k1-1", "ann", "W01-A", Status="Waiting")], asof=read)
    story.told(ask, "ok", numbers={"W01-A": 2})
    assert story.codes() == set()


def test_no_fault_explains_that_something_in_the_app_went_wrong(story: Story) -> None:
    ask = story.ask("k1", "book", user="ann", sessions=["W03-B"])
    story.fault()
    story.told(ask, "refused", reason="broken")
    assert story.codes() == {Code.UNJUSTIFIED}


def test_too_many_people_are_saving_is_no_word_for_a_sheet_that_takes_nothing(story: Story) -> None:
    ask = story.ask("k1", "book", user="ann", sessions=["W03-B"])
    story.fault()
    story.told(ask, "refused", reason="contended")
    assert story.codes() == {Code.UNJUSTIFIED}


def test_a_wish_made_while_the_app_was_reading_may_be_decided_on_that_read(story: Story) -> None:
    story.book("k0", "bo", "W01-A")
    read = story.t
    story.hand("delete", id="k0-1")
    ask = story.ask("k1", "book", user="ann", sessions=["W01-A"])
    story._tell("look", p=APP, **{"from": read})
    story.told(ask, "refused", reason="full")
    assert story.codes() == set()
    story.events[-2]["p"] = OTHER
    assert story.codes() == {Code.UNJUSTIFIED}


def test_full_though_somebody_deleted_a_row_in_the_moment_it_was_decided(story: Story) -> None:
    ask = story.ask("k1", "book", user="ann", sessions=["W02-A"])
    story.book("k0", "bo", "W02-A")
    read = story.t
    first = story.ask("k2", "book", user="cy", sessions=["W02-A"])
    story.hand("delete", id="k0-1")
    story.commit("k2", add=[new("k2-1", "cy", "W02-A")], asof=read)
    story.told(first, "ok")
    story.told(ask, "refused", reason="full")
    assert story.codes() == set(), "one place was taken in that moment, the other one was not yet known to be free"
    story.told(story.ask("k3", "book", user="ann", sessions=["W02-A"]), "refused", reason="full")
    assert [sentence.partition(" ")[0] for _, sentence in judge(story.ended(), NOTHING_NEEDED).found] == ["k3"]


def test_full_though_the_app_had_read_that_a_row_was_deleted(story: Story) -> None:
    story.row("one", "bo", "W02-A")
    ask = story.ask("k1", "book", user="ann", sessions=["W02-A"])
    story.hand("delete", id="one")
    story.book("k2", "cy", "W02-A")
    story.told(ask, "refused", reason="full")
    assert story.codes() == {Code.UNJUSTIFIED}


def test_full_is_judged_by_the_fewest_places_while_somebody_asked(story: Story) -> None:
    story.row("one", "bo", "W02-A")
    ask = story.ask("k1", "book", user="ann", sessions=["W02-A"])
    story.hand("capacity", session="W02-A", value=1)
    story.hand("capacity", session="W02-A", value=2)
    story.told(ask, "refused", reason="full")
    story.told(story.ask("k2", "book", user="ann", sessions=["W02-A"]), "refused", reason="full")
    assert [sentence.partition(" ")[0] for _, sentence in judge(story.ended(), NOTHING_NEEDED).found] == ["k2"]


def test_what_somebody_typed_written_over(story: Story) -> None:
    ask = story.ask("k1", "edit", user="ann", id="old-1", set={"Notes": "new"}, base={"Notes": "old"})
    story.hand("set", id="old-1", field="Notes", value="typed by the head")
    story.commit("k1", set=[["old-1", "Notes", "new"]])
    story.told(ask, "ok")
    assert story.codes() == {Code.HAND_LOST}
    story.events[-2] |= {"asof": 0.0, "sent": 0.0}
    assert story.codes() == set(), "typed between the read and the write: nobody can know"


def waited(story: Story, sent: float, *faults: Event) -> set[Code]:
    """Return what is wrong where somebody types a second after the read and the batch sets out so much later."""
    ask = story.ask("k1", "edit", user="ann", id="old-1", set={"Notes": "new"}, base={"Notes": "old"})
    read = story.t
    story.hand("set", id="old-1", field="Notes", value="typed by the head")
    story.events += faults
    story.t = read + sent
    story.commit("k1", set=[["old-1", "Notes", "new"]], asof=read, sent=story.t)
    story.told(ask, "ok")
    return story.codes()


@pytest.mark.parametrize(
    ("sent", "found"), [(0.5, set()), (1.5, set()), (2.5, {Code.HAND_LOST}), (75, {Code.HAND_LOST})]
)
def test_a_decision_that_waited_excuses_nothing(story: Story, sent: float, found: set[Code]) -> None:
    assert waited(story, sent) == found


@pytest.mark.parametrize(
    ("by", "seconds", "found"), [(APP, 8.0, set()), (APP, 3.0, {Code.HAND_LOST}), (OTHER, 8.0, {Code.HAND_LOST})]
)
def test_a_read_that_a_fault_held_up_is_no_waiting(story: Story, by: str, seconds: float, found: set[Code]) -> None:
    fault = {"event": "fault", "kind": "latency", "p": by, "t": 0.0, "from": story.t + 1, "to": story.t + 1 + seconds}
    assert waited(story, 9, fault, fault) == found, "the same seconds are not counted twice"


def test_a_place_given_on_a_decision_that_waited(story: Story) -> None:
    ask = story.ask("k1", "book", user="ann", sessions=["W01-A"])
    read = story.t
    story.hand("add", **new("typed", "guest", "W01-A"))
    story.t = read + 75
    story.commit("k1", add=[new("k1-1", "ann", "W01-A")], asof=read, sent=story.t)
    story.told(ask, "ok")
    assert story.codes() == {Code.CAPACITY}


def test_as_long_as_a_read_may_serve_is_no_waiting(story: Story) -> None:
    story.events[0]["fresh_for"] = 1.0
    assert waited(story, 2.5) == set()


def test_what_is_typed_in_the_moment_of_a_write_that_misses_stays(story: Story) -> None:
    ask = story.ask("k1", "edit", user="ann", id="old-1", set={"Notes": "new"}, base={"Notes": "old"})
    story.hand("set", id="old-1", field="Notes", value="typed by the head")
    story.commit("k1", missed=[["old-1", "Notes", "new"]], asof=0.0)
    story.told(ask, "ok")
    assert story.codes() == set()
    story.commit("", set=[["old-1", "Notes", "new"]])
    assert Code.HAND_LOST in story.codes(), "and is not written over later"


def test_a_note_on_what_somebody_typed_and_the_person_saw(story: Story) -> None:
    story.hand("set", id="old-1", field="Notes", value="typed by the head")
    ask = story.ask("k1", "edit", user="ann", id="old-1", set={"Notes": "new"}, base={"Notes": "typed by the head"})
    story.commit("k1", set=[["old-1", "Notes", "new"]])
    story.told(ask, "ok")
    assert story.codes() == set()


def test_a_row_typed_by_hand_that_is_gone(story: Story) -> None:
    story.hand("add", **new("typed", "guest", "W03-B"))
    story.commit("", **{"del": ["typed"]})
    assert story.codes() == {Code.HAND_LOST}


def test_another_row_that_stays_touched(story: Story) -> None:
    story.row("mine", "ann", "W02-A")
    ask = story.ask("k1", "cancel", user="ann", session="W02-A")
    story.commit("k1", seq=1, set=[["mine", "Status", "Cancelled"]])
    story.commit("", seq=1, set=[["old-1", "Status", "Cancelled"]])
    story.told(ask, "ok")
    assert story.codes() == {Code.COLLATERAL}
    story.commit("", seq=2, set=[["old-1", "Status", "Booked"]])
    assert story.codes() == set(), "put right"


def test_a_row_deleted_by_hand_while_it_showed_the_key_of_another(story: Story) -> None:
    """A write hit the wrong row, Ref and all; somebody deletes what they see, and the rest is put right."""
    ask = story.ask("k1", "cancel", user="ann", session="W02-A")
    story.rows["typed:ann"] = {"id": "typed:ann", "user": "ann", "session": "W02-A", "fields": {"Status": "Booked"}}
    story.events.insert(-1, {"event": "row", "t": 0.0, **story.rows["typed:ann"]})
    story.commit("k1", seq=1, missed=[["typed:ann", "Status", "Cancelled"], ["typed:ann", "Ref", "k1-1"]])
    story.commit("", seq=1, set=[["old-1", "Status", "Cancelled"], ["old-1", "Ref", "k1-1"]])
    del story.rows["old-1"]
    story.rows["k1-1"] = {}
    story.hand("delete", id="k1-1")
    story.commit("", seq=2, set=[["typed:ann", "Status", "Cancelled"], ["typed:ann", "Ref", "k1-1"]])
    del story.rows["typed:ann"]
    story.told(ask, "ok")
    story.rows["k1-1"] = new("k1-1", "ann", "W02-A") | {"fields": {"Status": "Cancelled"}}
    assert story.codes() == set()
    story.events = [event for event in story.events if event["event"] != "hand"]
    assert story.codes() == {Code.LOST}, "had nobody deleted it"


def test_somebody_elses_row_changed_by_a_wish(story: Story) -> None:
    ask = story.ask("k1", "cancel", user="ann", session="W03-B")
    story.commit("k1", set=[["old-1", "Status", "Cancelled"]])
    story.told(ask, "ok")
    assert story.codes() == {Code.COLLATERAL}


def test_another_tab_touched(story: Story) -> None:
    story.commit("", set=[["Staff", "", "changed"]])
    assert story.codes() == {Code.COLLATERAL}


CROOKED = {"id": "typed::Larkfold", "user": "", "session": "Larkfold", "fields": {}, "for": "k1-1"}


def crooked(story: Story) -> int:
    """Tell of a row that stands under wrong headings, as columns were moved when it was on its way."""
    ask = story.ask("k1", "book", user="ann", sessions=["W03-B"])
    story.commit("k1", add=[new("k1-1", "ann", "W03-B")], crooked=[CROOKED])
    del story.rows["k1-1"]
    story.rows["typed::Larkfold"] = {name: CROOKED[name] for name in ("id", "user", "session", "fields")}
    return ask


def test_a_crooked_row_that_is_written_anew(story: Story) -> None:
    ask = crooked(story)
    story.commit("", add=[new("k1-1", "ann", "W03-B")], **{"del": ["typed::Larkfold"]})
    story.told(ask, "ok")
    assert story.codes() == set()


def test_a_crooked_row_that_stays(story: Story) -> None:
    story.told(crooked(story), "ok")
    assert story.codes() == {Code.LOST, Code.PHANTOM}


def test_a_crooked_row_that_is_only_cleared(story: Story) -> None:
    ask = crooked(story)
    story.commit("", **{"del": ["typed::Larkfold"]})
    story.told(ask, "ok")
    assert story.codes() == {Code.LOST}


def test_a_crooked_row_that_is_written_over_another(story: Story) -> None:
    ask = crooked(story)
    story.commit("", add=[new("k1-1", "ann", "W03-B")], **{"del": ["old-1", "typed::Larkfold"]})
    story.told(ask, "ok")
    assert story.codes() == {Code.COLLATERAL, Code.LOST}


def test_a_row_that_is_cleared_by_mistake_and_written_back(story: Story) -> None:
    ask = crooked(story)
    old = story.rows["old-1"]
    story.commit("", add=[new("k1-1", "ann", "W03-B")], **{"del": ["old-1"]})
    story.commit("", add=[old], **{"del": ["typed::Larkfold"]})
    story.told(ask, "ok")
    assert story.codes() == set()


@pytest.mark.parametrize(("left", "found"), [("mine", set()), ("not mine", {Code.PHANTOM})])
def test_what_somebody_types_into_a_crooked_row_is_a_cell_of_its_own(story: Story, left: str, found: set[Code]) -> None:
    ask = crooked(story)
    story.hand("set", id="typed::Larkfold", field="Notes", value="mine")
    note = {"id": "typed::", "user": "", "session": "", "fields": {"Notes": left}}
    story.commit("", add=[new("k1-1", "ann", "W03-B"), note], **{"del": ["typed::Larkfold"]})
    story.told(ask, "ok")
    assert story.codes() == found


@pytest.mark.parametrize(("rows", "found"), [(["old-1", "B"], set()), (["old-1", "C"], {Code.STALE_READ})])
def test_a_crooked_row_is_read_as_what_it_has_under_ref(story: Story, rows: list[str], found: set[Code]) -> None:
    ask = story.ask("k1", "book", user="ann", sessions=["W03-B"])
    shown = {"id": "crooked:k1-1", "user": "ann", "session": "W03-B", "fields": {"shown as": "B"}, "for": "k1-1"}
    story.commit("k1", add=[new("k1-1", "ann", "W03-B")], crooked=[shown])
    story.told(story.ask("", "read", user="", session="W03-B"), "ok", rows=rows)
    story.commit("", add=[new("k1-1", "ann", "W03-B")], **{"del": ["crooked:k1-1"]})
    story.told(ask, "ok")
    assert story.codes() == found


@pytest.mark.parametrize(("back", "found"), [(True, set()), (False, {Code.PHANTOM})])
def test_a_row_deleted_in_the_very_moment_is_back_only_as_a_whole(story: Story, back: bool, found: set[Code]) -> None:
    old = story.rows["old-1"]
    story.hand("delete", id="old-1")
    story.commit("", add=[old if back else {"id": "old-1", "user": "", "session": "", "fields": {"Notes": "x"}}])
    assert story.codes() == found


@pytest.mark.parametrize(("by", "found"), [(APP, set()), (OTHER, {Code.PHANTOM})])
def test_a_correction_that_a_fault_of_its_own_holds_up_is_no_later(story: Story, by: str, found: set[Code]) -> None:
    old = story.rows["old-1"]
    story.hand("delete", id="old-1")
    story.events.append({"event": "fault", "t": story.t, "kind": "503", "p": by, "from": story.t, "to": story.t + 3})
    story.t += 3.0
    story.commit("", add=[old])
    assert story.codes() == found


def test_who_waits_is_moved_up_by_somebody_elses_wish(story: Story) -> None:
    story.row("mine", "ann", "W01-A")
    story.rows["next"] = new("next", "bo", "W01-A") | {"fields": {"Status": "Waiting"}}
    story.events.append({"event": "row", "t": 0.0, **story.rows["next"]})
    ask = story.ask("k1", "cancel", user="ann", session="W01-A")
    up = [["next", "Status", "Booked"], ["next", "Notes", "From the waiting list on Mon 16 Nov 2026"]]
    story.commit("k1", set=[["mine", "Status", "Cancelled"], *up])
    story.told(ask, "ok")
    assert story.codes() == set()


@pytest.mark.parametrize("rows", [[], ["old-1", "k1-1", "never"]], ids=["missing", "invented"])
def test_a_page_that_shows_what_is_not_so(story: Story, rows: list[str]) -> None:
    story.book("k1", "ann", "W03-B")
    story.t += 10
    story.told(story.ask("", "read", user="", session="W03-B"), "ok", rows=rows)
    assert story.codes() == {Code.STALE_READ}


def test_a_page_may_be_as_old_as_is_promised(story: Story) -> None:
    story.book("k1", "ann", "W03-B")
    read = story.ask("", "read", user="", session="W03-B")
    story.told(read, "ok", rows=["old-1", "k1-1"])
    story.events[0]["staleness"] = 10.0
    story.told(story.ask("", "read", user="", session="W03-B"), "ok", rows=["old-1"])
    assert story.codes() == set()


def test_a_final_sheet_that_the_history_does_not_explain(story: Story) -> None:
    story.rows["old-1"] = new("old-1", "old", "W03-B", Notes="something else")
    assert story.codes() == {Code.COLLATERAL, Code.REPLAY}


def test_a_row_in_the_final_sheet_that_came_from_nowhere(story: Story) -> None:
    story.rows["k7-1"] = new("k7-1", "ann", "W03-B")
    assert story.codes() == {Code.PHANTOM, Code.REPLAY}


def test_every_code_is_found_by_one_of_these() -> None:
    """The tests above name each code; a new one needs a history that shows it."""
    assert {*Code} == {
        Code.CAPACITY, Code.LOST, Code.DUPLICATE, Code.CLASH, Code.PHANTOM, Code.UNJUSTIFIED, Code.HAND_LOST,
        Code.COLLATERAL, Code.STALE_READ, Code.NONIDEMPOTENT, Code.REPLAY,
    }  # fmt: skip
