r"""What treated units would have been without treatment, imputed from untreated cells.

Effects of units and of periods (and slopes of covariates, if any) are fitted on untreated cells
only, and carried over to the treated ones::

    y[i, t] = a[i] + l[t] + x[i, t] b + e[i, t]        over untreated cells, least squares
    effect[i, t] = y[i, t] - a[i] - l[t] - x[i, t] b    over treated cells

A target is a weighted mean of these effects, hence a weighted sum of all outcomes,
``sum(w * y)``. The weights on untreated cells follow from the normal equations. Without gaps and
covariates every unit of a cohort has the same weights, which is the closed form used then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import MethodError, UnknownNameError
from chiiki.evaluation.profiles import normal_of, profiles_of
from chiiki.evaluation.results import OVERALL, Target
from chiiki.evaluation.targets import average_weights, target_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.profiles import Normal, Profiles
    from chiiki.evaluation.targets import TargetCells

__all__ = ["Imputation", "impute", "untreated_residuals"]

ESTIMABLE = 1e-6
"""A cell whose regressors lean this much on what cannot be told apart has no imputed effect."""


@dataclass(frozen=True, slots=True)
class Imputation:
    """Imputed effects, and every target as a weighted sum of outcomes."""

    effects: FloatArray
    """Shape (n_units, n_periods); NaN where a cell is untreated, not observed or cannot be imputed."""

    targets: tuple[Target, ...]
    values: FloatArray
    """Estimate of each target, in the unit of the outcome; shape (n_targets,)."""

    n: IntArray
    """Treated units that each target averages over, shape (n_targets,)."""

    contributions: FloatArray
    """Part of each unit in each target, shape (n_units, n_targets); they add up to ``values``. Taken from
    outcomes less their fit, so that effects of units and periods do not enter."""

    profile_weights: FloatArray
    """Weight on the outcome of a cell, by target and profile, shape (n_targets, n_profiles, n_periods)."""

    profile_of_unit: IntArray
    """Profile of each unit, shape (n_units,)."""

    n_not_imputed: int
    """Treated cells with an outcome that cannot be imputed, left out of every target."""

    n_cells: int
    """Observed cells that were used."""

    cautions: tuple[Caution, ...] = ()

    def position(self, target: Target) -> int:
        """Return where a target stands among ``targets``.

        Parameters
        ----------
        target : Target
            One of ``targets``.

        Raises
        ------
        UnknownNameError
            If the panel has no cell of that target.
        """
        if target not in self.targets:
            msg = f"the panel has no imputed cell of {target}. Choose one of its {len(self.targets)} targets."
            raise UnknownNameError(msg)
        return self.targets.index(target)

    def weights(self, target: Target) -> FloatArray:
        """Return the weights of one target on the outcomes.

        Parameters
        ----------
        target : Target
            One of ``targets``.

        Returns
        -------
        array of shape (n_units, n_periods)
            ``sum(weights * outcomes)`` over observed cells is the estimate; 0 where nothing was
            observed. In each unit, and in each period, they add up to what the target takes
            from it: 0 for units.
        """
        found: FloatArray = self.profile_weights[self.position(target)][self.profile_of_unit]
        return found


def impute(panel: Panel, *, covariates: Sequence[str] = (), leads: int = 0) -> Imputation:
    """Impute untreated outcomes, and estimate every target from them.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it: every unit known, with an
        untreated outcome.
    covariates : sequence of str
        Names among ``panel.covariates``, of values that change over time; a cell without one of
        them counts as not observed.
    leads : int
        Periods before treatment for which a coefficient is estimated, from a separate regression
        on untreated cells, as the authors advise; 0 for none.

    Returns
    -------
    Imputation
        Units and periods keep their order. Targets: overall, event times (negative ones first
        where asked), cohorts, periods, cohorts in a period.

    Raises
    ------
    UnknownNameError
        If the panel has no such covariate.
    MethodError
        If no treated cell can be imputed, or the leads cannot be told from the effects of
        units and periods.

    Notes
    -----
    Assumes that without treatment all units would have moved in parallel, given covariates, and
    did not react before. Cells of a period in which no untreated unit is observed are left
    out, with a Caution.

    References
    ----------
    Borusyak, K., Jaravel, X. and Spiess, J. (2024). Revisiting event-study designs: robust and
    efficient estimation. Review of Economic Studies 91, 3253-3285.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 2.0, 6.0], [0.0, 1.0, 2.0], [5.0, 6.0, 7.0]])
    >>> found = impute(Panel(("A", "B", "C"), np.array([2000, 2001, 2002]), y, np.array([2002, np.inf, np.inf])))
    >>> round(float(found.values[0]), 9)  # A rose by 4.5 over its mean 1.5, the others by 1.5 over theirs
    3.0
    """
    profiles = profiles_of(panel, covariates=covariates)
    normal = normal_of(profiles.design, profiles.untreated, units=profiles.units)
    residuals = _residuals(panel, profiles=profiles, normal=normal)
    estimable = profiles.treated & (np.abs(profiles.design @ normal.null) < ESTIMABLE).all(axis=2)
    found, average = _averages(panel, profiles=profiles, estimable=estimable)
    weights = _weights(profiles, average, normal=normal)
    targets, n = found.targets, _units_averaged(profiles, found.cells, estimable=estimable)
    if leads:
        before = _leads(panel, profiles=profiles, leads=leads)
        cut = len(OVERALL)
        targets = (*targets[:cut], *before.targets, *targets[cut:])
        weights = np.concatenate([weights[:cut], before.weights, weights[cut:]])
        n = np.concatenate([n[:cut], before.n, n[cut:]])
    contributions = _contributions(weights, residuals, of_unit=profiles.of_unit)
    lost = profiles.treated & ~estimable
    return Imputation(
        effects=np.where(estimable[profiles.of_unit], residuals, np.nan),
        targets=targets,
        values=contributions.sum(axis=0),
        n=n,
        contributions=contributions,
        profile_weights=weights,
        profile_of_unit=profiles.of_unit,
        n_not_imputed=int((lost.sum(axis=1) * profiles.units).sum()),
        n_cells=int(((profiles.untreated | estimable).sum(axis=1) * profiles.units).sum()),
        cautions=_cautions(panel, covariates=covariates, profiles=profiles, normal=normal, lost=lost),
    )


def untreated_residuals(panel: Panel, *, covariates: Sequence[str] = ()) -> FloatArray:
    """Return what effects of units, periods and covariates leave of untreated outcomes.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it.
    covariates : sequence of str
        Names among ``panel.covariates``.

    Returns
    -------
    array of shape (n_units, n_periods)
        0 in cells that are treated or not used.

    Raises
    ------
    UnknownNameError
        If the panel has no such covariate.
    """
    profiles = profiles_of(panel, covariates=covariates)
    normal = normal_of(profiles.design, profiles.untreated, units=profiles.units)
    residuals = _residuals(panel, profiles=profiles, normal=normal)
    return np.where(profiles.untreated[profiles.of_unit], residuals, 0.0)


def _residuals(panel: Panel, *, profiles: Profiles, normal: Normal) -> FloatArray:
    """Outcomes less the untreated model, 0 in cells that are not used; shape (n_units, n_periods)."""
    untreated = profiles.untreated[profiles.of_unit]
    used = untreated | profiles.treated[profiles.of_unit]
    outcomes = np.where(used, panel.outcomes, 0.0)
    mean = (outcomes * untreated).sum(axis=1) / np.maximum(untreated.sum(axis=1), 1)
    centred = np.where(used, outcomes - mean[:, None], 0.0)
    totals = np.zeros(profiles.untreated.shape)
    np.add.at(totals, profiles.of_unit, centred)
    moments = np.einsum("rtp,rt->p", profiles.design, np.where(profiles.untreated, totals, 0.0))
    fitted: FloatArray = (profiles.design @ (normal.inverse @ moments))[profiles.of_unit]
    return centred - fitted


def _averages(panel: Panel, *, profiles: Profiles, estimable: BoolArray) -> tuple[TargetCells, FloatArray]:
    cohorts = panel.cohorts
    counts, sizes = np.zeros((len(cohorts) + 1, panel.n_periods)), np.zeros(len(cohorts) + 1)
    np.add.at(counts, profiles.cohort, estimable * profiles.units[:, None])
    np.add.at(sizes, profiles.cohort, estimable.any(axis=1) * profiles.units)
    if not counts.any():
        msg = (
            "no treated cell can be imputed: in each period under treatment no untreated unit was observed. "
            "Add units that are never treated, or treated later."
        )
        raise MethodError(msg)
    found = target_cells(counts[:-1].astype(np.intp), cohorts=cohorts, periods=panel.periods)
    return found, average_weights(found, counts[:-1], sizes[:-1])


def _weights(profiles: Profiles, average: FloatArray, *, normal: Normal) -> FloatArray:
    """Weights on outcomes by target and profile, shape (n_targets, n_profiles, n_periods)."""
    padded = np.concatenate([average, np.zeros_like(average[:, :1])], axis=1)[:, profiles.cohort]
    on_treated = np.where(profiles.treated, padded, 0.0)
    pull = np.einsum("krt,rtp->kp", on_treated * profiles.units[:, None], profiles.design)
    loading = pull @ normal.inverse
    on_untreated = np.einsum("rtp,kp->krt", profiles.design, loading)
    share = profiles.untreated / np.maximum(profiles.untreated.sum(axis=1), 1)[:, None]
    level = on_treated.sum(axis=2)[:, :, None] * share
    return on_treated - np.where(profiles.untreated, on_untreated + level, 0.0)


def _units_averaged(profiles: Profiles, cells: BoolArray, *, estimable: BoolArray) -> IntArray:
    padded = np.concatenate([cells, np.zeros_like(cells[:, :1])], axis=1)[:, profiles.cohort]
    found: IntArray = ((padded & estimable).any(axis=2) * profiles.units).sum(axis=1)
    return found


def _contributions(weights: FloatArray, residuals: FloatArray, *, of_unit: IntArray) -> FloatArray:
    """Weighted sums of each unit's residuals, shape (n_units, n_targets)."""
    found = np.empty((len(of_unit), len(weights)))
    for profile in range(weights.shape[1]):
        rows = of_unit == profile
        found[rows] = residuals[rows] @ weights[:, profile].T
    return found


