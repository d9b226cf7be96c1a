"""Sign-ins that their people have ended here: in the other tabs of the browser too, and for a copy of its cookie.

Streamlit takes the cookie away from the browser. But another tab goes on with what it read of it when it was opened,
and whoever has copied the cookie could come back with it for as long as a sign-in lasts. The process remembers
which ones are over. When it ends, so do all tabs; what a copied cookie does not outlive either is "Sign out on every
device", which stands in the sheet.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from kaizen.rules.claims import LONGEST

if TYPE_CHECKING:
    from datetime import datetime

    from kaizen.domain.provider import Identity

_Key = tuple[str, str, "datetime"]

_lock = threading.Lock()
_over: set[_Key] = set()


def end(identity: Identity, at: datetime) -> None:
    """Remember that the sign-in is over.

    Args:
        identity: as it was believed.
        at: now, in UTC without a zone. What is too old to be believed is forgotten.
    """
    with _lock:
        oldest = at - timedelta(hours=LONGEST)
        _over.difference_update([key for key in _over if key[2] < oldest])
        _over.add(_key(identity))


def is_over(identity: Identity) -> bool:
    """Tell whether the person has signed out of it in this process."""
    return _key(identity) in _over


def _key(identity: Identity) -> _Key:
    return (identity.issuer, identity.subject, identity.issued_at)
