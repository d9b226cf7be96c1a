"""A page that shows hostile texts in one place where Kaizen shows text, named in the address: ``/?place=title``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from kaizen.domain.cleaning import clean
from kaizen.rules.typed_text import LONG_TEXT
from kaizen.ui import forms, show
from tests.hostile_inputs import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

NOWHERE = "127.0.0.1:9"
"""Where the hostile texts would have a browser call."""

MORE = (
    "www.evil.invalid/x",
    "WWW.Evil.invalid",
    f"HTTP://{NOWHERE}/x",
    f"see http://{NOWHERE}/x, please",
    "mailto:a@evil.invalid",
    "xmpp:a@evil.invalid/x",
    "(ann.o'lee+x@evil.invalid)",
    "a@b@evil.invalid",
    "O\u2019Brien",
    "True",
    "\u0645\u062d\u0645\u062f 12 (W01)",
    "\u0939\u093f\u0928\u094d\u0926\u0940",
)
"""Addresses in every form that becomes a link by itself, and names."""


def texts(beacon: str) -> list[str]:
    """Return the texts as they are read from a sheet, calling the beacon where they would call somebody."""
    typed = (*MORE, *(hostile.typed for hostile in WORDS if len(hostile.typed) <= LONG_TEXT))
    read = (clean(text.replace(NOWHERE, beacon)) for text in typed)
    return list(dict.fromkeys(text for text in read if text))


def _key(text: str) -> str:
    return f"key-{text.encode().hex()}"


def _asked(kind: str, text: str) -> None:
    common = {"label": show.label(text), "key": _key(text)}
    getattr(st, kind)(**common, **({"options": ["one"]} if kind in {"selectbox", "multiselect", "radio"} else {}))


def _in_a_list(kind: str, text: str) -> None:
    if kind == "multiselect":
        st.multiselect("Choose", [text], default=[text], key=_key(text))
    else:
        forms.pick_from_list("Choose", [text], key=_key(text))


PLACES: dict[str, Callable[[str], object]] = {
    "title": show.title,
    "heading 2": show.heading,
    "heading 3": partial(show.heading, level=3),
    "line": partial(show.line, "Ours: **{}**"),
    "block": lambda text: show.block([show.headed("Ours"), show.filled("Ours: {}", text)]),
    "headed": lambda text: show.block([show.headed(text)]),
    "theme": lambda text: show.block(show.theme(text)),
    "small": partial(show.small, "Ours: {}"),
    "small print": lambda text: show.small_print([show.filled("{}", text)]),
    "points": lambda text: show.points([text], under="Ours"),
    "text": show.text,
    "good": show.good,
    "problem": lambda text: show.problem("Ours", [text, text]),
    "caution": show.caution,
    "note": partial(show.note, "Ours: {}"),
    "pending": show.pending,
    "button": lambda text: st.button(show.label(text), key=_key(text)),
    "expander": lambda text: st.expander(show.label(text)),
    "link of ours": lambda text: st.page_link("https://kaizen.example", label=show.label(text)),
    "radio option": lambda text: forms.pick("Choose", [text], key=_key(text)),
    "selectbox option": partial(_in_a_list, "selectbox"),
    "multiselect option": partial(_in_a_list, "multiselect"),
    **{f"label of {kind}": partial(_asked, kind) for kind in ("text_input", "checkbox", "radio", "selectbox")},
    "value of text_input": lambda text: st.text_input("Ours", text, key=_key(text)),
    "value of text_area": lambda text: st.text_area("Ours", text, key=_key(text)),
    "brief": show.brief,
    "help": lambda text: st.button("Ours", key=_key(text), help=show.plain(text)),
    "not made plain": st.markdown,
}
"""Each place; the last shows what would happen without `show`."""


def draw() -> None:
    """Draw every text, or those that the address numbers, in the place that the address names."""
    place, beacon = st.query_params["place"], st.query_params["beacon"]
    several = {int(number) for number in st.query_params.get_all("only")}
    for number, text in enumerate(texts(beacon)):
        if not several or number in several:
            with st.container(key=f"t{number}"):
                PLACES[place](text)
