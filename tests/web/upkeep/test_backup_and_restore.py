"""A backup brings the whole site back, and a damaged one brings back nothing."""

from __future__ import annotations

import io
import os
import sqlite3
import tarfile
from uuid import uuid4

import pytest

pytestmark = pytest.mark.slow

POSTGRESQL = os.environ.get("DATABASE_URL", "")


def _rewritten(source, target, change):
    """Copy a backup, with `change(name, content)` giving each entry's new content, or None to leave it out."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            content = change(entry.name, old.extractfile(entry).read())
            if content is not None:
                entry.size = len(content)
                new.addfile(entry, io.BytesIO(content))
    return target


def _rows(data, query):
    with sqlite3.connect(data / "chiiki.sqlite3") as connection:
        return connection.execute(query).fetchall()


def test_a_restored_site_holds_every_row_and_its_log_verifies(filled, backup, chiiki, tmp_path, manifest_of):
    restored = tmp_path / "restored"
    chiiki("restore", str(backup), data=restored)
    for query in (
        "SELECT id, email, name FROM accounts_user ORDER BY id",
        "SELECT * FROM accounts_post ORDER BY id",
        "SELECT * FROM audit_auditrecord WHERE action = 'test.fill' ORDER BY sequence",
        "SELECT id, task, key FROM jobs_job WHERE key = 'one'",
    ):
        assert _rows(restored, query) == _rows(filled, query)
        assert _rows(restored, query)
    assert (restored / "secret-key").read_text() == (filled / "secret-key").read_text()
    assert (restored / "secret-key").stat().st_mode & 0o077 == 0
    chiiki("audit", "verify", data=restored)
    chiiki("audit", "fsck", data=restored)
    manifest = manifest_of(backup)
    assert manifest["rows"]["accounts_user"] == 40
    assert manifest["database"] == "sqlite"


def test_a_backup_is_for_its_owner_alone_and_overwrites_nothing(filled, backup, chiiki):
    assert backup.stat().st_mode & 0o077 == 0
    before = backup.read_bytes()
    refused = chiiki("backup", "--out", str(backup), data=filled, check=False)
    assert refused.returncode == 3
    assert "exists already" in refused.stderr
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".chiiki")] == []


def test_nobody_is_signed_in_after_a_restore(filled, chiiki, tmp_path):
    with sqlite3.connect(filled / "chiiki.sqlite3") as connection:
        connection.execute(
            "INSERT INTO django_session VALUES ('canary-session-key', 'canary-session-data', '2099-01-01')"
        )
    path = tmp_path / "signed-in.tar.gz"
    chiiki("backup", "--out", str(path), data=filled)
    with tarfile.open(path) as tar:
        assert b"canary-session" not in tar.extractfile("chiiki.sqlite3").read()


def test_a_restore_into_a_place_that_holds_something_is_refused(filled, backup, chiiki):
    refused = chiiki("restore", str(backup), data=filled, check=False)
    assert refused.returncode == 3
    assert "not empty" in refused.stderr


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            lambda name, content: content[:-1] + b"x" if name == "chiiki.sqlite3" else content,
            "differs from its checksum",
        ),
        (lambda name, content: None if name == "manifest.json" else content, "holds no manifest.json"),
        (lambda name, content: None if name == "files/audit-key" else content, "but not in both"),
        (lambda name, content: b"{}" if name == "manifest.json" else content, "cannot be read"),
        (
            lambda name, content: (
                content.replace(b'"layout": 1', b'"layout": 99') if name == "manifest.json" else content
            ),
            "layout 99",
        ),
    ],
    ids=["changed", "no manifest", "missing file", "empty manifest", "other layout"],
)
def test_a_damaged_backup_restores_nothing(backup, chiiki, tmp_path, damage, said):
    damaged = _rewritten(backup, tmp_path / "damaged.tar.gz", damage)
    place = tmp_path / "place"
    refused = chiiki("restore", str(damaged), data=place, check=False)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert not (place / "chiiki.sqlite3").exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "stranger"])
def test_an_entry_that_leads_outside_is_refused(chiiki, tmp_path, name):
    hostile = tmp_path / "hostile.tar.gz"
    with tarfile.open(hostile, "w:gz") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        tar.addfile(entry, io.BytesIO(b"x"))
    refused = chiiki("restore", str(hostile), data=tmp_path / "place", check=False)
    assert refused.returncode == 2
    assert "nothing was restored" in refused.stderr
    assert not (tmp_path / "outside").exists()


def test_a_link_in_a_backup_is_refused(chiiki, tmp_path):
    hostile = tmp_path / "hostile.tar.gz"
    with tarfile.open(hostile, "w:gz") as tar:
        entry = tarfile.TarInfo("files/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)
    refused = chiiki("restore", str(hostile), data=tmp_path / "place", check=False)
    assert refused.returncode == 2


def test_a_file_that_is_no_archive_is_refused(chiiki, tmp_path):
    stray = tmp_path / "stray.tar.gz"
    stray.write_bytes(b"no archive")
    refused = chiiki("restore", str(stray), data=tmp_path / "place", check=False)
    assert refused.returncode == 2
    assert "cannot be read as a backup" in refused.stderr


@pytest.mark.skipif(not POSTGRESQL, reason="DATABASE_URL names no PostgreSQL server")
def test_a_site_moves_to_postgresql_and_back(filled, backup, chiiki, tmp_path):
    import psycopg  # noqa: PLC0415 -- an extra

    name = f"move_{uuid4().hex[:8]}"
    server, _, _ = POSTGRESQL.rpartition("/")
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        url = f"{server}/{name}"
        there, back = tmp_path / "there", tmp_path / "back"
        chiiki("restore", str(backup), data=there, DATABASE_URL=url)
        chiiki("audit", "verify", data=there, DATABASE_URL=url)
        again = tmp_path / "again.tar.gz"
        chiiki("backup", "--out", str(again), data=there, DATABASE_URL=url)
        chiiki("restore", str(again), data=back)
        chiiki("audit", "verify", data=back)
        chiiki("audit", "fsck", data=back)
        query = "SELECT id, email, name FROM accounts_user ORDER BY id"
        assert _rows(back, query) == _rows(filled, query)
        query = "SELECT * FROM audit_auditrecord WHERE action = 'test.fill' ORDER BY sequence"
        assert _rows(back, query) == _rows(filled, query)
    finally:
        with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


ENROL = """
from chiiki.web.config.start import open_site
open_site()
from allauth.mfa.totp.internal.auth import TOTP
from chiiki.web.accounts.models import User
TOTP.activate(User.objects.get(email="demo0@example.org"), "JBSWY3DPEHPK3PXP")
"""

OPENED = """
from chiiki.web.config.start import open_site
open_site()
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
print(*[decrypt(factor.data["secret"]) for factor in Authenticator.objects.all()])
"""


def test_a_second_factor_works_after_a_restore_with_its_key_and_not_without(filled, chiiki, script, tmp_path):
    archive, restored, elsewhere = (tmp_path / name for name in ("with.tar.gz", "restored", "elsewhere"))
    script(ENROL, data=filled)
    chiiki("backup", "--out", str(archive), data=filled)
    with tarfile.open(archive) as tar:
        assert not [one.name for one in tar if b"JBSWY3DPEHPK3PXP" in tar.extractfile(one).read()]
    chiiki("restore", str(archive), data=restored)
    assert script(OPENED, data=restored) == "JBSWY3DPEHPK3PXP"
    other = {"CHIIKI_SECRET_KEY": "a key that the backup does not have, and of a good length"}
    chiiki("restore", str(archive), data=elsewhere, **other)
    told = chiiki("doctor", data=elsewhere, check=False, **other)
    assert told.returncode == 1
    assert "1 people have second factors sealed by another key" in told.stdout + told.stderr
    old = {"CHIIKI_SECRET_KEY_OLD": (filled / "secret-key").read_text()}
    chiiki("restore", str(archive), data=tmp_path / "third", **other, **old)
    assert script(OPENED, data=tmp_path / "third", **other) == "JBSWY3DPEHPK3PXP"
    reset = chiiki("reset-factor", "demo0@example.org", data=elsewhere, **other)
    assert "1 second factors of demo0@example.org removed" in reset.stdout + reset.stderr
    assert script(OPENED, data=elsewhere, **other) == ""
    refused = chiiki("reset-factor", "nobody@example.org", data=elsewhere, check=False, **other)
    assert "no account has the address nobody@example.org" in refused.stderr


def test_a_key_that_is_replaced_reads_the_factors_of_the_one_before(filled, chiiki, script):
    script(ENROL, data=filled)
    (filled / "secret-key").rename(filled / "secret-key.old")
    assert script(OPENED, data=filled) == "JBSWY3DPEHPK3PXP"
    assert (filled / "secret-key").read_text() != (filled / "secret-key.old").read_text()
    script("from chiiki.web.config.start import open_site, prepare_site; open_site(); prepare_site()", data=filled)
    (filled / "secret-key.old").unlink()
    assert script(OPENED, data=filled) == "JBSWY3DPEHPK3PXP"
