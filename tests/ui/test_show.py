"""Text from the sheet reaches markdown in one way only, and means nothing there."""

from __future__ import annotations

import ast
import json
import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.domain.codes import STAND_IN
from kaizen.sheet import layout
from kaizen.ui import fields, show

HOUSE = Path(__file__).parents[2]
HOSTILE = [
    json.loads(line)["input"] for line in (Path(__file__).parent / "hostile.jsonl").read_text("utf-8").splitlines()
]

SINKS = {"write", "markdown", "caption", "title", "header", "subheader", "toast", "metric", "badge", "latex", "table"}
SINKS |= {"error", "warning", "info", "success", "exception", "html"}
LABELLED = {"button", "checkbox", "toggle", "radio", "selectbox", "multiselect", "pills", "segmented_control", "tabs"}
LABELLED |= {"expander", "popover", "page_link", "link_button", "download_button", "status", "spinner", "text_input"}
TEMPLATES = {"line", "small", "note", "filled"}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_mark_of_a_hostile_text_is_left_without_its_backslash(text: str) -> None:
    shown = show.plain(text).replace(show.APART, "")
    assert any(mark in text for mark in string.punctuation)
    assert not set(re.sub(r"\\[!-/:-@\[-`{-~]", "", shown)) & set(string.punctuation)


@given(st.text())
def test_nothing_but_white_space_is_changed(text: str) -> None:
    read_back = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", show.plain(text).replace(show.APART, ""))
    assert read_back == re.sub(r"\s+", " ", text)


READ_INTO_TEXT = (":streamlit:", ":smile:", ":material/home:", "a -> b", "a <-> b", "a -- b", "1 <= 2")
LINKS = (
    "http://evil.invalid",
    "HTTPS://evil.invalid",
    "www.evil.invalid",
    "WWW.evil.invalid",
    "ann@larkfold.sch.example",
)


@pytest.mark.parametrize("text", [*READ_INTO_TEXT, *LINKS])
def test_what_streamlit_reads_into_text_afterwards_is_broken_up(text: str) -> None:
    assert show.APART in show.plain(text)
    assert show.plain(text).replace(show.APART, "").replace("\\", "") == text
    assert show.JOINER in show.label(text)
    assert show.label(text).replace("\\", "").replace(show.JOINER, "") == text


@pytest.mark.parametrize(
    "text", ["O'Brien", "Null", "None", "True", "X", "Smith-Jones", "محمد", "हिन्दी", "Zoë", "12:50", "50% off"]
)
def test_a_name_has_nothing_put_into_it(text: str) -> None:
    assert show.label(text) == text
    assert show.plain(text).replace("\\", "") == text


@given(st.text(), st.text())
def test_a_filled_template_keeps_its_own_marks_and_no_others(one: str, other: str) -> None:
    assert show.filled("**{}**: {}", one, other) == f"**{show.plain(one)}**: {show.plain(other)}"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_begins_nothing(text: str) -> None:
    bare = re.sub(r"\\[!-/:-@\[-`{-~]|:(?=[\s\d]|$)", "", show.label(text))
    assert not set(bare) & set("\\`*_[]<>$:~&|{}^#")


def test_a_time_is_read_out_as_a_time() -> None:
    assert show.label("Slot A, 12:50 to 13:30") == "Slot A, 12:50 to 13:30"


@pytest.mark.parametrize("tab", layout.YEAR_TABS, ids=lambda tab: tab.title)
def test_our_own_labels_are_read_out_without_backslashes(tab: layout.Tab) -> None:
    labels = [fields.label_of(column) for column in tab.columns]
    assert [show.label(label) for label in labels] == labels


def _calls() -> list[tuple[str, str, ast.Call]]:
    """Return file, called name and call of everything that the ui and the pages call."""
    files = [*sorted((HOUSE / "kaizen" / "ui").glob("*.py")), *sorted((HOUSE / "pages").glob("*.py"))]
    return [
        (path.name, ast.unparse(node.func), node)
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]


def test_only_show_reaches_what_reads_markdown() -> None:
    elsewhere = [(file, name) for file, name, _ in _calls() if name.startswith("st.") and name[3:] in SINKS]
    assert {file for file, _ in elsewhere} == {"show.py"}
    assert len(elsewhere) > len(TEMPLATES)


def _is_ours(node: ast.expr | None) -> bool:
    """Tell whether it is our own words, or has been through `show`."""
    if isinstance(node, ast.IfExp):
        return _is_ours(node.body) and _is_ours(node.orelse)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in ("show.plain", "show.label", "show.filled")
    return isinstance(node, ast.Constant) or ast.unparse(node or ast.Constant("")).rpartition(".")[2].isupper()


def test_every_label_is_our_own_or_made_plain() -> None:
    theirs = []
    for file, name, call in _calls():
        if name.startswith("st.") and name[3:] in LABELLED:
            named = {word.arg: word.value for word in call.keywords}
            if None not in named and not _is_ours(named.get("label", call.args[0] if call.args else None)):
                theirs.append((file, ast.unparse(call)[:80]))
    assert theirs == []


def test_every_template_is_our_own() -> None:
    calls = [(file, call) for file, name, call in _calls() if name.startswith("show.") and name[5:] in TEMPLATES]
    assert len(calls) > len(TEMPLATES)
    assert [(file, ast.unparse(call)[:80]) for file, call in calls if not _is_ours(call.args[0])] == []


def test_a_code_that_a_row_has_not_got_yet_is_not_shown() -> None:
    assert show.plain(f"{STAND_IN}Maths|ann@larkfold.sch.example") == show.label(f"{STAND_IN}Maths") == ""
