"""The set-up of the site as an app, so that its checks are run with Django's."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["SetUpConfig"]


class SetUpConfig(AppConfig):
    """Checks of the options."""

    name = "chiiki.web.config"
    label = "set_up"

    def ready(self) -> None:
        """Register the checks."""
        from chiiki.web.config import checks  # noqa: F401, PLC0415 -- importing registers them
