"""The first administrator: a link that works once, printed where the site is started."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from chiiki.web.access.actors import SYSTEM
from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.domain.mail import new_token, token_hash
from chiiki.web.accounts.enums import InvitationState
from chiiki.web.accounts.models import Invitation, Post
from chiiki.web.audit.domain import record_action

__all__ = ["first_admin_link"]

LIFETIME = timedelta(days=1)


def first_admin_link(*, lang: str = "ja") -> str | None:
    """Return the path of a link that makes the first administrator; None where there is one who can sign in.

    Parameters
    ----------
    lang : {"ja", "en"}
        Language of the page it leads to.

    Notes
    -----
    Each call voids the link of the call before, works once and for a day.
    """
    token = new_token()
    with transaction.atomic():
        if Post.objects.admins(on=timezone.localdate()).exists():
            return None
        open_before = Invitation.objects.filter(email="", state=InvitationState.OPEN)
        open_before.update(state=InvitationState.REVOKED, token_sha256="")
        made = Invitation.objects.create(
            role=Role.ADMIN,
            scope=Scope.INSTANCE,
            language=lang,
            token_sha256=token_hash(token),
            expires_at=timezone.now() + LIFETIME,
        )
        record_action(
            actor=SYSTEM,
            action="accounts.invite",
            subject_kind="invitation",
            subject_id=str(made.pk),
            after={"role": made.role, "expires_at": made.expires_at},
            detail={"role": made.role, "scope": made.scope, "is_first": True},
        )
    with translation.override(lang):
        return reverse("invitation", kwargs={"token": token})
