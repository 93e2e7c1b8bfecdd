"""Every form of the site's own, ready to be sent; those of the sign-in stand in :mod:`sendings_of_accounts`."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from sending import TOO_OLD, Sending, Sent

from chiiki.web.access.actors import Actor
from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.domain.mail import new_token, token_hash
from chiiki.web.accounts.domain.sessions import session_handle
from chiiki.web.accounts.models import Invitation, Organisation, Post, User
from chiiki.web.api.domain import issue_token
from chiiki.web.jobs.enums import N_TRIES, JobState
from chiiki.web.jobs.models import Job
from web_people import PASSWORD, make_person, sign_in

__all__ = ["SENDINGS"]

POST = {"role": "auditor", "scope": "instance"}


def _as(*roles, person=None):
    browser = Client()
    return browser, sign_in(browser, person or make_person(*roles))


def _admin():
    return _as(Role.ADMIN)[0]


def _profile():
    return Sent(_as()[0], {"name": "新しい名前", "language": "en"})


def _other_session(*, names_all):
    browser, me = _as()
    other = Client()
    other.post("/en/account/sign-in", {"login": me.email, "password": PASSWORD})
    kept = UserSession.objects.get(user=me, session_key=other.session.session_key)
    return Sent(browser, {"all": "1"} if names_all else {"handle": session_handle(kept)})


def _invitation(email, **values):
    token, late = new_token(), timezone.now() + timedelta(days=7)
    given = {"email": email, "token_sha256": token_hash(token), "expires_at": late, **POST} | values
    return Invitation.objects.create(**given), {"token": token}


def _accept_as_new():
    words = {"name": "新しい人", "language": "en", "password": PASSWORD, "password_again": PASSWORD}
    return Sent(Client(), words, _invitation(f"{uuid4().hex}@example.jp")[1])


def _accept_as_known():
    browser, me = _as()
    User.objects.filter(pk=me.pk).update(language="en")
    return Sent(browser, {}, _invitation(me.email)[1])


def _invite():
    form = {"made_id": uuid4(), "email": f"{uuid4().hex}@example.jp", "language": "ja", "n_days": "7", **POST}
    return Sent(_admin(), form)


def _withdraw():
    return Sent(_admin(), {}, {"invitation_id": _invitation(f"{uuid4().hex}@example.jp")[0].pk})


ORGANISATION = {"kind": "university", "name_ja": "試験大学", "name_en": "Test university"}


def _add_organisation():
    return Sent(_admin(), {"made_id": uuid4(), **ORGANISATION})


def _change_organisation():
    old = Organisation.objects.create(kind="university", name_ja="旧名大学")
    return Sent(_admin(), ORGANISATION, {"organisation_id": old.pk})


def _give_post():
    form = {"made_id": uuid4(), "from_on": "2026-01-01", "title_ja": "監査役", **POST}
    return Sent(_admin(), form, {"person_id": make_person().pk})


def _end_post():
    held = Post.objects.create(holder=make_person(), role=Role.AUDITOR, scope=Scope.INSTANCE, from_on=date(2026, 1, 1))
    return Sent(_admin(), {}, {"post_id": held.pk})


def _close_or_reopen(*, is_active):
    person = make_person()
    User.objects.filter(pk=person.pk).update(is_active=is_active)
    return Sent(_admin(), {}, {"person_id": person.pk})


def _close_with_token_and_session():
    sent = _close_or_reopen(is_active=True)
    person = User.objects.get(pk=sent.parts["person_id"])
    issue_token(actor=Actor(person.pk), token_id=uuid4(), name="notebook", n_days=30)
    Client().post("/en/account/sign-in", {"login": person.email, "password": PASSWORD})
    return sent


def _make_token():
    return Sent(_as()[0], {"made_id": uuid4(), "name": "notebook", "n_days": "30"})


def _revoke_token():
    browser, me = _as()
    issued = issue_token(actor=Actor(me.pk), token_id=uuid4(), name="notebook", n_days=30)
    return Sent(browser, {}, {"token_id": issued.token.pk})


def _job(**values):
    return {"job_id": Job.objects.create(**{"task": "jobs.tidy"} | values).pk}


def _cancel():
    browser, me = _as()
    return Sent(browser, {}, _job(put_by=me.pk))


def _cancel_running():
    now = timezone.now()
    lease = {"lease": uuid4(), "lease_until": now + timedelta(minutes=1)}
    running = {"state": JobState.RUNNING, "worker": "w", "started_at": now, "n_tries": 1, **lease}
    return Sent(_admin(), {}, _job(**running))


def _given_up():
    now = timezone.now()
    dead = {"state": JobState.DEAD, "n_tries": N_TRIES, "error": "OSError", "started_at": now, "ended_at": now}
    return Sent(_admin(), {}, _job(**dead))


SENDINGS = (
    Sending("account", _profile, {"accounts.change-profile": 1}),
    Sending("sessions", lambda: _other_session(names_all=False), {"accounts.end-sessions": 1}, variant="one"),
    Sending("sessions", lambda: _other_session(names_all=True), {"accounts.end-sessions": 1}, variant="all"),
    Sending(
        "invitation",
        _accept_as_new,
        {"accounts.invitation-accepted": 1, "accounts.give-post": 1},
        again=(TOO_OLD,),
        signs_in=True,
        variant="as new",
    ),
    Sending(
        "invitation",
        _accept_as_known,
        {"accounts.invitation-accepted": 1, "accounts.give-post": 1},
        variant="as known",
    ),
    Sending("invitation-new", _invite, {"accounts.invite": 1}),
    Sending("invitation-withdraw", _withdraw, {"accounts.invitation-revoked": 1}),
    Sending("organisation-new", _add_organisation, {"accounts.add-organisation": 1}),
    Sending("organisation-edit", _change_organisation, {"accounts.change-organisation": 1}),
    Sending("post-new", _give_post, {"accounts.give-post": 1}),
    Sending("post-end", _end_post, {"accounts.end-post": 1}),
    Sending("person-close", lambda: _close_or_reopen(is_active=True), {"accounts.close": 1}),
    Sending(
        "person-close",
        _close_with_token_and_session,
        {"accounts.close": 1, "accounts.end-sessions": 1, "api.revoke_token": 1},
        variant="with a token and a session",
    ),
    Sending("person-reopen", lambda: _close_or_reopen(is_active=False), {"accounts.reopen": 1}),
    Sending("tokens", _make_token, {"api.issue_token": 1}, again=((422, "This form was sent before."),)),
    Sending("token-revoke", _revoke_token, {"api.revoke_token": 1}),
    Sending("job-cancel", _cancel, {"jobs.cancel": 1}),
    Sending("job-cancel", _cancel_running, {"jobs.cancel": 1}, variant="running"),
    Sending("job-retry", _given_up, {"jobs.retry": 1}),
    Sending("job-drop", _given_up, {"jobs.drop": 1}),
)
