"""The key of each row: what its ``Ref`` says, its natural key, or a stand-in made from what it says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time
from typing import TYPE_CHECKING, NamedTuple

from kaizen.domain.codes import STAND_IN
from kaizen.domain.wording import listed
from kaizen.sheet.cell_looks import value_seen
from kaizen.sheet.findings import Finding, Outcome, Place
from kaizen.sheet.layout import REF, SETTINGS
from kaizen.sheet.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaizen.domain.record import Record
    from kaizen.sheet.cells import Value
    from kaizen.sheet.layout import Tab

__all__ = ["STAND_IN", "Refs", "RowKey", "key_of", "stand_in", "stand_in_of"]


def stand_in(tab: Tab, values: Mapping[str, Value]) -> str:
    """Return a key made of what a row says: its natural key or, where part of that is blank, what it needs."""
    return STAND_IN + _named(tab, values)


def stand_in_of(tab: Tab, record: Record, *, besides: str) -> str:
    """Return the same of a record, as it was before it had what stands in the field ``besides``."""
    said = {field: getattr(record, field) for field in record.model_fields_set - {besides, "ref"}}
    return stand_in(tab, said)


def _named(tab: Tab, values: Mapping[str, Value]) -> str:
    parts = [_said(values[name]) for name in tab.key if name in values]
    if len(parts) < len(tab.key):
        parts = [_said(values[column.field]) for column in tab.columns if column.needed and column.field in values]
    return "|".join(parts).removeprefix(STAND_IN)


def _said(value: Value) -> str:
    if isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date | time) else str(value)


class RowKey(NamedTuple):
    """What tells a row from the others of its tab.

    Attributes:
        text: see `stand_in`, without what that begins with.
        wanted: the ref it has unless another row has it too.
        typed: what its ``Ref`` cell says, "" where blank or where the tab has none.
        coded: whether it has a code or natural key of its own.
        said: that key as findings quote it; "" where several rows of the tab may share it.
    """

    text: str
    wanted: str
    typed: str
    coded: bool
    said: str


def key_of(tab: Tab, values: Mapping[str, Value], typed: str) -> RowKey:
    """Return what tells a row that says this, and this under ``Ref``, from the others of its tab."""
    text = _named(tab, values)
    coded = not str(values.get(tab.key[0], STAND_IN)).startswith(STAND_IN)
    wanted = typed or (text if coded and not tab.has_ref else STAND_IN + text)
    said = ", ".join([value_seen(values[name]) for name in tab.key if name in values]) if _is_unique(tab) else ""
    return RowKey(text, wanted, typed, coded, said)


def _is_unique(tab: Tab) -> bool:
    """Tell whether one row only may have a key."""
    return tab is not SETTINGS and (not tab.has_ref or len(tab.key) == 1)


class Refs:
    """Gives each row of one tab, in the order of the sheet, a ref that no other row has."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._given: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._times: defaultdict[str, int] = defaultdict(lambda: 1)
        self._left: defaultdict[str, list[int]] = defaultdict(list)
        self._unique = _is_unique(tab)

    def give(self, key: RowKey, row: int) -> tuple[str, Sequence[Finding]]:
        """Return the ref of a row and what is to be said about it.

        Args:
            key: what tells it from other rows.
            row: its number, for the next row that has the same key.
        """
        findings: Sequence[Finding] = ()
        if key.typed in self._given:
            findings = [self._copied(key.wanted, row)]
        elif self._unique and key.coded and key.text in self._keys:
            findings = [self._again(key, row)]
        self._keys.setdefault(key.text, row)
        return self._free(key.wanted, row), findings

    def left_out(self, key: RowKey, row: int) -> None:
        """Remember a row that is no record by what would be its ref."""
        if key.wanted != STAND_IN:
            self._left[key.wanted].append(row)

    @property
    def places_left_out(self) -> dict[str, int]:
        """Where each row stands that is no record; of those that share a ref with another none."""
        return {ref: rows[0] for ref, rows in self._left.items() if len(rows) == 1 and ref not in self._given}

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

    def _again(self, key: RowKey, row: int) -> Finding:
        names = listed([self._tab.column(name).heading for name in self._tab.key])
        sentence = (
            f"Row {self._keys[key.text]} has the same {names}, {quoted(key.said)}. That one counts where only one can."
        )
        heading = self._tab.column(self._tab.key[0]).heading
        return Finding(Place(self._tab.title, row, heading), Outcome.QUERIED, sentence, key.said)
