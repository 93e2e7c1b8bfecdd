"""Made-up organisations and people, one of each role, for sites that demonstrate and no others.

Every name says that it is made up. Their rights need no second factor, and exist nowhere but on
a site whose option ``CHIIKI_DEMO`` is on: elsewhere such a person is nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from chiiki.errors import InputError
from chiiki.web.access.roles import ROLE_SCOPES, Role, Scope
from chiiki.web.accounts.domain.posts import PostDetails, put_post
from chiiki.web.accounts.models import Organisation, Post, User
from chiiki.web.audit.domain import record_action

if TYPE_CHECKING:
    from uuid import UUID

    from chiiki.web.access.actors import Actor

__all__ = ["DemoLogin", "load_demo"]

_ORGANISATIONS: Final = (
    (Organisation.Kind.MINISTRY, "デモ省", "Demo ministry"),
    (Organisation.Kind.LOCAL_GOVERNMENT, "デモ県", "Demo prefecture"),
    (Organisation.Kind.UNIVERSITY, "デモ大学", "Demo university"),
    (Organisation.Kind.INDUSTRY, "デモ工業株式会社", "Demo Industries"),
    (Organisation.Kind.FINANCE, "デモ銀行", "Demo bank"),
    (Organisation.Kind.FOUNDATION, "デモ産業振興財団", "Demo foundation"),
)

_NAMES: Final = {
    Role.COUNCIL_EDITOR: "デモ 協議会編集担当 / Demo council editor",
    Role.COUNCIL_CHAIR: "デモ 協議会会長 / Demo council chair",
    Role.DIRECTOR: "デモ 本部長 / Demo director",
    Role.CHIEF_SCIENTIST: "デモ 研究統括 / Demo chief scientist",
    Role.COORDINATOR: "デモ コーディネーター / Demo coordinator",
    Role.REVIEWER: "デモ 審査委員 / Demo reviewer",
    Role.PANEL_CHAIR: "デモ 審査会長 / Demo panel chair",
    Role.OFFICER: "デモ 府省担当官 / Demo officer",
    Role.SECRETARIAT: "デモ 事務局 / Demo secretariat",
    Role.EVALUATOR: "デモ 評価者 / Demo evaluator",
    Role.AUDITOR: "デモ 監査担当 / Demo auditor",
    Role.ADMIN: "デモ サイト管理者 / Demo administrator",
}

_PLACES: Final = {
    Scope.ROUND: "1f0d3a52-7a55-4c39-9d0e-6a3f5e1b8c01",
    Scope.COUNCIL: "8a6c6f0e-2f4d-4f0a-8b57-0f2f6c1d9e02",
    Scope.HEADQUARTERS: "c3f1b9d7-5d1e-4a8c-a1b3-7e4d2c9f0a03",
}
"""Ids of a made-up round, council and headquarters, which have no records yet."""


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """How somebody signs in as a made-up person."""

    role: Role
    email: str
    password: str = field(repr=False)


def load_demo(*, actor: Actor) -> list[DemoLogin]:
    """Make the made-up organisations and people where they are missing, and return how to sign in as each.

    Raises
    ------
    InputError
        If the site is none for demonstrations.

    Notes
    -----
    Passwords follow from the key of the site: another call returns the same ones, no other site has them.
    """
    if not settings.DEMO:
        msg = "Made-up people belong on a site for demonstrations only; start it with --demo or CHIIKI_DEMO=1."
        raise InputError(msg)
    with transaction.atomic():
        ministry = next(iter([_organisation(actor, *said) for said in _ORGANISATIONS]))
        return [_person(actor, role, ministry) for role in Role]


def _organisation(actor: Actor, kind: str, name_ja: str, name_en: str) -> Organisation:
    found, is_new = Organisation.objects.get_or_create(
        kind=kind, name_ja=name_ja, is_demo=True, defaults={"name_en": name_en}
    )
    if is_new:
        _record(actor, "organisation", found.pk)
    return found


def _person(actor: Actor, role: Role, ministry: Organisation) -> DemoLogin:
    login = DemoLogin(role, f"{role}@demo.example", _password(role))
    person = User.objects.filter(email=login.email, is_demo=True).first()
    if person is None:
        person = User.objects.create_user(login.email, login.password, name=_NAMES[role])
        User.objects.filter(pk=person.pk).update(is_demo=True)
        EmailAddress.objects.create(user=person, email=login.email, verified=True, primary=True)
        _record(actor, "person", person.pk)
    today = timezone.localdate()
    if not Post.objects.current(on=today).filter(holder=person, role=role).exists():
        scope = ROLE_SCOPES[role][0]
        scope_id = str(ministry.pk) if scope == Scope.MINISTRY else _PLACES.get(scope, "")
        details = PostDetails(role=role, scope=scope, scope_id=scope_id, from_on=today, organisation=ministry)
        put_post(actor=actor, post_id=uuid4(), holder=person, details=details)
    return login


def _password(role: Role) -> str:
    return salted_hmac("chiiki.demo", role, algorithm="sha256").hexdigest()[:20]


def _record(actor: Actor, kind: str, made_id: UUID) -> None:
    record_action(
        actor=actor,
        action="accounts.load-demo",
        subject_kind=kind,
        subject_id=str(made_id),
        detail={"is_demo": True},
    )
