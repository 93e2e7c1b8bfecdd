r"""Violations after treatment of at most so many times the largest one before.

The difference in trends :math:`\delta` between treated and untreated may, in a period after
treatment, grow by at most :math:`\bar M` times its largest growth in a period before::

    |δ_t+1 − δ_t|  <=  Mbar · max over s < 0 of |δ_s+1 − δ_s|       for every t >= 0

The largest growth before treatment is estimated, too. The set is a union over the period *s* in
which it happened and its sign; for each member the effect :math:`\theta = l'\tau` is tested by
the conditional test with a least-favourable first stage (C-LF), and the interval is what no
member rejects.

For one member the nuisance of later violations drops out in closed form. With :math:`P` the
estimate, :math:`V` the signed growth before, :math:`w_j = \sum_{k \ge j} l_k` and
:math:`W = \sum |w_j|`, the linear program of the test has the value::

    η(θ) = max of  (P − θ − Mbar W V) / n₊ ,  (θ − P − Mbar W V) / n₋ ,  −2 Mbar V / m_j for every j

where the scales `n₊`, `n₋`, `m_j` come from the standard deviations of the moments. So the test
needs no solver, and its first-stage critical value is an integral over one normal variable
instead of a simulation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.honest.bounds import HonestBounds, RobustInterval, check_bounds, few_before, first_crossing
from chiiki.evaluation.honest.event_study import check_event_study, target_weights
from chiiki.evaluation.honest.normal import all_below, quantile, survival_between
from chiiki.evaluation.results import LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.honest.event_study import EventStudy
    from chiiki.evaluation.results import Interval

__all__ = ["BOUNDS", "relative_magnitudes"]

BOUNDS = (0.0, 0.5, 1.0, 1.5, 2.0)
"""Violations that are tried where none are named: none, up to twice the largest before treatment."""

FIRST_STAGE = 0.1
"""Share of the size that the first stage takes, as in the paper and in HonestDiD."""

POINTS = 400
"""Values tried on either side of the estimate before the end is found by bisection."""

HALVINGS = 24
"""Bisections; the first step, a hundredth of the interval, shrinks to 1e-7 of itself."""

STEPS = 8
"""Secants for the critical value, which is then right to 1e-9."""

NODES = 64
"""Points of Gauss-Legendre quadrature for the critical value."""

FAR = 9.0
"""Standard deviations beyond which a normal has no weight in double precision."""

FLAT = 1e-12
"""A statistic that moves with the largest one to within this gives no limit."""


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Members of the union for each bound, the leading axis counting them."""

    bound: IntArray
    """Position of the bound of each piece, shape (n_pieces,)."""

    slopes: FloatArray
    """Of the four statistics in P − theta, shape (n_pieces, 4)."""

    shifts: FloatArray
    """Part of the statistics that comes from V, shape (n_pieces, 4)."""

    gram: FloatArray
    """Covariance of the statistics, shape (n_pieces, 4, 4)."""

    critical: FloatArray
    """Of the first stage, shape (n_pieces,)."""

    size: float
    """Of the second stage."""

    truncates: bool
    """Whether the second stage conditions on having passed the first."""


