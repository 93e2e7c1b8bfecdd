"""What people call what is done to jobs."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from chiiki.web.audit.actions import name_actions

__all__: list[str] = []

name_actions(
    {
        "jobs.cancel": pgettext_lazy("action", "Job cancelled"),
        "jobs.drop": pgettext_lazy("action", "Job dropped"),
        "jobs.give-up": pgettext_lazy("action", "Job given up after its last try"),
        "jobs.retry": pgettext_lazy("action", "Job tried again"),
    }
)
