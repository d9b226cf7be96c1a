"""The names that the app answers to, where someone has set them, and what `doctor` says of them."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from streamlit import config

from kaizen.allowed_hosts import SEEN_AT, advice, allowed_hosts
from kaizen.errors import SetupError
from kaizen.ui.serving import answer_only_to
from tests.running_app import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = "kaizen.our-network.example"


class _Seen(BaseHTTPRequestHandler):
    """Answers as the app does at its address for this."""

    def do_GET(self) -> None:
        there = self.path == SEEN_AT
        self.send_response(200 if there else 404)
        self.end_headers()
        self.wfile.write(self.headers["Host"].encode() if there else b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called there
        """Say nothing."""


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Seen)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def secrets(host: str) -> dict[str, Any]:
    return {"auth": {"redirect_uri": f"http://{host}/oauth2callback"}}


def test_names_come_from_the_environment_before_the_secrets() -> None:
    assert allowed_hosts({}, {}) == []
    assert allowed_hosts({}, {"allowed_hosts": [OURS.upper(), " "]}) == [OURS]
    assert allowed_hosts({"KAIZEN_ALLOWED_HOSTS": f"{OURS}, *.example"}, {"allowed_hosts": ["x"]}) == [
        OURS,
        "*.example",
    ]


@pytest.mark.parametrize("given", [OURS, [1], {"host": OURS}])
def test_what_is_no_list_of_names_is_refused(given: object) -> None:
    with pytest.raises(SetupError, match="is a list such as"):
        allowed_hosts({}, {"allowed_hosts": given})


def test_nothing_is_said_where_no_address_is_known() -> None:
    assert advice([], {}) is None
    assert advice([], {"auth": "no section"}) is None


def test_doctor_prints_the_host_it_would_set_and_the_one_it_sees(app: str) -> None:
    said = f'any name will do. To allow one: allowed_hosts = ["127.0.0.1"]. The app sees “{app}”.'
    assert advice([], secrets(app)) == (True, said)


@pytest.mark.parametrize("allowed", ["127.0.0.1", "*", "*.0.0.1"])
def test_a_name_that_covers_what_the_app_sees_is_well(app: str, allowed: str) -> None:
    assert advice([allowed], secrets(app)) == (True, f"only {allowed}. The app sees “{app}”.")


def test_a_list_that_locks_everybody_out_is_wrong(app: str) -> None:
    sentence = f"only {OURS}. The app sees “{app}”. Nobody can open it under that name."
    assert advice([OURS], secrets(app)) == (False, sentence)


def test_an_app_that_cannot_be_asked_says_nothing_against_a_list() -> None:
    unseen = "The app couldn't be asked which name it sees."
    assert advice([OURS], {}) == (True, f"only {OURS}. {unseen}")
    assert advice([OURS], secrets(f"127.0.0.1:{free_port()}")) == (True, f"only {OURS}. {unseen}")


def test_an_answer_that_is_no_name_is_not_repeated(app: str) -> None:
    there = {"auth": {"redirect_uri": f"http://{app}\\elsewhere/oauth2callback"}}
    told = advice([OURS], there)
    assert told is not None
    assert "elsewhere" not in told[1]


def test_streamlit_is_told_only_what_someone_has_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "set_option", lambda name, value: told.append((name, value)))
    told: list[tuple[str, object]] = []
    answer_only_to([])
    answer_only_to([OURS])
    assert told == [("server.allowedHosts", [OURS])]
