"""Which regions of a table are alike, and which complete each other, with the reasons."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability import partners as of_partners
from chiiki.capability.advantage import rca
from chiiki.capability.amounts import shares
from chiiki.capability.complexity import complexity
from chiiki.capability.relatedness import proximity
from chiiki.capability.similarity import cosine_similarity, krugman_distance
from chiiki.capability.tables.answer import Part
from chiiki.capability.tables.asking import ask
from chiiki.capability.tables.long import by_pair
from chiiki.capability.tables.presence import Cut, present
from chiiki.capability.tables.refusals import position_of
from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from chiiki.arrays import FloatArray
    from chiiki.capability.partners import Combine, Partners, Reason
    from chiiki.capability.similarity import Neighbours
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.presence import PresenceRule
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.table import Given, Values

__all__ = ["partners", "similar"]


def similar(
    table: Given,
    *,
    measure: Literal["cosine", "krugman"] = "cosine",
    only: str | None = None,
    nearest: int | None = None,
    reasons: int = 3,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Compare the mixes of fields of each two regions.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    measure : {"cosine", "krugman"}
        Cosine of the shares (1 alike, 0 nothing in common), or Krugman's distance (0 alike, 2
        nothing in common).
    only : str, optional
        Label of the one region to show.
    nearest : int, optional
        How many others for each region, the most alike first, those that tie with the last one
        included; without it all, in the order of the table.
    reasons : int
        How many shared specialisations ``why`` names at most.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns region, other_region, value, why; no region with itself. ``why`` lists fields in
        which both are specialised (RCA >= 1) with both ratios, by how far the smaller of the two
        shares lies above the country's.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.

    Examples
    --------
    >>> jobs = {"pref": ["A", "A", "B", "B", "C", "C"], "trade": ["x", "y"] * 3, "jobs": [30, 10, 20, 10, 10, 30]}
    >>> answer = similar(jobs, region="pref", field="trade", value="jobs", only="A")
    >>> answer.frame()["why"]
    ['x (RCA 1.38, 1.22)', '']
    """
    _check_counts(nearest, reasons)

    def compute(matrix: Matrix) -> Part:
        found = (cosine_similarity if measure == "cosine" else krugman_distance)(matrix.values)
        pairs = _pairs(matrix, found.values, found.most_similar, only=only, n=nearest)
        return Part(found, {**_columns(matrix, found.values, pairs), "why": _alike(matrix, pairs, n=reasons)})

    return ask(
        "similar",
        table,
        asked,
        question="Which regions have a like mix of fields?",
        compute=compute,
        settings={"measure": measure},
    )


def partners(  # noqa: PLR0913 -- one per option of the command
    table: Given,
    *,
    combine: Combine = "smaller",
    weights: Literal["density-pci", "density"] = "density-pci",
    only: str | None = None,
    nearest: int | None = None,
    reasons: int = 3,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Measure for each two regions how much one has that the other's options need.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    combine : {"smaller", "mean"}
        How the two directions of a pair become one value.
    weights : {"density-pci", "density"}
        What an option counts for: its density times its place in the order of complexity, or
        its density alone (for tables without PCI).
    only : str, optional
        Label of the one region to show.
    nearest : int, optional
        How many others for each region, the best first, those that tie with the last one
        included; without it all, in the order of the table.
    reasons : int
        How many fields ``why`` names at most in each direction.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns region, other_region, value, why; no region with itself. ``why`` lists what the
        region gains from the other one and what it gives, each with the rise in density that
        it brings and the option it serves most.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.
    """
    _check_counts(nearest, reasons)
    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))

    def compute(matrix: Matrix) -> Part:
        found = present(matrix, rule)
        pci = None if weights == "density" else _pci(found.presence)
        result = of_partners.partners(found.presence, proximity(found.presence), complexity=pci, combine=combine)
        pairs = _pairs(found.matrix, result.values, result.best, only=only, n=nearest)
        why = _complements(found.matrix, result, pairs, n=reasons)
        columns = {**_columns(found.matrix, result.values, pairs), "why": why}
        return Part(result, columns, (_best(found.matrix, result),), found.cautions)

    return ask(
        "partners",
        table,
        asked,
        question="Which regions have what the other one's options need, in both directions?",
        compute=compute,
        settings={**rule.words, "value": f"the {combine} of the two directions", "options weigh by": weights},
    )


def _check_counts(nearest: int | None, reasons: int) -> None:
    for name, given in (("nearest", nearest), ("reasons", reasons)):
        if given is not None and given < 1:
            msg = f"{name} must be at least 1, got {given}."
            raise InputError(msg)


def _pci(presence: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> FloatArray:
    try:
        return complexity(presence).pci
    except MethodError as error:
        msg = f"{error} Or let options weigh by density alone: weights=density."
        raise MethodError(msg) from error


def _pairs(
    matrix: Matrix,
    values: FloatArray,
    ranked: Callable[..., Neighbours],
    *,
    only: str | None,
    n: int | None,
) -> list[tuple[int, int]]:
    """Positions of the pairs that are shown, in order."""
    several = range(len(values))
    regions = several if only is None else [position_of(only, matrix.region_axis, what="region")]
    if n is None:
        return [(region, other) for region in regions for other in several if other != region]
    found = [(region, ranked(region, n=n)) for region in regions]
    return [
        (region, other)
        for region, near in found
        for other in [*(p.region for p in near.nearest), *near.left_out_by_tie]
    ]


def _columns(matrix: Matrix, values: FloatArray, pairs: Sequence[tuple[int, int]]) -> dict[str, Values]:
    """Labels and values of the pairs, under the names that all pairs would have."""
    n = len(values)
    at = [region * (n - 1) + other - (other > region) for region, other in pairs]
    return {name: np.asarray(cells)[at] for name, cells in by_pair(matrix.region_axis, {"value": values}).items()}


def _alike(matrix: Matrix, pairs: Sequence[tuple[int, int]], *, n: int) -> tuple[str, ...]:
    found = rca(matrix.values, reference=matrix.reference)
    country = matrix.values.sum(axis=0) if matrix.reference is None else matrix.reference
    excess = np.where(found.specialised, shares(matrix.values) - country / country.sum(), -np.inf)

    def words(region: int, other: int) -> str:
        both = np.minimum(excess[region], excess[other])
        first = [a for a in np.argsort(-both, kind="stable")[:n].tolist() if np.isfinite(both[a])]
        return "; ".join(
            f"{matrix.fields[a]} (RCA {found.rca[region, a]:.2f}, {found.rca[other, a]:.2f})" for a in first
        )

    return tuple(words(region, other) for region, other in pairs)


def _complements(matrix: Matrix, found: Partners, pairs: Sequence[tuple[int, int]], *, n: int) -> tuple[str, ...]:
    def listed(reasons: tuple[Reason, ...]) -> str:
        named = (
            f"{matrix.fields[one.activity]} {one.contribution:.4f} for {matrix.fields[one.serves]}" for one in reasons
        )
        return ", ".join(named) or "nothing"

    @cache  # what one gains is what the other gives
    def gained(region: int, other: int) -> str:
        why = found.gains(region, other=other, n=n)
        return f"{found.directed[region, other]:.4f}: {listed(why)}"

    return tuple(f"gains {gained(region, other)}; gives {gained(other, region)}" for region, other in pairs)


def _best(matrix: Matrix, found: Partners) -> str:
    first, second = np.unravel_index(int(found.values.argmax()), found.values.shape)
    return f"highest value: {matrix.regions[first]} and {matrix.regions[second]}, {found.values.max():.4f}"
