r"""Outcomes of units over periods, and from when each unit was treated.

A :class:`Panel` holds what was observed and nothing else. Treatment is absorbing: a unit is
untreated before its first treated period and treated from then on::

    D[i, t] = 1 where t >= g_i        event time of cell (i, t) = t - g_i

``first_treated`` is a period, infinite for a unit that was never treated, NaN for one of which
it is not known. A unit that is treated only after the last period counts as never treated
within the window. A unit whose treatment starts between two periods counts as treated from the
later one on. :func:`usable` leaves out the units that no estimator can use and counts
them; nothing is dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Exclusion", "ExclusionReason", "Panel", "first_of", "starts_within", "usable"]

NAMED = 5
"""How many names a message has at most."""

ExclusionReason = Literal["always-treated", "no-match", "not-known", "not-matched", "no-outcome", "no-pre-period"]
"""Why a unit is left out of every estimate."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Units that were left out, and why."""

    reason: ExclusionReason
    units: tuple[str, ...]

    @property
    def message(self) -> str:
        """One sentence with the number of units and the first of them."""
        words = {
            "always-treated": "treated in every period, so that nothing shows them untreated",
            "no-match": "treated without a comparison unit near enough",
            "not-known": "their treatment, or its start, is not known",
            "not-matched": "untreated and matched to no treated unit",
            "no-outcome": "without any outcome",
            "no-pre-period": "treated without an outcome before it",
        }
        return f"{len(self.units)} left out: {words[self.reason]} ({first_of(self.units)})."


@dataclass(frozen=True, slots=True)
class Panel:
    """Outcomes of units over periods, with the first treated period of each unit."""

    units: tuple[str, ...]
    """Labels, unique; their order is the order of the rows."""

    periods: IntArray
    """Whole numbers, rising by one common step, shape (n_periods,)."""

    outcomes: FloatArray
    """Shape (n_units, n_periods); NaN where nothing was observed."""

    first_treated: FloatArray
    """Shape (n_units,): a period; infinite for never treated; NaN for not known."""

    covariates: Mapping[str, FloatArray] = field(default_factory=dict)
    """By name, each of shape (n_units, n_periods); NaN where not observed."""

    clusters: IntArray | None = None
    """Code of the cluster of each unit, shape (n_units,); None where each unit is its own."""

    exclusions: tuple[Exclusion, ...] = ()
    """Units that were left out before, by reason."""

    cautions: tuple[Caution, ...] = ()

    @property
    def n_units(self) -> int:
        """Number of units."""
        return len(self.units)

    @property
    def n_clusters(self) -> int:
        """Number of clusters; that of units where each is its own."""
        return self.n_units if self.clusters is None else len(np.unique(self.clusters))

    @property
    def n_periods(self) -> int:
        """Number of periods."""
        return len(self.periods)

    @property
    def step(self) -> int:
        """Distance of one period from the next, in the unit of ``periods``."""
        return int(self.periods[1] - self.periods[0]) if self.n_periods > 1 else 1

    @property
    def is_known(self) -> BoolArray:
        """True for units whose treatment is known; shape (n_units,)."""
        return ~np.isnan(self.first_treated)

    @property
    def is_ever_treated(self) -> BoolArray:
        """True for units treated within the window; shape (n_units,)."""
        found: BoolArray = self.first_treated <= self.periods[-1]
        return found

    @property
    def first_index(self) -> IntArray:
        """Position of the first treated period, ``n_periods`` where there is none; shape (n_units,)."""
        found = np.searchsorted(self.periods, np.where(self.is_ever_treated, self.first_treated, np.inf))
        return found.astype(np.intp)

    @property
    def treated(self) -> BoolArray:
        """True for cells under treatment; shape (n_units, n_periods)."""
        found: BoolArray = np.arange(self.n_periods) >= self.first_index[:, None]
        return found

    @property
    def observed(self) -> BoolArray:
        """True for cells with an outcome; shape (n_units, n_periods)."""
        return ~np.isnan(self.outcomes)

    @property
    def is_complete(self) -> bool:
        """Whether every cell has an outcome."""
        return not np.isnan(self.outcomes).any()

    @property
    def cohorts(self) -> tuple[int, ...]:
        """First treated periods that occur within the window, rising."""
        found = np.unique(self.first_treated[self.is_ever_treated])
        return tuple(int(cohort) for cohort in found)

    @property
    def event_times(self) -> tuple[int, ...]:
        """Distances from the first treated period at which a treated unit has an outcome, rising."""
        rows = self.is_ever_treated
        distance = self.periods - self.first_treated[rows, None]
        return tuple(int(k) for k in np.unique(distance[self.observed[rows]]))

    def subset(self, rows: BoolArray | IntArray) -> Panel:
        """Return the panel with some of its units, in the order of `rows`.

        Parameters
        ----------
        rows : array of shape (n_units,) of bool, or positions
            Which units stay.
        """
        kept = np.arange(self.n_units)[rows]
        return replace(
            self,
            units=tuple(self.units[row] for row in kept.tolist()),
            outcomes=self.outcomes[kept],
            first_treated=self.first_treated[kept],
            covariates={name: cells[kept] for name, cells in self.covariates.items()},
            clusters=None if self.clusters is None else self.clusters[kept],
        )

    def of_periods(self, kept: BoolArray) -> Panel:
        """Return the panel with some of its periods, next to one another.

        Parameters
        ----------
        kept : array of shape (n_periods,) of bool
            Which periods stay.
        """
        return replace(
            self,
            periods=self.periods[kept],
            outcomes=self.outcomes[:, kept],
            covariates={name: cells[:, kept] for name, cells in self.covariates.items()},
        )


