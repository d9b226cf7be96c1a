"""A layer around the embedded sheet that tells, at the instant of effect, what each batch did to the bookings."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kaizen.sheet.layout import BOOKINGS, LOG, REF, SESSIONS
from kaizen.sheets_local.cells import Formula

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from kaizen.sheets_local import LocalSheets, Request, Response
    from kaizen.sheets_local.editing import Draft
    from kaizen.sheets_local.wire import Message
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
    headings: list[Any] = field(default_factory=list)
    cells: dict[str, list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet | None, known: AbstractSet[str] = frozenset()) -> Bookings:
        """Read a tab; a row with one of the known keys anywhere but under Ref is called by that: it is crooked."""
        made = cls()
        grid = grid_of(sheet)
        top = next((number for number, cells in enumerate(grid) if {"Email", "Session"} <= set(cells)), None)
        if top is None:
            return made
        made.headings = grid[top]
        found: list[tuple[Row, list[Any], int]] = []
        for number, cells in enumerate(grid[top + 1 :], top + 1):
            if any(cell != "" for cell in cells):
                row = cls.row(grid[top], cells)
                keys = {str(cell) for cell in cells if isinstance(cell, str)} & known
                if keys and row["id"] not in keys:
                    row["fields"] |= {SHOWN_AS: row["id"]} if TYPED not in row["id"] else {}
                    row["id"] = f"crooked:{min(keys)}"
                found.append((row, cells, number))
        for row, cells, number in sorted(found, key=lambda one: -_fits(one[0])):
            made._add(row, cells, number)
        made.rows = {key: made.rows[key] for key in sorted(made.rows, key=made.at.__getitem__)}
        return made

    @staticmethod
    def row(headings: list[Any], values: list[Any]) -> Row:
        """Return a row as it reads under these headings."""
        cells = dict(zip(headings, values, strict=False))
        user, session, ref = (str(cells.pop(name, "")) for name in ("Email", "Session", REF))
        shown = {heading: value for heading, value in cells.items() if heading and value != ""}
        return {"id": ref or f"{TYPED}{user}:{session}", "user": user, "session": session, "fields": shown}

    def _add(self, row: Row, cells: list[Any], number: int) -> None:
        key, times = row["id"], 2
        while key in self.rows:
            key, times = f"{row['id']}#{times}", times + 1
        self.rows[key] = {**row, "id": key}
        self.at[key], self.cells[key] = number, cells

    def cells_by_number(self) -> dict[int, list[Any]]:
        """Return what stands in each row, by its number in the sheet."""
        return {number: self.cells[key] for key, number in self.at.items()}

    def numbered(self) -> dict[int, Row]:
        """Return the rows by their number in the sheet."""
        return {number: self.rows[key] for key, number in self.at.items()}


SHOWN_AS: Final = "shown as"
"""What a crooked row has under Ref, beside its other cells: whoever reads the sheet now knows it by that."""

TYPED: Final = "typed:"
"""Begins the key of a row without a Ref."""


class Known(NamedTuple):
    """What an account knew of the sheet when a batch set out."""

    asof: float
    sent: float
    read: Bookings


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
        """Tell what a batch of the app did, which never moves a row, but may give it another key.

        One with another key that is about something else is a new one, in the place of one that has been cleared.
        """
        old, new = before.numbered(), after.numbered()
        both = old.keys() & new.keys()
        same = {number for number in both if not _replaced(old[number], new[number])}
        cells = {}
        for number in same:
            key, there = old[number]["id"], new[number]
            cells |= {(key, name): value for name, value in _differences(old[number], there).items()}
            if there["id"] != key:
                cells[key, REF] = there["id"]
        return cls(
            [row for number, row in new.items() if number not in same],
            [row["id"] for number, row in old.items() if number not in same],
            cells,
        )


def _fits(row: Row) -> int:
    """Return how many cells may well stand under their headings: of two rows with one key the better one has it."""
    school, slot, status = (row["fields"].get(name) for name in ("School", "Slot", "Status"))
    signs = ("@" in row["user"], row["session"][3:4] == "-", slot == row["session"][-1:], school == "Larkfold")
    return sum(signs) + (status in {"Booked", "Waiting", "Cancelled"})


def _replaced(before: Row, after: Row) -> bool:
    """Tell whether another row stands there now, or is known by another name, for its key stands twice."""
    both_typed = before["id"].startswith(TYPED) and after["id"].startswith(TYPED)
    about = [
        (row["user"], not both_typed and row["session"], row["fields"].get("Booked at")) for row in (before, after)
    ]
    plain = [row["id"].partition("#")[0] for row in (before, after)]
    return before["id"] != after["id"] and (about[0] != about[1] or plain[0] == plain[1])


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
        self._read_rows: dict[str, Bookings] = {}
        self._sent: dict[bytes, Known] = {}
        self._awaited: set[str] = set()
        self._typed: set[str] = set()
        self._tab_id: int | None = None
        self._last_seen = Bookings()

    def handle(self, request: Request) -> Response:
        """Answer one request as the store does."""
        if request.method == "GET" or "values:batchGet" in request.path or "/v4/spreadsheets/" not in request.path:
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
                self._has_read(request.account, after)
        return answer

    def changed_by_hand(self, book_id: str, act: Callable[[Draft], Message]) -> Message:
        """Have somebody change what no request does, such as undoing that a tab was deleted."""
        with self._lock:
            self._bookings(self.store.book(book_id))
            return self.store.change(book_id, HAND, act)

    def sent(self, account: str, body: bytes) -> None:
        """Learn that a batch sets out now, though it may arrive much later: it knows what was read before."""
        self._sent[body] = self._knows(account)

    def _knows(self, account: str) -> Known:
        """Return since when an account knows the sheet, now, and the headings that it knows."""
        return Known(
            self._read_at.get(account, 0.0), self._history.clock(), self._read_rows.get(account, self._last_seen)
        )

    def _has_read(self, account: str, book: Workbook) -> None:
        self._read_at[account] = self._history.clock()
        self._read_rows[account] = self._bookings(book)

    def begin(self, book_id: str, staleness: float, slots: dict[str, str], **meta: float) -> None:
        """Tell how the sheet is at the start; ``slots`` gives the slot of each session, ``meta`` what else is known."""
        book = self.store.book(book_id)
        self._history.tell("meta", staleness=staleness, **meta)
        for name, capacity in capacities(book).items():
            self._history.tell("session", id=name, slot=slots[name], capacity=capacity)
        for row in self._bookings(book).rows.values():
            self._history.tell("row", **row)
        self._awaited |= {key for key in self._last_seen.rows if not key.startswith(TYPED)}

    def final(self, book_id: str) -> None:
        """Tell what the sheet says at the end."""
        rows = self._bookings(self.store.book(book_id)).rows
        self._history.tell("final", rows=list(rows.values()))

    def _read(self, request: Request) -> Response:
        # Only the writer decides anything on what it reads; behind a server all threads look alike.
        if "values:batchGet" in request.path and threading.current_thread() is not threading.main_thread():
            with self._lock:
                self._has_read(request.account, self.store.book(request.path.split("/")[3].partition(":")[0]))
                return self.store.handle(request)
        return self.store.handle(request)

    def _bookings(self, book: Workbook) -> Bookings:
        """Return the rows of the tab that people call Bookings; of the same tab while it has another name.

        While it is gone its rows are not: they come back when it is restored.
        """
        sheet = book.titled(BOOKINGS.title) or next((one for one in book.sheets if one.id == self._tab_id), None)
        if sheet is not None:
            self._tab_id, self._last_seen = sheet.id, Bookings.of(sheet, self._awaited)
        return self._last_seen

    def _tell(self, account: str, known: Known, before: Workbook, after: Workbook) -> None:
        log = grid_of(after.titled(LOG.title))[len(grid_of(before.titled(LOG.title))) :]
        lines = [dict(zip(LOG.headings, cells, strict=False)) for cells in log]
        self._awaited |= {line["Row"] for line in lines if line["Tab"] == BOOKINGS.title} - {""}
        was, now = (self._bookings(book) for book in (before, after))
        if account == HAND:
            change = Change.by_hand(was, now)
            self._tell_hand(change, capacities(before), capacities(after))
            if was.at != now.at and not (change.added or change.deleted or change.moved):
                self._history.tell("hand", op="shift")
            return
        self._seq += 1
        self._typed |= {key for key in was.rows if key.startswith(TYPED)}
        spilt = _spilt(before, after, self._tab_id)
        batch = Batch(Change.by_app(was, now), was, now, spilt, known.read, self._awaited, self._typed)
        for told in batch.told(log):
            self._history.tell("commit", seq=self._seq, p=account, asof=known.asof, sent=known.sent, **told)

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
        if len(change.cells) > 1:
            self._history.tell("deed", what="two cells at once")


@dataclass
class Batch:
    """One batch of the app that has taken effect: what it did, beside what Log says that it did.

    Attributes:
        read: the rows as the app knew them; where headings stand elsewhere by now, what it adds is crooked.
        awaited: keys of all rows that there have been.
        typed: what all rows without a Ref were known by.
        fresh: keys of the rows that it adds, as Log says.
    """

    change: Change
    before: Bookings
    after: Bookings
    spilt: list[str]
    read: Bookings = field(default_factory=Bookings)
    awaited: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)

    def told(self, log: list[list[Any]]) -> list[dict[str, Any]]:
        """Return one entry for each wish in the order of Log, and one for what no wish explains."""
        lines = [dict(zip(LOG.headings, [*cells, *[""] * len(LOG.headings)], strict=False)) for cells in log]
        lines = [line for line in lines if line["Tab"] == BOOKINGS.title]
        last = {(line["Row"], line["Column"]): line["To"] for line in lines}
        self.fresh = {str(line["Row"]) for line in lines if not line["Column"]}
        told: defaultdict[str, dict[str, Any]] = defaultdict(
            lambda: {"add": [], "del": [], "set": [], "missed": [], "crooked": []}
        )
        explained: set[tuple[str, str]] = set()
        for line in lines:
            row, column, entry = self._row(line), line["Column"], told[str(line["Key"])]
            if column:
                hit = self._there(row, column) == last[line["Row"], column]
                entry["set" if hit else "missed"].append([row, column, line["To"]])
                explained.add((row, column))
            elif row in self.after.rows and not self.moved:
                entry["add"].append(self._as_added(self.after.rows[row], lines))
            elif crooked := [one for one in self.change.added if self._is_crooked(one, line)]:
                entry["add"].append(self._as_added(self._meant(crooked[0]), lines))
                entry["crooked"].append({**crooked[0], "for": row})
                self.awaited.add(row)
            else:
                entry["missed"].append([row, "", ""])
        explained |= self._filled_in(lines, told)
        self._add_stray(told, explained)
        return [{"op_id": key, **what} for key, what in told.items()]

    @property
    def moved(self) -> bool:
        """Whether columns moved since the app read the headings."""
        return self.read.headings != self.before.headings

    def _meant(self, row: Row) -> Row:
        """Return a crooked row as it would read under the headings that the app knew."""
        return Bookings.row(self.read.headings, self.after.cells[row["id"]])

    def _is_crooked(self, row: Row, line: dict[str, Any]) -> bool:
        """Tell whether a row that was added is the one that a line of Log names, with cells under wrong headings."""
        cells = self._texts(row)
        return str(line["Row"]) in cells or set(line["To"].split(", ")) <= cells

    def _known_by(self, row: Row) -> set[str]:
        """Return the keys of the row that a crooked one is; one without a Ref is known by who and what it is about."""
        return self.awaited & self._texts(row) or self.typed & {self._meant(row)["id"]}

    def _texts(self, row: Row) -> set[str]:
        """Return what the cells of a row say, wherever they stand."""
        return set(map(str, self.after.cells[row["id"]]))

    def _row(self, line: dict[str, Any]) -> str:
        """Return the key of the row that a line of Log names; one that gets its Ref by this batch has another one."""
        ref = str(line["Row"])
        return ref if ref in self.before.rows or ref in self.fresh else self._given.get(ref, ref)

    @cached_property
    def _given(self) -> dict[str, str]:
        """Which rows the Refs were meant for that stand somewhere new: those that the app knew in these places."""
        was, meant = self.before.cells_by_number(), self.read.numbered()
        new = [(cell, number) for number, cells in self.after.cells_by_number().items() for cell in cells]
        keys = {
            str(ref): meant[number]["id"] for ref, number in new if ref not in was.get(number, ()) and number in meant
        }
        return {ref: key for ref, key in keys.items() if key.startswith(TYPED)}

    def _there(self, row: str, column: str) -> Any:
        """Return a cell as it is now, of a row as it was called before."""
        number = self.before.at.get(row, self.after.at.get(row, -1))
        now = self.after.numbered().get(number)
        return None if now is None else now["fields"].get(column, "")

    def _filled_in(self, lines: list[dict[str, Any]], told: defaultdict[str, dict[str, Any]]) -> set[tuple[str, str]]:
        """Tell of the Refs that the batch gave to rows without one, with the last wish that changed each."""
        last = {row: line for line in lines if (row := self._row(line)) != line["Row"]}
        found = set()
        for row, line in last.items():
            hit = self.change.cells.get((row, REF)) == line["Row"]
            told[str(line["Key"])]["set" if hit else "missed"].append([row, REF, line["Row"]])
            found |= {(row, REF)} if hit else set()
        return found

    def _as_added(self, row: Row, lines: list[dict[str, Any]]) -> Row:
        fields = dict(row["fields"])
        for line in reversed(lines):
            if line["Row"] == row["id"] and line["Column"]:
                fields[line["Column"]] = line["From"]
        return {**row, "fields": {name: value for name, value in fields.items() if value != ""}}

    def _add_stray(self, told: defaultdict[str, dict[str, Any]], explained: set[tuple[str, str]]) -> None:
        named = {row["id"] for what in told.values() for row in (*what["add"], *what["crooked"])}
        stray = [[*cell, value] for cell, value in self.change.cells.items() if cell not in explained]
        stray.sort(key=lambda cell: cell[1] == REF)
        stray += [[tab, "", "changed"] for tab in self.spilt]
        added = [row for row in self.change.added if row["id"] not in named]
        crooked = [(row, self._known_by(row)) for row in added if self.moved]
        if stray or added or self.change.deleted or not told:
            told[""] |= {"add": added, "del": self.change.deleted, "set": stray}
            told[""]["crooked"] = [
                {**row, "for": keys.pop(), "meant": self._meant(row)} for row, keys in crooked if keys
            ]


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


def _spilt(before: Workbook, after: Workbook, bookings: int | None) -> list[str]:
    known = {sheet.id: sheet for sheet in before.sheets}
    others = [one for one in after.sheets if one.title not in APPS_OWN and one.id != bookings]
    return [one.title for one in others if known.get(one.id) is not one]
