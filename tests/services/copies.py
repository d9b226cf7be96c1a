"""A small workbook as cells, and what bringing an edited copy of it back would do."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from kaizen.domain.dates import SchoolYear
from kaizen.domain.follow_up import FollowUp
from kaizen.domain.visit import Visit, VisitDay, VisitNote
from kaizen.services.copy_answers import OwnColumns
from kaizen.services.copy_return import plan_of
from kaizen.sheet import layout
from kaizen.sheet.closed_cells import Closed
from kaizen.sheet.reading import YearReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kaizen.services.copy_plan import Plan
    from kaizen.sheet.added_columns import AddedColumn
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.reading import Reading

EMPTY = {kind: layout.TAB_OF[kind].title for kind in (VisitDay, Visit, VisitNote, FollowUp)}
"""Tabs with headings and nothing below them."""

Book = dict[str, list[list["Cell"]]]


def tab(one: layout.Tab, rows: Iterable[dict[str, Cell]]) -> list[list[Cell]]:
    return [list(one.headings), *([row.get(heading, "") for heading in one.headings] for row in rows)]


def small_book() -> Book:
    """Return two schools, five people, dates, workshops and bookings; one tab and one column are a head's own."""
    mail = "{}@larkfold.example"
    staff = [
        {"Name": name, "Email": mail.format(name.lower()), "School": "Larkfold", "Role": "Teacher"}
        for name in ("Ann", "Bob", "Cat", "Dan", "Eve")
    ]
    workshops = [
        {"ID": f"W0{n}", "Title": f"Title {n}", "Led by": "Ann", "Email": mail.format("ann"), "School": "Larkfold"}
        | {"Most people": 20 + n, "Status": "Accepted", "Ref": f"w{n}"}
        for n in range(1, 5)
    ]
    bookings = [
        {"Email": mail.format(name), "Session": f"W0{n}-A", "Status": "Booked", "Ref": f"b{name}{n}"}
        for name in ("bob", "cat", "dan", "eve")
        for n in (1, 2)
    ]
    dates = [
        {"Who": "Larkfold", "What": "INSET", "First day": 46266.0, "Notes": "Keep free"},
        {"Who": "St Bega's", "What": "Closed", "First day": 46300.0, "Notes": "From four"},
        {"Who": "All schools", "What": "Bank holiday", "First day": 46405.0},
        {"Who": "Larkfold", "What": "Part day", "First day": "soon", "Notes": "No day yet"},
    ]
    schools = [
        {"School": f"{name} School", "Short name": name, "Local authority": "Lancashire", "In the network": True}
        for name in ("Larkfold", "St Bega's")
    ]
    codes = [{"Workshop": f"W0{n}", "Slot": "A", "Room": "Hall"} for n in range(1, 5)]
    book: Book = {
        "Settings": tab(layout.SETTINGS, [{"Setting": "School year", "Value": "2026-27"}]),
        "Schools": tab(layout.SCHOOLS, schools),
        "Staff": tab(layout.STAFF, staff),
        "Dates": tab(layout.DATES, dates),
        "Workshops": tab(layout.WORKSHOPS, workshops),
        "Rooms": tab(layout.ROOMS, [{"Room": "Hall", "Seats": 40}]),
        "Slots": tab(layout.SLOTS, [{"Slot": "A", "Starts": 0.5, "Ends": 0.55, "What": "Workshop"}]),
        "Sessions": tab(layout.SESSIONS, codes),
        "Bookings": tab(layout.BOOKINGS, bookings),
        **{title: tab(layout.TAB_OF[kind], []) for kind, title in EMPTY.items()},
        "Lists": [["Roles"], ["Teacher"], ["Headteacher"]],
        "Log": [["When", "Who"], [46266.0, "somebody"]],
        "Tea rota": [["Day", "Who"], ["Mon", "Ann"]],
    }
    for number, row in enumerate(book["Workshops"]):
        row.append("Biscuits" if number == 0 else f"tin {number}")
    return book


def at(book: Book, title: str, row: int, heading: str) -> tuple[list[Cell], int]:
    """Return the row, counted from 1, and the column of a cell of a tab with its headings in the first row."""
    return book[title][row - 1], book[title][0].index(heading)


def put(book: Book, title: str, row: int, heading: str, cell: Cell) -> None:
    cells, column = at(book, title, row, heading)
    cells[column] = cell


def add(book: Book, one: layout.Tab, **values: Cell) -> None:
    told = {heading.replace("_", " "): cell for heading, cell in values.items()}
    book[one.title].append([told.get(str(heading), "") for heading in book[one.title][0]])


def read(book: Book) -> Reading:
    return YearReader().read(book)


def plan(
    file: Callable[[Book], object] = list,
    live: Callable[[Book], object] = list,
    base: Callable[[Book], object] = list,
    columns: Mapping[str, Sequence[AddedColumn]] | None = None,
    closed: Mapping[str, Closed] | None = None,
) -> Plan:
    """Return the plan after one edit of the file and one of the sheet; ``base`` is done to both before the copy."""
    made = small_book()
    base(made)
    edited, now = deepcopy(made), deepcopy(made)
    file(edited)
    live(now)
    cells = {title: (made[title], edited[title]) for title in made if title in edited}
    own = {
        title: OwnColumns(tuple((columns or {}).get(title, ())), SchoolYear(2026), (closed or {}).get(title, Closed()))
        for title in made
    }
    return plan_of(read(made), read(edited), read(now), cells, own)


def told(made: Plan) -> list[str]:
    """Return a plan as lines to compare."""
    lines = []
    for row in made.changed:
        for cell in row.cells:
            mark = "?" if cell.asked else "="
            lines.append(f"{mark} {row.place} {row.name} {cell.heading}: {' | '.join(cell.said)}")
    lines += [f"+ {row.place} {row.name}" for row in made.added]
    lines += [f"+ Lists {one.heading}: {one.option}" for one in made.options]
    lines += [
        f"- {row.place} {row.name}{' changed' if row.changed else ''}{f' ({row.held})' if row.held else ''}"
        for row in made.missing
    ]
    lines += [f"left {one.place}: {one.sentence}" for one in made.left]
    return [*lines, *(f"hand {one.place}: {one.sentence}" for one in made.by_hand)]
