"""Addresses of the library that stand below no language: stable ids, feeds, catalogue, what robots ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, re_path

from chiiki.web.library.views import catalogue, feeds, ids, sitemap

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("id/<str:kind>/<path:subject_id>", ids.stable, name="id"),
    path("catalog.jsonld", catalogue.catalogue, name="catalogue"),
    path("data/datapackage.json", catalogue.descriptor, name="datapackage"),
    path("data/<str:name>.csv", catalogue.table_file, {"form": "csv"}, name="data-csv"),
    path("data/<str:name>.json", catalogue.table_file, {"form": "json"}, name="data-json"),
    path("data/<str:name>", catalogue.dataset, name="dataset"),
    re_path(r"^feeds/(?P<lang>ja|en)/(?P<name>[a-z]+)\.atom$", feeds.feed, name="feed"),
    path("sitemap.xml", sitemap.whole, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.section, name="sitemap-section"),
    path("robots.txt", feeds.robots, name="robots"),
    path("opensearch.xml", feeds.opensearch, name="opensearch"),
]
