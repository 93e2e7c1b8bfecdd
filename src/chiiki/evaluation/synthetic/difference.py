r"""Synthetic difference in differences: units alike before treatment, periods alike the ones after.

Donors are weighted so that their mixture runs parallel to the treated units before treatment,
periods so that their mixture is parallel to the periods after it among the donors
(Arkhangelsky et al. 2021)::

    omega: minimise  sum_t (omega_0 + sum_j omega_j y_jt - y_t)^2 + zeta^2 T0 |omega|^2
    lambda: minimise  sum_j (lambda_0 + sum_t lambda_t y_jt - mean after y_jt)^2 + (1e-6 s)^2 J |lambda|^2
    att = mean after (y - omega'y) - sum_t lambda_t (y - omega'y)_t
    zeta = (treated x periods after)^(1/4) s

``omega`` over units, ``lambda`` over periods before treatment, both on the simplex; ``s`` is the
standard deviation of the donors' changes from one period to the next before treatment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError
from chiiki.evaluation.synthetic.results import Fits
from chiiki.evaluation.synthetic.simplex import simplex_least_squares

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["difference_fits", "noise_level"]

LEAST_PERIODS = 2
"""The noise is seen in changes from one period to the next."""

TIME_RIDGE = 1e-6
"""Penalty on the weights of periods, in standard deviations of the noise: enough to make them unique."""


def noise_level(outcomes: FloatArray, *, n_pre: int) -> float:
    """Return the standard deviation of donors' changes between periods before treatment.

    Parameters
    ----------
    outcomes : array of shape (n_donors, n_periods)
        Of the donors.
    n_pre : int
        Periods before treatment.

    Raises
    ------
    MethodError
        If there are fewer than two periods before treatment.

    Examples
    --------
    >>> noise_level(np.array([[0.0, 1.0, 9.0], [0.0, 3.0, 9.0]]), n_pre=2) ** 2  # changes 1 and 3
    2.0000000000000004
    """
    if n_pre < LEAST_PERIODS:
        msg = (
            "synthetic difference in differences measures noise by changes before treatment, which takes at least "
            f"{LEAST_PERIODS} periods; there is {n_pre}. Add earlier periods, or use --method sc."
        )
        raise MethodError(msg)
    changes = np.diff(outcomes[:, :n_pre], axis=1)
    return float(changes.std(ddof=1))


def difference_fits(
    outcomes: FloatArray, targets: FloatArray, *, n_pre: int, allowed: BoolArray, n_treated: int = 1
) -> Fits:
    """Weight donors and periods before treatment, and take the difference of differences.

    Parameters
    ----------
    outcomes : array of shape (n_donors, n_periods)
        Of the donors.
    targets : array of shape (n_targets, n_periods)
        Of the treated unit, or the mean of the treated ones; or of donors in its role.
    n_pre : int
        Periods before treatment, at least two.
    allowed : array of shape (n_targets, n_donors)
        Which donors each target may have.
    n_treated : int
        Units that each target is the mean of; the penalty grows with it.

    Returns
    -------
    Fits
        With weights of donors and of periods. Gaps are differences from the weighted gap
        before treatment, so that their mean after it is the estimate.

    Raises
    ------
    MethodError
        If there are fewer than two periods before treatment.

    Notes
    -----
    The penalty is that of all donors for every target, as in the placebo variance of the paper.
    Both optima are unique and computed exactly; the R package synthdid stops its iteration
    earlier by default.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021). Synthetic
    difference-in-differences. American Economic Review 111, 4088-4118.

    Examples
    --------
    >>> donors = np.array([[0.0, 1.0, 2.0], [5.0, 6.0, 7.0]])  # all rise by 1
    >>> target = np.array([[2.0, 3.0, 7.0]])  # rises by 1, then by 4
    >>> found = difference_fits(donors, target, n_pre=2, allowed=np.ones((1, 2), dtype=bool))
    >>> found.gaps.round(6).tolist()
    [[0.0, 0.0, 3.0]]
    """
    noise = noise_level(outcomes, n_pre=n_pre)
    zeta = (n_treated * (outcomes.shape[1] - n_pre)) ** 0.25 * noise
    before, aims = outcomes[:, :n_pre], targets[:, :n_pre]
    parallel = before - before.mean(axis=1, keepdims=True)
    level = aims - aims.mean(axis=1, keepdims=True)
    # most donors have weight, so that it is quicker to begin with all and let some go
    weights = simplex_least_squares(parallel.T, level, ridge=zeta**2 * n_pre, allowed=allowed, start=allowed).weights
    times = _time_weights(outcomes, n_pre=n_pre, allowed=allowed, noise=noise)
    apart = targets - weights @ outcomes
    base = np.einsum("pt,pt->p", times, apart[:, :n_pre])
    settings = {"zeta": f"{zeta:.6g}"}
    return Fits(gaps=apart - base[:, None], weights=weights, time_weights=times, settings=settings)


def _time_weights(outcomes: FloatArray, *, n_pre: int, allowed: BoolArray, noise: float) -> FloatArray:
    """Weights of periods before treatment, shape (n_targets, n_pre); equal pools of donors are solved once."""
    pools, which = np.unique(allowed, axis=0, return_inverse=True)
    n_donors = pools.sum(axis=1)
    before, after = outcomes[:, :n_pre], outcomes[:, n_pre:].mean(axis=1)
    means, mean_after = (pools @ before) / n_donors[:, None], (pools @ after) / n_donors
    design = np.where(pools[:, :, None], before[None] - means[:, None, :], 0.0)
    targets = np.where(pools, after - mean_after[:, None], 0.0)
    ridge = (TIME_RIDGE * noise) ** 2 * float(n_donors.max())
    found: FloatArray = simplex_least_squares(design, targets, ridge=ridge).weights[which.reshape(-1)]
    return found
