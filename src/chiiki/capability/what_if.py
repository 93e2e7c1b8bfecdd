r"""What would change if a region took up an activity, or lost one.

The amounts are changed, and everything that follows from them is computed again: ratios,
presence, proximity, density, complexity, outlook. Adding to one cell also moves the region's
total and the national totals, so other regions may cross the cut; those are listed.

How much is enough? With amounts *x* before, totals ``x_r``, ``x_a`` and ``X``, and additions
``d_a`` that sum to *T*, the ratio of each added activity is exactly 1 when::

    (x_ra + d_a) (X + T) = (x_a + d_a) (x_r + T)

The squares cancel, so the amounts follow in closed form: *T* is the sum of
``x_a x_r - x_ra X`` over what is added, divided by what the other regions have in everything
else, and ``d_a = (x_a x_r - x_ra X + T (x_a - x_ra)) / (X - x_r)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.advantage import rca
from chiiki.capability.amounts import check_amounts, check_cells
from chiiki.capability.complexity import complexity
from chiiki.capability.density import density
from chiiki.capability.outlook import outlook
from chiiki.capability.relatedness import proximity
from chiiki.capability.similarity import check_position
from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["Change", "Crossing", "Standing", "what_if"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one region stands, with the amounts as they are or as they would be."""

    amounts: FloatArray
    """Of the region, shape (n_activities,)."""

    rca: FloatArray
    presence: BoolArray
    density: FloatArray
    """Each of shape (n_activities,)."""

    pci: FloatArray | None
    """Of the activities, same shape; None where the table has no complexity."""

    eci: float | None
    eci_rank: int | None
    """From 1 (the most complex)."""

    coi: float | None
    """Complexity outlook."""

    coi_rank: int | None


@dataclass(frozen=True, slots=True)
class Crossing:
    """Another region that crosses the cut because the totals moved."""

    region: int
    activity: int
    is_specialised: bool
    """Afterwards."""


@dataclass(frozen=True, slots=True)
class Change:
    """What :func:`what_if` returns."""

    region: int
    activities: tuple[int, ...]
    """What was added."""

    added: tuple[float, ...]
    """How much of each, in the unit of the input."""

    removed: tuple[int, ...]
    before: Standing
    after: Standing
    crossings: tuple[Crossing, ...]
    """Other regions whose presence changes, in the order of the input."""

    cautions: tuple[Caution, ...] = ()


def what_if(  # noqa: PLR0913 -- the simulated change, in words
    amounts: FloatArray,
    *,
    region: int,
    activities: Sequence[int] = (),
    added: Sequence[float] | None = None,
    removed: Sequence[int] = (),
    reference: FloatArray | None = None,
) -> Change:
    """Add activities to a region, or remove them, and compare before with after.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, no missing cell.
    region : int
        Position in the input, from 0.
    activities : sequence of int
        What is added: positions from 0.
    added : sequence of float, optional
        How much of each, > 0. Without it just enough for a ratio of 1 in each, which only
        activities in which the region is not specialised can have.
    removed : sequence of int
        Activities whose amount becomes 0, before anything is added.
    reference : array of shape (n_activities,), optional
        The country's amounts; see :func:`~chiiki.capability.advantage.rca`. The region is part
        of the country, so the country changes by as much as the region.

    Returns
    -------
    Change

    Raises
    ------
    ShapeError
        If `amounts` has not two dimensions, or `added` another length than `activities`.
    InputError
        If a position or amount cannot be used, nothing is changed, an activity is added twice
        or both added and removed, or nothing would be left of a region or activity.
    MethodError
        If no amount is enough, or none is needed, or an activity is related to no other.

    Notes
    -----
    An accounting exercise, no forecast: nothing else reacts, and an activity that is
    related to what the region has is no more likely because it was added here. Both
    complexity indices are standardised within their table, so a region's index also
    moves when others move. Where a table has no complexity, before or after, the caution
    ``no-complexity`` says why.

    Examples
    --------
    >>> jobs = np.array([[5.0, 1.0, 4.0], [4.0, 4.0, 2.0], [1.0, 5.0, 4.0]])
    >>> change = what_if(jobs, region=0, activities=[1])
    >>> [round(amount, 6) for amount in change.added]  # (10 * 10 - 1 * 30) / (4 + 2 + 1 + 4)
    [6.363636]
    >>> round(float(change.before.rca[1]), 12), round(float(change.after.rca[1]), 12)
    (0.3, 1.0)
    """
    check_amounts(amounts)
    _check_change(amounts, region=region, activities=activities, added=added, removed=removed)
    changed, nation = _removed(amounts, region=region, removed=removed, reference=reference)
    taken = list(activities)
    grown = _enough(changed, region=region, taken=taken, nation=nation) if added is None else np.asarray(added, float)
    changed[region, taken] += grown
    if nation is not None:
        nation[taken] += grown
    before, presence, found = _standing(amounts, region=region, reference=reference)
    after, presence_after, found_after = _standing(changed, region=region, reference=nation)
    crossed = np.argwhere(presence != presence_after).tolist()
    return Change(
        region=region,
        activities=tuple(int(a) for a in activities),
        added=tuple(float(amount) for amount in grown),
        removed=tuple(int(a) for a in removed),
        before=before,
        after=after,
        crossings=tuple(Crossing(r, a, bool(presence_after[r, a])) for r, a in crossed if r != region),
        cautions=tuple(dict.fromkeys((*found, *found_after))),
    )


