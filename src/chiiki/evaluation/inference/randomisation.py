r"""The default interval: which effects are compatible with how regions were chosen.

A tried effect is taken out of the treated cells; then regions are chosen again and again by the
assignment mechanism, each time with the studentised estimate. The p value is the share of
choices whose statistic is at least as large as the observed one, in absolute terms, and the interval holds
every effect that this test does not reject::

    p = (1 + larger or equal) / (1 + draws)       drawn
    p = larger or equal / assignments             where all of them can be gone through

The estimate divided by its own spread keeps its level even where effects or variances differ
between regions, which the plain estimate does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, UnknownNameError
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.inference.linear import IMPUTING, cohort_weights
from chiiki.evaluation.inference.mechanism import complete_mechanism
from chiiki.evaluation.inference.statistics import complete_statistics
from chiiki.evaluation.inference.unbalanced import unbalanced_statistics
from chiiki.evaluation.results import LEVEL, check_level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.inference.statistics import Statistics
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import BasePeriod, Comparison, Estimator, Interval, Target

__all__ = ["DRAWS", "LEAST_DRAWS", "Randomisation", "assignments_of", "interval_ends", "p_values_at", "randomise"]

DRAWS = 999
"""Draws for a page; reports take 9,999."""

LEAST_DRAWS = 99
"""Below this many draws a p value of 5 % rests on four of them."""

PRECISION = 1e-4
"""Ends of intervals are found to this share of the standard error."""

REACH = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0, 30.0, 200.0)
"""Distances from the estimate at which effects are tried first, in standard errors."""


@dataclass(frozen=True, slots=True)
class Randomisation:
    """Tests and intervals over the assignments that could have been."""

    targets: tuple[Target, ...]
    estimates: FloatArray
    """In the unit of the outcome, shape (n_targets,)."""

    standard_errors: FloatArray
    """Spread by which the estimates are divided, shape (n_targets,); 0 where nothing varies."""

    p_values: FloatArray
    """Two-sided, of no effect in any treated cell; shape (n_targets,)."""

    intervals: tuple[Interval | None, ...]
    """Effects that are not rejected; None where they have no end."""

    n_draws: int
    is_exact: bool
    """Whether every assignment was gone through, not drawn."""

    mechanism: Mechanism
    level: float = LEVEL
    statistics: Statistics | None = field(default=None, repr=False)
    """Of every draw, the observed one first."""

    cautions: tuple[Caution, ...] = ()


def randomise(  # noqa: PLR0913 -- what a randomisation test consists of
    panel: Panel,
    *,
    mechanism: Mechanism | None = None,
    estimator: Estimator = "bjs",
    comparison: Comparison = "not-yet",
    covariates: Sequence[str] = (),
    leads: int = 0,
    base_period: BasePeriod | None = None,
    targets: Sequence[Target] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
) -> Randomisation:
    """Test no effect, and invert the test into an interval, for every target.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it.
    mechanism : Mechanism, optional
        How units came to be treated; without it every unit could have been, alike.
    estimator : {"bjs", "2s", "etwfe", "cs", "sa"}
        See :func:`~chiiki.evaluation.inference.linear.cohort_weights`; with missing cells or
        covariates imputation only.
    comparison : {"not-yet", "never"}
        For Callaway-Sant'Anna.
    covariates : sequence of str
        For imputation.
    leads : int
        Periods before treatment that are tested too, for imputation without missing cells.
    base_period : {"varying", "universal"}, optional
        The same for Callaway-Sant'Anna: from when growth before treatment counts.
    targets : sequence of Target, optional
        Which; all without it. Those that the estimator does not have are passed over.
    draws : int
        Assignments to draw, at least 99; where no more than these exist, all are gone through.
    seed : int
        Of the draws.
    level : float
        Nominal coverage, between 0 and 1.

    Returns
    -------
    Randomisation

    Raises
    ------
    InputError
        If `draws` or `level` are out of range, or the mechanism is for another panel.
    MethodError
        If the estimator is no fixed weighted sum of outcomes.
    UnknownNameError
        If the estimator has none of `targets`, or the panel no such covariate.

    Notes
    -----
    Exact where the tried effect is the same in every treated cell and the mechanism is right;
    close to it otherwise, because the statistic is studentised. With one treated unit the p
    value is its rank among n units, at least 1 / n. An interval is the shortest that holds every effect
    not rejected; where the p values do not fall steadily it is wider than their set, with a Caution.

    References
    ----------
    Wu, J. and Ding, P. (2021). Randomization tests for weak null hypotheses in randomized
    experiments. Journal of the American Statistical Association 116, 1898-1913.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[0.0, 9.0], [0.0, 1.0], [0.0, 2.0], [0.0, 3.0]])
    >>> found = randomise(Panel(tuple("ABCD"), np.array([0, 1]), y, np.array([1.0, np.inf, np.inf, np.inf])))
    >>> found.is_exact, float(found.p_values[0])  # first of four
    (True, 0.25)
    """
    _check(panel, mechanism=mechanism, draws=draws, level=level)
    way = complete_mechanism(panel) if mechanism is None else mechanism
    assignments, is_exact = assignments_of(way, draws=draws, seed=seed)
    if panel.is_complete and not covariates:
        weights = cohort_weights(
            panel, estimator=estimator, comparison=comparison, leads=leads, base_period=base_period
        )
        kept = _positions(weights.targets, targets)
        weights = replace(weights, targets=tuple(weights.targets[at] for at in kept), weights=weights.weights[kept])
        statistics, names = complete_statistics(panel, assignments, weights=weights), weights.targets
    else:
        statistics, names = _unbalanced(panel, assignments, estimator=estimator, covariates=covariates, targets=targets)
    return _invert(statistics, targets=names, mechanism=way, is_exact=is_exact, level=level)


def p_values_at(statistics: Statistics, effects: FloatArray, *, is_exact: bool) -> FloatArray:
    """Return the p value of each tried effect.

    Parameters
    ----------
    statistics : Statistics
        The observed assignment first.
    effects : array of shape (n_targets,)
        One tried effect for each target.
    is_exact : bool
        Whether the draws are all assignments, the observed one among them.

    Returns
    -------
    array of shape (n_targets,)
    """
    larger = statistics.larger(effects)
    n = statistics.estimate.shape[1] - 1
    shares: FloatArray = larger / n if is_exact else (1.0 + larger) / (1.0 + n)
    return shares


def assignments_of(mechanism: Mechanism, *, draws: int, seed: int) -> tuple[IntArray, bool]:
    """List the observed assignment, then every possible one, or drawn ones where there are more.

    Parameters
    ----------
    mechanism : Mechanism
    draws : int
        How many to draw; where no more than these exist, all are listed.
    seed : int
        The same seed gives the same draws.

    Returns
    -------
    assignments : array of shape (1 + n_draws, n_units)
        Position of the first treated period of each unit, the number of periods for never.
    is_exact : bool
        Whether these are all.
    """
    possible = mechanism.n_assignments
    is_exact = possible is not None and possible <= draws
    rows = mechanism.every() if is_exact else mechanism.draw(np.random.default_rng(seed), draws)
    return np.concatenate([mechanism.first_index[None], rows]), is_exact


def interval_ends(statistics: Statistics, *, is_exact: bool, level: float) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the interval of every target, infinite where the test never rejects.

    Parameters
    ----------
    statistics : Statistics
        The observed assignment first.
    is_exact : bool
        Whether the draws are all assignments, the observed one among them.
    level : float
        Nominal coverage.

    Returns
    -------
    low, high : array of shape (n_targets,)
    """
    low, high = (_ends(statistics, side=side, alpha=1.0 - level, is_exact=is_exact) for side in (-1.0, 1.0))
    return np.where(low.is_found, low.values, -np.inf), np.where(high.is_found, high.values, np.inf)


