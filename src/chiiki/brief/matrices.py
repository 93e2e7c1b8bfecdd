"""Ministry × stage, as a drawing and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.charts import Label, Matrix, MatrixCell, MatrixRow, integer_classes, level_of
from chiiki.brief.document import Cell, Figure, Table

if TYPE_CHECKING:
    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.support import SupportMatrix

__all__ = ["support_figure"]


def support_figure(support: SupportMatrix, voice: Voice, *, place: str, period: str) -> Figure | None:
    """Draw the matrix; None where there is no ministry at all."""
    if not support.authorities:
        return None
    counts = {key: int(voice.scalar(number)) for key, number in support.cells.items()}
    filled = [count for count in counts.values() if count]
    limits = integer_classes(filled) if filled else ()
    n_gaps = sum(not count for count in counts.values())
    top = max(counts, key=lambda key: counts[key])
    alt = voice.word(
        "support.alt",
        place=place,
        authority=voice.label("authority", top[0]),
        stage=voice.label("stage", top[1]),
        n=str(counts[top]),
        gaps=str(n_gaps),
    )
    rows = [
        MatrixRow(
            label=voice.authority(authority),
            cells=tuple(
                _cell(
                    support.cells[authority, stage],
                    counts[authority, stage],
                    limits=limits,
                    voice=voice,
                    key=(authority, stage),
                )
                for stage in support.stages
            ),
        )
        for authority in support.authorities
    ]
    total = tuple(
        MatrixCell(Label(voice.scalar_text(support.totals[stage]), support.totals[stage])) for stage in support.stages
    )
    chart = Matrix(
        alt=alt,
        columns=tuple(voice.word(f"support.stage_{stage}") for stage in support.stages),
        rows=(*rows, MatrixRow(voice.word("support.total"), total, is_total=True)),
        gap_label=voice.word("support.gap"),
    )
    return Figure(
        chart=chart,
        measure=voice.sentence("support.measure", place=place, period=voice.period(period)),
        alt=alt,
        table=_table(support, voice),
        note=_unclassified(support, voice),
    )


def _unclassified(support: SupportMatrix, voice: Voice) -> Text:
    if not voice.scalar(support.unclassified):
        return ()
    return voice.sentence("support.unclassified", n=voice.count(support.unclassified, "designation"))


def _cell(
    number_id: str, count: int, *, limits: tuple[tuple[int, int], ...], voice: Voice, key: tuple[str, str]
) -> MatrixCell:
    name = voice.word(
        "support.cell", authority=voice.label("authority", key[0]), stage=voice.label("stage", key[1]), n=str(count)
    )
    if not count:
        return MatrixCell(None, name=name)
    return MatrixCell(Label(str(count), number_id), level_of(count, limits), name)


def _table(support: SupportMatrix, voice: Voice) -> Table:
    header = (voice.word("support.column_authority"), *(voice.label("stage", stage) for stage in support.stages))
    rows = [
        (
            Cell((voice.label("authority", authority),)),
            *(
                voice.number_cell(
                    support.cells[authority, stage], text=voice.scalar_text(support.cells[authority, stage])
                )
                for stage in support.stages
            ),
        )
        for authority in support.authorities
    ]
    total = (
        Cell((voice.word("support.total"),), tone="total"),
        *(
            voice.number_cell(support.totals[stage], text=voice.scalar_text(support.totals[stage]))
            for stage in support.stages
        ),
    )
    return Table(caption=voice.sentence("support.caption"), header=header, rows=(*rows, total))
