"""Results in long form: labels of regions and fields beside the numbers that belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from chiiki.capability.tables.matrix import Matrix
    from chiiki.frames.cells import Axis
    from chiiki.frames.table import Values

__all__ = ["by_cell", "by_kind", "by_pair", "by_region", "joined"]


def by_cell(matrix: Matrix, values: Mapping[str, npt.NDArray[Any]]) -> dict[str, Values]:
    """One row per region and field, region by region.

    Parameters
    ----------
    matrix : Matrix
        Whose labels.
    values : mapping of str to array of shape (n_regions, n_fields)
        Name of the column to its cells.

    Raises
    ------
    InputError
        If the caller's own column has the name of a result.
    """
    labels: dict[str, Values] = {
        matrix.region_column: np.repeat(matrix.region_axis.originals, len(matrix.fields)),
        matrix.field_column: np.tile(matrix.field_axis.originals, len(matrix.regions)),
    }
    return joined(labels, {name: cells.ravel() for name, cells in values.items()})


def by_pair(axis: Axis, values: Mapping[str, npt.NDArray[Any]]) -> dict[str, Values]:
    """One row per pair of two different labels, in both directions.

    Parameters
    ----------
    axis : Axis
        The regions or the fields; the second column is ``other_`` and its name.
    values : mapping of str to array of shape (n, n)
        Name of the column to its cells; the diagonal is left out.

    Raises
    ------
    InputError
        If the caller's own column has the name of a result.
    """
    n = len(axis)
    apart = ~np.eye(n, dtype=bool).ravel()
    labels: dict[str, Values] = {
        axis.column: np.repeat(axis.originals, n)[apart],
        f"other_{axis.column}": np.tile(axis.originals, n)[apart],
    }
    return joined(labels, {name: cells.ravel()[apart] for name, cells in values.items()})


def by_region(matrix: Matrix, values: Mapping[str, Values]) -> dict[str, Values]:
    """One row per region.

    Parameters
    ----------
    matrix : Matrix
        Whose labels.
    values : mapping of str to array of shape (n_regions,)
        Name of the column to its cells.

    Raises
    ------
    InputError
        If the caller's own column has the name of a result.
    """
    return joined({matrix.region_column: matrix.region_axis.originals}, values)


def by_kind(matrix: Matrix, *, regions: Mapping[str, Values], fields: Mapping[str, Values]) -> dict[str, Values]:
    """One row per region, then one per field: kind, label, and columns that either or both have.

    Parameters
    ----------
    matrix : Matrix
        Whose labels.
    regions, fields : mapping of str to array of shape (n_regions,) or (n_fields,)
        Name of the column to its cells; a column that only one has is empty for the other.
    """
    n = len(matrix.regions), len(matrix.fields)
    made: dict[str, Values] = {
        "kind": np.repeat(np.array(["region", "field"], dtype=object), n),
        "label": np.array([*matrix.regions, *matrix.fields], dtype=object),
    }
    for name in dict.fromkeys((*regions, *fields)):
        found = [values.get(name) for values in (regions, fields)]
        if all(isinstance(part, np.ndarray) for part in found):
            made[name] = np.concatenate([np.asarray(part) for part in found])
        else:
            lists = [[None] * size if part is None else _list(part) for part, size in zip(found, n, strict=True)]
            made[name] = tuple(cell for part in lists for cell in part)
    return made


def _list(part: Values) -> list[object]:
    return list(part.tolist() if isinstance(part, np.ndarray) else part)


def joined(labels: Mapping[str, Values], values: Mapping[str, Values]) -> dict[str, Values]:
    """Put the caller's columns before the results.

    Parameters
    ----------
    labels, values : mapping of str to column
        Names must differ.

    Raises
    ------
    InputError
        If the caller's own column has the name of a result.

    Examples
    --------
    >>> joined({"rca": ["A"]}, {"rca": [1.0]})
    Traceback (most recent call last):
    ...
    chiiki.errors.InputError: the table's column 'rca' has the name of a result. Rename it, for example to 'rca_given'.
    """
    if taken := next((name for name in labels if name in values), None):
        msg = f"the table's column {taken!r} has the name of a result. Rename it, for example to '{taken}_given'."
        raise InputError(msg)
    return {**labels, **values}
