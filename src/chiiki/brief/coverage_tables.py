"""How many of a programme's selections the facts hold, of how many that are known to exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.document import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice

__all__ = ["coverage_table"]


def coverage_table(coverage: Sequence[tuple[str, str, str]], voice: Voice) -> Table:
    """Return found and known total per programme, what is missing and where it could be had.

    Parameters
    ----------
    coverage : sequence of (programme id, number id of found, number id of known total)
    voice : Voice
    """
    header = tuple(
        voice.word(f"coverage.column_{name}") for name in ("programme", "found", "known", "as_of", "missing", "ask")
    )
    return Table(
        caption=voice.sentence("coverage.caption"),
        header=header,
        rows=tuple(_row(programme, found, known=known, voice=voice) for programme, found, known in coverage),
        note=voice.sentence("coverage.note"),
    )


def _row(programme_id: str, found: str, *, known: str, voice: Voice) -> tuple[Cell, ...]:
    row = next(row for row in voice.pack.coverage if row.programme_id == programme_id)
    is_japanese = voice.lang == "ja"
    return (
        Cell((voice.short(voice.pack.programme(programme_id)),)),
        voice.number_cell(found, text=voice.scalar_text(found)),
        voice.number_cell(known, text=voice.scalar_text(known)),
        Cell((voice.period(row.as_of) if row.as_of else voice.word("coverage.undated"),)),
        Cell((row.missing_ja if is_japanese else row.missing_en,)),
        Cell((row.ask_ja if is_japanese else row.ask_en,)),
    )
