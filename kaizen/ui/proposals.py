"""Offering a workshop, following what becomes of it, and, for the organiser, deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.wording import counted, said
from kaizen.domain.workshop import WorkshopStatus
from kaizen.rules import places
from kaizen.rules.access import Action, may
from kaizen.rules.leading import workshops_led
from kaizen.rules.proposals import LONGEST_ABOUT, LONGEST_TITLE, SHORTEST_ABOUT, closed, most_times
from kaizen.services.proposals import DecideProposal, Propose, WithdrawProposal
from kaizen.sheet import layout
from kaizen.ui import added_questions, forms, gentle_word, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaizen.domain.network import Person
    from kaizen.domain.record import WorkshopId
    from kaizen.domain.workshop import Workshop
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office

STANDING = (WorkshopStatus.PROPOSED, WorkshopStatus.ACCEPTED)


def propose(office: Office, me: Person) -> None:
    """Ask for a workshop and send it."""
    form = forms.Form(office, "propose", layout.WORKSHOPS)
    show.block([show.headed("Offer a workshop"), show.filled("{}", _until(form.year, office)), *_hints(form.year)])
    most = most_times(form.year)
    title = form.ask("title", label=f"Title (up to {LONGEST_TITLE} letters)", help="", most=0)
    lengths = f"{SHORTEST_ABOUT} to {LONGEST_ABOUT} letters"
    choosing = "Two or three sentences. People choose by them."
    about = gentle_word.beside(
        form.year, form.ask("about", label=f"What it's about ({lengths})", help=choosing, most=0)
    )
    best_for = form.ask("best_for")
    times = form.ask("times", 1, min_value=1, max_value=most, help=f"In how many of the {most} slots?")
    most_people = form.ask("most_people", min_value=1, help="Leave it blank for as many as the room has seats.")
    room = form.ask("room_needed", placeholder="Such as: outdoors, hall, carpet")
    bring = form.ask("please_bring", placeholder="Such as: coat, pencil, nothing")
    others = form.ask("also_leading", help="Names; add the school in brackets where it is another one.")
    added_questions.ask(form)
    form.send(
        "Propose this workshop",
        lambda key: Propose(me.email, title, about, best_for, times or 0, key, most_people, room, bring, others),
    )


def _hints(year: YearSnapshot) -> list[str]:
    hint = [show.filled("{}", year.settings.proposal_hint)] if year.settings.proposal_hint else []
    return [*show.theme(year.settings.theme), *hint]


def _until(year: YearSnapshot, office: Office) -> str:
    over = closed(year.settings, office.now().date())
    last = year.settings.proposals_close
    return over or (f"Proposals are open until {said(last)}." if last else "Proposals are open.")


def mine(office: Office, me: Person) -> None:
    """List what the person has offered or helps to lead, with its status and how many have booked."""
    year = office.year
    led = workshops_led(year, me.email)
    own = [workshop for workshop in year.workshops if workshop.email == me.email or workshop.id in led]
    taking_back = forms.Buttons(office, "withdraw-proposal")
    told = [_line(year, workshop) for workshop in own]
    show.points(told, under="Your workshops", nothing="You have not offered a workshop this year.")
    taking_back.tell()
    for workshop in own:
        if workshop.email == me.email and workshop.status in STANDING:
            _offer_withdrawing(taking_back, me, workshop)


def _line(year: YearSnapshot, workshop: Workshop) -> str:
    note = f" Note from the organiser: {workshop.note}" if workshop.note else ""
    return f"{workshop.title} ({workshop.id}): {workshop.status}.{_booked(year, workshop)}{note}"


def _booked(year: YearSnapshot, workshop: Workshop) -> str:
    sessions = [session for session in year.sessions if session.workshop == workshop.id]
    if workshop.status is not WorkshopStatus.ACCEPTED or not sessions:
        return ""
    each = (f"slot {s.slot} {counted(len(places.taken(year, s.session)), 'person', 'people')}" for s in sessions)
    return f" Booked so far: {', '.join(each)}."


def _offer_withdrawing(buttons: forms.Buttons, me: Person, workshop: Workshop) -> None:
    label = f"Withdraw {workshop.title}"
    buttons.offer(label, workshop.id, lambda key: WithdrawProposal(me.email, workshop.id, key))


def to_decide(office: Office, me: Person) -> None:
    """Let an organiser accept proposals and turn them down; nobody else sees anything here."""
    year = office.year
    if not may(year, me.email, Action.DECIDE_PROPOSALS):
        return
    show.heading("Proposals to decide")
    form = forms.Form(office, "decide", layout.WORKSHOPS)
    waiting = [workshop.id for workshop in year.workshops if workshop.status is WorkshopStatus.PROPOSED]
    if not waiting:
        show.line("Nothing is waiting for a decision.")
    chosen = waiting and form.choose("workshop", "Proposal", waiting, lambda code: _named(year, code))
    if chosen:
        _decide(form, me, year.workshop_by_id[chosen])
    else:
        form.tell()


def _named(year: YearSnapshot, code: WorkshopId) -> str:
    return f"{code} {year.workshop_by_id[code].title}"


def _decide(form: forms.Form, me: Person, workshop: Workshop) -> None:
    show.points(_details(workshop))
    decisions = [WorkshopStatus.ACCEPTED, WorkshopStatus.NOT_THIS_YEAR]
    status = form.choose_here("status", "Decision", decisions, of=workshop.id, index=None)
    note = form.ask("note", workshop.note, of=workshop.id, label="Note to the leader (optional)")
    shown = {"status": workshop.status, "note": workshop.note}
    form.send(
        "Save the decision",
        lambda key: DecideProposal(me.email, workshop.id, status or "", note, key, shown=shown),
    )


def _details(workshop: Workshop) -> Iterator[str]:
    yield f"{workshop.led_by} ({workshop.school})"
    if workshop.also_leading:
        yield f"Also leading: {workshop.also_leading}"
    yield workshop.about
    yield f"Best for {', '.join(workshop.best_for)}"
    most = f"at most {workshop.most_people} people" if workshop.most_people else "as many people as the room has seats"
    yield f"{counted(workshop.times, 'time')}, {most}"
    if workshop.room_needed:
        yield f"Room needed: {workshop.room_needed}"
    if workshop.please_bring:
        yield f"Please bring: {workshop.please_bring}"