def relative_magnitudes(
    study: EventStudy,
    *,
    bounds: Sequence[float] = BOUNDS,
    weights: FloatArray | None = None,
    level: float = LEVEL,
) -> HonestBounds:
    """Bound an effect when trends may drift after treatment by a multiple of the largest drift before.

    Parameters
    ----------
    study : EventStudy
        Estimates by event time without the reference, and their covariance.
    bounds : sequence of float
        Values of Mbar, >= 0, without unit. 1 allows as much drift in a period after treatment
        as the largest one before.
    weights : array of shape (n_after,), optional
        Weight of each estimate from treatment on; their mean where left out.
    level : float
        Nominal coverage.

    Returns
    -------
    HonestBounds
        An interval for each bound in their order, and the bound up to which zero is outside.

    Raises
    ------
    ShapeError, MissingValueError, MethodError, InputError
        As for :func:`~chiiki.evaluation.honest.event_study.check_event_study` and
        :func:`~chiiki.evaluation.honest.event_study.target_weights`; if a bound is negative.
    MissingExtraError
        If SciPy is not installed.

    Notes
    -----
    The estimates must come with a universal base period and be about normal: many clusters,
    several treated. The test and its settings are those of HonestDiD (first stage a tenth of the
    size; with one period after treatment the second stage does not condition on the first).
    HonestDiD simulates the critical value of the first stage from 1,000 draws and reports the
    outermost of 1,000 values; here the critical value is exact and the ends are found by
    bisection, so ends differ by about one step of that grid.

    References
    ----------
    Rambachan, A. and Roth, J. (2023). A more credible approach to parallel trends. Review of
    Economic Studies 90, 2555-2591.
    Andrews, I., Roth, J. and Pakes, A. (2023). Inference for linear conditional moment
    inequalities. Review of Economic Studies 90, 2763-2791.

    Examples
    --------
    >>> from chiiki.evaluation.honest.event_study import EventStudy
    >>> study = EventStudy(np.array([0.1, -0.1, 2.0]), np.diag([0.01, 0.01, 0.04]), n_before=2)
    >>> found = relative_magnitudes(study, bounds=[0.0, 1.0])
    >>> [tuple(round(end, 2) for end in one.interval) for one in found.robust]
    [(1.6, 2.4), (1.38, 2.62)]
    >>> found.robust[1].excludes_zero
    True
    """
    check_event_study(study)
    check_bounds(bounds, level)
    l_vec = target_weights(study, weights)
    target = np.concatenate([np.zeros(study.n_before), l_vec])
    estimate = float(target @ study.estimates)
    error = float(np.sqrt(target @ study.covariance @ target))
    half = quantile((1 + level) / 2) * error

    def distance(bound: float) -> float:
        pieces = _pieces(study, np.array([bound]), l_vec=l_vec, level=level)
        return abs(estimate) - float(_ends(pieces, side=1.0 if estimate > 0 else -1.0).max())

    intervals = _intervals(study, bounds, l_vec=l_vec, level=level)
    return HonestBounds(
        restriction="relative-magnitudes",
        estimate=estimate,
        standard_error=error,
        original=(estimate - half, estimate + half),
        robust=tuple(map(RobustInterval, map(float, bounds), intervals)),
        breakdown=first_crossing(distance, start=1.0),
        weights=tuple(l_vec.tolist()),
        level=level,
        cautions=few_before(study.n_before),
    )


def _intervals(study: EventStudy, bounds: Sequence[float], *, l_vec: FloatArray, level: float) -> list[Interval]:
    pieces = _pieces(study, np.asarray(bounds, dtype=float), l_vec=l_vec, level=level)
    low, high = _ends(pieces, side=1.0), _ends(pieces, side=-1.0)
    estimate = float(l_vec @ study.estimates[study.n_before :])
    return [
        (estimate - float(low[pieces.bound == at].max()), estimate + float(high[pieces.bound == at].max()))
        for at in range(len(bounds))
    ]


def _pieces(study: EventStudy, bounds: FloatArray, *, l_vec: FloatArray, level: float) -> _Pieces:
    """Write the statistics of every period before treatment, sign and bound."""
    growth, joint = _growths(study, l_vec)
    n_growths = len(growth)
    signs = np.repeat([1.0, -1.0], n_growths)
    which = np.tile(np.arange(n_growths), 2)
    bound = np.repeat(np.arange(len(bounds)), len(signs))
    signs, which = np.tile(signs, len(bounds)), np.tile(which, len(bounds))
    slopes, loads = _statistics(joint, l_vec, bounds[bound], signs=signs, which=which)
    pair = np.empty((len(signs), 2, 2))
    pair[:, 0, 0] = joint.target_variance
    pair[:, 0, 1] = pair[:, 1, 0] = signs * joint.target_with_growth[which]
    pair[:, 1, 1] = joint.growth_variance[which]
    both = np.stack([slopes, loads], axis=2)
    gram = both @ pair @ both.transpose(0, 2, 1)
    size = 1.0 - level
    kappa = FIRST_STAGE * size
    return _Pieces(
        bound=bound,
        slopes=slopes,
        shifts=loads * (signs * growth[which])[:, None],
        gram=gram,
        critical=_critical(slopes, loads, pair=pair, gram=gram, kappa=kappa),
        size=(size - kappa) / (1.0 - kappa),
        truncates=study.n_after > 1,
    )


