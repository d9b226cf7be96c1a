"""The page Checks: whose turn it is, how bad it is, and putting one cell right with two presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.record import SchoolName
from kaizen.rules.visit_logs import may_read
from kaizen.ui.check_list import MOST
from tests.pages.visitor import Visitor, bare

if TYPE_CHECKING:
    from kaizen.engine.office import Office


def type_in(office: Office, tab: str, row: int, heading: str, text: str) -> None:
    """Type into a cell as a head does, and have the app look."""
    column = office.by_hand.grid(tab)[0].index(heading) + 1
    office.by_hand.change(tab, typed={(row, column): text})
    office.refresh()


def headings(visitor: Visitor) -> list[str]:
    return [one.value.replace("\\", "") for one in visitor.app.header]


@pytest.fixture
def trouble(office: Office) -> Office:
    """Give a sheet with a session that was mistyped, a school that was, and a private word."""
    type_in(office, "Bookings", 2, "Session", "W99-A")
    type_in(office, "Staff", 4, "School", "Larkfeld")
    type_in(office, "Bookings", 3, "Notes", "off sick")
    return office


def test_what_somebody_should_do_comes_first(trouble: Office, visitor: Visitor) -> None:
    assert headings(visitor.be("Organiser").open("checks"))[:1] == ["For Gynn Sands, your school: 1"]
    larkfold = Visitor(trouble).be_with(trouble.year.school_by_name[SchoolName("Larkfold")].head_email).open("checks")
    assert headings(larkfold)[0].startswith("For Larkfold, your school: ")
    assert list(larkfold.app.expander) == []


def test_private_words_stay_with_the_school_and_the_organiser(trouble: Office, visitor: Visitor) -> None:
    school = trouble.year.bookings[1].school
    other = next(one for one in trouble.year.schools if one.short_name != school)
    assert "something private" in visitor.be("Organiser").open("checks").text()
    own = Visitor(trouble).be_with(trouble.year.school_by_name[school].head_email).open("checks").text()
    assert "something private" in own
    assert "off sick" not in own
    assert "something private" not in Visitor(trouble).be_with(other.head_email).open("checks").text()


@pytest.mark.parametrize(
    ("tab", "heading", "text"),
    [("Bookings", "Status", "off sick"), ("Bookings", "Session", "A boy called Tyler"), ("Guests", "School", "Poorly")],
)
def test_private_words_that_cannot_be_read_are_not_shown_to_other_schools(
    office: Office, visitor: Visitor, tab: str, heading: str, text: str
) -> None:
    type_in(office, tab, 3, heading, text)
    assert text in visitor.be("Organiser").open("checks").text()
    heads = [school.head_email for school in office.year.schools if school.head_email != visitor.email]
    shown = [head for head in heads if text in Visitor(office).be_with(head).open("checks").text()]
    own = {finding.who.school for finding in office.findings if finding.found == text}
    assert {office.year.person_by_email[head].school for head in shown} <= own


def test_both_values_are_shown_and_the_press_beside_them_writes(trouble: Office, visitor: Visitor) -> None:
    visitor.be("Organiser").open("checks")
    assert "Put it right: Bookings row 2, Session" in [bare(one.label) for one in visitor.app.expander]
    assert "Session says \u201cW99-A\u201d and would say \u201cW09-A\u201d." in visitor.text()
    assert trouble.year.bookings[0].session == "W99-A", "nothing is written yet"
    visitor.press("Yes, write \u201cW09-A\u201d in Bookings row 2")
    assert "Session on Bookings now says \u201cW09-A\u201d; it said \u201cW99-A\u201d." in visitor.told()
    assert trouble.year.bookings[0].session == "W09-A"
    assert "W99-A is not on Sessions" not in visitor.text()


@pytest.mark.parametrize(("tab", "row"), [("Staff", 4), ("Guests", 2)], ids=["left out", "counts without"])
def test_a_cell_that_could_not_be_read_is_put_right_with_two_presses(
    office: Office, visitor: Visitor, tab: str, row: int
) -> None:
    def stands() -> str:
        return office.by_hand.grid(tab)[row - 1][office.by_hand.grid(tab)[0].index("School")]

    type_in(office, tab, row, "School", "Larkfeld")
    visitor.be("Organiser").open("checks")
    assert f"Put it right: {tab} row {row}, School" in [bare(one.label) for one in visitor.app.expander]
    assert "School says \u201cLarkfeld\u201d and would say \u201cLarkfold\u201d." in visitor.text()
    assert stands() == "Larkfeld", "nothing is written yet"
    visitor.press(f"Yes, write \u201cLarkfold\u201d in {tab} row {row}")
    assert f"School on {tab} now says \u201cLarkfold\u201d; it said \u201cLarkfeld\u201d." in visitor.told()
    assert stands() == "Larkfold"
    office.refresh()
    labels = [bare(one.label) for one in visitor.open("checks").app.expander]
    assert f"Put it right: {tab} row {row}, School" not in labels


def test_an_edit_of_a_cell_that_could_not_be_read_stands(trouble: Office, visitor: Visitor) -> None:
    visitor.be("Organiser").open("checks")
    trouble.by_hand.change("Staff", typed={(4, 3): "Marram"})
    visitor.press("Yes, write \u201cLarkfold\u201d in Staff row 4")
    assert "Larkfeld" in visitor.told()
    assert "Marram" in visitor.told()
    assert "nothing was saved" in visitor.told()
    assert trouble.by_hand.grid("Staff")[3][2] == "Marram"


def test_an_edit_of_a_head_that_the_app_has_not_seen_stands(trouble: Office, visitor: Visitor) -> None:
    visitor.be("Organiser").open("checks")
    trouble.by_hand.change("Bookings", typed={(2, 6): "W12-A"})
    visitor.press("Yes, write \u201cW09-A\u201d")
    assert "W12-A" in visitor.told()
    assert "nothing was saved" in visitor.told()
    trouble.refresh()
    assert trouble.year.bookings[0].session == "W12-A"


def test_a_press_on_values_that_have_changed_since_they_were_drawn_writes_nothing(
    trouble: Office, visitor: Visitor
) -> None:
    visitor.be("Organiser").open("checks")
    type_in(trouble, "Bookings", 2, "Session", "W98-C")
    visitor.press("Yes, write \u201cW09-A\u201d")
    assert visitor.told() == ""
    trouble.refresh()
    assert trouble.year.bookings[0].session == "W98-C"
    assert "W98-C" in visitor.text()


def test_what_the_sentence_does_not_say_is_suggested(office: Office, visitor: Visitor) -> None:
    type_in(office, "Sessions", 2, "Places", "400")
    assert "Suggested: Places " in visitor.be("Organiser").open("checks").text()


def test_a_sheet_full_of_trouble_stays_readable(office: Office, visitor: Visitor) -> None:
    office.by_hand.change("Staff", typed={(row, 3): f"nonsense {row}" for row in range(100, 100 + 2 * MOST)})
    office.refresh()
    text = visitor.be("Organiser").open("checks").text()
    assert text.count("nonsense") == MOST
    assert "more." in text


def test_a_row_that_is_gone_is_told_before_cells_that_were_mistyped(office: Office, visitor: Visitor) -> None:
    office.by_hand.change("Bookings", typed={(row, 7): "nonsense" for row in range(2, 2 + 2 * MOST)})
    office.by_hand.delete("Workshops", office.reading.tabs["Workshops"].rows[office.year.workshops[1].ref])
    office.refresh()
    assert f"{office.year.workshops[1].id}" != "W02"
    assert "W02 is gone from Workshops" in visitor.be("Organiser").open("checks").text()
    assert "Bring W02 back to Workshops" in [bare(one.label) for one in visitor.app.expander]


@pytest.mark.parametrize(("tab", "key"), [("Sessions", "W02-A"), ("Workshops", "W02"), ("Slots", "A")])
def test_a_row_that_others_point_to_comes_back_with_two_presses(
    office: Office, visitor: Visitor, tab: str, key: str
) -> None:
    rows = tab.lower()
    before = {str(next(iter(row.model_dump(exclude={"ref"}).values()))): row for row in getattr(office.year, rows)}
    office.by_hand.delete(tab, office.reading.tabs[tab].rows[before[key].ref])
    office.refresh()
    visitor.be("Organiser").open("checks")
    assert f"{key} is gone from {tab}; " in visitor.text()
    assert f"Bring {key} back to {tab}" in [bare(one.label) for one in visitor.app.expander]
    assert f"It would stand below the last row of {tab}." in visitor.text()
    assert key not in {str(next(iter(row.model_dump(exclude={"ref"}).values()))) for row in getattr(office.year, rows)}
    visitor.press(f"Yes, bring {key} back")
    assert f"{key} is back on {tab}, below the last row." in visitor.told()
    office.refresh()
    assert getattr(office.year, rows)[-1] == before[key]
    assert f"{key} is gone" not in visitor.open("checks").text()


def test_a_school_and_a_colleague_come_back_as_they_were(office: Office, visitor: Visitor) -> None:
    before, rows = office.year, office.reading.tabs
    person = next(before.person_by_email[one.email] for one in before.visits if one.from_school == "Larkfold")
    office.by_hand.delete("Schools", rows["Schools"].rows[before.school_by_name[person.school].ref])
    office.by_hand.delete("Staff", rows["Staff"].rows[person.ref])
    office.refresh()
    assert len(office.year.people) < len(before.people) - 30, "the whole school is left out"
    for key, tab in ((person.school, "Schools"), (person.email, "Staff")):
        assert f"{key} is gone from {tab}; " in visitor.be("Organiser").open("checks").text()
        visitor.press("Yes, bring ")
        assert f"{key} is back on {tab}, below the last row." in visitor.told()
        office.refresh()
    assert set(office.year.schools) == set(before.schools)
    assert set(office.year.people) == set(before.people)
    assert office.year.visits == before.visits


def test_a_school_that_was_renamed_is_put_right_with_two_presses(office: Office, visitor: Visitor) -> None:
    before = office.year
    school = before.school_by_name[SchoolName("Larkfold")]
    row, heading = office.reading.tabs["Schools"].rows[school.ref], "Short name"
    type_in(office, "Schools", row, heading, "Lark Field")
    text = visitor.be("Organiser").open("checks").text()
    assert f"{school.short_name} is now called Lark Field on Schools" in text
    assert text.count(f"{school.short_name} still") == 1
    after = "; ".join((*school.also_called, school.short_name))
    visitor.press(f"Yes, write “{after}” in Schools row {row}")
    office.refresh()
    assert [one.email for one in office.year.people] == [one.email for one in before.people]
    assert "is now called" not in visitor.open("checks").text()


def told_to(office: Office, head: str) -> str:
    return Visitor(office).be_with(head).open("checks").text()


def test_a_log_that_is_gone_comes_back_without_its_words_being_told(office: Office, visitor: Visitor) -> None:
    visitor.be("Organiser").open("checks")
    named = {one.from_log for one in office.year.follow_ups}
    log = next(
        one for one in office.year.visit_notes if one.log in named and not may_read(office.year, visitor.email, one)
    )
    office.by_hand.delete("Visit notes", office.reading.tabs["Visit notes"].rows[log.ref])
    office.refresh()
    text = visitor.open("checks").text()
    assert f"Bring {log.log} back to Visit notes" in [bare(one.label) for one in visitor.app.expander]
    assert "it is for the visitor and the two schools" in text
    assert log.saw not in text.replace("\\", "")
    visitor.press(f"Yes, bring {log.log} back")
    office.refresh()
    assert log.saw in {one.saw for one in office.year.visit_notes}


def test_rows_of_people_are_told_to_their_school_and_the_organiser(office: Office, visitor: Visitor) -> None:
    type_in(office, "Staff", 4, "Conference", "capability process")
    person = office.year.people[2]
    assert "capability process" in visitor.be("Organiser").open("checks").text()
    for school in office.year.schools:
        if school.head_email != visitor.email:
            assert ("capability process" in told_to(office, school.head_email)) is (school.short_name == person.school)


def test_what_somebody_said_of_the_day_is_told_to_nobody(office: Office, visitor: Visitor) -> None:
    type_in(office, "Feedback", 3, "Keynote (1-5)", "9 dreadful")
    text = visitor.be("Organiser").open("checks").text()
    assert "Feedback row 3, Keynote" in text
    assert "The words are not for everybody" in text
    for head in {school.head_email for school in office.year.schools} | {visitor.email}:
        assert "dreadful" not in told_to(office, head)


def test_the_words_of_a_log_are_told_to_its_readers_alone(office: Office, visitor: Visitor) -> None:
    at = next(number for number, log in enumerate(office.year.visit_notes) if not log.cleared)
    type_in(office, "Visit notes", at + 2, "Focus", "Weak marking")
    log = office.year.visit_notes[at]
    organiser = visitor.be("Organiser").email
    for person in {school.head_email for school in office.year.schools} | {organiser}:
        readable = may_read(office.year, person, log)
        assert readable or "Weak marking" not in told_to(office, person)
    own = office.year.school_by_name[log.from_school].head_email
    assert "Weak marking" in told_to(office, own)