def first_of(names: Sequence[str]) -> str:
    """Name the first five of a list in a message.

    Parameters
    ----------
    names : sequence of str

    Examples
    --------
    >>> first_of(["A", "B"]), first_of("ABCDEF")
    ('A, B', 'A, B, C, D, E, …')
    """
    return ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")


def usable(panel: Panel) -> Panel:
    """Check a panel, and leave out the units that no estimator can use.

    Left out, and counted in ``exclusions``: units that are not known to be treated, units
    treated in the first period or before, units without any outcome, treated units without an
    outcome before treatment.

    Parameters
    ----------
    panel : Panel
        As it was read.

    Returns
    -------
    Panel
        Units keep their order. Units treated after the last period count as never treated, and
        those whose treatment starts between two periods as treated from the later one on, each
        with a Caution.

    Raises
    ------
    ShapeError
        If arrays disagree in shape.
    InputError
        If labels stand twice, periods do not rise by one step, an outcome is infinite, or the
        outcome never changes.
    MethodError
        If no treated or no untreated unit is left, or no period before the first treatment.

    Examples
    --------
    >>> y = np.array([[1.0, 2.0, 5.0], [1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    >>> g = np.array([2002.0, np.inf, 2000.0])
    >>> found = usable(Panel(("A", "B", "C"), np.array([2000, 2001, 2002]), y, g))
    >>> found.units, found.exclusions[0].reason
    (('A', 'B'), 'always-treated')
    """
    _check_shapes(panel)
    _check_values(panel)
    kept = np.ones(panel.n_units, dtype=bool)
    exclusions = list(panel.exclusions)
    for reason, rows in _unusable(panel):
        if (rows & kept).any():
            exclusions.append(Exclusion(reason, tuple(np.array(panel.units, dtype=object)[rows & kept])))
        kept &= ~rows
    left = replace(panel.subset(kept), exclusions=tuple(exclusions))
    _check_identified(left)
    starts = starts_within(left.periods, left.first_treated)
    moved = tuple(_moved(left, starts))
    return replace(left, first_treated=starts, cautions=(*left.cautions, *moved)) if moved else left


def starts_within(periods: IntArray, first_treated: FloatArray) -> FloatArray:
    """Return the period from which a unit is seen as treated: the first at or after its start.

    Parameters
    ----------
    periods : array of shape (n_periods,)
        Rising.
    first_treated : array of any shape
        Periods, also ones that `periods` lacks; infinite for never treated, NaN for not known.

    Returns
    -------
    array of the same shape
        Periods out of `periods`; infinite where treatment starts after the last, NaN where it was.

    Examples
    --------
    >>> starts_within(np.array([2000, 2005, 2010]), np.array([2005.0, 2006.0, 2011.0, np.nan])).tolist()
    [2005.0, 2010.0, inf, nan]
    """
    at = np.searchsorted(periods, first_treated)
    found = np.append(periods.astype(float), np.inf)[at]
    return np.where(np.isnan(first_treated), np.nan, found)


