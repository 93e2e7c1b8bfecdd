"""The interface for machines as an app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ApiConfig"]


class ApiConfig(AppConfig):
    """REST, OpenAPI, tokens."""

    name = "chiiki.web.api"
    label = "api"

    def ready(self) -> None:
        """End the tokens of whoever leaves."""
        from chiiki.web.accounts.endings import ENDINGS  # noqa: PLC0415 -- models are there only now
        from chiiki.web.api.domain import revoke_tokens_of  # noqa: PLC0415 -- as above

        ENDINGS.append(revoke_tokens_of)
