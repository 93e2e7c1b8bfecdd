"""Pages of jobs: one for whoever put it, lists for administrators, and what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from chiiki.web.access.hiding import known_rows
from chiiki.web.access.rules import Refusal, admin_only
from chiiki.web.access.views import requires
from chiiki.web.jobs.domain.decisions import cancel_job, drop_job, retry_job
from chiiki.web.jobs.enums import N_TRIES, UNFINISHED, JobState
from chiiki.web.jobs.exports import JOBS, job_rows
from chiiki.web.jobs.models import Job
from chiiki.web.jobs.queries import jobs_of, list_jobs
from chiiki.web.jobs.registry import label_of
from chiiki.web.jobs.rules import may_cancel_job, may_drop_job, may_retry_job, may_see_job
from chiiki.web.ui.exports import table_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from chiiki.web.access.actors import Actor
    from chiiki.web.access.views import ActorRequest

__all__ = ["cancel", "dead", "drop", "file", "jobs", "page", "retry"]


def _job(actor: Actor, job_id: UUID) -> Job:
    own = Q(put_by=None) | Q(put_by=actor.user_id)
    return get_object_or_404(known_rows(Job.objects.all(), may_see_job, actor, own=own), pk=job_id)


def _actor(request: HttpRequest) -> Actor:
    return cast("ActorRequest", request).actor


@requires(admin_only)
def jobs(request: HttpRequest) -> HttpResponse:
    """List the jobs of all states, or of the one asked for."""
    return _listed(request, state=_state(request), template="jobs/list.html")


@requires(admin_only)
def file(request: HttpRequest, *, ending: str) -> HttpResponse:
    """Answer with all jobs, or all of the state asked for, as CSV or JSON."""
    rows = job_rows(jobs_of(_state(request)))
    return table_answer("jobs", JOBS, rows, n_total=jobs_of(None).count(), ending=ending)


def _state(request: HttpRequest) -> JobState | None:
    asked = request.GET.get("state", "")
    if asked and asked not in JobState.values:
        raise Http404
    return JobState(asked) if asked else None


@requires(admin_only)
def dead(request: HttpRequest) -> HttpResponse:
    """List the jobs that were given up, to be tried again or dropped."""
    return _listed(request, state=JobState.DEAD, template="jobs/dead.html")


def _listed(request: HttpRequest, *, state: JobState | None, template: str) -> HttpResponse:
    found = list_jobs(state=state, page=request.GET.get("page", "1"))
    lines = [(job, label_of(job.task)) for job in found.jobs]
    return render(request, template, {"found": found, "lines": lines, "chosen": state, "n_tries": N_TRIES})


@requires(may_see_job, load=_job)
def page(request: HttpRequest, job: Job) -> HttpResponse:
    """Show how far a job is; the page comes again by itself until it has ended, unless told to stay."""
    actor = _actor(request)
    address = job.result.get("address", "") if isinstance(job.result, dict) else ""
    context = {
        "job": job,
        "label": label_of(job.task),
        "n_tries": N_TRIES,
        "is_open": job.state in UNFINISHED,
        "is_still": "still" in request.GET,
        "may_cancel": job.state in UNFINISHED and not job.is_cancel_asked and may_cancel_job(actor, job).is_allowed,
        "may_retry": job.state == JobState.DEAD and may_retry_job(actor, job).is_allowed,
        "is_admin": admin_only(actor).is_allowed,
        "address": address if address.startswith("/") and not address.startswith("//") else "",
    }
    return render(request, "jobs/job.html", context)


@requires(may_cancel_job, methods=("POST",), load=_job)
def cancel(request: HttpRequest, job: Job) -> HttpResponse:
    """Cancel a job."""
    return _done(request, cancel_job, job, then="job")


@requires(may_retry_job, methods=("POST",), load=_job)
def retry(request: HttpRequest, job: Job) -> HttpResponse:
    """Let a job that was given up wait again."""
    return _done(request, retry_job, job, then="job")


@requires(may_drop_job, methods=("POST",), load=_job)
def drop(request: HttpRequest, job: Job) -> HttpResponse:
    """Drop a job that was given up."""
    return _done(request, drop_job, job, then="dead-jobs")


def _done(request: HttpRequest, act: Callable[..., Job], job: Job, *, then: str) -> HttpResponse:
    """Act and lead on; what changed since the page was shown may still refuse it."""
    try:
        act(actor=_actor(request), job_id=job.pk)
    except Refusal as refusal:
        return render(request, "ui/forbidden.html", {"reason": refusal}, status=403)
    return redirect(then, job.pk) if then == "job" else redirect(then)
