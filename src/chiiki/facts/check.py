"""Check a whole pack, and list everything that is wrong with it.

The order of the rules is the order of trust: the descriptor, each file, its cells, the
keys between tables, the rows, the totals. A rule looks only at rows whose cells could be
read, so one mistake is not reported twice.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from chiiki.errors import PackError
from chiiki.facts.check_keys import key_problems
from chiiki.facts.check_rows import row_problems
from chiiki.facts.check_totals import total_problems
from chiiki.facts.pack import record_types
from chiiki.facts.read import Problem, read_table
from chiiki.facts.schema import DESCRIPTOR, read_schema
from chiiki.facts.sheets import Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chiiki.facts.schema import PackSchema

__all__ = ["Report", "check_pack"]


@dataclass(frozen=True, slots=True)
class Report:
    """What :func:`check_pack` found."""

    edition: str
    n_rows: dict[str, int]
    """Rows per table, in the order of the descriptor."""

    problems: tuple[Problem, ...]
    """All of them, grouped by file in the order of the tables."""


def check_pack(folder: Path) -> Report:
    """Check the pack in `folder` against its descriptor and against the rules of the facts.

    Parameters
    ----------
    folder : Path
        Folder with ``datapackage.json``.

    Returns
    -------
    Report
        All problems; none means that the pack may be used.
    """
    try:
        schema = read_schema(folder)
    except PackError as error:
        return Report("", {}, (Problem(DESCRIPTOR, str(error), ""),))
    sheets = Sheets(schema, {name: read_table(folder, table) for name, table in schema.tables.items()})
    problems = [*_shape_problems(schema)]
    for read in sheets.reads.values():
        problems += read.problems
    problems += [*key_problems(sheets), *row_problems(sheets), *total_problems(sheets)]
    order = {table.path: place for place, table in enumerate(schema.tables.values())}
    return Report(
        edition=schema.edition,
        n_rows={name: read.n_rows for name, read in sheets.reads.items()},
        problems=tuple(sorted(problems, key=lambda problem: (order.get(problem.file, -1), problem.row or 0))),
    )


def _shape_problems(schema: PackSchema) -> Iterator[Problem]:
    """Yield tables and columns that this version of chiiki reads and the descriptor lacks."""
    remedy = "Use a pack that was built for this version of chiiki."
    for name, record in record_types().items():
        if name not in schema.tables:
            yield Problem(DESCRIPTOR, f"the table {name!r} is not listed.", remedy)
            continue
        table = schema.tables[name]
        for column in (field.name for field in fields(record)):
            if column not in table.columns:
                yield Problem(DESCRIPTOR, f"the table {name!r} lacks the column.", remedy, column=column)
