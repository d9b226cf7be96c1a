"""What the environment and the app's secrets say, checked as far as that is possible without a call.

Without credentials it is the embedded sheet: a file on this machine that answers like Google Sheets
and holds a fictional network.

===================================  ====================================================================
``KAIZEN_FILE``                      the embedded sheet's file; ``.kaizen/sheet.sqlite3`` in the project otherwise
``KAIZEN_SHEETS_API``                address of a running ``python -m kaizen sheets-local``, instead of the file
``KAIZEN_SPREADSHEET``               id or address of the spreadsheet; the demo network's own otherwise
``[connections.kaizen]``             in the secrets: ``spreadsheet`` and the fields of a service account's key
``[gcp_service_account]``            in the secrets: the key alone, with ``KAIZEN_SPREADSHEET`` beside it
``KAIZEN_SERVICE_ACCOUNT``           the key, as its JSON or as the path of its file
``GOOGLE_APPLICATION_CREDENTIALS``   path of the key's file; it counts only beside ``KAIZEN_SPREADSHEET``,
                                     as other programs read it too
===================================  ====================================================================
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from kaizen.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable

PROJECT: Final = Path(__file__).resolve().parent.parent
DEFAULT_FILE: Final = PROJECT / ".kaizen" / "sheet.sqlite3"
SECRETS_FILE: Final = Path(".streamlit") / "secrets.toml"

KEY_PARTS: Final = ("type", "project_id", "private_key", "client_email", "token_uri")
"""The fields of a service account's key without which it cannot be used."""

THIS_MACHINE: Final = frozenset({"127.0.0.1", "::1", "localhost"})

