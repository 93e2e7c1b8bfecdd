r"""Statistics of every draw where cells are missing or covariates enter.

Then the weights of imputation change with every choice of units, because the untreated cells do.
The normal equations of a draw are sums over units of terms that depend on the unit and its cohort
alone; these are computed once, added up for all draws by one multiplication, and solved together:
as many equations a draw as there are periods and covariates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError
from chiiki.evaluation.inference.statistics import joined, statistics_of
from chiiki.evaluation.profiles import design_of, standard_covariates, used_cells
from chiiki.evaluation.targets import average_weights, cells_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.inference.statistics import Statistics
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Target
    from chiiki.evaluation.targets import TargetCells

__all__ = ["unbalanced_statistics"]

NUMBERS_AT_ONCE = 4_000_000
"""Draws are taken in blocks of about so many units by periods by draws."""

HALF = 0.5
"""Counts are whole numbers, so that any above 0 is above this, whatever rounding does."""

SINGULAR = 1e-9
"""A regressor that varies by less than this share of the others is told apart by nothing."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """What each unit adds as a member of each cohort; first axes (n_units, n_cohorts)."""

    starts: IntArray
    """Position of the first treated period of each cohort, shape (n_cohorts,)."""

    kept: BoolArray
    """Used cells of units with an untreated one, (..., n_periods)."""

    share: FloatArray
    """Untreated cells over their number, (..., n_periods)."""

    centred: FloatArray
    """Outcome, and observed treatment, less their untreated means; (2, ..., n_periods)."""

    covariates: FloatArray
    """Less their untreated mean, (..., n_periods, n_covariates)."""

    normal: FloatArray
    """Cross products of regressors over untreated cells, (..., n_regressors, n_regressors)."""

    moments: FloatArray
    """Of regressors with outcome and with treatment over untreated cells, (..., n_regressors, 2)."""

    design: FloatArray
    """Regressors, (..., n_periods, n_regressors)."""


def unbalanced_statistics(
    panel: Panel, draws: IntArray, *, targets: tuple[Target, ...], positions: list[int], covariates: Sequence[str]
) -> Statistics:
    """Compute the statistics of imputation on a panel with gaps or covariates.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it.
    draws : array of shape (n_draws, n_units)
        Positions of first treated periods; the first row is what was observed.
    targets : tuple of Target
        All targets of the panel, overall ones first.
    positions : list of int
        Which of them to compute.
    covariates : sequence of str
        Names among ``panel.covariates``.

    Returns
    -------
    Statistics
        Draws keep their order. A cell that cannot be imputed under a draw is left out there.

    Raises
    ------
    MethodError
        If under some draw effects of units, periods and covariates cannot be told apart.
    """
    starts = np.unique(panel.first_index)
    codes = np.searchsorted(starts, draws)
    terms = _terms(panel, starts=starts, covariates=covariates)
    cells = cells_of(targets, cohorts=panel.cohorts, periods=panel.periods)
    size = max(1, NUMBERS_AT_ONCE // (panel.n_units * panel.n_periods))
    return joined(
        [
            _block(codes[at : at + size], terms=terms, cells=cells, positions=positions)
            for at in range(0, len(codes), size)
        ]
    )


def _terms(panel: Panel, *, starts: IntArray, covariates: Sequence[str]) -> _Terms:
    used = used_cells(panel, covariates)
    n_units, n_periods, n_cohorts = panel.n_units, panel.n_periods, len(starts)
    cells = standard_covariates(panel, covariates=covariates, used=used) if covariates else np.zeros((*used.shape, 0))
    rows = np.repeat(np.arange(n_units), n_cohorts)
    design, untreated = design_of(used[rows], covariates=cells[rows], first_index=np.tile(starts, n_units))
    kept = used[rows] & np.asarray(untreated.any(axis=1))[:, None]
    share = untreated / np.maximum(untreated.sum(axis=1), 1)[:, None]
    values = np.stack([np.where(used, panel.outcomes, 0.0), panel.treated.astype(float)])[:, rows]
    centred = np.where(kept, values - (share * values).sum(axis=2, keepdims=True), 0.0)
    fitted = np.swapaxes(np.where(untreated[:, :, None], design, 0.0), 1, 2)
    shape = (n_units, n_cohorts)
    return _Terms(
        starts=starts,
        kept=kept.reshape(*shape, n_periods),
        share=share.reshape(*shape, n_periods),
        centred=centred.reshape(2, *shape, n_periods),
        covariates=design[:, :, n_periods:].reshape(*shape, n_periods, cells.shape[2]),
        normal=(fitted @ design).reshape(*shape, design.shape[2], design.shape[2]),
        moments=(fitted @ np.moveaxis(centred, 0, 2)).reshape(*shape, design.shape[2], 2),
        design=design.reshape(*shape, n_periods, design.shape[2]),
    )


def _block(codes: IntArray, *, terms: _Terms, cells: TargetCells, positions: list[int]) -> Statistics:
    """Statistics of some draws."""
    normal = _summed(codes, terms.normal)
    pivots = np.diagonal(normal, axis1=1, axis2=2)
    is_told = pivots > SINGULAR * pivots.max(axis=1, keepdims=True)
    comparable = is_told[:, : terms.kept.shape[2]]
    counts, sizes = _counted(codes, terms=terms, comparable=comparable, n_treated=cells.cells.shape[1])
    average = average_weights(cells, counts, sizes, positions=positions)
    loaded = np.concatenate([_summed(codes, terms.moments), _pull(codes, average=average, terms=terms)], axis=2)
    solved = _solve(normal, loaded, is_told=is_told)
    order = np.argsort(codes, axis=1, kind="stable")
    units = np.bincount(codes[0], minlength=len(terms.starts))
    ends = np.cumsum(units)

    def moments(cohort: int, over: int) -> FloatArray:
        members = order[:, ends[over] - units[over] : ends[over]]
        weight = average[:, :, cohort] if cohort < average.shape[2] else None
        u, v = (
            _contributions(terms, side=side, members=members, cohort=cohort, solved=solved, average=weight)
            for side in (0, 1)
        )
        return np.stack([part.sum(axis=1) for part in (u, v, u * u, u * v, v * v)])

    return statistics_of(units, moments=moments, last_is_never=len(units) > cells.cells.shape[1])


def _summed(codes: IntArray, terms: FloatArray) -> FloatArray:
    """Sum the terms of units over the cohorts they have in each draw."""
    n_units, n_cohorts = terms.shape[:2]
    change = terms[:, :-1] - terms[:, -1:]
    members = (codes[:, :, None] == np.arange(n_cohorts - 1)).astype(float).reshape(len(codes), -1)
    found: FloatArray = members @ change.reshape(n_units * (n_cohorts - 1), -1) + terms[:, -1].sum(axis=0).ravel()
    return found.reshape(len(codes), *terms.shape[2:])


def _counted(codes: IntArray, *, terms: _Terms, comparable: BoolArray, n_treated: int) -> tuple[FloatArray, FloatArray]:
    """Cells that can be imputed by draw, cohort and period, and units with such a cell by draw and cohort."""
    n_periods = terms.kept.shape[2]
    is_treated = np.arange(n_periods) >= terms.starts[:, None]
    counts = np.zeros((len(codes), n_treated, n_periods))
    sizes = np.zeros((len(codes), n_treated))
    for cohort in range(n_treated):
        members = (codes == cohort).astype(float)
        imputed = (terms.kept & is_treated)[:, cohort].astype(float)
        counts[:, cohort] = (members @ imputed) * comparable
        sizes[:, cohort] = (members * ((comparable.astype(float) @ imputed.T) > HALF)).sum(axis=1)
    return counts, sizes


def _pull(codes: IntArray, *, average: FloatArray, terms: _Terms) -> FloatArray:
    """Regressors of the cells of each target, weighted; shape (n_draws, n_regressors, n_targets)."""
    n_draws, n_targets = average.shape[:2]
    found = np.zeros((n_draws, n_targets, terms.design.shape[3]))
    for cohort in range(average.shape[2]):
        design = terms.design[:, cohort, terms.starts[cohort] :]
        members = (codes == cohort).astype(float)
        summed = (members @ design.reshape(len(design), -1)).reshape(n_draws, *design.shape[1:])
        found += average[:, :, cohort, terms.starts[cohort] :] @ summed
    return np.swapaxes(found, 1, 2)


def _solve(normal: FloatArray, loaded: FloatArray, *, is_told: BoolArray) -> FloatArray:
    """Solve all draws; the first period that is told is the origin, what is not told is 0.

    A column of no meaning is solved along: it grows beyond all bounds where something cannot be told.
    """
    fixed = ~is_told
    fixed[np.arange(len(normal)), np.argmax(is_told, axis=1)] = True
    free = ~fixed[:, :, None] & ~fixed[:, None, :]
    size = np.diagonal(normal, axis1=1, axis2=2).max(axis=1)[:, None]
    system = np.where(free, normal, 0.0) + np.eye(normal.shape[1]) * (fixed * size)[:, None, :]
    probe = np.broadcast_to(np.cos(np.arange(1.0, normal.shape[1] + 1.0))[:, None], (*normal.shape[:2], 1))
    right = np.concatenate([np.where(fixed[:, :, None], 0.0, loaded), probe], axis=2)
    try:
        solved = np.asarray(np.linalg.solve(system, right), dtype=float)
    except np.linalg.LinAlgError:
        solved = np.full_like(right, np.inf)
    if not (np.abs(solved[:, :, -1]) * size < 1.0 / SINGULAR).all():
        msg = (
            "under some choices of units, effects of units and periods (or slopes of covariates) cannot be told "
            "apart. Leave out units or periods with few outcomes, or covariates that follow from others."
        )
        raise MethodError(msg)
    return solved[:, :, :-1]


def _contributions(  # noqa: PLR0913 -- one formula with its six arrays
    terms: _Terms, *, side: int, members: IntArray, cohort: int, solved: FloatArray, average: FloatArray | None
) -> FloatArray:
    """Contribution of each member with the weights of a cohort, shape (n_draws, n_members, n_targets)."""
    n_periods, start = terms.kept.shape[2], terms.starts[cohort]
    fit, loading = solved[:, :, side], solved[:, :, 2:]
    level = (terms.share[:, cohort] @ fit[:, :n_periods].T).T
    level = np.take_along_axis(level, members, axis=1)
    fitted = np.where(terms.kept[members, cohort], fit[:, None, :n_periods] - level[:, :, None], 0.0)
    residual = terms.centred[side][members, cohort] - fitted
    before = residual[:, :, :start]
    if terms.covariates.shape[3]:
        values = terms.covariates[members, cohort]
        residual = residual - np.einsum("bitq,bq->bit", values, fit[:, n_periods:])
        before = residual[:, :, :start]
        slopes = np.einsum("bit,bitq->biq", before, values[:, :, :start]) @ loading[:, n_periods:]
    found: FloatArray = -(before @ loading[:, :start])
    if terms.covariates.shape[3]:
        found -= slopes
    if average is not None:
        found += residual[:, :, start:] @ np.swapaxes(average[:, :, start:], 1, 2)
    return found
