"""Ask the invariants after a test, in its own transaction, while everything that it made is there.

The invariants that look at rows are one statement together, put into words once for a process:
a test hardly notices. The others look at files and at the whole log, and are asked when a
process has run all its tests.
"""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.models import Value

from chiiki.web.audit.invariants import NoneOf, check_invariants, invariants

__all__ = ["LEFT_BY_FLUSH", "broken_rows", "see_that_rows_hold", "see_that_the_site_holds"]

LEFT_BY_FLUSH = "log.actors-are-known"
"""Tests empty the tables of people, and the log remembers them."""

IN_FOLDERS_OF_TESTS = "log.head-is-signed-and-kept"
"""Where each test has a data folder of its own, the one of the process may have no head."""


@cache
def _question():
    """Return one statement that gives the names of all invariants that some row breaks, and its values."""
    parts, values = [], []
    for name, check in invariants().items():
        if not isinstance(check, NoneOf) or name.startswith("log."):
            continue
        found = check.rows().order_by().annotate(of=Value(name)).values("of")[:1]
        sql, given = found.query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS one")  # noqa: S608 -- of our own queries
        values += given
    return " UNION ALL ".join(parts), values


def broken_rows():
    """Return the names of the invariants that some row breaks."""
    with connection.cursor() as cursor:
        cursor.execute(*_question())
        return {name for (name,) in cursor.fetchall()}


def see_that_rows_hold():
    """Fail with the violations where a row breaks an invariant."""
    if connection.needs_rollback:  # nothing of it will be there
        return
    if names := broken_rows():
        found = [outcome for outcome in check_invariants() if outcome.name in names]
        msg = f"this test leaves what no site may hold: {found}; mark it broken_site where it is meant to"
        raise AssertionError(msg)


def see_that_the_site_holds():
    """Fail where anything of the site does not hold once all tests of a process are over."""
    left_out = {LEFT_BY_FLUSH, IN_FOLDERS_OF_TESTS}
    assert [outcome for outcome in check_invariants() if not outcome.holds and outcome.name not in left_out] == []
