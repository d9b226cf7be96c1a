"""What the rows say about each other."""

from __future__ import annotations

import pytest

from kaizen.sheet.demo import demo_grids
from kaizen.sheet.reading import YearReader
from tests.sheet.grids import changed, demo_with, told

DEMO = demo_grids()
BOOKINGS, SESSIONS = DEMO["Bookings"], DEMO["Sessions"]
QUIET = {*told(YearReader().read(DEMO).findings)}


def news(**tabs: object) -> list[str]:
    """Return what is said beyond what the demo network itself gives rise to."""
    return [line for line in told(demo_with(**tabs).findings) if line not in QUIET]  # type: ignore[arg-type]


def test_the_demo_network_is_in_order_but_for_what_is_meant_to_stand_out() -> None:
    findings = YearReader().read(DEMO).findings
    about_rows = [finding for finding in findings if finding.place.row]
    assert told(about_rows) == [
        (
            "QUERIED Visit days row 9, Date: Thu 6 May 2027 does not suit as the uncommon INSET day of Dockwray "
            "Street: Gynn Sands: Closed (polling station). Meanwhile it stands as proposed."
        ),
        "NOTED Costs row 2, Date: Tue 30 Jun 2026 is outside the school year 2026-27. It counts as it stands.",
    ]


def test_rows_that_point_to_nothing() -> None:
    meanwhile = "Meanwhile the row stands, and points to nothing."
    assert news(Bookings=changed(BOOKINGS, 2, "Session", "W99-A")) == [
        f'QUERIED Bookings row 2, Session: "W99-A" is not on Sessions; did you mean W09-A? {meanwhile}'
    ]
    assert news(Bookings=changed(BOOKINGS, 2, "Email", "nobody@larkfold.sch.example")) == [
        f'QUERIED Bookings row 2, Email: "nobody@larkfold.sch.example" is not on Staff. {meanwhile}'
    ]
    assert news(Sessions=changed(DEMO["Sessions"], 2, "Room", "Attic")) == [
        f'QUERIED Sessions row 2, Room: "Attic" is not on Rooms. {meanwhile}'
    ]
    assert news(Costs=changed(changed(DEMO["Costs"], 3, "Event", "E77"), 4, "Event", "E77")) == [
        f'QUERIED Costs row {row}, Event: "E77" is not on Events. {meanwhile}' for row in (3, 4)
    ]


def test_rows_that_point_to_one_that_cannot_be_read() -> None:
    """The cause is told, and nothing is offered that looks like it."""
    hall = str(DEMO["Rooms"][1][0])
    pointing = [number for number, row in enumerate(DEMO["Sessions"], 1) if row[3] == hall]
    lines = news(Rooms=changed(DEMO["Rooms"], 2, "Seats", "lots"))
    for row in pointing:
        assert (
            f'QUERIED Sessions row {row}, Room: "{hall}" is on Rooms row 2, which is left out until it can be read. '
            "Meanwhile the row stands, and points to nothing."
        ) in lines


def test_when_a_whole_tab_is_wrong_no_offers_are_made_for_each_row() -> None:
    wrong = [BOOKINGS[0], *([*row[:5], f"{row[5]}x", *row[6:]] for row in BOOKINGS[1:])]
    sentences = {line.partition(": ")[2] for line in news(Bookings=wrong) if "is not on Sessions" in line}
    assert len(sentences) > 30
    assert sum("did you mean" in sentence for sentence in sentences) == 25


def test_a_visit_a_log_a_slot_and_a_workshop_that_are_not_there() -> None:
    lines = news(
        **{
            "Visit notes": changed(DEMO["Visit notes"], 2, "Visit", "V999"),
            "Follow-ups": changed(DEMO["Follow-ups"], 2, "From log", "Z"),
            "Sessions": changed(changed(DEMO["Sessions"], 2, "Slot", "Tea"), 3, "Workshop", "Knitting"),
        }
    )
    assert {'"V999" is not on Visits', '"Z" is not on Visit notes', '"Tea" is not on Slots'} <= {
        line.partition(": ")[2].partition(";")[0].partition(".")[0] for line in lines
    }
    assert any('Workshop: "Knitting" is not on Workshops' in line for line in lines)


def test_two_places_in_one_slot() -> None:
    again = [*BOOKINGS, ["2026-11-15T09:00", *BOOKINGS[1][1:5], "W01-A", "Booked"]]
    assert news(Bookings=again) == [
        (
            "QUERIED Bookings row 2, Slot: Michelle Taylor has W01-A in slot A already (row 392). "
            "The place booked first holds; this one should be cancelled."
        )
    ]
    undated = [*BOOKINGS, ["", *BOOKINGS[1][1:5], "W01-A", "Booked"]]
    assert [line.partition(":")[0] for line in news(Bookings=undated)] == ["QUERIED Bookings row 392, Slot"]
    waiting = [*BOOKINGS, ["", *BOOKINGS[1][1:5], "W01-A", "Waiting"]]
    assert news(Bookings=waiting) == []


