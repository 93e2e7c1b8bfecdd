"""The support matrix drawn: counts in cells, gaps outlined, and three kinds of emptiness told apart in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.charts import Label, Matrix, MatrixCell, MatrixRow, integer_classes, level_of
from chiiki.brief.document import Figure
from chiiki.studies.support import STAGES

if TYPE_CHECKING:
    from chiiki.brief.voice import Voice
    from chiiki.web.library.pages.matrix import SupportView

__all__ = ["empty_word", "matrix_figure", "overlap_text"]

FEWEST_OVERLAP = 2
"""Ministries from which a stage is an overlap."""


def matrix_figure(support: SupportView, voice: Voice, *, places: tuple[str, str]) -> Figure:
    """Draw the matrix; its cells as a table stand beside it."""
    counts = {key: int(voice.scalar(number)) for key, number in support.numbers.items()}
    top = max(counts, key=lambda key: counts[key])
    alt = voice.word(
        "page_views.matrix.alt",
        place=places[0],
        when=places[1],
        authority=voice.label("authority", top[0]),
        stage=voice.label("stage", top[1]),
        n=str(counts[top]),
        gaps=voice.scalar_text(support.n_gaps),
    )
    limits = integer_classes(list(counts.values()))
    rows = [
        MatrixRow(
            voice.authority(body), tuple(_cell(support, (body, stage), voice=voice, limits=limits) for stage in STAGES)
        )
        for body in support.authorities
    ]
    overlap = tuple(MatrixCell(Label(overlap_text(support, stage, voice), support.overlaps[stage])) for stage in STAGES)
    chart = Matrix(
        alt=alt,
        columns=tuple(voice.word(f"support.stage_{stage}") for stage in STAGES),
        rows=(*rows, MatrixRow(voice.word("page_views.matrix.overlap"), overlap, is_total=True)),
        gap_label=voice.word("page_views.matrix.gap_word"),
    )
    return Figure(
        chart=chart,
        measure=voice.sentence("page_views.matrix.measure", place=places[0], when=places[1]),
        alt=alt,
        table=None,
    )


def _cell(
    support: SupportView, key: tuple[str, str], *, voice: Voice, limits: tuple[tuple[int, int], ...]
) -> MatrixCell:
    number = support.numbers.get(key)
    name = f"{voice.label('authority', key[0])} {voice.label('stage', key[1])}"
    if number is None:
        return MatrixCell(None, name=name, word=empty_word(support, key[0], voice))
    value = int(voice.scalar(number))
    return MatrixCell(Label(str(value), number), level_of(value, limits), f"{name} {value}")


def empty_word(support: SupportView, body: str, voice: Voice) -> str:
    """Say why a cell is empty: the body did not exist, has nothing on record here, or (empty) leaves a gap."""
    if not support.present[body]:
        return voice.word("page_views.matrix.not_applicable")
    if not any(key[0] == body for key in support.numbers):
        return voice.word("page_views.matrix.no_record")
    return ""


def overlap_text(support: SupportView, stage: str, voice: Voice) -> str:
    """Write how many ministries support a stage, with the word for two or more."""
    n = int(voice.scalar(support.overlaps[stage]))
    key = "overlap_many" if n >= FEWEST_OVERLAP else "overlap_few"
    return voice.word(f"page_views.matrix.{key}", n=str(n))
