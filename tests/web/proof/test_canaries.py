"""What stands in a protected field is read by those who may and by nobody else, nor in any other place (R06)."""

from __future__ import annotations

import io
import logging
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from addresses import addresses
from canaries import OPEN, PROTECTED, put_canaries, text_fields
from crawl import Asked, crawl, standing_still
from django.conf import settings as site
from django.core import mail
from django.db import connection
from django.test import Client
from questions import private_questions, searches
from world import ACTORS, BEARER, PERSON, PUBLIC, make_world

from chiiki.web.access.actors import SYSTEM
from chiiki.web.access.masking import MaskedFormatter
from chiiki.web.access.roles import Role
from chiiki.web.accounts.enums import MailKind
from chiiki.web.accounts.models import Invitation, User
from chiiki.web.accounts.tasks import send_mail
from chiiki.web.audit.domain import record_action
from chiiki.web.jobs.domain.runs import claim_job, fail_job
from chiiki.web.jobs.models import Job
from web_people import PASSWORD, make_person, totp_code

EVERYWHERE = ("account.EmailAddress.email", "accounts.User.email")
"""Fields whose texts are one address, which the library keeps twice."""


def test_every_text_of_peoples_work_is_protected_or_open_with_a_reason():
    found = set(text_fields())
    assert found - set(PROTECTED) - set(OPEN) == set()
    assert (set(PROTECTED) | set(OPEN)) - found == set()
    assert set(PROTECTED) & set(OPEN) == set()


def _asked(world, name, *, share):
    """Return everything about people's work, and a share of the rest."""
    found = [one for one in addresses(world) if not one.path.endswith(".pdf")]
    own = [Asked(path) for path in private_questions(world)] + [Asked(one.path) for one in found if one.thing]
    token = world.secrets.get((name, "live"), "")
    rest = [Asked(one.path, token) for one in found if not one.thing] + list(map(Asked, searches()))
    return dict(enumerate(own + rest[ACTORS.index(name) % share :: share]))


def _read(world, name, canaries, *, share):
    """Return how many answers somebody got, and the canaries that stood in them."""
    if name != PUBLIC:
        world.give_things(name)
    texts = {canary.text.encode(): canary for canary in canaries}
    any_text = re.compile(b"|".join(map(re.escape, texts)))
    asked, seen = _asked(world, name, share=share), defaultdict(set)
    for number, page in crawl(world.client(name).cookies, asked):
        whole = page.body + repr((page.headers, page.cookies)).encode()
        for found in any_text.findall(whole):
            seen[texts[found].field].add(asked[number].path)
    return len(asked), seen


@pytest.fixture
def world(index):
    with standing_still():
        yield make_world()


def _see_that_only_what_may_is_read(world, name, record_property, *, share):
    canaries = put_canaries(world)
    n_asked, seen = _read(world, name, canaries, share=share)
    record_property("n_searched", n_asked * len(canaries))
    assert {field: paths for field, paths in seen.items() if name not in PROTECTED[field]} == {}
    return set(seen)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in ACTORS if name != BEARER])
def test_nobody_reads_what_they_may_not(world, record_property, name):
    seen = _see_that_only_what_may_is_read(world, name, record_property, share=6)
    if name == Role.ADMIN:  # else the questions would look where nothing is
        assert {field for field, readers in PROTECTED.items() if name in readers} - seen == set()


@pytest.mark.django_db
def test_a_person_reads_what_is_of_nobody_else(world, record_property):
    assert _see_that_only_what_may_is_read(world, PERSON, record_property, share=40)


@pytest.mark.django_db
@pytest.mark.usefixtures("_words_of_index")
def test_a_text_stands_in_its_own_column_and_nowhere_else(world):
    """Not in sessions, caches, jobs, indexes or the log: every cell of the database is looked at."""
    canaries = put_canaries(world)
    reader = world.client(Role.ADMIN.value)
    for path in ("/en/people", "/en/posts", "/en/invitations", "/en/jobs", "/en/audit"):
        assert reader.get(path).status_code == 200
    wrong = defaultdict(set)
    for table, column, content in _cells():
        for canary in canaries:
            own = {
                name.lower().replace(".", "_", 1)
                for name in (EVERYWHERE if canary.field in EVERYWHERE else (canary.field,))
            }
            if canary.text in content and f"{table}.{column}" not in own:
                wrong[canary.field].add(f"{table}.{column}")
    assert wrong == {}


_ALL_OF = {("sqlite", "library_search"): "SELECT term FROM library_words"}
"""The index of SQLite is not kept as rows, but tells its words."""


@pytest.fixture
def _words_of_index(db):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("CREATE VIRTUAL TABLE temp.library_words USING fts5vocab('main', 'library_search', 'row')")
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE temp.library_words")


