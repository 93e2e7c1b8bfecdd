"""The log as a table, for those who see all of it with its hashes, for others without; and whole, to be verified."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from chiiki.web.audit.chain import FIELDS
from chiiki.web.audit.heads import kept_heads, public_key
from chiiki.web.audit.models import AuditHead
from chiiki.web.audit.verify import stored_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from chiiki.web.audit.models import AuditRecord

__all__ = ["columns", "export_rows", "log_lines"]

_WHOLE = (*FIELDS, "previous", "sha256")
_PARTIAL = ("at", "actor_id", "action", "subject_kind", "subject_id", "detail")
"""Numbers and hashes would tell how much there is that somebody does not see."""


def columns(*, is_whole: bool) -> tuple[str, ...]:
    """Return the columns of an export."""
    return _WHOLE if is_whole else _PARTIAL


def export_rows(records: Iterable[AuditRecord], *, is_whole: bool) -> Iterator[tuple[str | int, ...]]:
    """Give the cells of each record in the order of :func:`columns`."""
    for record in records:
        yield tuple(getattr(record, name) for name in columns(is_whole=is_whole))


def log_lines(folder: Path) -> Iterator[str]:
    """Give the whole log as JSON Lines, which :mod:`chiiki.web.audit.chain` verifies alone.

    Parameters
    ----------
    folder : Path
        The data folder, where the signed heads are.
    """
    head = AuditHead.objects.get(pk=1)
    key = public_key(folder).public_bytes_raw().hex()
    yield json.dumps({"chain": head.chain, "n_records": head.count, "public_key_ed25519": key})
    for record in stored_records():
        if int(record.values[1]) > head.count:  # written since
            break
        fields = dict(zip(FIELDS, record.values, strict=True))
        yield json.dumps(fields | {"previous": record.previous, "sha256": record.sha256}, ensure_ascii=False)
    for kept in kept_heads(folder):
        if kept.count <= head.count:
            yield json.dumps(asdict(kept))
