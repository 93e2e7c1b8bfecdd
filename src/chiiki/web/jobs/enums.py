"""States of a job, and which may follow which."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TRANSITIONS", "JobState"]


class JobState(TextChoices):
    """Where a job stands."""

    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    DEAD = "dead", pgettext_lazy("job", "Given up")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")


TRANSITIONS: Mapping[JobState, tuple[JobState, ...]] = MappingProxyType(
    {
        JobState.WAITING: (JobState.RUNNING, JobState.CANCELLED),
        JobState.RUNNING: (JobState.DONE, JobState.WAITING, JobState.DEAD, JobState.CANCELLED),
        JobState.DEAD: (JobState.WAITING,),
        JobState.DONE: (),
        JobState.CANCELLED: (),
    }
)
