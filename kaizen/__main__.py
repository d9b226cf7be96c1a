"""``python -m kaizen``: building a year in a Google sheet, the embedded sheet for other programs, the demo."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen import bootstrap
from kaizen.domain.dates import SchoolYear
from kaizen.engine.building import Order
from kaizen.engine.office import london_time
from kaizen.errors import KaizenError
from kaizen.settings import Settings, secrets_on_disk
from kaizen.sheet.demo import demo_rows
from kaizen.sheets_local import server

if TYPE_CHECKING:
    from collections.abc import Sequence

BAD_INPUT = 2
"""Exit code when somebody has to change something and try again."""


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words say and return the exit code: 0, or 2 with one sentence on stderr.

    Args:
        words: without the name of the program; those of the command line when left out.
    """
    asked = _parser().parse_args(words)
    try:
        asked.do(asked)
    except KaizenError as error:
        sys.stderr.write(f"kaizen: {error}\n")
        return BAD_INPUT
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m kaizen", description="Kaizen's commands. The app itself: streamlit run streamlit_app.py"
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_provision(commands)
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
    _tell(bootstrap.build_year(settings, order, london_time().date()))


def _serve(asked: argparse.Namespace) -> None:
    server.serve(asked.port, asked.file, _tell)


def _reset(asked: argparse.Namespace) -> None:
    _tell(bootstrap.reset_demo(asked.file, datetime.now(UTC).astimezone()))


def _tell(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
