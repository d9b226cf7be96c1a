"""Files that people take away, for as long as they may have them.

A file is made when its button is pressed, and fetched after that, and neither is a run of a page: nobody has
looked at who is asking. So each file has a permit, which knows the sign-in that it was offered to and asks what
pages ask, both when the file is made and each time it is fetched. The desk keeps the permit: with the session
gone, or with another person at it, the file is gone too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

import streamlit as st
from streamlit.runtime.media_file_storage import MediaFileKind

from kaizen.errors import KaizenError, Refused
from kaizen.rules.access import may
from kaizen.ui import identity, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.memory_media_file_storage import MemoryFile

    from kaizen.domain.network import Person
    from kaizen.engine.office import Office
    from kaizen.rules.access import Action
    from kaizen.ui.identity import Sitting

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT: Final = "downloads.permits"
OVER: Final = "You can't download this any more. Please load the page again."

_permits: WeakValueDictionary[str, Permit] = WeakValueDictionary()
"""By the name of the file. A name has a part that nobody can guess and no other desk's file has."""


@dataclass(frozen=True, eq=False)
class Permit:
    """What a file was offered for.

    Attributes:
        sitting: whose sign-in it was offered to.
        action: what that person has to be allowed to do.
    """

    sitting: Sitting
    action: Action

    def holds(self) -> bool:
        """Tell whether the person is still signed in, and may still have the file."""
        try:
            return self.sitting.goes_on() and may(self.sitting.office.year, self.sitting.email, self.action)
        except KaizenError:
            return False


def permit(office: Office, me: Person, action: Action) -> Permit:
    """Return what a file is offered for to the person who is using the app."""
    return Permit(identity.sitting(office, me), action)


def offer(permit: Permit, label: str, make: Callable[[], bytes], *, file_name: str, key: str) -> None:
    """Draw the button of a file.

    Args:
        permit: for whom it is; asked when the file is made and when it is fetched.
        label: of the button.
        make: makes the file, outside any run.
        file_name: no words of anybody's; no other desk's file may have it.
        key: of the button.
    """
    identity.desk().kept.setdefault(KEPT, {})[file_name] = permit
    _permits[file_name] = permit

    def made() -> bytes:
        if not permit.holds():
            raise Refused([OVER])
        return make()

    st.download_button(
        show.label(label),
        data=made,
        file_name=file_name,
        mime=XLSX,
        on_click="ignore",
        key=key,
        width="stretch",
        icon=":material/download:",
    )


def may_be_fetched(file: MemoryFile | None) -> bool:
    """Tell whether a file that has been made may be sent; what is no download, such as a picture, always may."""
    if file is None or file.kind is not MediaFileKind.DOWNLOADABLE:
        return True
    permit = _permits.get(file.filename or "")
    return permit is not None and permit.holds()
