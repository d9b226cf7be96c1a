"""Bad days: the sheet is taken away, torn up, locked or full, and the app says so and goes on with what it knows."""

from __future__ import annotations

import contextlib
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import requests

from kaizen.domain.visit import VisitStatus
from kaizen.engine.google import MISSING_SECONDS, Workbook, client_for, client_over
from kaizen.engine.office import Habits, Office
from kaizen.engine.turns import turn
from kaizen.errors import NotSaved, Refused, SheetUnreachable
from kaizen.sheet.intents import Amend, Append
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalSheets, session
from kaizen.sheets_local.refusals import CELL_LIMIT
from tests.engine.sheets import Wire, answer
from tests.engine.small_year import (
    MONDAY,
    Do,
    GiveUp,
    SmallOffice,
    Take,
    booking,
    reopened,
    small_office,
    small_rows,
)
from tests.local_google import HEAD, LocalGoogle, key_of, local_google

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.domain.year import YearSnapshot


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann")) as made:
        assert made.office.year.bookings, "a snapshot to go on with"
        yield made


def later(small: SmallOffice) -> None:
    """Let an interval pass, so that the next view reads the sheet."""
    small.seconds[0] += 60


def names(small: SmallOffice) -> list[str]:
    """Return who has a place as the app shows it."""
    return [row.name for row in small.office.year.bookings]


REVOKED = answer(403, '{"error": {"code": 403, "message": "The caller does not have permission"}}')
NOT_SHARED = "its owner has to share it with the app as Editor"


def test_a_share_that_is_revoked_leaves_the_last_snapshot_to_read(small: SmallOffice) -> None:
    small.wire.before = lambda _: REVOKED
    later(small)
    assert names(small) == ["Ann"]
    assert NOT_SHARED in small.office.trouble
    assert small.office.age >= 60
    with pytest.raises(NotSaved, match=f"{NOT_SHARED}.*Nothing was saved"):
        small.office.do(Take("bo", "k"))
    small.wire.before = None
    small.office.refresh()
    assert small.office.trouble == ""
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert small.held() == ["ann", "bo"]


def test_a_share_that_is_cut_down_to_viewing_says_so(small: SmallOffice) -> None:
    small.wire.before = lambda call: REVOKED if call.endswith(":batchUpdate") else None
    with pytest.raises(NotSaved, match=f"{NOT_SHARED}.*Nothing was saved"):
        small.office.do(Take("bo", "k"))
    later(small)
    assert (names(small), small.office.trouble) == (["Ann"], "")


def test_a_sheet_that_is_deleted_leaves_the_last_snapshot_to_read(small: SmallOffice) -> None:
    small.wire.store.delete(small.office.spreadsheet_id)
    later(small)
    assert names(small) == ["Ann"]
    assert "it has been deleted, or it is not shared with the app" in small.office.trouble
    with pytest.raises(NotSaved, match="has been deleted"):
        small.office.do(Take("bo", "k"))
    assert small.wire.count(":batchUpdate") == 0


def _visit(year: YearSnapshot) -> list[Any]:
    return [Amend(year.visits[0], {"status": VisitStatus.CONFIRMED})]


def test_a_tab_that_is_deleted_stops_only_its_own_wishes(small: SmallOffice) -> None:
    hand = small.office.by_hand
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Bookings")}}])
    with pytest.raises(NotSaved, match=r"Bookings can't be read: there is no tab of that name\. Nothing was saved"):
        small.office.do(Take("bo", "k"))
    assert small.office.do(Do("v", _visit)).sentence == "Done."
    small.office.refresh()
    assert small.office.year.visits[0].status is VisitStatus.CONFIRMED


def test_a_tab_that_nobody_needs_costs_nothing_once_it_is_deleted(small: SmallOffice) -> None:
    hand = small.office.by_hand
    headings = hand.grid("Costs")[0]
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Costs")}}])
    small.office.refresh()
    small.wire.calls.clear()
    small.office.do(Take("bo", "k"))
    assert [call.rpartition(":")[2] for call in small.wire.calls] == ["batchGet", "batchUpdate"]
    hand.restructure([{"addSheet": {"properties": {"title": "Costs"}}}])
    hand.append("Costs", headings)
    small.office.do(Take("cy", "l"))
    assert "Costs" not in small.office.reading.tabs or not small.office.reading.tabs["Costs"].heading_row
    small.office.refresh()
    assert small.office.reading.tabs["Costs"].heading_row == 1


