"""Work of the site on itself, by the clock."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chiiki.web.jobs.domain.upkeep import drop_old_jobs
from chiiki.web.jobs.registry import task

if TYPE_CHECKING:
    from chiiki.web.jobs.registry import Progress

__all__ = ["clear_sessions", "tidy_jobs"]


@task("jobs.tidy", label=_("Drop jobs that ended long ago"), every=timedelta(days=1))
def tidy_jobs(_progress: Progress) -> dict[str, int]:
    """Delete jobs that ended long ago."""
    return {"dropped": drop_old_jobs(now=timezone.now())}


@task("jobs.clear-sessions", label=_("Clear sessions that have expired"), every=timedelta(days=1))
def clear_sessions(_progress: Progress) -> None:
    """Delete sessions that have expired."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
