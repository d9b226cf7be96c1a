"""Bring an edited copy of the year back: make the plan, and carry out what has been agreed to."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from kaizen.domain.codes import next_code
from kaizen.domain.reason import Reason, Why
from kaizen.domain.settings import SettingRow
from kaizen.domain.wording import counted, listed
from kaizen.rules.access import Action, may
from kaizen.services.copy_answers import OwnColumns
from kaizen.services.copy_by_hand import THE_APPS, cells_by_hand
from kaizen.services.copy_comparing import tab_plan
from kaizen.services.copy_lists import lists_plan
from kaizen.services.copy_plan import ByHand, Plan
from kaizen.services.copy_pointing import held
from kaizen.sheet.closed_cells import Closed
from kaizen.sheet.filling_in import code_column
from kaizen.sheet.findings import Place
from kaizen.sheet.intents import AddOption, Amend, Append, Correct, Decision, Refusal, Remove, row_ref
from kaizen.sheet.layout import LISTS_TAB, SETTINGS, TAB_OF, YEAR_TABS
from kaizen.sheet.refs import STAND_IN
from kaizen.sheet.tab_reading import TabReading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from kaizen.domain.record import Email, Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.services.copy_plan import RowAdded, RowChange, RowMissing
    from kaizen.sheet.cells import Grid
    from kaizen.sheet.reading import Reading

CARRIED = tuple(tab.title for tab in YEAR_TABS if not tab.hidden)
"""The tabs whose rows the app brings back, in the order of the sheet."""

NEW_TAB = "This tab is not in the sheet. Make it there yourself, if you want it."


def told_of_new_tabs(titles: Sequence[str]) -> Plan:
    """Return a plan that leaves the tabs that somebody has added to the file to people."""
    return Plan(by_hand=tuple(ByHand(Place(title), NEW_TAB) for title in titles))


def plan_of(
    base: Reading,
    file: Reading,
    live: Reading,
    cells: Mapping[str, tuple[Grid, Grid]],
    own: Mapping[str, OwnColumns] = MappingProxyType({}),
) -> Plan:
    """Return what bringing a copy back would do.

    Args:
        base: the copy as it was made, read.
        file: the copy as it is now, read by the same rules as the sheet.
        live: the sheet as it is now.
        cells: of each tab as the copy was made and as they are in the file; of tabs that the app does not write
            in, the differences are told.
        own: what people have added to each tab of the sheet, and what they keep to themselves there.
    """
    plan = Plan()
    for title in CARRIED:
        if title in base.tabs:
            theirs = own.get(title) or OwnColumns((), live.year.settings.school_year)
            there = _tab(live, title) or TabReading(base.tabs[title].tab)
            plan = plan.then(tab_plan(_tab(base, title) or there, _tab(file, title), there, theirs))
    lists = [one.tabs[LISTS_TAB.title] for one in (base, file, live) if LISTS_TAB.title in one.tabs]
    if len(lists) == len((base, file, live)):
        kept = own[LISTS_TAB.title].closed if LISTS_TAB.title in own else Closed()
        plan = plan.then(lists_plan(lists[0], lists[1], lists[2], kept))
    plan = replace(plan, missing=tuple(_held(plan.missing, live.year)))
    for title, (before, after) in cells.items():
        if title not in {*CARRIED, *THE_APPS, LISTS_TAB.title}:
            plan = plan.then(Plan(by_hand=tuple(cells_by_hand(title, before, after))))
    return plan


def _tab(reading: Reading, title: str) -> TabReading | None:
    """Return a tab with all that is asked about its cells; what settings say is read after their rows are."""
    tab = reading.tabs.get(title)
    if tab is None or title != SETTINGS.title:
        return tab
    return replace(tab, findings=tuple(one for one in reading.findings if one.place.tab == title))


def _held(missing: Sequence[RowMissing], year: YearSnapshot) -> Iterator[RowMissing]:
    """Give the missing rows, each with why it has to stay."""
    reasons = held(year, {(type(row.record), row.record.ref) for row in missing})
    for row in missing:
        if isinstance(row.record, SettingRow):
            yield replace(row, held="a setting is changed and never removed")
        else:
            yield replace(row, held=reasons.get((type(row.record), row.record.ref), ""))


@dataclass(frozen=True, slots=True)
class BringBack:
    """Write what an edited copy says into the sheet: changed cells, new rows and, where that is wished, missing ones.

    Attributes:
        plan: as the person has seen it.
        taken: places of the rows whose questions are answered with what the file says; of all others the
            sheet's stands.
        confirmed: whether the person has confirmed that so many rows are missing.
        removed: places of the missing rows that are to go; all others stay.
    """

    by: Email
    plan: Plan
    taken: frozenset[Place]
    confirmed: bool
    key: str
    removed: frozenset[Place] = frozenset()

    def decide(self, year: YearSnapshot, now: datetime) -> Decision | Refusal:  # noqa: ARG002 - no day is too late
        """Amend and append what has been agreed to, or refuse with every reason."""
        if not may(year, self.by, Action.COPY_THE_YEAR):
            sentence = "Only an organiser can bring a copy of the whole year back."
            return Refusal((Reason(Why.NOT_OWNER, sentence, "file"),))
        thinned = () if self.confirmed else self.plan.thinned
        against = (
            *(Reason(Why.INVALID, thin.sentence, "confirm") for thin in thinned),
            *self._clashes(year),
            *self._held(year),
        )
        if against:
            return Refusal(against)
        rows = list(filter(None, map(self._changes, self.plan.changed)))
        appends = tuple(self._appends(year))
        removes = [Remove(row.record, row.words, row.answers) for row in self._going]
        options = [AddOption(one.heading, one.option) for one in self.plan.options]
        if not (rows or appends or removes or options):
            return Decision("There was nothing to write.", (), "Nothing new")
        told = [counted(len(rows), "row changed", "rows changed")] if rows else []
        told += [counted(len(appends), "row added", "rows added")] if appends else []
        told += [counted(len(options), "option added", "options added")] if options else []
        told += [counted(len(removes), "row removed", "rows removed")] if removes else []
        intents = (*options, *chain(*rows), *removes, *appends)
        return Decision(f"The copy is back: {listed(told)}.", intents, "Brought a copy back")

    @property
    def _going(self) -> list[RowMissing]:
        return [row for row in self.plan.missing if row.place in self.removed]

    def _held(self, year: YearSnapshot) -> Iterator[Reason]:
        """Give each row that cannot go, since others that stay point to it."""
        names = {(type(row.record), row.record.ref): row for row in self._going}
        for key, why in held(year, names.keys()).items():
            row = names[key]
            yield Reason(Why.CONFLICT, f"{row.name} on {row.place.tab} cannot be removed: {why}.", row.record.ref)

    def _clashes(self, year: YearSnapshot) -> Iterator[Reason]:
        """Give each new row whose key somebody has meanwhile given to a row of the sheet."""
        for added in self.plan.added:
            field = TAB_OF[type(added.record)].key[0]
            if any(_one_key(added.record, row, field) for row in year.rows_like(type(added.record))):
                sentence = f"{added.place.tab} has a row {added.name} by now, so nothing was written."
                yield Reason(Why.CONFLICT, sentence, added.record.ref)

    def _changes(self, row: RowChange) -> list[Amend | Correct]:
        """Return what is to be done to a row: of cells that could not be read the words themselves are compared."""
        cells = [cell for cell in row.cells if not cell.asked or row.place in self.taken]
        changes: list[Amend | Correct] = [
            Correct(type(row.record), row.record.ref, cell.field, cell.found, cell.after)
            for cell in cells
            if cell.found != ""
        ]
        read = [cell for cell in cells if cell.found == "" and not cell.own]
        own = [cell for cell in cells if cell.own]
        if read or own:
            wanted, answers = ({cell.field: cell.after for cell in some} for some in (read, own))
            shown, there = ({cell.field: cell.shown for cell in some} for some in (read, own))
            changes.append(Amend(row.record, wanted, shown, answers=answers, answers_shown=there))
        return changes

    def _appends(self, year: YearSnapshot) -> Iterator[Append]:
        given: defaultdict[type[Record], list[str]] = defaultdict(list)
        for number, added in enumerate(self.plan.added, start=1):
            record = _ready(added, year, given[type(added.record)], row_ref(self.key, number))
            yield Append(record, added.answers)


def _one_key(new: Record, there: Record, field: str) -> bool:
    """Tell whether two rows would have one key: in tabs without Ref, and of codes that name one row."""
    tab = TAB_OF[type(new)]
    if not tab.has_ref:
        return new.ref == there.ref and not new.ref.startswith(STAND_IN)
    code = str(getattr(new, field))
    return code_column(tab) is not None and not code.startswith(STAND_IN) and code == str(getattr(there, field))


def _ready(added: RowAdded, year: YearSnapshot, given: list[str], ref: str) -> Record:
    """Return a new row with the key it is to have, and a code where the app makes those and it has none."""
    record = added.record
    tab = TAB_OF[type(record)]
    changes = {"ref": ref} if tab.has_ref else {}
    column = code_column(tab)
    if column is not None and str(getattr(record, column.field)).startswith(STAND_IN):
        letter = "".join(re.findall("[A-Z]", column.example)[:1])
        there = [str(getattr(row, column.field)) for row in year.rows_like(type(record))]
        code = next_code(letter, [*year.codes, *there, *given])
        given.append(code)
        changes |= {column.field: code} | ({} if tab.has_ref else {"ref": code})
    return record.model_copy(update=changes)
