r"""Whether neighbouring regions resemble each other.

Moran's I is the correlation of a region's value with the mean of its neighbours'. With
:math:`z_i` the deviation from the mean and :math:`w_{ij}` the spatial weights::

    I   = n / sum(w) * sum over i, j of w_ij z_i z_j / sum of z_i**2
    I_i = (n - 1) z_i * (sum over j of w_ij z_j) / sum of z_i**2

Moran (1950); local form: Anselin (1995). Values and moments come from PySAL (esda), the
p-values from permutations drawn with the caller's seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, MissingExtraError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from types import ModuleType

    from chiiki.arrays import FloatArray
    from chiiki.capability.spatial_weights import SpatialWeights

__all__ = ["LocalMoran", "Moran", "Quadrant", "local_moran", "moran"]

LEAST = 4
"""The variance of I divides by (n - 1)(n - 2)(n - 3)."""

TIE = 1e-12
"""Sums of neighbours' values miss an exact tie by less than this."""

LEAST_DRAWS = 99
"""Fewer permutations cannot show a two-sided p-value of 0.02."""

EXAMPLES = 5
"""How many regions a message names at most."""

Quadrant: TypeAlias = Literal["island", "high-high", "low-high", "low-low", "high-low"]
"""The region's own value, then its neighbours' mean, against the mean of all."""

QUADRANTS: tuple[Quadrant, ...] = ("island", "high-high", "low-high", "low-low", "high-low")
"""In PySAL's numbering, from 1."""


@dataclass(frozen=True, slots=True)
class Moran:
    """What :func:`moran` returns."""

    value: float
    """Moran's I, near 0 without pattern; above 0 alike neighbours, below 0 unlike."""

    expected: float
    """-1 / (n - 1), the mean of I without pattern."""

    standard_error: float
    """Of I under randomisation: any order of the values equally likely."""

    p_value: float
    """Two-sided, from permutations; at least 2 / (n_permutations + 1)."""

    n_permutations: int
    n_regions: int
    cautions: tuple[Caution, ...] = ()

    @property
    def z_value(self) -> float:
        """Distance of `value` from `expected` in standard errors."""
        return (self.value - self.expected) / self.standard_error


@dataclass(frozen=True, slots=True)
class LocalMoran:
    """What :func:`local_moran` returns. Regions keep the order of the input."""

    values: FloatArray
    """Local I, shape (n_regions,); 0 for a region without a neighbour."""

    p_values: FloatArray
    """Two-sided, from permutations of the other regions, shape (n_regions,); 1 for an island."""

    quadrants: tuple[Quadrant, ...]
    """The region's own value, then its neighbours', against the mean."""

    n_permutations: int
    cautions: tuple[Caution, ...] = ()


def moran(
    values: FloatArray, *, weights: SpatialWeights, seed: int | np.random.Generator, n_permutations: int = 999
) -> Moran:
    """Measure whether neighbours have alike values, over all regions (global Moran's I).

    Parameters
    ----------
    values : array of shape (n_regions,)
        One value for each region in the order of `weights`, no missing cell. Rates or
        amounts per head: totals follow the size of regions.
    weights : SpatialWeights
        From :mod:`~chiiki.capability.spatial_weights`.
    seed : int or Generator
        Of the permutations; the same seed gives the same p-value.
    n_permutations : int
        How many random orders to draw, from 99.

    Returns
    -------
    Moran
        Index, moments under randomisation, p-value; with a Caution where there are
        islands, which stay in the mean and have no neighbours' mean.

    Raises
    ------
    MissingExtraError
        If the extra ``stats`` is not installed.
    ShapeError
        If there is not one value for each region.
    MissingValueError
        If a value is missing or infinite.
    InputError
        If `n_permutations` is below 99.
    MethodError
        If there are fewer than four regions, no two are neighbours, or all values are
        alike.

    Notes
    -----
    Regions are taken as exchangeable: a small region varies more, which alone can show
    as a pattern. The index hangs on who counts as a neighbour; try two definitions.

    References
    ----------
    Moran, P. A. P. (1950). Notes on continuous stochastic phenomena. Biometrika 37,
    17-23.
    Cliff, A. D. and Ord, J. K. (1981). Spatial Processes. Pion.

    Examples
    --------
    >>> from chiiki.capability.spatial_weights import contiguity_weights
    >>> row = contiguity_weights([("a", "b"), ("b", "c"), ("c", "d")], regions=["a", "b", "c", "d"])
    >>> round(moran(np.array([1.0, 2.0, 3.0, 4.0]), weights=row, seed=1).value, 6)  # sum of w z z is 2, of z z 5
    0.4
    """
    _check_values(values, weights, n_permutations=n_permutations)
    found = _esda().Moran(values, _pysal_weights(weights), permutations=0)
    deviations = values - values.mean()
    draws = np.random.default_rng(seed).permuted(np.tile(deviations, (n_permutations, 1)), axis=1)
    lags = _matrix(weights)
    simulated = len(values) / lags.sum() * ((draws @ lags.T) * draws).sum(axis=1) / (deviations @ deviations)
    return Moran(
        value=float(found.I),
        expected=float(found.EI),
        standard_error=float(found.seI_rand),
        p_value=float(_two_sided(np.array([found.I]), simulated[:, np.newaxis])[0]),
        n_permutations=n_permutations,
        n_regions=len(values),
        cautions=_island_caution(weights),
    )


