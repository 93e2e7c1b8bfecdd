"""``chiiki evaluate power``: what a study could find, before it looks."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from chiiki.cli.evaluate import columns
from chiiki.cli.evaluate.output import require_json_or_table, write_report
from chiiki.evaluation.records import caution_records, exclusion_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.cautions import Caution
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.power import Power, PowerInterval

__all__ = ["power"]

WORDS = {
    "paths": "whole paths of units never treated",
    "before": "all units before the first start",
    "never": "units never treated",
}


Effects = Annotated[
    list[float] | None,
    typer.Option(help="Effect whose power is asked, in the unit of the outcome; may be given more than once."),
]


def power(  # noqa: PLR0913 -- each parameter is an option of the command
    table: columns.TableFile,
    *,
    unit: columns.Unit,
    time: columns.Time,
    outcome: columns.Outcome,
    first_treated: columns.FirstTreated,
    never: columns.Never = "any",
    effect: Effects = None,
    target: Annotated[float, typer.Option(help="Power of the minimum detectable effect.")] = 0.8,
    interval: Annotated[str, typer.Option(help="randomisation or neyman: which has to exclude 0.")] = "randomisation",
    draws: Annotated[int, typer.Option(help="Assignments drawn in each study.", min=99)] = 999,
    replications: Annotated[int, typer.Option(help="Simulated studies.")] = 999,
    seed: Annotated[int, typer.Option(help="The same seed gives the same result.", min=0)] = 0,
    sheet: columns.Sheet = None,
    form: columns.Form = None,
    out: columns.Out = None,
    force: columns.Force = False,
) -> None:
    """Compute the minimum detectable effect of a study from its untreated cells, without its estimate.

    JSON has minimum_detectable_effect, standard_deviation (of the estimate), powers (effect,
    power), errors (standard_deviation, persistence and what they were read from).

    In use: chiiki evaluate power panel.csv --unit pref --time year --outcome income
    --first-treated start --effect 0.05
    """
    from chiiki.evaluation.panel import usable  # noqa: PLC0415 -- help pages stay quick
    from chiiki.evaluation.power import study_power  # noqa: PLC0415
    from chiiki.evaluation.tables.panels import Columns  # noqa: PLC0415

    chosen, kind = require_json_or_table(form, out), _interval(interval)
    read, said = columns.opened_panel(table, Columns(unit, time, outcome, first_treated), never=never, sheet=sheet)
    panel = usable(read)
    asked = partial(study_power, effects=tuple(effect or ()), target=target, interval=kind)
    found = asked(panel, draws=draws, replications=replications, seed=seed)
    write_report(
        _record(panel, found, cautions=said, draws=draws, seed=seed),
        header=("effect", "power"),
        rows=_powers(found),
        summary=_summary(panel, found, cautions=said),
        form=chosen,
        out=out,
        force=force,
    )


def _powers(found: Power) -> list[tuple[float, float]]:
    return list(zip(found.effects.tolist(), found.powers.tolist(), strict=True))


def _interval(text: str) -> PowerInterval:
    from chiiki.evaluation.power import PowerInterval  # noqa: PLC0415 -- help pages stay quick

    known: tuple[PowerInterval, ...] = get_args(PowerInterval)
    return columns.one_of(known, text, option="--interval")


def _record(panel: Panel, found: Power, *, cautions: Sequence[Caution], draws: int, seed: int) -> dict[str, object]:
    return {
        "minimum_detectable_effect": found.minimum_detectable_effect,
        "target": found.target,
        "interval": found.interval,
        "level": found.level,
        "standard_deviation": found.standard_deviation,
        "powers": [{"effect": effect, "power": share} for effect, share in _powers(found)],
        "errors": asdict(found.errors),
        "n_treated": found.n_treated,
        "n_never": found.n_never,
        "replications": found.replications,
        "draws": draws,
        "seed": seed,
        "exclusions": exclusion_records(panel.exclusions),
        "cautions": caution_records((*cautions, *found.cautions)),
    }


def _summary(panel: Panel, found: Power, *, cautions: Sequence[Caution]) -> str:
    least = found.minimum_detectable_effect
    first = (
        f"no effect is found with power {found.target:.0%}"
        if least is None
        else f"minimum detectable effect {least:.4g} (power {found.target:.0%}, {found.interval} interval)"
    )
    lines = [
        f"{found.n_treated} treated, {found.n_never} never treated: {first}.",
        f"Errors: {_errors(found)}.",
        *(one.message for one in panel.exclusions),
        *(f"{caution.code}: {caution.message}" for caution in (*cautions, *found.cautions)),
    ]
    return "\n".join(lines)


def _errors(found: Power) -> str:
    spread, persistence = found.errors.standard_deviation, found.errors.persistence
    return f"standard deviation {spread:.4g}, persistence {persistence:.2f}, from {WORDS[found.errors.basis]}"
