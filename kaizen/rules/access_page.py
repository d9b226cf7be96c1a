"""The page ``docs/who-may-do-what.md``, made from the table of `access` so that it cannot say anything else.

To make it anew::

    python -c "from kaizen.rules.access_page import who_may_do_what; print(who_may_do_what(), end='')" \
        > docs/who-may-do-what.md
"""

from __future__ import annotations

from typing import Final

from kaizen.rules.access import TABLE, Role, Whose

REACH: Final = {
    None: "\N{EN DASH}",
    Whose.OWN: "own",
    Whose.OWN_SCHOOL: "own school",
    Whose.NETWORK: "all",
}
"""How far a permission reaches, in a cell of the page."""

INTRODUCTION: Final = """# Who may do what

This page is made from `kaizen/rules/access.py`. Each command asks that table itself, each page asks it when it opens,
and the menu only follows. Roles are read from the sheet each time, so a change there counts within seconds.

**Whoever can open the sheet in Google can read all of it**, hidden tabs too. This page is about the app.

| Role | Who has it |
| --- | --- |
| Staff | Everybody on **Staff** who is not ticked as **Left** |
| Workshop leader | Who leads a workshop that is proposed or accepted, or is named under **Also leading** |
| Office | School business manager or Office under **Role** |
| Headteacher | Headteacher under **Role**, or named as head on **Schools** |
| Organiser | Named under **Organisers** on **Settings**, and on **Staff** |
| Guest | On **Guests** with an e-mail address and **Yes** under **Approved** |

Most people have one role, some have several; the widest counts. *own* is what has the person's own name on it,
*own school* also what belongs to the school they work at or are head of, *all* any school's.
"""

LOGS: Final = """
What a visitor wrote is read by the visitor, by the colleague named as **Host contact** of the visit, and by the heads
of the two schools. Once one of the two heads has ticked **Cleared**, all staff may read it. Clearing is the head's
judgement: a log that may name a pupil is pointed out before, and a cleared one stays cleared when somebody edits it.
Confirming a visitor writes no name: who meets them is what the sheet says under **Host contact**.
That a headteacher has left, or is back, is noted by another headteacher of the school or an organiser; of an organiser
by another organiser.
Feedback is shown once five people have answered, and never by person. Nothing in the app scores people or schools.
"""


def who_may_do_what() -> str:
    """Return the page as Markdown."""
    headings = ["May", *Role]
    lines = [headings, ["---"] * len(headings)]
    lines += [[action.value, *(REACH[reach.get(role)] for role in Role)] for action, reach in TABLE.items()]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"{INTRODUCTION}\n{table}\n{LOGS}"
