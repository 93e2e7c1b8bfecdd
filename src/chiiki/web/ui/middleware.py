"""What every request and answer gets, whatever the page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["RequestId"]


class RequestId:
    """Give each request an id, which errors, audit records and the answer carry."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the request and say the name in the answer."""
        request.request_id = uuid4().hex  # type: ignore[attr-defined]
        response = self.answer(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response
