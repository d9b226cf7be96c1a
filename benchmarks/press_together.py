"""Press one button in many websocket sessions at the same instant, from a process of its own.

    python -m benchmarks.press_together < PLAN > OUTCOME

It is the hand of `simultaneous_submits` and must not be the brake: each press is a message made beforehand, and while
the answers come nothing is done with them but looking whether a run is over. They are read when all is done. It tells
its own share of a core, so that a client that was the brake after all is found out.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

if TYPE_CHECKING:
    from collections.abc import Sequence

XSRF = re.compile(r"_streamlit_xsrf=([^;]+)")
PATIENCE = 120.0
"""Seconds for everything that one session does."""

OPENING = 8
"""How many sessions are opened at once: opening is no part of what is measured."""

SHORT = 400
"""Bytes of the longest message that could say that a run is over."""

LETTERS = re.compile(r"[^A-Za-z0-9]")


@dataclass
class Session:
    """One browser tab.

    Attributes:
        query: what its address says after the question mark.
        option: what is chosen before the button is pressed.
        answered: seconds from the press to the answer.
        seconds: from the press to the end of the run that shows the answer, with the rest of the page.
        runs: how many runs of the page the press has cost.
        heard: every message since the press, as it came.
    """

    query: str
    option: str
    answered: float = 0.0
    seconds: float = 0.0
    runs: int = 0
    heard: list[bytes] = field(default_factory=list)
    hash: str = ""
    deltas: dict[tuple[int, ...], Any] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    kept: dict[str, ForwardMsg] = field(default_factory=dict)

    async def prepare(self, plan: Plan) -> None:
        """Open the page and choose."""
        parts = urlsplit(plan.address)
        self.socket: ClientConnection = await connect(
            f"ws://{parts.netloc}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit"), Subprotocol(plan.token)],
            origin=Origin(plan.address),
            additional_headers={"Cookie": f"_streamlit_xsrf={plan.token}"},
            max_size=None,
            compression=None,
            open_timeout=PATIENCE,
            ping_interval=None,
            proxy=None,
        )
        await self._run(plan, page=plan.page)
        chooser = self._widget(plan.field)
        chosen = next(text for text in chooser.options if self.option in text)
        self.states[chooser.id] = WidgetState(id=chooser.id, string_value=chosen)
        await self._run(plan)
        button = self._widget(plan.button)
        self.pressing = self._message(plan, "", WidgetState(id=button.id, trigger_value=True))

    async def press(self, answers: Sequence[bytes]) -> None:
        """Press, and wait for one of the answers and for the end of the run that shows it."""
        began = time.perf_counter()
        await self.socket.send(self.pressing)
        over = False
        while not over:
            heard = await self.socket.recv(decode=False)
            self.heard.append(heard)
            if not self.answered and any(answer in heard for answer in answers):
                self.answered = time.perf_counter() - began
            if len(heard) < SHORT:
                message = ForwardMsg.FromString(heard)
                if message.WhichOneof("type") == "script_finished":
                    self.runs += 1
                    over = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        self.seconds = time.perf_counter() - began
        self.answered = self.answered or self.seconds

    def says(self, words: str) -> bool:
        """Tell whether the page has the words once the answer is there."""
        for heard in self.heard:
            self._take(ForwardMsg.FromString(heard))
        self.heard.clear()
        shown = LETTERS.sub("", "\n".join(map(str, self.deltas.values())))
        return LETTERS.sub("", words) in shown

    def _widget(self, label: str) -> Any:  # noqa: ANN401 - a message of Streamlit's
        inside = (getattr(one, one.WhichOneof("type") or "", None) for one in self.deltas.values())
        return next(one for one in inside if label in getattr(one, "label", ""))

    def _message(self, plan: Plan, page: str, *pressed: WidgetState) -> bytes:
        message = BackMsg()
        run = message.rerun_script
        run.page_script_hash, run.page_name, run.query_string = self.hash, page, self.query
        run.widget_states.widgets.extend([*self.states.values(), *pressed])
        run.context_info.timezone, run.context_info.locale = "Europe/London", "en-GB"
        run.context_info.url = f"{plan.address}/{page}"
        return message.SerializeToString()

    async def _run(self, plan: Plan, page: str = "") -> None:
        await self.socket.send(self._message(plan, page))
        while not self._take(ForwardMsg.FromString(await self.socket.recv(decode=False))):
            pass

    def _take(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self.kept[message.ref_hash]
            kind = message.WhichOneof("type")
        elif message.hash:
            self.kept[message.hash] = message
        if kind == "new_session":
            self.hash = message.new_session.page_script_hash
            self.deltas.clear()
        elif kind == "navigation":
            self.hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self.deltas[tuple(message.metadata.delta_path)] = message.delta.new_element
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


@dataclass
class Plan:
    """What is to be pressed where.

    Attributes:
        address: of the app.
        page: its page.
        field: part of the label of the list that is chosen from.
        button: part of the label of the button.
        people: query and option of each session.
        words: what an answer begins with; looked for on every page at the end too.
    """

    address: str
    page: str
    field: str
    button: str
    people: Sequence[tuple[str, str]]
    words: Sequence[str]
    token: str = ""

    def learn_token(self) -> None:
        """Get the word that a browser gets against forged requests; one browser may have many tabs."""
        parts = urlsplit(self.address)
        plain = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        plain.request("GET", "/_stcore/health")
        answer = plain.getresponse()
        answer.read()
        plain.close()
        match = XSRF.search(answer.headers.get("Set-Cookie", ""))
        self.token = match[1] if match else "PLACEHOLDER_AUTH_TOKEN"


async def together(plan: Plan) -> dict[str, Any]:
    """Have everybody press at once; returns what came of it."""
    plan.learn_token()
    sessions = [Session(*person) for person in plan.people]
    few = asyncio.Semaphore(OPENING)

    async def prepared(session: Session) -> None:
        async with few:
            await session.prepare(plan)

    async with asyncio.timeout(PATIENCE * 2):
        await asyncio.gather(*map(prepared, sessions))
        print("ready", file=sys.stderr, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        used, began = time.process_time(), time.perf_counter()
        answers = [words.rstrip(":").encode() for words in plan.words]
        await asyncio.gather(*(session.press(answers) for session in sessions))
        share = (time.process_time() - used) / (time.perf_counter() - began)
    found = {words: sum(session.says(words) for session in sessions) for words in plan.words}
    await asyncio.gather(*(session.socket.close() for session in sessions))
    return {
        "answered": sorted(session.answered for session in sessions),
        "seconds": sorted(session.seconds for session in sessions),
        "runs": sum(session.runs for session in sessions),
        "share": share,
        "found": found,
    }


if __name__ == "__main__":
    json.dump(asyncio.run(together(Plan(**json.loads(sys.stdin.readline())))), sys.stdout)
