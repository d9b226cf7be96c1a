"""Proposing, deciding and withdrawing a workshop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.workshop import WorkshopStatus

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor

ABOUT = "Six stories, six places in the school grounds, and what the children asked afterwards. Bring your boots."


def _propose(visitor: Visitor) -> Visitor:
    visitor.open("propose")
    visitor.fill("Title", "Stories out of doors").fill("What it's about", ABOUT).fill("Best for", ["KS1"])
    return visitor.press("Propose this workshop")


def test_a_proposal_is_in_the_sheet_and_the_form_is_blank_again(visitor: Visitor) -> None:
    _propose(visitor.be("Teaching assistant"))
    assert "W19" in visitor.told()
    mine = visitor.office.year.workshop_by_id["W19"]
    assert (mine.email, mine.best_for, mine.times, mine.status) == (visitor.email, ("KS1",), 1, WorkshopStatus.PROPOSED)
    assert visitor.field("Title").value == ""
    assert "Stories out of doors (W19): Proposed." in visitor.text()


def test_every_box_that_is_not_right_yet_says_so_and_keeps_its_text(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("propose").fill("What it's about", "Too short.")
    visitor.press("Propose this workshop")
    assert "Not saved, for 3 reasons. What you filled in is still here." in visitor.told()
    assert visitor.told().count("Best for") == 2
    assert visitor.field("What it's about").value == "Too short."
    assert len(visitor.office.year.workshops) == 18


def test_a_draft_survives_a_look_at_another_page(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("propose").fill("Title", "Half a thought").fill("Best for", ["EYFS"])
    visitor.open("programme").open("book").open("propose")
    assert visitor.field("Title").value == "Half a thought"
    assert visitor.field("Best for").value == ["EYFS"]


def test_a_draft_is_nobody_elses(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("propose").fill("Title", "Half a thought")
    visitor.be("Class teacher").open("propose")
    assert visitor.field("Title").value == ""


def test_the_organiser_accepts_what_somebody_proposed(visitor: Visitor) -> None:
    _propose(visitor.be("Teaching assistant"))
    visitor.be("Organiser").open("propose").fill("Proposal", "W19").fill("Note to the leader", "Lovely")
    assert "Room needed" not in visitor.text().partition("Offer a workshop")[0]
    assert "1 time, as many people as the room has seats" in visitor.text()
    visitor.press("Save the decision")
    assert "Please choose “Decision”" in visitor.told()
    assert visitor.office.year.workshop_by_id["W19"].status is WorkshopStatus.PROPOSED
    visitor.fill("Decision", WorkshopStatus.ACCEPTED).press("Save the decision")
    decided = visitor.office.year.workshop_by_id["W19"]
    assert (decided.status, decided.note) == (WorkshopStatus.ACCEPTED, "Lovely")
    assert "is now Accepted" in visitor.told()
    assert "Nothing is waiting for a decision." in visitor.text()


def test_an_edit_in_the_sheet_meanwhile_is_not_overwritten(visitor: Visitor) -> None:
    _propose(visitor.be("Teaching assistant"))
    visitor.be("Organiser").open("propose").fill("Proposal", "W19")
    hand = visitor.office.by_hand
    grid = hand.grid("Workshops")
    row = next(number for number, cells in enumerate(grid, start=1) if cells[0] == "W19")
    hand.type_in("Workshops", row, grid[0].index("Note") + 1, "Ask her about the rain")
    visitor.fill("Decision", WorkshopStatus.ACCEPTED).press("Save the decision")
    assert "Ask her about the rain" in visitor.told()
    assert hand.grid("Workshops")[row - 1][grid[0].index("Note")] == "Ask her about the rain"


def test_a_text_that_is_too_long_is_taken_and_answered_in_words(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("propose").fill("Title (up to 90 letters)", "x" * 250)
    visitor.fill("What it's about (60 to 800 letters)", ABOUT).fill("Best for", ["KS1"])
    visitor.press("Propose this workshop")
    assert "“Title” is 250 letters long; at most 90, please." in visitor.told()
    assert visitor.field("Title").value == "x" * 250


def test_no_box_cuts_what_is_pasted_into_it(visitor: Visitor) -> None:
    for slug in ("propose", "log-a-visit", "follow-ups", "visits"):
        app = visitor.be("Class teacher").open(slug).app
        assert [box.label for box in (*app.text_input, *app.text_area) if box.max_chars] == []


def test_only_an_organiser_is_asked_to_decide(visitor: Visitor) -> None:
    assert "Proposals to decide" not in visitor.be("Headteacher").open("propose").text()
    assert "Proposals to decide" in visitor.be("Organiser").open("propose").text()


def test_a_leader_withdraws_their_own(visitor: Visitor) -> None:
    _propose(visitor.be("Teaching assistant"))
    visitor.press("Withdraw Stories out of doors")
    assert visitor.office.year.workshop_by_id["W19"].status is WorkshopStatus.WITHDRAWN
    assert "is withdrawn" in visitor.told()
    assert "Stories out of doors (W19): Withdrawn." in visitor.text()


def test_what_may_be_private_is_mentioned_before_it_is_sent(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("propose").fill("What it's about", f"{ABOUT} A boy called Kayden liked it.")
    assert "This may name a pupil." in visitor.told()
    visitor.fill("What it's about", f"{ABOUT} Ann is off sick, so I lead it.")
    assert "This may tell something private" in visitor.told()
    visitor.fill("What it's about", ABOUT)
    assert "This may" not in visitor.told()
