"""What people's own columns are to say in rows that were there, and rows of Settings: written like any other cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaizen.errors import NotSaved, Refused
from kaizen.sheet.intents import Amend, Append, Correct
from tests.engine.added import TICK_BOX, add_column, cells_below, fill_down
from tests.engine.small_year import Do, SmallOffice, Take, booking, email, small_office
from tests.engine.test_commit import grouped
from tests.engine.test_hand_edits import between_read_and_write
from tests.engine.test_removing import by_heading, delete_first, insert_column, insert_row, log, sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.engine.hand import Hand


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    held = [booking(name, f"old-{name}") for name in ("cy", "ann", "ed")]
    with small_office(tmp_path / "sheet.lock", *held) as made:
        hand = made.office.by_hand
        column = add_column(hand, "Bookings", "Bus  needed")
        for row, text in enumerate(("yes", "no", "late"), start=2):
            hand.type_in("Bookings", row, column + 1, text)
        yield made


def answer(key: str, name: str, shown: dict[str, Any], **answers: Any) -> Do:
    told = {heading.replace("_", " "): value for heading, value in answers.items()}

    def intents(year: Any) -> list[Any]:
        return [Amend(year.bookings_by_person[email(name)][0], {}, answers=told, answers_shown=shown)]

    return Do(key, intents)


def bus(small: SmallOffice) -> dict[str, str | None]:
    return {name: row.get("Bus  needed") for name, row in by_heading(small).items()}


@pytest.mark.parametrize("edit", [lambda _: None, sort, insert_row, insert_column, delete_first])
def test_an_answer_lands_in_its_row_whatever_moves(small: SmallOffice, edit: Callable[[Hand], None]) -> None:
    between_read_and_write(small, edit)
    assert small.office.do(answer("k", "ann", {"Bus needed": "no"}, Bus_needed="both ways")).sentence == "Done."
    expected = {"Cy": "yes", "Ann": "both ways", "Ed": "late"}
    assert bus(small) == {name: expected[name] for name in bus(small)}
    assert log(small) == [("Did", "Bookings", "old-ann", "Bus needed", "no", "both ways", "k")]


def test_what_somebody_has_typed_meanwhile_stands(small: SmallOffice) -> None:
    with pytest.raises(Refused, match='Bus needed: you were looking at "x", but the sheet now says "no"'):
        small.office.do(answer("k", "ann", {"Bus needed": "x"}, Bus_needed="both ways"))
    assert small.office.do(answer("l", "ann", {"Bus needed": "x"}, Bus_needed="no")).sentence == "Done."
    with pytest.raises(NotSaved, match="no column headed Lift any more"):
        small.office.do(answer("m", "ann", {}, Lift=""))


def test_days_ticks_numbers_and_blanks(small: SmallOffice) -> None:
    hand = small.office.by_hand
    for heading, rule in (("Day", {}), ("Paid", {"rule": TICK_BOX}), ("Points", {})):
        add_column(hand, "Bookings", heading, **rule)
    small.office.refresh()
    small.office.do(answer("k", "cy", {"Day": ""}, Day=date(2027, 2, 22), Paid=True, Points=2.5, Bus_needed=""))
    assert cells_below(hand, "Bookings", "Paid")[0] == {"boolValue": True}
    row = by_heading(small)["Cy"]
    assert (row["Day"], row["Points"], row.get("Bus  needed")) == ("22/02/2027", "2.5", None)


def test_a_formula_is_never_written_over_and_the_rest_is(small: SmallOffice) -> None:
    column = add_column(small.office.by_hand, "Bookings", "Badge")
    fill_down(small.office.by_hand, "Bookings", column, "=A{row}")
    small.office.refresh()
    with pytest.raises(Refused, match="Badge on Bookings holds a formula by now, so it stays as it is"):
        small.office.do(answer("k", "ann", {}, Badge="mine", Bus_needed="both ways"))
    assert cells_below(small.office.by_hand, "Bookings", "Badge")[1] == {"formulaValue": "=A3"}
    assert bus(small)["Ann"] == "both ways"
    assert [line[3] for line in log(small)] == ["Bus needed"]


def test_several_of_one_group(small: SmallOffice, tmp_path: Path) -> None:
    def late(year: Any) -> list[Any]:
        row = next(row for row in year.bookings if row.name == "Flo")
        return [Amend(row, {"notes": "new"}, answers={"Bus needed": "flo's"})]

    told = grouped(
        small,
        tmp_path / "sheet.lock",
        answer("a", "ann", {"Bus needed": "no"}, Bus_needed="one"),
        answer("b", "ann", {"Bus needed": "no"}, Bus_needed="two"),
        answer("c", "ann", {"Bus needed": "one"}, Bus_needed="three"),
        Take("flo", "d"),
        Do("e", late),
    )
    assert [isinstance(one, Refused) for one in told] == [False, True, False, False, False]
    assert (bus(small)["Ann"], bus(small)["Flo"]) == ("three", "flo's")


def setting(small: SmallOffice, name: str) -> Any:
    return next(row for row in small.office.year.setting_rows if row.setting == name)


def test_a_row_of_settings_is_amended_like_any_other(small: SmallOffice) -> None:
    row = setting(small, "Workshops each")
    between_read_and_write(small, lambda hand: hand.sort("Settings", "Setting"))
    small.office.do(Do("k", lambda _: [Amend(row, {"value": 2.0}, {"value": row.value})]))
    assert small.office.year.settings.workshops_each == 2
    assert log(small) == [("Did", "Settings", "Workshops each", "Value", "3", "2.0", "k")]
    with pytest.raises(Refused, match='Value: you were looking at "3"'):
        small.office.do(Do("l", lambda _: [Amend(row, {"value": 4.0}, {"value": 3})]))


def test_a_day_in_settings_is_shown_as_a_day(small: SmallOffice) -> None:
    row = setting(small, "Conference date")
    small.office.do(Do("k", lambda _: [Amend(row, {"value": date(2027, 2, 22)})]))
    assert ["Conference date", "22/02/2027"] in [line[:2] for line in small.office.by_hand.grid("Settings")]
    assert small.office.year.settings.conference_date == date(2027, 2, 22)


def test_a_new_row_of_settings_counts_at_once(small: SmallOffice) -> None:
    row = setting(small, "Workshops each")
    small.office.do(Do("k", lambda _: [Append(row.model_copy(update={"ref": "House rule", "setting": "House rule"}))]))
    assert "House rule" in [one.setting for one in small.office.year.setting_rows]


def test_an_answer_beside_a_correction(small: SmallOffice) -> None:
    small.office.by_hand.type_in("Bookings", 3, 7, "Bookd")
    small.office.refresh()
    row = small.office.year.bookings_by_person[email("ann")][0]
    wish = [Correct(type(row), row.ref, "status", "Bookd", "Booked"), Amend(row, {}, answers={"Bus needed": "one"})]
    small.office.do(Do("k", lambda _: wish))
    assert (bus(small)["Ann"], by_heading(small)["Ann"]["Status"]) == ("one", "Booked")
