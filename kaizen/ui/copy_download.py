"""Taking the whole year away as one Excel file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kaizen.errors import Refused
from kaizen.exports.copy_memory import Origin
from kaizen.exports.xlsx_writing import written
from kaizen.rules.access import Action, may
from kaizen.ui import downloads, identity, show
from kaizen.ui.desk import new_key

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.record import Email
    from kaizen.engine.office import Office

IN_A_COPY: Final = "A copy made now would be without its rows. Please try again once it can be read."
TOKEN: Final = "copy.token"  # noqa: S105 - names what makes the file's name its own, and opens nothing
"""Where the desk keeps the part of the file's name that no other download has."""


def take(office: Office, me: Person) -> None:
    """Offer the file. It is made when the button is pressed, from the sheet as it is then."""
    show.heading("Take a copy away")
    show.line(
        "Every tab as one Excel file, with headings, dropdowns and notes, your own columns and tabs too. "
        "**It holds the names and addresses of everybody**: keep it where you would keep the sheet, and delete it "
        "when you have done with it."
    )
    if told := office.reading.unreadable:
        show.note("There can be no copy for now. {} {}", " ".join(told.values()), IN_A_COPY)
        return
    downloads.offer(
        downloads.permit(office, me, Action.COPY_THE_YEAR),
        "Download the year",
        partial(year_file, office, me.email),
        file_name=file_name(office),
        key="copy.download",
    )


def year_file(office: Office, by: Email) -> bytes:
    """Return the file of the year as it is now.

    Raises:
        Refused: the person may not have it.
        SheetUnreachable: the sheet does not answer.
    """
    if not may(office.year, by, Action.COPY_THE_YEAR):
        raise Refused(["Only an organiser can download a copy of the whole year."])
    if told := office.reading.unreadable:
        raise Refused([*told.values(), IN_A_COPY])
    settings = office.year.settings
    made_at = office.now().replace(second=0, microsecond=0)
    origin = Origin(office.spreadsheet_id, settings.network, str(settings.school_year), made_at)
    return written(office.pictures(), origin)


def file_name(office: Office) -> str:
    """Return a name that says what is inside, in plain letters, and that no other session's file has."""
    token = identity.desk().kept.setdefault(TOKEN, new_key())
    return f"kaizen-{office.year.settings.school_year}-{office.now():%Y%m%d}-{token}.xlsx"
