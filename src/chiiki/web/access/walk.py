"""Every address of the site with what its view says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from chiiki.web.access.views import declaration_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.urls import URLResolver

    from chiiki.web.access.views import Declaration

__all__ = ["Route", "routes"]


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the site.

    Files below ``/static/`` have none: WhiteNoise answers them before any view, from a
    folder that holds what is shipped to everybody.
    """

    pattern: str
    """As the URL table spells it; ``<lang>/`` stands for the language."""

    name: str
    declaration: Declaration | None
    """None where the view declares no rule, which a test refuses."""

    view: Callable[..., object]


def routes() -> list[Route]:
    """Return every route of the site, in the order in which addresses are matched."""
    return list(_walk(get_resolver().url_patterns, before=""))


def _walk(patterns: Iterable[URLPattern | URLResolver], *, before: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            view = pattern.callback
            yield Route(before + str(pattern.pattern), pattern.name or "", declaration_of(view), view)
        else:
            own = "<lang>/" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
            yield from _walk(pattern.url_patterns, before=before + own)
