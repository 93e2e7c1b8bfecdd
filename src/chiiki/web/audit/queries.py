"""Read the log: which records somebody may see, filtered, page by page."""

from __future__ import annotations

import re
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

_CURSOR = re.compile(r"([0-9T:.+-]{1,32})~([1-9][0-9]{0,8})", re.ASCII)


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
        ``<time>~<n>``: everything up to the nth record of that time was on pages before. A number
        would tell whoever sees only some records how many others there are, and a hash, which
        follows from all records before it, whether there were any.
    """
    found = records.order_by("-sequence")
    at, n_shown = _read_cursor(before)
    if before:
        found = found.filter(at__lte=at)
    shown = list(found[n_shown : n_shown + PAGE + 1])
    older = ""
    if len(shown) > PAGE:
        last = shown[PAGE - 1].at
        n_of_last = sum(record.at == last for record in shown[:PAGE]) + (n_shown if last == at else 0)
        older = f"{last}~{n_of_last}"
    return Page(shown[:PAGE], older=older, is_first=not before)


def _read_cursor(before: str) -> tuple[str, int]:
    """Return the time and the number of its records that were shown; nothing is before what cannot be read."""
    found = _CURSOR.fullmatch(before)
    return (found[1], int(found[2])) if found else ("", 0)


def names_of(records: Iterable[AuditRecord]) -> Mapping[str, str]:
    """Return the names of the people who acted, by id."""
    ids = {UUID(record.actor_id) for record in records if record.actor_id}
    return {str(key): str(person) for key, person in get_user_model().objects.in_bulk(ids).items()}
