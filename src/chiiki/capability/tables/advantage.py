"""Advantage of the regions of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.capability import advantage
from chiiki.capability.tables.answer import Part
from chiiki.capability.tables.asking import ask
from chiiki.capability.tables.long import by_cell
from chiiki.cautions import Caution

if TYPE_CHECKING:
    from typing import Unpack

    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.frames import Given
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.reading import Asked

__all__ = ["near_cut", "rca"]


def rca(table: Given, **asked: Unpack[Asked]) -> Answer[Given]:
    """Compare each region's mix of fields with the country's.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    **asked
        How to read it; see :class:`~chiiki.capability.tables.reading.Reading`.

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
    return ask(
        "rca",
        table,
        asked,
        question="Which fields weigh more in a region than in the country?",
        compute=_rca,
        settings={"cut": f"RCA >= {advantage.SPECIALISED_FROM:g}"},
    )


def _rca(matrix: Matrix) -> Part:
    found = advantage.rca(matrix.values, reference=matrix.reference)
    columns = {"amount": matrix.values, "rca": found.rca, "specialised": found.specialised}
    n = int(found.specialised.sum())
    return Part(
        result=found,
        columns=by_cell(matrix, columns),
        findings=(f"{n:,} of {found.rca.size:,} pairs are specialised",),
        cautions=near_cut(found),
    )


def near_cut(found: advantage.Advantage) -> tuple[Caution, ...]:
    """Say how many ratios lie so near the cut that another order of sums could move them."""
    if not (n := found.n_near_cut):
        return ()
    message = (
        f"{n:,} ratios lie within {advantage.NEAR:g} of the cut; from 1 - {advantage.TIE:g} they count as specialised."
    )
    return (Caution("near-cut", message),)
