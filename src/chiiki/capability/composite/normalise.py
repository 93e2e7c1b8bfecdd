"""Indicators of different units on one scale, the better end up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.capability.composite.scheme import NormalisationName

__all__ = ["normalise", "positive"]


def normalise(
    values: FloatArray,
    *,
    method: NormalisationName,
    higher: BoolArray | None = None,
    low: FloatArray | None = None,
    high: FloatArray | None = None,
) -> FloatArray:
    """Bring indicators to one scale on which more is better.

    ::

        min-max   (x − low) / (high − low), limited to 0 and 1
        z         (x − mean) / sample standard deviation
        rank      1 for the worst value, ties share the lower place
        best      x / best value; where lower is better, best value / x

    Parameters
    ----------
    values : array of shape (n_regions, n_indicators)
        None missing.
    method : {"min-max", "z", "rank", "best"}
        As above; where lower is better, ``min-max`` is 1 minus that, ``z`` and ``rank`` are of −x.
    higher : bool array of shape (n_indicators,), optional
        True where a higher value is better; all by default.
    low, high : array of shape (n_indicators,), optional
        Goalposts of ``min-max`` in the unit of the indicator; NaN takes the observed end.

    Returns
    -------
    array of shape (n_regions, n_indicators)

    Raises
    ------
    MethodError
        If an indicator is the same everywhere, so that it tells no region from another.
    InputError
        If ``best`` meets a value of 0 or below, or `low` is not below `high`.

    Notes
    -----
    ``min-max`` hangs on the two outermost regions, ``rank`` forgets distances, ``best`` has a
    meaning only where zero means none.

    References
    ----------
    OECD and JRC (2008). Handbook on Constructing Composite Indicators, step 5. OECD.

    Examples
    --------
    >>> schooling = np.array([[10.0], [12.0], [7.0]])
    >>> normalise(schooling, method="min-max").ravel().tolist()
    [0.6, 1.0, 0.0]
    >>> normalise(schooling, method="rank", higher=np.array([False])).ravel().tolist()
    [2.0, 1.0, 3.0]
    """
    up = np.ones(values.shape[1], dtype=bool) if higher is None else higher
    facing = np.where(up, values, -values)
    if method == "min-max":
        return _min_max(values, up=up, low=low, high=high)
    _check_spread(facing.min(axis=0) == facing.max(axis=0))
    if method == "z":
        return np.asarray((facing - facing.mean(axis=0)) / facing.std(axis=0, ddof=1))
    if method == "rank":
        below = facing[:, np.newaxis, :] > facing[np.newaxis, :, :]
        return np.asarray(1.0 + below.sum(axis=1))
    if (values <= 0).any():
        column = int(np.flatnonzero((values <= 0).any(axis=0))[0])
        msg = (
            f"best needs values above 0, got {values[:, column].min():g} in indicator {column}; "
            "use min-max, z or rank, or treat outliers by winsorise, which keeps the unit."
        )
        raise InputError(msg)
    return np.asarray(np.where(up, values / values.max(axis=0), values.min(axis=0) / values))


def _min_max(values: FloatArray, *, up: BoolArray, low: FloatArray | None, high: FloatArray | None) -> FloatArray:
    bottom, top = values.min(axis=0), values.max(axis=0)
    if low is not None:
        bottom = np.where(np.isnan(low), bottom, low)
    if high is not None:
        top = np.where(np.isnan(high), top, high)
    _check_spread(bottom == top)
    if wrong := np.flatnonzero(bottom > top).tolist():
        msg = f"low must be below high; it is not in the indicators at {wrong}, where one end is the observed one."
        raise InputError(msg)
    scaled = np.clip((values - bottom) / (top - bottom), 0.0, 1.0)
    return np.asarray(np.where(up, scaled, 1.0 - scaled))


def _check_spread(flat: BoolArray) -> None:
    if places := np.flatnonzero(flat).tolist():
        msg = f"the indicators at {places} are the same in all regions and tell none from another; leave them out."
        raise MethodError(msg)


def positive(scores: FloatArray, *, method: NormalisationName, floor: float) -> FloatArray:
    """Move scores that reach 0 or below to a scale from `floor` to 1.

    Parameters
    ----------
    scores : array of shape (n_regions, n_indicators)
        From :func:`normalise`.
    method : {"min-max", "z", "rank", "best"}
        How they were made; ``rank`` and ``best`` are above 0 and stay.
    floor : float
        Where 0 of ``min-max``, or the worst of ``z``, comes to lie.

    Returns
    -------
    array of shape (n_regions, n_indicators)

    Notes
    -----
    A geometric mean of scores with a zero is zero, whatever else the region has. With `floor`
    it is not, and the choice of `floor` is then a choice of how hard a zero is punished.

    Examples
    --------
    >>> positive(np.array([[0.0], [1.0]]), method="min-max", floor=0.01).ravel().tolist()
    [0.01, 1.0]
    """
    if method in {"rank", "best"}:
        return scores
    unit = scores
    if method == "z":
        unit = (scores - scores.min(axis=0)) / (scores.max(axis=0) - scores.min(axis=0))
    return np.asarray(floor + (1.0 - floor) * unit)