def _check(panel: Panel, *, mechanism: Mechanism | None, draws: int, level: float) -> None:
    if draws < LEAST_DRAWS:
        msg = f"draws must be at least {LEAST_DRAWS}, got {draws}. Take 999 for a page, 9999 for a report."
        raise InputError(msg)
    check_level(level)
    if mechanism is not None and not np.array_equal(mechanism.first_index, panel.first_index):
        msg = "the mechanism was made for other units or starts than the panel has. Make it from this panel."
        raise InputError(msg)


def _positions(known: tuple[Target, ...], asked: Sequence[Target] | None) -> list[int]:
    if asked is None:
        return list(range(len(known)))
    found = [known.index(target) for target in asked if target in known]
    if not found:
        msg = f"the estimator has none of the {len(asked)} targets asked for. Choose among its {len(known)} targets."
        raise UnknownNameError(msg)
    return found


def _unbalanced(
    panel: Panel,
    assignments: IntArray,
    *,
    estimator: Estimator,
    covariates: Sequence[str],
    targets: Sequence[Target] | None,
) -> tuple[Statistics, tuple[Target, ...]]:
    if estimator not in IMPUTING:
        msg = (
            f"with missing cells or covariates the weights of {estimator!r} change with every choice of regions. Use "
            "'bjs', give a panel without gaps, or ask for wild, jackknife or analytic intervals."
        )
        raise MethodError(msg)
    observed = impute(panel, covariates=covariates)
    kept = _positions(observed.targets, targets)
    found = unbalanced_statistics(panel, assignments, targets=observed.targets, positions=kept, covariates=covariates)
    return found, tuple(observed.targets[at] for at in kept)


