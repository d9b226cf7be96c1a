"""Rows typed by hand get their codes with the next commit, and what the app calls them until then gets nowhere."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.booking import BookingStatus
from kaizen.domain.codes import STAND_IN
from kaizen.domain.record import Email
from kaizen.domain.visit import VisitStatus
from kaizen.engine.giving_codes import MOST
from kaizen.engine.google import Workbook
from kaizen.engine.office import Habits, Office
from kaizen.errors import NotSaved, Refused
from kaizen.services.visit_notes import LogVisit
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.filling_in import code_column
from kaizen.sheet.intents import Amend, Append, Remove
from kaizen.sheet.layout import REF, YEAR_TABS
from kaizen.sheet.provisioning import provision
from kaizen.sheets_local import LocalSheets
from tests.engine.every_wish import NOON, wish
from tests.engine.sheets import Wire
from tests.engine.small_year import Do, GiveUp, Take, booking, reopened, small_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.hand import Hand
    from kaizen.sheet.intents import Intent
    from tests.engine.small_year import SmallOffice

CODED = [tab.title for tab in YEAR_TABS if code_column(tab) is not None]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallOffice]:
    with small_office(tmp_path / "sheet.lock", booking("ann", "old-ann")) as made:
        assert made.office.year.workshops[0].id == "W01", "it has been read before anybody deletes it"
        yield made


def cell(hand: Hand, tab: str, row: int, heading: str) -> str:
    head, *rows = hand.grid(tab)
    return (rows[row - 2] + [""] * len(head))[head.index(heading)]


def types(small: SmallOffice, tab: str, row: int, heading: str, text: str) -> None:
    hand = small.office.by_hand
    hand.type_in(tab, row, hand.grid(tab)[0].index(heading) + 1, text)


def lines(hand: Hand) -> list[str]:
    """Return every cell of every tab that the app reads, its own hidden ones too."""
    titles = [*(tab.title for tab in YEAR_TABS), "Log", "Checks", "Lists", "_kaizen"]
    return [text for title in titles for row in hand.grid(title) for text in row]


def test_a_code_that_was_deleted_is_back_with_the_next_save(small: SmallOffice) -> None:
    types(small, "Workshops", 2, "ID", "")
    small.office.refresh()
    (told,) = [one for one in small.office.findings if one.place.tab == "Sessions"]
    assert told.sentence.startswith('"W01" has been deleted from its row on Workshops, which gets it back with')
    assert told.suggested is None
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert cell(small.office.by_hand, "Workshops", 2, "ID") == "W01"
    assert small.office.year.workshops[0].id == "W01"


def test_a_row_typed_without_a_code_gets_the_next_one_and_a_ref(small: SmallOffice) -> None:
    head = small.office.by_hand.grid("Workshops")[0]
    typed = {"Title": "Maths out of doors", "Led by": "Ann", "Email": "ann@larkfold.sch.example", "School": "Larkfold"}
    small.office.by_hand.append("Workshops", [typed.get(heading, "") for heading in head])
    small.office.refresh()
    assert small.office.year.workshops[1].id.startswith(STAND_IN)
    small.office.do(Take("bo", "k"))
    assert (cell(small.office.by_hand, "Workshops", 3, "ID"), cell(small.office.by_hand, "Workshops", 3, REF)) == (
        "W02",
        "k-2",
    )
    small.office.do(Take("cy", "l"))
    assert len([one for one in small.bookings() if one]) == 3


def test_a_log_of_a_visit_typed_by_hand_names_the_visit_by_its_code(small: SmallOffice) -> None:
    types(small, "Visits", 2, "Visit", "")
    types(small, "Visits", 2, "Date", "20/11/2026")
    small.office.refresh()
    visit = small.office.year.visits[0]
    assert visit.visit.startswith(STAND_IN)
    focus = small.office.year.lists["Focuses"][0]
    log = LogVisit(visit.email, visit.email, visit.date, visit.to_school, focus, "Talk", "Talk", "k", visit.visit)
    small.office.do(log)
    assert cell(small.office.by_hand, "Visits", 2, "Visit") == "V1"
    assert cell(small.office.by_hand, "Visit notes", 2, "Visit") == "V1"
    assert small.office.year.visits[0].status is VisitStatus.DONE
    assert not [text for text in lines(small.office.by_hand) if "\ufdd0" in text or "~" in text]


def test_who_was_shown_a_row_without_a_code_may_act_after_it_has_got_one(small: SmallOffice) -> None:
    types(small, "Visits", 2, "Visit", "")
    types(small, "Visits", 2, "Date", "20/11/2026")
    small.office.refresh()
    visit = small.office.year.visits[0]
    small.office.do(Take("bo", "k"))
    focus = small.office.year.lists["Focuses"][0]
    with pytest.raises(Refused, match="There is no visit"):
        small.office.do(LogVisit(visit.email, visit.email, visit.date, visit.to_school, focus, "a", "b", "l", "V99"))
    small.office.do(LogVisit(visit.email, visit.email, visit.date, visit.to_school, focus, "a", "b", "m", visit.visit))
    assert cell(small.office.by_hand, "Visit notes", 2, "Visit") == "V1"
    gone = f"{STAND_IN}nothing like it"
    with pytest.raises(Refused, match="There is no visit"):
        small.office.do(LogVisit(visit.email, visit.email, visit.date, visit.to_school, focus, "a", "b", "n", gone))


def test_log_names_a_row_without_a_ref_by_the_one_it_gets(small: SmallOffice) -> None:
    types(small, "Bookings", 2, REF, "")
    small.office.refresh()
    small.office.do(GiveUp("ann", "k"))
    log = [row for row in small.office.by_hand.grid("Log") if "Bookings" in row]
    head = small.office.by_hand.grid("Log")[0]
    assert {row[head.index("Row")] for row in log} == {"k-1"}
    assert cell(small.office.by_hand, "Bookings", 2, REF) == "k-1"


def test_log_names_a_row_of_a_tab_without_refs_by_the_code_it_gets(small: SmallOffice) -> None:
    hand = small.office.by_hand
    typed = {"Date": "20/11/2026", "Kind": "Briefing", "Title": "Heads' briefing", "Where": "Larkfold"}
    hand.append("Events", [typed.get(heading, "") for heading in hand.grid("Events")[0]])
    small.office.do(Do("k", lambda year: [Amend(year.events[0], {"notes": "tea"})]))
    code = cell(hand, "Events", 2, "ID")
    (log,) = [row for row in hand.grid("Log") if "Events" in row]
    assert code
    assert log[hand.grid("Log")[0].index("Row")] == code


def test_log_of_a_removed_row_has_nothing_that_stands_for_its_code(small: SmallOffice, tmp_path: Path) -> None:
    types(small, "Workshops", 2, "ID", "")
    with reopened(tmp_path / "again.lock", small.wire, small.office.spreadsheet_id) as again:
        again.office.do(Do("k", lambda year: [Remove(year.workshops[0])]))
        assert any("Workshops" in row for row in small.office.by_hand.grid("Log"))
        assert "\ufdd0" not in "".join(lines(small.office.by_hand))


LEAKS = [
    lambda _: [Append(booking("di", "k-1", notes=f"see {STAND_IN}Maths"))],
    lambda year: [Amend(year.bookings[0], {"notes": f"{STAND_IN}Maths"})],
    lambda year: [Amend(year.bookings[0], {"notes": ("a", f"{STAND_IN}Maths")})],
]


@pytest.mark.parametrize("intents", LEAKS, ids=["new row", "cell", "one of several"])
def test_a_wish_that_would_write_what_only_stands_for_a_code_is_not_saved(small: SmallOffice, intents: object) -> None:
    with pytest.raises(NotSaved, match="has no code yet"):
        small.office.do(Do("k", intents))
    assert small.office.do(Take("bo", "l")).sentence == "Booked."
    assert "\ufdd0" not in "".join(lines(small.office.by_hand))


def test_a_code_that_nobody_remembers_is_not_made_up_while_others_point_to_one(
    small: SmallOffice, tmp_path: Path
) -> None:
    types(small, "Workshops", 2, "ID", "")
    with reopened(tmp_path / "again.lock", small.wire, small.office.spreadsheet_id) as again:
        again.office.do(Take("bo", "k"))
        assert cell(small.office.by_hand, "Workshops", 2, "ID") == ""
        assert any("is blank" in one.sentence for one in again.office.findings if one.place.tab == "Workshops")


def test_nothing_is_written_for_the_codes_alone(small: SmallOffice) -> None:
    types(small, "Workshops", 2, "ID", "")
    small.office.refresh()
    assert small.office.do(Do("k", lambda _: [])).sentence == "Done."
    assert cell(small.office.by_hand, "Workshops", 2, "ID") == ""


def test_a_tab_in_question_gets_no_codes_and_holds_up_no_other(small: SmallOffice) -> None:
    types(small, "Workshops", 2, "ID", "")
    hand = small.office.by_hand
    sheet_id = hand.sheet_id("Workshops")
    copy = {"sourceSheetId": sheet_id, "newSheetId": 77, "newSheetName": "Copy"}
    names = [(sheet_id, "Workshops OLD"), (77, "Workshops")]
    hand.restructure([{"duplicateSheet": copy}, *(called(one, title) for one, title in names)])
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert [cell(hand, title, 2, "ID") for title in ("Workshops", "Workshops OLD")] == ["", ""]


def called(sheet_id: int, title: str) -> dict[str, object]:
    return {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "title": title}, "fields": "title"}}


def test_a_tab_without_its_refs_gets_no_codes_and_holds_up_no_other(small: SmallOffice) -> None:
    types(small, "Workshops", 2, "ID", "")
    hand = small.office.by_hand
    at = hand.grid("Workshops")[0].index(REF)
    span = {"sheetId": hand.sheet_id("Workshops"), "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    hand.restructure([{"deleteDimension": {"range": span}}])
    assert small.office.do(Take("bo", "k")).sentence == "Booked."
    assert cell(hand, "Workshops", 2, "ID") == ""


def test_rows_that_rest_on_an_unknown_tab_get_no_codes_and_hold_up_no_other(small: SmallOffice, tmp_path: Path) -> None:
    types(small, "Visits", 2, "Visit", "")
    small.office.refresh()
    shown = small.office.year.visits[0].visit
    small.office.by_hand.delete("Staff", 1)
    with reopened(tmp_path / "again.lock", small.wire, small.office.spreadsheet_id) as again:
        renamed = Do("k", lambda year: [Amend(year.workshops[0], {"title": "Maths out of doors"})])
        assert again.office.do(renamed).sentence == "Done."
        assert cell(small.office.by_hand, "Visits", 2, "Visit") == ""
        with pytest.raises(NotSaved, match=r"^Staff can't be read"):
            again.office.do(GiveUp(shown, "l"))


@pytest.fixture
def uncoded(tmp_path: Path) -> Iterator[Office]:
    """Open the demo with every code of the app's and every Ref deleted, as after a paste of values from elsewhere."""
    store = LocalSheets.open(None)
    wire = Wire(store)
    book = Workbook(wire.client(), wire.client().create("The demo").id)
    book.apply(provision(book.structure.tabs, demo_rows()))
    book.forget()
    for tab in YEAR_TABS:
        column = code_column(tab)
        fields = ([tab.headings.index(column.heading)] if column else []) + ([len(tab.headings) - 1] * tab.has_ref)
        for at in fields:
            span = {"sheetId": book.structure.tabs[tab.title], "startRowIndex": 1}
            span |= {"startColumnIndex": at, "endColumnIndex": at + 1}
            book.apply([{"updateCells": {"range": span, "fields": "userEnteredValue"}}])
    habits = Habits(tmp_path / "sheet.lock", embedded=True, local_time=lambda: NOON)
    made = Office(wire.client(), Wire(store).client(), book.spreadsheet_id, habits)
    yield made
    made.close()
    store.close()


