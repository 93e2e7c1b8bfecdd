"""Which covariates say something, and what to do about their gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import UnknownNameError
from chiiki.evaluation.estimators.within import within_units_and_periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.evaluation.panel import Panel

__all__ = ["ChosenCovariates", "blank_incomplete", "choose_covariates"]

SAYS_NOTHING = 1e-9
"""Share of a covariate that the others must leave; less is rounding."""


@dataclass(frozen=True, slots=True)
class ChosenCovariates:
    """The covariates that are left, and what was dropped."""

    names: tuple[str, ...]
    cautions: tuple[Caution, ...] = ()


def blank_incomplete(panel: Panel, *, covariates: Sequence[str]) -> Panel:
    """Take the outcome out of cells without one of the covariates, and say how many.

    Parameters
    ----------
    panel : Panel
        As it was read.
    covariates : sequence of str
        Names in the panel.

    Raises
    ------
    UnknownNameError
        If the panel has no such covariate.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> x = {"x": np.array([[1.0, np.nan]])}
    >>> found = blank_incomplete(Panel(("A",), np.array([1, 2]), np.ones((1, 2)), np.array([2.0]), x), covariates=["x"])
    >>> found.outcomes.tolist(), found.cautions[0].code
    ([[1.0, nan]], 'incomplete-dropped')
    """
    if unknown := [name for name in covariates if name not in panel.covariates]:
        msg = f"the panel has no covariate {unknown[0]!r}. It has {', '.join(panel.covariates) or 'none'}."
        raise UnknownNameError(msg)
    blank = np.zeros(panel.outcomes.shape, dtype=bool)
    for name in covariates:
        blank |= panel.observed & ~np.isfinite(panel.covariates[name])
    if not blank.any():
        return panel
    message = f"{int(blank.sum())} cells without a value of {', '.join(covariates)} count as cells without an outcome."
    return replace(
        panel,
        outcomes=np.where(blank, np.nan, panel.outcomes),
        cautions=(*panel.cautions, Caution("incomplete-dropped", message)),
    )


def choose_covariates(panel: Panel, *, covariates: Sequence[str], used: BoolArray, within: bool) -> ChosenCovariates:
    """Drop covariates that the earlier ones, or effects of units and periods, already say.

    Parameters
    ----------
    panel : Panel
        With a finite covariate in each used cell.
    covariates : sequence of str
        Names in the panel; of two that say the same the later is dropped.
    used : array of shape (n_units, n_periods) of bool
        Cells from which the model is fitted.
    within : bool
        Whether the model has effects of units and periods; else a constant.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> same = np.array([[1.0, 1.0], [2.0, 2.0]])  # of units only
    >>> panel = Panel(("A", "B"), np.array([1, 2]), same, np.array([2.0, np.inf]), {"area": same})
    >>> choose_covariates(panel, covariates=["area"], used=panel.observed, within=True).names
    ()
    """
    kept: list[str] = []
    basis: list[FloatArray] = []
    for name in covariates:
        column = _column(panel.covariates[name], used, within=within)
        left = column.copy()
        for _ in range(2):  # twice is enough for orthogonality (Kahan)
            for other in basis:
                left -= (other @ left) * other
        size = float(np.linalg.norm(np.where(used, panel.covariates[name], 0.0)))
        if np.linalg.norm(left) > SAYS_NOTHING * max(size, np.finfo(float).tiny):
            kept.append(name)
            basis.append(left / np.linalg.norm(left))
    dropped = [name for name in covariates if name not in kept]
    return ChosenCovariates(tuple(kept), _dropped(dropped, within=within))


def _column(cells: FloatArray, used: BoolArray, *, within: bool) -> FloatArray:
    if within:
        return within_units_and_periods(cells, used).ravel()
    found: FloatArray = np.where(used, cells - cells[used].mean(), 0.0).ravel()
    return found


def _dropped(names: Sequence[str], *, within: bool) -> tuple[Caution, ...]:
    if not names:
        return ()
    why = (
        "effects of units and periods, or earlier covariates, say"
        if within
        else "a constant, or earlier covariates, say"
    )
    message = f"Left out: {', '.join(names)}; {why} the same."
    return (Caution("covariate-dropped", message),)
