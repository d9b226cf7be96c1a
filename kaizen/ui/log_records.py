"""What the server's log tells of an error: its kind and where it came from, and never its words.

The words of an exception often repeat what somebody has typed: a name, an address, what a visitor saw. Where it came
from is enough to find the fault. It holds for every library in the process, as they all make their records here.
"""

from __future__ import annotations

import logging
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST: Final = 12
"""Places that are named, the last ones; what called them is Streamlit, the same every time."""


def trail(error: BaseException) -> str:
    """Return the kind of an error, and of those that led to it, each with the places it has passed through."""
    told: list[str] = []
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        frames = traceback.extract_tb(following.__traceback__)[-DEEPEST:]
        places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
        told.append(f"{type(following).__module__}.{type(following).__qualname__} at {places or 'no place'}")
        following = following.__cause__ or following.__context__
    return ", after ".join(told)


@contextmanager
def without_words() -> Iterator[None]:
    """Let every log record of this process tell of errors by their trail while the block lasts."""
    make = logging.getLogRecordFactory()

    def made(*args: Any, **rest: Any) -> logging.LogRecord:  # noqa: ANN401 - whatever a record is made of
        record = make(*args, **rest)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text, record.exc_info = trail(record.exc_info[1]), None
        return record

    logging.setLogRecordFactory(made)
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)
