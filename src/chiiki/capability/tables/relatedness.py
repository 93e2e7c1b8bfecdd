"""How fields belong together, and how near each is to what a region has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability import density as of_density
from chiiki.capability import relatedness as of_relatedness
from chiiki.capability.tables.answer import Part
from chiiki.capability.tables.asking import ask
from chiiki.capability.tables.documents import pairs_of_documents
from chiiki.capability.tables.long import by_cell, by_pair
from chiiki.capability.tables.presence import Cut, present

if TYPE_CHECKING:
    from typing import Unpack

    from chiiki.arrays import FloatArray
    from chiiki.capability.relatedness import Measure, Totals
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.cells import Axis
    from chiiki.capability.tables.frames import Given
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.presence import PresenceRule
    from chiiki.capability.tables.reading import Asked

__all__ = ["density", "proximity", "relatedness"]

ALIKE = "Which fields do the same regions have?"


def proximity(
    table: Given, *, presence: PresenceRule = "rca", cut: float = 1.0, **asked: Unpack[Asked]
) -> Answer[Given]:
    """Return how near fields are: the smaller of the two conditional probabilities.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field: by RCA, by the amount per head, or by any amount.
    cut : float
        Ratio at and above which it does.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns field, other_field, value, from 0 to 1; both directions, no field with itself.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.

    Examples
    --------
    >>> jobs = {"pref": ["A", "A", "B", "B"], "trade": ["x", "y"] * 2, "jobs": [30, 10, 10, 30]}
    >>> proximity(jobs, region="pref", field="trade", value="jobs").frame()["value"]
    [0.0, 0.0]
    """
    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))

    def compute(matrix: Matrix) -> Part:
        found = present(matrix, rule)
        values = of_relatedness.proximity(found.presence)
        axis = found.matrix.field_axis
        return Part(values, by_pair(axis, {"value": values}), _nearest(axis, values), found.cautions)

    return ask("proximity", table, asked, question=ALIKE, compute=compute, settings=rule.words)


def relatedness(  # noqa: PLR0913 -- one per option of the command
    table: Given,
    *,
    measure: Measure = "association",
    totals: Totals | None = None,
    document: str | None = None,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Set how often fields meet, in regions or in documents, against their totals.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field, or per document and field.
    measure : {"association", "probability", "cosine", "jaccard", "conditional", "correlation"}
        How; see :func:`chiiki.capability.relatedness.relatedness`.
    totals : {"links", "occurrences"}, optional
        What the total of a field is: its links, or how often it occurs.
    document : str, optional
        Column that names the document; fields then meet in documents and not in regions.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns field, other_field, value; both directions, no field with itself.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.
    """

    def of_counts(axis: Axis, counts: FloatArray, n_events: float) -> Part:
        # the number of events is the whole only where totals are occurrences
        n = n_events if totals == "occurrences" or measure == "correlation" else None
        values = of_relatedness.relatedness(counts, measure=measure, totals=totals, n_events=n)
        return Part(values, by_pair(axis, {"value": values}), _nearest(axis, values))

    words = {"measure": measure, **({"totals": totals} if totals else {})}
    if document is not None:
        settings = {**words, "fields meet in": f"documents ({document})"}
        return pairs_of_documents(
            "relatedness", table, asked, document=document, question=ALIKE, of_counts=of_counts, settings=settings
        )
    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))

    def compute(matrix: Matrix) -> Part:
        found = present(matrix, rule)
        counts = of_relatedness.cooccurrence(found.presence)
        part = of_counts(found.matrix.field_axis, counts, float(len(found.matrix.regions)))
        return Part(part.result, part.columns, part.findings, found.cautions)

    return ask("relatedness", table, asked, question=ALIKE, compute=compute, settings=words | rule.words)


def density(
    table: Given,
    *,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    own_field: bool = False,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Return the share of each field's relatedness that each region already has.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    own_field : bool
        Count the field itself among those that it is related to.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns region, field, density, from 0 to 1.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.
    """
    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))

    def compute(matrix: Matrix) -> Part:
        found = present(matrix, rule)
        near = of_relatedness.proximity(found.presence)
        values = of_density.density(found.presence, near, own_field=own_field)
        return Part(values, by_cell(found.matrix, {"density": values}), _densest(found.matrix, values), found.cautions)

    settings = {**rule.words, "own field": "counted" if own_field else "left out"}
    question = "How much of what a field is related to does a region already have?"
    return ask("density", table, asked, question=question, compute=compute, settings=settings)


def _nearest(axis: Axis, values: FloatArray) -> tuple[str, ...]:
    if len(axis) < 2:  # noqa: PLR2004 -- a pair
        return ()
    apart = values.copy()
    np.fill_diagonal(apart, -np.inf)
    first, second = np.unravel_index(int(apart.argmax()), apart.shape)
    return (f"nearest: {axis.labels[first]} and {axis.labels[second]}, {apart.max():.4g}",)


def _densest(matrix: Matrix, values: FloatArray) -> tuple[str, ...]:
    means = values.mean(axis=1)
    return (f"highest on average: {matrix.regions[int(means.argmax())]}, {means.max():.4g}",)
