"""How many of a programme's selections the facts hold, of how many that are known to exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.document import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice

__all__ = ["coverage_table"]


def coverage_table(coverage: Sequence[tuple[str, str, str]], voice: Voice, *, most: int | None = None) -> Table:
    """Return found and known total per programme whose list is not complete, what is missing and where it could be had.

    Parameters
    ----------
    coverage : sequence of (programme id, number id of found, number id of known total)
    voice : Voice
    most : int, optional
        Rows shown at most, the least complete lists first; the table says of how many.
    """
    partial = sorted((row for row in coverage if not _is_complete(row, voice)), key=lambda row: _n_found(row, voice))
    n_complete = len(coverage) - len(partial)
    header = tuple(
        voice.word(f"coverage.column_{name}") for name in ("programme", "found", "known", "as_of", "missing", "ask")
    )
    return Table(
        caption=voice.sentence("coverage.caption"),
        header=header,
        rows=tuple(_row(programme, found, known=known, voice=voice) for programme, found, known in partial[:most]),
        n_total=len(partial),
        note=voice.sentence("coverage.note", n=str(n_complete)),
    )


def _n_found(row: tuple[str, str, str], voice: Voice) -> float:
    """Return the share found; lists without a known total come last."""
    known = voice.book[row[2]].value
    return voice.scalar(row[1]) / known if isinstance(known, int | float) and known else 1.0


def _is_complete(row: tuple[str, str, str], voice: Voice) -> bool:
    found, known = voice.book[row[1]], voice.book[row[2]]
    return found.value == known.value and known.definition == "coverage_total_exact"


def _row(programme_id: str, found: str, *, known: str, voice: Voice) -> tuple[Cell, ...]:
    row = next(row for row in voice.pack.coverage if row.programme_id == programme_id)
    is_japanese = voice.lang == "ja"
    return (
        Cell((voice.linked("programme", programme_id, text=voice.short(voice.pack.programme(programme_id))),)),
        voice.number_cell(found, text=voice.scalar_text(found)),
        voice.number_cell(known, text=voice.scalar_text(known)),
        Cell((voice.period(row.as_of) if row.as_of else voice.word("coverage.undated"),)),
        Cell((row.missing_ja if is_japanese else row.missing_en,)),
        Cell((row.ask_ja if is_japanese else row.ask_en,)),
    )
