"""Nobody with a browser, or with something that talks like one, can use the sheet up or take the app away from others.

A real server, and raw web sockets to it; every call that reaches the sheet is counted where the sheet is served.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import ConnectionClosed

from kaizen.engine.office import INTERVAL
from kaizen.engine.snapshots import REFRESH_EVERY
from kaizen.ui.fields import MOST_TYPED
from tests.pages.faulty_demo import ServedDemo, served_demo
from tests.running_app import HOUSE, running_app
from tests.websocket_tab import Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST_READS = 3
"""In any ten seconds, whatever people press."""

TYPED = "the words of somebody who was to be left alone "


@dataclass
class Scene:
    """A running app and the sheet behind it."""

    address: str
    sheet: ServedDemo
    log: Path

    def somebody(self, label: str, page: str) -> Tab:
        """Return a tab in which one of the people the app offers has a page open."""
        tab = Tab(self.address)
        tab.open(page)
        tab.press(label)
        return tab

    def calls(self, do: Callable[[], object]) -> tuple[int, float]:
        """Return how many calls reached the sheet while something was done, and the seconds that took."""
        before, began = len(self.sheet.plan.calls), time.monotonic()
        do()
        return len(self.sheet.plan.calls) - before, time.monotonic() - began


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("denial")
    with (
        served_demo(folder / "served.sqlite3") as sheet,
        running_app(folder / "app.sqlite3", KAIZEN_SHEETS_API=sheet.address) as address,
    ):
        yield Scene(address, sheet, folder / "app.log")


def test_two_hundred_cleared_caches_cost_three_reads_at_most(scene: Scene) -> None:
    pages = [("Class teacher", "book"), ("Headteacher", "visits"), ("Organiser", "programme"), ("Organiser", "checks")]
    tabs = [scene.somebody(*one) for one in pages]
    over, runs = threading.Event(), []

    def look(tab: Tab) -> None:
        while not over.is_set():
            runs.append(tab.rerun())
            time.sleep(0.05)

    def clear() -> None:
        looking = [threading.Thread(target=look, args=(tab,)) for tab in tabs]
        for thread in looking:
            thread.start()
        with Tab(scene.address) as stranger:
            for _ in range(200):
                stranger.clear_caches()
                time.sleep(0.02)
            stranger.open()
            assert stranger.says("Who are you today"), "the server has taken all of it in"
        over.set()
        for thread in looking:
            thread.join()

    calls, seconds = scene.calls(clear)
    assert seconds < INTERVAL
    assert len(runs) > 20
    assert calls <= MOST_READS
    assert scene.calls(lambda: tabs[0].press("Refresh"))[0] == 1, "what reaches the sheet is counted"
    for tab in tabs:
        tab.__exit__()


def test_a_hundred_presses_of_refresh_cost_three_reads_in_ten_seconds_at_most(scene: Scene) -> None:
    tabs = [scene.somebody("Class teacher", page) for page in ("book", "programme", "visits", "propose")]

    def press() -> None:
        pressing = [threading.Thread(target=lambda tab=tab: [tab.press("Refresh") for _ in range(25)]) for tab in tabs]
        for thread in pressing:
            thread.start()
        for thread in pressing:
            thread.join()

    calls, seconds = scene.calls(press)
    assert calls <= MOST_READS + max(seconds - INTERVAL, 0) // REFRESH_EVERY
    assert any(tab.says("The sheet has just been read") for tab in tabs)
    for tab in tabs:
        tab.__exit__()


def test_people_who_have_not_signed_in_cost_no_reads_of_their_own(scene: Scene) -> None:
    def visit() -> None:
        for number in range(40):
            with Tab(scene.address) as stranger:
                stranger.open(("", "book", "checks", "setup")[number % 4])
                assert stranger.says("Who are you today")

    calls, seconds = scene.calls(visit)
    assert calls <= 1 + seconds // INTERVAL


def test_a_text_that_nobody_types_is_refused_and_nothing_of_it_is_kept(scene: Scene) -> None:
    with scene.somebody("Class teacher", "propose") as tab:
        tab.type_in("Title", TYPED * (900_000 // len(TYPED)))
        assert len(tab.text()) < 100_000 + MOST_TYPED
        calls, _ = scene.calls(lambda: tab.press("Propose this workshop"))
        assert tab.says("letters long; at most 90, please.")
        assert calls <= MOST_READS
    assert TYPED not in scene.log.read_text(errors="replace")


def test_a_message_that_no_browser_sends_is_closed_off_and_the_others_go_on(scene: Scene) -> None:
    with scene.somebody("Class teacher", "propose") as other:
        with scene.somebody("Class teacher", "propose") as tab, pytest.raises(ConnectionClosed):
            tab.type_in("Title", TYPED * (1_200_000 // len(TYPED)))
        assert other.rerun() < 10
        assert other.says("Propose a workshop")
    assert TYPED not in scene.log.read_text(errors="replace")


def test_nothing_that_holds_readings_back_can_be_cleared_and_no_button_goes_round_it() -> None:
    rooms = [*(HOUSE / "kaizen").rglob("*.py"), *(HOUSE / "pages").glob("*.py"), HOUSE / "streamlit_app.py"]
    texts = {file.name: file.read_text("utf-8") for file in rooms}
    assert "look_again" in texts["freshness.py"]
    assert [name for name, text in texts.items() if re.search(r"cache_(data|resource)", text)] == []
    assert [name for name, text in texts.items() if ".refresh()" in text] == ["sheet_table.py"], "the practice sheet"
