"""The page about who may do what is the one that the table makes."""

from __future__ import annotations

from pathlib import Path

from kaizen.rules.access import TABLE, Role
from kaizen.rules.access_page import who_may_do_what

PAGE = Path(__file__).parents[2] / "docs" / "who-may-do-what.md"


def test_the_page_is_the_one_that_the_table_makes() -> None:
    assert PAGE.read_text("utf-8") == who_may_do_what()


def test_every_action_has_a_line_and_every_role_a_column() -> None:
    lines = who_may_do_what().splitlines()
    assert "| May | " + " | ".join(Role) + " |" in lines
    for action in TABLE:
        assert sum(line.startswith(f"| {action} |") for line in lines) == 1
