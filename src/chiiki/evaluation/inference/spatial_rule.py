r"""When neighbours spoil every interval: treated regions that touch, and shocks that spread.

Two tests by permutation, both over whole units::

    joins = sum over pairs i < j of w[i, j] d[i] d[j]        d: ever treated; w: 1 for neighbours
    I     = n / sum(w) * sum(w[i, j] e[i, t] e[j, t]) / sum(e[i, t]^2)     e: untreated residuals

If treated units touch more often than chance would have it, *and* residuals of neighbours are alike,
a shock to a part of the country looks like an effect. No interval keeps its level then, unless
the way in which neighbours came to be treated together is known and drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, ShapeError
from chiiki.evaluation.exposure import distances_km
from chiiki.evaluation.imputation import untreated_residuals
from chiiki.evaluation.inference.randomisation import randomise
from chiiki.evaluation.results import LEVEL, SIMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Interval

__all__ = ["ALPHA", "SpatialCheck", "check_space", "nearest_adjacency"]

ALPHA = 0.05
"""Both tests at this level make the rule."""

ROUNDING = 1e-9
"""Two statistics closer than this share are equal."""

NEAREST = 4
"""Neighbours taken by distance: about as many as the land borders of a prefecture."""


@dataclass(frozen=True, slots=True)
class SpatialCheck:
    """Whether treated units touch, and residuals of neighbours are alike."""

    joins: int
    """Pairs of neighbours that are both treated."""

    expected_joins: float
    """The same if treatment had fallen anywhere."""

    joins_p_value: float
    """One-sided: of so many pairs by chance."""

    moran: float
    """Moran's I of untreated residuals, all periods together."""

    moran_p_value: float
    """One-sided: of residuals so alike by chance."""

    is_dependent: bool
    """Whether both are below the level of the rule."""

    mechanism_interval: Interval | None = None
    """Over the stated mechanism, where one was given."""

    regional_interval: Interval | None = None
    """Leaving out one wide region after another, where asked: a lower bound of doubt."""

    cautions: tuple[Caution, ...] = ()


def nearest_adjacency(coordinates: FloatArray, *, nearest: int = NEAREST) -> BoolArray:
    """Call units neighbours if one is among the nearest of the other.

    Parameters
    ----------
    coordinates : array of shape (n_units, 2)
        Latitude and longitude in degrees.
    nearest : int
        How many of the nearest units count, at least 1.

    Returns
    -------
    array of shape (n_units, n_units)
        Symmetric, False on the diagonal.

    Raises
    ------
    ShapeError, InputError
        If coordinates are not pairs, or `nearest` is not below the number of units.

    Examples
    --------
    >>> nearest_adjacency(np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 5.0]]), nearest=1).tolist()
    [[False, True, False], [True, False, True], [False, True, False]]
    """
    if coordinates.ndim != 2 or coordinates.shape[1] != 2:  # noqa: PLR2004 -- latitude and longitude
        msg = f"coordinates must be latitude and longitude of each unit, (n_units, 2), got {coordinates.shape}."
        raise ShapeError(msg)
    away = distances_km(coordinates[:, 0], coordinates[:, 1])
    if not 1 <= nearest < len(away):
        msg = f"nearest must be at least 1 and below the {len(away)} units, got {nearest}."
        raise InputError(msg)
    np.fill_diagonal(away, np.inf)
    found = np.zeros(away.shape, dtype=bool)
    np.put_along_axis(found, np.argsort(away, axis=1, kind="stable")[:, :nearest], values=True, axis=1)
    return found | found.T


