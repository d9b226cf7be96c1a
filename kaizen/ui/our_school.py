"""What heads and offices see and do for their own school, one part of the page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.wording import counted
from kaizen.rules import places
from kaizen.rules.access import Action, may, schools_of
from kaizen.rules.school_summary import choosing, school_summaries
from kaizen.rules.told_apart import told_apart
from kaizen.ui import forms, identity, our_school_booking, our_school_visits, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kaizen.domain.network import Person
    from kaizen.domain.record import SchoolName
    from kaizen.engine.office import Office

PREFIX = "our-school."
"""How the names of all forms of the page begin."""

ANOTHER_PART = "Our school, another part"


def school_of(office: Office, me: Person) -> SchoolName | None:
    """Return the school whose staff the person may see by name, asking where there are several; None for no school."""
    year = office.year
    schools = [one for one in schools_of(year, me.email) if may(year, me.email, Action.SEE_WHO_HAS_BOOKED, one)]
    if len(schools) > 1:
        in_order = [row.short_name for row in year.schools]
        schools.sort(key=lambda one: in_order.index(one) if one in in_order else len(in_order))
        chosen: SchoolName = forms.pick("Which school?", schools, f"{PREFIX}school")
        return chosen
    return next(iter(schools), None)


def rooms(office: Office, me: Person, school: SchoolName) -> None:
    """Ask what the person would like to do, and draw that part of the page."""
    room = forms.pick("What would you like to do?", list(ROOMS), f"{PREFIX}room", horizontal=False)
    # What is under way in another part is told at the top of the page, as that of other pages is.
    for wish in identity.desk().under(PREFIX):
        wish.page = ANOTHER_PART
    ROOMS[room](office, me, school)


def who_has_chosen(office: Office, _: Person, school: SchoolName) -> None:
    """Show by name who of the school has still to choose, who has chosen and who is not coming."""
    year = office.year
    stand = choosing(year.certain, school)
    named = told_apart(year.people_by_school.get(school, ()), with_role=True)
    show.line("{}", places.booking_window(year.settings, office.now()).sentence)
    show.points(
        (f"{named[person.email]}: {counted(left, 'workshop')}" for person, left in stand.to_choose),
        under=f"Still to choose: {len(stand.to_choose)} of {stand.staff}",
        nothing="Everybody has chosen.",
    )
    show.block(
        [
            *_names(f"Have chosen: {len(stand.chosen)} of {stand.staff}", stand.chosen),
            *_names("Not coming, says the Staff tab", stand.not_coming),
        ]
    )


def _names(heading: str, people: Iterable[Person]) -> list[str]:
    names = list(told_apart(people).values())
    return [show.headed(heading), show.filled("{}.", ", ".join(names))] if names else []


def every_school(office: Office, *_: object) -> None:
    """Show in numbers how far each school has come, in the order of the sheet."""
    summaries = office.year.certain.once(school_summaries)
    show.points((one.sentence for one in summaries), under="All schools", nothing="There is no school on Schools yet.")
    show.small(
        "In the order of the Schools tab. Only staff who are coming are counted; what they lead counts as chosen."
    )


ROOMS: Mapping[str, Callable[[Office, Person, SchoolName], None]] = {
    "See who has chosen": who_has_chosen,
    "Book for several people": our_school_booking.for_several,
    "See or change one person's day": our_school_booking.one_person,
    "Log a visit for somebody": our_school_visits.log_for_somebody,
    "Plan visits for several people": our_school_visits.plan_for_several,
    "See all schools in numbers": every_school,
}
"""The parts of the page by what can be done there."""
