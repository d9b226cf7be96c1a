"""The scans that run before a change lands find what they are there for, and do not call silence a pass."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    ("says", "ends", "told", "ended"),
    [
        ("No known vulnerabilities found", 0, "packages: audited, no known vulnerability", 0),
        ("Found 2 known vulnerabilities in 1 package", 1, "Found 2 known vulnerabilities in 1 package", 1),
        ("ERROR: Dependency not found and could not be audited", 1, "packages: NOT AUDITED", 0),
        ("ERROR: no answer from https://vulnerabilities.example", 1, "packages: NOT AUDITED", 0),
    ],
)
def test_an_audit_that_could_not_be_made_is_never_a_pass(
    tmp_path: Path, says: str, ends: int, told: str, ended: int
) -> None:
    for folder in (".ci", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(HOUSE / ".ci" / "audit", tmp_path / ".ci" / "audit")
    auditor = tmp_path / ".venv" / "bin" / "pip-audit"
    auditor.write_text(f"#!/bin/sh\necho '{says}'\nexit {ends}\n", "utf-8")
    auditor.chmod(0o755)
    answer = subprocess.run(["bash", tmp_path / ".ci" / "audit"], capture_output=True, text=True, check=False)
    assert answer.stdout.startswith(told)
    assert answer.returncode == ended
    assert "https://" not in answer.stdout


@pytest.mark.slow
def test_a_key_that_somebody_has_left_in_a_file_is_found(tmp_path: Path) -> None:
    key = "AKIA" + "Z7KQ" * 4
    file = tmp_path / "notes.py"
    baseline = str(HOUSE / ".ci" / "secrets.baseline")
    for text, ended in ((f'aws_key = "{key}"\n', 1), ('name = "Larkfold"\n', 0)):
        file.write_text(text, "utf-8")
        hook = [str(TOOLS / "detect-secrets-hook"), "--baseline", baseline, str(file)]
        assert subprocess.run(hook, capture_output=True, check=False, cwd=HOUSE).returncode == ended


@pytest.mark.slow
def test_a_call_that_runs_text_is_found(tmp_path: Path) -> None:
    file = tmp_path / "notes.py"
    for text, ended in (("import subprocess\nsubprocess.call('ls', shell=True)\n", 1), ("name = 1\n", 0)):
        file.write_text(text, "utf-8")
        scan = [str(TOOLS / "bandit"), "-q", str(file)]
        assert subprocess.run(scan, capture_output=True, check=False).returncode == ended
