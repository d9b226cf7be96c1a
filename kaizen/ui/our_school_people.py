"""People of one school to choose from: one, or several at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kaizen.rules.told_apart import told_apart
from kaizen.ui import forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.domain.network import Person
    from kaizen.domain.record import Email, SchoolName
    from kaizen.engine.office import Office

ANY_ROLE = "Any role"


def one_of(office: Office, school: SchoolName) -> Person | None:
    """Ask for one person on the school's staff; None until one is chosen."""
    year = office.year
    named = told_apart(year.people_by_school.get(school, ()), with_role=True)
    key = f"our-school.person.{school}"
    email: Email | None = forms.pick_from_list(
        "Whose?", list(named), key, index=None, placeholder="Type a name", format_func=named.__getitem__
    )
    return year.person_by_email.get(email) if email else None


def several_of(form: forms.Form, school: SchoolName, without: Sequence[Person], said: str) -> tuple[Email, ...]:
    """Ask for any number of people on the school's staff, in the order in which they are to be served.

    Args:
        form: the people are an answer of.
        school: whose staff.
        without: those whom one button adds, all of them or those of one role.
        said: what they are without, such as "who has not chosen".
    """
    named = told_apart(form.year.people_by_school.get(school, ()), with_role=True)
    roles = Counter(person.role for person in without if person.role)
    role = form.choose("role", "Role", [ANY_ROLE, *roles], str, index=0)
    wanted = [person.email for person in without if role in (ANY_ROLE, person.role)]
    who = "everybody" if role == ANY_ROLE else f"every {role}"
    form.add_to("people", f"Add {who} {said} ({len(wanted)})", wanted, disabled=not wanted)
    chosen: tuple[Email, ...] = form.choose_several(
        "people", "People", list(named), lambda email: named.get(email, email)
    )
    return chosen