def test_a_slot_that_is_not_the_slot_of_the_session() -> None:
    assert news(Bookings=changed(BOOKINGS, 2, "Slot", "C")) == [
        "QUERIED Bookings row 2, Slot: W10-A runs in slot A, and this row says C. Which is meant?"
    ]


def _session_row(code: str) -> int:
    return next(number for number, cells in enumerate(SESSIONS, 1) if cells[0] == code)


def _about(heading: str, lines: list[str]) -> list[str]:
    return [line.partition(": ")[2] for line in lines if heading in line.partition(": ")[0]]


def test_a_session_moved_under_its_bookings_is_said_once() -> None:
    has_c = {row[1] for row in BOOKINGS[1:] if str(row[5]).endswith("-C") and row[6] == "Booked"}
    there = [row for row in BOOKINGS[1:] if row[5] == "W02-A" and row[6] == "Booked"]
    names = [row[2] for row in there if row[1] in has_c]
    assert len(there) > len(names) > 4
    row = _session_row("W02-A")
    lines = news(Sessions=changed(SESSIONS, row, "Slot", "C"))
    assert [line for line in lines if "Bookings" in line] == []
    assert _about(f"Sessions row {row}, Slot", lines) == [
        (
            f"{len(there)} people booked W02-A in slot A; Sessions row {row} now says C. Meanwhile their places are in "
            f"slot C, where {names[0]}, {names[1]}, {names[2]} and {len(names) - 3} more have another place already."
        )
    ]


def test_a_moved_session_names_the_one_person_who_has_another_place() -> None:
    row, there = _session_row("W02-A"), [row for row in BOOKINGS[1:] if row[5:7] == ["W02-A", "Booked"]]
    one = next(cells for cells in BOOKINGS[1:] if cells[1] == there[0][1] and str(cells[5]).endswith("-C"))
    few = [BOOKINGS[0], *there, one, [*there[1][:6], "Cancelled"]]
    lines = news(Bookings=few, Sessions=changed(SESSIONS, row, "Slot", "C"))
    assert _about(f"Sessions row {row}, Slot", lines) == [
        (
            f"{len(there)} people booked W02-A in slot A; Sessions row {row} now says C. Meanwhile their places are in "
            f"slot C, where {there[0][2]} has another place already."
        )
    ]
    nobody = news(Bookings=few[:-2], Sessions=changed(SESSIONS, row, "Slot", "C"))
    assert [line.partition("Meanwhile ")[2] for line in _about(f"Sessions row {row}, Slot", nobody)] == [
        "their places are in slot C."
    ]


def test_a_cancelled_place_may_name_any_slot() -> None:
    cancelled = changed(BOOKINGS, 2, "Status", "Cancelled")
    assert [line for line in news(Bookings=changed(cancelled, 2, "Slot", "C")) if "Which is meant?" in line] == []


def test_two_sessions_in_one_room_in_one_slot() -> None:
    assert news(Sessions=changed(SESSIONS, 7, "Room", "Willow (Y6)")) == [
        (
            "QUERIED Sessions row 7, Room: Sessions rows 4 and 7: Willow (Y6) is used twice in slot C. "
            "Meanwhile both stand as they are."
        )
    ]
    third = changed(changed(SESSIONS, 7, "Room", "Willow (Y6)"), 10, "Room", "Willow (Y6)")
    assert news(Sessions=third) == [
        (
            "QUERIED Sessions row 10, Room: Sessions rows 4, 7 and 10: Willow (Y6) is used 3 times in slot C. "
            "Meanwhile all of them stand as they are."
        )
    ]
    blank = changed(changed(SESSIONS, 7, "Room", ""), 4, "Room", "")
    assert [line for line in news(Sessions=blank) if "used" in line] == []


def test_a_session_that_is_not_on_the_programme_takes_no_room() -> None:
    withdrawn = changed(DEMO["Workshops"], 3, "Status", "Withdrawn")
    lines = news(Sessions=changed(SESSIONS, 7, "Room", "Willow (Y6)"), Workshops=withdrawn)
    assert [line for line in lines if "used twice" in line] == []


def test_a_leader_or_co_leader_in_two_sessions_of_one_slot() -> None:
    workshops = changed(DEMO["Workshops"], 4, "Also leading", "Priya Desai (Marram Bank)")
    ours = [row for row in SESSIONS if row[1] in {"W02", "W03"}]
    pairs = [(one[0], two[0]) for one in ours for two in ours if one[1] < two[1] and one[2] == two[2]]
    lines = [line for line in news(Workshops=workshops) if "leads" in line and line.startswith("QUERIED Sessions")]
    assert lines == [
        f"QUERIED Sessions row {_session_row(two)}, Slot: Sessions rows {_session_row(one)} and {_session_row(two)}: "
        f"Priya Desai leads {one} and {two} in slot {one[-1]}. Meanwhile both stand as they are."
        for one, two in pairs
    ]
    assert len(lines) > 1


def test_a_leader_who_is_not_on_staff_is_named_by_address() -> None:
    guest = changed(DEMO["Workshops"], 2, "Email", "guest@nowhere.example")
    both = changed(guest, 3, "Email", "guest@nowhere.example")
    assert any("guest@nowhere.example leads W01-A and W02-A in slot A." in line for line in news(Workshops=both))


