"""The verifier without a database: what it says of records and heads that do not fit."""

from __future__ import annotations

import json
import runpy
import sys

import pytest

from chiiki.web.audit import chain
from chiiki.web.audit.chain import FIELDS, GENESIS, Head, Kind, Record, record_hash, verify

SITE, OTHER = "site", "other"


def _record(number, *, previous, site=SITE, action="test.act"):
    values = (site, str(number), f"2026-04-{number:02}T00:00:00.000000+00:00", "", action, *[""] * (len(FIELDS) - 5))
    return Record(values, previous, record_hash(values, previous=previous))


def _log(n, *, start=1, previous=GENESIS, **said):
    found = []
    for number in range(start, start + n):
        found.append(_record(number, previous=previous, **said))
        previous = found[-1].sha256
    return found


def _head(record, **changed):
    said = {"chain": record.values[0], "count": record.sequence, "sha256": record.sha256}
    return Head(**said | changed)


LOG = _log(4)
ELSE = _record(3, previous=LOG[1].sha256, action="test.else")


@pytest.mark.parametrize(
    ("current", "sequence", "kind"),
    [
        ({}, None, None),
        ({"chain": OTHER}, 1, Kind.FOREIGN),
        ({"count": 3}, 4, Kind.INSERTED),
        ({"count": 6}, 5, Kind.TAIL_CUT),
        ({"sha256": "0" * 64}, 4, Kind.EDITED),
    ],
)
def test_the_end_is_compared_with_what_the_database_says_of_it(current, sequence, kind):
    signed = [_head(LOG[0])] if "chain" in current else []
    found = verify(lambda: LOG, signed=signed, current=_head(LOG[-1], **current))
    assert (found and (found.sequence, found.kind)) == (sequence and (sequence, kind))


@pytest.mark.parametrize(
    ("records", "sequence", "kind"),
    [
        ([*LOG[:2], LOG[1], *LOG[2:]], 2, Kind.FORKED),
        ([*LOG[:2], ELSE._replace(sha256="0" * 64), *LOG[2:]], 3, Kind.INSERTED),
        ([*LOG[:2], ELSE._replace(sha256="0" * 64)], 3, Kind.EDITED),
        ([*LOG[:2], ELSE._replace(previous="0" * 64), *LOG[2:]], 3, Kind.INSERTED),
        ([*LOG[:2], ELSE._replace(previous="0" * 64)], 3, Kind.EDITED),
        ([*LOG[:2], _record(3, previous=LOG[0].sha256)], 3, Kind.FORKED),
        ([*LOG[:2], _record(3, previous="f" * 64)], 2, Kind.EDITED),
        ([*LOG[:2], *_log(1, start=3, previous=LOG[1].sha256, site=OTHER)], 3, Kind.FOREIGN),
        ([*LOG[:2], LOG[3]], 3, Kind.DELETED),
    ],
)
def test_what_does_not_follow_is_named_with_its_number(records, sequence, kind):
    found = verify(lambda: records)
    assert (found.sequence, found.kind) == (sequence, kind)


def test_nothing_at_all_where_a_head_was_signed_is_a_whole_cut():
    assert verify(list, signed=[_head(LOG[-1])]).kind == Kind.WHOLE_CUT
    assert verify(list) is None


def _write_export(path, records, *, promised, heads=()):
    lines = [{"chain": SITE, "n_records": promised}]
    lines += [
        dict(zip(FIELDS, one.values, strict=True)) | {"previous": one.previous, "sha256": one.sha256} for one in records
    ]
    lines += [{"chain": one.chain, "count": one.count, "sha256": one.sha256, "signature": ""} for one in heads]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def _verified(place, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["chain.py", str(place)])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(chain.__file__, run_name="__main__")
    return ended.value.code


def test_an_export_is_verified_by_the_one_file(tmp_path, capsys, monkeypatch):
    place = tmp_path / "log.jsonl"
    _write_export(place, LOG, promised=4, heads=[_head(LOG[2])])
    assert _verified(place, monkeypatch) == 0
    assert capsys.readouterr().out == "log.jsonl: 4 records, every record holds\n"
    _write_export(place, LOG[:3], promised=4)
    assert _verified(place, monkeypatch) == 1
    assert "record 4: tail cut" in capsys.readouterr().out
