"""The key of each row: what its ``Ref`` says, its natural key, or a stand-in made from what it says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time
from typing import TYPE_CHECKING

from kaizen.domain.wording import listed
from kaizen.sheet.cell_looks import value_seen
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import REF, SETTINGS
from kaizen.sheet.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.sheet.cells import Value
    from kaizen.sheet.layout import Tab

STAND_IN = "~"
"""Begins the ref of a row whose ``Ref`` is still blank, and the code of a row that has none yet."""


def stand_in(tab: Tab, values: Mapping[str, Value]) -> str:
    """Return a key made of what a row says: its natural key or, where part of that is blank, what it needs."""
    parts = [_said(values[name]) for name in tab.key if name in values]
    if len(parts) < len(tab.key):
        parts = [_said(values[column.field]) for column in tab.columns if column.needed and column.field in values]
    return STAND_IN + "|".join(parts).removeprefix(STAND_IN)


def _said(value: Value) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


class Refs:
    """Gives each row of one tab, in the order of the sheet, a ref that no other row has."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._given: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._times: defaultdict[str, int] = defaultdict(lambda: 1)
        self._left: defaultdict[str, list[int]] = defaultdict(list)
        self._unique = tab is not SETTINGS and (not tab.has_ref or len(tab.key) == 1)

    def give(self, values: Mapping[str, Value], typed: str, row: int) -> tuple[str, list[Finding]]:
        """Return the ref of a row and what is to be said about it.

        Args:
            values: what was read from the row.
            typed: what its ``Ref`` cell says, "" where blank or where the tab has none.
            row: its number, for the next row that has the same key.
        """
        key = stand_in(self._tab, values)
        coded = self._is_coded(values)
        wanted = self._wanted(key, typed, coded=coded)
        findings = [self._copied(wanted, row)] if typed in self._given else []
        if self._unique and coded and not findings and key in self._keys:
            findings.append(self._again(key, values, row))
        self._keys.setdefault(key, row)
        return self._free(wanted, row), findings

    def left_out(self, values: Mapping[str, Value], typed: str, row: int) -> None:
        """Remember a row that is no record by what would be its ref."""
        wanted = self._wanted(stand_in(self._tab, values), typed, coded=self._is_coded(values))
        if wanted != STAND_IN:
            self._left[wanted].append(row)

    @property
    def places_left_out(self) -> dict[str, int]:
        """Where each row stands that is no record; of those that share a ref with another none."""
        return {ref: rows[0] for ref, rows in self._left.items() if len(rows) == 1 and ref not in self._given}

    def _is_coded(self, values: Mapping[str, Value]) -> bool:
        return not str(values.get(self._tab.key[0], STAND_IN)).startswith(STAND_IN)

    def _wanted(self, key: str, typed: str, *, coded: bool) -> str:
        return typed or (key.removeprefix(STAND_IN) if coded and not self._tab.has_ref else key)

    def _free(self, wanted: str, row: int) -> str:
        ref = wanted
        while ref in self._given:
            self._times[wanted] += 1
            ref = f"{wanted}#{self._times[wanted]}"
        self._given[ref] = row
        return ref

    def _copied(self, ref: str, row: int) -> Finding:
        sentence = (
            f"This row has the same Ref as row {self._given[ref]}, as a copied row has. Both count; "
            "if this is the copy, empty its Ref."
        )
        return Finding(Place(self._tab.title, row, REF), Outcome.QUERIED, sentence, ref)

    def _again(self, key: str, values: Mapping[str, Value], row: int) -> Finding:
        names = listed([self._tab.column(name).heading for name in self._tab.key])
        said = ", ".join(value_seen(values[name]) for name in self._tab.key if name in values)
        sentence = f"Row {self._keys[key]} has the same {names}, {quoted(said)}. That one counts where only one can."
        return Finding(
            Place(self._tab.title, row, self._tab.column(self._tab.key[0]).heading), Outcome.QUERIED, sentence, said
        )
