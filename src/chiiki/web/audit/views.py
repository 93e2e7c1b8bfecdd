"""The log as a page and as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import HttpResponseBadRequest
from django.shortcuts import render

from chiiki.web.access.rules import known
from chiiki.web.access.views import requires
from chiiki.web.audit.actions import action_label, subject_label
from chiiki.web.audit.exports import columns, export_rows
from chiiki.web.audit.forms import FilterForm
from chiiki.web.audit.queries import filtered_records, names_of, page_of, sees_all, visible_records
from chiiki.web.ui.exports import table_answer

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from chiiki.web.access.actors import Actor
    from chiiki.web.access.views import ActorRequest
    from chiiki.web.audit.models import AuditRecord

__all__ = ["file", "page"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request asks of the log."""

    form: FilterForm
    actor: Actor
    visible: QuerySet[AuditRecord]
    found: QuerySet[AuditRecord]


def _asked(request: HttpRequest) -> _Asked:
    actor = cast("ActorRequest", request).actor
    visible = visible_records(actor)
    actions = visible.order_by().values_list("action", flat=True).distinct()
    form = FilterForm(request.GET, actions=actions)
    found = filtered_records(visible, form.filters) if form.is_valid() else visible.none()
    return _Asked(form, actor, visible, found)


@requires(known)
def page(request: HttpRequest) -> HttpResponse:
    """Show the records that the actor may see, filtered, page by page."""
    asked = _asked(request)
    shown = page_of(asked.found, before=request.GET.get("before", ""))
    names = names_of(shown.records)
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "form": asked.form,
        "lines": [
            (
                record,
                action_label(record.action),
                names.get(record.actor_id, record.actor_id),
                subject_label(record.subject_kind),
            )
            for record in shown.records
        ],
        "shown": shown,
        "n_found": asked.found.count(),
        "n_visible": asked.visible.count(),
        "is_whole": sees_all(asked.actor),
        "query": query.urlencode(),
    }
    return render(request, "audit/log.html", context)


@requires(known)
def file(request: HttpRequest, *, ending: str) -> HttpResponse:
    """Answer with all records that fit, as CSV or JSON."""
    asked = _asked(request)
    if not asked.form.is_valid():
        return HttpResponseBadRequest()
    is_whole = sees_all(asked.actor)
    rows = export_rows(asked.found.order_by("sequence"), is_whole=is_whole)
    return table_answer("audit", columns(is_whole=is_whole), rows, n_total=asked.visible.count(), ending=ending)
