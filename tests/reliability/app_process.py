"""An app in a process of its own: it opens the year over HTTP, carries out wishes, and may be made to die."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import TYPE_CHECKING, Any, Final

import requests
from requests.adapters import HTTPAdapter

from kaizen.domain.record import SessionCode
from kaizen.engine.google import client_over
from kaizen.engine.office import Habits, Office
from kaizen.errors import OutcomeUnknown, Refused, WishError
from kaizen.services.booking import Book, Withdraw
from tests.reliability.history import History
from tests.reliability.without import Guard, without
from tests.reliability.worlds import OPENING, address, answered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.context import ForkServerContext, ForkServerProcess
    from pathlib import Path

PATIENCE: Final = 20.0
TRIES: Final = 12
OPEN_WITHIN: Final = 30.0
MOMENT: Final = 0.03


@dataclass(frozen=True, slots=True)
class Death:
    """When a process is to be killed, as by ``kill -9``.

    Attributes:
        at: at which of its calls to the sheet, from 1; 0 for never.
        when: ``before`` the call, ``during`` it, or ``after`` its answer has come.
    """

    at: int = 0
    when: str = "before"


@dataclass(frozen=True, slots=True)
class Wished:
    """One wish: of whom, what, and the key; several sessions are booked, one is given up."""

    who: str
    codes: tuple[str, ...]
    key: str
    gives_up: bool = False
    again: bool = False
    """Whether the button is pressed twice."""


@dataclass(frozen=True, slots=True)
class Job:
    """What one process is to do."""

    name: str
    served_at: str
    spreadsheet: str
    history: Path
    lock_file: Path
    wishes: tuple[Wished, ...]
    death: Death = field(default_factory=Death)
    skew: float = 0.0
    at_once: int = 8
    seed: int = 0
    lacking: Guard | None = None


class Mortal(HTTPAdapter):
    """Ends the process at one of its calls."""

    def __init__(self, death: Death) -> None:
        super().__init__(pool_maxsize=20)
        self._death = death
        self._calls = 0

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        self._calls += 1
        mine = self._calls == self._death.at
        if mine and self._death.when == "before":
            _die()
        if mine and self._death.when == "during":
            threading.Timer(MOMENT, _die).start()
        answer = super().send(request, *args, **kwargs)
        if mine:
            _die()
        return answer


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def started(*jobs: Job) -> list[ForkServerProcess]:
    """Start a process for each job; they are forked from one that has everything imported already."""
    context: ForkServerContext = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    processes = [context.Process(target=work, args=(job,), daemon=True) for job in jobs]
    for process in processes:
        process.start()
    return processes


def work(job: Job) -> None:
    """Carry out a job, in a process of its own."""
    logging.disable(logging.CRITICAL)
    history = History(job.history)
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {job.name}"
    session.mount("http://", Mortal(job.death))
    client = client_over(session, job.served_at)
    local_time = lambda: OPENING + timedelta(seconds=time.monotonic() % 1000 + job.skew)  # noqa: E731
    with without(job.lacking):
        office = Office(client, client, job.spreadsheet, Habits(job.lock_file, local_time=local_time))
        random = Random(job.seed)  # noqa: S311
        with ThreadPoolExecutor(job.at_once) as people:
            jobs = [partial(_press, office, history, job.name, wished, random.random()) for wished in job.wishes]
            presses = [people.submit(one) for one in jobs]
            presses += [people.submit(one) for one, wished in zip(jobs, job.wishes, strict=True) if wished.again]
        for press in presses:
            press.result()
        office.close()


def _press(office: Office, history: History, name: str, wished: Wished, wait: float) -> None:
    """Press the button until there is an answer that settles it."""
    time.sleep(wait * 0.2)
    who, codes = address(wished.who), tuple(map(SessionCode, wished.codes))
    if wished.gives_up:
        command: Any = Withdraw(who, who, codes[0], wished.key)
        ask: dict[str, Any] = {"op": "cancel", "session": wished.codes[0]}
    else:
        command = Book(who, who, codes, wished.key)
        ask = {"op": "book", "sessions": wished.codes}
    for _ in range(TRIES):
        number = f"{name} {threading.get_ident()} {time.monotonic_ns()}"
        history.tell("invoke", i=number, p=name, op_id=wished.key, user=who, **ask)
        try:
            outcome: Any = office.do(command, timeout=PATIENCE)
        except WishError as error:
            outcome = error
        history.tell("return", i=number, **answered(outcome))
        if not isinstance(outcome, WishError) or isinstance(outcome, Refused):
            return
        time.sleep(0.1 if isinstance(outcome, OutcomeUnknown) else 0.2)


def ended(processes: Sequence[ForkServerProcess], within: float = 60.0) -> list[int | None]:
    """Wait for the processes and return how each ended: 0, or minus the signal; nothing of them is left behind."""
    until = time.monotonic() + within
    for process in processes:
        process.join(max(0.1, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join(5)
    return [process.exitcode for process in processes]