_ID_IN_ADDRESS: Final = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([\w-]+)")
_ID: Final = re.compile(r"[\w-]+")
_PUBLISHED: Final = "/spreadsheets/d/e/"
_WHERE_TO_ADD: Final = "Add it in .streamlit/secrets.toml, or in the app's settings where it is hosted."
_IN_ENVIRONMENT: Final = "The key is the JSON file from Google; the spreadsheet is named in KAIZEN_SPREADSHEET."


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment and the secrets say.

    Attributes:
        file: of the embedded sheet.
        address: of a running embedded sheet, "" for none.
        spreadsheet: id, "" for the demo network's own.
        account: a service account's key; None without credentials.
        where: in which place the key was found, "" without credentials.
    """

    file: Path
    address: str
    spreadsheet: str
    account: Mapping[str, Any] | None
    where: str = ""

    @classmethod
    def given(cls, environment: Mapping[str, str], secrets: Mapping[str, Any], sheet: str = "") -> Settings:
        """Return the settings.

        Args:
            environment: the environment's variables.
            secrets: what the app's secrets hold.
            sheet: id or address of the spreadsheet, where somebody has named it for this once.

        Raises:
            SetupError: part of the credentials is missing or is something else; the sentence names it.
        """
        where, section = _credentials(secrets, environment, named=bool(sheet or environment.get("KAIZEN_SPREADSHEET")))
        spreadsheet = sheet or str(section.get("spreadsheet") or environment.get("KAIZEN_SPREADSHEET", ""))
        address = environment.get("KAIZEN_SHEETS_API", "")
        if where:
            _check(where, section, spreadsheet)
            _check_address(address)
        return cls(
            file=Path(environment.get("KAIZEN_FILE") or DEFAULT_FILE),
            address=address,
            spreadsheet=spreadsheet_id(spreadsheet) if spreadsheet else "",
            account={part: section[part] for part in section if part != "spreadsheet"} if where else None,
            where=where,
        )

    @property
    def email(self) -> str:
        """The address that a sheet has to be shared with; "" without credentials."""
        return str(self.account["client_email"]) if self.account else ""

    @property
    def said(self) -> str:
        """Which sheet is meant and how the app gets to it, in a few words without any secret."""
        there = f" at {self.address}" if self.address else ""
        if self.account:
            return f"a Google sheet{there}, as {self.email}, with the key from {self.where}."
        return f"the embedded sheet{there or f' in {self.file}'}."


def spreadsheet_id(text: str) -> str:
    """Return the id in the address of a spreadsheet, or the id itself where that is given.

    Raises:
        SetupError: it is neither.
    """
    if _PUBLISHED in text:
        raise SetupError(
            "That is the address of a published copy, which nobody can write in. "
            "Open the sheet itself and copy the address from the top of the browser."
        )
    found = _ID_IN_ADDRESS.search(text)
    if found:
        return found[1]
    if _ID.fullmatch(text.strip()):
        return text.strip()
    raise SetupError(
        f'"{text[:80]}" is not the address of a Google sheet. '
        "It begins with https://docs.google.com/spreadsheets/d/ and stands at the top of the browser."
    )


def secrets_on_disk(folders: Iterable[Path] | None = None) -> dict[str, Any]:
    """Return what Streamlit's files of secrets hold, for commands that run without Streamlit.

    Args:
        folders: where to look; a later one counts more. Streamlit's own two when left out.

    Raises:
        SetupError: a file is there and cannot be read. Nothing of what it holds is repeated.
    """
    secrets: dict[str, Any] = {}
    for folder in (Path.home(), Path.cwd()) if folders is None else folders:
        file = folder / SECRETS_FILE
        try:
            secrets |= tomllib.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except tomllib.TOMLDecodeError as error:
            raise unreadable_secrets(str(file), str(error)) from None
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable_secrets(str(file), type(error).__name__) from None
    return secrets


def unreadable_secrets(file: str, why: str) -> SetupError:
    """Return the error for a file of secrets that is there and says nothing; the demo must not take its place."""
    return SetupError(
        f"The secrets in {file} cannot be read ({why}), so nobody knows which sheet is meant. "
        "Put the file right; docs/google-sheet.md shows how it looks."
    )


def _credentials(
    secrets: Mapping[str, Any], environment: Mapping[str, str], *, named: bool
) -> tuple[str, Mapping[str, Any]]:
    connections = secrets.get("connections", {})
    if isinstance(connections, Mapping) and "kaizen" in connections:
        return _section("connections.kaizen", connections["kaizen"])
    if "gcp_service_account" in secrets:
        return _section("gcp_service_account", secrets["gcp_service_account"])
    if key := environment.get("KAIZEN_SERVICE_ACCOUNT", "").strip():
        return "KAIZEN_SERVICE_ACCOUNT", _key("KAIZEN_SERVICE_ACCOUNT", key if key.startswith("{") else _text_of(key))
    path = environment.get("GOOGLE_APPLICATION_CREDENTIALS", "")
    if path and named:
        return "GOOGLE_APPLICATION_CREDENTIALS", _key("GOOGLE_APPLICATION_CREDENTIALS", _text_of(path))
    return "", {}


def _section(name: str, section: object) -> tuple[str, Mapping[str, Any]]:
    if not isinstance(section, Mapping):
        raise SetupError(f"The secrets are not complete: [{name}] is not a section of its own. {_WHERE_TO_ADD}")
    return f"[{name}]", section


def _text_of(path: str) -> str:
    try:
        return Path(path).expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"The service account's key cannot be read from the file {path} ({type(error).__name__}). "
            "Check the path in the environment."
        ) from None


def _key(where: str, text: str) -> Mapping[str, Any]:
    try:
        key = json.loads(text)
    except ValueError:
        key = None
    if not isinstance(key, dict):
        raise SetupError(
            f"What {where} leads to is not a service account's key. "
            "The key is the JSON file that Google made when the key was added."
        )
    return key


def _check(where: str, section: Mapping[str, Any], spreadsheet: str) -> None:
    missing = [part for part in KEY_PARTS if not section.get(part)]
    if not spreadsheet:
        missing.insert(0, "spreadsheet")
    if section.get("type", "service_account") != "service_account":
        raise SetupError(
            f"The key in {where} is not a service account's: its type is {str(section['type'])[:40]!r}. "
            "Make a key for a service account; docs/google-sheet.md shows every click."
        )
    if missing:
        add = _WHERE_TO_ADD if where.startswith("[") else _IN_ENVIRONMENT
        raise SetupError(f"The secrets are not complete: {where} has no {' and no '.join(missing)}. {add}")


def _check_address(address: str) -> None:
    """A real key's token goes to Google and to nobody else."""
    if address and urlsplit(address).hostname not in THIS_MACHINE:
        raise SetupError(
            "KAIZEN_SHEETS_API leads to another machine, and there is a service account's key as well. "
            "Its tokens are for Google alone: take one of the two away."
        )
