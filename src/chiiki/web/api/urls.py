"""Addresses of the interface for machines; they stand below no language."""

from __future__ import annotations

from django.urls import include, path

from chiiki.web.api import rest
from chiiki.web.api.views import document

_START, *_OPERATIONS, _NOTHING = rest.routes()

urlpatterns = [
    path("api/v1", _START.callback, name="api"),
    path("api/v1/openapi.json", document.document, name="api-document"),
    path("api/v1/", include((_OPERATIONS, "api"))),
    path("api/", include(([_NOTHING], "api-nothing"))),
]
