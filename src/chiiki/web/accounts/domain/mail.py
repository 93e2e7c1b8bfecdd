"""Mails of the accounts: put as jobs that name ids, written only when they are sent.

Neither an address nor a token stands in a job. The worker makes the token of a link when it
writes the mail and keeps its hash alone: a mail that is tried again carries a new token, and
the one before is void. So no table and no log of jobs holds anything that opens an account.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from chiiki.web.access.roles import Role
from chiiki.web.accounts.enums import InvitationState, MailKind
from chiiki.web.accounts.models import Invitation, User
from chiiki.web.jobs.domain import put_job

if TYPE_CHECKING:
    from uuid import UUID

    from chiiki.web.jobs.models import Job

__all__ = ["TASK", "new_token", "put_mail", "send_mail", "token_hash"]

TASK = "accounts.mail"


def put_mail(kind: MailKind, *, subject_id: UUID, key: str | None = None) -> Job:
    """Put a mail, inside the transaction of what it tells.

    Parameters
    ----------
    kind : MailKind
    subject_id : UUID
        Id of the invitation, or of the person; where nobody has it, nothing is sent.
    key : str, optional
        Two mails of one key are one mail.
    """
    return put_job(TASK, arguments={"kind": str(kind), "subject": str(subject_id)}, key=key)


def send_mail(kind: MailKind, *, subject_id: UUID) -> bool:
    """Write the mail and send it; return whether there was anybody to send it to."""
    if kind is MailKind.INVITATION:
        return _send_invitation(subject_id)
    person = User.objects.filter(pk=subject_id, is_active=True).first()
    if person is None:
        return False
    words: dict[str, object] = {"name": person.name}
    with translation.override(person.language):
        if kind is MailKind.PASSWORD_RESET:
            words["link"] = _reset_link(person)
        _send(kind, words, to=person.email)
    return True


def new_token() -> str:
    """Return a token of 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _send_invitation(invitation_id: UUID) -> bool:
    invitation = Invitation.objects.filter(pk=invitation_id, state=InvitationState.OPEN).first()
    if invitation is None or not invitation.email or invitation.standing is not InvitationState.OPEN:
        return False
    token = new_token()
    Invitation.objects.filter(pk=invitation.pk).update(token_sha256=token_hash(token))
    with translation.override(invitation.language):
        words: dict[str, object] = {
            "role": Role(invitation.role).label,
            "link": settings.BASE_URL + reverse("invitation", kwargs={"token": token}),
            "expires_at": invitation.expires_at,
        }
        _send(MailKind.INVITATION, words, to=invitation.email)
    return True


def _reset_link(person: User) -> str:
    key = cast("str", default_token_generator.make_token(person))
    parts = {"uidb36": user_pk_to_url_str(person), "key": key}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=parts)


def _send(kind: MailKind, words: dict[str, object], *, to: str) -> None:
    words |= {"site": settings.BASE_URL, "is_demo": settings.DEMO}
    subject = render_to_string(f"accounts/mail/{kind}_subject.txt", words)
    body = render_to_string(f"accounts/mail/{kind}.txt", words)
    EmailMessage(subject=" ".join(subject.split()), body=body.strip() + "\n", to=[to]).send()
