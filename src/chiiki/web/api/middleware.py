"""Below ``/api/`` every error has the one shape, and caches keep what the operation allows."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.problems import NOT_KEPT, STATUSES, ProblemError, answer_problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

__all__ = ["MachineAnswers"]

CODES = {
    status: code
    for code, status in STATUSES.items()
    if code
    in {
        ProblemCode.BAD_REQUEST,
        ProblemCode.BAD_PARAMETER,
        ProblemCode.BAD_TOKEN,
        ProblemCode.FORBIDDEN,
        ProblemCode.NOT_FOUND,
        ProblemCode.METHOD_NOT_ALLOWED,
        ProblemCode.TOO_MANY_REQUESTS,
        ProblemCode.DATABASE_AWAY,
    }
}
"""Status → what is said of it, where the answer was not made by an operation."""


class MachineAnswers:
    """Give errors that Django or another middleware answered the shape of all others; say what caches may keep.

    It stands outside of the cache of pages, which knows nothing of limits and tokens.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and reword what is an error in another shape."""
        response = self.answer(request)
        if not request.path_info.startswith("/api/"):
            return response
        if response.status_code >= HTTPStatus.BAD_REQUEST and not hasattr(response, "cache_rule"):
            response = _reworded(request, response)
        response["Cache-Control"] = getattr(response, "cache_rule", NOT_KEPT)
        return response


def _reworded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    code = CODES.get(HTTPStatus(response.status_code), _other(response.status_code))
    headers = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    return answer_problem(request, ProblemError(code, headers=headers))


def _other(status: int) -> ProblemCode:
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return ProblemCode.SERVER_ERROR if is_ours else ProblemCode.BAD_REQUEST
