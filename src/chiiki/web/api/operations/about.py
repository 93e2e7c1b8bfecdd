"""Where to begin, what went wrong, and what a token may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from ninja import Router, Schema
from pydantic import Field

from chiiki import __version__
from chiiki.web.access.rules import anyone
from chiiki.web.api.declare import declares
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.limits import LIMITS
from chiiki.web.api.problems import DETAILS, STATUSES, ProblemError, problem_type
from chiiki.web.api.rules import bearer
from chiiki.web.api.shapes import Link, Words
from chiiki.web.library.enums import LISTS
from chiiki.web.library.facts import pack
from chiiki.web.library.views.documents import LIST_NAMES

__all__ = ["router"]

router = Router(tags=["about"])


class LimitRule(Schema):
    """How much one reader may ask."""

    who: str = Field(description="anonymous (by address) or token", examples=["anonymous"])
    what: str = Field(description="requests or rows", examples=["requests"])
    quota: int = Field(description="At most", examples=[120])
    seconds: int = Field(description="In so many seconds", examples=[60])


class Start(Schema):
    """The interface and its lists."""

    name: str = Field(description="Name of the facts pack", examples=["chiiki-jp"])
    edition: str = Field(description="Edition of the facts", examples=["2026.11"])
    as_of: str = Field(description="Day up to which sources were consulted", examples=["2026-11-20"])
    version: str = Field(description="Version of the software")
    licence: str = Field(description="Licence of the compilation; each source keeps its own terms")
    document: str = Field(description="Path of the OpenAPI document")
    lists: list[Link] = Field(description="Every list")
    limits: list[LimitRule] = Field(description="How much one reader may ask")


class ProblemKind(Schema):
    """One kind of error."""

    code: str = Field(description="Stable name", examples=["bad-parameter"])
    type: str = Field(description="Address that stands in errors of the kind")
    status: int = Field(description="Status of the answer", examples=[422])
    title: Words = Field(description="What it is")
    detail: Words = Field(description="What to do next")


class TokenState(Schema):
    """The token of this request."""

    name: str = Field(description="What its owner called it")
    scope: str = Field(description="What it may do", examples=["read"])
    expires_at: str = Field(description="Until when it is valid, ISO 8601", examples=["2027-02-28T12:00:00+09:00"])
    limits: list[LimitRule] = Field(description="How much it may ask")


@router.get("", response=Start, summary="Where to begin")
@declares(anyone)
def start(request: HttpRequest) -> dict[str, Any]:
    """Say edition, licence and limits, and name every list."""
    facts = pack()
    return {
        "name": facts.name,
        "edition": facts.edition,
        "as_of": facts.as_of,
        "version": __version__,
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "document": "/api/v1/openapi.json",
        "lists": _lists(),
        "limits": _limits("anonymous") + _limits("token"),
    }


@router.get("/problems", response=list[ProblemKind], summary="Every kind of error")
@declares(anyone)
def problems(request: HttpRequest) -> list[dict[str, Any]]:
    """List every kind of error with what to do about it."""
    return [_problem(code) for code in ProblemCode]


@router.get("/problems/{code}", response=ProblemKind, summary="One kind of error")
@declares(anyone)
def problem(request: HttpRequest, code: str) -> dict[str, Any]:
    """Say what an error means and what to do about it."""
    if code not in ProblemCode.values:
        raise ProblemError(ProblemCode.NOT_FOUND, detail=_("There is no error of this name."))
    return _problem(ProblemCode(code))


@router.get("/token", response=TokenState, summary="The token of this request")
@declares(bearer)
def token(request: HttpRequest) -> dict[str, Any]:
    """Say what the token may do and until when; the one operation that needs one."""
    found = request.token  # type: ignore[attr-defined]
    return {
        "name": found.name,
        "scope": found.scope,
        "expires_at": found.expires_at.isoformat(timespec="seconds"),
        "limits": _limits("token"),
    }


def _limits(who: str) -> list[dict[str, Any]]:
    return [{"who": who, "what": limit.name, "quota": limit.quota, "seconds": limit.window} for limit in LIMITS[who]]


def _lists() -> list[dict[str, Any]]:
    kinds = [{"href": f"/api/v1/{LISTS[kind]}", "title": _both(name)} for kind, name in LIST_NAMES.items()]
    others = [
        ("tables", gettext_lazy("Tables of the facts pack")),
        ("facts", gettext_lazy("Numbers with their origin")),
        ("outcomes", gettext_lazy("Outcomes")),
        ("briefs", gettext_lazy("Every brief and its files")),
        ("checks", gettext_lazy("Totals beside the sums of their parts")),
        ("problems", gettext_lazy("Every kind of error")),
    ]
    return [*kinds, *({"href": f"/api/v1/{word}", "title": _both(title)} for word, title in others)]


def _problem(code: ProblemCode) -> dict[str, Any]:
    return {
        "code": code.value,
        "type": problem_type(code),
        "status": STATUSES[code].value,
        "title": _both(code.label),
        "detail": _both(DETAILS[code]),
    }


def _both(text: object) -> dict[str, str]:
    """Word a lazy text in both languages."""
    words = {}
    for lang in ("ja", "en"):
        with override(lang):
            words[lang] = str(text)
    return words
