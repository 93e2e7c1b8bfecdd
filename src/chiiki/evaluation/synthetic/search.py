r"""How much each predictor counts: the weights V under which a synthetic unit fits the pre-period best.

Two problems stand inside one another (Abadie, Diamond and Hainmueller 2010)::

    V* = argmin_V  mean_t (y_t - sum_j w_j(V) y_jt)^2        over the pre-period
    w(V) = argmin_w  sum_k v_k (x_k - sum_j w_j x_kj)^2      w >= 0, sum w = 1

The inner one is solved exactly. The outer one is smooth only as long as the same donors have
weight, and has many local optima: it is descended from many starts side by side, with the
gradient of the inner solution, and then from near the best ones again. Only the ratios of V
matter; they are held within :data:`RANGE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.synthetic.simplex import simplex_least_squares

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["PredictorWeights", "predictor_weights"]

RANGE = 1e8
"""The largest weight of a predictor is at most this many times the smallest."""

STARTS = 64
"""Starts of the first descent of each unit: equal weights, each predictor nearly alone, and random ones."""

ROUNDS = ((24, 2.5, 40), (16, 1.0, 40), (12, 0.3, 40), (6, 0.1, 40))
"""Later descents: how many, how far from the best so far (in logarithms), and their steps."""

STEPS = 40
"""Steps of the first descent."""

HALVINGS = 8
"""A step that does not lower the loss is halved this often at most."""

ENOUGH = 1e-4
"""Share of the promised fall that a step must keep (Armijo)."""

SETTLED = 1e-12
"""A descent rests when the promised fall is below this share of the loss."""


@dataclass(frozen=True, slots=True)
class PredictorWeights:
    """The best weights found for each unit in the treated role."""

    predictors: FloatArray
    """V, shape (n_problems, n_predictors); each row sums to 1, for predictors of unit variance."""

    weights: FloatArray
    """Shape (n_problems, n_units); 0 for the unit itself and where none is allowed."""

    loss: FloatArray
    """Mean squared gap over the pre-period, shape (n_problems,)."""


@dataclass(slots=True)
class _Descents:
    """Descents side by side; arrays have one row for each."""

    problem: IntArray
    logs: FloatArray
    loss: FloatArray
    slope: FloatArray
    weights: FloatArray
    curvature: FloatArray
    """Inverse Hessians of BFGS, shape (n, k, k)."""


def predictor_weights(  # noqa: PLR0913 -- what the two problems consist of
    predictors: FloatArray,
    outcomes: FloatArray,
    *,
    treated: IntArray,
    allowed: BoolArray,
    seed: int,
    starts: int = STARTS,
) -> PredictorWeights:
    """Find for each unit in the treated role the predictor weights that fit its pre-period best.

    Parameters
    ----------
    predictors : array of shape (n_units, n_predictors)
        Means over windows, each predictor with variance 1 over the units.
    outcomes : array of shape (n_units, n_pre)
        Outcomes before treatment.
    treated : array of shape (n_problems,)
        Position of the unit in the treated role.
    allowed : array of shape (n_problems, n_units)
        Which units may be its donors.
    seed : int
        Of the random starts.
    starts : int
        Number of first descents, at least the number of predictors + 1.

    Returns
    -------
    PredictorWeights
        In the order of `treated`.

    Raises
    ------
    MethodError
        If an inner problem has no solution.

    Notes
    -----
    No method is sure to find the least loss of such a nested problem; more starts can only
    lower it. Where the treated unit lies among the donors in all predictors, they fit exactly
    whatever V is.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for comparative case studies.
    Journal of the American Statistical Association 105, 493-505.
    Malo, P., Eskelinen, J., Zhou, X. and Kuosmanen, T. (2023). Computing synthetic controls using bilevel
    optimization. Computational Economics 64, 1113-1136.

    Examples
    --------
    >>> x = np.array([[1.0, 5.0], [0.0, 9.0], [2.0, 2.0]])  # the first lies midway in the first predictor
    >>> y = np.array([[10.0, 11.0], [8.0, 9.0], [12.0, 13.0]])
    >>> may = np.array([[False, True, True]])
    >>> predictor_weights(x, y, treated=np.array([0]), allowed=may, seed=0).weights.round(3).tolist()
    [[0.0, 0.5, 0.5]]
    """
    generator = np.random.default_rng(seed)
    nested = _Nested(predictors, outcomes, treated, allowed)
    n, k = len(treated), predictors.shape[1]
    logs = np.concatenate([np.zeros((1, k)), 8.0 * np.eye(k), generator.normal(0.0, 3.0, (max(starts - k - 1, 0), k))])
    best = _descend(nested, np.repeat(np.arange(n), len(logs)), np.tile(logs, (n, 1)), steps=STEPS)
    best = _best(best, n)
    for count, spread, steps in ROUNDS:
        near = np.repeat(best.logs, count, axis=0) + generator.normal(0.0, spread, (n * count, k))
        again = _descend(nested, np.repeat(np.arange(n), count), near, steps=steps)
        best = _best(_joined(best, again), n)
    shares = np.exp(best.logs)
    return PredictorWeights(shares / shares.sum(axis=1, keepdims=True), best.weights, best.loss)


class _Nested:
    """Loss of the pre-period and its slope in the logarithms of V."""

    def __init__(self, predictors: FloatArray, outcomes: FloatArray, treated: IntArray, allowed: BoolArray) -> None:
        self.predictor_gaps = (predictors[None] - predictors[treated][:, None]).transpose(0, 2, 1)
        self.outcome_gaps = (outcomes[None] - outcomes[treated][:, None]).transpose(0, 2, 1)
        self.allowed = allowed

    def at(
        self, problem: IntArray, logs: FloatArray, *, near: FloatArray | None
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return loss (n,), slope (n, k) and weights (n, n_units)."""
        gaps, outcome_gaps = self.predictor_gaps[problem], self.outcome_gaps[problem]
        design = np.exp(logs / 2.0)[:, :, None] * gaps
        found = simplex_least_squares(
            design,
            np.zeros(design.shape[:2]),
            allowed=self.allowed[problem],
            start=None if near is None else near > 0,
        ).weights
        missed = (outcome_gaps @ found[:, :, None])[:, :, 0]
        loss = np.mean(missed**2, axis=1)
        pull = 2.0 / missed.shape[1] * (missed[:, None, :] @ outcome_gaps)[:, 0]
        adjoint = _adjoint(design, found, pull)
        slope = -np.exp(logs) * (gaps @ adjoint[:, :, None])[:, :, 0] * (gaps @ found[:, :, None])[:, :, 0]
        return loss, slope, found


