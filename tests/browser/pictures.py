"""The pictures in the README and the docs, made from the running app: ``python -m tests.browser.pictures``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.browser.added_columns import ask_more, head_in
from tests.browser.chromium import ANDROID, LAPTOP, PHONE, Surfer, chromium
from tests.running_app import HOUSE, running_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURES = HOUSE / "docs" / "pictures"
MARGIN, PAPER = 24, "#d9d6cc"
SLIPS = (("Staff", 4, "School", "Larkfeld"), ("Visits", 90, "To", "Dockwray Stret"), ("Bookings", 3, "Status", "Bookd"))
"""What a head has mistyped: tab, row, heading, text."""
FRESH = 11_000
"""Milliseconds after which every view has read the sheet again."""


def taken(browser: Browser, address: str, folder: Path) -> tuple[Path, Path]:
    """Return a picture of somebody booking on a phone, and one of a head's home page on a laptop."""
    context = browser.new_context(viewport=PHONE, user_agent=ANDROID, has_touch=True)
    phone = Surfer(context.new_page(), address)
    phone.open("book")
    phone.be("Teaching assistant")
    phone.choose("Slot A", "Picture books")
    phone.choose("Slot B", "Mindfulness minutes")
    phone.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 120)")
    phone.page.wait_for_timeout(300)
    phone.page.screenshot(path=folder / "phone.png")
    laptop = Surfer(browser.new_context(viewport=LAPTOP).new_page(), address)
    laptop.open()
    laptop.be("Headteacher")
    laptop.page.screenshot(path=folder / "laptop.png")
    return folder / "phone.png", folder / "laptop.png"


def before_and_after(browser: Browser, address: str, folder: Path) -> tuple[Path, Path]:
    """Return the end of the form Propose on a phone, before and after a head has added three columns to Workshops."""
    context = browser.new_context(viewport=PHONE, user_agent=ANDROID, has_touch=True)
    phone = Surfer(context.new_page(), address)
    for name in ("before.png", "after.png"):
        phone.open("propose")
        phone.be("Class teacher")
        button = phone.page.get_by_role("button", name="Propose this workshop")
        button.evaluate("(button) => button.scrollIntoView({block: 'end'})")
        phone.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollBy(0, 24)")
        phone.page.wait_for_timeout(300)
        phone.page.screenshot(path=folder / name)
        ask_more(head_in(folder / "sheet.sqlite3"))
        phone.page.wait_for_timeout(FRESH)
    return folder / "before.png", folder / "after.png"


def put_right(browser: Browser, address: str, folder: Path) -> tuple[Path, Path]:
    """Return an organiser's Checks on a phone after slips of the pen, and the second press that puts one right."""
    context = browser.new_context(viewport=PHONE, user_agent=ANDROID, has_touch=True)
    phone = Surfer(context.new_page(), address)
    phone.open("checks")
    phone.be("Organiser")
    hand = head_in(folder / "sheet.sqlite3")
    for tab, row, heading, text in SLIPS:
        hand.type_in(tab, row, hand.grid(tab)[0].index(heading) + 1, text)
    phone.refresh()
    summary = phone.page.locator("summary").first
    for name in ("told.png", "asked.png"):
        summary.evaluate("(line) => line.scrollIntoView({block: 'center'})")
        phone.page.wait_for_timeout(500)
        phone.page.screenshot(path=folder / name)
        summary.click()
    return folder / "told.png", folder / "asked.png"


def side_by_side(one: Path, other: Path, name: str) -> None:
    """Put two pictures side by side on paper, as high as the first."""
    left, after = Image.open(one), Image.open(other)
    right = after.resize((after.width * left.height // after.height, left.height))
    both = Image.new("RGB", (left.width + right.width + 3 * MARGIN, left.height + 2 * MARGIN), PAPER)
    both.paste(left, (MARGIN, MARGIN))
    both.paste(right, (left.width + 2 * MARGIN, MARGIN))
    PICTURES.mkdir(exist_ok=True)
    both.quantize(128).save(PICTURES / name, optimize=True)


def main() -> None:
    """Take the pictures, or only those whose names are given."""
    wanted = {"readme.png": taken, "added-questions.png": before_and_after, "put-right.png": put_right}
    for name in sys.argv[1:] or wanted:
        with tempfile.TemporaryDirectory() as folder, chromium() as browser:
            with running_app(Path(folder) / "sheet.sqlite3") as address:
                pair = wanted[name](browser, address, Path(folder))
            side_by_side(*pair, name)


if __name__ == "__main__":
    main()
