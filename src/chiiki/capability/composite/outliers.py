"""Indicators whose few largest or smallest values would rule the scale.

An indicator is treated where its sample skewness *and* its sample excess kurtosis pass the
limits of the scheme (2 and 3.5 at the JRC): ``winsorise`` moves the outermost value to the
next one until the limits hold, ``log`` and ``box-cox`` bend the whole scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray
    from chiiki.capability.composite.scheme import OutlierName, Outliers

__all__ = ["Treatment", "excess_kurtosis", "skewness", "treat"]

CLEARANCE = 0.01
"""Share of the range by which the logarithm stays clear of minus infinity (JRC practice)."""

NEEDED = 4
"""Values below which kurtosis is not defined."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to one indicator, and why."""

    rule: OutlierName
    values: FloatArray
    """After treatment, shape (n_regions,); missing stays missing."""

    skewness: float
    kurtosis: float
    """Of the values as given."""

    n_moved: int
    """Values that changed; 0 where the limits held."""

    holds: bool
    """True where the treated values are within the limits."""


def skewness(values: FloatArray) -> float:
    """Measure how lopsided the values are, as the adjusted sample skewness G1.

    Parameters
    ----------
    values : array of shape (n,)
        At least three, none missing, not all equal.

    Returns
    -------
    float
        Above 0 where the long tail is on the right.

    Examples
    --------
    >>> skewness(np.array([1.0, 2.0, 3.0]))
    0.0
    >>> round(skewness(np.array([0.0, 0.0, 0.0, 1.0])), 6)
    2.0
    """
    n, centred = len(values), _centred(values)
    raw = np.sqrt(n) * (centred**3).sum() / (centred**2).sum() ** 1.5
    return float(raw * np.sqrt(n * (n - 1)) / (n - 2))


def excess_kurtosis(values: FloatArray) -> float:
    """Measure how heavy the tails are, as the adjusted sample excess kurtosis G2.

    Parameters
    ----------
    values : array of shape (n,)
        At least four, none missing, not all equal.

    Returns
    -------
    float
        About 0 for a normal distribution.

    Examples
    --------
    >>> round(excess_kurtosis(np.array([0.0, 0.0, 0.0, 1.0])), 6)
    4.0
    """
    n, centred = len(values), _centred(values)
    raw = n * (centred**4).sum() / (centred**2).sum() ** 2
    return float(((n + 1) * (raw - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))


def treat(values: FloatArray, *, rule: Outliers) -> Treatment:
    """Treat one indicator where its skewness and kurtosis pass the limits.

    Parameters
    ----------
    values : array of shape (n_regions,)
        In one unit; missing cells are left out of the test and stay missing.
    rule : Outliers
        Limits, and what to do beyond them.

    Returns
    -------
    Treatment
        The values in their order.

    Raises
    ------
    InputError
        If ``box-cox`` meets a value of 0 or below.
    MissingExtraError
        If ``box-cox`` is asked for and the extra ``stats`` is not installed.

    Notes
    -----
    ``log`` is ``ln(x − min + 0.01 (max − min))``, mirrored where the long tail is on the left,
    so that the order of regions is kept. ``box-cox`` takes the power that makes the values
    most nearly normal. Values that tie are moved together, so one more than ``most`` may move.

    References
    ----------
    Box, G. E. P. and Cox, D. R. (1964). An analysis of transformations. Journal of the
    Royal Statistical Society B 26, 211-252.

    Examples
    --------
    >>> from chiiki.capability.composite.scheme import Outliers
    >>> values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 90.0])
    >>> treat(values, rule=Outliers(rule="winsorise")).values.tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.0]
    """
    there = ~np.isnan(values)
    seen = values[there]
    if rule.rule == "none" or len(seen) < NEEDED or seen.min() == seen.max():
        return Treatment("none", values, np.nan, np.nan, 0, holds=True)
    if _within(seen, rule):
        return Treatment("none", values, skewness(seen), excess_kurtosis(seen), 0, holds=True)
    treated = _treated(seen, rule)
    full = values.copy()
    full[there] = treated
    return Treatment(
        rule=rule.rule,
        values=full,
        skewness=skewness(seen),
        kurtosis=excess_kurtosis(seen),
        n_moved=int((treated != seen).sum()),
        holds=_within(treated, rule),
    )


def _centred(values: FloatArray) -> FloatArray:
    """Distances from the mean, the largest 1: moments have no unit, and powers must not overflow."""
    centred = values - values.mean()
    return np.asarray(centred / np.abs(centred).max())


def _within(values: FloatArray, rule: Outliers) -> bool:
    if values.min() == values.max():
        return True
    return abs(skewness(values)) < rule.skewness or excess_kurtosis(values) < rule.kurtosis


def _treated(values: FloatArray, rule: Outliers) -> FloatArray:
    if rule.rule == "winsorise":
        return _winsorised(values, rule)
    if rule.rule == "log":
        clearance = CLEARANCE * (values.max() - values.min())
        if skewness(values) >= 0:
            return np.asarray(np.log(values - values.min() + clearance))
        return np.asarray(-np.log(values.max() - values + clearance))
    return _box_cox(values)


def _winsorised(values: FloatArray, rule: Outliers) -> FloatArray:
    moved = values.copy()
    while not _within(moved, rule) and (moved != values).sum() < rule.most:
        outermost = moved.max() if skewness(moved) >= 0 else moved.min()
        rest = moved[moved != outermost]
        moved[moved == outermost] = rest.max() if outermost > rest.max() else rest.min()
    return moved


def _box_cox(values: FloatArray) -> FloatArray:
    try:
        from scipy.stats import boxcox  # noqa: PLC0415 -- an optional extra
    except ImportError as error:
        msg = "box-cox needs the extra stats. Add it: pip install 'chiiki[stats]', or use the rule log."
        raise MissingExtraError(msg) from error
    if (values <= 0).any():
        msg = f"box-cox needs values above 0, got {values.min():g}; use the rule log or winsorise."
        raise InputError(msg)
    bent, _ = boxcox(values)
    return np.asarray(bent)
