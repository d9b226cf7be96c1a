"""What people see of time: an age that goes on by itself, and a queue that counts down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages.faulty_demo import ServedDemo, served_demo
from tests.running_app import running_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

    from tests.browser.chromium import Surfer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW = 12.0
"""Seconds for the write that others wait for: time to look around on a busy machine."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDemo]:
    """Serve an empty sheet, in which the app builds the demo network."""
    with served_demo(tmp_path_factory.mktemp("served") / "sheet.sqlite3") as demo:
        yield demo


@pytest.fixture(scope="module")
def address(sheet_file: Path, served: ServedDemo, browser: Browser) -> Iterator[str]:
    """Run the app on the served sheet."""
    assert browser.is_connected()
    with running_app(sheet_file, KAIZEN_SHEETS_API=served.address) as started:
        yield started


def _said_from_now_on(person: Surfer) -> list[str | bytes]:
    """Return a list of everything that the page says to the server, as it grows."""
    said: list[str | bytes] = []

    def hear(frame: str | bytes) -> None:
        said.append(frame)

    person.page.on("websocket", lambda socket: socket.on("framesent", hear))
    return said


def _age(person: Surfer) -> Locator:
    return person.page.get_by_text("As of ")


def test_a_page_left_open_grows_old_by_itself_and_asks_for_nothing(phone: Surfer) -> None:
    said = _said_from_now_on(phone)
    phone.page.clock.install()
    phone.open()
    phone.be("Class teacher")
    phone.page.get_by_text("s ago").wait_for()
    assert said, "what the page says to the server would be seen"
    said.clear()
    phone.page.clock.fast_forward("05:00")
    phone.page.get_by_text("5 min ago").wait_for()
    phone.page.clock.fast_forward("02:00:00")
    phone.page.get_by_text("over an hour ago").wait_for()
    assert said == []
    phone.press("Refresh")
    phone.page.get_by_text("s ago").wait_for()
    assert said
    phone.page.clock.fast_forward("05:00")
    phone.page.get_by_text("5 min ago").wait_for()
    assert _age(phone).count() == 1


def test_looking_again_leaves_what_is_being_typed(phone: Surfer) -> None:
    phone.open("propose")
    phone.be("Class teacher")
    title = phone.page.get_by_role("textbox", name="Title")
    title.fill("Maps and mazes")
    phone.press("Refresh")
    assert title.input_value() == "Maps and mazes"


def test_who_waits_reads_how_long_and_may_go_on(phone: Surfer, laptop: Surfer, served: ServedDemo) -> None:
    for person, who, slot in ((laptop, "Class teacher", "Slot B"), (phone, "Teaching assistant", "Slot A")):
        person.open("book")
        person.be(who)
        person.choose(slot, "Mindfulness")
    served.plan.writes = SLOW
    laptop.page.get_by_role("button", name="Save my choices").click()
    laptop.page.get_by_role("status").filter(has_text="This is being saved at the moment").wait_for()
    served.recovers()
    phone.page.get_by_role("button", name="Save my choices").click()
    status = phone.page.get_by_role("status")
    status.filter(has_text="You are number 1; saving takes about").wait_for()
    assert phone.page.get_by_role("heading", name="Your day").is_visible(), "the page is whole meanwhile"
    phone.unfold_menu()
    phone.page.get_by_test_id("stSidebarNavLink").filter(has_text="Programme").click()
    status.filter(has_text="From the page \u201cBook your workshops\u201d").wait_for()
    phone.page.get_by_text("Whole day").wait_for()
    for person in (laptop, phone):
        person.page.get_by_test_id("stAlertContentSuccess").filter(has_text="Booked: Mindfulness").wait_for()
