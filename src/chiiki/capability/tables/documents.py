"""Fields that meet in documents: patents, articles, projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from chiiki.capability.documents import document_pairs
from chiiki.capability.tables.answer import Part
from chiiki.capability.tables.asking import assembled, parts_of
from chiiki.capability.tables.labels import label_cautions
from chiiki.capability.tables.long import by_pair
from chiiki.capability.tables.matrix import Matrix
from chiiki.capability.tables.reading import Reading, Rules
from chiiki.capability.tables.refusals import check_cells, position_of
from chiiki.capability.tables.rows import appearing
from chiiki.errors import InputError
from chiiki.frames.cells import coded, numbers
from chiiki.frames.table import open_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Unpack

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.cells import Axis
    from chiiki.frames.table import Given, Table

__all__ = ["cooccurrence", "pairs_of_documents"]

Counting = Literal["whole", "fractional"]


def cooccurrence(table: Given, *, document: str, counting: Counting = "whole", **asked: Unpack[Asked]) -> Answer[Given]:
    """Count for each two fields the documents that name both.

    Parameters
    ----------
    table : frame or dict of columns
        One row per document and field; where `value` names a column, rows of 0 are left out.
    document : str
        Column that names the document.
    counting : {"whole", "fractional"}
        A document adds 1 to each of its pairs, or 1 to all of them together.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`. A region is not used.

    Returns
    -------
    Answer
        Columns field, other_field, value; both directions, no field with itself.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.

    Examples
    --------
    >>> patents = {"id": [1, 1, 2, 2, 2], "class": ["x", "y", "x", "y", "z"]}
    >>> cooccurrence(patents, document="id", field="class").frame()["value"]
    [2.0, 1.0, 2.0, 1.0, 1.0, 1.0]
    """

    def of_counts(axis: Axis, counts: FloatArray, n_documents: float) -> Part:
        n = int((np.triu(counts, 1) > 0).sum())
        finding = f"{n_documents:,.0f} documents; {n:,} of {len(axis) * (len(axis) - 1) // 2:,} pairs of fields meet"
        return Part(counts, by_pair(axis, {"value": counts}), (finding,))

    return pairs_of_documents(
        "cooccurrence",
        table,
        asked,
        document=document,
        counting=counting,
        question="How often do two fields meet in one document?",
        of_counts=of_counts,
        settings={"counting": counting},
    )


def pairs_of_documents(  # noqa: PLR0913 -- what an answer consists of
    method: str,
    table: Given | Table[Given],
    asked: Asked,
    *,
    document: str,
    question: str,
    of_counts: Callable[[Axis, FloatArray, float], Part],
    settings: Mapping[str, str],
    counting: Counting = "whole",
) -> Answer[Given]:
    """Count pairs in documents, period by period, and make an answer of the counts.

    Parameters
    ----------
    method, question : str
        Name, and what it answers.
    table : frame or dict of columns
        One row per document and field.
    asked : Asked
        How to read it.
    document : str
        Column that names the document.
    of_counts : callable
        From the fields, the counts of shape (n_fields, n_fields) and the number of documents to a part.
    settings : mapping of str to str
        The choices that matter.
    counting : {"whole", "fractional"}
        As :func:`cooccurrence`.

    Raises
    ------
    InputError
        If the table cannot be read.
    """
    if isinstance(table, np.ndarray):
        msg = f"{method} counts documents, and an array names none. Give a frame with one row per document and field."
        raise InputError(msg)
    reading = Reading(**asked)
    opened = open_table(table)
    documents = coded(opened, document, what="document")
    fields = coded(opened, reading.field or "field", what="field")
    cautions = label_cautions(fields.axis, what="field")
    found, n_documents = [], {}
    for positions, period in _periods(opened, reading, _used(opened, asked)):
        within = appearing(fields, positions)
        axis = within.axis
        pairs = document_pairs(documents.codes[positions], within.codes, n_fields=len(axis), counting=counting)
        # fields by fields: in a table of pairs both sides are fields
        found.append(Matrix(pairs.matrix(), axis, axis, reading.value, period, cautions=cautions))
        n_documents[found[-1].period] = float(pairs.n_documents)
    return assembled(
        method,
        opened,
        found,
        part=parts_of(found, lambda matrix: of_counts(matrix.field_axis, matrix.values, n_documents[matrix.period])),
        question=question,
        size=f"{sum(n_documents.values()):,.0f} documents by {len(fields.axis):,} fields",
        settings=settings,
    )


def _used(table: Table[Any], asked: Asked) -> IntArray:
    """Return the rows that name a field: all, or those with an amount where amounts are given."""
    if "value" not in asked:
        return np.arange(table.n_rows)
    name = asked["value"]
    amounts = numbers(table, name)
    check_cells(amounts, table=table, name=name, rules=Rules())
    return np.flatnonzero(amounts > 0)


def _periods(table: Table[Any], reading: Reading, used: IntArray) -> Iterator[tuple[IntArray, Axis | None]]:
    if reading.time is None:
        yield used, None
        return
    periods = coded(table, reading.time, what="period")
    chosen: Sequence[int] = range(len(periods.axis))
    if reading.period is not None:
        chosen = [position_of(reading.period, periods.axis, what="period")]
    for code in chosen:
        yield used[periods.codes[used] == code], periods.axis.kept(np.array([code]))
