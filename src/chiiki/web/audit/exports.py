"""The log as a table: for those who see all of it with its hashes, for others without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.audit.chain import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chiiki.web.audit.models import AuditRecord

__all__ = ["columns", "export_rows"]

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
