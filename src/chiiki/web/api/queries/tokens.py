"""Find tokens: of a person, or by a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from chiiki.web.api.models import Token
from chiiki.web.api.secret import secret_hash

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chiiki.web.access.actors import Actor

__all__ = ["tokens_of", "valid_token"]


def valid_token(secret: str) -> Token | None:
    """Return the token of `secret` with its owner; None where it was revoked, has ended, or its owner left."""
    return (
        Token.objects.select_related("owner")
        .filter(
            secret_sha256=secret_hash(secret),
            revoked_at=None,
            expires_at__gt=timezone.now(),
            owner__is_active=True,
        )
        .first()
    )


def tokens_of(actor: Actor) -> QuerySet[Token]:
    """Return the tokens of the actor, also those that have ended, the newest first."""
    return Token.objects.filter(owner_id=actor.user_id)
