"""Pages of the library, below their language; one name per page kind."""

from __future__ import annotations

from django.urls import path

from chiiki.web.library.routes import cascade_pages, lists, machines, places, views
from chiiki.web.library.views import home

urlpatterns = [
    path("", home.page, name="home"),
    *machines.routes,  # before the pages, whose ids take any ending
    *cascade_pages.routes,
    *lists.routes,
    *places.routes,
    *views.routes,
]
