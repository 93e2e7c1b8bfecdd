"""Which choice moves the ranks: Sobol indices over the choices of a scheme.

Two independent sets of schemes A and B are drawn, and for each choice i the set A with choice i
taken from B. From the outcomes f, with V their variance::

    first order  S_i = mean(f(B) (f(AB_i) − f(A))) / V        Saltelli et al. 2010
    total        T_i = mean((f(A) − f(AB_i))²) / (2 V)        Jansen 1999

SciPy's ``sobol_indices`` has the same estimators, but takes one number for each input; here the
weights of a draw are one input of many numbers, and one pass gives the outcomes of all regions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.composite.choices import DISCRETE, Draws, choices_of, draw, ranks_of
from chiiki.capability.composite.index import composite
from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.capability.composite.scheme import Scheme

__all__ = ["SPREAD", "Sensitivity", "sensitivity", "sobol"]

SPREAD = "spread"
"""The name of the input that the spread of weights is."""

FEWEST_DRAWS = 64


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What :func:`sensitivity` returns."""

    choices: tuple[str, ...]
    """The choices with more than one alternative, and ``spread`` where weights vary."""

    first: FloatArray
    """Share of the variance of the mean shift in ranks that each choice explains alone, shape (n_choices,)."""

    total: FloatArray
    """The same with all its interactions; what is left of the variance when all others are settled."""

    region_first: FloatArray
    """Of each region's rank, shape (n_choices, n_regions); 0 where the rank never moves."""

    region_total: FloatArray
    mean_shift: float
    """Mean over draws and regions of the distance from the scheme's own rank."""

    n_draws: int
    """Size of A; the schemes computed are this times the number of choices + 2."""


def sensitivity(  # noqa: PLR0913 -- a table, its labels and the experiment
    values: FloatArray,
    *,
    scheme: Scheme,
    persons: FloatArray | None = None,
    regions: Sequence[str] | None = None,
    seed: int | np.random.Generator = 0,
    draws: int = 1024,
) -> Sensitivity:
    """Say which choices move the ranks of a composite index.

    Parameters
    ----------
    values, scheme, persons, regions
        As for :func:`~chiiki.capability.composite.composite`.
    seed : int or Generator
        Of the draws.
    draws : int
        At least 64; the estimates err by about one over its root.

    Returns
    -------
    Sensitivity

    Raises
    ------
    InputError, MethodError
        As :func:`~chiiki.capability.composite.composite`; also if no rank moves at all.

    Notes
    -----
    Estimates can come out slightly below 0, or above 1. A choice with a small total may be settled
    either way without harm to the ranks.

    References
    ----------
    Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. Computer
    Physics Communications 181, 259-270. Jansen, M. J. W. (1999). Analysis of variance designs
    for model output. Computer Physics Communications 117, 35-43.

    Examples
    --------
    >>> from chiiki.capability.composite.scheme import Indicator, Scheme
    >>> scheme = Scheme("s", "s", (Indicator("a", "higher"), Indicator("b", "higher")))
    >>> values = np.array([[3.0, 1.0], [2.0, 2.5], [1.0, 3.0]])
    >>> found = sensitivity(values, scheme=scheme)
    >>> found.choices, bool(found.total[0] > found.total[1])
    (('left_out', 'spread'), True)
    """
    if draws < FEWEST_DRAWS:
        msg = f"draws must be at least {FEWEST_DRAWS}, got {draws}."
        raise InputError(msg)
    rng = np.random.default_rng(seed)
    index = composite(values, scheme=scheme, persons=persons, regions=regions, seed=rng, draws=10)
    choices = choices_of(scheme)
    active = [name for name, size in zip(DISCRETE, choices.sizes(), strict=True) if size > 1]
    active += [SPREAD] if scheme.uncertainty.spread != "none" else []
    a, b = (draw(index.prepared, choices, n=draws, rng=rng) for _ in range(2))
    found = ranks_of(index.prepared, choices, _joined([a, b, *(_mixed(a, b, choice=choice) for choice in active)]))
    shift = np.abs(found - index.rank).mean(axis=1, keepdims=True)
    outcomes = np.hstack([shift, found]).reshape(len(active) + 2, draws, -1)
    first, total = sobol(outcomes[0], outcomes[1], mixed=outcomes[2:])
    if not total[:, 1:].any():
        msg = "no rank moves under any of the choices, so there is nothing to explain."
        raise MethodError(msg)
    return Sensitivity(
        choices=tuple(active),
        first=first[:, 0],
        total=total[:, 0],
        region_first=first[:, 1:],
        region_total=total[:, 1:],
        mean_shift=float(outcomes[:2, :, 0].mean()),
        n_draws=draws,
    )


def _mixed(a: Draws, b: Draws, *, choice: str) -> Draws:
    """Return the schemes of `a` with one choice as in `b`."""
    if choice == SPREAD:
        return Draws(picked=a.picked, factors=b.factors)
    column = DISCRETE.index(choice)
    picked = a.picked.copy()
    picked[:, column] = b.picked[:, column]
    return Draws(picked=picked, factors=a.factors)


def _joined(parts: Sequence[Draws]) -> Draws:
    return Draws(
        picked=np.concatenate([part.picked for part in parts]),
        factors=np.concatenate([part.factors for part in parts]),
    )


def sobol(a: FloatArray, b: FloatArray, *, mixed: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Estimate first-order and total Sobol indices from outcomes.

    Parameters
    ----------
    a, b : array of shape (n_draws, n_outcomes)
        Outcomes of two independent sets of inputs.
    mixed : array of shape (n_inputs, n_draws, n_outcomes)
        Outcomes of the first set with one input taken from the second.

    Returns
    -------
    tuple of two arrays of shape (n_inputs, n_outcomes)
        First-order and total indices; 0 where an outcome never varies.

    Examples
    --------
    >>> a, b = np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([[0.0], [1.0], [0.0], [1.0]])
    >>> first, total = sobol(a, b, mixed=b[np.newaxis])  # the only input decides everything
    >>> float(first[0, 0]), float(total[0, 0])
    (1.0, 1.0)
    """
    both = np.concatenate([a, b])
    centre, variance = both.mean(axis=0), both.var(axis=0)
    scale = np.where(variance > 0, variance, 1.0)
    first = ((b - centre) * (mixed - a)).mean(axis=1) / scale
    total = ((a - mixed) ** 2).mean(axis=1) / 2 / scale
    return first, total
