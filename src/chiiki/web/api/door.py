"""What happens around every operation: who asks, how often, what is allowed, what caches may keep."""

from __future__ import annotations

import re
from datetime import datetime
from difflib import get_close_matches
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.text import compress_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from chiiki.web.access.actors import PUBLIC, Actor
from chiiki.web.access.addresses import client_address
from chiiki.web.api.domain import note_use
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.limits import LIMITS, count
from chiiki.web.api.problems import FieldError, ProblemError, answer_problem, wanted_language
from chiiki.web.api.queries import valid_token
from chiiki.web.api.secret import PREFIX
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from chiiki.web.api.declare import Endpoint
    from chiiki.web.api.limits import Standing

__all__ = ["LANGUAGE", "door"]

LANGUAGE = "lang"
"""A parameter that every operation takes: the language of the words of errors."""

REPEATED = "where"
"""The one parameter that may be given several times."""

MAX_AGE = 300
"""Seconds for which a cache may answer without asking."""

WORTH_PACKING = 1_000
"""Bytes from which an answer is compressed."""

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BEARER = re.compile(rf"Bearer ({PREFIX}[A-Za-z0-9_-]{{43}})")


def door(view: Callable[..., HttpResponse], endpoint: Endpoint) -> Callable[..., HttpResponse]:
    """Return `view` as the site answers it: guarded, counted, and ready for caches."""

    @wraps(view)
    @csrf_exempt  # no cookie is read here
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:  # noqa: ANN401 -- parts of the address
        with override(wanted_language(request)):
            return _answer(view, request, endpoint=endpoint, parts=parts)

    answer.declaration = endpoint.declaration  # type: ignore[attr-defined]
    return answer


def _answer(
    view: Callable[..., HttpResponse], request: HttpRequest, *, endpoint: Endpoint, parts: dict[str, Any]
) -> HttpResponse:
    standing = None
    try:
        _check_text(request)
        reader = _name_reader(request)
        standing = count(reader, limit=_limits(reader)[0])
        _check_standing(standing)
        response = _finish(request, _ask(view, request, endpoint=endpoint, parts=parts))
        _count_rows(reader, getattr(request, "n_rows_read", 0))
    except ProblemError as problem:
        response = answer_problem(request, problem)
    if standing:
        _state_limits(response, standing)
    return response


def _ask(
    view: Callable[..., HttpResponse], request: HttpRequest, *, endpoint: Endpoint, parts: dict[str, Any]
) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": endpoint.allow})
    if request.method not in endpoint.declaration.methods:
        raise ProblemError(ProblemCode.METHOD_NOT_ALLOWED, headers={"Allow": endpoint.allow})
    actor: Actor = request.actor  # type: ignore[attr-defined]
    verdict = endpoint.declaration.rule(actor)
    if not verdict.is_allowed:
        code = ProblemCode.FORBIDDEN if actor.is_known else ProblemCode.TOKEN_NEEDED
        raise ProblemError(code if verdict.is_visible else ProblemCode.NOT_FOUND, detail=verdict.reason)
    _check_parameters(request, endpoint)
    was_head = request.method == "HEAD"
    request.method = "GET"
    response = view(request, **parts)
    if was_head:
        request.method = "HEAD"
    return response


def _check_text(request: HttpRequest) -> None:
    """Refuse bytes that are no text before anything reads them as text."""
    for raw in (request.META.get("QUERY_STRING", ""), request.path):
        content = unquote_to_bytes(raw)
        try:
            content.decode()
        except UnicodeDecodeError as error:
            raise ProblemError(ProblemCode.BAD_REQUEST) from error
        if CONTROL.search(content):
            raise ProblemError(ProblemCode.BAD_REQUEST)


def _name_reader(request: HttpRequest) -> str:
    """Set the actor from the token, not from a session, and return whom to count."""
    request.actor = PUBLIC  # type: ignore[attr-defined]
    given = request.headers.get("Authorization")
    if given is None:
        return f"address:{client_address(request)}"
    match = BEARER.fullmatch(given)
    token = valid_token(match[1]) if match else None
    if token is None:
        _check_standing(count(f"address:{client_address(request)}", limit=LIMITS["anonymous"][0]))
        raise ProblemError(ProblemCode.BAD_TOKEN)
    note_use(token=token, on=timezone.localdate())
    # A read token carries none of its owner's posts: it sees what everybody sees.
    request.actor = Actor(  # type: ignore[attr-defined]
        user_id=token.owner_id, request_id=getattr(request, "request_id", ""), name=str(token.owner)
    )
    request.token = token  # type: ignore[attr-defined]
    return f"token:{token.id}"