def _cells():
    """Yield every cell of every table that may hold a text, the hidden tables of indexes too."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(_ALL_OF.get((connection.vendor, table), f'SELECT * FROM "{table}"'))  # noqa: S608 -- its own names
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, cell in zip(names, row, strict=True):
                    if isinstance(cell, bytes | memoryview):
                        yield table, name, bytes(cell).decode("utf-8", "replace")
                    elif cell is not None:
                        yield table, name, str(cell)


@pytest.mark.django_db
def test_a_mail_holds_nothing_of_anybody_but_its_reader(world):
    canaries = put_canaries(world)
    for kind in MailKind:
        rows = Invitation.objects.all() if kind is MailKind.INVITATION else User.objects.all()
        for row in rows:
            send_mail(lambda *_: None, kind=kind, subject=str(row.pk))
    assert len(mail.outbox) > len(world.people)
    theirs = {canary.text for canary in canaries if canary.field in {*EVERYWHERE, "accounts.User.name"}}
    invited = {canary.text for canary in canaries if canary.field == "accounts.Invitation.email"}
    for sent in mail.outbox:
        may = invited if set(sent.to) & invited else theirs if set(sent.to) & theirs else set()
        whole = sent.message().as_string() + sent.body
        assert [canary for canary in canaries if canary.text in whole and canary.text not in may] == []


WRONG_PASSWORD = "canary of a wrong password"  # noqa: S105
NEW_PASSWORD = "canary of a new password"  # noqa: S105


@pytest.fixture
def site_log():
    """Return what the site logs as it writes it, of every level."""
    root, written = logging.getLogger(), io.StringIO()
    [stderr] = [handler for handler in root.handlers if isinstance(handler.formatter, MaskedFormatter)]
    stream, level = stderr.setStream(written), root.level
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    stderr.setStream(stream)


@pytest.fixture
def own_place(settings, tmp_path, monkeypatch):
    """Give a site, its temporary files and its backups a folder each."""
    folders = {name: tmp_path / name for name in ("data", "temporary")}
    for folder in folders.values():
        folder.mkdir()
    settings.OPTIONS = replace(site.OPTIONS, data=folders["data"])
    monkeypatch.setattr(tempfile, "tempdir", str(folders["temporary"]))
    return tmp_path


def _use_every_secret():
    """Sign in, make a token and use it, invite, change a password, fail a job; return the secrets by name."""
    browser, admin = Client(raise_request_exception=False), make_person(Role.ADMIN)
    browser.post("/en/account/sign-in", {"login": admin.email, "password": WRONG_PASSWORD})
    browser.post("/en/account/sign-in", {"login": admin.email, "password": PASSWORD})
    assert browser.post("/en/account/second-factor/sign-in", {"code": totp_code()}).url == "/en/account"
    made = {"made_id": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "name": "notebook", "n_days": "30"}
    secret = re.search(r"chiiki_[\w-]{43}", browser.post("/en/account/tokens", made).content.decode())[0]
    assert browser.get("/api/v1/token", HTTP_AUTHORIZATION=f"Bearer {secret}").status_code == 200
    browser.get("/api/v1/token", HTTP_AUTHORIZATION=f"Bearer {secret}x")
    sent = {"email": "new@example.jp", "role": "auditor", "scope": "instance", "language": "en", "n_days": "7"}
    browser.post("/en/invitations/new", {"made_id": "0" * 8 + "-0000-4000-8000-" + "1" * 12, **sent})
    browser.post("/en/account/password/reset", {"email": admin.email})
    for job in Job.objects.filter(task="accounts.mail"):
        send_mail(lambda *_: None, **job.arguments)
    links = re.findall(r"/en/account/\S+", "\n".join(sent.body for sent in mail.outbox if "/en/" in sent.body))
    links += re.findall(r"/ja/account/\S+", "\n".join(sent.body for sent in mail.outbox))
    for link in links:
        Client().get(link)
        Client().get(f"{link}x")
    new = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert browser.post("/en/account/password", new).status_code == 302
    claimed = claim_job(worker="w")
    fail_job(claimed, error=OSError(f"postgres://user:{secret}@host password={NEW_PASSWORD.replace(' ', '')}"))
    words = {link.rpartition("/")[2] for link in links}
    return {"passwords": {PASSWORD, WRONG_PASSWORD, NEW_PASSWORD}, "tokens": {secret}, "links": words}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_words_of_index")
def test_no_secret_that_opens_something_is_kept_or_logged(own_place, site_log):
    """Passwords, tokens and links stand in the mail to their owner alone: the site keeps hashes."""
    record_action(actor=SYSTEM, action="test.act", subject_kind="thing", subject_id="1")
    secrets = _use_every_secret()
    assert len(secrets["links"]) >= 2
    places = {name: path.read_bytes() for name, path in _database_files().items()}
    _back_up(own_place)
    places |= {path.relative_to(own_place): path.read_bytes() for path in own_place.rglob("*") if path.is_file()}
    places["the log of the site"] = site_log.getvalue().encode()
    places["every cell"] = "\n".join(content for *_, content in _cells()).encode()
    assert b"/account/invitation/[hidden]" in places["the log of the site"]
    assert any(b"notebook" in content for content in places.values())
    every = [secret for kind in secrets.values() for secret in kind]
    kept = {str(name): [one for one in every if one.encode() in content] for name, content in places.items()}
    assert {name: found for name, found in kept.items() if found} == {}


def _back_up(place):
    """Write a backup of a copy of the site, as its operator does, and open it."""
    if connection.vendor != "sqlite":
        return
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
        closing(sqlite3.connect(place / "data" / "chiiki.sqlite3")) as copy,
    ):
        source.backup(copy)
    command = [
        sys.executable,
        "-m",
        "chiiki",
        "backup",
        "--out",
        str(place / "b.tar.gz"),
        "--data",
        str(place / "data"),
    ]
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("CHIIKI_", "DJANGO_"))}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    with tarfile.open(place / "b.tar.gz") as tar:
        tar.extractall(place / "opened", filter="data")


def _database_files():
    """Return the files of the database, with what was written last."""
    if connection.vendor != "sqlite":
        return {}
    name = Path(str(connection.settings_dict["NAME"]))
    return {
        f"database{ending}": path for ending in ("", "-wal") if (path := name.with_name(name.name + ending)).exists()
    }
