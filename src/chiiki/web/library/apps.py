"""The public library as an app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["LibraryConfig"]


class LibraryConfig(AppConfig):
    """The facts as pages."""

    name = "chiiki.web.library"
    label = "library"
