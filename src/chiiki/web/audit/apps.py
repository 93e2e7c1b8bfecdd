"""The audit log as an app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

__all__ = ["AuditConfig"]


class AuditConfig(AppConfig):
    """The chained log."""

    name = "chiiki.web.audit"
    label = "audit"

    def ready(self) -> None:
        """Read the names of actions of every app."""
        autodiscover_modules("actions")
