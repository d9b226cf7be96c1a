"""Writing up a visit, and what follows from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kaizen.domain.follow_up import FollowUpStatus

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor

SAW = "Talk partners with role cards, and nobody hid. The pace was calm."


def test_what_is_known_of_a_visit_is_filled_in(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("log-a-visit")
    visit = next(v for v in visitor.office.year.visits if v.email == visitor.email)
    assert visitor.field("Date").value == visit.date
    assert visitor.field("School you visited").value == visit.to_school
    assert visitor.field("Focus").value == visit.focus


def test_a_log_is_sent_and_stands_in_the_sheet(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("log-a-visit").fill("What I saw", SAW).fill("What I'll try", "Role cards")
    visitor.fill("I would like a follow-up", True).press("Send")
    note = visitor.office.year.visit_notes[-1]
    assert (note.email, note.saw, note.will_try, note.follow_up_wanted) == (visitor.email, SAW, "Role cards", True)
    assert note.visit in {v.visit for v in visitor.office.year.visits if v.email == visitor.email}
    assert visitor.field("What I saw").value == ""
    assert SAW in visitor.text()
    assert any(SAW in cells for cells in visitor.office.by_hand.grid("Visit notes"))


def test_a_draft_survives_leaving_the_page_and_a_refusal(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("log-a-visit").fill("What I saw", SAW)
    visitor.open("home").open("log-a-visit")
    assert visitor.field("What I saw").value == SAW
    visitor.press("Send")
    assert "Not saved" in visitor.told()
    assert visitor.field("What I saw").value == SAW


def test_a_visit_nobody_planned_can_be_logged(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("log-a-visit").fill("Which visit?", "One that was not planned here")
    assert visitor.field("School you visited").value is None
    visitor.fill("Date", date(2026, 11, 12)).fill("School you visited", "Larkfold").fill("Focus", "Oracy")
    visitor.fill("What I saw", SAW).fill("What I'll try", "Role cards").press("Send")
    assert visitor.office.year.visit_notes[-1].visit == ""
    assert visitor.office.year.visit_notes[-1].date == date(2026, 11, 12)


def test_a_day_left_blank_is_asked_for(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("log-a-visit").fill("Date", None).press("Send")
    assert "Please choose a day under “Date”." in visitor.told()


def test_a_follow_up_is_added_and_moved_on(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("follow-ups")
    visitor.fill("What", "Role cards in Reception").fill("Kind", "Try in class").press("Add this follow-up")
    added = visitor.office.year.follow_ups[-1]
    assert (added.school, added.what, added.status) == ("Marram Bank", "Role cards in Reception", FollowUpStatus.TO_DO)
    visitor.fill("Follow-up", next(o for o in visitor.field("Follow-up").options if added.id in o))
    visitor.fill("How far is it?", "Done").fill("What happened", "They asked for more").press("Save")
    moved = visitor.office.year.follow_ups[-1]
    assert (moved.status, moved.happened) == (FollowUpStatus.DONE, "They asked for more")


def test_a_follow_up_without_words_is_refused_and_the_rest_kept(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("follow-ups").fill("Who", "All of Reception").press("Add this follow-up")
    assert "Not saved" in visitor.told()
    assert visitor.field("Who").value == "All of Reception"


def test_follow_ups_are_the_schools_own(visitor: Visitor) -> None:
    rows = visitor.office.year.follow_ups
    other = next(row for row in rows if row.school != "Marram Bank")
    own = next(row for row in rows if row.school == "Marram Bank")
    text = visitor.be("Class teacher").open("follow-ups").text()
    assert own.what in text
    assert other.what not in text


def test_a_visit_is_known_by_its_day_and_school_whatever_becomes_of_its_focus(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("log-a-visit")
    visit = next(v for v in visitor.office.year.visits if v.email == visitor.email)
    assert visitor.options("Which visit?")[0].endswith(f", {visit.to_school}")
    assert "while this page is open, also when you look at another page" in visitor.text()


def test_ones_own_follow_ups_come_first(visitor: Visitor) -> None:
    row = {"ID": "F90", "School": "Marram Bank", "Who": "Somebody else", "Kind": "Try in class", "What": "Bells"}
    headings = visitor.office.by_hand.grid("Follow-ups")[0]
    for change in ({}, {"ID": "F91", "Who": "Ann Other and Vicky Whalley", "What": "Chimes"}):
        filled = {**row, "Status": "To do", **change}
        visitor.office.by_hand.append("Follow-ups", [filled.get(heading, "") for heading in headings])
    visitor.office.refresh()
    text = visitor.be("Class teacher").open("follow-ups").text()
    assert text.index("Yours") < text.index("Chimes") < text.index("Also to do at") < text.index("Bells")
    options = visitor.options("Follow-up")
    own = ["Vicky Whalley" in option for option in options]
    assert own == sorted(own, reverse=True)
    assert any(own)


def test_an_option_reads_the_same_while_the_form_is_filled_in(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("follow-ups")
    before, hand = visitor.options("Follow-up"), visitor.office.by_hand
    grid = hand.grid("Follow-ups")
    rows = [number for number, cells in enumerate(grid, start=1) if "Marram Bank" in cells]
    for number in rows:
        hand.type_in("Follow-ups", number, grid[0].index("What") + 1, f"Changed {number}")
    visitor.office.refresh()
    visitor.app.run()
    assert f"Changed {rows[0]}" in visitor.text()
    assert sorted(visitor.options("Follow-up")) == sorted(before)


A_CHILD = "I watched Tyler in Y4 for ten minutes."


def test_what_may_name_a_pupil_is_mentioned_before_it_is_sent(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("log-a-visit").fill("What I saw", SAW)
    assert "may name a pupil" not in visitor.told()
    visitor.fill("What I saw", A_CHILD)
    assert "please write “a child” instead" in visitor.told()
    visitor.fill("What I'll try", "Role cards").press("Send")
    assert visitor.office.year.visit_notes[-1].saw == A_CHILD


def test_a_follow_up_that_may_name_a_pupil_is_mentioned_too(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("follow-ups").fill("What", A_CHILD)
    assert "please write “a child” instead" in visitor.told()
    visitor.fill("What", "Role cards")
    assert "may name a pupil" not in visitor.told()
