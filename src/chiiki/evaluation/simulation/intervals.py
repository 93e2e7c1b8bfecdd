"""Every interval on offer, for a batch of replications.

Randomisation and wild intervals come from the very functions that serve one panel; the others
are their closed forms, which tests hold against them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.inference.bootstrap import resample_counts
from chiiki.evaluation.inference.least_squares import Direction
from chiiki.evaluation.inference.randomisation import interval_ends
from chiiki.evaluation.inference.statistics import features_of, joined, statistics_of
from chiiki.evaluation.inference.wild import wild_of_direction
from chiiki.evaluation.simulation.batches import Ends
from chiiki.evaluation.simulation.cohort_weights import callaway_santanna, imputation, residual_map, two_way
from chiiki.evaluation.student import t_quantile

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.inference.multipliers import Multipliers
    from chiiki.evaluation.inference.statistics import Statistics
    from chiiki.evaluation.simulation.batches import Batch

__all__ = [
    "analytic_cs",
    "analytic_imputation",
    "analytic_two_way",
    "jackknife",
    "neyman",
    "percentile",
    "percentile_t",
    "randomisation",
    "regional_jackknife",
    "wild",
]


def randomisation(batch: Batch, draws: IntArray, *, is_exact: bool, level: float) -> Ends:
    """Invert the studentised randomisation test.

    Parameters
    ----------
    batch : Batch
    draws : array of shape (n_draws, n_units)
        Cohort of each unit, units in their own order.
    is_exact : bool
        Whether these are all assignments.
    level : float
    """
    weights, on_treated = batch.imputation.weights, batch.imputation.weights @ batch.groups.treated.T
    sizes = np.array(batch.groups.sizes)
    own, members = batch.assignments, batch.cohort[None]

    def statistics(outcomes: FloatArray, cohorts: IntArray, codes: IntArray) -> Statistics:
        picked = [(codes == cohort).astype(float) for cohort in range(len(sizes))]
        features = [features_of((outcomes @ w).T, on[cohorts].T) for w, on in zip(weights, on_treated, strict=True)]
        return statistics_of(sizes, moments=lambda cohort, over: picked[over] @ features[cohort], last_is_never=True)

    observed = statistics(batch.ordered, np.broadcast_to(members, own.shape), members)
    drawn = statistics(batch.outcomes, own, draws)
    low, high = interval_ends(joined([observed, drawn]), is_exact=is_exact, level=level)
    return Ends(low, high)


def neyman(batch: Batch, *, level: float) -> Ends:
    """Add the variances within cohorts, with Welch's degrees of freedom.

    Parameters
    ----------
    batch : Batch
        With at least two units in each cohort.
    level : float
    """
    sizes = np.array(batch.groups.sizes)
    sums, squares = batch.cohort_sums(batch.contributions), batch.cohort_sums(batch.contributions**2)
    parts = (squares - sums**2 / sizes) * sizes / (sizes - 1)
    variance = parts.sum(axis=1)
    freedom = variance**2 / (parts**2 / (sizes - 1)).sum(axis=1)
    return _around(batch.estimates, np.sqrt(variance), freedom=freedom, level=level)


def wild(batch: Batch, signs: Multipliers, *, level: float) -> Ends:
    """Invert the restricted wild bootstrap test.

    Parameters
    ----------
    batch : Batch
    signs : Multipliers
        Of as many clusters as units.
    level : float
    """
    weights = batch.imputation.weights
    sizes = np.array(batch.groups.sizes, dtype=float)
    along = weights / (sizes @ (weights**2).sum(axis=1))
    scores = np.einsum("rit,it->ri", batch.residuals, along[batch.cohort])
    across, back = _projection(batch, along)
    pulls = np.einsum("rit,ikt->rik", batch.residuals, back, optimize=True)
    lengths = (along**2).sum(axis=1)[batch.cohort]
    length_pull = np.einsum("it,ikt->ik", along[batch.cohort], back)
    found = [
        wild_of_direction(
            Direction(
                estimate=float(estimate),
                scores=score,
                lengths=lengths,
                across=across,
                residual_pull=pull,
                length_pull=length_pull,
            ),
            signs,
            level=level,
        ).interval
        for estimate, score, pull in zip(batch.estimates, scores, pulls, strict=True)
    ]
    low, high = np.array(found).T
    return Ends(low, high)


def _projection(batch: Batch, along: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what a unit's outcomes move in the fit along the direction, one row for each cohort.

    Returns the cohorts as orthonormal columns, shape (n_units, n_cohorts + 1), and the weights of
    a unit's residuals on each, shape (n_units, n_cohorts + 1, n_periods).
    """
    sizes = np.array(batch.groups.sizes, dtype=float)
    cohorts = np.arange(len(sizes))
    fitted = np.einsum("cd,ts->ctds", np.eye(len(sizes)), np.eye(batch.groups.n_periods))
    fitted = fitted - residual_map(batch.groups)
    moved = np.einsum("ct,ctds->cds", along, fitted) / sizes[:, None]
    across = (batch.cohort[:, None] == cohorts) / np.sqrt(sizes)
    back = np.moveaxis(moved[:, batch.cohort] * np.sqrt(sizes)[:, None, None], 0, 1)
    return across, back


