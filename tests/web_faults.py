"""Let the nth thing that a command does to the outside world fail, and see what is left.

A *point* is a statement, a commit (before it, and after it but before the answer), a sync, link or
rename of a file, a write to one, or a mail. The nth point raises, or kills the process as
``kill -9`` does; n grows until no point is left.
"""

from __future__ import annotations

import os
import resource
import signal
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unittest.mock import patch

from django.apps import apps
from django.core.mail import EmailMessage
from django.db import OperationalError, connection, connections

from chiiki.errors import ChiikiError
from chiiki.web.audit.invariants import check_invariants
from chiiki.web.audit.verify import verify_log
from web_invariants import LEFT_BY_FLUSH

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Command", "Faults", "Record", "children", "count_rows", "exceptions", "full_disks", "full_files"]

FILE_CALLS = ("fsync", "link", "rename", "replace", "write")
EXPECTED = (ChiikiError, OperationalError, OSError)
"""What a command may end with when the world fails under it."""


@dataclass(frozen=True)
class Command:
    """One domain function under test."""

    name: str
    prepare: Callable[[], object]
    """Commits what the command needs, and returns what it is about."""

    call: Callable[[object], object]
    look: Callable[[object], object] = lambda _subject: None
    """The state that the command changes, where rows are not only added."""

    is_repeatable: bool = True
    """Whether it may be called again after it succeeded: one that only notes an event may not."""


class StruckError(OperationalError, OSError):
    """The nth point failed."""


@dataclass
class Faults:
    """Counts points, and strikes at the nth."""

    strike_at: int
    strike: Callable[[str], None]
    n_points: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def has_struck(self) -> bool:
        return self.n_points >= self.strike_at

    def point(self, kind: str) -> None:
        self.n_points += 1
        if self.n_points == self.strike_at:
            self.kinds[kind] += 1
            self.strike(kind)

    @contextmanager
    def around(self):
        """Put the points in place."""
        commit = connection._commit  # noqa: SLF001 -- where Django commits

        def committing():
            self.point("before commit")
            commit()
            self.point("after commit")

        def executing(execute, sql, params, many, context):
            self.point("statement")
            return execute(sql, params, many, context)

        def calling(name):
            real = getattr(os, name)

            def call(*args, **options):
                self.point(name)
                return real(*args, **options)

            return patch.object(os, name, call)

        send = EmailMessage.send

        def sending(mail, *args, **options):
            self.point("mail")
            return send(mail, *args, **options)

        with ExitStack() as points:
            points.enter_context(connection.execute_wrapper(executing))
            points.enter_context(patch.object(connection, "_commit", committing))
            points.enter_context(patch.object(EmailMessage, "send", sending))
            for name in FILE_CALLS:
                points.enter_context(calling(name))
            yield


@dataclass
class Record:
    """What was tried."""

    kinds: Counter[str] = field(default_factory=Counter)
    n_undone: int = 0
    n_done: int = 0

    @property
    def n_faults(self) -> int:
        return self.kinds.total()


def _raise(kind):
    raise StruckError(kind)


def _kill(_kind):
    os.kill(os.getpid(), signal.SIGKILL)


