"""Visits: the day and its check, the plan, the host's side."""

from __future__ import annotations

from datetime import date

import pytest

from kaizen.domain.record import Email, SchoolName
from kaizen.domain.visit import VisitDayStatus, VisitStatus
from kaizen.rules.hosts import room_at
from kaizen.rules.visit_logs import may_read
from tests.pages.visitor import Visitor

SPRING = date(2027, 3, 3)
"""Otterspool Rise's agreed day in the demo network."""


def _somebody_at(visitor: Visitor, school: str, role: str = "Teacher") -> str:
    year = visitor.office.year
    busy = {visit.email for visit in year.visits if visit.date == SPRING}
    return next(one.email for one in year.people if (one.school, one.role) == (school, role) and one.email not in busy)


def test_a_visit_is_planned_confirmed_and_cancelled(visitor: Visitor) -> None:
    visitor.be_with(_somebody_at(visitor, "Otterspool Rise")).open("visits")
    assert "Wed 3 Mar 2027 · Agreed by Gareth Hughes-Lloyd" in visitor.text()
    visitor.fill("School to visit", "Marram Bank")
    visitor.fill("Focus", "Maths").fill("Travel", "Tram").press("Plan my visit")
    mine = visitor.office.year.visits[-1]
    assert (mine.email, mine.to_school, mine.focus, mine.travel) == (visitor.email, "Marram Bank", "Maths", "Tram")
    assert "Planned:" in visitor.told()

    guest = Visitor(visitor.office)
    guest.be_with(_somebody_at(guest, "Marram Bank", "Headteacher")).open("visits").press(f"Confirm {mine.name}")
    assert visitor.office.year.visits[-1].status is VisitStatus.CONFIRMED
    assert "Confirmed:" in guest.told()

    visitor.open("visits").press("Cancel the visit to Marram Bank")
    assert visitor.office.year.visits[-1].status is VisitStatus.CANCELLED


@pytest.mark.parametrize("contact", ["Sean Maguire", ""])
def test_confirming_leaves_who_meets_the_visitor_and_opens_no_log(visitor: Visitor, contact: str) -> None:
    office = visitor.office
    planned = next(one for one in office.year.visits if one.visit == "V103")
    grid = office.by_hand.grid("Visits")
    row = next(number for number, cells in enumerate(grid, start=1) if "V103" in cells)
    office.by_hand.type_in("Visits", row, grid[0].index("Host contact") + 1, contact)
    office.refresh()
    by = _somebody_at(visitor, planned.to_school, "School business manager")
    visitor.be_with(by).open("visits").press(f"Confirm {planned.name}")
    confirmed = next(one for one in office.year.visits if one.visit == "V103")
    assert (confirmed.status, confirmed.host_contact) == (VisitStatus.CONFIRMED, contact)
    told = {"date": confirmed.date, "email": confirmed.email, "from_school": confirmed.from_school, "visit": "V103"}
    log = office.year.visit_notes[0].model_copy(update={**told, "to_school": confirmed.to_school, "cleared": False})
    assert not may_read(office.year, Email(by), log)


@pytest.mark.parametrize(("seeing", "shown"), [("phonics", True), ("a boy called Kayden", False)])
def test_what_may_name_a_child_is_not_shown_to_the_host(visitor: Visitor, seeing: str, shown: bool) -> None:
    visitor.be_with(_somebody_at(visitor, "Otterspool Rise")).open("visits")
    visitor.fill("School to visit", "Marram Bank").fill("Focus", "Maths").fill("Seeing", seeing)
    assert ("This may name a pupil." in visitor.told()) is not shown
    visitor.fill("Travel", "sharing with Emma, who is off sick").press("Plan my visit")
    assert "This may tell something private" not in visitor.told()
    head = Visitor(visitor.office)
    head.be_with(_somebody_at(head, "Marram Bank", "Headteacher")).open("visits")
    assert (f"Maths, to see {seeing}" in head.text()) is shown


def test_the_arrival_notes_of_the_chosen_host_are_shown(visitor: Visitor) -> None:
    visitor.be_with(_somebody_at(visitor, "Otterspool Rise")).open("visits")
    assert "tram stop" not in visitor.text()
    visitor.fill("School to visit", "Marram Bank")
    assert "tram stop" in visitor.text()


def test_a_busy_host_is_told_before_the_visit_is_planned(visitor: Visitor) -> None:
    visitor.be_with("n.catterall@cottonrow.sch.example").open("visits")
    visitor.fill("School to visit", "Marram Bank")
    assert "Marram Bank has KS2 tests (Year 6) that day" in visitor.told()


def test_nothing_typed_is_lost_when_a_visit_is_refused(visitor: Visitor) -> None:
    visitor.be_with(_somebody_at(visitor, "Otterspool Rise")).open("visits").fill("Seeing", "Y3")
    visitor.press("Plan my visit")
    assert "Not saved" in visitor.told()
    assert visitor.field("Seeing").value == "Y3"


