"""The audit log as an app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["AuditConfig"]


class AuditConfig(AppConfig):
    """The chained log."""

    name = "chiiki.web.audit"
    label = "audit"
