"""Judges a run from its history and the final sheet alone; it knows nothing of how the app works."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tests.reliability.ledger import BOOKED, CANCELLED, REF, STATUS, WAITING, Booking, Course, Rows, active, held
from tests.reliability.moments import covered, with_short_moments
from tests.reliability.recording import SHOWN_AS
from tests.reliability.verdict import Code, Needs, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.reliability.history import Event

FOREVER: Final = float("inf")
A_REPAIR: Final = 2.0
"""Seconds within which a row that was deleted by hand, just when rows were cleared, may be taken for one of these."""
NOTES: Final = "Notes"
BUSY: Final = {"busy", "unavailable"}


def judge(history: Sequence[Event], needs: Needs | None = None) -> Verdict:
    """Return the verdict on a history with its ``final`` event.

    Args:
        history: the events, in the order in which they were written.
        needs: how eventful it must have been.

    Raises:
        ValueError: there is no ``final``; without it nothing can be judged.
    """
    run = _Run(with_short_moments(history))
    run.replay()
    run.answers()
    run.final()
    run.eventful(needs or Needs())
    return run.verdict


@dataclass
class _Asked:
    """One invocation and its answer."""

    event: Event
    told: Event | None = None

    @property
    def start(self) -> float:
        return float(self.event["t"])

    @property
    def end(self) -> float:
        return float(self.told["t"]) if self.told else FOREVER

    @property
    def outcome(self) -> str:
        return str(self.told["r"]) if self.told else "unknown"


class _Run:
    def __init__(self, history: Sequence[Event]) -> None:
        self.verdict = Verdict()
        self._history = history
        self._finals = [event for event in history if event["event"] == "final"]
        if not self._finals:
            raise ValueError("a history without a final sheet cannot be judged")
        self._meta: Event = next((event for event in history if event["event"] == "meta"), {})
        self._slot = {event["id"]: event["slot"] for event in history if event["event"] == "session"}
        self._places = {event["id"]: event["capacity"] for event in history if event["event"] == "session"}
        self._most = [(0.0, dict(self._places))]
        self._asked = {event["i"]: _Asked(event) for event in history if event["event"] == "invoke"}
        for event in history:
            if event["event"] == "return":
                self._asked[event["i"]].told = event
        self._by_op: defaultdict[str, list[_Asked]] = defaultdict(list)
        for asked in self._asked.values():
            self._by_op[asked.event["op_id"]].append(asked)
        self._meant, self._seen = Course(), Course()
        self._typed: dict[tuple[str, str], tuple[float, Any]] = {}
        self._hands: list[Event] = []
        self._landed: dict[str, int] = {}
        self._owed: defaultdict[str, list[list[Any]]] = defaultdict(list)
        self._full: set[str] = set()
        self._awaited: set[str] = set()
        self._cleared: dict[str, str] = {}
        self._twins: dict[str, str] = {}
        self._gone: dict[str, float] = {}
        self._back: set[str] = set()
        self._overrun: set[tuple[str, str]] = set()
        self._astray: dict[str, str] = {}

    def wrong(self, code: Code, sentence: str) -> None:
        self.verdict.found.append((code, sentence))

    # From the start to the end, as it happened.

    def replay(self) -> None:
        batches: defaultdict[int, list[Event]] = defaultdict(list)
        for event in self._history:
            if event["event"] == "commit":
                batches[event["seq"]].append(dict(event))
        self._both(lambda course: course.add(event for event in self._history if event["event"] == "row"))
        self._both(lambda course: course.keep(0.0))
        for event in self._history:
            match event["event"]:
                case "hand":
                    self._hand(event)
                case "deed":
                    self.verdict.counts[event["what"]] += 1
                    self.verdict.counts["tab edits"] += event["what"].startswith("tab ")
                case "commit" if event["seq"] in batches:
                    self._batch(batches.pop(event["seq"]))
                case "return" if event["r"] == "ok":
                    self._told_ok(event)

    def _both(self, change: Any) -> None:
        change(self._meant)
        change(self._seen)

    def _hand(self, event: Event) -> None:
        self.verdict.counts[f"hand {event['op']}"] += 1
        self._hands.append(event)
        match event["op"]:
            case "add":
                self._both(lambda course: course.add([event]))
                cells = {**event["fields"], "user": event["user"], "session": event["session"]}
                self._typed.update({(event["id"], name): (event["t"], value) for name, value in cells.items()})
            case "delete":
                key = self._known_as(event["id"])
                self._gone[key] = event["t"]
                self._meant.delete([key])
                self._seen.delete([event["id"]])
            case "set":
                cell = [event["id"], event["field"], event["value"]]
                crooked = self._is_crooked(event["id"])
                self._meant.put([] if crooked else [cell])
                self._seen.put([cell])
                key = f"crooked:{event['id']}" if crooked else event["id"]
                self._typed[key, event["field"]] = (event["t"], event["value"])
            case "capacity":
                self._places[event["session"]] = event["value"]
                self._most.append((event["t"], dict(self._places)))
        self._both(lambda course: course.keep(event["t"]))

    def _batch(self, events: list[Event]) -> None:
        before = dict(self._meant.now)
        self.verdict.counts["commits"] += 1
        for event in events:
            if event["op_id"]:
                self._check_asked(event)
                self._let_hands_win(event)
                self._check_cells(event)
                self._meant.add(event["add"])
                self._awaited |= {row["for"] for row in event["crooked"]}
                self.verdict.counts["crooked rows"] += len(event["crooked"])
                self._meant.put([*event["set"], *(cell for cell in event["missed"] if cell[1])])
                self._meant.keep(event["t"])
            else:
                self._check_stray(event)
                self._meant.keep(event["t"])
                self._follow_keys(event)
            self._owed[event["op_id"]] += event["missed"]
            self._seen.delete(event["del"])
            self._seen.add(row for row in event["add"] if row["id"] not in {one["for"] for one in event["crooked"]})
            self._seen.add(event["crooked"])
            self._twins |= {one["id"]: one["for"] for one in event["crooked"]}
            self._seen.put(event["set"])
        self._seen.keep(events[0]["t"])
        there = {key: self._meant.now[key] for key in self._back & self._meant.now.keys()}
        self._check_places({**there, **before}, events[0])

    def _follow_keys(self, event: Event) -> None:
        """Remember which row shows the key of another one until that is put right."""
        given = [(key, value) for key, name, value in event["set"] if name == REF]
        rows = {value: self._astray.pop(key, key) for key, value in given}
        self._astray |= {shown: key for shown, key in rows.items() if shown != key}

    def _known_as(self, shown: str) -> str:
        """Return the key of the row that somebody sees with this one."""
        meant, seen = self._meant.now.get(shown), self._seen.now.get(shown)
        if meant is not None and seen is not None and (meant.user, meant.session) == (seen.user, seen.session):
            return shown
        key = self._twins.get(shown) or self._astray.get(shown, shown)
        return key if key in self._meant.now else shown

    def _is_crooked(self, shown: str) -> bool:
        """Tell whether somebody sees a crooked row, which is no booking: what they type there is a cell of its own."""
        return shown in self._twins and self._seen.now.get(shown) != self._meant.now.get(self._twins[shown])

    def _told_ok(self, event: Event) -> None:
        """Look whether a write that missed had been put right before its sender heard "done"."""
        op_id = self._asked[event["i"]].event["op_id"]
        app = self._asked[event["i"]].event["p"]
        for key in [key for key, by in self._cleared.items() if by == app and op_id]:
            del self._cleared[key]
            if key in self._meant.now and key not in self._seen.now:
                self.wrong(Code.COLLATERAL, f"{op_id} was told done while {key} was gone")
        for key, name, _ in self._owed.pop(op_id, []):
            meant, seen = self._meant.now.get(key), self._seen.now.get(key)
            if meant is not None and seen is not None and meant.get(name) != seen.get(name):
                self.wrong(Code.LOST, f"{op_id} was told done while {name} of {key} said {seen.get(name)!r}")

    # What one batch may do.

    def _let_hands_win(self, event: Event) -> None:
        """Leave out what a write missed and somebody typed in that very moment: it counts as typed after the write."""
        typed = [cell for cell in event["missed"] if self._typed.get((cell[0], cell[1]), (0.0,))[0] > event["asof"]]
        self.verdict.counts["typed in the very moment"] += len(typed)
        self._meant.put(typed)
        self._meant.keep(event["t"])
        self._meant.put([key, name, self._typed[key, name][1]] for key, name, _ in typed)
        event["missed"] = [cell for cell in event["missed"] if cell not in typed]

    def _check_asked(self, event: Event) -> None:
        op_id, t = event["op_id"], event["t"]
        if self._landed.setdefault(op_id, event["seq"]) != event["seq"]:
            self.wrong(Code.NONIDEMPOTENT, f"{op_id} took effect twice")
        asked = [one for one in self._by_op.get(op_id, ()) if one.start <= t]
        if not self._in_vain(event, asked) and not any(
            one.outcome == "unknown" or (one.outcome == "ok" and t <= one.end) for one in asked
        ):
            self.wrong(Code.PHANTOM, f"{op_id} took effect, though it was {'refused' if asked else 'never asked for'}")

    def _in_vain(self, event: Event, asked: list[_Asked]) -> bool:
        """Tell whether all that was changed was deleted by hand before anybody heard of it: as if it were refused."""
        rows = {key for key, *_ in (*event["set"], *event["missed"])} | {row["id"] for row in event["add"]}
        end = min((one.end for one in asked if one.end >= event["t"]), default=event["t"])
        gone = {
            one["id"] for one in self._history if one["event"] == "hand" and one["op"] == "delete" and one["t"] <= end
        }
        return rows <= gone

    def _check_cells(self, event: Event) -> None:
        ask = self._by_op[event["op_id"]][0].event if event["op_id"] in self._by_op else {"op": "", "user": ""}
        for row in event["add"]:
            if row["id"] in self._meant.now:
                self.wrong(Code.DUPLICATE, f"{row['id']} was added a second time")
            if row["user"] != ask["user"] or row["session"] not in _wanted(ask):
                self.wrong(Code.PHANTOM, f"{event['op_id']} added {row['user']} to {row['session']}")
        for key, name, value in (*event["set"], *event["missed"]):
            row_there = self._meant.now.get(key)
            if row_there is None or name == REF:
                continue
            if not _may(ask, row_there, name, value):
                self.wrong(Code.COLLATERAL, f"{event['op_id']} set {name} of {key} to {value!r}")
            self._check_typed(event, ask, (key, name), value)

    def _check_typed(self, event: Event, ask: Event, cell: tuple[str, str], value: Any) -> None:
        """Look whether what somebody typed is written over; in the moment between read and write nobody can know."""
        t, typed = self._typed.pop(cell, (0.0, value))
        if typed in (value, "") or str(typed) in str(value) or (ask["op"] != "edit" and cell[1] == STATUS):
            return
        if ask["op"] == "edit" and ask["base"].get(cell[1], "") == typed:
            return
        if t > event["asof"]:
            self.verdict.counts["typed in the very moment"] += 1
        else:
            self.wrong(Code.HAND_LOST, f"{event['op_id']} wrote {value!r} over {typed!r} in {cell[1]} of {cell[0]}")

    def _check_stray(self, event: Event) -> None:
        for key in event["del"]:
            there = self._seen.now.get(key)
            if key in self._meant.now and self._in_the_very_moment(event, key, "user"):
                self.verdict.counts["typed in the very moment"] += 1
                self._meant.delete([key])
                self._gone[key] = event["t"]
            elif key in self._meant.now and there is not None and there.user:
                self._cleared[key] = event["p"]
        for row in event["add"]:
            plain = row["id"].partition("#")[0]
            crooked = [one for one in event["crooked"] if one["id"] == row["id"]]
            key, meant = (crooked[0]["for"], crooked[0]["meant"]) if crooked else (plain, row)
            is_whole = row["user"] and row["session"]
            if is_whole and self._since_it_was_deleted(key, event) < A_REPAIR and key not in self._meant.now:
                self.verdict.counts["deleted in the very moment and back"] += 1
                self._meant.add([{**meant, "id": key}])
                self._back.add(key)
            asked_for = crooked or plain in {*self._meant.now, *self._awaited}
            if row["user"] and row["session"] and not asked_for:
                self.wrong(Code.PHANTOM, f"a row for {row['user']} in {row['session']} that nobody asked for")
        for key, name, value in event["set"]:
            if not name:
                self.wrong(Code.COLLATERAL, f"the tab {key} was {value}")
            elif (key, name) in self._overrun or self._in_the_very_moment(event, key, name):
                self.verdict.counts["typed in the very moment"] += (key, name) not in self._overrun
                self._overrun.add((key, name))
                self._typed.pop((key, name), None)
                self._meant.put([[key, name, value]])

    def _since_it_was_deleted(self, key: str, event: Event) -> float:
        """Return the seconds since a row was deleted by hand, without those for which a fault held this app up."""
        gone = self._gone.get(key, -FOREVER)
        faults = [one for one in self._history if one["event"] == "fault" and one.get("p") == event["p"]]
        return float(event["t"]) - gone - covered(((one["from"], one["to"]) for one in faults), gone, event["t"])

    def _in_the_very_moment(self, event: Event, key: str, name: str) -> bool:
        """Tell whether somebody typed this cell, or the whole row, between the app's read and its write."""
        cells = [(key, name)] if (key, name) in self._typed else [(key, "user")]
        return any(self._typed[cell][0] > event["asof"] for cell in cells if cell in self._typed)

    def _check_places(self, before: Rows, event: Event) -> None:
        after = self._meant.now
        for session, places in self._places.items():
            now, was = active(after, session), active(before, session)
            if len(now) >= places:
                self._full.add(session)
            if len(now) > places and now - was and not self._by_hand(event, session):
                self.wrong(Code.CAPACITY, f"{session} has {len(now)} people in {places} places")
            for user in now - was:
                self._check_person(user, session, event)
        for row in after.values():
            if row.id not in before and row.status == BOOKED and len(held(after, row.user, row.session)) > 1:
                self.wrong(Code.DUPLICATE, f"{row.user} has {row.session} twice")

    def _check_person(self, user: str, session: str, event: Event) -> None:
        others = {
            row.session
            for row in self._meant.now.values()
            if row.user == user and row.status == BOOKED and row.session != session
        }
        clash = [one for one in others if self._slot.get(one) == self._slot.get(session)]
        if clash and not self._by_hand(event, *clash, session):
            self.wrong(Code.CLASH, f"{user} has {session} and {clash[0]} at the same time")

    def _by_hand(self, event: Event, *sessions: str) -> bool:
        """Tell whether somebody changed who is in these sessions between the app's read and its write."""
        late = [one for one in self._hands if event["asof"] < one["t"] <= event["t"]]
        touched = any(one["op"] in {"add", "capacity"} and one["session"] in sessions for one in late)
        touched = touched or any(one["op"] == "set" and one["field"] in {STATUS, "session"} for one in late)
        self.verdict.counts["places given in the very moment"] += touched
        return touched

    # What people were told.

    def answers(self) -> None:
        for asked in self._asked.values():
            self.verdict.counts[f"{asked.event['op']} {asked.outcome}"] += 1
            if asked.event["op"] == "read":
                self._check_read(asked)
            elif asked.outcome == "ok":
                self._check_done(asked)
                self._check_numbers(asked)
            elif asked.outcome == "refused":
                self._check_refused(asked)

    def _check_done(self, asked: _Asked) -> None:
        ask = asked.event
        start = min(self._known_from(one) for one in self._by_op[ask["op_id"]])
        states = list(self._meant.during(start, asked.end))
        for what, test in _effects(ask):
            if not any(test(state) for state in states):
                self.wrong(Code.LOST, f"{ask['op_id']} was told done, but {what}")

    def _check_refused(self, asked: _Asked) -> None:
        """Judge every reason that somebody was given, each by itself."""
        told = asked.told or {}
        for reason in told.get("reasons") or [{"why": told.get("reason", "")}]:
            self.verdict.counts["reasons judged"] += 1
            if not self._is_just(asked, reason):
                said = " ".join(map(str, reason.values()))
                self.wrong(Code.UNJUSTIFIED, f"{asked.event['op_id']} was refused as {said}, which nothing explains")

    def _is_just(self, asked: _Asked, given: Mapping[str, Any]) -> bool:
        reason, ask, start = given["why"], asked.event, self._known_from(asked)
        if reason == "contended":
            return self._others_committed(asked)
        if reason in BUSY:
            return any(
                event["event"] == "fault" and event["from"] <= asked.end and event["to"] >= asked.start
                for event in self._history
            )
        states = [*self._meant.during(start, asked.end)]
        states += self._seen.during(start, asked.end) if reason == "conflict" else ()
        if not any(self._explains(given, ask, state, start, asked.end) for state in states):
            return False
        return "before" not in given or self._is_number(asked, given["about"], given["before"])

    def _check_numbers(self, asked: _Asked) -> None:
        """Judge which number on a waiting list somebody was told to be."""
        for session, number in (asked.told or {}).get("numbers", {}).items():
            self.verdict.counts["numbers judged"] += 1
            if not self._is_number(asked, session, number - 1):
                said = f"{asked.event['op_id']} was told number {number} for {session}"
                self.wrong(Code.UNJUSTIFIED, f"{said}, which nothing explains")

    def _is_number(self, asked: _Asked, session: str, before: int) -> bool:
        """Tell whether so many were before somebody at some instant, or people edited in the moment of the decision."""
        start = min(self._known_from(one) for one in self._by_op[asked.event["op_id"]])
        states = self._meant.during(start, asked.end)
        user = asked.event["user"]
        return any(_before(rows, user, session) == before for rows in states) or self._edited(asked, start)

    def _edited(self, asked: _Asked, start: float) -> bool:
        moments = [
            (event["asof"], event["t"])
            for event in self._history
            if event["event"] == "commit" and event["p"] == asked.event["p"] and start <= event["t"] <= asked.end
        ]
        return any(read < hand["t"] <= write for hand in self._hands for read, write in moments)

    def _others_committed(self, asked: _Asked) -> bool:
        """Tell whether another process, or somebody who moved rows, was at work while the wish was under way."""
        return any(
            event["event"] == "hand" or (event["event"] == "commit" and event["p"] != asked.event["p"])
            for event in self._history
            if asked.start <= event["t"] <= asked.end
        )

    def _known_from(self, asked: _Asked) -> float:
        """Return since when a wish may have been known: a read that was on its way when it was made will do."""
        on_their_way = [
            event["from"]
            for event in self._history
            if event["event"] == "look"
            and event["p"] == asked.event["p"]
            and event["from"] <= asked.start <= event["t"]
        ]
        return min([asked.start, *on_their_way]) - float(self._meta.get("fresh_for", 0.0))

    def _explains(self, given: Mapping[str, Any], ask: Event, rows: Rows, start: float, end: float) -> bool:
        user, wanted, about = ask["user"], _wanted(ask), given.get("about")
        mine = [row for row in rows.values() if row.user == user]
        match given["why"]:
            case "full" | "not_found" | "clash" | "duplicate" if about in self._slot and about not in wanted:
                explained = False
            case "full":
                wanted = (about,) if about else wanted
                queue = Counter(row.session for row in rows.values() if row.status == WAITING and row.user != user)
                explained = any(
                    len(active(rows, one))
                    + queue[one]
                    + len(self._freed(one, ask, start, end) - _with_a_place(rows, one))
                    >= self._fewest(one, start, end)
                    for one in wanted
                )
            case "clash" | "duplicate" as why:
                others = {*wanted, *(row.session for row in mine if row.status == BOOKED and why == "duplicate")}
                same = _workshop if why == "duplicate" else self._slot.get
                explained = any(one != about and same(one) == same(about or "") for one in others)
            case "not_found" if ask["op"] == "book":
                explained = (about in wanted and about not in self._slot) or self._deleted(ask, start, end)
            case "not_found":
                gone = ask.get("id") is not None and ask["id"] not in rows
                explained = gone or self._deleted(ask, start, end) or not any(row.session in wanted for row in mine)
            case "conflict":
                row = rows.get(ask.get("id", ""))
                explained = row is None or any(row.get(name) != value for name, value in ask["base"].items())
            case _:
                explained = False
        return explained

    def _freed(self, session: str, ask: Event, start: float, end: float) -> set[str]:
        """Return the rows whose place somebody freed by hand between a read of this app and its write.

        What was decided in that moment was decided with their places still held.
        """
        moments = [
            (event["asof"], event["t"])
            for event in self._history
            if event["event"] == "commit" and event["p"] == ask["p"] and start <= event["t"] <= end
        ]
        gone = {
            event["id"]
            for event in self._hands
            if event["op"] != "add" and "id" in event and any(read < event["t"] <= write for read, write in moments)
        }
        return gone & {key for rows in self._meant.during(start, end) for key in _with_a_place(rows, session)}

    def _deleted(self, ask: Event, start: float, end: float) -> bool:
        """Tell whether somebody deleted, meanwhile, a row that the wish was about."""
        gone = {event["id"] for event in self._hands if event["op"] == "delete" and start <= event["t"] <= end}
        mine = {row.id for rows in self._meant.during(start, end) for row in rows.values() if row.user == ask["user"]}
        return bool(gone & mine)

    def _fewest(self, session: str, start: float, end: float) -> int:
        """Return the fewest places that the session had at any instant in between."""
        before = [places for t, places in self._most if t <= start][-1:]
        meanwhile = [places for t, places in self._most if start < t <= end]
        return min(places.get(session, 0) for places in (*before, *meanwhile))

    def _check_read(self, asked: _Asked) -> None:
        if asked.outcome != "ok" or asked.told is None:
            return
        session, shown = asked.event["session"], set(asked.told["rows"])
        start = asked.start - max(self._meta.get("staleness", 0.0), asked.told.get("age", 0.0))
        states = [rows for course in (self._seen, self._meant) for rows in course.during(start, asked.end)]
        here = [[row for row in rows.values() if row.session == session] for rows in states]
        # A blank status counts as a booking to the app; a write that missed may have blanked it for a moment.
        # A crooked row is in the sheet, and is read, as what it has under Ref.
        ever = {row.get(SHOWN_AS) or row.id for rows in here for row in rows if row.status in {BOOKED, ""}}
        here = [[row for row in rows if ":" not in row.id] for rows in here]
        all_along = set.intersection(*({row.id for row in rows if row.status == BOOKED} for rows in here))
        never, always = shown - ever, all_along - shown
        for key in sorted(never | always):
            self.wrong(Code.STALE_READ, f"{key} {'was' if key in never else 'was not'} shown in {session}")

    # What the sheet says at the end.

    def final(self) -> None:
        rows = {row["id"]: Booking.of(row) for row in self._finals[-1]["rows"]}
        if rows != self._seen.now:
            differ = [key for key in {**rows, **self._seen.now} if rows.get(key) != self._seen.now.get(key)]
            self.wrong(Code.REPLAY, f"the final sheet has other rows than the history: {', '.join(sorted(differ))}")
        for key, row in self._meant.now.items():
            if key not in rows:
                self.wrong(Code.HAND_LOST if (key, "user") in self._typed else Code.LOST, f"{key} is gone")
            else:
                self._compare(row, rows[key])
        for key in rows.keys() - self._meant.now.keys():
            if not (rows[key].user or rows[key].session) and rows[key].fields.items() <= self._notes:
                continue  # a note that somebody typed into a blank row, or into a crooked one that was cleared
            self.wrong(Code.PHANTOM, f"{key} was never asked for")

    @property
    def _notes(self) -> set[tuple[str, Any]]:
        return {(name, value) for (_, name), (_, value) in self._typed.items()}

    def _compare(self, meant: Booking, there: Booking) -> None:
        for name in {"user", "session", *meant.fields, *there.fields}:
            if meant.get(name) != there.get(name):
                typed = (meant.id, name) in self._typed
                said = f"{name} of {meant.id} says {there.get(name)!r}, not {meant.get(name)!r}"
                self.wrong(Code.HAND_LOST if typed else Code.COLLATERAL, said)

    def eventful(self, needs: Needs) -> None:
        """Say where too little has happened."""
        windows = [(event["from"], event["to"]) for event in self._history if event["event"] == "fault"]
        asked = [one for one in self._asked.values() if one.event["op"] != "read"]
        counts = self.verdict.counts
        counts["acknowledged"] = sum(one.outcome == "ok" for one in asked)
        counts["refused"] = sum(one.outcome == "refused" for one in asked)
        counts["judged"] = counts["reasons judged"]
        counts["unknown"] = sum(one.outcome == "unknown" for one in asked)
        counts["full_sessions"] = len(self._full)
        counts["hand_edits"] = len(self._hands)
        counts["under_fault"] = sum(
            any(start <= one.end and end >= one.start for start, end in windows) for one in asked
        )
        counts["apps"] = len({event["p"] for event in self._history if event["event"] == "commit"})
        for name in ("acknowledged", "refused", "full_sessions", "hand_edits", "under_fault", "apps"):
            if counts[name] < getattr(needs, name):
                self.verdict.vacuous.append(f"{name} {counts[name]}, wanted {getattr(needs, name)}")
        for name, times in needs.also:
            if counts[name] < times:
                self.verdict.vacuous.append(f"{name}: {counts[name]}, wanted {times}")


