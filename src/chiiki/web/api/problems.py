"""The one shape of every error: ``application/problem+json`` (RFC 9457), in Japanese or English.

>>> raise ProblemError(ProblemCode.NOT_FOUND, detail=_("…"))       # doctest: +SKIP
"""

from __future__ import annotations

import json
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header

from chiiki.web.api.enums import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

    from chiiki.brief.document import Lang

__all__ = [
    "DETAILS",
    "MEDIA_TYPE",
    "NOT_KEPT",
    "STATUSES",
    "FieldError",
    "ProblemError",
    "answer_problem",
    "problem_type",
    "wanted_language",
]

MEDIA_TYPE = "application/problem+json"
NOT_KEPT = "private, no-store"

STATUSES: Mapping[ProblemCode, HTTPStatus] = MappingProxyType(
    {
        ProblemCode.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
        ProblemCode.BAD_CURSOR: HTTPStatus.UNPROCESSABLE_ENTITY,
        ProblemCode.UNKNOWN_PARAMETER: HTTPStatus.UNPROCESSABLE_ENTITY,
        ProblemCode.BAD_PARAMETER: HTTPStatus.UNPROCESSABLE_ENTITY,
        ProblemCode.BAD_TOKEN: HTTPStatus.UNAUTHORIZED,
        ProblemCode.TOKEN_NEEDED: HTTPStatus.UNAUTHORIZED,
        ProblemCode.FORBIDDEN: HTTPStatus.FORBIDDEN,
        ProblemCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
        ProblemCode.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
        ProblemCode.NOT_ACCEPTABLE: HTTPStatus.NOT_ACCEPTABLE,
        ProblemCode.TOO_MANY_REQUESTS: HTTPStatus.TOO_MANY_REQUESTS,
        ProblemCode.TOO_MANY_ROWS: HTTPStatus.TOO_MANY_REQUESTS,
        ProblemCode.SERVER_ERROR: HTTPStatus.INTERNAL_SERVER_ERROR,
        ProblemCode.DATABASE_AWAY: HTTPStatus.SERVICE_UNAVAILABLE,
    }
)
"""Code → status of the answer."""

DETAILS: Mapping[ProblemCode, _StrOrPromise] = MappingProxyType(
    {
        ProblemCode.BAD_REQUEST: _("The address or a header is not valid UTF-8 or has control characters. Encode it."),
        ProblemCode.BAD_CURSOR: _(
            "The cursor was changed, belongs to another list or to another edition of the facts."
            " Leave it out to begin at the first page."
        ),
        ProblemCode.UNKNOWN_PARAMETER: _("The list “errors” names the parameter and those that are allowed."),
        ProblemCode.BAD_PARAMETER: _("The list “errors” names each parameter, its value and what is allowed."),
        ProblemCode.BAD_TOKEN: _(
            "The token is unknown, was revoked or has expired. Leave the header Authorization out, or make a new token."
        ),
        ProblemCode.TOKEN_NEEDED: _("Send a token in the header Authorization, as “Bearer chiiki_…”."),
        ProblemCode.FORBIDDEN: _("The token does not allow this."),
        ProblemCode.NOT_FOUND: _("Nothing has this address. Begin at /api/v1, which names every list."),
        ProblemCode.METHOD_NOT_ALLOWED: _("The header Allow names the methods that are offered."),
        ProblemCode.NOT_ACCEPTABLE: _("Offered are text/html, application/json, application/ld+json and text/csv."),
        ProblemCode.TOO_MANY_REQUESTS: _("Wait as many seconds as the header Retry-After says. A token allows more."),
        ProblemCode.TOO_MANY_ROWS: _(
            "More rows were read today than one reader needs. Take whole tables as files from /catalog.jsonld."
        ),
        ProblemCode.SERVER_ERROR: _("It is not your fault and has been noted. Name the request id when you ask."),
        ProblemCode.DATABASE_AWAY: _("Ask again after as many seconds as the header Retry-After says."),
    }
)
"""Code → what it means and what to do next, where the place has nothing more precise to say."""


class FieldError(dict[str, Any]):
    """One parameter with its value, what is wrong and what is allowed."""


class ProblemError(Exception):
    """An operation cannot answer; the door turns it into the one shape."""

    def __init__(
        self,
        code: ProblemCode,
        *,
        detail: _StrOrPromise = "",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail or DETAILS[code]
        self.errors = errors
        self.headers = headers


def wanted_language(request: HttpRequest) -> Lang:
    """Return the language of words: ``?lang=``, else the header Accept-Language, else Japanese."""
    given = request.GET.get("lang", "")
    preferred = [
        given,
        *(tag for tag, _q in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500])),
    ]
    for tag in preferred:
        if tag.partition("-")[0] == "en":
            return "en"
        if tag.partition("-")[0] == "ja":
            return "ja"
    return "ja"


def problem_type(code: ProblemCode) -> str:
    """Return the address that explains a problem."""
    return f"{settings.BASE_URL}/api/v1/problems/{code.value}"


def answer_problem(request: HttpRequest, problem: ProblemError) -> HttpResponse:
    """Write `problem` in the language that the request prefers."""
    lang = wanted_language(request)
    status = STATUSES[problem.code]
    with override(lang):
        content: dict[str, object] = {
            "type": problem_type(problem.code),
            "title": str(problem.code.label),
            "status": status.value,
            "code": problem.code.value,
            "detail": str(problem.detail),
            "instance": f"urn:request:{getattr(request, 'request_id', '')}",
        }
        if problem.errors:
            content["errors"] = [{key: _written(value) for key, value in entry.items()} for entry in problem.errors]
    body = json.dumps(content, ensure_ascii=False, allow_nan=False)
    response = HttpResponse(body.encode(errors="replace"), status=status, content_type=MEDIA_TYPE)
    response["Content-Language"] = lang
    response.cache_rule = NOT_KEPT  # type: ignore[attr-defined]
    response["Vary"] = "Accept-Language, Authorization"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="chiiki"'
    for name, value in problem.headers.items():
        response[name] = value
    return response


def _written(value: object) -> object:
    return value if isinstance(value, list | int | float | None) else str(value)
