"""SQLite as Django speaks it, but the writers of one process wait in a queue of the process.

SQLite lets waiting writers sleep, for longer each time, and look again: with a hundred threads
the lock is free most of the time while somebody waits twenty seconds. A lock of the process wakes
the next one at once, so that SQLite only has to judge between the few processes.
"""

from __future__ import annotations

import os
from collections import defaultdict
from threading import Lock

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

__all__ = ["DatabaseWrapper"]

_DEFAULT_SECONDS = 5.0
"""SQLite's own, where the options name no timeout."""

_queues: defaultdict[str, Lock] = defaultdict(Lock)
"""Database → who of this process writes there."""

# whoever wrote when the process was forked goes on in the parent
os.register_at_fork(after_in_child=_queues.clear)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin one after the other within the process.

    The four methods are those that Django documents for writers of engines; its type stubs leave them out.
    """

    _held: Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_queue()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_queue()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave_queue()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_queue()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_queue()

    def _enter_queue(self) -> None:
        seconds = self.settings_dict["OPTIONS"].get("timeout", _DEFAULT_SECONDS)
        queue = _queues[str(self.settings_dict["NAME"])]
        if not queue.acquire(timeout=seconds):
            msg = "database is locked"  # what SQLite itself says, and the site answers
            raise OperationalError(msg)
        self._held = queue

    def _leave_queue(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.release()
