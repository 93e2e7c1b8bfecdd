"""Page 2: how hard it was to be selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import DotMark, DotRow, Dots, Label, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table
from chiiki.brief.programme.naming import bare
from chiiki.studies.calls import comparable_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.claims import Rule
    from chiiki.brief.document import NumberRef, Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.calls import CallNumbers
    from chiiki.studies.programme import ProgrammeStudy

__all__ = ["calls"]

SAME = 0.005
"""Rates nearer than half a percentage point are told as alike."""


def calls(study: ProgrammeStudy, voice: Voice) -> Block:
    """Show applicants and selections call by call; a rate only where both are known."""
    is_partly_counted = any(row.call.kind not in {"selection", "total"} for row in study.calls)
    has_applicants = bool(study.call_totals.applied)
    sentences = [] if has_applicants else [voice.sentence("programme.calls.where")]
    if is_partly_counted:
        sentences.append(voice.sentence("programme.calls.not_added"))
    return Block(
        id="calls",
        page=2,
        heading=voice.claim("calls", _rules(study, voice)),
        figure=_figure(study, voice),
        tables=(_table(study, voice),) if study.calls else (),
        sentences=tuple(sentences),
        source_ids=tuple(dict.fromkeys(row.call.source_id for row in study.calls)),
    )


def _rules(study: ProgrammeStudy, voice: Voice) -> list[Rule]:
    totals = study.call_totals
    rated = sorted((row for row in study.calls if row.rate), key=lambda row: voice.scalar(row.rate))
    rules = _trend(comparable_rates(study.calls), voice)
    if len(rated) == 1:
        row = rated[0]
        rules.append(
            voice.rule(
                "programme.calls.rate_one",
                Condition(row.rate, "is", "known"),
                fy=_year(row, voice),
                rate=voice.percent(row.rate),
                applied=bare(row.applied, voice),
                selected=bare(row.selected, voice),
            )
        )
    elif rated:
        low, high = rated[0].rate, rated[-1].rate
        places: dict[str, str | NumberRef | Text] = {
            "calls": voice.count(totals.n_with_both, "call"),
            "low": voice.percent(low),
        }
        several = Condition(totals.n_with_both, ">", 1)
        rules += [
            voice.rule(
                "programme.calls.rate_most", several, Condition(high, ">", low), high=voice.percent(high), **places
            ),
            voice.rule("programme.calls.rate_same", several, **places),
        ]
    selected = bare(totals.selected, voice) if voice.book[totals.selected].value is not None else ()
    return [
        *rules,
        voice.rule("programme.calls.selected", Condition(totals.selected, "is", "known"), n=selected),
        voice.rule("programme.calls.none"),
    ]


def _trend(rows: Sequence[CallNumbers], voice: Voice) -> list[Rule]:
    """Compare the first and the last of comparable calls, where they differ by more than the rounding."""
    if not rows:
        return []
    first, last = rows[0], rows[-1]
    change = voice.scalar(last.rate) - voice.scalar(first.rate)
    if abs(change) < SAME:
        return []
    side = "<" if change < 0 else ">"
    return [
        voice.rule(
            f"programme.calls.rate_{'down' if change < 0 else 'up'}",
            Condition(last.rate, side, first.rate),
            first_fy=_year(first, voice),
            last_fy=_year(last, voice),
            first=voice.percent(first.rate),
            last=voice.percent(last.rate),
        )
    ]


def _year(row: CallNumbers, voice: Voice) -> str:
    return voice.span(row.call.fy, row.call.fy) if row.call.fy else voice.word("programme.undated")


def _name(row: CallNumbers, voice: Voice) -> str:
    kind = row.call.type_ja if voice.lang == "ja" else row.call.type_en
    return voice.word("programme.calls.label", fy=_year(row, voice), type=kind) if kind else _year(row, voice)


def _figure(study: ProgrammeStudy, voice: Voice) -> Figure | None:
    """Draw calls that state a number, if there are two."""
    rows = [row for row in study.calls if row.call.n_selected is not None or row.call.n_applied is not None]
    if len(rows) < len("ab"):
        return None
    drawn = tuple(DotRow(_name(row, voice), _marks(row, voice)) for row in rows)
    values = [mark.value for row in drawn for mark in row.marks]
    chart = Dots(
        alt=_alt(rows, voice),
        rows=drawn,
        ticks=tuple(Tick(value, formats.decimal(value)) for value in nice_ticks(0, max(values), from_zero=True)),
        axis_label=voice.word("programme.calls.axis"),
    )
    return Figure(chart=chart, measure=voice.sentence("programme.calls.measure"), alt=chart.alt, table=None)


def _marks(row: CallNumbers, voice: Voice) -> tuple[DotMark, ...]:
    pairs = ((row.call.n_applied, row.applied, "outline"), (row.call.n_selected, row.selected, "own"))
    return tuple(
        DotMark(value, Label(voice.scalar_text(number), number), tone=tone)  # type: ignore[arg-type]
        for value, number, tone in pairs
        if value is not None
    )


def _alt(rows: Sequence[CallNumbers], voice: Voice) -> str:
    applied = [row for row in rows if row.call.n_applied is not None]
    if applied:
        top = max(applied, key=lambda row: row.call.n_applied or 0)
        return voice.word(
            "programme.calls.alt",
            n=str(len(rows)),
            high_fy=_year(top, voice),
            high=voice.scalar_text(top.applied),
            unknown=str(len(rows) - len(applied)),
        )
    top = max(rows, key=lambda row: row.call.n_selected or 0)
    return voice.word(
        "programme.calls.alt_selected",
        n=str(len(rows)),
        high_fy=_year(top, voice),
        high=voice.scalar_text(top.selected),
    )


def _table(study: ProgrammeStudy, voice: Voice) -> Table:
    columns = ("call", "kind", "applied", "selected", "cumulative", "rate", "source")
    return Table(
        caption=voice.sentence("programme.calls.caption"),
        header=tuple(voice.word(f"programme.calls.column_{name}") for name in columns),
        rows=tuple(_row(row, voice) for row in study.calls),
    )


def _row(row: CallNumbers, voice: Voice) -> tuple[Cell, ...]:
    rate = (
        Cell((voice.percent(row.rate),), "right")
        if row.rate
        else Cell((formats.missing_sign("not_applicable", voice.lang),), "right", "none")
    )
    return (
        Cell((_name(row, voice),)),
        Cell((voice.label("call_kind", row.call.kind),)),
        *(
            voice.number_cell(number, text=voice.scalar_text(number))
            for number in (row.applied, row.selected, row.cumulative)
        ),
        rate,
        Cell((voice.source_link(row.call.source_id),)),
    )
