"""What the app could not read in the sheet, or wants to ask about: whose turn it is first, then how bad it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaizen.domain.network import Person
from kaizen.domain.visit import VisitNote
from kaizen.domain.wording import counted
from kaizen.rules.access import Action, Role, has_role, may_open, schools_of, sees_to_the_sheet
from kaizen.rules.private_words import colleagues, may_name_a_pupil, may_tell_why_away
from kaizen.rules.visit_logs import may_read
from kaizen.services.putting_right import repair_of
from kaizen.sheet.cell_values import in_words
from kaizen.sheet.findings import ORGANISER, URGENCY, Actor, Finding, Outcome
from kaizen.sheet.layout import (
    BOOKINGS,
    FEEDBACK,
    FOLLOW_UPS,
    GUESTS,
    JOINING,
    SIGN_INS,
    STAFF,
    VISIT_NOTES,
    VISITS,
    Kind,
)
from kaizen.sheet.text import quoted
from kaizen.ui import repairs, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.engine.office import Office
    from kaizen.sheet.findings import Place

SAID = {
    Outcome.QUERIED: "Please look",
    Outcome.NOTED: "Worth knowing",
    Outcome.SKIPPED: "Not a row of data",
}
"""How each outcome is put. What was simply read is not told."""

MOST = 50
"""Lines for one school or the organiser; a sheet pasted in the wrong place has thousands."""


ABOUT_PEOPLE = {
    tab.title for tab in (STAFF, BOOKINGS, VISITS, VISIT_NOTES, FOLLOW_UPS, GUESTS, FEEDBACK, JOINING, SIGN_INS)
}
"""Tabs whose rows are of single people: other schools hear nothing of them."""

NOT_TOLD = "This cannot be taken as it stands. The words are not for everybody, so they are told in the sheet alone."


def findings(office: Office, me: Person) -> None:
    """Show every finding that the person may see with its place: their own first, the most urgent first."""
    repairs.told(office)
    told = [finding for finding in office.findings if finding.outcome in SAID and _may_see(office, me, finding)]
    if not told:
        show.good("Every cell of the sheet has been read without a question.")
        return
    show.line(
        "{} in the sheet. Nothing has been changed or thrown away.", counted(len(told), "thing to say", "things to say")
    )
    for others, who in sorted({(not _is_mine(office, me, one.who), str(one.who)) for one in told}):
        rows = sorted((one for one in told if str(one.who) == who), key=_worst_first)
        show.heading(f"For {who}{'' if others else _you(who)}: {len(rows)}")
        _lines(office, me, rows)


def _may_see(office: Office, me: Person, finding: Finding) -> bool:
    """Tell whether the person may see it; what is about people stays with their own school and the organisers."""
    if _organises(office, me):
        return True
    private = finding.private or finding.place.tab in ABOUT_PEOPLE or _seems_private(office, finding.found)
    return not private or finding.who.school in schools_of(office.year, me.email)


def _organises(office: Office, me: Person) -> bool:
    """Tell whether the person is an organiser, be it only by Settings while nothing of Staff is known."""
    return sees_to_the_sheet(office.year, me.email) or has_role(office.year, me.email, Role.ORGANISER)


def _seems_private(office: Office, words: str) -> bool:
    """Tell whether words such as "off sick" stand where they do not belong: they are of somebody's private life."""
    return may_tell_why_away(words) or may_name_a_pupil(words, office.year.once(colleagues))


def _may_read(office: Office, me: Person, place: Place) -> bool:
    """Tell whether the words of the cell may be told: those of a feedback to nobody, of a log to its readers alone."""
    if place.tab != VISIT_NOTES.title:
        return place.tab != FEEDBACK.title
    tab = office.reading.tabs.get(VISIT_NOTES.title)
    if tab is None or tab.unreadable or not office.year.knows(VisitNote):
        return False
    logs = (log for log in office.year.visit_notes if tab.rows[log.ref] == place.row)
    return any(may_read(office.year, me.email, log) for log in logs)


def _is_mine(office: Office, me: Person, who: Actor) -> bool:
    if str(who) == str(ORGANISER):
        return _organises(office, me)
    return office.year.knows(Person) and who.school in schools_of(office.year, me.email)


def _you(who: str) -> str:
    return ", that is you" if who == str(ORGANISER) else ", your school"


def _worst_first(finding: Finding) -> tuple[int, bool, object]:
    """A row that is gone comes before a cell that was mistyped: it can be brought back only for so long."""
    return URGENCY.index(finding.outcome), finding.lost is None, finding.place


def _lines(office: Office, me: Person, rows: Sequence[Finding]) -> None:
    """Show the lines; those between two with a button go out as one block."""
    may_repair = may_open(office.year, me.email, Action.PUT_RIGHT)
    waiting: list[str] = []
    for told in rows[:MOST]:
        row = told if _may_read(office, me, told.place) else _without_words(told)
        waiting.append(f"- {_line(office, row)}")
        repair = repair_of(row, office.reading.tabs) if may_repair else None
        if repair is not None or (may_repair and row.lost is not None):
            show.block(waiting)
            waiting = []
        if repair is not None:
            repairs.offered(office, me, row.place, repair)
        elif may_repair and row.lost is not None:
            repairs.offered_back(office, me, row.lost)
    if waiting:
        show.block(waiting)
    if len(rows) > MOST:
        show.small("And {} more.", len(rows) - MOST)


def _without_words(finding: Finding) -> Finding:
    """Return the same place, and nothing of what stands there."""
    if not finding.found:
        return finding
    return replace(finding, sentence=NOT_TOLD, found="", suggested=None)


def _line(office: Office, row: Finding) -> str:
    address = office.link(row.place)
    place = show.filled("**{}**", row.place)
    told = not row.found or quoted(row.found) in row.sentence or row.found in row.sentence.split()
    found = "" if told else show.filled(" It says \u201c{}\u201d.", row.found)
    where = f"[{place}]({address})" if address else place
    return f"{SAID[row.outcome]}: {where}: {show.plain(row.sentence)}{found}{_suggested(row)}"


def _suggested(row: Finding) -> str:
    """Return what might stand there instead, where the sentence does not say it."""
    if row.suggested is None:
        return ""
    value = in_words(row.suggested.value, Kind.TEXT)
    if row.suggested.heading == row.place.heading and f"did you mean {value}?" in row.sentence:
        return ""
    return show.filled(" Suggested: {} {}.", row.suggested.heading, value)