def _adjoint(design: FloatArray, weights: FloatArray, pull: FloatArray) -> FloatArray:
    """Solve the equations of the inner optimum for the pull of the outer loss, on the donors with weight."""
    support = weights > 0
    k = int(support.sum(axis=1).max())
    at = np.argsort(~support, axis=1, kind="stable")[:, :k]
    line = np.arange(len(at))[:, None]
    here = support[line, at]
    columns = np.where(here[:, None, :], np.take_along_axis(design, at[:, None, :], axis=2), 0.0)
    system = np.zeros((len(at), k + 1, k + 1))
    system[:, :k, :k] = columns.transpose(0, 2, 1) @ columns
    size = np.einsum("bii->b", system) / np.maximum(here.sum(axis=1), 1) + np.finfo(float).tiny
    diagonal = np.arange(k)
    system[:, diagonal, diagonal] += np.where(here, 1e-14, 1.0) * size[:, None]
    system[:, :k, k] = system[:, k, :k] = here * size[:, None]
    right = np.zeros((len(at), k + 1, 1))
    right[:, :k, 0] = np.where(here, pull[line, at], 0.0)
    found = np.zeros(weights.shape)
    found[line, at] = np.where(here, np.linalg.solve(system, right)[:, :k, 0], 0.0)
    return found


