"""Write a whole site into one file, while it runs."""

from __future__ import annotations

import os
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from chiiki import __version__
from chiiki.errors import OutputError
from chiiki.web.audit.heads import HEADS
from chiiki.web.library.facts import pack
from chiiki.web.upkeep.contents import DATABASE_NAME, MANIFEST_NAME, Manifest, checksum, kept_files
from chiiki.web.upkeep.copying import copy_rows, count_rows, passing_tables, second_database

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["write_backup"]


def write_backup(target: Path) -> Manifest:
    """Back the site up into `target`, whole or not at all; readers and writers go on.

    The file holds the keys of the site: only its owner may read it.

    Raises
    ------
    OutputError
        If a file stands there already, or the place cannot be written.
    """
    if target.exists():
        msg = f"{target} exists already; a backup overwrites nothing. Name another file."
        raise OutputError(msg)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".chiiki-backup-") as folder:
            return _write(target, work=Path(folder))
    except OSError as error:
        msg = f"cannot write {target}: {error.strerror or error}. Name a place that you may write to."
        raise OutputError(msg) from error


def _write(target: Path, *, work: Path) -> Manifest:
    database = work / DATABASE_NAME
    heads = settings.OPTIONS.data / HEADS
    kept = work / HEADS  # taken before the rows: a head signed later would say that records are missing
    kept.write_bytes(heads.read_bytes() if heads.exists() else b"")
    rows = _copy_database(database)
    contents = {DATABASE_NAME: database}
    contents |= {f"files/{path.relative_to(settings.OPTIONS.data)}": path for path in kept_files(settings.OPTIONS.data)}
    contents[f"files/{HEADS}"] = kept
    archive = work / "backup.tar.gz"
    handle = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream, tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as tar:
        manifest = _add_all(tar, contents, rows=rows, work=work)
        tar.close()
        stream.flush()
        os.fsync(stream.fileno())
    archive.rename(target)
    return manifest


def _add_all(tar: tarfile.TarFile, contents: Mapping[str, Path], *, rows: Mapping[str, int], work: Path) -> Manifest:
    sums = {}
    for index, (name, path) in enumerate(contents.items()):
        still = work / f"{index}"
        still.write_bytes(path.read_bytes())  # a log that grows must not change between checksum and copy
        sums[name] = checksum(still)
        tar.add(still, arcname=name, filter=_anonymous)
        still.unlink()
    manifest = Manifest(
        chiiki=__version__,
        made_at=datetime.now(tz=UTC).isoformat(timespec="seconds"),
        database=connection.vendor,
        edition=pack().edition,
        rows=rows,
        files=sums,
    )
    written = work / MANIFEST_NAME
    written.write_text(manifest.as_json(), encoding="utf-8")
    tar.add(written, arcname=MANIFEST_NAME, filter=_anonymous)
    return manifest


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def _copy_database(database: Path) -> dict[str, int]:
    """Copy the database of the site into a SQLite file and count its rows there."""
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as source,
            closing(sqlite3.connect(database)) as copy,
        ):
            source.backup(copy)
            for table in passing_tables():
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of ours
            copy.commit()
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("VACUUM")
        with second_database(database) as alias:
            return count_rows(alias)
    with second_database(database) as alias:
        return copy_rows(source="default", target=alias)