def _moved(panel: Panel, starts: FloatArray) -> Iterator[Caution]:
    """Say whose start is another within the window."""
    first = panel.first_treated
    later = np.isfinite(first) & np.isinf(starts)
    if later.any():
        message = (
            f"{int(later.sum())} units are treated after the last period {panel.periods[-1]}; "
            "within the window they count as never treated."
        )
        yield Caution("treated-later", message)
    between = np.isfinite(starts) & (starts != first)
    if between.any():
        named = ", ".join(f"{start:g}" for start in np.unique(first[between])[:NAMED])
        message = (
            f"{int(between.sum())} units start between two periods ({named}); they count as treated from "
            "the next period on, which names their cohort."
        )
        yield Caution("start-between-periods", message)


def _unusable(panel: Panel) -> list[tuple[ExclusionReason, BoolArray]]:
    before: BoolArray = panel.observed & ~panel.treated
    known, silent = panel.is_known, np.asarray(~panel.observed.any(axis=1))
    return [
        ("not-known", ~known),
        ("no-outcome", silent),
        ("always-treated", known & (panel.first_index == 0)),
        ("no-pre-period", panel.is_ever_treated & ~before.any(axis=1)),
    ]


def _check_shapes(panel: Panel) -> None:
    shape = (panel.n_units, panel.n_periods)
    wrong = {"outcomes": panel.outcomes.shape, **{name: cells.shape for name, cells in panel.covariates.items()}}
    for name, found in wrong.items():
        if found != shape:
            msg = f"{name} must be units by periods, {shape}, got {found}."
            raise ShapeError(msg)
    singles = {"first_treated": panel.first_treated, "clusters": panel.clusters}
    for name, cells in singles.items():
        if cells is not None and cells.shape != shape[:1]:
            msg = f"{name} must have one value for each of {shape[0]} units, got {cells.shape}."
            raise ShapeError(msg)


def _check_values(panel: Panel) -> None:
    if len(set(panel.units)) < panel.n_units:
        twice = next(unit for unit in panel.units if panel.units.count(unit) > 1)
        msg = f"the unit {twice!r} stands more than once. Give every unit one row."
        raise InputError(msg)
    steps = np.diff(panel.periods)
    if panel.n_periods < 2 or (steps <= 0).any() or np.ptp(steps) > 0:  # noqa: PLR2004 -- before and after
        listed = ", ".join(map(str, panel.periods[: NAMED + 3].tolist()))
        msg = (
            f"periods must be at least two and rise by one common step, got {listed}. "
            "Leave out single periods at the ends, or add the rows of the missing ones."
        )
        raise InputError(msg)
    if np.isinf(panel.outcomes).any():
        unit = panel.units[int(np.argmax(np.isinf(panel.outcomes).any(axis=1)))]
        msg = f"the outcome of {unit!r} is infinite. Give numbers, and leave out what was not observed."
        raise InputError(msg)
    values = panel.outcomes[panel.observed]
    if values.size and np.ptp(values) == 0:
        msg = f"the outcome is {values[0]} in every cell, so nothing can have changed it. Name another column."
        raise InputError(msg)


def _check_identified(panel: Panel) -> None:
    treated = panel.is_ever_treated
    left_out = " ".join(exclusion.message for exclusion in panel.exclusions)
    if not treated.any():
        msg = f"no treated unit is left, so there is no effect to estimate. {left_out}".strip()
        raise MethodError(msg)
    if not (panel.observed & ~panel.treated).any():
        msg = f"no untreated cell is left to compare with. {left_out}".strip()
        raise MethodError(msg)
    if treated.all() and len(panel.cohorts) == 1:
        msg = (
            f"all {panel.n_units} units are treated from {panel.cohorts[0]} on, so no untreated unit is left. "
            f"Add units that were not treated, or not yet. {left_out}"
        ).strip()
        raise MethodError(msg)
