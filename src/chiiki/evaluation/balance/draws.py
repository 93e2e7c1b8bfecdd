r"""How sure one can be of an effect on inequality.

*Interval.* Units are resampled within their cohorts, effects are estimated again, and each set
of effects is taken out of the same observed regions: the regions are all there are, only the
effects are uncertain. *Bias.* Noise in the estimates spreads the counterfactual regions apart,
so that a programme that did nothing seems to have brought them closer. The mean effect under
permuted assignments, where no programme was at work, shows how much; it is taken off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.results import Interval

__all__ = ["LEAST_DRAWS", "bootstrap_effects", "centred_intervals", "null_effects"]

LEAST_DRAWS = 40
"""An end of a 95 % interval is the 2.5 % point: below 40 draws it would be beyond the outermost draw."""


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
        From the positions of the resampled units (n_units, with repetitions) to the effects on
        the units in their own order, shape (n_programmes, n_units), by cohort-time means.
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

    Examples
    --------
    >>> first = np.array([2002.0, 2002.0, np.inf, np.inf])
    >>> gain = np.array([1.0, 3.0, 0.0, 0.0])
    >>> found = bootstrap_effects(
    ...     lambda rows: np.where(np.isfinite(first), gain[rows[:2]].mean(), 0.0)[None], first_treated=first, draws=40)
    >>> found.shape, sorted(set(found[:, 0, 0].tolist()))
    ((40, 1, 4), [1.0, 2.0, 3.0])
    """
    if draws < LEAST_DRAWS:
        msg = f"draws must be at least {LEAST_DRAWS} for an interval, got {draws}."
        raise InputError(msg)
    cohorts = _cohorts(first_treated)
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        rows = np.empty(len(first_treated), dtype=np.intp)
        for members in cohorts:
            rows[members] = generator.choice(members, size=len(members))
        found.append(estimate(rows))
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
        (n_programmes, n_units), estimated from the observed outcomes.
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


def centred_intervals(
    estimates: FloatArray, *, draws: FloatArray, bias: FloatArray | None, level: float
) -> tuple[Interval, ...]:
    """Make intervals from bootstrap draws, around estimates that are rid of their bias.

    With :math:`q` the quantiles of the draws about their own mean, the interval is
    ``(estimate - bias - q_high, estimate - bias - q_low)``.

    Parameters
    ----------
    estimates : array of shape (n,)
        As estimated.
    draws : array of shape (n_draws, n)
        The same, re-estimated.
    bias : array of shape (n,), optional
        What to take off; without it the mean of the draws less the estimate, which makes this
        the basic ("reverse percentile") bootstrap interval.
    level : float
        Nominal coverage.

    Returns
    -------
    tuple of n pairs
        Lower and upper end.

    Raises
    ------
    ShapeError
        If `draws` does not match `estimates`.

    References
    ----------
    Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application, section 5.2.

    Examples
    --------
    >>> drawn = np.linspace(0.0, 4.0, 41)[:, None]
    >>> centred_intervals(np.array([1.0]), draws=drawn, bias=np.array([0.5]), level=0.5)
    ((-0.5, 1.5),)
    """
    if draws.ndim != 2 or draws.shape[1:] != estimates.shape:  # noqa: PLR2004 -- draws by estimates
        msg = f"draws must be draws by estimates, (n_draws, {len(estimates)}), got {draws.shape}."
        raise ShapeError(msg)
    mean = draws.mean(axis=0)
    centre = estimates - (mean - estimates if bias is None else bias)
    low, high = np.quantile(draws - mean, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return tuple(zip((centre - high).tolist(), (centre - low).tolist(), strict=True))


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
