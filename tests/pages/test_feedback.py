"""What people said: one event at a time, once five have answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pages.visitor import bare

if TYPE_CHECKING:
    from tests.pages.visitor import Visitor


def answer(visitor: Visitor, times: int, **cells: str) -> None:
    """Put so many answers below the others, as a form of somebody's would."""
    hand = visitor.office.by_hand
    headings = {
        "event": "Event",
        "school": "School",
        "keynote": "Keynote (1-5)",
        "better": "What would make it better?",
    }
    filled = {headings[field]: text for field, text in cells.items()}
    for _ in range(times):
        hand.append("Feedback", [filled.get(heading, "") for heading in hand.grid("Feedback")[0]])
    visitor.office.refresh()


def test_everybody_on_staff_reads_the_last_conference_in_counts(visitor: Visitor) -> None:
    text = visitor.be("Teaching assistant").open("feedback").text()
    assert "Kaizen Conference 2026: 60 answers" in text
    assert "I'll use something within two weeks: 42 said Yes, 16 said Maybe and 2 said No" in text
    assert "Keynote (1-5): 14 gave 5, 34 gave 4, 6 gave 3 and 4 gave 2" in text
    assert "fewer than five answers: not shown" in text
    assert "Larkfold:" not in text
    assert "average" not in text.casefold()


def test_an_event_is_there_once_five_have_answered(visitor: Visitor) -> None:
    before = visitor.be("Headteacher").open("feedback").text()
    answer(visitor, 4, event="Zoo forum", school="Larkfold", keynote="1", better="Zebra crossings")
    assert visitor.open("feedback").text() == before
    answer(visitor, 1, event="Zoo forum", school="Larkfold")
    visitor.open("feedback")
    assert visitor.options("Event") == ["Zoo forum", "Kaizen Conference 2026"]
    text = visitor.text()
    assert "Zoo forum: 5 answers" in text
    assert "Keynote (1-5): fewer than 5 answers, not shown" in text
    assert "Zebra crossings" in text
    assert "60 answers" in visitor.fill("Event", "Kaizen Conference 2026").text()


def test_before_anybody_has_answered_there_is_nothing_to_read(visitor: Visitor) -> None:
    hand = visitor.office.by_hand
    hand.change("Feedback", deleted=tuple(range(2, len(hand.grid("Feedback")) + 1)))
    visitor.office.refresh()
    text = visitor.be("Organiser").open("feedback").text()
    assert "There is nothing to read yet." in text
    assert "60" not in text


def test_what_somebody_wrote_is_shown_as_text(visitor: Visitor) -> None:
    answer(visitor, 5, event="**Zoo** ![a](https://evil.example/a.png)", better="![b](https://evil.example/b.png)")
    visitor.be("Organiser").open("feedback")
    shown = [one.value for one in (*visitor.app.markdown, *visitor.app.caption)]
    assert any("![b]" in bare(value) for value in shown)
    assert not any("![a]" in value or "![b]" in value for value in shown)
