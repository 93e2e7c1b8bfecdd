"""How an audit record is hashed, and how a log is verified; one file, to be run alone as well.

    python chain.py audit.jsonl

Every field is hashed with its length in front, after the hash of the record before it. This file
needs nothing but the standard library, so that an exported log can be verified anywhere. What a
chain alone cannot show (its end cut off, a copy hashed anew) is shown by signed heads: hashes of
the last record that were kept outside the database.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "FIELDS",
    "GENESIS",
    "Finding",
    "Head",
    "Kind",
    "Record",
    "read_export",
    "record_hash",
    "verify",
]

GENESIS = "0" * 64
"""What stands before the first record."""

FIELDS = (
    "chain",
    "sequence",
    "at",
    "actor_id",
    "action",
    "subject_kind",
    "subject_id",
    "before_sha256",
    "after_sha256",
    "request_id",
    "detail",
)
"""Fields of a record in the order in which they are hashed; all as text."""

_CHAIN, _SEQUENCE, _AT = range(3)

_REACH = 1000
"""How many numbers up and down a renumbered record is looked for."""


class Kind(StrEnum):
    """What somebody did to a log."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TAIL_CUT = "tail cut"
    WHOLE_CUT = "whole cut"
    FORKED = "forked"
    CLOCK_BACK = "clock back"
    RECHAINED = "re-chained copy"
    FOREIGN = "rows of another site"


class Record(NamedTuple):
    """One record as it is stored."""

    values: tuple[str, ...]
    """Its :data:`FIELDS`."""

    previous: str
    sha256: str

    @property
    def sequence(self) -> int:
        """Number of the record, from 1."""
        return int(self.values[_SEQUENCE])

    def is_hashed_as(self, sequence: int) -> bool:
        """Say whether the record's hash is that of its fields under the number `sequence`."""
        values = (*self.values[:_SEQUENCE], str(sequence), *self.values[_AT:])
        return record_hash(values, previous=self.previous) == self.sha256


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ended at some time."""

    chain: str
    count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The first bad record of a log."""

    sequence: int
    kind: Kind
    words: str


def record_hash(values: Sequence[str], *, previous: str) -> str:
    """Hash a record after the one whose hash is `previous`.

    Parameters
    ----------
    values : sequence of str
        The fields in the order of :data:`FIELDS`.
    previous : str
        Hash of the record before, in hexadecimal; :data:`GENESIS` for the first.

    Returns
    -------
    str
        SHA-256 in hexadecimal. Fields are prefixed with their length, so that no two
        different records give the same bytes.
    """
    parts = [previous.encode()]
    for value in values:
        content = value.encode(errors="surrogatepass")
        parts += [len(content).to_bytes(8, "big"), content]
    return sha256(b"".join(parts)).hexdigest()


def verify(
    read: Callable[[], Iterable[Record]], *, signed: Sequence[Head] = (), current: Head | None = None
) -> Finding | None:
    """Find the first bad record of a log.

    Parameters
    ----------
    read : callable
        Gives the records in the order of their numbers; called again where a problem needs a
        second look.
    signed : sequence of Head
        Heads kept outside the database, whose signatures were checked.
    current : Head, optional
        What the database says of its end.

    Returns
    -------
    Finding or None
        None where every record is as it was written, as far as the heads can tell.
    """
    known = signed[0] if signed else current
    chain = known.chain if known else next((record.values[_CHAIN] for record in read()), "")
    marks = {head.count: head.sha256 for head in signed}
    count, previous, at, agreed = 0, GENESIS, "", 0
    for record in read():
        values = record.values
        fits = values[_CHAIN] == chain and values[_SEQUENCE] == str(count + 1) and record.previous == previous
        if not fits or record_hash(values, previous=previous) != record.sha256:
            return _named(record, head=Head(chain, count, previous), read=read)
        if values[_AT] < at:
            return Finding(count + 1, Kind.CLOCK_BACK, f"{values[_AT]} is before {at}, the time of the record before")
        count, previous, at = count + 1, record.sha256, values[_AT]
        if marks.get(count, previous) != previous:
            words = f"the head signed at record {count} was another, the one at {agreed} still holds"
            return Finding(agreed + 1, Kind.RECHAINED, words)
        agreed = count if count in marks else agreed
    return _cut(max(marks, default=0), count) or _off_head(current, Head(chain, count, previous))


def _cut(promised: int, count: int) -> Finding | None:
    """Name an end that is missing: a signed head counts more records than there are."""
    if promised <= count:
        return None
    if not count:
        return Finding(1, Kind.WHOLE_CUT, f"all of {promised} records are gone")
    return Finding(count + 1, Kind.TAIL_CUT, f"records {count + 1} to {promised} are gone")


