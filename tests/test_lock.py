"""The lock with hashes: it meets requirements.txt, and the check sees what could be wrong with one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.lock import problems

HOUSE = Path(__file__).parent.parent
HASH = "--hash=sha256:" + "a" * 64
WANTED = "one[extra]~=1.2\n# a word\n\ntwo==3.0\n"
GOOD = f"one==1.4 \\\n    {HASH} \\\n    {HASH}\n"
GOOD += f"two==3.0 ; sys_platform != 'win32' \\\n    {HASH}\nunder-it==9 {HASH}\n"


def test_the_lock_is_as_it_should_be() -> None:
    checked = subprocess.run(
        [sys.executable, "tools/lock.py", "--check"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (checked.stdout, checked.returncode) == ("", 0)


def test_a_sound_lock_has_no_problem() -> None:
    assert problems(WANTED, GOOD) == []


@pytest.mark.parametrize(
    ("sound", "broken", "problem"),
    [
        ("one==1.4", "one==2.0", "Doesn't meet requirements.txt: one[extra]~=1.2"),
        ("two==3.0", "three==3.0", "Doesn't meet requirements.txt: two==3.0"),
        (f"under-it==9 {HASH}", "under-it==9", "Without hashes: under-it"),
        (f"under-it==9 {HASH}", "under-it==9 --hash=md5:abc", "Without hashes: under-it"),
        ("under-it==9", "under-it>=9", "Not at one version: under-it"),
        ("under-it==9", "--index-url https://index.example", "Names a place: --index-url https://index.example"),
        ("under-it==9", "under-it @ https://index.example/a.whl", "Names a place"),
    ],
)
def test_what_is_wrong_with_a_lock_is_seen(sound: str, broken: str, problem: str) -> None:
    (found,) = problems(WANTED, GOOD.replace(sound, broken))
    assert found.startswith(problem)
