r"""What more of a programme does: effects by intensity (sites, yen per head) of the treated units.

With a dose ``d`` that a unit has from its start on, and never or not-yet treated units as comparison,
for each cohort and period the change beyond theirs is a function of the dose (Callaway, Goodman-Bacon and
Sant'Anna 2024)::

    ATT(d) = E[y_t - y_b | dose d] - E[y_t - y_b | untreated],     slope = d ATT(d) / dd

fitted by a polynomial of the given degree, and averaged over treated cells. ``ATT(d)`` needs parallel changes of
treated and untreated. The slope is an effect of *more* only if units of other doses would have gained as much
from the same dose ("strong" parallel trends), which regions that chose their dose rarely would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, ShapeError
from chiiki.evaluation.estimators.border import COLUMNS, CONTROL_GROUPS, PACKAGE, ask, frame_of, package
from chiiki.evaluation.inference.apply import FEW_TREATED
from chiiki.evaluation.panel import usable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.panel import Exclusion, Panel
    from chiiki.evaluation.results import Comparison

__all__ = ["DoseEffects", "DosePoint", "effects_by_dose"]

PER_TERM = 5
"""Treated units for each coefficient below which the curve hangs on single ones."""


@dataclass(frozen=True, slots=True)
class DosePoint:
    """The effect at one dose."""

    dose: float
    effect: float
    """In the unit of the outcome, averaged over treated cells."""

    standard_error: float | None
    slope: float
    """Outcome per unit of the dose."""

    slope_error: float | None


@dataclass(frozen=True, slots=True)
class DoseEffects:
    """Effects by dose, and their means over the doses that there are."""

    points: tuple[DosePoint, ...]
    average: float
    """Effect at the doses of the treated units, mean."""

    average_error: float | None
    slope: float
    """Mean slope at the doses of the treated units."""

    slope_error: float | None
    degree: int
    comparison: Comparison
    n_treated: int
    exclusions: tuple[Exclusion, ...] = ()
    cautions: tuple[Caution, ...] = ()
    package: str = PACKAGE


def effects_by_dose(
    panel: Panel,
    doses: FloatArray,
    *,
    at: Sequence[float],
    degree: int = 1,
    comparison: Comparison = "not-yet",
) -> DoseEffects:
    """Estimate the effect at each dose, and what one unit more of it does.

    Parameters
    ----------
    panel : Panel
        As it was read, without gaps.
    doses : array of shape (n_units,)
        Dose of each unit from its start on, > 0 where it is treated; not looked at elsewhere.
    at : sequence of float
        Doses to estimate at, within those of the treated units.
    degree : int
        Of the polynomial; 1 is a straight line.
    comparison : {"never", "not-yet"}
        Units never treated, or also those treated later.

    Returns
    -------
    DoseEffects
        Points in the order of `at`.

    Raises
    ------
    ShapeError
        If `doses` is not one for each unit.
    InputError
        If a treated unit has no dose above 0, or `at` leaves the doses that there are.
    MethodError
        If the panel has gaps, too few treated units, or all have the same dose.
    MissingExtraError
        If the extra ``stats`` is not installed.

    References
    ----------
    Callaway, B., Goodman-Bacon, A. and Sant'Anna, P. H. C. (2024). Difference-in-differences with a
    continuous treatment. NBER Working Paper 32117.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[0.0, 2.0], [0.0, 3.0], [0.0, 4.0], [0.0, 1.0], [0.0, 1.0]])
    >>> g = np.array([2.0, 2.0, 2.0, np.inf, np.inf])
    >>> panel = Panel(("A", "B", "C", "D", "E"), np.array([1, 2]), y, g)
    >>> found = effects_by_dose(panel, np.array([1.0, 2.0, 3.0, 0.0, 0.0]), at=[2.0])
    >>> round(found.points[0].effect, 9), round(found.slope, 9)  # 3 - 1; one more for each unit of dose
    (2.0, 1.0)
    """
    ready, own = _with_doses(panel, doses)
    _check(ready, own, at=at, degree=degree, comparison=comparison)
    found = _curve(ready, own, at=at, degree=degree, comparison=comparison)
    n_treated = int(ready.is_ever_treated.sum())
    is_honest = n_treated >= FEW_TREATED
    return DoseEffects(
        points=_points(found, is_honest=is_honest),
        average=float(found.overall_att),
        average_error=float(found.overall_att_se) if is_honest else None,
        slope=float(found.overall_acrt),
        slope_error=float(found.overall_acrt_se) if is_honest else None,
        degree=degree,
        comparison=comparison,
        n_treated=n_treated,
        exclusions=ready.exclusions,
        cautions=(*ready.cautions, *_cautions(n_treated, degree=degree)),
    )


def _with_doses(panel: Panel, doses: FloatArray) -> tuple[Panel, FloatArray]:
    """Return the units that can be used, with their doses; 0 for untreated ones."""
    if doses.shape != (panel.n_units,):
        msg = f"doses must be one for each of {panel.n_units} units, got {doses.shape}."
        raise ShapeError(msg)
    ready = usable(panel)
    by_unit = dict(zip(panel.units, doses.tolist(), strict=True))
    return ready, np.where(ready.is_ever_treated, [by_unit[unit] for unit in ready.units], 0.0)


def _curve(panel: Panel, doses: FloatArray, *, at: Sequence[float], degree: int, comparison: Comparison) -> Any:  # noqa: ANN401 -- a result of diff-diff
    frame = frame_of(panel)
    frame["dose"] = doses[frame["unit"].to_numpy()]
    with ask("the dose response"):
        fit = package().ContinuousDiD(
            degree=degree,
            num_knots=0,
            dvals=np.asarray(at, dtype=float),
            control_group=CONTROL_GROUPS[comparison],
            rank_deficient_action="silent",
        )
        return fit.fit(frame, **COLUMNS, dose="dose")


def _points(found: Any, *, is_honest: bool) -> tuple[DosePoint, ...]:  # noqa: ANN401 -- a result of diff-diff
    curve, slopes = found.dose_response_att, found.dose_response_acrt
    columns = (curve.dose_grid, curve.effects, curve.se, slopes.effects, slopes.se)
    return tuple(
        DosePoint(dose, effect, error if is_honest else None, slope, slope_error if is_honest else None)
        for dose, effect, error, slope, slope_error in zip(*(column.tolist() for column in columns), strict=True)
    )


def _check(panel: Panel, doses: FloatArray, *, at: Sequence[float], degree: int, comparison: Comparison) -> None:
    treated = panel.is_ever_treated
    without = treated & ~(doses > 0)
    if without.any() or not np.isfinite(doses).all():
        unit = panel.units[int(np.argmax(without | ~np.isfinite(doses)))]
        msg = f"the treated unit {unit!r} has no dose above 0. Give each treated unit its dose, or leave it out."
        raise InputError(msg)
    if not panel.is_complete:
        msg = "the panel has gaps, and effects by dose need every cell. Leave periods or units out."
        raise MethodError(msg)
    low, high = float(doses[treated].min()), float(doses[treated].max())
    if not at or min(at) < low or max(at) > high:
        msg = f"`at` must name doses between {low:g} and {high:g}, which the treated units have, got {list(at)}."
        raise InputError(msg)
    if degree < 1 or len(np.unique(doses[treated])) <= degree:
        msg = f"a curve of degree {degree} needs a degree of at least 1 and more different doses than that."
        raise MethodError(msg)
    if comparison == "never" and treated.all():
        msg = "no unit is never treated. Compare with units not yet treated, or add units."
        raise MethodError(msg)


def _cautions(n_treated: int, *, degree: int) -> tuple[Caution, ...]:
    found: list[Caution] = []
    if n_treated < FEW_TREATED:
        found.append(Caution("interval-refused", f"{n_treated} treated units are too few for an analytic error."))
    if n_treated < PER_TERM * (degree + 1):
        message = f"A curve of {degree + 1} coefficients over {n_treated} treated units hangs on single ones."
        found.append(Caution("few-treated", message))
    return tuple(found)
