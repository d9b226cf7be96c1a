"""A year that nine busy people have typed in reads as before; what cannot be understood is named with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.year import FIELD_OF
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.findings import Outcome
from kaizen.sheet.layout import TAB_OF
from kaizen.sheet.reading import YearReader
from tests.sheet.grids import told
from tests.sheet.test_any_sheet import lost_rows
from tests.sheet.ugly import ugly

if TYPE_CHECKING:
    from kaizen.domain.record import Record

DEMO = demo_grids()
PLAIN = YearReader().read(DEMO)
SEEDS = range(12)
NO_REF = "which is less sure; please put it back."
"""The cells of the demo have no Ref: provisioning adds it."""


def without_refs(records: tuple[Record, ...]) -> list[Record]:
    return [record.model_copy(update={"ref": ""}) for record in records]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_still_means_the_same_is_read_as_the_same(seed: int) -> None:
    sheet = ugly(DEMO, seed)
    reading = YearReader().read(sheet.grids, sheet.renamed)
    for kind, rows in FIELD_OF.items():
        ours, plain = getattr(reading.year, rows), getattr(PLAIN.year, rows)
        assert without_refs(ours) == without_refs(plain), TAB_OF[kind].title
    assert reading.year.settings == PLAIN.year.settings
    worst = [finding for tab in reading.tabs.values() for finding in tab.findings if finding.outcome > Outcome.NOTED]
    assert [line for line in told(worst) if not line.endswith(NO_REF)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_what_cannot_be_understood_has_a_finding_with_its_place(seed: int) -> None:
    sheet = ugly(DEMO, seed, spoil=True)
    reading = YearReader().read(sheet.grids, sheet.renamed)
    assert len(sheet.spoilt) > 50
    asked = {(finding.place.tab, finding.place.row) for finding in reading.findings}
    assert [place for place in sheet.spoilt if place not in asked] == []
    for title, tab in reading.tabs.items():
        assert lost_rows(tab.tab, sheet.grids[title], reading) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_spoilt_cell_takes_no_other_row_with_it(seed: int) -> None:
    sheet = ugly(DEMO, seed, spoil=True)
    reading = YearReader().read(sheet.grids, sheet.renamed)
    spoilt = set(sheet.spoilt)
    for title, tab in reading.tabs.items():
        left_out = sum(place[0] == title for place in spoilt)
        assert len(tab.records) >= len(PLAIN.tabs[title].records) - left_out, title


def test_without_the_marks_a_renamed_heading_is_asked_about() -> None:
    sheet = ugly(DEMO, 3)
    reading = YearReader().read(sheet.grids)
    for title, names in sheet.renamed.items():
        (heading,) = names.values()
        sentences = [one.sentence for one in reading.tabs[title].findings if one.place.heading == heading]
        assert any("Is it the one called" in sentence for sentence in sentences), (title, heading)


def test_the_same_seed_gives_the_same_sheet_and_another_one_another() -> None:
    assert ugly(DEMO, 1, spoil=True) == ugly(DEMO, 1, spoil=True)
    assert ugly(DEMO, 1).grids != ugly(DEMO, 2).grids
