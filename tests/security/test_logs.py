"""No log line has a name, an address or the words of a cell in it."""

from __future__ import annotations

import ast
import logging
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from kaizen.errors import KaizenError, NotSaved, WishError
from kaizen.ui import leaving
from kaizen.ui.desk import Wish
from tests.engine.sheets import answer
from tests.engine.small_year import Do, GiveUp, SmallOffice, Take, booking, email, small_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from kaizen.domain.record import Email
    from kaizen.domain.year import YearSnapshot
    from kaizen.sheet.intents import Decision

HOUSE = Path(__file__).parents[2]
SOURCES = sorted([*(HOUSE / "kaizen").rglob("*.py"), *(HOUSE / "pages").glob("*.py"), HOUSE / "streamlit_app.py"])

LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
HARMLESS = {
    "len(look.repairs)",
    "len(repairs)",
    "len(wishes)",
    "len(tables)",
    "kind",  # of a command
    "wish.command.key",
    "reference",
    "self._waited_for",  # a revision
    "failed.request",  # requests[3].appendCells
    "failed.status",  # a number
    "place.tab",  # a tab of layout, by our own name for it
    "place.row",
    "path",  # of the embedded sheet
    "getattr(error, 'sqlite_errorname', '')",
    "' '.join(str(verdict).split())",  # of SQLite on pages and tables, never on what stands in them
}
"""What may stand in a log line besides our own words: counts, ids and codes."""


def _quotes(source: str) -> list[str]:
    """Return what log calls say that is neither ours, nor `without_words`, nor known to be harmless."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[0] not in {
            "log",
            "logging",
            "_log",
        }:
            continue
        level = ast.unparse(node.func).rpartition(".")[2]
        if level not in LEVELS:
            continue
        ours, *rest = node.args
        told = [one for one in rest if not ast.unparse(one).startswith("without_words(")]
        said = [ast.unparse(one) for one in told if ast.unparse(one) not in HARMLESS]
        found += [] if isinstance(ours, ast.Constant) else [ast.unparse(ours)]
        found += [
            *said,
            *(word.arg or "**" for word in node.keywords),
            *(["exception"] if level == "exception" else []),
        ]
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_log_call_quotes_nobody(path: Path) -> None:
    assert _quotes(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ("log.info(f'booked {name}')", ["f'booked {name}'"]),
        ("log.warning('booked %s', person.email)", ["person.email"]),
        ("log.error('it broke', exc_info=error)", ["exc_info"]),
        ("log.exception('it broke')", ["exception"]),
        ("logging.error('it broke: %s', error)", ["error"]),
        ("log.error('it broke: %s', without_words(error))", []),
    ],
)
def test_a_log_call_that_quotes_somebody_is_found(source: str, caught: list[str]) -> None:
    assert _quotes(source) == caught


MARKER = "Zebedee"
ADDRESS = f"{MARKER.lower()}@larkfold.sch.example"
SAID = f"no place for {MARKER} <{ADDRESS}>"


@dataclass(frozen=True)
class Break:
    """A wish over which something breaks that has somebody's words in it."""

    key: str
    words: str = SAID

    @property
    def by(self) -> Email:
        return email(MARKER.lower())

    def decide(self, year: YearSnapshot, now: datetime) -> Decision:
        raise ValueError(self.words)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking(MARKER.lower(), "old", notes=SAID)) as made:
        assert MARKER in made.office.year.bookings[0].name
        yield made


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Give all that has been logged, as a log file would have it, errors with all they say included."""
    caplog.set_level(logging.DEBUG, "kaizen")
    as_written = logging.Formatter("%(levelname)s %(name)s %(message)s")
    return lambda: "\n".join(map(as_written.format, caplog.records))


def _quiet(logged: Callable[[], str], at_least: str) -> None:
    told = logged()
    assert at_least in told
    assert MARKER.lower() not in told.lower()


def test_a_wish_over_which_something_breaks(small: SmallOffice, logged: Callable[[], str]) -> None:
    with pytest.raises(NotSaved):
        small.office.do(Break("k1"))
    _quiet(logged, "deciding Break k1 failed: ValueError at engine/group.py:")


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_an_answer_with_somebodys_words_in_it(small: SmallOffice, logged: Callable[[], str], status: int) -> None:
    body = f'{{"error": {{"code": {status}, "message": "Invalid requests[1].updateCells: {SAID}"}}}}'
    small.wire.before = lambda call: answer(status, body) if call.endswith(":batchUpdate") else None
    with pytest.raises(WishError):
        small.office.do(GiveUp(MARKER.lower(), "k"))
    _quiet(logged, f"CallFailed {status}" if status < 500 else "")  # the person is told to look again


@pytest.mark.parametrize(
    "error", [requests.ConnectionError, requests.ReadTimeout, ValueError, KeyError, ZeroDivisionError]
)
def test_a_call_that_breaks(small: SmallOffice, logged: Callable[[], str], error: type[Exception]) -> None:
    def dead(_: str) -> None:
        raise error(SAID)

    small.wire.before = dead
    small.seconds[0] += 60
    with pytest.raises(KaizenError):
        small.office.do(Take("bo", "k"))
    _quiet(logged, error.__name__)


def test_a_sheet_that_goes_silent_while_people_look(small: SmallOffice, logged: Callable[[], str]) -> None:
    small.wire.before = lambda _: answer(503, f"<p>{SAID}</p>", "text/html")
    small.seconds[0] += 60
    assert small.office.year.bookings
    _quiet(logged, "showing the last snapshot: CallFailed 503")


def test_what_is_refused_overtaken_or_done_is_not_logged_at_all(small: SmallOffice, logged: Callable[[], str]) -> None:
    small.office.do(GiveUp(MARKER.lower(), "k"))
    with pytest.raises(WishError):
        small.office.do(GiveUp(MARKER.lower(), "k2"))
    small.office.do(Do("k3", lambda _: ()))
    assert MARKER.lower() not in logged().lower()


def test_an_answer_nobody_foresaw(logged: Callable[[], str]) -> None:
    wish, late = Wish(), Future()
    wish.send(wish.key, lambda _: late)
    late.set_exception(ZeroDivisionError(SAID))
    _quiet(logged, "a wish was answered with something unforeseen: ZeroDivisionError")


def test_a_hand_over_that_fails(logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    def drain() -> bool:
        raise RuntimeError(SAID)

    class Loop:
        def call_soon_threadsafe(self, *_: object) -> None:
            """End nothing."""

    leaving._Leaving(drain, Loop())._leave(15)  # type: ignore[arg-type]
    _quiet(logged, "could not hand over: RuntimeError")
