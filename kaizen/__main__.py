"""``python -m kaizen``: build a year in a Google sheet, look whether all is well, explain it, or serve one."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kaizen import bootstrap, setting_up
from kaizen.allowed_hosts import advice, allowed_hosts
from kaizen.domain.dates import SchoolYear
from kaizen.domain.wording import listed
from kaizen.engine.building import Order
from kaizen.engine.doctor import Line, Patient, Verdict, examined
from kaizen.engine.live_trials import tried_out
from kaizen.engine.sheet_time import london_time
from kaizen.errors import KaizenError, SetupError
from kaizen.settings import Settings, secrets_on_disk
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.explaining import counts_of, explained
from kaizen.sheet.layout import ALL_TABS, READ_ME
from kaizen.sheet.text import match_key
from kaizen.sheets_local import server
from kaizen.sign_in_settings import providers_in

if TYPE_CHECKING:
    from collections.abc import Sequence

SOMETHING_WRONG = 1
"""Exit code of ``doctor`` when the app cannot work as things are, or the API does not do what it stands on."""

BAD_INPUT = 2
"""Exit code when somebody has to change something and try again."""

WHAT, EXPECTED, WORDS = 44, 46, 160
"""Letters in the columns of the table that ``doctor --live`` prints, and of what Google says."""


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words say and return the exit code.

    It is 0 when all is well, 1 when ``doctor`` has found something wrong, and 2 with one sentence on
    stderr when somebody has to change something and try again.

    Args:
        words: without the name of the program; those of the command line when left out.
    """
    asked = _parser().parse_args(words)
    try:
        return int(asked.do(asked) or 0)
    except KaizenError as error:
        sys.stderr.write(f"kaizen: {error}\n")
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever reads has seen enough, as with "| head". Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m kaizen", description="Kaizen's commands. The app itself: streamlit run streamlit_app.py"
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_provision(commands)
    _add_doctor(commands)
    _add_explain(commands)
    sheets = commands.add_parser("sheets-local", help="serve the embedded sheet as the Google Sheets API on 127.0.0.1")
    sheets.add_argument("--port", type=int, required=True, help="port on 127.0.0.1; 0 takes any free one")
    sheets.add_argument("--file", type=Path, help="keep the sheets in this file; in memory without it")
    sheets.set_defaults(do=_serve)
    demo = commands.add_parser("demo", help="start the fictional network over")
    demo.add_argument("--reset", action="store_true", required=True, help="put the demo back as it was at first")
    demo.add_argument("--file", type=Path, help="the embedded sheet's file; the app's own without it")
    demo.set_defaults(do=_reset)
    return parser


