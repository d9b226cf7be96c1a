"""What happens because of a visit: see it, add to it, move it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.follow_up import FollowUpStatus
from kaizen.domain.wording import said
from kaizen.rules.access import Action, may
from kaizen.rules.typed_text import LONG_TEXT, NAME
from kaizen.rules.visit_logs import readable_logs
from kaizen.rules.visit_tasks import OPEN, is_overdue
from kaizen.services.follow_ups import AddFollowUp, MoveFollowUp
from kaizen.sheet import layout
from kaizen.ui import added_questions, forms, gentle_word, show

if TYPE_CHECKING:
    from datetime import date

    from kaizen.domain.follow_up import FollowUp
    from kaizen.domain.network import Person
    from kaizen.engine.office import Office


def of_school(office: Office, me: Person) -> list[FollowUp]:
    """Return the follow-ups of the person's school, the soonest due first and those without a day last."""
    rows = [row for row in office.year.follow_ups if row.school == me.school]
    return sorted(rows, key=lambda row: (row.by is None, str(row.by)))


def listed(office: Office, me: Person) -> None:
    """Show what is open at the person's school, their own first."""
    today = office.now().date()
    still_open = [row for row in of_school(office, me) if row.status in OPEN]
    yours = [_line(row, today) for row in still_open if _is_own(row, me)]
    others = [_line(row, today) for row in still_open if not _is_own(row, me)]
    show.points(yours, under="Yours", nothing="Nothing of yours is open.")
    show.points(others, under=f"Also to do at {me.school}", nothing="Nothing else is open.")


def finished(office: Office, me: Person) -> None:
    """Show what is done or dropped at the person's school; it is there to be looked up, so it comes last."""
    rows = [row for row in of_school(office, me) if row.status not in OPEN]
    if rows:
        show.points((_line(row, office.now().date()) for row in rows), under="Done or dropped")


def _is_own(row: FollowUp, me: Person) -> bool:
    """Tell whether the person is named under Who, alone or with others."""
    return me.name.casefold() in row.who.casefold()


def _line(row: FollowUp, today: date) -> str:
    late = " (overdue)" if is_overdue(row, today) else ""
    by = f", by {said(row.by)}{late}" if row.by else ""
    happened = f" {row.happened}" if row.happened else ""
    return f"{row.id}: {row.what} ({row.kind}, {row.who}{by}). {row.status}.{happened}"


def move(office: Office, me: Person) -> None:
    """Ask how far one of them has come; somebody's own come first."""
    rows = {
        row.id: row for row in of_school(office, me) if may(office.year, me.email, Action.MOVE_FOLLOW_UPS, row.school)
    }
    if not rows:
        return
    show.heading("Move one on")
    form = forms.Form(office, "move-follow-up", layout.FOLLOW_UPS)
    in_order = sorted(rows, key=lambda code: (not _is_own(rows[code], me), rows[code].status not in OPEN))
    chosen = form.choose("id", "Follow-up", in_order, lambda code: f"{code}: {rows[code].what} ({rows[code].who})")
    if not chosen:
        form.tell()
        return
    row = rows[chosen]
    statuses = list(FollowUpStatus)
    status = form.choose_here("status", "How far is it?", statuses, index=statuses.index(row.status), of=chosen)
    happened = gentle_word.beside(office.year, form.ask("happened", row.happened, of=chosen))
    shown = {"status": row.status, "happened": row.happened}
    form.send("Save", lambda key: MoveFollowUp(me.email, row.id, status, happened, key, shown=shown))


def add(office: Office, me: Person) -> None:
    """Ask for a new follow-up."""
    show.heading("Add one")
    form = forms.Form(office, "add-follow-up", layout.FOLLOW_UPS)
    logs = [note.log for note in readable_logs(form.year, me.email) if me.school in (note.from_school, note.to_school)]
    what = gentle_word.beside(form.year, form.ask("what", most=LONG_TEXT))
    kind = form.ask("kind")
    who = form.ask("who", me.name, most=NAME)
    due = form.ask("by")
    log = form.ask("from_log", options=logs, label="Because of this log (optional)") if logs else ""
    added_questions.ask(form)
    form.send(
        "Add this follow-up",
        lambda key: AddFollowUp(me.email, me.school, who, kind or "", what, key, due=due, from_log=log or ""),
    )
