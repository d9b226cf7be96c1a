"""Finding the year's spreadsheet, building it where there is none yet, and knowing it from other people's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.engine.faults import judged
from kaizen.engine.google import Workbook
from kaizen.engine.turns import turn
from kaizen.errors import NotAKaizenSheet
from kaizen.sheet.layout import YEAR_TABS
from kaizen.sheet.provisioning import Here, provision, what_is_here

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import gspread

    from kaizen.domain.record import Record

OURS: Final = len(YEAR_TABS) // 2
"""So many of the year's tabs make a sheet Kaizen's, even when people have renamed or deleted the others."""


_NAME_ANOTHER: Final = (
    "Nothing in it was changed. Name the spreadsheet of your year in KAIZEN_SPREADSHEET or in the secrets, "
    "or name none to try Kaizen on the embedded sheet."
)
WHAT_THEN: Final[Mapping[Here, str]] = {
    Here.EMPTY: f"is empty: there is no Kaizen year in it yet. {_NAME_ANOTHER}",
    Here.FOREIGN: f"has none of the tabs of a Kaizen year: it is somebody else's. {_NAME_ANOTHER}",
    Here.NEWER: "was built by a newer version of the app. Nothing in it was changed. Please update the app.",
}
"""What is wrong with a spreadsheet, and what to do."""


def found_or_built(client: gspread.Client, title: str, rows: Mapping[str, Sequence[Record]], lock_file: Path) -> str:
    """Return the id of the spreadsheet with this title; it is made and filled in on the first run.

    Of several processes that start at once one does it and the others find it. A run that died half-way is
    finished by the next.

    Args:
        client: one that may list and make files.
        title: the name of the file.
        rows: what a new one begins with, by tab.
        lock_file: where the processes of this machine take turns.
    """
    with turn(lock_file):
        with judged():
            found = client.list_spreadsheet_files(title)
            spreadsheet_id = str(found[0]["id"] if found else client.create(title).id)
        book = Workbook(client, spreadsheet_id)
        if what_is_here(book.read(book.structure.tabs)) is Here.EMPTY:
            book.apply(provision(book.structure.tabs, rows))
        return spreadsheet_id


def rebuilt(client: gspread.Client, title: str, rows: Mapping[str, Sequence[Record]], lock_file: Path) -> None:
    """Build the spreadsheet with this title anew, in one step: whoever has it open finds the new tabs in it.

    Args:
        client: as for `found_or_built`, which has found or built it before.
        title: the name of the file.
        rows: what it begins with, by tab.
        lock_file: where the processes of this machine take turns.
    """
    with turn(lock_file):
        with judged():
            (found, *_) = client.list_spreadsheet_files(title)
        book = Workbook(client, found["id"])
        tabs, named = book.structure.tabs, book.structure.named_ranges
        room = max(tabs.values()) + 1
        old = [
            {"updateSheetProperties": {"properties": {"sheetId": one, "title": f"old {one}"}, "fields": "title"}}
            for one in tabs.values()
        ]
        unnamed = [{"deleteNamedRange": {"namedRangeId": one}} for one in named.values()]
        new = {"addSheet": {"properties": {"sheetId": room, "title": "new"}}}
        book.apply([*unnamed, *old, new, *provision({"new": room, **tabs}, rows)])


def check_it_is_kaizens(client: gspread.Client, spreadsheet_id: str) -> None:
    """Make sure that the spreadsheet holds a Kaizen year that this app knows; nothing is changed.

    Raises:
        NotAKaizenSheet: it does not; the sentence says what to do.
        CallFailed: it cannot be read.
    """
    book = Workbook(client, spreadsheet_id)
    here = what_is_here(book.read(book.structure.tabs))
    ours = len({tab.title for tab in YEAR_TABS} & set(book.structure.tabs)) >= OURS
    if here is Here.KAIZEN or (here is Here.FOREIGN and ours):
        return
    raise NotAKaizenSheet(f'The spreadsheet "{book.structure.title}" {WHAT_THEN[here]}')
