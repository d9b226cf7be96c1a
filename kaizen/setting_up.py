"""Setting a sheet up: the way to it before there is a year in it, how far things are, and building the year.

And reading it once, without an app around it, for whoever helps by telephone.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from kaizen import bootstrap
from kaizen.engine import opening
from kaizen.engine.access_check import Access, tried
from kaizen.engine.building import built
from kaizen.engine.calls import FOR_THE_APP, FOR_WISHES, QUOTA_PATIENCE
from kaizen.engine.google import Client, Workbook
from kaizen.engine.snapshots import TITLES, Snapshots
from kaizen.engine.turns import turn
from kaizen.errors import SetupError, UnusableFile
from kaizen.sheet.reading import YearReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kaizen.engine.building import Order
    from kaizen.settings import Settings
    from kaizen.sheet.provisioning import Here
    from kaizen.sheet.reading import Reading


@dataclass(frozen=True, slots=True)
class Door:
    """The way to the sheet behind the app, whatever that sheet holds and though nobody may be let in yet.

    Attributes:
        client: as the app.
        book: the spreadsheet itself.
    """

    settings: Settings
    client: Client
    book: Workbook


@contextmanager
def door(settings: Settings, spare: int = FOR_THE_APP, patience: float = QUOTA_PATIENCE) -> Iterator[Door]:
    """Open the way to the sheet for as long as the block lasts; nothing is built and nothing is checked.

    What is asked shares the quota with the app that is running beside it.

    Args:
        settings: which sheet.
        spare: calls of a kind and a minute that are left to the app.
        patience: seconds that a call waits for its place in the quota; a page gives up at once.

    Raises:
        SetupError: the key is none, or there is no practice sheet yet.
        UnusableFile: the embedded sheet's file is not there or cannot be used.
        SheetUnreachable: from inside the block too; says with whom to share the sheet where that is missing.
    """
    if settings.account is None and not settings.address and not settings.file.exists():
        raise UnusableFile(f"There is no practice sheet in {settings.file} yet. Start the app once, or check --file.")
    with bootstrap.ways_beside_the_app(settings) as ways, bootstrap.whom_to_share_with(settings):
        spreadsheet_id = settings.spreadsheet or opening.found(ways.app, bootstrap.DEMO_TITLE)
        yield Door(settings, ways.app, Workbook(ways.app, spreadsheet_id, bootstrap.upkeep(settings, spare, patience)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the setting up of a sheet has come.

    Attributes:
        access: whether the app can read it and write in it.
        here: what it holds; None where it cannot be read.
    """

    access: Access
    here: Here | None


def standing(settings: Settings) -> Standing:
    """Try whether the sheet that the settings name can be read and written in, and tell what it holds.

    Costs three reads, four where no year is finished, and one write, which leaves nothing behind.

    Raises:
        SetupError: there is nothing to try; see `door`.
    """
    with door(settings, FOR_WISHES, patience=0.0) as opened:
        access = tried(opened.client, opened.book, uuid4().hex, settings.email)
        if access.details is None:
            return Standing(access, None)
        return Standing(access, opening.what_it_holds(opened.book))


def build_year(settings: Settings, order: Order, today: date) -> str:
    """Build the year, or what is missing of it, in the sheet that the settings name; see `engine.building`.

    Raises:
        SetupError: there is no sheet to build in, or it holds something else; nothing was changed.
    """
    if not settings.spreadsheet or (settings.account is None and not settings.address):
        raise SetupError(
            "There is no service account's key, so the app works on its practice sheet, which builds itself. "
            "docs/google-sheet.md shows how to make a key and where to put it."
        )
    with door(settings, spare=0) as opened, turn(bootstrap.lock_file_of(settings.file)):
        return built(opened.book, order, today)


def read_once(settings: Settings) -> Reading:
    """Return what the sheet that the settings name says now; nothing is written. Costs two reads.

    Raises:
        SetupError: there is no sheet to read; see `door`.
    """
    with door(settings) as opened:
        book = Workbook(opened.client, opened.book.spreadsheet_id, opened.book.caller, TITLES)
        return Snapshots(book, YearReader(), interval=0, clock=monotonic).within(0).reading
