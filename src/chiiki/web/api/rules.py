"""Who may do what with a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from chiiki.web.access.rules import Verdict, rule

if TYPE_CHECKING:
    from chiiki.web.access.actors import Actor

__all__ = ["bearer", "token_owner"]


@rule
def token_owner(actor: Actor, thing: object) -> Verdict:
    """Let the owner of a token; nobody else learns that it exists."""
    if actor.is_known and getattr(thing, "owner_id", None) == actor.user_id:
        return Verdict(is_allowed=True)
    return Verdict(is_allowed=False, is_visible=False)


@rule
def bearer(actor: Actor, _thing: object) -> Verdict:
    """Let whoever shows a valid token."""
    if actor.is_known:
        return Verdict(is_allowed=True)
    return Verdict(is_allowed=False, reason=_("Send a token in the header Authorization, as “Bearer chiiki_…”."))
