"""Pages of the frame, below their language."""

from __future__ import annotations

from django.urls import path

from chiiki.web.ui.views import pages

urlpatterns = [
    path("style", pages.style, name="style"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("about", pages.about, name="about"),
]