def test_a_tab_that_has_come_back_is_found_by_itself(small: SmallOffice) -> None:
    hand = small.office.by_hand
    headings = hand.grid("Costs")[0]
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Costs")}}])
    small.office.refresh()
    hand.restructure([{"addSheet": {"properties": {"title": "Costs"}}}])
    hand.append("Costs", headings)
    small.seconds[0] += MISSING_SECONDS
    assert small.office.reading.tabs["Costs"].heading_row == 1


def test_a_heading_row_that_is_deleted_is_named(small: SmallOffice) -> None:
    hand = small.office.by_hand
    hand.delete("Bookings", 1)
    before = hand.grid("Bookings")
    with pytest.raises(NotSaved, match=r"Bookings can't be read: its headings are missing\. Nothing was saved"):
        small.office.do(Take("bo", "k"))
    assert hand.grid("Bookings") == before
    assert small.office.do(Do("v", _visit)).sentence == "Done."
    small.office.refresh()
    assert [one for one in small.office.findings if one.place.tab == "Bookings"]


def test_a_sheet_that_is_full_says_so(small: SmallOffice) -> None:
    hand = small.office.by_hand
    tab = {"title": "Old photos", "gridProperties": {"rowCount": 1, "columnCount": 1}}
    hand.restructure([{"addSheet": {"properties": tab}}])
    _fill_up(small)
    before = hand.grid("Bookings")
    with pytest.raises(NotSaved, match=r"The sheet is full: Google allows 10,000,000 cells\."):
        small.office.do(Take("bo", "k"))
    assert hand.grid("Bookings") == before
    assert small.office.do(GiveUp("ann", "g")).sentence == "Given up.", "what needs no new row still goes"


def _fill_up(small: SmallOffice) -> None:
    """Take the spare rows off Bookings, and let the photos have every cell that is left."""
    told = small.wire.client().http_client.spreadsheets_get(
        small.office.spreadsheet_id, {"fields": "sheets.properties"}
    )
    sheets = {sheet["properties"]["title"]: sheet["properties"] for sheet in told["sheets"]}
    grids = {title: one["gridProperties"] for title, one in sheets.items()}
    spare = grids["Bookings"]["rowCount"] - 2
    taken = (
        sum(grid["rowCount"] * grid["columnCount"] for grid in grids.values())
        - spare * grids["Bookings"]["columnCount"]
    )
    bookings = {"sheetId": sheets["Bookings"]["sheetId"], "gridProperties": {"rowCount": 2}}
    photos = {"sheetId": sheets["Old photos"]["sheetId"], "gridProperties": {"rowCount": CELL_LIMIT - taken}}
    small.office.by_hand.restructure(
        [
            {"updateSheetProperties": {"properties": one, "fields": "gridProperties.rowCount"}}
            for one in (bookings, photos)
        ]
    )


@contextmanager
def on_google(google: LocalGoogle, lock_file: Path) -> Iterator[Office]:
    """Open a headteacher's sheet as the service account does."""
    head = client_over(session(google.store, HEAD))
    book = Workbook(head, google.head_makes("A small year"))
    book.apply(provision(book.structure.tabs, small_rows(booking("ann", "old-ann"))))
    app = client_for(key_of(google.address), google.address)
    office = Office(app, head, book.spreadsheet_id, Habits(lock_file, embedded=True, local_time=lambda: MONDAY))
    try:
        yield office
    finally:
        office.close()


@pytest.fixture
def google() -> Iterator[LocalGoogle]:
    with local_google() as made:
        yield made


@pytest.fixture
def shared(google: LocalGoogle, tmp_path: Path) -> Iterator[Office]:
    with on_google(google, tmp_path / "sheet.lock") as office:
        yield office


def _protect(office: Office, title: str) -> Callable[[], None]:
    """Close a tab to everybody but the headteacher; returns how to open it again."""
    guard = {"protectedRangeId": 77, "range": {"sheetId": office.by_hand.sheet_id(title)}}
    office.by_hand.restructure([{"addProtectedRange": {"protectedRange": {**guard, "editors": {"users": [HEAD]}}}}])
    return lambda: office.by_hand.restructure([{"deleteProtectedRange": {"protectedRangeId": 77}}])


@pytest.mark.parametrize("title", ["Bookings", "Log", "_kaizen"])
def test_a_tab_that_is_closed_to_the_app_says_how_to_open_it(shared: Office, title: str) -> None:
    before = shared.by_hand.grid("Bookings")
    reopen = _protect(shared, title)
    with pytest.raises(NotSaved, match="protected: its owner can let the app edit it under Data > Protect sheets"):
        shared.do(Take("bo", "k"))
    assert shared.by_hand.grid("Bookings") == before
    reopen()
    assert shared.do(Take("bo", "k")).sentence == "Booked."


