"""How answers for machines are sent: with their type, and kept by caches like pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["json_ld"]


def json_ld(content: Mapping[str, object]) -> HttpResponse:
    """Answer with JSON-LD."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    return HttpResponse(body.encode("utf-8", "replace"), content_type="application/ld+json")
