"""The only way the sheet's own text reaches anything that understands markdown.

Whatever stands in a cell was typed by somebody, and Streamlit reads most of what it shows as
markdown: a picture in a cell would make every reader's browser call out. So text goes through
`plain`, or to a sink that takes it as it is (`text`, dataframes, the value of an input).
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Literal

import streamlit as st

from kaizen.domain.codes import is_stand_in

if TYPE_CHECKING:
    from collections.abc import Iterable

MEANINGFUL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>$~&|{}^#"})
"""The marks that begin something in the label of an input, where there are no lists and no headings."""

COLON = re.compile(r":(?=[^\s\d])")
"""A colon that could begin an address, a colour or a picture; not the one in 12:50."""

WHITE_SPACE = re.compile(r"\s+")

READ_INTO_TEXT = re.compile(
    r"(?<=:)(?=[\w+-][\w+/-]*:)|(?<=[-<>~])(?=[-=>])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=[-.\w+])(?=@)", re.IGNORECASE
)
"""Where Streamlit reads a picture, a sign or a link into text after the backslashes have gone: ``:smile:``, ``->``,
``http://``, ``www.``, ``ann@``. Broken up there, it stays text."""

APART = ":small[]"
"""Nothing, in small print: what stands before and after it is never read as one, looks as typed and is copied so."""

JOINER = "\u2060"
"""The same for labels, which a screen reader is given as they are: nothing to see or hear, nowhere to break a line."""
ESCAPES = str.maketrans({mark: f"\\{mark}" for mark in string.punctuation})


def plain(text: object) -> str:
    """Return the text so that markdown shows it as it was typed, on one line.

    Every ASCII punctuation mark gets a backslash, white space becomes single spaces, and no address becomes a
    link. Not for sinks that show text as it is: there the backslashes would be seen.
    """
    return APART.join(part.translate(ESCAPES) for part in READ_INTO_TEXT.split(_on_one_line(text)))


def label(text: object) -> str:
    """Return the text as the label of an input, where markdown shows it as it was typed.

    Only marks that could mean something get a backslash: a screen reader is given the label as it
    is, backslashes and all, so ordinary punctuation stays ordinary.
    """
    return COLON.sub(r"\:", JOINER.join(READ_INTO_TEXT.split(_on_one_line(text))).translate(MEANINGFUL))


def _on_one_line(text: object) -> str:
    """Return the text without line ends; a row that has no code yet has none to be shown."""
    return "" if is_stand_in(text) else WHITE_SPACE.sub(" ", str(text))


def filled(template: str, *values: object) -> str:
    """Return our own markdown with each ``{}`` replaced by the text of a value, made plain."""
    return template.format(*map(plain, values))


def title(text: str) -> None:
    """Show the one first-level heading of a page."""
    st.title(plain(text), anchor=False)


def heading(text: str, level: Literal[2, 3] = 2) -> None:
    """Show a heading below the title; 3 stands under 2."""
    (st.header if level == 2 else st.subheader)(plain(text), anchor=False)  # noqa: PLR2004 - as HTML counts


def line(template: str, *values: object) -> None:
    """Show one paragraph of our own markdown with texts filled in."""
    st.markdown(filled(template, *values))


def block(lines: Iterable[str]) -> None:
    """Show several paragraphs or headings of our own markdown at once; texts in them come from `filled`."""
    st.markdown("\n\n".join(lines), anchors=False)


def theme(words: str) -> list[str]:
    """Return how the theme of the year is told in a `block`; nothing where there is none."""
    return [filled("Our theme this year: **{}**", words)] if words else []


def small(template: str, *values: object) -> None:
    """Show one paragraph in small print."""
    st.caption(filled(template, *values))


def small_print(lines: Iterable[str]) -> None:
    """Show several paragraphs of our own markdown in small print at once; nothing for none."""
    told = "\n\n".join(lines)
    if told:
        st.caption(told)


def headed(text: str) -> str:
    """Return a second-level heading for the beginning of a `block`."""
    return f"## {plain(text)}"


def points(texts: Iterable[object], under: str = "", nothing: str = "") -> None:
    """Show a bulleted list, under a second-level heading if there is one; the two cost as much as one.

    Args:
        texts: one a bullet.
        under: the heading.
        nothing: the sentence that stands there instead where there is no text.
    """
    bullets = "\n".join(f"- {plain(text)}" for text in texts) or plain(nothing)
    block([headed(under), bullets] if under else [bullets])


def text(words: str) -> None:
    """Show what somebody wrote, with its own line breaks and nothing read into it."""
    st.text(words)


def good(sentence: str, points: Iterable[str] = ()) -> None:
    """Tell that something has been done, and what there is to know about it."""
    st.success(_with_points(sentence, points), icon=":material/check_circle:")


def problem(sentence: str, reasons: Iterable[str] = ()) -> None:
    """Tell that something was refused, and all the reasons."""
    st.error(_with_points(sentence, reasons), icon=":material/block:")


def caution(sentence: str, reasons: Iterable[str] = ()) -> None:
    """Tell something that wants a second look, and why."""
    st.warning(_with_points(sentence, reasons), icon=":material/help:")


def note(template: str, *values: object) -> None:
    """Tell something worth knowing."""
    st.info(filled(template, *values), icon=":material/info:")


def pending(sentence: str) -> None:
    """Tell how far something is that is still being done."""
    st.info(plain(sentence), icon=":material/hourglass_top:")


def brief(sentence: str, icon: str = ":material/check_circle:") -> None:
    """Tell something for a few seconds, wherever on the page the person is."""
    st.toast(plain(sentence), icon=icon)


def _with_points(sentence: str, reasons: Iterable[str]) -> str:
    return "\n".join([plain(sentence), "", *(f"- {plain(reason)}" for reason in reasons)]).strip()
