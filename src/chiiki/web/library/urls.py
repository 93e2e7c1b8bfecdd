"""Pages of the library, below their language; one name per page kind."""

from __future__ import annotations

from django.urls import path

from chiiki.web.library.routes import cascade_pages, lists, places, views
from chiiki.web.library.views import home

urlpatterns = [
    path("", home.page, name="home"),
    *cascade_pages.routes,
    *lists.routes,
    *places.routes,
    *views.routes,
]
