"""What one intent has changed, as Log tells it and as its sender has to be answered for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaizen.sheet.cell_looks import seen
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.cells import shown
from kaizen.sheet.layout import LISTS_TAB, TAB_OF, Kind
from kaizen.sheet.writing import heading_and_kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kaizen.domain.record import Record
    from kaizen.sheet.intents import AddOption, Correct
    from kaizen.sheet.tab_reading import TabReading

Texts = tuple[str, str, str]
"""The heading of a cell, and its text before and after."""


@dataclass(frozen=True, slots=True)
class Change:
    """One intent as it applied to the year.

    Attributes:
        kind: the model of the tab's rows; None on Lists.
        ref: of the row.
        texts: a line of Log each; of a new row one without a heading, with its key values.
        is_new: whether the row was not there before.
        did: the words for Log; "" for those of the whole decision.
    """

    kind: type[Record] | None
    ref: str
    texts: tuple[Texts, ...]
    is_new: bool = False
    did: str = ""

    @property
    def title(self) -> str:
        """The tab that it is in."""
        return LISTS_TAB.title if self.kind is None else TAB_OF[self.kind].title


def of_new(row: Record, did: str = "") -> Change:
    """Return what a new row changes."""
    said = ", ".join(_text(row, field) for field in TAB_OF[type(row)].key)
    return Change(type(row), row.ref, (("", "", said),), is_new=True, did=did)


def of_option(intent: AddOption) -> Change:
    """Return what a new option changes."""
    return Change(None, "", ((intent.heading, "", intent.option),))


def of_amended(before: Record, after: Record, fields: Iterable[str], did: str = "") -> Change:
    """Return what an amendment of these fields changes."""
    texts = tuple((_heading(after, field), _text(before, field), _text(after, field)) for field in fields)
    return Change(type(after), after.ref, texts, did=did)


def of_answered(before: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[Texts, ...]:
    """Return what changes under headings that people have added; ``before`` has what their cells said."""
    told = {heading: before.get(heading, "") for heading in answers}
    return tuple((heading, _plain(told[heading]), _plain(answer)) for heading, answer in answers.items())


def _plain(value: Any) -> str:  # noqa: ANN401 - a cell or an answer
    return shown(value) if isinstance(value, str | int | float | bool) else in_words(value, Kind.TEXT)


def of_corrected(intent: Correct) -> Change:
    """Return what a correction changes; before it, the cell said what could not be read."""
    heading, kind = heading_and_kind(TAB_OF[intent.kind], intent.field)
    return Change(intent.kind, intent.ref, ((heading, seen(intent.found, kind), in_words(intent.wanted, kind)),))


def of_removed(row: Record, tab: TabReading, written: Collection[str]) -> Change:
    """Return what a removal changes: each cell of the row that says something, people's own too.

    Args:
        row: as the group has left it.
        tab: as it was read.
        written: the fields of the row that others of the same group have written.
    """
    return Change(type(row), row.ref, tuple(text for text in _last_words(row, tab, written) if text[1]))


def _last_words(row: Record, tab: TabReading, written: Collection[str]) -> Iterator[Texts]:
    number = tab.rows.get(row.ref, 0)
    for column in tab.tab.columns:
        fresh = not number or column.field in written
        cell = tab.cell(number, column.heading)
        said = _text(row, column.field) if fresh else "" if cell is False else seen(cell, column.kind)
        yield column.heading, said, ""
    for heading, cell in tab.own_cells(number).items():
        yield heading, "" if cell is False else shown(cell), ""


def corrected(row: Record, intent: Correct) -> Record:
    """Return the row as its model holds it once the cell is readable: the status "Cancelled" as a status."""
    values: dict[str, Any] = {**row.model_dump(), intent.field: intent.wanted}
    return type(row).model_validate(values)


def _heading(row: Record, field: str) -> str:
    return heading_and_kind(TAB_OF[type(row)], field)[0]


def _text(row: Record, field: str) -> str:
    return in_words(getattr(row, field), heading_and_kind(TAB_OF[type(row)], field)[1])
