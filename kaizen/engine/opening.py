"""Finding the year's spreadsheet, building it where there is none yet, and knowing it from other people's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kaizen.engine import fence
from kaizen.engine.faults import judged
from kaizen.engine.google import Workbook
from kaizen.engine.turns import turn
from kaizen.errors import NotAKaizenSheet
from kaizen.sheet.cells import shown
from kaizen.sheet.layout import KAIZEN
from kaizen.sheet.provisioning import Here, has_most_tabs, provision, what_is_here
from kaizen.sheet.text import match_key
from kaizen.sheet.year_marks import SET_UP, SIGN_IN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import gspread

    from kaizen.domain.record import Record
    from kaizen.engine.calls import Caller

_NAME_ANOTHER: Final = (
    "Nothing in it was changed. Name the spreadsheet of your year in KAIZEN_SPREADSHEET or in the secrets, "
    "or name none to try Kaizen on the embedded sheet."
)
WHAT_THEN: Final[Mapping[Here, str]] = {
    Here.EMPTY: (
        "is empty: there is no Kaizen year in it yet. Nothing in it was changed. "
        "Build one on the Setup page, or with: python -m kaizen provision --sheet and its address."
    ),
    Here.FOREIGN: f"has none of the tabs of a Kaizen year: it is somebody else's. {_NAME_ANOTHER}",
    Here.BEGUN: (
        "holds a Kaizen year that was begun and not finished. Nothing in it was changed. "
        "Build the rest on the Setup page, or with: python -m kaizen provision --sheet and its address."
    ),
    Here.NEWER: "was built by a newer version of the app. Nothing in it was changed. Please update the app.",
}
"""What is wrong with a spreadsheet, and what to do."""

OTHER_FILE: Final = (
    "has none of the tabs of a Kaizen year: something else has its name. Nothing in it was changed. "
    "Name another file in KAIZEN_FILE, or with --file where a command takes one, and the demo is built there."
)
"""The same of a spreadsheet that nobody has named: it was found by its title."""


def found(client: gspread.Client, title: str) -> str:
    """Return the id of the spreadsheet with this title.

    Raises:
        NotAKaizenSheet: there is none.
        CallFailed: nobody answers.
    """
    with judged():
        files = client.list_spreadsheet_files(title)
    if not files:
        raise NotAKaizenSheet(f'There is no spreadsheet "{title}" yet. Start the app once, and it is built.')
    return str(files[0]["id"])


def found_or_built(client: gspread.Client, title: str, rows: Mapping[str, Sequence[Record]], lock_file: Path) -> str:
    """Return the id of the spreadsheet with this title; it is made and filled in on the first run.

    Of several processes that start at once one does it and the others find it. A run that died half-way is
    finished by the next.

    Args:
        client: one that may list and make files.
        title: the name of the file.
        rows: what a new one begins with, by tab.
        lock_file: where the processes of this machine take turns.

    Raises:
        NotAKaizenSheet: something else has this title, or a newer app has built it; nothing is changed.
        CallFailed: nobody answers.
    """
    with turn(lock_file):
        with judged():
            files = client.list_spreadsheet_files(title)
            spreadsheet_id = str(files[0]["id"] if files else client.create(title).id)
        book = Workbook(client, spreadsheet_id)
        if _ours_to_build_on(book) is Here.EMPTY:
            book.apply(provision(book.structure.tabs, rows))
        return spreadsheet_id


def what_it_holds(book: Workbook) -> Here:
    """Tell what a spreadsheet holds. Costs a read of its hidden mark; of every tab only where that says nothing."""
    titles = book.structure.tabs
    marked = what_is_here(book.read([title for title in titles if match_key(title) == KAIZEN.title]))
    return marked if marked in {Here.KAIZEN, Here.NEWER} else what_is_here(book.read(titles))


def _ours_to_build_on(book: Workbook) -> Here:
    """Return what a spreadsheet found by its title holds; another's and a newer app's are refused."""
    here = what_it_holds(book)
    if here in {Here.FOREIGN, Here.NEWER}:
        why = OTHER_FILE if here is Here.FOREIGN else WHAT_THEN[here]
        raise NotAKaizenSheet(f'The spreadsheet "{book.structure.title}" {why}')
    return here


def rebuilt(client: gspread.Client, title: str, rows: Mapping[str, Sequence[Record]], lock_file: Path) -> None:
    """Build the spreadsheet with this title anew, in one step: whoever has it open finds the new tabs in it.

    Args:
        client: as for `found_or_built`, which has found or built it before.
        title: the name of the file.
        rows: what it begins with, by tab.
        lock_file: where the processes of this machine take turns.

    Raises:
        NotAKaizenSheet: as for `found_or_built`.
    """
    with turn(lock_file):
        book = Workbook(client, found(client, title))
        _ours_to_build_on(book)
        tabs, named = book.structure.tabs, book.structure.named_ranges
        room = max(tabs.values()) + 1
        old = [
            {"updateSheetProperties": {"properties": {"sheetId": one, "title": f"old {one}"}, "fields": "title"}}
            for one in tabs.values()
        ]
        unnamed = [{"deleteNamedRange": {"namedRangeId": one}} for one in named.values()]
        new = {"addSheet": {"properties": {"sheetId": room, "title": "new"}}}
        book.apply([*unnamed, *old, new, *provision({"new": room, **tabs}, rows)])


def remember_sign_in(client: gspread.Client, spreadsheet_id: str, lock_file: Path) -> None:
    """Note in the hidden tab that sign-in was set up.

    So that a year whose secrets are lost is not taken for the demo. Costs one read, and one write the first time.

    Args:
        client: the way to it.
        spreadsheet_id: which spreadsheet.
        lock_file: where the processes of this machine take turns.

    Raises:
        CallFailed: it cannot be read or written.
    """
    with turn(lock_file):
        book = Workbook(client, spreadsheet_id)
        for title in {KAIZEN.title} & book.structure.tabs.keys():
            grids = book.read([title])
            if not any(len(row) > 1 and row[0] == SIGN_IN and shown(row[1]) for row in grids[title]):
                book.apply([fence.remember(book.structure.tabs[title], grids, SIGN_IN, SET_UP)])


def check_it_is_kaizens(client: gspread.Client, spreadsheet_id: str, caller: Caller | None = None) -> None:
    """Make sure that the spreadsheet holds a Kaizen year that this app knows; nothing is changed.

    Args:
        client: the way to it.
        spreadsheet_id: which spreadsheet.
        caller: how the calls are put.

    Raises:
        NotAKaizenSheet: it does not; the sentence says what to do.
        CallFailed: it cannot be read.
    """
    book = Workbook(client, spreadsheet_id, caller)
    here = what_it_holds(book)
    if here is Here.KAIZEN or (here is Here.BEGUN and has_most_tabs(book.structure.tabs)):
        return
    raise NotAKaizenSheet(f'The spreadsheet "{book.structure.title}" {WHAT_THEN[here]}')
