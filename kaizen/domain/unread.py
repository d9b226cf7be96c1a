"""What stands in the place of rows that nobody knows, because their tab can't be read.

Nobody may take them for no rows at all: an empty Bookings has a free place in every session. So whoever asks for
one of them, for how many there are, or for a setting, gets `CannotBeRead` with a sentence that names the tab.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn, Self

from kaizen.domain.dates import SchoolYear
from kaizen.domain.settings import Settings
from kaizen.errors import CannotBeRead


class Unread(tuple[Any, ...]):  # noqa: SLOT001 - it holds a sentence
    """The rows of a tab that can't be read; every question about them raises `CannotBeRead`.

    Attributes:
        sentence: which tab it is, and why.
    """

    sentence: str

    def __new__(cls, sentence: str) -> Self:
        """Make them; they are a tuple only so that they can stand where rows do."""
        rows = super().__new__(cls)
        rows.sentence = sentence
        return rows

    def _refused(self, *_: object) -> NoReturn:
        raise CannotBeRead(self.sentence)

    __iter__ = __len__ = __getitem__ = __contains__ = __reversed__ = _refused
    __add__ = __radd__ = index = count = _refused


def unread_settings(sentence: str) -> Settings:
    """Return settings of which every one raises `CannotBeRead`."""

    class UnreadSettings(Settings):
        def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - any setting
            if name in Settings.model_fields:
                raise CannotBeRead(sentence)
            return super().__getattribute__(name)

    return UnreadSettings.model_construct(school_year=SchoolYear(date.min.year))
