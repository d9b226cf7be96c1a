"""Run fresh seeds over all kinds of afternoons and print what came of them.

    python -m tests.reliability.many_seeds --seeds 300 --from 5000

A seed that finds something is printed with its kind; ``--kind`` and ``--from`` repeat it alone. Exits with 1 where a
promise was broken or an afternoon proves nothing.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.reliability.checker import judge
from tests.reliability.kinds import HARD, KINDS
from tests.reliability.workload import afternoon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.reliability.kinds import Setting
    from tests.reliability.verdict import Verdict

FIGURES = ("acknowledged", "reasons judged", "numbers judged", "commits", "crooked rows")


def main(asked: Sequence[str] | None = None) -> int:
    """Try the seeds and tell; returns what the process should exit with."""
    given = _arguments().parse_args(asked)
    settings = {name: one for name, one in {**KINDS, **HARD}.items() if given.kind in name}
    seeds = range(given.first, given.first + given.seeds)
    each = {name: Counter[str]() for name in settings}
    # Each seed in one kind after the other, so that however few there are, all kinds have had theirs.
    for number, seed in enumerate(seeds):
        name = list(settings)[number % len(settings)]
        for kind in settings if given.all else [name]:
            verdict = tried(settings[kind], seed)
            each[kind] += _figures(verdict)
            for line in () if verdict.holds else str(verdict).splitlines():
                print(f"{kind}, seed {seed}: {line}", flush=True)
    _tell(each.items())
    return int(any(one["violations"] or one["vacuous"] for one in each.values()))


def tried(setting: Setting, seed: int) -> Verdict:
    """Run one afternoon and judge it."""
    with tempfile.TemporaryDirectory() as folder:
        return judge(afternoon(Path(folder), seed, setting.how, setting.shape), setting.needs)


def _figures(verdict: Verdict) -> Counter[str]:
    codes = Counter(code for code, _ in verdict.found)
    told = Counter({name: verdict.counts[name] for name in FIGURES})
    told |= Counter({"overbooked": codes["CAPACITY"], "lost": codes["LOST"], "doubled": codes["DUPLICATE"]})  # type: ignore[index]
    return told + Counter(afternoons=1, violations=len(verdict.found), vacuous=bool(verdict.vacuous))


def _tell(kinds: Iterable[tuple[str, Counter[str]]]) -> None:
    columns = ("afternoons", *FIGURES, "overbooked", "lost", "doubled", "violations", "vacuous")
    whole: Counter[str] = Counter()
    for name, told in kinds:
        whole += told
        print(f"{name}: " + ", ".join(f"{column} {told[column]}" for column in columns))
    print("all: " + ", ".join(f"{column} {whole[column]}" for column in columns))


def _arguments() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--seeds", type=int, default=300, help="how many; each is tried in one kind")
    made.add_argument("--from", type=int, default=1000, dest="first", help="the first of them")
    made.add_argument("--kind", default="", help="a part of the name of the kinds to try")
    made.add_argument("--all", action="store_true", help="try each seed in every kind")
    return made


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    sys.exit(main())
