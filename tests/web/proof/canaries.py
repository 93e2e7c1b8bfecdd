"""A text of its own in every field of people's work, and who may read it there.

Whoever adds a field adds it here: to :data:`PROTECTED` with those who may read it, or to
:data:`OPEN` with the reason why it tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.apps import apps
from django.db import models
from world import ACTORS, FOREIGN, PUBLIC, UNPROVED, key

from chiiki.web.access.actors import Actor
from chiiki.web.access.roles import Role
from chiiki.web.accounts.models import Invitation, Organisation, Post, User
from chiiki.web.api.models import Token
from chiiki.web.audit.domain import record_action
from chiiki.web.jobs.enums import JobState
from chiiki.web.jobs.models import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from world import World

__all__ = ["APPS", "OPEN", "PROTECTED", "Canary", "put_canaries", "text_fields"]

APPS = ("accounts", "api", "audit", "jobs", "account", "mfa", "usersessions", "sessions", "axes")
"""Apps with what belongs to people; the library has what everybody may read."""

TEXTS = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField, models.BinaryField)

_NOBODY: frozenset[str] = frozenset()
_ADMIN = frozenset({Role.ADMIN.value})
_KEEPERS = _ADMIN | {Role.AUDITOR.value}
_KNOWN = frozenset(ACTORS) - {PUBLIC, UNPROVED}

PROTECTED: dict[str, frozenset[str]] = {
    "accounts.User.email": _KEEPERS,
    "accounts.User.name": _KEEPERS,
    "accounts.Organisation.name_ja": _KNOWN,
    "accounts.Organisation.name_en": _KNOWN,
    "accounts.Organisation.corporate_number": _KNOWN,
    "accounts.Organisation.authority": _KNOWN,
    "accounts.Post.scope_id": _KEEPERS,
    "accounts.Post.title_ja": _KEEPERS,
    "accounts.Post.title_en": _KEEPERS,
    "accounts.Invitation.email": _ADMIN,
    "accounts.Invitation.scope_id": _ADMIN,
    "accounts.Invitation.token_sha256": _NOBODY,
    "api.Token.name": _NOBODY,
    "api.Token.hint": _NOBODY,
    "api.Token.secret_sha256": _NOBODY,
    "audit.AuditRecord.subject_id": _KEEPERS,
    "audit.AuditRecord.request_id": _KEEPERS,
    "audit.AuditRecord.detail": _KEEPERS,
    "jobs.Job.arguments": _NOBODY,
    "jobs.Job.key": _NOBODY,
    "jobs.Job.result": _ADMIN,
    "jobs.Job.error": _ADMIN,
    "jobs.Job.worker": _ADMIN,
    "account.EmailAddress.email": _KEEPERS,
    "mfa.Authenticator.data": _NOBODY,
    "usersessions.UserSession.ip": _NOBODY,
    "usersessions.UserSession.user_agent": _NOBODY,
    "usersessions.UserSession.session_key": _NOBODY,
    "axes.AccessAttempt.username": _NOBODY,
    "axes.AccessAttempt.ip_address": _NOBODY,
    "axes.AccessAttempt.user_agent": _NOBODY,
    "axes.AccessAttempt.get_data": _NOBODY,
    "axes.AccessAttempt.post_data": _NOBODY,
    "axes.AccessAttempt.path_info": _NOBODY,
    "axes.AccessAttempt.http_accept": _NOBODY,
}
"""Field → who else than its owner may read what stands in it."""

_CODE = "one of a few codes"
_CHAINED = "a hash over the log"
_SESSION = "it opens the session of its owner, so no page has a reason to show it; test_canaries looks for it"
_UNUSED = "the site never writes to this table"
_OF_AXES = ("user_agent", "ip_address", "username", "http_accept", "path_info")

OPEN: dict[str, str] = {
    **dict.fromkeys(("accounts.User.language", "accounts.Invitation.language"), _CODE),
    **dict.fromkeys(
        (f"accounts.{model}.{field}" for model in ("Post", "Invitation") for field in ("role", "scope")), _CODE
    ),
    **dict.fromkeys(("accounts.Organisation.kind", "accounts.Invitation.state", "api.Token.scope"), _CODE),
    **dict.fromkeys(("jobs.Job.state", "jobs.Job.task", "mfa.Authenticator.type"), _CODE),
    **dict.fromkeys(("audit.AuditRecord.action", "audit.AuditRecord.subject_kind"), _CODE),
    **dict.fromkeys(
        (f"audit.AuditRecord.{field}" for field in ("before_sha256", "after_sha256", "previous", "sha256")), _CHAINED
    ),
    **dict.fromkeys(("audit.AuditHead.sha256", "audit.AuditHead.chain", "audit.AuditRecord.chain"), _CHAINED),
    **dict.fromkeys(("audit.AuditRecord.at", "audit.AuditHead.at"), "a time"),
    "audit.AuditRecord.actor_id": "an id, which is random",
    "accounts.User.password": "a hash; test_canaries looks for the password in the bytes of the database",
    **dict.fromkeys(("sessions.Session.session_key", "sessions.Session.session_data"), _SESSION),
    "usersessions.UserSession.data": "empty",
    "account.EmailConfirmation.key": _UNUSED,
    **dict.fromkeys(
        (f"axes.{model}.{field}" for model in ("AccessLog", "AccessFailureLog") for field in _OF_AXES), _UNUSED
    ),
    "axes.AccessLog.session_hash": _UNUSED,
}
"""Field → why nobody needs to look for what stands in it."""


@dataclass(frozen=True)
class Canary:
    """A text that stands in one field of one row alone."""

    field: str
    text: str

    @property
    def may_be_read_by(self) -> frozenset[str]:
        return PROTECTED[self.field]


def text_fields() -> Iterator[str]:
    """Yield every field of people's work that holds a text somebody could have written."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, TEXTS) and not isinstance(field, models.UUIDField):
                    yield f"{model._meta.label}.{field.name}"


