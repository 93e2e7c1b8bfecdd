"""Results of evaluations as JSON with full precision, or as a table for people."""

from __future__ import annotations

import json
import math
import sys
from typing import TYPE_CHECKING

from chiiki import __version__
from chiiki.cli.terminal import say
from chiiki.errors import InputError
from chiiki.evaluation.records import without_nan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["FORMS", "require_json_or_table", "write_report"]

FORMS = ("json", "table")


def require_json_or_table(form: str | None, out: Path | None) -> str:
    """Return the format asked for: table on a screen, JSON in a file, unless it is named.

    Raises
    ------
    InputError
        If it is neither json nor table.
    """
    chosen = form or ("json" if out is not None else "table")
    if chosen not in FORMS:
        msg = f"there is no format {form!r}; choose from {', '.join(FORMS)}."
        raise InputError(msg)
    return chosen


def write_report(  # noqa: PLR0913 -- what a report consists of
    record: Mapping[str, object],
    *,
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    summary: str,
    form: str,
    out: Path | None,
    force: bool = False,
) -> None:
    """Write a result to a file or to standard output; talk goes to standard error.

    Parameters
    ----------
    record : mapping
        The whole result for JSON; the version is added.
    header, rows
        The same for people; cells are text or numbers.
    summary : str
        What was asked, found and to be careful with; said on standard error under a table.
    form : {"json", "table"}
    out : Path or None
        File, or None for standard output.
    force : bool
        Replace a file that is there.

    Raises
    ------
    OutputError
        If the file is there or cannot be written.
    """
    from chiiki.cli.grid import table_text  # noqa: PLC0415 -- help pages stay quick
    from chiiki.cli.tables import require_free  # noqa: PLC0415 -- as above
    from chiiki.facts.writing import write_files  # noqa: PLC0415 -- as above

    require_free(out, force=force)
    if form == "json":
        whole = without_nan({"chiiki": __version__, **record})
        text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    else:
        text = table_text(tuple(header), [tuple(_cell(cell) for cell in row) for row in rows])
    if out is None:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        write_files(out.parent, {out.name: text.encode("utf-8")}, force=True)
        say(f"{out}: {len(rows):,} rows")
    if form == "table":
        say(summary)


def _cell(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)
