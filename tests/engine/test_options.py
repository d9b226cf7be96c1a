"""Options added to lists: each at the end of its own, whatever people do in that instant, and none is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.errors import NotSaved
from kaizen.sheet.intents import AddOption, Amend
from tests.engine.small_year import Do, SmallOffice, booking, small_office
from tests.engine.test_commit import grouped
from tests.engine.test_hand_edits import between_read_and_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kaizen.engine.hand import Hand


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann")) as made:
        yield made


def lists(small: SmallOffice) -> dict[str, list[str]]:
    head, *rows = [row for row in small.office.by_hand.grid("Lists") if any(row)]
    found = {
        title: [row[column] for row in rows if len(row) > column and row[column]] for column, title in enumerate(head)
    }
    return {title: texts for title, texts in found.items() if title}


def adding(key: str, *options: str, heading: str = "Roles") -> Do:
    return Do(key, lambda _: [AddOption(heading, option) for option in options])


def insert(dimension: str, at: int) -> Callable[[Hand], None]:
    def step(hand: Hand) -> None:
        span = {"sheetId": hand.sheet_id("Lists"), "dimension": dimension, "startIndex": at, "endIndex": at + 1}
        hand.restructure([{"insertDimension": {"range": span}}])

    return step


def rows_deleted(hand: Hand) -> None:
    hand.delete("Lists", 3)


def moved(hand: Hand) -> None:
    column = hand.grid("Lists")[0].index("Roles")
    span = {"sheetId": hand.sheet_id("Lists"), "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    hand.restructure([{"moveDimension": {"source": span, "destinationIndex": column + 3}}])


def test_options_stand_below_the_last_one_and_count_at_once(small: SmallOffice) -> None:
    before = lists(small)
    assert small.office.do(adding("k", "Governor", "Cook")).sentence == "Done."
    assert lists(small) == before | {"Roles": [*before["Roles"], "Governor", "Cook"]}
    assert small.office.year.lists["Roles"][-2:] == ("Governor", "Cook")
    log = [row[2:9] for row in small.office.by_hand.grid("Log")[1:]]
    assert log == [["Did", "Lists", "", "Roles", "", option, "k"] for option in ("Governor", "Cook")]
    column = small.office.by_hand.grid("Lists")[0].index("Roles")
    texts = [row[column] for row in small.office.by_hand.grid("Lists")[1:] if len(row) > column]
    assert "" not in texts[: len(before["Roles"]) + 2], "no gap"


@pytest.mark.parametrize(
    "edit", [insert("ROWS", 0), insert("ROWS", 3), insert("COLUMNS", 0), moved, rows_deleted], ids=range(5)
)
def test_no_option_is_lost_whatever_moves(small: SmallOffice, edit: Callable[[Hand], None]) -> None:
    before = lists(small)
    between_read_and_write(small, edit)
    assert small.office.do(adding("k", "Governor")).sentence == "Done."
    after = {title: sorted(texts) for title, texts in lists(small).items()}
    if edit is rows_deleted:
        assert "Governor" in after["Roles"]
        assert all(set(texts) >= set(before[title]) - {before[title][1]} for title, texts in after.items())
    else:
        assert after == {t: sorted([*b, *(["Governor"] if t == "Roles" else [])]) for t, b in before.items()}


def test_an_option_that_is_there_is_no_second_one(small: SmallOffice, tmp_path: Path) -> None:
    before = lists(small)["Roles"]
    told = grouped(small, tmp_path / "sheet.lock", adding("a", "Cook"), adding("b", "cook "), adding("c", "TEACHER"))
    assert [getattr(one, "sentence", one) for one in told] == ["Done."] * 3
    assert lists(small)["Roles"] == [*before, "Cook"]


def test_a_list_that_is_gone_is_named(small: SmallOffice) -> None:
    with pytest.raises(NotSaved, match="The tab Lists has no column headed Pets any more"):
        small.office.do(adding("k", "Cat", heading="Pets"))
    hand = small.office.by_hand
    hand.restructure([{"deleteSheet": {"sheetId": hand.sheet_id("Lists")}}])
    with pytest.raises(NotSaved, match="Lists can't be read: there is no tab of that name"):
        small.office.do(adding("l", "Cat"))


def test_a_full_tab_grows(small: SmallOffice) -> None:
    hand = small.office.by_hand
    rows = hand._book.structure.heights["Lists"]
    small.office.do(adding("k", *[f"Role {number}" for number in range(rows)]))
    assert lists(small)["Roles"][-1] == f"Role {rows - 1}"


def test_a_list_of_people_s_own_and_a_row_beside_it(small: SmallOffice) -> None:
    width = len(small.office.by_hand.grid("Lists")[0])
    insert("COLUMNS", width)(small.office.by_hand)
    small.office.by_hand.type_in("Lists", 1, width + 1, "Pets")
    small.office.refresh()
    small.office.do(Do("k", lambda year: [AddOption("Pets", "Cat"), Amend(year.bookings[0], {"notes": "hello"})]))
    assert lists(small)["Pets"] == ["Cat"]
    assert small.bookings()[0][8] == "hello"
