"""Which sheet stands behind the app, and what is said when it cannot be used."""

from __future__ import annotations

import re
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from kaizen import bootstrap, settings
from kaizen.engine import opening
from kaizen.engine.google import Workbook, client_over
from kaizen.engine.sheet_time import london_time
from kaizen.engine.turns import turn
from kaizen.errors import NotAKaizenSheet, NotSaved, SetupError, SheetUnreachable, UnusableFile
from kaizen.sheet.demo import demo_rows
from kaizen.sheet.intents import Append
from kaizen.sheet.provisioning import Here, provision
from kaizen.sheets_local import LocalSheets, session
from kaizen.sheets_local.server import application
from tests.engine.small_year import Do, booking
from tests.local_google import EMAIL, HEAD, key_of, local_google
from tests.pages.test_sign_in import secrets
from tests.running_app import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made = tmp_path / "sheet.sqlite3"
    monkeypatch.setenv("KAIZEN_FILE", str(made))
    monkeypatch.delenv("KAIZEN_SHEETS_API", raising=False)
    monkeypatch.delenv("KAIZEN_SPREADSHEET", raising=False)
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    yield made
    bootstrap.close()


@contextmanager
def at(file: Path) -> Iterator[Any]:
    store = LocalSheets.open(file)
    yield client_over(session(store))
    store.close()


def test_a_newcomer_gets_the_demo_network(file: Path) -> None:
    office = bootstrap.office()
    assert office.embedded
    assert (len(office.year.schools), len(office.year.bookings)) == (9, 390)
    assert office.now().date().isoformat() == "2026-11-21"
    assert office.by_hand.grid("Schools")[1][1] == "Gynn Sands"


def test_there_is_one_office_in_a_process(file: Path) -> None:
    with ThreadPoolExecutor(8) as people:
        offices = set(map(id, people.map(lambda _: bootstrap.office(), range(16))))
    assert len(offices) == 1


def test_what_is_in_the_sheet_outlasts_the_process(file: Path) -> None:
    first = bootstrap.office()
    first.by_hand.type_in("Schools", 2, 1, "Gynn Sands Academy")
    bootstrap.close()
    again = bootstrap.office()
    assert again is not first
    assert again.spreadsheet_id == first.spreadsheet_id
    assert again.year.schools[0].name == "Gynn Sands Academy"


def test_what_is_drained_is_still_to_be_seen(file: Path) -> None:
    office = bootstrap.office()
    with turn(bootstrap.lock_file_of(file)):
        waits = office.submit(Do("k", lambda _: [Append(booking("ann", "k-1"))]))
        draining = threading.Thread(target=lambda: told.append(bootstrap.drain()))
        told: list[bool] = []
        draining.start()
        while not office._writer._wishes._closed:
            time.sleep(0.01)
    draining.join(20)
    assert (waits.result(0).sentence, told) == ("Done.", [True])
    assert bootstrap.office() is office, "pages go on with it"
    office.refresh()
    assert office.year.bookings[-1].ref == "k-1"
    with pytest.raises(NotSaved, match="The app is being restarted"):
        office.submit(Do("l", lambda _: ()))
    assert bootstrap.drain() is False, "nobody has waited"
    bootstrap.close()


def test_that_sign_in_is_set_up_is_noted_once(file: Path) -> None:
    for _ in range(2):
        memory = bootstrap.office(secrets()).by_hand.grid("_kaizen")
        assert [row for row in memory if row[0] == "sign-in"] == [["sign-in", "set up"]]
        bootstrap.close()
    assert file.exists()


def test_closing_what_was_never_opened_is_nothing(file: Path) -> None:
    assert bootstrap.drain() is False
    bootstrap.close()
    assert not file.exists()


