r"""How sure one can be of an effect on inequality.

*Interval.* Units are resampled within their cohorts, effects are estimated again, and each set
of effects is taken out of the same observed regions: the regions are all there are, only the
effects are uncertain. *Bias.* Noise in the estimates spreads the counterfactual regions apart,
so that a programme that did nothing seems to have brought them closer. The mean effect under
permuted assignments, where no programme was at work, shows how much; it is taken off.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError, ShapeError
from chiiki.evaluation.student import t_quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.results import Interval

__all__ = ["LEAST_DRAWS", "bootstrap_effects", "intervals_from_draws", "null_effects"]

LEAST_DRAWS = 40
"""The standard deviation of 40 draws is known to 11 %; 999 are usual."""


def bootstrap_effects(
    estimate: Callable[[IntArray], FloatArray],
    *,
    first_treated: FloatArray,
    draws: int = 999,
    seed: int = 0,
) -> FloatArray:
    """Estimate effects again from units that are resampled within their cohorts.

    Parameters
    ----------
    estimate : callable
        From the positions of the resampled units, with repetitions and one fewer in each cohort
        than it has, to the effects on all units in their own order, shape (n_programmes,
        n_units), by cohort-time means.
    first_treated : array of shape (n_units,) or (n_units, n_programmes)
        First treated period, infinite for never; with several programmes a cohort is the units
        with the same first treated period in each.
    draws : int
        How many.
    seed : int
        Same seed, same draws.

    Returns
    -------
    array of shape (draws, n_programmes, n_units)

    Raises
    ------
    InputError
        If `draws` is below 40 or a first treated period is NaN.
    MethodError
        If a cohort has one unit: resampled, it never changes, and the interval would be too short.

    Notes
    -----
    With all *n* units of a cohort drawn, the variance of its mean would be too small by the factor
    (n - 1) / n, a sixth for six units; drawing n - 1 puts that right.

    References
    ----------
    Rao, J. N. K. and Wu, C. F. J. (1988). Resampling inference with complex survey data. Journal of the
    American Statistical Association 83, 231-241.

    Examples
    --------
    >>> first = np.array([2002.0, 2002.0, np.inf, np.inf])
    >>> gain = np.array([1.0, 3.0, 0.0, 0.0])
    >>> found = bootstrap_effects(  # one of the two treated units at a time
    ...     lambda rows: np.where(np.isfinite(first), gain[rows[0]], 0.0)[None], first_treated=first, draws=40)
    >>> found.shape, sorted(set(found[:, 0, 0].tolist()))
    ((40, 1, 4), [1.0, 3.0])
    """
    if draws < LEAST_DRAWS:
        msg = f"draws must be at least {LEAST_DRAWS} for an interval, got {draws}."
        raise InputError(msg)
    cohorts = _cohorts(first_treated)
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        rows = [generator.choice(members, size=len(members) - 1) for members in cohorts]
        found.append(estimate(np.concatenate(rows)))
    return np.stack(found)


def null_effects(
    estimate: Callable[[FloatArray], FloatArray],
    *,
    assignments: Iterable[FloatArray],
) -> FloatArray:
    """Estimate effects under assignments in which no programme was at work.

    Parameters
    ----------
    estimate : callable
        From first treated periods, as one of `assignments`, to the effects on the units, shape
        (n_programmes, n_units). Outcomes must be free of the estimated effects: left in, the real
        effect moves with the regions, and looks like bias.
    assignments : iterable of arrays of shape (n_units,) or (n_units, n_programmes)
        First treated periods as they might have been drawn, by the assignment mechanism.

    Returns
    -------
    array of shape (n_assignments, n_programmes, n_units)

    Raises
    ------
    InputError
        If there is no assignment.

    Examples
    --------
    >>> orders = [np.array([2002.0, np.inf]), np.array([np.inf, 2002.0])]
    >>> null_effects(lambda first: np.isfinite(first)[None] * 0.5, assignments=orders).tolist()
    [[[0.5, 0.0]], [[0.0, 0.5]]]
    """
    found = [estimate(assignment) for assignment in assignments]
    if not found:
        msg = "assignments is empty. Draw at least one; 999 are usual."
        raise InputError(msg)
    return np.stack(found)


def intervals_from_draws(
    estimates: FloatArray,
    *,
    draws: FloatArray,
    bias: FloatArray | None,
    level: float,
    degrees_of_freedom: int | None = None,
) -> tuple[Interval, ...]:
    """Make intervals from the standard deviation of bootstrap draws.

    ``estimate - bias ± t * sd(draws)``. The mean of the draws is not used: noise in the estimates is
    noise of the observed amounts too, and taking it out again leaves less of it, while in the
    draws it only adds up. Quantiles of the draws would carry that over into the interval.

    Parameters
    ----------
    estimates : array of shape (n,)
        As estimated.
    draws : array of shape (n_draws, n)
        The same, re-estimated.
    bias : array of shape (n,), optional
        What to take off.
    level : float
        Nominal coverage.
    degrees_of_freedom : int, optional
        Of Student's t: treated units less cohorts. Without it the normal distribution.

    Returns
    -------
    tuple of n pairs
        Lower and upper end.

    Raises
    ------
    ShapeError
        If `draws` does not match `estimates`.
    InputError
        If `degrees_of_freedom` is below 1.

    References
    ----------
    Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application, section 5.2.

    Examples
    --------
    >>> drawn = np.array([[0.0], [2.0], [4.0]])  # standard deviation 2
    >>> (low, high), = intervals_from_draws(np.array([1.0]), draws=drawn, bias=np.array([0.5]), level=0.95)
    >>> round(low, 2), round(high, 2)  # 0.5 -+ 1.96 * 2
    (-3.42, 4.42)
    """
    if draws.ndim != 2 or draws.shape[1:] != estimates.shape:  # noqa: PLR2004 -- draws by estimates
        msg = f"draws must be draws by estimates, (n_draws, {len(estimates)}), got {draws.shape}."
        raise ShapeError(msg)
    if degrees_of_freedom is not None and degrees_of_freedom < 1:
        msg = f"degrees_of_freedom must be at least 1 (treated units less cohorts), got {degrees_of_freedom}."
        raise InputError(msg)
    centre = estimates if bias is None else estimates - bias
    normal = NormalDist().inv_cdf((1 + level) / 2)
    quantile = normal if degrees_of_freedom is None else t_quantile(level, df=degrees_of_freedom)
    reach = quantile * draws.std(axis=0, ddof=1)
    return tuple(zip((centre - reach).tolist(), (centre + reach).tolist(), strict=True))


def _cohorts(first_treated: FloatArray) -> list[IntArray]:
    if np.isnan(first_treated).any():
        msg = "first_treated is not known for some units. Leave them out of the bootstrap."
        raise InputError(msg)
    paths = first_treated.reshape(len(first_treated), -1)
    _, codes = np.unique(paths, axis=0, return_inverse=True)
    found = [np.flatnonzero(codes == code) for code in range(int(codes.max()) + 1)]
    for members in found:
        if len(members) == 1:
            path = ", ".join(f"{period:g}" for period in paths[members[0]])
            msg = (
                f"the cohort that starts in {path} has one unit, so resampling within it shows no uncertainty. "
                "Put it together with another cohort, or show the effect without an interval."
            )
            raise MethodError(msg)
    return found
