"""The floors of the house: what may import what, held by import-linter."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent


def test_imports_go_down_only() -> None:
    # In a process of its own: it switches off every logger that is there, and tests after this one listen to some.
    linter = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    told = subprocess.run(linter, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_every_room_has_a_floor() -> None:
    contracts = tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = next(contract for contract in contracts if contract["id"] == "floors")
    named = {room.strip() for floor in floors["layers"] for room in floor.split("|")}
    rooms = {path.stem for path in (HOUSE / "kaizen").glob("[!_]*") if path.suffix == ".py" or path.is_dir()}
    assert rooms <= named


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("page", sorted((HOUSE / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_knows_streamlit_and_kaizen_only(page: Path) -> None:
    assert _imports(page) <= {"streamlit", "kaizen", "__future__", "datetime", "typing", "collections", "functools"}
