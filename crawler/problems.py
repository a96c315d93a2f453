"""The one error that people are meant to read: a code and its parameters, put into words by the message catalogue."""

from __future__ import annotations

import errno
import sqlite3

#: What SQLite says where the system refused it something (sqlite.org/rescode.html).
_SQLITE = {sqlite3.SQLITE_FULL: "ENOSPC", sqlite3.SQLITE_READONLY: "EROFS", sqlite3.SQLITE_IOERR: "EIO"}


def refusal(error: Exception) -> str:
    """What the system said when it refused: the symbol of its error (``EACCES``), else its own words."""
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, str(error))
    number = errno.ETIMEDOUT if isinstance(error, TimeoutError) else getattr(error, "errno", None)
    return errno.errorcode.get(number or 0, "") or getattr(error, "strerror", None) or str(error)


class Problem(Exception):
    """Something the user can mend: bad input, an unusable place, a missing service.

    ``code`` names an entry ``problem.<code>`` of the message catalogue, ``params`` fill its placeholders. The command line prints
    one line for it and exits with status 2; it is never shown as a traceback.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: dict[str, object] = params

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({listed})"
