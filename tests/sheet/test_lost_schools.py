"""A school that is gone from Schools, or is called something else there: told once, for all that names it."""

from __future__ import annotations

from typing import Any

from kaizen.domain.record import SchoolName
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.explaining import explained
from kaizen.sheet.reading import YearReader
from tests.sheet.grids import changed
from tests.sheet.test_last_seen import news

DEMO = demo_grids()


def _schools(**changes: str) -> dict[str, Any]:
    """Return the demo with other cells in the row of Larkfold; without the row where nothing is changed."""
    at = next(number for number, row in enumerate(DEMO["Schools"], 1) if "Larkfold" in row)
    schools = DEMO["Schools"]
    for heading, text in changes.items():
        schools = changed(schools, at, heading.replace("_", " "), text)
    return DEMO | {"Schools": schools if changes else [*schools[: at - 1], *schools[at:]]}


def test_a_school_that_is_gone_is_told_once_and_not_at_each_cell() -> None:
    reader = YearReader()
    before = reader.read(DEMO)
    after = reader.read(_schools())
    (told,) = news(after, before)
    assert told.sentence == (
        "Larkfold is gone from Schools; 201 cells of 13 tabs name it. Meanwhile rows that cannot do without their "
        "school are left out, and the others count as of none. It can be brought back."
    )
    assert told.lost == before.year.school_by_name[SchoolName("Larkfold")]
    assert news(reader.read(DEMO), before) == []
    reader = YearReader()
    reader.read({title: DEMO[title] for title in ("Settings", "Schools", "Visit days")})
    few = reader.read({title: _schools()[title] for title in ("Settings", "Schools", "Visit days")})
    (told,) = [one for one in few.findings if one.lost is not None]
    assert "1 cell of Visit days names it." in told.sentence


def test_a_school_with_another_short_name_is_read_again_under_the_old_one_as_well() -> None:
    reader = YearReader()
    before = reader.read(DEMO)
    renamed = _schools(Short_name="Lark Field")
    (told,) = news(reader.read(renamed), before)
    assert told.sentence.startswith("Larkfold is now called Lark Field on Schools, and 201 cells of 13 tabs say")
    assert told.suggested is not None
    value: Any = told.suggested.value
    after = reader.read(_schools(Short_name="Lark Field", Also_called="; ".join(value)))
    assert news(after, before) == []
    assert len(after.year.people) == len(before.year.people)


def test_a_new_process_tells_of_a_school_that_is_not_there_once() -> None:
    reading = YearReader().read(_schools())
    (told,) = [one for one in reading.findings if one.found == "Larkfold"]
    assert told.sentence.startswith('"Larkfold" is not on Schools, and 201 cells of 13 tabs name it.')
    assert told.lost is None


def test_a_school_that_is_renamed_twice() -> None:
    reader = YearReader()
    before = reader.read(DEMO)
    reader.read(_schools(Short_name="Lark"))
    reader.read(_schools(Short_name="Lark", Also_called="LCPS"))
    (told,) = news(reader.read(_schools(Short_name="Larky", Also_called="LCPS")), before)
    assert told.sentence.startswith("Larkfold is now called Larky on Schools")


def test_a_name_of_two_schools_is_asked_about_where_it_stands() -> None:
    before = YearReader().read(DEMO)
    after = YearReader().read(_schools(Also_called="LCPS; St Bega's; Marram"))
    told = news(after, before)
    assert [one.sentence for one in told if one.place.tab == "Schools"] == [
        '"Marram" is a name of Larkfold too, so it means neither.',
        "\"St Bega's\" is a name of St Bega's too, which it goes on meaning alone.",
        '"Marram" is a name of Marram Bank too, so it means neither.',
    ]
    assert len(after.year.people) == len(before.year.people)


def test_what_a_formula_shows_is_no_school_that_is_gone() -> None:
    column = DEMO["Staff"][0].index("School")
    wrong = [[*row[:column], "#N/A", *row[column + 1 :]] for row in DEMO["Staff"][1:41]]
    told = [
        one for one in YearReader().read(DEMO | {"Staff": [DEMO["Staff"][0], *wrong]}).findings if "#N/A" in one.found
    ]
    assert len(told) == 40


def test_explain_tells_of_each_cell_that_names_a_school_that_is_gone() -> None:
    reader = YearReader()
    reader.read(DEMO)
    lines = explained(reader.read(_schools()), "Bookings")
    assert sum(line.found == "Larkfold" for line in lines) == 53
    assert all(line.finding.outcome.name == "QUERIED" for line in lines if line.found == "Larkfold")
