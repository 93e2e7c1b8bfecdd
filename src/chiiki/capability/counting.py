"""Counts of documents by region and field: whole, fractional, weighted.

A document with three regions and two fields can be counted six times, once, or in parts.
The parts of a document are its rows, grouped::

    whole        1 in each region and field that the document names
    row          1 / number of its rows
    author       1 / number of its authors, then among the author's rows
    region       1 / number of its regions, then among the region's rows
    field        1 / number of its fields, then among the field's rows
    weighted     the weights of its rows, as given

In the four fractional ways the parts of one document sum to 1; that is checked on every
table. Rows of a group share by their weights where there are weights, else equally.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.amounts import EXAMPLES
from chiiki.capability.events import UNKNOWN, within
from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, MissingValueError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.capability.events import Events

__all__ = ["Counting", "Counts", "Window", "check_sum", "count", "count_windows", "keep_large"]

Counting = Literal["whole", "row", "author", "region", "field", "weighted"]
"""How a document is counted; all but ``whole`` and ``weighted`` are fractional."""

ROUNDING = 1e-9
"""Relative: parts of documents are quotients of small numbers, summed a million times."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What :func:`count` returns."""

    values: FloatArray
    """Shape (n_regions, n_fields). 0 means that no document names both."""

    regions: tuple[str, ...]
    fields: tuple[str, ...]

    counting: Counting
    n_documents: int
    """Documents with at least one row of weight above 0."""

    unknown: float = 0.0
    """What fell on an unknown region or field: in no cell, and not 0 either."""

    n_repeated: int = 0
    """Rows that repeat an earlier one; they count once, or add their weights."""

    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The counts of some periods."""

    first: int
    last: int
    counts: Counts


def count(events: Events, *, counting: Counting = "row", unknown: Literal["refuse", "apart"] = "refuse") -> Counts:
    """Count documents by region and field.

    Parameters
    ----------
    events : Events
        Rows of documents (see :func:`~chiiki.capability.events.encode_events`).
    counting : {"row", "whole", "author", "region", "field", "weighted"}
        How a document is shared among its rows (definitions above).
    unknown : {"refuse", "apart"}
        What to do with rows of unknown region or field: refuse them, or count them
        apart, so that they take their part of the document and enter no cell.

    Returns
    -------
    Counts
        Regions and fields in the order of the labels of `events`.

    Raises
    ------
    MissingValueError
        If regions or fields are unknown and `unknown` is ``"refuse"``.
    InputError
        If authors or weights are asked for and not there, the weights of a document sum
        to 0, or nothing is left to count.

    Notes
    -----
    Rows that name the same document, author, region and field are one: without weights they
    count once, with weights they add. So a row split in two halves changes nothing.
    Whole counts exceed the number of documents; do not read their sums as documents.

    References
    ----------
    Gauffriau, M., Larsen, P. O., Maye, I., Roulin-Perriard, A. and von Ins, M. (2007).
    Publication, cooperation and productivity measures in scientific research.
    Scientometrics 73, 175-214.

    Examples
    --------
    >>> from chiiki.capability.events import encode_events
    >>> events = encode_events(documents=[1, 1, 1, 2], regions=["a", "a", "b", "a"], fields=["x", "y", "x", "x"])
    >>> count(events, counting="whole").values.tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    >>> count(events, counting="region").values.tolist()
    [[1.25, 0.25], [0.5, 0.0]]
    """
    _check(events, counting=counting, unknown=unknown)
    rows, n_repeated = _distinct(events, with_authors=counting == "author")
    documents = np.unique(rows.documents).size
    parts = _parts(rows, counting=counting)
    if counting not in {"whole", "weighted"}:
        check_sum(parts, expected=documents)
    is_known = (rows.regions != UNKNOWN) & (rows.fields != UNKNOWN)
    shape = (len(events.region_labels), len(events.field_labels))
    cells = rows.regions[is_known] * shape[1] + rows.fields[is_known]
    values = np.bincount(cells, weights=parts[is_known], minlength=shape[0] * shape[1]).astype(np.float64)
    apart = float(parts[~is_known].sum())
    return Counts(
        values=values.reshape(shape),
        regions=events.region_labels,
        fields=events.field_labels,
        counting=counting,
        n_documents=documents,
        unknown=apart,
        n_repeated=n_repeated,
        cautions=_unknown_caution(int((~is_known).sum()), apart),
    )


def count_windows(
    events: Events,
    *,
    width: int,
    step: int = 1,
    counting: Counting = "row",
    unknown: Literal["refuse", "apart"] = "refuse",
) -> tuple[Window, ...]:
    """Count documents in windows that move over the periods.

    Parameters
    ----------
    events : Events
        With times.
    width : int
        Periods in a window, at least 1.
    step : int
        Periods from one window to the next, at least 1.
    counting, unknown
        As in :func:`count`.

    Returns
    -------
    tuple of Window
        From the first period to the last that has a document; only windows that lie whole
        between them. All tables have the same shape.

    Raises
    ------
    InputError
        If the events have no times, `width` or `step` is below 1, no window fits, or a
        window has no document.

    Notes
    -----
    Windows that overlap share documents, so their counts are not independent.

    Examples
    --------
    >>> from chiiki.capability.events import encode_events
    >>> years = np.array([2010, 2011, 2012])
    >>> events = encode_events(documents=[1, 2, 3], regions=["a", "a", "b"], fields=["x"] * 3, times=years)
    >>> [(window.first, window.last, window.counts.values.tolist()) for window in count_windows(events, width=2)]
    [(2010, 2011, [[2.0], [0.0]]), (2011, 2012, [[1.0], [1.0]])]
    """
    if events.times is None:
        msg = "the events have no times; give each document its period."
        raise InputError(msg)
    first, last = int(events.times.min()), int(events.times.max())
    if width < 1 or step < 1 or width > last - first + 1:
        msg = f"width must be from 1 to {last - first + 1} ({first}-{last}), step at least 1; got {width} and {step}."
        raise InputError(msg)
    spans = [(start, start + width - 1) for start in range(first, last - width + 2, step)]
    selected = [(start, end, within(events, first=start, last=end)) for start, end in spans]
    if empty := [f"{start}-{end}" for start, end, rows in selected if not rows.documents.size][:EXAMPLES]:
        msg = f"no document in {', '.join(empty)}; zero and not covered are different answers. Use wider windows."
        raise InputError(msg)
    return tuple(
        Window(first=start, last=end, counts=count(rows, counting=counting, unknown=unknown))
        for start, end, rows in selected
    )


def keep_large(
    counts: Counts,
    *,
    region_total: float = 0.0,
    field_total: float = 0.0,
    field_regions: int = 1,
    region_fields: int = 1,
) -> Counts:
    """Drop regions and fields that are too small to be compared, and name them.

    Parameters
    ----------
    counts : Counts
        The table.
    region_total, field_total : float
        Smallest sum of a region and of a field, in the unit of the table.
    field_regions : int
        Smallest number of regions with a field, at least 1.
    region_fields : int
        Smallest number of fields in a region, at least 1.

    Returns
    -------
    Counts
        What is left, in the same order, with a Caution ``below-minimum`` where something was
        dropped. `n_documents` stays that of the whole table.

    Raises
    ------
    MethodError
        If nothing is left.

    Notes
    -----
    Dropping a field makes regions smaller, so the rules are applied until all hold.

    Examples
    --------
    >>> table = Counts(np.array([[5.0, 1.0], [4.0, 0.0]]), ("a", "b"), ("x", "y"), "whole", 10)
    >>> left = keep_large(table, field_regions=2)
    >>> left.fields, left.values.tolist(), left.cautions[0].message
    (('x',), [[5.0], [4.0]], 'Below the minimum and dropped: fields y.')
    """
    values = counts.values
    rows, columns = np.ones(values.shape[0], dtype=bool), np.ones(values.shape[1], dtype=bool)
    while True:
        left = np.where(rows[:, np.newaxis] & columns, values, 0.0)
        large_rows = rows & (left.sum(axis=1) >= region_total) & ((left > 0).sum(axis=1) >= region_fields)
        large_columns = columns & (left.sum(axis=0) >= field_total) & ((left > 0).sum(axis=0) >= field_regions)
        if (large_rows == rows).all() and (large_columns == columns).all():
            break
        rows, columns = large_rows, large_columns
    if not rows.any() or not columns.any():
        msg = "no region and no field reaches the minimum; lower it, or count over more periods."
        raise MethodError(msg)
    return replace(
        counts,
        values=values[rows][:, columns],
        regions=tuple(compress(counts.regions, rows.tolist())),
        fields=tuple(compress(counts.fields, columns.tolist())),
        cautions=counts.cautions + _dropped_caution(counts, rows=rows, columns=columns),
    )


def check_sum(parts: FloatArray, *, expected: float) -> None:
    """Refuse parts that do not sum to the number of documents.

    Parameters
    ----------
    parts : array of any shape
        Parts of documents, also after a regrouping of regions or fields.
    expected : float
        Number of documents, or what they weigh.

    Raises
    ------
    MethodError
        If the sum differs by more than rounding: rows were lost or counted twice.

    Examples
    --------
    >>> check_sum(np.array([0.5, 0.5, 0.5]), expected=1)
    Traceback (most recent call last):
    ...
    chiiki.errors.MethodError: the parts of 1 documents sum to 1.5; rows were lost or counted twice.
    """
    found = float(parts.sum())
    if abs(found - expected) > ROUNDING * max(expected, 1.0):
        msg = f"the parts of {expected:g} documents sum to {found:g}; rows were lost or counted twice."
        raise MethodError(msg)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Distinct rows of documents."""

    documents: IntArray
    regions: IntArray
    fields: IntArray
    authors: IntArray
    weights: FloatArray


