"""What visitors saw: the logs somebody may read, and the clearing of them by heads."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from kaizen.domain.wording import listed, said
from kaizen.rules.visit_logs import WRITTEN, may_clear, perhaps_private, readable_logs
from kaizen.services.clearing import ClearLog, name_of
from kaizen.sheet import layout
from kaizen.ui import fields, forms, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.domain.network import Person
    from kaizen.domain.visit import VisitNote
    from kaizen.engine.office import Office

LOG = "log"
"""The part of the address that opens one log."""

ON_A_PAGE = 10
WAITING, EVERYTHING = "Waiting to be cleared", "Everything"
ANY_SCHOOL, ANY_FOCUS = "Any school", "Any focus"
NOT_YET = "**Not yet cleared:** only the visitor, the host contact and the heads of {} and {} see this."
NOTHING = "There is no log here that you may read."
INSTEAD = "put \u201ca child\u201d or \u201ca colleague\u201d there"
ASK_A_HEAD = f"If it does, please ask your headteacher to {INSTEAD}."
READ_ONCE_MORE = f"Read it once more before you clear it. If it does, {INSTEAD} in the sheet first."
TAKE_BACK = f"Every school can read it. If it does, take it back, and {INSTEAD} in the sheet."


def read(office: Office, me: Person) -> None:
    """Show the logs that the person may read, or the one that the address names."""
    logs = readable_logs(office.year, me.email)
    code = st.query_params.get(LOG)
    clearing = forms.Buttons(office, "clear-log")
    if code is None:
        chosen = _chosen(office, me, logs)
        clearing.tell()
        _page(office, me, clearing, chosen)
        return
    clearing.tell()
    _page(office, me, clearing, [log for log in logs if log.log.casefold() == code.strip().casefold()][:1])
    st.button("Show all that you may read", on_click=_close, width="stretch")


def _close() -> None:
    st.query_params.pop(LOG, None)


def _chosen(office: Office, me: Person, logs: Sequence[VisitNote]) -> Sequence[VisitNote]:
    """Ask which logs to show: what waits for the head first, so that clearing them takes no search."""
    waiting = [log for log in logs if not log.cleared and may_clear(office.year, me.email, log)]
    if waiting:
        show.line("Clear a log once you have read it and it names no child. Staff of every school can then read it.")
        if forms.pick("Which logs?", (WAITING, EVERYTHING), "visit-logs.which") == WAITING:
            return waiting
    return _filtered(logs) if len(logs) > 1 else logs


def _filtered(logs: Sequence[VisitNote]) -> list[VisitNote]:
    """Ask for a school and a focus. What there is to choose from is made from these logs alone."""
    schools = {school for log in logs for school in (log.to_school, log.from_school)}
    focuses = {log.focus for log in logs if log.focus}
    school = forms.pick_from_list("School", (ANY_SCHOOL, *sorted(schools)), "visit-logs.school")
    focus = forms.pick_from_list("Focus", (ANY_FOCUS, *sorted(focuses)), "visit-logs.focus")
    at_school = (log for log in logs if school in (ANY_SCHOOL, log.to_school, log.from_school))
    return [log for log in at_school if focus in (ANY_FOCUS, log.focus)]


def _page(office: Office, me: Person, clearing: forms.Buttons, logs: Sequence[VisitNote]) -> None:
    """Show so many of the logs as fit on a page, and the way to the others."""
    if not logs:
        show.note(NOTHING)
    pages = -(-len(logs) // ON_A_PAGE)
    page = min(st.session_state.get("visit-logs.page") or 1, pages)
    for log in logs[(page - 1) * ON_A_PAGE : page * ON_A_PAGE] if logs else ():
        _log(office, me, clearing, log)
    if pages > 1:
        st.pagination(pages, key="visit-logs.page", persist_state=fields.KEPT)


def _log(office: Office, me: Person, clearing: forms.Buttons, log: VisitNote) -> None:
    show.block([show.headed(f"{log.to_school}: {log.focus}"), _whose(log), *_not_yet(log)])
    for field in WRITTEN:
        if words := getattr(log, field):
            show.line("**{}**", _heading(field))
            show.text(words)
    clears = may_clear(office.year, me.email, log)
    if clears or log.email == me.email:
        _gentle_word(office, log, clears=clears)
    if clears:
        _offer(clearing, me, log)


def _whose(log: VisitNote) -> str:
    told = show.filled("{}, seen by {} from {}", said(log.date), log.name or log.email, log.from_school)
    if name_of(log) != log.log:
        return told
    address = urlencode({**st.query_params.to_dict(), LOG: log.log})
    return f"{told} · [{show.plain(log.log)}](?{address})"


def _not_yet(log: VisitNote) -> list[str]:
    return [] if log.cleared else [show.filled(NOT_YET, *_schools(log))]


def _schools(log: VisitNote) -> tuple[str, str]:
    return log.to_school, log.from_school


def _heading(field: str) -> str:
    return layout.VISIT_NOTES.column(field).heading


def _gentle_word(office: Office, log: VisitNote, *, clears: bool) -> None:
    """Point out to the visitor and the heads what may be private, also in a log that was edited once cleared."""
    fields = perhaps_private(office.year, log)
    if fields:
        where = listed([f"\u201c{_heading(field)}\u201d" for field in fields])
        what_to_do = ASK_A_HEAD if not clears else TAKE_BACK if log.cleared else READ_ONCE_MORE
        show.caution(f"It may name a pupil or say why somebody is away, under {where}. {what_to_do}")


def _offer(clearing: forms.Buttons, me: Person, log: VisitNote) -> None:
    """Offer to clear the log as it was read, or to take that back."""
    code = log.log if name_of(log) == log.log else "this log"
    # Two wishes, so that pressing one can never be taken for the other where the sheet has changed meanwhile.
    about = f"{log.ref}.{'back' if log.cleared else 'clear'}"
    wish = clearing.wish(about)
    words = tuple(getattr(log, field) for field in WRITTEN)
    # Whoever presses has read what the last whole run has shown, not what the sheet says since.
    seen = dict(zip(WRITTEN, wish.read_warnings or words, strict=True))
    wish.warned = words
    label = f"Take {code} back" if log.cleared else f"Clear {code} for every school"
    clearing.offer(label, about, lambda key: ClearLog(me.email, log.log, not log.cleared, key, seen))
