r"""How regions came to be treated, as something that can be drawn again.

Randomisation inference asks how the estimate would vary if other regions had been chosen *in the
same way*. A :class:`Mechanism` is that way, made from the facts: who could apply, quotas by
area, whether neighbours went together, whether size counted. What moves is the whole path of a
region (its first treated period), so that the number of regions in each cohort never changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.errors import InputError, MethodError, ShapeError
from chiiki.evaluation.inference.arrangements import arrangements, n_arrangements

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel

__all__ = [
    "Mechanism",
    "MechanismKind",
    "block_mechanism",
    "complete_mechanism",
    "neighbour_mechanism",
    "size_mechanism",
    "strata_mechanism",
]

MechanismKind: TypeAlias = Literal["complete", "strata", "blocks", "size", "neighbours"]
"""All alike, quotas by area, blocks that move together, likelier by size, groups of neighbours."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """An assignment mechanism: draws first treated periods as the facts say they came about."""

    kind: MechanismKind
    description: str
    """In plain words, for the page."""

    first_index: IntArray
    """Observed position of the first treated period, the number of periods for never; shape (n_units,)."""

    n_periods: int
    members: tuple[IntArray, ...] = ()
    """Blocks that can change places, one array of shape (n_blocks, block size) of units for each
    stratum and block size; for kinds that shuffle."""

    eligible: IntArray | None = None
    """Units that can be drawn, for kinds that draw one by one; shape (n_eligible,)."""

    sizes: FloatArray | None = None
    """Size of each eligible unit, above 0, shape (n_eligible,)."""

    distances: FloatArray | None = None
    """Between eligible units, shape (n_eligible, n_eligible)."""

    groups: tuple[tuple[int, ...], ...] = ()
    """First treated positions of each group of neighbours."""

    def draw(self, rng: np.random.Generator, n: int) -> IntArray:
        """Draw assignments.

        Parameters
        ----------
        rng : numpy.random.Generator
            Source of chance; the same state gives the same draws.
        n : int
            How many, at least 1.

        Returns
        -------
        array of shape (n, n_units)
            Position of the first treated period of each unit, the number of periods for never.
        """
        if self.kind == "size":
            return self._draw_by_size(rng, n)
        if self.kind == "neighbours":
            return self._draw_neighbours(rng, n)
        found = np.tile(self.first_index, (n, 1))
        for blocks in self.members:
            if blocks.shape[1] == 1:
                found[:, blocks[:, 0]] = rng.permuted(found[:, blocks[:, 0]], axis=1)
            else:
                order = rng.permuted(np.tile(np.arange(len(blocks)), (n, 1)), axis=1)
                found[:, blocks] = self.first_index[blocks][order]
        return found

    @property
    def n_assignments(self) -> int | None:
        """How many different assignments are equally likely; None where they are not equally likely."""
        if not self.members:
            return None
        return math.prod(n_arrangements(self.first_index[blocks]) for blocks in self.members)

    def every(self) -> IntArray:
        """Return every assignment that is possible, each once.

        Returns
        -------
        array of shape (n_assignments, n_units)

        Raises
        ------
        MethodError
            If they are not equally likely.
        """
        if not self.members:
            msg = f"assignments by {self.kind} are not equally likely, so they cannot be counted. Draw them."
            raise MethodError(msg)
        kinds = [np.unique(self.first_index[blocks], axis=0, return_inverse=True) for blocks in self.members]
        found = []
        for choice in product(*(list(arrangements(codes.ravel().tolist())) for _, codes in kinds)):
            row = self.first_index.copy()
            for blocks, (patterns, _), order in zip(self.members, kinds, choice, strict=True):
                row[blocks] = patterns[list(order)]
            found.append(row)
        return np.array(found)

    def _draw_by_size(self, rng: np.random.Generator, n: int) -> IntArray:
        """Order units by exponential waiting times with rates in proportion to size; the first are treated."""
        rows, sizes = self._eligible(), self.sizes
        starts = self.first_index[rows]
        treated = starts[starts < self.n_periods]
        waiting = rng.exponential(size=(n, len(rows))) / (1.0 if sizes is None else sizes)
        chosen = np.argsort(waiting, axis=1)[:, : len(treated)]
        found = np.tile(self.first_index, (n, 1))
        found[:, rows] = self.n_periods
        paths = rng.permuted(np.tile(treated, (n, 1)), axis=1)
        np.put_along_axis(found, rows[chosen], paths, axis=1)
        return found

    def _draw_neighbours(self, rng: np.random.Generator, n: int) -> IntArray:
        """Start each group at a free unit, and fill it with the nearest free ones."""
        rows, distances = self._eligible(), self.distances
        found = np.tile(self.first_index, (n, 1))
        found[:, rows] = self.n_periods
        taken = np.zeros((n, len(rows)), dtype=bool)
        for group in self.groups:
            seed = np.argmax(np.where(taken, -1.0, rng.random((n, len(rows)))), axis=1)
            away = np.where(taken, np.inf, np.zeros((n, len(rows))) if distances is None else distances[seed])
            away[np.arange(n), seed] = -1.0
            chosen = np.argsort(away, axis=1, kind="stable")[:, : len(group)]
            np.put_along_axis(taken, chosen, np.ones_like(chosen, dtype=bool), axis=1)
            paths = rng.permuted(np.tile(group, (n, 1)), axis=1)
            np.put_along_axis(found, rows[chosen], paths, axis=1)
        return found

    def _eligible(self) -> IntArray:
        return np.arange(len(self.first_index)) if self.eligible is None else self.eligible


def complete_mechanism(panel: Panel, *, eligible: BoolArray | None = None) -> Mechanism:
    """Let every eligible unit be treated alike: the observed paths are shuffled among them.

    Parameters
    ----------
    panel : Panel
        Every unit known to be treated or not.
    eligible : array of shape (n_units,) of bool, optional
        Units that could have been treated; all without it.

    Returns
    -------
    Mechanism

    Raises
    ------
    ShapeError, InputError
        If `eligible` has another length, or leaves out a treated unit.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> panel = Panel(tuple("ABC"), np.array([2000, 2001]), np.zeros((3, 2)), np.array([2001, np.inf, np.inf]))
    >>> found = complete_mechanism(panel)
    >>> found.n_assignments, found.every().tolist()
    (3, [[1, 2, 2], [2, 1, 2], [2, 2, 1]])
    """
    rows = _eligible_rows(panel, eligible)
    words = (
        f"Any {_n_treated(panel)} of {len(rows)} units could have been treated, with the observed starts in any "
        "order; all choices are equally likely."
    )
    return Mechanism("complete", words, panel.first_index, panel.n_periods, members=(rows[:, None],))


def strata_mechanism(panel: Panel, *, strata: IntArray, eligible: BoolArray | None = None) -> Mechanism:
    """Keep the number of treated units in each area: paths are shuffled within areas.

    Parameters
    ----------
    panel : Panel
        Every unit known to be treated or not.
    strata : array of shape (n_units,)
        Code of the area of each unit.
    eligible : array of shape (n_units,) of bool, optional
        Units that could have been treated; all without it.

    Returns
    -------
    Mechanism

    Raises
    ------
    ShapeError, InputError
        If an array has another length, or `eligible` leaves out a treated unit.
    MethodError
        If in no area another choice was possible.
    """
    rows = _eligible_rows(panel, eligible)
    _check_length(panel, "strata", strata)
    members = tuple(rows[strata[rows] == code][:, None] for code in np.unique(strata[rows]))
    words = (
        f"The number of treated units in each of {len(members)} areas is as it was; within an area any eligible "
        "unit could have been treated, with the observed starts in any order."
    )
    return _with_choice(Mechanism("strata", words, panel.first_index, panel.n_periods, members=members))


def block_mechanism(panel: Panel, *, blocks: IntArray, eligible: BoolArray | None = None) -> Mechanism:
    """Let units of a block move together: whole blocks of one size change places.

    Parameters
    ----------
    panel : Panel
        Every unit known to be treated or not.
    blocks : array of shape (n_units,)
        Code of the block of each unit, such as a wide-area group.
    eligible : array of shape (n_units,) of bool, optional
        Units that could have been treated; all without it.

    Returns
    -------
    Mechanism
        A block takes over the paths of another in the order in which its units stand.

    Raises
    ------
    ShapeError, InputError
        If an array has another length, or `eligible` leaves out a treated unit.
    MethodError
        If no treated block can change places with another of its size.
    """
    rows = _eligible_rows(panel, eligible)
    _check_length(panel, "blocks", blocks)
    units = [rows[blocks[rows] == code] for code in np.unique(blocks[rows])]
    sizes = sorted({len(block) for block in units})
    members = tuple(np.array([block for block in units if len(block) == size]) for size in sizes)
    words = (
        f"Units of one of {len(units)} blocks are treated together; a treated block could have been any other of "
        "the same number of units."
    )
    return _with_choice(Mechanism("blocks", words, panel.first_index, panel.n_periods, members=members))


def size_mechanism(panel: Panel, *, sizes: FloatArray, eligible: BoolArray | None = None) -> Mechanism:
    """Make large units likelier: treated units are drawn one after the other in proportion to size.

    Parameters
    ----------
    panel : Panel
        Every unit known to be treated or not.
    sizes : array of shape (n_units,)
        Above 0 for eligible units, in any unit; for small units likelier, give 1 / size.
    eligible : array of shape (n_units,) of bool, optional
        Units that could have been treated; all without it.

    Returns
    -------
    Mechanism
        Without replacement; the observed starts fall on the drawn units in any order.

    Raises
    ------
    ShapeError, InputError
        If an array has another length, `eligible` leaves out a treated unit, or a size is not
        above 0.
    """
    rows = _eligible_rows(panel, eligible)
    _check_length(panel, "sizes", sizes)
    if not (np.isfinite(sizes[rows]) & (sizes[rows] > 0)).all():
        unit = panel.units[int(rows[np.argmin(np.isfinite(sizes[rows]) & (sizes[rows] > 0))])]
        msg = f"sizes must be above 0 for every eligible unit, got another value for {unit!r}."
        raise InputError(msg)
    words = (
        f"{_n_treated(panel)} of {len(rows)} units were drawn one after the other, with chances in proportion to "
        "their size, and the observed starts fell on them in any order."
    )
    return Mechanism("size", words, panel.first_index, panel.n_periods, eligible=rows, sizes=sizes[rows].astype(float))


def neighbour_mechanism(
    panel: Panel, *, distances: FloatArray, groups: IntArray | None = None, eligible: BoolArray | None = None
) -> Mechanism:
    """Draw groups of neighbours: a first unit at random, then the nearest to it.

    Parameters
    ----------
    panel : Panel
        Every unit known to be treated or not.
    distances : array of shape (n_units, n_units)
        Between units, in any unit: kilometres, or borders to cross.
    groups : array of shape (n_units,), optional
        Code of the group of each treated unit (other units are not read); without it the
        treated units of one cohort are a group.
    eligible : array of shape (n_units,) of bool, optional
        Units that could have been treated; all without it.

    Returns
    -------
    Mechanism
        As many groups as observed, each of the observed number and starts, drawn in their order.

    Raises
    ------
    ShapeError, InputError
        If an array has another shape, or `eligible` leaves out a treated unit.
    """
    rows = _eligible_rows(panel, eligible)
    if distances.shape != (panel.n_units, panel.n_units):
        msg = f"distances must be units by units, {(panel.n_units, panel.n_units)}, got {distances.shape}."
        raise ShapeError(msg)
    codes = panel.first_index if groups is None else groups
    _check_length(panel, "groups", codes)
    treated = panel.is_ever_treated
    found = tuple(
        tuple(panel.first_index[treated & (codes == code)].tolist()) for code in np.unique(codes[treated]).tolist()
    )
    counted = ", ".join(str(len(group)) for group in found)
    words = (
        f"Treated units are groups of neighbours ({counted} units); each group could have started at any of "
        f"{len(rows)} units and taken in those nearest to it."
    )
    return Mechanism(
        "neighbours",
        words,
        panel.first_index,
        panel.n_periods,
        eligible=rows,
        distances=distances[np.ix_(rows, rows)].astype(float),
        groups=found,
    )


def _n_treated(panel: Panel) -> int:
    return int(panel.is_ever_treated.sum())


def _eligible_rows(panel: Panel, eligible: BoolArray | None) -> IntArray:
    if not panel.is_known.all():
        unit = panel.units[int(np.argmin(panel.is_known))]
        msg = f"it is not known whether {unit!r} was treated. Leave such units out before drawing."
        raise InputError(msg)
    if eligible is None:
        return np.arange(panel.n_units)
    _check_length(panel, "eligible", eligible)
    outside = panel.is_ever_treated & ~eligible
    if outside.any():
        unit = panel.units[int(np.argmax(outside))]
        msg = f"{unit!r} was treated but is not among the eligible units. Add it, or leave it out of the panel."
        raise InputError(msg)
    return np.flatnonzero(eligible)


def _check_length(panel: Panel, name: str, values: FloatArray | IntArray | BoolArray) -> None:
    if values.shape != (panel.n_units,):
        msg = f"{name} must have one value for each of {panel.n_units} units, got {values.shape}."
        raise ShapeError(msg)


def _with_choice(mechanism: Mechanism) -> Mechanism:
    if mechanism.n_assignments == 1:
        msg = f"under this mechanism no other choice was possible. {mechanism.description} Name wider {mechanism.kind}."
        raise MethodError(msg)
    return mechanism
