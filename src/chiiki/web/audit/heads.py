"""Signed heads of the log, kept beside the database: they show what the log alone cannot.

After each commit the new head is signed (Ed25519) and appended to ``audit-head.jsonl`` in the data
folder. Who can write to the database alone can then neither cut the end of the log nor put a copy
hashed anew in its place. What others are shown is :func:`public_head`: it goes on by the clock, so
that its ticking does not tell when something was decided.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chiiki.web.audit.chain import Head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

__all__ = ["HEADS", "KEY", "PUBLIC_EVERY", "SignedHead", "keep_head", "kept_heads", "public_head", "public_key"]

HEADS, KEY = "audit-head.jsonl", "audit-key"
"""Names of the files in the data folder."""

PUBLIC_EVERY = timedelta(days=1)
"""How often the public head goes on."""

_LINE = 1024
"""Longer than any line of the file, in bytes."""


@dataclass(frozen=True, slots=True)
class SignedHead:
    """Where the log ended at a time, with the signature of the site."""

    chain: str
    count: int
    sha256: str
    at: str
    signature: str = ""

    @property
    def head(self) -> Head:
        """The head without its time and signature."""
        return Head(self.chain, self.count, self.sha256)

    @property
    def message(self) -> bytes:
        """What is signed."""
        return f"chiiki audit head\n{self.chain}\n{self.count}\n{self.sha256}\n{self.at}".encode()

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        """Say whether the signature is that of `key`."""
        try:
            key.verify(bytes.fromhex(self.signature), self.message)
        except (InvalidSignature, ValueError):
            return False
        return True


def keep_head(folder: Path, head: SignedHead) -> None:
    """Sign `head` and append it to the file in `folder`, unless a later one stands there.

    Raises
    ------
    OSError
        If the file cannot be written; the next head makes up for it.
    """
    key = _private_key(folder)
    with _locked(folder / HEADS) as handle:
        last = _last_line(handle)
        if (kept := _parsed(last)) and kept.chain == head.chain and kept.count >= head.count:
            return
        line = json.dumps(asdict(head) | {"signature": key.sign(head.message).hex()}) + "\n"
        torn = bool(last) and not last.endswith(b"\n")
        _write(handle, ("\n" if torn else "") + line)


def kept_heads(folder: Path) -> tuple[SignedHead, ...]:
    """Return the heads in the file of `folder`, oldest first, signatures unchecked; a torn line is left out."""
    try:
        lines = (folder / HEADS).read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    return tuple(head for line in lines if (head := _parsed(line)))


def public_head(folder: Path, *, now: datetime) -> SignedHead | None:
    """Return the last head of the last full :data:`PUBLIC_EVERY`; None before there is one."""
    since = datetime(1970, 1, 1, tzinfo=UTC)
    until = since + (now - since) // PUBLIC_EVERY * PUBLIC_EVERY
    old = [head for head in kept_heads(folder) if datetime.fromisoformat(head.at) < until]
    return old[-1] if old else None


def public_key(folder: Path) -> Ed25519PublicKey:
    """Return the key by which anybody can check the signatures."""
    return _private_key(folder).public_key()


def _private_key(folder: Path) -> Ed25519PrivateKey:
    """Return the key of the site, made on first use; of two processes that make one, one wins."""
    place = folder / KEY
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f"{KEY}.{uuid4().hex}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:  # noqa: PTH123 -- rights
            stream.write(Ed25519PrivateKey.generate().private_bytes_raw())
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, place)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return Ed25519PrivateKey.from_private_bytes(place.read_bytes())


@contextmanager
def _locked(place: Path) -> Iterator[int]:
    handle = os.open(place, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _last_line(handle: int) -> bytes:
    """Return the last line of the file with its end, or what was written of it."""
    size = os.fstat(handle).st_size
    tail = os.pread(handle, _LINE, max(0, size - _LINE))
    return tail[tail.rfind(b"\n", 0, -1) + 1 :]


def _write(handle: int, text: str) -> None:
    """Write all of `text` and wait until it is on the disk."""
    left = text.encode()
    while left:
        left = left[os.write(handle, left) :]
    os.fsync(handle)


def _parsed(line: bytes) -> SignedHead | None:
    """Read a line of the file; None where it is torn."""
    try:
        return SignedHead(**json.loads(line))
    except (ValueError, TypeError):
        return None
