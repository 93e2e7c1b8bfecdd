"""What the database itself refuses: a changed, removed or unlinked record, a head that goes back.

The texts stand here once: the migration puts them up, the check of the database looks whether
they stand.
"""

from __future__ import annotations

from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["GUARDS", "lifted", "put_up", "standing", "take_down"]

_RECORDS, _HEAD = "audit_auditrecord", "audit_audithead"

_FOLLOWS = f"""EXISTS (
    SELECT 1 FROM {_HEAD} AS head WHERE head.count + 1 = NEW.sequence AND head.sha256 = NEW.previous
    AND head.chain = NEW.chain AND head.at <= NEW.at)"""  # noqa: S608 -- the names are constants above

_ADVANCES = f"""NEW.id = OLD.id AND NEW.chain = OLD.chain AND NEW.count = OLD.count + 1 AND EXISTS (
    SELECT 1 FROM {_RECORDS} AS record WHERE record.sequence = NEW.count AND record.sha256 = NEW.sha256
    AND record.previous = OLD.sha256)"""  # noqa: S608 -- as above

_ALONE = f"NOT EXISTS (SELECT 1 FROM {_HEAD})"  # noqa: S608 -- as above

_RULES: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "audit_record_stays": ("UPDATE", _RECORDS, "FALSE", "an audit record is never changed"),
        "audit_record_remains": ("DELETE", _RECORDS, "FALSE", "an audit record is never deleted"),
        "audit_record_follows": ("INSERT", _RECORDS, _FOLLOWS, "an audit record follows the last one"),
        "audit_head_advances": ("UPDATE", _HEAD, _ADVANCES, "the head of the log goes on by the record just written"),
        "audit_head_remains": ("DELETE", _HEAD, "FALSE", "the head of the log is never deleted"),
        "audit_head_is_one": ("INSERT", _HEAD, _ALONE, "the log has one head"),
    }
)
"""Trigger → event, table, what must be true, message."""

_EMPTYING = ("audit_record_not_emptied", "audit_head_not_emptied")

GUARDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sqlite": tuple(_RULES), "postgresql": (*_RULES, *_EMPTYING)},
)
"""Vendor → names of the triggers that must stand."""


def _sqlite(name: str) -> list[str]:
    event, table, truth, message = _RULES[name]
    return [
        (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN NOT ({truth})"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    ]


def _postgresql(name: str) -> list[str]:  # pragma: no cover -- runs on that server alone
    event, table, truth, message = _RULES.get(name) or (
        "TRUNCATE",
        _RECORDS if name == _EMPTYING[0] else _HEAD,
        "FALSE",
        "the log is never emptied",
    )
    row = "STATEMENT" if event == "TRUNCATE" else "ROW"
    answer = {"TRUNCATE": "NULL", "DELETE": "OLD"}.get(event, "NEW")
    return [
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT ({truth}) THEN"
            f" RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            f" RETURN {answer}; END $$"
        ),
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {row} EXECUTE FUNCTION {name}()",
    ]


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers of the log."""
    written = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for name in GUARDS[connection.vendor]:
            for statement in written(name):
                cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers of the log."""
    with connection.cursor() as cursor:
        for name in GUARDS[connection.vendor]:
            table = _HEAD if "_head_" in name else _RECORDS
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lift the triggers while rows are copied into an empty database; in its transaction."""
    take_down(connection)
    yield
    put_up(connection)


def standing(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Return the names of the triggers of the log that stand and are not switched off."""
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return frozenset(name for (name,) in cursor.fetchall() if name in GUARDS[connection.vendor])