def _limits(reader: str) -> tuple[Any, Any]:
    return LIMITS["token" if reader.startswith("token:") else "anonymous"]


def _check_standing(standing: Standing) -> None:
    if standing.is_over:
        is_rows = standing.limit.name == "rows"
        code = ProblemCode.TOO_MANY_ROWS if is_rows else ProblemCode.TOO_MANY_REQUESTS
        raise ProblemError(code, headers={"Retry-After": str(standing.reset)})


def _count_rows(reader: str, n_rows: int) -> None:
    if n_rows:
        _check_standing(count(reader, limit=_limits(reader)[1], n=n_rows))


def _check_parameters(request: HttpRequest, endpoint: Endpoint) -> None:
    """Refuse what no operation reads: a mistyped filter must not look like no filter."""
    allowed = sorted({*endpoint.parameters, LANGUAGE})
    unknown = [name for name in request.GET if name not in allowed]
    if unknown:
        errors = [_unknown(name, request=request, allowed=allowed) for name in unknown[:20]]
        raise ProblemError(ProblemCode.UNKNOWN_PARAMETER, errors=errors)
    twice = [name for name in request.GET if name != REPEATED and len(request.GET.getlist(name)) > 1]
    if twice or request.GET.get(LANGUAGE, "ja") not in {"ja", "en"}:
        errors = [_twice(name, request=request) for name in twice[:20]] or [_no_language(request)]
        raise ProblemError(ProblemCode.BAD_PARAMETER, errors=errors)


def _unknown(name: str, *, request: HttpRequest, allowed: list[str]) -> FieldError:
    near = get_close_matches(name, allowed, n=1)
    hint = _("Did you mean %(name)s?") % {"name": near[0]} if near else _("Leave it out.")
    return FieldError(
        field=name[:100],
        value=request.GET[name][:200],
        message=_("There is no such parameter here."),
        allowed=allowed,
        next=hint,
    )


def _twice(name: str, *, request: HttpRequest) -> FieldError:
    values = ", ".join(request.GET.getlist(name))[:200]
    return FieldError(field=name, value=values, message=_("This is given too often."), next=_("Give it once."))


def _no_language(request: HttpRequest) -> FieldError:
    return FieldError(
        field=LANGUAGE,
        value=request.GET[LANGUAGE][:200],
        message=_("This is none of the allowed values."),
        allowed=["ja", "en"],
        next=_("Leave it out."),
    )


def _finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add what caches need: a name of the content, its age, and an answer of 304 where nothing changed."""
    if response.status_code != HTTPStatus.OK:
        return response
    response["Vary"] = "Accept-Encoding, Accept-Language, Authorization"
    response["ETag"] = f'W/"{sha256(response.content).hexdigest()[:32]}"'
    day = int(_edition_time().timestamp())
    response["Last-Modified"] = http_date(day)
    found = get_conditional_response(request, response["ETag"], day, response)
    answer = _packed(request, found if isinstance(found, HttpResponse) else response)
    who = "private" if "Authorization" in request.headers else "public"
    answer.cache_rule = f"{who}, max-age={MAX_AGE}"  # type: ignore[attr-defined]
    return answer


def _packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    if takes_gzip and len(response.content) >= WORTH_PACKING:
        response.content = compress_string(response.content)
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        length = response["Content-Length"]
        response.content = b""
        response["Content-Length"] = length
    return response


def _edition_time() -> datetime:
    return datetime.fromisoformat(pack().as_of).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


def _state_limits(response: HttpResponse, standing: Standing) -> None:
    limit = standing.limit
    response["RateLimit-Policy"] = f'"{limit.name}";q={limit.quota};w={limit.window}'
    response["RateLimit"] = f'"{limit.name}";r={standing.n_left};t={standing.reset}'
