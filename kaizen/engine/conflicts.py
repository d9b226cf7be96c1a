"""What stands between a decided wish and the sheet as it is: a row gone, a cell edited by somebody else."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from kaizen.domain.codes import is_stand_in
from kaizen.domain.reason import Reason, Why
from kaizen.domain.wording import listed, said, said_moment, said_time
from kaizen.errors import NotSaved
from kaizen.sheet.cell_looks import seen as seen_cell
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.findings import Place
from kaizen.sheet.headings import heading_key
from kaizen.sheet.intents import AddOption, Amend, Append, Correct, Remove
from kaizen.sheet.layout import LISTS_TAB, REF, TAB_OF
from kaizen.sheet.whole_rows import columns_said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kaizen.domain.record import Record
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Intent
    from kaizen.sheet.layout import Tab
    from kaizen.sheet.reading import Reading
    from kaizen.sheet.tab_reading import TabReading


Words = tuple[Place, str]
"""Where people's words stand that could not be read, and what they are."""


def current(year: YearSnapshot, record: Record) -> Record | None:
    """Return the row with the ref of ``record`` as the year has it now, None when it is gone."""
    return next((row for row in year.rows_like(type(record)) if row.ref == record.ref), None)


def conflicts(year: YearSnapshot, amend: Amend, words: Mapping[str, Words]) -> list[Reason]:
    """Return why this amendment would write over somebody else's edit; nothing when it would not.

    Each sentence gives both values: what the person was looking at, and what the sheet says now.

    Args:
        year: as the wishes so far have left it.
        amend: what is to be written.
        words: what its cells say that could not be read, see `words_in_the_way`.
    """
    row = current(year, amend.record)
    tab = TAB_OF[type(amend.record)]
    if row is None:
        return [gone(type(amend.record), amend.record.ref)]
    return [
        *(Reason(Why.CONFLICT, _kept(amend, field, *said), field) for field, said in words.items()),
        *(
            Reason(Why.CONFLICT, _both_values(tab, field, seen, getattr(row, field)), field)
            for field, seen in amend.shown.items()
            if field not in words
            and not any(_same(getattr(row, field), good) for good in (seen, amend.wanted.get(field, seen)))
        ),
    ]


def in_the_way(year: YearSnapshot, reading: Reading, intent: Remove, written: Collection[str]) -> list[Reason]:
    """Return why a row may not be removed: it says something that the person has not seen; nothing where it may.

    Args:
        year: as the wishes so far have left it.
        reading: the sheet as it was just read.
        intent: what is to be gone.
        written: the fields of this row that others of the same group have written.
    """
    row, tab = current(year, intent.record), reading.tabs[TAB_OF[type(intent.record)].title]
    if row is None:
        return [gone(type(intent.record), intent.record.ref)]
    found = []
    for column in tab.tab.columns:
        name = column.field
        said = intent.shown.get(name, getattr(intent.record, name))
        words = "" if name in written else tab.unread(row.ref, name)
        if words not in ("", said):
            place = Place(tab.tab.title, tab.rows[row.ref], column.heading)
            found.append(Reason(Why.CONFLICT, _kept_words(place, seen_cell(words, column.kind)), name))
        elif words == "" and not _same(getattr(row, name), said):
            found.append(Reason(Why.CONFLICT, _both_values(tab.tab, name, said, getattr(row, name)), name))
    own = tab.own_cells(tab.rows.get(row.ref, 0))
    return [*found, *_otherwise(own, intent.answers, {})]


def answered_otherwise(own: Mapping[str, Any], amend: Amend) -> list[Reason]:
    """Return why an amendment would write over what somebody else has typed under a heading that people have added.

    Args:
        own: what the row says there, as the group so far leaves it.
        amend: what is to be written.
    """
    return list(_otherwise(own, amend.answers_shown, amend.answers))


