"""People and posts as an app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["AccountsConfig"]


class AccountsConfig(AppConfig):
    """People, organisations, posts, invitations."""

    name = "chiiki.web.accounts"
    label = "accounts"
