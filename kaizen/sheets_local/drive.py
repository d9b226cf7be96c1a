"""Drive's part: files are created, told about, listed and deleted; nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kaizen.sheets_local.masks import BadMask, parsed
from kaizen.sheets_local.refusals import DriveRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from kaizen.sheets_local.storage import FileEntry
    from kaizen.sheets_local.wire import Message

MIME: Final = "application/vnd.google-apps.spreadsheet"
_SHORT: Final = "kind,id,name,mimeType"
_FIELDS: Final = frozenset(
    {"kind", "id", "name", "mimeType", "createdTime", "modifiedTime", "version", "trashed", "ownedByMe", "owners"}
)
_CLAUSE: Final = re.compile(
    r"""\s*(?:(mimeType|name)\s*(=|!=|contains)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')|(trashed)\s*(=)\s*(true|false))\s*"""
)
_PAGE: Final = 1000


def new_name(body: Message) -> str:
    """Return the name for a new file.

    Raises:
        DriveRefusal: 400 for anything but a spreadsheet.
    """
    mime = body.get("mimeType", MIME)
    if mime != MIME:
        raise DriveRefusal(400, "invalid", f"The embedded sheet keeps spreadsheets only, not {mime}.", "mimeType")
    return str(body.get("name", "Untitled"))


def file(entry: FileEntry, fields: str, account: str) -> Message:
    """Return a file's metadata; without ``fields`` the four that Drive gives."""
    return {name: value for name, value in _whole(entry, account).items() if name in _wanted(fields or _SHORT)}


def _whole(entry: FileEntry, account: str) -> Message:
    return {
        "kind": "drive#file",
        "id": entry.id,
        "name": entry.title,
        "mimeType": MIME,
        "createdTime": _stamp(entry.created),
        "modifiedTime": _stamp(entry.modified),
        "version": str(entry.revision),
        "trashed": False,
        "ownedByMe": entry.owner == account,
        "owners": [{"kind": "drive#user", "emailAddress": entry.owner, "displayName": entry.owner}],
    }


def _stamp(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03d}Z"


def _wanted(fields: str) -> frozenset[str]:
    try:
        names = frozenset(parsed(re.sub(r"\s", "", fields)))
    except BadMask:
        names = frozenset({fields})
    if "*" in names:
        return _FIELDS
    for name in sorted(names - _FIELDS):
        raise DriveRefusal(400, "invalidParameter", f"Invalid field selection {name}", "fields")
    return names


def file_list(entries: Sequence[FileEntry], options: Mapping[str, list[str]], account: str) -> Message:
    """Return the files a query finds, newest change first, in pages.

    Raises:
        DriveRefusal: 400 for a query, a page or a field that is not understood.
    """
    found = [entry for entry in entries if _fits(entry, options.get("q", [""])[-1])]
    size, start = _page(options)
    answer: Message = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(found):
        answer["nextPageToken"] = str(start + size)
    outer, inner = _list_fields(options.get("fields", [""])[-1])
    answer["files"] = [file(entry, inner, account) for entry in found[start : start + size]]
    return {name: value for name, value in answer.items() if name in outer}


def _page(options: Mapping[str, list[str]]) -> tuple[int, int]:
    size, start = options.get("pageSize", [str(_PAGE)])[-1], options.get("pageToken", ["0"])[-1]
    if not size.isdigit() or not 1 <= int(size) <= _PAGE:
        raise DriveRefusal(
            400, "invalidParameter", f"Invalid value '{size}'. Values must be within 1 to 1000.", "pageSize"
        )
    if not start.isdigit():
        raise DriveRefusal(400, "invalid", "Invalid Value", "pageToken")
    return int(size), int(start)


def _list_fields(fields: str) -> tuple[frozenset[str], str]:
    known = frozenset({"kind", "incompleteSearch", "nextPageToken", "files"})
    try:
        mask = parsed(fields) if fields else {}
    except BadMask:
        mask = {fields: {}}
    if not mask or "*" in mask:
        return known, "*" if mask else ""
    for name in sorted(mask.keys() - known):
        raise DriveRefusal(400, "invalidParameter", f"Invalid field selection {name}", "fields")
    return frozenset(mask), ",".join(mask.get("files", {}))


def _fits(entry: FileEntry, query: str) -> bool:
    fits, at = True, 0
    while at < len(query):
        found = _CLAUSE.match(query, at)
        if not found:
            raise DriveRefusal(400, "invalid", f"The embedded sheet does not understand the query {query!r}.", "q")
        fits = fits and _clause(entry, found)
        at = found.end()
        if at < len(query):
            if not query.startswith("and ", at) or not query[at + 4 :].strip():
                raise DriveRefusal(400, "invalid", f"The embedded sheet does not understand the query {query!r}.", "q")
            at += 4
    return fits


def _clause(entry: FileEntry, found: re.Match[str]) -> bool:
    if found[5]:
        return found[7] == "false"
    wanted = re.sub(r"\\(.)", r"\1", found[3] if found[3] is not None else found[4])
    actual = MIME if found[1] == "mimeType" else entry.title
    if found[2] == "contains":
        return wanted.casefold() in actual.casefold()
    return (actual == wanted) == (found[2] == "=")


def no_file(file_id: str) -> DriveRefusal:
    """Return the 404 for a file that is not there."""
    return DriveRefusal(404, "notFound", f"File not found: {file_id}.", "fileId")