def _check(events: Events, *, counting: Counting, unknown: str) -> None:
    if not events.documents.size:
        msg = "there is no row to count; zero and not covered are different answers."
        raise InputError(msg)
    if counting == "author" and events.authors is None:
        msg = "counting by author needs the authors of each row; give them, or count by row, region or field."
        raise InputError(msg)
    if counting == "weighted" and events.weights is None:
        msg = "weighted counting needs a weight for each row; give weights, or count whole or in parts."
        raise InputError(msg)
    if unknown == "refuse":
        for what, positions in (("region", events.regions), ("field", events.fields)):
            if lacking := np.flatnonzero(positions == UNKNOWN)[:EXAMPLES].tolist():
                msg = f"the {what} is unknown in rows {lacking}; drop them, or count them apart (unknown='apart')."
                raise MissingValueError(msg)


def _distinct(events: Events, *, with_authors: bool) -> tuple[_Rows, int]:
    """Merge rows that repeat one another; rows of weight 0 say nothing and go."""
    authors = np.zeros(events.documents.size, dtype=np.intp)
    if with_authors and events.authors is not None:
        authors = events.authors
    weights = np.ones(authors.size) if events.weights is None else events.weights
    kept = weights > 0
    _check_weighed(events, weighed=events.documents[kept])
    table = np.stack([events.documents, authors, events.regions, events.fields])[:, kept]
    order = np.lexsort(table[::-1])
    table, weights = table[:, order], weights[kept][order]
    starts = np.flatnonzero(np.r_[True, (table[:, 1:] != table[:, :-1]).any(axis=0)])
    sums = np.add.reduceat(weights, starts)
    found = table[:, starts]
    rows = _Rows(
        documents=found[0],
        authors=found[1],
        regions=found[2],
        fields=found[3],
        weights=np.ones(starts.size) if events.weights is None else sums,
    )
    return rows, int(weights.size - starts.size)


