"""Second factors as they are kept: sealed by the key in use, and removed where nobody can use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db import transaction

from chiiki.web.access.rules import Refusal
from chiiki.web.accounts.domain.people import note_factor
from chiiki.web.accounts.sealing import is_of_current_key, is_sealed, seal, unseal
from chiiki.web.audit.domain import record_action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.web.access.actors import Actor
    from chiiki.web.accounts.models import User

__all__ = ["count_unreadable", "reset_factors", "seal_factors"]

_SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}
"""Kind of factor → where its secret stands; a key has none here."""


def seal_factors(*, actor: Actor) -> int:
    """Seal by the key in use whatever stands open or is sealed by an old one; return how many were.

    What no key of the site reads is left alone: its key may come back.
    """
    renewed = []
    with transaction.atomic():
        for factor, name in _not_of_current_key():
            kept = str(factor.data[name])
            try:
                factor.data[name] = seal(unseal(kept) if is_sealed(kept) else kept)
            except Refusal:
                continue
            renewed.append(factor)
        if renewed:
            Authenticator.objects.bulk_update(renewed, ["data"], batch_size=500)
            record_action(
                actor=actor,
                action="accounts.seal-factors",
                subject_kind="factors",
                subject_id="all",
                detail={"n": len(renewed)},
            )
    return len(renewed)


def _not_of_current_key() -> Iterator[tuple[Authenticator, str]]:
    for factor in Authenticator.objects.select_for_update().filter(type__in=_SECRETS).order_by("pk"):
        name = _SECRETS[factor.type]
        if not is_of_current_key(str(factor.data[name])):
            yield factor, name


def count_unreadable() -> int:
    """Count the people of whom a factor cannot be read by any key of the site."""
    unreadable = set()
    for factor in Authenticator.objects.filter(type__in=_SECRETS):
        try:
            unseal(str(factor.data[_SECRETS[factor.type]]))
        except Refusal:
            unreadable.add(factor.user_id)
    return len(unreadable)


def reset_factors(*, actor: Actor, person: User) -> int:
    """Remove every second factor of a person, end the person's sessions, tell by mail; return how many there were.

    Who asked for it must be known to be that person: whoever has the password sets up the next one.
    """
    with transaction.atomic():
        found = list(Authenticator.objects.select_for_update().filter(user=person).order_by("pk"))
        Authenticator.objects.filter(pk__in=[factor.pk for factor in found]).delete()
        kinds = [factor.type for factor in found if factor.type != Authenticator.Type.RECOVERY_CODES]
        for kind in kinds:
            note_factor(actor=actor, person=person, change="remove", kind=kind, session_key="")
    return len(kinds)
