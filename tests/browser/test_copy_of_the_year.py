"""A copy of the year in a real browser: downloaded by a press, edited, chosen, read and brought back by keyboard."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.chromium import Surfer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def _check(person: Surfer) -> None:
    sticks_out = person.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert sticks_out <= 0
    assert person.problems(AXE) == []


def _download(person: Surfer, folder: Path) -> Path:
    with person.page.expect_download() as waiting:
        person.page.get_by_role("button", name="Download the year").press("Enter")
    assert waiting.value.suggested_filename.startswith("kaizen-2026-27-20261121-")
    waiting.value.save_as(folder / "year.xlsx")
    return folder / "year.xlsx"


def _there_and_back(person: Surfer, folder: Path, title: str) -> None:
    person.open()
    person.be("Organiser")
    person.go("A copy of the year")
    file = _download(person, folder)
    book = load_workbook(file)
    book["Workshops"]["B3"] = title
    book["Rooms"].delete_rows(2, 8)
    row = next(number for number in range(4, 100) if book["Bookings"].cell(number, 2).value)
    book["Bookings"].delete_rows(row)
    book.save(file)
    person.page.locator("input[type=file]").set_input_files(file)
    person.page.get_by_role("button", name="Write 1 changed row into the sheet").wait_for()
    _check(person)
    person.page.get_by_label("Type 9, the number of missing rows").fill("9")
    person.page.get_by_label("Type 9, the number of missing rows").press("Tab")
    person.settle()
    person.page.get_by_role("checkbox", name=f"Also remove Bookings row {row}").press("Space")
    person.page.get_by_role("button", name="Write 1 changed row into the sheet and remove 1 row").press("Enter")
    person.page.get_by_text("The copy is back: 1 row changed and 1 row removed.").first.wait_for()
    person.settle()
    # Streamlit's own: the word that passes by is a dialog without a name.
    person.page.get_by_test_id("stToast").wait_for(state="detached")
    _check(person)


def test_on_a_phone(phone: Surfer, tmp_path: Path) -> None:
    _there_and_back(phone, tmp_path, "Seen from a phone")


def test_on_a_laptop(laptop: Surfer, tmp_path: Path) -> None:
    _there_and_back(laptop, tmp_path, "Seen from a laptop")
