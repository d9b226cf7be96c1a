"""A cell that no reader can cope with stops nobody: people go on saving, and the app starts again over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.small_year import Take, booking, reopened, small_office

if TYPE_CHECKING:
    from pathlib import Path

CELLS = [
    ("Bookings", 1, "9" * 4_301),
    ("Bookings", 1, "9:00 " * 1_000),
    ("Workshops", 1, "W" + "9" * 4_301),
    ("Slots", 3, "1:" * 5_000),
]


@pytest.mark.parametrize(("tab", "column", "text"), CELLS, ids=["digits", "times", "code", "colons"])
def test_people_go_on_and_the_app_starts_again(tmp_path: Path, tab: str, column: int, text: str) -> None:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann")) as small:
        small.office.by_hand.type_in(tab, 3 if tab != "Slots" else 2, column, text)
        small.office.refresh()
        assert small.office.trouble == ""
        assert small.office.do(Take("bo", "k")).sentence == "Booked."
        assert [one for one in small.office.reading.findings if one.place.tab == tab]
        with reopened(tmp_path / "again.lock", small.wire, small.office.spreadsheet_id) as again:
            assert again.office.do(Take("cy", "k2")).sentence == "Booked."
            assert small.office.by_hand.grid(tab)[1 if tab == "Slots" else 2][column - 1] == text
