r"""Every estimate of overlapping programmes as a weighted sum of outcomes.

First step, as in imputation: effects of units and of periods are fitted on cells that no
programme touches, and taken out of the others. Second step: what is left there is regressed on
the columns of the model. Both are linear, so an estimate is ``sum(w * y)``: on touched cells the
weights are those of the regression, on untouched ones what the fit of the first step passes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.profiles import normal_of, profiles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.evaluation.overlap.columns import Column
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.profiles import Normal

__all__ = ["Aim", "FirstStep", "aims_of", "first_step"]

ESTIMABLE = 1e-6
"""A cell whose regressors lean this much on what cannot be told apart has no imputed effect."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One estimate: an average of columns."""

    programmes: tuple[int, ...]
    """Position of the programme, or of the two of a pair."""

    event_time: int | None
    """None for the average over all cells of the programme, and for a pair."""

    share: FloatArray
    """What each column counts, shape (n_columns,)."""

    cells: BoolArray
    """Cells it is an average over, shape (n_units, n_periods)."""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Effects of units and periods, fitted on cells that no programme touches."""

    design: FloatArray
    """Regressors of every unit less their untouched mean, shape (n_units, n_periods, n_regressors)."""

    untouched: BoolArray
    """Shape (n_units, n_periods)."""

    used: BoolArray
    """Touched cells with an imputed effect, shape (n_units, n_periods)."""

    n_lost: int
    """Touched cells with an outcome that cannot be imputed."""

    normal: Normal

    def weights(self, columns: Sequence[Column], shares: FloatArray) -> FloatArray:
        """Return averages of columns as weights on the outcomes.

        Parameters
        ----------
        columns : sequence of Column
            The model, of full rank.
        shares : array of shape (n_aims, n_columns)
            What each column counts in each average.

        Returns
        -------
        array of shape (n_aims, n_units, n_periods)
            0 where nothing was observed. They add up to 0 in each unit and in each period.
        """
        stacked = np.stack([column.cells.ravel() for column in columns]).astype(float)
        on_touched = (shares @ np.linalg.solve(stacked @ stacked.T, stacked)).reshape(-1, *self.used.shape)
        pull = np.einsum("kit,itp->kp", on_touched, self.design, optimize=True)
        fitted = np.einsum("itp,kp->kit", self.design, pull @ self.normal.inverse, optimize=True)
        share = self.untouched / np.maximum(self.untouched.sum(axis=1), 1)[:, None]
        level = on_touched.sum(axis=2)[:, :, None] * share
        found: FloatArray = on_touched - np.where(self.untouched, fitted + level, 0.0)
        return found


def first_step(panel: Panel) -> FirstStep:
    """Prepare the fit on cells that no programme touches.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it, with the first period of any
        programme as that of treatment.

    Returns
    -------
    FirstStep
        Cells of a period in which no unit is untouched have no imputed effect.
    """
    profiles = profiles_of(panel, covariates=())
    normal = normal_of(profiles.design, profiles.untreated, units=profiles.units)
    estimable = profiles.treated & (np.abs(profiles.design @ normal.null) < ESTIMABLE).all(axis=2)
    rows = profiles.of_unit
    return FirstStep(
        design=profiles.design[rows],
        untouched=profiles.untreated[rows],
        used=estimable[rows],
        n_lost=int(((profiles.treated & ~estimable).sum(axis=1) * profiles.units).sum()),
        normal=normal,
    )


def aims_of(columns: Sequence[Column], *, programmes: Sequence[int]) -> tuple[Aim, ...]:
    """List what is estimated: each programme over all its cells, each column, each pair.

    Parameters
    ----------
    columns : sequence of Column
        The model.
    programmes : sequence of int
        Positions of those that get an average over all their cells.

    Returns
    -------
    tuple of Aim
        Averages first, in the order of `programmes`, weighted by cells; then the columns.
    """
    n_cells = np.array([column.cells.sum() for column in columns], dtype=float)
    found = []
    for k in programmes:
        own = np.array([column.programmes == (k,) for column in columns])
        cells = np.any([column.cells for column in columns if column.programmes == (k,)], axis=0)
        found.append(Aim((k,), None, np.where(own, n_cells, 0.0) / n_cells[own].sum(), cells))
    singles = np.eye(len(columns))
    found += [
        Aim(column.programmes, column.event_time, singles[at], column.cells)
        for at, column in enumerate(columns)
        if column.event_time is not None or len(column.programmes) > 1
    ]
    return tuple(found)
