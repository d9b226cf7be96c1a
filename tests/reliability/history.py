"""What a run leaves behind: one JSON object a line, on one clock, from everybody who had a part in it.

The events::

    meta      staleness, fresh_for, moment           reads may lag, and serve, by so many seconds; see ``moments``
    session   id, slot, capacity                     a session that can be booked, at the start
    row       id, user, session, fields              a booking that was there at the start
    invoke    i, p, op, op_id, user, ...             somebody asks for something; a retry has a new ``i``
    return    i, r, reason, reasons, numbers, rows   what they were told: ok, refused or unknown; every reason with
                                                     what it is about and how many it says are before them
    hand      op, id, field, value, ...              one edit made in the sheet itself, as it was applied
    commit    seq, op_id, p, asof, sent, add, del, set, missed, crooked   one batch of the app, as it took effect
    look      p, from                                an app hears now what the sheet said then
    fault     p, kind, from, to                      a window in which something was made to go wrong
    deed      what                                   something that has to have happened in such a world; only counted
    final     rows                                   the sheet at the end, read directly

Times are seconds. ``commit`` is told by the layer around the store from the batch that landed, once for
each wish in it, all with the same ``seq``. A change that the batch made without naming it on Log has the
``op_id`` "", and a change that Log names without its having been made is ``missed``: that is how a write
looks that hit the wrong row. An added row is ``crooked`` when columns moved while it was on its way: it
counts as the wish's own, as it would read under the headings that the app knew, and has to be so in the
sheet before anybody is told. ``asof`` is when that process last read the cells
before it sent the batch, and ``sent`` is when the batch set out.
"""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Event: TypeAlias = dict[str, Any]


class History:
    """Appends events to one file; every process has its own, and the lines never mix.

    Args:
        file: made if it is not there.
        clock: seconds; the same for everybody who writes to the file.
    """

    def __init__(self, file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.file = file
        self.clock = clock
        self._open = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def tell(self, event: str, **fields: Any) -> None:
        """Append one event that happens now."""
        line = json.dumps({"event": event, "t": round(self.clock(), 6), **fields}, default=str)
        os.write(self._open, line.encode() + b"\n")

    def close(self) -> None:
        os.close(self._open)

    def events(self) -> list[Event]:
        """Return everything told so far, by anybody."""
        return [json.loads(line) for line in self.file.read_text("utf-8").splitlines()]
