"""A world with one of every protected thing in every state that it can be in, the same each time it is made.

The things are made by the functions of the domain; where a state takes time to come about, the
clock is turned back in the row. Ids follow from names, so that two worlds have equal addresses.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from chiiki.web.access.actors import SYSTEM, Actor, Grant
from chiiki.web.access.roles import ROLE_SCOPES, Role, Scope
from chiiki.web.accounts.domain.invitations import InvitationDetails, accept_as_known, invite, revoke
from chiiki.web.accounts.domain.mail import token_hash
from chiiki.web.accounts.domain.organisations import OrganisationDetails, add_organisation
from chiiki.web.accounts.domain.people import set_active
from chiiki.web.accounts.domain.posts import PostDetails, end_post, give_post, put_post
from chiiki.web.accounts.models import Invitation, Organisation, Post
from chiiki.web.api.domain import issue_token, revoke_token
from chiiki.web.api.models import Token
from chiiki.web.audit.domain import record_action
from chiiki.web.jobs.enums import JobState
from chiiki.web.jobs.models import Job
from web_commands import job, of_state
from web_people import make_person, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.web.accounts.models import User

__all__ = [
    "ACTORS",
    "BEARER",
    "FOREIGN",
    "NOBODY",
    "PERSON",
    "PUBLIC",
    "UNPROVED",
    "WORK",
    "Thing",
    "World",
    "key",
    "make_world",
]

PUBLIC, BEARER, UNPROVED, PERSON = "public", "bearer", "unproved", "person"
ACTORS = (PUBLIC, BEARER, UNPROVED, PERSON, *(role.value for role in Role))
"""Whoever may ask: the public, a program that shows a valid token, an administrator whose session passed
no second factor, a person without a post, and a holder of each of the twelve roles."""

FOREIGN = "other"
"""Whose things are nobody's of :data:`ACTORS`."""

NOBODY = ""
"""Of things that belong to the site."""

WORK = "rounds.submit"
"""An action in the log that does not run the site: it is somebody's work."""

_NAMES = UUID("6f0c1c39-5a43-4b8f-9d5e-3a5a8d9a7c11")


def key(*names: str) -> UUID:
    """Return the id of what has these names in every world."""
    return uuid5(_NAMES, "/".join(names))


@dataclass(frozen=True)
class Thing:
    """Something protected."""

    kind: str
    state: str
    whose: str
    """Name of the person to whom it belongs; empty where that is nobody."""

    parts: dict[str, object] = field(hash=False)
    """What of it stands in addresses."""

    def __str__(self) -> str:
        return f"{self.kind}, {self.state}, of {self.whose or 'the site'}"


@dataclass
class World:
    """People by name, and everything protected."""

    people: dict[str, User] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    secrets: dict[tuple[str, str], str] = field(default_factory=dict)
    """Owner and state of a token → its secret."""

    def add(self, kind: str, state: str, whose: str, **parts: object) -> None:
        """Note something that was made."""
        self.things.append(Thing(kind, state, whose, parts))

    def of_kind(self, kind: str) -> Iterator[Thing]:
        """Yield the things of a kind."""
        return (thing for thing in self.things if thing.kind == kind)

    def actor(self, name: str) -> Actor:
        """Return somebody as the functions of the domain see them, with the rights of the posts held."""
        person = self.people.get(name)
        if person is None or name == UNPROVED:
            return Actor(person and person.pk)
        held = Post.objects.current(on=timezone.localdate()).filter(holder=person)
        grants = frozenset(Grant(Role(post.role), Scope(post.scope), post.scope_id) for post in held)
        return Actor(person.pk, grants, name=str(person))

    def client(self, name: str, *, is_confirmed: bool = True) -> Client:
        """Return a browser in which somebody signed in, and just confirmed who they are unless said."""
        client = Client(raise_request_exception=False)
        if name == BEARER:
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {self.secrets[FOREIGN, 'live']}"
        if name in {PUBLIC, BEARER}:
            return client
        person = self.people[name]
        sign_in(client, person)
        session = client.session
        if name == UNPROVED:
            session.pop("chiiki-second-factor")
        if is_confirmed:
            request = RequestFactory().get("/")
            request.session, request.user = session, person
            record_authentication(request, person, method="password", reauthenticated=True)
            session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] = time.time()
        session.save()
        return client

    def give_things(self, name: str) -> None:
        """Let somebody own one of everything in each state."""
        _jobs(self, name)
        _tokens(self, name)
        _keys(self, name)


