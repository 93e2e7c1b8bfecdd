"""Put a job; it runs once its transaction is committed and a worker is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chiiki.web.jobs.enums import JobState
from chiiki.web.jobs.models import Job

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

__all__ = ["put_job"]

_PUT_AGAIN = (JobState.CANCELLED, JobState.DROPPED)


def put_job(
    task: str,
    *,
    arguments: dict[str, object],
    key: str | None = None,
    due_at: datetime | None = None,
    put_by: UUID | None = None,
) -> Job:
    """Put a job and return it; where one of the same `key` exists, that one.

    Parameters
    ----------
    task : str
        A name of :data:`chiiki.web.jobs.registry.TASKS`.
    arguments : dict
        Ids and options, as JSON can hold them; never a secret or a personal text.
    key : str, optional
        What makes the job the same as another. One that was cancelled or dropped waits again.
    due_at : datetime, optional
        Not before then.
    put_by : UUID, optional
        The person who alone may see it; without one, whoever has its address may.
    """
    options = {"task": task, "arguments": arguments, "put_by": put_by, "due_at": due_at or timezone.now()}
    with transaction.atomic():
        if key is None:
            return Job.objects.create(**options)
        job, is_new = Job.objects.get_or_create(key=key, defaults=options)
        return job if is_new else _again(job, due_at=due_at)


def _again(job: Job, *, due_at: datetime | None) -> Job:
    """Let a job wait again that was cancelled or dropped."""
    stopped = Job.objects.filter(pk=job.pk, state__in=_PUT_AGAIN)
    if job.state in _PUT_AGAIN and stopped.update(
        state=JobState.WAITING, due_at=due_at or timezone.now(), n_tries=0, step=0, is_cancel_asked=False, ended_at=None
    ):
        job.refresh_from_db()
    return job