def _check_change(
    amounts: FloatArray,
    *,
    region: int,
    activities: Sequence[int],
    added: Sequence[float] | None,
    removed: Sequence[int],
) -> None:
    check_position(region, n=len(amounts), what="region")
    named = [*activities, *removed]
    for activity in named:
        check_position(activity, n=amounts.shape[1], what="activity")
    if not named:
        msg = "nothing is changed: name activities to add, or to remove."
        raise InputError(msg)
    if twice := sorted({activity for activity in named if named.count(activity) > 1})[:5]:
        msg = f"activities {twice} are named more than once among what is added and removed. Name each once."
        raise InputError(msg)
    if added is None:
        return
    if len(added) != len(activities):
        msg = f"added must have one amount for each of {len(activities)} activities, got {len(added)}."
        raise ShapeError(msg)
    check_cells(np.asarray(added, dtype=float), name="added")
    if any(amount == 0 for amount in added):
        msg = "added must be > 0 for each activity; leave out what stays as it is."
        raise InputError(msg)


def _removed(
    amounts: FloatArray, *, region: int, removed: Sequence[int], reference: FloatArray | None
) -> tuple[FloatArray, FloatArray | None]:
    """Return copies of the amounts and of the country without what is removed."""
    without, nation = amounts.copy(), None if reference is None else reference.copy()
    gone = list(removed)
    if nation is not None:
        nation[gone] -= amounts[region, gone]
    without[region, gone] = 0.0
    if lacking := [a for a in removed if not without[:, a].any()][:5]:
        msg = f"nobody would be left in activities {lacking}. Take them out of the table instead."
        raise InputError(msg)
    return without, nation


def _enough(amounts: FloatArray, *, region: int, taken: list[int], nation: FloatArray | None) -> FloatArray:
    """Solve for the amounts that give a ratio of exactly 1 in each of `taken`."""
    country = amounts.sum(axis=0) if nation is None else nation
    mine = amounts[region]
    lack = country[taken] * mine.sum() - mine[taken] * country.sum()
    if met := [a for a, missing in zip(taken, lack, strict=True) if missing <= 0][:5]:
        msg = f"the region is specialised in activities {met} already, so no amount is needed. Name the amount to add."
        raise MethodError(msg)
    rest = np.delete(country - mine, taken).sum()
    if taken and rest <= 0:
        msg = "the other regions have nothing but what is added, so no amount makes the region specialised in it."
        raise MethodError(msg)
    total = lack.sum() / rest if taken else 0.0
    return np.asarray((lack + total * (country - mine)[taken]) / (country.sum() - mine.sum()))


def _standing(
    amounts: FloatArray, *, region: int, reference: FloatArray | None
) -> tuple[Standing, BoolArray, tuple[Caution, ...]]:
    advantage = rca(amounts, reference=reference)
    presence = advantage.specialised
    near = proximity(presence)
    pci = eci = coi = None
    cautions: tuple[Caution, ...] = ()
    try:
        found = complexity(presence)
    except MethodError as error:
        cautions = (Caution("no-complexity", f"ECI, PCI and outlook are left out: {error}"),)
    else:
        pci, eci, coi = found.pci, found.eci, outlook(presence, near, pci=found.pci).coi
        cautions = found.cautions
    standing = Standing(
        amounts=amounts[region].copy(),
        rca=advantage.rca[region],
        presence=presence[region],
        density=density(presence, near)[region],
        pci=pci,
        eci=None if eci is None else float(eci[region]),
        eci_rank=_rank(eci, region),
        coi=None if coi is None else float(coi[region]),
        coi_rank=_rank(coi, region),
    )
    return standing, presence, cautions


def _rank(values: FloatArray | None, region: int) -> int | None:
    """From 1 for the largest."""
    return None if values is None else 1 + int((values > values[region]).sum())
