"""Putting one cell right: what can be, by whom, and what a headteacher's edit meanwhile does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.domain.record import Email
from kaizen.services.putting_right import PutRight, Repair, repair_of
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.findings import Finding, Outcome, Place, Suggestion
from kaizen.sheet.intents import Amend, Correct, Decision, Refusal
from kaizen.sheet.layout import YEAR_TABS
from tests.sheet.grids import changed, demo_with

if TYPE_CHECKING:
    from kaizen.sheet.cells import Grid
    from kaizen.sheet.reading import Reading

DEMO = demo_grids()
TAB_OF_TITLE = {tab.title: tab for tab in YEAR_TABS}
BOOKINGS = DEMO["Bookings"]
ORGANISER = Email("r.bamber@gynnsands.sch.example")


def suggested(reading: Reading, words: str) -> Finding:
    return next(one for one in reading.findings if words in one.sentence)


def repair(words: str, **tabs: Grid) -> tuple[Reading, Repair | None]:
    """Return what Checks would write of a finding about the demo network with some tabs changed."""
    reading = demo_with(**tabs)
    return reading, repair_of(suggested(reading, words), reading.tabs)


def test_a_session_that_was_mistyped() -> None:
    year, found = repair("W99-A", Bookings=changed(BOOKINGS, 2, "Session", "W99-A"))
    assert found is not None
    assert (found.tab, found.column.heading, found.before, found.after) == ("Bookings", "Session", "W99-A", "W09-A")
    answer = PutRight(ORGANISER, found, "k1").decide(year.year, None)  # type: ignore[arg-type]
    assert isinstance(answer, Decision)
    (amend,) = answer.intents
    assert isinstance(amend, Amend)
    assert (amend.wanted, amend.shown) == ({"session": "W09-A"}, {"session": "W99-A"})
    assert answer.sentence == "Session on Bookings now says \u201cW09-A\u201d; it said \u201cW99-A\u201d."


def test_a_second_place_is_cancelled_and_not_moved() -> None:
    again = [*BOOKINGS, ["2026-11-15T09:00", *BOOKINGS[1][1:5], "W01-A", "Booked"]]
    _, found = repair("The place booked first holds", Bookings=again)
    assert found is not None
    assert (found.shown, found.wanted) == (BookingStatus.BOOKED, BookingStatus.CANCELLED)
    assert (found.before, found.after) == ("Booked", "Cancelled")


def test_places_above_seats_and_a_council_that_was_mistyped() -> None:
    _, places = repair("is more than the", Sessions=changed(DEMO["Sessions"], 2, "Places", "400"))
    assert places is not None
    assert (places.before, places.wanted) == ("400", int(places.after))
    _, who = repair("Marram Bnk", Dates=changed(DEMO["Dates"], 50, "Who", "Marram Bnk"))
    assert who is not None
    assert (who.before, who.after) == ("Marram Bnk", "Marram Bank")


@pytest.mark.parametrize(
    ("tab", "heading", "typed", "words"),
    [
        ("Bookings", "Session", "zzzzzzzz", "zzzzzzzz"),
        ("Dates", "First day", "tbc", "tbc"),
    ],
)
def test_what_nothing_is_like_is_for_people(tab: str, heading: str, typed: str, words: str) -> None:
    assert repair(words, **{tab: changed(DEMO[tab], 2, heading, typed)})[1] is None


@pytest.mark.parametrize(
    ("tab", "heading", "typed", "wanted", "read"),
    [
        ("Staff", "School", "Larkfeld", "Larkfold", None),
        ("Visits", "To", "Dockwray Stret", "Dockwray Street", None),
        ("Guests", "School", "Larkfeld", "Larkfold", ""),
        ("Bookings", "Status", "Bookd", "Booked", BookingStatus.BOOKED),
    ],
)
def test_a_cell_that_could_not_be_read_is_shown_as_it_stands(
    tab: str, heading: str, typed: str, wanted: str, read: object
) -> None:
    reading, found = repair(typed, **{tab: changed(DEMO[tab], 2, heading, typed)})
    assert found is not None
    assert (found.column.heading, found.before, found.after, found.shown) == (heading, typed, wanted, read)
    answer = PutRight(ORGANISER, found, "k1").decide(reading.year, None)  # type: ignore[arg-type]
    assert isinstance(answer, Decision)
    kind = TAB_OF_TITLE[tab].record
    assert answer.intents == (Correct(kind, found.ref, found.field, typed, wanted),)  # type: ignore[arg-type]
    assert answer.sentence == f"{heading} on {tab} now says \u201c{wanted}\u201d; it said \u201c{typed}\u201d."


def test_a_row_that_is_left_out_and_could_be_another_is_for_people() -> None:
    twice = [*changed(DEMO["Staff"], 2, "School", "Larkfeld"), DEMO["Staff"][1]]
    assert repair("Larkfeld", Staff=twice)[1] is None


def test_a_cell_that_is_understood_by_now_stays() -> None:
    _, found = repair("Larkfeld", Staff=changed(DEMO["Staff"], 2, "School", "Larkfeld"))
    assert found is not None
    year = demo_with().year
    person = next(one for one in year.people if one.ref == found.ref)
    year = year.changed(person, person.model_copy(update={"school": "Larkfeld"}))
    answer = PutRight(ORGANISER, found, "k").decide(year, None)  # type: ignore[arg-type]
    assert answer == Decision("School says \u201cLarkfeld\u201d, which is understood by now.", (), "Nothing new")


def test_a_finding_about_something_else_has_no_repair() -> None:
    reading = demo_with()
    for place in (Place("Nowhere", 2, "Name"), Place("Staff", 9999, "Name")):
        odd = Finding(place, Outcome.QUERIED, "?", suggested=Suggestion("Name", "Ann"))
        assert repair_of(odd, reading.tabs) is None
    odd = Finding(Place("Staff", 2, "Name"), Outcome.QUERIED, "?", suggested=Suggestion("Shoe size", "7"))
    assert repair_of(odd, reading.tabs) is None


def test_only_an_organiser_may() -> None:
    reading, found = repair("W99-A", Bookings=changed(BOOKINGS, 2, "Session", "W99-A"))
    assert found is not None
    answer = PutRight(reading.year.schools[1].head_email, found, "k").decide(reading.year, None)  # type: ignore[arg-type]
    assert isinstance(answer, Refusal)
    assert [reason.sentence for reason in answer.reasons] == ["Only an organiser can put the sheet right from here."]


def test_a_row_that_is_gone_and_a_cell_that_says_so_already() -> None:
    reading, found = repair("W99-A", Bookings=changed(BOOKINGS, 2, "Session", "W99-A"))
    assert found is not None
    gone = PutRight(ORGANISER, Repair("Bookings", "nothing", "session", "a", "b"), "k").decide(reading.year, None)  # type: ignore[arg-type]
    assert isinstance(gone, Refusal)
    done = PutRight(ORGANISER, Repair("Bookings", found.ref, "session", "W01-A", "W99-A"), "k")
    answer = done.decide(reading.year, None)  # type: ignore[arg-type]
    assert isinstance(answer, Decision)
    assert (answer.intents, answer.sentence) == ((), "Session says \u201cW99-A\u201d already.")
