"""Pages while a tab can't be read: they say so with the time, chase nobody, and make no figures up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen import bootstrap
from kaizen.errors import Refused
from kaizen.rules import places
from kaizen.ui import copy_download, gate, menu, our_school
from tests.pages.test_sign_in import HEAD, ORGANISER, TEACHER, signed_in
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from kaizen.engine.office import Office

BOOKING = "pauline.roberts@larkfold.sch.example"
BOOKINGS = "Bookings can't be read: its headings are missing."
SEEN = "You're seeing it as it was at "
NOTHING = "Nothing of it is shown, and nothing that rests on it can be saved, until someone corrects the sheet."
FIGURES = ("still to choose", "Booked so far", "Still to choose", "Have chosen", "place left", "places left")
EXPORT = ["Legal Surname", "Legal Forename", "DfE", "Post", "Contract", "Days", "Phone", "Start", "Work Email"]


def behead(office: Office, *titles: str) -> None:
    """Delete the row of headings of some tabs, and have everybody see it."""
    for title in titles:
        office.by_hand.delete(title, 1)
    office.refresh()


def paste_over_staff(office: Office) -> None:
    """Paste another program's export over Staff, headings and all."""
    width = len(office.by_hand.grid("Staff")[0])
    rows = [[*row.name.split(" ", 1), "3001", row.role, "", "", "", "", row.email] for row in office.year.people]
    cells = {
        (number, column + 1): row[column] if column < len(row) else ""
        for number, row in enumerate([EXPORT, *rows], start=1)
        for column in range(width)
    }
    office.by_hand.change("Staff", typed=cells)
    office.refresh()


def started_again() -> Office:
    """Start the app anew on the same sheet."""
    bootstrap.close()
    return bootstrap.office({})


def every_page(visitor: Visitor) -> dict[str, str]:
    """Return what stands on each page that the person may see."""
    shown = {}
    for entry in menu.ENTRIES:
        visitor.open(entry.slug)
        assert not visitor.app.exception, entry.slug
        if "This page is for people who may" not in visitor.text():
            shown[entry.slug] = visitor.text()
    return shown


def test_every_page_says_which_tab_it_is_and_of_when_its_rows_are(office: Office, visitor: Visitor) -> None:
    visitor.be_with(ORGANISER)
    free = visitor.open("book").text()
    behead(office, "Bookings")
    assert places.taken(office.year, next(iter(office.year.bookings_by_session)))
    pages = every_page(visitor)
    assert len(pages) == len(menu.ENTRIES)
    assert all(f"{BOOKINGS} {SEEN}" in text for text in pages.values())
    left = [line for line in free.splitlines() if "place" in line]
    assert [line for line in pages["book"].splitlines() if "place" in line and "seeing" not in line] == left


def test_nobody_is_chased(office: Office, visitor: Visitor) -> None:
    assert "have still to choose" in visitor.be_with(HEAD).open("home").text()
    behead(office, "Bookings")
    home = visitor.open("home").text()
    assert not any(figure in home for figure in FIGURES)
    assert "This list leaves out what rests on the tabs that can't be read" in home
    assert "Visitors to Larkfold" in home or "follow-up" in home or "uncommon INSET" in home
    school = visitor.open("our-school").text()
    assert not any(figure in school for figure in FIGURES)
    visitor.fill("What would you like to do?", "See all schools in numbers")
    assert "have chosen" not in visitor.text()
    visitor.fill("What would you like to do?", "Book for several people")
    assert "Add everybody who has not chosen (0)" in visitor.text()


def test_a_wish_that_rests_on_it_is_refused_and_what_was_typed_stays(office: Office, visitor: Visitor) -> None:
    visitor.be_with(BOOKING).open("book")
    option = next(option for option in visitor.options("Slot A") if "No workshop" not in option)
    typed = visitor.fill("Slot A", option).field("Slot A").value
    behead(office, "Bookings")
    visitor.press("Save")
    assert f"{BOOKINGS} Nothing was saved" in visitor.told()
    assert visitor.field("Slot A").value == typed


