"""Pages of regions, sites, comparisons and briefs."""

from __future__ import annotations

from django.urls import path

from chiiki.web.library.enums import Kind
from chiiki.web.library.views import regions, sites
from chiiki.web.library.views.documents import subject_routes

__all__ = ["routes"]

routes = [
    *subject_routes(Kind.REGION, regions.region),
    *subject_routes(Kind.SITE, sites.site),
    path("designations/<str:subject_id>", sites.designation, name="designation"),
]
