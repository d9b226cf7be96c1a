"""Two tabs of the sheet could be one: those who keep the sheet are asked on every page, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor

QUESTION = "Two tabs could be Bookings"


def test_those_who_keep_the_sheet_are_asked_on_every_page(visitor: Visitor) -> None:
    hand = visitor.office.by_hand
    known = hand.sheet_id("Bookings")
    copy = {"duplicateSheet": {"sourceSheetId": known, "newSheetId": 77, "newSheetName": "Copy"}}
    named = [
        {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "title": title}, "fields": "title"}}
        for sheet_id, title in ((known, "Bookings OLD"), (77, "Bookings"))
    ]
    hand.restructure([copy, *named])
    visitor.office.refresh()
    for who in ("Headteacher", "Organiser"):
        visitor.be(who)
        for slug in ("programme", "checks"):
            visitor.open(slug)
            assert QUESTION in visitor.text()
    visitor.be("Class teacher").open("programme")
    assert QUESTION not in visitor.text()
    hand.restructure([{"deleteSheet": {"sheetId": known}}])
    visitor.office.refresh()
    visitor.be("Headteacher").open("programme")
    assert QUESTION not in visitor.text()