@dataclass(frozen=True, slots=True)
class _Leads:
    """Coefficients of periods before treatment, as weights."""

    targets: tuple[Target, ...]
    weights: FloatArray
    n: IntArray


def _leads(panel: Panel, *, profiles: Profiles, leads: int) -> _Leads:
    """Regress untreated outcomes on event times before treatment, units and periods."""
    starts = np.append(np.array(panel.cohorts), panel.periods[-1] + (leads + 1) * panel.step)[profiles.cohort]
    distance = (panel.periods - starts[:, None]) // panel.step
    ever = (profiles.cohort < len(panel.cohorts))[:, None] & profiles.untreated
    steps = np.arange(-leads, 0)
    cells = ever & (distance == steps[:, None, None])
    named = tuple(Target("event_time", event_time=int(step) * panel.step) for step in steps)
    share = profiles.untreated / np.maximum(profiles.untreated.sum(axis=1), 1)[:, None]
    mean = np.einsum("krt,rt->rk", cells, share)
    columns = np.where(profiles.untreated[:, :, None], np.moveaxis(cells, 0, 2) - mean[:, None, :], 0.0)
    design = np.concatenate([profiles.design, columns], axis=2)
    normal = normal_of(design, profiles.untreated, units=profiles.units)
    lost = np.asarray((np.abs(normal.null[-leads:]) > ESTIMABLE).any(axis=1))
    if lost.any():
        unclear = ", ".join(str(target.event_time) for target, is_lost in zip(named, lost, strict=True) if is_lost)
        msg = (
            f"the periods before treatment at event times {unclear} cannot be told from effects of units and "
            f"periods. Ask for fewer than {leads}, so that each treated unit keeps a period before them."
        )
        raise MethodError(msg)
    weights = np.einsum("rtp,pk->krt", design, normal.inverse[:, -leads:])
    n = (cells.any(axis=2) * profiles.units).sum(axis=1)
    return _Leads(named, np.where(profiles.untreated, weights, 0.0), n)


