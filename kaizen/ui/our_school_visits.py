"""Visits of people of one's own school who have no account: planned for several at once, and written up from a slip."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kaizen.domain.record import SchoolName
from kaizen.domain.visit import VisitDayStatus
from kaizen.domain.wording import counted, listed, said
from kaizen.rules.visit_tasks import unlogged_at
from kaizen.rules.visiting import host_options, standing_visit
from kaizen.services.visiting_for_several import PlanVisitForSeveral
from kaizen.sheet import layout
from kaizen.ui import added_questions, forms, gentle_word, our_school_people, show, visit_day, visit_log, visits

if TYPE_CHECKING:
    from datetime import date

    from kaizen.domain.network import Person
    from kaizen.engine.office import Office


def log_for_somebody(office: Office, me: Person, school: SchoolName) -> None:
    """Show whose visits are still to be written up, and let one be written up from a slip."""
    by_place: defaultdict[tuple[date, SchoolName], list[str]] = defaultdict(list)
    for visit in unlogged_at(office.year.certain, school, office.now().date()):
        by_place[visit.date, visit.to_school].append(visit.name or visit.email)
    told = [f"{said(day)}, {host}: {listed(names)}" for (day, host), names in by_place.items()]
    show.points(told, under="Still to be written up", nothing="Every visit so far has been written up.")
    show.heading("Log a visit")
    person = our_school_people.one_of(office, school)
    if person is not None:
        visit_log.write(office, me, person, f"our-school.log.{person.email}")


def plan_for_several(office: Office, me: Person, school: SchoolName) -> None:
    """Ask for people and one host on the school's day, and plan all the visits with one button."""
    year = office.year
    ours = visit_day.day_of(year, school)
    if ours is None or ours.status is VisitDayStatus.DROPPED or ours.date < office.now().date():
        show.line("{} has no uncommon INSET day to come. Choose one on the page Visits.", school)
        return
    day = ours.date
    form = forms.Form(office, f"our-school.plan.{school}", layout.VISITS)
    show.line("Your day is **{}**.", said(day))
    free = [one for one in year.people_by_school.get(school, ()) if standing_visit(year, one.email, day) is None]
    people = our_school_people.several_of(form, school, free, "without a visit")
    options = {option.host: option for option in host_options(year, school, day)}
    open_to = [host for host, option in options.items() if not option.why_not or host == form.picked("to_school")]
    host = form.choose("to_school", "School to visit", open_to, str)
    if host:
        visits.know_first(year, options[host])
    focus = form.ask("focus")
    seeing = gentle_word.beside(year, form.ask("seeing", placeholder="Such as: Y3, the SENCO, phonics"))
    travel = form.ask("travel", placeholder="Such as: the minibus")
    gentle_word.beside(year, travel, of_a_person=True)
    form.wish.answers["people"] = (people, host, focus)
    added_questions.ask(form)
    whom = counted(len(people), "visit") if people else "visits"
    form.send(
        f"Plan {whom} on {said(day)}",
        lambda key: PlanVisitForSeveral(
            me.email, people, day, host or SchoolName(""), focus or "", key, seeing, travel
        ),
    )
    visit_day.who_goes_where(office, school, day)
