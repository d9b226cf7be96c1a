"""Find what a browser still holds of forms that this process has never drawn.

After a restart, or when a session was given up, the browser comes back with a page that looks intact and sends what was
typed into it under the names that its inputs had. A form that takes its old name again has it all: the press goes
through, or the page says why not, and nothing that was typed is lost.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from streamlit.runtime.scriptrunner import get_script_run_ctx

if TYPE_CHECKING:
    from collections.abc import Iterable

INPUT: Final = re.compile(r"\$\$ID-[0-9a-f]+-(.*)", re.DOTALL)
"""What Streamlit calls an input that has a key: a digest, and the key."""

KEY: Final = 12
"""Letters of a draft that are the key of its first sending; the others are whose it is."""

DRAFT: Final = re.compile(r"[0-9a-f]{18}")


def mark_of(owner: str) -> str:
    """Return what the drafts of a person end with: nobody goes on with what somebody else has typed."""
    return sha256(owner.encode()).hexdigest()[:6]


def input_keys() -> tuple[str, ...]:
    """Return the keys of the inputs that the browser has sent with this run; none where Streamlit doesn't tell."""
    states = getattr(getattr(get_script_run_ctx(), "session_state", None), "get_widget_states", tuple)
    found = (INPUT.fullmatch(state.id) for state in states())
    return tuple(match[1] for match in found if match)


def drafts_in(keys: Iterable[str], mark: str) -> dict[str, str]:
    """Return the drafts with this mark by the name of their form; the first of each."""
    found: dict[str, str] = {}
    for key in keys:
        parts = key.split(".")
        at = next((n for n, part in enumerate(parts) if DRAFT.fullmatch(part) and part.endswith(mark)), 0)
        if at:
            found.setdefault(".".join(parts[:at]), parts[at])
    return found
