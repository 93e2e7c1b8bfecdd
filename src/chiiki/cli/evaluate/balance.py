"""``chiiki evaluate balance``: how much of a change in regional inequality programmes explain."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.cautions import Caution
from chiiki.cli.evaluate import columns  # noqa: TC001 -- typer reads the annotations
from chiiki.cli.evaluate.output import require_json_or_table, write_report
from chiiki.errors import InputError
from chiiki.evaluation.records import caution_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.evaluation.balance.counterfactual import Scale
    from chiiki.evaluation.balance.explained import Balance, Draws, IndexChange
    from chiiki.evaluation.balance.indices import Index
    from chiiki.evaluation.tables.balance import BalanceColumns, BalanceRows

__all__ = ["balance"]

Level = Annotated[str, typer.Option(help="Column of the amount per head.", metavar="COL")]
Start = Annotated[int, typer.Option("--from", help="First period.", metavar="TIME")]
End = Annotated[int, typer.Option("--to", help="Last period.", metavar="TIME")]
LogEffect = Annotated[
    list[str] | None,
    typer.Option(help="Column of a programme's effect on the logarithm; may be given more than once.", metavar="COL"),
]
LevelEffect = Annotated[
    list[str] | None, typer.Option(help="The same in the unit of the level, in place of --log-effect.", metavar="COL")
]
Persons = Annotated[
    str | None,
    typer.Option(help="Column of the persons in the period; without it a unit counts as one.", metavar="COL"),
]
PerHeadOf = Annotated[
    str, typer.Option(help="Whose heads, in your words: residents, persons at work. The result repeats it.")
]
Cohort = Annotated[
    str | None, typer.Option(help="Column of the cohort: its units get the mean of their effects.", metavar="COL")
]
Group = Annotated[
    str | None, typer.Option(help="Column of the group of a unit, for Theil within and between.", metavar="COL")
]
EffectDraws = Annotated[
    str | None,
    typer.Option(help="File of bootstrapped effects (draw, unit, effects), for intervals.", metavar="FILE"),
]
NullDraws = Annotated[
    str | None,
    typer.Option(help="The same under permuted assignments; their mean is taken off as bias.", metavar="FILE"),
]
Degrees = Annotated[
    int | None, typer.Option(help="Treated units less cohorts, for intervals by Student's t.", metavar="N")
]
Confidence = Annotated[float, typer.Option(help="Nominal coverage of the intervals.")]


def balance(  # noqa: PLR0913 -- each parameter is an option of the command
    table: columns.TableFile,
    *,
    unit: columns.Unit,
    time: columns.Time,
    level: Level,
    start: Start,
    end: End,
    log_effect: LogEffect = None,
    level_effect: LevelEffect = None,
    persons: Persons = None,
    per_head_of: PerHeadOf = "",
    cohort: Cohort = None,
    group: Group = None,
    effect_draws: EffectDraws = None,
    null_draws: NullDraws = None,
    degrees_of_freedom: Degrees = None,
    confidence: Confidence = 0.95,
    form: columns.Form = None,
    out: columns.Out = None,
    force: columns.Force = False,
) -> None:
    """Compare inequality as observed with what it would have been without the programmes.

    For Theil, variance of logs and Gini: start, end, end without the effects, effect, its part
    of the change, and the Shapley value of each programme. An effect of 0 means none; an empty
    one is refused.

    In use: chiiki evaluate balance panel.csv --unit pref --time year --level income
    --persons population --log-effect effect --from 2001 --to 2015
    """
    from chiiki.cli.tables import read_table  # noqa: PLC0415 -- help pages stay quick
    from chiiki.evaluation.balance.explained import explain_change  # noqa: PLC0415
    from chiiki.evaluation.tables.balance import BalanceColumns, read_balance  # noqa: PLC0415

    chosen = require_json_or_table(form, out)
    names, scale = _effects(log_effect, level_effect)
    read = read_table(table)
    named = BalanceColumns(unit, time, level, names, persons=persons, group=group, cohort=cohort)
    rows = read_balance(read.table, named, start=start, end=end)
    drawn = _draws(rows, named, files=(effect_draws, null_draws), degrees_of_freedom=degrees_of_freedom)
    ask = partial(explain_change, rows.start, rows.end, effects=rows.effects, scale=scale, regions=rows.units)
    found = ask(draws=drawn, level=confidence, per_head_of=per_head_of)
    record = _record(found, rows, start=start, end=end, cautions=(*read.cautions, *_cautions(rows, start=start)))
    header, lines = _lines(found)
    write_report(record, header=header, rows=lines, summary=_summary(record), form=chosen, out=out, force=force)


def _effects(log_effect: list[str] | None, level_effect: list[str] | None) -> tuple[tuple[str, ...], Scale]:
    if bool(log_effect) == bool(level_effect):
        msg = "give --log-effect or --level-effect, one of the two: effects on logarithms and on levels do not add up."
        raise InputError(msg)
    return tuple(log_effect or level_effect or ()), "log" if log_effect else "level"


def _draws(
    rows: BalanceRows,
    named: BalanceColumns,
    *,
    files: tuple[str | None, str | None],
    degrees_of_freedom: int | None,
) -> Draws:
    from chiiki.cli.tables import read_table  # noqa: PLC0415 -- help pages stay quick
    from chiiki.evaluation.balance.explained import Draws  # noqa: PLC0415
    from chiiki.evaluation.tables.balance import read_effect_draws  # noqa: PLC0415

    bootstrap, null = (
        None
        if file is None
        else read_effect_draws(read_table(file).table, unit=named.unit, units=rows.units, effects=named.effects)
        for file in files
    )
    return Draws(bootstrap, null, degrees_of_freedom)


def _record(
    found: Balance, rows: BalanceRows, *, start: int, end: int, cautions: tuple[Caution, ...]
) -> dict[str, object]:
    return {
        "from": start,
        "to": end,
        "per_head_of": found.per_head_of,
        "scale": found.scale,
        "weighting": found.weighting,
        "programmes": found.programmes,
        "n_units": found.n_regions,
        "level": found.level,
        "n_draws": found.n_draws,
        "n_null": found.n_null,
        "indices": _indices(found.indices),
        "unweighted": _indices(found.unweighted),
        **_beside(rows, found, years=end - start),
        "cautions": caution_records((*cautions, *found.cautions)),
    }


def _indices(changes: Mapping[Index, IndexChange]) -> dict[str, object]:
    from chiiki.evaluation.balance.indices import INDICES  # noqa: PLC0415 -- help pages stay quick

    return {name: _index(changes[name]) if name in changes else None for name in INDICES}


def _index(change: IndexChange) -> dict[str, object]:
    return {
        "start": change.start,
        "end": change.end,
        "counterfactual_end": change.counterfactual_end,
        "change": change.change,
        "effect": change.effect,
        "bias": change.bias,
        "corrected_effect": change.corrected_effect,
        "interval": change.interval,
        "explained_share": change.explained_share,
        "share_interval": change.share_interval,
        "shapley": dict(change.shapley),
        "shapley_intervals": change.shapley_intervals,
    }


def _beside(rows: BalanceRows, found: Balance, *, years: int) -> dict[str, object]:
    """Say who gained, whether regions converge with and without, and where inequality lies."""
    import numpy as np  # noqa: PLC0415 -- help pages stay quick

    from chiiki.evaluation.balance.counterfactual import without_effect  # noqa: PLC0415
    from chiiki.evaluation.balance.gains import convergence, who_gained  # noqa: PLC0415
    from chiiki.evaluation.balance.indices import theil_split  # noqa: PLC0415

    total = np.sum(list(rows.effects.values()), axis=0)
    without = without_effect(rows.end.per_head, total, scale=found.scale)
    initial, n_least = rows.start.per_head, 3
    has_slope = len(initial) >= n_least and initial.min() > 0 and np.ptp(initial) > 0
    has_growth = has_slope and min(rows.end.per_head.min(), without.min()) > 0
    worlds = {
        "start": (rows.start.per_head, rows.start.persons),
        "end": (rows.end.per_head, rows.end.persons),
        "counterfactual_end": (without, rows.end.persons),
    }
    splits = {
        name: asdict(theil_split(cells, persons=persons, groups=rows.groups))
        for name, (cells, persons) in worlds.items()
        if rows.groups is not None
    }
    return {
        "who_gained": asdict(who_gained(initial, total)) if has_slope else None,
        "convergence": asdict(convergence(rows.start, rows.end, without=without, years=years)) if has_growth else None,
        "theil_by_group": splits or None,
    }


def _cautions(rows: BalanceRows, *, start: int) -> tuple[Caution, ...]:
    if not rows.has_effect_at_start:
        return ()
    message = (
        f"An effect other than 0 stands in {start}: part of what the programmes did is in the start already, so that "
        "the effect at the end is no part of the change. Start before the first programme."
    )
    return (Caution("treated-at-start", message),)


def _lines(found: Balance) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    header = ("weighting", "index", "start", "end", "without", "change", "effect", "low", "high", "share")
    lines: list[tuple[object, ...]] = []
    blocks = {found.weighting: found.indices, "regions": found.unweighted}
    for weighting, changes in blocks.items():
        for name, one in changes.items():
            low, high = one.interval or (None, None)
            cells = (one.start, one.end, one.counterfactual_end, one.change, one.corrected_effect, low, high)
            lines.append((weighting, name, *cells, one.explained_share, *one.shapley.values()))
    return (*header, *(f"of {name}" for name in found.programmes)), lines


def _summary(record: Mapping[str, object]) -> str:
    cautions = record["cautions"]
    heads = f", per head of {record['per_head_of']}" if record["per_head_of"] else ""
    said = [
        f"{record['n_units']} units, {record['from']} to {record['to']}{heads}; an effect below 0 brought them closer."
    ]
    if isinstance(cautions, list):
        said += [f"careful: {caution['message']}" for caution in cautions]
    return "\n".join(said)
