"""How a view names its rule: ``@requires(anyone)`` above it, and nothing else.

>>> @requires(anyone, is_shared=True)                    # doctest: +SKIP
... def plans(request): ...
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import render

from chiiki.web.access.actors import PUBLIC
from chiiki.web.access.rules import anyone, known

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from chiiki.web.access.actors import Actor
    from chiiki.web.access.rules import Rule, Verdict

__all__ = ["ActorRequest", "Declaration", "declaration_of", "requires"]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a view says of itself."""

    rule: Rule
    methods: tuple[str, ...]
    is_shared: bool
    """The page is the same for everybody who has no session, so caches may keep it."""


class ActorRequest(Protocol):
    """A request after the middleware said who asks."""

    actor: Actor


def requires(
    rule: Rule,
    *,
    methods: tuple[str, ...] = ("GET",),
    is_shared: bool = False,
    load: Callable[..., object] | None = None,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Guard a view by `rule`.

    Parameters
    ----------
    rule : Rule
        Asked before the view runs, on every request.
    methods : tuple of str
        What the view answers; HEAD goes with GET.
    is_shared : bool
        Mark the answer for shared caches, where nobody signed in.
    load : callable, optional
        Takes the actor and the parts of the address and returns the thing that `rule` is asked
        about, or raises Http404; the view gets it as its second argument instead of the parts.
        It looks among :func:`known_rows` where a thing may be hidden.
    """
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:  # noqa: ANN401 -- parts of the address
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            try:
                thing = load(_actor(request), **parts) if load else None
            except Http404:
                if rule is anyone or _actor(request).is_known:
                    raise
                return _ask_to_sign_in(request)
            verdict = rule(_actor(request), thing)
            if not verdict.is_allowed:
                return _refuse(request, verdict)
            return view(request, thing) if load else view(request, **parts)

        guarded.declaration = Declaration(rule, allowed, is_shared)  # type: ignore[attr-defined]
        return guarded

    return guard


def _actor(request: HttpRequest) -> Actor:
    return cast("ActorRequest", request).actor


def _refuse(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """Send the public to the sign-in page; hide what may not be known; tell others the reason."""
    if not _actor(request).is_known:
        return _ask_to_sign_in(request)
    if not verdict.is_visible:
        raise Http404
    return render(request, "ui/forbidden.html", {"reason": verdict.reason}, status=403)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Answer the public alike, whether the thing is absent or forbidden."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    return render(request, "ui/forbidden.html", {"reason": known(PUBLIC).reason}, status=403)


def declaration_of(view: Callable[..., object]) -> Declaration | None:
    """Return what a view says of itself; None where it says nothing."""
    return getattr(view, "declaration", None)