def local_moran(
    values: FloatArray, *, weights: SpatialWeights, seed: int | np.random.Generator, n_permutations: int = 999
) -> LocalMoran:
    """Say around which regions values cluster (local Moran's I).

    Parameters
    ----------
    values, weights, seed, n_permutations
        As for :func:`moran`.

    Returns
    -------
    LocalMoran
        Index, p-value and quadrant of each region.

    Raises
    ------
    MissingExtraError, ShapeError, MissingValueError, InputError, MethodError
        As for :func:`moran`.

    Notes
    -----
    One test for each region: of 47, two or three fall below 0.05 by chance. Adjust the
    p-values before naming clusters.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association. Geographical Analysis
    27, 93-115.

    Examples
    --------
    >>> from chiiki.capability.spatial_weights import contiguity_weights
    >>> row = contiguity_weights([("a", "b"), ("b", "c"), ("c", "d")], regions=["a", "b", "c", "d"])
    >>> local_moran(np.array([1.0, 2.0, 3.0, 4.0]), weights=row, seed=1).values.round(6).tolist()
    [0.45, 0.15, 0.15, 0.45]
    """
    _check_values(values, weights, n_permutations=n_permutations)
    found = _esda().Moran_Local(values, _pysal_weights(weights), permutations=0)
    simulated = _conditional(values, weights, rng=np.random.default_rng(seed), n_permutations=n_permutations)
    island = np.array([not near for near in weights.neighbours])
    local = np.where(island, 0.0, np.asarray(found.Is, dtype=float))
    return LocalMoran(
        values=local,
        p_values=np.where(island, 1.0, _two_sided(local, simulated)),
        quadrants=tuple(QUADRANTS[0 if alone else int(q)] for q, alone in zip(found.q, island, strict=True)),
        n_permutations=n_permutations,
        cautions=_island_caution(weights),
    )


def _check_values(values: FloatArray, weights: SpatialWeights, *, n_permutations: int) -> None:
    if values.shape != (len(weights.regions),):
        msg = f"values must have one for each of {len(weights.regions)} regions, got shape {values.shape}."
        raise ShapeError(msg)
    if not np.isfinite(values).all():
        missing = [weights.regions[i] for i in np.flatnonzero(~np.isfinite(values))[:EXAMPLES]]
        msg = f"values are missing or infinite for {', '.join(missing)}; drop those regions from both lists."
        raise MissingValueError(msg)
    if n_permutations < LEAST_DRAWS:
        msg = f"n_permutations must be at least {LEAST_DRAWS}, got {n_permutations}; 999 is usual."
        raise InputError(msg)
    if len(values) < LEAST or not any(weights.neighbours):
        msg = f"Moran's I needs at least {LEAST} regions and two neighbours, got {len(values)} region(s)."
        raise MethodError(msg)
    if np.ptp(values) == 0:
        msg = f"all {len(values)} values are {values[0]}; there is nothing to be alike in."
        raise MethodError(msg)


def _esda() -> ModuleType:
    try:
        import esda.moran  # noqa: PLC0415 -- an optional extra, and a second to import
    except ImportError as error:
        msg = "Moran's I needs the extra stats: pip install 'chiiki[stats]', or in a checkout ./run --all-extras …"
        raise MissingExtraError(msg) from error
    moran_module: ModuleType = esda.moran
    return moran_module


def _pysal_weights(weights: SpatialWeights) -> object:
    from libpysal.weights import W  # noqa: PLC0415 -- comes with esda

    neighbours = {i: list(near) for i, near in enumerate(weights.neighbours)}
    # Islands are named by our own Caution.
    return W(neighbours, id_order=list(neighbours), silence_warnings=True)


def _matrix(weights: SpatialWeights) -> FloatArray:
    """Row-standardised weights, shape (n_regions, n_regions)."""
    matrix = np.zeros((len(weights.regions), len(weights.regions)))
    for i, near in enumerate(weights.neighbours):
        matrix[i, list(near)] = 1.0 / max(len(near), 1)
    return matrix


def _conditional(
    values: FloatArray, weights: SpatialWeights, *, rng: np.random.Generator, n_permutations: int
) -> FloatArray:
    """Local I with the region held and all others in random order, shape (n_permutations, n_regions)."""
    n = len(values)
    deviations = values - values.mean()
    most = max(len(near) for near in weights.neighbours)
    # The same orders serve all regions: each p-value is exact, only their noise is shared.
    orders = rng.permuted(np.tile(np.arange(n - 1), (n_permutations, 1)), axis=1)[:, :most]
    lags = np.zeros((n_permutations, n))
    for i, near in enumerate(weights.neighbours):
        if near:
            lags[:, i] = np.delete(deviations, i)[orders[:, : len(near)]].mean(axis=1)
    return np.asarray((n - 1) * deviations * lags / (deviations @ deviations))


def _two_sided(observed: FloatArray, simulated: FloatArray) -> FloatArray:
    """Twice the smaller tail, the observed order counted as one of the draws."""
    n = len(simulated)
    # Orders that give the same sum differ in the last digits.
    above = (simulated >= observed - TIE).sum(axis=0)
    below = (simulated <= observed + TIE).sum(axis=0)
    return np.asarray(np.minimum(2.0 * (np.minimum(above, below) + 1) / (n + 1), 1.0))


def _island_caution(weights: SpatialWeights) -> tuple[Caution, ...]:
    if not (islands := weights.islands):
        return ()
    named = ", ".join(islands[:EXAMPLES]) + (" …" if len(islands) > EXAMPLES else "")
    message = f"{len(islands)} region(s) without a neighbour: {named}. They count in the mean, not in the likeness."
    return (Caution("islands", message),)
