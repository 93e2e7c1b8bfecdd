"""What must always be true of jobs."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from chiiki.web.audit.invariants import none_of
from chiiki.web.jobs.enums import LEASE, N_TRIES, UNFINISHED, JobState
from chiiki.web.jobs.models import Job

__all__: list[str] = []

_ENDED = (JobState.DONE, JobState.DEAD, JobState.CANCELLED, JobState.DROPPED)
_TOO_LONG = timedelta(hours=1)
"""A lost job is freed within a minute or two of its lease while any worker runs."""

_running = Q(state=JobState.RUNNING)

none_of("jobs.running-ones-hold-a-lease", lambda: Job.objects.filter(_running, Q(lease=None) | Q(lease_until=None)))
none_of("jobs.others-hold-no-lease", lambda: Job.objects.exclude(_running).exclude(lease=None, lease_until=None))
none_of(
    "jobs.no-two-share-a-lease",
    lambda: Job.objects.filter(Exists(Job.objects.filter(lease=OuterRef("lease")).exclude(pk=OuterRef("pk")))),
)
none_of("jobs.running-ones-name-their-worker", lambda: Job.objects.filter(_running, worker=""))
none_of("jobs.running-ones-have-begun", lambda: Job.objects.filter(_running, started_at=None))
none_of("jobs.ended-ones-say-when", lambda: Job.objects.filter(state__in=_ENDED, ended_at=None))
none_of("jobs.unfinished-ones-have-not-ended", lambda: Job.objects.filter(state__in=UNFINISHED).exclude(ended_at=None))
none_of("jobs.end-after-they-begin", lambda: Job.objects.filter(ended_at__lt=F("started_at")))
none_of("jobs.done-ones-were-tried", lambda: Job.objects.filter(state=JobState.DONE, n_tries=0))
none_of("jobs.tries-are-counted", lambda: Job.objects.filter(n_tries__gt=N_TRIES))
none_of("jobs.given-up-ones-say-why", lambda: Job.objects.filter(state=JobState.DEAD, error=""))
none_of("jobs.only-done-ones-have-a-result", lambda: Job.objects.exclude(state=JobState.DONE).exclude(result=None))
none_of("jobs.steps-stay-within-their-number", lambda: Job.objects.filter(step__gt=F("n_steps")))
none_of("jobs.tasks-name-their-app", lambda: Job.objects.exclude(task__regex=r"^[a-z]+\.[a-z_-]+$"))
none_of("jobs.keys-are-not-empty", lambda: Job.objects.filter(key=""))
none_of("jobs.leases-are-short", lambda: Job.objects.filter(lease_until__gt=timezone.now() + LEASE + _TOO_LONG))
none_of("jobs.lost-ones-are-freed", lambda: Job.objects.filter(_running, lease_until__lt=timezone.now() - _TOO_LONG))
