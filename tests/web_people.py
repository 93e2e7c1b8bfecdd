"""People for tests of the web: made, given posts, signed in with the second factor passed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from chiiki.web.access.roles import ROLE_SCOPES, Scope
from chiiki.web.accounts.events import PROVED
from chiiki.web.accounts.models import Post, User
from chiiki.web.accounts.sealing import seal
from chiiki.web.audit.models import AuditRecord

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from chiiki.web.access.roles import Role

__all__ = ["PASSWORD", "TOTP_SECRET", "Records", "make_person", "sign_in", "totp_code"]

PASSWORD = "correct horse battery staple"  # noqa: S105 -- of made-up people in tests
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


class Records:
    """Audit records from now on; those of earlier tests cannot be deleted."""

    def __init__(self) -> None:
        self.before = AuditRecord.objects.count()

    def n(self, action: str, **fields: str) -> int:
        """Count those of an action."""
        return AuditRecord.objects.filter(sequence__gt=self.before, action=action, **fields).count()


def make_person(
    *roles: Role,
    key: UUID | None = None,
    email: str = "",
    name: str = "Test Person",
    has_factor: bool | None = None,
    language: str = "ja",
) -> User:
    """Make a person who holds posts of `roles`; with a second factor where there is a post, unless said."""
    email = email or f"{uuid4().hex}@example.jp"
    person = User(pk=key or uuid4(), email=email, name=name, language=language)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    for role in roles:
        scope = ROLE_SCOPES[role][0]
        scope_id = "" if scope == Scope.INSTANCE else str(uuid4())
        Post.objects.create(holder=person, role=role, scope=scope, scope_id=scope_id, from_on=date(2026, 1, 1))
    if has_factor if has_factor is not None else bool(roles):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": seal(TOTP_SECRET)})
    return person


def sign_in(client: Client, person: User) -> User:
    """Sign a person in, as if the second factor had been passed."""
    client.force_login(person, backend="chiiki.web.accounts.backends.AddressBackend")
    session = client.session
    session[PROVED] = str(person.pk)
    session.save()
    return person


def totp_code(shift: int = 0, *, secret: str = TOTP_SECRET) -> str:
    """Return what the app of a person shows now, or `shift` half minutes later."""
    counter = list(yield_hotp_counters_from_time())[1] + shift
    return format_hotp_value(hotp_value(secret, counter))
