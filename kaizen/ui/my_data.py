"""What the sheet holds of the person who asks: shown, taken away as a file, and their wish to be taken out of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kaizen.domain.wording import counted, listed, said
from kaizen.exports.own_data_file import own_data_file
from kaizen.rules.access import Action
from kaizen.rules.own_data import own_data
from kaizen.services.removal import AskToBeRemoved
from kaizen.sheet.layout import LOG, TAB_OF
from kaizen.sheet.naming_cells import Line, in_plain_words, log_lines, without_other_addresses
from kaizen.ui import downloads, forms, identity, show
from kaizen.ui.desk import new_key

if TYPE_CHECKING:
    from kaizen.domain.network import Guest, Person
    from kaizen.domain.record import Email, Record
    from kaizen.engine.office import Office

LATEST: Final = 10
"""Lines of Log that the page shows; the file has all of them."""

WHY: Final = (
    "Why it is held, for how long, and whom to ask: see your school's privacy note, which your school office has."
)
WHY_AND_WHERE: Final = "Why it is held, for how long, and whom to ask: see your school's privacy note ({})."

SHEET_NAMES: Final = {"_sign_ins": "Sign-ins"}
"""What a hidden tab is called here."""


def held(office: Office, me: Person) -> None:
    """Show every row about the person, tab by tab."""
    show.line(
        "This is what the sheet says about you. Whoever can open the sheet in Google sees it too: the headteachers, "
        "the offices and the organiser. Is something wrong? Ask your school office to correct it in the sheet."
    )
    if where := office.year.settings.privacy_note:
        show.line(WHY_AND_WHERE, where)
    else:
        show.line(WHY)
    lines = lines_about(office, me.email)
    for title, rows in lines.items():
        if title != LOG.title:
            show.block([show.headed(f"{SHEET_NAMES.get(title, title)} ({len(rows)})"), *map(_in_a_line, rows)])
    _others(office, me)
    _log(lines.get(LOG.title, []))


def lines_about(office: Office, person: Email) -> dict[str, list[Line]]:
    """Return every row about the person in words, by the title of its tab; Log last. No address of anyone else."""
    reading = office.reading
    parts = own_data(reading.year, person)
    told = {TAB_OF[part.kind].title: [in_plain_words(row) for row in part.own] for part in parts if part.own}
    told[LOG.title] = log_lines(reading, person)
    return {title: [without_other_addresses(line, person) for line in lines] for title, lines in told.items()}


def _in_a_line(line: Line) -> str:
    told = (show.filled("**{}:** {}", heading, text) for heading, text in line.items() if text)
    return "- " + " \u00b7 ".join(told)


def _others(office: Office, me: Person) -> None:
    """Say where others have written the name; what they wrote is theirs to show."""
    parts = [part for part in own_data(office.year, me.email) if part.others]
    if parts:
        where = listed([f"{counted(len(part.others), 'row')} of {TAB_OF[part.kind].title}" for part in parts])
        show.small("Your name, or one like it, also stands in what other people have written: {}.", where)


def _log(lines: list[Line]) -> None:
    """Show the latest lines of Log; there may be hundreds."""
    latest = [_in_a_line(line) for line in lines[: -LATEST - 1 : -1]] or ["Nothing yet."]
    show.block([show.headed(f"Log ({len(lines)})"), *latest])
    show.small(
        "The tab Log holds who changed what and when{}. The organiser keeps it with the sheet.",
        f"; here are the latest {LATEST}, the file has all" if len(lines) > LATEST else "",
    )


def take_away(office: Office, me: Person) -> None:
    """Offer all of it as a file, made when the button is pressed."""
    show.heading("Take it away")
    downloads.offer(
        downloads.permit(office, me, Action.SEE_OWN_DATA),
        "Download my data",
        partial(own_file, office, me.email),
        file_name=file_name(office, me.email),
        key="my-data.download",
    )
    show.small("An Excel file with a tab for each tab above. Google Sheets and LibreOffice open it as well.")


def own_file(office: Office, person: Email) -> bytes:
    """Return everything that the sheet holds of the person as an Excel file."""
    return own_data_file(lines_about(office, person))


def file_name(office: Office, person: Email) -> str:
    """Return a name in plain letters that nobody can guess and no other file of the session has."""
    token = identity.desk().kept.setdefault(f"my-data.{person}", new_key())
    return f"kaizen-data-of-one-person-{office.now():%Y%m%d}-{token}.xlsx"


def title_of(kind: type[Record]) -> str:
    """Return what people know a tab as; the hidden one by what it is for."""
    title = TAB_OF[kind].title
    return SHEET_NAMES.get(title, title)


def ask_to_go(office: Office, me: Person) -> None:
    """Let the person ask for their name to be taken away, or take that back."""
    show.heading("Have my name taken away")
    row: Person | Guest | None = office.year.person_by_email.get(me.email) or office.year.guest_by_email.get(me.email)
    form = forms.Form(office, "ask-to-go")
    if row is not None and row.asked_to_go is not None:
        show.line(
            "You asked for this on **{}**. The organiser sees it, and nothing is changed yet.", said(row.asked_to_go)
        )
        form.send("I would rather stay", lambda key: AskToBeRemoved(me.email, still=False, key=key))
        return
    show.line(
        "You may ask for this at any time. The organiser takes your name and address out of every tab. Numbers of "
        "places and visits stay, with \u201cSomebody\u201d in your place. What your school has to keep, such as its "
        "own record of training, is not in this sheet."
    )
    form.send(
        "Ask to have my name taken away", lambda key: AskToBeRemoved(me.email, still=True, key=key), type="secondary"
    )
