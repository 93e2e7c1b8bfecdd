"""What workers do with a job: each step is one statement that holds only for who has the lease."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from chiiki.errors import ChiikiError, InputError
from chiiki.web.access.actors import SYSTEM
from chiiki.web.audit.domain import record_action
from chiiki.web.jobs.enums import LEASE, N_TRIES, RETRY_AFTER, JobState
from chiiki.web.jobs.models import Job

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

__all__ = [
    "JobStoppedError",
    "claim_job",
    "end_cancelled_job",
    "extend_lease",
    "fail_job",
    "finish_job",
    "give_back_job",
    "note_step",
    "take_back_lost_jobs",
]

_JITTER = 0.1
_ERROR_LENGTH = 500
_SECRETS = re.compile(r"[^\s@<>]+@[^\s@<>]+|\b(?:password|passwd|secret|token|key)\b\s*[=:]\s*\S+", re.IGNORECASE)
"""Addresses of mail, addresses with a password in them, and what is named as a secret."""


class JobStoppedError(ChiikiError):
    """The task must end: its job was cancelled, or another worker has taken it over."""

    code = "jobs.stopped"


def claim_job(*, worker: str) -> Job | None:
    """Take the job that is due for longest and free; None where there is none."""
    now = timezone.now()
    due = Job.objects.filter(state=JobState.WAITING, due_at__lte=now).order_by("due_at", "created_at")
    if not due.exists():  # without a write lock, which others may want
        return None
    with transaction.atomic():
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.state, job.worker, job.lease = JobState.RUNNING, worker[:64], uuid4()
        job.started_at, job.lease_until, job.ended_at = now, now + LEASE, None
        job.n_tries += 1
        job.step = job.n_steps = 0
        job.save()
    return job


def extend_lease(job: Job) -> bool:
    """Say that the worker is alive; False where the job is not its own any more."""
    return bool(_held(job).update(lease_until=timezone.now() + LEASE))


def note_step(job: Job, *, step: int, n_steps: int) -> None:
    """Note how far the task is.

    Raises
    ------
    JobStoppedError
        If the job was cancelled or taken over: the task has to end.
    """
    going_on = _held(job).filter(is_cancel_asked=False)
    if not going_on.update(step=step, n_steps=n_steps, lease_until=timezone.now() + LEASE):
        msg = f"the job {job.pk} was cancelled or taken over; the task ends here."
        raise JobStoppedError(msg)


def finish_job(job: Job, *, result: object) -> bool:
    """Keep the result; False where somebody else has the job, so that none ends twice."""
    with transaction.atomic():
        return bool(_end(_held(job), state=JobState.DONE, result=result, error=""))


def fail_job(job: Job, *, error: BaseException) -> bool:
    """Let a failed job wait for its next try, or give it up after the last one."""
    words = _words(error)
    if job.n_tries >= N_TRIES or isinstance(error, InputError):
        return _give_up(_held(job), job=job, words=words)
    wait = RETRY_AFTER[job.n_tries - 1] * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 -- spreads tries
    return bool(_wait_again(_held(job), due_at=timezone.now() + wait, error=words))


def give_back_job(job: Job) -> bool:
    """Let a job wait again whose worker is told to stop; the try does not count."""
    return bool(_wait_again(_held(job), due_at=job.due_at, error="", n_tries=job.n_tries - 1))


def end_cancelled_job(job: Job) -> bool:
    """End a job whose task has stopped because somebody cancelled it."""
    return bool(_end(_held(job).filter(is_cancel_asked=True), state=JobState.CANCELLED))


def take_back_lost_jobs() -> int:
    """Free the jobs of workers that died, and return how many; those cancelled or tried too often end."""
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=timezone.now())
    return sum(_take_back(job) for job in lost)


def _take_back(job: Job) -> bool:
    silent = _held(job).filter(lease_until=job.lease_until)
    if job.is_cancel_asked:
        return bool(_end(silent, state=JobState.CANCELLED))
    words = f"the worker {job.worker} was lost"
    if job.n_tries >= N_TRIES:
        return _give_up(silent, job=job, words=words)
    return bool(_wait_again(silent, due_at=timezone.now(), error=words))


def _held(job: Job) -> QuerySet[Job]:
    """Return the job as long as this run of it holds the lease."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease=job.lease)


def _wait_again(held: QuerySet[Job], *, due_at: datetime, error: str, **more: int) -> int:
    return held.update(state=JobState.WAITING, due_at=due_at, error=error, lease=None, lease_until=None, **more)


def _end(held: QuerySet[Job], *, state: JobState, **more: object) -> int:
    return held.update(state=state, ended_at=timezone.now(), lease=None, lease_until=None, **more)


def _give_up(held: QuerySet[Job], *, job: Job, words: str) -> bool:
    """Give a job up and record it: from here on it needs a person."""
    with transaction.atomic():
        if not _end(held, state=JobState.DEAD, error=words):
            return False
        record_action(
            actor=SYSTEM,
            action="jobs.give-up",
            subject_kind="job",
            subject_id=str(job.pk),
            before={"state": JobState.RUNNING},
            after={"state": JobState.DEAD},
            detail={"task": job.task, "n_tries": job.n_tries},
        )
    return True


def _words(error: BaseException) -> str:
    """Write class and message of an error, without what may be secret or personal in it."""
    text = _SECRETS.sub("…", str(error))[:_ERROR_LENGTH]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
