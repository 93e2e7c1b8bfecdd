"""Addresses of the log."""

from __future__ import annotations

from django.urls import path

from chiiki.web.audit import views

urlpatterns = [
    path("audit", views.page, name="audit"),
    path("audit.csv", views.file, {"ending": "csv"}, name="audit-csv"),
    path("audit.json", views.file, {"ending": "json"}, name="audit-json"),
]
