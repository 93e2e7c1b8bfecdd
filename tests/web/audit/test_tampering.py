"""Ten kinds of tampering, written raw into the tables, are named with the first bad record."""

from __future__ import annotations

import pytest
from django.db import connection

from chiiki.web.access.actors import SYSTEM
from chiiki.web.audit.chain import FIELDS, GENESIS, Kind, record_hash
from chiiki.web.audit.domain import record_action
from chiiki.web.audit.guards import take_down
from chiiki.web.audit.heads import SignedHead, keep_head
from chiiki.web.audit.models import AuditHead, AuditRecord
from chiiki.web.audit.verify import verify_log

pytestmark = pytest.mark.django_db

COLUMNS = (*FIELDS, "previous", "sha256")
N = 12


@pytest.fixture
def log(tmp_path):
    """Write twelve records whose heads are kept, then take the triggers down, as an intruder would."""
    take_over = AuditRecord.objects.count()
    for number in range(N):
        record = record_action(
            actor=SYSTEM, action="test.act", subject_kind="thing", subject_id=str(number), detail={"n": number}
        )
        keep_head(tmp_path, SignedHead(record.chain, record.sequence, record.sha256, record.at))
    assert verify_log(tmp_path).finding is None
    take_down(connection)
    return take_over, tmp_path


def _rows():
    return list(AuditRecord.objects.order_by("sequence").values(*COLUMNS))


def _put(rows):
    """Put `rows` in the place of the whole table, and let the head say that they are all."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditrecord")
    AuditRecord.objects.bulk_create([AuditRecord(**row) for row in rows])


def _head_says(row):
    AuditHead.objects.update(count=row["sequence"], sha256=row["sha256"])


def _rehashed(row, *, previous):
    changed = row | {"previous": previous}
    return changed | {"sha256": record_hash([str(changed[name]) for name in FIELDS], previous=previous)}


def _rechained(rows, *, start=0):
    """Hash rows anew from `start`, as somebody does who knows how."""
    chained = rows[:start]
    for row in rows[start:]:
        chained.append(_rehashed(row, previous=chained[-1]["sha256"] if chained else GENESIS))
    return chained


def _finding(log):
    return verify_log(log[1]).finding


@pytest.mark.parametrize("field", [name for name in COLUMNS if name not in {"chain", "sequence"}])
def test_an_edited_field_is_named_with_its_record(log, field):
    before, _ = log
    changed = "1999-01-01" if field == "at" else "f" * 64 if "sha256" in field or field == "previous" else "x"
    AuditRecord.objects.filter(sequence=before + 5).update(**{field: changed})

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.EDITED, before + 5)


def test_an_edited_record_with_a_new_hash_is_named(log):
    before, _ = log
    rows = _rows()
    place = before + 4
    rows[place] = _rehashed(rows[place] | {"subject_id": "other"}, previous=rows[place]["previous"])
    _put(rows)

    found = _finding(log)

    assert found.sequence == before + 5
    assert found.kind == Kind.RECHAINED  # the head signed after it says so first


@pytest.mark.parametrize("is_renumbered", [False, True])
@pytest.mark.parametrize("n_gone", [1, 3])
def test_a_deleted_record_is_named(log, is_renumbered, n_gone):
    before, _ = log
    rows = _rows()
    del rows[before + 4 : before + 4 + n_gone]
    if is_renumbered:
        rows = [row | {"sequence": place} for place, row in enumerate(rows, start=1)]
    _put(rows)

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.DELETED, before + 5)


@pytest.mark.parametrize("is_well_made", [False, True])
def test_an_inserted_record_is_named(log, is_well_made):
    before, folder = log
    rows = _rows()
    place = before + 4
    extra = rows[place] | {"subject_id": "extra"}
    extra = _rehashed(extra, previous=rows[place]["previous"]) if is_well_made else extra | {"sha256": "e" * 64}
    rows.insert(place, extra)
    _put([row | {"sequence": number} for number, row in enumerate(rows, start=1)])
    (folder / "audit-head.jsonl").unlink()

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.INSERTED, before + 5)


def test_a_record_beyond_the_head_is_inserted(log):
    before, _ = log
    rows = _rows()
    _put([*rows, _rehashed(rows[-1] | {"sequence": before + N + 1}, previous=rows[-1]["sha256"])])

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.INSERTED, before + N + 1)


@pytest.mark.parametrize(("first", "second"), [(4, 5), (3, 9)])
def test_two_records_that_changed_places_are_named(log, first, second):
    before, _ = log
    rows = _rows()
    one, two = before + first, before + second
    rows[one], rows[two] = (
        rows[two] | {"sequence": rows[one]["sequence"]},
        rows[one] | {"sequence": rows[two]["sequence"]},
    )
    _put(rows)

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.REORDERED, before + first + 1)


@pytest.mark.parametrize("is_head_changed", [False, True])
def test_a_cut_tail_is_named(log, is_head_changed):
    before, _ = log
    rows = _rows()[: before + 8]
    _put(rows)
    if is_head_changed:
        _head_says(rows[-1])

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.TAIL_CUT, before + 9)


@pytest.mark.parametrize("is_head_changed", [False, True])
def test_a_log_cut_whole_is_named(log, is_head_changed):
    _put([])
    if is_head_changed:
        AuditHead.objects.update(count=0, sha256=GENESIS, at="")

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.WHOLE_CUT, 1)


def test_a_fork_is_named(log):
    before, folder = log
    rows = _rows()
    place = before + 6
    rows[place] = _rehashed(rows[place], previous=rows[place - 2]["sha256"])
    _put(rows)
    (folder / "audit-head.jsonl").unlink()

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.FORKED, before + 7)


def test_a_clock_that_went_back_is_named(log):
    before, folder = log
    rows = _rows()
    rows[-1] = _rehashed(rows[-1] | {"at": "2001-01-01T00:00:00.000000+00:00"}, previous=rows[-1]["previous"])
    _put(rows)
    _head_says(rows[-1])
    (folder / "audit-head.jsonl").unlink()

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.CLOCK_BACK, before + N)


def test_a_copy_hashed_anew_is_named_with_the_first_changed_record(log):
    before, _ = log
    rows = _rows()
    rows[before + 5]["subject_id"] = "other"
    rows = _rechained(rows, start=before + 5)
    _put(rows)
    _head_says(rows[-1])

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.RECHAINED, before + 6)


def test_one_row_of_another_site_is_named(log):
    before, _ = log
    rows = _rows()
    rows[before + 2] = _rehashed(rows[before + 2] | {"chain": "another"}, previous=rows[before + 2]["previous"])
    _put(rows)

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.FOREIGN, before + 3)


def test_the_whole_log_of_another_site_is_named(log):
    rows = _rechained([row | {"chain": "another"} for row in _rows()])
    _put(rows)
    _head_says(rows[-1])
    AuditHead.objects.update(chain="another")

    found = _finding(log)

    assert (found.kind, found.sequence) == (Kind.FOREIGN, 1)


def test_a_head_that_nobody_signed_counts_for_nothing(log):
    _, folder = log
    with (folder / "audit-head.jsonl").open("a") as stream:
        stream.write('{"chain": "x", "count": 99999, "sha256": "0", "at": "2026", "signature": "00"}\n{"torn')

    assert verify_log(folder).finding is None
