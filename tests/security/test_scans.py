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
    answer = _audited(tmp_path, f"#!/bin/sh\necho '{says}'\nexit {ends}\n")
    assert answer.stdout.startswith(told)
    assert answer.returncode == ended
    assert "https://" not in answer.stdout


def _audited(tmp_path: Path, auditor: str) -> subprocess.CompletedProcess[str]:
    """Run the audit over the packages of these tests, the project itself among them, with an auditor of our own."""
    for folder in (".ci", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(HOUSE / ".ci" / "audit", tmp_path / ".ci" / "audit")
    pip = f'#!/bin/sh\nexec "{sys.executable}" -m pip "$@"\n'
    for name, program in (("pip", pip), ("pip-audit", auditor)):
        (tmp_path / ".venv" / "bin" / name).write_text(program, "utf-8")
        (tmp_path / ".venv" / "bin" / name).chmod(0o755)
    return subprocess.run(["bash", tmp_path / ".ci" / "audit"], capture_output=True, text=True, check=False)


SERVICE = """#!{python}
import datetime

from packaging.version import Version
from pip_audit import _cli
from pip_audit._service import pypi
from pip_audit._service.interface import SkippedDependency, VulnerabilityResult

UNKNOWN, HOLED = {unknown!r}, {holed!r}


def query(self, package):
    if package.name in UNKNOWN or "*" in UNKNOWN:
        return SkippedDependency(name=package.name, skip_reason="nobody knows it"), []
    hole = VulnerabilityResult.create(["X-1"], "a hole", [Version("99")], datetime.datetime.now(datetime.UTC))
    return package, [hole] if package.name in HOLED else []


pypi.PyPIService.query = query
_cli.audit()
"""
"""The real auditor with a service that answers here, which knows some packages and holes."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unknown", "holed", "told", "ended"),
    [
        ([], [], "packages: audited, no known vulnerability", 0),
        ([], ["streamlit"], "X-1", 1),
        (["altair"], ["streamlit"], "X-1", 1),
        (["altair"], [], "packages: NOT AUDITED", 0),
        (["*"], [], "packages: NOT AUDITED", 0),
    ],
)
def test_the_auditor_is_asked_about_every_package(
    tmp_path: Path, unknown: list[str], holed: list[str], told: str, ended: int
) -> None:
    service = SERVICE.format(python=sys.executable, unknown=unknown, holed=holed)
    answer = _audited(tmp_path, service)
    assert told in answer.stdout, answer.stdout + answer.stderr
    assert answer.returncode == ended
    assert ("NOT AUDITED" in answer.stdout) == (not holed and bool(unknown))


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
