"""The database itself refuses what would change the log."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from chiiki.web.access.actors import SYSTEM
from chiiki.web.audit.domain import record_action
from chiiki.web.audit.guards import GUARDS, put_up, standing, take_down
from chiiki.web.audit.models import AuditHead, AuditRecord


@pytest.fixture
def record(db):
    return record_action(actor=SYSTEM, action="test.act", subject_kind="thing", subject_id="1")


REFUSED = {
    "change a record": ("UPDATE audit_auditrecord SET action = 'x'", "an audit record is never changed"),
    "delete a record": ("DELETE FROM audit_auditrecord", "an audit record is never deleted"),
    "turn the head back": ("UPDATE audit_audithead SET count = count - 1", "goes on by the record just written"),
    "turn the head on": ("UPDATE audit_audithead SET count = count + 1", "goes on by the record just written"),
    "change the head": ("UPDATE audit_audithead SET sha256 = 'x'", "goes on by the record just written"),
    "rename the chain": ("UPDATE audit_audithead SET chain = 'x'", "goes on by the record just written"),
    "delete the head": ("DELETE FROM audit_audithead", "the head of the log is never deleted"),
    "add a head": (
        "INSERT INTO audit_audithead (id, chain, count, sha256, at) VALUES (2, 'x', 0, 'x', '')",
        "the log has one head",
    ),
}
COPY = (
    "INTO audit_auditrecord SELECT sequence + {}, chain, at, actor_id, action, subject_kind, subject_id,"
    " before_sha256, after_sha256, request_id, detail, previous, 'x' FROM audit_auditrecord WHERE sequence = {}"
)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses_to(what):
    statement, message = REFUSED[what]
    with pytest.raises(IntegrityError, match=message), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE"])
def test_the_database_refuses_a_record_that_does_not_follow_the_last(record, step, verb):
    if connection.vendor != "sqlite" and verb != "INSERT":
        verb = "INSERT"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{verb} {COPY.format(step, record.sequence)}")


@pytest.mark.usefixtures("record")
def test_postgresql_refuses_to_empty_the_log():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    for table in ("audit_auditrecord", "audit_audithead"):
        with pytest.raises(IntegrityError, match="never emptied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db
def test_all_guards_stand_and_can_be_taken_down_and_put_up_again():
    assert standing(connection) == set(GUARDS[connection.vendor])
    take_down(connection)
    assert standing(connection) == frozenset()
    put_up(connection)
    assert standing(connection) == set(GUARDS[connection.vendor])


@pytest.mark.django_db(transaction=True)
def test_whoever_empties_the_database_does_not_empty_the_log():
    record = record_action(actor=SYSTEM, action="test.act", subject_kind="thing", subject_id="1")

    call_command("flush", interactive=False, verbosity=0)

    assert AuditRecord.objects.get(pk=record.pk) == record
    assert AuditHead.objects.get().count == record.sequence
