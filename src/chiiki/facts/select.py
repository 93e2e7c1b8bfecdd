"""Choose rows and columns of one table, and keep count of what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from chiiki.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.facts.pack import Pack
    from chiiki.facts.read import Cell

__all__ = ["Selection", "as_text", "select"]

SOURCE_COLUMNS = ("source_title", "source_url", "source_licence")
"""What ``with_sources`` adds to each row that names a source."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of one table in the order of the pack."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    n_matching: int
    """Rows that fit the conditions, also those beyond the limit."""

    n_rows: int
    """All rows of the table."""


def select(  # noqa: PLR0913 -- one per option of the command
    pack: Pack,
    table: str,
    *,
    where: Sequence[str] = (),
    columns: Sequence[str] = (),
    limit: int | None = None,
    with_sources: bool = False,
) -> Selection:
    """Choose rows of `table`.

    Parameters
    ----------
    pack : Pack
        The facts.
    table : str
        Name of the table.
    where : sequence of str
        Conditions ``FIELD=VALUE``, all of which must hold; ``FIELD=`` asks for an empty cell.
    columns : sequence of str
        Columns to keep; all when empty.
    limit : int, optional
        At most so many rows; None for all.
    with_sources : bool
        Add title, address and licence of each row's source.

    Raises
    ------
    UnknownNameError
        If the table or a field is not in the pack.
    InputError
        If a condition is not ``FIELD=VALUE``.
    """
    found = pack.read(table)
    conditions = [_condition(text, table=table, known=found.columns) for text in where]
    wanted = tuple(_known(name, table=table, known=found.columns) for name in columns) or tuple(found.columns)
    matching = [
        index
        for index in range(found.n_rows)
        if all(as_text(found.columns[field][index]) == value for field, value in conditions)
    ]
    kept = matching if limit is None else matching[:limit]
    rows = [tuple(found.columns[name][index] for name in wanted) for index in kept]
    if with_sources and "source_id" in found.columns:
        ids = [str(found.columns["source_id"][index]) for index in kept]
        rows = [(*row, *_source(pack, source_id)) for row, source_id in zip(rows, ids, strict=True)]
        wanted = (*wanted, *SOURCE_COLUMNS)
    return Selection(table, wanted, tuple(rows), len(matching), found.n_rows)


def as_text(cell: Cell) -> str:
    """Write a cell as the pack's CSV does.

    Examples
    --------
    >>> as_text(True), as_text(None), as_text(("rounded", "approximate"))
    ('true', '', 'rounded;approximate')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return ";".join(cell) if isinstance(cell, tuple) else str(cell)


def _condition(text: str, *, table: str, known: dict[str, Sequence[Cell]]) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not sign:
        msg = f"--where {text!r} is no condition. Write FIELD=VALUE, for example kind=prefecture."
        raise InputError(msg)
    return _known(field, table=table, known=known), value


def _known(field: str, *, table: str, known: dict[str, Sequence[Cell]]) -> str:
    if field in known:
        return field
    near = get_close_matches(field, known, n=3)
    hint = f"Did you mean {', '.join(near)}?" if near else f"Its fields: {', '.join(known)}."
    msg = f"the table {table} has no field {field!r}. {hint}"
    raise UnknownNameError(msg)


def _source(pack: Pack, source_id: str) -> tuple[str, str, str]:
    source = pack.source(source_id)
    return source.title_en or source.title_ja, source.url, source.licence_id
