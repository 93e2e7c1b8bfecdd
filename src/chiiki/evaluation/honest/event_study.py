"""The estimates by event time that a sensitivity analysis starts from, with their covariance.

Periods before treatment come first, then those from treatment on; the period just before
treatment is the reference, zero by construction, and is left out. Neighbouring estimates are one
period apart, so that their differences are what the trends of the groups drifted in a period.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray
    from chiiki.evaluation.results import Effects

__all__ = ["EventStudy", "check_event_study", "event_study_from_times", "event_study_of", "target_weights"]

ROUNDING = 1e-8
"""Asymmetry and negative eigenvalues up to this share of the largest entry are rounding."""


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Estimates by event time without the reference period, in the order of time."""

    estimates: FloatArray
    """Shape (n_before + n_after,), in the unit of the outcome."""

    covariance: FloatArray
    """Of the estimates, shape (n_before + n_after, n_before + n_after)."""

    n_before: int
    """Estimates before the reference period."""

    @property
    def n_after(self) -> int:
        """Estimates from the first treated period on."""
        return len(self.estimates) - self.n_before


def check_event_study(study: EventStudy) -> None:
    """Refuse an event study that no sensitivity analysis can use.

    Parameters
    ----------
    study : EventStudy
        As it was given.

    Raises
    ------
    ShapeError
        If estimates are no list or the covariance does not fit them.
    MissingValueError
        If a cell is missing or infinite.
    MethodError
        If nothing stands before or after treatment, or the covariance is none: not symmetric,
        or with a negative variance in some direction.
    """
    size = len(study.estimates)
    if study.estimates.ndim != 1 or study.covariance.shape != (size, size):
        msg = (
            f"the covariance must have a row and a column for each of the {size} estimates, got "
            f"{study.covariance.shape}. Leave the reference period out of both."
        )
        raise ShapeError(msg)
    if not (np.isfinite(study.estimates).all() and np.isfinite(study.covariance).all()):
        msg = (
            "an estimate or a cell of the covariance is missing or infinite. Leave that event time out of both, "
            "or shorten the window to event times that were estimated."
        )
        raise MissingValueError(msg)
    if not 0 < study.n_before < size:
        msg = (
            f"there are {study.n_before} estimates before the reference period and {study.n_after} after it; at least "
            "one of each is needed. Without a trend before treatment nothing says how large a violation may be: "
            "begin the panel earlier or widen the window."
        )
        raise MethodError(msg)
    _check_covariance(study.covariance)


def _check_covariance(covariance: FloatArray) -> None:
    largest = float(np.abs(covariance).max())
    asymmetry = float(np.abs(covariance - covariance.T).max())
    if asymmetry > ROUNDING * largest:
        msg = f"the covariance is not symmetric: cells differ from their mirror image by up to {asymmetry:.3g}."
        raise MethodError(msg)
    least = float(np.linalg.eigvalsh((covariance + covariance.T) / 2).min())
    if least < -ROUNDING * largest:
        msg = (
            f"the covariance is not positive semi-definite: its smallest eigenvalue is {least:.3g}, so some "
            "combination of the estimates would have a negative variance. Use the covariance as the estimator gave "
            "it, not one put together from rounded correlations."
        )
        raise MethodError(msg)


def target_weights(study: EventStudy, weights: FloatArray | None) -> FloatArray:
    """Return the weights of the effect asked about, the mean of all periods after where none are given.

    Parameters
    ----------
    study : EventStudy
        Checked.
    weights : array of shape (n_after,) or None
        Weight of each estimate from treatment on.

    Raises
    ------
    ShapeError
        If there is not one weight for each estimate from treatment on.
    InputError
        If a weight is missing or infinite, or all are 0.
    MethodError
        If the effect asked about has no variance.
    """
    if weights is None:
        weights = np.full(study.n_after, 1.0 / study.n_after)
    if weights.shape != (study.n_after,):
        msg = f"there must be a weight for each of the {study.n_after} estimates after treatment, got {weights.shape}."
        raise ShapeError(msg)
    if not np.isfinite(weights).all() or not weights.any():
        msg = f"weights must be numbers and not all 0, got {weights.tolist()}."
        raise InputError(msg)
    after = study.covariance[study.n_before :, study.n_before :]
    if weights @ after @ weights <= 0:
        msg = "the effect asked about has a variance of 0, so there is no interval to widen."
        raise MethodError(msg)
    return weights


