"""Statements that disagree, side by side, with the preferred one and its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.document import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Disagreement

__all__ = ["conflict_subject", "conflict_tables"]


def conflict_tables(disagreements: Sequence[Sequence[Disagreement]], voice: Voice) -> tuple[Table, ...]:
    """Return one table per disagreement: statement, source, date, preferred, reason."""
    header = tuple(voice.word(f"conflict.{name}") for name in ("statement", "source", "date", "preferred", "reason"))
    return tuple(_table(rows, header=header, voice=voice) for rows in disagreements)


def _table(rows: Sequence[Disagreement], *, header: tuple[str, ...], voice: Voice) -> Table:
    caption = voice.sentence(
        "conflict.caption",
        row=conflict_subject(rows[0], voice),
        field=voice.word(f"conflict.fields.{rows[0].field}")
        if f"conflict.fields.{rows[0].field}" in voice.wording
        else rows[0].field,
    )
    return Table(caption=caption, header=header, rows=tuple(_row(row, voice) for row in rows))


def conflict_subject(row: Disagreement, voice: Voice) -> str:
    """Name what the statements are about; the id where the pack gives it no short name."""
    pack = voice.pack
    for call in pack.calls if row.table == "calls" else ():
        if call.call_id == row.row_id:
            name = voice.short(pack.programme(call.programme_id))
            return voice.word("conflict.fields.call", name=name, fy=voice.span(call.fy, call.fy))
    named = {
        "designations": {one.designation_id: (one.short_ja, one.short_en) for one in pack.designations},
        "programmes": {one.programme_id: (one.short_ja, one.short_en) for one in pack.programmes},
        "coverage": {one.programme_id: (one.short_ja, one.short_en) for one in pack.programmes},
        "laws_and_strategies": {one.law_id: (one.short_ja, one.short_en) for one in pack.laws_and_strategies},
    }
    found = named.get(row.table, {}).get(row.row_id, (row.row_id, row.row_id))
    return found[0] if voice.lang == "ja" else found[1]


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
