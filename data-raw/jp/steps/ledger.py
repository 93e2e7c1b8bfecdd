"""What became of every row of the raw tables: used, merged into another, or refused with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["COLUMNS", "Ledger"]

COLUMNS = ("raw_table", "raw_row", "outcome", "pack_table", "row_id", "reason")


@dataclass(slots=True)
class Ledger:
    """The account of the raw rows; one raw row may stand in several lines, never in none.

    ``raw_row`` is the line of the raw table, the header being line 1. A large statistical table is summed up in one
    line whose ``raw_row`` is the range of lines (``2-15650``).
    """

    lines: list[dict[str, str]] = field(default_factory=list)

    def used(self, raw_table: str, raw_row: str, *, pack_table: str, row_id: str, reason: str = "") -> None:
        """Say that the raw row became (part of) the row of the pack."""
        self._write(raw_table, raw_row, outcome="used", pack_table=pack_table, row_id=row_id, reason=reason)

    def merged(self, raw_table: str, raw_row: str, *, pack_table: str, row_id: str, reason: str) -> None:
        """Say that the raw row repeats or improves a row of the pack that another raw row made."""
        self._write(raw_table, raw_row, outcome="merged", pack_table=pack_table, row_id=row_id, reason=reason)

    def refused(self, raw_table: str, raw_row: str, *, reason: str) -> None:
        """Say that the raw row is not in the pack, and why."""
        self._write(raw_table, raw_row, outcome="refused", pack_table="", row_id="", reason=reason)

    def used_all(self, raw_table: str, n_rows: int, *, pack_table: str) -> None:
        """Say in one line that all rows of a large table became one row of the pack each."""
        reason = f"all {n_rows} rows, one each"
        self._write(raw_table, f"2-{n_rows + 1}", outcome="used", pack_table=pack_table, row_id="", reason=reason)

    def rows_of(self, raw_table: str) -> set[int]:
        """Return the line numbers of the raw table that the ledger accounts for."""
        rows: set[int] = set()
        for line in self.lines:
            if line["raw_table"] == raw_table:
                first, _, last = line["raw_row"].partition("-")
                rows.update(range(int(first), int(last or first) + 1))
        return rows

    def _write(  # noqa: PLR0913 -- one argument per column
        self, raw_table: str, raw_row: str, *, outcome: str, pack_table: str, row_id: str, reason: str
    ) -> None:
        values = (raw_table, str(raw_row), outcome, pack_table, row_id, reason)
        self.lines.append(dict(zip(COLUMNS, values, strict=True)))