@dataclass(frozen=True, slots=True)
class _Joint:
    """Second moments of the target, the growths before and the growths after."""

    target_variance: float
    target_with_growth: FloatArray
    """Shape (n_growths,)."""

    growth_variance: FloatArray
    after_variance: FloatArray
    """Of the growths from treatment on, shape (n_after,)."""

    after_with_growth: FloatArray
    """Shape (n_after, n_growths)."""


def _growths(study: EventStudy, l_vec: FloatArray) -> tuple[FloatArray, _Joint]:
    """Return the growths before treatment, and how everything varies together."""
    size, before = len(study.estimates), study.n_before
    levels = np.insert(np.eye(size), before, 0.0, axis=0)  # the reference is zero
    steps = np.diff(levels, axis=0)
    early, late = steps[:before], steps[before:]
    target = np.concatenate([np.zeros(before), l_vec])
    sigma = (study.covariance + study.covariance.T) / 2
    joint = _Joint(
        target_variance=float(target @ sigma @ target),
        target_with_growth=early @ sigma @ target,
        growth_variance=np.einsum("ij,jk,ik->i", early, sigma, early),
        after_variance=np.einsum("ij,jk,ik->i", late, sigma, late),
        after_with_growth=late @ sigma @ early.T,
    )
    return early @ study.estimates, joint


