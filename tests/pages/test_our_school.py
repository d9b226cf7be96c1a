"""Our school: names at home and numbers elsewhere, and everything that is done for people without an account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.domain.record import Email, SchoolName, SessionCode
from kaizen.domain.visit import VisitStatus
from kaizen.errors import Refused
from kaizen.rules import places
from kaizen.rules.school_summary import choosing, school_summaries
from kaizen.rules.waiting_list import places_for
from kaizen.services.booking_for_several import BookForSeveral
from kaizen.ui import our_school
from tests.pages.visitor import Visitor, bare

if TYPE_CHECKING:
    from kaizen.engine.office import Office

HETAL, OFFICE = "hetal.mistry@larkfold.sch.example", "pauline.roberts@larkfold.sch.example"
GARETH = "gareth.hughes-lloyd@otterspoolrise.sch.example"
LARKFOLD = SchoolName("Larkfold")
ROOM = "What would you like to do?"
SEVERAL, ONE, LOG, PLAN, ALL = list(our_school.ROOMS)[1:]


def _open(visitor: Visitor, room: str = "", who: str = HETAL) -> Visitor:
    visitor.be_with(who).open("our-school")
    return visitor.fill(ROOM, room) if room else visitor


def _named(visitor: Visitor, *names: str) -> list[Email]:
    year = visitor.office.year
    return [next(one.email for one in year.people_by_school[LARKFOLD] if one.name == name) for name in names]


def _pick(visitor: Visitor, *names: str) -> Visitor:
    visitor.field("People").set_value(_named(visitor, *names))
    visitor.app.run()
    return visitor


def _choose(visitor: Visitor, slot: str, words: str) -> Visitor:
    option = next(option for option in visitor.field(f"Slot {slot}").options if words in option)
    return visitor.fill(f"Slot {slot}", option)


def _held(office: Office, email: str) -> dict[str, str]:
    return {slot: row.session for slot, row in places.holding(office.year, Email(email)).items()}


def _log(office: Office) -> list[dict[str, str]]:
    head, *rows = office.by_hand.grid("Log")
    return [dict(zip(head, row, strict=False)) for row in rows]


def test_a_head_reads_who_of_her_school_has_still_to_choose(visitor: Visitor) -> None:
    stand = choosing(visitor.office.year, LARKFOLD)
    text = _open(visitor).text()
    assert f"Still to choose: {len(stand.to_choose)} of {stand.staff}" in text
    assert all(person.name in text for person, _ in stand.to_choose)
    assert all(person.name in text for person in (*stand.chosen, *stand.not_coming))
    assert "Jade Latham (Teaching assistant, Reception): 3 workshops" in text


def test_home_leads_there(visitor: Visitor) -> None:
    visitor.be_with(HETAL).press("staff at Larkfold have still to choose workshops")
    assert visitor.app.title[0].value == "Our school"


MARKED = "Zebedee Marker"


def _mark_everybody_elsewhere(office: Office) -> None:
    """Give everybody who is not at Larkfold a name that can be found; who leads a workshop stands on the programme."""
    leaders = {one.email for one in office.year.people if places.leads(office.year, one.email)}
    for tab, school in (("Staff", "School"), ("Bookings", "School"), ("Visits", "From"), ("Visit notes", "From")):
        head, *rows = office.by_hand.grid(tab)
        at, of, who = head.index("Name") + 1, head.index(school), head.index("Email")
        elsewhere = (
            number for number, row in enumerate(rows, start=2) if row[of] != LARKFOLD and row[who] not in leaders
        )
        office.by_hand.change(tab, typed={(number, at): MARKED for number in elsewhere})
    office.refresh()
    assert sum(one.name == MARKED for one in office.year.people) > 200


@pytest.mark.parametrize("room", list(our_school.ROOMS))
def test_nobody_of_another_school_is_named(visitor: Visitor, room: str) -> None:
    _mark_everybody_elsewhere(visitor.office)
    _open(visitor, room)
    if room in {ONE, LOG}:
        visitor.fill("Whose?", _named(visitor, "Ryan Riding")[0])
    lists = [one for kind in ("selectbox", "multiselect") for one in visitor.app.get(kind)]
    told = "\n".join([visitor.text(), *(bare(option) for one in lists for option in one.options)])
    assert "Larkfold" in told or "Ryan" in told
    assert MARKED not in told
    assert not [one.email for one in visitor.office.year.people if one.school != LARKFOLD and one.email in told]


def test_the_marker_would_be_seen_at_its_own_school(visitor: Visitor) -> None:
    _mark_everybody_elsewhere(visitor.office)
    assert MARKED in _open(visitor, who=GARETH).text()


def test_other_schools_are_numbers_in_the_order_of_the_sheet(visitor: Visitor) -> None:
    told = _open(visitor, ALL).text()
    lines = [one.sentence for one in school_summaries(visitor.office.year)]
    assert [told.index(line) for line in lines] == sorted(told.index(line) for line in lines)
    assert len(lines) == 9


def test_an_organiser_reads_the_numbers_and_nothing_else(visitor: Visitor) -> None:
    organiser = visitor.office.year.settings.organisers[0]
    visitor.be_with(organiser).open("our-school")
    assert school_summaries(visitor.office.year)[0].sentence in visitor.text()
    assert not visitor.app.radio
    assert not visitor.app.selectbox
    assert not any(one.name in visitor.text() for one in visitor.office.year.people if one.email != organiser)


def test_a_teacher_is_turned_away(visitor: Visitor) -> None:
    assert "This page is for people who may" in visitor.be("Class teacher").open("our-school").text()


def test_eleven_assistants_are_booked_with_one_press(visitor: Visitor) -> None:
    _open(visitor, SEVERAL, OFFICE)
    assert visitor.field("People").value == [], "nobody is chosen beforehand"
    visitor.fill("Role", "Teaching assistant").press("Add every Teaching assistant who has not chosen")
    people = visitor.field("People").value
    assert len(people) > 3
    for slot, words in (("A", "Picture books"), ("B", "Mindfulness"), ("C", "Singing")):
        _choose(visitor, slot, words)
    before = len(_log(visitor.office))
    visitor.press(f"Book for {len(people)} people")
    assert "Recorded as by Pauline Roberts for each of them." in visitor.told()
    for email in people:
        assert _held(visitor.office, email).keys() >= {"A"}
    year = visitor.office.year
    lines = _log(visitor.office)[before:]
    assert {line["Who"] for line in lines} == {OFFICE}
    new = {row.ref: year.person_by_email[row.email].name for row in year.bookings}
    assert lines
    assert all(line["Did"] == f"Booked, by Pauline Roberts for {new[line['Row']]}" for line in lines)
    assert visitor.field("People").value == [], "the form is blank again"


def test_whoever_finds_it_full_is_told_by_name_and_the_others_are_booked(visitor: Visitor) -> None:
    office = visitor.office
    first, second, third = _named(visitor, "Ryan Riding", "Shazia Begum", "Diane O'Hara")
    _leave_places(office, SessionCode("W02-A"), 2)
    _open(visitor, SEVERAL)
    _pick(visitor, "Ryan Riding", "Shazia Begum", "Diane O'Hara")
    _choose(visitor, "A", "Picture books")
    assert "2 places for 3 people." in visitor.told()
    visitor.press("Book for 3 people")
    assert "Booked for 2 of 3 people. 1 person could not have everything." in visitor.told()
    assert "Not booked: Diane O'Hara: Picture books for critical thinking (slot A) is full." in visitor.told()
    assert [_held(office, email).get("A") for email in (first, second, third)] == ["W02-A", "W02-A", None]
    assert places.waiting(office.year, SessionCode("W02-A")) == ()


def test_the_others_wait_where_that_is_ticked(visitor: Visitor) -> None:
    _leave_places(visitor.office, SessionCode("W02-A"), 1)
    _open(visitor, SEVERAL)
    _pick(visitor, "Ryan Riding", "Shazia Begum")
    _choose(visitor, "A", "Picture books").fill("Put the others on its waiting list", True)
    visitor.press("Book for 2 people")
    assert "Waiting list for Picture books for critical thinking (slot A): Shazia Begum (number 1)." in visitor.told()
    assert [row.email for row in places.waiting(visitor.office.year, SessionCode("W02-A"))] == _named(
        visitor, "Shazia Begum"
    )


def _leave_places(office: Office, code: SessionCode, left: int) -> None:
    """Let a session have so many places left."""
    head, *rows = office.by_hand.grid("Sessions")
    row = next(number for number, cells in enumerate(rows, start=2) if cells[head.index("Session")] == code)
    taken = len(places.taken(office.year, code))
    office.by_hand.type_in("Sessions", row, head.index("Places") + 1, str(taken + left))
    office.refresh()
    assert places_for(office.year, Email(""), code) == left


def test_where_nobody_can_be_booked_all_is_kept(visitor: Visitor) -> None:
    _leave_places(visitor.office, SessionCode("W02-A"), 0)
    _open(visitor, SEVERAL)
    _pick(visitor, "Ryan Riding", "Shazia Begum")
    _choose(visitor, "A", "Picture books")
    visitor.press("Book for 2 people")
    assert "Not saved. Ryan Riding and Shazia Begum: Picture books for critical thinking (slot A) is full." in (
        visitor.told()
    )
    assert visitor.field("People").value == _named(visitor, "Ryan Riding", "Shazia Begum")
    assert visitor.field("Slot A").value == "W02-A"
    _choose(visitor, "A", "Mindfulness")
    assert "Not saved" not in visitor.told(), "the reasons were about another choice"


def test_a_list_is_kept_while_looking_at_another_part_and_another_page(visitor: Visitor) -> None:
    _open(visitor, SEVERAL)
    _pick(visitor, "Shazia Begum", "Ryan Riding")
    visitor.fill(ROOM, ALL).open("programme").open("our-school").fill(ROOM, SEVERAL)
    assert visitor.field("People").value == _named(visitor, "Shazia Begum", "Ryan Riding")


def test_somebody_who_leaves_meanwhile_stays_on_the_list_and_is_told(visitor: Visitor) -> None:
    _open(visitor, SEVERAL)
    _pick(visitor, "Shazia Begum", "Ryan Riding")
    _choose(visitor, "A", "Picture books")
    head, *rows = visitor.office.by_hand.grid("Staff")
    row = next(number for number, cells in enumerate(rows, start=2) if cells[0] == "Shazia Begum")
    visitor.office.by_hand.type_in("Staff", row, head.index("Left") + 1, "TRUE")
    visitor.office.refresh()
    visitor.press("Book for 2 people")
    assert not visitor.app.exception
    assert "Booked for 1 of 2 people" in visitor.told()
    assert "Not booked: Shazia Begum" in visitor.told()


def test_one_persons_day_is_seen_changed_and_given_up(visitor: Visitor) -> None:
    _open(visitor, ONE)
    (tom,) = _named(visitor, "Ryan Riding")
    visitor.fill("Whose?", tom)
    assert "The day of Ryan Riding" in visitor.text()
    assert "Ryan Riding has chosen 0 of 3 workshops" in visitor.text()
    _choose(visitor, "A", "Picture books")
    visitor.press("Save the choices of Ryan Riding")
    assert "Recorded as by Hetal Mistry for Ryan Riding." in visitor.told()
    assert "Ryan Riding has a place" in visitor.text()
    _choose(visitor, "A", "Mindfulness")
    visitor.press("Save the choices of Ryan Riding")
    assert _held(visitor.office, tom) == {"A": "W07-A"}
    visitor.press("Give up Mindfulness")
    assert _held(visitor.office, tom) == {}
    assert {line["Did"].partition(",")[2] for line in _log(visitor.office)[-1:]} == {" by Hetal Mistry for Ryan Riding"}


def test_a_leader_reads_in_the_third_person(visitor: Visitor) -> None:
    year = visitor.office.year
    heads = {row.head_email for row in year.schools}
    led = next(one for one in year.people if places.leads(year, one.email) and one.email not in heads)
    head = year.school_by_name[led.school].head_email
    _open(visitor, ONE, head).fill("Whose?", led.email)
    slot = places.leads(year, led.email)[0].slot
    assert f"{led.name} leads" in visitor.text()
    assert not [question for question in visitor.app.selectbox if f"Slot {slot}," in question.label]


def test_what_is_still_to_be_written_up_and_a_slip_is_logged(visitor: Visitor) -> None:
    office = visitor.office
    vicky = next(one for one in office.year.people if one.name == "Vicky Whalley")
    _open(visitor, LOG, office.year.school_by_name[vicky.school].head_email)
    assert "Vicky Whalley" in visitor.text()
    visitor.fill("Whose?", vicky.email)
    assert "Type what stands on the slip" in visitor.text()
    visitor.fill("What I saw", "Talk partners.").fill("What I'll try", "Role cards").press("Send")
    note = office.year.visit_notes[-1]
    assert (note.email, note.name, note.saw) == (vicky.email, "Vicky Whalley", "Talk partners.")
    who = office.year.person_by_email[Email(visitor.email)].name
    assert f"Recorded as by {who} for Vicky Whalley." in visitor.told()
    assert _log(office)[-1]["Did"] == f"Logged a visit as {note.log}, by {who} for Vicky Whalley"


def test_visits_are_planned_for_several_and_one_is_cancelled(visitor: Visitor) -> None:
    office = visitor.office
    _open(visitor, PLAN, GARETH)
    assert "Your day is Wed 3 Mar 2027." in visitor.text()
    staff = office.year.people_by_school[SchoolName("Otterspool Rise")][1:]
    busy = {visit.email for visit in office.year.visits if visit.date == date(2027, 3, 3)}
    going = [one for one in staff if one.email not in busy][:2]
    visitor.field("People").set_value([one.email for one in going])
    visitor.app.run()
    visitor.fill("School to visit", "Marram Bank").fill("Focus", "Maths").press("Plan 2 visits on Wed 3 Mar 2027")
    assert "Planned for 2 people: Marram Bank on Wed 3 Mar 2027." in visitor.told()
    new = [visit for visit in office.year.visits if visit.email in {one.email for one in going}]
    assert [(visit.to_school, visit.focus) for visit in new] == [("Marram Bank", "Maths")] * 2
    assert [line["Did"] for line in _log(office)[-2:]] == [
        f"Planned {visit.visit}, by Gareth Hughes-Lloyd for {visit.name}" for visit in new
    ]
    visitor.fill(ROOM, ONE).fill("Whose?", going[0].email).press("Cancel the visit to Marram Bank")
    assert [visit.status for visit in office.year.visits if visit.email == going[0].email] == [VisitStatus.CANCELLED]


def test_a_school_without_a_day_to_come_plans_nothing(visitor: Visitor) -> None:
    head = visitor.office.year.school_by_name[SchoolName("Marram Bank")].head_email
    assert "Marram Bank has no uncommon INSET day to come." in _open(visitor, PLAN, head).text()


def test_a_head_of_two_schools_chooses_one_first(visitor: Visitor) -> None:
    hand = visitor.office.by_hand
    head, *rows = hand.grid("Schools")
    row = next(number for number, cells in enumerate(rows, start=2) if cells[head.index("Short name")] == "Gynn Sands")
    hand.type_in("Schools", row, head.index("Head's email") + 1, HETAL)
    visitor.office.refresh()
    _open(visitor)
    assert visitor.field("Which school?").options == ["Gynn Sands", "Larkfold"]
    stand = choosing(visitor.office.year, SchoolName("Gynn Sands"))
    assert f"of {stand.staff}" in visitor.text()
    visitor.fill("Which school?", "Larkfold")
    assert "Jade Latham" in visitor.text()


def test_two_heads_on_the_last_place_and_one_of_them_has_it(office: Office) -> None:
    code = SessionCode("W02-A")
    _leave_places(office, code, 1)
    wishes = []
    for number, head in enumerate((HETAL, GARETH)):
        school = office.year.person_by_email[Email(head)].school
        free = [one for one, left in choosing(office.year, school).to_choose if left == 3][:2]
        wishes.append(BookForSeveral(Email(head), tuple(one.email for one in free), (code,), f"two-heads-{number}"))
    before = len(places.taken(office.year, code))
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda wish: _told(office, wish), wishes))
    assert sorted(type(one).__name__ for one in told) == ["Refused", "str"]
    assert "Booked for 1 of 2 people." in next(one for one in told if isinstance(one, str))
    assert "is full" in str(next(one for one in told if isinstance(one, Refused)))
    office.refresh()
    assert len(places.taken(office.year, code)) == before + 1
    assert places.over(office.year, code) == 0
    again = replace(wishes[0], key="later")
    assert isinstance(_told(office, again), Refused if isinstance(told[0], Refused) else str)


def _told(office: Office, wish: Any) -> str | Refused:
    try:
        return office.do(wish).sentence
    except Refused as refused:
        return refused
