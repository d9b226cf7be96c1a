"""Every kind of cell as a question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kaizen.sheet import layout
from kaizen.sheet.layout import Column, Kind, Options
from kaizen.ui import fields
from tests.demo_year import demo_year


def _page(title: str, field: str, start: object) -> None:
    import streamlit as st  # noqa: PLC0415 - this function is a script of its own

    from kaizen.sheet import layout  # noqa: PLC0415
    from kaizen.ui import fields  # noqa: PLC0415
    from tests.demo_year import demo_year  # noqa: PLC0415

    column = next(tab for tab in layout.YEAR_TABS if tab.title == title).column(field)
    st.session_state.answer = fields.ask(demo_year(), column, "it", start)


def _asked(tab: layout.Tab, field: str, start: Any = None) -> AppTest:
    return AppTest.from_function(_page, args=(tab.title, field, start), default_timeout=30).run()


@pytest.mark.parametrize(
    ("tab", "field", "kind", "blank"),
    [
        (layout.WORKSHOPS, "title", "text_input", ""),
        (layout.WORKSHOPS, "about", "text_area", ""),
        (layout.WORKSHOPS, "best_for", "multiselect", ()),
        (layout.WORKSHOPS, "times", "number_input", None),
        (layout.SCHOOLS, "forms_of_entry", "number_input", None),
        (layout.COSTS, "amount", "number_input", None),
        (layout.VISIT_NOTES, "focus", "selectbox", None),
        (layout.VISIT_NOTES, "to_school", "selectbox", None),
        (layout.VISIT_NOTES, "follow_up_wanted", "checkbox", False),
        (layout.VISIT_NOTES, "date", "date_input", None),
        (layout.STAFF, "days", "multiselect", ()),
        (layout.STAFF, "email", "text_input", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "title", ""),
)
def test_a_kind_has_its_input_and_its_blank(tab: layout.Tab, field: str, kind: str, blank: Any) -> None:
    page = _asked(tab, field)
    assert len(page.get(kind)) == 1
    assert page.session_state.answer == blank


@pytest.mark.parametrize("tab", layout.YEAR_TABS, ids=lambda tab: tab.title)
def test_every_column_of_every_tab_can_be_asked(tab: layout.Tab) -> None:
    for column in tab.columns:
        assert not _asked(tab, column.field).exception


@pytest.mark.parametrize(
    ("tab", "field", "start"),
    [
        (layout.WORKSHOPS, "title", "Stories"),
        (layout.WORKSHOPS, "best_for", ("KS1", "KS2")),
        (layout.WORKSHOPS, "times", 2),
        (layout.STAFF, "days", (0, 2)),
        (layout.VISIT_NOTES, "focus", "Oracy"),
        (layout.VISIT_NOTES, "date", date(2026, 11, 19)),
    ],
)
def test_what_is_known_is_filled_in(tab: layout.Tab, field: str, start: Any) -> None:
    assert _asked(tab, field, start).session_state.answer == start


def test_a_label_says_what_may_be_left_blank() -> None:
    assert fields.label_of(layout.WORKSHOPS.column("title")) == "Title"
    assert fields.label_of(layout.WORKSHOPS.column("room_needed")) == "Room needed (optional)"
    assert fields.label_of(layout.VISIT_NOTES.column("follow_up_wanted")) == "Follow-up wanted"


def test_options_come_from_lists_and_from_other_tabs() -> None:
    year = demo_year()
    assert "Oracy" in fields.options_of(year, layout.VISIT_NOTES.column("focus"))
    assert fields.options_of(year, layout.VISITS.column("to_school")) == tuple(s.short_name for s in year.schools)
    assert fields.options_of(year, layout.WORKSHOPS.column("title")) == ()
    unknown = Column("Colour", "colour", Kind.CHOICE, options=Options("Lists", "Colours", free=True))
    assert fields.options_of(year, unknown) == ()


def test_the_most_letters_are_told_and_nothing_is_cut() -> None:
    box = _asked(layout.VISIT_NOTES, "saw").text_area[0]
    assert box.max_chars in (0, None)
    assert box.help.replace("\\", "").endswith("no grading of the teacher. Up to 2,000 letters.")
    assert "letters" not in (_asked(layout.VISIT_NOTES, "focus").selectbox[0].help or "")


@pytest.mark.parametrize("field", ["title", "about"])
@pytest.mark.parametrize("start", ["", "As it was"])
def test_what_no_person_types_is_cut_before_it_is_looked_at(field: str, start: str) -> None:
    page = _asked(layout.WORKSHOPS, field, start)
    kind = "text_input" if field == "title" else "text_area"
    page.get(kind)[0].set_value("x" * 5_000_000).run()
    assert page.session_state.answer == "x" * fields.MOST_TYPED
    assert len(page.session_state.it) == fields.MOST_TYPED, "nor does the session keep it"
    assert not page.exception
    assert not page.warning
    long = "y" * fields.MOST_TYPED
    page.get(kind)[0].set_value(long).run()
    assert page.session_state.answer == long, "what is only too long stays, and is told when it is sent"
