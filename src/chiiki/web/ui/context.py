"""What the frame of every page knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language

from chiiki import __version__
from chiiki.web.access.actors import PUBLIC
from chiiki.web.access.roles import Role
from chiiki.web.ui.edition import edition
from chiiki.web.ui.navigation import address_of, in_language, navigation, navigation_html

if TYPE_CHECKING:
    from django.http import HttpRequest

    from chiiki.web.access.actors import Actor

__all__ = ["frame"]

_MESSAGES_COOKIE = "messages"
"""Where Django keeps messages for somebody without a session."""


def frame(request: HttpRequest) -> dict[str, object]:
    """Give templates what the frame shows; a page without a session touches none, so that caches may keep it."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    lang = get_language() or settings.LANGUAGE_CODE
    other = "en" if lang == "ja" else "ja"
    operator = settings.OPTIONS.operator
    return {
        "actor": actor,
        "role_names": _role_names(actor),
        "is_demo": settings.DEMO,
        "version": __version__,
        "operator": {"name": operator.name_in(lang), "contact": operator.contact, "href": operator.href},
        "edition": edition(),
        "places": navigation(),
        "places_html": navigation_html(request.path),
        "page_path": request.path,
        "other_language": other,
        "other_language_url": in_language(request.get_full_path(), lang=other),
        "search_url": address_of("search"),
        "home_url": address_of("home"),
        "sign_in_url": address_of("account_login"),
        "sign_out_url": address_of("account_logout"),
        "account_url": address_of("account") or address_of("account_email"),
        "accessibility_url": address_of("accessibility"),
        "about_url": address_of("about"),
        "may_have_messages": bool({settings.SESSION_COOKIE_NAME, _MESSAGES_COOKIE} & request.COOKIES.keys()),
    }


def _role_names(actor: Actor) -> list[str]:
    if not actor.is_known:
        return []
    held = {grant.role for grant in actor.grants}
    return [str(role.label) for role in Role if role in held]
