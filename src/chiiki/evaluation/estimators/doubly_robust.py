r"""The effect on one cohort between two periods, weighted by the odds of being treated.

With ``D`` treated, ``dy`` the change of the outcome, ``p(x)`` the propensity score and ``m(x)`` the
change expected of the untreated (0 for ``ipw``)::

    theta = mean(dy - m | D = 1) - sum_i w_i (dy_i - m_i) / sum_i w_i,   w = p (1 - D) / (1 - p)

The second mean is divided by the sum of its weights (Hajek), as in the R package DRDID; diff-diff
3.13 divides by the number of treated units, and draws scores into 0.01 to 0.99, which moves the
estimate where few of many units are treated. So these two cells are computed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["CellEffect", "weighted_cell"]

TRIM = 0.995
"""Untreated units that are surer than this to be treated count nothing (the default of DRDID)."""

HIGHEST = 1 - 1e-6
"""Scores are capped here, so that the odds stay finite (DRDID)."""

ROUNDS = 50
"""Newton's method needs fewer than ten where the likelihood has a maximum."""

STEP = 1e-12
"""Relative to the largest coefficient."""

HIGHEST_INDEX = 30.0
"""Beyond this index a score is 0 or 1 to thirteen digits."""

SINGULAR = 1e14
"""A condition above this leaves no digit."""


@dataclass(frozen=True, slots=True)
class CellEffect:
    """An effect and what each unit adds to its error."""

    effect: float
    scores: FloatArray
    """Shape (n_units,); the variance of the effect is the sum of their squares."""


def weighted_cell(change: FloatArray, treated: BoolArray, *, covariates: FloatArray, with_outcomes: bool) -> CellEffect:
    """Estimate the effect on the treated between two periods, with the odds as weights.

    Parameters
    ----------
    change : array of shape (n_units,)
        Outcome of the later period minus that of the base.
    treated : array of shape (n_units,) of bool
        True for the cohort, False for the comparison units.
    covariates : array of shape (n_units, n_covariates)
        Finite, without a constant.
    with_outcomes : bool
        Whether the change expected of the untreated is taken out first: doubly robust, else
        inverse probability weighting.

    Returns
    -------
    CellEffect
        The effect in the unit of `change`.

    Raises
    ------
    MethodError
        If the covariates tell treated from untreated units without error, or leave no unit to
        compare with.

    References
    ----------
    Sant'Anna, P. H. C. and Zhao, J. (2020). Doubly robust difference-in-differences estimators.
    Journal of Econometrics 219, 101-122.

    Examples
    --------
    >>> change, treated = np.array([3.0, 1.0, 1.0, 2.0]), np.array([True, False, True, False])
    >>> same = np.array([[0.0], [0.0], [1.0], [1.0]])  # half of each kind is treated: equal odds
    >>> round(weighted_cell(change, treated, covariates=same, with_outcomes=False).effect, 6)  # 2 - 1.5
    0.5
    """
    x = np.column_stack([np.ones(len(change)), covariates])
    d = treated.astype(float)
    score, of_score = _propensity(x, d)
    weights = np.where(~treated & (score < TRIM), score / (1.0 - score), 0.0)
    if weights.sum() <= 0:
        msg = "no untreated unit is like the treated ones. Use fewer covariates, or the method reg."
        raise MethodError(msg)
    fitted, of_fit = _expected(x, change, 1.0 - d) if with_outcomes else (0.0, None)
    rest = change - fitted
    of_treated, of_untreated = d @ rest / d.sum(), weights @ rest / weights.sum()
    first, second = d * (rest - of_treated), weights * (rest - of_untreated)
    second = second + of_score @ (x.T @ second)
    if of_fit is not None:
        first, second = first - of_fit @ (x.T @ d), second - of_fit @ (x.T @ weights)
    return CellEffect(float(of_treated - of_untreated), first / d.sum() - second / weights.sum())


def _propensity(x: FloatArray, d: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return scores by maximum likelihood of the logit, and what each unit adds to the coefficients."""
    coefficients = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        score = 1.0 / (1.0 + np.exp(-np.clip(x @ coefficients, -HIGHEST_INDEX, HIGHEST_INDEX)))
        information = (x * (score * (1.0 - score))[:, None]).T @ x
        if np.linalg.cond(information) > SINGULAR:
            break
        step = np.linalg.solve(information, x.T @ (d - score))
        coefficients = coefficients + step
        if np.abs(step).max() <= STEP * max(1.0, np.abs(coefficients).max()):
            return np.minimum(score, HIGHEST), ((d - score)[:, None] * x) @ np.linalg.inv(information)
    msg = (
        f"the covariates tell {int(d.sum())} treated from {int((1 - d).sum())} untreated units without error, "
        "so no untreated unit is like them. Use fewer covariates, or the method reg."
    )
    raise MethodError(msg)


def _expected(x: FloatArray, change: FloatArray, untreated: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the change expected of each unit, by least squares over the untreated."""
    of_untreated = x * untreated[:, None]
    moments = of_untreated.T @ x
    if np.linalg.cond(moments) > SINGULAR:
        msg = (
            f"{int(untreated.sum())} untreated units cannot carry {x.shape[1] - 1} covariates. "
            "Use fewer covariates, or more units to compare with."
        )
        raise MethodError(msg)
    coefficients = np.linalg.solve(moments, of_untreated.T @ change)
    fitted: FloatArray = x @ coefficients
    return fitted, (of_untreated * (change - fitted)[:, None]) @ np.linalg.inv(moments)