def make_world() -> World:
    """Make the world; what belongs to :data:`ACTORS` is added by :meth:`World.give_things`."""
    world = World()
    for n, name in enumerate((*ACTORS[2:], FOREIGN, "former", "closed", "invited")):
        has_factor = name in (*(role.value for role in Role), UNPROVED)
        world.people[name] = make_person(
            key=key("person", name), email=f"{name}@example.jp", name=f"Person {n}", has_factor=has_factor
        )
    with transaction.atomic():
        for name in (Role.ADMIN.value, UNPROVED):
            _put_admin(world, name)
    _organisations(world)
    _posts(world)
    _people(world)
    _invitations(world)
    world.give_things(FOREIGN)
    _jobs(world, NOBODY)
    record_action(actor=world.actor(FOREIGN), action=WORK, subject_kind="round", subject_id=str(key("round")))
    _reset_link(world)
    Job.objects.exclude(pk__in=[thing.parts["job_id"] for thing in world.of_kind("job")]).delete()  # mails
    return world


def _put_admin(world: World, name: str) -> None:
    details = PostDetails(role=Role.ADMIN, scope=Scope.INSTANCE, from_on=timezone.localdate())
    put_post(actor=SYSTEM, post_id=key("post", name, "current"), holder=world.people[name], details=details)
    world.add("post", "current", name, post_id=key("post", name, "current"))


def _organisations(world: World) -> None:
    for kind in (Organisation.Kind.MINISTRY, Organisation.Kind.UNIVERSITY):
        for is_demo in (False, True):
            state = f"{kind.value}{', made up' if is_demo else ''}"
            details = OrganisationDetails(kind=kind, name_ja=f"試験{kind.label}{is_demo}", is_demo=is_demo)
            made_id = key("organisation", state)
            add_organisation(actor=world.actor(Role.ADMIN), organisation_id=made_id, details=details)
            world.add("organisation", state, NOBODY, organisation_id=made_id)


def _posts(world: World) -> None:
    """Give each role to the person of its name, and posts that are over, ended and to come to a former holder."""
    for role in Role:
        if role != Role.ADMIN:
            _give(world, role.value, "current", role=role)
    _give(world, "former", "over", role=Role.OFFICER, days=(-30, -1))
    _give(world, "former", "to come", role=Role.REVIEWER, days=(30, 60))
    _give(world, "former", "ended", role=Role.AUDITOR)
    end_post(actor=world.actor(Role.ADMIN), post=Post.objects.get(pk=key("post", "former", "ended")))


def _give(world: World, name: str, state: str, *, role: Role, days: tuple[int, int | None] = (0, None)) -> None:
    today, scope = timezone.localdate(), ROLE_SCOPES[role][0]
    bound = key("organisation", "ministry") if scope == Scope.MINISTRY else key("scope", role)
    details = PostDetails(
        role=role,
        scope=scope,
        scope_id="" if scope == Scope.INSTANCE else str(bound),
        from_on=today + timedelta(days=days[0]),
        to_on=None if days[1] is None else today + timedelta(days=days[1]),
    )
    post_id = key("post", name, state)
    give_post(actor=world.actor(Role.ADMIN), post_id=post_id, holder=world.people[name], details=details)
    world.add("post", state, name, post_id=post_id)


def _people(world: World) -> None:
    set_active(actor=world.actor(Role.ADMIN), person=world.people["closed"], is_active=False)
    for name, person in world.people.items():
        world.add("person", "closed" if name == "closed" else "active", name, person_id=person.pk)


