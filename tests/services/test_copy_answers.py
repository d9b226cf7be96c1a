"""New rows of an edited copy in columns that people have added: carried over as answers, or left to people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.dates import SchoolYear
from kaizen.services.copy_answers import OwnColumns
from kaizen.sheet import layout
from kaizen.sheet.added_columns import AddedColumn
from kaizen.sheet.layout import Kind
from kaizen.sheet.questions import Question
from tests.services.copies import add, plan, put, told

if TYPE_CHECKING:
    from kaizen.sheet.cells import Cell
    from kaizen.sheet.questions import Answer
    from tests.services.copies import Book

NEW = "K, B, b@l.example"


def _column(question: Question) -> AddedColumn:
    return AddedColumn(question.heading, question)


@pytest.mark.parametrize(
    ("question", "cell", "answer"),
    [
        (Question("It"), "=1+1", "=1+1"),
        (Question("It"), 3.5, 3.5),
        (Question("It"), "x" * 300, None),
        (Question("It", Kind.WHOLE, least=0, most=5), 4.0, 4.0),
        (Question("It", Kind.WHOLE, least=0, most=5), 6.0, None),
        (Question("It", Kind.NUMBER), "four", None),
        (Question("It", Kind.DATE), 46419.0, date(2027, 2, 1)),
        (Question("It", Kind.DATE), "1 Feb", date(2027, 2, 1)),
        (Question("It", Kind.DATE), "soon", None),
        (Question("It", Kind.TICK), True, True),
        (Question("It", Kind.YES_NO, needed=True), "yes", True),
        (Question("It", Kind.TICK), "perhaps", None),
        (Question("It", Kind.CHOICE, options=("3", "4"), free=False), 3.0, 3.0),
        (Question("It", Kind.CHOICE, options=("3", "4"), free=False), 5.0, None),
        (Question("IT: *", needed=True), "fine", "fine"),
        (Question("Another"), "fine", None),
    ],
)
def test_a_cell_is_an_answer_if_the_form_would_take_it(question: Question, cell: Cell, answer: Answer) -> None:
    found = OwnColumns((_column(Question("Before it")), _column(question)), SchoolYear(2026)).answer("It", cell)
    assert (found, type(found)) == (answer, type(answer))


@pytest.mark.parametrize(("cell", "answer"), [(46419.0, date(2027, 2, 1)), ("soon", "soon"), ("", ""), (True, True)])
def test_a_cell_of_a_row_that_is_there_is_written_as_it_stands_but_for_days(cell: Cell, answer: Answer) -> None:
    own = OwnColumns((_column(Question("It", Kind.DATE)), AddedColumn("Hidden")), SchoolYear(2026))
    assert own.typed("It", cell) == answer
    assert own.typed("Hidden", cell) == own.typed("Another", cell) == cell


def _new_row(book: Book, **values: Cell) -> None:
    add(book, layout.WORKSHOPS, Title="K", Email="b@l.example", Led_by="B", School="Larkfold", **values)


def _tins(options: tuple[str, ...] = ()) -> dict[str, list[AddedColumn]]:
    kind = Kind.CHOICE if options else Kind.TEXT
    return {"Workshops": [_column(Question("Biscuits", kind, options=options, free=False))]}


def test_a_new_row_brings_its_own_columns_with_it() -> None:
    made = plan(lambda book: _new_row(book, Biscuits="new tin"), columns=_tins())
    assert told(made) == [f"+ Workshops row 6 {NEW}"]
    assert [row.answers for row in made.added] == [{"Biscuits": "new tin"}]


def test_what_the_form_would_not_take_is_left_to_people() -> None:
    made = plan(lambda book: _new_row(book, Biscuits="new tin"), columns=_tins(("tin 1", "tin 2")))
    hand = f'hand Workshops: Biscuits of the new row {NEW}: type "new tin".'
    assert told(made) == [f"+ Workshops row 6 {NEW}", hand]
    assert [row.answers for row in made.added] == [{}]


def test_a_blank_is_neither_carried_nor_told() -> None:
    made = plan(_new_row, columns=_tins())
    assert told(made) == [f"+ Workshops row 6 {NEW}"]
    assert [row.answers for row in made.added] == [{}]


def test_a_column_that_only_the_file_has_is_not_carried() -> None:
    def theirs(book: Book) -> None:
        for number, row in enumerate(book["Workshops"]):
            row.append("Cups" if number == 0 else "")
        _new_row(book, Cups="six")

    made = plan(theirs, columns={"Workshops": [_column(Question("Cups"))]})
    assert [row.answers for row in made.added] == [{}]
    assert (
        told(made)[-1] == 'hand Workshops: The column "Cups" is not in the sheet. Add it there first, if you want it.'
    )


def test_rows_that_are_there_get_what_their_own_columns_say() -> None:
    made = plan(lambda book: put(book, "Workshops", 2, "Biscuits", "tin 9"), columns=_tins())
    assert told(made) == ["= Workshops row 2 W01 Biscuits: tin 1 | tin 9 | tin 1"]


@pytest.mark.parametrize(
    ("column", "lines"), [(AddedColumn("Biscuits", worked_out=True, formula=("=1",)), 0), (AddedColumn("Biscuits"), 1)]
)
def test_a_formula_fills_itself_in_and_what_is_hidden_is_left_to_people(column: AddedColumn, lines: int) -> None:
    made = plan(lambda book: _new_row(book, Biscuits="new tin"), columns={"Workshops": [column]})
    assert [row.answers for row in made.added] == [{}]
    assert len(made.by_hand) == lines