def test_processes_that_start_at_once_make_one_sheet(file: Path) -> None:
    script = "from kaizen import bootstrap; print(bootstrap.office().spreadsheet_id); bootstrap.close()"
    runs = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    ids = {run.communicate(timeout=60)[0] for run in runs}
    assert len(ids) == 1
    with at(file) as client:
        assert len(client.list_spreadsheet_files()) == 1


def test_a_first_run_that_died_half_way_is_finished(file: Path) -> None:
    with at(file) as client:
        spreadsheet_id = client.create(bootstrap.DEMO_TITLE).id
    assert bootstrap.office().spreadsheet_id == spreadsheet_id
    assert len(bootstrap.office().year.schools) == 9


def test_the_default_file_lies_in_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KAIZEN_FILE", raising=False)
    monkeypatch.delenv("KAIZEN_SHEETS_API", raising=False)
    monkeypatch.setattr(settings, "DEFAULT_FILE", tmp_path / ".kaizen" / "sheet.sqlite3")
    bootstrap.office()
    bootstrap.close()
    assert (tmp_path / ".kaizen" / "sheet.sqlite3").exists()


@pytest.mark.parametrize("name", ["README.md", "folder", "no/such/folder/sheet.sqlite3"])
def test_a_file_that_cannot_be_used_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "README.md").write_text("Not a sheet, and dear to somebody.")
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("KAIZEN_FILE", str(tmp_path / name))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UnusableFile):
        bootstrap.office()
    assert (tmp_path / "README.md").read_text() == "Not a sheet, and dear to somebody."
    assert sorted(tmp_path.rglob("*")) == before


def _spreadsheet(file: Path, monkeypatch: pytest.MonkeyPatch, *cells: str) -> None:
    with at(file) as client:
        made = client.create("Dinner money")
        if cells:
            made.sheet1.update([list(cells)], "A1")
        monkeypatch.setenv("KAIZEN_SPREADSHEET", f"https://docs.google.com/spreadsheets/d/{made.id}/edit#gid=0")


def test_an_empty_spreadsheet_is_not_built_on_unasked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _spreadsheet(file, monkeypatch)
    with pytest.raises(NotAKaizenSheet, match=r'"Dinner money" is empty.*Nothing in it was changed'):
        bootstrap.office()


def test_somebody_elses_spreadsheet_is_left_as_it_is(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _spreadsheet(file, monkeypatch, "Monday", "£2.40")
    with pytest.raises(NotAKaizenSheet, match=r'"Dinner money" has none of the tabs.*Nothing in it was changed'):
        bootstrap.office()
    with at(file) as client:
        (found,) = client.list_spreadsheet_files()
        assert Workbook(client, found["id"]).read(["Sheet1"]) == {"Sheet1": [["Monday", "£2.40"]]}


def test_a_spreadsheet_of_a_newer_app_is_left_to_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = bootstrap.office()
    office.by_hand.type_in("_kaizen", 2, 2, "999")
    monkeypatch.setenv("KAIZEN_SPREADSHEET", office.spreadsheet_id)
    bootstrap.close()
    with pytest.raises(NotAKaizenSheet, match="newer version"):
        bootstrap.office()


def _something_else_of_that_name(file: Path) -> None:
    with at(file) as client:
        client.create(bootstrap.DEMO_TITLE).sheet1.update([["Monday", "£2.40"]], "A1")


def _built_by_a_newer_app(file: Path) -> None:
    bootstrap.office().by_hand.type_in("_kaizen", 2, 2, "999")
    bootstrap.close()


def _cells(file: Path) -> dict[str, Any]:
    with at(file) as client:
        (found,) = client.list_spreadsheet_files()
        book = Workbook(client, found["id"])
        return {"title": book.structure.title, **book.read(book.structure.tabs)}


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_something_else_of_that_name, "has none of the tabs of a Kaizen year: something else has its name."),
        (_built_by_a_newer_app, "was built by a newer version of the app."),
    ],
)
def test_what_bears_the_demos_name_and_is_not_ours_is_left_as_it_is(
    file: Path, make: Callable[[Path], None], sentence: str
) -> None:
    make(file)
    before = _cells(file)
    said = rf'The spreadsheet "Kaizen demo year" {re.escape(sentence)} Nothing in it was changed\.'
    with pytest.raises(NotAKaizenSheet, match=said):
        bootstrap.office()
    with pytest.raises(NotAKaizenSheet, match=said):
        bootstrap.reset_demo(file, datetime(2026, 11, 21, 9, 30))  # noqa: DTZ001 - only the name of a copy
    with at(file) as client, pytest.raises(NotAKaizenSheet, match=said):
        opening.rebuilt(client, bootstrap.DEMO_TITLE, demo_rows(), file.with_suffix(".lock"))
    assert _cells(file) == before
    assert not list(file.parent.glob("*-before-*"))


