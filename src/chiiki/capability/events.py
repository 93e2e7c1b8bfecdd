"""Rows of documents (patents, papers, projects): which region, field and author each names.

A document has several rows where it has several regions, fields or authors. Labels become
positions once, in order of first appearance; an unknown label keeps a place of its own,
because "no region" and "region not known" are different answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.amounts import EXAMPLES, check_cells
from chiiki.errors import InputError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["UNKNOWN", "Events", "encode_events", "encode_labels", "within"]

UNKNOWN = -1
"""Position of a label that is not known."""


@dataclass(frozen=True, slots=True)
class Events:
    """Rows of documents as positions. All arrays have the shape (n_rows,)."""

    documents: IntArray
    """Number of the document, from 0."""

    regions: IntArray
    """Position in `region_labels`, or :data:`UNKNOWN`."""

    fields: IntArray
    """Position in `field_labels`, or :data:`UNKNOWN`."""

    region_labels: tuple[str, ...]
    """In order of first appearance."""

    field_labels: tuple[str, ...]
    """In order of first appearance."""

    authors: IntArray | None = None
    """Number of the author, from 0."""

    weights: FloatArray | None = None
    """Weight of the row, >= 0."""

    times: IntArray | None = None
    """Period of the document, such as its year."""


def encode_labels(labels: Sequence[Hashable]) -> tuple[IntArray, tuple[str, ...]]:
    """Turn labels into positions, in order of first appearance.

    Parameters
    ----------
    labels : sequence
        Labels; ``None``, empty text and NaN are not known.

    Returns
    -------
    tuple of an int array and the labels
        Positions, :data:`UNKNOWN` where a label is not known, and the labels as text.

    Raises
    ------
    InputError
        If two labels differ but read alike, such as the number 1 and the text ``"1"``.

    Examples
    --------
    >>> positions, names = encode_labels(["b", "a", None, "b"])
    >>> positions.tolist(), names
    ([0, 1, -1, 0], ('b', 'a'))
    """
    numbers: dict[Hashable, int] = {}
    known = (label for label in labels if not _is_unknown(label))
    for label in known:
        numbers.setdefault(label, len(numbers))
    names = tuple(str(label) for label in numbers)
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})[:EXAMPLES]
        msg = f"labels {twice} stand as text and as numbers; make them one kind, leading zeros kept."
        raise InputError(msg)
    found = (UNKNOWN if _is_unknown(label) else numbers[label] for label in labels)
    return np.fromiter(found, dtype=np.intp, count=len(labels)), names


def encode_events(  # noqa: PLR0913 -- one keyword for each column
    *,
    documents: Sequence[Hashable],
    regions: Sequence[Hashable],
    fields: Sequence[Hashable],
    authors: Sequence[Hashable] | None = None,
    weights: FloatArray | None = None,
    times: IntArray | None = None,
) -> Events:
    """Turn columns of labels into rows of events.

    Parameters
    ----------
    documents, regions, fields : sequences of length n_rows
        Labels. Regions and fields may be unknown, documents not.
    authors : sequence of length n_rows, optional
        Labels of authors; each must be known.
    weights : array of shape (n_rows,), optional
        Weights >= 0 in one unit, none missing.
    times : int array of shape (n_rows,), optional
        One period for each document.

    Returns
    -------
    Events

    Raises
    ------
    ShapeError
        If the columns differ in length, or have no row.
    MissingValueError
        If a document, an author or a weight is missing.
    InputError
        If a weight is negative or infinite, or a document has two periods.

    Examples
    --------
    >>> events = encode_events(documents=["p1", "p1"], regions=["20", "13"], fields=["A", "A"])
    >>> events.documents.tolist(), events.regions.tolist(), events.region_labels
    ([0, 0], [0, 1], ('20', '13'))
    """
    columns = {"regions": regions, "fields": fields, "authors": authors, "weights": weights, "times": times}
    for name, column in columns.items():
        if column is not None and len(column) != len(documents):
            msg = f"{name} has {len(column)} rows, documents {len(documents)}; each row needs both."
            raise ShapeError(msg)
    if not len(documents):
        msg = "documents has no row; there is nothing to count."
        raise ShapeError(msg)
    if weights is not None:
        check_cells(weights, name="weights")
    numbers = _known(documents, name="documents")
    if times is not None:
        _check_one_time(numbers, times)
    region, region_labels = encode_labels(regions)
    field, field_labels = encode_labels(fields)
    return Events(
        documents=numbers,
        regions=region,
        fields=field,
        region_labels=region_labels,
        field_labels=field_labels,
        authors=None if authors is None else _known(authors, name="authors"),
        weights=weights,
        times=times,
    )


def within(events: Events, *, first: int, last: int) -> Events:
    """Keep the documents of some periods; the labels stay, so that tables keep their shape.

    Parameters
    ----------
    events : Events
        With times.
    first, last : int
        First and last period, both kept.

    Returns
    -------
    Events
        Rows in the same order; there may be none.

    Raises
    ------
    InputError
        If the events have no times, or `last` is before `first`.

    Examples
    --------
    >>> events = encode_events(documents=[1, 2], regions=["a", "b"], fields=["x", "x"], times=np.array([2010, 2015]))
    >>> within(events, first=2012, last=2016).documents.tolist()
    [1]
    """
    if events.times is None:
        msg = "the events have no times; give each document its period."
        raise InputError(msg)
    if last < first:
        msg = f"a window must not end before it starts, got {first} to {last}."
        raise InputError(msg)
    return _rows(events, (events.times >= first) & (events.times <= last))


def _rows(events: Events, kept: BoolArray) -> Events:
    return replace(
        events,
        documents=events.documents[kept],
        regions=events.regions[kept],
        fields=events.fields[kept],
        authors=None if events.authors is None else events.authors[kept],
        weights=None if events.weights is None else events.weights[kept],
        times=None if events.times is None else events.times[kept],
    )


def _known(labels: Sequence[Hashable], *, name: str) -> IntArray:
    numbers, _ = encode_labels(labels)
    if lacking := np.flatnonzero(numbers == UNKNOWN)[:EXAMPLES].tolist():
        msg = f"{name} is missing in rows {lacking}; a row belongs to one, or is none."
        raise MissingValueError(msg)
    return numbers


def _check_one_time(documents: IntArray, times: IntArray) -> None:
    order = np.lexsort((times, documents))
    same = documents[order][1:] == documents[order][:-1]
    if (changed := order[1:][same & (np.diff(times[order]) != 0)]).size:
        msg = f"a document has one period, but rows {np.sort(changed)[:EXAMPLES].tolist()} give theirs a second one."
        raise InputError(msg)


def _is_unknown(label: Hashable) -> bool:
    return label is None or label == "" or label != label  # noqa: PLR0124 -- NaN is not itself
