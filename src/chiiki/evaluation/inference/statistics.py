r"""The studentised statistic of every draw, as a function of the effect that is tried.

For a tried effect ``q`` the outcomes ``y - q D`` (D: treated cells as observed; for a period before
treatment its own cells) are what all would have been without treatment. Under the assignment of
draw b each unit contributes ``u - q v``: u from the outcomes, v from D. With cohorts c of ``n_c``
units::

    numerator    = sum(u) - q sum(v)
    variance     = sum over c of n_c s_c^2,   s_c^2 = variance of u - q v within c

so that two numbers and three numbers per draw give the statistic for every q at once. A cohort of
one unit has no variance of its own; it takes that of the units never treated, computed with the weights
of the cohort: how much such a contribution varies among units without treatment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.inference.linear import CohortWeights
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Target

__all__ = ["Statistics", "complete_statistics", "features_of", "joined", "statistics_of"]

CELLS_AT_ONCE = 200_000
"""Draws are taken in blocks of about so many units by draws, which stay in the cache."""


TIE = 2e-9
"""Squared statistics closer than this share are equal."""

ROUNDING = 1e-14
"""A variance below this share of its terms is what subtraction leaves of 0."""

TINY = 1e-150
"""Stands for a variance of 0, so that what stands over it is large."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numerator and variance of each draw as polynomials of the tried effect; shapes (n_targets, n_draws)."""

    estimate: FloatArray
    """Numerator at a tried effect of 0."""

    slope: FloatArray
    """What the numerator loses for each unit of the tried effect."""

    variance: FloatArray
    """At a tried effect of 0."""

    cross: FloatArray
    """Half of what the variance loses for each unit of the tried effect."""

    square: FloatArray
    """Coefficient of the squared tried effect in the variance."""

    def at(self, effect: FloatArray) -> FloatArray:
        """Return the absolute statistic of every draw.

        Parameters
        ----------
        effect : array of shape (n_targets,)
            The effect that is tried, one for each target.

        Returns
        -------
        array of shape (n_targets, n_draws)
        """
        numerator, variance = self._squares(effect)
        found: FloatArray = np.sqrt(numerator / variance)
        return found

    def larger(self, effect: FloatArray) -> IntArray:
        """Count draws with a statistic at least as large as the first.

        Parameters
        ----------
        effect : array of shape (n_targets,)
            The effect that is tried, one for each target.

        Returns
        -------
        array of shape (n_targets,)
            Statistics closer than a share of 1e-9 count as equal: rounding, not chance, tells
            them apart.
        """
        numerator, variance = self._squares(effect)
        bar = numerator[:, :1] / variance[:, :1] * (1.0 - TIE)
        found: IntArray = np.count_nonzero(numerator[:, 1:] >= bar * variance[:, 1:], axis=1)
        return found

    def _squares(self, effect: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Squared numerator, and variance, which is never quite 0; shapes (n_targets, n_draws)."""
        tried = effect[:, None]
        numerator = tried * self.slope
        numerator -= self.estimate
        numerator *= numerator
        variance = tried * self.square
        variance -= self.cross
        variance -= self.cross
        variance *= tried
        variance += self.variance
        least = ROUNDING * (self.variance.max(axis=1) + effect * effect * self.square.max(axis=1)) + TINY
        return numerator, np.maximum(variance, least[:, None], out=variance)


def statistics_of(sizes: IntArray, *, moments: Callable[[int, int], FloatArray], last_is_never: bool) -> Statistics:
    """Put the statistics of all draws together from sums by cohort.

    Parameters
    ----------
    sizes : array of shape (n_cohorts,)
        Units of each cohort, the same in every draw.
    moments : callable
        From the cohort whose weights are meant, and the cohort over whose members in each draw
        to sum, to the sums of u, v, u u, u v, v v; shape (5, n_draws, n_targets).
    last_is_never : bool
        Whether the last cohort is that of units never treated.

    Returns
    -------
    Statistics
        Draws keep their order.
    """
    reference = len(sizes) - 1 if last_is_never else int(np.argmax(sizes))
    total: list[FloatArray] = []
    for cohort, size in enumerate(sizes.tolist()):
        sums = moments(cohort, cohort)
        spread = sums if size > 1 else moments(cohort, reference)
        n = size if size > 1 else int(sizes[reference])
        part = [sums[0], sums[1], *_variances(spread, n=n, scale=size)]
        total = part if not total else [one + other for one, other in zip(total, part, strict=True)]
    return Statistics(*(np.ascontiguousarray(one.T) for one in total))


def complete_statistics(panel: Panel, draws: IntArray, *, weights: CohortWeights) -> Statistics:
    """Compute the statistics of a panel without gaps and covariates.

    Parameters
    ----------
    panel : Panel
        Complete.
    draws : array of shape (n_draws, n_units)
        Positions of first treated periods; the first row is what was observed.
    weights : CohortWeights
        The estimator.

    Returns
    -------
    Statistics
        Draws keep their order.
    """
    cohort_at = np.searchsorted(weights.starts, np.arange(panel.n_periods + 1))
    outcomes = panel.outcomes - panel.outcomes.mean(axis=1, keepdims=True)
    outcomes = outcomes - outcomes.mean(axis=0)
    by_outcome = np.einsum("it,kct->cik", outcomes, weights.weights, optimize=True)
    by_treatment = np.einsum("it,kct->cik", panel.treated.astype(float), weights.weights, optimize=True)
    for at, target in enumerate(weights.targets):
        tried = _cells_before(panel, target)
        if tried is not None:
            by_treatment[:, :, at] = np.einsum("it,ct->ci", tried, weights.weights[at])
    features = [features_of(u, v) for u, v in zip(by_outcome, by_treatment, strict=True)]
    sizes = np.bincount(cohort_at[draws[0]])
    size = max(1, CELLS_AT_ONCE // panel.n_units)
    return joined(
        [
            statistics_of(
                sizes,
                moments=_picker(cohort_at[draws[at : at + size]], features=features),
                last_is_never=bool(weights.starts[-1] == panel.n_periods),
            )
            for at in range(0, len(draws), size)
        ]
    )


def _cells_before(panel: Panel, target: Target) -> FloatArray | None:
    """Mark the cells of a target before treatment; None for a target under treatment."""
    marked: BoolArray | None = None
    if target.event_time is not None and target.event_time < 0:
        marked = panel.periods - panel.first_treated[:, None] == target.event_time
    if target.period is not None and target.cohort is not None and target.period < target.cohort:
        marked = (panel.first_treated == target.cohort)[:, None] & (panel.periods == target.period)
    return None if marked is None else marked.astype(float)


def joined(parts: list[Statistics]) -> Statistics:
    """Put blocks of draws beside one another.

    Parameters
    ----------
    parts : list of Statistics
        At least one, of the same targets.
    """
    names = ("estimate", "slope", "variance", "cross", "square")
    return Statistics(*(np.concatenate([getattr(part, name) for part in parts], axis=1) for name in names))


def features_of(u: FloatArray, v: FloatArray) -> FloatArray:
    """Stack what is summed over the members of a cohort.

    Parameters
    ----------
    u, v : array of shape (n_units, n_targets)
        What units contribute from their outcomes and from their treated cells.

    Returns
    -------
    array of shape (5, n_units, n_targets)
        u, v, u u, u v, v v.
    """
    return np.stack([u, v, u * u, u * v, v * v])


def _picker(codes: IntArray, *, features: list[FloatArray]) -> Callable[[int, int], FloatArray]:
    """Sum features of one cohort's weights over the members of a cohort in each draw."""
    members: dict[int, FloatArray] = {}

    def moments(cohort: int, over: int) -> FloatArray:
        if over not in members:
            members[over] = (codes == over).astype(float)
        return members[over] @ features[cohort]

    return moments


def _variances(sums: FloatArray, *, n: int, scale: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Variance and covariance within a cohort, times its units; 0 where a single unit leaves none."""
    if n < 2:  # noqa: PLR2004 -- a variance needs two
        return (np.zeros_like(sums[0]),) * 3
    u, v, uu, uv, vv = sums
    factor = scale / (n - 1)
    return factor * (uu - u * u / n), factor * (uv - u * v / n), factor * (vv - v * v / n)
