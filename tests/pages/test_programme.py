"""The programme: who leads what, and how to read more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor


def test_the_whole_day_says_who_leads_and_how_to_read_more(visitor: Visitor) -> None:
    text = visitor.be("Teaching assistant").open("programme").text()
    line = next(line for line in text.splitlines() if line.startswith("- Forest school on a shoestring"))
    assert "Hannah Walmsley, Sarah Jones (Larkfold)" in line
    assert "Choose a slot above to read about each workshop." in text
    assert "No woodland?" not in text


def test_a_slot_says_what_each_workshop_is_about(visitor: Visitor) -> None:
    text = visitor.be("Teaching assistant").open("programme").fill("Time of day", "A").text()
    assert "No woodland?" in text
    assert "Choose a slot above" not in text


def test_a_break_is_named_once(visitor: Visitor) -> None:
    lines = visitor.be("Teaching assistant").open("programme").text().splitlines()
    assert [line for line in lines if "Break" in line] == ["## 10:30 to 10:50, Break"]
