"""How often and how much one reader may ask, counted over all processes of the site.

Counts stand in a small SQLite file of their own in the data folder, which may be lost at any
time; no address is kept, only a keyed hash of it, and nothing longer than its window.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LIMITS", "Limit", "Standing", "count"]

log = logging.getLogger("chiiki.api.limits")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `quota` in `window` seconds; from `alarm` on the site's log says so."""

    name: str
    quota: int
    window: int
    alarm: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a reader stands after this request."""

    limit: Limit
    n_used: int
    reset: int
    """Seconds until the window ends."""

    @property
    def is_over(self) -> bool:
        """Whether the request must be refused."""
        return self.n_used > self.limit.quota

    @property
    def n_left(self) -> int:
        """How many more are allowed in this window."""
        return max(0, self.limit.quota - self.n_used)


MINUTE, DAY = 60, 86_400

LIMITS = {
    "anonymous": (Limit("requests", 120, MINUTE, 121), Limit("rows", 500_000, DAY, 150_000)),
    "token": (Limit("requests", 600, MINUTE, 601), Limit("rows", 5_000_000, DAY, 1_500_000)),
}
"""Who → requests in a minute, rows in a day. A whole edition has about 45,000 rows."""


class _Counter:
    """Counts by key and window, in one file that all processes open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.Lock()

    def add(self, key: bytes, *, window: int, n: int) -> int:
        """Add `n` to the count of `key` and return it; 0 where the file is busy or broken."""
        now = int(time.time())
        begin = now - now % window
        try:
            with self.lock, closing(self._open()) as connection, connection:
                connection.execute("DELETE FROM counts WHERE ends <= ?", (now,))
                rows = connection.execute(
                    "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n RETURNING n",
                    (key, begin + window, n),
                ).fetchall()
        except sqlite3.Error:
            log.exception("requests are not counted")
            return 0
        return int(rows[0][0])

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=1)
        # Counts are worth nothing after a crash, so nobody waits for the disk.
        connection.execute("PRAGMA journal_mode=MEMORY")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS counts"
            " (key BLOB, ends INTEGER, n INTEGER, PRIMARY KEY (key, ends)) WITHOUT ROWID"
        )
        return connection


@cache
def _counter(path: Path) -> _Counter:
    return _Counter(path)


def count(reader: str, *, limit: Limit, n: int = 1) -> Standing:
    """Count `n` more for `reader` and say where it stands.

    Parameters
    ----------
    reader : str
        ``address:<network>`` or ``token:<id>``.
    limit : Limit
    n : int
        Requests or rows; 0 only reads.
    """
    secret = settings.SECRET_KEY.encode()[:64]
    key = blake2b(f"{limit.name} {reader}".encode(), digest_size=16, key=secret).digest()
    n_used = _counter(settings.OPTIONS.data / "api-counts.sqlite3").add(key, window=limit.window, n=n)
    if n and n_used >= limit.alarm > n_used - n:
        log.warning("reader %s passed %d %s in %d s", key.hex()[:8], limit.alarm, limit.name, limit.window)
    return Standing(limit, n_used, limit.window - int(time.time()) % limit.window)
