"""One spreadsheet behind the Sheets API, through gspread: one call to read it, one call to change it.

Not used, on purpose: ``BackOffHTTPClient`` (retries for ever and replays appends), ``get_all_records``
(turns "0042" into 42), ``values.append`` (guesses where the table ends) and gspread's default of no
time-out. `Worksheet` objects are not kept either: their properties go stale when people edit.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import gspread
import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from kaizen.engine import answers
from kaizen.engine.calls import Caller
from kaizen.engine.faults import CallFailed, judged, no
from kaizen.engine.sheet_time import SheetTime
from kaizen.engine.structure import STRUCTURE, Structure, structure_of
from kaizen.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaizen.sheet.cells import Grid

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 20.0
MISSING_SECONDS: Final = 30.0
"""For so long a tab that is not there counts as missing, without a call to look whether it has come back."""

SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
"""The smallest scope that works: the sheet is found by its id, so Drive is not needed."""

Client = gspread.Client
"""A way to somebody's spreadsheets, for rooms above that do not know gspread."""

_AS_TYPED: Final = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}

_HOSTS: Final = ("https://sheets.googleapis.com", "https://www.googleapis.com")


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


class Workbook:
    """One spreadsheet, read and changed as a whole.

    Every method raises `CallFailed` where a call did not end well.

    Args:
        client: the way to it.
        spreadsheet_id: the id in the spreadsheet's address.
        caller: how calls are put; each once, and with no eye on a quota, without one.
        follow: titles of tabs that are known by their ids once they have been seen, whatever they are called then.

    Attributes:
        spreadsheet_id: the id in the spreadsheet's address.
        caller: how calls are put.
        remembered: title to sheet id of those tabs that are known by their ids.
        time: the sheet's own clock.
    """

    def __init__(
        self,
        client: gspread.Client,
        spreadsheet_id: str,
        caller: Caller | None = None,
        follow: Iterable[str] = (),
    ) -> None:
        self.spreadsheet_id = spreadsheet_id
        self.remembered: dict[str, int] = {}
        self._http = client.http_client
        self.caller = caller or Caller(tries=1)
        self.time = SheetTime(self.caller.clock)
        self._follow = frozenset(follow)
        self._structure: Structure | None = None
        self._told: Mapping[str, Any] = {}
        self._last_known = Structure("", {}, {}, {})
        self._looked_at = float("-inf")

    @property
    def structure(self) -> Structure:
        """Tabs and named ranges as last looked up; looked up now if they never were or were forgotten."""
        return self._known(patient=True)

    @property
    def last_known(self) -> Structure:
        """Tabs and named ranges as they were last seen, forgotten or not; none before that. Costs no call."""
        return self._last_known

    def forget(self) -> None:
        """Look tabs and named ranges up again before they are next used."""
        self._structure = None

    def look_for_missing(self) -> None:
        """Look whether a tab that was not there has come back, before anything is next read."""
        self._looked_at = float("-inf")

    def learn(self, known: Mapping[str, int]) -> bool:
        """Know tabs by these ids from now on, where they are there; tells whether that makes a difference.

        Costs no call.
        """
        ids = {int(sheet["properties"].get("sheetId", 0)) for sheet in self._told.get("sheets", ())}
        new = {title: one for title, one in known.items() if title in self._follow and one in ids}
        if new.items() <= self.remembered.items():
            return False
        before, self.remembered = self.structure, self.remembered | new
        self._structure = self._last_known = structure_of(self._told, self.remembered)
        return self._structure != before

    def read(self, titles: Iterable[str], *, patient: bool = True) -> dict[str, Grid]:
        """Return the cells of each tab that is there, all of them as at one instant.

        Costs one read, and two more when a tab has been added, renamed or deleted since the last time. While a tab
        is missing or has another name it costs one more every `MISSING_SECONDS`.
        Numbers and truth values are typed, dates are day numbers, trailing blanks are missing. Tabs are asked for by
        their ids, and the answer says what each is called at that instant: a copy that has been given the name
        of a tab is never read in its place, and is noticed by the next read.

        Args:
            titles: of the tabs.
            patient: whether to wait for a place in the quota and to ask again when there is no answer.
        """
        wanted = list(titles)
        known = self._known(patient=patient)
        unsure = any(title not in known.tabs or title in known.names for title in wanted)
        if unsure and self.caller.clock() - self._looked_at >= MISSING_SECONDS:
            self.forget()
        try:
            grids, as_known = self._read(wanted, patient=patient)
            if as_known:
                return grids
        except CallFailed as failed:
            if failed.status != HTTPStatus.BAD_REQUEST:
                raise
        self.forget()
        return self._read(wanted, patient=patient)[0]

    def part(self, ranges: Iterable[str], fields: str, *, patient: bool) -> Any:  # noqa: ANN401 - JSON as it comes
        """Return what ``spreadsheets.get`` tells of some ranges, within a field mask. Costs one read."""
        wanted: dict[str, Any] = {"ranges": list(ranges), "fields": fields}

        def ask() -> Any:  # noqa: ANN401
            with judged():
                return self._http.spreadsheets_get(self.spreadsheet_id, wanted)

        return self.caller.read(ask) if patient else self.caller.look(ask)

    def as_known(self, answer: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """Return the sheets of an answer of `part` by the titles by which they are known; others are left out.

        Args:
            answer: with the id of each sheet.
        """
        titles = {sheet_id: title for title, sheet_id in self.structure.tabs.items()}
        sheets = ((titles.get(one["properties"].get("sheetId", 0)), one) for one in answer.get("sheets", ()))
        return {title: sheet for title, sheet in sheets if title is not None}

    def apply(
        self, changes: list[dict[str, Any]], look: Iterable[str] = (), *, patient: bool = True
    ) -> dict[str, Grid]:
        """Make all the changes or none of them, in one call.

        Args:
            changes: requests of ``spreadsheets.batchUpdate``, in order.
            look: ranges in A1 notation that are wanted back as they are straight after the changes.
            patient: whether to wait for a place in the quota, and to ask again where it was certainly not done.

        Returns:
            The cells of each range, as `read` gives them; nothing where the answer does not say.
        """
        ranges = list(look)
        body = {"requests": changes, **(answers.wanted(ranges) if ranges else {})}
        address = SPREADSHEET_BATCH_UPDATE_URL % self.spreadsheet_id
        options: dict[str, Any] = {"fields": answers.FIELDS if ranges else "spreadsheetId", "prettyPrint": "false"}

        def ask() -> Any:  # noqa: ANN401 - whatever JSON comes back
            with judged():
                return self._asked("post", address, params=options, json=body).json()

        known = self._last_known
        ids = {quoted(known.called(title)): sheet_id for title, sheet_id in known.tabs.items()}
        return answers.cells(self.caller.write(ask) if patient else self.caller.write_now(ask), ranges, ids)

    def _read(self, wanted: list[str], *, patient: bool) -> tuple[dict[str, Grid], bool]:
        """Return the cells, and whether each tab is still called as it is known."""
        structure = self._known(patient=patient)
        titles = {structure.tabs[title]: title for title in wanted if title in structure.tabs}
        self.remembered |= {title: sheet_id for sheet_id, title in titles.items() if title in self._follow}
        if not titles:
            return {}, True
        address = f"{SPREADSHEET_URL % self.spreadsheet_id}/values:batchGetByDataFilter"
        body = {**_AS_TYPED, "dataFilters": [{"gridRange": {"sheetId": sheet_id}} for sheet_id in titles]}

        def ask() -> tuple[dict[str, Grid], bool]:
            with judged():
                blocks = answers.blocks(self._asked("post", address, json=body))
                names = {titles[sheet_id]: name for sheet_id, (name, _) in blocks.items()}
                as_known = all(structure.called(title) == name for title, name in names.items())
                return {title: blocks[sheet_id][1] for sheet_id, title in titles.items()}, as_known

        return self.caller.read(ask) if patient else self.caller.look(ask)

    def _asked(self, method: str, address: str, **rest: Any) -> requests.Response:  # noqa: ANN401 - passed on as it comes
        asked_at = self.caller.clock()
        answer = self._http.request(method, address, **rest)
        self.time.heard(answer.headers, asked_at)
        return answer

    def _known(self, *, patient: bool) -> Structure:
        if self._structure is None:
            self._looked_at = self.caller.clock()
            self._structure = self.caller.read(self._look_up) if patient else self.caller.look(self._look_up)
            self._last_known = self._structure
        return self._structure

    def _look_up(self) -> Structure:
        with judged():
            self._told = self._http.spreadsheets_get(self.spreadsheet_id, {"fields": STRUCTURE})
            return structure_of(self._told, self.remembered)


def quoted(title: str) -> str:
    """Return the title as a range in A1 notation: the whole tab, whatever stands in its name."""
    return answers.quoted(title)
