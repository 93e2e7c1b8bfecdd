"""How a site is: versions, risks, age of the backup, waiting work; each finding with what to do."""

from __future__ import annotations

import sqlite3
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection

from chiiki import __version__
from chiiki.web.accounts.domain.factors import count_unreadable
from chiiki.web.config.keys import OLD_KEY_FILE
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Finding", "examine_site"]

Level = Literal["ok", "note", "problem"]

_WAL_FIXED: Final = (3, 51, 3)
"""Version of SQLite from which a reset of the write-ahead log cannot damage a database."""

_LARGE_WAL: Final = 64 * 1024 * 1024
_OLD_BACKUP_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    level: Level
    text: str


def examine_site() -> list[Finding]:
    """Look at everything and return the findings, in reading order."""
    return [*_versions(), *_database(), *_mail(), *_factors(), *_backups(), *_checks()]


def _versions() -> Iterator[Finding]:
    yield Finding("chiiki", "ok", f"{__version__}, facts {pack().edition}, Python {sys.version.split()[0]}")
    yield Finding("time zone", "ok", f"{settings.TIME_ZONE}, now {datetime.now(tz=UTC).isoformat(timespec='seconds')}")


def _database() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        version = connection.pg_version  # type: ignore[attr-defined]
        yield Finding("database", "ok", f"PostgreSQL {version // 10000}.{version % 10000}")
        return
    risk = sqlite3.sqlite_version_info < _WAL_FIXED
    text = f"SQLite {sqlite3.sqlite_version}"
    if risk:
        text += ": a rare fault of versions before 3.51.3 can damage a database in WAL mode; back up each day, or use"
        text += " PostgreSQL (DATABASE_URL), which several authorities should do anyway"
    yield Finding("database", "note" if risk else "ok", text)
    log = settings.OPTIONS.data / "chiiki.sqlite3-wal"
    if log.exists() and log.stat().st_size > _LARGE_WAL:
        size = log.stat().st_size // 1024**2
        yield Finding("write-ahead log", "problem", f"{size} MB: a reader holds it open; restart the site")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        found = cursor.fetchone()[0]
    yield Finding("integrity", "ok" if found == "ok" else "problem", found)


def _mail() -> Iterator[Finding]:
    is_file = not settings.OPTIONS.mail.host
    text = "mails are written into the data folder; set CHIIKI_EMAIL_URL=smtp://… to send them"
    yield Finding("mail", "note" if is_file else "ok", text if is_file else "SMTP")


def _factors() -> Iterator[Finding]:
    n = count_unreadable()
    text = "second factors are sealed by the key of this site"
    if n:
        text = f"{n} people have second factors sealed by another key: give it back (CHIIKI_SECRET_KEY_OLD, or"
        text += f" {OLD_KEY_FILE} in the data folder), or reset each by `chiiki reset-factor E-MAIL`"
    yield Finding("second factors", "problem" if n else "ok", text)


def _backups() -> Iterator[Finding]:
    folder = settings.OPTIONS.data / "backups"
    found = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime) if folder.exists() else []
    if not found:
        yield Finding("backup", "note", f"none in {folder}; make one with `chiiki backup`")
        return
    age = datetime.now(tz=UTC) - datetime.fromtimestamp(found[-1].stat().st_mtime, tz=UTC)
    level: Level = "note" if age.days > _OLD_BACKUP_DAYS else "ok"
    yield Finding("backup", level, f"{found[-1].name}, {age.days} days old")


def _checks() -> Iterator[Finding]:
    problems = run_checks(include_deployment_checks=settings.OPTIONS.is_https)
    for problem in problems:
        level: Level = "problem" if problem.is_serious() else "note"
        yield Finding(problem.id or "check", level, f"{problem.msg} {problem.hint or ''}".strip())
    if not problems:
        yield Finding("settings", "ok", "no complaint")