def event_study_from_times(
    times: FloatArray, estimates: FloatArray, *, covariance: FloatArray, reference: int = -1, step: int = 1
) -> EventStudy:
    """Sort estimates by event time, leave the reference out, and refuse gaps.

    Parameters
    ----------
    times : array of shape (n,)
        Event times, whole numbers, 0 the first treated period; the reference may be among them.
    estimates : array of shape (n,)
        In the same order.
    covariance : array of shape (n, n)
        In the same order; may lack the row and column of the reference.
    reference : int
        Event time that is zero by construction, the last one before treatment.
    step : int
        Distance of one period from the next.

    Returns
    -------
    EventStudy
        Without the reference.

    Raises
    ------
    ShapeError
        If lengths differ.
    InputError
        If an event time is no whole number, stands twice, or one is missing in between, or the
        estimate at the reference is not 0.

    Examples
    --------
    >>> found = event_study_from_times(np.array([0, -1, -2]), np.array([3.0, 0.0, 1.0]), covariance=np.eye(2))
    >>> found.estimates.tolist(), found.n_before
    ([1.0, 3.0], 1)
    """
    if estimates.shape != times.shape:
        msg = f"there must be one estimate for each of {len(times)} event times, got {len(estimates)}."
        raise ShapeError(msg)
    if not np.isfinite(times).all() or (times != np.round(times)).any():
        msg = f"event times must be whole numbers, none missing, got {', '.join(f'{time:g}' for time in times)}."
        raise InputError(msg)
    is_kept = times != reference
    _check_reference(estimates[~is_kept], reference)
    if covariance.shape == (len(times), len(times)):
        covariance = covariance[np.ix_(is_kept, is_kept)]
    kept = times[is_kept]
    if covariance.shape != (len(kept), len(kept)):
        msg = (
            f"the covariance must have a row and a column for each of {len(times)} event times, with or without the "
            f"reference {reference}, got {covariance.shape}."
        )
        raise ShapeError(msg)
    order = np.argsort(kept, kind="stable")
    _check_times(kept[order], reference=reference, step=step)
    return EventStudy(
        estimates=estimates[is_kept][order],
        covariance=covariance[np.ix_(order, order)],
        n_before=int((kept < reference).sum()),
    )


def _check_reference(found: FloatArray, reference: int) -> None:
    if len(found) and (found != 0).any():
        msg = (
            f"event time {reference} has the estimate {found[0]:.4g}, but as the reference it must be 0. Estimate the "
            "event study against one common period before treatment (a universal base), or name the reference."
        )
        raise InputError(msg)


def _check_times(times: FloatArray, *, reference: int, step: int) -> None:
    expected = np.setdiff1d(np.arange(times[0], times[-1] + step, step), [reference]) if len(times) else times
    if len(np.unique(times)) < len(times):
        msg = f"an event time stands twice: {', '.join(f'{time:g}' for time in times)}."
        raise InputError(msg)
    if len(expected) != len(times) or (expected != times).any():
        lacking = np.setdiff1d(expected, times)[:5]
        msg = (
            f"event times must follow each other in steps of {step}, but {', '.join(f'{time:g}' for time in lacking)} "
            "lacks. Shorten the window to a stretch without gaps."
        )
        raise InputError(msg)


def event_study_of(effects: Effects, *, step: int = 1) -> EventStudy:
    """Take the event study out of a result.

    Parameters
    ----------
    effects : Effects
        With estimates by event time and their covariance.
    step : int
        Distance of one period from the next; the reference is one such step before 0.

    Returns
    -------
    EventStudy
        Without the reference.

    Raises
    ------
    MethodError
        If the result has no covariance by event time.
    InputError, ShapeError
        As for :func:`event_study_from_times`.
    """
    if effects.event_covariance is None:
        msg = (
            f"the result of {effects.estimator!r} has no covariance of its estimates by event time. With fewer than "
            "six treated units, or a cohort of one, none is honest; else choose one that has it, such as cs or sa."
        )
        raise MethodError(msg)
    found = effects.by("event_time")
    times = np.array([estimate.target.event_time for estimate in found], dtype=float)
    return event_study_from_times(
        times,
        np.array([estimate.estimate for estimate in found]),
        covariance=effects.event_covariance,
        reference=-step,
        step=step,
    )