def _cautions(
    panel: Panel, *, covariates: Sequence[str], profiles: Profiles, normal: Normal, lost: BoolArray
) -> tuple[Caution, ...]:
    found = list(panel.cautions)
    n_lost = int((lost.sum(axis=1) * profiles.units).sum())
    if n_lost:
        named = ", ".join(map(str, panel.periods[lost.any(axis=0)].tolist()[:5]))
        message = (
            f"{n_lost} treated cells are left out of every average, because untreated units were not "
            f"observed in their period ({named})."
        )
        found.append(Caution("not-imputed", message))
    incomplete = panel.observed & ~(profiles.untreated | profiles.treated)[profiles.of_unit]
    if incomplete.any():
        message = f"{int(incomplete.sum())} cells with an outcome are left out, because a covariate is missing there."
        found.append(Caution("incomplete-dropped", message))
    dropped = [
        name
        for name, row in zip(covariates, normal.null[panel.n_periods :], strict=True)
        if (np.abs(row) > ESTIMABLE).any()
    ]
    if dropped:
        message = (
            f"The slopes of {', '.join(dropped)} cannot be told from effects of units and periods, or from one "
            "another, on untreated cells; nothing is adjusted for what they share with these."
        )
        found.append(Caution("covariate-dropped", message))
    return tuple(found)
