"""Ministry × stage, as a drawing and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.charts import Label, Matrix, MatrixCell, MatrixRow, integer_classes, level_of
from chiiki.brief.document import Cell, Figure, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.support import SupportMatrix

__all__ = ["support_figure"]


def support_figure(support: SupportMatrix, voice: Voice, *, place: str, period: str) -> Figure | None:
    """Draw the matrix; None where no selection has both a ministry and a stage."""
    counts = {key: int(voice.scalar(number)) for key, number in support.cells.items()}
    if not any(counts.values()):
        return None
    top = max(counts, key=lambda key: counts[key])
    alt = voice.word(
        "support.alt",
        place=place,
        authority=voice.label("authority", top[0]),
        stage=voice.label("stage", top[1]),
        n=str(counts[top]),
        gaps=str(sum(not count for count in counts.values())),
    )
    chart = Matrix(
        alt=alt,
        columns=tuple(voice.word(f"support.stage_{stage}") for stage in support.stages),
        rows=(*_rows(support, counts, voice=voice), _total_row(support, voice)),
        gap_label=voice.word("support.gap"),
    )
    return Figure(
        chart=chart,
        measure=voice.sentence("support.measure", place=place, period=voice.period(period)),
        alt=alt,
        table=_table(support, voice),
        note=_unclassified(support, voice),
    )


def _rows(support: SupportMatrix, counts: Mapping[tuple[str, str], int], *, voice: Voice) -> list[MatrixRow]:
    limits = integer_classes([count for count in counts.values() if count])
    rows = []
    for authority in support.authorities:
        keys = [(authority, stage) for stage in support.stages]
        cells = [_cell(support.cells[key], counts[key], limits=limits, voice=voice, key=key) for key in keys]
        rows.append(MatrixRow(label=voice.authority(authority), cells=tuple(cells)))
    return rows


def _total_row(support: SupportMatrix, voice: Voice) -> MatrixRow:
    ids = [support.totals[stage] for stage in support.stages]
    cells = tuple(MatrixCell(Label(voice.scalar_text(number), number)) for number in ids)
    return MatrixRow(voice.word("support.total"), cells, is_total=True)


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
