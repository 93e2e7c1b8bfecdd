"""Ask the interface from inside of the site, without a network, a limit or a cache."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import resolve

from chiiki.web.access.actors import PUBLIC

__all__ = ["answer_inside"]


def answer_inside(address: str) -> Any:  # noqa: ANN401 -- whatever the operation gives
    """Return what the public gets at `address` (``/api/v1/plans?limit=1``)."""
    parts = urlsplit(address)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", parts.path, parts.path
    request.GET = QueryDict(parts.query)
    request.META["QUERY_STRING"] = parts.query
    request.actor = PUBLIC  # type: ignore[attr-defined]
    match = resolve(parts.path)
    # behind the door stands the operation itself
    operation = match.func.__wrapped__  # type: ignore[attr-defined]
    return json.loads(operation(request, **match.kwargs).content)
