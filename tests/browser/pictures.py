"""The picture in the README, made from the running app: ``python -m tests.browser.pictures``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.browser.chromium import ANDROID, LAPTOP, PHONE, Surfer, chromium
from tests.running_app import HOUSE, running_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURE = HOUSE / "docs" / "pictures" / "readme.png"
MARGIN, PAPER = 24, "#d9d6cc"


def taken(browser: Browser, address: str, folder: Path) -> tuple[Path, Path]:
    """Return a picture of somebody booking on a phone, and one of a head's home page on a laptop."""
    context = browser.new_context(viewport=PHONE, user_agent=ANDROID, has_touch=True)  # type: ignore[arg-type]
    phone = Surfer(context.new_page(), address)
    phone.open("book")
    phone.be("Teaching assistant")
    phone.choose("Slot A", "Picture books")
    phone.choose("Slot B", "Mindfulness minutes")
    phone.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 120)")
    phone.page.wait_for_timeout(300)
    phone.page.screenshot(path=folder / "phone.png")
    laptop = Surfer(browser.new_context(viewport=LAPTOP).new_page(), address)  # type: ignore[arg-type]
    laptop.open()
    laptop.be("Headteacher")
    laptop.page.screenshot(path=folder / "laptop.png")
    return folder / "phone.png", folder / "laptop.png"


def main() -> None:
    """Put the two side by side."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        with running_app(folder / "sheet.sqlite3") as address:
            phone, laptop = (Image.open(path) for path in taken(browser, address, folder))
        laptop = laptop.resize((laptop.width * phone.height // laptop.height, phone.height))
        size = (phone.width + laptop.width + 3 * MARGIN, phone.height + 2 * MARGIN)
        both = Image.new("RGB", size, PAPER)
        both.paste(phone, (MARGIN, MARGIN))
        both.paste(laptop, (phone.width + 2 * MARGIN, MARGIN))
        PICTURE.parent.mkdir(exist_ok=True)
        both.quantize(128).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
