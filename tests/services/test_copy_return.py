"""Carrying out a plan: who may, what is written, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from kaizen.domain.reason import Why
from kaizen.domain.record import Email
from kaizen.services.copy_return import BringBack
from kaizen.sheet import layout
from kaizen.sheet.added_columns import AddedColumn
from kaizen.sheet.intents import AddOption, Amend, Append, Decision, Refusal, Remove
from kaizen.sheet.questions import Question
from tests.services.copies import add, plan, put, read, small_book

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.domain.year import YearSnapshot
    from kaizen.services.copy_plan import Plan
    from tests.services.copies import Book

NOW = datetime.combine(date(2026, 11, 21), time(12))
ORGANISER = Email("dan@larkfold.example")


def year(edit: object = None) -> YearSnapshot:
    book = small_book()
    if callable(edit):
        edit(book)
    found = read(book).year
    return replace(found, settings=found.settings.model_copy(update={"organisers": (ORGANISER,)}))


def decide(
    made: Plan, *, by: str = ORGANISER, live: object = None, confirmed: bool = False, take: bool = False
) -> object:
    taken = frozenset(row.place for row in made.changed) if take else frozenset()
    return BringBack(Email(by), made, taken, confirmed, "abc").decide(year(live), NOW)


def edited(book: Book) -> None:
    put(book, "Workshops", 3, "Title", "Mine")
    put(book, "Workshops", 3, "Most people", 9)


def test_changes_and_new_rows_are_one_decision() -> None:
    def edit(book: Book) -> None:
        edited(book)
        add(book, layout.ROOMS, Room="Studio", Seats=20)
        add(book, layout.BOOKINGS, Email="ann@larkfold.example", Session="W01-A", Ref="typed")

    answer = decide(plan(edit))
    assert isinstance(answer, Decision)
    assert (answer.sentence, answer.log) == ("The copy is back: 1 row changed and 2 rows added.", "Brought a copy back")
    amend, *appends = answer.intents
    assert isinstance(amend, Amend)
    assert (amend.record.ref, amend.wanted, amend.shown) == (
        "w2",
        {"title": "Mine", "most_people": 9},
        {"title": "Title 2", "most_people": 22},
    )
    assert [(one.record.ref, isinstance(one, Append)) for one in appends] == [("Studio", True), ("abc-2", True)]


def test_codes_that_the_app_makes_are_made_one_after_the_other() -> None:
    def edit(book: Book) -> None:
        for title in ("Knots", "Kites"):
            add(book, layout.WORKSHOPS, Title=title, Email="bob@larkfold.example", Led_by="Bob", School="Larkfold")

    answer = decide(plan(edit))
    assert isinstance(answer, Decision)
    rows = [intent.record for intent in answer.intents]
    assert [(row.ref, row.id, row.title) for row in rows] == [("abc-1", "W05", "Knots"), ("abc-2", "W06", "Kites")]


def test_a_code_is_the_key_where_there_is_no_ref() -> None:
    def has_events(book: Book) -> None:
        book["Events"] = [list(layout.EVENTS.headings)]

    def edit(book: Book) -> None:
        add(book, layout.EVENTS, Date=46300.0, Kind="HT briefing", Title="Start", Where="Larkfold")

    answer = decide(plan(edit, base=has_events), live=has_events)
    assert isinstance(answer, Decision)
    assert [(intent.record.ref, intent.record.id) for intent in answer.intents] == [("E01", "E01")]


def test_the_sheet_stands_unless_the_file_is_chosen() -> None:
    made = plan(edited, lambda book: put(book, "Workshops", 3, "Title", "Theirs"))
    for take, wanted, shown in (
        (False, {"most_people": 9}, {"most_people": 22}),
        (True, {"title": "Mine", "most_people": 9}, {"title": "Theirs", "most_people": 22}),
    ):
        answer = decide(made, take=take)
        assert isinstance(answer, Decision)
        (amend,) = answer.intents
        assert isinstance(amend, Amend)
        assert (amend.wanted, amend.shown) == (wanted, shown)


def test_nothing_is_left_where_the_sheet_stands() -> None:
    made = plan(
        lambda book: put(book, "Workshops", 3, "Title", "Mine"),
        lambda book: put(book, "Workshops", 3, "Title", "Theirs"),
    )
    assert decide(made) == Decision("There was nothing to write.", (), "Nothing new")


def _refused(answer: object) -> list[tuple[Why, str]]:
    assert isinstance(answer, Refusal)
    return [(reason.why, reason.about) for reason in answer.reasons]


def test_a_new_row_takes_its_answers_along() -> None:
    def edit(book: Book) -> None:
        add(book, layout.WORKSHOPS, Title="K", Led_by="B", Email="b@l.example", School="Larkfold", Biscuits="tin 9")

    added = {"Workshops": [AddedColumn("Biscuits", Question("Biscuits"))]}
    answer = decide(plan(edit, columns=added))
    assert isinstance(answer, Decision)
    (new,) = answer.intents
    assert isinstance(new, Append)
    assert (new.record.ref, new.answers) == ("abc-1", {"Biscuits": "tin 9"})


def without(title: str, *numbers: int) -> Callable[[Book], None]:
    def edit(book: Book) -> None:
        book[title] = [row for number, row in enumerate(book[title], start=1) if number not in numbers]

    return edit


def gone(made: Plan, *tabs: str, live: object = None) -> Any:
    places = frozenset(row.place for row in made.missing if row.place.tab in tabs)
    return BringBack(ORGANISER, made, frozenset(), True, "abc", places).decide(year(live), NOW)


def test_missing_rows_go_only_where_that_is_wished() -> None:
    made = plan(without("Bookings", 2, 3))
    assert decide(made) == Decision("There was nothing to write.", (), "Nothing new")
    answer = gone(made, "Bookings")
    assert isinstance(answer, Decision)
    assert answer.sentence == "The copy is back: 2 rows removed."
    assert [(type(one), one.record.ref, one.answers) for one in answer.intents] == [
        (Remove, "bbob1", {}),
        (Remove, "bbob2", {}),
    ]


def test_a_removal_names_what_people_s_own_columns_say() -> None:
    def edit(book: Book) -> None:
        without("Workshops", 5)(book)
        without("Sessions", 5)(book)

    workshop, _ = gone(plan(edit), "Workshops", "Sessions").intents
    assert workshop.answers == {"Biscuits": "tin 4"}


def test_a_row_that_others_point_to_cannot_go_without_them() -> None:
    def edit(book: Book) -> None:
        without("Sessions", 2)(book)
        book["Bookings"][1:] = [row for row in book["Bookings"][1:] if "W01-A" not in row]

    made = plan(edit)
    answer = gone(made, "Sessions")
    assert isinstance(answer, Refusal)
    (reason,) = answer.reasons
    assert reason.why is Why.CONFLICT
    assert reason.sentence == "W01-A on Sessions cannot be removed: 4 rows of Bookings point to it."
    both = gone(made, "Sessions", "Bookings")
    assert isinstance(both, Decision)
    assert both.sentence == "The copy is back: 5 rows removed."

    def another(book: Book) -> None:
        add(book, layout.BOOKINGS, Email="ann@larkfold.example", Session="W01-A", Ref="late")

    late = gone(made, "Sessions", "Bookings", live=another)
    assert isinstance(late, Refusal), "somebody has booked while the plan was read"
    assert "1 row of Bookings points to it" in late.reasons[0].sentence


def test_words_that_cannot_be_read_are_named_in_the_removal() -> None:
    def words(book: Book) -> None:
        put(book, "Bookings", 2, "Status", "will swap")

    (remove,) = gone(plan(without("Bookings", 2), base=words), "Bookings", live=words).intents
    assert remove.shown == {"status": "will swap"}


def test_own_columns_options_and_settings_are_part_of_it() -> None:
    def edit(book: Book) -> None:
        put(book, "Workshops", 2, "Biscuits", "tin 9")
        put(book, "Workshops", 2, "Title", "Mine")
        put(book, "Workshops", 3, "Biscuits", "")
        put(book, "Settings", 2, "Value", "2027-28")
        book["Lists"].append(["Governor", ""])

    def lists(book: Book) -> None:
        book["Lists"] = [["Roles", "Year groups"], ["Teacher", "Y1"]]

    answer: Any = decide(plan(edit, base=lists))
    assert isinstance(answer, Decision)
    assert answer.sentence == "The copy is back: 3 rows changed and 1 option added."
    option, setting, first, second = answer.intents
    assert option == AddOption("Roles", "Governor")
    assert (setting.wanted, setting.shown) == ({"value": "2027-28"}, {"value": "2026-27"})
    assert (first.wanted, first.answers, first.answers_shown) == (
        {"title": "Mine"},
        {"Biscuits": "tin 9"},
        {"Biscuits": "tin 1"},
    )
    assert (second.wanted, second.answers, second.answers_shown) == ({}, {"Biscuits": ""}, {"Biscuits": "tin 2"})


def test_only_an_organiser_may() -> None:
    made = plan(edited)
    assert _refused(decide(made, by="ann@larkfold.example")) == [(Why.NOT_OWNER, "file")]
    assert _refused(decide(made, by="nobody@elsewhere.example")) == [(Why.NOT_OWNER, "file")]


def test_a_file_that_has_lost_many_rows_is_refused_until_that_is_confirmed() -> None:
    def thin(book: Book) -> None:
        edited(book)
        del book["Bookings"][2:5]
        del book["Staff"][2:4]

    answer = decide(plan(thin))
    assert isinstance(answer, Refusal)
    assert [reason.sentence for reason in answer.reasons] == [
        "Staff: 2 rows are not in the file, of 5.",
        "Bookings: 3 rows are not in the file, of 8.",
    ]
    agreed = decide(plan(thin), confirmed=True)
    assert isinstance(agreed, Decision)
    assert [type(intent) for intent in agreed.intents] == [Amend]


def test_a_key_that_the_sheet_has_got_since_the_plan_was_read_is_refused() -> None:
    def room(book: Book) -> None:
        add(book, layout.ROOMS, Room="Studio", Seats=20)

    def workshop(book: Book) -> None:
        add(book, layout.WORKSHOPS, ID="W05", Title="K", Email="b@l.example", Led_by="B", School="Larkfold")

    assert _refused(decide(plan(room), live=room)) == [(Why.CONFLICT, "Studio")]
    assert _refused(decide(plan(workshop), live=workshop))[0][0] is Why.CONFLICT
    assert isinstance(decide(plan(workshop), live=room), Decision)