def put_canaries(world: World) -> list[Canary]:
    """Write a canary into every protected field of what belongs to :data:`world.FOREIGN`, and return them."""
    person, texts = world.people[FOREIGN], {name: _text(name) for name in PROTECTED}

    def of(model: str) -> dict[str, str]:
        return {name.rpartition(".")[2]: text for name, text in texts.items() if name.startswith(f"{model}.")}

    User.objects.filter(pk=person.pk).update(**of("accounts.User"))
    EmailAddress.objects.filter(user=person).update(**of("account.EmailAddress"))
    Organisation.objects.filter(pk=key("organisation", "university")).update(**of("accounts.Organisation"))
    Post.objects.filter(pk=key("post", "former", "over")).update(**of("accounts.Post"))
    Invitation.objects.filter(pk=key("invitation", "open")).update(**of("accounts.Invitation"))
    Token.objects.filter(pk=key("token", FOREIGN, "live")).update(**of("api.Token"))
    job = of("jobs.Job")
    for state, names in ((JobState.DONE, ("key", "result")), (JobState.DEAD, ("arguments", "error", "worker"))):
        values = {
            name: {"address": f"/{job[name]}"} if name in {"arguments", "result"} else job[name] for name in names
        }
        Job.objects.filter(put_by=person.pk, state=state).update(**values)
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": texts["mfa.Authenticator.data"]}
    )
    UserSession.objects.create(user=person, **of("usersessions.UserSession"))
    AccessAttempt.objects.create(failures_since_start=1, **of("axes.AccessAttempt"))
    told = of("audit.AuditRecord")
    record_action(
        actor=Actor(person.pk, request_id=told["request_id"]),
        action="accounts.change-profile",
        subject_kind="person",
        subject_id=told["subject_id"],
        detail={"said": told["detail"]},
    )
    return [Canary(name, text) for name, text in texts.items()]


def _text(name: str) -> str:
    """Return letters that stand nowhere else and fit into the field."""
    seed = sha256(name.encode()).hexdigest()
    if name.endswith((".ip", ".ip_address")):
        return f"203.0.113.{int(seed[:2], 16) % 200 + 20}"
    if name.endswith(".hint"):
        return f"qz{seed[:6]}"
    if name.endswith(("sha256", "corporate_number")):
        return seed if name.endswith("sha256") else str(int(seed, 16))[:13]
    return f"canary{seed[:9]}" + ("@example.jp" if name.endswith("email") else "")