def _add_provision(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    provision = commands.add_parser("provision", help="build a year in an empty sheet that is shared with the app")
    provision.add_argument("--sheet", required=True, metavar="URL", help="address of the sheet, or its id")
    what = provision.add_mutually_exclusive_group()
    what.add_argument("--year", type=_school_year, metavar="2026-27", help="school year; the usual one without it")
    what.add_argument("--demo", action="store_true", help="begin with the fictional network, to try things out")
    provision.set_defaults(do=_provision)


def _school_year(name: str) -> SchoolYear:
    year = SchoolYear.named(name)
    if year is None:
        raise argparse.ArgumentTypeError(f"{name!r} is not a school year such as 2026-27")
    return year


def _provision(asked: argparse.Namespace) -> None:
    settings = Settings.given(os.environ, secrets_on_disk(), asked.sheet)
    order = Order(asked.year, demo_rows() if asked.demo else None)
    _tell(setting_up.build_year(settings, order, london_time().date()))


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = commands.add_parser("doctor", help="look whether settings, access and the sheet are as the app needs them")
    _add_which_sheet(doctor)
    doctor.add_argument("--live", action="store_true", help="also try on a scratch tab what the write path stands on")
    doctor.set_defaults(do=_examine)


def _add_which_sheet(command: argparse.ArgumentParser) -> None:
    command.add_argument("--sheet", default="", metavar="URL", help="another sheet than the one in the settings")
    command.add_argument("--file", type=Path, help="an embedded sheet's file, instead of the one in the settings")


def _secrets_of(asked: argparse.Namespace) -> dict[str, Any]:
    return {} if asked.file else secrets_on_disk()


def _settings_of(asked: argparse.Namespace) -> Settings:
    settings = Settings.given(os.environ, _secrets_of(asked), asked.sheet)
    return replace(settings, file=asked.file, address="", account=None) if asked.file else settings


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser(
        "explain", help="print every cell that is not plainly read, and what counts meanwhile"
    )
    _add_which_sheet(explain)
    explain.add_argument("--tab", default="", metavar="T", help="only the tab of this name")
    explain.add_argument("--json", action="store_true", help="one JSON object a line")
    explain.add_argument("--all", action="store_true", help="every cell, also those that are plainly read")
    explain.set_defaults(do=_explain)


def _explain(asked: argparse.Namespace) -> None:
    titles = {match_key(tab.title): tab.title for tab in ALL_TABS if tab is not READ_ME}
    if asked.tab and match_key(asked.tab) not in titles:
        raise SetupError(f'The app reads no tab called "{asked.tab}". It reads {", ".join(titles.values())}.')
    reading = setting_up.read_once(_settings_of(asked))
    lines = explained(reading, titles.get(match_key(asked.tab), ""), everything=asked.all)
    for line in lines:
        _tell(json.dumps(line.as_json(), ensure_ascii=False) if asked.json else str(line))
    if not asked.json:
        _tell(counts_of(lines))


def _examine(asked: argparse.Namespace) -> int:
    settings = _settings_of(asked)
    with setting_up.door(settings) as door:
        wrong = False
        lines = examined(Patient(door.client, door.book, settings.email), datetime.now(UTC), _new_id())
        first = (Line(Verdict.OK, "settings", settings.said), _sign_in(asked, settings), *_hosts(asked))
        for line in chain(first, lines):
            _tell(str(line))
            wrong = wrong or line.verdict is Verdict.WRONG
        if asked.live and not wrong:
            wrong = _try_out(door)
    return SOMETHING_WRONG if wrong else 0


def _sign_in(asked: argparse.Namespace, settings: Settings) -> Line:
    """Say whether people can sign in, by the secrets alone: nobody is asked."""
    try:
        trusted = providers_in(_secrets_of(asked))
    except SetupError as error:
        return Line(Verdict.WRONG, "sign-in", str(error))
    if trusted:
        vouch = [f"{one.title} for {listed(sorted(one.domains))}" for one in trusted]
        return Line(Verdict.OK, "sign-in", f"{'; '.join(vouch)}.")
    if settings.account is None:
        return Line(
            Verdict.OK, "sign-in", "not set up: on the demo everyone can be anyone, any other year stays closed."
        )
    sentence = "not set up, so nobody sees anything of the sheet. docs/sign-in.md has every click."
    return Line(Verdict.LOOK, "sign-in", sentence)


def _hosts(asked: argparse.Namespace) -> tuple[Line, ...]:
    """Say which names the app answers to, which one could be set, and which one it sees."""
    secrets = _secrets_of(asked)
    try:
        found = advice(allowed_hosts(os.environ, secrets), secrets)
    except SetupError as error:
        return (Line(Verdict.WRONG, "host", str(error)),)
    if found is None:
        return ()
    well, sentence = found
    return (Line(Verdict.OK if well else Verdict.WRONG, "host", sentence),)


def _try_out(door: setting_up.Door) -> bool:
    """Print what was expected and what was seen; tell whether something that matters was otherwise."""
    _tell(f"\n{_row('tried on a scratch tab', 'expected', 'seen')}")
    wrong = False
    for result in tried_out(door.client, door.book, _new_id, time.sleep):
        mark = "" if result.agrees else "  <- WRONG" if result.matters else "  <- look"
        _tell(_row(result.trial.what, result.trial.expected, f"{result.seen.outcome}{mark}"))
        if result.seen.words:
            _tell(f"    {' '.join(result.seen.words.split())[:WORDS]}")
        wrong = wrong or result.matters
    return wrong


def _row(what: str, expected: str, seen: str) -> str:
    return f"{what:<{WHAT}}  {expected:<{EXPECTED}}  {seen}"


def _new_id() -> str:
    return uuid4().hex


def _serve(asked: argparse.Namespace) -> None:
    server.serve(asked.port, asked.file, _tell)


def _reset(asked: argparse.Namespace) -> None:
    _tell(bootstrap.reset_demo(asked.file, datetime.now(UTC).astimezone()))


def _tell(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
