"""Google's quota: so many reads and so many writes in any minute, shared by all processes of this machine.

One service account counts as one user, however many people use the app: 60 reads and 60 writes a
minute. A call that is over it is refused, so it is better to wait here than to be refused there. What
this machine has asked in the last minute stands in a small file beside the lock, which its processes
take turns to keep; where it cannot be written, each process counts its own. Another machine with the
same account is not seen; Google's refusals tell of it, and make this one ask for less until they stop.

Source: Google's "Usage limits" of the Sheets API; the recorded cut-off was at about 57 rapid writes.
"""

from __future__ import annotations

import fcntl
import json
import logging
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from kaizen.errors import without_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import FileIO
    from pathlib import Path

MINUTE: Final = 60.0
"""Seconds."""

A_MINUTE: Final = 57
"""Calls of a kind that are planned for any minute: of Google's 60 three are kept for what nobody here counts."""

LEAST: Final = 6
"""Calls a minute that are tried however often Google refuses."""

SHARE: Final = 0.7
"""What a refusal leaves of the calls of the minute before it: somebody else is using the same account."""

BACK_AGAIN: Final = 0.2
"""Calls a minute that come back every second without a refusal."""

HASTE: Final = 11
"""So many wishes, or writes, within `LATELY` seconds are more than a group each can go on with for a minute."""

LATELY: Final = 10.0
"""Seconds."""

WIDEST: Final = 1.5
"""No gap between groups is longer than so many times an even share of the minute."""

log = logging.getLogger(__name__)


class Kind(StrEnum):
    """What Google counts apart. A batch is one call, whatever it holds."""

    READ = "read"
    WRITE = "write"


@dataclass(slots=True)
class Bucket:
    """The calls of one kind within the last minute.

    Attributes:
        calls: when, in seconds, in order.
        limit: calls a minute that were allowed at ``since``; more since then.
    """

    calls: list[float] = field(default_factory=list)
    limit: float = A_MINUTE
    since: float = 0.0

    def allowed(self, now: float, planned: int) -> int:
        """Return how many calls may be made in the minute that ends now."""
        return int(min(planned, self.limit + (now - self.since) * BACK_AGAIN))

    def room_in(self, now: float, allowed: int) -> float:
        """Return the seconds until one more call is within what is allowed; 0 when it is already."""
        over = len(self.calls) - allowed
        return max(self.calls[over] + MINUTE - now, 0.0) if over >= 0 else 0.0


class Quota:
    """What may still be asked of Google. Safe to use from any thread and any process of this machine.

    Args:
        file: where the processes keep count; made if it is not there.
        clock: monotonic seconds, the same for all processes of this machine.
        planned: calls of a kind in any minute.
    """

    def __init__(self, file: Path, clock: Callable[[], float], planned: int = A_MINUTE) -> None:
        self._file = file
        self._clock = clock
        self._planned = planned
        self._lock = threading.Lock()
        self._known: dict[str, Any] = {}
        self._alone = False

    def take(self, kind: Kind, spare: int = 0) -> float:
        """Count one call and return 0, or return the seconds after which to ask again.

        Args:
            kind: of the call.
            spare: calls that are to be left for more urgent ones.
        """
        with self._bucket(kind) as (bucket, now):
            wait = bucket.room_in(now, max(bucket.allowed(now, self._planned) - spare, 1))
            if not wait:
                bucket.calls.append(now)
            return wait

    def refused(self, kind: Kind) -> None:
        """Learn that Google has refused a call for being one too many: ask for less from now on."""
        with self._bucket(kind) as (bucket, now):
            bucket.limit = max(LEAST, min(len(bucket.calls), bucket.allowed(now, self._planned)) * SHARE)
            bucket.since = now

    def gap(self, arrived: int) -> float:
        """Return the seconds to leave before the next group is written, so that the minute's writes last.

        While people come one by one there is no gap, and nobody waits for company. In a rush the writes
        that are left are spread evenly over what is left of the minute.

        Args:
            arrived: wishes that have come within the last `LATELY` seconds.
        """
        with self._bucket(Kind.WRITE) as (bucket, now):
            calls, allowed = bucket.calls, bucket.allowed(now, self._planned)
            if not calls or max(arrived, sum(call > now - LATELY for call in calls)) <= HASTE:
                return bucket.room_in(now, allowed)
            share = (calls[0] + MINUTE - now) / max(allowed - len(calls), 1)
            even = min(share, WIDEST * MINUTE / allowed)
            return max(calls[-1] + even - now, bucket.room_in(now, allowed))

    @contextmanager
    def _bucket(self, kind: Kind) -> Iterator[tuple[Bucket, float]]:
        with self._lock, ExitStack() as stack:
            file = self._opened(stack)
            now = self._clock()
            # What could not be written the last time left an empty file, or none.
            self._known = _kept(file.read() if file else b"") or self._known
            bucket = _bucket(self._known.get(kind), now)
            yield bucket, now
            self._known[kind] = {"calls": bucket.calls, "limit": bucket.limit, "since": bucket.since}
            if file:
                self._write(file)

    def _opened(self, stack: ExitStack) -> FileIO | None:
        """Return the file, which is nobody else's until the stack is closed; None where there can be none."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            # Without a buffer, a disk that is full is noticed where it is written and not when it is closed.
            file = stack.enter_context(self._file.open("ab+", buffering=0))
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
        except OSError as error:
            self._count_alone(error)
            return None
        return file

    def _write(self, file: FileIO) -> None:
        try:
            file.truncate(0)
            file.write(json.dumps(self._known).encode())
        except OSError as error:
            self._count_alone(error)

    def _count_alone(self, error: OSError) -> None:
        if not self._alone:
            log.warning("this process counts its own calls only, as the count cannot be kept: %s", without_words(error))
        self._alone = True


def _kept(text: bytes) -> dict[str, Any]:
    try:
        kept = json.loads(text)
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _bucket(kept: Any, now: float) -> Bucket:  # noqa: ANN401 - whatever the file holds
    """Return the bucket as it is now; what is no bucket, or of another start of the machine, counts as none."""
    try:
        calls = [float(call) for call in kept["calls"] if now - MINUTE < call <= now]
        limit, since = float(kept["limit"]), float(kept["since"])
    except (KeyError, TypeError, ValueError):
        return Bucket(since=now)
    return Bucket(calls, limit, since) if since <= now else Bucket(calls, since=now)
