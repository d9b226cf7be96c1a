"""What a network says for itself stands on Settings, and on the pages as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor


def _say(visitor: Visitor, setting: str, words: str) -> None:
    hand = visitor.office.by_hand
    row = next(number for number, cells in enumerate(hand.grid("Settings"), start=1) if cells[0] == setting)
    hand.type_in("Settings", row, 2, words)
    visitor.office.refresh()


@pytest.mark.parametrize(
    ("setting", "slug"), [("Welcome", "home"), ("Theme", "home"), ("Theme", "propose"), ("What to propose", "propose")]
)
def test_a_head_changes_it_in_the_sheet(visitor: Visitor, setting: str, slug: str) -> None:
    visitor.be("Teaching assistant")
    before = visitor.open(slug).text()
    words = "Ask a *daft* question ![x](https://evil.example/a.png)"
    assert words not in before
    _say(visitor, setting, words)
    page = visitor.open(slug)
    assert words in page.text()
    assert all("![x]" not in element.value for element in page.app.markdown), "it is text and not markdown"


def test_blank_says_nothing(visitor: Visitor) -> None:
    for setting in ("Welcome", "Theme", "What to propose"):
        _say(visitor, setting, "")
    visitor.be("Teaching assistant")
    assert "theme" not in visitor.open("home").text()
    told = visitor.open("propose").text()
    assert "theme" not in told
    assert "on a Tuesday" not in told