def test_a_demo_that_has_lost_a_tab_is_still_ours_to_open_and_to_start_over(file: Path) -> None:
    office = bootstrap.office()
    office.by_hand.restructure([{"deleteSheet": {"sheetId": office.by_hand.sheet_id("_kaizen")}}])
    office.by_hand.type_in("Schools", 2, 1, "Changed")
    bootstrap.close()
    assert bootstrap.office().year.schools[0].name == "Changed"
    bootstrap.close()
    bootstrap.reset_demo(file, datetime(2026, 11, 21, 9, 30))  # noqa: DTZ001
    assert bootstrap.office().year.schools[0].name == "Gynn Sands Primary School"


def test_a_year_whose_hidden_tab_is_gone_is_still_a_year(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = bootstrap.office()
    office.by_hand.restructure([{"deleteSheet": {"sheetId": office.by_hand.sheet_id("_kaizen")}}])
    monkeypatch.setenv("KAIZEN_SPREADSHEET", office.spreadsheet_id)
    bootstrap.close()
    assert len(bootstrap.office().year.schools) == 9


def test_beside_the_app_its_own_way_is_gone(file: Path) -> None:
    given = settings.Settings.given({"KAIZEN_FILE": str(file)}, {})
    with bootstrap.ways_beside_the_app(given) as alone:
        assert alone.store is not None
    with pytest.raises(SheetUnreachable), opening.judged():
        alone.app.list_spreadsheet_files()
    office = bootstrap.office()
    with bootstrap.ways_beside_the_app(given) as first, bootstrap.ways_beside_the_app(given) as second:
        assert first is second
    assert office.by_hand.grid("Schools")[1][1] == "Gynn Sands", "the app's own way is open still"


def test_a_year_is_known_by_its_hidden_mark_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap.office()
    bootstrap.close()
    read: list[list[str]] = []
    whole = Workbook.read
    monkeypatch.setattr(Workbook, "read", lambda book, titles: read.append(list(titles)) or whole(book, titles))
    with at(file) as client:
        book = Workbook(client, opening.found(client, bootstrap.DEMO_TITLE))
        assert opening.what_it_holds(book) is Here.KAIZEN
        assert read == [["_kaizen"]]
        book.apply([{"deleteSheet": {"sheetId": book.structure.tabs["_kaizen"]}}])
        book.forget()
        assert opening.what_it_holds(book) is Here.BEGUN
        assert len(read[-1]) > 10


def test_a_spreadsheet_that_is_not_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIZEN_SPREADSHEET", "nowhere")
    with pytest.raises(SheetUnreachable, match="cannot be found"):
        bootstrap.office()


@contextmanager
def served(store: LocalSheets) -> Iterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(application(store), date_header=False, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def test_a_running_embedded_sheet_takes_the_place_of_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LocalSheets.open(None)
    with served(store) as address:
        monkeypatch.setenv("KAIZEN_SHEETS_API", address)
        office = bootstrap.office()
        assert office.embedded
        assert len(office.year.schools) == 9
        office.by_hand.type_in("Schools", 2, 1, "Gynn Sands Academy")
        office.refresh()
        assert office.year.schools[0].name == "Gynn Sands Academy"
        bootstrap.close()
    assert [entry.title for entry in store.entries()] == [bootstrap.DEMO_TITLE]
    assert not file.exists()
    store.close()


@pytest.mark.parametrize("address", ["http://127.0.0.1:{}", "127.0.0.1:{}", "nonsense"])
def test_a_sheet_that_nobody_serves_is_said(file: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("KAIZEN_SHEETS_API", address.format(free_port()))
    with pytest.raises(SheetUnreachable, match=r"cannot be reached .* KAIZEN_SHEETS_API says .* sheets-local"):
        bootstrap.office()
    assert not file.exists()


def test_credentials_lead_to_google_and_to_nothing_else(file: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(SheetUnreachable, match="cannot be reached"):
        bootstrap.office({"connections": {"kaizen": {"spreadsheet": "abc", **key_of(nobody)}}})
    assert not file.exists()


def test_the_whole_way_to_google(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with local_google() as google:
        client = client_over(session(google.store, HEAD))
        spreadsheet_id = google.head_makes()
        book = Workbook(client, spreadsheet_id)
        book.apply(provision(book.structure.tabs, demo_rows()))
        monkeypatch.setenv("KAIZEN_SHEETS_API", google.address)
        secrets = {"connections": {"kaizen": {"spreadsheet": spreadsheet_id, **key_of(google.address)}}}
        office = bootstrap.office(secrets)
        assert (office.embedded, len(office.year.schools)) == (False, 9)
        assert office.do(Do("k", lambda _: [Append(booking("ann", "k-1"))])).sentence == "Done."
        office.by_hand.type_in("Schools", 2, 1, "Gynn Sands Academy")
        office.refresh()
        assert office.year.schools[0].name == "Gynn Sands Academy"
        bootstrap.close()
        assert google.issued == 2, "one token for the app and one for the hand"
    assert not file.exists()


@pytest.mark.parametrize("refusal", [(403, "The caller does not have permission"), (404, "Not found.")])
def test_a_sheet_that_is_not_shared_says_with_whom_to_share_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, refusal: tuple[int, str]
) -> None:
    with local_google() as google:
        google.refusal = refusal
        monkeypatch.setenv("KAIZEN_SHEETS_API", google.address)
        monkeypatch.setenv("KAIZEN_SPREADSHEET", "abc")
        with pytest.raises(SheetUnreachable, match=f"press Share, enter {EMAIL}, choose Editor"):
            bootstrap.office({"gcp_service_account": key_of(google.address)})
        bootstrap.close()
        google.refusal = (503, "The service is currently unavailable.")
        with pytest.raises(SheetUnreachable, match="problem of its own"):
            bootstrap.office({"gcp_service_account": key_of(google.address)})


def test_a_sheet_that_cannot_be_opened_is_not_tried_again_for_every_page(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(bootstrap, "monotonic", lambda: clock[0])
    with local_google() as google:
        google.refusal = (503, "The service is currently unavailable.")
        spreadsheet_id = google.head_makes()
        monkeypatch.setenv("KAIZEN_SHEETS_API", google.address)
        monkeypatch.setenv("KAIZEN_SPREADSHEET", spreadsheet_id)
        secrets = {"gcp_service_account": key_of(google.address)}
        for _ in range(5):
            with pytest.raises(SheetUnreachable, match="problem of its own"):
                bootstrap.office(secrets)
        assert google.issued == 1
        google.refusal = None
        clock[0] += bootstrap.RETRY_AFTER
        with pytest.raises(NotAKaizenSheet, match="is empty"):
            bootstrap.office(secrets)
        monkeypatch.delenv("KAIZEN_SPREADSHEET")
        with pytest.raises(SetupError, match="has no spreadsheet"):
            bootstrap.office(secrets)


def test_credentials_that_are_not_complete_do_not_lead_to_the_demo(file: Path) -> None:
    with pytest.raises(SetupError, match=r"\[connections.kaizen\] has no spreadsheet"):
        bootstrap.office({"connections": {"kaizen": key_of("http://127.0.0.1:1")}})
    assert not file.exists()


def test_secrets_of_something_else_leave_the_demo(file: Path) -> None:
    assert bootstrap.office({"auth": {"client_id": "x"}, "connections": {"other": {}}}).embedded


def test_many_people_need_many_open_files(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    for soft, hard in [(1024, 65536), (1024, 4096), (1024, -1), (9000, 65536), (-1, -1)]:
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=(soft, hard): limits)
        bootstrap.office()
        bootstrap.close()
    assert asked == [(8192, 65536), (4096, 4096), (8192, -1)]


def test_a_copy_that_cannot_be_kept_changes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bootstrap.office().by_hand.type_in("Schools", 2, 1, "Changed")
    bootstrap.close()
    now = london_time()
    (tmp_path / f"sheet-before-{now:%Y%m%d-%H%M%S}.sqlite3").write_text("an older copy")
    with pytest.raises(UnusableFile, match="nothing was changed"):
        bootstrap.reset_demo(file, now)
    assert bootstrap.office().year.schools[0].name == "Changed"


def test_starting_over_keeps_a_copy_and_an_app_that_runs_goes_on(file: Path) -> None:
    office = bootstrap.office()
    office.by_hand.type_in("Schools", 2, 1, "Changed")
    office.by_hand.delete("Bookings", 2)
    office.refresh()
    said = bootstrap.reset_demo(None, london_time())
    (copy,) = file.parent.glob("sheet-before-*.sqlite3")
    assert str(copy) in said
    assert copy.stat().st_mode & 0o077 == 0, "as private as the sheet itself"
    office.refresh()
    assert (office.year.schools[0].name, len(office.year.bookings)) == ("Gynn Sands Primary School", 390)
    assert office.do(Do("k", lambda _: [Append(booking("ann", "k-1"))])).sentence == "Done."
    assert len(office.year.bookings) == 391
    with at(copy) as client:
        (kept,) = client.list_spreadsheet_files()
        assert Workbook(client, kept["id"]).read(["Schools"])["Schools"][1][0] == "Changed"
    assert sqlite3.connect(copy).execute("PRAGMA quick_check").fetchone() == ("ok",)


def test_starting_over_before_the_first_run_makes_the_demo(file: Path) -> None:
    assert bootstrap.reset_demo(None, london_time()) == f"The demo stands in {file}."
    assert len(bootstrap.office().year.schools) == 9


def test_a_sheet_that_is_served_elsewhere_is_not_started_over(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap.office().by_hand.type_in("Schools", 2, 1, "Changed")
    bootstrap.close()
    monkeypatch.setenv("KAIZEN_SHEETS_API", "http://127.0.0.1:9")
    with pytest.raises(SetupError, match=r"nothing was started over\. .* --file"):
        bootstrap.reset_demo(None, london_time())
    assert [entry for entry in file.parent.iterdir() if "before" in entry.name] == []
    assert "is kept in" in bootstrap.reset_demo(file, london_time()), "who names the file means it"
    monkeypatch.delenv("KAIZEN_SHEETS_API")
    assert bootstrap.office().year.schools[0].name == "Gynn Sands Primary School"


def test_a_file_that_is_not_there_is_not_started_over(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="Check --file"):
        bootstrap.reset_demo(tmp_path / "shet.sqlite3", london_time())
    assert list(tmp_path.iterdir()) == []


def test_a_practice_sheet_that_is_not_built_yet_is_said(file: Path) -> None:
    store = LocalSheets.open(file)
    with pytest.raises(NotAKaizenSheet, match=r"There is no spreadsheet .* yet\. Start the app once"):
        opening.found(client_over(session(store)), bootstrap.DEMO_TITLE)
    store.close()
