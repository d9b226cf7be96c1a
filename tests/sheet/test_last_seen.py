"""Rows that others point to and somebody has deleted or given another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.record import Email
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
        f"and {booked} rows of Bookings to those. It can be brought back as it was last read."
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
    assert not any("of which nothing can be read" in one.sentence for one in after.findings)
    assert not any("is not on Workshops" in one.sentence for one in after.findings)


def test_a_tab_that_could_never_be_read_is_asked_about_once() -> None:
    after = YearReader().read({title: cells for title, cells in DEMO.items() if title != "Workshops"})
    (told,) = [one for one in after.findings if "of which nothing can be read" in one.sentence]
    assert (told.place.tab, told.place.heading) == ("Sessions", "Workshop")


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


SOMEBODY = str(DEMO["Bookings"][1][1])
AT = next(number for number, row in enumerate(DEMO["Staff"], 1) if row[1] == SOMEBODY)
WITHOUT = [row for row in DEMO["Staff"] if row[1] != SOMEBODY]


def test_somebody_who_was_taken_off_staff_by_mistake_can_be_brought_back() -> None:
    reader = YearReader()
    before = reader.read(DEMO)
    after = reader.read(DEMO | {"Staff": WITHOUT})
    (told,) = news(after, before)
    assert f"{SOMEBODY} is gone from Staff; " in told.sentence
    assert told.lost == before.year.person_by_email[Email(SOMEBODY)]
    assert not told.who.school, "for the organiser"
    typed = changed(DEMO["Staff"], AT, "Email", SOMEBODY.upper())
    unread = reader.read(DEMO | {"Staff": changed(typed, AT, "School", "nowhere")})
    assert [one for one in unread.findings if one.lost is not None] == [], "the row is there"


def test_somebody_who_has_left_or_whom_no_row_names_is_not_remembered() -> None:
    for heading, cell in (("Left", True), ("Asked to be removed", 46000)):
        reader = YearReader()
        reader.read(DEMO | {"Staff": changed(DEMO["Staff"], AT, heading, cell)})
        after = reader.read(DEMO | {"Staff": WITHOUT})
        assert any(one.found == SOMEBODY for one in after.findings)
        assert [one for one in after.findings if one.lost is not None] == []
    reader = YearReader()
    reader.read(DEMO)
    unnamed = {title: [row for row in cells if SOMEBODY not in row] for title, cells in DEMO.items()}
    reader.read(unnamed)
    after = reader.read(DEMO | {"Staff": WITHOUT})
    assert [one for one in after.findings if one.lost is not None] == []


def test_somebody_who_has_another_address_now_is_not_gone() -> None:
    reader = YearReader()
    reader.read(DEMO)
    staff = changed(DEMO["Staff"], AT, "Email", "new.address@marrambank.sch.example")
    told = [one for one in reader.read(DEMO | {"Staff": staff}).findings if one.found == SOMEBODY]
    assert {one.suggested for one in told} == {Suggestion("Email", "new.address@marrambank.sch.example")}
    back = reader.read(DEMO | {"Staff": WITHOUT})
    assert [one.lost.ref for one in back.findings if one.lost] == [SOMEBODY], "the row with the other address is gone"


def test_the_eldest_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = [[DEMO["Rooms"][0], [f"Room {number}", "", "30", *DEMO["Rooms"][1][3:]]] for number in range(4)]
    monkeypatch.setattr(last_seen, "MOST", 3)
    seen = last_seen.LastSeen()
    for cells in rooms:
        tabs = YearReader().read({"Settings": DEMO["Settings"], "Rooms": cells}).tabs
        gone = seen.gone(tabs)
    assert sorted(gone) == [("Rooms", "Room 1"), ("Rooms", "Room 2")]


def test_a_row_that_says_one_thing_more_otherwise_is_not_gone_either() -> None:
    reader = YearReader()
    reader.read(DEMO)
    married = changed(DEMO["Staff"], AT, "Email", "priya.lee@marrambank.sch.example")
    first = str(DEMO["Staff"][AT - 1][0]).split()[0]
    after = reader.read(DEMO | {"Staff": changed(married, AT, "Name", f"{first} Lee")})
    told = [one for one in after.findings if one.found == SOMEBODY]
    assert told
    assert all("is now called priya.lee@" in one.sentence for one in told)
    newcomer = changed(married, AT, "Name", "Quite Another")
    reader = YearReader()
    reader.read(DEMO)
    lost = [one for one in reader.read(DEMO | {"Staff": newcomer}).findings if one.lost]
    assert [one.lost.ref for one in lost if one.lost] == [SOMEBODY], "a newcomer is not who has left"
    reader = YearReader()
    reader.read(DEMO)
    room = changed(changed(DEMO["Rooms"], 2, "Room", "The Great Hall"), 2, "Seats", "99")
    told = [one for one in reader.read(DEMO | {"Rooms": room}).findings if one.found == DEMO["Rooms"][1][0]]
    assert all("is now called The Great Hall" in one.sentence for one in told)
    quite = changed(room, 2, "Kit", "A piano and much else")
    reader = YearReader()
    reader.read(DEMO)
    assert any(one.lost for one in reader.read(DEMO | {"Rooms": quite}).findings)


def test_a_head_who_is_gone_is_told_without_all_of_the_school() -> None:
    reader = YearReader()
    reader.read(DEMO)
    staff = [row for row in DEMO["Staff"] if row[1] != "hetal.mistry@larkfold.sch.example"]
    (told,) = [one for one in reader.read(DEMO | {"Staff": staff}).findings if one.lost]
    assert "1 row of Schools points to it (row 5)" in told.sentence
    assert "to those" not in told.sentence


def test_when_everybody_is_gone_it_is_told_once() -> None:
    reader = YearReader()
    reader.read(DEMO)
    after = reader.read(DEMO | {"Staff": [DEMO["Staff"][0]]})
    told = [one for one in after.findings if one.place.tab == "Staff" and "gone" in one.sentence]
    assert len(told) == 1
    assert "rows are gone from Staff to which others point, such as" in told[0].sentence
    assert told[0].lost is None
