"""From a decided group to the one batch that writes it: fence, new rows, amended cells, Log, Checks."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kaizen.engine import fence, neighbours
from kaizen.engine.forgetting import forgetting
from kaizen.engine.options import options_below
from kaizen.engine.removing import clearing
from kaizen.sheet import known_tabs
from kaizen.sheet.added_columns import added_cells
from kaizen.sheet.layout import CHECKS, KAIZEN, LISTS_TAB, LOG, TAB_OF
from kaizen.sheet.writing import LogEntry, append_cells, checks_rows, log_rows, update_cells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kaizen.domain.record import Record
    from kaizen.engine.changes import Change
    from kaizen.engine.group import Group
    from kaizen.engine.snapshots import Snapshot
    from kaizen.engine.structure import Structure
    from kaizen.engine.wishes import Wish
    from kaizen.sheet.intents import Decision


def batch(group: Group, structure: Structure, revision: str, after: str) -> list[dict[str, Any]]:
    """Return the requests that write the group, all of them or none.

    Rows that were there come before new ones, so that an amendment can never hit a row of its own batch. What is to be
    forgotten comes last, so that the lines of its own batch on Log do not name it either.

    Args:
        group: decided, with something to write.
        structure: of the spreadsheet, for the ids of its tabs.
        revision: the revision the group was decided on.
        after: the revision that this batch makes.

    Raises:
        NotSaved: the tab that holds the fence is missing.
    """
    return [
        *fence.move(structure, group.snapshot.grids, revision, after),
        *_tabs(group.snapshot, structure),
        *neighbours.told(structure, group.snapshot.grids, after, group.keys),
        *_amended_cells(group, structure),
        *clearing(group, structure),
        *_options(group, structure),
        *_new_rows(group, structure),
        *_log(group, structure),
        *_checks(group.snapshot, structure),
        *forgetting(group, structure),
    ]


def _tabs(snapshot: Snapshot, structure: Structure) -> Iterator[dict[str, Any]]:
    """Have the ids of the tabs remembered, by which they are found again under another name."""
    memory = snapshot.reading.memory
    known = known_tabs.to_keep(structure.tabs, known_tabs.kept(memory))
    if memory.get(known_tabs.ROW) != known:
        yield fence.remember(structure.tabs[KAIZEN.title], snapshot.grids, known_tabs.ROW, known)


def _new_rows(group: Group, structure: Structure) -> Iterator[dict[str, Any]]:
    for title, rows in new_rows_by_tab(group).items():
        tab = group.snapshot.reading.tabs[title]
        columns, answers = group.columns.get(title, ()), group.rows.answers
        added = [added_cells(tab, columns, answers[row.ref], number) for number, row in rows.items()]
        yield append_cells(tab, structure.tabs[title], list(rows.values()), added)


def new_rows_by_tab(group: Group) -> dict[str, dict[int, Record]]:
    """Return the rows that a group adds, by tab and by the row, counted from 1, in which it expects each to stand."""
    records = sorted(group.rows.added.values(), key=lambda record: _title(type(record)))
    tabs = groupby(records, key=lambda record: _title(type(record)))
    return {title: dict(enumerate(rows, _last_row(group, title) + 1)) for title, rows in tabs}


def _last_row(group: Group, title: str) -> int:
    """Return the last row of a tab with something in it, counted from 1; a formula that shows nothing counts."""
    formulas = (column.last for column in group.columns.get(title, ()))
    return max((len(group.snapshot.grids[title]), *formulas))


def _amended_cells(group: Group, structure: Structure) -> Iterator[dict[str, Any]]:
    for (kind, ref), values in group.rows.amended.items():
        title = _title(kind)
        yield from update_cells(group.snapshot.reading.tabs[title], structure.tabs[title], ref, values)


def _options(group: Group, structure: Structure) -> Iterator[dict[str, Any]]:
    if group.rows.options:
        yield from options_below(group.snapshot.reading.tabs[LISTS_TAB.title], structure, group.rows.options)


def _log(group: Group, structure: Structure) -> Iterator[dict[str, Any]]:
    reading = group.snapshot.reading.tabs.get(LOG.title)
    if reading is not None and reading.heading_row and group.decided:
        yield log_rows(reading, structure.tabs[LOG.title], log_entries(group))


def log_entries(group: Group) -> list[LogEntry]:
    """Return the lines that Log gets for what a group has decided, in order."""
    entries = [entry for decided in group.decided for entry in _entries(*decided, group.now)]
    left = group.left_alone
    kept = [entry for entry in entries if (entry.tab, entry.row, entry.column) not in left]
    return [replace(entry, row=group.rows.known_afterwards(entry.tab, entry.row)) for entry in kept]


def _checks(snapshot: Snapshot, structure: Structure) -> list[dict[str, Any]]:
    checks = snapshot.reading.tabs.get(CHECKS.title)
    if checks is None or CHECKS.title in snapshot.questions:
        return []
    return checks_rows(checks, structure.tabs[CHECKS.title], snapshot.reading.findings)


def _entries(wish: Wish, decision: Decision, changes: tuple[Change, ...], now: datetime) -> Iterator[LogEntry]:
    for change in changes:
        for column, before, after in change.texts:
            yield LogEntry(
                when=now,
                who=wish.command.by,
                did=change.did or decision.log,
                key=wish.command.key,
                tab=change.title,
                row=change.ref,
                column=column,
                before=before if decision.forgets is None else "",
                after=after,
            )


def _title(kind: type[Record]) -> str:
    return TAB_OF[kind].title
