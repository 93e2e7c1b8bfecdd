"""``chiiki evaluate overlap``: what each of several programmes did where they overlap."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from chiiki.cli.evaluate import columns
from chiiki.cli.evaluate.output import require_json_or_table, write_report
from chiiki.cli.terminal import say
from chiiki.evaluation.records import caution_records, estimate_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.cautions import Caution
    from chiiki.evaluation.overlap.columns import Form
    from chiiki.evaluation.overlap.joint import Overlap

__all__ = ["overlap"]

SLOW = 500_000
"""Cells by draws from which a command says what it is doing in a panel with gaps: about a second."""

FirstTreated = Annotated[
    list[str],
    typer.Option(help="Column of a unit's first treated period in one programme; once per programme.", metavar="COL"),
]
Shape = Annotated[str, typer.Option(help="event_time: by periods since the start; constant: one for all.")]
Pairs = Annotated[bool, typer.Option(help="Whether two programmes together may differ from the sum of both.")]
Order = Annotated[
    list[str] | None, typer.Option(help="Programme to switch on next; as given without it.", metavar="COL")
]
Draws = Annotated[int, typer.Option(help="Permutations.")]
Seed = Annotated[int, typer.Option(help="Same seed, same result.", min=0)]
Confidence = Annotated[float, typer.Option(help="Nominal coverage of the intervals.")]


def overlap(  # noqa: PLR0913 -- each parameter is an option of the command
    table: columns.TableFile,
    *,
    unit: columns.Unit,
    time: columns.Time,
    outcome: columns.Outcome,
    first_treated: FirstTreated,
    never: columns.Never = "any",
    effects: Shape = "event_time",
    pairs: Pairs = True,
    order: Order = None,
    draws: Draws = 999,
    seed: Seed = 0,
    confidence: Confidence = 0.95,
    form: columns.Form = None,
    out: columns.Out = None,
    force: columns.Force = False,
) -> None:
    """Estimate what each of several programmes did, with the others taken out.

    Effects that cannot be told apart are refused and named. P values come from permuting the
    starts of a programme among units on the same path through the others.

    In use: chiiki evaluate overlap panel.csv --unit pref --time year --outcome income
    --first-treated cluster --first-treated city_area
    """
    from chiiki.cli.tables import read_table  # noqa: PLC0415 -- help pages stay quick
    from chiiki.evaluation.overlap.joint import estimate_overlap  # noqa: PLC0415
    from chiiki.evaluation.tables.overlap import read_overlap  # noqa: PLC0415

    chosen = require_json_or_table(form, out)
    shape, written = _shape(effects), columns.never_as(never)
    read = read_table(table)
    panel, first = read_overlap(
        read.table, unit=unit, time=time, outcome=outcome, first_treated=first_treated, never=written
    )
    if not panel.is_complete and panel.outcomes.size * draws > SLOW:
        say(f"{table}: cells are missing, so that every one of {draws:,} draws is a fit of its own …")
    ask = partial(estimate_overlap, panel, first_treated=first, programmes=first_treated, form=shape)
    found = ask(has_pairs=pairs, order=order, draws=draws, seed=seed, level=confidence)
    header, rows = _lines(found)
    record = _record(found, cautions=(*read.cautions, *found.cautions))
    write_report(record, header=header, rows=rows, summary=_summary(found), form=chosen, out=out, force=force)


def _shape(typed: str) -> Form:
    from chiiki.evaluation.overlap.columns import Form  # noqa: PLC0415 -- help pages stay quick

    known: tuple[Form, ...] = get_args(Form)
    return columns.one_of(known, typed.replace("-", "_"), option="--effects")


def _record(found: Overlap, *, cautions: Sequence[Caution]) -> dict[str, object]:
    return {
        "programmes": [
            {
                "programme": one.programme,
                "overall": estimate_record(one.overall),
                "by_event_time": [estimate_record(estimate) for estimate in one.by_event_time],
                "n_cells": one.n_cells,
                "n_cells_alone": one.n_alone,
            }
            for one in found.programmes
        ],
        "pairs": [
            {
                "programmes": pair.programmes,
                "estimate": pair.estimate,
                "n_cells": pair.n_cells,
                "coincides": pair.coincides,
            }
            for pair in found.pairs
        ],
        "steps": [
            {"added": step.added, "estimates": dict(step.estimates), "explained": step.explained}
            for step in found.steps
        ],
        "joint_p_value": found.joint_p_value,
        "effects": found.form,
        "level": found.level,
        "n_units": found.n_units,
        "n_draws": found.n_draws,
        "seed": found.seed,
        "exclusions": [{"reason": one.reason, "units": one.units} for one in found.exclusions],
        "cautions": caution_records(cautions),
    }


def _lines(found: Overlap) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    header = ("programme", "event_time", "estimate", "low", "high", "p_value", "n")
    rows: list[tuple[object, ...]] = []
    for one in found.programmes:
        for estimate in (one.overall, *one.by_event_time):
            low, high = estimate.interval or (None, None)
            at = "all" if estimate.target.event_time is None else estimate.target.event_time
            rows.append((one.programme, at, estimate.estimate, low, high, estimate.p_value, estimate.n))
    together = [
        (f"{pair.programmes[0]} and {pair.programmes[1]}", "together", pair.estimate, None, None, None, None)
        for pair in found.pairs
    ]
    return header, [*rows, *together]


def _summary(found: Overlap) -> str:
    cells = "; ".join(f"{one.programme}: {one.n_cells} cells, {one.n_alone} alone" for one in found.programmes)
    joint = "not tested" if found.joint_p_value is None else f"p = {found.joint_p_value:.3g}"
    said = [f"{found.n_units} units. {cells}. No programme did anything: {joint} ({found.n_draws} draws)."]
    said += [one.message for one in found.exclusions]
    return "\n".join([*said, *(f"careful: {caution.message}" for caution in found.cautions)])
