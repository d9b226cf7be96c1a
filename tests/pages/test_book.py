"""Booking: the happy way, every refusal, the waiting list, and nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.booking import BookingStatus
from kaizen.domain.record import SessionCode
from kaizen.rules import places
from kaizen.rules.timetable import programme
from kaizen.rules.waiting_list import is_absent, places_for
from kaizen.services.booking import Book
from kaizen.ui import identity
from kaizen.ui.demo_people import demo_people

if TYPE_CHECKING:
    from kaizen.engine.office import Office
    from tests.pages.visitor import Visitor


def _choose(visitor: Visitor, slot: str, words: str) -> str:
    """Pick the first session of the slot that reads so, and return how it reads in full."""
    question = visitor.field(f"Slot {slot}")
    option = next(option for option in question.options if words in option)
    visitor.fill(f"Slot {slot}", option)
    return option


def _held(visitor: Visitor) -> dict[str, str]:
    year = visitor.office.year
    return {slot: row.session for slot, row in places.holding(year, visitor.email).items()}


def test_three_choices_are_booked_with_one_button(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    for slot, words in (("A", "Picture books"), ("B", "Mindfulness"), ("C", "Singing")):
        _choose(visitor, slot, words)
    visitor.press("Save my choices")
    assert _held(visitor) == {"A": "W02-A", "B": "W07-B", "C": "W13-C"}
    assert "Booked" in visitor.told()
    assert "You have chosen 3 of 3 workshops" in visitor.text()
    assert any(cells[1] == visitor.email and "W07-B" in cells for cells in visitor.office.by_hand.grid("Bookings"))


def test_what_was_told_is_still_there_on_the_next_run_and_gone_on_the_next_page(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    visitor.press("Save my choices")
    visitor.app.run()
    assert "Booked" in visitor.told()
    visitor.open("programme").open("book")
    assert visitor.told() == ""


def test_a_change_gives_the_old_place_back(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    visitor.press("Save my choices")
    before = places.left(visitor.office.year, "W02-A")
    _choose(visitor, "A", "Mindfulness")
    visitor.press("Save my choices")
    assert _held(visitor) == {"A": "W07-A"}
    assert places.left(visitor.office.year, "W02-A") == before + 1


def test_a_full_session_offers_its_waiting_list(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    year = visitor.office.year
    full = next(
        card
        for part in programme(year)
        for card in part.sessions
        if part.slot.slot == "A" and card.places and places_for(year, visitor.email, card.session.session) == 0
    )
    assert full.workshop.title in visitor.text().partition("Full: ")[2].partition("Choosing one")[0]
    _choose(visitor, "A", full.workshop.title.split(":")[0])
    assert f"Full, {full.waiting} waiting" in visitor.text()
    assert "saving puts you on its waiting list" in visitor.text()
    visitor.press("Save my choices")
    waiting = places.waiting(visitor.office.year, full.session.session)
    assert waiting[-1].email == visitor.email
    assert f"You are number {len(waiting)} on the waiting list" in visitor.text()
    assert "No workshop in this slot" not in visitor.field("Slot A").options, "saving that would not leave the list"
    assert f"Waiting for {full.workshop.title} (number {len(waiting)})." in visitor.text()
    assert "You have chosen 0 of 3 workshops and wait for 1." in visitor.text()
    visitor.press(f"Leave the waiting list for {full.workshop.title} (slot A)")
    rows = visitor.office.year.bookings_by_person[visitor.email]
    assert [row.status for row in rows] == [BookingStatus.CANCELLED]


def test_every_reason_is_given_and_every_choice_kept(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    visitor.office.by_hand.type_in("Settings", _row(visitor, "Settings", "Booking closes"), 2, "17/11/2026 17:00")
    visitor.office.refresh()
    _choose(visitor, "A", "Picture books")
    _choose(visitor, "B", "Picture books")
    visitor.press("Save my choices")
    assert "Not saved, for 3 reasons" in visitor.told()
    assert "Booking closed on Tue 17 Nov 2026" in visitor.told()
    assert "same workshop" in visitor.told()
    assert _held(visitor) == {}
    assert [visitor.field(f"Slot {slot}").value for slot in "AB"] == ["W02-A", "W02-B"]


def _row(visitor: Visitor, tab: str, first: str) -> int:
    return next(n for n, cells in enumerate(visitor.office.by_hand.grid(tab), start=1) if cells and cells[0] == first)


def test_a_leader_is_not_asked_in_their_own_slot(visitor: Visitor) -> None:
    visitor.be("Workshop leader").open("book")
    led = {session.slot for session in places.leads(visitor.office.year, visitor.email)}
    assert led
    assert f"Slot {min(led)}, 12:50 to 13:30: you lead" in visitor.text()
    assert not [question for question in visitor.app.selectbox if f"Slot {min(led)}" in question.label]


def test_a_place_can_be_given_up(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    visitor.press("Save my choices")
    visitor.press("Give up Picture books")
    assert _held(visitor) == {}
    assert len(visitor.app.success) == 2


def test_a_choice_is_kept_while_looking_at_the_programme(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    visitor.open("programme").open("book")
    assert visitor.field("Slot A").value == "W02-A"


def test_what_is_picked_is_not_taken_for_something_else_when_the_sheet_changes(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    member = visitor.office.year.person_by_email[visitor.email]
    hand = visitor.office.by_hand
    hand.append("Bookings", ["16/11/2026 09:00", member.email, member.name, member.school, "A", "W07-A", "Booked"])
    visitor.office.refresh()
    visitor.open("programme").open("book")
    assert visitor.field("Slot A").value == "W07-A"
    visitor.press("Save my choices")
    assert _held(visitor) == {"A": "W07-A"}


def test_the_filter_never_hides_what_is_picked(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Forest school")
    visitor.fill("Show workshops for", "KS2")
    assert any("Forest school" in option for option in visitor.options("Slot A"))
    assert not any("Telling tales" in option for option in visitor.options("Slot A"))


def _fill_up(office: Office, code: SessionCode, but_for: int = 0) -> None:
    """Have staff who hold and lead nothing take the places of a session, but for some."""
    year = office.year
    spared = {person.email for person in demo_people(year).values()}
    busy = {row.email for row in year.bookings} | {one.email for one in year.people if places.leads(year, one.email)}
    idle = [one.email for one in year.people if one.email not in spared | busy and not is_absent(year, one.email)]
    for number, person in enumerate(idle[: (places.left(year, code) or 0) - but_for]):
        office.do(Book(person, person, (code,), f"fill-{but_for}-{number}"))


def test_what_others_book_changes_nothing_in_a_list(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    before = {slot: visitor.options(f"Slot {slot}") for slot in "ABC"}
    _fill_up(visitor.office, SessionCode("W02-A"))
    visitor.app.run()
    assert {slot: visitor.options(f"Slot {slot}") for slot in "ABC"} == before
    assert "Picture books" in visitor.text().partition("Full: ")[2].partition("Choosing one")[0]


def test_two_of_one_title_are_told_apart(visitor: Visitor) -> None:
    hand = visitor.office.by_hand
    grid = hand.grid("Workshops")
    rows = {cells[0]: number for number, cells in enumerate(grid, start=1)}
    hand.type_in("Workshops", rows["W07"], grid[0].index("Title") + 1, grid[rows["W02"] - 1][grid[0].index("Title")])
    visitor.office.refresh()
    twins = [o for o in visitor.be("Teaching assistant").open("book").options("Slot A") if "Picture books" in o]
    assert len(set(twins)) == 2
    assert all("(" in option for option in twins)


def test_whoever_loses_the_last_place_keeps_the_choice_and_may_wait(visitor: Visitor) -> None:
    _fill_up(visitor.office, SessionCode("W02-A"), but_for=1)
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    assert "1 place left." in visitor.text()
    _fill_up(visitor.office, SessionCode("W02-A"))
    visitor.press("Save my choices")
    assert "has just filled up. Press Save again to join its waiting list (nobody before you)" in visitor.told()
    assert visitor.office.year.bookings_by_person.get(visitor.email, ()) == ()
    assert visitor.field("Slot A").value == "W02-A"
    assert "This one is full: saving puts you on its waiting list." in visitor.text()
    visitor.press("Save my choices")
    assert [row.email for row in places.waiting(visitor.office.year, SessionCode("W02-A"))] == [visitor.email]
    assert "number 1" in visitor.told()


def test_a_place_whose_room_has_gone_is_not_exchanged_for_another(visitor: Visitor) -> None:
    visitor.be("Teaching assistant")
    me = visitor.office.year.person_by_email[visitor.email]
    (homeless,) = (card.session for part in programme(visitor.office.year) for card in part.sessions if not card.places)
    held = {"Booked at": "21/11/2026 09:00", "Email": me.email, "Name": me.name, "School": me.school}
    held |= {"Slot": homeless.slot, "Session": homeless.session, "Status": "Booked"}
    _append(visitor, "Bookings", held)
    visitor.office.refresh()
    visitor.open("book").press("Save my choices")
    (still,) = visitor.office.year.bookings_by_person[visitor.email]
    assert (still.session, still.status) == (homeless.session, BookingStatus.BOOKED)


def test_a_complaint_goes_when_its_answer_changes(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    _choose(visitor, "B", "Picture books")
    visitor.press("Save my choices")
    assert "same workshop" in visitor.told()
    _choose(visitor, "C", "Singing")
    assert "same workshop" in visitor.told()
    _choose(visitor, "A", "Mindfulness")
    _choose(visitor, "B", "No workshop")
    assert visitor.told() == ""


def test_a_refusal_goes_when_something_else_succeeds(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    visitor.press("Save my choices")
    _choose(visitor, "B", "Picture books")
    visitor.press("Save my choices")
    assert "same workshop" in visitor.told()
    visitor.press("Give up Picture books")
    assert "Given up" in visitor.told()
    assert "same workshop" not in visitor.told()


def test_who_leads_in_every_slot_has_nothing_to_save(visitor: Visitor) -> None:
    leader = demo_people(visitor.office.year)["Teaching assistant"]
    for number, slot in enumerate("ABC"):
        row = {"ID": f"W9{number}", "Title": f"Knots {slot}", "Led by": leader.name, "Email": leader.email}
        row |= {"School": leader.school, "What it's about": "Rope and patience", "Best for": "All"}
        _append(visitor, "Workshops", {**row, "Times they'll run it": "1", "Status": "Accepted"})
        _append(visitor, "Sessions", {"Session": f"W9{number}-{slot}", "Workshop": f"W9{number}", "Slot": slot})
    visitor.office.refresh()
    text = visitor.be("Teaching assistant").open("book").text()
    assert "You lead in every slot; there is nothing to choose." in text
    assert "Slot B, 13:40 to 14:20: you lead Knots B" in text
    assert "Save my choices" not in text


def _append(visitor: Visitor, tab: str, row: dict[str, str]) -> None:
    headings = visitor.office.by_hand.grid(tab)[0]
    visitor.office.by_hand.append(tab, [row.get(heading, "") for heading in headings])


def test_what_was_saved_is_told_on_the_next_page_to_whoever_left_at_once(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    _choose(visitor, "A", "Picture books")
    wish = visitor.app.session_state[identity.DESK].wishes["book"]
    booked = Book(visitor.email, visitor.email, (SessionCode("W02-A"),), wish.key)
    wish.send(wish.key, lambda _: visitor.office.submit(booked))
    visitor.open("programme")
    assert "Booked: Picture books" in visitor.told()
    assert visitor.open("home").told() == ""
    assert visitor.open("book").told() == ""


def test_what_was_refused_is_told_on_the_next_page_and_where_the_answers_are(visitor: Visitor) -> None:
    visitor.be("Teaching assistant").open("book")
    wish = visitor.app.session_state[identity.DESK].wishes["book"]
    nothing = Book(visitor.email, visitor.email, (), wish.key)
    wish.send(wish.key, lambda _: visitor.office.submit(nothing))
    told = visitor.open("programme").told()
    assert "Choose at least one workshop." in told
    assert "What you filled in is still on the page \u201cBook your workshops\u201d." in told


def test_the_day_reads_as_sentences(visitor: Visitor) -> None:
    hand = visitor.office.by_hand
    grid = hand.grid("Rooms")
    outdoors = next(number for number, cells in enumerate(grid, start=1) if cells[0] == "The Dunes (outdoor)")
    hand.type_in("Rooms", outdoors, grid[0].index("Notes") + 1, "If wet: Hall")
    visitor.office.refresh()
    text = visitor.be_with("hannah.walmsley@larkfold.sch.example").open("book").text()
    assert "Outdoors. If wet: Hall. Please bring: " in text
