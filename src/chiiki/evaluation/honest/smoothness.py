r"""Trends that bend by no more than so much from one period to the next.

The difference in trends :math:`\delta` between treated and untreated may be any straight line,
and bends by at most *M* a period::

    |(δ_t+1 − δ_t) − (δ_t − δ_t−1)|  <=  M       for every t

The interval is the shortest of fixed length around an estimate that is affine in the event
study: the effect, less an extrapolation of the trend before treatment. Weights before treatment
trade the variance of that extrapolation against its worst bias. With :math:`u_k` the sums of
the weights on the growths before treatment, the bias is *M* times ``c + Σ|u_k|`` and the
variance a quadratic form of *u*: a lasso, whose solutions are piecewise linear in the penalty.
The half-length ``σ · cv(M b / σ)``, with *cv* the quantile of a folded normal, is least where

    M cv'(t)  =  (penalty / σ) (cv(t) − t cv'(t)),       t = M b / σ
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.honest.bounds import HonestBounds, RobustInterval, check_bounds, few_before, first_crossing
from chiiki.evaluation.honest.event_study import check_event_study, target_weights
from chiiki.evaluation.honest.normal import below, quantile
from chiiki.evaluation.results import LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.honest.event_study import EventStudy
    from chiiki.evaluation.results import Interval

__all__ = ["folded_quantile", "smoothness"]

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Bounds that are tried where none are named, as shares of the standard error of the effect."""

HALVINGS = 60
"""Bisections; more change nothing in double precision."""

NEWTON = 8
"""Steps of Newton's method from a start that is off by less than one; six reach double precision."""


@dataclass(frozen=True, slots=True)
class _Problem:
    """Variance and worst bias of the affine estimates, by the sums of weights on the growths before."""

    quadratic: FloatArray
    """Shape (n_free, n_free)."""

    linear: FloatArray
    """Shape (n_free,); variance is constant + 2 linear'u + u' quadratic u."""

    constant: float
    least_bias: float
    """Worst bias per unit of M with every u at 0."""

    weights_at_zero: FloatArray
    """On the estimates before treatment, with every u at 0."""

    weights_per_u: FloatArray
    """Shape (n_before, n_free)."""


def smoothness(
    study: EventStudy,
    *,
    bounds: Sequence[float] | None = None,
    weights: FloatArray | None = None,
    level: float = LEVEL,
) -> HonestBounds:
    """Bound an effect when the difference in trends is a line that bends by at most M a period.

    Parameters
    ----------
    study : EventStudy
        Estimates by event time without the reference, and their covariance.
    bounds : sequence of float, optional
        Values of M, >= 0, in the unit of the outcome. 0 allows any straight line and nothing
        else. Where left out: five from 0 to the standard error of the effect.
    weights : array of shape (n_after,), optional
        Weight of each estimate from treatment on; their mean where left out.
    level : float
        Nominal coverage.

    Returns
    -------
    HonestBounds
        The shortest fixed-length interval for each bound in their order, and the bound up to
        which zero is outside.

    Raises
    ------
    ShapeError, MissingValueError, MethodError, InputError
        As for :func:`~chiiki.evaluation.honest.event_study.check_event_study` and
        :func:`~chiiki.evaluation.honest.event_study.target_weights`; if a bound is negative.

    Notes
    -----
    The interval is found exactly; HonestDiD draws the folded normal a million times, so its
    lengths carry an error of about a thousandth.

    References
    ----------
    Rambachan, A. and Roth, J. (2023). A more credible approach to parallel trends. Review of
    Economic Studies 90, 2555-2591.

    Examples
    --------
    >>> from chiiki.evaluation.honest.event_study import EventStudy
    >>> study = EventStudy(np.array([-1.0, 3.0]), np.diag([0.01, 0.04]), n_before=1)
    >>> found = smoothness(study, bounds=[0.0])
    >>> low, high = found.robust[0].interval
    >>> round((low + high) / 2, 6)  # the trend before rose by 1 a period: 3 - 1
    2.0
    """
    check_event_study(study)
    l_vec = target_weights(study, weights)
    target = np.concatenate([np.zeros(study.n_before), l_vec])
    estimate = float(target @ study.estimates)
    error = float(np.sqrt(target @ study.covariance @ target))
    chosen = [share * error for share in SHARES] if bounds is None else list(map(float, bounds))
    check_bounds(chosen, level)
    half = quantile((1 + level) / 2) * error
    problem = _problem(study, l_vec)
    path = _path(problem)

    def interval(bound: float) -> Interval:
        return _interval(study, bound, l_vec=l_vec, problem=problem, path=path, level=level)

    def distance(bound: float) -> float:
        low, high = interval(bound)
        return max(low, -high)

    return HonestBounds(
        restriction="smoothness",
        estimate=estimate,
        standard_error=error,
        original=(estimate - half, estimate + half),
        robust=tuple(RobustInterval(bound, interval(bound)) for bound in chosen),
        breakdown=first_crossing(distance, start=error),
        weights=tuple(l_vec.tolist()),
        level=level,
        cautions=few_before(study.n_before),
    )


