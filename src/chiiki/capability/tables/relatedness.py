"""How fields belong together, and how near each is to what a region has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chiiki.capability import density as of_density
from chiiki.capability import relatedness as of_relatedness
from chiiki.capability.null_model import validated_projection
from chiiki.capability.tables.answer import NO_CONVENTION, Part
from chiiki.capability.tables.asking import ask
from chiiki.capability.tables.documents import pairs_of_documents
from chiiki.capability.tables.findings import densest, nearest
from chiiki.capability.tables.long import by_cell, by_pair
from chiiki.capability.tables.presence import CUT, Cut, present
from chiiki.capability.tables.repeating import Choices, is_own, repeat
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    from chiiki.arrays import FloatArray
    from chiiki.capability.relatedness import Measure, Totals
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.presence import PresenceRule, Present
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.cells import Axis
    from chiiki.frames.table import Given, Values

__all__ = ["density", "proximity", "relatedness"]

ALIKE = "Which fields do the same regions have?"
NEAR = "How much of what a field is related to does a region already have?"


def proximity(
    table: Given,
    *,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    convention: str = NO_CONVENTION,
    **asked: Unpack[Asked],
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
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
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
    if not is_own(convention, {"cut": cut != CUT.cut}):
        return repeat("proximity", table, asked, convention=convention, choices=Choices(presence), question=ALIKE)
    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))

    def compute(matrix: Matrix) -> Part:
        found = present(matrix, rule)
        values = of_relatedness.proximity(found.presence)
        axis = found.matrix.field_axis
        return Part(values, by_pair(axis, {"value": values}), nearest(axis, values), found.cautions)

    return ask("proximity", table, asked, question=ALIKE, compute=compute, settings=rule.words)


def relatedness(  # noqa: PLR0913 -- one per option of the command
    table: Given,
    *,
    measure: Measure | None = None,
    totals: Totals | None = None,
    document: str | None = None,
    p_values: bool = False,
    adjust: bool = False,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    convention: str = NO_CONVENTION,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Set how often fields meet, in regions or in documents, against their totals.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field, or per document and field.
    measure : {"association", "probability", "cosine", "jaccard", "conditional", "correlation"}, optional
        How; see :func:`chiiki.capability.relatedness.relatedness`. Association when left out, or that
        of the convention.
    totals : {"links", "occurrences"}, optional
        What the total of a field is: its links, or how often it occurs.
    document : str, optional
        Column that names the document; fields then meet in documents and not in regions.
    p_values : bool
        Add the column ``p_value``: how probable as many regions with both are, if only the number of
        fields of each region and of regions of each field were given
        (:func:`chiiki.capability.null_model.validated_projection`).
    adjust : bool
        Adjust these for how many pairs are looked at (Benjamini-Hochberg).
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
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
    fixed = {"cut": cut != CUT.cut, "totals": bool(totals), "document": bool(document), "p_values": p_values}
    if not is_own(convention, fixed):
        choices = Choices(presence, measure=measure)
        return repeat("relatedness", table, asked, convention=convention, choices=choices, question=ALIKE)
    by = measure or "association"
    of_counts = partial(_against_totals, by=by, totals=totals)
    words: dict[str, str] = {"measure": by, **({"totals": totals} if totals else {})}
    if document is not None:
        _check_no_chance(p_values=p_values)
        words["fields meet in"] = f"documents ({document})"
        return pairs_of_documents(
            "relatedness", table, asked, document=document, question=ALIKE, of_counts=of_counts, settings=words
        )
    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))
    if p_values:
        words["p-values"] = f"configuration model, {'' if adjust else 'not '}adjusted"
    chance = partial(_chance, adjust=adjust) if p_values else None
    compute = partial(_related, rule=rule, of_counts=of_counts, chance=chance)
    return ask("relatedness", table, asked, question=ALIKE, compute=compute, settings=words | rule.words)


def _against_totals(axis: Axis, counts: FloatArray, n_events: float, *, by: Measure, totals: Totals | None) -> Part:
    # the number of events is the whole only where totals are occurrences
    n = n_events if totals == "occurrences" or by == "correlation" else None
    values = of_relatedness.relatedness(counts, measure=by, totals=totals, n_events=n)
    return Part(values, by_pair(axis, {"value": values}), nearest(axis, values))


def _related(
    matrix: Matrix,
    *,
    rule: Cut,
    of_counts: Callable[[Axis, FloatArray, float], Part],
    chance: Callable[[Present], Mapping[str, Values]] | None,
) -> Part:
    found = present(matrix, rule)
    counts = of_relatedness.cooccurrence(found.presence)
    part = of_counts(found.matrix.field_axis, counts, float(len(found.presence)))
    added = chance(found) if chance else {}
    return Part(part.result, {**part.columns, **added}, part.findings, found.cautions)


def _check_no_chance(*, p_values: bool) -> None:
    if p_values:
        msg = "p_values are of fields that meet in regions, not in documents; leave out document or p_values."
        raise InputError(msg)


def _chance(found: Present, *, adjust: bool) -> Mapping[str, Values]:
    projection = validated_projection(found.presence)
    p_values = projection.adjusted if adjust else projection.p_values
    return by_pair(found.matrix.field_axis, {"p_value": p_values})


def density(
    table: Given,
    *,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    own_field: bool = False,
    convention: str = NO_CONVENTION,
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
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
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
    if not is_own(convention, {"cut": cut != CUT.cut, "own_field": own_field}):
        return repeat("density", table, asked, convention=convention, choices=Choices(presence), question=NEAR)
    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))

    def compute(matrix: Matrix) -> Part:
        found = present(matrix, rule)
        near = of_relatedness.proximity(found.presence)
        values = of_density.density(found.presence, near, own_field=own_field)
        return Part(values, by_cell(found.matrix, {"density": values}), densest(found.matrix, values), found.cautions)

    settings = {**rule.words, "own field": "counted" if own_field else "left out"}
    return ask("density", table, asked, question=NEAR, compute=compute, settings=settings)
