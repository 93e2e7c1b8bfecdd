"""The same estimate where nothing happened: at the donors, before the date, and without single donors.

If the treated unit's gap is no larger than those found at donors, or opens before treatment, or
hangs on one donor, the estimate says little. The treated unit is never a donor of a placebo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.synthetic.results import InTimePlacebo, LeftOutDonor, Placebo, root_mean_square

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.synthetic.recipe import Recipe
    from chiiki.evaluation.synthetic.results import Fits

__all__ = ["backdated", "donors_in_role", "placebos_in_space", "without_donors"]

NO_GAP = 1e-10
"""Gaps below this share of the outcomes' size are rounding and count as 0."""


def donors_in_role(n_donors: int) -> tuple[IntArray, BoolArray]:
    """Return who is in the treated role, and which donors each may have: the treated unit first, then each donor.

    Parameters
    ----------
    n_donors : int
        Size of the pool.

    Returns
    -------
    roles : array of shape (1 + n_donors,)
        Positions in the stack of treated unit and donors.
    allowed : array of shape (1 + n_donors, n_donors)
        All donors but the one in the role.

    Examples
    --------
    >>> donors_in_role(2)[1].tolist()
    [[True, True], [False, True], [True, False]]
    """
    allowed = np.vstack([np.ones((1, n_donors), dtype=bool), ~np.eye(n_donors, dtype=bool)])
    return np.arange(1 + n_donors), allowed


def placebos_in_space(fits: Fits, *, units: tuple[str, ...], n_pre: int, size: float) -> tuple[Placebo, ...]:
    """Sum up the gaps of donors in the treated role.

    Parameters
    ----------
    fits : Fits
        The treated unit first, then each donor.
    units : tuple of str
        The donors.
    n_pre : int
        Periods before treatment.
    size : float
        Largest absolute outcome; gaps that are rounding beside it count as 0.

    Examples
    --------
    >>> from chiiki.evaluation.synthetic.results import Fits
    >>> fits = Fits(gaps=np.array([[0.0, 9.0], [2.0, 4.0]]), weights=None)
    >>> placebos_in_space(fits, units=("B",), n_pre=1, size=9.0)[0].ratio
    2.0
    """
    gaps = np.where(np.abs(fits.gaps) <= NO_GAP * size, 0.0, fits.gaps)[1:]
    before, after = root_mean_square(gaps[:, :n_pre]), root_mean_square(gaps[:, n_pre:])
    effects = np.nanmean(gaps[:, n_pre:], axis=1)
    return tuple(
        Placebo(unit, float(effects[at]), float(before[at]), float(after[at]), gaps[at])
        for at, unit in enumerate(units)
    )


def backdated(recipe: Recipe, stack: FloatArray, *, periods: IntArray, n_pre: int, n_fake: int) -> InTimePlacebo:
    """Estimate as if treatment had begun earlier, on periods before it really did.

    Parameters
    ----------
    recipe : Recipe
        With predictors, if any, from windows before the earlier date.
    stack : array of shape (1 + n_donors, n_periods)
        Outcomes of the treated unit, then of the donors.
    periods : array of shape (n_periods,)
    n_pre : int
        Periods before real treatment.
    n_fake : int
        Periods before the earlier date, above 0 and below `n_pre`.

    Raises
    ------
    MethodError
        If the method needs more periods than `n_fake`.

    Examples
    --------
    >>> from chiiki.evaluation.synthetic.recipe import Recipe
    >>> y = np.array([[1.0, 1.0, 9.0], [0.0, 0.0, 0.0], [2.0, 2.0, 2.0]])
    >>> backdated(Recipe("sc"), y, periods=np.array([1, 2, 3]), n_pre=2, n_fake=1).att
    0.0
    """
    everyone = np.ones((1, len(stack) - 1), dtype=bool)
    gaps = recipe.fits(stack[:, :n_pre], roles=np.array([0]), n_pre=n_fake, allowed=everyone).gaps[0]
    return InTimePlacebo(
        first_treated=int(periods[n_fake]),
        att=float(np.nanmean(gaps[n_fake:])),
        rmspe_pre=float(root_mean_square(gaps[:n_fake])),
        rmspe_post=float(root_mean_square(gaps[n_fake:])),
    )


def without_donors(
    recipe: Recipe, stack: FloatArray, *, units: tuple[str, ...], weights: FloatArray, n_pre: int
) -> tuple[LeftOutDonor, ...]:
    """Estimate once without each donor that has weight.

    Parameters
    ----------
    recipe : Recipe
    stack : array of shape (1 + n_donors, n_periods)
        Outcomes of the treated unit, then of the donors.
    units : tuple of str
        The donors.
    weights : array of shape (n_donors,)
        Their shares; a donor with 0 changes nothing and is passed over.
    n_pre : int
        Periods before treatment.

    Returns
    -------
    tuple of LeftOutDonor
        Empty where only two donors are left or the method has no weights.

    Examples
    --------
    >>> from chiiki.evaluation.synthetic.recipe import Recipe
    >>> y = np.array([[1.0, 5.0], [0.0, 0.0], [2.0, 2.0], [3.0, 9.0]])
    >>> found = without_donors(Recipe("sc"), y, units=("B", "C", "D"), weights=np.array([0.5, 0.5, 0.0]), n_pre=1)
    >>> [(one.unit, round(one.att, 6)) for one in found]  # 5 less 2; 5 less a third of 9
    [('B', 3.0), ('C', 2.0)]
    """
    held = np.flatnonzero(weights)
    if len(units) <= 2:  # noqa: PLR2004 -- one donor left is no mixture
        return ()
    allowed = np.ones((len(held), len(units)), dtype=bool)
    allowed[np.arange(len(held)), held] = False
    gaps = recipe.fits(stack, roles=np.zeros(len(held), dtype=np.intp), n_pre=n_pre, allowed=allowed).gaps
    effects, before = np.nanmean(gaps[:, n_pre:], axis=1), root_mean_square(gaps[:, :n_pre])
    return tuple(
        LeftOutDonor(units[donor], float(effects[at]), float(before[at])) for at, donor in enumerate(held.tolist())
    )
