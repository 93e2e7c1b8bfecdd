"""Views of several things at once: the cascade, the support matrix, the outcome tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from chiiki.web.library.views import cascade, home, matrix, outcomes
from chiiki.web.library.views.documents import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.urls import URLPattern

__all__ = ["routes"]


def _view_routes(word: str, view: Callable[..., HttpResponse]) -> list[URLPattern]:
    """Return the address of a view and of the forms beside it."""
    forms = [path(f"{word}.{ending}", view, {"ending": ending}, name=f"{word}-{ending}") for ending in ENDINGS]
    return [*forms, path(word, view, name=word)]


routes = [
    *(path(f"home.{ending}", home.page, {"ending": ending}, name=f"home-{ending}") for ending in ENDINGS),
    *_view_routes("cascade", cascade.page),
    *_view_routes("matrix", matrix.page),
    *_view_routes("outcomes", outcomes.page),
    *(
        path(f"outcomes/<str:subject_id>.{ending}", outcomes.subject, {"ending": ending}, name=f"outcome-{ending}")
        for ending in ENDINGS
    ),
    path("outcomes/<str:subject_id>", outcomes.subject, name="outcome"),
]
