r"""What a region could do next: near to what it has, complex, and large.

Every activity in which a region is not yet specialised is an option. The map of smart
specialisation places it by three coordinates (Balland et al. 2019)::

    density     how much of its relatedness the region already has: how likely it succeeds
    complexity  of the activity (PCI): what success would be worth
    size        of the activity in all regions: how much there is to take part in

They are kept apart: a product of the three would hide which one speaks for an option.
Options are ranked within the region, and split into four fields by a cut of density and
one of complexity, by default the medians of the region's own options.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from chiiki.capability.amounts import check_cells
from chiiki.capability.density import density
from chiiki.capability.similarity import check_position
from chiiki.cautions import Caution
from chiiki.errors import InputError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Opportunities", "Opportunity", "Options", "Order", "Quadrant", "opportunities"]

Quadrant = Literal["near-complex", "near-simple", "far-complex", "far-simple"]
"""At or above the cuts of density (near) and complexity (complex), or below."""

Order = Literal["density", "complexity", "size", "mean-rank"]
"""What options are ordered by; ``mean-rank`` is the mean of the three ranks."""


TIE = 1e-12
"""Sums of up to some thousand shares miss an exact tie by less than this."""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One activity in which a region is not yet specialised."""

    activity: int
    """Position in the input."""

    density: float
    complexity: float
    size: float

    density_rank: int
    """Among the region's options, from 1 (the nearest); equal values share a rank."""

    complexity_rank: int
    """Likewise, from 1 (the most complex)."""

    size_rank: int
    """Likewise, from 1 (the largest)."""

    quadrant: Quadrant


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one region, best first."""

    region: int
    order: Order
    density_cut: float
    """Options at or above are near."""

    complexity_cut: float
    """Options at or above are complex."""

    activities: tuple[Opportunity, ...]


@dataclass(frozen=True, slots=True)
class Opportunities:
    """What :func:`opportunities` returns, in the order of the input."""

    presence: BoolArray
    """True where a region is specialised, shape (n_regions, n_activities)."""

    proximity: FloatArray
    """Relatedness as given, shape (n_activities, n_activities)."""

    density: FloatArray
    """From 0 to 1, shape (n_regions, n_activities), own activity left out."""

    complexity: FloatArray
    """Of activities, shape (n_activities,)."""

    size: FloatArray
    """Of activities, shape (n_activities,), in the unit of the input."""

    complexity_measure: Literal["given", "rarity"]
    """``rarity`` where no complexity was given: the share of regions that lack the activity."""

    cautions: tuple[Caution, ...] = ()

    def options(
        self,
        region: int,
        *,
        order: Order = "density",
        density_cut: float | None = None,
        complexity_cut: float | None = None,
    ) -> Options:
        """List what `region` is not yet specialised in, best first.

        Parameters
        ----------
        region : int
            Position in the input, from 0.
        order : str
            ``density``, ``complexity``, ``size`` or ``mean-rank``; ties keep the order
            of the input.
        density_cut, complexity_cut : float, optional
            From where an option is near, and complex; without them the median of the
            region's options.

        Returns
        -------
        Options
            Empty, with cuts of 0, where the region has every activity.

        Raises
        ------
        InputError
            If there is no such region or order.

        Examples
        --------
        >>> having = np.array([[True, False, False], [True, True, False], [False, True, True]])
        >>> nearness = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]])
        >>> found = opportunities(having, nearness, size=np.array([9.0, 5.0, 2.0]))
        >>> [(place.activity, place.density, place.quadrant) for place in found.options(0).activities]
        [(1, 0.5, 'near-simple'), (2, 0.0, 'far-complex')]
        """
        check_position(region, n=len(self.presence), what="region")
        _check_order(order)
        return _options(self, region, order=order, cuts=(density_cut, complexity_cut))


def opportunities(
    presence: BoolArray,
    proximity: FloatArray,
    *,
    size: FloatArray,
    complexity: FloatArray | None = None,
) -> Opportunities:
    """Map what each region is not yet specialised in: density, complexity and size.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region is specialised; see :func:`~chiiki.capability.advantage.rca`.
    proximity : array of shape (n_activities, n_activities)
        Relatedness >= 0, symmetric; see :func:`~chiiki.capability.relatedness.proximity`.
    size : array of shape (n_activities,)
        Of each activity in all regions, >= 0 (persons, patents, yen).
    complexity : array of shape (n_activities,), optional
        See :func:`~chiiki.capability.complexity.complexity`. Without it (a table that falls
        into pieces has none) the share of regions that lack the activity stands in, and a
        caution says so.

    Returns
    -------
    Opportunities

    Raises
    ------
    InputError
        If `presence` is not a table of presence, or a size is negative.
    ShapeError
        If `proximity`, `size` or `complexity` has another number of activities.
    MissingValueError
        If a size is missing, or a complexity is not finite.
    MethodError
        If an activity is related to no other one.

    Notes
    -----
    Density says what regions with the same activities also do; it is no cause, and a
    small table has few options to rank. Not for activities that regions cannot choose.

    References
    ----------
    Balland, P.-A., Boschma, R., Crespo, J. and Rigby, D. L. (2019). Smart specialization
    policy in the European Union: relatedness, knowledge complexity and regional
    diversification. Regional Studies 53, 1252-1268.

    Hidalgo, C. A., Klinger, B., Barabási, A.-L. and Hausmann, R. (2007). The
    product space conditions the development of nations. Science 317, 482-487.

    Examples
    --------
    >>> having = np.array([[True, False, False], [True, True, False], [False, True, True]])
    >>> nearness = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]])
    >>> found = opportunities(having, nearness, size=np.array([9.0, 5.0, 2.0]), complexity=np.array([-1.0, 0.0, 1.0]))
    >>> found.density[0].tolist()  # has only the first: half of the second's relatedness
    [0.0, 0.5, 0.0]
    """
    near = density(presence, proximity)
    n = presence.shape[1]
    _check_length(size, n=n, name="size")
    check_cells(size, name="size")
    if complexity is not None:
        _check_length(complexity, n=n, name="complexity")
        _check_finite(complexity)
    return Opportunities(
        presence=presence,
        proximity=proximity,
        density=near,
        complexity=1 - presence.mean(axis=0) if complexity is None else complexity,
        size=size,
        complexity_measure="rarity" if complexity is None else "given",
        cautions=() if complexity is not None else (_RARITY,),
    )


_RARITY = Caution(
    "no-complexity",
    "No complexity was given, so the share of regions that lack an activity stands in for it: "
    "rare is not the same as complex.",
)


def _check_length(values: FloatArray, *, n: int, name: str) -> None:
    if values.shape != (n,):
        msg = f"{name} must have one value for each of {n} activities, got shape {values.shape}."
        raise ShapeError(msg)


def _check_finite(complexity: FloatArray) -> None:
    if lacking := np.flatnonzero(~np.isfinite(complexity))[:5].tolist():
        msg = (
            f"complexity must be finite, not so at activities {lacking}. "
            "Drop what stands outside the largest component, or leave complexity out."
        )
        raise MissingValueError(msg)


def _check_order(order: str) -> None:
    if order not in get_args(Order):
        msg = f"order must be one of {', '.join(get_args(Order))}, got {order!r}."
        raise InputError(msg)


def _options(found: Opportunities, region: int, *, order: Order, cuts: tuple[float | None, float | None]) -> Options:
    open_ = np.flatnonzero(~found.presence[region])
    coordinates = (found.density[region, open_], found.complexity[open_], found.size[open_])
    near_from, complex_from = (_cut(values, given=given) for values, given in zip(coordinates[:2], cuts, strict=True))
    near, complex_ = coordinates[0] >= near_from - TIE, coordinates[1] >= complex_from - TIE
    ranks = [_ranks(values) for values in coordinates]
    activities = [
        Opportunity(
            activity=int(activity),
            density=float(coordinates[0][i]),
            complexity=float(coordinates[1][i]),
            size=float(coordinates[2][i]),
            density_rank=int(ranks[0][i]),
            complexity_rank=int(ranks[1][i]),
            size_rank=int(ranks[2][i]),
            quadrant=_quadrant(is_near=near[i], is_complex=complex_[i]),
        )
        for i, activity in enumerate(open_)
    ]
    key = dict(zip(get_args(Order), (*ranks, sum(ranks)), strict=True))[order]
    best_first = np.argsort(key, kind="stable")
    return Options(region, order, near_from, complex_from, tuple(activities[i] for i in best_first))


def _cut(values: FloatArray, *, given: float | None) -> float:
    if given is not None:
        return given
    return float(np.median(values)) if values.size else 0.0


def _ranks(values: FloatArray) -> IntArray:
    """From 1 for the largest; values within :data:`TIE` of an equal share the best rank."""
    return np.asarray(1 + values.size - np.searchsorted(np.sort(values), values + TIE, side="right"))


def _quadrant(*, is_near: bool, is_complex: bool) -> Quadrant:
    if is_near:
        return "near-complex" if is_complex else "near-simple"
    return "far-complex" if is_complex else "far-simple"
