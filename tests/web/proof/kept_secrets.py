"""What somebody may not know, one thing at a time: the second of two worlds has it and the first has not.

Whoever gives the site something new to protect adds it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from world import ACTORS, FOREIGN, PUBLIC, UNPROVED, key

from chiiki.web.access.actors import Actor
from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.models import Invitation, Organisation, Post, User
from chiiki.web.accounts.sealing import seal
from chiiki.web.api.enums import TokenScope
from chiiki.web.api.models import Token
from chiiki.web.audit.domain import record_action
from chiiki.web.jobs.enums import JobState
from chiiki.web.jobs.models import Job
from chiiki.web.library.catalogue.draft import Draft, Pair
from chiiki.web.library.domain import index
from chiiki.web.library.enums import Kind, Visibility
from chiiki.web.library.models import Record, RecordFacet, RecordName
from web_commands import job, of_state
from web_people import TOTP_SECRET

if TYPE_CHECKING:
    from collections.abc import Callable

    from world import World

__all__ = ["IDS", "SECRETS", "WORDS", "Secret"]

ADMIN, AUDITOR = Role.ADMIN.value, Role.AUDITOR.value

WORDS = {
    "address": "hidden.address@example.jp",
    "name": "秘密野花子",
    "title": "極秘担当官",
    "failure": "ValueError: 口外無用",
    "result": "/ja/himitsu",
    "draft": "未公開制度ヒミツ",
    "record": "secret-subject",
}
"""Words that stand in the second world alone."""

IDS = {name: key("secret", name) for name in ("person", "post", "invitation", "job", "dead", "token", "organisation")}


@dataclass(frozen=True)
class Secret:
    """Something that the second world has."""

    name: str
    put: Callable[[World], object]
    may_see: frozenset[str] = frozenset()
    """Names of the actors who may know it."""

    then: Callable[[World, str], object] | None = None
    """What an actor does afterwards, in both worlds."""

    is_of_library: bool = False
    """Whether pages of the library are where it would show."""

    def __str__(self) -> str:
        return self.name


def _other(world: World) -> User:
    return world.people[FOREIGN]


def _address(world: World) -> None:
    User.objects.filter(pk=_other(world).pk).update(email=WORDS["address"])
    EmailAddress.objects.filter(user=_other(world)).update(email=WORDS["address"])


def _person(world: World) -> None:
    User.objects.create(pk=IDS["person"], email="one.more@example.jp", password="!", name=WORDS["name"])  # noqa: S106


def _post(world: World) -> None:
    Post.objects.create(
        pk=IDS["post"],
        holder=_other(world),
        role=Role.PANEL_CHAIR,
        scope=Scope.ROUND,
        scope_id=str(key("round")),
        from_on=date(2026, 1, 1),
    )


def _title(world: World) -> None:
    Post.objects.filter(holder=world.people["former"]).update(title_ja=WORDS["title"], title_en=WORDS["title"])


def _invitation(world: World) -> None:
    late = timezone.now() + timedelta(days=7)
    Invitation.objects.create(
        pk=IDS["invitation"], email="somebody.new@example.jp", role=Role.AUDITOR, scope="instance", expires_at=late
    )


def _token(world: World) -> None:
    Token.objects.create(
        pk=IDS["token"],
        owner=_other(world),
        name=WORDS["name"],
        scope=TokenScope.READ,
        secret_sha256="5" * 64,
        hint="abcd",
        expires_at=timezone.now() + timedelta(days=30),
    )


def _session(world: World) -> None:
    Session.objects.create(session_key="s" * 32, session_data="x", expire_date=timezone.now() + timedelta(hours=1))
    UserSession.objects.create(user=_other(world), session_key="s" * 32, ip="192.0.2.7", user_agent=WORDS["name"])


def _factor(world: World) -> None:
    person = world.people["invited"]
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": seal(TOTP_SECRET)})


def _tries(world: World) -> None:
    AccessAttempt.objects.create(username="f" * 64, ip_address="192.0.2.7", failures_since_start=4)


def _organisation(world: World) -> None:
    Organisation.objects.create(pk=IDS["organisation"], kind="university", name_ja=WORDS["name"])


def _recorded(world: World) -> None:
    record_action(
        actor=Actor(_other(world).pk),
        action="test.act",
        subject_kind="thing",
        subject_id=WORDS["record"],
        detail={"said": WORDS["record"]},
    )


def _act_often(world: World, name: str) -> None:
    """Let somebody do so much that the log of it has more than one page."""
    for number in range(60):
        record_action(
            actor=world.actor(name), action="test.own", subject_kind="own", subject_id=str(number), after={"n": number}
        )


def _draft(world: World) -> None:
    """Put a record that nobody may see yet beside those of the library, among the facets and names of others."""
    facets = frozenset({("ministry", "MEXT"), ("prefecture", "04"), ("field", "ヒミツ")})
    draft = Draft(
        Kind.PROGRAMME, "HIMITSU", Pair(WORDS["draft"], "Hidden programme"), "seed-001", start_fy=2026, facets=facets
    )
    number = Record.objects.latest("pk").pk + 1
    record, text, entry = index._written(number, draft, Visibility.PRIVATE)  # noqa: SLF001 -- one more, not all anew
    record.save(force_insert=True)
    text.save(force_insert=True)
    RecordName.objects.create(record=record, folded=text.names)
    for facet, value in facets:
        RecordFacet.objects.create(record=record, facet=facet, value=value)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO library_search(rowid, names, texts, facets) VALUES (%s, %s, %s, %s)",
                [number, *(" ".join(sorted(terms)) for terms in (entry.names, entry.texts, entry.facets))],
            )


def _of_other(state: JobState, **values: object) -> Callable[[World], object]:
    """Change the job of a state that is another person's."""
    return lambda world: Job.objects.filter(put_by=_other(world).pk, state=state).update(**values)


def _one_more(name: str, state: JobState) -> Callable[[World], object]:
    return lambda world: job(pk=IDS[name], put_by=_other(world).pk, **of_state(state))


_KEEPERS = frozenset({ADMIN, AUDITOR})

SECRETS = (
    Secret("the address of a person", _address, _KEEPERS),
    Secret("a name", lambda world: User.objects.filter(pk=_other(world).pk).update(name=WORDS["name"]), _KEEPERS),
    Secret(
        "that an account is closed",
        lambda world: User.objects.filter(pk=_other(world).pk).update(is_active=False),
        _KEEPERS,
    ),
    Secret("that there is a person", _person, _KEEPERS),
    Secret("the role of a person", _post, _KEEPERS),
    Secret("the title of a post", _title, _KEEPERS),
    Secret("a second factor", _factor, _KEEPERS),
    Secret("an open invitation", _invitation, frozenset({ADMIN})),
    Secret("a job of a person", _one_more("job", JobState.WAITING), frozenset({ADMIN})),
    Secret("the result of a job", _of_other(JobState.DONE, result={"address": WORDS["result"]}), frozenset({ADMIN})),
    Secret("why a job failed", _of_other(JobState.DEAD, error=WORDS["failure"]), frozenset({ADMIN})),
    Secret("a job that was given up", _one_more("dead", JobState.DEAD), frozenset({ADMIN})),
    Secret("a token", _token),
    Secret("a session", _session),
    Secret("failed tries to sign in", _tries),
    Secret("a record of the log", _recorded, frozenset({AUDITOR}), then=_act_often),
    Secret("a draft of the library", _draft, is_of_library=True),
    Secret("an organisation", _organisation, frozenset(ACTORS) - {PUBLIC, UNPROVED}),
)
