"""Twenty kinds of trouble, typed into the demo network as people would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.layout import YEAR_TABS

if TYPE_CHECKING:
    from kaizen.engine.office import Office

TROUBLES = (
    ("Staff", 4, "School", "Larkfeld"),
    ("Staff", 5, "Email", "nobody at all"),
    ("Staff", 6, "Conference", "maybe?"),
    ("Staff", 7, "Notes", "off sick until May"),
    ("Schools", 3, "Most visitors at once", "about 6"),
    ("Schools", 4, "Checks letter", "soon"),
    ("Dates", 9, "First day", "Mon 1 Sep 2026"),
    ("Dates", 7, "Last day", "22/7/27"),
    ("Dates", 50, "Who", "Marram Bnk"),
    ("Dates", 62, "First day", "4/1/2031"),
    ("Rooms", 2, "Seats", "lots"),
    ("Sessions", 2, "Places", "400"),
    ("Sessions", 3, "Room", "Attic"),
    ("Sessions", 5, "Slot", "Tea"),
    ("Bookings", 2, "Session", "W99-A"),
    ("Bookings", 3, "Status", "Bookd"),
    ("Bookings", 4, "Slot", "C"),
    ("Visits", 90, "To", "Dockwray Stret"),
    ("Visit notes", 2, "What I saw", "A boy called Tyler read to me."),
    ("Costs", 3, "Amount", "#REF!"),
)
"""Tab, row counted from 1, heading and what was typed."""

GONE = ("Workshops", 4)
"""A row that sessions point to, to be deleted once the app has seen it."""


def type_all(office: Office) -> None:
    """Type all of it, and delete one row that others point to; the app has then seen it."""
    _ = office.year
    headings = {tab.title: list(tab.headings) for tab in YEAR_TABS}
    for tab, row, heading, text in TROUBLES:
        office.by_hand.change(tab, typed={(row, headings[tab].index(heading) + 1): text})
    office.by_hand.delete(*GONE)
    office.refresh()
