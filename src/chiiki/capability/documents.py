"""How often two fields meet in one document: co-occurrence from rows of documents.

A document with *k* fields joins ``k (k - 1) / 2`` pairs of fields::

    whole        1 to each of its pairs
    fractional   2 / (k (k - 1)) to each, so that the pairs of one document sum to 1

Each field counts once in a document. The pairs are written as one number each, sorted and
counted in blocks: memory follows the pairs of a block, not the square of the fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from chiiki.capability.amounts import EXAMPLES
from chiiki.capability.kernels import compiled
from chiiki.capability.kernels.threads import even_ranges, share
from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chiiki.arrays import FloatArray, IntArray

__all__ = ["DocumentPairs", "document_pairs"]

BLOCK = 2**24
"""Pairs written out at a time: 64 MiB of them, and as much to sort them."""

CACHED = 2**15
"""Rows handled at a time, so that they stay in the processor's cache."""

N_RANGES = 16
"""Ranges of documents shared among threads."""

MOST_FIELDS_DENSE = 20_000
"""A square table of more fields would take over 3 GB."""

Codes = npt.NDArray[np.int32] | npt.NDArray[np.int64]
"""Pairs of fields as numbers, ``lower * n_fields + higher``."""


@dataclass(frozen=True, slots=True)
class DocumentPairs:
    """What :func:`document_pairs` returns: each pair of fields that meets, once."""

    first: IntArray
    """Shape (n_pairs,): the field with the lower position."""

    second: IntArray
    """Same shape: the other field. Pairs are ordered by `first`, then `second`."""

    values: FloatArray
    """Same shape: documents with both, or parts of them."""

    documents_by_field: IntArray
    """Shape (n_fields,): documents that name the field, alone or with others."""

    n_documents: int
    n_repeated: int
    """Rows that repeat a field of their document; they count once."""

    counting: Literal["whole", "fractional"]

    engine: Literal["numba", "numpy"] = "numpy"
    """What wrote the pairs (see :mod:`chiiki.capability.kernels.compiled`)."""

    def matrix(self) -> FloatArray:
        """Return the square table.

        Returns
        -------
        array of shape (n_fields, n_fields)
            Symmetric; 0 where two fields never meet. The diagonal is
            `documents_by_field`, as in ``MᵀM`` of a table of documents by fields.

        Raises
        ------
        MethodError
            If there are more than :data:`MOST_FIELDS_DENSE` fields.
        """
        n_fields = self.documents_by_field.size
        if n_fields > MOST_FIELDS_DENSE:
            msg = f"a square table of {n_fields} fields is too large (at most {MOST_FIELDS_DENSE}); use the pairs."
            raise MethodError(msg)
        square = np.zeros((n_fields, n_fields))
        square[self.first, self.second] = self.values
        square[self.second, self.first] = self.values
        np.fill_diagonal(square, self.documents_by_field)
        return square


