r"""Matrix completion: fill in what treated units would have been from a panel of low rank.

Over the untreated observed cells O (Athey et al. 2021)::

    minimise  1/|O| sum_O (y_it - a_i - b_t - L_it)^2 + lambda |L|_*

with effects of units and periods that are not penalised, and the nuclear norm (sum of singular
values) of the rest. The problem is convex: unknown cells are filled with what the model says, the
filled matrix is split again into its two-way means and its shrunken singular values, until
nothing moves. Each round lowers the loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["Completed", "check_seen", "complete_matrix", "largest_penalty"]

SETTLED = 1e-10
"""Filled cells that move by less than this share of the spread of the outcomes have settled."""

ROUNDS = 20_000
"""Rounds at most; a few hundred are usual."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A panel with every cell filled in."""

    fitted: FloatArray
    """What the model says of each cell untreated, shape (n_units, n_periods)."""

    low_rank: FloatArray
    """The penalised part, shape (n_units, n_periods); its rows and columns sum to 0."""

    rank: int
    rounds: int


def complete_matrix(
    outcomes: FloatArray,
    seen: BoolArray,
    *,
    penalty: float,
    start: FloatArray | None = None,
    settled: float = SETTLED,
) -> Completed:
    """Fill in the cells that were not seen untreated.

    Parameters
    ----------
    outcomes : array of shape (n_units, n_periods)
        Any value where not seen.
    seen : array of shape (n_units, n_periods)
        True for cells that are observed and untreated.
    penalty : float
        Lambda >= 0 in the unit of the outcome, by the size of the problem.
    start : array of shape (n_units, n_periods), optional
        A guess of the fitted cells, to save rounds.
    settled : float
        Share of the spread of the outcomes that no cell may move by any more.

    Returns
    -------
    Completed

    Raises
    ------
    InputError
        If `penalty` is below 0.
    MethodError
        If a unit or a period has no seen cell, or the rounds do not settle.

    References
    ----------
    Athey, S., Bayati, M., Doudchenko, N., Imbens, G. and Khosravi, K. (2021). Matrix completion
    methods for causal panel data models. Journal of the American Statistical Association 116, 1716-1730.
    Mazumder, R., Hastie, T. and Tibshirani, R. (2010). Spectral regularization algorithms for
    learning large incomplete matrices. Journal of Machine Learning Research 11, 2287-2322.

    Examples
    --------
    >>> y = np.array([[1.0, 2.0], [4.0, 9.0]])  # the last cell is not seen: 4 + (2 - 1)
    >>> complete_matrix(y, np.array([[True, True], [True, False]]), penalty=10.0).fitted.round(6).tolist()
    [[1.0, 2.0], [4.0, 5.0]]
    """
    if not penalty >= 0:
        msg = f"the penalty of matrix completion must be at least 0, got {penalty:g}."
        raise InputError(msg)
    check_seen(seen)
    level = float(np.mean(outcomes[seen]))  # an effect of all cells: taking it off saves digits
    known = np.where(seen, outcomes - level, 0.0)
    threshold = penalty * float(seen.sum()) / 2.0
    spread = max(float(np.std(outcomes[seen])), np.finfo(float).tiny)
    fitted = _two_way_fit(known, seen) if start is None else start - level
    before, momentum = fitted, 1.0
    for rounds in range(1, ROUNDS + 1):
        following = (1.0 + np.sqrt(1.0 + 4.0 * momentum**2)) / 2.0
        ahead = fitted + (momentum - 1.0) / following * (fitted - before)
        filled = np.where(seen, known, ahead)
        effects = _two_way_means(filled)
        low_rank, rank = _shrunk(filled - effects, threshold)
        before, fitted = fitted, effects + low_rank
        moved = float(np.abs(fitted - ahead).max(where=~seen, initial=0.0))
        if moved <= settled * spread:
            return Completed(fitted + level, low_rank, rank, rounds)
        turns = float(np.sum((ahead - fitted) * (fitted - before))) > 0
        momentum = 1.0 if turns else following
    msg = f"matrix completion did not settle in {ROUNDS:,} rounds with the penalty {penalty:g}. Use a larger one."
    raise MethodError(msg)


def largest_penalty(outcomes: FloatArray, seen: BoolArray) -> float:
    """Return the least penalty at which nothing but the effects of units and periods is left.

    Parameters
    ----------
    outcomes : array of shape (n_units, n_periods)
    seen : array of shape (n_units, n_periods)
        True for cells that are observed and untreated.

    Raises
    ------
    MethodError
        If a unit or a period has no seen cell.

    Examples
    --------
    >>> y = np.array([[1.0, 0.0], [0.0, 1.0]])  # two-way means .5 leave +-.5: one singular value, 1
    >>> largest_penalty(y, np.ones((2, 2), dtype=bool))
    0.5
    """
    check_seen(seen)
    residuals = np.where(seen, outcomes - _two_way_fit(np.where(seen, outcomes, 0.0), seen), 0.0)
    return float(np.linalg.norm(residuals, ord=2)) * 2.0 / float(seen.sum())


def check_seen(seen: BoolArray) -> None:
    """Refuse a panel in which a unit or a period has no seen cell.

    Parameters
    ----------
    seen : array of shape (n_units, n_periods)

    Raises
    ------
    MethodError
        If there is one; its position is named.

    Examples
    --------
    >>> check_seen(np.ones((2, 2), dtype=bool))
    """
    for axis, what in ((1, "unit"), (0, "period")):
        silent = ~seen.any(axis=axis)
        if silent.any():
            msg = (
                f"the {what} at position {int(np.argmax(silent))} has no untreated outcome, so that its level is "
                "unknown. Leave it out."
            )
            raise MethodError(msg)


def _two_way_means(filled: FloatArray) -> FloatArray:
    found: FloatArray = filled.mean(axis=1, keepdims=True) + filled.mean(axis=0, keepdims=True) - filled.mean()
    return found


def _two_way_fit(known: FloatArray, seen: BoolArray) -> FloatArray:
    """Least squares of the seen cells on effects of units and periods."""
    by_unit, by_period = seen.sum(axis=1).astype(float), seen.sum(axis=0).astype(float)
    both = seen.astype(float)
    system = np.diag(by_period) - both.T @ (both / by_unit[:, None])
    right = known.sum(axis=0) - both.T @ (known.sum(axis=1) / by_unit)
    periods = np.linalg.pinv(system, hermitian=True) @ right
    units = (known.sum(axis=1) - both @ periods) / by_unit
    found: FloatArray = units[:, None] + periods[None, :]
    return found


def _shrunk(matrix: FloatArray, threshold: float) -> tuple[FloatArray, int]:
    left, lengths, right = np.linalg.svd(matrix, full_matrices=False)
    kept = np.maximum(lengths - threshold, 0.0)
    rank = int((kept > 0).sum())
    found: FloatArray = (left[:, :rank] * kept[:rank]) @ right[:rank]
    return found, rank