def check_space(  # noqa: PLR0913 -- two tests, two intervals
    panel: Panel,
    *,
    adjacency: BoolArray,
    covariates: Sequence[str] = (),
    draws: int = 999,
    seed: int = 0,
    level: float = LEVEL,
    mechanism: Mechanism | None = None,
    regional: Callable[[Panel], Interval | None] | None = None,
) -> SpatialCheck:
    """Test whether treated units touch and shocks spread; say what the intervals are worth then.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it.
    adjacency : array of shape (n_units, n_units) of bool
        Whether units are neighbours; symmetric. See :func:`nearest_adjacency` for coordinates.
    covariates : sequence of str
        Of the untreated model.
    draws : int
        Permutations for each test.
    seed : int
        Of the permutations and of the mechanism's draws.
    level : float
        Of the intervals shown.
    mechanism : Mechanism, optional
        How neighbours came to be treated together; its interval is shown if the rule applies.
    regional : callable, optional
        From the panel to an interval with wide regions as clusters, such as the jackknife's;
        called if the rule applies.

    Returns
    -------
    SpatialCheck
        With a Caution if both tests reject at 5 %.

    Raises
    ------
    ShapeError, InputError
        If adjacency is not units by units, not symmetric, or without any neighbours.

    Notes
    -----
    Residuals of treated cells are not read, so that differing effects do not count as spread.

    References
    ----------
    Cliff, A. D. and Ord, J. K. (1981). Spatial processes: models and applications. Pion.
    """
    first, second = _edges(panel, adjacency)
    orders = np.random.default_rng(seed).permuted(np.tile(np.arange(panel.n_units), (draws, 1)), axis=1)
    treated = panel.is_ever_treated
    joins = int((treated[first] & treated[second]).sum())
    drawn_joins = (treated[orders[:, first]] & treated[orders[:, second]]).sum(axis=1)
    residuals = untreated_residuals(panel, covariates=covariates)
    products = residuals @ residuals.T
    scale = panel.n_units / (len(first) * np.trace(products)) if np.trace(products) > 0 else 0.0
    moran = float(products[first, second].sum() * scale)
    drawn_moran = products[orders[:, first], orders[:, second]].sum(axis=1) * scale
    n_treated = int(treated.sum())
    joins_p, moran_p = _share(drawn_joins, joins), _share(drawn_moran, moran)
    found = SpatialCheck(
        joins=joins,
        expected_joins=len(first) * n_treated * (n_treated - 1) / (panel.n_units * (panel.n_units - 1)),
        joins_p_value=joins_p,
        moran=moran,
        moran_p_value=moran_p,
        is_dependent=joins_p <= ALPHA and moran_p <= ALPHA,
    )
    if not found.is_dependent:
        return found
    own = _mechanism_interval(panel, mechanism=mechanism, covariates=covariates, draws=draws, seed=seed, level=level)
    wide = None if regional is None else regional(panel)
    return replace(found, mechanism_interval=own, regional_interval=wide, cautions=(_caution(found, mechanism),))


def _edges(panel: Panel, adjacency: BoolArray) -> tuple[IntArray, IntArray]:
    """Both ends of each pair of neighbours."""
    if adjacency.shape != (panel.n_units, panel.n_units):
        msg = f"adjacency must be units by units, {(panel.n_units, panel.n_units)}, got {adjacency.shape}."
        raise ShapeError(msg)
    if (adjacency != adjacency.T).any():
        msg = "adjacency must be symmetric: if A is a neighbour of B, B is one of A."
        raise InputError(msg)
    first, second = np.nonzero(np.triu(adjacency, 1))
    if not len(first):
        msg = "adjacency names no neighbours, so nothing can be said about them."
        raise InputError(msg)
    return first, second


def _share(drawn: FloatArray | IntArray, observed: float) -> float:
    return float((1 + (drawn >= observed - ROUNDING * abs(observed)).sum()) / (1 + len(drawn)))


def _mechanism_interval(  # noqa: PLR0913 -- passes on
    panel: Panel, *, mechanism: Mechanism | None, covariates: Sequence[str], draws: int, seed: int, level: float
) -> Interval | None:
    if mechanism is None:
        return None
    found = randomise(
        panel,
        mechanism=mechanism,
        covariates=covariates,
        targets=[SIMPLE],
        draws=draws,
        seed=seed,
        level=level,
    )
    return found.intervals[0]


def _caution(found: SpatialCheck, mechanism: Mechanism | None) -> Caution:
    message = (
        f"Treated units touch ({found.joins} pairs of neighbours, {found.expected_joins:.1f} expected) and residuals "
        f"of neighbours are alike (Moran's I {found.moran:.2f}): no interval keeps its level without a mechanism. "
    )
    message += (
        "State how neighbours came to be treated together."
        if mechanism is None
        else "Read the interval over the stated mechanism, and the regional one as a lower bound of doubt."
    )
    return Caution("spatially-dependent", message)