def test_a_press_after_a_start_on_which_staff_cannot_be_read_shows_why(office: Office, visitor: Visitor) -> None:
    visitor.be_with(BOOKING).open("book")
    option = next(option for option in visitor.options("Slot A") if "No workshop" not in option)
    visitor.fill("Slot A", option)
    behead(office, "Staff")
    started_again()
    visitor.press("Save")
    assert not visitor.app.exception
    assert "Staff can't be read: its headings are missing." in visitor.text()


def test_after_a_start_no_page_shows_a_figure_of_it(office: Office) -> None:
    behead(office, "Bookings")
    again = started_again()
    for who in (ORGANISER, HEAD, TEACHER):
        visitor = Visitor(again).be_with(who)
        for slug, text in every_page(visitor).items():
            assert f"{BOOKINGS} {NOTHING}" in text, slug
            assert not any(figure in text for figure in FIGURES), slug
    visitor = Visitor(again).be_with(HEAD)
    for room in our_school.ROOMS:
        visitor.open("our-school").fill("What would you like to do?", room)
        assert not visitor.app.exception
        assert not any(figure in visitor.text() for figure in FIGURES), room


def test_after_a_start_without_settings_no_date_is_made_up(office: Office) -> None:
    behead(office, "Settings")
    visitor = Visitor(started_again()).be_with(HEAD)
    pages = every_page(visitor)
    assert all("Settings can't be read: its headings are missing." in text for text in pages.values())
    assert "What to do next" not in pages["home"]
    assert "Please look" in pages["checks"]


def test_there_is_no_copy_of_a_tab_that_cannot_be_read(office: Office, visitor: Visitor) -> None:
    visitor.be_with(ORGANISER).open("copy")
    assert copy_download.year_file(office, visitor.email)
    behead(office, "Bookings")
    assert "There can be no copy for now. Bookings can't be read" in visitor.open("copy").text()
    with pytest.raises(Refused, match="Bookings can't be read"):
        copy_download.year_file(office, visitor.email)


def test_people_stay_known_while_staff_cannot_be_read(office: Office) -> None:
    callers = [signed_in(office, who) for who in (HEAD, TEACHER)]
    paste_over_staff(office)
    (sentence,) = office.reading.unreadable.values()
    for caller in (*callers, signed_in(office, HEAD)):
        caller.app.run()
        assert "Hello " in caller.text()
        assert f"{sentence} {SEEN}" in caller.text()


@pytest.mark.parametrize("title", ["Staff", "Guests", "Schools"])
def test_nobody_is_asked_to_join_while_a_tab_cannot_tell_who_they_are(office: Office, title: str) -> None:
    stranger = "nobody.yet@larkfold.sch.example"
    assert "Ask to be added" in signed_in(office, stranger).text()
    behead(office, title)
    for _ in range(2):
        caller = signed_in(office, stranger)
        assert f"{title} can't be read: its headings are missing. So nobody can be let in for now." in caller.text()
        assert caller.buttons() == ["Sign out"]
        office = started_again()


def test_after_a_start_without_staff_organisers_reach_checks_and_setup(office: Office) -> None:
    signed_in(office, ORGANISER)
    paste_over_staff(office)
    again = started_again()
    (sentence,) = again.reading.unreadable.values()
    organiser = signed_in(again, ORGANISER)
    assert set(every_page(organiser)) == {"home", "checks", "setup"}
    assert sentence in organiser.open("checks").text()
    assert "Please look: Staff" in organiser.text()
    for who in (HEAD, TEACHER, "nobody.yet@larkfold.sch.example"):
        caller = signed_in(again, who)
        assert [title.value for title in caller.app.title] == ["Kaizen"]
        assert f"{sentence} So nobody can be let in for now." in caller.text()
        assert gate.MOVED.partition("{}")[2] not in caller.text()


def test_an_organiser_who_has_never_signed_in_is_not_let_in_without_staff(office: Office) -> None:
    behead(office, "Staff")
    assert "nobody can be let in for now" in signed_in(started_again(), ORGANISER).text()
