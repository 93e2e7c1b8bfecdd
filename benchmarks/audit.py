"""The audit log: how fast records are appended, and how fast a long log is verified.

Usage: ``./run python benchmarks/audit.py [--records 100000]``; with ``DATABASE_URL``, on an empty PostgreSQL database.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chiiki.web.config.start import open_site

if TYPE_CHECKING:
    from collections.abc import Iterator

N_APPENDED = 200


def main() -> None:
    """Fill a log, verify it, print the figures."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--records", type=int, default=100_000, help="length of the log")
    n_records = options.parse_args().records
    with tempfile.TemporaryDirectory(prefix="chiiki-audit-") as folder:
        open_site(data=Path(folder))
        from django.core.management import call_command  # noqa: PLC0415 -- after Django is started

        call_command("migrate", interactive=False, verbosity=0)
        print(f"{'postgresql' if os.environ.get('DATABASE_URL') else 'sqlite'}, {os.cpu_count()} cores")
        with _timed(f"append {N_APPENDED} records, each with a signed head"):
            _append()
        _fill(n_records)
        with _timed(f"verify {n_records:,} records (goal: 10 s for 100,000)"):
            _verify(Path(folder))


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{what}: {time.perf_counter() - started:.2f} s, {time.process_time() - cpu:.2f} s of processor")


def _append() -> None:
    """Append records one by one, each in its own transaction."""
    from chiiki.web.access.actors import SYSTEM  # noqa: PLC0415 -- after Django is started
    from chiiki.web.audit.domain import record_action  # noqa: PLC0415 -- as above

    for number in range(N_APPENDED):
        record_action(actor=SYSTEM, action="bench.act", subject_kind="thing", subject_id=str(number))


def _fill(n_records: int) -> None:
    """Chain records onto the log without a transaction each."""
    from django.db import connection, transaction  # noqa: PLC0415 -- after Django is started

    from chiiki.web.audit.chain import FIELDS, record_hash  # noqa: PLC0415 -- as above
    from chiiki.web.audit.guards import lifted  # noqa: PLC0415 -- as above
    from chiiki.web.audit.models import AuditHead, AuditRecord  # noqa: PLC0415 -- as above

    head = AuditHead.objects.get(pk=1)
    records = []
    for number in range(head.count + 1, n_records + 1):
        values = dict.fromkeys(FIELDS, "") | {
            "chain": head.chain,
            "sequence": str(number),
            "at": head.at,
            "action": "bench.act",
            "subject_kind": "thing",
            "subject_id": str(number),
            "detail": '{"n":1}',
        }
        written = record_hash([values[name] for name in FIELDS], previous=head.sha256)
        records.append(AuditRecord(**values | {"sequence": number}, previous=head.sha256, sha256=written))
        head.count, head.sha256 = number, written
    with transaction.atomic(), lifted(connection):
        AuditRecord.objects.bulk_create(records, batch_size=2_000)
        head.save()


def _verify(folder: Path) -> None:
    """Verify the whole log."""
    from chiiki.web.audit.verify import verify_log  # noqa: PLC0415 -- after Django is started

    report = verify_log(folder)
    if report.finding:
        raise RuntimeError(report.finding.words)


if __name__ == "__main__":
    main()