def _with_a_place(rows: Rows, session: str) -> set[str]:
    return {row.id for row in rows.values() if row.session == session and row.status == BOOKED}


def _before(rows: Rows, user: str, session: str) -> int:
    """Return how many wait for a session before somebody: everybody, or those who came before them."""
    seated = active(rows, session)
    waits = [
        row for row in rows.values() if row.session == session and row.status == WAITING and row.user not in seated
    ]
    waits.sort(key=lambda row: (row.get("Booked at") == "", row.get("Booked at")))
    queue = list(dict.fromkeys(row.user for row in waits))
    return queue.index(user) if user in queue else len(queue)


def _workshop(session: str) -> str:
    return session.partition("-")[0]


def _wanted(ask: Mapping[str, Any]) -> tuple[str, ...]:
    return (*ask.get("sessions", ()), *ask.get("wait_for", ()), *([ask["session"]] if "session" in ask else []))


def _may(ask: Event, row: Booking, name: str, value: Any) -> bool:
    """Tell whether a wish may change this cell: of the person's own rows, and of those whose turn it becomes."""
    own = row.user == ask["user"]
    match ask["op"]:
        case "edit":
            return bool(row.id == ask["id"] and ask["set"].get(name) == value)
        case "book" | "cancel" if name == STATUS and value == BOOKED:
            return row.status == WAITING or (own and row.session in _wanted(ask))
        case "book" | "cancel" if name == STATUS and value == CANCELLED:
            return own or row.status == WAITING
        case "book" | "cancel" if name == NOTES:
            return "waiting list" in str(value)
        case _:
            return False


def _effects(ask: Event) -> Iterable[tuple[str, Any]]:
    """Give what must have been so once the wish was done, as words and as a test of a state."""
    user = ask["user"]
    if ask["op"] == "book":
        for session in ask["sessions"]:
            queued = session in ask.get("wait_for", ())
            yield (
                f"{user} has no place in {session}",
                lambda rows, session=session, queued=queued: any(
                    row.user == user
                    and row.session == session
                    and row.status in {BOOKED, WAITING if queued else BOOKED}
                    for row in rows.values()
                ),
            )
    elif ask["op"] == "cancel":
        yield f"{user} still has {ask['session']}", lambda rows: not held(rows, user, ask["session"])
    else:
        for name, value in ask["set"].items():
            yield (
                f"{name} of {ask['id']} does not say {value!r}",
                lambda rows, name=name, value=value: ask["id"] not in rows or rows[ask["id"]].get(name) == value,
            )
