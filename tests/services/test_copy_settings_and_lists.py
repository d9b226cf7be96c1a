"""What an edited copy says on Settings and Lists, in people's own columns, and of rows that it has lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.closed_cells import Closed
from tests.services.copies import plan, put, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.sheet.cells import Cell
    from tests.services.copies import Book


def test_own_columns_are_compared_three_ways() -> None:
    def tin(text: Cell) -> Callable[[Book], None]:
        return lambda book: put(book, "Workshops", 2, "Biscuits", text)

    assert told(plan(tin("tin 9"), tin("tin 8"))) == ["? Workshops row 2 W01 Biscuits: tin 1 | tin 9 | tin 8"]
    assert told(plan(tin("tin 9"), tin("tin 9"))) == []
    assert told(plan(live=tin("tin 9"))) == []

    def moved(book: Book) -> None:
        for row in book["Workshops"]:
            row.append(row.pop(0))

    assert plan(moved).nothing


def test_formulas_and_hidden_columns_are_left_to_people() -> None:
    def edit(book: Book) -> None:
        put(book, "Workshops", 2, "Biscuits", "tin 9")
        put(book, "Workshops", 2, "Title", "Mine")
        put(book, "Workshops", 3, "Biscuits", "")
        put(book, "Workshops", 3, "Title", "Mine too")

    closed = {"Workshops": Closed(frozenset({"Biscuits"}), frozenset({(2, "Title")}))}
    assert told(plan(edit, closed=closed)) == [
        "= Workshops row 3 W02 Title: Title 2 | Mine too | Title 2",
        'hand Workshops row 2: Title of W01: change it to "Mine". A formula stands there.',
        'hand Workshops row 2: Biscuits of W01: change it to "tin 9". It is hidden or worked out.',
        "hand Workshops row 3: Biscuits of W02: change it to nothing. It is hidden or worked out.",
    ]


def _setting(name: str, value: Cell) -> Callable[[Book], None]:
    return lambda book: book["Settings"].append([name, value, ""])


def test_settings_are_compared_as_what_they_mean() -> None:
    def base(book: Book) -> None:
        for name, value in (("Conference date", 46440.0), ("Workshops each", 3.0), ("Theme", "Wonder")):
            _setting(name, value)(book)

    def change(**values: Cell) -> Callable[[Book], None]:
        def edit(book: Book) -> None:
            for row in book["Settings"][1:]:
                row[1] = values.get(str(row[0]).replace(" ", "_"), row[1])

        return edit

    day = "? Settings row 3 Conference date Value: 22/02/2027 | 01/03/2027 | 02/03/2027"
    first, second = change(Conference_date="1 March 2027"), change(Conference_date=46448.0)
    assert told(plan(first, second, base)) == [day]
    assert told(plan(change(Conference_date="22 Feb 2027"), base=base)) == []
    made = plan(change(Workshops_each=4.0), base=base)
    assert told(made) == ["= Settings row 4 Workshops each Value: 3 | 4 | 3"]
    (left,) = told(plan(change(Conference_date="some Monday"), base=base))
    assert left.startswith("left Settings row 3, Value: Conference date: ")
    assert told(plan(_setting("House rule", "Be kind"), base=base)) == ["+ Settings row 6 House rule"]


def test_a_setting_is_never_removed() -> None:
    made = plan(lambda book: book["Settings"].pop(), base=_setting("Theme", "Wonder"))
    assert told(made) == ["- Settings row 3 Theme (a setting is changed and never removed)"]


def _two_lists(book: Book) -> None:
    book["Lists"] = [["Roles", "Year groups"], ["Teacher", "Y1"], ["Headteacher", ""]]


def _options(*texts: str) -> Callable[[Book], None]:
    return lambda book: book["Lists"].extend([text] for text in texts)


def test_options_that_were_added_are_added_and_others_are_for_people() -> None:
    def none(book: Book) -> None:
        book["Lists"].pop()

    made = plan(_options("Governor", "teacher", "Cook"), _options("cook"), _two_lists)
    assert told(made) == ["+ Lists Roles: Governor"]
    gone = 'hand Lists: Roles: take out "Headteacher", once no row says it.'
    assert told(plan(none, base=_two_lists)) == [gone]
    assert told(plan(none, none, _two_lists)) == []
    assert told(plan(lambda book: book.pop("Lists"), base=_two_lists)) == []


def test_options_in_a_list_that_is_gone_or_worked_out_are_for_people() -> None:
    line = ['hand Lists: Roles: add the option "Governor".']
    closed = {"Lists": Closed(cells=frozenset({(2, "Roles")}))}
    assert told(plan(_options("Governor"), base=_two_lists, closed=closed)) == line

    def renamed(book: Book) -> None:
        book["Lists"][0] = ["", "Year groups", "Best for"]

    assert told(plan(_options("Governor"), renamed, _two_lists)) == line


def test_rows_that_others_point_to_stay_unless_those_go_too() -> None:
    def no_session(book: Book) -> None:
        book["Sessions"].pop(1)

    def none_of_it(book: Book) -> None:
        no_session(book)
        book["Workshops"].pop(1)
        book["Bookings"][1:] = [row for row in book["Bookings"][1:] if "W01-A" not in row]

    assert told(plan(no_session)) == ["- Sessions row 2 W01-A (4 rows of Bookings point to it)"]
    assert [row.held for row in plan(none_of_it).missing] == [""] * 6
    assert [row.may_go for made in (plan(no_session), plan(none_of_it)) for row in made.missing] == [False] + [True] * 6
