"""What a group of wishes adds up to: each row once, as it is to be at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaizen.domain.codes import is_stand_in
from kaizen.domain.settings import SettingRow
from kaizen.sheet.filling_in import code_column
from kaizen.sheet.intents import AddOption, Append, Correct, Remove, row_ref
from kaizen.sheet.layout import TAB_OF
from kaizen.sheet.writing import OwnHeading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaizen.domain.record import Record
    from kaizen.sheet.intents import Intent


@dataclass(slots=True)
class Rows:
    """What a group adds up to: each row once, as it is to be at the end.

    Attributes:
        added: ref to the new row.
        answers: ref of a new row to what it says under headings that people have added.
        amended: model and ref to field to value; the field ``ref`` fills in a blank ``Ref``.
        removed: model and ref of each row that is to be gone.
        options: heading of each list on Lists to what it gets below its last option.
    """

    added: dict[str, Record] = field(default_factory=dict)
    answers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    amended: dict[tuple[type[Record], str], dict[str, Any]] = field(default_factory=dict)
    removed: set[tuple[type[Record], str]] = field(default_factory=set)
    options: dict[str, list[str]] = field(default_factory=dict)

    @property
    def settles(self) -> bool:
        """Whether a row of Settings or an option is written, on which all else in the year may depend."""
        written = [kind for kind, _ in self.amended.keys() | self.removed] + list(map(type, self.added.values()))
        return SettingRow in written or bool(self.options)

    def give_codes(
        self, codes: Mapping[tuple[type[Record], str], Mapping[str, str]], key: str, taken: set[str]
    ) -> None:
        """Take in the codes of rows that had none; the other arguments are as for `take`."""
        for row, code in codes.items():
            self._amend(row, code, key, taken)

    def take(self, intent: Intent, key: str, taken: set[str]) -> None:
        """Take in what an intent wants of a row.

        Args:
            intent: decided, with nothing against it.
            key: of its wish, from which blank refs are filled in.
            taken: refs that the wish gives to new rows; those that are filled in are added.
        """
        if isinstance(intent, AddOption):
            self.options.setdefault(intent.heading, []).append(intent.option)
        elif isinstance(intent, Append):
            self.added[intent.record.ref] = intent.record
            self.answers[intent.record.ref] = intent.answers
        elif isinstance(intent, Remove):
            self._remove(type(intent.record), intent.record.ref)
        elif isinstance(intent, Correct):
            self._amend((intent.kind, intent.ref), {intent.field: intent.wanted}, key, taken)
        elif (ref := intent.record.ref) in self.added:
            self.added[ref] = self.added[ref].model_copy(update=dict(intent.wanted))
            self.answers[ref] = {**self.answers[ref], **intent.answers}
        else:
            own: dict[str, Any] = {OwnHeading(heading): answer for heading, answer in intent.answers.items()}
            self._amend((type(intent.record), ref), {**intent.wanted, **own}, key, taken)

    def known_afterwards(self, title: str, ref: str) -> str:
        """Return by what a row of a tab is found once this is written, where it had no key of its own; "" for none."""
        if not is_stand_in(ref):
            return ref
        found = (row for row in self.amended if (TAB_OF[row[0]].title, row[1]) == (title, ref))
        if (row := next(found, None)) is None:
            return ""
        tab = TAB_OF[row[0]]
        code = code_column(tab)
        return str(self.amended[row].get("ref" if tab.has_ref or code is None else code.field, ""))

    def _remove(self, kind: type[Record], ref: str) -> None:
        if self.added.pop(ref, None) is None:
            self.amended.pop((kind, ref), None)
            self.removed.add((kind, ref))

    def _amend(self, row: tuple[type[Record], str], wanted: Mapping[str, Any], key: str, taken: set[str]) -> None:
        kind, ref = row
        values = self.amended.setdefault(row, {})
        values.update(wanted)
        if is_stand_in(ref) and TAB_OF[kind].has_ref and "ref" not in values:
            values["ref"] = _next_ref(key, taken)


def _next_ref(key: str, taken: set[str]) -> str:
    number = 1
    while row_ref(key, number) in taken:
        number += 1
    taken.add(row_ref(key, number))
    return row_ref(key, number)
