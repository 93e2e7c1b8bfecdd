"""Results as plain records, for JSON and for tables: the same keys wherever an effect is written."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.cautions import Caution
    from chiiki.evaluation.panel import Exclusion
    from chiiki.evaluation.results import Effects, Estimate

__all__ = ["caution_records", "effects_record", "estimate_record", "exclusion_records", "without_nan"]


def estimate_record(found: Estimate) -> dict[str, object]:
    """Return one estimate with what it is an estimate of.

    Parameters
    ----------
    found : Estimate

    Returns
    -------
    dict
        ``event_time``, ``cohort`` and ``period`` where the target has them, then ``estimate``,
        ``standard_error``, ``interval`` (a list of two, or None), ``p_value`` and ``n``. A cohort
        in a period has its event time, too.

    Examples
    --------
    >>> from chiiki.evaluation.results import Estimate, Target
    >>> estimate_record(Estimate(Target("cohort_and_period", cohort=2002, period=2004), 1.5, n=3))["event_time"]
    2
    """
    target = found.target
    event_time = target.event_time
    if event_time is None and target.cohort is not None and target.period is not None:
        event_time = target.period - target.cohort
    parts = {"event_time": event_time, "cohort": target.cohort, "period": target.period}
    return {name: value for name, value in parts.items() if value is not None} | {
        "estimate": found.estimate,
        "standard_error": found.standard_error,
        "interval": None if found.interval is None else list(found.interval),
        "p_value": found.p_value,
        "n": found.n,
    }


def effects_record(found: Effects, *, cautions: Sequence[Caution] = ()) -> dict[str, object]:
    """Return the whole result of an estimator.

    Parameters
    ----------
    found : Effects
    cautions : sequence of Caution
        Of reading the table; they come first.

    Returns
    -------
    dict
        ``overall`` by average, the lists ``by_event_time``, ``by_cohort``, ``by_period`` and
        ``by_cohort_and_period``, the choices that matter, exclusions and cautions.
    """
    return {
        "estimator": found.estimator,
        "comparison": found.comparison,
        "inference": found.inference,
        "level": found.level,
        "overall": {kind: estimate_record(one) for kind, one in found.overall.items()},
        "by_event_time": [estimate_record(one) for one in found.by("event_time")],
        "by_cohort": [estimate_record(one) for one in found.by("cohort")],
        "by_period": [estimate_record(one) for one in found.by("period")],
        "by_cohort_and_period": [estimate_record(one) for one in found.by("cohort_and_period")],
        "n_units": found.n_units,
        "n_treated": found.n_treated,
        "n_never": found.n_never,
        "n_periods": found.n_periods,
        "n_cells": found.n_cells,
        "settings": dict(found.settings),
        "exclusions": exclusion_records(found.exclusions),
        "cautions": caution_records((*cautions, *found.cautions)),
    }


def exclusion_records(exclusions: Iterable[Exclusion]) -> list[dict[str, object]]:
    """Return what was left out: reason, number, units and the sentence that says so.

    Parameters
    ----------
    exclusions : iterable of Exclusion
    """
    return [
        {"reason": one.reason, "n": len(one.units), "units": list(one.units), "message": one.message}
        for one in exclusions
    ]


def caution_records(cautions: Iterable[Caution]) -> list[dict[str, str]]:
    """Return cautions as code and message.

    Parameters
    ----------
    cautions : iterable of Caution
    """
    return [{"code": caution.code, "message": caution.message} for caution in cautions]


def without_nan(value: object) -> object:
    """Return `value` with None where there is no finite number, since JSON has no NaN and no infinity.

    Parameters
    ----------
    value : object
        Dicts, lists, tuples, NumPy scalars and arrays, and plain values.

    Examples
    --------
    >>> without_nan({"interval": (float("-inf"), 2.0)})
    {'interval': [None, 2.0]}
    """
    if isinstance(value, dict):
        return {str(key): without_nan(cell) for key, cell in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(cell) for cell in value]
    if hasattr(value, "tolist"):
        return without_nan(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value
