"""What people do with a job: cancel it, try it again, drop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chiiki.web.access.rules import demand
from chiiki.web.audit.domain import record_action
from chiiki.web.jobs.enums import JobState
from chiiki.web.jobs.models import Job
from chiiki.web.jobs.rules import may_cancel_job, may_drop_job, may_retry_job

if TYPE_CHECKING:
    from uuid import UUID

    from chiiki.web.access.actors import Actor

__all__ = ["cancel_job", "drop_job", "retry_job"]


def cancel_job(*, actor: Actor, job_id: UUID) -> Job:
    """Cancel a job: at once where it waits, at its next step where it runs; again changes nothing.

    Raises
    ------
    Refusal
        If the rule says no.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        demand(may_cancel_job, actor, job)
        if job.state == JobState.CANCELLED or job.is_cancel_asked:
            return job
        before = _state(job)
        if job.state == JobState.WAITING:
            job.state, job.ended_at = JobState.CANCELLED, timezone.now()
        else:
            job.is_cancel_asked = True
        job.save(update_fields=["state", "ended_at", "is_cancel_asked"])
        _record(actor, "jobs.cancel", job, before=before)
    return job


def retry_job(*, actor: Actor, job_id: UUID) -> Job:
    """Let a job that was given up wait again, with all its tries; again changes nothing.

    Raises
    ------
    Refusal
        If the rule says no.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        demand(may_retry_job, actor, job)
        if job.state != JobState.DEAD:
            return job
        before = _state(job)
        job.state, job.due_at, job.n_tries, job.ended_at = JobState.WAITING, timezone.now(), 0, None
        job.save(update_fields=["state", "due_at", "n_tries", "ended_at"])
        _record(actor, "jobs.retry", job, before=before)
    return job


def drop_job(*, actor: Actor, job_id: UUID) -> Job:
    """Drop a job that was given up: nobody wants it any more; again changes nothing.

    Raises
    ------
    Refusal
        If the rule says no.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        demand(may_drop_job, actor, job)
        if job.state == JobState.DROPPED:
            return job
        before = _state(job)
        job.state = JobState.DROPPED
        job.save(update_fields=["state"])
        _record(actor, "jobs.drop", job, before=before)
    return job


def _state(job: Job) -> dict[str, object]:
    return {"state": job.state, "n_tries": job.n_tries, "is_cancel_asked": job.is_cancel_asked}


def _record(actor: Actor, action: str, job: Job, *, before: dict[str, object]) -> None:
    record_action(
        actor=actor,
        action=action,
        subject_kind="job",
        subject_id=str(job.pk),
        before=before,
        after=_state(job),
        detail={"task": job.task},
    )
