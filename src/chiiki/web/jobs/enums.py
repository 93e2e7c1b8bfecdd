"""States of a job, and which may follow which."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LEASE", "N_TRIES", "RETRY_AFTER", "TRANSITIONS", "UNFINISHED", "JobState"]


class JobState(TextChoices):
    """Where a job stands."""

    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    DEAD = "dead", pgettext_lazy("job", "Given up")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")
    DROPPED = "dropped", pgettext_lazy("job", "Dropped")


TRANSITIONS: Mapping[JobState, tuple[JobState, ...]] = MappingProxyType(
    {
        JobState.WAITING: (JobState.RUNNING, JobState.CANCELLED),
        JobState.RUNNING: (JobState.DONE, JobState.WAITING, JobState.DEAD, JobState.CANCELLED),
        JobState.DEAD: (JobState.WAITING, JobState.DROPPED),
        JobState.DONE: (),
        JobState.CANCELLED: (JobState.WAITING,),
        JobState.DROPPED: (JobState.WAITING,),
    }
)
"""State → those that may follow: what was cancelled or dropped waits again when it is put again."""

UNFINISHED = (JobState.WAITING, JobState.RUNNING)

RETRY_AFTER = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""How long a job waits after its first, second, … failure, give or take a tenth."""

N_TRIES = len(RETRY_AFTER) + 1
"""After so many tries a job is given up and shown to administrators."""

LEASE = timedelta(seconds=60)
"""A worker that says nothing for so long counts as dead, and its job is taken over."""
