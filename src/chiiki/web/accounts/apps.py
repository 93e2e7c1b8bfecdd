"""People and posts as an app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["AccountsConfig"]


class AccountsConfig(AppConfig):
    """People, organisations, posts, invitations."""

    name = "chiiki.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the tasks, and listen to what allauth tells."""
        # the models must be loaded before these modules are
        from chiiki.web.accounts import tasks  # noqa: F401, PLC0415 -- registers
        from chiiki.web.accounts.events import connect_events  # noqa: PLC0415

        connect_events()
