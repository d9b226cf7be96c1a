"""The yearly clean-up on the page Keeping and removing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.rules.naming import is_stand_in

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor


def _on(visitor: Visitor, day: str) -> Visitor:
    """Let the practice sheet be at another day, with less in it: its office does not wait for a whole year's rows."""
    hand = visitor.office.by_hand
    settings = [row[0] for row in hand.grid("Settings")]
    hand.type_in("Settings", settings.index("Demo date") + 1, 2, day)
    for tab in ("Visit days", "Visits", "Visit notes", "Follow-ups", "Workshops", "Events"):
        hand.change(tab, deleted=range(2, len(hand.grid(tab)) + 1))
    hand.change("Bookings", deleted=range(40, len(hand.grid("Bookings")) + 1))
    visitor.office.refresh()
    return visitor.be("Organiser").open("keeping")


def test_what_is_kept_until_when_is_told_and_nothing_is_due(visitor: Visitor) -> None:
    text = visitor.be("Organiser").open("keeping").text()
    assert (
        "Bookings, attendance and who led: 433 rows, kept until Fri 31 Aug 2029; then names go, the rows stay." in text
    )
    assert "Nothing has been kept too long." in text
    assert "Take away" not in text


def test_a_head_sees_no_clean_up(visitor: Visitor) -> None:
    assert "Yearly clean-up" not in visitor.be("Headteacher").open("keeping").text()


def test_what_is_due_goes_once_the_number_has_been_typed(visitor: Visitor) -> None:
    _on(visitor, "1/9/2029")
    number = next(button.label for button in visitor.app.button if "Take away" in button.label).split()[2]
    assert int(number) > 30
    visitor.press("Take away")
    assert "Please say first that you have read what would be done." in visitor.told()
    assert len(visitor.office.year.guests) == 7
    visitor.fill(f"Type {number} to go on", number).press("Take away")
    assert f"{number} rows seen to" in visitor.told()
    assert "Nothing has been kept too long." in visitor.text()
    year = visitor.office.year
    assert year.guests == year.join_requests == ()
    assert len(year.bookings) == 38
    assert all(is_stand_in(row.email) for row in year.bookings)
    log = "\n".join("|".join(row) for row in visitor.office.by_hand.grid("Log"))
    assert "Yearly clean-up" in log
    assert "Moira" not in log


def test_a_few_rows_go_after_a_tick(visitor: Visitor) -> None:
    _on(visitor, "1/8/2027").press("Take away 7 rows")
    assert "Please say first that you have read what would be done." in visitor.told()
    assert len(visitor.office.year.guests) == 7
    visitor.fill("I have read what would be done", True).press("Take away 7 rows")
    assert "7 rows seen to" in visitor.told()
    assert visitor.office.year.guests == ()


def test_names_in_what_people_wrote_are_listed_before_and_afterwards(visitor: Visitor) -> None:
    hand = visitor.office.by_hand
    hand.type_in("Bookings", 2, hand.grid("Bookings")[0].index("Notes") + 1, "Swaps with Helen Threlfall")
    _on(visitor, "1/9/2029")
    assert "Names are in it, so please look at it:" in visitor.text()
    assert "Bookings row 2, Notes" in visitor.text()
    number = next(button.label for button in visitor.app.button if "Take away" in button.label).split()[2]
    visitor.fill(f"Type {number} to go on", number).press("Take away")
    assert "Names still stand where people have written them:" in visitor.text()
    assert "Bookings row 2, Notes" in visitor.text()