def test_more_places_than_seats() -> None:
    row = _session_row("W02-A")
    assert news(Sessions=changed(SESSIONS, row, "Places", 999)) == [
        f"QUERIED Sessions row {row}, Places: 999 is more than the 30 seats of Beech (Y3); 30 count."
    ]
    assert news(Sessions=changed(SESSIONS, row, "Places", 30)) == []


def test_a_leader_with_a_place_elsewhere_in_the_slot_they_lead() -> None:
    leader = ["2026-11-17T09:00", "priya.desai@marrambank.sch.example", "Priya Desai", "Marram Bank", "A", "W01-A"]
    row = _session_row("W02-A")
    elsewhere = [*BOOKINGS, [*leader, "Booked"]]
    assert news(Bookings=elsewhere) == [
        (
            f"QUERIED Bookings row 392, Session: Priya Desai leads W02-A in slot A (Sessions row {row}) and is booked "
            "on W01-A (Bookings row 392). Meanwhile the booking stands."
        )
    ]
    assert news(Bookings=[*BOOKINGS, [*leader, "Cancelled"]]) == []
    assert news(Bookings=[*BOOKINGS, [*leader[:5], "W02-A", "Booked"]]) == []


def test_a_session_over_its_places() -> None:
    assert news(Sessions=changed(DEMO["Sessions"], 2, "Places", 1)) == [
        "QUERIED Sessions row 2, Places: W01-A has 1 place and 11 bookings. All of them stand."
    ]


def test_a_word_that_is_neither_a_school_nor_a_council() -> None:
    (line,) = [line for line in news(Dates=changed(DEMO["Dates"], 2, "Who", "Lancashyre")) if "Lancashyre" in line]
    assert line.startswith(
        'QUERIED Dates row 2, Who: "Lancashyre" is neither a school nor a council here; did you mean Lancashire?'
    )


def test_days_of_the_network_outside_the_school_year() -> None:
    rows = {row[0]: number for number, row in enumerate(DEMO["Settings"], 1)}
    later = "Thu 22 Feb 2029 is outside the school year 2026-27. It counts as it stands."
    for name in ("Conference date", "Workshop proposals close", "Booking closes"):
        typed = "22/2/2029" if name != "Booking closes" else "22/2/2029 08:00"
        assert f"NOTED Settings row {rows[name]}, Value: {later}" in news(
            Settings=changed(DEMO["Settings"], rows[name], "Value", typed)
        )
    settings = changed(DEMO["Settings"], rows["Booking opens"], "Value", "1/3/2027 08:00")
    assert news(Settings=changed(settings, rows["Booking closes"], "Value", "26/2/2027 16:00")) == [
        (
            f"QUERIED Settings row {rows['Booking closes']}, Value: It closes on Fri 26 Feb 2027, before it opens on "
            "Mon 1 Mar 2027: nobody can book."
        )
    ]


def test_leaders_whom_nobody_knows() -> None:
    end = "An e-mail address, or the school in brackets after the name, is certain."
    for typed in ("Lucy Entwhistle (Gynn Sands)", "nobody@larkfold.sch.example"):
        (line,) = news(Workshops=changed(DEMO["Workshops"], 2, "Also leading", typed))
        assert line == (
            f'QUERIED Workshops row 2, Also leading: "{typed}": nobody on Staff can be told for certain by that. '
            f"Meanwhile they lead nothing. {end}"
        )
    known = news(Workshops=changed(DEMO["Workshops"], 2, "Also leading", DEMO["Staff"][2][1]))
    assert not any("for certain" in line for line in known)


@pytest.mark.parametrize(("what", "told"), [("INSET", True), ("Term", True), ("Holiday", False)])
def test_a_working_day_at_a_weekend(what: str, told: bool) -> None:
    row = dict.fromkeys(map(str, DEMO["Dates"][0]), "") | {"Who": "Larkfold", "What": what, "First day": "27 Feb 2027"}
    rows = [*DEMO["Dates"], list((row | {"Last day": "1 Mar 2027"}).values())]
    lines = [line for line in news(Dates=rows) if "weekend" in line]
    sentence = f"First day: Sat 27 Feb 2027 is at a weekend, and {what} is of working days. It stands as typed."
    assert lines == ([f"NOTED Dates row {len(rows)}, {sentence}"] if told else [])
    both = [list((row | {"Last day": "28 Feb 2027"}).values()), list(row.values())]
    lines = [line for line in news(Dates=[*DEMO["Dates"], *both]) if "weekend" in line]
    assert len(lines) == (3 if told else 0), "twice of two days, once of one"


def test_days_outside_the_school_year() -> None:
    lines = news(Dates=changed(DEMO["Dates"], 2, "First day", "2025-09-01"))
    assert lines == [
        "NOTED Dates row 2, First day: Mon 1 Sep 2025 is outside the school year 2026-27. It counts as it stands."
    ]
    assert news(Schools=changed(DEMO["Schools"], 2, "Checks letter", "2019-09-01")) == []
    assert news(Workshops=changed(DEMO["Workshops"], 2, "Proposed on", "2026-07-01")) == []
