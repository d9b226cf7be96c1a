"""Somebody's name goes: who has asked, what would be done, where people have to look themselves, then the doing."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st

from kaizen.domain.wording import counted, said
from kaizen.rules.access import Action, may
from kaizen.rules.naming import addresses, is_stand_in
from kaizen.services.cleaning_up import CleanUp
from kaizen.services.names_left import names_left
from kaizen.services.removing_names import CLEARED, RemoveName, name_plan, reasons_to_wait
from kaizen.ui import downloads, forms, identity, my_data, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaizen.domain.network import Guest, Person
    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office
    from kaizen.services.removing_names import NamePlan
    from kaizen.sheet.findings import Place

Wish = TypeVar("Wish", RemoveName, CleanUp)

TO_LOOK_AT: Final = "keeping.to-look-at"
"""Where the desk keeps the places that the last name is still in, as lines to show."""

ELSEWHERE: Final = (
    "Not in the app's reach: tabs of your own, older versions of the file in Google (File, Version history), copies "
    "that people have downloaded, and letters or messages."
)


def take_away(office: Office, me: Person) -> None:
    """Let an organiser choose somebody, see all that would be done, and do it."""
    if not may(office.year, me.email, Action.REMOVE_NAMES):
        return
    show.heading("Take somebody's name away")
    _asked(office.year)
    form = forms.Form(office, "name-away")
    names = _candidates(office.year)
    chosen = form.choose("person", "Whose?", list(names), names.__getitem__, placeholder="Type a name or an address")
    if chosen not in names:
        form.tell()
        _look_here()
        return
    _their_file(office, me, chosen)
    if reasons := [reason.sentence for reason in reasons_to_wait(office.year, chosen)]:
        show.caution("This has to be done first:", reasons)
        form.tell()
        return
    plan = name_plan(office.year, chosen)
    left = names_left(office.reading, plan.whom, plan.intents)
    show.heading("What this does", level=3)
    show.points(_told(plan), nothing="No row is theirs.")
    lines = places_to_look_at(office, left)
    if lines:
        show.block(["This stays, because people have written it; please look at it:", "\n".join(lines)])
    show.small(ELSEWHERE)
    form.send("Take this name away", lambda key: remembered(RemoveName(me.email, chosen, key), lines))


def _asked(year: YearSnapshot) -> None:
    everybody: Iterable[Person | Guest] = (*year.people, *year.guests)
    told = [f"{one.name}, {one.school or 'guest'}: {said(one.asked_to_go)}" for one in everybody if one.asked_to_go]
    show.points(told, nothing="Nobody is asking for it at the moment.")


def _candidates(year: YearSnapshot) -> dict[Email, str]:
    """Return whom there is to choose, by address: who has asked first, then who has left, guests, and strays."""
    staff = sorted(year.people, key=lambda one: (one.asked_to_go is None, not one.left, one.name.casefold()))
    told = {one.email: identity.described(one) for one in staff}
    told |= {one.email: f"{one.name}, {one.kind}" for one in year.guests if one.email}
    known = (address for address, _, field in addresses(year) if field == "email" and not is_stand_in(address))
    return told | {address: f"{address}, not on Staff" for address in known if address not in told}


def _told(plan: NamePlan) -> list[str]:
    """Say tab by tab what happens."""
    told = []
    for kind, rows in plan.rows.items():
        what = "cleared" if kind in CLEARED else f"the name becomes Somebody, the address {plan.as_whom}"
        told.append(f"{my_data.title_of(kind)}: {counted(rows, 'row')}, {what}.")
    if told and plan.whom.is_alone:
        told.append("Log and Checks: name and address are taken out of every line.")
    elif told:
        told.append("Log and Checks: the address is taken out. Somebody else has the same name, so the name stays.")
    return told


def places_to_look_at(office: Office, places: Sequence[Place]) -> list[str]:
    """Return a bullet for each cell, as a link where there is somewhere to go; of one column many are one."""
    lines = []
    for _, group in groupby(places, key=lambda place: (place.tab, place.heading)):
        found = list(group)
        told = show.filled("{}", found[0] if len(found) == 1 else f"{found[0]} and {len(found) - 1} more rows")
        address = office.link(found[0])
        lines.append(f"- [{told}]({address})" if address else f"- {told}")
    return lines


def remembered(wish: Wish, lines: list[str]) -> Wish:
    """Keep where people have to look: once it is done, nobody can tell any more whose names they were."""
    identity.desk().kept[TO_LOOK_AT] = lines
    return wish


def _look_here() -> None:
    kept = identity.desk().kept
    if lines := kept.get(TO_LOOK_AT):
        show.block(["Names still stand where people have written them:", "\n".join(lines)])
        st.button(
            "I have looked at these", on_click=kept.pop, args=(TO_LOOK_AT,), key="keeping.looked", width="stretch"
        )


def _their_file(office: Office, me: Person, person: Email) -> None:
    """Offer what the sheet holds of somebody, for those who cannot sign in and ask to see it."""
    downloads.offer(
        downloads.permit(office, me, Action.REMOVE_NAMES),
        "Download what the sheet holds of them",
        partial(my_data.own_file, office, person),
        file_name=my_data.file_name(office, person),
        key="keeping.download",
    )