def document_pairs(
    documents: IntArray,
    fields: IntArray,
    *,
    n_fields: int | None = None,
    counting: Literal["whole", "fractional"] = "whole",
) -> DocumentPairs:
    """Count for each two fields the documents that name both.

    Parameters
    ----------
    documents : int array of shape (n_rows,)
        Number of the document of each row, >= 0; in any order, grouped is faster.
    fields : int array of shape (n_rows,)
        Position of the field of each row, from 0.
    n_fields : int, optional
        Number of fields, by default the highest position and one.
    counting : {"whole", "fractional"}
        A document adds 1 to each of its pairs, or 1 to all of them together.

    Returns
    -------
    DocumentPairs

    Raises
    ------
    ShapeError
        If the two differ in length or have no row.
    InputError
        If a number is negative, no whole number, or a field's position is not below `n_fields`.

    Notes
    -----
    A field that a document names twice counts once: a patent with two codes of one class is
    not two patents of the class. Whole counting lets a document with ten fields weigh 45
    times one with two; fractional counting lets each weigh the same.

    References
    ----------
    van Eck, N. J. and Waltman, L. (2009). How to normalize cooccurrence data? Journal of
    the American Society for Information Science and Technology 60, 1635-1651.

    Perianes-Rodriguez, A., Waltman, L. and van Eck, N. J. (2016). Constructing
    bibliometric networks: full and fractional counting. Journal of Informetrics 10,
    1178-1195.

    Examples
    --------
    >>> pairs = document_pairs(np.array([7, 7, 7, 9, 9]), np.array([0, 1, 2, 2, 0]))
    >>> list(zip(pairs.first.tolist(), pairs.second.tolist(), pairs.values.tolist()))
    [(0, 1, 1.0), (0, 2, 2.0), (1, 2, 1.0)]
    >>> parts = document_pairs(np.array([7, 7, 7, 9, 9]), np.array([0, 1, 2, 2, 0]), counting="fractional")
    >>> parts.values.round(4).tolist()
    [0.3333, 1.3333, 0.3333]
    """
    _check(documents, fields, n_fields)
    n_fields = int(fields.max()) + 1 if n_fields is None else n_fields
    grouped = _grouped(documents, fields, n_fields=n_fields)
    pairs = _tally(grouped, n_fields=n_fields, counting=counting)
    if (pairs.first == pairs.second).any():  # a document repeats a field
        grouped = _sorted(documents, fields, n_fields=n_fields)
        pairs = _tally(grouped, n_fields=n_fields, counting=counting)
    return DocumentPairs(
        first=pairs.first,
        second=pairs.second,
        values=pairs.values,
        documents_by_field=np.bincount(grouped.fields, minlength=n_fields),
        n_documents=grouped.sizes.size,
        n_repeated=fields.size - grouped.fields.size,
        counting=counting,
        engine=pairs.engine,
    )


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Rows of one document beside each other."""

    starts: IntArray
    """First row of each document."""

    sizes: IntArray
    """Rows of each document."""

    fields: Codes


@dataclass(frozen=True, slots=True)
class _Pairs:
    first: IntArray
    second: IntArray
    values: FloatArray
    engine: Literal["numba", "numpy"]


def _check(documents: IntArray, fields: IntArray, n_fields: int | None) -> None:
    if documents.ndim != 1 or documents.shape != fields.shape or not documents.size:
        shapes = f"{documents.shape} and {fields.shape}"
        msg = f"documents and fields must be two columns of one length with at least one row, got {shapes}."
        raise ShapeError(msg)
    for name, column in (("documents", documents), ("fields", fields)):
        if column.dtype.kind not in "iu":
            msg = f"{name} must be whole numbers, positions of labels, got {column.dtype}."
            raise InputError(msg)
        if column.min() < 0:
            where = np.flatnonzero(column < 0)[:EXAMPLES].tolist()
            msg = f"{name} must be >= 0; negative in rows {where}. Drop rows of which it is not known."
            raise InputError(msg)
    if n_fields is not None and fields.max() >= n_fields:
        msg = f"fields must be below n_fields = {n_fields}, got {fields.max()}."
        raise InputError(msg)
    if (int(documents.max()) + 1) * (int(fields.max()) + 1) >= 2**63:
        msg = (
            f"documents must be numbered, for instance from 0; {documents.max()} is too high for {fields.max()} fields."
        )
        raise InputError(msg)


def _grouped(documents: IntArray, fields: IntArray, *, n_fields: int) -> _Grouped:
    """Find where each document starts; fields that a document repeats are still there."""
    if (documents[1:] < documents[:-1]).any():
        return _sorted(documents, fields, n_fields=n_fields)
    starts = _starts(documents)
    return _Grouped(starts=starts, sizes=np.diff(starts, append=fields.size), fields=_compact(fields, n_fields))


def _sorted(documents: IntArray, fields: IntArray, *, n_fields: int) -> _Grouped:
    """Sort the rows, and keep each field of a document once."""
    keys = documents.astype(np.int64) * n_fields + fields
    keys.sort()
    numbers, kept = np.divmod(keys[_starts(keys)], n_fields)
    starts = _starts(numbers)
    return _Grouped(starts=starts, sizes=np.diff(starts, append=kept.size), fields=_compact(kept, n_fields))


def _starts(ordered: npt.NDArray[np.integer]) -> IntArray:
    """Positions at which a value differs from the one before it."""
    differs = np.empty(ordered.size, dtype=bool)
    differs[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=differs[1:])
    return np.flatnonzero(differs)


def _compact(fields: npt.NDArray[np.integer], n_fields: int) -> Codes:
    return fields.astype(np.int32) if n_fields**2 < 2**31 else fields.astype(np.int64)


def _tally(grouped: _Grouped, *, n_fields: int, counting: Literal["whole", "fractional"]) -> _Pairs:
    found: list[tuple[Codes, FloatArray]] = []
    write, shorten, engine = _loops(grouped.fields)
    for starts, sizes in _blocks(grouped, by_size=counting == "fractional"):
        codes = write(starts, sizes, grouped.fields, n_fields)
        codes.sort()
        kept, counts = shorten(codes)
        found.append((kept, counts if counting == "whole" else counts / _n_pairs(sizes[:1])))
    codes, values = _merged(found, grouped.fields)
    lower, higher = np.divmod(codes, n_fields)
    return _Pairs(first=lower.astype(np.intp), second=higher.astype(np.intp), values=values, engine=engine)


def _loops(
    fields: Codes,
) -> tuple[
    Callable[[IntArray, IntArray, Codes, int], Codes],
    Callable[[Codes], tuple[Codes, FloatArray]],
    Literal["numba", "numpy"],
]:
    """Take the compiled loops where they are loaded and were made for these numbers."""
    write, count = compiled.loop("write_pairs"), compiled.loop("count_runs")
    if write is None or count is None or fields.dtype != np.int32:
        return _written, _runs, "numpy"
    return partial(_written_compiled, write), partial(_runs_compiled, count), "numba"


def _runs(codes: Codes) -> tuple[Codes, FloatArray]:
    first = _starts(codes)
    return codes[first], np.diff(first, append=codes.size).astype(np.float64)


def _runs_compiled(count: Callable[..., object], codes: Codes) -> tuple[Codes, FloatArray]:
    kept, counts, n_kept = np.empty_like(codes), np.empty(codes.size), np.zeros(1, dtype=np.int64)
    count(codes, kept, counts, n_kept)
    return kept[: n_kept[0]].copy(), counts[: n_kept[0]].copy()


def _written_compiled(
    write: Callable[..., object], starts: IntArray, sizes: IntArray, fields: Codes, n_fields: int
) -> Codes:
    ends = _n_pairs(sizes).cumsum()
    codes = np.empty(int(ends[-1]), dtype=np.int32)
    ranges = even_ranges(sizes.size, n_ranges=N_RANGES)
    share(lambda first, last: write(starts, sizes, ends, fields, codes, n_fields, first, last), ranges)
    return codes


def _blocks(grouped: _Grouped, *, by_size: bool) -> Iterator[tuple[IntArray, IntArray]]:
    """Cut the documents of two or more fields where a block is full, and where asked by size."""
    for size in np.flatnonzero(np.bincount(grouped.sizes)[2:]) + 2 if by_size else [0]:
        chosen = grouped.sizes == size if size else grouped.sizes > 1
        starts, sizes = grouped.starts[chosen], grouped.sizes[chosen]
        block = _n_pairs(sizes).cumsum() // BLOCK
        cuts = [*_starts(block).tolist(), sizes.size]
        for first, last in pairwise(cuts):
            yield starts[first:last], sizes[first:last]


def _n_pairs(sizes: IntArray) -> IntArray:
    return sizes * (sizes - 1) // 2


def _written(starts: IntArray, sizes: IntArray, fields: Codes, n_fields: int) -> Codes:
    """Write each pair of fields of the documents as a number."""
    codes, end = np.empty(int(_n_pairs(sizes).sum()), dtype=fields.dtype), 0
    for size in np.flatnonzero(np.bincount(sizes)).tolist():
        of_size = starts[sizes == size]
        n_together = max(1, CACHED // size)
        for begin in range(0, of_size.size, n_together):
            rows = fields[of_size[begin : begin + n_together] + np.arange(size)[:, np.newaxis]]
            for position in range(size - 1):
                start, end = end, end + (size - 1 - position) * rows.shape[1]
                pairs = codes[start:end].reshape(-1, rows.shape[1])
                np.minimum(rows[position], rows[position + 1 :], out=pairs)
                pairs *= n_fields
                pairs += np.maximum(rows[position], rows[position + 1 :])
    return codes


def _merged(found: list[tuple[Codes, FloatArray]], like: Codes) -> tuple[Codes, FloatArray]:
    if len(found) == 1:
        return found[0]
    codes = np.concatenate([block for block, _ in found] or [like[:0]])
    values = np.concatenate([of_block for _, of_block in found] or [np.empty(0)])
    order = np.argsort(codes, kind="stable")
    codes, values = codes[order], values[order]
    first = _starts(codes)
    return codes[first], np.add.reduceat(values, first) if first.size else values
