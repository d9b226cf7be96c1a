"""What the rows say about each other."""

from __future__ import annotations

from kaizen.sheet.demo import demo_grids
from kaizen.sheet.findings import Outcome
from kaizen.sheet.reading import YearReader
from tests.sheet.grids import changed, demo_with, told

DEMO = demo_grids()
BOOKINGS = DEMO["Bookings"]
QUIET = {*told(YearReader().read(DEMO).findings)}


def news(**tabs: object) -> list[str]:
    """Return what is said beyond what the demo network itself gives rise to."""
    return [line for line in told(demo_with(**tabs).findings) if line not in QUIET]  # type: ignore[arg-type]


def test_the_demo_network_is_in_order_but_for_what_is_meant_to_stand_out() -> None:
    findings = YearReader().read(DEMO).findings
    about_rows = [finding for finding in findings if finding.place.row]
    assert told(about_rows) == [
        "NOTED Costs row 2, Date: Tue 30 Jun 2026 is outside the school year 2026-27. It counts as it stands."
    ]
    assert max(finding.outcome for finding in about_rows) == Outcome.NOTED


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


def test_a_session_over_its_places() -> None:
    assert news(Sessions=changed(DEMO["Sessions"], 2, "Places", 1)) == [
        "QUERIED Sessions row 2, Places: W01-A has 1 place and 11 bookings. All of them stand."
    ]


def test_days_outside_the_school_year() -> None:
    lines = news(Dates=changed(DEMO["Dates"], 2, "First day", "2025-09-01"))
    assert lines == [
        "NOTED Dates row 2, First day: Mon 1 Sep 2025 is outside the school year 2026-27. It counts as it stands."
    ]
    assert news(Schools=changed(DEMO["Schools"], 2, "Checks letter", "2019-09-01")) == []
    assert news(Workshops=changed(DEMO["Workshops"], 2, "Proposed on", "2026-07-01")) == []
