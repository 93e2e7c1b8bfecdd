"""The background worker: takes one job after another until it is told to stop.

A task runs in a thread of its own, outside any transaction, while the worker keeps the lease.
A worker that is killed falls silent, and another one takes its job over; whoever lost the lease
can neither note a step nor end the job.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import Error as DatabaseProblem
from django.db import close_old_connections, connections
from django.utils import timezone

from chiiki.web.jobs.domain.runs import (
    JobStoppedError,
    claim_job,
    end_cancelled_job,
    extend_lease,
    fail_job,
    finish_job,
    give_back_job,
    note_step,
    take_back_lost_jobs,
)
from chiiki.web.jobs.domain.upkeep import put_scheduled_jobs
from chiiki.web.jobs.enums import LEASE
from chiiki.web.jobs.registry import TASKS

if TYPE_CHECKING:
    from concurrent.futures import Future

    from chiiki.web.jobs.models import Job

__all__ = ["run_one", "run_worker", "work_until_stopped"]

LOGGER = logging.getLogger(__name__)

_LOOK_S = 0.5
"""Seconds between two looks at a running task."""

_BEAT_S = LEASE.total_seconds() / 6
"""Seconds between two signs of life."""

_GRACE_S = 10.0
"""Seconds that a task gets to end when the worker is told to stop."""

_STEP_S = 0.25
"""A step is written no more often than this, except the last one."""

_UPKEEP_S = 30.0
"""Seconds between two looks for lost jobs and for what the clock asks for."""


def work_until_stopped() -> None:
    """Run a worker until SIGTERM or Ctrl-C; a job that runs ends first or is given back."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    run_worker(name=f"{socket.gethostname()}-{os.getpid()}", stop=stop)


def run_worker(*, name: str, stop: threading.Event, poll_seconds: float = 1.0) -> None:
    """Take one job after another until `stop` is set.

    Parameters
    ----------
    name : str
        Who this worker is, for people who look at jobs.
    stop : Event
        Ends the worker.
    poll_seconds : float
        How long to wait where there is nothing to do. A database that does not answer is waited
        for as well.
    """
    looked = float("-inf")
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() - looked >= _UPKEEP_S:
                looked = time.monotonic()
                take_back_lost_jobs()
                put_scheduled_jobs(now=timezone.now())
            is_idle = not run_one(worker=name, stop=stop)
        except DatabaseProblem as error:
            LOGGER.warning("the database does not answer, waiting for it: %s", error)
            connections.close_all()
            is_idle = True
        if is_idle:
            stop.wait(poll_seconds)


def run_one(*, worker: str, stop: threading.Event) -> bool:
    """Take one job and see it to its end; False where none is due."""
    job = claim_job(worker=worker)
    if job is None:
        return False
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"job-{job.task}")
    try:
        future = pool.submit(_call, job)
        if _watch(future, job=job, stop=stop):
            _conclude(job, future)
    finally:
        pool.shutdown(wait=False)
    return True


def _call(job: Job) -> object:
    """Run the task of `job` in this thread, with connections of its own."""
    try:
        result = TASKS[job.task](_Steps(job), **job.arguments)
        json.dumps(result)  # what cannot be kept is a fault of the task
        return result
    finally:
        connections.close_all()


def _watch(future: Future[object], *, job: Job, stop: threading.Event) -> bool:
    """Keep the lease while the task runs; False where the job is not ours any more."""
    told_at, beat_at = None, time.monotonic()
    while not wait([future], timeout=_LOOK_S).done:
        now = time.monotonic()
        if stop.is_set():
            told_at = told_at or now
            if now - told_at >= _GRACE_S:
                give_back_job(job)
                return False
        if now - beat_at >= _BEAT_S:
            beat_at = now
            if not extend_lease(job):
                return False
    return True


def _conclude(job: Job, future: Future[object]) -> None:
    """Keep how the task ended."""
    error = future.exception()
    if error is None:
        finish_job(job, result=future.result())
    elif isinstance(error, JobStoppedError):
        end_cancelled_job(job)
    else:
        LOGGER.warning("job %s (%s) failed: %s", job.pk, job.task, type(error).__name__)
        fail_job(job, error=error)


@dataclass(slots=True)
class _Steps:
    """The `progress` of one run: ``progress(step, n_steps)``."""

    job: Job
    written_at: float = float("-inf")

    def __call__(self, step: int, n_steps: int) -> None:
        now = time.monotonic()
        if step >= n_steps or now - self.written_at >= _STEP_S:
            note_step(self.job, step=step, n_steps=n_steps)
            self.written_at = now
