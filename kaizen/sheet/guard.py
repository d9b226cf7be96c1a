"""One guard for what nobody foresaw: a row that breaks its reader is asked about, and the year goes on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from kaizen.errors import without_words
from kaizen.sheet.findings import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaizen.sheet.findings import Place

T = TypeVar("T")
log = logging.getLogger(__name__)

UNFORESEEN = "The app can't read this and doesn't know why. It stays in the sheet as typed."


def guarded(place: Place, read: Callable[[], T], otherwise: str) -> T | Finding:
    """Return what ``read`` returns or, whatever it raises, a question about the place.

    The log has the place and the kind of fault, and nothing that people have typed.

    Args:
        place: the row, or one cell of it.
        read: reads it.
        otherwise: what counts for now, as a sentence.
    """
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - one row must never keep everybody from the others
        log.warning("%s row %d can't be read: %s", place.tab, place.row, without_words(error))
        return Finding(place, Outcome.QUERIED, f"{UNFORESEEN} {otherwise}")
