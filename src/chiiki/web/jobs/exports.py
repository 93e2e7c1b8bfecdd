"""Jobs as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from chiiki.web.jobs.models import Job

__all__ = ["JOBS", "job_rows"]

JOBS: Final = ("id", "task", "state", "n_tries", "created_at", "due_at", "started_at", "ended_at", "error")


def job_rows(found: Iterable[Job]) -> Iterator[tuple[str | int | None, ...]]:
    """Give the cells of :data:`JOBS`."""
    for job in found:
        moments = (job.created_at, job.due_at, job.started_at, job.ended_at)
        yield str(job.pk), job.task, job.state, job.n_tries, *map(_written, moments), job.error


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
