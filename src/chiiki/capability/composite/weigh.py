"""How much each indicator counts: equally, as given, or by what the indicators share.

Dimensions are weighed first, then what they hold, so an indicator's weight is the product
down its branch. Arithmetic means of arithmetic means, and geometric of geometric, are the
means with these products, so one list of weights stands for the whole tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.capability.composite.scheme import Scheme

__all__ = ["Factors", "factor_weights", "tree_weights", "varimax"]

KAISER = 1.0
"""An eigenvalue above this says more than one indicator does (Kaiser 1960)."""

SWEEPS = 1000
CONVERGED = 1e-9
"""Angle, in radians; a step this small moves no loading by more."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What :func:`factor_weights` returns."""

    weights: FloatArray
    """Shape (n_indicators,), sum 1."""

    eigenvalues: FloatArray
    """Of the correlations, shape (n_indicators,), falling."""

    loadings: FloatArray
    """After rotation, shape (n_indicators, n_factors)."""

    factor: IntArray
    """The factor that each indicator is counted with, shape (n_indicators,)."""


def tree_weights(scheme: Scheme, *, equal: bool) -> FloatArray:
    """Multiply the shares down the branches of the scheme.

    Parameters
    ----------
    scheme : Scheme
    equal : bool
        True gives siblings equal shares; False shares by the weights given.

    Returns
    -------
    array of shape (n_indicators,)
        In the order of the scheme, sum 1.

    Examples
    --------
    >>> from chiiki.capability.composite.scheme import Dimension, Indicator, Scheme
    >>> scheme = Scheme("s", "s", (
    ...     Indicator("a", "higher", dimension="x"),
    ...     Indicator("b", "higher", dimension="x", weight=3),
    ...     Indicator("c", "higher", dimension="y"),
    ... ), dimensions=(Dimension("x"), Dimension("y")))
    >>> tree_weights(scheme, equal=True).tolist()
    [0.25, 0.25, 0.5]
    >>> tree_weights(scheme, equal=False).tolist()
    [0.125, 0.375, 0.5]
    """
    branches = [(d.parent, 1.0 if equal else d.weight) for d in scheme.dimensions]
    leaves = [(i.dimension, 1.0 if equal else i.weight) for i in scheme.indicators]
    totals: dict[str, float] = {}
    for parent, weight in branches + leaves:
        totals[parent] = totals.get(parent, 0.0) + weight
    share = {"": 1.0}
    for dimension, (parent, weight) in zip(scheme.dimensions, branches, strict=True):
        share[dimension.id] = share[parent] * weight / totals[parent]
    return np.array([share[parent] * weight / totals[parent] for parent, weight in leaves])


def factor_weights(values: FloatArray, *, n_factors: int = 0) -> Factors:
    """Weigh indicators by rotated principal components.

    Each indicator is counted with the factor it loads on most; its weight is its part of the
    squared loadings of that factor times the factor's part of the explained variance, scaled to
    sum 1 (Nicoletti, Scarpetta and Boylaud 2000).

    Parameters
    ----------
    values : array of shape (n_regions, n_indicators)
        None missing, no indicator the same everywhere.
    n_factors : int
        Factors kept; 0 keeps those with an eigenvalue above :data:`KAISER`, at least one.

    Returns
    -------
    Factors

    Raises
    ------
    InputError
        If there are not that many factors.
    MethodError
        If an indicator is the same everywhere, or there are fewer than three regions.

    Notes
    -----
    These weights correct for overlap; they are not importance. Indicators that go with nothing
    get little weight however much they matter, and a region more or less may change the factors.
    Direction plays no part, since loadings are squared.

    References
    ----------
    Nicoletti, G., Scarpetta, S. and Boylaud, O. (2000). OECD Economics Department Working
    Paper 226. OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 6.1.

    Examples
    --------
    >>> values = np.array([[1.0, 2.0, 9.0], [2.0, 4.1, 1.0], [3.0, 6.0, 5.0], [4.0, 8.2, 4.0]])
    >>> factor_weights(values, n_factors=2).weights.round(2).tolist()
    [0.33, 0.33, 0.33]
    """
    n_regions, n_indicators = values.shape
    if n_regions < 3:  # noqa: PLR2004 -- two points are always on a line
        msg = f"pca needs at least three regions, got {n_regions}."
        raise MethodError(msg)
    if not 0 <= n_factors <= n_indicators:
        msg = f"n_factors must be from 0 to {n_indicators}, the number of indicators; got {n_factors}."
        raise InputError(msg)
    if flat := np.flatnonzero(values.min(axis=0) == values.max(axis=0)).tolist():
        msg = f"the indicators at {flat} are the same in all regions, so they correlate with nothing; leave them out."
        raise MethodError(msg)
    eigenvalues, vectors = np.linalg.eigh(np.corrcoef(values, rowvar=False))
    eigenvalues, vectors = np.maximum(eigenvalues[::-1], 0.0), vectors[:, ::-1]
    kept = n_factors or max(1, int((eigenvalues > KAISER).sum()))
    loadings = varimax(vectors[:, :kept] * np.sqrt(eigenvalues[:kept]))
    explained = (loadings**2).sum(axis=0)
    factor = np.abs(loadings).argmax(axis=1)
    parts = (loadings**2 / explained * (explained / explained.sum()))[np.arange(n_indicators), factor]
    return Factors(weights=parts / parts.sum(), eigenvalues=eigenvalues, loadings=loadings, factor=factor)


def varimax(loadings: FloatArray) -> FloatArray:
    """Rotate loadings so that each indicator loads on as few factors as possible.

    Parameters
    ----------
    loadings : array of shape (n_indicators, n_factors)

    Returns
    -------
    array of shape (n_indicators, n_factors)
        The same communalities; factors in the order and with the signs of the rotation.

    Raises
    ------
    MethodError
        If the rotation does not settle.

    Notes
    -----
    Rows are scaled to length 1 for the rotation and back after it (Kaiser's normalisation).

    References
    ----------
    Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor analysis.
    Psychometrika 23, 187-200.

    Examples
    --------
    >>> np.abs(varimax(np.array([[0.6, 0.6], [0.6, -0.6]]))).round(3).tolist()
    [[0.849, 0.0], [0.0, 0.849]]
    """
    if loadings.shape[1] == 1:
        return loadings
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    turned = loadings / np.where(length > 0, length, 1.0)
    for _ in range(SWEEPS):
        angles = [_turn(turned, pair) for pair in combinations(range(loadings.shape[1]), 2)]
        if max(angles) < CONVERGED:
            return np.asarray(turned * length)
    msg = f"varimax did not settle in {SWEEPS} sweeps; keep fewer factors."
    raise MethodError(msg)


def _turn(loadings: FloatArray, pair: tuple[int, int]) -> float:
    """Turn two factors, in place, to the best angle in their plane; return how far."""
    x, y = loadings[:, pair[0]], loadings[:, pair[1]]
    u, v = x**2 - y**2, 2 * x * y
    n = len(x)
    sine = 2 * (u @ v) - 2 * u.sum() * v.sum() / n
    cosine = u @ u - v @ v - (u.sum() ** 2 - v.sum() ** 2) / n
    angle = float(np.arctan2(sine, cosine)) / 4
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    loadings[:, pair] = loadings[:, pair] @ rotation
    return abs(angle)