def count_rows():
    """Count the rows of every table."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def _grown(before):
    return {label: n - before[label] for label, n in count_rows().items() if n != before[label]}


@dataclass
class _Trial:
    """One preparation of a command, to be struck and tried again."""

    command: Command
    folder: object
    clean: tuple[dict[str, int], object]
    thorough: bool

    def begin(self):
        self.subject = self.command.prepare()
        self.before = count_rows()
        self.old_look = self.command.look(self.subject)
        return self

    def check(self, record, where):
        """Nothing or all of it is there; the database is whole; a retry succeeds, and once."""
        state = (_grown(self.before), self.command.look(self.subject))
        is_done = state == self.clean
        assert is_done or state == ({}, self.old_look), f"{where}: half done: {state}, whole: {self.clean}"
        record.n_done += is_done
        record.n_undone += not is_done
        _see_that_all_is_well(self.folder, where, thorough=self.thorough)
        if self.command.is_repeatable or not is_done:
            _tried_again(self.command, self.subject)
        again = (_grown(self.before), self.command.look(self.subject))
        assert again == self.clean, f"{where}: after the retry: {again}, whole: {self.clean}"


def _tried_again(command, subject):
    """Call again; a second call may be refused with a reason, as long as nothing is done twice."""
    with suppress(ChiikiError):
        command.call(subject)


def _see_that_all_is_well(folder, where, *, thorough):
    finding = verify_log(folder).finding
    assert finding is None, f"{where}: {finding}"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            assert cursor.fetchone() == ("ok",), where
    if thorough:
        found = [outcome for outcome in check_invariants() if not outcome.holds and outcome.name != LEFT_BY_FLUSH]
        assert found == [], where


def _clean_run(command, folder):
    """Run the command once without a fault, and say what it leaves."""
    subject = command.prepare()
    before = count_rows()
    old = command.look(subject)
    command.call(subject)
    clean = (_grown(before), command.look(subject))
    assert clean != ({}, old), f"{command.name} does nothing"
    _see_that_all_is_well(folder, command.name, thorough=True)
    return clean


def exceptions(command, folder, *, thorough=False):
    """Let each point raise, one after another."""
    record, clean, n = Record(), _clean_run(command, folder), 0
    while True:
        n += 1
        trial = _Trial(command, folder, clean, thorough).begin()
        faults = Faults(n, _raise)
        with faults.around(), suppress(*EXPECTED):
            command.call(trial.subject)
        if not faults.has_struck:
            break
        record.kinds += faults.kinds
        trial.check(record, f"{command.name}, exception at point {n} ({dict(faults.kinds)})")
    _see_that_all_is_well(folder, command.name, thorough=True)
    return record


def children(command, folder, *, thorough=False):
    """Kill a forked child at each point, one after another."""
    record, clean, n = Record(), _clean_run(command, folder), 0
    while True:
        n += 1
        trial = _Trial(command, folder, clean, thorough).begin()
        status = _in_child(lambda n=n, trial=trial: _run_struck(n, trial))
        if status >= 0:
            assert status == 0, f"{command.name}: the child ended with {status} at point {n}"
            break
        record.kinds["kill -9"] += 1
        trial.check(record, f"{command.name}, killed at point {n}")
    _see_that_all_is_well(folder, command.name, thorough=True)
    return record


def _run_struck(n, trial):
    with Faults(n, _kill).around():
        trial.command.call(trial.subject)


def full_files(command, folder, *, step=2048):
    """Let no file of a child grow beyond a size, which grows until the command succeeds."""
    record, clean, size = Record(), _clean_run(command, folder), 0
    while True:
        trial = _Trial(command, folder, clean, thorough=False).begin()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        status = _in_child(lambda size=size, trial=trial: _run_cramped(size, trial))
        state = (_grown(trial.before), trial.command.look(trial.subject))
        if status == 0:
            assert state == clean, f"{command.name}: said to be done with {size} bytes, and is not"
            break
        record.kinds["no room in files"] += 1
        trial.check(record, f"{command.name}, files of at most {size} bytes")
        size += step
    return record


def _run_cramped(size, trial):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    trial.command.call(trial.subject)


def full_disks(command, folder):
    """Let the database grow by so many pages and no more, until the command succeeds."""
    record, clean, n_more = Record(), _clean_run(command, folder), 0
    while True:
        trial = _Trial(command, folder, clean, thorough=False).begin()
        if _succeeds_within(n_more, trial):
            break
        record.kinds["database full"] += 1
        trial.check(record, f"{command.name}, {n_more} more pages")
        n_more += 1
    return record


def _succeeds_within(n_more, trial):
    with connection.cursor() as cursor:
        n_pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {n_pages + n_more}")
        try:
            trial.command.call(trial.subject)
        except EXPECTED:
            return False
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    return True


def _in_child(run):
    """Run in a child forked from this warm process; its exit code, negative for a signal."""
    connections.close_all()
    child = os.fork()
    if not child:
        status = 1
        try:
            run()
            status = 0
        except EXPECTED:
            status = 3
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
