"""Briefs on the web: the list, each brief in the frame, and its files."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.jobs.domain import put_job
from chiiki.web.jobs.enums import JobState
from chiiki.web.library.domain.briefs import (
    BRIEF_FORMS,
    BriefWanted,
    brief_subjects,
    is_being_made,
    kept_brief,
    make_brief,
)
from chiiki.web.library.pages.explained import brief_address
from chiiki.web.library.tasks import BRIEF_TASK
from chiiki.web.library.views.documents import Crumb, page_language
from chiiki.web.ui.edition import edition

if TYPE_CHECKING:
    from django.http import HttpRequest

    from chiiki.web.jobs.models import Job

__all__ = ["brief", "brief_file", "briefs"]

TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}

FAST_S: Final = 2.0
"""Seconds that a reader waits for a PDF; for what takes longer there is a page that asks again."""

PATIENCE: Final = timedelta(seconds=60)
"""How long the job of a PDF that is being made waits; by then it finds the file, or the process has died."""


@requires(anyone, is_shared=True)
def briefs(request: HttpRequest) -> HttpResponse:
    """List every brief with its files."""
    lang = page_language()
    groups = [
        (kind, [(subject, names[lang == "en"], brief_address(kind, subject, lang=lang)) for subject, names in found])
        for kind, found in ((kind, rows.items()) for kind, rows in brief_subjects().items())
    ]
    crumbs = [*_home(), Crumb(gettext("Briefs"))]
    return render(request, "library/briefs.html", {"groups": groups, "forms": _FORM_NAMES, "crumbs": crumbs})


@requires(anyone, is_shared=True)
def brief(request: HttpRequest, *, kind: str, subject_id: str) -> HttpResponse:
    """Show a whole brief in the frame; ``?edition=`` says which one a citation meant."""
    wanted = _wanted(kind, subject_id, form="page")
    content = (kept_brief(wanted) or make_brief(wanted) or b"").decode()
    asked = request.GET.get("edition", "")
    name = brief_subjects()[kind][subject_id][page_language() == "en"]
    context = {
        "title": _title(content),
        "content": mark_safe(content),  # noqa: S308 -- chiiki.brief.html escapes every fact
        "address": brief_address(kind, subject_id, lang=page_language()),
        "forms": _FORM_NAMES,
        "stale": {"asked": asked[:20], "now": edition().name} if asked and asked != edition().name else None,
        "crumbs": [*_home(), Crumb(gettext("Briefs"), f"/{page_language()}/briefs"), Crumb(name)],
    }
    return render(request, "library/brief.html", context)


@requires(anyone)
def brief_file(request: HttpRequest, *, kind: str, subject_id: str, form: str) -> HttpResponse:
    """Answer a brief as a file, the same bytes as ``chiiki brief`` writes; long ones after a page of waiting."""
    wanted = _wanted(kind, subject_id, form=form)
    is_waiting = "wait" in request.GET
    content = kept_brief(wanted) or (None if is_waiting else make_brief(wanted, limit_s=FAST_S))
    job = None if content else _job(wanted)
    if job and job.state == JobState.DONE:  # made, and not to be kept or gone again
        content = kept_brief(wanted) or make_brief(wanted)
    return _as_file(wanted, content) if content else _waiting(request, wanted, job=job)


_FORM_NAMES = {"html": "HTML", "pdf": "PDF", "md": "Markdown", "json": "JSON"}


def _home() -> list[Crumb]:
    return [Crumb(gettext("Home"), f"/{page_language()}/")]


def _wanted(kind: str, subject_id: str, *, form: str) -> BriefWanted:
    """Say which brief an address means; not found where there is no such one."""
    if subject_id not in brief_subjects().get(kind, {}) or form not in {*BRIEF_FORMS, "page"}:
        raise Http404
    return BriefWanted(kind, subject_id, page_language(), form)  # type: ignore[arg-type]  # both checked above


def _title(content: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", content, flags=re.DOTALL)
    return mark_safe(strip_tags(found[1])) if found else ""  # noqa: S308 -- text of markup, still escaped


def _as_file(wanted: BriefWanted, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[wanted.form])
    response["Content-Disposition"] = f'attachment; filename="{wanted.file_name}"'
    return response


def _job(wanted: BriefWanted) -> Job:
    """Put the job that makes it where nobody does, or should whoever does never end."""
    arguments: dict[str, object] = {
        "kind": wanted.kind,
        "subject_id": wanted.subject_id,
        "lang": wanted.lang,
        "form": wanted.form,
    }
    due_at = timezone.now() + PATIENCE if is_being_made(wanted) else None
    return put_job(BRIEF_TASK, arguments=arguments, key=wanted.key, due_at=due_at)


def _waiting(request: HttpRequest, wanted: BriefWanted, *, job: Job | None) -> HttpResponse:
    """Show how far the job is; the page asks again by itself, unless the job was given up."""
    is_dead = job is not None and job.state == JobState.DEAD
    context = {
        "job": job,
        "is_dead": is_dead,
        "file_name": wanted.file_name,
        "address": brief_address(wanted.kind, wanted.subject_id, lang=wanted.lang),
        "again": f"{request.path}?wait=1",
        "crumbs": [*_home(), Crumb(gettext("Briefs"), f"/{wanted.lang}/briefs"), Crumb(wanted.file_name)],
    }
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_dead else HTTPStatus.ACCEPTED
    return render(request, "library/brief_waiting.html", context, status=status)
