"""The heads outside the database: only forward, one key, published by the day, and what an export takes of them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chiiki.web.access.actors import SYSTEM
from chiiki.web.audit import heads
from chiiki.web.audit.domain import record_action
from chiiki.web.audit.exports import log_lines
from chiiki.web.audit.heads import KEY, SignedHead, keep_head, kept_heads, public_head, public_key
from chiiki.web.audit.models import AuditHead


def _head(count, at="2026-04-01T09:10:00.000000+00:00"):
    return SignedHead("site", count, f"{count:064}", at)


def test_a_head_is_kept_once_and_none_after_a_later_one(tmp_path):
    for count in (1, 3, 2, 3):
        keep_head(tmp_path, _head(count))
    assert [head.count for head in kept_heads(tmp_path)] == [1, 3]


def test_the_head_that_everybody_may_know_is_that_of_the_last_full_day(tmp_path):
    assert public_head(tmp_path, now=datetime(2026, 4, 1, 12, 5, tzinfo=UTC)) is None
    for count, at in ((1, "2026-03-31T23:50:00.000000+00:00"), (2, "2026-04-01T00:01:00.000000+00:00")):
        keep_head(tmp_path, _head(count, at))
    assert public_head(tmp_path, now=datetime(2026, 4, 1, 12, 5, tzinfo=UTC)).count == 1


def test_of_two_processes_that_make_the_key_one_wins(tmp_path, monkeypatch):
    first = Ed25519PrivateKey.generate()
    link = os.link

    def another_was_faster(draft, place):
        place.write_bytes(first.private_bytes_raw())
        link(draft, place)

    monkeypatch.setattr(heads.os, "link", another_was_faster)
    assert public_key(tmp_path) == first.public_key()
    assert [one.name for one in tmp_path.iterdir()] == [KEY]


@pytest.mark.django_db
def test_what_is_written_while_an_export_runs_is_not_in_it(tmp_path):
    record_action(actor=SYSTEM, action="test.act", subject_kind="thing", subject_id="1")
    head = AuditHead.objects.get()
    keep_head(tmp_path, SignedHead(head.chain, head.count, head.sha256, head.at))
    lines = log_lines(tmp_path)
    promised = json.loads(next(lines))["n_records"]
    record = record_action(actor=SYSTEM, action="test.act", subject_kind="thing", subject_id="2")
    assert str(record) == f"{record.sequence} test.act thing 2"
    keep_head(tmp_path, SignedHead(record.chain, record.sequence, record.sha256, record.at))
    written = [json.loads(line) for line in lines]
    assert [line["count"] for line in written if "signature" in line] == [promised]
    assert sum("action" in line for line in written) == promised == head.count
    assert str(head) == f"{head.count} {head.sha256}"