def _off_head(current: Head | None, found: Head) -> Finding | None:
    """Compare the end of the log with what the database says of it."""
    if current is None or current == found:
        return None
    if current.chain != found.chain:
        return Finding(1, Kind.FOREIGN, f"the log belongs to {current.chain}, not to {found.chain}")
    if current.count < found.count:
        return Finding(current.count + 1, Kind.INSERTED, f"the head counts only {current.count} records")
    if current.count > found.count:
        return _cut(current.count, found.count)
    return Finding(found.count, Kind.EDITED, "its hash is not that of the head")


@dataclass(frozen=True, slots=True)
class _Links:
    """How the records of a damaged log hang together."""

    place: Mapping[str, int]
    """Hash → number under which the record stands now."""

    n_followers: Mapping[str, int]
    """Hash → how many records say that they come after it."""


def _links(records: Iterable[Record]) -> _Links:
    place: dict[str, int] = {}
    n_followers: defaultdict[str, int] = defaultdict(int)
    for record in records:
        place[record.sha256] = record.sequence
        n_followers[record.previous] += 1
    return _Links(place, n_followers)


def _named(record: Record, *, head: Head, read: Callable[[], Iterable[Record]]) -> Finding:
    """Say what was done where `record` does not follow `head`."""
    due = head.count + 1
    if record.values[_CHAIN] != head.chain:
        return Finding(due, Kind.FOREIGN, f"it belongs to the log {record.values[_CHAIN]}, not to {head.chain}")
    if record.sequence > due:
        return Finding(due, Kind.DELETED, f"the next record is {record.sequence}")
    links = _links(read())
    if record.sequence < due:
        return Finding(record.sequence, Kind.FORKED, "the number stands twice")
    if record.previous == head.sha256:
        if links.n_followers[head.sha256] > 1:
            return Finding(due, Kind.INSERTED, "another record was written after the one before it")
        return Finding(due, Kind.EDITED, "its fields do not give its hash")
    return _unlinked(record, head=head, links=links)


def _unlinked(record: Record, *, head: Head, links: _Links) -> Finding:
    """Say what was done where `record` names another record before it than there is."""
    due = head.count + 1
    written = _number_when_written(record, links)
    if written is None and links.n_followers[head.sha256]:
        return Finding(due, Kind.INSERTED, "another record was written after the one before it")
    if written is None:
        return Finding(due, Kind.EDITED, "its fields do not give its hash")
    if written != due:
        return _moved(record, due=due, written=written, links=links)
    if record.previous in links.place or record.previous == GENESIS:
        before = links.place.get(record.previous, 0)
        return Finding(due, Kind.FORKED, f"it was written after record {before}, as record {before + 1} was")
    return Finding(max(1, head.count), Kind.EDITED, f"record {due} was written after another one")


def _moved(record: Record, *, due: int, written: int, links: _Links) -> Finding:
    """Say what was done where the record that stands at `due` was written under another number."""
    if written < due:
        return Finding(written, Kind.INSERTED, f"record {due} was written as {written}")
    if record.previous in links.place:
        return Finding(due, Kind.REORDERED, f"the record was written as {written}")
    return Finding(due, Kind.DELETED, f"the record in its place was written as {written}")


def _number_when_written(record: Record, links: _Links) -> int | None:
    """Find the number under which the record was hashed; None where its fields were changed."""
    stands = record.sequence
    likely = links.place.get(record.previous, stands) + 1
    reach = range(max(1, stands - _REACH), stands + _REACH)
    return next((number for number in (stands, likely, *reach) if record.is_hashed_as(number)), None)


def read_export(path: Path) -> tuple[Iterator[Record], tuple[Head, ...], int | None]:
    """Read an exported log.

    Parameters
    ----------
    path : Path
        JSON Lines as ``chiiki audit export`` writes them: what the file is, the records, heads.

    Returns
    -------
    records : iterator of Record
    heads : tuple of Head
        The signed heads in the file; their signatures are not checked here.
    promised : int or None
        How many records the first line promises.
    """
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    heads = tuple(Head(line["chain"], line["count"], line["sha256"]) for line in lines if "signature" in line)
    records = (
        Record(tuple(line[name] for name in FIELDS), line["previous"], line["sha256"])
        for line in lines
        if "action" in line
    )
    return records, heads, next((line["n_records"] for line in lines if "n_records" in line), None)


def _main(path: Path) -> int:
    """Verify an exported log and say so; return 1 where something is wrong."""
    records, heads, promised = read_export(path)
    kept = list(records)
    finding = verify(lambda: kept, signed=heads) or _cut(promised or 0, len(kept))
    told = f"record {finding.sequence}: {finding.kind.value}: {finding.words}" if finding else "every record holds"
    sys.stdout.write(f"{path.name}: {len(kept)} records, {told}\n")
    return 1 if finding else 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
