"""Bring a site back from a backup into an empty place, and prove that it is the same."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from chiiki.errors import InputError, OutputError
from chiiki.web.config.keys import KEY_FILE, secret_keys
from chiiki.web.upkeep.contents import DATABASE_NAME, MANIFEST_NAME, checksum, read_manifest
from chiiki.web.upkeep.copying import copy_rows, count_rows, second_database

if TYPE_CHECKING:
    from chiiki.web.upkeep.contents import Manifest

__all__ = ["restore_backup"]


def restore_backup(archive: Path) -> Manifest:
    """Restore `archive` into the data folder and database of the options, which must be empty.

    Everything is unpacked and compared with its checksum before anything is put in place; then
    the database is migrated and its rows are counted again.

    Raises
    ------
    InputError
        If the file is no whole backup: what is wrong, and with which entry.
    OutputError
        If the data folder or the database is not empty.
    """
    _check_empty()
    data = settings.OPTIONS.data
    data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data.parent, prefix=".chiiki-restore-") as folder:
        unpacked = Path(folder) / "unpacked"
        manifest = _unpack(archive, unpacked)
        _place(unpacked, data)
        # the key that this process began with is not that of the backup, unless the environment names it
        settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = secret_keys(settings.OPTIONS)
        counted = _fill_database(unpacked / DATABASE_NAME)
    differing = [table for table, n_rows in manifest.rows.items() if counted.get(table, n_rows) != n_rows]
    if differing:
        msg = f"the restored tables {', '.join(differing)} have other row counts than the backup says; do not use them."
        raise InputError(msg)
    return manifest


def _check_empty() -> None:
    data = settings.OPTIONS.data
    found = [path.name for path in data.iterdir() if path.name != KEY_FILE] if data.exists() else []
    if found:
        msg = f"{data} is not empty (it holds {found[0]}). Name an empty folder with --data, or move this one away."
        raise OutputError(msg)
    if connection.vendor != "sqlite" and connection.introspection.table_names():
        msg = "the database of DATABASE_URL has tables already; restore into an empty one."
        raise OutputError(msg)


def _unpack(archive: Path, folder: Path) -> Manifest:
    """Unpack into `folder` and compare every file with the manifest."""
    folder.mkdir()
    try:
        with tarfile.open(archive, "r:gz") as tar:
            _check_names(tar)
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        msg = f"{archive} cannot be read as a backup: {error}. Take another copy of it."
        raise InputError(msg) from error
    listing = folder / MANIFEST_NAME
    if not listing.is_file():
        msg = f"{archive} holds no {MANIFEST_NAME}; it is no backup of chiiki, or it was cut off."
        raise InputError(msg)
    manifest = read_manifest(listing.read_text(encoding="utf-8"))
    found = {str(PurePosixPath(path.relative_to(folder))): path for path in folder.rglob("*") if path.is_file()}
    del found[MANIFEST_NAME]
    if strays := sorted(found.keys() ^ manifest.files.keys()):
        msg = f"{archive}: {strays[0]!r} is in the manifest or in the file, but not in both; the backup is damaged."
        raise InputError(msg)
    for name, path in found.items():
        if checksum(path) != manifest.files[name]:
            msg = f"{archive}: {name!r} differs from its checksum in the manifest; the backup is damaged."
            raise InputError(msg)
    return manifest


def _check_names(tar: tarfile.TarFile) -> None:
    for entry in tar:
        parts = PurePosixPath(entry.name).parts
        is_ours = entry.name in {DATABASE_NAME, MANIFEST_NAME} or parts[:1] == ("files",)
        if not entry.isreg() or not is_ours or ".." in parts:
            msg = f"the backup holds {entry.name!r}, which no backup of chiiki holds; nothing was restored."
            raise InputError(msg)


def _place(unpacked: Path, data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = unpacked / "files"
    for path in sorted(files.rglob("*")):
        if path.is_file():
            target = data / path.relative_to(files)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.chmod(0o600)
            path.replace(target)


def _fill_database(database: Path) -> dict[str, int]:
    """Put the rows in place, bring them to this version and count them."""
    if connection.vendor == "sqlite":
        connection.close()
        shutil.move(database, settings.DATABASES["default"]["NAME"])
        call_command("migrate", interactive=False, verbosity=0)
        return count_rows("default")
    with second_database(database) as alias:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
        return copy_rows(source=alias, target="default")
