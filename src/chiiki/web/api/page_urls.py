"""Pages about the interface, below their language."""

from __future__ import annotations

from django.urls import path

from chiiki.web.api.views import guide, tokens

urlpatterns = [
    path("api", guide.page, name="api-docs"),
    path("account/tokens", tokens.tokens, name="tokens"),
    path("account/tokens/<uuid:token_id>/revoke", tokens.revoke, name="token-revoke"),
]
