"""The whole of Kaizen in one journey: a proposal, a head in the sheet, three bookings, a visit written up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gspread
import pytest

from kaizen.sheets_local import LocalSheets, session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.chromium import Surfer

pytestmark = pytest.mark.browser

TITLE = "Maps, mazes & muddy boots: geography outside"
ABOUT = "Three lessons that need nothing but a playground, a stick of chalk and a question worth walking for."


@pytest.fixture
def head(address: str, sheet_file: Path) -> Callable[[str], gspread.Worksheet]:
    """Give a headteacher with the spreadsheet open: another program, speaking gspread, on the same sheet."""
    assert address
    store = LocalSheets.open(sheet_file)
    client = gspread.Client(auth=None, session=session(store, "head@cottonrow.sch.example"))
    book = client.open_by_key(client.list_spreadsheet_files()[0]["id"])
    return book.worksheet


def _rows(tab: gspread.Worksheet, **wanted: str) -> list[dict[str, str]]:
    headings, *rows = tab.get_all_values()
    found = [dict(zip(headings, row, strict=False)) for row in rows]
    return [row for row in found if all(row[heading] == text for heading, text in wanted.items())]


def test_propose_accept_book_and_log(phone: Surfer, head: Callable[[str], gspread.Worksheet]) -> None:
    workshop = _propose(phone, head)
    _accept(head, workshop)
    _book(phone, head, f"{workshop}-A")
    _log(phone, head)


def _propose(phone: Surfer, head: Callable[[str], gspread.Worksheet]) -> str:
    phone.open("propose")
    phone.be("Class teacher")
    phone.fill("Title", TITLE)
    phone.fill("What it's about", ABOUT)
    phone.choose("Best for", "KS2")
    phone.page.keyboard.press("Escape")
    phone.press("Propose this workshop")
    assert "Proposed:" in phone.text()
    (proposal,) = _rows(head("Workshops"), Title=TITLE)
    assert (proposal["Status"], proposal["What it's about"], proposal["Best for"]) == ("Proposed", ABOUT, "KS2")
    return proposal["ID"]


def _accept(head: Callable[[str], gspread.Worksheet], workshop: str) -> None:
    tab, sessions = head("Workshops"), head("Sessions")
    tab.update_cell(tab.find(workshop).row, tab.find("Status").col, "Accepted")  # type: ignore[union-attr]
    row = {"Session": f"{workshop}-A", "Workshop": workshop, "Slot": "A", "Room": "Pine (Y4)", "Places": "12"}
    cells = [row.get(heading or "", "") for heading in sessions.row_values(1)]
    sessions.append_row(cells, value_input_option="USER_ENTERED")  # type: ignore[arg-type]


def _book(phone: Surfer, head: Callable[[str], gspread.Worksheet], session_code: str) -> None:
    phone.go("Book")
    assert f"you lead {TITLE}" in _when(phone, TITLE), "the app has followed the head's edit"
    phone.be_somebody_else("Teaching assistant")
    phone.go("Book")
    phone.choose("Slot A", TITLE)
    phone.choose("Slot B", "Mindfulness minutes")
    phone.choose("Slot C", "Picture books")
    phone.page.get_by_role("button", name="Save my choices").dblclick()
    phone.settle()
    assert "You have chosen 3 of 3 workshops" in _when(phone, "3 of 3")
    booked = _rows(head("Bookings"), Name="Emma Taylor", School="Gynn Sands", Status="Booked")
    assert {session_code, "W07-B", "W02-C"} <= {row["Session"] for row in booked}
    assert len(_rows(head("Bookings"), Session=session_code)) == 1, "two clicks are one booking"


def _log(phone: Surfer, head: Callable[[str], gspread.Worksheet]) -> None:
    phone.be_somebody_else("Class teacher")
    phone.go("Log a visit")
    phone.fill("What I saw", "Every table had a question that nobody could answer in one word.")
    phone.go("Programme")
    phone.go("Log a visit")
    assert phone.page.get_by_role("textbox", name="What I saw").input_value().startswith("Every table")
    phone.fill("What I'll try", "One such question a day, on the board before they come in.")
    phone.press("Send")
    assert "Larkfold" in phone.text()
    (note,) = _rows(head("Visit notes"), Name="Vicky Whalley")
    assert note["What I'll try"] == "One such question a day, on the board before they come in."
    assert note["To"] == "Larkfold"
    assert _rows(head("Log"), Tab="Visit notes", Row=note["Ref"])


def _when(phone: Surfer, words: str) -> str:
    """Return the page's text once it has the words: another program's edit shows within seconds."""
    for _ in range(30):
        if words in phone.text():
            break
        phone.page.reload()
        phone.settle()
        if phone.page.get_by_text("Who are you today?").is_visible():
            phone.be("Class teacher")
        phone.page.wait_for_timeout(500)
    return phone.text()
