"""Addresses of the frame that stand below no language."""

from __future__ import annotations

from django.urls import path

from chiiki.web.ui.views.health import health

urlpatterns = [path("health", health, name="health")]
