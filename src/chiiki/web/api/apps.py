"""The interface for machines as an app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ApiConfig"]


class ApiConfig(AppConfig):
    """REST, OpenAPI, tokens."""

    name = "chiiki.web.api"
    label = "api"
