"""The keys of a site: the one in use, and older ones whose work can still be read."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from chiiki.web.config.options import Options

__all__ = ["KEY_FILE", "OLD_KEY_FILE", "secret_keys"]

KEY_FILE = "secret-key"
OLD_KEY_FILE = "secret-key.old"
"""Name that the file gets when its key is replaced; the site makes a new one beside it."""


def secret_keys(options: Options) -> list[str]:
    """Return the key of the site, and then the old ones.

    The key is that of the environment, or the one kept in the data folder, which is made on first use.
    """
    current = options.secret_key or _kept_key(options.data)
    old_file = options.data / OLD_KEY_FILE
    old = [*options.old_secret_keys, *(old_file.read_text(encoding="ascii").split() if old_file.exists() else [])]
    return [current, *(key for key in dict.fromkeys(old) if key != current)]


def _kept_key(data: Path) -> str:
    place = data / KEY_FILE
    try:
        return place.read_text(encoding="ascii")
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return place.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        key = secrets.token_urlsafe(64)
        stream.write(key)
    return key