def _invert(
    statistics: Statistics, *, targets: tuple[Target, ...], mechanism: Mechanism, is_exact: bool, level: float
) -> Randomisation:
    """Test no effect, and find where the test stops rejecting on either side of each estimate."""
    low, high = (_ends(statistics, side=side, alpha=1.0 - level, is_exact=is_exact) for side in (-1.0, 1.0))
    ended = low.is_found & high.is_found
    intervals = tuple(
        (float(left), float(right)) if is_found else None
        for left, right, is_found in zip(low.values, high.values, ended.tolist(), strict=True)
    )
    return Randomisation(
        targets=targets,
        estimates=statistics.estimate[:, 0],
        standard_errors=_errors(statistics),
        p_values=p_values_at(statistics, np.zeros(len(targets)), is_exact=is_exact),
        intervals=intervals,
        n_draws=statistics.estimate.shape[1] - 1,
        is_exact=is_exact,
        mechanism=mechanism,
        level=level,
        statistics=statistics,
        cautions=_cautions(mechanism, ended=ended, uneven=ended & (low.is_uneven | high.is_uneven), level=level),
    )


def _errors(statistics: Statistics) -> FloatArray:
    found: FloatArray = np.sqrt(np.maximum(statistics.variance[:, 0], 0.0))
    return found


@dataclass(frozen=True, slots=True)
class _Ends:
    """One end of each interval."""

    values: FloatArray
    is_found: BoolArray
    is_uneven: BoolArray
    """Whether effects further out are not rejected although nearer ones are."""


def _ends(statistics: Statistics, *, side: float, alpha: float, is_exact: bool) -> _Ends:
    """Try effects ever further out, then halve the span in which the test starts to reject for good."""
    centre, unit = statistics.estimate[:, 0], side * _errors(statistics)
    tried = [p_values_at(statistics, centre + reach * unit, is_exact=is_exact) > alpha for reach in REACH]
    kept = np.array(tried)
    last = np.where(kept.any(axis=0), len(REACH) - 1 - np.argmax(kept[::-1], axis=0), -1)
    is_found = (last < len(REACH) - 1) & (unit != 0)
    reaches = np.array([0.0, *REACH, REACH[-1]])
    inner, outer = reaches[last + 1], reaches[last + 2]
    while (outer - inner)[is_found].max(initial=0.0) > PRECISION:
        middle = (inner + outer) / 2.0
        is_kept = p_values_at(statistics, centre + middle * unit, is_exact=is_exact) > alpha
        inner, outer = np.where(is_kept, middle, inner), np.where(is_kept, outer, middle)
    return _Ends(centre + outer * unit, is_found, kept.sum(axis=0) != last + 1)


def _cautions(mechanism: Mechanism, *, ended: BoolArray, uneven: BoolArray, level: float) -> tuple[Caution, ...]:
    found = []
    n_units, n_treated = len(mechanism.first_index), int((mechanism.first_index < mechanism.n_periods).sum())
    if n_treated == 1:
        message = (
            f"One unit was treated: the p value is its rank among those that could have been, at least 1 in {n_units}, "
            "and the interval takes the effect as one number and the unit as variable as the others."
        )
        found.append(Caution("rank-only", message))
    if not ended.all():
        message = (
            f"{int((~ended).sum())} of {len(ended)} estimates have no interval: so few choices of units were possible "
            f"that even distant effects are not rejected at {1.0 - level:.0%}."
        )
        found.append(Caution("interval-refused", message))
    if uneven.any():
        message = (
            f"For {int(uneven.sum())} estimates p values do not fall steadily away from the estimate; their intervals "
            "reach to the outermost effect that is not rejected."
        )
        found.append(Caution("level-not-kept", message))
    return tuple(found)
