r"""The design of untreated outcomes: effects of units and periods, and slopes of covariates.

Regressors are one indicator for each period, then the covariates, each less its mean over the
untreated cells of the unit; that takes out the effects of units, and leaves as many normal
equations as there are periods and covariates, however many units there are. Units with the same
regressors share a profile: without gaps and covariates that is one for each cohort.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel

__all__ = ["Normal", "Profiles", "design_of", "normal_of", "profiles_of", "standard_covariates", "used_cells"]

SINGULAR = 1e-9
"""An eigenvalue below this share of the largest counts as 0; rounding leaves about 1e-14."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """The regressors of each profile, and who shares it."""

    design: FloatArray
    """Regressors less their untreated mean, 0 where nothing was observed;
    shape (n_profiles, n_periods, n_regressors)."""

    untreated: BoolArray
    """Observed cells without treatment, shape (n_profiles, n_periods)."""

    treated: BoolArray
    """Observed cells under treatment, shape (n_profiles, n_periods)."""

    cohort: IntArray
    """Position among the cohorts, their number for never treated; shape (n_profiles,)."""

    units: IntArray
    """Units that share the profile, shape (n_profiles,)."""

    of_unit: IntArray
    """Profile of each unit, shape (n_units,)."""


@dataclass(frozen=True, slots=True)
class Normal:
    """The normal equations of untreated cells, solved."""

    inverse: FloatArray
    """Generalised inverse, shape (n_regressors, n_regressors)."""

    null: FloatArray
    """Directions that untreated cells cannot tell apart, shape (n_regressors, n_directions)."""


def used_cells(panel: Panel, covariates: Sequence[str]) -> BoolArray:
    """Mark cells with an outcome and every covariate.

    Parameters
    ----------
    panel : Panel
        Units over periods.
    covariates : sequence of str
        Names among ``panel.covariates``.

    Returns
    -------
    array of shape (n_units, n_periods)

    Raises
    ------
    UnknownNameError
        If the panel has no such covariate.
    """
    found = panel.observed
    for name in covariates:
        if name not in panel.covariates:
            known = ", ".join(sorted(panel.covariates)) or "none"
            msg = f"the panel has no covariate {name!r}. It has: {known}."
            raise UnknownNameError(msg)
        found = found & ~np.isnan(panel.covariates[name])
    return found


def design_of(used: BoolArray, *, covariates: FloatArray, first_index: IntArray) -> tuple[FloatArray, BoolArray]:
    """Write down the regressors of rows, less their mean over untreated cells.

    Parameters
    ----------
    used : array of shape (n_rows, n_periods)
        Cells with an outcome and all covariates.
    covariates : array of shape (n_rows, n_periods, n_covariates)
        Values; those of cells not used are not read.
    first_index : array of shape (n_rows,)
        Position of the first treated period.

    Returns
    -------
    tuple of arrays
        Design of shape (n_rows, n_periods, n_periods + n_covariates), 0 where not used and in
        rows without an untreated cell; untreated used cells, shape (n_rows, n_periods).

    Examples
    --------
    >>> none = np.zeros((1, 3, 0))
    >>> design, untreated = design_of(np.ones((1, 3), dtype=bool), covariates=none, first_index=np.array([2]))
    >>> design[0].tolist()
    [[0.5, -0.5, 0.0], [-0.5, 0.5, 0.0], [-0.5, -0.5, 1.0]]
    """
    n_rows, n_periods = used.shape
    untreated: BoolArray = used & (np.arange(n_periods) < first_index[:, None])
    values = np.where(used[:, :, None], covariates, 0.0)
    indicators = np.broadcast_to(np.eye(n_periods), (n_rows, n_periods, n_periods))
    regressors = np.concatenate([indicators, values], axis=2)
    share = untreated / np.maximum(untreated.sum(axis=1), 1)[:, None]
    mean = np.concatenate([share, np.einsum("it,itq->iq", share, values)], axis=1)
    kept = used & np.asarray(untreated.any(axis=1))[:, None]
    return np.where(kept[:, :, None], regressors - mean[:, None, :], 0.0), untreated


def profiles_of(panel: Panel, *, covariates: Sequence[str]) -> Profiles:
    """Group units by their regressors.

    Parameters
    ----------
    panel : Panel
        Every unit known to be treated or not.
    covariates : sequence of str
        Names among ``panel.covariates``.

    Returns
    -------
    Profiles
        One for each cohort (never treated last) where no cell is missing and no covariate
        named; else one for each unit. Covariates are in units of their standard deviation
        over used cells.

    Raises
    ------
    UnknownNameError
        If the panel has no such covariate.
    """
    used = used_cells(panel, covariates)
    starts, of_unit = np.unique(panel.first_index, return_inverse=True)
    if covariates or not used.all():
        starts, of_unit = panel.first_index, np.arange(panel.n_units)
    else:
        used = np.ones((len(starts), panel.n_periods), dtype=bool)
    cells = standard_covariates(panel, covariates=covariates, used=used) if covariates else np.zeros((*used.shape, 0))
    design, untreated = design_of(used, covariates=cells, first_index=starts)
    return Profiles(
        design=design,
        untreated=untreated,
        treated=used & ~untreated & np.asarray(untreated.any(axis=1))[:, None],
        cohort=np.searchsorted(np.unique(panel.first_index[panel.is_ever_treated]), starts),
        units=np.bincount(of_unit, minlength=len(starts)),
        of_unit=of_unit,
    )


def standard_covariates(panel: Panel, *, covariates: Sequence[str], used: BoolArray) -> FloatArray:
    """Stack covariates in units of their standard deviation, so that rounding treats them alike.

    Parameters
    ----------
    panel : Panel
        Units over periods.
    covariates : sequence of str
        Names among ``panel.covariates``.
    used : array of shape (n_units, n_periods)
        Cells that count.

    Returns
    -------
    array of shape (n_units, n_periods, n_covariates)
        Less their mean; 0 in cells that are not used.
    """
    cells = np.stack([panel.covariates[name] for name in covariates], axis=2)
    spread = cells[used].std(axis=0)
    return np.where(used[:, :, None], (cells - cells[used].mean(axis=0)) / np.where(spread > 0, spread, 1.0), 0.0)


def normal_of(design: FloatArray, untreated: BoolArray, *, units: IntArray) -> Normal:
    """Solve the normal equations of untreated cells.

    Parameters
    ----------
    design : array of shape (n_profiles, n_periods, n_regressors)
        As from :func:`design_of`.
    untreated : array of shape (n_profiles, n_periods)
        Cells to fit on.
    units : array of shape (n_profiles,)
        How often each profile counts.

    Returns
    -------
    Normal
        The constant is always among the directions that cannot be told apart: a rise of all
        periods is a fall of all units.
    """
    fitted = np.where(untreated[:, :, None], design, 0.0) * np.sqrt(units)[:, None, None]
    rows = fitted.reshape(-1, design.shape[2])
    values, vectors = np.linalg.eigh(rows.T @ rows)
    is_null = values <= SINGULAR * values[-1]
    kept = vectors[:, ~is_null]
    return Normal(inverse=(kept / values[~is_null]) @ kept.T, null=vectors[:, is_null])
