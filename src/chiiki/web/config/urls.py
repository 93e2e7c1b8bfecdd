"""Every address of the site. Pages stand below their language; what machines read does not."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("chiiki.web.ui.urls")),
    path("", include("chiiki.web.library.machine_urls")),
    path("", include("chiiki.web.api.urls")),
    *i18n_patterns(
        path("", include("chiiki.web.ui.page_urls")),
        path("", include("chiiki.web.audit.urls")),
        path("", include("chiiki.web.jobs.urls")),
        path("", include("chiiki.web.api.page_urls")),
        path("", include("chiiki.web.accounts.urls")),
        path("", include("chiiki.web.library.urls")),
    ),
]

handler400 = "chiiki.web.ui.errors.bad_request"
handler403 = "chiiki.web.ui.errors.not_permitted"
handler404 = "chiiki.web.ui.errors.not_found"
handler500 = "chiiki.web.ui.errors.server_error"
