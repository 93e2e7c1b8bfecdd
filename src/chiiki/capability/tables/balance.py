"""Balance between the regions of a table: inequality at one time, shift-share over two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability import inequality as indices
from chiiki.capability import levelling
from chiiki.capability.amounts import check_totals
from chiiki.capability.shift_share import shift_share as shift
from chiiki.capability.tables.answer import Part
from chiiki.capability.tables.asking import ask, ask_across, in_labels
from chiiki.capability.tables.groups import groups_of
from chiiki.capability.tables.long import joined
from chiiki.capability.tables.measures import by_measure
from chiiki.capability.tables.periods import two_periods
from chiiki.capability.tables.reading import Rules
from chiiki.cautions import Caution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from chiiki.arrays import FloatArray
    from chiiki.capability.per_head import Inequality
    from chiiki.capability.shift_share import ShiftShare
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.table import Given, Values

__all__ = ["inequality", "shift_share"]

UNEQUAL = Rules(least_fields=1, may_be_empty=True)
"""A region may have nothing; one field is enough."""


def inequality(
    table: Given,
    *,
    per_head: bool = False,
    aversion: float = 1.0,
    groups: str | None = None,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Measure how unequal the regions are in what they have per head.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region, or per region and field.
    per_head : bool
        True where the values are amounts per head already. Without it and with `persons`, they
        are totals and are divided by the persons; without `persons` they are taken as they are
        and each region counts as one.
    aversion : float
        Of Atkinson's index.
    groups : str, optional
        Column of the group that a region belongs to; adds theil_within and theil_between.
    **asked
        How to read it; see :class:`~chiiki.capability.tables.reading.Reading`. Without `field`
        the table has one row per region.

    Returns
    -------
    Answer
        Columns label, measure, value; the label is the field, ``all`` where there is none.
        Measures: theil, mean_log_deviation, gini, coefficient_of_variation, variance_of_logs,
        hoover, atkinson. With a column of periods the coefficient of variation and the variance
        of logarithms show sigma convergence.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.

    Examples
    --------
    >>> income = {"pref": ["A", "B"], "income": [1, 3]}
    >>> answer = inequality(income, region="pref", value="income")
    >>> dict(zip(answer.frame()["measure"], answer.frame()["value"]))["gini"]
    0.25
    """
    whole: Asked = {"field": None, **asked}
    members = None if groups is None else groups_of(table, whole, groups=groups)
    weighting = "persons" if whole.get("persons") else "regions"
    return ask(
        "inequality",
        table,
        whole,
        question="How unequal are the regions in what they have per head?",
        compute=lambda matrix: _inequality(matrix, per_head=per_head, aversion=aversion, groups=members),
        rules=UNEQUAL,
        settings={"weighted by": weighting, "aversion": f"{aversion:g}"},
    )


