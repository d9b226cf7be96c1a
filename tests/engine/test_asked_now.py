"""Answers are held to what the sheet asks when they are written, not to what the form had asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaizen.engine.column_lookup import FRESH
from kaizen.errors import Refused
from kaizen.sheet.intents import Append, row_ref
from tests.engine.added import add_column, cells_below, one_of
from tests.engine.small_year import Do, SmallOffice, booking, small_office
from tests.engine.test_added_columns import questions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaizen.sheet.questions import Question


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-1")) as made:
        yield made


def asking(key: str, asked: tuple[Question, ...], **answers: Any) -> Do:
    return Do(key, lambda _: (Append(booking("bo", row_ref(key)), answers, asked=asked),), "bo")


def test_a_column_that_is_hidden_or_takes_others_refuses_what_no_longer_suits(small: SmallOffice) -> None:
    hand = small.office.by_hand
    column = add_column(hand, "Bookings", "Bus", rule=one_of("Yes", "No", strict=True))
    asked = tuple(questions(small))
    assert small.office.do(asking("k1", asked, Bus="No")).sentence
    body = {"sheetId": hand.sheet_id("Bookings"), "startColumnIndex": column, "endColumnIndex": column + 1}
    only = {"range": body | {"startRowIndex": 1}, "rule": one_of("Yes", "Coach", strict=True)}
    hand.restructure([{"setDataValidation": only}])
    small.seconds[0] += FRESH
    with pytest.raises(Refused, match="is not one of the choices for “Bus”: Yes or Coach"):
        small.office.do(asking("k2", asked, Bus="No"))
    span = {"sheetId": hand.sheet_id("Bookings"), "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    shut = {"range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    hand.restructure([{"updateDimensionProperties": shut}])
    small.seconds[0] += FRESH
    with pytest.raises(Refused, match=r'is not asked any more.* you had answered "Yes"'):
        small.office.do(asking("k3", asked, Bus="Yes"))
    assert small.office.do(asking("k4", asked, Bus=None)).sentence
    assert [cell for cell in cells_below(hand, "Bookings", "Bus") if cell] == [{"stringValue": "No"}]
