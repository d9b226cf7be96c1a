"""A cell that says something and cannot be read never lets anybody in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.provider import Identity
from kaizen.domain.record import Email
from kaizen.rules import accounts
from kaizen.rules.access import roles_of
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.layout import SIGN_INS, STAFF
from tests.sheet.grids import changed, demo_with

if TYPE_CHECKING:
    from kaizen.sheet.reading import Reading

ISSUED = datetime.fromisoformat("2026-11-20T08:00:00")


def said(reading: Reading, tab: str) -> list[str]:
    return [finding.sentence for finding in reading.findings if finding.place.tab == tab]


@pytest.mark.parametrize("text", ["x", "left", "gone", "31 Mar 2027", "Left at Easter", "#REF!", 7])
def test_whoever_may_have_left_is_not_let_in(text: str | int) -> None:
    reading = demo_with(Staff=changed(demo_grids()["Staff"], 2, "Left", text))
    person = reading.year.people[0]
    assert person.left
    assert not roles_of(reading.year, person.email)
    assert any(
        sentence.endswith("Meanwhile it counts as Yes: nobody with this row can sign in.")
        for sentence in said(reading, STAFF.title)
    )


@pytest.mark.parametrize("text", ["", "No", False, "-", "no, back in May"])
def test_whoever_has_not_left_is_let_in(text: str | bool) -> None:
    reading = demo_with(Staff=changed(demo_grids()["Staff"], 2, "Left", text))
    assert not reading.year.people[0].left


@pytest.mark.parametrize(
    ("text", "counts"), [("", True), ("16/11/2026 08:00", True), ("21/11/2026", False), ("soon", False)]
)
def test_a_sign_in_counts_only_where_its_end_can_be_read(text: str, counts: bool) -> None:
    row = ["https://id.example", "s1", "j.kirkham@gynnsands.sch.example", "", text, "r1"]
    reading = demo_with(_sign_ins=[[*(column.heading for column in SIGN_INS.columns), "Ref"], row])
    identity = Identity("https://id.example", "s1", Email(""), "", ISSUED)
    assert len(reading.year.accounts) == 1
    assert accounts.is_revoked(reading.year, identity) is not counts
    asked = [one for one in said(reading, SIGN_INS.title) if one.endswith("no sign-in with this account counts.")]
    assert bool(asked) == (text == "soon")