def _invitations(world: World) -> None:
    """Make one in each state, with the link of its mail; the one for a known person is open."""
    admin = world.actor(Role.ADMIN)
    emails = {"open": "new@example.jp", "open to a known person": f"{FOREIGN}@example.jp", "used": "invited@example.jp"}
    for state in (*emails, "withdrawn", "expired"):
        made_id = key("invitation", state)
        email = emails.get(state, f"{state}@example.jp")
        details = InvitationDetails(email=email, role=Role.AUDITOR, scope=Scope.INSTANCE)
        invite(actor=admin, invitation_id=made_id, details=details)
        token = key("link", state).hex
        Invitation.objects.filter(pk=made_id).update(token_sha256=token_hash(token))
        world.add("invitation", state, NOBODY, invitation_id=made_id)
        world.add("link", state, NOBODY, token=token)
    found = {state: Invitation.objects.get(pk=key("invitation", state)) for state in ("withdrawn", "used")}
    revoke(actor=admin, invitation=found["withdrawn"])
    accept_as_known(actor=world.actor("invited"), invitation=found["used"])
    end_post(actor=admin, post=Post.objects.get(holder=world.people["invited"]))
    past = timezone.now() - timedelta(days=8)
    Invitation.objects.filter(pk=key("invitation", "expired")).update(
        created_at=past, expires_at=past + timedelta(days=7)
    )


def _jobs(world: World, name: str) -> None:
    owner = world.people[name].pk if name else None
    more = {JobState.RUNNING: {"step": 1, "n_steps": 3}, JobState.DONE: {"result": {"address": "/ja/about"}}}
    for state in JobState:
        made_id = key("job", name, state)
        job(pk=made_id, put_by=owner, **of_state(state), **more.get(state, {}))
        world.add("job", state.value, name, job_id=made_id)


def _tokens(world: World, name: str) -> None:
    actor = Actor(world.people[name].pk)
    for state in ("live", "revoked", "expired"):
        made_id = key("token", name, state)
        issued = issue_token(actor=actor, token_id=made_id, name=f"Token {state}", n_days=30)
        world.secrets[name, state] = issued.secret
        world.add("token", state, name, token_id=made_id)
    revoke_token(actor=actor, token=Token.objects.get(pk=key("token", name, "revoked")))
    past = timezone.now() - timedelta(days=1)
    Token.objects.filter(pk=key("token", name, "expired")).update(created_at=past - timedelta(days=30), expires_at=past)


def _keys(world: World, name: str) -> None:
    """Give somebody a security key, as its browser would have registered it, and recovery codes."""
    number = key("key", name).int % 10**8 + 10**8  # beyond what a sequence of the database gives
    Authenticator.objects.create(
        pk=number,
        user=world.people[name],
        type=Authenticator.Type.WEBAUTHN,
        data={"name": f"Key of {name}", "credential": _credential(name)},
    )
    RecoveryCodes.activate(world.people[name])
    world.add("key", "registered", name, pk=number)


def _credential(name: str) -> dict[str, object]:
    point = [sha256(f"{name}/{axis}".encode()).digest() for axis in "xy"]
    public_key = ES256({1: 2, 3: -7, -1: 1, -2: point[0], -3: point[1]})
    credential_id = key("credential", name).bytes
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    known = AttestedCredentialData.create(bytes(16), credential_id, public_key)
    about = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, known)
    asked = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    return {
        "id": websafe_encode(credential_id),
        "rawId": websafe_encode(credential_id),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(asked),
            "attestationObject": websafe_encode(AttestationObject.create("none", about, {})),
        },
    }


def _reset_link(world: World) -> None:
    """Make the link of the mail for somebody who forgot the password, and one that was never sent."""
    person = world.people[FOREIGN]
    uid, token = user_pk_to_url_str(person), default_token_generator.make_token(person)
    world.add("reset", "sent", FOREIGN, uidb36=uid, key=token)
    world.add("reset", "never sent", FOREIGN, uidb36=uid, key=f"{token[:-4]}0000")
