"""Rows that others point to and somebody has deleted or given another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.sheet import last_seen, layout
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.findings import Finding, Suggestion
from kaizen.sheet.reading import Reading, YearReader
from tests.sheet.grids import changed, grid

if TYPE_CHECKING:
    import pytest

DEMO = demo_grids()
WORKSHOPS, SESSIONS = DEMO["Workshops"], DEMO["Sessions"]


def news(reading: Reading, before: Reading) -> list[Finding]:
    return [one for one in reading.findings if one not in before.findings]


def test_a_workshop_that_is_gone_is_told_once_with_what_it_was() -> None:
    reader = YearReader()
    before = reader.read(DEMO)
    code = str(SESSIONS[1][1])
    pointing = [number for number, row in enumerate(SESSIONS, 1) if row[1] == code]
    booked = sum(row[5].startswith(f"{code}-") for row in DEMO["Bookings"])
    after = reader.read(DEMO | {"Workshops": [row for row in WORKSHOPS if row[0] != code]})
    (told,) = [one for one in news(after, before) if one.lost is not None]
    assert told.sentence == (
        f"{code} is gone from Workshops; {len(pointing)} rows of Sessions point to it (row {pointing[0]} and others), "
        f"and {booked} rows of Bookings to those. It can be brought back as it last stood."
    )
    assert str(told.place) == "Workshops"
    assert told.lost == next(row for row in before.year.workshops if row.id == code)
    assert not any("is not on Workshops" in one.sentence for one in after.findings)
    again = reader.read(DEMO)
    assert news(again, before) == []


def test_a_session_that_many_have_booked() -> None:
    reader = YearReader()
    reader.read(DEMO)
    booked = sum(row[5] == "W02-A" for row in DEMO["Bookings"])
    after = reader.read(DEMO | {"Sessions": [row for row in SESSIONS if row[0] != "W02-A"]})
    assert booked > 10
    assert any(
        f"W02-A is gone from Sessions; {booked} rows of Bookings point to it" in one.sentence for one in after.findings
    )


def test_one_row_that_points_to_it() -> None:
    reader = YearReader()
    one = DEMO | {"Bookings": [DEMO["Bookings"][0], next(row for row in DEMO["Bookings"] if row[5] == "W02-A")]}
    reader.read(one)
    after = reader.read(one | {"Sessions": [row for row in SESSIONS if row[0] != "W02-A"]})
    assert any("1 row of Bookings points to it (row 2)." in told.sentence for told in after.findings)


def test_a_new_process_says_what_is_not_there_once_for_many_rows() -> None:
    booked = [number for number, row in enumerate(DEMO["Bookings"], 1) if row[5] == "W02-A"]
    reading = YearReader().read(DEMO | {"Sessions": [row for row in SESSIONS if row[0] != "W02-A"]})
    (told,) = [one for one in reading.findings if one.found == "W02-A"]
    assert told.place.row == booked[0]
    assert f"From here down {len(booked)} rows point to it." in told.sentence
    assert (told.lost, told.suggested) == (None, None)


def test_a_row_that_has_another_name_now_is_not_gone() -> None:
    named = [
        dict(zip(map(str, WORKSHOPS[0]), row, strict=True)) | {"Ref": f"r-{n}"} for n, row in enumerate(WORKSHOPS[1:])
    ]
    with_refs = DEMO | {"Workshops": grid(layout.WORKSHOPS, *named)}
    reader = YearReader()
    before = reader.read(with_refs)
    code = str(SESSIONS[1][1])
    row = next(number for number, cells in enumerate(WORKSHOPS, 1) if cells[0] == code)
    after = reader.read(with_refs | {"Workshops": changed(with_refs["Workshops"], row, "ID", "W99")})
    told = [one for one in news(after, before) if one.place.tab == "Sessions" and one.found == code]
    assert {(one.sentence, one.suggested, one.lost) for one in told} == {
        (
            f'"{code}" is now called W99 on Workshops. Meanwhile the row stands, and points to nothing.',
            Suggestion("Workshop", "W99"),
            None,
        )
    }
    assert len(told) == sum(cells[1] == code for cells in SESSIONS)


def test_a_tab_that_cannot_be_read_has_not_lost_its_rows() -> None:
    reader = YearReader()
    reader.read(DEMO)
    after = reader.read({title: cells for title, cells in DEMO.items() if title != "Workshops"})
    assert [one for one in after.findings if one.lost is not None] == []
    assert any("is not on Workshops" in one.sentence for one in after.findings)


def test_a_tab_without_a_row_below_its_headings_has_lost_them_all() -> None:
    reader = YearReader()
    before = reader.read(DEMO)
    for below in ([], [["", False]]):
        after = reader.read(DEMO | {"Workshops": [WORKSHOPS[0], *below]})
        lost = [one.lost for one in after.findings if one.lost is not None]
        assert len(lost) == len({row[1] for row in SESSIONS[1:]})
        assert all(row in before.year.workshops for row in lost)
    nameless = [["Anything else" if cell == "ID" else cell for cell in WORKSHOPS[0]]]
    assert [one for one in reader.read(DEMO | {"Workshops": nameless}).findings if one.lost is not None] == []


def test_a_row_that_two_tabs_point_to_is_told_once() -> None:
    reader = YearReader()
    reader.read(DEMO)
    slot = "A"
    after = reader.read(DEMO | {"Slots": [row for row in DEMO["Slots"] if row[0] != slot]})
    (told,) = [one for one in after.findings if one.lost is not None]
    assert "rows of Sessions point to it (row" in told.sentence
    assert "rows of Bookings point to it (row" in told.sentence


def test_a_row_that_cannot_be_read_any_more_is_not_gone() -> None:
    """To bring it back would put it there twice."""
    reader = YearReader()
    reader.read(DEMO)
    rooms = changed(DEMO["Rooms"], 2, "Seats", "lots")
    after = reader.read(DEMO | {"Rooms": [*rooms[:2], *rooms[3:]]})
    told = [one.sentence.partition(" is gone")[0] for one in after.findings if one.lost is not None]
    assert told == [str(rooms[2][0])]


def test_somebody_who_was_taken_off_staff_is_not_remembered() -> None:
    reader = YearReader()
    reader.read(DEMO)
    somebody = DEMO["Bookings"][1][1]
    after = reader.read(DEMO | {"Staff": [row for row in DEMO["Staff"] if row[1] != somebody]})
    assert any(one.found == somebody for one in after.findings)
    assert [one for one in after.findings if one.lost is not None] == []


def test_the_eldest_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = [[DEMO["Rooms"][0], [f"Room {number}", "", "30", *DEMO["Rooms"][1][3:]]] for number in range(4)]
    monkeypatch.setattr(last_seen, "MOST", 3)
    seen = last_seen.LastSeen()
    for cells in rooms:
        tabs = YearReader().read({"Settings": DEMO["Settings"], "Rooms": cells}).tabs
        gone = seen.gone(tabs)
    assert sorted(gone) == [("Rooms", "Room 1"), ("Rooms", "Room 2")]
