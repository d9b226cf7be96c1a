"""Who is called like the person who asks to join."""

from __future__ import annotations

import pytest

from kaizen.domain.account import Answer, JoinRequest
from kaizen.domain.network import Guest
from kaizen.domain.record import Email
from kaizen.rules.namesakes import namesakes
from tests.small_year import HILL, SHORE, address, person, small_year

PEOPLE = (
    person("ann"),
    person("bob", left=True),
    person("rene", name="Ren\u00e9 O\u2019Neill"),
    person("cher", name="Cher"),
)
GUESTS = (Guest(ref="g", name="Gil Shaw", email=Email("gil@x.example"), school=HILL, kind="Speaker"),)


def request(name: str, email: str = "new@shore.sch.example", **values: object) -> JoinRequest:
    told = {"ref": email, "name": name, "email": email, "school": SHORE, "role": "Headteacher", **values}
    return JoinRequest.model_validate(told)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ann Shaw", {address("ann")}),
        ("  ANN   shaw", {address("ann")}),
        ("Shaw, Ann", {address("ann")}),
        ("Ann Shaw, Headteacher", {address("ann")}),
        ("Mrs Ann Shaw", {address("ann")}),
        ("Bob Shaw", {address("bob")}),
        ("Gil Shaw", {"gil@x.example"}),
        ("Rene O'Neill", {address("rene")}),
        ("Cher", {address("cher")}),
        ("Cher Shaw", set()),
        ("Shaw", set()),
        ("Anna Shaw", set()),
        ("123", set()),
        ("", set()),
    ],
)
def test_a_namesake_has_the_name_however_it_is_typed(name: str, found: set[str]) -> None:
    year = small_year(people=PEOPLE, guests=GUESTS)
    assert {one.email for one in namesakes(year, request(name))} == found


def test_who_asks_as_well_is_a_namesake_and_nobody_is_their_own() -> None:
    mine = request("Ann Shaw", address("ann"))
    rows = (mine, request("Ann Shaw", "a@x.example"), request("Ann Shaw", "b@x.example", answer=Answer.NO))
    year = small_year(people=PEOPLE, join_requests=rows)
    assert [one.email for one in namesakes(year, mine)] == ["a@x.example"]
