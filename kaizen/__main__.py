"""``python -m kaizen``: the embedded sheet for other programs, and starting the demo over."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen import bootstrap
from kaizen.errors import KaizenError
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
    sheets = commands.add_parser("sheets-local", help="serve the embedded sheet as the Google Sheets API on 127.0.0.1")
    sheets.add_argument("--port", type=int, required=True, help="port on 127.0.0.1; 0 takes any free one")
    sheets.add_argument("--file", type=Path, help="keep the sheets in this file; in memory without it")
    sheets.set_defaults(do=_serve)
    demo = commands.add_parser("demo", help="start the fictional network over")
    demo.add_argument("--reset", action="store_true", required=True, help="put the demo back as it was at first")
    demo.add_argument("--file", type=Path, help="the embedded sheet's file; the app's own without it")
    demo.set_defaults(do=_reset)
    return parser


def _serve(asked: argparse.Namespace) -> None:
    server.serve(asked.port, asked.file, _tell)


def _reset(asked: argparse.Namespace) -> None:
    _tell(bootstrap.reset_demo(asked.file, datetime.now(UTC).astimezone()))


def _tell(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
