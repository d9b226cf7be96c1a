"""Booking for people of one's own school who have no account: several at once, or one person's whole day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.programme import SlotKind
from kaizen.domain.wording import counted
from kaizen.rules import places
from kaizen.rules.school_summary import choosing
from kaizen.rules.timetable import programme
from kaizen.services.booking_for_several import BookForSeveral
from kaizen.sheet import layout
from kaizen.ui import added_questions, booking, forms, my_day, our_school_people, show, slot_choices, visits
from kaizen.ui.slot_choices import Standing

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.record import Email, SchoolName, SessionCode
    from kaizen.engine.office import Office
    from kaizen.rules.timetable import SessionCard, SlotProgramme


def for_several(office: Office, me: Person, school: SchoolName) -> None:
    """Ask for people and one workshop a slot, and book them all with one button."""
    form = forms.Form(office, f"our-school.several.{school}", layout.BOOKINGS)
    year = form.year
    show.line("{}", places.booking_window(year.settings, office.now()).sentence)
    to_choose = [] if year.unreadable else [person for person, _ in choosing(year, school).to_choose]
    people = our_school_people.several_of(form, school, to_choose, "who has not chosen")
    show.small("Places go in the order of this list. Nobody loses a place that they hold.")
    phase = slot_choices.phase_filter(year, "book.phase")
    now, chosen, queue = Standing(year), [], []
    for part in (part for part in programme(year) if part.slot.what is SlotKind.WORKSHOP):
        card = slot_choices.choose(form, now, part, phase)
        if card is not None:
            chosen.append(card.session.session)
            queue += _waiting(form, now, part, card, people)
    sessions, wait_for = tuple(chosen), tuple(queue)
    # The reasons are about people, slots and ticks together: when one of these changes, they are done with.
    form.wish.answers["people"] = (people, sessions, wait_for)
    _ask_more(form, sessions)
    whom = counted(len(people), "person", "people") if people else "several people"
    form.send(f"Book for {whom}", lambda key: BookForSeveral(me.email, people, sessions, key, wait_for))


def _waiting(
    form: forms.Form, now: Standing, part: SlotProgramme, card: SessionCard, people: tuple[Email, ...]
) -> list[SessionCode]:
    """Ask, where a session has fewer places than are wanted, whether the others are to wait; returns what for."""
    code, slot = card.session.session, part.slot.slot
    wanted = sum(slot not in places.holding(form.year, email) for email in people)
    free = now.free(code)
    if wanted <= free:
        return []
    show.caution(f"{counted(free, 'place').capitalize()} for {counted(wanted, 'person', 'people')}.")
    return [code] if form.tick(f"wait.{code}", "Put the others on its waiting list") else []


def _ask_more(form: forms.Form, sessions: tuple[SessionCode, ...]) -> None:
    """Ask what heads have added to Bookings, once for everybody."""
    if not sessions:
        added_questions.leave_out(form)
        return
    added_questions.ask(form)
    if form.added:
        show.small("Asked once, for everybody and for all the workshops that you choose.")


def one_person(office: Office, me: Person, school: SchoolName) -> None:
    """Show one person's day and visits, and let them be changed and given up."""
    person = our_school_people.one_of(office, school)
    if person is None:
        return
    my_day.timetable(office, me, person, f"our-school.give-up.{person.email}")
    booking.choices(office, me, person, f"our-school.one.{person.email}")
    visits.made_by(office, me, person, f"our-school.cancel-visit.{person.email}")
