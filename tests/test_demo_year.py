"""The tests' own reader of the demo network and the sheet's reader tell the same year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.year import FIELD_OF
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.reading import YearReader
from tests.demo_year import demo_year

if TYPE_CHECKING:
    from kaizen.domain.record import Record

READ = YearReader().read(demo_grids()).year


@pytest.mark.parametrize("kind", FIELD_OF, ids=lambda kind: kind.__name__)
def test_every_row_is_the_same(kind: type[Record]) -> None:
    def told(rows: tuple[Record, ...]) -> list[Record]:
        return [row.model_copy(update={"ref": ""}) for row in rows]

    assert told(READ.rows_like(kind)) == told(demo_year().rows_like(kind)) != []


def test_the_settings_are_the_same() -> None:
    assert READ.settings == demo_year().settings
