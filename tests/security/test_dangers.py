"""What no file of the app may do; each rule is also shown to find what it is for.

Which words reach markdown through ``show`` is looked at by ``tests/ui/test_show.py``.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOUSE = Path(__file__).parents[2]
SOURCES = sorted([*(HOUSE / "kaizen").rglob("*.py"), *(HOUSE / "pages").glob("*.py"), HOUSE / "streamlit_app.py"])
SHEETS_ONLY = "https://www.googleapis.com/auth/spreadsheets"

ANYTHING_RUN = {"eval", "exec", "compile", "__import__", "system", "popen", "run_js"}
UNSAFE_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "subprocess",
    "code",
    "telnetlib",
    "ftplib",
    "smtplib",
}
HTML_SINKS = {"html", "iframe", "declare_component"}
MARKDOWN_SINKS = {
    "write",
    "write_stream",
    "markdown",
    "caption",
    "title",
    "header",
    "subheader",
    "toast",
    "metric",
    "badge",
}
MARKDOWN_SINKS |= {"latex", "table", "error", "warning", "info", "success", "exception", "chat_message"}
KEPT_FOR_ALL = {"cache_data", "cache_resource", "experimental_memo", "experimental_singleton", "memo", "singleton"}
OF_ONE_VISITOR = re.compile(r"\bst\.(?:user|session_state|query_params|context)\b|\bidentity\.|\bdesk\(")


def _calls(tree: ast.AST) -> Iterator[tuple[str, str, ast.Call]]:
    """Return what each call is made on, what is called, and the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            on, _, name = ast.unparse(node.func).rpartition(".")
            yield on, name, node