def _descend(nested: _Nested, problem: IntArray, logs: FloatArray, *, steps: int) -> _Descents:
    """Descend by BFGS from each start, with steps halved until they lower the loss."""
    k = logs.shape[1]
    logs = _within(logs)
    loss, slope, weights = nested.at(problem, logs, near=None)
    now = _Descents(problem, logs, loss, slope, weights, np.tile(np.eye(k), (len(logs), 1, 1)))
    now.curvature /= np.maximum(np.linalg.norm(slope, axis=1), np.finfo(float).tiny)[:, None, None]
    open_rows = np.arange(len(logs))
    for _ in range(steps):
        way = -(now.curvature[open_rows] @ now.slope[open_rows, :, None])[:, :, 0]
        promised = -np.einsum("bk,bk->b", way, now.slope[open_rows])
        moves = promised > SETTLED * np.maximum(now.loss[open_rows], np.finfo(float).tiny)
        open_rows, way, promised = open_rows[moves], way[moves], promised[moves]
        if not open_rows.size:
            break
        open_rows = _line_step(nested, now, open_rows, way, promised)
    return now


def _line_step(nested: _Nested, now: _Descents, rows: IntArray, way: FloatArray, promised: FloatArray) -> IntArray:
    """Take the step of each descent that lowers its loss; return those that could move."""
    way = way * np.minimum(1.0, 4.0 / np.maximum(np.abs(way).max(axis=1), np.finfo(float).tiny))[:, None]
    left, length, moved = np.arange(len(rows)), np.ones(len(rows)), np.zeros(len(rows), dtype=bool)
    for _ in range(HALVINGS):
        which = rows[left]
        tried = _within(now.logs[which] + length[left, None] * way[left])
        loss, slope, weights = nested.at(now.problem[which], tried, near=now.weights[which])
        good = loss <= now.loss[which] - ENOUGH * length[left] * promised[left]
        good &= loss < now.loss[which]
        _accept(now, which[good], tried[good], loss[good], slope[good], weights[good])
        moved[left[good]] = True
        left = left[~good]
        if not left.size:
            break
        length[left] /= 3.0
    return rows[moved]


def _accept(  # noqa: PLR0913, PLR0917 -- the parts of a step
    now: _Descents, rows: IntArray, logs: FloatArray, loss: FloatArray, slope: FloatArray, weights: FloatArray
) -> None:
    """Move, and learn the curvature from how the slope changed."""
    step, change = logs - now.logs[rows], slope - now.slope[rows]
    product = np.einsum("bk,bk->b", step, change)
    learns = product > 1e-12 * np.linalg.norm(step, axis=1) * np.linalg.norm(change, axis=1)
    scale = np.where(learns, 1.0 / np.where(learns, product, 1.0), 0.0)[:, None, None]
    project = np.eye(step.shape[1]) - scale * step[:, :, None] * change[:, None, :]
    updated = project @ now.curvature[rows] @ project.transpose(0, 2, 1) + scale * step[:, :, None] * step[:, None, :]
    now.curvature[rows] = np.where(learns[:, None, None], updated, now.curvature[rows])
    now.logs[rows], now.loss[rows], now.slope[rows], now.weights[rows] = logs, loss, slope, weights


def _within(logs: FloatArray) -> FloatArray:
    found: FloatArray = np.maximum(logs - logs.max(axis=1, keepdims=True), -np.log(RANGE))
    return found


def _best(found: _Descents, n: int) -> _Descents:
    order = np.lexsort((found.loss, found.problem))
    first = order[np.searchsorted(found.problem[order], np.arange(n))]
    return _Descents(
        found.problem[first],
        found.logs[first],
        found.loss[first],
        found.slope[first],
        found.weights[first],
        found.curvature[first],
    )


def _joined(one: _Descents, other: _Descents) -> _Descents:
    pairs = [
        np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("problem", "logs", "loss", "slope", "weights", "curvature")
    ]
    return _Descents(*pairs)
