"""Text of the sheet reaches what understands markdown through one file only, and nothing else dangerous is there.

Each rule has a piece of code that it must catch, so that it cannot go blind.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(__file__).parents[2]
UI = [*sorted((HOUSE / "kaizen" / "ui").glob("*.py")), *sorted((HOUSE / "pages").glob("*.py"))]
SOURCES = [
    *sorted((HOUSE / "kaizen").rglob("*.py")),
    *sorted((HOUSE / "pages").glob("*.py")),
    HOUSE / "streamlit_app.py",
]
HAND: Final = {"kaizen/engine/hand.py", "kaizen/engine/live_trials.py"}
"""A person's own typing on the practice sheet, and what is tried out on a scratch tab."""

MARKDOWN: Final = frozenset(
    {
        *("write", "markdown", "caption", "title", "header", "subheader", "error", "warning", "info", "success"),
        *("toast", "metric", "badge", "table", "progress", "status", "latex", "html", "chat_message", "exception"),
    }
)
"""What draws its text as markdown; only `show` calls these."""

LABELLED: Final = frozenset(
    {
        *("button", "download_button", "link_button", "page_link", "checkbox", "toggle", "radio", "selectbox"),
        *("multiselect", "text_input", "text_area", "number_input", "date_input", "time_input", "file_uploader"),
        *("expander", "popover", "tabs", "pills", "segmented_control", "slider", "spinner"),
    }
)
"""What draws a label as markdown: a literal of ours, or text that `show` has made plain."""

MADE_PLAIN: Final = ("show.label(", "show.plain(", "show.filled(")


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if owner == "st" or owner.startswith("st."):
                yield node.func.attr, node


def _label(call: ast.Call) -> ast.expr | None:
    named = next((one.value for one in call.keywords if one.arg == "label"), None)
    return named if named is not None or not call.args else call.args[0]


def _is_plain(label: ast.expr | None, tree: ast.AST) -> bool:
    """Tell whether a label is a literal, or comes from `show`, by way of one name of the same file at the most."""
    if label is None or (isinstance(label, ast.Constant) and isinstance(label.value, str)):
        return True
    if isinstance(label, ast.Name):
        made = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and _names(node) == [label.id]]
        return bool(made) and all(not isinstance(one, ast.Name) and _is_plain(one, tree) for one in made)
    return ast.unparse(label).startswith(MADE_PLAIN)


def _names(node: ast.Assign) -> list[str]:
    return [ast.unparse(target) for target in node.targets]


def open_sinks(code: str) -> list[str]:
    """Return every call in a piece of the ui by which text could be read as markdown."""
    tree = ast.parse(code)
    found = [f"{name}, line {call.lineno}" for name, call in _calls(tree) if name in MARKDOWN]
    return found + [
        f"{name}, line {call.lineno}"
        for name, call in _calls(tree)
        if name in LABELLED and not _is_plain(_label(call), tree)
    ]


@pytest.mark.parametrize("path", UI, ids=lambda path: path.stem)
def test_only_show_hands_text_to_markdown(path: Path) -> None:
    if path.name != "show.py":
        assert open_sinks(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "st.markdown(row.title)",
        "st.sidebar.caption('x')",
        "st.button(row.title)",
        "st.selectbox(f'Who is {name}?', [])",
        "st.radio(label=row.name, options=[])",
        "label = row.name\nst.checkbox(label)",
        "label = show.label(row.name) + row.name if row else name\nst.checkbox(row.label)",
    ],
)
def test_an_open_sink_would_be_found(code: str) -> None:
    assert open_sinks(code) != []


@pytest.mark.parametrize(
    "code",
    ["st.button('Go')", "st.button(show.label(x))", "label = show.filled('{}', x)\nst.button(label)", "st.text(x)"],
)
def test_what_is_plain_is_not_found(code: str) -> None:
    assert open_sinks(code) == []


def dangers(code: str) -> list[str]:
    """Return what must stand nowhere: code made of text, objects made of bytes, typing taken as formulas, caches."""
    tree = ast.parse(code)
    found = [
        ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            ast.unparse(node.func) in {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
            or ast.unparse(node.func).startswith(("pickle.", "marshal.", "shelve.", "dill.", "subprocess."))
        )
    ]
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    found += [text for text in texts if text == "USER_ENTERED"]
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        found += [name for name in names if name in {"pickle", "marshal", "shelve", "subprocess", "components"}]
        if isinstance(node, ast.Attribute) and node.attr in {"cache_data", "cache_resource", "unsafe_allow_html"}:
            found.append(node.attr)
        if isinstance(node, ast.keyword) and node.arg in {"unsafe_allow_html", "unsafe_allow_javascript"}:
            found.append(node.arg)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_nothing_dangerous_stands_anywhere(path: Path) -> None:
    name = str(path.relative_to(HOUSE))
    allowed = {"USER_ENTERED"} if name in HAND or name.startswith("kaizen/sheets_local/") else set()
    assert set(dangers(path.read_text("utf-8"))) <= allowed


@pytest.mark.parametrize(
    "code",
    [
        "eval(text)",
        "import pickle",
        "from streamlit import components",
        "pickle.loads(x)",
        "subprocess.run(x)",
        "st.cache_data(f)",
        "@st.cache_resource\ndef f(): ...",
        "st.x(y, unsafe_allow_html=True)",
        "mode = 'USER_ENTERED'",
    ],
)
def test_a_danger_would_be_found(code: str) -> None:
    assert dangers(code) != []


def test_the_app_asks_google_for_one_permission() -> None:
    from kaizen.engine.google import SCOPES  # noqa: PLC0415 - the engine is heavy, and only this test needs it

    assert SCOPES == ("https://www.googleapis.com/auth/spreadsheets",)
