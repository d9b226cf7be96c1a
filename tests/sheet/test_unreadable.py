"""A tab that can't be read as a whole keeps its last good rows; without any, nobody takes it for an empty one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kaizen.domain.booking import Booking
from kaizen.domain.network import Person
from kaizen.domain.settings import SettingRow
from kaizen.domain.visit import Visit
from kaizen.errors import CannotBeRead
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.layout import LISTS_TAB, TAB_OF, YEAR_TABS
from kaizen.sheet.reading import OPTIONAL, YearReader

if TYPE_CHECKING:
    from kaizen.sheet.cells import Grid
    from kaizen.sheet.layout import Tab

DEMO = demo_grids()
EXPORT = ["Legal Surname", "Legal Forename", "DfE", "Post", "Contract", "Days", "Phone", "Start", "Work Email"]


def headless(title: str) -> dict[str, Grid]:
    return DEMO | {title: DEMO[title][1:]}


def without(title: str) -> dict[str, Grid]:
    return {other: cells for other, cells in DEMO.items() if other != title}


def typed_over(title: str) -> dict[str, Grid]:
    return DEMO | {title: [EXPORT, *DEMO[title][1:]]}


def emptied(title: str) -> dict[str, Grid]:
    return DEMO | {title: []}


WAYS = (headless, without, typed_over, emptied)
TABS = [tab for tab in YEAR_TABS if DEMO[tab.title]]


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.title)
def test_the_last_good_rows_of_every_tab_stay(tab: Tab) -> None:
    reader = YearReader()
    before = reader.read(DEMO)
    for way in WAYS:
        after = reader.read(way(tab.title), before=before.year)
        assert list(after.unreadable) == [tab.title]
        assert after.unreadable[tab.title].startswith(f"{tab.title} can't be read: ")
        assert after.unknown == {}
        assert replace(after.year, unreadable={}) == before.year
        assert [one for one in after.findings if one.lost is not None] == []
        others = [one for one in after.findings if one.place.tab != tab.title]
        assert others == [one for one in before.findings if one.place.tab != tab.title]
    again = reader.read(DEMO, before=before.year)
    assert (again.unreadable, again.year, again.findings) == ({}, before.year, before.findings)


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.title)
def test_what_is_decided_on_rests_on_no_rows_from_before(tab: Tab) -> None:
    reader = YearReader()
    year = reader.read(DEMO).year
    assert year.certain is year
    year = reader.read(headless(tab.title)).year
    for other in TABS:
        kind = next(kind for kind, one in TAB_OF.items() if one is other)
        assert year.knows(kind)
        assert year.certain.knows(kind) is (other is not tab)


def test_what_has_been_saved_since_the_last_reading_stays_too() -> None:
    reader = YearReader()
    before = reader.read(DEMO).year
    saved = before.added(before.bookings[0].model_copy(update={"ref": "new-1"}))
    after = reader.read(headless("Bookings"), before=saved)
    assert after.year.bookings[-1].ref == "new-1"
    assert reader.read(headless("Bookings"), before=after.year) is after, "nothing has changed"


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab not in OPTIONAL], ids=lambda tab: tab.title)
def test_a_tab_that_could_never_be_read_is_not_an_empty_one(tab: Tab) -> None:
    for way in WAYS:
        reading = YearReader().read(way(tab.title))
        kind = next(kind for kind, one in TAB_OF.items() if one is tab)
        assert not reading.year.knows(kind)
        for question in (len, list, bool, lambda rows: rows[0], lambda rows: [*rows], lambda rows: None in rows):
            with pytest.raises(CannotBeRead, match=f"{tab.title} can't be read"):
                question(reading.year.rows_like(kind))


def test_what_rests_on_a_tab_that_could_never_be_read_is_not_known_either() -> None:
    year = YearReader().read(headless("Schools")).year
    assert not any(year.knows(kind) for kind in (Person, Visit, Booking))
    with pytest.raises(CannotBeRead, match="Schools can't be read: its headings are missing"):
        year.person_by_email.get("somebody")
    assert YearReader().read(headless("Rooms")).year.knows(Booking)


def test_settings_from_before_are_shown_and_nothing_rests_on_them() -> None:
    reader = YearReader()
    before = reader.read(DEMO).year
    after = reader.read(headless("Settings")).year
    assert after.settings == before.settings
    with pytest.raises(CannotBeRead, match="Settings can't be read"):
        _ = after.certain.settings.workshops_each
    assert after.certain.settings.model_fields_set == {"school_year"}
    assert not YearReader().read(headless("Settings")).year.knows(SettingRow)


def test_a_list_pasted_over_the_rows_is_a_tab_that_cannot_be_read() -> None:
    staff = DEMO["Staff"]
    pasted = [[row[2], row[0], "", row[3], row[1]] for row in staff[1:]]
    reader = YearReader()
    before = reader.read(DEMO).year
    for kept, why in ((0, "none of its 332 rows"), (20, "only 20 of its 332 rows")):
        sheet = DEMO | {"Staff": [staff[0], *pasted[kept:], *staff[1 : kept + 1]]}
        reading = reader.read(sheet)
        assert reading.unreadable == {"Staff": f"Staff can't be read: {why} can be read."}
        assert reading.year.people == before.people
    with pytest.raises(CannotBeRead, match="only 20 of its 332 rows can be read"):
        len(YearReader().read(sheet).year.people)
    assert len(reader.read(DEMO | {"Staff": [*staff[:40], *pasted[39:]]}).year.people) == 39, "a tenth is a list"
    assert not reader.read(DEMO | {"Rooms": [DEMO["Rooms"][0], ["Hall", "", "many"], ["Gym"]]}).unreadable


def test_slots_that_have_all_lost_their_codes_are_told_after_a_start_too() -> None:
    slots = [DEMO["Slots"][0], *(["", *row[1:]] for row in DEMO["Slots"][1:])]
    assert DEMO["Slots"][0][0] == "Slot"
    assert "Slots" in YearReader().read(DEMO | {"Slots": slots}).unreadable


def test_rows_that_heads_are_still_filling_in_are_no_damage() -> None:
    sessions = DEMO | {"Sessions": [DEMO["Sessions"][0], *(["", "", slot] for slot in "ABCABC")]}
    assert YearReader().read(sessions).year.sessions == ()
    reader = YearReader()
    before = reader.read(DEMO)
    assert reader.read(sessions).year.sessions == before.year.sessions, "there were some"


def test_a_tab_that_a_network_never_had_is_an_empty_one() -> None:
    for tab in OPTIONAL:
        reading = YearReader().read({title: cells for title, cells in DEMO.items() if title != tab.title})
        assert reading.unreadable == {}


def test_options_from_before_go_on_counting() -> None:
    lists = [["Focuses", "Roles"], ["Beekeeping", "Beekeeper"]]
    reader = YearReader()
    for sheet in (DEMO | {LISTS_TAB.title: lists}, DEMO | {LISTS_TAB.title: lists[1:]}, DEMO):
        reading = reader.read(sheet)
        assert reading.year.lists["Focuses"] == ("Beekeeping",)
    assert reading.unreadable == {"Lists": "Lists can't be read: there is no tab of that name."}


def test_one_heading_that_nobody_can_do_without_is_named() -> None:
    cells = [["Mail" if cell == "Email" else cell for cell in DEMO["Staff"][0]], *DEMO["Staff"][1:]]
    reading = YearReader().read(DEMO | {"Staff": cells})
    assert reading.unreadable["Staff"] == 'Staff can\'t be read: its heading "Email" is missing.'
