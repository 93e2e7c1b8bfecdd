"""The public library as an app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["LibraryConfig"]


class LibraryConfig(AppConfig):
    """The facts as pages."""

    name = "chiiki.web.library"
    label = "library"

    def ready(self) -> None:
        """Tell the page of addresses that lead nowhere how the library guesses."""
        from chiiki.web.library.views.guesses import guess_subjects  # noqa: PLC0415 -- needs the apps
        from chiiki.web.ui.suggestions import suggest_by  # noqa: PLC0415 -- as above

        suggest_by(guess_subjects)
