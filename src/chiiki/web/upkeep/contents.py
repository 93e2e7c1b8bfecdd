"""What a backup holds: one SQLite database whatever the site runs on, the files of the data folder, a manifest."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from typing import TYPE_CHECKING, Final

from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["DATABASE_NAME", "MANIFEST_NAME", "Manifest", "checksum", "kept_files", "read_manifest"]

DATABASE_NAME: Final = "chiiki.sqlite3"
MANIFEST_NAME: Final = "manifest.json"
LAYOUT: Final = 1
"""Version of the layout of a backup; a reader refuses others."""

_MADE_ANEW = {"api-counts.sqlite3", "backups", "briefs", "made", "static"}
"""What a site fills again by itself, or what holds backups."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup says of itself; every file is listed with its checksum."""

    chiiki: str
    """Version of the software that wrote it."""

    made_at: str
    database: str
    """``sqlite`` or ``postgresql``: what the site ran on."""

    edition: str
    """Edition of the facts pack."""

    rows: Mapping[str, int]
    """Table → rows."""

    files: Mapping[str, str]
    """Path in the backup → SHA-256."""

    layout: int = field(default=LAYOUT)

    def as_json(self) -> str:
        """Write the manifest."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def read_manifest(text: str) -> Manifest:
    """Read what :meth:`Manifest.as_json` wrote.

    Raises
    ------
    InputError
        If it is no manifest, or of a layout that this version does not read.
    """
    try:
        found = json.loads(text)
        layout = found["layout"]
    except (ValueError, KeyError, TypeError) as error:
        msg = "the manifest of the backup cannot be read; this is no backup of chiiki, or it is damaged."
        raise InputError(msg) from error
    if layout != LAYOUT:
        version = found.get("chiiki")
        msg = f"the backup has layout {layout}; this version reads {LAYOUT}. Restore it with chiiki {version}."
        raise InputError(msg)
    return Manifest(**found)


def kept_files(data: Path) -> Iterator[Path]:
    """Give the files of a data folder that a backup takes along, besides the database; no links."""
    for path in sorted(data.rglob("*")):
        inside = path.relative_to(data)
        is_database = len(inside.parts) == 1 and path.name.startswith(DATABASE_NAME)
        if path.is_file() and not path.is_symlink() and not is_database and inside.parts[0] not in _MADE_ANEW:
            yield path


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