def test_a_closed_tab_stops_only_its_own_wishes(shared: Office) -> None:
    _protect(shared, "Bookings")
    assert shared.do(Do("v", _visit)).sentence == "Done."


def test_a_closed_tab_does_not_use_up_the_quota(google: LocalGoogle, shared: Office, tmp_path: Path) -> None:
    """Forty wishes in one group are refused together, not one by one."""
    _protect(shared, "Bookings")
    with turn(tmp_path / "sheet.lock"):
        told = [shared.submit(Take(f"p{number}", f"k{number}")) for number in range(4)]
        told += [shared.submit(GiveUp("ann", f"g{number}")) for number in range(36)]
    for one in told:
        with pytest.raises((NotSaved, Refused)):
            one.result(30)
    assert google.changes <= 4


def test_a_token_that_expires_is_renewed_unseen(google: LocalGoogle, shared: Office) -> None:
    assert shared.do(Take("bo", "k")).sentence == "Booked."
    google.tokens.clear()
    assert shared.do(Take("cy", "l")).sentence == "Booked."
    assert google.issued == 2


def test_a_key_that_is_taken_away_leaves_the_last_snapshot_to_read(google: LocalGoogle, shared: Office) -> None:
    assert shared.year.bookings
    google.tokens.clear()
    google.no_token = (400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."})
    shared.refresh()
    assert [row.name for row in shared.year.bookings] == ["Ann"]
    assert "does not accept the app's key any more" in shared.trouble
    with pytest.raises(NotSaved, match=r"key any more.*Nothing was saved"):
        shared.do(Take("bo", "k"))
    google.no_token = None
    assert shared.do(Take("bo", "k")).sentence == "Booked."


def test_no_network_at_the_start_is_said_and_got_over(small: SmallOffice, tmp_path: Path) -> None:
    def dead(_: str) -> None:
        raise requests.ConnectTimeout("5 s")

    with reopened(tmp_path / "other.lock", small.wire, small.office.spreadsheet_id) as started:
        small.wire.before = dead
        with pytest.raises(SheetUnreachable, match="cannot be reached at the moment"):
            _ = started.office.year
        with pytest.raises(NotSaved, match="cannot be reached"):
            started.office.do(Take("bo", "k"))
        small.wire.before = None
        later(started)
        assert [row.name for row in started.office.year.bookings] == ["Ann"]
        assert started.office.do(Take("bo", "k")).sentence == "Booked."


def test_a_page_of_html_instead_of_the_sheet_is_no_sheet(small: SmallOffice) -> None:
    small.wire.before = lambda _: answer(200, "<html>Welcome to the school's wifi</html>", "text/html")
    later(small)
    assert names(small) == ["Ann"]
    assert "cannot be reached" in small.office.trouble


def test_a_text_too_long_for_a_cell_takes_nobody_else_along(small: SmallOffice) -> None:
    long = Do("much", lambda _: [Append(booking("di", "much-1", notes="x" * 50_001))])
    with pytest.raises(NotSaved, match="longer than the 50,000 characters"):
        small.office.do(long)
    assert small.office.do(Take("bo", "k")).sentence == "Booked."


def test_the_file_of_the_embedded_sheet_that_is_deleted_or_damaged_is_named_and_not_google(tmp_path: Path) -> None:
    path = tmp_path / "year.db"
    with local_file_office(path) as office:
        path.rename(tmp_path / "elsewhere.db")
        with pytest.raises(
            NotSaved, match=r"file in which the app keeps its sheet has been deleted.*Nothing was saved"
        ):
            office.do(Take("bo", "k"))
        (tmp_path / "elsewhere.db").rename(path)
        assert office.do(Take("bo", "k2")).sentence == "Booked."
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE line SET cells = '7'")
            connection.execute("UPDATE sheet SET revision = revision + 1")
            connection.execute("UPDATE workbook SET revision = revision + 1")
        with pytest.raises(NotSaved, match=r"file in which the app keeps its sheet is damaged.*Nothing was saved"):
            office.do(Take("cy", "l"))


@contextmanager
def local_file_office(path: Path) -> Iterator[Office]:
    """Open a small year in a file of the embedded sheet."""
    store = LocalSheets.open(path)
    wire = Wire(store)
    book = Workbook(wire.client(), wire.client().create("A small year").id)
    book.apply(provision(book.structure.tabs, small_rows()))
    with reopened(path.with_suffix(".lock"), wire, book.spreadsheet_id) as small:
        yield small.office
    store.close()
