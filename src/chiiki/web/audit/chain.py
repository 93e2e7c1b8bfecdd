"""How an audit record is hashed: every field with its length in front, then the hash before it.

This file imports nothing but the standard library, so that an exported log can be verified
anywhere.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FIELDS", "GENESIS", "record_hash"]

GENESIS = "0" * 64
"""What stands before the first record."""

FIELDS = (
    "sequence",
    "at",
    "actor_id",
    "action",
    "subject_kind",
    "subject_id",
    "before_sha256",
    "after_sha256",
    "request_id",
    "detail",
)
"""Fields of a record in the order in which they are hashed; all as text."""


def record_hash(values: Sequence[str], *, previous: str) -> str:
    """Hash a record after the one whose hash is `previous`.

    Parameters
    ----------
    values : sequence of str
        The fields in the order of :data:`FIELDS`.
    previous : str
        Hash of the record before, in hexadecimal; :data:`GENESIS` for the first.

    Returns
    -------
    str
        SHA-256 in hexadecimal. Fields are prefixed with their length, so that no two
        different records give the same bytes.
    """
    digest = sha256(bytes.fromhex(previous))
    for value in values:
        content = value.encode()
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()
