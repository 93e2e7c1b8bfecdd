"""The design system as an app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["UiConfig"]


class UiConfig(AppConfig):
    """Templates, static files and tags of the frame."""

    name = "chiiki.web.ui"
    label = "ui"
