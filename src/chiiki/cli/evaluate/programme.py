"""``chiiki evaluate programme``: what a programme of the facts did, with ten threats, by one command."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.cli.evaluate import columns  # noqa: TC001 -- typer reads the annotations
from chiiki.cli.evaluate.output import require_json_or_table, write_report

if TYPE_CHECKING:
    from chiiki.studies.cluster_effects import EffectStudy
    from chiiki.studies.effects.balance import BalanceEffect
    from chiiki.studies.effects.study import Finding

__all__ = ["programme"]

ProgrammeId = Annotated[str, typer.Argument(help="Id of a programme of the facts: KCI, EMC.", metavar="PROGRAMME")]
OutcomeName = Annotated[str, typer.Option("--outcome", help="income, product or manufacturing.")]
Draws = Annotated[int, typer.Option(help="Assignments drawn: 999 for a page, 9999 for a report.")]
Seed = Annotated[int, typer.Option(help="Seed of the draws.", min=0)]
PackFolder = Annotated[
    Path | None, typer.Option("--pack", help="Folder of a facts pack; the shipped one when left out.")
]


def programme(  # noqa: PLR0913 -- each parameter is an option of the command
    programme: ProgrammeId,
    *,
    outcome: OutcomeName = "income",
    draws: Draws = 999,
    seed: Seed = 0,
    pack: PackFolder = None,
    form: columns.Form = None,
    out: columns.Out = None,
    force: columns.Force = False,
) -> None:
    """Estimate what a programme did to income per head of the prefectures that it selected.

    From the facts alone: who is compared with whom, the effect that could have been found, the
    estimate by imputation with its randomisation interval, by years since the start and by
    cohort, ten threats each with a computed answer, and the part in regional inequality. Effects
    are in logarithms in JSON, in percent in the table. Threats and inequality are of income.

    In use: chiiki evaluate programme KCI

    In use: chiiki evaluate programme KCI --draws 9999 --format json --out kci.json
    """
    from chiiki.cli.subjects import opened_pack  # noqa: PLC0415 -- help pages stay quick
    from chiiki.studies.cluster_effects import study_cluster_effects  # noqa: PLC0415

    chosen = require_json_or_table(form, out)
    found = study_cluster_effects(opened_pack(pack), programme_id=programme, outcome=outcome, draws=draws, seed=seed)
    rows = _rows(found)
    header = ("what", "percent", "low", "high", "p", "prefectures")
    write_report(_record(found), header=header, rows=rows, summary=_summary(found), form=chosen, out=out, force=force)


def _record(found: EffectStudy) -> dict[str, object]:
    effect = found.effect
    panel = effect.design.panel
    return {
        "programme": effect.programme_id,
        "outcome": effect.outcome,
        "design": list(effect.design.describe()),
        "mechanism": effect.mechanism.description,
        "n_treated": effect.design.n_treated,
        "n_never": effect.design.n_never,
        "treated": {
            unit: int(start)
            for unit, start in zip(panel.units, panel.first_treated.tolist(), strict=True)
            if start <= panel.periods[-1]
        },
        "detectable": effect.detectable,
        "overall": _finding(effect.overall),
        "second_opinion": _finding(effect.second),
        "by_event_time": [{"event_time": row.target.event_time, **_finding(row)} for row in effect.by_event_time],
        "by_cohort": [{"cohort": row.target.cohort, **_finding(row)} for row in effect.by_cohort],
        "threats": [{"threat": threat.kind, "about": list(threat.names), **threat.values} for threat in found.threats],
        "balance": None if found.balance is None else _balance(found.balance),
        "draws": effect.draws,
        "seed": effect.seed,
        "exclusions": [{"reason": exclusion.reason, "units": list(exclusion.units)} for exclusion in panel.exclusions],
    }


def _finding(row: Finding) -> dict[str, object]:
    return {
        "estimate": row.estimate,
        "standard_error": row.standard_error,
        "interval": row.interval,
        "p_value": row.p_value,
        "n": row.n,
    }


def _balance(found: BalanceEffect) -> dict[str, object]:
    return {
        "vintage": found.vintage,
        "from": found.first,
        "to": found.last,
        "indices": {
            name: {
                "start": change.start,
                "end": change.end,
                "without": change.end - change.corrected_effect,
                "effect": change.corrected_effect,
                "bias": change.bias,
                "interval": change.interval,
                "explained_share": change.explained_share,
                "share_interval": change.share_interval,
            }
            for name, change in found.balance.indices.items()
        },
    }


def _rows(found: EffectStudy) -> list[tuple[object, ...]]:
    effect = found.effect
    rows = [_row("average effect", effect.overall), _row("second opinion", effect.second)]
    rows += [_row(f"year {row.target.event_time}", row) for row in effect.by_event_time]
    return rows + [_row(f"first selected FY{row.target.cohort}", row) for row in effect.by_cohort]


def _row(what: str, row: Finding) -> tuple[object, ...]:
    low, high = row.interval or (None, None)
    return (what, *map(_percent_text, (row.estimate, low, high)), _p_text(row.p_value), row.n)


def _percent(value: float | None) -> float | None:
    return None if value is None else 100 * math.expm1(value)


def _percent_text(value: float | None) -> str:
    return "" if value is None else f"{_percent(value):+.2f}"


def _p_text(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _summary(found: EffectStudy) -> str:
    effect = found.effect
    lines = [
        *effect.design.describe(),
        effect.mechanism.description,
        f"An effect of {_percent(effect.detectable):.1f} % would be found in four of five cases.",
    ]
    for threat in found.threats:
        words = ", ".join(f"{name} {_worded(value)}" for name, value in threat.values.items())
        lines.append(f"threat {threat.kind}: {words}")
    if found.balance is not None:
        theil = found.balance.balance.indices["theil"]
        lines.append(
            f"Theil index {theil.start:.4f} in FY{found.balance.first}, {theil.end:.4f} in FY{found.balance.last}, "
            f"{theil.end - theil.corrected_effect:.4f} without; effect {theil.corrected_effect:+.4f}, "
            f"interval {_worded(theil.interval)}."
        )
    return "\n".join(lines)


def _worded(value: object) -> str:
    if value is None:
        return "not computed"
    if isinstance(value, tuple):
        return f"{value[0]:.4f} to {value[1]:.4f}"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
