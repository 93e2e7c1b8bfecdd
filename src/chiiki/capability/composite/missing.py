"""What stands in for a cell that nobody measured.

Imputation invents numbers, so it is asked for, named and counted: the mean or median of the
indicator, or the mean of the regions that are most alike in what they both report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray
    from chiiki.capability.composite.scheme import MissingName

__all__ = ["impute"]


def impute(values: FloatArray, *, method: MissingName, neighbours: int = 5) -> FloatArray:
    """Fill the missing cells of a table of indicators.

    Parameters
    ----------
    values : array of shape (n_regions, n_indicators)
        Missing cells are NaN; each indicator and each region has at least one value.
    method : {"mean", "median", "knn"}
        Mean or median of the indicator; or the mean over the nearest regions that have it.
    neighbours : int
        Regions averaged by ``knn``; all that have a value where there are fewer.

    Returns
    -------
    array of shape (n_regions, n_indicators)
        The table without gaps; what was there is unchanged.

    Raises
    ------
    InputError
        If `method` fills nothing.

    Notes
    -----
    Nearness of two regions is the Euclidean distance over the indicators that both have, each
    standardised, scaled up by the share of indicators they have in common. Regions as near as
    each other keep the order of the input. A filled cell is less spread than a measured one:
    its region moves towards the middle.

    References
    ----------
    Troyanskaya, O. et al. (2001). Missing value estimation methods for DNA microarrays.
    Bioinformatics 17, 520-525.

    Examples
    --------
    >>> values = np.array([[1.0, 10.0], [2.0, np.nan], [6.0, 40.0]])
    >>> impute(values, method="median")[1].tolist()
    [2.0, 25.0]
    >>> impute(values, method="knn", neighbours=1)[1].tolist()
    [2.0, 10.0]
    """
    if method == "mean":
        return np.where(np.isnan(values), np.nanmean(values, axis=0), values)
    if method == "median":
        return np.where(np.isnan(values), np.nanmedian(values, axis=0), values)
    if method == "knn":
        return _nearest(values, neighbours=neighbours)
    msg = f"method must be mean, median or knn to fill a gap, got {method!r}."
    raise InputError(msg)


def _nearest(values: FloatArray, *, neighbours: int) -> FloatArray:
    there = ~np.isnan(values)
    spread = np.nanstd(values, axis=0)
    standard = np.where(there, (values - np.nanmean(values, axis=0)) / np.where(spread > 0, spread, 1.0), 0.0)
    filled = values.copy()
    for region in np.flatnonzero(~there.all(axis=1)):
        common = there & there[region]
        n_common = common.sum(axis=1)
        squares = (((standard - standard[region]) ** 2) * common).sum(axis=1)
        farness = np.where(n_common > 0, squares / np.maximum(n_common, 1), np.inf)
        for indicator in np.flatnonzero(~there[region]):
            donors = np.flatnonzero(there[:, indicator])
            nearest = donors[np.argsort(farness[donors], kind="stable")[:neighbours]]
            filled[region, indicator] = values[nearest, indicator].mean()
    return filled
