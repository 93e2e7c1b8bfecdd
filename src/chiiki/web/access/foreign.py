"""Pages of others (allauth) that are part of the site: which ones, where, and for whom.

A page of a library that is not in :data:`FOREIGN` has no address here.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.urls import URLPattern, path, re_path

from chiiki.web.access.once import once
from chiiki.web.access.rules import anyone, known
from chiiki.web.access.views import requires

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from django.http import HttpResponse
    from django.urls import URLResolver

    from chiiki.web.access.rules import Rule

__all__ = ["FOREIGN", "Foreign", "foreign_routes"]

_FORM = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Foreign:
    """Where a page of others stands here, and who may see it."""

    address: str
    """Below the language; a regular expression where it starts with ``^``."""

    rule: Rule
    methods: tuple[str, ...] = ("GET",)
    is_once: bool = True
    """A form of somebody known, be it half-way through signing in: see :mod:`chiiki.web.access.once`."""


FOREIGN: Mapping[str, Foreign] = MappingProxyType(
    {
        "account_login": Foreign("account/sign-in", anyone, _FORM, is_once=False),
        "account_logout": Foreign("account/sign-out", anyone, _FORM),
        "account_inactive": Foreign("account/inactive", anyone),
        "account_reauthenticate": Foreign("account/confirm", known, _FORM),
        "account_change_password": Foreign("account/password", known, _FORM),
        "account_reset_password": Foreign("account/password/reset", anyone, _FORM, is_once=False),
        "account_reset_password_done": Foreign("account/password/reset/sent", anyone),
        "account_reset_password_from_key": Foreign(
            r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$", anyone, _FORM
        ),
        "account_reset_password_from_key_done": Foreign("account/password/reset/done", anyone),
        "mfa_index": Foreign("account/second-factor", known),
        "mfa_authenticate": Foreign("account/second-factor/sign-in", anyone, _FORM),
        "mfa_reauthenticate": Foreign("account/second-factor/confirm", known, _FORM),
        "mfa_activate_totp": Foreign("account/second-factor/app", known, _FORM),
        "mfa_deactivate_totp": Foreign("account/second-factor/app/remove", known, _FORM),
        "mfa_view_recovery_codes": Foreign("account/second-factor/codes", known),
        "mfa_generate_recovery_codes": Foreign("account/second-factor/codes/new", known, _FORM),
        "mfa_download_recovery_codes": Foreign("account/second-factor/codes.txt", known),
        "mfa_list_webauthn": Foreign("account/second-factor/keys", known),
        "mfa_add_webauthn": Foreign("account/second-factor/keys/new", known, _FORM),
        "mfa_reauthenticate_webauthn": Foreign("account/second-factor/keys/confirm", known, _FORM),
        "mfa_remove_webauthn": Foreign("account/second-factor/keys/<int:pk>/remove", known, _FORM),
        "mfa_edit_webauthn": Foreign("account/second-factor/keys/<int:pk>", known, _FORM),
    }
)
"""Name of the page in its library → where it stands here."""


def foreign_routes(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern]:
    """Return the pages of `patterns` that :data:`FOREIGN` names, at their place here and behind their rule.

    Raises
    ------
    LookupError
        If the library has no page of a name that stands in the table.
    """
    views = {pattern.name: pattern.callback for pattern in _leaves(patterns)}
    if missing := sorted(set(FOREIGN) - set(views)):
        msg = f"No page of the library is called {', '.join(missing)}; correct FOREIGN in access/foreign.py."
        raise LookupError(msg)
    return [_route(name, page, views[name]) for name, page in FOREIGN.items()]


def _route(name: str, page: Foreign, view: Callable[..., HttpResponse]) -> URLPattern:
    make = re_path if page.address.startswith("^") else path
    guarded = once(view) if page.is_once else view
    return make(page.address, requires(page.rule, methods=page.methods)(guarded), name=name)


def _leaves(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _leaves(pattern.url_patterns)
