r"""Synthetic control on outcomes alone: the mixture of donors whose past is closest.

::

    minimise  sum over t before treatment of (y_t - sum_j w_j y_jt)^2     w >= 0,  sum w = 1

Every period before treatment counts the same. The optimum is exact and, unless the treated unit
lies among its donors, unique.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.evaluation.synthetic.results import Fits
from chiiki.evaluation.synthetic.simplex import simplex_least_squares

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["outcome_fits"]


def outcome_fits(outcomes: FloatArray, targets: FloatArray, *, n_pre: int, allowed: BoolArray) -> Fits:
    """Mix donors so that each target's path before treatment is matched best.

    Parameters
    ----------
    outcomes : array of shape (n_donors, n_periods)
        Of the donors.
    targets : array of shape (n_targets, n_periods)
        Of the treated unit, or of donors in its role.
    n_pre : int
        Periods before treatment; the fit sees no other.
    allowed : array of shape (n_targets, n_donors)
        Which donors each target may have.

    Returns
    -------
    Fits
        With weights.

    Raises
    ------
    ShapeError, MissingValueError, MethodError
        As for :func:`~chiiki.evaluation.synthetic.simplex.simplex_least_squares`.

    References
    ----------
    Abadie, A. and Gardeazabal, J. (2003). The economic costs of conflict: a case study of the
    Basque Country. American Economic Review 93, 113-132.
    Abadie, A. (2021). Using synthetic controls. Journal of Economic Literature 59, 391-425.

    Examples
    --------
    >>> import numpy as np
    >>> donors = np.array([[0.0, 0.0, 1.0], [4.0, 8.0, 5.0]])
    >>> found = outcome_fits(donors, np.array([[1.0, 2.0, 5.0]]), n_pre=2, allowed=np.ones((1, 2), dtype=bool))
    >>> found.weights.tolist(), found.gaps.tolist()  # three quarters of the first: 5 - (0.75 + 1.25) = 3
    ([[0.75, 0.25]], [[0.0, 0.0, 3.0]])
    """
    level = outcomes[:, :n_pre].mean(axis=0)  # shares sum to 1: taking a common path off changes nothing but rounding
    before = outcomes[:, :n_pre] - level
    weights = simplex_least_squares(before.T, targets[:, :n_pre] - level, allowed=allowed).weights
    return Fits(gaps=targets - weights @ outcomes, weights=weights)
