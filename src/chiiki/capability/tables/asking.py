"""Ask a method: read the table, compute period by period, put the parts into one answer."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from chiiki.capability.tables.answer import NO_CONVENTION, Answer, Part
from chiiki.capability.tables.long import joined
from chiiki.capability.tables.reading import Reading, Rules
from chiiki.capability.tables.rows import matrices, matrix_of_array
from chiiki.errors import InputError, MethodError, ShapeError
from chiiki.frames.table import Column, Table, open_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.table import Given, Values

__all__ = ["ask", "ask_across", "assembled", "in_labels", "parts_of"]

DEFAULT_RULES = Rules()
NOTHING: Mapping[str, str] = {}

POSITIONS = re.compile(r"(?P<alone>none|empty)?(?: at)? ?\[(?P<positions>\d+(?:, \d+)*)\]")
"""How methods name what they refuse: by position, which only the door can turn into labels."""

SUBJECT = re.compile(r"every (region|activity)")
LAST_WORD = re.compile(r"region|activit")


def ask(  # noqa: PLR0913 -- what an answer consists of
    method: str,
    table: Given | Table[Given],
    asked: Asked,
    *,
    question: str,
    compute: Callable[[Matrix], Part],
    rules: Rules = DEFAULT_RULES,
    settings: Mapping[str, str] = NOTHING,
    convention: str = NO_CONVENTION,
) -> Answer[Given]:
    """Compute a method for every period of a table.

    Parameters
    ----------
    method : str
        Its name on the command line.
    table : frame, dict of columns, array of shape (n_regions, n_fields), or Table
        What the caller gave.
    asked : Asked
        How to read it.
    question : str
        What the method answers, in one line.
    compute : callable
        From the matrix of one period to columns and result.
    rules : Rules
        What the method can take.
    settings : mapping of str to str
        The choices that matter, in words.
    convention : str
        Whose conventions were followed.

    Returns
    -------
    Answer

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer for it; messages have the
        caller's labels.
    """
    return ask_across(
        method,
        table,
        asked,
        question=question,
        compute=lambda found: parts_of(found, compute),
        rules=rules,
        settings=settings,
        convention=convention,
    )


def ask_across(  # noqa: PLR0913 -- what an answer consists of
    method: str,
    table: Given | Table[Given],
    asked: Asked,
    *,
    question: str,
    compute: Callable[[Sequence[Matrix]], Part],
    rules: Rules = DEFAULT_RULES,
    settings: Mapping[str, str] = NOTHING,
    convention: str = NO_CONVENTION,
) -> Answer[Given]:
    """Compute a method that looks at all periods of a table at once.

    Parameters are those of :func:`ask`, but for `compute`, which takes the matrices of all
    periods in order of first appearance.

    Returns
    -------
    Answer

    Raises
    ------
    InputError, MethodError
        As :func:`ask`.
    """
    reading = Reading(**asked)
    _check_needs(method, reading, rules)
    opened, found = _read(table, reading, rules)
    return assembled(
        method,
        opened,
        found,
        part=compute(found),
        question=question,
        size=_size(found, reading),
        settings=settings,
        convention=convention,
    )


def assembled(  # noqa: PLR0913 -- what an answer consists of
    method: str,
    opened: Table[Given],
    found: Sequence[Matrix],
    *,
    part: Part,
    question: str,
    size: str,
    settings: Mapping[str, str] = NOTHING,
    convention: str = NO_CONVENTION,
) -> Answer[Given]:
    """Put an answer together from what was read and what was computed.

    Parameters
    ----------
    method, question, size : str
        Name, what it answers, what was computed.
    opened : Table
        The caller's table.
    found : sequence of Matrix
        One per period; their cautions come first.
    part : Part
        What was computed.
    settings : mapping of str to str
        The choices that matter.
    convention : str
        Whose conventions were followed.
    """
    return Answer(
        method=method,
        question=question,
        size=size,
        columns=part.columns,
        result=part.result,
        settings=settings,
        findings=part.findings,
        cautions=tuple(dict.fromkeys((*(c for matrix in found for c in matrix.cautions), *part.cautions))),
        convention=convention,
        table=opened,
        types=_types(found[0]),
    )


def _check_needs(method: str, reading: Reading, rules: Rules) -> None:
    for role in rules.needs:
        if getattr(reading, role) is None:
            msg = f"{method} needs the column of the {role}: name it with {role}= (on the command line --{role})."
            raise InputError(msg)


def _read(table: Given | Table[Given], reading: Reading, rules: Rules) -> tuple[Table[Given], tuple[Matrix, ...]]:
    if not isinstance(table, np.ndarray):
        opened = open_table(table)
        return opened, matrices(opened, reading, rules)
    if table.ndim != 2 or table.size == 0:  # noqa: PLR2004 -- a table
        msg = f"the array must be regions by fields with at least one of each, got shape {table.shape}."
        raise ShapeError(msg)
    if given := [role for role in ("time", "persons", "parent", "units") if getattr(reading, role) is not None]:
        msg = f"{given[0]}= names a column, and an array has none. Give a frame with one row per region and field."
        raise InputError(msg)
    regions, fields = reading.regions or range(table.shape[0]), reading.fields or range(table.shape[1])
    opened = cast(
        "Table[Given]",
        Table(
            names=(reading.value,),
            n_rows=table.size,
            read=lambda _name: Column(table.ravel()),
            build=lambda made, _types: _structured(made),
            source="the array",
            row=lambda at: f"region {regions[at // len(fields)]!r}, field {fields[at % len(fields)]!r}",
        ),
    )
    return opened, matrix_of_array(opened, reading, rules, shape=table.shape)


def _structured(made: Mapping[str, Values]) -> np.ndarray[Any, Any]:
    columns = {name: np.asarray(cells) for name, cells in made.items()}
    whole = np.empty(len(next(iter(columns.values()))), dtype=[(name, cells.dtype) for name, cells in columns.items()])
    for name, cells in columns.items():
        whole[name] = cells
    return whole


def parts_of(found: Sequence[Matrix], compute: Callable[[Matrix], Part]) -> Part:
    """Compute each matrix, and put the parts one after the other with the period in front.

    Parameters
    ----------
    found : sequence of Matrix
        One per period.
    compute : callable
        From a matrix to its part.

    Raises
    ------
    InputError, MethodError
        What `compute` refuses, in the caller's labels.
    """
    parts = []
    for matrix in found:
        with in_labels(matrix):
            parts.append(compute(matrix))
    return parts[0] if found[0].period_axis is None else _stacked(found, parts)


@contextmanager
def in_labels(matrix: Matrix) -> Iterator[None]:
    """Re-word what a method refuses with the caller's labels and words.

    Parameters
    ----------
    matrix : Matrix
        The table whose regions and fields the method knows by position.

    Raises
    ------
    InputError, MethodError
        What the method raised, re-worded.
    """
    try:
        yield
    except (InputError, MethodError) as error:
        raise type(error)(_reworded(str(error), matrix)) from error


def _reworded(message: str, matrix: Matrix) -> str:
    """Put labels for positions: of what ``every …`` says, else of the word that stands before them."""

    def named(found: re.Match[str]) -> str:
        words = SUBJECT.findall(message) or LAST_WORD.findall(message[: found.start()])
        labels = matrix.regions if words and words[-1] == "region" else matrix.fields
        positions = [int(position) for position in found["positions"].split(",")]
        names = [repr(labels[position]) if position < len(labels) else str(position) for position in positions]
        return f"{found['alone']}: {', '.join(names)}" if found["alone"] else f" {', '.join(names)}"

    text = POSITIONS.sub(named, message).replace("activities", "fields").replace("activity", "field")
    return f"{text} (period {matrix.period})" if matrix.period else text


def _stacked(found: Sequence[Matrix], parts: Sequence[Part]) -> Part:
    axes = [matrix.period_axis for matrix in found if matrix.period_axis is not None]
    periods, labels = [axis.labels[0] for axis in axes], [axis.originals for axis in axes]
    lengths = [len(next(iter(part.columns.values()))) for part in parts]
    column = np.repeat(np.concatenate(labels), lengths)
    columns = {name: _concatenated([part.columns[name] for part in parts]) for name in parts[0].columns}
    several = len(parts) > 1
    return Part(
        result=dict(zip(periods, (part.result for part in parts), strict=True)) if several else parts[0].result,
        columns=joined({axes[0].column: column}, columns),
        findings=tuple(f"{p}: {line}" for p, part in zip(periods, parts, strict=True) for line in part.findings),
        cautions=tuple(caution for part in parts for caution in part.cautions),
    )


def _concatenated(columns: Sequence[Values]) -> Values:
    if all(isinstance(column, np.ndarray) for column in columns):
        return np.concatenate([np.asarray(column) for column in columns])
    return tuple(cell for column in columns for cell in column)


def _size(found: Sequence[Matrix], reading: Reading) -> str:
    def span(sizes: list[int], word: str) -> str:
        least, most = min(sizes), max(sizes)
        counts = f"{least:,}" if least == most else f"{least:,} to {most:,}"
        return f"{counts} {word}{'' if most == 1 else 's'}"

    sizes = [span([len(matrix.regions) for matrix in found], "region")]
    sizes += [span([len(matrix.fields) for matrix in found], "field")] if reading.field is not None else []
    periods = f" in {len(found)} periods" if len(found) > 1 else f" in {found[0].period}" if found[0].period else ""
    return " by ".join(sizes) + periods


def _types(matrix: Matrix) -> dict[str, object]:
    axes = [axis for axis in (matrix.region_axis, matrix.field_axis, matrix.period_axis) if axis is not None]
    types = {axis.column: axis.dtype for axis in axes}
    return types | {f"other_{column}": dtype for column, dtype in types.items()}
