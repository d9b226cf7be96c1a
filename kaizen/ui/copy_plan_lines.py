"""The plan for bringing a copy back, in plain English."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from kaizen.domain.wording import listed
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.cells import shown
from kaizen.sheet.layout import TAB_OF, Kind
from kaizen.sheet.refs import STAND_IN
from kaizen.ui import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaizen.engine.office import Office
    from kaizen.services.copy_plan import CellChange, Plan, RowAdded, RowChange, RowMissing
    from kaizen.sheet.findings import Place
    from kaizen.sheet.questions import Answer

MOST: Final = 100
"""Lines under one heading."""

LETTERS: Final = 120
"""Of one text in a line."""


def draw(office: Office, plan: Plan) -> None:
    """Show everything that would be done, and what would not."""
    if plan.nothing:
        show.note("The file says what the sheet says. There is nothing to bring back.")
    _changes(office, [row for row in plan.changed if any(not cell.asked for cell in row.cells)])
    options = (show.filled("**Lists**: {} {}.", one.heading, _said(one.option)) for one in plan.options)
    _lines("Will be added", [*map(_added, plan.added), *options])
    _lines(
        "Left as it is in the sheet",
        (f"{show.filled('**In the file, {}**', one.place)}: {show.plain(one.sentence)}" for one in plan.left),
    )
    _lines(
        "For you to type in the sheet",
        (_linked(office, one.place, one.sentence) for one in plan.by_hand),
        "Formulas, hidden columns and tabs of your own are yours; the app leaves them alone.",
    )


def missing(office: Office, tab: str, rows: Sequence[RowMissing]) -> None:
    """Show the rows of one tab that are not in the file, those that have to stay with the reason."""
    _lines(tab, (_linked(office, row.place, _missing(row)) for row in rows), level=3)


def tick(rows: Sequence[RowMissing], free: Sequence[RowMissing]) -> str:
    """Return what the box says by which the rows of a tab that may go are removed."""
    tab = rows[0].place.tab
    if len(free) == 1:
        return f"Also remove {free[0].place}"
    what = f"these {len(free)} rows from {tab}" if len(free) == len(rows) else f"the {len(free)} other rows from {tab}"
    return f"Also remove {what}"


def question(row: RowChange) -> str:
    """Return what is asked about a row that both sides have changed."""
    told = [
        f"{cell.heading} was {_said(cell.said[0])}, the file says {_said(cell.said[1])}, "
        f"the sheet says {_said(cell.said[2])}"
        for cell in row.cells
        if cell.asked
    ]
    return f"{row.place}, {_short(row.name)}: {'; '.join(told)}"


def to_do(plan: Plan) -> list[str]:
    """Return what people have to do themselves once the plan has been carried out."""
    rows = [f"{one.place}: {one.sentence}" for one in plan.by_hand]
    return [*rows[:MOST], *([f"And {len(rows) - MOST} more."] if len(rows) > MOST else [])]


def _changes(office: Office, rows: Sequence[RowChange]) -> None:
    if rows:
        show.heading("Will be changed")
    for tab, group in groupby(rows, key=lambda row: row.place.tab):
        _lines(tab, (_linked(office, row.place, _changed(row)) for row in group), level=3)


def _changed(row: RowChange) -> str:
    return f"{_short(row.name)}. {listed([_cell(cell) for cell in row.cells if not cell.asked])}."


def _cell(cell: CellChange) -> str:
    return f"{cell.heading}: {_said(cell.said[2])} becomes {_said(cell.said[1])}"


def _added(row: RowAdded) -> str:
    tab = TAB_OF[type(row.record)]
    texts = {column.heading: in_words(getattr(row.record, column.field), column.kind) for column in tab.columns}
    cells = [f"{heading} {_said(text)}" for heading, text in texts.items() if text and not text.startswith(STAND_IN)]
    cells += [f"{heading} {_said(_answered(answer))}" for heading, answer in row.answers.items()]
    return show.filled("**{}**: {}.", tab.title, listed(cells))


def _answered(answer: Answer) -> str:
    return shown(answer) if isinstance(answer, float) else in_words(answer, Kind.TEXT)


def _missing(row: RowMissing) -> str:
    why = f" It stays: {row.held}." if row.held else " It has been changed in the sheet since." if row.changed else ""
    return f"{_short(row.name)}.{why}"


def _lines(heading: str, lines: Iterable[str], why: str = "", level: int = 2) -> None:
    """Show a list under a heading; the lines are markdown already, their texts made plain."""
    told = list(lines)
    if not told:
        return
    show.heading(heading, 3 if level == 3 else 2)  # noqa: PLR2004 - as HTML counts
    if why:
        show.line("{}", why)
    show.block(["\n".join(f"- {line}" for line in told[:MOST])])
    if len(told) > MOST:
        show.small("And {} more.", len(told) - MOST)


def _linked(office: Office, place: Place, sentence: str) -> str:
    address, named = office.link(place), show.filled("**{}**", place)
    return f"{f'[{named}]({address})' if address else named}: {show.plain(sentence)}"


def _said(text: str) -> str:
    return f"\u201c{_short(text)}\u201d" if text else "blank"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LETTERS else f"{line[: LETTERS - 1]}\u2026"
