"""Write the record of what was done, in the transaction that does it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from chiiki.web.audit.chain import FIELDS, record_hash
from chiiki.web.audit.heads import SignedHead, keep_head
from chiiki.web.audit.models import AuditHead, AuditRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.web.access.actors import Actor

__all__ = ["record_action", "state_hash"]


def record_action(  # noqa: PLR0913 -- a record has these fields
    *,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    detail: Mapping[str, object] | None = None,
) -> AuditRecord:
    """Append one record to the log; call it last in the transaction of the action.

    The head of the log is locked until the transaction ends, so that records never fork. When it
    is committed, the new head is signed and kept in the data folder.

    Parameters
    ----------
    actor : Actor
    action : str
        ``<app>.<verb>``: ``accounts.invite``; named for readers in :mod:`chiiki.web.audit.actions`.
    subject_kind, subject_id : str
        What it was done to.
    before, after : mapping, optional
        State of the subject; only its hash is kept. None where there was (is) none.
    detail : mapping, optional
        What readers of the log need to know, kept as JSON: no secrets, no personal texts.
    """
    with transaction.atomic():
        _wait_for_turn()
        head = AuditHead.objects.select_for_update().get(pk=1)
        now = datetime.now(tz=UTC).isoformat(timespec="microseconds")
        values = {
            "chain": head.chain,
            "sequence": str(head.count + 1),
            # The time in the log never goes back, whatever the clock does.
            "at": max(now, head.at),
            "actor_id": str(actor.user_id or ""),
            "action": action,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "before_sha256": state_hash(before),
            "after_sha256": state_hash(after),
            "request_id": actor.request_id,
            "detail": _json(detail) if detail else "",
        }
        written = record_hash([values[name] for name in FIELDS], previous=head.sha256)
        record = AuditRecord.objects.create(
            **values | {"sequence": head.count + 1}, previous=head.sha256, sha256=written
        )
        AuditHead.objects.filter(pk=1).update(count=record.sequence, sha256=written, at=record.at)
        _keep_when_committed(record)
    return record


def state_hash(state: Mapping[str, object] | None) -> str:
    """Hash the state of a subject; empty where there is none."""
    return sha256(_json(state).encode()).hexdigest() if state is not None else ""


def _wait_for_turn() -> None:
    """Stand in the queue for the head, where many write at once.

    A lock of the row alone wakes each waiter on PostgreSQL with a row that has changed meanwhile,
    to be read and locked anew; two hundred of them then waited half as long again.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:  # pragma: no cover -- runs on that server alone
        cursor.execute("SELECT pg_advisory_xact_lock(%s::regclass::oid::bigint)", [AuditHead._meta.db_table])


def _keep_when_committed(record: AuditRecord) -> None:
    """Sign and keep the head once it is true; a disk that is full then undoes nothing."""
    head = SignedHead(chain=record.chain, count=record.sequence, sha256=record.sha256, at=record.at)

    def keep() -> None:  # a partial has no name, and Django wants one when it logs what failed
        keep_head(settings.OPTIONS.data, head)

    transaction.on_commit(keep, robust=True)


def _json(content: Mapping[str, object] | None) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
