r"""From the effects of cohorts by period to every average of them.

A cell is the effect on one cohort ``g`` in one period ``t``. With ``m`` the mass of a cell (its
treated units) every part is a weighted mean over a set of cells, and the averages over parts are
means again::

    theta_S = sum_S m_k tau_k / sum_S m_k
    simple    S = all treated cells                    group     mean of the cohorts, by their units
    dynamic   mean of the event times from 0 on        calendar  mean of the periods

So ``theta = W tau``. The covariance of ``tau`` is kept as a matrix of scores, ``V = scores'
scores``, one row for each unit or cluster; where the masses are themselves estimates of a
population's shares, each unit's own mass adds ``sum_{k in S, g_k = g_i} (tau_k - theta) / sum_S
m`` to its score (Callaway and Sant'Anna 2021, appendix).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.results import Estimate, Target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel

__all__ = ["Averages", "Cells", "average_cells", "cells_of_coefficients", "sum_by_cluster"]


@dataclass(frozen=True, slots=True)
class Cells:
    """Effects by cohort and period."""

    cohorts: IntArray
    """First treated period of each cell, shape (n_cells,)."""

    periods: IntArray
    """Period of each cell, shape (n_cells,)."""

    effects: FloatArray
    """Shape (n_cells,), in the unit of the outcome."""

    counts: IntArray
    """Treated units behind each cell, shape (n_cells,)."""

    scores: FloatArray
    """Shape (n_scores, n_cells); the covariance of the effects is ``scores.T @ scores``."""

    sizes: dict[int, int]
    """Units of each cohort, cohorts rising."""

    mass: FloatArray | None = None
    """Weight of each cell in averages; None for `counts`."""

    members: FloatArray | None = None
    """Shape (n_scores, n_cohorts), cohorts rising: units of each cohort in each score, where
    masses count as estimated; None where they count as given."""


@dataclass(frozen=True, slots=True)
class Averages:
    """Estimates of all targets, and the covariance of those by event time."""

    estimates: tuple[Estimate, ...]
    event_covariance: FloatArray


@dataclass(frozen=True, slots=True)
class _Mean:
    """One target as weights of cells, and its slope in the mass of each cohort."""

    weights: FloatArray
    slopes: FloatArray
    n: int


def cells_of_coefficients(
    panel: Panel,
    *,
    cohorts: Sequence[int],
    periods: Sequence[int],
    effects: Sequence[float],
    covariance: FloatArray,
) -> Cells:
    """Make cells of the coefficients of a regression; each weighs by its observations.

    Parameters
    ----------
    panel : Panel
        From which they were estimated.
    cohorts, periods : sequence of int, n_cells each
        Positions of periods, counted from 1.
    effects : sequence of float, n_cells
        In the unit of the outcome.
    covariance : array of shape (n_cells, n_cells)
        Of the effects; eigenvalues below 0 are rounding and count as 0.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> panel = Panel(("A",), np.array([2000, 2001]), np.array([[1.0, 2.0]]), np.array([2001.0]))
    >>> found = cells_of_coefficients(panel, cohorts=[2], periods=[2], effects=[1.0], covariance=np.array([[4.0]]))
    >>> found.cohorts.tolist(), found.counts.tolist(), np.abs(found.scores).tolist()
    ([2001], [1], [[2.0]])
    """
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    of_cohorts = panel.periods[np.asarray(cohorts) - 1]
    counts = [
        int((panel.observed[:, at - 1] & (panel.first_treated == g)).sum())
        for g, at in zip(of_cohorts.tolist(), periods, strict=True)
    ]
    return Cells(
        cohorts=of_cohorts,
        periods=panel.periods[np.asarray(periods) - 1],
        effects=np.asarray(effects, dtype=float),
        counts=np.array(counts, dtype=np.intp),
        scores=(vectors * np.sqrt(np.maximum(values, 0.0))).T,
        sizes={g: int((panel.first_treated == g).sum()) for g in _rising(of_cohorts)},
    )


def average_cells(cells: Cells) -> Averages:
    """Average cells by event time, cohort and period, and over all of them.

    Parameters
    ----------
    cells : Cells
        At least one treated cell; event times are in the unit of the periods.

    Returns
    -------
    Averages
        Overall first, then by event time, cohort, period, and cohort and period, each rising.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple time
    periods. Journal of Econometrics 225, 200-230.

    Examples
    --------
    >>> cells = Cells(np.array([2, 2, 3]), np.array([2, 3, 3]), np.array([1.0, 3.0, 5.0]), np.array([1, 1, 2]),
    ...               np.eye(3), {2: 1, 3: 2})
    >>> {e.target.kind: round(e.estimate, 6) for e in average_cells(cells).estimates[:4]}  # (1 + 3 + 2 * 5) / 4
    {'simple': 3.5, 'group': 4.0, 'dynamic': 3.333333, 'calendar': 2.666667}
    """
    events, post = cells.periods - cells.cohorts, cells.periods >= cells.cohorts
    by_event = {Target("event_time", event_time=e): _mean(cells, events == e) for e in _rising(events)}
    by_cohort = {
        Target("cohort", cohort=g): replace(_mean(cells, post & (cells.cohorts == g)), n=cells.sizes[g])
        for g in _rising(cells.cohorts[post])
    }
    by_period = {
        Target("period", period=t): _mean(cells, post & (cells.periods == t)) for t in _rising(cells.periods[post])
    }
    overall = {
        Target("simple"): _mean(cells, post),
        Target("group"): _by_size(cells, by_cohort),
        Target("dynamic"): _plain([mean for target, mean in by_event.items() if (target.event_time or 0) >= 0]),
        Target("calendar"): _plain(list(by_period.values())),
    }
    n_treated = sum(mean.n for mean in by_cohort.values())
    overall = {target: replace(mean, n=n_treated) for target, mean in overall.items()}
    return _estimated(cells, {**overall, **by_event, **by_cohort, **by_period, **_single(cells)})


def _rising(values: IntArray) -> list[int]:
    return [int(value) for value in np.unique(values)]


def _single(cells: Cells) -> dict[Target, _Mean]:
    found: dict[Target, _Mean] = {}
    for k in np.lexsort((cells.periods, cells.cohorts)).tolist():
        cohort, period = int(cells.cohorts[k]), int(cells.periods[k])
        target = Target("cohort_and_period", cohort=cohort, period=period)
        found[target] = _mean(cells, np.arange(len(cells.cohorts)) == k)
    return found


def _mean(cells: Cells, chosen: BoolArray) -> _Mean:
    mass = np.where(chosen, cells.counts if cells.mass is None else cells.mass, 0.0)
    weights = mass / mass.sum()
    gaps = np.where(chosen, cells.effects - weights @ cells.effects, 0.0)
    at = np.searchsorted(list(cells.sizes), cells.cohorts)
    slopes = np.bincount(at, gaps, minlength=len(cells.sizes)) / mass.sum()
    return _Mean(weights, slopes, int(cells.counts[chosen].sum()))


def _plain(means: Sequence[_Mean]) -> _Mean:
    weights = np.mean([mean.weights for mean in means], axis=0)
    return _Mean(weights, np.mean([mean.slopes for mean in means], axis=0), 0)


def _by_size(cells: Cells, by_cohort: Mapping[Target, _Mean]) -> _Mean:
    sizes = np.array([mean.n for mean in by_cohort.values()], dtype=float)
    weights = (sizes / sizes.sum()) @ np.array([mean.weights for mean in by_cohort.values()])
    gaps = {t.cohort: mean.weights @ cells.effects - weights @ cells.effects for t, mean in by_cohort.items()}
    return _Mean(weights, np.array([gaps.get(g, 0.0) for g in cells.sizes]) / sizes.sum(), 0)


def _estimated(cells: Cells, means: Mapping[Target, _Mean]) -> Averages:
    weights = np.array([mean.weights for mean in means.values()])
    scores = cells.scores @ weights.T
    if cells.members is not None:
        scores += cells.members @ np.array([mean.slopes for mean in means.values()]).T
    errors = np.sqrt((scores**2).sum(axis=0))
    estimates = [
        Estimate(target, float(effect), mean.n, standard_error=float(error))
        for (target, mean), effect, error in zip(means.items(), weights @ cells.effects, errors, strict=True)
    ]
    of_events = scores[:, [target.kind == "event_time" for target in means]]
    return Averages(tuple(estimates), of_events.T @ of_events)


def sum_by_cluster(panel: Panel, scores: FloatArray) -> FloatArray:
    """Add up what units contribute by cluster; as they are where each unit is its own.

    Parameters
    ----------
    panel : Panel
        Whose clusters they are.
    scores : array of shape (n_units, n_targets)
        Contributions.

    Returns
    -------
    array of shape (n_clusters, n_targets)
        Clusters by their code.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> panel = Panel(("A", "B"), np.array([1]), np.ones((2, 1)), np.full(2, np.inf), clusters=np.array([7, 7]))
    >>> sum_by_cluster(panel, np.array([[1.0], [2.0]])).tolist()
    [[3.0]]
    """
    if panel.clusters is None:
        return scores
    codes, of_unit = np.unique(panel.clusters, return_inverse=True)
    found = np.zeros((len(codes), scores.shape[1]))
    np.add.at(found, of_unit, scores)
    return found
