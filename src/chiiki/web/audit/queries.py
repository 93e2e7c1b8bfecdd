"""Read the log: which records somebody may see, filtered, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from chiiki.web.access.roles import Role
from chiiki.web.audit.actions import TECHNICAL_APPS
from chiiki.web.audit.models import AuditRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from chiiki.web.access.actors import Actor

__all__ = ["PAGE", "Filters", "Page", "filtered_records", "names_of", "page_of", "sees_all", "visible_records"]

PAGE = 50
"""Records on a page."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader looks for; empty where everything will do."""

    action: str = ""
    subject: str = ""
    """Kind or id of what it was done to."""

    person: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some records, the newest first, and where the ones before and after them begin."""

    records: Sequence[AuditRecord]
    older: str
    """Cursor of the next page; empty on the last one."""

    is_first: bool


def sees_all(actor: Actor) -> bool:
    """Say whether the whole log is open to `actor`: an auditor of the whole site."""
    return actor.holds(Role.AUDITOR, scope_id="")


def visible_records(actor: Actor) -> QuerySet[AuditRecord]:
    """Return what `actor` may see: auditors all, administrators what runs the site, everybody their own."""
    if sees_all(actor):
        return AuditRecord.objects.all()
    own = Q(actor_id=str(actor.user_id)) if actor.user_id else Q(pk__in=())
    if actor.holds(Role.ADMIN):
        for app in TECHNICAL_APPS:
            own |= Q(action__startswith=f"{app}.")
    return AuditRecord.objects.filter(own)


def filtered_records(records: QuerySet[AuditRecord], filters: Filters) -> QuerySet[AuditRecord]:
    """Keep the records that fit all of `filters`; days are those of the site."""
    if filters.action:
        records = records.filter(action=filters.action)
    if filters.subject:
        records = records.filter(Q(subject_kind=filters.subject) | Q(subject_id=filters.subject))
    if filters.person:
        records = records.filter(actor_id=filters.person)
    if filters.since:
        records = records.filter(at__gte=_start_of(filters.since))
    if filters.until:
        records = records.filter(at__lt=_start_of(filters.until + timedelta(days=1)))
    return records


def _start_of(day: date) -> str:
    """Write the first moment of a day here as the log writes times."""
    start = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    return start.astimezone(UTC).isoformat(timespec="microseconds")


def page_of(records: QuerySet[AuditRecord], *, before: str = "") -> Page:
    """Return one page.

    Parameters
    ----------
    records : QuerySet
        What may be seen.
    before : str
        Hash of the last record of the page before. A number would tell whoever sees only some
        records how many others there are.
    """
    found = records.order_by("-sequence")
    if before:
        last = records.filter(sha256=before).values_list("sequence", flat=True).first()
        found = found.filter(sequence__lt=last) if last is not None else found.none()
    shown = list(found[: PAGE + 1])
    return Page(shown[:PAGE], older=shown[PAGE - 1].sha256 if len(shown) > PAGE else "", is_first=not before)


def names_of(records: Iterable[AuditRecord]) -> Mapping[str, str]:
    """Return the names of the people who acted, by id."""
    ids = {UUID(record.actor_id) for record in records if record.actor_id}
    return {str(key): str(person) for key, person in get_user_model().objects.in_bulk(ids).items()}
