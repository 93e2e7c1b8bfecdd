"""Advantage of the regions of a table: ratios, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability import significance
from chiiki.capability.tables.answer import NO_CONVENTION, Part
from chiiki.capability.tables.asking import ask
from chiiki.capability.tables.long import by_cell
from chiiki.capability.tables.presence import near_cut, ratios_of
from chiiki.capability.tables.repeating import Choices, is_own, repeat

if TYPE_CHECKING:
    from typing import Unpack

    from chiiki.arrays import FloatArray
    from chiiki.capability.advantage import Advantage
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.reading import Asked
    from chiiki.cautions import Caution
    from chiiki.frames.table import Given

__all__ = ["rca"]

MIX = "Which fields weigh more in a region than in the country?"


@dataclass(frozen=True, slots=True)
class _More:
    """What is wanted beside the ratios."""

    kind: Literal["rca", "per_head"]
    symmetric: bool
    p_values: bool
    adjust: bool
    intervals: bool
    level: float
    n_draws: int
    seed: int


def rca(  # noqa: PLR0913 -- one per option of the command
    table: Given,
    *,
    advantage: Literal["rca", "per_head"] = "rca",
    symmetric: bool = False,
    p_values: bool = False,
    adjust: bool = False,
    intervals: bool = False,
    level: float = 0.95,
    n_draws: int = 2000,
    seed: int = 0,
    convention: str = NO_CONVENTION,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Compare each region's mix of fields with the country's.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    advantage : {"rca", "per_head"}
        Share against share, or amount per head against the country's; the second needs `persons`.
    symmetric : bool
        Add the column ``rsca``, ``(RCA - 1) / (RCA + 1)``.
    p_values : bool
        Add the column ``p_value``: how probable a count as high is if location did not matter.
    adjust : bool
        Adjust these for how many pairs are looked at (Benjamini-Hochberg).
    intervals : bool
        Add the columns ``low`` and ``high``: how far ratios would move if the same country were
        observed again (Poisson draws of the units, or of the amounts without `units`).
    level : float
        Of the intervals, between 0 and 1.
    n_draws : int
        Draws of the intervals.
    seed : int
        Of the draws; same seed, same result.
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns region, field, amount, rca, specialised; regions and fields in order of first
        appearance.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.

    Examples
    --------
    >>> jobs = {"pref": ["A", "A", "B", "B"], "trade": ["x", "y"] * 2, "jobs": [30, 10, 10, 30]}
    >>> answer = rca(jobs, region="pref", field="trade", value="jobs")
    >>> answer.frame()["rca"]
    [1.5, 0.5, 0.5, 1.5]
    """
    fixed = {"symmetric": symmetric, "p_values": p_values, "intervals": intervals}
    if not is_own(convention, fixed):
        return repeat("rca", table, asked, convention=convention, choices=Choices(advantage), question=MIX)
    more = _More(advantage, symmetric, p_values, adjust, intervals, level, n_draws, seed)
    return ask(
        "rca",
        table,
        asked,
        question=MIX,
        compute=lambda matrix: _rca(matrix, more),
        settings=_settings(more, asked),
    )


def _settings(more: _More, asked: Asked) -> dict[str, str]:
    words = {"ratio": "RCA" if more.kind == "rca" else "amount per head over the country's", "specialised if": ">= 1"}
    if country := asked.get("reference"):
        words["country"] = f"the row {country!r}"
    if more.p_values:
        words["p-values"] = "adjusted (Benjamini-Hochberg)" if more.adjust else "not adjusted"
    if more.intervals:
        words["intervals"] = f"{more.level:g} from {more.n_draws:,} Poisson draws, seed {more.seed}"
    return words


def _rca(matrix: Matrix, more: _More) -> Part:
    found = ratios_of(matrix, presence=more.kind)
    columns = {"amount": matrix.values, "rca": found.rca, "specialised": found.specialised}
    added, cautions = _added(matrix, found, more)
    n = int(found.specialised.sum())
    return Part(
        result=found,
        columns=by_cell(matrix, {**columns, **added}),
        findings=(f"{n:,} of {found.rca.size:,} pairs are specialised", *_strongest(matrix, found)),
        cautions=(*near_cut(found), *cautions),
    )


def _strongest(matrix: Matrix, found: Advantage) -> tuple[str, ...]:
    region, field = np.unravel_index(int(found.rca.argmax()), found.rca.shape)
    return (f"highest: {matrix.regions[region]} in {matrix.fields[field]}, {found.rca.max():.4g}",)


def _added(matrix: Matrix, found: Advantage, more: _More) -> tuple[dict[str, FloatArray], tuple[Caution, ...]]:
    added = {"rsca": found.symmetric} if more.symmetric else {}
    if more.p_values:
        p = significance.hypergeometric(matrix.values)
        added["p_value"] = significance.adjust(p) if more.adjust else p
    if not more.intervals:
        return added, ()
    spread = significance.rca_intervals(
        matrix.values,
        units=matrix.units,
        reference=matrix.reference,
        level=more.level,
        n_draws=more.n_draws,
        seed=more.seed,
    )
    return {**added, "low": spread.low, "high": spread.high}, spread.cautions