def _constants(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def no_html(tree: ast.AST) -> Iterator[str]:
    """Nothing is put into a page as HTML; the component that shows the age takes words of ours only."""
    yield from (name for name in _constants(tree) if name == "unsafe_allow_html")
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in {"unsafe_allow_html", "unsafe_allow_javascript"}:
            yield str(node.arg)
    for _, name, call in _calls(tree):
        if name in HTML_SINKS:
            yield ast.unparse(call.func)
        if name == "component" and not all(_is_ours(word.value) for word in call.keywords):
            yield ast.unparse(call.func)
    yield from (name for name in _imported(tree) if name.startswith("streamlit.components"))


def _is_ours(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def nothing_run(tree: ast.AST) -> Iterator[str]:
    """No text becomes a program, and nothing is unpacked that could hold one."""
    yield from (f"{on}.{name}" for on, name, _ in _calls(tree) if name in ANYTHING_RUN and on != "re")
    yield from (name for name in _imported(tree) if name.partition(".")[0] in UNSAFE_MODULES)


def no_machine_code(tree: ast.AST) -> Iterator[str]:
    """No library of the machine is called past Python; the allocator's options in ``ui/memory.py`` are no text."""
    yield from (name for name in _imported(tree) if name.partition(".")[0] == "ctypes")


def no_shared_memory_of_one_visitor(tree: ast.AST) -> Iterator[str]:
    """Streamlit's caches, which any visitor may clear, are not used; no other cache knows who asks."""
    yield from (
        ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in KEPT_FOR_ALL
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(mark) for mark in node.decorator_list):
            yield from OF_ONE_VISITOR.findall(ast.unparse(node))


def markdown_only_in_show(tree: ast.AST) -> Iterator[str]:
    """Only ``kaizen/ui/show.py`` hands anything to what reads markdown, on the page or in a part of it."""
    for on, name, call in _calls(tree):
        if (
            name in MARKDOWN_SINKS
            and (call.args or call.keywords)
            and on not in {"", "show", "log", "sys.stdout", "sys.stderr", "visit_log", "table"}
        ):
            yield f"{on}.{name}"


def streamlit_under_its_one_name(tree: ast.AST) -> Iterator[str]:
    """Streamlit is ``st`` everywhere, so that the other rules know it; what of it draws nothing has its own names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"{one.name} as {one.asname}" for one in node.names if _is_another_name(one))
        elif isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "streamlit":
            yield from (one.name for one in node.names if not _draws_nothing(str(node.module), one.name))


def _draws_nothing(module: str, name: str) -> bool:
    parts = (*module.split(".")[1:], name)
    return parts[0] in {"errors", "runtime", "proto", "config"}


def _is_another_name(alias: ast.alias) -> bool:
    return alias.name.split(".")[0] == "streamlit" and (alias.name, alias.asname) != ("streamlit", "st")


def typed_by_people_only(tree: ast.AST) -> Iterator[str]:
    """What the app writes is never taken as if somebody had typed it, so that it cannot become a formula."""
    yield from (text for text in _constants(tree) if text == "USER_ENTERED")


def sheets_only(tree: ast.AST) -> Iterator[str]:
    """The app asks for Google Sheets and for nothing else; gspread by itself would ask for all of Drive."""
    yield from (text for text in _constants(tree) if "googleapis.com/auth/" in text and text != SHEETS_ONLY)
    yield from (
        name for _, name, _ in _calls(tree) if name in {"service_account", "service_account_from_dict", "oauth"}
    )


IN_A_FILE_NAME = {"office.year.settings.school_year", "office.now()", "token"}
"""The school year, the day, and letters that nobody can guess."""


def file_names_of_ours(tree: ast.AST) -> Iterator[str]:
    """No name of a file has anybody's words in it: it says what is inside, when, and what makes it its own."""
    for _, _, call in _calls(tree):
        named = (word.value for word in call.keywords if word.arg == "file_name")
        yield from (ast.unparse(one) for one in named if not ast.unparse(one).partition("(")[0].endswith("file_name"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "file_name":
            for told in (one.value for one in ast.walk(node) if isinstance(one, ast.Return)):
                parts = told.values if isinstance(told, ast.JoinedStr) else [told]
                filled = [getattr(one, "value", one) for one in parts if not isinstance(one, ast.Constant)]
                yield from (one for one in map(ast.unparse, filter(None, filled)) if one not in IN_A_FILE_NAME)


UI = {path for path in SOURCES if "ui" in path.parts or "pages" in path.parts}
BELOW: dict[str, set[str]] = {
    "markdown_only_in_show": {"kaizen/ui/show.py"},
    "no_machine_code": {"kaizen/ui/memory.py"},
    "typed_by_people_only": {"kaizen/engine/hand.py", "kaizen/engine/live_trials.py"},
}
"""The files that a rule is not about."""

RULES: tuple[tuple[Callable[[ast.AST], Iterator[str]], tuple[str, ...]], ...] = (
    (
        no_html,
        (
            "st.markdown(x, unsafe_allow_html=True)",
            "st.markdown(x, **{'unsafe_allow_html': True})",
            "st.html(x)",
            "components.html(x)",
            "st.components.v2.component('a', html=f'<p>{x}')",
            "import streamlit.components.v1 as components",
        ),
    ),
    (nothing_run, ("eval(x)", "exec(x)", "os.system(x)", "import pickle", "from marshal import loads")),
    (no_machine_code, ("import ctypes", "from ctypes.util import find_library")),
    (
        no_shared_memory_of_one_visitor,
        (
            "@st.cache_data\ndef f(): ...",
            "st.cache_resource(f)",
            "@lru_cache\ndef f():\n  return st.user.email",
            "@cache\ndef f():\n  return identity.me()",
        ),
    ),
    (markdown_only_in_show, ("st.markdown(x)", "st.sidebar.write(x)", "column.caption(x)", "box.error(x)")),
    (
        streamlit_under_its_one_name,
        ("import streamlit", "import streamlit as s", "from streamlit import markdown", "import streamlit.web"),
    ),
    (typed_by_people_only, ("body = {'valueInputOption': 'USER_ENTERED'}",)),
    (
        file_names_of_ours,
        (
            "st.download_button('Take', data, file_name=workshop.title)",
            "st.download_button('Take', data, file_name=f'{school}.xlsx')",
            "def file_name(office):\n  return office.year.settings.network",
            "def file_name(office):\n  return f'{office.year.settings.network}.xlsx'",
        ),
    ),
    (
        sheets_only,
        (
            "SCOPES = ('https://www.googleapis.com/auth/drive',)",
            "SCOPES = ['https://www.googleapis.com/auth/spreadsheets.readonly']",
            "gspread.service_account()",
        ),
    ),
)


def _concerned(rule: Callable[[ast.AST], Iterator[str]]) -> list[Path]:
    if rule is markdown_only_in_show or rule is streamlit_under_its_one_name:
        paths = sorted(UI)
    elif rule is typed_by_people_only:  # the embedded sheet is Google's side of the line
        paths = [path for path in SOURCES if "sheets_local" not in path.parts]
    else:
        paths = SOURCES
    return [path for path in paths if str(path.relative_to(HOUSE)) not in BELOW.get(rule.__name__, set())]


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES], ids=lambda rule: rule.__name__)
def test_no_file_breaks_the_rule(rule: Callable[[ast.AST], Iterator[str]]) -> None:
    paths = _concerned(rule)
    assert len(paths) > 30
    broken = {str(path.relative_to(HOUSE)): list(rule(ast.parse(path.read_text("utf-8")))) for path in paths}
    assert {path: found for path, found in broken.items() if found} == {}


@pytest.mark.parametrize(
    ("rule", "source"),
    [(rule, source) for rule, sources in RULES for source in sources],
    ids=lambda one: getattr(one, "__name__", one)[:40],
)
def test_the_rule_finds_what_it_is_for(rule: Callable[[ast.AST], Iterator[str]], source: str) -> None:
    assert list(rule(ast.parse(source)))


def test_the_app_asks_for_sheets_and_nothing_else() -> None:
    constants = [text for path in SOURCES for text in _constants(ast.parse(path.read_text("utf-8")))]
    assert [text for text in constants if "googleapis.com/auth/" in text] == [SHEETS_ONLY]
