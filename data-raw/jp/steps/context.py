"""What a step is given: raw rows, decisions, source ids, the ledger and the tables made so far."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from steps.ledger import Ledger
from steps.source_ids import source_id_of, split_addresses

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Context", "Row", "Tables", "read_csv"]

Row = dict[str, str]
Tables = dict[str, list[Row]]


def read_csv(path: Path) -> list[Row]:
    """Read a UTF-8 table (``.csv`` or ``.csv.gz``); ``_row`` is the line, the header being line 1.

    Raises
    ------
    ValueError
        A row has more or fewer cells than the header.
    """
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    rows = []
    for number, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            msg = f"{path.name} row {number} has not as many cells as the header: count its commas and quotes"
            raise ValueError(msg)
        rows.append({**{name: value.strip() for name, value in row.items()}, "_row": str(number)})
    return rows


@dataclass(slots=True)
class Context:
    """The inputs of the steps, and what they have produced so far.

    Parameters
    ----------
    folder : Path
        ``data-raw/jp``.
    """

    folder: Path
    ledger: Ledger = field(default_factory=Ledger)
    tables: Tables = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, set[str]] = field(default_factory=dict)

    def raw(self, name: str) -> list[Row]:
        """Return the rows of ``raw/<name>.csv`` (or ``.csv.gz``); every one must end up in the ledger."""
        path = self.folder / "raw" / f"{name}.csv"
        rows = read_csv(path if path.exists() else path.with_suffix(".csv.gz"))
        self.read[name] = len(rows)
        return rows

    def decisions(self, name: str) -> list[Row]:
        """Return the rows of ``decisions/<name>.csv``, what was decided by hand; empty when there is no such file."""
        path = self.folder / "decisions" / f"{name}.csv"
        return read_csv(path) if path.exists() else []

    def source_id(self, address: str) -> str:
        """Return the id of the source at the address (http(s) or ``seed:001…``) and register it as used."""
        source_id = source_id_of(address)
        self.addresses.setdefault(source_id, set()).add(address.strip())
        return source_id

    def source_ids(self, cell: str) -> list[str]:
        """Return the ids of all addresses in a cell (``a | b``), in order and each once; registers them."""
        return list(dict.fromkeys(self.source_id(address) for address in split_addresses(cell)))

    def named_source(self, source_id: str) -> str:
        """Register a source that has an id of its own (``mic-ssds``, see decisions/sources_named.csv)."""
        self.addresses.setdefault(source_id, set())
        return source_id

    def add(self, made: Tables) -> None:
        """Add the rows that a step returned to the tables made so far."""
        for name, rows in made.items():
            self.tables.setdefault(name, []).extend(rows)

    def unaccounted(self) -> list[str]:
        """List the raw tables that no step read, and the raw rows that stand nowhere in the ledger."""
        names = {path.name.split(".")[0] for path in (self.folder / "raw").glob("*.csv*")}
        problems = [f"raw/{name}.csv: no step read it" for name in sorted(names - set(self.read))]
        for name, n_rows in sorted(self.read.items()):
            left = sorted(set(range(2, n_rows + 2)) - self.ledger.rows_of(name))
            if left:
                shown = ", ".join(map(str, left[:5]))
                problems.append(f"raw/{name}.csv: {len(left)} rows are not in the ledger, first {shown}")
        return problems
