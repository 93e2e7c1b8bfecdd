"""States of an invitation, and what mails are about."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TRANSITIONS", "InvitationState", "MailKind"]


class InvitationState(TextChoices):
    """Where an invitation stands."""

    OPEN = "open", pgettext_lazy("invitation", "Open")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    REVOKED = "revoked", pgettext_lazy("invitation", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("invitation", "Expired")
    """Never stored: an open invitation is expired once its time is over."""


TRANSITIONS: Mapping[InvitationState, tuple[InvitationState, ...]] = MappingProxyType(
    {
        InvitationState.OPEN: (InvitationState.ACCEPTED, InvitationState.REVOKED),
        InvitationState.ACCEPTED: (),
        InvitationState.REVOKED: (),
        InvitationState.EXPIRED: (InvitationState.REVOKED,),
    }
)


class MailKind(TextChoices):
    """What a mail is about; its text stands in ``accounts/mail/<kind>.txt``."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password-reset"  # noqa: S105 -- what a mail is about
    PASSWORD_CHANGED = "password-changed"  # noqa: S105
    SECOND_FACTOR_CHANGED = "second-factor-changed"
    POSTS_CHANGED = "posts-changed"