def _otherwise(own: Mapping[str, Any], seen: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[Reason]:
    for heading, old in seen.items():
        if not any(_same(own.get(heading), good) for good in (old, wanted.get(heading, old))):
            yield Reason(Why.CONFLICT, _both(heading, old, own.get(heading)), heading)


def words_in_the_way(reading: Reading, amend: Amend, written: Collection[str]) -> dict[str, Words]:
    """Return what the cells say that an amendment would write over and that could not be read.

    Log keeps values, so nobody would find such words again but in the version history.

    Args:
        reading: the sheet as it was just read.
        amend: what is to be written.
        written: the fields of this row that others of the same group have written.

    Returns:
        Field to its place and its text, as the sheet shows it.
    """
    tab, ref = reading.tabs[TAB_OF[type(amend.record)].title], amend.record.ref
    found = {}
    for field in amend.wanted:
        cell, column = tab.unread(ref, field), tab.tab.column(field)
        if cell != "" and field not in written:
            found[field] = Place(tab.tab.title, tab.rows[ref], column.heading), seen_cell(cell, column.kind)
    return found


def overtaken(reading: Reading, intent: Correct, written: Mapping[str, Any]) -> list[Reason]:
    """Return why the cell no longer stands as the person was shown it; nothing where it does.

    Args:
        reading: the sheet as it was just read.
        intent: what is to be written.
        written: what others of the same group have written to this row already, by field.
    """
    tab = reading.tabs[TAB_OF[intent.kind].title]
    column = tab.tab.column(intent.field)
    if intent.ref not in tab.places:
        sentence = f"The row can no longer be found on {tab.tab.title}, so nothing was saved. Please look at it there."
        return [Reason(Why.NOT_FOUND, sentence, intent.ref)]
    cell = tab.cell(tab.places[intent.ref], column.heading)
    wanted = in_words(intent.wanted, column.kind)
    now = in_words(written[intent.field], column.kind) if intent.field in written else seen_cell(cell, column.kind)
    if now == wanted:
        sentence = f"{column.heading} says {said_value(now)} already, so there is nothing to put right."
    elif cell == intent.found and intent.field not in written:
        return []
    else:
        sentence = _both_values(tab.tab, intent.field, seen_cell(intent.found, column.kind), now)
    return [Reason(Why.CONFLICT, sentence, intent.field)]


def edited(row: Record) -> Reason:
    """Return the reason to give when somebody has typed in a row in the very moment in which it was to go."""
    tab = TAB_OF[type(row)]
    name = ", ".join(in_words(getattr(row, name), tab.column(name).kind) for name in tab.key)
    sentence = (
        f"{name} stays on {tab.title}: somebody has typed in that row at this very moment. "
        "Everything else of this was saved."
    )
    return Reason(Why.CONFLICT, sentence, row.ref)


def spared(title: str, heading: str) -> Reason:
    """Return the reason to give when somebody has put a formula where an answer was to be written."""
    sentence = f"{heading} on {title} holds a formula by now, so it stays as it is. Everything else of this was saved."
    return Reason(Why.CONFLICT, sentence, heading)


def gone(kind: type[Record], ref: str) -> Reason:
    """Return the reason to give when somebody has deleted the row that was to be changed."""
    sentence = f"The row has been deleted from {TAB_OF[kind].title} meanwhile, so there is nothing to change."
    return Reason(Why.NOT_FOUND, sentence, ref)


def check_columns(reading: Reading, intents: Iterable[Intent]) -> None:
    """Make sure that every cell the intents fill has a column in the sheet.

    Raises:
        NotSaved: a tab or a heading is missing; the sentence names it.
    """
    for intent in intents:
        tab = LISTS_TAB if isinstance(intent, AddOption) else TAB_OF[kind_of(intent)]
        if tab.title not in reading.tabs:
            raise NotSaved(
                f"The tab {tab.title} is missing from the sheet, so nothing was saved. "
                "Its owner can bring it back with File > Version history."
            )
        missing = [one for one in _headings(tab, intent) if one not in reading.tabs[tab.title].columns]
        missing += _unasked(intent, reading.tabs[tab.title])
        if missing:
            raise NotSaved(
                f"The tab {tab.title} has no column headed {listed(missing)} any more, so nothing was saved. "
                "Please put the heading back in the sheet and try again."
            )


def check_settled(questions: Mapping[str, str], intents: Iterable[Intent]) -> None:
    """Make sure that nobody has to choose first which of two tabs is meant.

    Args:
        questions: by tab what has to be settled.
        intents: what is to be written.

    Raises:
        NotSaved: for one of them somebody has to; the sentence names it.
    """
    for intent in intents:
        tab = LISTS_TAB if isinstance(intent, AddOption) else TAB_OF[kind_of(intent)]
        if tab.title in questions:
            raise unsettled(tab.title)


def unsettled(title: str) -> NotSaved:
    """Return what somebody hears who saves while two tabs could be meant."""
    return NotSaved(
        f"Two tabs in the sheet could be {title}, so nothing was saved. "
        "Someone who edits the sheet has to choose one first: the page Checks says how."
    )


def kind_of(intent: Append | Amend | Correct | Remove) -> type[Record]:
    """Return the model of the rows that the intent is about."""
    return intent.kind if isinstance(intent, Correct) else type(intent.record)


def _unasked(intent: Intent, tab: TabReading) -> list[str]:
    """Return the headings of answers to questions whose columns somebody has taken away."""
    if isinstance(intent, AddOption):
        return [] if intent.heading in columns_said(tab) else [intent.heading]
    answers = intent.answers if isinstance(intent, Append | Amend) else {}
    return [
        one
        for one, answer in answers.items()
        if heading_key(one) not in tab.added and (isinstance(intent, Amend) or not _same(answer, None))
    ]


def _headings(tab: Tab, intent: Intent) -> list[str]:
    if isinstance(intent, Remove | AddOption):
        filled = []
    elif isinstance(intent, Append):
        filled = [column.heading for column in tab.columns if not _same(getattr(intent.record, column.field), None)]
    else:
        fields = (intent.field,) if isinstance(intent, Correct) else tuple(intent.wanted)
        filled = [tab.column(field).heading for field in fields]
    return [*filled, REF] if tab.has_ref else filled


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 - any two values of a field
    """Tell whether two values are the same for people; a row that had no code may have one by now."""
    return bool(_plain(one) == _plain(other)) or is_stand_in(one) or is_stand_in(other)


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        return tuple(value) or ""
    return "" if value is None else value


def _both_values(tab: Tab, field: str, seen: Any, now: Any) -> str:  # noqa: ANN401
    return _both(tab.column(field).heading, seen, now)


def _both(heading: str, seen: Any, now: Any) -> str:  # noqa: ANN401
    return (
        f"{heading}: you were looking at {said_value(seen)}, but the sheet now says "
        f"{said_value(now)}. Somebody has changed it meanwhile, so nothing was saved."
    )


def _kept(amend: Amend, field: str, place: Place, text: str) -> str:
    seen = f"you were looking at {said_value(amend.shown[field])}, but the sheet" if field in amend.shown else "it"
    return _kept_words(place, text, seen)


def _kept_words(place: Place, text: str, seen: str = "it") -> str:
    return (
        f"{place}: {seen} says {said_value(text)}, which the app cannot read and does not write over. Nothing was "
        "saved. Please have the cell put right in the sheet first; Checks says by whom."
    )


def said_value(value: Any) -> str:  # noqa: ANN401
    """Return the value of a field as a sentence says it; text in quotation marks, nothing as "blank"."""
    if value is None or value in ("", ()):
        return "blank"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return said_moment(value)
    if isinstance(value, date | time):
        return said(value) if isinstance(value, date) else said_time(value)
    text = listed([str(part) for part in value]) if isinstance(value, list | tuple) else str(value)
    return f'"{text}"'
