"""Pages of regions, sites, comparisons and briefs."""

from __future__ import annotations

from django.urls import path

from chiiki.web.library.domain.briefs import BRIEF_FORMS
from chiiki.web.library.enums import Kind
from chiiki.web.library.views import briefs, compare, regions, sites
from chiiki.web.library.views.documents import ENDINGS, subject_routes

__all__ = ["routes"]

routes = [
    *subject_routes(Kind.REGION, regions.region),
    *subject_routes(Kind.SITE, sites.site),
    path("designations/<str:subject_id>", sites.designation, name="designation"),
    *(path(f"compare.{ending}", compare.compare, {"ending": ending}, name=f"compare-{ending}") for ending in ENDINGS),
    path("compare", compare.compare, name="compare"),
    path("briefs", briefs.briefs, name="briefs"),
    *(
        path(f"briefs/<str:kind>/<str:subject_id>.{form}", briefs.brief_file, {"form": form}, name=f"brief-{form}")
        for form in BRIEF_FORMS
    ),
    path("briefs/<str:kind>/<str:subject_id>", briefs.brief, name="brief"),
]
