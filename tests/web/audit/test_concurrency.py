"""Two hundred writers at once: no record lost, none twice, none out of its writer's order, none refused."""

from __future__ import annotations

import json
import multiprocessing
import threading
import time
from collections import defaultdict
from dataclasses import replace

import pytest
from django.db import Error as DatabaseProblem
from django.db import connection, connections

from chiiki.web.access.actors import SYSTEM
from chiiki.web.audit.domain import record_action
from chiiki.web.audit.models import AuditRecord
from chiiki.web.audit.verify import verify_log

N_PROCESSES, N_EACH = 2, 5


def _n_threads():
    """A hundred in each process, or what the server has left for us."""
    if connection.vendor == "sqlite":
        return 100
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int - count(*) FROM pg_stat_activity")
        return max(5, min(100, (cursor.fetchone()[0] - 20) // N_PROCESSES))


def _write(process, n_threads, answers):
    """Let threads append one list each, and say what was acknowledged and how long it took."""
    begin = threading.Barrier(n_threads)
    told = []

    def append(thread):
        connection.ensure_connection()  # as in use, where threads keep theirs
        begin.wait()
        for number in range(N_EACH):
            started = time.perf_counter()
            try:
                record_action(
                    actor=SYSTEM,
                    action="test.append",
                    subject_kind="list",
                    subject_id=f"{process}-{thread}",
                    detail={"n": number},
                )
            except DatabaseProblem as error:
                told.append((thread, number, None, str(error)))
            else:
                told.append((thread, number, time.perf_counter() - started, ""))
        connections.close_all()

    threads = [threading.Thread(target=append, args=(thread,)) for thread in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put(told)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_hundred_writers_lose_nothing(settings, tmp_path):
    settings.OPTIONS = replace(settings.OPTIONS, data=tmp_path)
    before = AuditRecord.objects.count()
    n_threads = _n_threads()
    connections.close_all()
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    processes = [context.Process(target=_write, args=(number, n_threads, answers)) for number in range(N_PROCESSES)]
    for process in processes:
        process.start()
    told = [answer for _ in processes for answer in answers.get(timeout=300)]
    for process in processes:
        process.join()

    assert [error for *_, error in told if error] == []
    times = sorted(seconds for *_, seconds, _ in told)
    p99 = times[int(len(times) * 0.99)]
    print(f"\n{N_PROCESSES * n_threads} writers, {len(told)} records, p99 {p99:.2f} s")  # noqa: T201
    history = defaultdict(list)
    for subject, detail in AuditRecord.objects.filter(sequence__gt=before).values_list("subject_id", "detail"):
        history[subject].append(json.loads(detail)["n"])
    assert len(history) == N_PROCESSES * n_threads
    assert set(map(tuple, history.values())) == {tuple(range(N_EACH))}
    assert verify_log(tmp_path).finding is None