def test_no_command_writes_what_only_stands_for_a_code(uncoded: Office) -> None:
    chance, done = Random(5), set[str]()  # noqa: S311 - a run that is the same each time
    for number in range(90):
        command = wish(uncoded, chance, f"k{number}", done)
        if command is not None:
            done.add(type(command).__name__)
            with suppress(Refused):
                uncoded.do(command)
    written = lines(uncoded.by_hand)
    assert not [text for text in written if STAND_IN in text or text.startswith("~")]
    assert len(done) > 20
    uncoded.refresh()
    left = [row for row in uncoded.year.visits if row.visit.startswith(STAND_IN)]
    assert not left, f"{MOST} rows of each tab with each commit"
    assert {row.status for row in uncoded.year.bookings} >= {BookingStatus.BOOKED}


def test_the_year_a_wish_is_decided_on_has_all_codes(small: SmallOffice) -> None:
    seen: list[YearSnapshot] = []

    def look(year: YearSnapshot) -> list[Intent]:
        seen.append(year)
        return [Append(booking("di", "k-1"))]

    types(small, "Workshops", 2, "ID", "")
    small.office.do(Do("k", look))
    assert [row.id for row in seen[0].workshops] == ["W01"]
    assert Email("di@larkfold.sch.example") in {row.email for row in small.office.year.bookings}
