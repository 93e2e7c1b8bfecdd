"""Background work as an app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["JobsConfig"]


class JobsConfig(AppConfig):
    """Jobs on the database."""

    name = "chiiki.web.jobs"
    label = "jobs"
