"""``chiiki evaluate did``: effects of treatment that starts at different times, by nine estimators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from chiiki.cli.evaluate import columns
from chiiki.cli.evaluate.output import require_json_or_table, write_report
from chiiki.cli.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from chiiki.cautions import Caution
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Effects, Estimate

__all__ = ["did"]

HEADER = ("effect", "estimate", "standard_error", "low", "high", "p_value", "n")
LONG = 20_000
"""Cells from which an estimate takes seconds and says what it does."""

Estimator = Annotated[
    str,
    typer.Option(
        help="cs (Callaway-Sant'Anna), sa (Sun-Abraham), bjs (imputation), 2s (two-stage), etwfe, dcdh "
        "(de Chaisemartin-D'Haultfœuille), lpdid (local projections), twfe (two-way fixed effects), ppml (Poisson)."
    ),
]
Comparison = Annotated[
    str | None,
    typer.Option(help="never or not-yet treated units. Default: never for sa, not-yet for the others."),
]
Method = Annotated[str, typer.Option(help="How covariates enter cs: dr, reg or ipw.")]
BasePeriod = Annotated[str, typer.Option(help="What cs measures effects before treatment from: varying or universal.")]
Leads = Annotated[int, typer.Option(help="Periods before treatment that bjs estimates; the others have them anyway.")]
Inference = Annotated[
    str | None,
    typer.Option(
        help="analytic, bootstrap, wild, randomisation, jackknife or neyman. Default: randomisation for bjs, and "
        "for cs without covariates; else analytic."
    ),
]
Draws = Annotated[int, typer.Option(help="Draws of the inference, where it has some.")]
Seed = Annotated[int, typer.Option(help="Of the draws; same seed, same result.", min=0)]
Level = Annotated[float, typer.Option(help="Nominal coverage of the intervals.")]


def did(  # noqa: PLR0913 -- each parameter is an option of the command
    table: columns.TableFile,
    *,
    unit: columns.Unit,
    time: columns.Time,
    outcome: columns.Outcome,
    first_treated: columns.FirstTreated,
    covariate: columns.Covariate = None,
    estimator: Estimator = "bjs",
    comparison: Comparison = None,
    method: Method = "dr",
    base_period: BasePeriod = "varying",
    leads: Leads = 0,
    cluster: columns.Cluster = None,
    never: columns.Never = "any",
    inference: Inference = None,
    draws: Draws = 999,
    seed: Seed = 0,
    level: Level = 0.95,
    sheet: columns.Sheet = None,
    form: columns.Form = None,
    out: columns.Out = None,
    force: columns.Force = False,
) -> None:
    """Estimate effects of treatment that starts at different times.

    The table has one row per unit and period. JSON has overall (simple, group, dynamic, calendar),
    by_event_time, by_cohort, by_period, by_cohort_and_period, and what was left out.

    In use: chiiki evaluate did panel.csv --unit pref --time year --outcome income
    --first-treated start --estimator cs --comparison never
    """
    from chiiki.evaluation.did import estimate_effects  # noqa: PLC0415 -- help pages stay quick
    from chiiki.evaluation.tables.panels import Columns  # noqa: PLC0415

    chosen = require_json_or_table(form, out)
    names = tuple(dict.fromkeys(covariate or ()))
    named = Columns(unit, time, outcome, first_treated, names, cluster)
    panel, cautions = columns.opened_panel(table, named, never=never, sheet=sheet)
    _say_long(panel, estimator)
    compared, told = _own_comparison(estimator, comparison)
    words: dict[str, Any] = {"estimator": estimator, "comparison": compared, "method": method}
    words |= {"base_period": base_period, "inference": inference}
    found = estimate_effects(panel, covariates=names, leads=leads, draws=draws, seed=seed, level=level, **words)
    _write(found, cautions=(*cautions, *told), form=chosen, out=out, force=force)


def _own_comparison(estimator: str, comparison: str | None) -> tuple[str | None, tuple[Caution, ...]]:
    """Leave the choice to an estimator that has none, and say so, so that one call can be tried with all of them."""
    from typing import get_args  # noqa: PLC0415 -- help pages stay quick

    from chiiki.cautions import Caution  # noqa: PLC0415
    from chiiki.evaluation.did import COMPARISONS  # noqa: PLC0415
    from chiiki.evaluation.results import Comparison as Known  # noqa: PLC0415

    own = next((allowed for name, allowed in COMPARISONS.items() if name == estimator), ())
    if len(own) != 1 or comparison not in get_args(Known) or comparison == own[0]:
        return comparison, ()
    words = {"never": "never treated", "not-yet": "not yet treated"}
    message = f"{estimator} always compares with units {words[own[0]]}; --comparison {comparison} changes nothing."
    return None, (Caution("own-comparison", message),)


def _say_long(panel: Panel, estimator: str) -> None:
    if panel.outcomes.size >= LONG:
        say(f"{estimator}: {panel.n_units:,} units by {panel.n_periods} periods")


def _write(effects: Effects, *, cautions: Sequence[Caution], form: str, out: Path | None, force: bool) -> None:
    from chiiki.evaluation.records import effects_record  # noqa: PLC0415 -- help pages stay quick

    write_report(
        effects_record(effects, cautions=cautions),
        header=HEADER,
        rows=[_row(estimate) for estimate in effects.estimates if estimate.target.kind != "cohort_and_period"],
        summary=_summary(effects, cautions=(*cautions, *effects.cautions)),
        form=form,
        out=out,
        force=force,
    )


def _row(estimate: Estimate) -> tuple[object, ...]:
    target = estimate.target
    named = {"event_time": target.event_time, "cohort": target.cohort, "period": target.period}
    label = target.kind if target.kind not in named else f"{target.kind.replace('_', ' ')} {named[target.kind]}"
    low, high = estimate.interval or (None, None)
    return (label, estimate.estimate, estimate.standard_error, low, high, estimate.p_value, estimate.n)


def _summary(effects: Effects, *, cautions: Iterable[Caution]) -> str:
    """Say what the rows stand on; the caution about the mechanism repeats it."""
    cautions = tuple(cautions)
    compared = effects.comparison.replace("-", " ")
    is_told = any(caution.code == "mechanism" for caution in cautions)
    lines = [
        f"{effects.estimator}: {effects.n_treated} of {effects.n_units} units treated, {effects.n_cells:,} cells.",
        f"Compared with units {compared} treated. Intervals: {effects.inference}, level {effects.level:g}.",
        "; ".join(f"{name}: {value}" for name, value in effects.settings.items() if name != "mechanism"),
        *((effects.settings["mechanism"],) if "mechanism" in effects.settings and not is_told else ()),
        *(left.message for left in effects.exclusions),
        *(f"{caution.code}: {caution.message}" for caution in cautions),
    ]
    return "\n".join(lines)
