"""Names that tell people apart."""

from __future__ import annotations

from kaizen.rules.told_apart import told_apart
from tests.small_year import address, person

STAFF = (
    person("ann", role="Teaching assistant", year_group="Y3"),
    person("bob", name="Emma Taylor", role="Teacher", year_group="Y1"),
    person("cat", name="Emma Taylor", role="Teacher", year_group="Y2"),
    person("dan", name="Sam Lee", role="Teacher"),
    person("eve", name="Sam Lee", role="Teacher"),
    person("fay", name="Zoe Quill", role=""),
)


def test_a_name_is_enough_where_nobody_else_has_it() -> None:
    assert list(told_apart(STAFF).values()) == [
        "Ann Shaw",
        "Emma Taylor (Teacher, Y1)",
        "Emma Taylor (Teacher, Y2)",
        "Sam Lee (dan@shore.sch.example)",
        "Sam Lee (eve@shore.sch.example)",
        "Zoe Quill",
    ]
    assert told_apart(STAFF[1:2]) == {address("bob"): "Emma Taylor"}


def test_with_the_role_for_a_list_to_choose_from() -> None:
    told = told_apart(STAFF, with_role=True)
    assert told[address("ann")] == "Ann Shaw (Teaching assistant, Y3)"
    assert told[address("dan")] == "Sam Lee (dan@shore.sch.example)"
    assert told[address("fay")] == "Zoe Quill"


def test_a_person_in_two_rows_is_one() -> None:
    assert told_apart((STAFF[0], STAFF[0])) == {address("ann"): "Ann Shaw"}


def test_a_name_that_looks_like_another_with_its_address() -> None:
    twins = (person("bob", name="Al", role=""), person("cat", name="Al", role=""))
    odd = person("dan", name=f"Al ({address('bob')})", role="")
    assert told_apart((*twins, odd))[address("bob")] == f"Al ({address('bob')})"
