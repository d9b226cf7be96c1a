"""What the Read me tab tells the people who keep the sheet."""

from __future__ import annotations

from kaizen.sheet.layout import CHECKS, LISTS_TAB, LOG, YEAR_TABS

TITLE = "This sheet is the Kaizen year"

YOU_MAY = (
    "Type, paste, sort, filter, colour, hide and comment as in any other sheet. The app follows within seconds.",
    "Add columns of your own wherever you like: a form over the tab asks them, unless they are hidden or formulas.",
    "Add tabs of your own. The app keeps them and never writes in them.",
    "Move columns about and rename their headings. The app goes on reading them, and says so on Checks.",
    "Delete a row that is wrong. To call something off, change its Status instead: then it can be seen what happened.",
    "Leave the grey Ref column at the end of a tab alone. It is how the app finds a row again after a sort.",
)

MISTAKES = (
    "Nothing you type is thrown away or put right behind your back.",
    f"What the app cannot read stays as it is; {CHECKS.title} says where it is, why, and what happens meanwhile.",
    f"Everything the app itself writes stands on {LOG.title}, with the person, the time and what was there before.",
    "Version history (in the File menu) has every earlier state of the sheet.",
)

PLEASE_NOT = (
    "Please keep out of this sheet: pupils' names, reasons for absence, health, diets and religion.",
    "Certificate numbers and judgements of anybody's teaching do not belong here either.",
)


def read_me_lines() -> list[tuple[str, bool]]:
    """Return the lines of the tab, and for each whether it is a heading."""
    return [
        (TITLE, True),
        ("One spreadsheet holds one school year. The app shows it, and writes here what people do in the app.", False),
        ("The tabs", True),
        *((f"{tab.title}: {tab.purpose}.", False) for tab in (*YEAR_TABS, LISTS_TAB, LOG, CHECKS) if not tab.hidden),
        ("What you may do", True),
        *((line, False) for line in YOU_MAY),
        ("What happens to mistakes", True),
        *((line, False) for line in MISTAKES),
        ("What does not belong here", True),
        *((line, False) for line in PLEASE_NOT),
    ]
