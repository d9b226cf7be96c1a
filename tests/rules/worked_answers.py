"""The network's worked answers and published facts, as tables beside the tests."""

from __future__ import annotations

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table by heading."""
    return list(csv.DictReader((DATA / name).read_text("utf-8").splitlines()))


def about(*rules: str) -> list[dict[str, str]]:
    """Return the worked answers of ``expected_rules.csv`` to these questions."""
    return [row for row in table("expected_rules.csv") if row["Rule"] in rules]


def told(row: dict[str, str]) -> str:
    """Return a name for a worked answer: the question, the school and the day."""
    return f"{row['Rule']} {row['School']} {row['Date']}"
