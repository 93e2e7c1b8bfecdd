r"""The restricted wild cluster bootstrap, with its interval by inverting the test.

Under the null value ``theta0`` the outcome is what a fit with ``theta = theta0`` predicts plus
its residuals, whose sign is drawn once for each cluster. With ``d = theta0 - theta^`` (see
:mod:`~chiiki.evaluation.inference.least_squares` for the rest), of a draw ``v``::

    score_g(v, d) = v_g (a_g - d b_g) - sum_h (A_gh - d B_gh) v_h
    t*(v, d)      = sum_g v_g (a_g - d b_g) / sqrt(sum_g score_g^2)
    p(d)          = share of draws with |t*(v, d)| >= |t(d)|

The numerator is linear and the square of the denominator quadratic in ``d``, so that five
numbers of a draw give its statistic at every null value; no outcome is drawn or fitted again.
The interval holds the null values around the estimate with ``p > 1 - level``; its ends, where p falls
to that first, are found to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import MethodError
from chiiki.evaluation.inference.least_squares import direction, fit
from chiiki.evaluation.inference.multipliers import multipliers
from chiiki.evaluation.inference.regressions import directions
from chiiki.evaluation.results import LEVEL, check_level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.inference.least_squares import Direction
    from chiiki.evaluation.inference.multipliers import Law, Multipliers
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Effects, Estimate, Interval

__all__ = ["WildBootstrap", "wild_bootstrap", "wild_intervals", "wild_of_direction"]

TIE = 1e-9
"""Draws whose statistic equals the observed one, as the draw of no change does, differ from it by rounding."""

ZERO = 1e-12
"""A direction that holds less than this share of the sum of squares is rounding."""

SAME = 1e-6
"""Two computations of one estimate differ by less than this share of it, or of its standard error."""

FAR = 1e6
"""An interval that reaches further than this many standard errors is unbounded."""


@dataclass(frozen=True, slots=True)
class WildBootstrap:
    """A coefficient with its restricted wild bootstrap."""

    estimate: float
    standard_error: float
    """CR1: with G / (G - 1)."""

    interval: Interval
    p_value: float
    """Two-sided, of no effect."""

    n_clusters: int
    n_draws: int


@dataclass(frozen=True, slots=True)
class _Draws:
    """The statistic of each draw as a function of d: (n0 - d n1)^2 / (q0 - 2 d q1 + d^2 q2)."""

    n0: FloatArray
    n1: FloatArray
    q0: FloatArray
    q1: FloatArray
    q2: FloatArray
    slope: float
    """Of the observed statistic: t(d)^2 = (d * slope)^2."""

    drawn: int
    """1 where the observed pattern counts as one more draw, 0 where it is among all."""

    def p(self, d: float) -> float:
        top = self.n0 - d * self.n1
        below = self.q2 * d
        below -= 2.0 * self.q1
        below *= d
        below += self.q0
        top *= top
        below *= (d * self.slope) ** 2 * (1.0 - TIE)
        return float((np.count_nonzero(top >= below) + self.drawn) / (len(top) + self.drawn))


def wild_bootstrap(  # noqa: PLR0913 -- what a regression and a bootstrap consist of
    outcome: FloatArray,
    regressors: FloatArray,
    *,
    contrast: FloatArray,
    clusters: IntArray,
    absorbed: IntArray | None = None,
    draws: int = 9_999,
    seed: int = 0,
    level: float = LEVEL,
    law: Law = "rademacher",
) -> WildBootstrap:
    """Test a coefficient, and give the interval of values that the test does not reject.

    Parameters
    ----------
    outcome : array of shape (n,)
    regressors : array of shape (n, k)
        All of them, with a column of ones where nothing is absorbed.
    contrast : array of shape (k,)
        Weight of each coefficient; 1 and zeros for a single one.
    clusters : array of shape (n,)
        Code of the cluster of each row.
    absorbed : array of shape (n,), optional
        Code of a group, within one cluster, whose effect is taken out (units of a panel).
    draws : int
        If at least 2 ** n_clusters, all patterns of signs are used instead.
    seed : int
    level : float
        Nominal coverage, between 0 and 1.
    law : {"rademacher", "webb"}

    Raises
    ------
    ShapeError, MissingValueError, InputError
        As for :func:`~chiiki.evaluation.inference.least_squares.fit`; if `draws` or `level` is out of range.
    MethodError
        If the coefficient is not identified, or its scores are all zero.

    Notes
    -----
    With few treated clusters the restricted test almost never rejects, and its interval is
    unbounded: a sign pattern that keeps the treated clusters together is not unusual then.

    References
    ----------
    Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2008). Bootstrap-based improvements for
    inference with clustered errors. Review of Economics and Statistics 90, 414-427.
    Roodman, D., MacKinnon, J. G., Nielsen, M. Ø. and Webb, M. D. (2019). Fast and wild:
    bootstrap inference in Stata using boottest. Stata Journal 19, 4-60.
    Webb, M. D. (2023). Reworking wild bootstrap-based inference for clustered errors. Canadian
    Journal of Economics 56, 839-858.

    Examples
    --------
    >>> y = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    >>> found = wild_bootstrap(y, np.ones((6, 1)), contrast=np.ones(1), clusters=np.arange(6), draws=99)
    >>> found.estimate, found.n_draws, found.p_value  # all 64 signs; two of them leave y in one direction
    (3.5, 64, 0.03125)
    """
    check_level(level)
    found = fit(outcome, regressors, clusters=clusters, absorbed=absorbed)
    signs = multipliers(found.n_clusters, draws=draws, seed=seed, law=law)
    return wild_of_direction(direction(found, contrast), signs, level=level)


def wild_intervals(  # noqa: PLR0913 -- as the other intervals, and covariates
    panel: Panel,
    effects: Effects,
    *,
    draws: int = 9_999,
    seed: int = 0,
    level: float = LEVEL,
    covariates: Sequence[str] = (),
) -> Effects:
    """Give the estimates of a panel intervals and p values of the restricted wild bootstrap.

    Parameters
    ----------
    panel : Panel
        The one that was estimated on.
    effects : Effects
        Of an estimator that is least squares; see :mod:`~chiiki.evaluation.inference.regressions`.
    draws : int
        The same for every target.
    seed : int
    level : float
        Nominal coverage, between 0 and 1.
    covariates : sequence of str
        What the estimates were adjusted for.

    Returns
    -------
    Effects
        The same estimates in the same order; the standard error is CR1. Where the regression
        does not give the same estimate, or an end of the interval does not exist, there is no interval,
        and a Caution counts how many.

    Raises
    ------
    InputError
        If `draws` or `level` is out of range.
    MethodError
        If the estimator is not least squares.

    Notes
    -----
    For imputation and Callaway-Sant'Anna the residuals are those of the regression on cohorts by
    period, to which their estimates belong when no cell is missing; with missing cells imputation
    is not such a coefficient and the bootstrap is one of its scores, approximate.
    """
    check_level(level)
    found = directions(
        panel,
        [one.target for one in effects.estimates],
        estimator=effects.estimator,
        comparison=effects.comparison,
        covariates=covariates,
    )
    signs = multipliers(panel.n_clusters, draws=draws, seed=seed)
    changed = tuple(_with_wild(one, way, signs, level=level) for one, way in zip(effects.estimates, found, strict=True))
    settings = {
        **effects.settings,
        "bootstrap": "wild, restricted, by cluster, Rademacher signs",
        "draws": f"all {len(signs.values)} sign patterns" if signs.are_all else str(draws),
        "seed": str(seed),
    }
    return replace(
        effects,
        inference="wild",
        estimates=changed,
        level=level,
        settings=settings,
        cautions=(*effects.cautions, *_without_interval(changed)),
        event_covariance=None,
    )


def _with_wild(one: Estimate, way: Direction | None, signs: Multipliers, *, level: float) -> Estimate:
    if way is None or not _is_same(one, way):
        return replace(one, standard_error=None, interval=None, p_value=None)
    found = wild_of_direction(way, signs, level=level)
    return replace(
        one,
        standard_error=found.standard_error,
        interval=found.interval if np.isfinite(found.interval).all() else None,
        p_value=found.p_value,
    )


def _is_same(one: Estimate, way: Direction) -> bool:
    error = way.standard_error
    return error > ZERO * abs(way.estimate) and abs(way.estimate - one.estimate) <= SAME * max(abs(one.estimate), error)


def _without_interval(estimates: Sequence[Estimate]) -> tuple[Caution, ...]:
    n = sum(one.interval is None for one in estimates)
    if not n:
        return ()
    message = (
        f"{n} of {len(estimates)} estimates have no wild bootstrap interval: with few treated clusters it has no end, "
        "or the estimate is no coefficient of the regression."
    )
    return (Caution("interval-refused", message),)


def wild_of_direction(found: Direction, signs: Multipliers, *, level: float) -> WildBootstrap:
    """Test one direction of a fit with multipliers that were drawn before.

    Parameters
    ----------
    found : Direction
    signs : Multipliers
        Of as many clusters.
    level : float

    Raises
    ------
    MethodError
        If the scores are all zero, so that nothing varies.
    """
    error = found.standard_error
    if error <= ZERO * abs(found.estimate):
        msg = "no cluster's residuals move this estimate, so its bootstrap has no spread. Use randomisation inference."
        raise MethodError(msg)
    drawn = _draws(found, signs)
    n = len(found.scores)
    ends = [found.estimate + error * _end(drawn, error, side=side, alpha=1.0 - level) for side in (-1.0, 1.0)]
    return WildBootstrap(
        estimate=found.estimate,
        standard_error=error * float(np.sqrt(n / (n - 1))),
        interval=(ends[0], ends[1]),
        p_value=drawn.p(-found.estimate),
        n_clusters=n,
        n_draws=len(signs.values),
    )


def _draws(found: Direction, signs: Multipliers) -> _Draws:
    """Sum the scores of every draw; the projections have few rows that differ, so only those are drawn."""
    a, b, v, left = found.scores, found.lengths, signs.values, found.across
    rank = left.shape[1]
    columns = (np.column_stack((a, b)), found.residual_pull, found.length_pull, a[:, None] * left, b[:, None] * left)
    drawn = v @ np.hstack(columns)
    n0, n1 = np.ascontiguousarray(drawn[:, 0]), np.ascontiguousarray(drawn[:, 1])
    moved_a, moved_b, own_a, own_b = (drawn[:, 2 + k * rank : 2 + (k + 1) * rank] for k in range(4))
    squares = np.ones((1, len(a))) if signs.are_all or np.abs(v).max() == 1.0 else v**2
    rows = "ij,ij->i"
    return _Draws(
        n0=n0,
        n1=n1,
        q0=squares @ a**2 + np.einsum(rows, moved_a, moved_a - 2.0 * own_a),
        q1=squares @ (a * b) + np.einsum(rows, moved_a, moved_b - own_b) - np.einsum(rows, moved_b, own_a),
        q2=squares @ b**2 + np.einsum(rows, moved_b, moved_b - 2.0 * own_b),
        slope=float(b.sum() / np.sqrt(a @ a)),
        drawn=int(not signs.are_all),
    )


def _end(drawn: _Draws, error: float, *, side: float, alpha: float) -> float:
    """Return where p falls to `alpha` first, in standard errors from the estimate; infinite where it never does."""
    low, high = 0.0, 1.0
    while drawn.p(side * high * error) > alpha:
        low, high = high, high * 1.25
        if high > FAR:
            return side * np.inf
    while high - low > ZERO * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if drawn.p(side * middle * error) > alpha else (low, middle)
    return side * high
