r"""Which shares of others come closest to a target: least squares over the simplex, exactly.

Many problems are solved side by side, since every donor plays the treated unit once::

    minimise  |b - A w|^2 + r |w|^2     subject to  w >= 0,  sum w = 1

The method is that of active sets: begin with the best single unit, add the unit that lowers the
loss fastest, solve for the shares of the units at hand, and let go those that would fall below
0. It ends after finitely many steps at an optimum. How far the loss can still be from the least
possible is bounded by the duality gap ``w'g - min g``, with ``g`` the gradient of half the loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["SimplexWeights", "simplex_least_squares"]

TOLERANCE = 1e-13
"""A gradient this far below the multiplier, of the largest squared column, is rounding."""

SINGULAR = 1e-13
"""Singular values below this share of the largest count as 0."""

STEPS_PER_COLUMN = 20
"""Active sets need about two steps for each unit with weight; beyond this something is wrong."""


@dataclass(frozen=True, slots=True)
class SimplexWeights:
    """Shares that come closest to each target."""

    weights: FloatArray
    """Shape (n_problems, n_columns); >= 0, each row sums to 1, exactly 0 outside the support."""

    gap: FloatArray
    """Bound on how much half the loss can still fall, shape (n_problems,); rounding only."""


@dataclass(slots=True)
class _State:
    """Problems that are not solved yet; arrays have one row for each."""

    rows: IntArray
    weights: FloatArray
    support: BoolArray
    added: IntArray
    """Column that entered in this round, -1 where none did."""

    settled: BoolArray
    """Whether the weights are the best on their support."""

    stuck: BoolArray
    """Whether the column that entered left at once: only rounding made it enter."""

    def kept(self, left: BoolArray) -> _State:
        if left.all():
            return self
        return _State(
            self.rows[left],
            self.weights[left],
            self.support[left],
            self.added[left],
            self.settled[left],
            self.stuck[left],
        )


@dataclass(frozen=True, slots=True)
class _Problems:
    design: FloatArray
    targets: FloatArray
    gram: FloatArray
    linear: FloatArray
    ridge: float
    allowed: BoolArray
    size: FloatArray
    """Largest squared column, shape (n_problems,): puts the last equation on the scale of the others."""

    slack: FloatArray

    def gradient(self, rows: IntArray, weights: FloatArray) -> FloatArray:
        """Half the gradient of the loss from the residuals themselves, which rounds less than the Gram matrix."""
        if len(self.design) == 1:
            design = self.design[0]
            residuals = weights @ design.T - self.targets[rows]
            found: FloatArray = residuals @ design
        else:
            design = self.design[rows]
            residuals = (design @ weights[:, :, None])[:, :, 0] - self.targets[rows]
            found = (residuals[:, None, :] @ design)[:, 0]
        return found + self.ridge * weights if self.ridge else found

    def blocks(self, rows: IntArray, at: IntArray) -> FloatArray:
        """Gram matrices of the columns `at`, shape (n_rows, k, k)."""
        if len(self.gram) == 1:
            found: FloatArray = self.gram[0].ravel()[at[:, :, None] * self.gram.shape[1] + at[:, None, :]]
        else:
            found = self.gram[rows[:, None, None], at[:, :, None], at[:, None, :]]
        return found


def simplex_least_squares(
    design: FloatArray,
    targets: FloatArray,
    *,
    ridge: float = 0.0,
    allowed: BoolArray | None = None,
    start: BoolArray | None = None,
) -> SimplexWeights:
    """Find the shares of columns that come closest to each target.

    Parameters
    ----------
    design : array of shape (n_rows, n_columns) or (n_problems, n_rows, n_columns)
        Columns to mix; one matrix for all problems, or one for each.
    targets : array of shape (n_problems, n_rows)
        What the mixtures should come close to.
    ridge : float
        Weight >= 0 of the sum of squared shares; above 0 the optimum is unique.
    allowed : array of shape (n_problems, n_columns), optional
        False where a column may not take part; every problem needs one that may.
    start : array of shape (n_problems, n_columns), optional
        Columns with weight in a problem nearby. A good guess saves steps and changes nothing else.

    Returns
    -------
    SimplexWeights
        Rows in the order of the targets, columns as in the design.

    Raises
    ------
    ShapeError
        If shapes do not fit.
    MissingValueError
        If a cell is missing or infinite.
    MethodError
        If a problem has no allowed column, or the steps do not end.

    Notes
    -----
    Where several mixtures are equally close, the one met first is returned;
    :mod:`~chiiki.evaluation.synthetic.solutions` says whether there are others.

    References
    ----------
    Lawson, C. L. and Hanson, R. J. (1974). Solving Least Squares Problems, chapter 23.
    Wolfe, P. (1976). Finding the nearest point in a polytope. Mathematical Programming 11, 128-149.

    Examples
    --------
    >>> donors = np.array([[0.0, 4.0, 9.0], [0.0, 0.0, 9.0]])  # three donors, two periods
    >>> simplex_least_squares(donors, np.array([[1.0, 0.0]])).weights.tolist()  # a quarter of the way to 4
    [[0.75, 0.25, 0.0]]
    """
    problems = _problems(design, targets, ridge=ridge, allowed=allowed)
    state = _start(problems, start)
    support: BoolArray = np.zeros(problems.allowed.shape, dtype=bool)
    for _ in range(STEPS_PER_COLUMN * support.shape[1] + STEPS_PER_COLUMN):
        done = _enter(problems, state)
        support[state.rows[done]] = state.support[done]
        if done.all():
            return _refined(problems, support)
        state = state.kept(~done)
        _step(problems, state)
    msg = f"the shares of {len(state.rows)} problems did not settle. Rescale the outcomes to similar size."
    raise MethodError(msg)


def _problems(design: FloatArray, targets: FloatArray, *, ridge: float, allowed: BoolArray | None) -> _Problems:
    matrices = design[None] if design.ndim == 2 else design  # noqa: PLR2004 -- one matrix for all
    n_rows, n_columns = matrices[0].shape
    if targets.ndim != 2 or targets.shape[1] != n_rows or len(matrices) not in {1, len(targets)}:  # noqa: PLR2004
        msg = f"targets must be problems by {n_rows} rows, as the design {design.shape}; got {targets.shape}."
        raise ShapeError(msg)
    if not (np.isfinite(matrices).all() and np.isfinite(targets).all()):
        msg = "a cell of the design or of the targets is missing or infinite. Leave out its row or column."
        raise MissingValueError(msg)
    may = np.ones((len(targets), n_columns), dtype=bool) if allowed is None else allowed
    if not may.any(axis=1).all():
        msg = f"problem {int(np.argmin(may.any(axis=1)))} has no column that may take part."
        raise MethodError(msg)
    gram = matrices.transpose(0, 2, 1) @ matrices
    sizes = np.einsum("bjj->bj", gram).max(axis=1, initial=0.0)
    diagonal = np.arange(n_columns)
    gram[:, diagonal, diagonal] += ridge
    linear = targets @ matrices[0] if len(matrices) == 1 else (targets[:, None, :] @ matrices)[:, 0]
    slack = TOLERANCE * np.maximum(np.broadcast_to(sizes, len(targets)) + ridge, np.sum(targets**2, axis=1))
    size = np.where(sizes + ridge > 0, sizes + ridge, 1.0) * np.ones(len(targets))
    return _Problems(matrices, targets, gram, linear, ridge, may, size, slack)


def _start(problems: _Problems, start: BoolArray | None) -> _State:
    """Begin at the best single column, or with equal shares on a guessed support, unless its equations are singular."""
    n = len(problems.targets)
    rows = np.arange(n)
    never: BoolArray = np.zeros(n, dtype=bool)
    alone = np.einsum("bjj->bj", problems.gram) / 2 - problems.linear
    best = np.argmin(np.where(problems.allowed, alone, np.inf), axis=1)
    support = np.zeros(problems.allowed.shape, dtype=bool)
    support[rows, best] = True
    settled = ~never
    if start is not None:
        guess = start & problems.allowed
        n_guessed = guess.sum(axis=1)
        fits = (n_guessed > 0) & ((problems.ridge > 0) | (n_guessed <= problems.design.shape[1]))
        support[fits], settled = guess[fits], ~fits
    weights = support / support.sum(axis=1, keepdims=True)
    return _State(rows, weights, support, np.full(n, -1), settled, never)


def _enter(problems: _Problems, state: _State) -> BoolArray:
    """Say which problems are solved, and let the column with the lowest gradient enter where the shares are settled."""
    gradient = problems.gradient(state.rows, state.weights)
    multiplier = np.einsum("bj,bj->b", state.weights, gradient)
    outside = np.where(problems.allowed[state.rows] > state.support, gradient, np.inf)
    entering, n = np.argmin(outside, axis=1), np.arange(len(multiplier))
    is_best = multiplier - outside[n, entering] <= problems.slack[state.rows]
    done: BoolArray = state.settled & (is_best | state.stuck)
    enters = state.settled & ~done
    state.added = np.where(enters, entering, -1)
    state.support[n[enters], entering[enters]] = True
    return done


def _step(problems: _Problems, state: _State) -> None:
    """Move towards the best shares on the support, and let go the columns that reach 0."""
    wanted = _solved(problems, state.rows, state.support)
    falls = state.support & (wanted <= 0)
    if not falls.any():
        state.weights = wanted
        state.settled = np.ones(len(wanted), dtype=bool)
        state.stuck &= state.added < 0
        return
    gone = np.where(falls, state.weights - wanted, 1.0)
    ratio = np.where(falls, state.weights / np.where(gone > 0, gone, 1.0), np.inf)
    length = np.minimum(ratio.min(axis=1), 1.0)
    moved = state.weights + length[:, None] * (wanted - state.weights)
    leaves = falls & (ratio <= length[:, None])
    state.support &= ~leaves
    state.weights = np.where(state.support, np.maximum(moved, 0.0), 0.0)
    state.settled = ~leaves.any(axis=1)
    back_at_once = (length == 0) & leaves[np.arange(len(length)), state.added]
    state.stuck = np.where(state.added >= 0, back_at_once, state.stuck)


def _solved(problems: _Problems, rows: IntArray, support: BoolArray) -> FloatArray:
    """Shares on the support that sum to 1 and minimise the loss, signs free."""
    at, here, system = _system(problems, rows, support)
    k, line = at.shape[1], np.arange(len(rows))[:, None]
    right = np.zeros((len(rows), k + 1, 1))
    right[:, :k, 0] = problems.linear[rows[:, None], at] * here
    right[:, k, 0] = problems.size[rows]
    found = _linear_solution(system, right)
    shares = np.zeros(support.shape)
    shares[line, at] = found[:, :k, 0] * here
    return shares


def _refined(problems: _Problems, support: BoolArray) -> SimplexWeights:
    """Solve once more on the support found, and correct by the residuals, which round less than the Gram matrix."""
    rows = np.arange(len(support))
    at, here, system = _system(problems, rows, support)
    k, line = at.shape[1], rows[:, None]
    shares = np.maximum(_solved(problems, rows, support), 0.0)
    gradient = problems.gradient(rows, shares)
    right = np.zeros((len(rows), k + 1, 1))
    right[:, :k, 0] = np.where(here, -gradient[line, at], 0.0)
    right[:, k, 0] = problems.size * (1.0 - shares.sum(axis=1))
    shares[line, at] += np.where(here, _linear_solution(system, right)[:, :k, 0], 0.0)
    shares = np.maximum(shares, 0.0)
    gradient = problems.gradient(rows, shares)
    gap = np.einsum("bj,bj->b", shares, gradient) - np.where(problems.allowed, gradient, np.inf).min(axis=1)
    return SimplexWeights(shares, gap)


def _system(problems: _Problems, rows: IntArray, support: BoolArray) -> tuple[IntArray, BoolArray, FloatArray]:
    """Positions of the support, which of them are in use, and the equations of the best shares there."""
    k = int(support.sum(axis=1).max())
    at = np.argsort(~support, axis=1, kind="stable")[:, :k]
    here = support[np.arange(len(rows))[:, None], at]
    system = np.zeros((len(rows), k + 1, k + 1))
    both = here[:, :, None] & here[:, None, :]
    system[:, :k, :k] = np.where(both, problems.blocks(rows, at), np.eye(k))
    system[:, :k, k] = system[:, k, :k] = here * problems.size[rows, None]
    return at, here, system


def _linear_solution(system: FloatArray, right: FloatArray) -> FloatArray:
    try:
        found: FloatArray = np.asarray(np.linalg.solve(system, right), dtype=np.float64)
    except np.linalg.LinAlgError:  # columns that coincide: any solution of least squares serves
        found = np.linalg.pinv(system, rcond=SINGULAR) @ right
    return found
