"""Where one can go from every page; what a site does not have yet is left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override, pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise
    from django.utils.safestring import SafeString

__all__ = ["NAVIGATION", "Place", "address_of", "in_language", "language_of", "navigation", "navigation_html"]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    name: str
    """Name of the address."""

    label: _StrOrPromise
    url: str = ""


NAVIGATION: tuple[Place, ...] = (
    Place("home", pgettext_lazy("navigation", "Home")),
    Place("cascade", pgettext_lazy("navigation", "Cascade")),
    Place("programmes", pgettext_lazy("navigation", "Programmes")),
    Place("regions", pgettext_lazy("navigation", "Regions")),
    Place("sites", pgettext_lazy("navigation", "Sites")),
    Place("matrix", pgettext_lazy("navigation", "Matrix")),
    Place("outcomes", pgettext_lazy("navigation", "Outcomes")),
    Place("briefs", pgettext_lazy("navigation", "Briefs")),
    Place("compare", pgettext_lazy("navigation", "Compare")),
    Place("sources", pgettext_lazy("navigation", "Sources")),
    Place("tables", pgettext_lazy("navigation", "Tables")),
    Place("api-docs", pgettext_lazy("navigation", "API")),
)
"""Every place that the frame leads to, in its order."""


def address_of(name: str) -> str:
    """Return the address of that name in the language of the moment; empty where the site has none."""
    return _address_of(name, lang=get_language() or settings.LANGUAGE_CODE, urls=settings.ROOT_URLCONF)


@cache
def _address_of(name: str, *, lang: str, urls: str) -> str:
    with override(lang):
        try:
            return reverse(name, urlconf=urls)
        except NoReverseMatch:
            return ""


def navigation() -> tuple[Place, ...]:
    """Return the places that exist, with their addresses in the language of the moment."""
    return _navigation(lang=get_language() or settings.LANGUAGE_CODE, urls=settings.ROOT_URLCONF)


@cache
def _navigation(*, lang: str, urls: str) -> tuple[Place, ...]:
    places = ((place, _address_of(place.name, lang=lang, urls=urls)) for place in NAVIGATION)
    with override(lang):
        return tuple(Place(place.name, str(place.label), url) for place, url in places if url)


def navigation_html(path: str) -> SafeString:
    """Write the list of the places for the page at `path`: every page has it twice, so it is kept."""
    places = navigation()
    return _navigation_html(places, here=path if any(place.url == path for place in places) else "")


@cache
def _navigation_html(places: tuple[Place, ...], *, here: str) -> SafeString:
    items = (
        (place.url, mark_safe(' aria-current="page"') if place.url == here else "", place.label) for place in places
    )
    return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}"{}>{}</a></li>', items))


def language_of(path: str) -> str:
    """Return the language that a path names, ``/en/…``; the first of the site where it names none."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def in_language(full_path: str, *, lang: str) -> str:
    """Return the same address in `lang`; the first page where the address names no language.

    >>> in_language("/ja/sites?field=bio", lang="en")
    '/en/sites?field=bio'
    """
    head, _, rest = full_path.lstrip("/").partition("/")
    return f"/{lang}/{rest}" if head in dict(settings.LANGUAGES) else f"/{lang}/"
