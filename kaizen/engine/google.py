"""One spreadsheet behind the Sheets API, through gspread: one call to read it, one call to change it.

Not used, on purpose: ``BackOffHTTPClient`` (retries for ever and replays appends), ``get_all_records``
(turns "0042" into 42), ``values.append`` (guesses where the table ends) and gspread's default of no
time-out. `Worksheet` objects are not kept either: their properties go stale when people edit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import gspread
import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from gspread.http_client import HTTPClient

from kaizen.engine.faults import CallFailed, judged, no
from kaizen.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaizen.sheet.cells import Grid

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 20.0
SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
"""The smallest scope that works: the sheet is found by its id, so Drive is not needed."""

Client = gspread.Client
"""A way to somebody's spreadsheets, for rooms above that do not know gspread."""

_HOSTS: Final = ("https://sheets.googleapis.com", "https://www.googleapis.com")
_STRUCTURE: Final = (
    "properties.title,sheets.properties(sheetId,title,gridProperties.rowCount),namedRanges(namedRangeId,name)"
)


class PatientClient(HTTPClient):
    """gspread's client with time-outs, and with another address for Google's hosts where one is given."""

    def __init__(self, auth: Any, session: requests.Session | None = None, *, address: str = "") -> None:  # noqa: ANN401 - gspread's own signature
        super().__init__(auth, session)
        self.timeout = (CONNECT_SECONDS, READ_SECONDS)
        self._address = address.rstrip("/")

    def request(self, method: str, endpoint: str, **rest: Any) -> requests.Response:  # type: ignore[override]  # noqa: ANN401 - passed on as it comes
        """Send one request and return its answer; see gspread.

        Raises:
            CallFailed: any answer but a good one.
        """
        for host in _HOSTS if self._address else ():
            if endpoint.startswith(host):
                endpoint = self._address + endpoint.removeprefix(host)
        answer = self.session.request(method, endpoint, timeout=self.timeout, **rest)
        if not answer.ok:
            raise no(answer)
        return answer


def client_over(session: requests.Session, address: str = "") -> gspread.Client:
    """Return a client that needs no credentials: ``session`` or ``address`` leads to an embedded sheet.

    Args:
        session: may carry an adapter for Google's own addresses.
        address: base URL of a running ``python -m kaizen sheets-local``, or "" for Google's own.
    """
    maker: Any = partial(PatientClient, address=address)
    nobody: Any = None
    return gspread.Client(auth=nobody, session=session, http_client=maker)


def client_for(account: Mapping[str, Any], address: str = "") -> gspread.Client:
    """Return a client that works as this service account.

    Access tokens are fetched with the time-outs of any other call and are renewed by themselves.

    Args:
        account: the fields of the key.
        address: as for `client_over`; the tokens come from the key's own ``token_uri`` all the same.

    Raises:
        SetupError: the key is not one. Nothing of it is repeated.
    """
    key = {**account, "private_key": str(account.get("private_key", "")).replace("\\n", "\n")}
    try:
        credentials = Credentials.from_service_account_info(key, scopes=SCOPES)  # type: ignore[no-untyped-call]
    except ValueError:
        raise SetupError(
            "The private_key in the service account's key cannot be used. Copy it whole, from -----BEGIN to END-----, "
            "out of the JSON file from Google."
        ) from None
    tokens = Request(requests.Session())
    authorized = AuthorizedSession(credentials, auth_request=tokens)  # type: ignore[no-untyped-call]
    return client_over(authorized, address)


@dataclass(frozen=True, slots=True)
class Structure:
    """What a spreadsheet is made of.

    Attributes:
        tabs: title to sheet id, in the order of the tabs.
        heights: title to number of rows, with those that are empty.
        named_ranges: name to id.
    """

    title: str
    tabs: Mapping[str, int]
    heights: Mapping[str, int]
    named_ranges: Mapping[str, str]


class Workbook:
    """One spreadsheet, read and changed as a whole.

    Every method raises `CallFailed` where a call did not end well.

    Attributes:
        spreadsheet_id: the id in the spreadsheet's address.
    """

    def __init__(self, client: gspread.Client, spreadsheet_id: str) -> None:
        self.spreadsheet_id = spreadsheet_id
        self._http = client.http_client
        self._structure: Structure | None = None

    @property
    def structure(self) -> Structure:
        """Tabs and named ranges as last looked up; looked up now if they never were or were forgotten."""
        if self._structure is None:
            self._structure = self._look_up()
        return self._structure

    def forget(self) -> None:
        """Look tabs and named ranges up again before they are next used."""
        self._structure = None

    def read(self, titles: Iterable[str]) -> dict[str, Grid]:
        """Return the cells of each tab that is there, all of them as at one instant.

        Costs one read, and two more when a tab has been added, renamed or deleted since the last time.
        Numbers and truth values are typed, dates are day numbers, trailing blanks are missing.
        """
        wanted = list(titles)
        if any(title not in self.structure.tabs for title in wanted):
            self.forget()
        try:
            return self._read(wanted)
        except CallFailed as failed:
            if failed.status != HTTPStatus.BAD_REQUEST:
                raise
        self.forget()
        return self._read(wanted)

    def apply(self, changes: list[dict[str, Any]]) -> None:
        """Make all the changes or none of them, in one call.

        Args:
            changes: requests of ``spreadsheets.batchUpdate``, in order.
        """
        with judged():
            self._http.batch_update(self.spreadsheet_id, {"requests": changes})

    def _read(self, wanted: list[str]) -> dict[str, Grid]:
        titles = [title for title in wanted if title in self.structure.tabs]
        if not titles:
            return {}
        with judged():
            answer = self._http.values_batch_get(
                self.spreadsheet_id,
                [quoted(title) for title in titles],
                {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"},
            )
            return {title: block.get("values", ()) for title, block in zip(titles, answer["valueRanges"], strict=True)}

    def _look_up(self) -> Structure:
        with judged():
            answer = self._http.spreadsheets_get(self.spreadsheet_id, {"fields": _STRUCTURE})
            properties = [sheet["properties"] for sheet in answer.get("sheets", ())]
            return Structure(
                title=answer["properties"]["title"],
                tabs={one["title"]: one.get("sheetId", 0) for one in properties},
                heights={one["title"]: one.get("gridProperties", {}).get("rowCount", 0) for one in properties},
                named_ranges={one["name"]: one["namedRangeId"] for one in answer.get("namedRanges", ())},
            )


def quoted(title: str) -> str:
    """Return the title as a range in A1 notation: the whole tab, whatever stands in its name."""
    return "'" + title.replace("'", "''") + "'"
