"""Ask a view as somebody, without signing in: what the rules see is the actor alone."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import translation

from chiiki.web.access.actors import PUBLIC, Actor, Grant
from chiiki.web.access.roles import Role, Scope

AUDITOR = Actor(UUID(int=1), frozenset({Grant(Role.AUDITOR, Scope.INSTANCE, "")}), name="Auditor")
ADMIN = Actor(UUID(int=2), frozenset({Grant(Role.ADMIN, Scope.INSTANCE, "")}), name="Admin")
EDITOR = Actor(UUID(int=3), frozenset({Grant(Role.COUNCIL_EDITOR, Scope.ORGANISATION, "x")}), name="Editor")
OTHER = Actor(UUID(int=4), name="Other")

__all__ = ["ADMIN", "AUDITOR", "EDITOR", "OTHER", "PUBLIC", "ask"]


def ask(actor, name, *, lang="ja", method="get", query=None, **parts):
    """Return the answer of the address `name` to `actor`; 404 as a number where it is not found."""
    with translation.override(lang):
        path = reverse(name, kwargs=parts)
        request = getattr(RequestFactory(), method)(path, query or {})
        request.actor, request.request_id = actor, "r" * 32
        found = resolve(path)
        try:
            return found.func(request, *found.args, **found.kwargs)
        except Http404:
            return 404
