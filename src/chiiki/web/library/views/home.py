"""The first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["page"]


@requires(anyone, is_shared=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show what the site is and where to begin."""
    return render(request, "library/home.html", {"edition": pack().edition})
