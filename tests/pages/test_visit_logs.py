"""What visitors saw: who reads which log, clearing one, and addresses that name a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.ui import menu
from kaizen.ui.visit_logs import ANY_SCHOOL, NOTHING, ON_A_PAGE
from tests.pages.visitor import Visitor, bare

if TYPE_CHECKING:
    from kaizen.domain.visit import VisitNote
    from kaizen.engine.office import Office

OPEN = "L07"
"""Of a visit from Marram Bank to Larkfold; nobody has cleared it."""
PRIVATE = "Zebedee keeps the chalk."
PEOPLE = {
    "visitor": "Hafsa Rahman",
    "host contact": "Ellie Holt",
    "head of the host": "Hetal Mistry",
    "head of the visitor": "Imran Sheikh",
    "organiser": "Rachel Bamber",
    "head of another school": "Diane Unsworth",
    "office of the visitor": "Paula Singleton",
    "colleague of the visitor": "Priya Desai",
    "colleague at the host": "Andrew Parkinson",
}
READERS = ("visitor", "host contact", "head of the host", "head of the visitor")


def type_in(office: Office, code: str, **cells: str) -> None:
    """Type into the row of a log as a head with the sheet open does, and have the app look."""
    grid = office.by_hand.grid("Visit notes")
    row = next(number for number, cells in enumerate(grid, start=1) if code in cells)
    headings = {"saw": "What I saw", "cleared": "Cleared", "focus": "Focus", "name": "Name"}
    typed = {(row, grid[0].index(headings[field]) + 1): text for field, text in cells.items()}
    office.by_hand.change("Visit notes", typed=typed)
    office.refresh()


def log(office: Office, code: str = OPEN) -> VisitNote:
    return next(row for row in office.year.visit_notes if row.log == code)


@pytest.fixture
def private(office: Office) -> Office:
    """Give a sheet in which one log that is not cleared says something of its own, and has a host contact."""
    type_in(office, OPEN, saw=PRIVATE)
    grid = office.by_hand.grid("Visits")
    row = next(number for number, cells in enumerate(grid, start=1) if log(office).visit in cells)
    office.by_hand.type_in("Visits", row, grid[0].index("Host contact") + 1, PEOPLE["host contact"])
    office.refresh()
    return office


def be(office: Office, who: str) -> Visitor:
    """Be one of `PEOPLE`."""
    (email,) = (person.email for person in office.year.people if person.name == PEOPLE[who])
    return Visitor(office).be_with(email)


def everything(visitor: Visitor) -> Visitor:
    """Show every log; somebody for whom none waits sees every log anyway."""
    if any("Which logs?" in bare(radio.label) for radio in visitor.app.radio):
        visitor.fill("Which logs?", "Everything")
    return visitor


def named(visitor: Visitor, code: str = OPEN) -> Visitor:
    """Follow an address that names a log."""
    visitor.open("visit-logs")
    visitor.app.query_params["log"] = code
    visitor.app.run()
    return visitor


def headings(visitor: Visitor) -> list[str]:
    """Return the heading of each log on the page."""
    return [bare(one.value).splitlines()[0][3:] for one in visitor.app.markdown if one.value.startswith("## ")]


@pytest.mark.parametrize("who", PEOPLE)
def test_a_log_that_is_not_cleared_is_read_on_no_page_but_by_those_it_is_for(private: Office, who: str) -> None:
    visitor = be(private, who)
    shown = {
        entry.slug for entry in menu.ENTRIES if entry.slug != "sheet" and PRIVATE in visitor.open(entry.slug).text()
    }
    own = {"log-a-visit", "my-data"} if who == "visitor" else set()
    assert shown == (own | {"visit-logs"} if who in READERS else set())


def test_two_heads_one_after_the_other_each_read_their_own(private: Office) -> None:
    type_in(private, "L11", saw="Zoetrope in the corner.")
    for who, own, other in (
        ("head of another school", "Zoetrope", "Zebedee"),
        ("head of the host", "Zebedee", "Zoetrope"),
        ("head of another school", "Zoetrope", "Zebedee"),
    ):
        text = everything(be(private, who).open("visit-logs")).text()
        assert own in text
        assert other not in text
    same = Visitor(private)
    for who, reads in (("head of the host", True), ("head of another school", False), ("organiser", False)):
        (email,) = (person.email for person in private.year.people if person.name == PEOPLE[who])
        assert ("Zebedee" in same.be_with(email).open("visit-logs").text()) is reads


def test_once_cleared_everybody_on_staff_reads_it_and_no_longer_once_it_is_taken_back(private: Office) -> None:
    head = be(private, "head of the host").open("visit-logs").press(f"Clear {OPEN} for every school")
    assert f"{OPEN} is cleared: every school can read it." in head.told()
    assert log(private).cleared
    row = next(cells for cells in private.by_hand.grid("Visit notes") if OPEN in cells)
    assert row[private.by_hand.grid("Visit notes")[0].index("Cleared")] == "TRUE"
    for who in PEOPLE:
        text = named(be(private, who)).text()
        assert PRIVATE in text
        assert (f"Take {OPEN} back" in text) is (who in {"head of the host", "head of the visitor"})
    named(be(private, "head of the visitor")).press(f"Take {OPEN} back")
    assert not log(private).cleared
    assert PRIVATE not in named(be(private, "organiser")).text()


def test_a_text_that_has_changed_since_it_was_read_is_not_cleared_and_both_are_shown(private: Office) -> None:
    head = be(private, "head of the host").open("visit-logs")
    type_in(private, OPEN, saw="A boy called Tyler keeps the chalk.")
    head.press(f"Clear {OPEN}")
    assert not log(private).cleared
    assert f'you were looking at "{PRIVATE}", but the sheet now says "A boy called Tyler' in head.told()
    assert "It may name a pupil or say why somebody is away, under \u201cWhat I saw\u201d." in head.told()
    head.press(f"Clear {OPEN}")
    assert log(private).cleared


def test_a_press_on_clear_never_takes_back_what_somebody_has_cleared_meanwhile(private: Office) -> None:
    head = be(private, "head of the host").open("visit-logs")
    clear = next(button for button in head.app.button if f"Clear {OPEN}" in bare(button.label))
    type_in(private, OPEN, cleared="TRUE")
    clear.click().run()
    assert log(private).cleared
    assert not head.app.exception


@pytest.mark.parametrize("who", READERS)
def test_the_gentle_word_is_for_the_visitor_and_the_heads_cleared_or_not(private: Office, who: str) -> None:
    type_in(private, OPEN, saw="A boy called Tyler keeps the chalk.")
    told = be(private, who).open("visit-logs").told()
    assert ("somebody is away, under \u201cWhat I saw\u201d." in told) is (who != "host contact")
    assert ("before you clear it" in told) is who.startswith("head")
    assert ("ask your headteacher" in told) is (who == "visitor")
    type_in(private, OPEN, cleared="TRUE")
    told = named(be(private, who)).told()
    assert ("Every school can read it." in told) is who.startswith("head")
    assert ("ask your headteacher" in told) is (who == "visitor")


@pytest.mark.parametrize("who", ["organiser", "head of another school", "colleague of the visitor"])
def test_not_yours_not_there_and_nonsense_are_one_page(private: Office, who: str) -> None:
    visitor = be(private, who)

    def page(code: str) -> list[str]:
        visitor.open("visit-logs")
        visitor.app.query_params["log"] = code
        visitor.app.run()
        assert not visitor.app.exception
        return [
            bare(str(getattr(one, "value", one.label if hasattr(one, "label") else ""))) for one in visitor.app.main
        ]

    pages = [
        page(code)
        for code in (OPEN, OPEN.lower(), "L99", "", " ", "<script>", "L07' OR 1=1", "../home", "\u202eL", "9" * 5000)
    ]
    assert all(other == pages[0] for other in pages)
    assert sum(NOTHING in line for line in pages[0]) == 1
    assert OPEN not in visitor.text()


def test_an_address_opens_one_log_for_whom_it_is_for(private: Office) -> None:
    visitor = be(private, "host contact").open("visit-logs")
    assert "log=L07" in next(one.value for one in visitor.app.markdown if f"[{OPEN}]" in one.value)
    assert PRIVATE in named(visitor, f" {OPEN.lower()}").text()
    assert len(headings(visitor)) == 1
    visitor.press("Show all that you may read")
    assert "log" not in visitor.app.query_params
    assert len(headings(visitor)) > 1


def test_logs_are_found_by_school_and_by_focus_among_those_one_may_read(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("visit-logs")
    shown = [row for row in visitor.office.year.visit_notes if row.cleared]
    assert len(headings(visitor)) == len(shown)
    assert visitor.options("School") == [
        ANY_SCHOOL,
        *sorted({s for row in shown for s in (row.to_school, row.from_school)}),
    ]
    assert set(visitor.options("Focus")[1:]) == {row.focus for row in shown}
    visitor.fill("School", "Gynn Sands")
    assert headings(visitor) == ["Gynn Sands: EYFS environment"]
    visitor.fill("School", ANY_SCHOOL).fill("Focus", "Oracy")
    assert headings(visitor) == ["Larkfold: Oracy"]


def test_a_page_holds_so_many_and_the_next_one_the_others(visitor: Visitor) -> None:
    office = visitor.office
    grid = office.by_hand.grid("Visit notes")
    column = grid[0].index("Cleared") + 1
    office.by_hand.change("Visit notes", typed={(row, column): "TRUE" for row in range(2, len(grid) + 1)})
    office.refresh()
    visitor.be("Class teacher").open("visit-logs")
    first = headings(visitor)
    assert len(first) == ON_A_PAGE
    (pages,) = visitor.app.get("pagination")
    pages.set_value(3).run()
    rest = len(grid) - 1 - 2 * ON_A_PAGE
    assert len(headings(visitor)) == rest
    visitor.fill("School", "Gynn Sands")
    assert headings(visitor)
    assert not visitor.app.get("pagination")


def test_what_is_typed_over_a_log_is_shown_as_text(private: Office) -> None:
    hostile = "![a](https://evil.example/a.png) :red[x] <b>"
    type_in(private, OPEN, saw=hostile, focus=hostile, name=hostile)
    visitor = be(private, "host contact").open("visit-logs")
    assert visitor.text().count(hostile) == 3
    assert all("![a]" not in one.value for one in (*visitor.app.markdown, *visitor.app.header, *visitor.app.caption))


def test_home_leads_a_head_to_what_waits(private: Office) -> None:
    head = be(private, "head of the host").open("home").press("wait to be cleared")
    assert head.app.title[0].value == "What visitors saw"
    assert PRIVATE in head.text()


def test_follow_ups_offer_the_logs_that_somebody_may_read(private: Office) -> None:
    for who in PEOPLE:
        visitor = be(private, who).open("follow-ups")
        labels = [bare(one.label) for one in visitor.app.selectbox]
        options = visitor.options("Because of this log") if any("Because" in label for label in labels) else []
        assert (OPEN in options) is (who in READERS)
