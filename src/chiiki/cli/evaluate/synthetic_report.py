"""A synthetic comparison as records for JSON, and as rows and sentences for people."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.cli.evaluate.output import write_report
from chiiki.evaluation.records import caution_records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from chiiki.cautions import Caution
    from chiiki.evaluation.synthetic.results import Staggered, SyntheticControl

__all__ = ["Report", "single_report", "staggered_report"]


@dataclass(frozen=True, slots=True)
class Report:
    """What is written."""

    record: dict[str, object]
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    summary: str

    def write(self, *, form: str, out: Path | None, force: bool) -> None:
        """Write it as :func:`~chiiki.cli.evaluate.output.write_report` does.

        Parameters
        ----------
        form : {"json", "table"}
        out : Path or None
            File, or None for standard output.
        force : bool
            Replace a file that is there.
        """
        write_report(
            self.record,
            header=self.header,
            rows=self.rows,
            summary=self.summary,
            form=form,
            out=out,
            force=force,
        )


def single_report(found: SyntheticControl, *, outcome: str, cautions: Sequence[Caution] = ()) -> Report:
    """Word the comparison of one treated unit.

    Parameters
    ----------
    found : SyntheticControl
    outcome : str
        Column of the outcome.
    cautions : sequence of Caution
        Of how the table was read.
    """
    told = (*cautions, *found.cautions)
    series = list(
        zip(
            found.periods.tolist(),
            found.observed.tolist(),
            (found.observed - found.gaps).tolist(),
            found.gaps.tolist(),
            strict=True,
        )
    )
    record: dict[str, object] = {
        "method": found.method,
        "outcome": outcome,
        "treated": found.treated,
        "from": found.first_treated,
        "donors": found.donors,
        "weights": dict(found.weights),
        "gaps": [dict(zip(("time", "observed", "synthetic", "gap"), cells, strict=True)) for cells in series],
        "att": found.att,
        "rmspe_pre": found.rmspe_pre,
        "rmspe_post": found.rmspe_post,
        "ratio": found.ratio,
        "ratio_rank": found.ratio_rank,
        "n_ranked": 1 + len(found.placebos) if found.placebos else None,
        "p_value": found.p_value,
        "effect_rank": found.effect_rank,
        "standard_error": found.standard_error,
        "interval": found.interval,
        **_placebo_records(found),
        "predictors": _predictor_records(found),
        "time_weights": {str(period): share for period, share in found.time_weights.items()},
        "settings": dict(found.settings),
        "cautions": caution_records(told),
    }
    header = ("time", outcome, "synthetic", "gap")
    return Report(record, header, tuple(series), _single_summary(found, told))


def _predictor_records(found: SyntheticControl) -> list[dict[str, object]]:
    return [
        {"predictor": label, "weight": weight, "treated": own, "synthetic": mixed}
        for (label, weight), (own, mixed) in zip(
            found.predictor_weights.items(), found.predictor_means.values(), strict=True
        )
    ]


def _placebo_records(found: SyntheticControl) -> dict[str, object]:
    in_time = found.in_time
    return {
        "placebos": [
            {
                "unit": one.unit,
                "att": one.att,
                "rmspe_pre": one.rmspe_pre,
                "rmspe_post": one.rmspe_post,
                "ratio": one.ratio,
                "gaps": one.gaps.tolist(),
            }
            for one in found.placebos
        ],
        "placebo_in_time": None
        if in_time is None
        else {
            "from": in_time.first_treated,
            "att": in_time.att,
            "rmspe_pre": in_time.rmspe_pre,
            "rmspe_post": in_time.rmspe_post,
        },
        "without_donor": [{"unit": one.unit, "att": one.att, "rmspe_pre": one.rmspe_pre} for one in found.left_out],
    }


def _single_summary(found: SyntheticControl, cautions: Sequence[Caution]) -> str:
    shares = sorted(found.weights.items(), key=lambda pair: -abs(pair[1]))
    shown = ", ".join(f"{unit} {share:.3f}" for unit, share in shares[:10]) + (", …" if len(shares) > 10 else "")  # noqa: PLR2004 -- a line
    lines = [
        f"{found.treated} from {found.first_treated} on beside {len(found.donors)} donors ({found.method}).",
        f"Mean gap {found.att:.4g}.",
        f"Root mean squared gap {found.rmspe_pre:.4g} before, {found.rmspe_post:.4g} after.",
    ]
    if shares:
        lines.append(f"Weights: {shown}.")
    if found.p_value is not None:
        lines.append(
            f"Rank {found.ratio_rank} of {1 + len(found.placebos)} by the ratio after over before, p = "
            f"{found.p_value:.3g}; rank {found.effect_rank} by the size of the mean gap."
        )
    if found.interval is not None:
        low, high = found.interval
        lines.append(f"Interval from all placebos: {low:.4g} to {high:.4g}.")
    if found.in_time is not None:
        lines.append(f"As if from {found.in_time.first_treated} on, where nothing happened: {found.in_time.att:.4g}.")
    if found.left_out:
        effects = [one.att for one in found.left_out]
        lines.append(f"Without single donors: {min(effects):.4g} to {max(effects):.4g}.")
    return "\n".join([*lines, *(caution.message for caution in cautions)])


def staggered_report(found: Staggered, *, outcome: str, cautions: Sequence[Caution] = ()) -> Report:
    """Word the comparison of several treated units.

    Parameters
    ----------
    found : Staggered
    outcome : str
        Column of the outcome.
    cautions : sequence of Caution
        Of how the table was read.
    """
    told = (*cautions, *found.cautions)
    record: dict[str, object] = {
        "method": found.method,
        "outcome": outcome,
        "n_treated": found.n_treated,
        "donors": found.donors,
        "att": found.att,
        "standard_error": found.standard_error,
        "interval": found.interval,
        "rmspe_pre": found.rmspe_pre,
        "rmspe_post": found.rmspe_post,
        "ratio": found.rmspe_post / found.rmspe_pre if found.rmspe_pre > 0 else math.inf,
        "ratio_rank": found.ratio_rank,
        "n_ranked": 1 + found.draws if found.draws else None,
        "p_value": found.p_value,
        "effect_p_value": found.effect_p_value,
        "by_event_time": [{"event_time": one.event_time, "gap": one.gap, "n": one.n} for one in found.by_event_time],
        "by_unit": [
            {
                "unit": one.unit,
                "first_treated": one.first_treated,
                "n": one.n,
                "att": one.att,
                "rmspe_pre": one.rmspe_pre,
                "rmspe_post": one.rmspe_post,
                "weights": dict(one.weights),
                "gaps": [
                    {"time": period, "gap": gap}
                    for period, gap in zip(found.periods.tolist(), one.gaps.tolist(), strict=True)
                ],
            }
            for one in found.units
        ],
        "settings": dict(found.settings),
        "cautions": caution_records(told),
    }
    rows = tuple((one.event_time, one.gap, one.n) for one in found.by_event_time)
    return Report(record, ("event_time", "gap", "n"), rows, _staggered_summary(found, told))


def _staggered_summary(found: Staggered, cautions: Sequence[Caution]) -> str:
    lines = [
        f"{found.n_treated} treated units beside {len(found.donors)} donors ({found.method}).",
        f"Mean gap over treated cells {found.att:.4g}.",
        f"Root mean squared gap {found.rmspe_pre:.4g} before, {found.rmspe_post:.4g} after.",
    ]
    if found.p_value is not None and found.interval is not None and found.effect_p_value is not None:
        low, high = found.interval
        lines.append(
            f"Beside {found.draws} draws of donors: p = {found.p_value:.3g} by the ratio after over before, "
            f"{found.effect_p_value:.3g} by the size of the mean gap; interval {low:.4g} to {high:.4g}."
        )
    return "\n".join([*lines, *(caution.message for caution in cautions)])
