"""The OpenAPI document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import Declaration
from chiiki.web.api.declare import Endpoint
from chiiki.web.api.document import openapi_document
from chiiki.web.api.door import door

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["DOCUMENT", "document"]

DOCUMENT = Endpoint(
    "/openapi.json", "document", Declaration(anyone, ("GET", "HEAD"), is_shared=True), parameters=frozenset()
)
"""Its address and who may read it."""


def _document(_request: HttpRequest) -> HttpResponse:
    content = json.dumps(openapi_document(), ensure_ascii=False, allow_nan=False)
    return HttpResponse(content, content_type="application/json")


document = door(_document, DOCUMENT)
"""What the interface offers, as OpenAPI 3.1."""
