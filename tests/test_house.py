"""House style that no linter knows: sizes, names, page guards, and what the project does not say."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
SOURCES = sorted((HOUSE / "kaizen").rglob("*.py"))
PAGES = sorted((HOUSE / "pages").glob("*.py"))

LONGEST_FILE, LONGEST_PAGE, LONGEST_FUNCTION, LONG_FUNCTION = 400, 80, 60, 25
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "base", "core", "manager"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions() -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(HOUSE)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in [*SOURCES, *PAGES]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, Function)
    ]


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_file_fits_in_one_look(path: Path) -> None:
    limit = LONGEST_PAGE if path in PAGES else LONGEST_FILE
    assert len(path.read_text("utf-8").splitlines()) <= limit


def test_functions_are_short() -> None:
    functions = _functions()
    assert [name for name, lines in functions if lines > LONGEST_FUNCTION] == []
    assert sum(lines <= LONG_FUNCTION for _, lines in functions) >= 0.9 * len(functions)


Named = ast.ClassDef | Function


def _told(tree: ast.Module | ast.ClassDef) -> list[Named]:
    """Return the public classes and functions of a module or class; what stands inside a function is its own affair."""
    found: list[Named] = [
        node
        for node in tree.body
        if isinstance(node, Named) and not node.name.startswith("_") and not _is_overload(node)
    ]
    return [*found, *(inner for node in found if isinstance(node, ast.ClassDef) for inner in _told(node))]


def _is_overload(node: Named) -> bool:
    return any("overload" in ast.unparse(mark) or ".setter" in ast.unparse(mark) for mark in node.decorator_list)


def test_public_is_what_others_may_call() -> None:
    source = "class A:\n  def b(self): ...\n  def _c(self): ...\n@overload\ndef d(): ...\ndef e():\n  def f(): ..."
    assert [node.name for node in _told(ast.parse(source))] == ["A", "e", "b"]


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=lambda path: str(path.relative_to(HOUSE)))
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "the module itself"
    assert [f"{node.lineno} {node.name}" for node in _told(tree) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_function_says_what_comes_back(path: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, Function)]
    assert [f"{node.lineno} {node.name}" for node in functions if node.returns is None] == []


def test_files_are_named_after_what_is_inside() -> None:
    assert [path for path in [*SOURCES, *PAGES] if path.stem in DRAWERS] == []


def _statements(path: Path) -> list[ast.stmt]:
    body = ast.parse(path.read_text("utf-8")).body
    return [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom) and not _is_text(node)]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_guards_itself_before_anything_else(page: Path) -> None:
    first = _statements(page)[0]
    assert isinstance(first, ast.Assign)
    assert isinstance(first.value, ast.Call)
    assert ast.unparse(first.value.func) == "shell.open_page"


def _tracked() -> list[Path]:
    try:
        names = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, so there is no list of what belongs to the project")
    return [HOUSE / name for name in names.split("\0") if name and (HOUSE / name).is_file()]


MACHINE = re.compile(
    r"/(?:home|root|work|Users)/[a-z]|/tmp/(?!kaizen)[a-z]+/|BEGIN (?:RSA )?PRIVATE KEY", re.IGNORECASE
)
INVENTED = re.compile(r"(?:\.example|example\.(?:com|org|net)|\.iam\.gserviceaccount\.com|\.invalid|\.test)$")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def test_the_project_speaks_of_itself_alone() -> None:
    told = []
    for path in _tracked():
        if path.name == Path(__file__).name or path.suffix in {".png", ".json", ".jsonl"}:
            continue
        text = path.read_text("utf-8", errors="replace")
        told += [f"{path.relative_to(HOUSE)}: {match[0]}" for match in MACHINE.finditer(text)]
    assert told == []


def test_no_address_of_a_real_person() -> None:
    real = []
    for path in _tracked():
        if path.suffix == ".png":
            continue
        for match in ADDRESS.finditer(path.read_text("utf-8", errors="replace")):
            domain = match[0].rpartition("@")[2]
            if not INVENTED.search(domain):
                real.append(f"{path.relative_to(HOUSE)}: {match[0]}")
    assert real == []


def test_no_lock_file_overrides_the_requirements() -> None:
    assert not [name for name in ("uv.lock", "Pipfile", "environment.yml") if (HOUSE / name).exists()]
