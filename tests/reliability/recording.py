"""A layer around the embedded sheet that tells, at the instant of effect, what each batch did to the bookings."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kaizen.domain.codes import STAND_IN
from kaizen.sheet.layout import BOOKINGS, LOG, REF, SESSIONS
from kaizen.sheets_local.cells import Formula

if TYPE_CHECKING:
    from kaizen.sheets_local import LocalSheets, Request, Response
    from kaizen.sheets_local.workbook import Sheet, Workbook
    from tests.reliability.history import History

HAND: Final = "hand@embedded.example"
"""Calls as this account are somebody's hand in the sheet; all others are the app."""

APPS_OWN: Final = {BOOKINGS.title, LOG.title, "Checks", "_kaizen"}
"""The tabs that a batch of the app may change in these worlds."""

Row = dict[str, Any]


@dataclass
class Bookings:
    """The rows of Bookings by their key, in the order of the sheet.

    A row without a Ref is known by who and what it is about, as the app knows it too.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet | None) -> Bookings:
        made = cls()
        grid = grid_of(sheet)
        top = next((number for number, cells in enumerate(grid) if {"Email", "Session"} <= set(cells)), None)
        if top is None:
            return made
        for number, cells in enumerate(grid[top + 1 :], top + 1):
            if any(cell != "" for cell in cells):
                made._add(dict(zip(grid[top], cells, strict=False)), number)
        return made

    def _add(self, cells: dict[str, Any], number: int) -> None:
        user, session, ref = (str(cells.pop(name, "")) for name in ("Email", "Session", REF))
        wanted = key = ref or f"{TYPED}{user}:{session}"
        times = 2
        while key in self.rows:
            key, times = f"{wanted}#{times}", times + 1
        shown = {heading: value for heading, value in cells.items() if heading and value != ""}
        self.rows[key] = {"id": key, "user": user, "session": session, "fields": shown}
        self.at[key] = number

    def numbered(self) -> dict[int, Row]:
        """Return the rows by their number in the sheet."""
        return {number: self.rows[key] for key, number in self.at.items()}


TYPED: Final = "typed:"
"""Begins the key of a row without a Ref."""


@dataclass
class Change:
    """What happened to Bookings between two states."""

    added: list[Row]
    deleted: list[str]
    cells: dict[tuple[str, str], Any]
    moved: bool = False

    @classmethod
    def by_hand(cls, before: Bookings, after: Bookings) -> Change:
        """Tell what a person did, who may have moved rows: they are the same that have the same key."""
        both = [key for key in before.rows if key in after.rows]
        return cls(
            [row for key, row in after.rows.items() if key not in before.rows],
            [key for key in before.rows if key not in after.rows],
            {
                (key, name): value
                for key in both
                for name, value in _differences(before.rows[key], after.rows[key]).items()
            },
            both != [key for key in after.rows if key in before.rows],
        )

    @classmethod
    def by_app(cls, before: Bookings, after: Bookings) -> Change:
        """Tell what a batch of the app did, which never moves a row, but may give it another key."""
        old, new = before.numbered(), after.numbered()
        cells = {}
        for number in old.keys() & new.keys():
            key, there = old[number]["id"], new[number]
            cells |= {(key, name): value for name, value in _differences(old[number], there).items()}
            if there["id"] != key:
                cells[key, REF] = there["id"]
        return cls(
            [row for number, row in new.items() if number not in old],
            [row["id"] for number, row in old.items() if number not in new],
            cells,
        )


def _differences(before: Row, after: Row) -> dict[str, Any]:
    found = {name: after[name] for name in ("user", "session") if before[name] != after[name]}
    for name in {**before["fields"], **after["fields"]}:
        if before["fields"].get(name, "") != after["fields"].get(name, ""):
            found[name] = after["fields"].get(name, "")
    return found


class Recorder:
    """Stands where a store stands, passes every request on, and tells the history what took effect."""

    def __init__(self, store: LocalSheets, history: History) -> None:
        self.store = store
        self._history = history
        self._lock = threading.Lock()
        self._seq = 0
        self._read_at: dict[str, float] = {}
        self._sent: dict[bytes, tuple[float, float]] = {}

    def handle(self, request: Request) -> Response:
        """Answer one request as the store does."""
        if request.method == "GET" or "/v4/spreadsheets/" not in request.path:
            return self._read(request)
        with self._lock:
            book_id = request.path.split("/")[3].partition(":")[0]
            before = self.store.book(book_id)
            answer = self.store.handle(request)
            after = self.store.book(book_id)
            if after is not before:
                known = self._sent.pop(request.body or b"", self._knows(request.account))
                self._tell(request.account, known, before, after)
            if b"includeSpreadsheetInResponse" in (request.body or b""):
                self._read_at[request.account] = self._history.clock()
        return answer

    def sent(self, account: str, body: bytes) -> None:
        """Learn that a batch sets out now, though it may arrive much later: it knows what was read before."""
        self._sent[body] = self._knows(account)

    def _knows(self, account: str) -> tuple[float, float]:
        """Return since when an account knows the sheet, and now."""
        return self._read_at.get(account, 0.0), self._history.clock()

    def begin(self, book_id: str, staleness: float, slots: dict[str, str], **meta: float) -> None:
        """Tell how the sheet is at the start; ``slots`` gives the slot of each session, ``meta`` what else is known."""
        book = self.store.book(book_id)
        self._history.tell("meta", staleness=staleness, **meta)
        for name, capacity in capacities(book).items():
            self._history.tell("session", id=name, slot=slots[name], capacity=capacity)
        for row in Bookings.of(book.titled(BOOKINGS.title)).rows.values():
            self._history.tell("row", **row)

    def final(self, book_id: str) -> None:
        """Tell what the sheet says at the end."""
        rows = Bookings.of(self.store.book(book_id).titled(BOOKINGS.title)).rows
        self._history.tell("final", rows=list(rows.values()))

    def _read(self, request: Request) -> Response:
        # Only the writer decides anything on what it reads; behind a server all threads look alike.
        if (
            request.path.endswith("values:batchGetByDataFilter")
            and threading.current_thread() is not threading.main_thread()
        ):
            with self._lock:
                self._read_at[request.account] = self._history.clock()
                return self.store.handle(request)
        return self.store.handle(request)

    def _tell(self, account: str, known: tuple[float, float], before: Workbook, after: Workbook) -> None:
        was, now = (Bookings.of(book.titled(BOOKINGS.title)) for book in (before, after))
        if account == HAND:
            change = Change.by_hand(was, now)
            self._tell_hand(change, capacities(before), capacities(after))
            if was.at != now.at and not (change.added or change.deleted or change.moved):
                self._history.tell("hand", op="shift")
            return
        self._seq += 1
        log = grid_of(after.titled(LOG.title))[len(grid_of(before.titled(LOG.title))) :]
        for told in Batch(Change.by_app(was, now), was, now, _spilt(before, after)).told(log):
            self._history.tell("commit", seq=self._seq, p=account, asof=known[0], sent=known[1], **told)

    def _tell_hand(self, change: Change, before: dict[str, int], after: dict[str, int]) -> None:
        for row in change.added:
            self._history.tell("hand", op="add", **row)
        for key in change.deleted:
            self._history.tell("hand", op="delete", id=key)
        for (key, name), value in change.cells.items():
            self._history.tell("hand", op="set", id=key, field=name, value=value)
        for session, places in after.items():
            if before.get(session) != places:
                self._history.tell("hand", op="capacity", session=session, value=places)
        if change.moved:
            self._history.tell("hand", op="sort")


@dataclass
class Batch:
    """One batch of the app that has taken effect: what it did, beside what Log says that it did."""

    change: Change
    before: Bookings
    after: Bookings
    spilt: list[str]

    def told(self, log: list[list[Any]]) -> list[dict[str, Any]]:
        """Return one entry for each wish in the order of Log, and one for what no wish explains."""
        lines = [dict(zip(LOG.headings, [*cells, *[""] * len(LOG.headings)], strict=False)) for cells in log]
        lines = [line for line in lines if line["Tab"] == BOOKINGS.title]
        last = {(line["Row"], line["Column"]): line["To"] for line in lines}
        told: defaultdict[str, dict[str, Any]] = defaultdict(lambda: {"add": [], "del": [], "set": [], "missed": []})
        explained: set[tuple[str, str]] = set()
        for line in lines:
            row, column, entry = self._row(line), line["Column"], told[str(line["Key"])]
            if column:
                hit = self._there(row, column) == last[line["Row"], column]
                entry["set" if hit else "missed"].append([row, column, line["To"]])
                explained.add((row, column))
            elif row in self.after.rows:
                entry["add"].append(self._as_added(self.after.rows[row], lines))
            elif crooked := [one for one in self.change.added if f"{one['user']}, {one['session']}" == line["To"]]:
                entry["add"].append(crooked[0])
                entry["crooked"] = [*entry.get("crooked", ()), crooked[0]["id"]]
            else:
                entry["missed"].append([row, "", ""])
        explained |= self._filled_in(lines, told)
        self._add_stray(told, explained)
        return [{"op_id": key, **what} for key, what in told.items()]

    @staticmethod
    def _row(line: dict[str, Any]) -> str:
        named = str(line["Row"])
        return TYPED + named.removeprefix(STAND_IN).replace("|", ":") if named.startswith(STAND_IN) else named

    def _there(self, row: str, column: str) -> Any:
        """Return a cell as it is now, of a row as it was called before."""
        number = self.before.at.get(row, self.after.at.get(row, -1))
        now = self.after.numbered().get(number)
        return None if now is None else now["fields"].get(column, "")

    def _filled_in(self, lines: list[dict[str, Any]], told: defaultdict[str, dict[str, Any]]) -> set[tuple[str, str]]:
        """Tell of the Refs that the batch gave to rows without one; Log does not name them."""
        given = {value: row for (row, name), value in self.change.cells.items() if name == REF}
        given |= {row["id"]: "" for row in self.change.added}
        found = set()
        for line in lines:
            row = self._row(line)
            if not row.startswith(TYPED) or (row, REF) in found:
                continue
            for ref in given:
                if ref.rpartition("-")[0] == line["Key"] and ref not in {one["id"] for one in told[line["Key"]]["add"]}:
                    hit = given[ref] == row
                    told[line["Key"]]["set" if hit else "missed"].append([row, REF, ref])
                    found |= {(row, REF)} if hit else set()
        return found

    def _as_added(self, row: Row, lines: list[dict[str, Any]]) -> Row:
        fields = dict(row["fields"])
        for line in reversed(lines):
            if line["Row"] == row["id"] and line["Column"]:
                fields[line["Column"]] = line["From"]
        return {**row, "fields": {name: value for name, value in fields.items() if value != ""}}

    def _add_stray(self, told: defaultdict[str, dict[str, Any]], explained: set[tuple[str, str]]) -> None:
        named = {row["id"] for what in told.values() for row in what["add"]}
        stray = [[*cell, value] for cell, value in self.change.cells.items() if cell not in explained]
        stray.sort(key=lambda cell: cell[1] == REF)
        stray += [[tab, "", "changed"] for tab in self.spilt]
        added = [row for row in self.change.added if row["id"] not in named]
        if stray or added or self.change.deleted or not told:
            told[""] |= {"add": added, "del": self.change.deleted, "set": stray}


def capacities(book: Workbook) -> dict[str, int]:
    """Return the places of each session as its row says."""
    headings, *body = grid_of(book.titled(SESSIONS.title)) or [[]]
    rows = [dict(zip(headings, cells, strict=False)) for cells in body]
    return {row["Session"]: int(row["Places"]) for row in rows if row.get("Places", "") != ""}


def grid_of(sheet: Sheet | None) -> list[list[Any]]:
    """Return the plain values of a tab, blanks as ""."""
    if sheet is None:
        return []
    return [[_plain(row.cell(column).value) for column in range(row.width)] for row in sheet.rows[: sheet.last_row()]]


def _plain(value: Any) -> Any:
    if isinstance(value, Formula):
        return str(value.result)
    return "" if value is None else value


def _spilt(before: Workbook, after: Workbook) -> list[str]:
    known = {sheet.id: sheet for sheet in before.sheets}
    return [one.title for one in after.sheets if one.title not in APPS_OWN and known.get(one.id) is not one]
