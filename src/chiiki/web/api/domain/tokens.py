"""Make, revoke and note the use of a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chiiki.web.access.rules import Refusal, demand, known
from chiiki.web.api.enums import TokenScope
from chiiki.web.api.models import Token
from chiiki.web.api.rules import token_owner
from chiiki.web.api.secret import new_secret, secret_hash
from chiiki.web.audit.domain import record_action

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from chiiki.web.access.actors import Actor

__all__ = ["LIFETIMES", "MAX_TOKENS", "IssuedToken", "issue_token", "note_use", "revoke_token", "revoke_tokens_of"]

LIFETIMES = (30, 90, 365)
"""Days for which a token may be valid."""

MAX_TOKENS = 20
"""Valid tokens of one person."""

WRONG_LIFE = _("Choose how long the token is valid.")
FORM_USED = _("This form was sent before. Its token stands in the list; its secret was shown then and only then.")
TOO_MANY = _("You have as many valid tokens as one person may have. Revoke one first.")


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token with its secret, which is known only now."""

    token: Token
    secret: str


def issue_token(*, actor: Actor, token_id: UUID, name: str, n_days: int) -> IssuedToken:
    """Make a token of the actor's own.

    Parameters
    ----------
    actor : Actor
        The owner.
    token_id : UUID
        Chosen when the form was shown: the same form sent twice makes one token.
    name : str
        What the token is for, in the owner's words.
    n_days : int
        One of :data:`LIFETIMES`.

    Raises
    ------
    Refusal
        If the form was sent before, the person has too many tokens, or the actor is nobody.
    """
    demand(known, actor)
    owner_id = cast("UUID", actor.user_id)  # the rule saw to it
    if n_days not in LIFETIMES:
        raise Refusal(WRONG_LIFE)
    secret = new_secret()
    now = timezone.now()
    try:
        with transaction.atomic():
            _check_room(owner_id)
            token = Token.objects.create(
                id=token_id,
                owner_id=owner_id,
                name=name,
                scope=TokenScope.READ,
                secret_sha256=secret_hash(secret),
                hint=secret[-4:],
                expires_at=now + timedelta(days=n_days),
            )
            record_action(
                actor=actor,
                action="api.issue_token",
                subject_kind="token",
                subject_id=str(token.id),
                after=_state(token),
                detail={"scope": token.scope, "n_days": n_days},
            )
    except IntegrityError as error:
        raise Refusal(FORM_USED) from error
    return IssuedToken(token, secret)


def revoke_token(*, actor: Actor, token: Token) -> Token:
    """End a token at once; one that is revoked stays as it is, and nothing is recorded twice.

    Raises
    ------
    Refusal
        If it is not the actor's own.
    """
    demand(token_owner, actor, token)
    with transaction.atomic():
        found = Token.objects.select_for_update().get(id=token.id)
        if found.revoked_at is None:
            _revoke(found, actor=actor)
    return found


def revoke_tokens_of(*, actor: Actor, person_id: UUID) -> int:
    """End every token of a person whose account is closed, and return how many; call it inside of that transaction."""
    found = list(Token.objects.select_for_update().filter(owner_id=person_id, revoked_at=None))
    for token in found:
        _revoke(token, actor=actor)
    return len(found)


def _revoke(token: Token, *, actor: Actor) -> None:
    before = _state(token)
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record_action(
        actor=actor,
        action="api.revoke_token",
        subject_kind="token",
        subject_id=str(token.id),
        before=before,
        after=_state(token),
    )


def note_use(*, token: Token, on: date) -> None:
    """Keep the day on which a token was last used; written once a day, and no event of the log."""
    if token.last_used_on is None or token.last_used_on < on:
        Token.objects.filter(id=token.id).update(last_used_on=on)


def _check_room(owner_id: UUID) -> None:
    n_valid = Token.objects.filter(owner_id=owner_id, revoked_at=None, expires_at__gt=timezone.now()).count()
    if n_valid >= MAX_TOKENS:
        raise Refusal(TOO_MANY)


def _state(token: Token) -> dict[str, object]:
    return {
        "owner_id": token.owner_id,
        "scope": token.scope,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
    }
