"""What people who have not signed in can leave in the server's memory, and whom they can push out of it."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from kaizen.ui.doors import HEADERS
from tests.running_app import running_app
from tests.websocket_tab import Tab

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

MEGABYTE = 1024 * 1024
HALF_WRITTEN = "Fractions with string and"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_app(tmp_path_factory.mktemp("app") / "sheet.sqlite3") as address:
        yield address


def test_a_file_is_taken_where_there_is_an_uploader_and_nowhere_else(app: str) -> None:
    with Tab(app) as tab:
        for page in ("", "copy", "propose"):
            tab.open(page)
            assert tab.send_file(b"x" * MEGABYTE) == 403
        tab.open("copy")
        tab.press("Class teacher")
        assert tab.send_file(b"x") == 403
    with Tab(app) as tab:
        tab.open("copy")
        tab.press("Organiser")
        assert tab.says("Bring a copy back")
        assert tab.send_file(b"x" * MEGABYTE) == 204
        assert tab.send_file(b"x" * 6 * MEGABYTE) == 413
        tab.go("")
        assert tab.send_file(b"x") == 403


def test_a_hundred_and_thirty_tabs_do_not_cost_a_teacher_what_she_has_typed(app: str) -> None:
    with Tab(app) as teacher:
        teacher.open("propose")
        teacher.press("Class teacher")
        teacher.type_in("Title", HALF_WRITTEN)
    for _ in range(130):
        with Tab(app) as passer_by:
            assert not passer_by.session
    with Tab(app, session=teacher.session) as again:
        again.rerun()
        assert again.session == teacher.session
        assert again.says("Be somebody else")


def test_the_servers_own_pages_have_the_headers_and_its_figures_are_closed(app: str) -> None:
    for path in ("/", "/book", "/_stcore/health", "/_stcore/host-config"):
        with urllib.request.urlopen(f"{app}{path}") as answer:  # noqa: S310 - loopback only
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS, path
            assert answer.headers["X-Frame-Options"] is None
    with pytest.raises(urllib.error.HTTPError, match="404") as closed:
        urllib.request.urlopen(f"{app}/_stcore/metrics")  # noqa: S310 - loopback only
    closed.value.close()
