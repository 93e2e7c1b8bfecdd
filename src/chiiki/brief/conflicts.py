"""Statements that disagree, side by side, with the preferred one and its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.document import Cell, Table, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Disagreement

__all__ = ["conflict_subject", "conflict_tables", "conflict_value"]

_COUNTED = {"known_total", "n_selected"}


def conflict_tables(disagreements: Sequence[Sequence[Disagreement]], voice: Voice) -> tuple[Table, ...]:
    """Return one table per disagreement: statement, source, date, preferred, reason."""
    header = tuple(voice.word(f"conflict.{name}") for name in ("statement", "source", "date", "preferred", "reason"))
    return _told_apart([_table(rows, header=header, voice=voice) for rows in disagreements], voice)


def _told_apart(tables: Sequence[Table], voice: Voice) -> tuple[Table, ...]:
    """Give captions of which there are several a number: two points of one row and field may be in dispute."""
    captions = [plain(table.caption) for table in tables]
    return tuple(
        replace(
            table, caption=(*table.caption, voice.word("frame.in_brackets", text=str(captions[: k + 1].count(name))))
        )
        if captions.count(name) > 1
        else table
        for k, (table, name) in enumerate(zip(tables, captions, strict=True))
    )


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


def conflict_value(row: Disagreement, voice: Voice) -> str:
    """Write what one statement says: dates, years and ministries as everywhere else."""
    if row.field.endswith("_on"):
        return formats.date(row.value, voice.lang)
    if row.field.endswith("fy"):
        return formats.fiscal_year(int(row.value), voice.lang)
    if row.field == "authority":
        names = [voice.label("authority", code.strip()) for code in row.value.split(";")]
        return voice.word("frame.list_separator").join(names)
    if row.field in _COUNTED:
        return formats.count(float(row.value), voice.lang, unit=row.unit or "count")
    return row.value


def _row(row: Disagreement, voice: Voice) -> tuple[Cell, ...]:
    reason = row.reason_ja if voice.lang == "ja" else row.reason_en
    published = voice.pack.source(row.source_id).published_on
    return (
        Cell((conflict_value(row, voice),)),
        Cell((voice.source_link(row.source_id),)),
        Cell((formats.date(published, voice.lang) if published else voice.word("conflict.undated"),)),
        Cell((voice.word("conflict.yes" if row.is_preferred else "conflict.no"),)),
        Cell((reason,)),
    )
