"""What the clock asks for: jobs put on a schedule, old ones dropped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from chiiki.web.jobs.domain.put import put_job
from chiiki.web.jobs.enums import JobState
from chiiki.web.jobs.models import Job
from chiiki.web.jobs.registry import SCHEDULE

if TYPE_CHECKING:
    from chiiki.web.jobs.registry import Scheduled

__all__ = ["KEEP_ENDED", "KEEP_GIVEN_UP", "drop_old_jobs", "put_scheduled_jobs"]

KEEP_ENDED = timedelta(days=7)
"""How long a job that is done, cancelled or dropped stays in the list."""

KEEP_GIVEN_UP = timedelta(days=90)
"""How long one stays that was given up."""

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


def put_scheduled_jobs(*, now: datetime) -> int:
    """Put what is due by the clock, once per span whoever asks; return how many were new."""
    keys = {_key(scheduled, now): scheduled.task for scheduled in SCHEDULE}
    known = set(Job.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in keys.keys() - known:
        put_job(keys[key], arguments={}, key=key)
    return len(keys.keys() - known)


def _key(scheduled: Scheduled, now: datetime) -> str:
    start = _BEGIN + (now - _BEGIN) // scheduled.every * scheduled.every
    return f"{scheduled.task}@{start:%Y-%m-%dT%H:%MZ}"


def drop_old_jobs(*, now: datetime) -> int:
    """Delete jobs that ended long ago, and return how many."""
    ended = Q(state__in=(JobState.DONE, JobState.CANCELLED, JobState.DROPPED), ended_at__lt=now - KEEP_ENDED)
    given_up = Q(state=JobState.DEAD, ended_at__lt=now - KEEP_GIVEN_UP)
    return Job.objects.filter(ended | given_up).delete()[0]