def _check_weighed(events: Events, *, weighed: IntArray) -> None:
    if without := np.setdiff1d(events.documents, weighed)[:EXAMPLES].tolist():
        msg = f"the weights of documents number {without} sum to 0, so they have no parts; drop them or weigh them."
        raise InputError(msg)


def _parts(rows: _Rows, *, counting: Counting) -> FloatArray:
    if counting == "weighted":
        return rows.weights
    if counting == "whole":
        return np.ones(rows.weights.size)
    groups = {"row": rows.documents * 0, "author": rows.authors, "region": rows.regions, "field": rows.fields}[counting]
    keys = rows.documents * (groups.max() - UNKNOWN + 1) + groups - UNKNOWN
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    n_groups = np.bincount(rows.documents[first])[rows.documents]
    within_group = np.bincount(group, weights=rows.weights)[group]
    return np.asarray(rows.weights / within_group / n_groups)


def _unknown_caution(n_rows: int, parts: float) -> tuple[Caution, ...]:
    if not n_rows:
        return ()
    message = f"{n_rows} rows name no known region or field; they hold {parts:g} of the count and are in no cell."
    return (Caution(code="unknown-apart", message=message),)


def _dropped_caution(counts: Counts, *, rows: BoolArray, columns: BoolArray) -> tuple[Caution, ...]:
    dropped = []
    for what, labels, kept in (("regions", counts.regions, rows), ("fields", counts.fields, columns)):
        names = [label for label, is_kept in zip(labels, kept.tolist(), strict=True) if not is_kept]
        if names:
            more = f" and {len(names) - EXAMPLES} more" if len(names) > EXAMPLES else ""
            dropped.append(f"{what} {', '.join(names[:EXAMPLES])}{more}")
    if not dropped:
        return ()
    return (Caution(code="below-minimum", message=f"Below the minimum and dropped: {'; '.join(dropped)}."),)
