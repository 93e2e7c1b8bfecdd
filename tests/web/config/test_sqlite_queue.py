"""Writers of one process queue for SQLite: one at a time, and nobody keeps the others out for ever."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from chiiki.web.config.sqlite.base import DatabaseWrapper
from chiiki.web.jobs.models import Job

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL queues writers by itself"),
]


@pytest.fixture
def another():
    """Open a second connection to the same file, which waits a tenth of a second."""
    settings = {**connection.settings_dict, "OPTIONS": {**connection.settings_dict["OPTIONS"], "timeout": 0.1}}
    with closing(DatabaseWrapper(settings, "another")) as found:
        yield found


def _begin(wrapper):
    wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def _can_write(wrapper):
    _begin(wrapper)
    wrapper.rollback()
    wrapper.set_autocommit(True)
    return True


def test_who_waits_too_long_is_told_and_never_asked_sqlite(another):
    another.ensure_connection()
    asked = []
    another.connection.set_trace_callback(asked.append)
    with transaction.atomic(), pytest.raises(OperationalError, match="database is locked"):
        _begin(another)
    assert asked == []


def test_the_queue_goes_on_after_a_commit_an_error_and_a_lost_connection(another):
    with transaction.atomic():
        Job.objects.count()
    assert _can_write(another)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert _can_write(another)
    with transaction.atomic():
        connection.close()
    assert _can_write(another)


def test_another_process_that_writes_keeps_nobody_in_the_queue(another):
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as process:
        process.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="database is locked"):
            _begin(another)
        process.execute("ROLLBACK")
    another.set_autocommit(True)
    assert _can_write(another)


def test_threads_write_one_after_the_other():
    inside, most = 0, 0

    def write():
        nonlocal inside, most
        with transaction.atomic():
            inside += 1
            most = max(most, inside)
            Job.objects.count()
            inside -= 1
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, inside) == (1, 0)
