"""``docs/reliability.md`` names only tests that there are, and a test for each promise."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
PAGE = (TESTS.parent / "docs" / "reliability.md").read_text("utf-8")
NAMED = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.partition("## The promises")[2].partition("\n## ")[0].splitlines()
    if line.startswith("|")
][2:]


def is_there(file: str, test: str) -> bool:
    path = TESTS / file
    return path.exists() and (not test or f"\ndef {test}(" in path.read_text("utf-8"))


def test_every_test_that_the_page_names_is_there() -> None:
    named = NAMED.findall(PAGE)
    assert ("reliability/checker.py", "") in named
    assert [name for name in named if not is_there(*name)] == []


def test_a_test_that_is_not_there_would_be_noticed() -> None:
    assert not is_there("reliability/test_soak.py", "test_320_people")
    assert not is_there("reliability/test_nothing.py", "")


def test_every_promise_has_a_test_and_a_figure() -> None:
    assert len(ROWS) > 20
    assert [row for row in ROWS if len(row) != 3 or not row[0] or not row[2]] == []
    assert [row[0] for row in ROWS if not any(test for _, test in NAMED.findall(row[1]))] == []
