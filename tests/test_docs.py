"""The documentation tells the truth: every heading, every link, every command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kaizen.sheet import layout

HOUSE = Path(__file__).parent.parent
PAGES = [HOUSE / "README.md", HOUSE / "CHANGELOG.md", *sorted((HOUSE / "docs").rglob("*.md"))]


@pytest.mark.parametrize("tab", [tab for tab in layout.ALL_TABS if not tab.hidden], ids=lambda tab: tab.title)
def test_every_heading_is_documented(tab: layout.Tab) -> None:
    chapter = (
        (HOUSE / "docs" / "the-sheet.md").read_text("utf-8").partition(f"## {tab.title}\n")[2].partition("\n## ")[0]
    )
    assert chapter, tab.title
    if tab is not layout.LISTS_TAB:
        assert [heading for heading in tab.headings if f"| {heading} |" not in chapter] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


SOURCES = [path for room in ("kaizen", "pages", "tests", "benchmarks") for path in sorted((HOUSE / room).rglob("*.py"))]
NAMED = re.compile(r"(?<![\w/.])docs/[\w./-]*\w")


def test_every_page_that_the_code_names_is_there() -> None:
    named = {
        (match[0], str(path.relative_to(HOUSE)))
        for path in [*SOURCES, HOUSE / "streamlit_app.py"]
        for match in NAMED.finditer(path.read_text("utf-8"))
    }
    assert ("docs/the-sheet.md", "kaizen/sheet/documentation.py") in named
    assert sorted(where for where in named if not (HOUSE / where[0]).exists()) == []


def test_decisions_are_numbered_once_and_follow_each_other() -> None:
    numbers = [int(path.name[:4]) for path in sorted((HOUSE / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_test_command_of_the_readme_is_the_one_that_runs_in_ci() -> None:
    readme, script = (HOUSE / "README.md").read_text("utf-8"), (HOUSE / ".ci" / "run").read_text("utf-8")
    command = next(line for line in readme.splitlines() if "pytest" in line and "venv" in line)
    for step in command.split("&&"):
        assert step.strip().removesuffix("-q").strip() in script


def test_every_setting_is_in_the_sheet() -> None:
    assert layout.SETTINGS.headings == ("Setting", "Value", "What it does")
