r"""Augmented synthetic control: a ridge regression takes off what the mixture leaves unmatched.

With ``B`` the donors' outcomes before treatment less their means over the donors, ``b`` the same of the
treated unit and ``w`` its synthetic control weights (Ben-Michael, Feller and Rothstein 2021)::

    w_aug = w + B' (B B' + lambda I)^-1 (b - B w)

The weights still sum to 1, some may be negative: that is extrapolation, as much as lambda lets
through. As lambda grows it is synthetic control again. Lambda is the largest whose error, each
period before treatment left out in turn, is within one standard error of the least.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.synthetic.results import Fits
from chiiki.evaluation.synthetic.simplex import simplex_least_squares

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["LEAST_PERIODS", "augmented_fits"]

LEAST_PERIODS = 3
"""Leaving out one period, two are left to fit."""

GRID = 1e-8 ** (np.arange(21) / 20)
"""Lambdas as shares of the largest squared singular value, as augsynth has them."""


def augmented_fits(
    outcomes: FloatArray, targets: FloatArray, *, n_pre: int, allowed: BoolArray, penalty: float | None = None
) -> Fits:
    """Mix donors, and correct the mixture by a ridge regression on the periods before treatment.

    Parameters
    ----------
    outcomes : array of shape (n_donors, n_periods)
        Of the donors.
    targets : array of shape (n_targets, n_periods)
        Of the treated unit, or of donors in its role.
    n_pre : int
        Periods before treatment.
    allowed : array of shape (n_targets, n_donors)
        Which donors each target may have.
    penalty : float, optional
        Lambda > 0 in squared units of the outcome; chosen for each target by leaving out periods when left out.

    Returns
    -------
    Fits
        With weights that sum to 1 and may be negative.

    Raises
    ------
    MethodError
        If lambda is to be chosen from fewer than three periods.
    InputError
        If `penalty` is not above 0.

    Notes
    -----
    augsynth leaves out all periods but the last when it chooses lambda; here the last is left
    out as well.

    References
    ----------
    Ben-Michael, E., Feller, A. and Rothstein, J. (2021). The augmented synthetic control method.
    Journal of the American Statistical Association 116, 1789-1803.

    Examples
    --------
    >>> donors = np.array([[0.0, 0.0, 0.0, 1.0], [2.0, 2.0, 2.0, 3.0]])
    >>> target = np.array([[3.0, 3.0, 3.0, 4.0]])  # above both: the mixture misses by 1, extrapolation by nothing
    >>> found = augmented_fits(donors, target, n_pre=3, allowed=np.ones((1, 2), dtype=bool), penalty=1e-9)
    >>> found.weights.round(6).tolist()
    [[-0.5, 1.5]]
    """
    level = outcomes[:, :n_pre].mean(axis=0)  # weights sum to 1: taking it off changes nothing but rounding
    before, aims = outcomes[:, :n_pre] - level, targets[:, :n_pre] - level
    if penalty is None:
        penalties = _chosen(before, aims, allowed)
    elif penalty > 0:
        penalties = np.full(len(targets), penalty)
    else:
        msg = f"the penalty of the ridge must be above 0, got {penalty:g}."
        raise InputError(msg)
    simple = simplex_least_squares(before.T, aims, allowed=allowed).weights
    centred, missed = _centred(before, aims, simple, allowed)
    lengths, axes = np.linalg.eigh(centred @ centred.transpose(0, 2, 1))
    turned = (axes.transpose(0, 2, 1) @ missed[:, :, None])[:, :, 0]
    scaled = turned / (np.maximum(lengths, 0.0) + penalties[:, None])
    ridge = ((axes @ scaled[:, :, None]).transpose(0, 2, 1) @ centred)[:, 0]
    weights = simple + ridge
    return Fits(gaps=targets - weights @ outcomes, weights=weights, settings={"lambda": f"{penalties[0]:.6g}"})


def _centred(
    before: FloatArray, aims: FloatArray, weights: FloatArray, allowed: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Donors less their mean, shape (n_targets, n_pre, n_donors), 0 where not allowed; what the mixture misses."""
    means = (allowed @ before) / allowed.sum(axis=1)[:, None]
    centred = np.where(allowed[:, None, :], before.T[None] - means[:, :, None], 0.0)
    return centred, aims - weights @ before


def _chosen(before: FloatArray, aims: FloatArray, allowed: BoolArray) -> FloatArray:
    """Largest lambda of each target whose error is within one standard error of the least."""
    n_pre = before.shape[1]
    if n_pre < LEAST_PERIODS:
        msg = (
            f"the penalty is chosen by leaving out periods before treatment, which takes at least {LEAST_PERIODS}; "
            f"there {'is' if n_pre == 1 else 'are'} {n_pre}. Use --method sc, or add earlier periods."
        )
        raise MethodError(msg)
    largest = [np.linalg.norm(before[may] - before[may].mean(axis=0), ord=2) ** 2 for may in allowed]
    grid = np.maximum(largest, np.finfo(float).tiny)[:, None] * GRID
    errors = np.stack([_left_out(before, aims, allowed, grid=grid, at=at) for at in range(n_pre)])
    mean, error = errors.mean(axis=0), errors.std(axis=0, ddof=1) / np.sqrt(n_pre)
    line = np.arange(len(aims))
    least = np.argmin(mean, axis=1)
    within = mean <= (mean + error)[line, least][:, None]
    found: FloatArray = grid[line, np.argmax(within, axis=1)]  # the grid falls, so that the first is the largest
    return found


def _left_out(before: FloatArray, aims: FloatArray, allowed: BoolArray, *, grid: FloatArray, at: int) -> FloatArray:
    """Squared error in the period `at` of fits that do not see it, shape (n_targets, n_lambdas)."""
    others = np.delete(before, at, axis=1)
    aim = np.delete(aims, at, axis=1)
    simple = simplex_least_squares(others.T, aim, allowed=allowed).weights
    centred, missed = _centred(others, aim, simple, allowed)
    here, missed_here = _centred(before[:, [at]], aims[:, [at]], simple, allowed)
    lengths, axes = np.linalg.eigh(centred @ centred.transpose(0, 2, 1))
    turned = (axes.transpose(0, 2, 1) @ missed[:, :, None])[:, :, 0]
    reach = (axes.transpose(0, 2, 1) @ (centred @ here.transpose(0, 2, 1)))[:, :, 0]
    shrunk = np.maximum(lengths, 0.0)[:, None, :] + grid[:, :, None]
    corrected = np.sum((turned * reach)[:, None, :] / shrunk, axis=2)
    squared: FloatArray = (missed_here - corrected) ** 2
    return squared
