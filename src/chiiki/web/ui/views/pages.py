"""Pages that speak of the site itself: its parts, its accessibility, what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from chiiki.brief.tokens import COLOURS
from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.ui.samples import SampleForm, refused_form

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["about", "accessibility", "style"]


@requires(anyone, is_shared=True)
def style(request: HttpRequest) -> HttpResponse:
    """Show every part of the design with its states."""
    return render(request, "ui/style.html", {"colours": COLOURS, "form": SampleForm(), "refused": refused_form()})


@requires(anyone, is_shared=True)
def accessibility(request: HttpRequest) -> HttpResponse:
    """State which standard the site follows, how far, and how to report what does not work."""
    return render(request, "ui/accessibility.html")


@requires(anyone, is_shared=True)
def about(request: HttpRequest) -> HttpResponse:
    """Say what the site is, under which terms its facts stand, and what it keeps of its readers."""
    return render(request, "ui/about.html")
