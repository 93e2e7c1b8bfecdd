"""Background work as an app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

__all__ = ["JobsConfig"]


class JobsConfig(AppConfig):
    """Jobs on the database."""

    name = "chiiki.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Read the tasks of every app."""
        autodiscover_modules("tasks")
