"""Which visits are still to be written up."""

from __future__ import annotations

from datetime import timedelta

from kaizen.domain.visit import Visit, VisitNote, VisitStatus
from kaizen.rules.visit_tasks import unlogged, unlogged_at
from tests.rules.test_to_do import TODAY, visit
from tests.small_year import HILL, SHORE, address, small_year


def _log_of(row: Visit, **values: str) -> VisitNote:
    told = {"log": "L01", "date": row.date, "email": row.email, "from_school": SHORE, "to_school": row.to_school}
    return VisitNote.model_validate({**told, "saw": "Role cards", "will_try": "Role cards", **values})


def test_only_ones_own_that_stand_and_have_no_log_the_latest_first() -> None:
    first, second = (visit("ann", TODAY - timedelta(days=days)) for days in (9, 2))
    others = (visit("ann", TODAY, status=VisitStatus.CANCELLED), visit("bob", TODAY))
    year = small_year(visits=(first, second, *others))
    assert unlogged(year, address("ann")) == [second, first]


def test_a_log_that_names_no_visit_counts_where_person_day_and_school_are_the_same() -> None:
    row = visit("ann", TODAY)
    assert unlogged(small_year(visits=(row,), visit_notes=(_log_of(row),)), row.email) == []
    elsewhere = _log_of(row, to_school="Nowhere")
    assert unlogged(small_year(visits=(row,), visit_notes=(elsewhere,)), row.email) == [row]


def test_a_school_reads_which_of_its_visits_are_still_to_be_written_up() -> None:
    days = {"ann": 1, "bob": 3, "cat": 2}
    late, early, written = (visit(name, TODAY - timedelta(days=past)) for name, past in days.items())
    others = (
        visit("dan", TODAY + timedelta(days=1)),
        visit("eve", TODAY, from_school=HILL, to_school=SHORE),
        visit("fay", TODAY, status=VisitStatus.CANCELLED),
    )
    year = small_year(visits=(late, early, written, *others), visit_notes=(_log_of(written, visit="V09"),))
    assert unlogged_at(year, SHORE, TODAY) == [early, late]