def test_a_head_sees_why_a_day_will_not_do_before_proposing_it(visitor: Visitor) -> None:
    visitor.be_with(_somebody_at(visitor, "St Bega's", "Headteacher")).open("visits")
    visitor.fill("Try a day", date(2027, 2, 24))
    assert "Not advised" in visitor.told()
    assert "day 2 back at every other school" in visitor.told()
    visitor.fill("Try a day", date(2027, 2, 22))
    assert "No, this day would not do" in visitor.told()
    assert visitor.told().count("Shared INSET at every school") == 1
    visitor.press("Propose this day")
    assert "Not saved" in visitor.told()
    assert visitor.told().count("Shared INSET at every school") == 3
    assert all(row.date != date(2027, 2, 22) for row in visitor.office.year.visit_days)


def test_a_head_proposes_a_good_day(visitor: Visitor) -> None:
    head = _somebody_at(visitor, "St Bega's", "Headteacher")
    visitor.be_with(head).open("visits").fill("Try a day", date(2027, 3, 10)).press("Propose this day")
    row = visitor.office.year.visit_days[-1]
    assert (row.school, row.date, row.status) == ("St Bega's", date(2027, 3, 10), VisitDayStatus.PROPOSED)
    assert "Wed 10 Mar 2027 · Proposed" in visitor.text()


def test_a_day_is_asked_for_in_words(visitor: Visitor) -> None:
    head = _somebody_at(visitor, "St Bega's", "Headteacher")
    visitor.be_with(head).open("visits").press("Propose this day")
    assert "Please choose a day" in visitor.told()


def test_a_teacher_cannot_choose_the_day_or_see_who_comes(visitor: Visitor) -> None:
    visitor.be("Class teacher").open("visits")
    assert "Propose this day" not in visitor.text()
    assert "Coming to" not in visitor.text()


def test_the_safeguarding_line_is_there(visitor: Visitor) -> None:
    assert "Worried about a child?" in visitor.be("Class teacher").open("visits").text()


def test_a_day_that_is_only_proposed_is_dropped_and_another_proposed(visitor: Visitor) -> None:
    visitor.be_with(_somebody_at(visitor, "Cotton Row", "Headteacher")).open("visits")
    assert "drop Tue 11 May 2027 first" in visitor.text()
    assert "Propose this day" not in visitor.text()
    visitor.press("Drop Tue 11 May 2027")
    assert "Dropped: Tue 11 May 2027" in visitor.told()
    visitor.fill("Try another day", date(2027, 3, 10)).press("Propose this day")
    assert "Wed 10 Mar 2027 · Proposed" in visitor.text()
    days = [(row.date, row.status) for row in visitor.office.year.visit_days if row.school == "Cotton Row"]
    assert days == [(date(2027, 5, 11), VisitDayStatus.DROPPED), (date(2027, 3, 10), VisitDayStatus.PROPOSED)]


def test_a_day_that_is_agreed_is_not_dropped_here(visitor: Visitor) -> None:
    text = visitor.be_with(_somebody_at(visitor, "Otterspool Rise", "Headteacher")).open("visits").text()
    assert "Wed 3 Mar 2027 is agreed. To change it, agree another day with the other heads" in text
    assert "Drop Wed" not in text


def test_a_day_that_is_done_says_who_agreed_it(visitor: Visitor) -> None:
    assert "Fri 9 Oct 2026 · Done, agreed by Imran Sheikh" in visitor.be("Class teacher").open("visits").text()


def test_a_host_stays_chosen_when_others_plan_to_go_and_when_it_fills_up(visitor: Visitor) -> None:
    visitor.be_with(_somebody_at(visitor, "Otterspool Rise")).open("visits").fill("School to visit", "Marram Bank")
    assert "Marram Bank has" in visitor.text()
    before = visitor.options("School to visit")
    year, hand = visitor.office.year, visitor.office.by_hand
    headings = hand.grid("Visits")[0]
    for number in range(room_at(year, SchoolName("Marram Bank"), SPRING)):
        guest = {"Visit": f"V9{number:02}", "Date": "03/03/2027", "Email": f"guest{number}@elsewhere.example"}
        row = {**guest, "From": "Larkfold", "To": "Marram Bank", "Focus": "Maths", "Status": "Planned"}
        hand.append("Visits", [row.get(heading, "") for heading in headings])
    visitor.office.refresh()
    assert room_at(visitor.office.year, SchoolName("Marram Bank"), SPRING) == 0
    visitor.fill("Seeing", "Y3")
    assert visitor.field("School to visit").value == "Marram Bank"
    assert visitor.options("School to visit") == before
    assert "Nobody more can go there" in visitor.told()


@pytest.mark.parametrize(("role", "sees"), [("Headteacher", True), ("Office", True), ("Class teacher", False)])
def test_the_list_of_a_schools_visitors_is_for_its_head_and_office(visitor: Visitor, role: str, sees: bool) -> None:
    text = visitor.be(role).open("visits").text()
    assert ("Who goes where" in text or "Who went where" in text) is sees
