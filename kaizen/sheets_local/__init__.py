"""The embedded sheet: the part of the Google Sheets API that Kaizen uses, over SQLite.

One handler, two fronts: :class:`LocalAdapter` for ``requests`` sessions in this process, and
``kaizen.sheets_local.server`` for other processes. What it answers, and what it does not, is in
``docs/embedded-sheet.md``.
"""

from kaizen.errors import UnusableFile
from kaizen.sheets_local.adapter import LocalAdapter, session
from kaizen.sheets_local.store import LocalSheets
from kaizen.sheets_local.wire import SERVICE_ACCOUNT, Request, Response

__all__ = ["SERVICE_ACCOUNT", "LocalAdapter", "LocalSheets", "Request", "Response", "UnusableFile", "session"]
