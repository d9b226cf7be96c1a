"""The demo network is built by one call that no limit of the Sheets API stands against."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kaizen.engine.google import Workbook, client_over
from kaizen.engine.opening import found_or_built
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.layout import ALL_TABS, SETTINGS
from kaizen.sheet.reading import YearReader
from kaizen.sheets_local import LocalSheets, session
from kaizen.sheets_local.batch import REQUEST_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import requests

RECOMMENDED = 2_000_000
"""Bytes of one request. Source: "Usage limits", Sheets API documentation: 2 MB at most is recommended."""


@pytest.fixture
def wire() -> Iterator[requests.Session]:
    store = LocalSheets.open(None)
    yield session(store)
    store.close()


def test_one_batch_builds_the_demo_and_stays_below_the_limits(wire: requests.Session, tmp_path: Path) -> None:
    sent: list[requests.PreparedRequest] = []
    wire.hooks["response"].append(lambda answer, **_: sent.append(answer.request))
    client = client_over(wire)
    rows = demo_rows()
    made = found_or_built(client, "Kaizen demo year", rows, tmp_path / "lock")
    (batch,) = [request for request in sent if str(request.url).partition("?")[0].endswith(":batchUpdate")]
    body = batch.body or b""
    assert len(json.loads(body)["requests"]) <= REQUEST_LIMIT
    assert len(body) <= RECOMMENDED
    before = len(sent)
    found_or_built(client, "Kaizen demo year", rows, tmp_path / "lock")
    assert [request.url for request in sent[before:] if ":batchUpdate" in str(request.url)] == []
    book = Workbook(client, made)
    year = YearReader().read(book.read(book.structure.tabs))
    assert set(year.tabs) >= {tab.title for tab in ALL_TABS[1:]}
    assert {title: len(tab.records) for title, tab in year.tabs.items() if rows.get(title)} == {
        title: len(records) for title, records in rows.items() if records
    }
    assert year.year.settings.school_year.starts == 2026
    assert len(year.tabs[SETTINGS.title].records) == len(rows[SETTINGS.title])
