"""One browser tab without a browser: what Streamlit's front end says on the wire, and what it is told.

Enough of the protocol to open any page by its address, read every text the server sends, set inputs
and press buttons. Nothing is drawn and no script of the page is run, so it shows what the *server*
gives away and how long the server takes.
"""

from __future__ import annotations

import http.client
import re
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

if TYPE_CHECKING:
    from collections.abc import Mapping

PATIENCE = 60.0
"""Seconds the server may take to answer on a busy machine."""

NOT_LETTERS = re.compile(r"[^A-Za-z0-9]")
XSRF = re.compile(r"_streamlit_xsrf=([^;]+)")


class Tab:
    """A session with a running app.

    Args:
        address: of the app.
        cookies: what the browser has been given before, such as a sign-in.
        origin: the page that opens the session, where it is not one of the app's own.
        session: the id of a session to go on with, as a browser asks for when it has lost its connection.

    Attributes:
        session: its id.
        main_script: what the server calls the script that it runs.
        deltas: the page's elements by their place.
        largest: bytes of the largest message that a run has sent.
    """

    def __init__(
        self, address: str, cookies: Mapping[str, str] | None = None, *, origin: str = "", session: str = ""
    ) -> None:
        self._address = address
        parts = urlsplit(address)
        plain = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        plain.request("GET", "/_stcore/health")
        answer = plain.getresponse()
        answer.read()
        plain.close()
        match = XSRF.search(answer.headers.get("Set-Cookie", ""))
        token = match[1] if match else "PLACEHOLDER_AUTH_TOKEN"
        self._token = token
        kept = {"_streamlit_xsrf": token, **(cookies or {})}
        self._open = ExitStack()
        way = connect(
            f"ws://{parts.netloc}/_stcore/stream",
            subprotocols=[Subprotocol(one) for one in ("streamlit", token, session) if one],
            origin=Origin(origin or address),
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())},
            max_size=None,
            compression=None,
            open_timeout=PATIENCE,
            proxy=None,
        )
        self._socket = self._open.enter_context(way)
        self._page_hash, self._query, self.session, self.main_script = "", "", session, ""
        self._pages: dict[str, str] = {}
        self._states: dict[str, WidgetState] = {}
        self._cache: dict[str, Any] = {}
        self.deltas: dict[tuple[int, ...], Any] = {}
        self.largest = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def open(self, page: str = "", query: str = "") -> None:
        """Load a page by its address, as a link in a message does; ``query`` is what follows its question mark."""
        self._page_hash, self._query = "", query
        self._states.clear()
        self._run(page_name=page)

    def go(self, page: str = "") -> None:
        """Go to a page from the menu, with everything the session remembers."""
        self._page_hash = self._pages[page]
        self._states.clear()
        self._run()

    def rerun(self) -> float:
        """Run the page again as it stands; returns the seconds until the server was done."""
        began = time.perf_counter()
        self._run()
        return time.perf_counter() - began

    def choose(self, label: str, option: str) -> None:
        """Choose the option whose text contains ``option`` in the input whose label contains ``label``."""
        widget = self._widget(label)
        value = next(text for text in widget.options if option in text)
        self._states[widget.id] = WidgetState(id=widget.id, string_value=value)
        self._run()

    def press(self, label: str) -> None:
        """Press the button whose label contains ``label``."""
        button = self._widget(label)
        self._run(trigger=WidgetState(id=button.id, trigger_value=True))

    def type_in(self, label: str, words: str) -> None:
        """Type into the box whose label contains ``label``, however much a browser would take."""
        box = self._widget(label)
        self._states[box.id] = WidgetState(id=box.id, string_value=words)
        self._run()

    def go_on_from(self, before: Tab, label: str) -> None:
        """Press a button of a page that another tab has drawn, as a browser does whose server has been restarted."""
        button = before._widget(label)
        self._page_hash, self._query, self._states = before._page_hash, before._query, dict(before._states)
        self._run(trigger=WidgetState(id=button.id, trigger_value=True))

    def clear_caches(self) -> None:
        """Ask the server to empty what it caches for everybody, as the front end's menu does; nothing is waited for."""
        self._socket.send(BackMsg(clear_cache=True).SerializeToString())

    def id_of(self, label: str) -> str:
        """Return what the server calls the input or button whose label contains ``label``."""
        name: str = self._widget(label).id
        return name

    def forge(self, *states: WidgetState) -> None:
        """Send states and presses of inputs that need not be on this page, as no browser would."""
        self._states.update({state.id: state for state in states})
        self._run()

    def file_id(self, label: str) -> str:
        """Return what the server calls the file behind the download button whose label contains ``label``."""
        name: str = self._widget(label).deferred_file_id
        return name

    def ask_for_file(self, file_id: str) -> str:
        """Have a file made, as a press of its button does; returns where it can be fetched, "" where it was refused."""
        message = BackMsg()
        asked = message.backend_operation_request
        asked.request_id, asked.session_id, asked.deferred_file.file_id = "one", self.session, file_id
        self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self._socket.recv(PATIENCE, decode=False))
            if answer.WhichOneof("type") == "backend_operation_response":
                url: str = answer.backend_operation_response.deferred_file.url
                return url
            self._take(answer)

    def send_file(self, data: bytes, name: str = "a-file") -> int:
        """Send a file as an uploader does; returns the status of the answer."""
        parts = urlsplit(self._address)
        body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.xlsx"\r\n\r\n' + data + b"\r\n--x--\r\n"
        headers = {"Content-Type": "multipart/form-data; boundary=x", "X-Xsrftoken": self._token}
        headers["Cookie"] = f"_streamlit_xsrf={self._token}"
        plain = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        plain.request("PUT", f"/_stcore/upload_file/{self.session}/{name}", body, headers)
        status = plain.getresponse().status
        plain.close()
        return status

    def text(self) -> str:
        """Return everything the server has sent for this page, element by element, as text."""
        return "\n".join(str(element) for element in self.deltas.values())

    def says(self, words: str) -> bool:
        """Tell whether the page has the words, whatever marks and escapes stand between their letters."""
        return NOT_LETTERS.sub("", words) in NOT_LETTERS.sub("", self.text())

    def _widget(self, label: str) -> Any:
        for element in self.deltas.values():
            inside = getattr(element, element.WhichOneof("type") or "", None)
            if label in getattr(inside, "label", ""):
                return inside
        raise LookupError(f"no input or button {label!r} on this page")

    def _run(self, page_name: str = "", trigger: WidgetState | None = None) -> None:
        message = BackMsg()
        run = message.rerun_script
        run.page_script_hash, run.page_name = self._page_hash, page_name
        run.widget_states.widgets.extend(self._states.values())
        if trigger is not None:
            run.widget_states.widgets.append(trigger)
        run.context_info.timezone, run.context_info.locale = "Europe/London", "en-GB"
        run.context_info.url, run.query_string = f"{self._address}/{page_name}", self._query
        self._socket.send(message.SerializeToString())
        over = False
        while not over:
            received = self._socket.recv(PATIENCE, decode=False)
            self.largest = max(self.largest, len(received))
            over = self._take(ForwardMsg.FromString(received))
        self._forget_what_has_gone()

    def _forget_what_has_gone(self) -> None:
        """Keep no answer to an input that is no longer on the page, as a browser keeps none."""
        there = {getattr(getattr(one, one.WhichOneof("type") or "", None), "id", "") for one in self.deltas.values()}
        self._states = {name: state for name, state in self._states.items() if name in there}

    def _take(self, message: ForwardMsg) -> bool:
        """Take in one message; tells whether the run is over and no other follows at once."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self._cache[message.ref_hash]
            kind = message.WhichOneof("type")
        elif message.hash:
            self._cache[message.hash] = message
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
            self.session = message.new_session.initialize.session_id
            self.main_script = message.new_session.main_script_path
            self.deltas.clear()
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
            pages = message.navigation.app_pages
            self._pages = {"" if page.is_default else page.url_pathname: page.page_script_hash for page in pages}
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self.deltas[tuple(message.metadata.delta_path)] = message.delta.new_element
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
