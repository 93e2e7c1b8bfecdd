"""How good stated probabilities were, now that the outcome is known.

Three answers that must be read together. Does the forecast put what happened above what did
not (AUC)? How far is it from what happened (Brier), and how far would a forecaster be who
always states the past frequency? Does it happen as often as it says (calibration)?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["Bin", "Judgement", "auc", "brier", "calibration", "judge"]


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about the same probability."""

    n: int
    stated: float
    """Mean probability."""

    observed: float
    """Share of what happened."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What :func:`judge` returns."""

    n: int
    n_happened: int
    auc: float
    """From 0 to 1; .5 is blind."""

    brier: float
    """Mean squared distance, 0 at best."""

    brier_of_base: float
    """Of a forecaster who always states the base rate."""

    base_rate: float
    """The frequency known beforehand."""

    calibration: tuple[Bin, ...]
    """In rising order of the stated probability."""

    @property
    def skill(self) -> float:
        """Share of the base rate's Brier score that the forecast does away with; <= 1."""
        return 1 - self.brier / self.brier_of_base


def judge(probability: FloatArray, happened: BoolArray, *, base_rate: float, n_bins: int = 10) -> Judgement:
    """Compare stated probabilities with what happened.

    Parameters
    ----------
    probability : array of shape (n,)
        From 0 to 1.
    happened : bool array of shape (n,)
    base_rate : float
        The frequency that was known when the forecast was made, from 0 to 1.
    n_bins : int
        How many bins of equal number calibration has at most, from 1.

    Returns
    -------
    Judgement

    Raises
    ------
    ShapeError
        If the two differ in length.
    InputError
        If a probability is not between 0 and 1, or `n_bins` is below 1.
    MethodError
        If everything happened, or nothing.

    References
    ----------
    Brier, G. W. (1950). Verification of forecasts expressed in terms of probability.
    Monthly Weather Review 78, 1-3.

    Hanley, J. A. and McNeil, B. J. (1982). The meaning and use of the area under a
    receiver operating characteristic (ROC) curve. Radiology 143, 29-36.

    Examples
    --------
    >>> found = judge(np.array([0.1, 0.4, 0.8]), np.array([False, False, True]), base_rate=0.5)
    >>> found.auc, round(found.brier, 6), found.brier_of_base
    (1.0, 0.07, 0.25)
    """
    return Judgement(
        n=probability.size,
        n_happened=int(happened.sum()),
        auc=auc(probability, happened),
        brier=brier(probability, happened),
        brier_of_base=brier(np.full(probability.shape, base_rate), happened),
        base_rate=base_rate,
        calibration=calibration(probability, happened, n_bins=n_bins),
    )


def auc(score: FloatArray, happened: BoolArray) -> float:
    """Return how often something that happened has the higher score than something that did not.

    Parameters
    ----------
    score : array of shape (n,)
        Any number that should be higher for what happens.
    happened : bool array of shape (n,)

    Returns
    -------
    float
        From 0 to 1; a tie counts one half.

    Raises
    ------
    ShapeError
        If the two differ in length.
    MethodError
        If everything happened, or nothing.

    Examples
    --------
    >>> auc(np.array([1.0, 2.0, 2.0, 3.0]), np.array([False, True, False, True]))  # (1 + .5 + 1 + 1) / 4
    0.875
    """
    _check_lengths(score, happened)
    n_yes = int(happened.sum())
    if n_yes in {0, happened.size}:
        which = "nothing" if n_yes == 0 else "everything"
        msg = f"{which} happened among {happened.size} cases, so there is nothing to tell apart."
        raise MethodError(msg)
    _, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    middle_rank = counts.cumsum() - (counts - 1) / 2
    ranks = middle_rank[place][happened].sum()
    return float((ranks - n_yes * (n_yes + 1) / 2) / (n_yes * (happened.size - n_yes)))


def brier(probability: FloatArray, happened: BoolArray) -> float:
    """Return the mean squared distance between what was stated and what happened.

    Parameters
    ----------
    probability : array of shape (n,)
        From 0 to 1.
    happened : bool array of shape (n,)

    Returns
    -------
    float
        From 0 (certain and right) to 1 (certain and wrong).

    Raises
    ------
    ShapeError
        If the two differ in length.
    InputError
        If a probability is not between 0 and 1.

    Examples
    --------
    >>> brier(np.array([0.5, 1.0]), np.array([True, True]))
    0.125
    """
    _check_lengths(probability, happened)
    _check_probability(probability)
    return float(np.square(probability - happened).mean())


def calibration(probability: FloatArray, happened: BoolArray, *, n_bins: int = 10) -> tuple[Bin, ...]:
    """Compare stated with observed frequency in bins of equal number.

    Parameters
    ----------
    probability : array of shape (n,)
        From 0 to 1.
    happened : bool array of shape (n,)
    n_bins : int
        From 1; cut at the quantiles of `probability`. Equal probabilities stay together,
        so bins may be fewer.

    Returns
    -------
    tuple of Bin
        In rising order of the stated probability.

    Raises
    ------
    ShapeError
        If the two differ in length.
    InputError
        If a probability is not between 0 and 1, or `n_bins` is below 1.

    Examples
    --------
    >>> calibration(np.array([0.1, 0.3, 0.6, 0.8]), np.array([False, True, True, True]), n_bins=2)
    (Bin(n=2, stated=0.2, observed=0.5), Bin(n=2, stated=0.7, observed=1.0))
    """
    _check_lengths(probability, happened)
    _check_probability(probability)
    if n_bins < 1:
        msg = f"n_bins must be at least 1, got {n_bins}."
        raise InputError(msg)
    edges = np.quantile(probability, np.linspace(0, 1, n_bins + 1)[1:-1])
    place = np.searchsorted(edges, probability)
    return tuple(
        Bin(n=int(inside.sum()), stated=float(probability[inside].mean()), observed=float(happened[inside].mean()))
        for inside in (place == i for i in np.unique(place))
    )


def _check_lengths(values: FloatArray, happened: BoolArray) -> None:
    if values.shape != happened.shape or values.ndim != 1 or values.size == 0:
        msg = f"forecasts and outcomes must be equally many, at least one, got shapes {values.shape}, {happened.shape}."
        raise ShapeError(msg)


def _check_probability(probability: FloatArray) -> None:
    refused = probability[~((probability >= 0) & (probability <= 1))]
    if refused.size:
        msg = f"a probability must be from 0 to 1, got {refused[0]}."
        raise InputError(msg)
