"""The page ``docs/the-sheet.md``, made from layout so that it cannot say anything else.

To make it anew::

    python -c "from kaizen.sheet.documentation import the_sheet; print(the_sheet(), end='')" > docs/the-sheet.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet.layout import ALL_TABS, APP, LISTS, LISTS_TAB, READ_ME, REF, SETTINGS, Kind
from kaizen.sheet.read_me import MISTAKES, PLEASE_NOT, YOU_MAY
from kaizen.sheet.setting_rows import ALL_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaizen.sheet.layout import Column, Options, Tab

HOW_KINDS_ARE_TYPED = {
    Kind.TEXT: "Anything. Spaces at the ends and invisible characters do not count.",
    Kind.LONG_TEXT: "Anything, over several lines if you like.",
    Kind.LIST: "Several, apart by `;` or on lines of their own.",
    Kind.CHOICE: "One of the dropdown's options; capitals and spaces do not matter.",
    Kind.CHOICES: "One or several of the options, apart by commas: `KS1, KS2`.",
    Kind.WHOLE: "`28`, `1,200`; `max 28` and `28 people` are read as 28. `25-30`, `about 30`, `tbc` are asked about.",
    Kind.NUMBER: "`1.5`.",
    Kind.MONEY: "`£1,400.00`, `212.4`, `45p`, `nil`; `-75` or `(75.00)` for money back.",
    Kind.YES_NO: "`Yes`, `y`, `No`, `true`. `x` and `?` are asked about; `n/a` is blank.",
    Kind.TICK: "A tick box, or the same words as yes/no.",
    Kind.DATE: (
        "`22/2/27`, `22.02.2027`, `2027-02-22`, `Mon 22nd Feb`, `February 22`: day first, and without a year in the "
        "school year. A weekday must agree with its date."
    ),
    Kind.TIME: "`9.30`, `09:30`, `3pm`, `noon`. Hours from 1 to 6 are in the afternoon.",
    Kind.DATE_TIME: (
        "A date and a time: `16/11/2026 08:00`, `16 Nov at 8am`. A day alone is its beginning; where booking closes, "
        "its end."
    ),
    Kind.EMAIL: "One plain address; capitals do not matter.",
    Kind.CODE: "A short code such as `W04-A`; capitals do not matter where it points to another tab.",
    Kind.SCHOOL: "The short name, the full name or anything under Also called.",
    Kind.DAYS: "`Mon Tue Wed`, `Mon-Wed`, `all week`; blank is all week.",
    Kind.SETTING: "What the row of the setting asks for.",
}


BY_TELEPHONE = (
    "## When somebody rings",
    "",
    '"The app does not see what I typed." Whoever helps can see the sheet with the eyes of the app:',
    "",
    "```sh",
    "python -m kaizen explain                       # the sheet in the settings",
    "python -m kaizen explain --sheet URL --tab Staff",
    "python -m kaizen explain --file kaizen.sqlite3 # the embedded sheet",
    "```",
    "",
    "Each cell that is not plainly read is told with its place, the text that was found, the outcome, the value that",
    "is taken meanwhile, and a sentence to read out. `--all` tells every cell, also the plainly read ones: where a",
    "date was typed American fashion, `found` and `taken` show it. Nothing is written, and the quota loses two reads.",
    "",
    "`--json` prints one JSON object a line with `tab`, `row`, `column`, `cell`, `found`, `outcome` (`read`, `noted`,",
    "`queried` or `skipped`), `value` (null where nothing counts), `sentence` and `suggested`, for a script or a test.",
)


def the_sheet() -> str:
    """Return the page as Markdown."""
    parts = [_introduction(), _kinds(), *(_chapter(tab) for tab in ALL_TABS)]
    return "\n\n".join(parts) + "\n"


def _introduction() -> str:
    return "\n".join(
        [
            "# The sheet",
            "",
            "One Google Sheet holds one school year, and it is the truth: the app shows it and writes in it.",
            "This page is made from `kaizen/sheet/layout.py`, the only place that names tabs and headings.",
            "",
            "## What you may do to it",
            "",
            "Almost anything.",
            "",
            *_bullets(YOU_MAY),
            "",
            "## What happens to mistakes",
            "",
            *_bullets(MISTAKES),
            "",
            "A cell or row comes through in one of four ways: it is **read**; it is read and **noted**; it is kept",
            "and **asked about**, with what happens meanwhile; or it is **not data**: a total, a label, a heading.",
            "",
            "The page Checks says for whom each line is, and links to the cell. Where it can suggest what was meant,",
            "an organiser sees both values and writes with one more press; your own edit meanwhile wins. So it is with",
            "a cell that could not be read, even one for which its whole row is left out. Only a row that another",
            "could be taken for, such as one of two with the same e-mail address, has to be put right in the sheet.",
            "A row that others point to and that somebody has deleted can be brought back there.",
            "",
            "## What does not belong here",
            "",
            *_bullets(PLEASE_NOT),
            "",
            *BY_TELEPHONE,
        ]
    )


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _kinds() -> str:
    rows = [(kind.value, how) for kind, how in HOW_KINDS_ARE_TYPED.items()]
    return "## How cells are read\n\n" + _table(("Kind", "What may stand in the cell"), rows)


def _chapter(tab: Tab) -> str:
    hidden = " Hidden." if tab.hidden else ""
    return "\n\n".join([f"## {tab.title}", f"{tab.purpose}.{hidden}", *_contents(tab)])


def _contents(tab: Tab) -> list[str]:
    if tab is READ_ME:
        return ["A page of plain English for whoever opens the sheet: what each tab is, and the three chapters above."]
    if tab is LISTS_TAB:
        return [
            _table(("Heading", "Options a new sheet starts with"), [(name, ", ".join(LISTS[name])) for name in LISTS])
        ]
    contents = [_table(("Heading", "Kind", "Needed", "Rule", "Filled in by", "Example"), _columns(tab))]
    if tab is SETTINGS:
        rows = [(known.name, known.column.kind.value, known.starts_as, known.what_it_does) for known in ALL_SETTINGS]
        contents.append(_table(("Setting", "Kind", "Starts as", "What it does"), rows))
    return contents


def _columns(tab: Tab) -> list[Sequence[str]]:
    ref = [(REF, Kind.CODE.value, "", "The app's own key of the row; leave it alone.", APP, "")] if tab.has_ref else []
    return [*(_column(column) for column in tab.columns), *ref]


def _column(column: Column) -> Sequence[str]:
    needed = "yes" if column.needed else ""
    rule = " ".join(filter(None, [_options(column.options) if column.options else "", column.rule]))
    return column.heading, column.kind.value, needed, rule, column.filled_by, column.example


def _options(options: Options) -> str:
    free = ", or something else" if options.free else ""
    return f"Dropdown from {options.tab}, {options.heading}{free}."


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
