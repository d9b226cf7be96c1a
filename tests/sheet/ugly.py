"""A generator of ugliness: a clean year as it looks after nine busy people have typed in it for a year.

    cells = ugly(demo_grids(), seed=7)      # the same year to a reader, and things that only people understand
    cells.grids, cells.spoilt

Every edit is one of two kinds. *Harmless* ones leave the meaning as it is: what is read must not change by
one value. *Spoiling* ones make a row or a cell mean something else, or nothing; each is listed with its
place, and a finding has to be there. The same seed gives the same edits.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kaizen.sheet.cell_dates import EPOCH
from kaizen.sheet.layout import REF, YEAR_TABS, Kind, Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaizen.sheet.cells import Cell, Grid

Rows = list[list["Cell"]]

NBSP, ZERO_WIDTH, SOFT_HYPHEN = "\u00a0", "\u200b", "\u00ad"
WEEKDAYS = ("Mon", "Tues", "Wednesday", "Thurs", "Fri", "Sat", "Sunday")
UNTIDY = 0.08
"""The share of cells that somebody has typed anew."""


@dataclass
class UglySheet:
    """A year after people have worked in it.

    Attributes:
        grids: the cells of each tab.
        spoilt: tab and row, counted from 1, of every row that has to have a finding.
        renamed: by tab, `heading_key` of a new name to the heading, as a look at the marks would tell.
    """

    grids: dict[str, Rows] = field(default_factory=dict)
    spoilt: list[tuple[str, int]] = field(default_factory=list)
    renamed: dict[str, dict[str, str]] = field(default_factory=dict)


def ugly(clean: Mapping[str, Grid], seed: int, *, spoil: bool = False, rename: bool = True) -> UglySheet:
    """Return the year as people have left it.

    Args:
        clean: the cells of each tab, headings in the first row.
        seed: which edits.
        spoil: whether some edits change what the year says.
        rename: whether headings get other names; reading then needs `UglySheet.renamed`.
    """
    sheet = UglySheet()
    chance = random.Random(seed)  # noqa: S311 - the same edits for the same seed
    for tab in YEAR_TABS:
        if tab.title in clean and not tab.hidden:
            _Vandal(tab, [list(row) for row in clean[tab.title]], chance, sheet).work(spoil=spoil, rename=rename)
    for title in clean.keys() - sheet.grids.keys():
        sheet.grids[title] = [list(row) for row in clean[title]]
    return sheet


class _Vandal:
    """Goes over one tab."""

    def __init__(self, tab: Tab, rows: Rows, chance: random.Random, sheet: UglySheet) -> None:
        self._tab = tab
        self._head, self._body = rows[0], rows[1:]
        self._chance = chance
        self._sheet = sheet
        self._spoilt: list[list[Cell]] = []

    def work(self, *, spoil: bool, rename: bool) -> None:
        self._type_cells_anew()
        if spoil:
            self._spoil()
        self._move_columns()
        if rename:
            self._rename_a_heading()
        self._untidy_headings()
        rows = self._with_rows_between()
        above = self._rows_above()
        self._sheet.grids[self._tab.title] = [*above, self._head, *rows]
        where = {id(row): number for number, row in enumerate(rows, start=len(above) + 2)}
        self._sheet.spoilt += [(self._tab.title, where[id(row)]) for row in self._spoilt]

    def _type_cells_anew(self) -> None:
        for index, column in enumerate(self._tab.columns):
            change = HARMLESS.get(column.kind)
            for row in self._body:
                if change is not None and index < len(row) and row[index] != "" and self._chance.random() < UNTIDY:
                    row[index] = change(row[index], self._chance)

    def _spoil(self) -> None:
        """Spoil a cell of some rows, copy a row, and add rows that are no data."""
        for index, column in enumerate(self._tab.columns):
            wrong = SPOILT.get(column.kind)
            if wrong is not None and self._body and column.needed:
                row = self._chance.choice(self._body)
                row[index] = self._chance.choice(wrong)
                self._spoilt.append(row)
        for cells in (["Total", "", len(self._body)], ["Note: see the office", "please"], list(self._head)):
            self._spoilt.append([*cells])
            self._body.insert(self._chance.randrange(len(self._body) + 1), self._spoilt[-1])

    def _move_columns(self) -> None:
        """Put the columns in another order, with two of somebody's own among them."""
        width = len(self._head)
        order = list(range(width + 2))
        self._chance.shuffle(order)
        own = [["Our own", ""], *([self._chance.choice(["", "x", 3]), ""] for _ in self._body)]
        for row, more in zip([self._head, *self._body], own, strict=True):
            full = [*row, *[""] * (width - len(row)), *more]
            row[:] = [full[index] for index in order]

    def _rename_a_heading(self) -> None:
        headings = [heading for heading in self._tab.headings if heading != REF]
        heading = self._chance.choice(headings)
        name = f"{heading} (see notes)"
        self._head[self._head.index(heading)] = name
        self._sheet.renamed[self._tab.title] = {name.casefold(): heading}

    def _untidy_headings(self) -> None:
        forms: list[Callable[[str], str]] = [str.upper, lambda text: f" {text}:", lambda text: text.replace(" ", NBSP)]
        self._head[:] = [
            self._chance.choice(forms)(cell) if isinstance(cell, str) and cell and self._chance.random() < 0.3 else cell
            for cell in self._head
        ]

    def _rows_above(self) -> Rows:
        """Return what people put above the headings: a title in merged cells, a blank row, a line for each other."""
        title: list[Cell] = [f"{self._tab.title} \u2013 please don\u2019t sort!", *[""] * 5]
        return self._chance.choice([[], [title], [title, []], [[], title, ["", "Updated by Zoe", "14/9"], []]])

    def _with_rows_between(self) -> Rows:
        """Return the rows with blank ones between them, and some that only look filled."""
        rows: Rows = []
        for row in self._body:
            if self._chance.random() < 0.02:
                rows.append(self._chance.choice([[], [""] * len(self._head), [f" {NBSP}{ZERO_WIDTH}"], [False]]))
            rows.append(row)
        return rows


