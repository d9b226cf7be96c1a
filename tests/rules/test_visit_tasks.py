"""Which visits are still to be written up."""

from __future__ import annotations

from datetime import timedelta

from kaizen.domain.visit import Visit, VisitNote, VisitStatus
from kaizen.rules.visit_tasks import unlogged
from tests.rules.test_to_do import TODAY, visit
from tests.small_year import SHORE, address, small_year


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