def _problem(study: EventStudy, l_vec: FloatArray) -> _Problem:
    """Write variance and bias in the sums of weights on the growths before treatment."""
    before, after = study.n_before, study.n_after
    sigma = (study.covariance + study.covariance.T) / 2
    slope = float(np.arange(1, after + 1) @ l_vec)
    # Weight k on growth k is u_k - u_(k-1), on estimate k the difference of two such weights.
    growth = np.eye(before) - np.eye(before, k=-1)
    both = growth @ growth
    fixed, free = both[:, -1] * slope, both[:, :-1]
    early, cross = sigma[:before, :before], sigma[:before, before:] @ l_vec
    bends = sum(abs(float(np.arange(1, s + 1) @ l_vec[after - s :])) for s in range(1, after + 1))
    return _Problem(
        quadratic=free.T @ early @ free,
        linear=free.T @ (early @ fixed + cross),
        constant=float(fixed @ early @ fixed + 2 * fixed @ cross + l_vec @ sigma[before:, before:] @ l_vec),
        least_bias=bends,
        weights_at_zero=fixed,
        weights_per_u=free,
    )


def _path(problem: _Problem) -> tuple[FloatArray, FloatArray]:
    """Follow the lasso from all u at 0 to the least variance.

    Returns
    -------
    penalties, solutions
        Falling to 0, shape (n_knots,); u at each, shape (n_knots, n_free). Linear in between.
    """
    quadratic, linear = problem.quadratic, problem.linear
    n_free = len(linear)
    penalty = float(np.abs(linear).max(initial=0.0))
    u = np.zeros(n_free)
    active: list[int] = [int(np.argmax(np.abs(linear)))] if penalty > 0 else []
    penalties, solutions = [penalty], [u]
    while active and penalty > 0:
        signs = -np.sign((linear + quadratic @ u)[active])
        direction = np.zeros(n_free)
        direction[active] = np.linalg.lstsq(quadratic[np.ix_(active, active)], signs, rcond=None)[0]
        step, event = _next_event(problem, u, active=active, direction=direction, penalty=penalty)
        penalty, u = penalty - step, u + step * direction
        if event is not None and event in active:
            u[event] = 0.0
            active = [one for one in active if one != event]
        elif event is not None:
            active = [*active, event]
        penalties.append(penalty)
        solutions.append(u)
    return np.array(penalties), np.array(solutions)


def _next_event(
    problem: _Problem, u: FloatArray, *, active: list[int], direction: FloatArray, penalty: float
) -> tuple[float, int | None]:
    """Return how far the penalty falls until a variable joins or leaves, and which; None at 0."""
    step, event = penalty, None
    gradient, change = problem.linear + problem.quadratic @ u, problem.quadratic @ direction
    for one in range(len(u)):
        if one in active:
            candidates = [-u[one] / direction[one]] if u[one] * direction[one] < 0 else []
        else:
            ends = ((penalty - gradient[one], 1 + change[one]), (penalty + gradient[one], 1 - change[one]))
            candidates = [gap / speed for gap, speed in ends if speed > 0 and gap > 1e-12 * penalty]
        for candidate in candidates:
            if candidate < step:
                step, event = float(candidate), one
    return step, event


def _interval(  # noqa: PLR0913 -- the problem is prepared once for all bounds
    study: EventStudy,
    bound: float,
    *,
    l_vec: FloatArray,
    problem: _Problem,
    path: tuple[FloatArray, FloatArray],
    level: float,
) -> Interval:
    """Return the shortest interval of fixed length for one bound."""
    penalties, solutions = path

    def at(penalty: float) -> FloatArray:
        return np.array([np.interp(-penalty, -penalties, column) for column in solutions.T])

    low, high = 0.0, float(penalties[0])
    for _ in range(HALVINGS if high > 0 else 0):
        middle = (low + high) / 2
        deviation, bias = _moments(problem, at(middle))
        t = bound * bias / deviation
        cv, slope = folded_quantile(t, level), _slope(t, level)
        is_short = bound * slope <= middle / deviation * (cv - t * slope)
        low, high = (low, middle) if is_short else (middle, high)
    u = at((low + high) / 2)
    deviation, bias = _moments(problem, u)
    half = deviation * folded_quantile(bound * bias / deviation, level)
    before = problem.weights_at_zero + problem.weights_per_u @ u
    centre = float(before @ study.estimates[: study.n_before] + l_vec @ study.estimates[study.n_before :])
    return centre - half, centre + half


def _moments(problem: _Problem, u: FloatArray) -> tuple[float, float]:
    """Return the standard deviation, and the worst bias per unit of M."""
    variance = problem.constant + 2 * problem.linear @ u + u @ problem.quadratic @ u
    return math.sqrt(max(float(variance), np.finfo(float).tiny)), problem.least_bias + float(np.abs(u).sum())


def folded_quantile(t: float, level: float) -> float:
    """Return the value that the absolute value of a normal around `t` stays below.

    Parameters
    ----------
    t : float
        Mean of the normal, >= 0, in its standard deviations.
    level : float
        Probability of staying below.

    Examples
    --------
    >>> round(folded_quantile(0.0, 0.95), 6), round(folded_quantile(9.0, 0.95), 6)
    (1.959964, 10.644854)
    """
    found = t + quantile((1 + level) / 2)
    for _ in range(NEWTON):
        near, far = _density(found - t), _density(found + t)
        excess = below(found - t) - below(-found - t) - level
        found -= excess / (near + far)
    return found


def _slope(t: float, level: float) -> float:
    """Return how fast the quantile of the folded normal grows with its mean."""
    cv = folded_quantile(t, level)
    near, far = _density(cv - t), _density(cv + t)
    return (near - far) / (near + far)


def _density(x: float) -> float:
    return math.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
