"""Each invariant holds on a site as it is, and says so by name where it does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from chiiki.web.access.actors import SYSTEM
from chiiki.web.accounts.models import Invitation, Organisation, Post, User
from chiiki.web.audit import chain
from chiiki.web.audit.domain import record_action
from chiiki.web.audit.guards import take_down
from chiiki.web.audit.heads import SignedHead, keep_head
from chiiki.web.audit.invariants import INVARIANTS, check_invariants
from chiiki.web.audit.models import AuditRecord
from chiiki.web.jobs.models import Job
from web_invariants import LEFT_BY_FLUSH

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def folder(settings, tmp_path, db):
    settings.OPTIONS = replace(settings.OPTIONS, data=tmp_path)
    record = record_action(actor=SYSTEM, action="test.act", subject_kind="thing", subject_id="1")
    keep_head(tmp_path, SignedHead(record.chain, record.sequence, record.sha256, record.at))
    return tmp_path


def _violated():
    return {outcome.name for outcome in check_invariants() if not outcome.holds} - {LEFT_BY_FLUSH}


@pytest.mark.usefixtures("folder")
def test_every_invariant_holds_on_a_site_as_it_is():
    outcomes = list(check_invariants())
    assert _violated() == set()
    assert len(outcomes) >= 50
    assert len({outcome.name for outcome in outcomes}) == len(outcomes)


def _person(**values):
    return User.objects.create(**{"email": f"{uuid4().hex}@example.jp", "password": "!"} | values)


def _post(**values):
    return Post.objects.create(
        **{"holder": _person(), "role": "auditor", "scope": "instance", "from_on": NOW.date()} | values
    )


def _twice():
    first = _post()
    _post(holder=first.holder)


def _invitation(**values):
    given = {"email": "a@example.jp", "role": "auditor", "scope": "instance", "expires_at": NOW + DAY}
    return Invitation.objects.create(**given | values)


def _job(**values):
    return Job.objects.create(**{"task": "jobs.tidy"} | values)


def _running(**values):
    given = {"state": "running", "worker": "w", "lease": uuid4(), "lease_until": NOW + DAY / 48, "started_at": NOW}
    return _job(**given | values)


def _shared():
    lease = uuid4()
    _running(lease=lease)
    _running(lease=lease)


def _unguarded(**values):
    take_down(connection)
    AuditRecord.objects.update(**values)


BREAKS = {
    "accounts.addresses-are-in-small-letters": lambda: _person(email="A@example.jp"),
    "accounts.everybody-has-an-address": lambda: _person(email=""),
    "accounts.everybody-has-a-password-field": lambda: _person(password=""),
    "accounts.posts-end-after-they-begin": lambda: _post(to_on=NOW.date() - DAY),
    "accounts.posts-are-bound-as-their-role-allows": lambda: _post(role="officer"),
    "accounts.posts-of-the-site-are-bound-to-nothing": lambda: _post(scope_id="x"),
    "accounts.other-posts-are-bound": lambda: _post(role="officer", scope="ministry"),
    "accounts.nobody-holds-a-post-twice": _twice,
    "accounts.invitations-are-bound-as-their-role-allows": lambda: _invitation(role="officer"),
    "accounts.accepted-invitations-name-who": lambda: _invitation(state="accepted"),
    "accounts.others-were-accepted-by-nobody": lambda: _invitation(accepted_by=_person()),
    "accounts.tokens-of-mails-are-kept-as-hashes": lambda: _invitation(token_sha256="plain"),  # noqa: S106
    "accounts.invitations-expire": lambda: _invitation(expires_at=NOW - DAY),
    "accounts.only-the-first-administrator-has-no-address": lambda: _invitation(email=""),
    "accounts.organisations-have-a-name": lambda: Organisation.objects.create(kind="university", name_ja=""),
    "accounts.corporate-numbers-have-their-check-digit": lambda: Organisation.objects.create(
        kind="university", name_ja="x", corporate_number="1234567890123"
    ),
    "jobs.running-ones-hold-a-lease": lambda: _running(lease=None),
    "jobs.others-hold-no-lease": lambda: _job(lease=uuid4()),
    "jobs.no-two-share-a-lease": _shared,
    "jobs.running-ones-name-their-worker": lambda: _running(worker=""),
    "jobs.running-ones-have-begun": lambda: _running(started_at=None),
    "jobs.ended-ones-say-when": lambda: _job(state="cancelled"),
    "jobs.unfinished-ones-have-not-ended": lambda: _job(ended_at=NOW),
    "jobs.end-after-they-begin": lambda: _job(state="cancelled", started_at=NOW, ended_at=NOW - DAY),
    "jobs.done-ones-were-tried": lambda: _job(state="done", ended_at=NOW),
    "jobs.tries-are-counted": lambda: _job(n_tries=99),
    "jobs.given-up-ones-say-why": lambda: _job(state="dead", ended_at=NOW),
    "jobs.only-done-ones-have-a-result": lambda: _job(result=1),
    "jobs.steps-stay-within-their-number": lambda: _job(step=2, n_steps=1),
    "jobs.tasks-name-their-app": lambda: _job(task="tidy"),
    "jobs.keys-are-not-empty": lambda: _job(key=""),
    "jobs.leases-are-short": lambda: _running(lease_until=NOW + DAY),
    "jobs.lost-ones-are-freed": lambda: _running(lease_until=NOW - DAY),
    "choices.jobs.job": lambda: _job(state="lost", ended_at=NOW),
    "choices.accounts.post": lambda: _post(role="king"),
    "log.guards-stand": lambda: take_down(connection),
    "log.chain-verifies": lambda: _unguarded(detail="x"),
    "log.actions-name-their-app": lambda: _unguarded(action="act"),
    "log.records-have-a-subject-kind": lambda: _unguarded(subject_kind=""),
    "log.states-are-hashed": lambda: _unguarded(before_sha256="x", after_sha256="x"),
    "log.times-are-in-utc": lambda: _unguarded(at="2026"),
}


@pytest.mark.broken_site
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", BREAKS)
def test_a_violation_is_named(name):
    BREAKS[name]()
    assert name in _violated()


def test_a_head_that_is_not_kept_or_not_signed_is_named(folder):
    heads = folder / "audit-head.jsonl"
    kept = heads.read_text()
    heads.write_text(kept.replace('"signature": "', '"signature": "00'))
    assert "log.head-is-signed-and-kept" in _violated()
    heads.unlink()
    assert "log.head-is-signed-and-kept" in _violated()


def test_few_invariants_are_left_without_a_test_that_breaks_them():
    list(INVARIANTS)
    untested = set(INVARIANTS) - set(BREAKS) - {"log.head-is-signed-and-kept"}
    assert untested <= {
        "database.is-of-this-version",
        "database.is-whole",
        "database.references-lead-somewhere",
        "log.actors-are-known",
        "log.has-one-head",
        "log.no-record-follows-itself",
        "log.numbers-begin-with-one",
    }


def _chiiki(data, *words):
    environment = {**os.environ, "CHIIKI_DATA": str(data)}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "chiiki", "audit", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_commands_say_what_they_found(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    prepare = (
        "from chiiki.web.config.start import open_site; open_site()\n"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        "from chiiki.web.access.actors import SYSTEM\n"
        "from chiiki.web.audit.domain import record_action\n"
        "for n in range(3): record_action(actor=SYSTEM, action='test.act', subject_kind='thing', subject_id='地域')\n"
    )
    environment = {**os.environ, "CHIIKI_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", prepare], env=environment, check=True)

    fsck, verify = _chiiki(data, "fsck", "--json"), _chiiki(data, "verify", "--json")
    assert (fsck.returncode, set(map(tuple, json.loads(fsck.stdout).values()))) == (0, {()})
    assert json.loads(verify.stdout) == {"n_records": 3, "n_heads": 3, "finding": None}

    exported = tmp_path / "audit.jsonl"
    assert _chiiki(data, "export", "--out", str(exported)).returncode == 0
    assert _chiiki(data, "export", "--out", str(exported)).returncode == 3
    assert len(exported.read_text().splitlines()) == 1 + 3 + 3
    assert _alone(exported).stdout == "audit.jsonl: 3 records, every record holds\n"

    lines = exported.read_text().splitlines()
    for wrong, told in [
        ([*lines[:2], *lines[3:]], "record 2: deleted"),
        ([lines[0], lines[1].replace("地域", "他"), *lines[2:]], "record 1: edited"),
        (lines[:3], "record 3: tail cut"),
        (lines[:1], "record 1: whole cut"),
    ]:
        exported.write_text("\n".join(wrong) + "\n")
        answer = _alone(exported)
        assert answer.returncode == 1
        assert told in answer.stdout

    (data / "audit-head.jsonl").unlink()
    assert _chiiki(data, "fsck").returncode == 1


def _alone(exported):
    """Verify with the one file and nothing of ours on the path."""
    command = [sys.executable, "-I", "-S", str(Path(chain.__file__)), str(exported)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
