"""Read jobs for the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Count

from chiiki.web.jobs.enums import JobState
from chiiki.web.jobs.models import Job

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

__all__ = ["JobList", "jobs_of", "list_jobs"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class JobList:
    """One page of jobs of a state, or of all."""

    jobs: Sequence[Job]
    number: int
    n_pages: int
    n_found: int
    n_by_state: Mapping[JobState, int]


def jobs_of(state: JobState | None) -> QuerySet[Job]:
    """Return the jobs of a state, or all, the newest first."""
    found = Job.objects.order_by("-created_at", "pk")
    return found.filter(state=state) if state else found


def list_jobs(*, state: JobState | None, page: str = "1") -> JobList:
    """Return a page of jobs, the newest first, and how many there are of each state."""
    counted = dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))
    shown = Paginator(jobs_of(state), PAGE).get_page(page)
    return JobList(
        jobs=list(shown.object_list),
        number=shown.number,
        n_pages=shown.paginator.num_pages,
        n_found=shown.paginator.count,
        n_by_state={one: counted.get(one, 0) for one in JobState},
    )