def _statistics(
    joint: _Joint, l_vec: FloatArray, mbar: FloatArray, *, signs: FloatArray, which: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return how the four statistics load on P − theta and on V, each of shape (n_pieces, 4)."""
    w = np.cumsum(l_vec[::-1])[::-1]
    variance = joint.after_variance[:, None] + mbar**2 * joint.growth_variance[which]
    cross = 2.0 * mbar * signs * joint.after_with_growth[:, which]
    upper = np.sqrt(np.maximum(variance - cross, 0.0))
    lower = np.sqrt(np.maximum(variance + cross, 0.0))
    is_up = (w > 0)[:, None]
    scale_up = np.abs(w) @ np.where(is_up, upper, lower)
    scale_down = np.abs(w) @ np.where(is_up, lower, upper)
    total, scales = np.abs(w).sum(), upper + lower
    # A pair of moments without variance says nothing on V.
    per_scale = np.divide(2.0, scales, out=np.zeros_like(scales), where=scales > 0)
    least, most = per_scale.min(axis=0), per_scale.max(axis=0)
    slopes = np.stack([1 / scale_up, -1 / scale_down, 0 * mbar, 0 * mbar], axis=1)
    loads = -mbar[:, None] * np.stack([total / scale_up, total / scale_down, least, most], axis=1)
    return slopes, loads


def _critical(slopes: FloatArray, loads: FloatArray, *, pair: FloatArray, gram: FloatArray, kappa: float) -> FloatArray:
    """Solve for the 1 − kappa quantile of the largest of the centred statistics, piece by piece.

    Secants of the logarithm of the tail, which is nearly straight, all pieces at once.
    """
    deviation = np.sqrt(np.einsum("ikk->ik", gram)).max(axis=1)
    low, high = deviation * quantile(1 - kappa), np.full(len(gram), quantile(1 - kappa / len(gram[0])))

    def excess(value: FloatArray) -> FloatArray:
        tail = 1 - _mass_below(value, slopes, loads, pair=pair)
        logarithm: FloatArray = np.log(np.maximum(tail, np.finfo(float).tiny) / kappa)
        return logarithm

    before, found = low, high
    at_before, at_found = excess(before), excess(found)
    for _ in range(STEPS):
        rise = at_found - at_before
        step = np.divide(at_found * (before - found), rise, out=np.zeros_like(rise), where=rise != 0)
        before, at_before = found, at_found
        found = np.clip(found + step, low, high)
        at_found = excess(found)
    return found


def _mass_below(value: FloatArray, slopes: FloatArray, loads: FloatArray, *, pair: FloatArray) -> FloatArray:
    """Return the probability that all centred statistics lie below a value, piece by piece.

    Given V the target is normal and the statistics bound it from both sides; V is integrated
    from where the last two statistics reach the value.
    """
    growth = np.sqrt(np.maximum(pair[:, 1, 1], np.finfo(float).tiny))
    beta = pair[:, 0, 1] / growth
    rest = np.sqrt(np.maximum(pair[:, 0, 0] - beta**2, FLAT * pair[:, 0, 0]))
    nodes, masses = _quadrature()
    steepest = np.maximum(-loads[:, 3] * growth, np.finfo(float).tiny)
    start = np.maximum(-FAR, -value / steepest)
    half = (FAR - start) / 2
    z = start[:, None] + half[:, None] * (1 + nodes)
    shift = loads[:, :2, None] * (growth[:, None] * z)[:, None]
    ends = (value[:, None, None] - shift) / slopes[:, :2, None] - (beta[:, None] * z)[:, None]
    inside = all_below(ends[:, 0] / rest[:, None]) - all_below(ends[:, 1] / rest[:, None])
    found: FloatArray = (np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * inside) @ masses * half
    return found


@cache
def _quadrature() -> tuple[FloatArray, FloatArray]:
    nodes, masses = np.polynomial.legendre.leggauss(NODES)
    return nodes, masses


def _ends(pieces: _Pieces, *, side: float) -> FloatArray:
    """Return how far below (side 1) or above (side -1) the estimate each piece reaches; minus infinity for none."""
    column = 0 if side > 0 else 1
    reach = (pieces.critical - pieces.shifts[:, column]) / np.abs(pieces.slopes[:, column])
    farthest = np.maximum(reach, 0.0)
    grid = np.linspace(1.0, 0.0, POINTS) * farthest[:, None]
    accepted = _accepts(pieces, side * grid)
    first = np.argmax(accepted, axis=1)
    rows = np.arange(len(grid))
    is_some = accepted[rows, first]
    inner, outer = grid[rows, first], grid[rows, np.maximum(first - 1, 0)]
    for _ in range(HALVINGS):
        middle = (inner + outer) / 2
        is_in = _accepts(pieces, side * middle[:, None])[:, 0]
        inner, outer = np.where(is_in, middle, inner), np.where(is_in, outer, middle)
    found: FloatArray = np.where(is_some, inner, -np.inf)
    return found


def _accepts(pieces: _Pieces, gaps: FloatArray) -> BoolArray:
    """Say which values of P − theta each piece does not reject; shape of `gaps`, (n_pieces, n_values)."""
    values = pieces.slopes[:, :, None] * gaps[:, None, :] + pieces.shifts[:, :, None]
    best = np.argmax(values, axis=1)
    rows = np.arange(len(gaps))[:, None]
    largest = np.take_along_axis(values, best[:, None, :], axis=1)[:, 0]
    joint = pieces.gram[rows, best].transpose(0, 2, 1)
    variance = np.take_along_axis(joint, best[:, None, :], axis=1)[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        follows = joint / variance[:, None]
        rest = 1.0 - follows
        limit = (values - follows * largest[:, None]) / rest
        low = np.where(rest > FLAT, limit, -np.inf).max(axis=1)
        high = np.where(rest < -FLAT, limit, np.inf).min(axis=1)
    critical = pieces.critical[:, None]
    high = np.minimum(high, critical) if pieces.truncates else high
    deviation = np.sqrt(np.maximum(variance, np.finfo(float).tiny))
    p_value = survival_between(
        largest / deviation, low=np.minimum(low, largest) / deviation, high=np.maximum(high, largest) / deviation
    )
    found: BoolArray = (largest <= 0) | ((largest <= critical) & (p_value >= pieces.size))
    return found
