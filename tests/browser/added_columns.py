"""A headteacher who adds columns to Workshops and Bookings in the sheet of a running app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.engine.google import client_over
from kaizen.engine.hand import Hand
from kaizen.sheets_local import LocalSheets, session
from tests.engine.added import TICK_BOX, add_column, number_between, one_of

if TYPE_CHECKING:
    from pathlib import Path

PROJECTOR, HELPERS, AGES = "Do you need a projector? *", "How many helpers?", "Age of children"
LUNCH = "Lunch *"


def head_in(sheet_file: Path) -> Hand:
    """Return the hand of a head who has the spreadsheet of this file open: another program, on the same sheet."""
    client = client_over(session(LocalSheets.open(sheet_file), "head@cottonrow.sch.example"))
    return Hand(client, client.list_spreadsheet_files()[0]["id"])


def ask_more(hand: Hand) -> None:
    """Add a tick box that has to be answered, a number from 0 to 5, and a dropdown in which people may type."""
    at = hand.grid("Workshops")[0].index("Status")
    ages = one_of("3 to 5", "5 to 7", "7 to 11")
    add_column(hand, "Workshops", AGES, at=at, rule=ages, note="Of those you would do it with on Monday.")
    add_column(hand, "Workshops", HELPERS, at=at, rule=number_between("0", "5"), note="Grown-ups, besides you.")
    add_column(hand, "Workshops", PROJECTOR, at=at, rule=TICK_BOX)


def ask_for_lunch(hand: Hand) -> None:
    """Add a dropdown to Bookings that has to be answered."""
    add_column(hand, "Bookings", LUNCH, rule=one_of("Cheese", "Ham", strict=True), note="One for the whole day.")
