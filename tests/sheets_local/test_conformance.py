"""The recorded conversations, played to the embedded sheet over HTTP's own bytes: status and JSON have to agree."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from kaizen.sheets_local import Request

if TYPE_CHECKING:
    from kaizen.sheets_local import LocalSheets, Response

CASSETTES = sorted((Path(__file__).parent / "cassettes").glob("*.json"))
FILE_ID = re.compile(r"[A-Za-z0-9_-]{44}")
NOT_COMPARED = {
    "spreadsheetUrl",
    "defaultFormat",  # formatting of a new file
    "spreadsheetTheme",
    "incompleteSearch",
    "timeZone",  # of the account that recorded
    "locale",
    "users",  # addresses, replaced in the recordings
}
TIMES = {"createdTime", "modifiedTime"}
IDS = {"id", "spreadsheetId", "sheetId", "namedRangeId", "protectedRangeId"}


class Player:
    """Plays one conversation; ids given by Google and ids given by us are matched as they come up."""

    def __init__(self, store: LocalSheets) -> None:
        self.store = store
        self.ours: dict[Any, Any] = {}

    def translated(self, text: str) -> str:
        return FILE_ID.sub(lambda found: self.ours.get(found[0], found[0]), text)

    def translated_body(self, node: Any) -> Any:
        if isinstance(node, dict):
            return {key: self._id(key, value) for key, value in node.items()}
        return [self.translated_body(item) for item in node] if isinstance(node, list) else node

    def _id(self, key: str, value: Any) -> Any:
        if key in IDS and not isinstance(value, dict | list):
            return self.ours.get(value, value)
        return self.translated_body(value)

    def send(self, recorded: dict[str, Any]) -> Response:
        url = urlsplit(recorded["uri"])
        body = recorded["body"]
        if isinstance(body, str):
            body = json.loads(body)
        data = None if body is None else json.dumps(self.translated_body(body)).encode()
        path, query = self.translated(url.path), self.translated(url.query)
        return self.store.handle(Request(recorded["method"], path, query, data))

    def compare(self, recorded: Any, actual: Any, way: str = "$", key: str = "") -> None:
        if key in IDS and not isinstance(recorded, dict | list):
            assert type(recorded) is type(actual), way
            assert self.ours.setdefault(recorded, actual) == actual, way
        elif isinstance(recorded, dict):
            names = recorded.keys() - NOT_COMPARED
            assert isinstance(actual, dict), way
            assert names == actual.keys() - NOT_COMPARED, way
            for name in names:
                self.compare(recorded[name], actual[name], f"{way}.{name}", name)
        elif isinstance(recorded, list):
            if key == "files":
                recorded = [entry for entry in recorded if entry["id"] in self.ours]
            assert isinstance(actual, list), way
            assert len(recorded) == len(actual), way
            for index, (one, other) in enumerate(zip(recorded, actual, strict=True)):
                self.compare(one, other, f"{way}[{index}]")
        elif key in TIMES:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", actual), way
        else:
            assert recorded == actual, way
            assert isinstance(recorded, bool) == isinstance(actual, bool), way

    def set_up(self, conversation: list[dict[str, Any]]) -> None:
        """Make the files that were there before the recording began."""
        text = [json.dumps([entry["request"]["uri"], entry["response"]["body"]]) for entry in conversation]
        made = {found for entry in text for found in re.findall(r'drive#file\\",\\n  \\"id\\": \\"([\w-]{44})', entry)}
        for entry in conversation:
            listed = (entry["response"]["body"] or {}).get("string") or "{}"
            for known in json.loads(listed).get("files", []) if listed.startswith("{") else []:
                if known["id"] not in made and any(known["id"] in json.loads(other)[0] for other in text):
                    body = json.dumps({"name": known["name"]}).encode()
                    answer = self.store.handle(Request("POST", "/drive/v3/files", "", body))
                    self.ours[known["id"]] = answer.body["id"]


@pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: path.stem)
def test_recorded_conversation(cassette: Path, store: LocalSheets) -> None:
    player = Player(store)
    conversation = json.loads(cassette.read_text(encoding="utf-8"))["interactions"]
    player.set_up(conversation)
    for number, entry in enumerate(conversation):
        recorded = entry["response"]
        answer = player.send(entry["request"])
        way = f"{cassette.stem}[{number}]"
        assert answer.status == recorded["status"]["code"], way
        text = (recorded["body"] or {}).get("string") or ""
        content = answer.content().decode()
        player.compare(json.loads(text) if text else "", json.loads(content) if content else "", way)


def test_there_are_recordings() -> None:
    assert len(CASSETTES) == 26


def test_a_wrong_answer_is_noticed(store: LocalSheets) -> None:
    with pytest.raises(AssertionError, match="values"):
        Player(store).compare({"values": [["1"]]}, {"values": [["2"]]})
    with pytest.raises(AssertionError):
        Player(store).compare({"range": "A1"}, {"range": "A1", "values": []})
