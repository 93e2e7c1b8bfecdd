"""Addresses of the log."""

from __future__ import annotations

from django.urls import path

from chiiki.web.audit import views

urlpatterns = [
    path("audit", views.page, name="audit"),
    path("audit.csv", views.as_csv, name="audit-csv"),
    path("audit.json", views.as_json, name="audit-json"),
]
