"""People of every standing and things of theirs, for pages that only somebody signed in may see.

A running site is asked for them by ``site.shell("import web_stage; print(web_stage.staged())")``;
``page_kinds.MEMBER_KINDS`` names what it makes.
"""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from uuid import uuid4

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone

from chiiki.web.access.actors import Actor, Grant
from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.domain.invitations import InvitationDetails, invite, revoke
from chiiki.web.accounts.domain.mail import token_hash
from chiiki.web.accounts.domain.organisations import OrganisationDetails, add_organisation
from chiiki.web.accounts.domain.posts import PostDetails, give_post
from chiiki.web.accounts.models import Invitation
from chiiki.web.api.domain.tokens import issue_token, revoke_token
from chiiki.web.jobs.domain import put_job
from chiiki.web.jobs.enums import N_TRIES, JobState
from chiiki.web.jobs.models import Job
from chiiki.web.ui.errors import bad_request, server_error
from web_people import make_person, sign_in

TOKEN, USED_TOKEN = "stage-invitation-token", "stage-used-token"
OF_WHOM = "account_authentication_methods_user"
"""Key under which a session of allauth says whose the steps of its sign-in are."""

AHEAD = 3600
"""Seconds for which nobody is asked to confirm again that it is them."""

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


def staged():
    """Make everything and return it as JSON: sessions by name of the person, ids for addresses, error pages."""
    people = _people()
    actor = Actor(people["admin"].pk, frozenset({Grant(Role.ADMIN, Scope.INSTANCE, "")}), name="山田 太郎")
    things = {**_organisations(actor, people), **_invitations(actor), **_jobs(people), **_tokens(people)}
    # last, since a session gets a new id when a post is given
    sessions = {name: _session(person) for name, person in people.items()}
    answers = {f"{kind}.{lang}": page for lang in ("ja", "en") for kind, page in _answers(lang).items()}
    found = {"cookie": settings.SESSION_COOKIE_NAME, "sessions": sessions, "things": things, "answers": answers}
    return json.dumps(found, default=str)


def _people():
    admin = make_person(Role.ADMIN, email="taro.yamada@example.jp", name="山田 太郎")
    RecoveryCodes.activate(admin)
    return {
        "admin": admin,
        "auditor": make_person(Role.AUDITOR, email="kansa@example.jp", name="監査 花子"),
        "officer": make_person(email="kaori.suzuki@example.jp", name="鈴木 香織", has_factor=True),
        "newcomer": make_person(Role.REVIEWER, email="new@example.jp", name="佐藤 新", has_factor=False),
        "member": make_person(email="member@example.jp", name="Member Without Post", language="en"),
    }


def _session(person):
    """Sign in twice, in two browsers, and return the session of the second."""
    person.refresh_from_db()  # its rights have changed since it was made
    for _ in range(2):
        client = Client()
        sign_in(client, person)
        session = client.session
        confirmed = {"method": "password", "at": time.time() + AHEAD, "reauthenticated": True}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [confirmed]
        session[OF_WHOM] = str(person.pk)
        session.save()
        UserSession.objects.create(user=person, session_key=session.session_key, ip="203.0.113.7", user_agent=BROWSER)
    return session.session_key


def _organisations(actor, people):
    named = (
        OrganisationDetails("ministry", "文部科学省", "Ministry of Education, Culture, Sports, Science and Technology"),
        OrganisationDetails("university", "国立大学法人信州大学", "Shinshu University", "3100005006723"),
        OrganisationDetails("foundation", "公益財団法人長野県産業振興機構"),
    )
    ministry, *_ = [add_organisation(actor=actor, organisation_id=uuid4(), details=details) for details in named]
    details = PostDetails(
        role=Role.OFFICER,
        scope=Scope.MINISTRY,
        scope_id=str(ministry.pk),
        from_on=date(2026, 4, 1),
        to_on=date(2029, 3, 31),
        organisation=ministry,
        title_ja="科学技術・学術政策局産業連携・地域振興課地域支援企画係長",
        title_en="Unit chief, Office for Regional Innovation",
    )
    post = give_post(actor=actor, post_id=uuid4(), holder=people["officer"], details=details)
    return {"organisation": ministry.pk, "person": people["officer"].pk, "post": post.pk}


def _invitations(actor):
    made = [
        invite(
            actor=actor,
            invitation_id=uuid4(),
            details=InvitationDetails(f"{name}@example.jp", role, Scope.ROUND, str(uuid4()), n_days=14),
        )
        for name, role in (("open", Role.REVIEWER), ("over", Role.PANEL_CHAIR), ("withdrawn", Role.SECRETARIAT))
    ]
    late = timezone.now() - timedelta(days=1)
    Invitation.objects.filter(pk=made[0].pk).update(token_sha256=token_hash(TOKEN))
    Invitation.objects.filter(pk=made[1].pk).update(token_sha256=token_hash(USED_TOKEN), expires_at=late)
    revoke(actor=actor, invitation=made[2])
    return {"invitation": made[0].pk, "token": TOKEN, "used_token": USED_TOKEN}


def _jobs(people):
    arguments = {"kind": "region", "subject_id": "20", "lang": "ja", "form": "pdf"}
    now, made = timezone.now(), {}
    for state in JobState:
        job = put_job("library.brief", arguments=arguments, put_by=people["admin"].pk)
        made[f"{state}_job"] = job.pk
        values = {"state": state, "n_tries": 1, "started_at": now}
        if state == JobState.RUNNING:
            values |= {"step": 2, "n_steps": 5, "worker": "host-1", "lease_until": now + timedelta(hours=1)}
        elif state == JobState.DEAD:
            values |= {"n_tries": N_TRIES, "error": "OSError: [Errno 28] No space left on device", "ended_at": now}
        elif state == JobState.DONE:
            values |= {"result": {"address": "/ja/briefs/region/20"}, "ended_at": now}
        Job.objects.filter(pk=job.pk).update(**values)
    return made


def _tokens(people):
    actor = Actor(people["admin"].pk, name="山田 太郎")
    first, second = (
        issue_token(actor=actor, token_id=uuid4(), name=name, n_days=90).token
        for name in ("GRIPS の分析用ノートブック", "Dashboard of the prefecture, nightly download")
    )
    revoke_token(actor=actor, token=second)
    return {"api_token": first.pk}


def _answers(lang):
    """Write the pages that a site shows while something is broken, and to whoever is locked out."""
    request = RequestFactory().get(f"/{lang}/sites")
    request.request_id = uuid4().hex

    def failed(error):
        try:
            raise error
        except type(error):
            return server_error(request)

    found = {
        "bad request": bad_request(request, ValueError()),
        "server error": failed(ValueError()),
        "database away": failed(OperationalError()),
    }
    client = Client(SERVER_NAME="127.0.0.1")
    for _ in range(20):
        found["locked out"] = client.post(f"/{lang}/account/sign-in", {"login": "x@example.jp", "password": "wrong"})
        if found["locked out"].status_code != 200:
            break
    return {kind: answer.content.decode() for kind, answer in found.items()}
