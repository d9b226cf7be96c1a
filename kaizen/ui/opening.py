"""The office of this process, with what the app's secrets hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from kaizen import bootstrap
from kaizen.settings import SECRETS_FILE, Settings, unreadable_secrets
from kaizen.sign_in_settings import providers_in

if TYPE_CHECKING:
    from kaizen.domain.provider import Provider
    from kaizen.engine.office import Office


def opened() -> Office:
    """Return the office; the first call opens the sheet.

    Raises:
        SetupError: the sheet cannot be used; the sentence says what to do.
    """
    return bootstrap.office(Secrets())


def settings() -> Settings:
    """Return what the environment and the secrets say.

    Raises:
        SetupError: part of the credentials is missing; the sentence names it.
    """
    return Settings.given(os.environ, Secrets())


NOBODY_FOR: Final = 1.0
"""Seconds for which it is not looked again whether sign-in has been set up: every page asks several times in a run."""

_nobody: tuple[object, float] = None, float("-inf")


def providers() -> tuple[Provider, ...]:
    """Return whom the network trusts to vouch for people; nobody where no sign-in is set up.

    Raises:
        SetupError: sign-in is set up in a way that cannot be used.
    """
    global _nobody  # noqa: PLW0603 - the secrets are the same for all sessions
    of, looked_at = _nobody
    if of is st.secrets and monotonic() - looked_at < NOBODY_FOR:
        return ()
    trusted = providers_in(Secrets())
    if not trusted:
        _nobody = st.secrets, monotonic()
    return trusted


class Secrets(Mapping[str, Any]):
    """The app's secrets, read from their file when somebody asks and not on every page."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - as the file has it
        return _secrets()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_secrets())

    def __len__(self) -> int:
        return len(_secrets())


def _secrets() -> Mapping[str, Any]:
    """Return the secrets; none where there is no file of them, as on a newcomer's machine.

    Raises:
        SetupError: there is a file and it cannot be read; the demo must not take the place of a real sheet.
    """
    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError:
        there = [path for path in st.get_option("secrets.files") if Path(path).exists()]
        if there:
            raise unreadable_secrets(there[-1], "it is not TOML") from None
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable_secrets(SECRETS_FILE.name, type(error).__name__) from None
