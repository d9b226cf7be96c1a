"""What the app could not read in the sheet, or wants to ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.wording import counted
from kaizen.sheet.findings import Outcome
from kaizen.sheet.text import quoted
from kaizen.ui import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaizen.engine.office import Office
    from kaizen.sheet.findings import Finding

SAID = {
    Outcome.QUERIED: "Please look at these",
    Outcome.SKIPPED: "Rows that are not data, left as they are",
    Outcome.NOTED: "Understood, and worth knowing",
}
"""Heading of each outcome, the most urgent first. What was simply read is not told."""

MOST = 100
"""Lines of one outcome; a sheet pasted in the wrong place has thousands."""


def findings(office: Office) -> None:
    """Show every finding with its place, the most urgent first."""
    told = [finding for finding in office.findings if finding.outcome in SAID]
    if not told:
        show.good("Every cell of the sheet has been read without a question.")
        return
    show.line(
        "{} in the sheet. Nothing has been changed or thrown away.", counted(len(told), "thing to say", "things to say")
    )
    for outcome, heading in SAID.items():
        rows = sorted((finding for finding in told if finding.outcome is outcome), key=lambda row: row.place)
        if rows:
            show.heading(f"{heading} ({len(rows)})")
            _lines(office, rows)


def _lines(office: Office, rows: Sequence[Finding]) -> None:
    show.block([f"- {_line(office, row)}" for row in rows[:MOST]])
    if len(rows) > MOST:
        show.small("And {} more.", len(rows) - MOST)


def _line(office: Office, row: Finding) -> str:
    address = office.link(row.place)
    place = show.filled("**{}**", row.place)
    told = not row.found or quoted(row.found) in row.sentence
    found = "" if told else show.filled(" It says \u201c{}\u201d.", row.found)
    return f"{f'[{place}]({address})' if address else place}: {show.plain(row.sentence)}{found}"
