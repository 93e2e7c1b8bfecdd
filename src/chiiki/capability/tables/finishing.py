"""What happens to a matrix before a method sees it: the country apart, nothing empty, enough of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.tables.refusals import listed, position_of
from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.reading import Reading, Rules

__all__ = ["finished"]


def finished(matrix: Matrix, absent: BoolArray, *, reading: Reading, rules: Rules) -> Matrix:
    """Set the country's row apart, settle empty regions and fields, and count what is left.

    Parameters
    ----------
    matrix : Matrix
        As the rows state it.
    absent : bool array of shape (n_regions, n_fields)
        True where a pair has no row.
    reading : Reading
        The country's label, and what to do with what is empty.
    rules : Rules
        What the method can take.

    Raises
    ------
    InputError
        If a region or field is empty.
    MethodError
        If there are fewer regions or fields than the method needs.
    UnknownNameError
        If no row states the country that was named.
    """
    if reading.reference is not None:
        country = position_of(reading.reference, matrix.region_axis, what="region")
        others = np.delete(np.arange(len(matrix.regions)), country)
        stated = replace(matrix, reference=matrix.values[country])
        matrix, absent = stated.kept(regions=others, fields=np.arange(len(matrix.fields))), absent[others]
    if not rules.may_be_missing and (n_absent := int(absent.sum())):
        within = f" in {matrix.period}" if matrix.period else ""
        message = f"{n_absent:,} of {absent.size:,} pairs of a region and a field have no row{within}: counted as zero."
        matrix = replace(matrix, cautions=(*matrix.cautions, Caution("absent-is-zero", message)))
    settled = matrix if rules.may_be_empty else _without_empty(matrix, drop=reading.drop_empty)
    _check_enough(settled, rules=rules)
    return settled


def _without_empty(matrix: Matrix, *, drop: bool) -> Matrix:
    known = np.nan_to_num(matrix.values, nan=1.0)
    filled: list[BoolArray] = [np.asarray(known.any(axis=axis)) for axis in (1, 0)]
    empty = [
        (what, column, [label for label, is_filled in zip(labels, has, strict=True) if not is_filled])
        for what, column, labels, has in (
            ("region", matrix.region_column, matrix.regions, filled[0]),
            ("field", matrix.field_column, matrix.fields, filled[1]),
        )
    ]
    found = [(what, column, labels) for what, column, labels in empty if labels]
    if not found:
        return matrix
    named = "; ".join(f"{what} {listed(labels)} (column {column!r})" for what, column, labels in found)
    within = f" in {matrix.period}" if matrix.period else ""
    if not drop:
        msg = f"no amount above 0{within}: {named}. What is empty has no shares: take it out, or set drop_empty=yes."
        raise InputError(msg)
    kept = matrix.kept(regions=np.flatnonzero(filled[0]), fields=np.flatnonzero(filled[1]))
    message = f"dropped, since without any amount{within}: {named}."
    return replace(kept, cautions=(*matrix.cautions, Caution("empty-dropped", message)))


def _check_enough(matrix: Matrix, *, rules: Rules) -> None:
    found = (
        ("region", matrix.region_column, matrix.regions, rules.least_regions),
        ("field", matrix.field_column, matrix.fields, rules.least_fields),
    )
    for what, column, labels, least in found:
        if len(labels) < least:
            only = f": {listed(labels)}" if labels else ""
            within = f" in {matrix.period}" if matrix.period else ""
            msg = (
                f"column {column!r} has {len(labels)} {what}{'' if len(labels) == 1 else 's'}{within}{only}. "
                f"The method compares {what}s and needs at least {least}; check that the column is the right one."
            )
            raise MethodError(msg)
