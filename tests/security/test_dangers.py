"""What stands nowhere in the source, and the one permission that the app asks for.

Each rule has a piece of code that it must catch, so that it cannot go blind. What reaches markdown is looked at by
``tests/ui/test_show.py``.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

HOUSE = Path(__file__).parents[2]
SOURCES = [
    *sorted((HOUSE / "kaizen").rglob("*.py")),
    *sorted((HOUSE / "pages").glob("*.py")),
    HOUSE / "streamlit_app.py",
]
HAND: Final = {"kaizen/engine/hand.py", "kaizen/engine/live_trials.py"}
"""A person's own typing on the practice sheet, and what is tried out on a scratch tab."""


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
