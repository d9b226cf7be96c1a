"""Make ``requirements.lock``, or check it: each package once, at one version, with the hashes of its files.

    python tools/lock.py           make it (needs uv and a package index)
    python tools/lock.py --check   check it against requirements.txt (needs neither)

For hosts that want it: ``pip install --require-hashes -r requirements.lock``. Community Cloud takes
``requirements.txt``. The file names no index, so that it serves wherever it is used.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

HOUSE: Final = Path(__file__).resolve().parent.parent
WANTED, LOCK = HOUSE / "requirements.txt", HOUSE / "requirements.lock"
COMPILE: Final = (
    *("uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--quiet", "requirements.txt", "-o", "requirements.lock"),
)
_HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def problems(wanted: str, lock: str) -> list[str]:
    """Return what is wrong with a lock, a sentence each.

    Args:
        wanted: the text of ``requirements.txt``.
        lock: the text of ``requirements.lock``.
    """
    found = []
    locked: dict[str, list[Requirement]] = {}
    for line in lock.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words, *hashes = line.split("--hash=")
        if "://" in line or words.lstrip().startswith("-"):
            found.append(f"Names a place: {words.strip()}")
            continue
        one = Requirement(words.strip())
        locked.setdefault(canonicalize_name(one.name), []).append(one)
        if not re.fullmatch(r"==[^,*]+", str(one.specifier)):
            found.append(f"Not at one version: {one.name}")
        if not hashes or len(_HASH.findall(line)) != len(hashes):
            found.append(f"Without hashes: {one.name}")
    return found + [sentence for line in wanted.splitlines() if (sentence := _unmet(line, locked))]


def _unmet(line: str, locked: dict[str, list[Requirement]]) -> str:
    if not line.strip() or line.startswith("#"):
        return ""
    want = Requirement(line)
    there = locked.get(canonicalize_name(want.name), [])
    versions = [Version(spec.version) for one in there for spec in one.specifier]
    if versions and all(version in want.specifier for version in versions):
        return ""
    return f"Doesn't meet requirements.txt: {want}"


def main(words: list[str]) -> int:
    """Make the lock unless it is only to be checked, and return 1 where something is wrong with it."""
    if "--check" not in words:
        subprocess.run(COMPILE, cwd=HOUSE, check=True)
    wrong = problems(WANTED.read_text("utf-8"), LOCK.read_text("utf-8"))
    sys.stdout.write("".join(f"requirements.lock: {one}\n" for one in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
