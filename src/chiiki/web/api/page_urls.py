"""Pages about the interface, below their language."""

from __future__ import annotations

from django.urls import path

from chiiki.web.api.views import guide, tokens

urlpatterns = [
    path("api", guide.page, name="api-docs"),
    path("account/tokens", tokens.tokens, name="tokens"),
    path("account/tokens.csv", tokens.file, {"ending": "csv"}, name="tokens-csv"),
    path("account/tokens.json", tokens.file, {"ending": "json"}, name="tokens-json"),
    path("account/tokens/<uuid:token_id>/revoke", tokens.revoke, name="token-revoke"),
]
