"""Writing up a visit: the headings of Visit notes, with what is known already filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.record import SchoolName
from kaizen.domain.wording import said
from kaizen.rules.visit_tasks import unlogged
from kaizen.services.visit_notes import LogVisit
from kaizen.sheet import layout
from kaizen.ui import added_questions, forms, gentle_word, show
from kaizen.ui.visit_day import SAFEGUARDING

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.domain.visit import Visit, VisitNote
    from kaizen.engine.office import Office

UNPLANNED = ""
PROMPT = (
    "I saw, I wonder, I'll try. **No children's names, no judging.** "
    "What you type is kept while this page is open, also when you look at another page. "
    "Your host contact and the two heads read it; every school does once one of these heads has cleared it."
)
PROMPT_FOR_A_SLIP = (
    "Type what stands on the slip, in the visitor's own words. **No children's names, no judging.** "
    "What you type is kept while the app is open, also when you look at another page."
)


def write(office: Office, me: Person, person: Person, name: str = "log-a-visit") -> None:
    """Ask for what a visitor saw and will try, and send it.

    Args:
        office: where the wish goes.
        me: who presses the button.
        person: the visitor.
        name: of the form; each visitor's has its own.
    """
    form = forms.Form(office, name, layout.VISIT_NOTES)
    today = office.now().date()
    planned = {visit.visit: visit for visit in unlogged(form.year, person.email) if visit.date <= today}
    show.line(PROMPT if person == me else PROMPT_FOR_A_SLIP)
    options = [*planned, UNPLANNED]
    chosen = form.choose("visit", "Which visit?", options, lambda code: _said(planned.get(code)), index=0)
    visit = planned.get(chosen)
    # Each visit has its own answers: what is filled in for one must not stand for another.
    day = form.ask("date", visit.date if visit else today, max_value=today, of=chosen)
    hosts = [s.short_name for s in form.year.schools if s.in_network and s.short_name != person.school]
    host = form.ask(
        "to_school", visit.to_school if visit else None, label="School you visited", options=hosts, of=chosen
    )
    focus = form.ask("focus", visit.focus if visit else None, of=chosen)
    saw = gentle_word.beside(form.year, form.ask("saw"))
    will_try = gentle_word.beside(form.year, form.ask("will_try"))
    questions = gentle_word.beside(form.year, form.ask("questions"))
    thanks = gentle_word.beside(form.year, form.ask("thank_you", help="The school you visited reads this."))
    wanted = form.ask("follow_up_wanted", label="I would like a follow-up")
    added_questions.ask(form)
    form.send(
        "Send",
        lambda key: LogVisit(
            me.email,
            person.email,
            day,
            host or SchoolName(""),
            focus or "",
            saw,
            will_try,
            key,
            chosen or "",
            questions,
            thanks,
            wanted,
        ),
    )


def _said(visit: Visit | None) -> str:
    return f"{said(visit.date)}, {visit.to_school}" if visit else "One that was not planned here"


def mine(office: Office, me: Person) -> None:
    """List what the person has written up this year."""
    own = [note for note in office.year.visit_notes if note.email == me.email]
    told = [line for note in own for line in _lines(note)] or ["Nothing yet."]
    show.block([SAFEGUARDING, show.headed("What you have written"), *told])


def _lines(note: VisitNote) -> list[str]:
    return [
        show.filled("**{}, {}** · {} · {}", said(note.date), note.to_school, note.focus, note.log),
        show.filled("What I saw: {}", note.saw),
        show.filled("What I'll try: {}", note.will_try),
    ]
