"""What the sheet says about days, visits and private words that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaizen.domain.record import SchoolName
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.findings import Actor, Finding, Outcome
from kaizen.sheet.reading import YearReader
from tests.sheet.grids import changed, demo_with

if TYPE_CHECKING:
    from kaizen.sheet.cells import Grid

DEMO = demo_grids()
DATES, VISITS, VISIT_DAYS = DEMO["Dates"], DEMO["Visits"], DEMO["Visit days"]
QUIET = set(YearReader().read(DEMO).findings)


def news(**tabs: Grid) -> list[Finding]:
    """Return what is said beyond what the demo network itself gives rise to."""
    return [finding for finding in demo_with(**tabs).findings if finding not in QUIET]


def row_of(grid: Grid, *cells: str) -> int:
    """Return the number of the first row that holds all of these cells."""
    return next(number for number, row in enumerate(grid, 1) if set(cells) <= set(row))


LARKFOLD_TERM = row_of(DATES, "Lancashire", "Summer term")
WIGANS_OWN = row_of(DATES, "Pithead Lane", "Term")


STAND = "Meanwhile the days count as they stand."

SUMS = [
    (
        (LARKFOLD_TERM, "Last day", "2027-07-22"),
        (
            f"Larkfold has 191 days for pupils and 5 INSET days: 196 in all, 1 too many for 195. {STAND}",
            f"Cotton Row has 192 days for pupils and 4 INSET days: 196 in all, 1 too many for 195. {STAND}",
        ),
    ),
    (
        (WIGANS_OWN, "Last day", "2027-07-19"),
        (
            (
                "Pithead Lane has 188 days for pupils and 5 INSET days: 193 in all, 2 too few for 195. The dates of "
                f"Wigan leave 2 INSET days to each school, as twilights or as days added. {STAND}"
            ),
        ),
    ),
    (
        (WIGANS_OWN, "Last day", "2027-05-28"),
        (
            (
                "Pithead Lane has 157 days for pupils and 5 INSET days: 162 in all, 33 too few for 195. Perhaps a term "
                f"is still to be entered. {STAND}"
            ),
        ),
    ),
    ((row_of(DATES, "Marram Bank", "Two-week October break (academy)"), "Last day", "2026-10-23"), ()),
    ((row_of(DATES, "Gynn Sands", "Closed"), "What", "Busy"), ("Gynn Sands has 191 days for pupils and 5 INSET",)),
]


@pytest.mark.parametrize(("change", "sentences"), SUMS, ids=lambda value: str(value)[:40])
def test_days_that_do_not_add_up(change: tuple[int, str, str], sentences: tuple[str, ...]) -> None:
    told = [finding.sentence for finding in news(Dates=changed(DATES, *change)) if "in all" in finding.sentence]
    assert len(told) == len(sentences)
    assert [one[: len(other)] for one, other in zip(told, sentences, strict=True)] == list(sentences)


def test_how_bad_it_is_and_whose() -> None:
    slip, far = (
        next(one for one in news(Dates=changed(DATES, WIGANS_OWN, "Last day", day)) if "in all" in one.sentence)
        for day in ("2027-07-19", "2027-05-28")
    )
    assert (slip.outcome, slip.who) == (Outcome.QUERIED, Actor(SchoolName("Pithead Lane")))
    assert str(slip.place) == f"Dates row {WIGANS_OWN}, Last day"
    assert far.outcome is Outcome.NOTED


def test_twilights_are_told_where_there_are_some_and_wigans_pattern_adds_up_with_them() -> None:
    row = ["Pithead Lane", "Twilights", "2026-09-24", "2027-01-28", ""]
    wigan = changed(DATES, WIGANS_OWN, "Last day", "2027-07-19")
    one = [finding.sentence for finding in news(Dates=[*wigan, row]) if "in all" in finding.sentence]
    assert "188 days for pupils, 5 INSET days and twilights worth 1 day: 194 in all" in one[0]
    assert [finding for finding in news(Dates=[*wigan, row, row[:]]) if "in all" in finding.sentence] == []


def test_a_sixth_inset_day() -> None:
    (sixth,) = news(Dates=[*DATES, ["St Bega's", "INSET", "2027-06-11", "2027-06-11", ""]])
    assert (sixth.outcome, sixth.place.row, sixth.sentence) == (
        Outcome.NOTED,
        len(DATES) + 1,
        (
            "St Bega's has 6 INSET days, twilights counted in; 5 a year are usual, and one more wants a reason. "
            "All of them count."
        ),
    )
    settled = [["St Bega's", f"2027-06-{day}", "Agreed", "", ""] for day in (10, 11, 14, 15, 16, 17)]
    bare = [row for row in DATES if row[1] not in {"INSET", "Shared INSET", "Twilights", "Uncommon INSET"}]
    (nobodys,) = [
        one for one in news(Dates=bare, **{"Visit days": [VISIT_DAYS[0], *settled]}) if "usual" in one.sentence
    ]
    assert str(nobodys.place) == "Dates"


def test_a_red_visit_day_says_why() -> None:
    row = row_of(VISIT_DAYS, "Smithy Croft")
    (red,) = news(**{"Visit days": changed(VISIT_DAYS, row, "Date", "2027-03-29")})
    assert red.sentence == (
        "Mon 29 Mar 2027 does not suit as the uncommon INSET day of Smithy Croft: Gynn Sands: Bank holiday, "
        "Marram Bank: Bank holiday, St Bega's: Bank holiday and 6 more. Meanwhile it stands as proposed."
    )
    assert news(**{"Visit days": changed(VISIT_DAYS, row, "Status", "Dropped")}) == []


def test_visits_to_a_host_that_is_closed() -> None:
    coming = [
        "V901",
        "2027-05-06",
        "jhindley@pitheadlane.sch.example",
        "",
        "",
        "Gynn Sands",
        "Maths",
        "",
        "",
        "Planned",
        "",
    ]
    (closed,) = news(Visits=[*VISITS, coming])
    assert (closed.who.school, closed.place.row, closed.sentence) == (
        "Pithead Lane",
        len(VISITS) + 1,
        (
            "1 visitor is expected at Gynn Sands on Thu 6 May 2027, when it is not open all day (Closed). "
            "Meanwhile the visits stand."
        ),
    )
    assert news(Visits=[*VISITS, [*coming[:9], "Done", ""]]) == []
    assert news(Visits=[*VISITS, [*coming[:9], "Cancelled", ""]]) == []


def test_visits_to_a_host_without_dates_or_that_nobody_knows_are_another_question() -> None:
    nobody = [
        "V901",
        "2027-05-06",
        "jhindley@pitheadlane.sch.example",
        "",
        "",
        "Gynn Sands",
        "Maths",
        "",
        "",
        "Planned",
        "",
    ]
    assert [one for one in news(Visits=[*VISITS, nobody], Dates=DATES[:1]) if one.place.tab == "Visits"] == []
    schools = [row for row in DEMO["Schools"] if row[1] != "Gynn Sands"]
    assert not any("expected" in one.sentence for one in news(Visits=[*VISITS, nobody], Schools=schools))


def test_more_visitors_than_a_host_takes() -> None:
    people = [row[1] for row in DEMO["Staff"] if row[2] == "Pithead Lane"][:9]
    coming = [["", "2027-03-10", email, "", "", "Larkfold", "Maths", "", "", "Planned", ""] for email in people]
    told = [one for one in news(Visits=[*VISITS, *coming]) if "at once" in one.sentence]
    assert [(one.place.row, one.sentence) for one in told] == [
        (
            len(VISITS) + 9,
            "9 visitors are expected at Larkfold on Wed 10 Mar 2027; it takes 8 at once. Meanwhile the visits stand.",
        )
    ]


@pytest.mark.parametrize(
    ("tab", "heading", "typed", "school", "writer"),
    [
        ("Visit notes", "What I saw", "A boy called Tyler", "Marram Bank", "priya.desai@marrambank.sch.example"),
        ("Follow-ups", "What happened", "Tyler's mum was pleased", "Marram Bank", ""),
        ("Staff", "Notes", "off sick until May", "Gynn Sands", ""),
        ("Visits", "Travel", "in hospital before", "St Bega's", "obrennan@st-begas.sch.example"),
        ("Guests", "Notes", "vegetarian", None, ""),
        ("Bookings", "Notes", "funeral", None, ""),
    ],
)
def test_private_words_are_told_to_the_writer_and_not_repeated(
    tab: str, heading: str, typed: str, school: str | None, writer: str
) -> None:
    (told,) = news(**{tab: changed(DEMO[tab], 2, heading, typed)})
    assert (str(told.place), told.outcome, told.private) == (f"{tab} row 2, {heading}", Outcome.NOTED, True)
    assert told.who.writer == writer
    assert school is None or told.who.school == school
    assert (typed in told.sentence, told.found) == (False, "")


def test_a_booking_of_nobody_known_belongs_to_no_school() -> None:
    row = ["", "who@else.example", "", "", "A", "W10-A", "Booked", "", "funeral"]
    told = [one for one in news(Bookings=[DEMO["Bookings"][0], row]) if one.private]
    assert [one.who for one in told] == [Actor()]
