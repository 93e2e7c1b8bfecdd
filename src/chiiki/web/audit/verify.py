"""Verify the log of this site against itself and against the heads kept beside the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.web.audit.chain import FIELDS, Head, Record, verify
from chiiki.web.audit.heads import kept_heads, public_key
from chiiki.web.audit.models import AuditHead, AuditRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chiiki.web.audit.chain import Finding

__all__ = ["LogReport", "stored_records", "trusted_heads", "verify_log"]

_CHUNK = 2000
"""Records fetched at once."""


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a verification found."""

    n_records: int
    n_heads: int
    """Signed heads that the log was compared with."""

    finding: Finding | None


def verify_log(folder: Path) -> LogReport:
    """Find the first bad record of the log of this site.

    Parameters
    ----------
    folder : Path
        The data folder, where the signed heads are.
    """
    heads = trusted_heads(folder)
    row = AuditHead.objects.first()
    current = Head(row.chain, row.count, row.sha256) if row else None
    finding = verify(stored_records, signed=heads, current=current)
    return LogReport(n_records=AuditRecord.objects.count(), n_heads=len(heads), finding=finding)


def stored_records() -> Iterator[Record]:
    """Read the log in the order of its numbers."""
    rows = AuditRecord.objects.order_by("sequence").values_list(*FIELDS, "previous", "sha256")
    for *values, previous, sha256 in rows.iterator(chunk_size=_CHUNK):
        yield Record(tuple(map(str, values)), previous, sha256)


def trusted_heads(folder: Path) -> tuple[Head, ...]:
    """Return the heads of the file up to the last whose signature holds.

    The last one vouches for the chain behind it, and so for the earlier ones, which only help to
    say where a difference begins.
    """
    heads = kept_heads(folder)
    if not heads:
        return ()
    key = public_key(folder)
    while heads and not heads[-1].is_signed_by(key):
        heads = heads[:-1]
    return tuple(head.head for head in heads)
