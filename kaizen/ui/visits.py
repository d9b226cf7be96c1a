"""One's own visits: the plan, joining a group or suggesting a host, and, for a host, who comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.record import SchoolName
from kaizen.domain.visit import VisitDayStatus, VisitStatus
from kaizen.domain.wording import counted, listed, said
from kaizen.rules.access import Action, may
from kaizen.rules.private_words import may_be_private
from kaizen.rules.visit_tasks import unlogged
from kaizen.rules.visiting import HostOption, host_options, standing_visit, visitors_advice
from kaizen.services.visiting import CancelVisit, ConfirmVisit, PlanVisit
from kaizen.sheet import layout
from kaizen.ui import added_questions, forms, gentle_word, menu, show

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.visit import Visit, VisitDay
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office


def made_by(office: Office, me: Person, person: Person, name: str = "cancel-visit") -> None:
    """Show somebody's visits with what to know on the way, and let one be cancelled.

    Args:
        office: where the wishes go.
        me: who presses the buttons.
        person: the visitor.
        name: of the buttons; each visitor's have their own.
    """
    year = office.year
    own = [visit for visit in year.visits if visit.email == person.email and visit.status is not VisitStatus.CANCELLED]
    told = [paragraph for visit in own for paragraph in _visit(office, visit)]
    heading = "Your visits" if person == me else f"Visits of {person.name}"
    show.block([show.headed(heading), *(told or ["No visit is planned."])])
    cancelling = forms.Buttons(office, name)
    cancelling.tell()
    to_log = unlogged(year, me.email)
    for visit in own:
        if visit.date > office.now().date():
            _offer_cancelling(cancelling, me, visit)
        elif visit in to_log:
            menu.link("log-a-visit", f"Log your visit to {visit.to_school}")


def _visit(office: Office, visit: Visit) -> list[str]:
    host = office.year.school_by_name.get(visit.to_school)
    contact = f" Your contact is {visit.host_contact}." if visit.host_contact else ""
    day, status = said(visit.date), visit.status
    told = [show.filled("**{}: {}** · {} · {}.{}", day, visit.to_school, visit.focus, status, contact)]
    if host is not None and visit.date >= office.now().date():
        notes = (host.arriving, host.address, host.phone, f"Travel: {visit.travel}" if visit.travel else "")
        told.append("\n".join(show.filled("- {}", note) for note in notes if note))
    return told


def _offer_cancelling(buttons: forms.Buttons, me: Person, visit: Visit) -> None:
    label = f"Cancel the visit to {visit.to_school}"
    buttons.offer(label, visit.visit, lambda key: CancelVisit(me.email, visit.visit, key))


def plan(office: Office, me: Person, ours: VisitDay | None) -> None:
    """Ask where the person would like to go on the school's day; nothing where there is no day to come."""
    year = office.year
    if ours is None or ours.status is VisitDayStatus.DROPPED or ours.date < office.now().date():
        return
    show.heading("Plan your visit")
    form = forms.Form(office, "plan-visit", layout.VISITS)
    if standing_visit(year, me.email, ours.date):
        show.line("You have a visit on {}. Cancel it below to go somewhere else.", said(ours.date))
        form.tell()
        return
    for advice in visitors_advice(year, me, ours.date):
        show.caution(advice)
    options = {option.host: option for option in host_options(year, me.school, ours.date)}
    # A host that has filled up stays chosen until the person chooses another: nobody's answer goes without a word.
    open_to = [host for host, option in options.items() if not option.why_not or host == form.picked("to_school")]
    host = form.choose("to_school", "School to visit", open_to, str)
    if host:
        know_first(year, options[host])
    focus = form.ask("focus")
    seeing = gentle_word.beside(year, form.ask("seeing", placeholder="Such as: Y3, the SENCO, phonics"))
    travel = form.ask("travel", placeholder="Such as: sharing a car with Emma")
    gentle_word.beside(year, travel, of_a_person=True)
    added_questions.ask(form)
    form.send(
        f"Plan my visit for {said(ours.date)}",
        lambda key: PlanVisit(me.email, me.email, ours.date, host or SchoolName(""), focus or "", key, seeing, travel),
    )


def know_first(year: YearSnapshot, option: HostOption) -> None:
    """Tell what to know about a host before a visit is planned: places, who goes, what keeps it busy, arriving."""
    show.line("{}.", _offered(option))
    if option.why_not:
        show.caution("Nobody more can go there:", [reason.sentence for reason in option.why_not])
    if option.busy:
        show.caution(f"{option.host} has {listed(option.busy)} that day. Ask them before you plan to go.")
    if arriving := year.school_by_name[option.host].arriving:
        show.small("Arriving at {}: {}", option.host, arriving)


def _offered(option: HostOption) -> str:
    going = f"join {counted(len(option.going), 'colleague')}" if option.going else "be the first"
    return f"{option.host} has {counted(option.left, 'place')} left: {going}"


def coming(office: Office, me: Person) -> None:
    """Let a head or the office confirm who comes to their school; nobody else sees anything here."""
    year, today = office.year, office.now().date()
    if not may(year, me.email, Action.CONFIRM_VISITS, me.school):
        return
    confirming = forms.Buttons(office, "confirm-visit")
    guests = [visit for visit in year.visits if visit.to_school == me.school and visit.date >= today]
    guests = [visit for visit in guests if visit.status is not VisitStatus.CANCELLED]
    told = [_guest(year, visit) for visit in guests]
    show.points(told, under=f"Coming to {me.school}", nothing="Nobody is planned to come yet.")
    confirming.tell()
    for visit in guests:
        if visit.status is VisitStatus.PLANNED:
            _offer_confirming(confirming, me, visit)


def _guest(year: YearSnapshot, visit: Visit) -> str:
    seeing = f", to see {visit.seeing}" if visit.seeing and not may_be_private(year, visit.seeing) else ""
    return f"{said(visit.date)}: {visit.name} from {visit.from_school}, {visit.focus}{seeing} ({visit.status})"


def _offer_confirming(buttons: forms.Buttons, me: Person, visit: Visit) -> None:
    label = f"Confirm {visit.name}"
    buttons.offer(label, visit.visit, lambda key: ConfirmVisit(me.email, visit.visit, key))
