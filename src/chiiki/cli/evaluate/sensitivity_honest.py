"""``chiiki evaluate sensitivity --kind honest``: how far parallel trends may fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.cli.evaluate.sensitivity_kinds import Report, one_estimator, read_asked_panel
from chiiki.cli.tables import read_table
from chiiki.errors import InputError
from chiiki.evaluation.honest.event_study import event_study_from_times, event_study_of
from chiiki.evaluation.honest.relative_magnitudes import BOUNDS, relative_magnitudes
from chiiki.evaluation.honest.smoothness import smoothness
from chiiki.evaluation.records import caution_records, exclusion_records
from chiiki.frames.cells import numbers

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray
    from chiiki.cautions import Caution
    from chiiki.cli.evaluate.sensitivity_kinds import Asked
    from chiiki.evaluation.honest.bounds import HonestBounds
    from chiiki.evaluation.honest.event_study import EventStudy

__all__ = ["honest"]


def honest(asked: Asked) -> Report:
    """Bound the effect of a panel, or of an event study given as two files.

    Parameters
    ----------
    asked : Asked
        The options of the command.

    Raises
    ------
    InputError
        If the restriction or the weights are none, or one of the two files is missing.
    """
    cautions: tuple[Caution, ...]
    if asked.event_study is None and asked.covariance is None:
        read = read_asked_panel(asked)
        effects = one_estimator(asked, default="cs")(read.panel)
        study, source = (
            event_study_of(effects, step=read.panel.step),
            f"{effects.estimator}, {effects.comparison} treated",
        )
        cautions, exclusions = (*read.cautions, *effects.cautions), exclusion_records(effects.exclusions)
    else:
        study, source = _given_study(asked), str(asked.event_study)
        cautions, exclusions = (), []
    weights = _weights(asked.weights, study)
    found = _bounds(asked, study, weights)
    cautions = (*cautions, *found.cautions)
    record = {
        "kind": "honest",
        "event_study": source,
        **_honest_record(found),
        "n_before": study.n_before,
        "n_after": study.n_after,
        "exclusions": exclusions,
        "cautions": caution_records(cautions),
    }
    rows: list[tuple[object, ...]] = [("original", None, *found.original, _excludes(found.original))]
    rows += [(found.restriction, one.bound, *one.interval, one.excludes_zero) for one in found.robust]
    header = ("interval", "bound", "low", "high", "excludes_zero")
    return Report(record, header, rows, "\n".join([_said(found), *(f"{one.code}: {one.message}" for one in cautions)]))


def _bounds(asked: Asked, study: EventStudy, weights: FloatArray) -> HonestBounds:
    if asked.restriction == "relative-magnitudes":
        return relative_magnitudes(study, bounds=asked.bound or BOUNDS, weights=weights, level=asked.level)
    if asked.restriction == "smoothness":
        return smoothness(study, bounds=asked.bound, weights=weights, level=asked.level)
    msg = f"there is no restriction {asked.restriction!r}; choose relative-magnitudes or smoothness."
    raise InputError(msg)


def _given_study(asked: Asked) -> EventStudy:
    if asked.event_study is None or asked.covariance is None or asked.table is not None:
        msg = "an event study needs --event-study and --covariance together, and no TABLE."
        raise InputError(msg)
    table = read_table(asked.event_study).table
    times, estimates = numbers(table, "event_time"), numbers(table, "estimate")
    covariance = _covariance(asked.covariance, times[times != asked.reference], reference=asked.reference)
    return event_study_from_times(times, estimates, covariance=covariance, reference=asked.reference)


def _covariance(file: str, times: FloatArray, *, reference: int) -> FloatArray:
    """Read a covariance whose first row names the event times, in the order of `times`."""
    table = read_table(file).table
    try:
        named = [float(name) for name in table.names]
    except ValueError as error:
        msg = f"{file}: the first row must hold the event times, got {', '.join(table.names[:5])}."
        raise InputError(msg) from error
    if set(named) - {reference} != set(times.tolist()) or table.n_rows != len(named):
        msg = (
            f"{file} has {table.n_rows} rows and the event times {', '.join(table.names)}, the event study "
            f"{', '.join(f'{time:g}' for time in times)}. Give one row and one column for each, in one order."
        )
        raise InputError(msg)
    at = [named.index(time) for time in times.tolist()]
    return np.array([numbers(table, table.names[column]) for column in at])[:, at]


def _weights(text: str, study: EventStudy) -> FloatArray:
    if text == "mean":
        return np.full(study.n_after, 1.0 / max(study.n_after, 1))
    if text == "first":
        return np.array([1.0, *[0.0] * (study.n_after - 1)])
    try:
        return np.array([float(part) for part in text.split(",")])
    except ValueError as error:
        msg = f"--weights is mean, first, or a number for each period after such as 0.5,0.5, got {text!r}."
        raise InputError(msg) from error


def _honest_record(found: HonestBounds) -> dict[str, object]:
    return {
        "restriction": found.restriction,
        "level": found.level,
        "weights": list(found.weights),
        "estimate": found.estimate,
        "standard_error": found.standard_error,
        "original": list(found.original),
        "robust": [
            {"bound": one.bound, "interval": list(one.interval), "excludes_zero": one.excludes_zero}
            for one in found.robust
        ],
        "breakdown": None if found.breakdown == np.inf else found.breakdown,
        "excludes_zero_without_violation": found.breakdown is not None,
    }


def _excludes(interval: tuple[float, float]) -> bool:
    return not interval[0] <= 0 <= interval[1]


def _said(found: HonestBounds) -> str:
    if found.breakdown is None:
        return "0 is inside the interval even without any violation of parallel trends."
    if found.breakdown == np.inf:
        return "0 stays outside the interval under every violation that was tried."
    words = "times the largest drift before treatment" if found.restriction == "relative-magnitudes" else "a period"
    return f"0 stays outside the interval up to a violation of {found.breakdown:.4g} {words}."
