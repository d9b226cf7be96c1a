"""The office of this process, with what the app's secrets hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from kaizen import bootstrap

if TYPE_CHECKING:
    from kaizen.engine.office import Office


def opened() -> Office:
    """Return the office; the first call opens the sheet.

    Raises:
        SetupError: the sheet cannot be used; the sentence says what to do.
    """
    return bootstrap.office(Secrets())


class Secrets(Mapping[str, Any]):
    """The app's secrets, read from their file when somebody asks and not on every page."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - as the file has it
        return _secrets()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_secrets())

    def __len__(self) -> int:
        return len(_secrets())


def _secrets() -> Mapping[str, Any]:
    """Return the secrets; none where there is no file of them, as on a newcomer's machine."""
    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError:
        return {}