def _text(cell: Cell, chance: random.Random) -> Cell:
    text = str(cell) if isinstance(cell, str) else ""
    forms = [
        f"  {text} ",
        text.replace(" ", NBSP),
        f"{text}{ZERO_WIDTH}",
        text[:1] + SOFT_HYPHEN + text[1:],
        text.replace("e\u0301", "\u00e9"),
    ]
    return chance.choice(forms) if text else cell


def _matched(cell: Cell, chance: random.Random) -> Cell:
    """Return a name that is matched, not kept: capitals and quotes do not matter either."""
    text = str(cell)
    return chance.choice([text.upper(), text.lower(), text.replace("'", "\u2019"), f" {text} ", _text(cell, chance)])


def _email(cell: Cell, chance: random.Random) -> Cell:
    text = str(cell)
    return chance.choice([text.upper(), f"mailto:{text}", f"{text} ", f"{text};", f"Somebody <{text}>"])


def _date(cell: Cell, chance: random.Random) -> Cell:
    if isinstance(cell, str | bool):
        return cell
    day = EPOCH + timedelta(days=int(cell))
    forms = [
        f"{day.day}/{day.month}/{day:%y}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{_ordinal(day.day)} of {day:%B} {day.year}",
        f"{WEEKDAYS[day.weekday()]} {day.day} {day:%b} '{day:%y}",
        f"{day:%d/%m/%Y} ({WEEKDAYS[day.weekday()]})",
        f"{day:%B} {_ordinal(day.day)}, {day.year}",
        str(int(cell)),
    ]
    if date(2026, 9, 1) <= day <= date(2027, 8, 31):
        forms += [f"{day.day}/{day.month}", f"{WEEKDAYS[day.weekday()]} {day.day} {day:%b}"]
    return chance.choice(forms)


def _ordinal(number: int) -> str:
    return f"{number}{'th' if 10 < number < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _whole(cell: Cell, chance: random.Random) -> Cell:
    number = str(cell).removesuffix(".0")
    return chance.choice([f"max {number}", f"{number} people", f"up to {number}", f" {number}", f"{number}.0", number])


def _money(cell: Cell, chance: random.Random) -> Cell:
    if isinstance(cell, str | bool):
        return cell
    forms = [f"({-cell:.2f})", f"\u2212{-cell:.2f}"] if cell < 0 else [f"\u00a3{cell:,.2f}", f"{cell:.2f} pounds"]
    return chance.choice(forms)


def _time(cell: Cell, chance: random.Random) -> Cell:
    if isinstance(cell, str | bool):
        return cell
    hour, minute = divmod(round(cell * 1440), 60)
    half = f"{(hour - 1) % 12 + 1}.{minute:02d} {'pm' if hour >= 12 else 'am'}"
    return chance.choice([f"{hour:02d}.{minute:02d}", f"{hour:02d}:{minute:02d}", half, f"{hour:02d}{minute:02d}"])


def _yes_no(cell: Cell, chance: random.Random) -> Cell:
    yes = cell is True or str(cell).casefold() in {"yes", "true"}
    return chance.choice(["Y", "yes", "TRUE", True, "Yes!"] if yes else ["N", "no", "FALSE", False, "No."])


def _choices(cell: Cell, chance: random.Random) -> Cell:
    return str(cell).replace(", ", chance.choice(["/", "; ", " & ", "\n", ","]))


HARMLESS: dict[Kind, Callable[[Cell, random.Random], Cell]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _text,
    Kind.SCHOOL: _matched,
    Kind.EMAIL: _email,
    Kind.DATE: _date,
    Kind.WHOLE: _whole,
    Kind.MONEY: _money,
    Kind.TIME: _time,
    Kind.TICK: _yes_no,
    Kind.YES_NO: _yes_no,
    Kind.CHOICES: _choices,
}
"""How somebody else would have typed the same."""

SPOILT: dict[Kind, list[Cell]] = {
    Kind.SCHOOL: ["Larkfeild", "Lark", "both schools", "Lar\u043afold"],
    Kind.EMAIL: ["on leave", "ann at larkfold", "h\u0435ad@larkfold.sch.example", "a@b.example, c@d.example"],
    Kind.DATE: ["TBC", "w/b 22 Feb", "22-26 Feb", "Tue 22 Feb 2027", "02/22/2027", "31/2"],
    Kind.WHOLE: ["20-25", "approx 20", "20 + TA", "twenty"],
    Kind.MONEY: ["about \u00a375", "75 - 80", "\u20ac45"],
    Kind.TIME: ["half past nine", "9.30-10.30", "after lunch"],
    Kind.TICK: ["x", "?", "yes/no"],
}
"""What cannot be understood, in columns whose cells are needed."""