def jackknife(batch: Batch, *, level: float) -> Ends:
    """Leave each unit out in turn (CV3), with t of one degree of freedom less than units.

    Parameters
    ----------
    batch : Batch
        With at least two treated units.
    level : float
    """
    sizes, total = batch.groups.sizes, np.zeros(len(batch.outcomes))
    for cohort in range(len(sizes)):
        rows = batch.cohort == cohort
        weights = _weights_without(batch, cohort)
        without = batch.weighted(weights)
        total += ((without.sum(axis=1)[:, None] - without[:, rows] - batch.estimates[:, None]) ** 2).sum(axis=1)
    n = sum(sizes)
    return _around(batch.estimates, np.sqrt(total * (n - 1) / n), freedom=float(n - 1), level=level)


def _weights_without(batch: Batch, cohort: int) -> FloatArray:
    """Weights after one unit of a cohort has gone; 0 for a cohort that has gone with it."""
    left = list(batch.groups.sizes)
    left[cohort] -= 1
    return _weights_of_sizes(batch, tuple(left))


def _weights_of_sizes(batch: Batch, left: tuple[int, ...]) -> FloatArray:
    kept = np.array(left) > 0
    starts = tuple(start for start, stays in zip(batch.groups.starts, kept[:-1], strict=True) if stays)
    sizes = tuple(size for size in left if size > 0)
    found = np.zeros((len(left), batch.groups.n_periods))
    found[kept] = imputation(replace(batch.groups, sizes=sizes, starts=starts)).weights
    return found


def regional_jackknife(batch: Batch, regions: IntArray, *, level: float) -> Ends:
    """Leave each wider region out in turn (CV3), with t of one degree of freedom less than regions.

    Parameters
    ----------
    batch : Batch
    regions : array of shape (n_units,)
        Code of the region of each unit, units in their own order.
    level : float
    """
    codes = np.unique(regions)
    known: dict[tuple[int, ...], FloatArray] = {}
    total = np.zeros(len(batch.outcomes))
    for code in codes:
        kept = np.flatnonzero(regions != code)
        for at, member in enumerate(batch.assignments[:, kept]):
            left = tuple(np.bincount(member, minlength=len(batch.groups.sizes)).tolist())
            if not any(left[:-1]):
                total[at] = np.inf
                continue
            if left not in known:
                known[left] = _weights_of_sizes(batch, left)
            without = (batch.outcomes[at, kept] * known[left][member]).sum()
            total[at] += (without - batch.estimates[at]) ** 2
    n = len(codes)
    return _around(batch.estimates, np.sqrt(total * (n - 1) / n), freedom=float(n - 1), level=level)


def percentile(batch: Batch, *, draws: int, seed: int, level: float) -> Ends:
    """Draw units with replacement within cohorts, and take the middle part of the estimates.

    Parameters
    ----------
    batch : Batch
    draws : int
    seed : int
    level : float
    """
    counts = resample_counts(batch.cohort, draws=draws, seed=seed)
    low, high = np.quantile(batch.contributions @ counts.T, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=1)
    return Ends(low, high)


def percentile_t(batch: Batch, *, draws: int, seed: int, level: float) -> Ends:
    """Draw units with replacement within cohorts, and take the middle part of the t values.

    Parameters
    ----------
    batch : Batch
    draws : int
    seed : int
    level : float
    """
    counts = resample_counts(batch.cohort, draws=draws, seed=seed)
    parts = batch.contributions
    variance, own = np.zeros((len(parts), draws)), np.zeros(len(parts))
    for cohort, n in enumerate(batch.groups.sizes):
        rows = batch.cohort == cohort
        if n > 1:
            sums, squares = parts[:, rows] @ counts[:, rows].T, parts[:, rows] ** 2 @ counts[:, rows].T
            variance += (squares - sums**2 / n) * n / (n - 1)
            own += n * parts[:, rows].var(axis=1, ddof=1)
    away = (parts @ counts.T - batch.estimates[:, None]) / np.sqrt(variance)
    low, high = np.quantile(-away, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=1)
    return Ends(batch.estimates + low * np.sqrt(own), batch.estimates + high * np.sqrt(own))


def analytic_imputation(batch: Batch, *, level: float) -> Ends:
    """Take the standard error of imputation, with t of one degree of freedom less than units.

    Parameters
    ----------
    batch : Batch
    level : float
    """
    return _around(*batch.analytic(batch.imputation), freedom=len(batch.cohort) - 1.0, level=level)


def analytic_cs(batch: Batch, *, level: float) -> Ends:
    """Take Callaway-Sant'Anna's standard error, with t of one degree of freedom less than units.

    Parameters
    ----------
    batch : Batch
    level : float
    """
    return _around(*batch.analytic(callaway_santanna(batch.groups)), freedom=len(batch.cohort) - 1.0, level=level)


def analytic_two_way(batch: Batch, *, level: float) -> Ends:
    """Take the two-way regression with standard errors clustered by unit, with t.

    Parameters
    ----------
    batch : Batch
    level : float
    """
    estimates, errors = batch.analytic(two_way(batch.groups))
    n, periods = len(batch.cohort), batch.groups.n_periods
    rows = n * periods
    factor = np.sqrt(n / (n - 1) * (rows - 1) / (rows - periods - 1))
    return _around(estimates, factor * errors, freedom=float(n - 1), level=level)


def _around(estimates: FloatArray, errors: FloatArray, *, freedom: FloatArray | float, level: float) -> Ends:
    bounds = np.array([t_quantile(level, df=one) for one in np.atleast_1d(freedom).tolist()])
    return Ends(estimates - bounds * errors, estimates + bounds * errors)
