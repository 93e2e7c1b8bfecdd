"""The interface: every operation behind its door, and everything else below it as a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import Declaration
from chiiki.web.api.declare import Endpoint, endpoints_of
from chiiki.web.api.door import door
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.faults import parameter_problem
from chiiki.web.api.operations import about, briefs, facts, library, outcomes, tables
from chiiki.web.api.problems import ProblemError, answer_problem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from ninja import Router

__all__ = ["API", "ROUTERS", "endpoints", "routes"]

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("", about.router),
    ("", library.router),
    ("/tables", tables.router),
    ("/facts", facts.router),
    ("", outcomes.router),
    ("", briefs.router),
)
"""Prefix → router, in the order of the document."""

API = NinjaAPI(title="chiiki", version="1", docs_url=None, openapi_url=None, urls_namespace="api")

for _prefix, _router in ROUTERS:
    API.add_router(_prefix, _router)


@API.exception_handler(ProblemError)
def _on_problem(request: HttpRequest, problem: Any) -> HttpResponse:  # noqa: ANN401 -- as ninja types it
    return answer_problem(request, problem)


@API.exception_handler(ValidationError)
def _on_bad_parameter(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ANN401 -- as ninja types it
    return answer_problem(request, parameter_problem(error.errors, request))


@API.exception_handler(HttpError)
def _on_refusal(request: HttpRequest, _error: Any) -> HttpResponse:  # noqa: ANN401 -- as ninja types it
    return answer_problem(request, ProblemError(ProblemCode.BAD_REQUEST))


def endpoints() -> list[Endpoint]:
    """Return every address of the interface, with its prefix."""
    return [
        Endpoint(prefix + found.path, found.name, found.declaration, found.parameters)
        for prefix, router in ROUTERS
        for found in endpoints_of(router)
    ]


def _not_found(_request: HttpRequest, **_parts: object) -> HttpResponse:
    raise ProblemError(ProblemCode.NOT_FOUND)


def routes() -> list[URLPattern]:
    """Return the patterns of the interface: the start, each operation behind its door, last what is not found."""
    by_route = {_route(endpoint.path): endpoint for endpoint in endpoints()}
    found = []
    for pattern in API.urls[0]:
        route = str(pattern.pattern)
        endpoint = by_route.pop(route, None)
        if endpoint and isinstance(pattern, URLPattern):
            found.append(path(route, door(pattern.callback, endpoint), name=pattern.name))
    nothing = Endpoint("", "nothing", Declaration(anyone, ("GET", "HEAD"), is_shared=True), frozenset())
    return [*found, re_path(r"^(?P<rest>.*)$", door(_not_found, nothing), name="nothing")]


def _route(written: str) -> str:
    return written.lstrip("/").replace("{", "<").replace("}", ">")