def shift_share(
    table: Given,
    *,
    form: Literal["dunn", "esteban-marquillas"] = "dunn",
    first: str | None = None,
    last: str | None = None,
    cells: bool = False,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Split each region's change into national, industry-mix and regional parts.

    Parameters
    ----------
    table : frame or dict of columns
        One row per region, field and period.
    form : {"dunn", "esteban-marquillas"}
        The second splits off an allocation effect.
    first, last : str, optional
        The two periods, where the table has more; with two, numbers go from lower to higher and
        other labels in the order of the table.
    cells : bool
        Give the parts of each region and field, not their sums by region.
    **asked
        How to read it; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns label (region), measure (change, national, industry_mix, regional; allocation),
        value; with `cells` region, field, measure, value.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, the periods differ in their regions or fields, or the
        method has no answer; with row and column.

    Examples
    --------
    >>> jobs = {"pref": ["A", "B"] * 2, "trade": ["x"] * 4, "year": [1, 1, 2, 2], "jobs": [10, 10, 14, 12]}
    >>> shift_share(jobs, region="pref", field="trade", value="jobs", time="year").frame()["value"][:4]
    [4.0, 3.0, 0.0, 1.0]
    """
    return ask_across(
        "shift-share",
        table,
        asked,
        question="Why did each region change: the country, its mix of fields, or itself?",
        compute=lambda found: _shift_share(found, form=form, first=first, last=last, cells=cells),
        rules=Rules(
            least_regions=1 if asked.get("reference") else 2, least_fields=1, may_be_empty=True, needs=("time",)
        ),
        settings={"form": form},
    )


def _inequality(matrix: Matrix, *, per_head: bool, aversion: float, groups: Mapping[str, str] | None) -> Part:
    check_totals(matrix.values.sum(axis=0), what="activity")
    persons = matrix.persons
    amounts = matrix.values if persons is None or per_head else matrix.values / _filled(persons)[:, np.newaxis]
    found: dict[str, tuple[Inequality, ...]] = {}
    rows: list[tuple[object, str, float]] = []
    for label, original, column in zip(matrix.fields, matrix.field_axis.originals.tolist(), amounts.T, strict=True):
        found[label] = _indices(np.ascontiguousarray(column), persons, aversion=aversion)
        rows += [(original, one.index, one.value) for one in found[label]]
        if groups is not None:
            parts = indices.theil_by_group(column, persons=persons, groups=[groups[name] for name in matrix.regions])
            rows += [(original, "theil_within", parts.within), (original, "theil_between", parts.between)]
    labels, measures, values = zip(*rows, strict=True)
    columns: dict[str, Values] = {
        "label": np.array(labels, dtype=matrix.field_axis.originals.dtype),
        "measure": np.array(measures, dtype=object),
        "value": np.array(values),
    }
    said = tuple(f"{label}: Theil {one[0].value:.4f} over {one[0].n_regions} regions" for label, one in found.items())
    cautions = (*_unweighted(matrix), *_without_logarithm(matrix, amounts))
    return Part(result=found, columns=columns, findings=said, cautions=cautions)


def _filled(persons: FloatArray) -> FloatArray:
    check_totals(persons, what="region")
    return persons


def _indices(amounts: FloatArray, persons: FloatArray | None, *, aversion: float) -> tuple[Inequality, ...]:
    """All indices that the amounts have; where one is 0, only those without logarithms of it."""
    has_zero = not amounts.all()
    found = [indices.theil(amounts, persons=persons)]
    if not has_zero:
        found.append(indices.mean_log_deviation(amounts, persons=persons))
    found += [indices.gini(amounts, persons=persons), indices.coefficient_of_variation(amounts, persons=persons)]
    if not has_zero:
        found.append(indices.variance_of_logs(amounts, persons=persons))
    found.append(levelling.hoover(amounts, persons=persons))
    if not has_zero or aversion < 1:
        found.append(levelling.atkinson(amounts, persons=persons, aversion=aversion))
    return tuple(found)


def _unweighted(matrix: Matrix) -> tuple[Caution, ...]:
    if matrix.persons is not None:
        return ()
    message = "Each region counts as one, whatever its size; name the column of persons to count persons."
    return (Caution("unweighted", message),)


def _without_logarithm(matrix: Matrix, amounts: FloatArray) -> tuple[Caution, ...]:
    zeros = (amounts == 0).any(axis=0)
    if not zeros.any():
        return ()
    labels = [label for label, has in zip(matrix.fields, zeros.tolist(), strict=True) if has]
    message = (
        f"A region has 0 in {len(labels)} field(s), the first {labels[0]!r}: 0 has no logarithm, so the mean log "
        "deviation, the variance of logs and Atkinson's index from aversion 1 are left out there."
    )
    return (Caution("no-logarithm", message),)


def _shift_share(
    found: Sequence[Matrix],
    *,
    form: Literal["dunn", "esteban-marquillas"],
    first: str | None,
    last: str | None,
    cells: bool,
) -> Part:
    before, after = two_periods(found, first=first, last=last)
    reference = None
    if before.reference is not None and after.reference is not None:
        reference = (before.reference, after.reference)
    with in_labels(before):
        parts = shift(before.values, after.values, reference=reference, form=form)
    sums = parts.by_region()
    said = f"from {before.period} to {after.period}: change {sums.change.sum():g}, national {sums.national.sum():g}"
    columns = _by_cell(before, _measures(parts)) if cells else by_measure(before.region_axis, _measures(sums))
    return Part(result=parts, columns=columns, findings=(said,))


def _measures(parts: ShiftShare) -> dict[str, FloatArray]:
    measures = {
        "change": parts.change,
        "national": parts.national,
        "industry_mix": parts.industry_mix,
        "regional": parts.regional,
    }
    return measures if parts.allocation is None else {**measures, "allocation": parts.allocation}


def _by_cell(matrix: Matrix, measures: Mapping[str, FloatArray]) -> dict[str, Values]:
    n = len(measures)
    labels: dict[str, Values] = {
        matrix.region_column: np.repeat(matrix.region_axis.originals, len(matrix.fields) * n),
        matrix.field_column: np.tile(np.repeat(matrix.field_axis.originals, n), len(matrix.regions)),
    }
    names = np.tile(np.array(list(measures), dtype=object), matrix.values.size)
    return joined(labels, {"measure": names, "value": np.stack(list(measures.values()), axis=-1).ravel()})
