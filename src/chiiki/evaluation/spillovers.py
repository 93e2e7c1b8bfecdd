r"""Whether a programme reached the neighbours of those it was meant for.

If it did, neighbours are no longer untreated, and comparing with them misses part of the effect
(where they gained, too) or counts it twice (where they lost what the others gained). Two looks:

- :func:`neighbours_dropped` makes any estimate again without the never treated units that border
  a treated one;
- :func:`own_level` gives neighbours a treatment level of their own: a unit is *exposed* from its
  first treated neighbour on. Untreated outcomes are imputed from cells that are neither treated
  nor exposed, and what exposed cells have above them is the spillover, ring by ring.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import MethodError, ShapeError
from chiiki.evaluation.exposure import first_exposed
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.panel import usable
from chiiki.evaluation.refitting import estimate_of
from chiiki.evaluation.results import SIMPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Exclusion, Panel
    from chiiki.evaluation.results import Effects, Estimate, Target

__all__ = ["Dropped", "Mean", "OwnLevel", "neighbours_dropped", "own_level"]

LEAST = 6
"""Below this many units a jackknife of their mean is refused."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An estimate with and without the neighbours of the treated."""

    with_neighbours: Estimate
    without_neighbours: Estimate
    left_out: tuple[str, ...]
    """Never treated units with a treated neighbour."""

    n_never_left: int
    """Never treated units that stay."""

    @property
    def difference(self) -> float:
        """Without less with neighbours, in the unit of the outcome."""
        return self.without_neighbours.estimate - self.with_neighbours.estimate


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over cells, with the standard error of the jackknife over units."""

    estimate: float
    standard_error: float | None
    """None where fewer than six units are averaged, or a unit cannot be left out."""

    n_units: int
    n_cells: int
    ring: int | None = None
    """Of a spillover: 1 innermost."""


@dataclass(frozen=True, slots=True)
class OwnLevel:
    """Effects on the treated and on their neighbours."""

    direct: Mean
    """On treated cells, whatever their own neighbours do."""

    spillovers: tuple[Mean, ...]
    """On untreated cells with a treated unit in the ring, innermost first; without rings that have no such cell."""

    ignoring: Mean
    """On treated cells if neighbours count as untreated."""

    difference: Mean
    """Direct less ignoring: what neglecting spillovers costs."""

    exclusions: tuple[Exclusion, ...] = ()
    cautions: tuple[Caution, ...] = ()


def neighbours_dropped(
    panel: Panel, adjacency: BoolArray, *, estimate: Callable[[Panel], Effects], target: Target = SIMPLE
) -> Dropped:
    """Estimate with and without the never treated units that border a treated one.

    Parameters
    ----------
    panel : Panel
        As it was read; units that no estimator can use are left out first.
    adjacency : array of shape (n_units, n_units) of bool
        Rows are exposed to columns, both in the order of the panel.
    estimate : callable
        From a panel to effects; called twice.
    target : Target
        Which estimate is followed.

    Returns
    -------
    Dropped
        Both estimates and who was left out.

    Raises
    ------
    ShapeError
        If `adjacency` is not units by units.
    MethodError
        If no untreated unit is left without the neighbours.

    Notes
    -----
    Units treated later stay, also while they border a treated one. What changes is who stands
    for the untreated, so a difference may also come from far regions being unlike near ones.
    """
    kept, connected = _kept(panel, adjacency)
    is_neighbour = ~kept.is_ever_treated & np.isfinite(first_exposed(kept, connected > 0))
    n_never_left = int((~kept.is_ever_treated & ~is_neighbour).sum())
    if not n_never_left:
        msg = (
            f"every one of {int(is_neighbour.sum())} never treated units borders a treated one, so none is left to "
            "compare with. Count fewer as neighbours, or give neighbours a level of their own."
        )
        raise MethodError(msg)
    whole = estimate_of(estimate(kept), target)
    if not is_neighbour.any():
        return Dropped(whole, whole, left_out=(), n_never_left=n_never_left)
    return Dropped(
        with_neighbours=whole,
        without_neighbours=estimate_of(estimate(kept.subset(~is_neighbour)), target),
        left_out=tuple(unit for unit, is_out in zip(kept.units, is_neighbour.tolist(), strict=True) if is_out),
        n_never_left=n_never_left,
    )


def own_level(panel: Panel, ring: IntArray | BoolArray) -> OwnLevel:
    """Estimate effects on the treated and on their neighbours together.

    Parameters
    ----------
    panel : Panel
        As it was read; units that no estimator can use are left out first.
    ring : array of shape (n_units, n_units)
        Ring in which the column lies seen from the row: 1 innermost, 0 none. Borders are one
        ring. A cell counts by the innermost ring that holds a treated unit by then.

    Returns
    -------
    OwnLevel
        Means over cells, with standard errors of the jackknife over units.

    Raises
    ------
    ShapeError
        If `ring` is not units by units.
    MethodError
        If no unit is exposed, or no treated cell can be imputed from unexposed ones.

    Notes
    -----
    Assumes that beyond the last ring nothing arrives, that exposure is one level whatever the
    number of treated neighbours, and that the treated, the exposed and the rest would have
    moved in parallel. Two-step imputation as in Borusyak, Jaravel and Spiess (2024), with the
    exposed counted as treated in the first step. The direct effect of a region with treated
    neighbours contains what it receives from them.

    References
    ----------
    Butts, K. (2021). Difference-in-differences estimation with spatial spillovers.
    arXiv:2105.03737.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 1.0, 5.0], [2.0, 2.0, 3.0], [3.0, 3.0, 3.0]])
    >>> panel = Panel(("A", "B", "C"), np.array([1, 2, 3]), y, np.array([3.0, np.inf, np.inf]))
    >>> found = own_level(panel, np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]]))
    >>> round(found.direct.estimate, 9), round(found.spillovers[0].estimate, 9), round(found.ignoring.estimate, 9)
    (4.0, 1.0, 3.5)
    """
    kept, levels = _kept(panel, ring)
    reached = _reached(kept, levels)
    untreated_reach = np.where(kept.treated, 0, reached)
    if not untreated_reach.any():
        msg = (
            "no untreated unit has a treated neighbour in the window, so there is no spillover to estimate. "
            "Check that neighbours carry the names of the panel's units."
        )
        raise MethodError(msg)
    counted = usable(_counting_exposed(kept, levels))
    rows = np.isin(np.array(kept.units, dtype=object), counted.units)
    whole = _joint(kept.subset(rows), counted, reached=untreated_reach[rows])
    return replace(whole, exclusions=counted.exclusions, cautions=(*whole.cautions, *_islands(kept, levels)))


def _kept(panel: Panel, matrix: BoolArray | IntArray) -> tuple[Panel, IntArray]:
    """Leave out what no estimator can use, in the panel and in the matrix."""
    if matrix.shape != (panel.n_units, panel.n_units):
        msg = f"neighbours must be units by units, ({panel.n_units}, {panel.n_units}), got {matrix.shape}."
        raise ShapeError(msg)
    kept = usable(panel)
    rows = np.flatnonzero(np.isin(np.array(panel.units, dtype=object), kept.units))
    return kept, matrix[np.ix_(rows, rows)].astype(np.intp)


def _reached(panel: Panel, levels: IntArray) -> IntArray:
    """Return the innermost ring with a treated unit, 0 for none; shape (n_units, n_periods)."""
    found = np.zeros((panel.n_units, panel.n_periods), dtype=np.intp)
    for level in range(int(levels.max(initial=0)), 0, -1):
        connected = levels == level
        np.fill_diagonal(connected, val=False)
        found[(connected.astype(np.intp) @ panel.treated) > 0] = level
    return found


def _counting_exposed(panel: Panel, levels: IntArray) -> Panel:
    """Return the panel in which exposure counts as treatment."""
    exposed = first_exposed(panel, levels > 0)
    return replace(panel, first_treated=np.minimum(panel.first_treated, exposed))


def _joint(panel: Panel, counted: Panel, *, reached: IntArray) -> OwnLevel:
    """Return all means with their jackknife, leaving each unit out in turn."""
    is_imputed = ~np.isnan(impute(counted).effects)
    found = [level for level in range(1, int(reached.max()) + 1) if ((reached == level) & is_imputed).any()]
    cells = [panel.treated, *(reached == level for level in found)]
    if not (cells[0] & is_imputed).any():
        msg = (
            "no treated cell can be imputed from cells that are neither treated nor exposed: in each period under "
            "treatment every other unit is exposed. Count fewer as neighbours."
        )
        raise MethodError(msg)
    whole = _means(panel, counted, cells=cells)
    rows = np.arange(panel.n_units)
    parts = [_means_without(panel, counted, cells=cells, kept=rows != row) for row in range(panel.n_units)]
    errors = _jackknife(parts, n_means=len(whole))
    # The estimate that ignores neighbours, and the difference, average the treated cells, too.
    averaged = [one & is_imputed for one in (*cells, cells[0], cells[0])]
    means = [
        _as_mean(value, error, cells=one) for value, error, one in zip(whole.tolist(), errors, averaged, strict=True)
    ]
    spillovers = tuple(replace(mean, ring=level) for mean, level in zip(means[1:-2], found, strict=True))
    return OwnLevel(direct=means[0], spillovers=spillovers, ignoring=means[-2], difference=means[-1])


def _as_mean(value: float, error: float | None, *, cells: BoolArray) -> Mean:
    n_units = int(cells.any(axis=1).sum())
    return Mean(value, error if n_units >= LEAST else None, n_units, int(cells.sum()))


def _means(panel: Panel, counted: Panel, *, cells: list[BoolArray]) -> FloatArray:
    """Return the mean of each kind of cell, the mean that ignores neighbours, and the difference.

    The last two average the same treated cells, those that can be imputed from unexposed ones.
    """
    effects = impute(counted).effects
    found = [_mean(effects, one) for one in cells]
    ignoring = _mean(impute(panel).effects, cells[0] & ~np.isnan(effects))
    return np.array([*found, ignoring, found[0] - ignoring])


def _mean(effects: FloatArray, cells: BoolArray) -> float:
    values = effects[cells & ~np.isnan(effects)]
    return float(values.mean()) if values.size else np.nan


def _means_without(panel: Panel, counted: Panel, *, cells: list[BoolArray], kept: BoolArray) -> FloatArray | None:
    """Return the means without a unit, None where nothing can be imputed without it."""
    try:
        return _means(panel.subset(kept), counted.subset(kept), cells=[one[kept] for one in cells])
    except MethodError:
        return None


def _jackknife(parts: list[FloatArray | None], *, n_means: int) -> list[float | None]:
    """Return the standard error of each mean; None where some unit could not be left out."""
    found = np.array([one for one in parts if one is not None])
    if len(found) < len(parts):
        return [None] * n_means
    spread = ((found - found.mean(axis=0)) ** 2).sum(axis=0) * (len(parts) - 1) / len(parts)
    return [None if np.isnan(one) else float(np.sqrt(one)) for one in spread]


def _islands(panel: Panel, levels: IntArray) -> tuple[Caution, ...]:
    alone = [unit for unit, row in zip(panel.units, levels, strict=True) if not row.any()]
    if not alone:
        return ()
    message = f"{len(alone)} units have no neighbour and count as never exposed: {', '.join(alone[:5])}."
    return (Caution("islands", message),)
