"""Statements that disagree, side by side, with the preferred one and its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.document import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Disagreement

__all__ = ["conflict_tables"]


def conflict_tables(disagreements: Sequence[Sequence[Disagreement]], voice: Voice) -> tuple[Table, ...]:
    """Return one table per disagreement: statement, source, date, preferred, reason."""
    header = tuple(voice.word(f"conflict.{name}") for name in ("statement", "source", "date", "preferred", "reason"))
    return tuple(_table(rows, header=header, voice=voice) for rows in disagreements)


def _table(rows: Sequence[Disagreement], *, header: tuple[str, ...], voice: Voice) -> Table:
    caption = voice.sentence(
        "conflict.caption",
        row=rows[0].row_id,
        field=voice.word(f"conflict.fields.{rows[0].field}")
        if f"conflict.fields.{rows[0].field}" in voice.wording
        else rows[0].field,
    )
    return Table(caption=caption, header=header, rows=tuple(_row(row, voice) for row in rows))


def _row(row: Disagreement, voice: Voice) -> tuple[Cell, ...]:
    reason = row.reason_ja if voice.lang == "ja" else row.reason_en
    published = voice.pack.source(row.source_id).published_on
    return (
        Cell((row.value,)),
        Cell((voice.source_link(row.source_id),)),
        Cell((published or voice.word("conflict.undated"),)),
        Cell((voice.word("conflict.yes" if row.is_preferred else "conflict.no"),)),
        Cell((reason,)),
    )
