"""Every domain command, one line each: what it needs, the call, and the state that it changes.

Whoever adds a domain function adds its line here; :mod:`test_faults` says which are missing.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from chiiki.facts.pack import load_pack
from chiiki.web.access.actors import SYSTEM, Actor, Grant
from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.domain import factors, first_admin, invitations, mail, organisations, people, posts, sessions
from chiiki.web.accounts.enums import MailKind
from chiiki.web.accounts.models import Invitation, Organisation, Post, User
from chiiki.web.accounts.sealing import is_of_current_key, seal
from chiiki.web.api.domain import tokens
from chiiki.web.api.models import Token
from chiiki.web.audit.domain import record_action
from chiiki.web.jobs.domain import decisions, put, runs, upkeep
from chiiki.web.jobs.enums import N_TRIES, JobState
from chiiki.web.jobs.models import Job
from chiiki.web.library.domain import index
from chiiki.web.library.models import IndexState
from small_pack import small_tables, write_pack
from web_faults import Command

__all__ = ["COMMANDS", "begin"]

ADMIN_ID = UUID("00000000-0000-4000-8000-0000000000ad")


OPEN = "JBSWY3DPEHPK3PXP"
"""Secret of an app, as it stood in the database before such secrets were sealed."""


def begin():
    """Let the administrator exist, and the log have a head that is kept."""
    User.objects.get_or_create(pk=ADMIN_ID, defaults={"email": "admin@example.jp", "password": "!"})
    record_action(actor=SYSTEM, **_ACT)


def admin():
    return Actor(ADMIN_ID, frozenset({Grant(Role.ADMIN, Scope.INSTANCE, "")}), request_id="r" * 32)


def person():
    return User.objects.create_user(f"{uuid4().hex}@example.jp", uuid4().hex)


def with_factor(secret):
    """Make a person whose app keeps `secret`, as it stands in the database."""
    made = person()
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": secret})
    return made


def organisation():
    return Organisation.objects.create(kind="university", name_ja="試験大学")


def post(**values):
    start = timezone.localdate() - timedelta(days=1)
    return Post.objects.create(
        **{"holder": person(), "role": Role.AUDITOR, "scope": Scope.INSTANCE, "from_on": start} | values
    )


def invitation(**values):
    late = timezone.now() + timedelta(days=7)
    given = {"email": f"{uuid4().hex}@example.jp", "role": Role.AUDITOR, "scope": Scope.INSTANCE, "expires_at": late}
    return Invitation.objects.create(**given | values)


def job(**values):
    return Job.objects.create(**{"task": "jobs.tidy"} | values)


def of_state(state, *, at=None):
    """Return what a job holds that came to a state at a time."""
    at = at or timezone.now()
    lease = {"worker": "w", "lease": uuid4(), "lease_until": at + timedelta(minutes=1)}
    run, end = {"started_at": at, "n_tries": 1}, {"ended_at": at}
    held = {
        JobState.WAITING: {},
        JobState.RUNNING: run | lease,
        JobState.DONE: run | end,
        JobState.DEAD: run | end | {"n_tries": N_TRIES, "error": "OSError: disk"},
        JobState.CANCELLED: end,
        JobState.DROPPED: run | end | {"n_tries": N_TRIES, "error": "OSError: disk"},
    }
    return {"state": state, **held[state]}


def running(**values):
    return job(**of_state(JobState.RUNNING) | values)


def dead():
    return job(**of_state(JobState.DEAD))


def alone(make):
    """Let no other job be due."""
    Job.objects.filter(state__in=(JobState.WAITING, JobState.RUNNING)).delete()
    return make()


def token():
    issued = tokens.issue_token(actor=Actor(person().pk), token_id=uuid4(), name="t", n_days=tokens.LIFETIMES[0])
    return issued.token


def session():
    kept = SessionStore()
    kept.create()
    return UserSession.objects.create(user=person(), session_key=kept.session_key, ip="127.0.0.1")


@cache
def small():
    """Return the artificial pack, cut to what one fault after another can afford."""
    return load_pack(write_pack(Path(tempfile.mkdtemp(prefix="chiiki-small-")) / "small", small_tables()))


def small_index():
    """Let an index stand that is of another pack."""
    index.build_index(actor=SYSTEM, pack=small())
    IndexState.objects.update(checksum="x")


def no_admins():
    Post.objects.filter(role=Role.ADMIN).delete()
    Invitation.objects.filter(email="").delete()


def _of(model, *fields):
    """Look at fields of a row as it stands now."""
    return lambda row: list(model.objects.filter(pk=row.pk).values_list(*fields))


_AUDITOR = posts.PostDetails(role=Role.AUDITOR, scope=Scope.INSTANCE, from_on=date(2026, 4, 1))
_NEW = organisations.OrganisationDetails(kind="university", name_ja="新しい大学")
_ACT = {"action": "test.act", "subject_kind": "thing", "subject_id": "1"}
_job_state = _of(Job, "state", "n_tries", "is_cancel_asked", "error")


def _invite(key):
    details = invitations.InvitationDetails(email=f"{key.hex}@example.jp", role=Role.AUDITOR, scope=Scope.INSTANCE)
    return invitations.invite(actor=admin(), invitation_id=key, details=details)


def _accept_as_new(one):
    given = invitations.NewPerson(name="試験", password=uuid4().hex, language="ja")
    return invitations.accept_as_new(invitation=one, person=given)


def _known():
    who = person()
    return invitation(email=who.email), Actor(who.pk)


def _issue(key):
    return tokens.issue_token(actor=Actor(key[1]), token_id=key[0], name="t", n_days=tokens.LIFETIMES[0])


def _put_old(_none=None):
    return job(state=JobState.DONE, n_tries=1, ended_at=timezone.now() - timedelta(days=30))


COMMANDS = (
    Command("audit.record_action", lambda: None, lambda _: record_action(actor=SYSTEM, **_ACT), is_repeatable=False),
    Command("jobs.put_job", lambda: None, lambda _: put.put_job("jobs.tidy", arguments={}), is_repeatable=False),
    Command("jobs.put_job (key)", lambda: uuid4().hex, lambda key: put.put_job("jobs.tidy", arguments={}, key=key)),
    Command(
        "jobs.put_job (again)",
        lambda: job(key=uuid4().hex, state=JobState.CANCELLED, ended_at=timezone.now()),
        lambda one: put.put_job("jobs.tidy", arguments={}, key=one.key),
        _of(Job, "state"),
    ),
    Command("jobs.cancel_job", job, lambda one: decisions.cancel_job(actor=admin(), job_id=one.pk), _job_state),
    Command(
        "jobs.cancel_job (running)", running, lambda one: decisions.cancel_job(actor=admin(), job_id=one.pk), _job_state
    ),
    Command("jobs.retry_job", dead, lambda one: decisions.retry_job(actor=admin(), job_id=one.pk), _job_state),
    Command("jobs.drop_job", dead, lambda one: decisions.drop_job(actor=admin(), job_id=one.pk), _job_state),
    Command("jobs.claim_job", lambda: alone(job), lambda _: runs.claim_job(worker="w"), _of(Job, "state", "n_tries")),
    Command("jobs.finish_job", running, lambda one: runs.finish_job(one, result={"n": 1}), _of(Job, "state", "result")),
    Command("jobs.fail_job", running, lambda one: runs.fail_job(one, error=OSError("disk")), _job_state),
    Command(
        "jobs.fail_job (last)",
        lambda: running(n_tries=N_TRIES),
        lambda one: runs.fail_job(one, error=OSError("disk")),
        _job_state,
    ),
    Command("jobs.give_back_job", running, runs.give_back_job, _job_state),
    Command("jobs.end_cancelled_job", lambda: running(is_cancel_asked=True), runs.end_cancelled_job, _job_state),
    Command("jobs.note_step", running, lambda one: runs.note_step(one, step=1, n_steps=2), _of(Job, "step", "n_steps")),
    Command(
        "jobs.take_back_lost_jobs",
        lambda: running(lease_until=timezone.now() - timedelta(minutes=1)),
        lambda _: runs.take_back_lost_jobs(),
        _job_state,
    ),
    Command(
        "jobs.take_back_lost_jobs (last)",
        lambda: running(lease_until=timezone.now() - timedelta(minutes=1), n_tries=N_TRIES),
        lambda _: runs.take_back_lost_jobs(),
        _job_state,
    ),
    Command("jobs.drop_old_jobs", _put_old, lambda _: upkeep.drop_old_jobs(now=timezone.now()), _of(Job, "pk")),
    Command("accounts.invite", uuid4, _invite),
    Command(
        "accounts.revoke",
        invitation,
        lambda one: invitations.revoke(actor=admin(), invitation=one),
        _of(Invitation, "state"),
    ),
    Command("accounts.accept_as_new", invitation, _accept_as_new, _of(Invitation, "state")),
    Command(
        "accounts.accept_as_known",
        _known,
        lambda both: invitations.accept_as_known(actor=both[1], invitation=both[0]),
        lambda both: _of(Invitation, "state")(both[0]),
    ),
    Command(
        "accounts.add_organisation",
        uuid4,
        lambda key: organisations.add_organisation(actor=admin(), organisation_id=key, details=_NEW),
    ),
    Command(
        "accounts.change_organisation",
        organisation,
        lambda one: organisations.change_organisation(actor=admin(), organisation=one, details=_NEW),
        _of(Organisation, "name_ja"),
    ),
    Command(
        "accounts.set_active",
        person,
        lambda one: people.set_active(actor=admin(), person=one, is_active=False),
        _of(User, "is_active", "rights_version"),
    ),
    Command(
        "accounts.change_profile",
        person,
        lambda one: people.change_profile(actor=Actor(one.pk), person=one, name="新", language="en"),
        _of(User, "name", "language"),
    ),
    Command(
        "accounts.seal_factors",
        lambda: with_factor(OPEN),
        lambda _: factors.seal_factors(actor=SYSTEM),
        lambda one: [is_of_current_key(factor.data["secret"]) for factor in Authenticator.objects.filter(user=one)],
    ),
    Command(
        "accounts.reset_factors",
        lambda: with_factor(seal(OPEN)),
        lambda one: factors.reset_factors(actor=SYSTEM, person=one),
        lambda one: list(Authenticator.objects.filter(user=one).values_list("type")),
    ),
    Command(
        "accounts.note_sign_in",
        person,
        lambda one: people.note_sign_in(actor=Actor(one.pk), person=one),
        is_repeatable=False,
    ),
    Command(
        "accounts.note_sign_out",
        person,
        lambda one: people.note_sign_out(actor=Actor(one.pk), person=one),
        is_repeatable=False,
    ),
    Command(
        "accounts.note_password",
        person,
        lambda one: people.note_password(actor=Actor(one.pk), person=one, is_reset=False),
        is_repeatable=False,
    ),
    Command(
        "accounts.note_factor",
        person,
        lambda one: people.note_factor(actor=Actor(one.pk), person=one, change="add", kind="totp", session_key="s"),
        _of(User, "rights_version"),
        is_repeatable=False,
    ),
    Command(
        "accounts.give_post",
        lambda: (person(), uuid4()),
        lambda both: posts.give_post(actor=admin(), post_id=both[1], holder=both[0], details=_AUDITOR),
    ),
    Command(
        "accounts.end_post",
        post,
        lambda one: posts.end_post(actor=admin(), post=one),
        lambda one: Post.objects.filter(pk=one.pk, ended_at=None).exists(),
    ),
    Command("accounts.first_admin_link", no_admins, lambda _: first_admin.first_admin_link(), is_repeatable=False),
    Command(
        "accounts.send_mail (invitation)",
        invitation,
        lambda one: mail.send_mail(MailKind.INVITATION, subject_id=one.pk),
        lambda one: Invitation.objects.filter(pk=one.pk).exclude(token_sha256="").exists(),
    ),
    Command(
        "accounts.end_session",
        session,
        lambda one: sessions.end_session(actor=Actor(one.user_id), handle=sessions.session_handle(one)),
    ),
    Command(
        "accounts.end_sessions",
        session,
        lambda one: sessions.end_sessions(actor=Actor(one.user_id), person_id=one.user_id),
    ),
    Command(
        "library.build_index",
        small_index,
        lambda _: index.build_index(actor=SYSTEM, pack=small()),
        lambda _: IndexState.objects.exclude(checksum="x").exists(),
        is_repeatable=False,
    ),
    Command("api.issue_token", lambda: (uuid4(), person().pk), _issue),
    Command(
        "api.revoke_token",
        token,
        lambda one: tokens.revoke_token(actor=Actor(one.owner_id), token=one),
        lambda one: Token.objects.filter(pk=one.pk, revoked_at=None).exists(),
    ),
)
