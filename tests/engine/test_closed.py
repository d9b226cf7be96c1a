"""What people keep to themselves: formulas, hidden columns, and columns that are worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.closed_cells import Closed
from tests.engine.added import add_column, fill_down
from tests.engine.small_year import booking, small_office

if TYPE_CHECKING:
    from pathlib import Path


def test_where_nothing_is_to_be_written(tmp_path: Path) -> None:
    with small_office(tmp_path / "lock", booking("ann", "old-ann"), booking("bo", "old-bo")) as small:
        hand = small.office.by_hand
        fill_down(hand, "Bookings", add_column(hand, "Bookings", "Badge"), "=A{row}")
        add_column(hand, "Bookings", "Points", hidden=True)
        add_column(hand, "Bookings", "Bus needed")
        hand.type_in("Bookings", 3, 8, "=1+1")
        small.office.refresh()
        small.wire.calls.clear()
        closed = small.office.closed()
        assert closed["Bookings"] == Closed(frozenset({"Badge", "Points"}), frozenset({(3, "Attended")}))
        assert closed["Lists"] == closed["Settings"] == Closed()
        assert len(small.wire.calls) == 1
