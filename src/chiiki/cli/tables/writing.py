"""An answer as CSV, JSON, Parquet, or a table for people."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import numpy as np

from chiiki import __version__
from chiiki.cli.terminal import say
from chiiki.errors import InputError, MissingExtraError, OutputError
from chiiki.facts.writing import write_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chiiki.capability.tables import Answer
    from chiiki.frames.table import Values

__all__ = ["Form", "form_of", "require_free", "write_answer"]

Form = Literal["csv", "json", "parquet", "table"]
FORMS: tuple[str, ...] = get_args(Form)

BLOCK = 500_000
"""Rows that are made into text at a time: a hundred MB of cells."""


def form_of(given: str | None, out: Path | None) -> Form:
    """Return the format asked for; without one, the ending of the file decides, else CSV.

    Raises
    ------
    InputError
        If the format is unknown, or Parquet is to go to a screen.
    """
    ending = out.suffix.removeprefix(".").lower() if out is not None else ""
    form = given or (ending if ending in FORMS else "csv")
    if form not in FORMS:
        msg = f"there is no format {form!r}; choose from {', '.join(FORMS)}."
        raise InputError(msg)
    if form == "parquet" and out is None:
        msg = "Parquet is not text: name a file for it with --out."
        raise InputError(msg)
    return cast("Form", form)


def require_free(out: Path | None, *, force: bool) -> None:
    """Refuse to replace a file, before anything is computed.

    Raises
    ------
    OutputError
        If `out` exists and `force` is not given.
    """
    if out is not None and not force and out.exists():
        msg = f"{out} exists. Name another file with --out, or replace it with --force."
        raise OutputError(msg)


def write_answer(answer: Answer[Any], *, form: Form, out: Path | None, force: bool) -> None:
    """Write an answer to a file or to standard output; talk goes to standard error.

    Raises
    ------
    OutputError
        If the file is there or cannot be written.
    MissingExtraError
        If Parquet is asked for without the extra ``lake``.
    """
    blocks = {"csv": _csv, "json": _json, "parquet": _parquet, "table": _table}[form](answer)
    if out is None:
        for block in blocks:
            sys.stdout.buffer.write(block)
        sys.stdout.buffer.flush()
    else:
        require_free(out, force=force)
        write_files(out.parent, {out.name: b"".join(blocks)}, force=True)
        say(f"{out}: {answer.n_rows:,} rows")
    if form == "table":
        say(answer.summary())
        return
    for caution in answer.cautions:
        say(f"caution ({caution.code}): {caution.message}")


def _csv(answer: Answer[Any]) -> Iterator[bytes]:
    for start in range(0, max(answer.n_rows, 1), BLOCK):
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        if start == 0:
            writer.writerow(answer.columns)
        cells = (_written(column[start : start + BLOCK]) for column in answer.columns.values())
        writer.writerows(zip(*cells, strict=True))
        yield stream.getvalue().encode("utf-8")
        if answer.n_rows > BLOCK:
            say(f"{min(start + BLOCK, answer.n_rows):,} of {answer.n_rows:,} rows")


def _written(cells: Values) -> list[object]:
    """Cells as CSV has them: the shortest text that reads back the same, empty where there is no number."""
    if isinstance(cells, np.ndarray) and cells.dtype == bool:
        return list(np.where(cells, "true", "false").tolist())
    listed = _plain(cells)
    return [str(cell).lower() if isinstance(cell, bool) else "" if cell is None else cell for cell in listed]


def _plain(cells: Values) -> list[object]:
    """Return Python's own types, None where there is no number."""
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "f":
        found: list[object] = cells.tolist()
        for at in np.flatnonzero(~np.isfinite(cells)).tolist():
            found[at] = None
        return found
    listed: list[object] = cells.tolist() if isinstance(cells, np.ndarray) else list(cells)
    return [None if isinstance(cell, float) and not math.isfinite(cell) else cell for cell in listed]


def _json(answer: Answer[Any]) -> Iterator[bytes]:
    columns = [_plain(cells) for cells in answer.columns.values()]
    whole = {
        **_description(answer),
        "n_rows": answer.n_rows,
        "records": [dict(zip(answer.columns, row, strict=True)) for row in zip(*columns, strict=True)],
    }
    yield (json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def _description(answer: Answer[Any]) -> dict[str, object]:
    return {
        "method": answer.method,
        "question": answer.question,
        "chiiki": __version__,
        "convention": answer.convention,
        "size": answer.size,
        "settings": dict(answer.settings),
        "findings": list(answer.findings),
        "cautions": [{"code": caution.code, "message": caution.message} for caution in answer.cautions],
    }


def _parquet(answer: Answer[Any]) -> Iterator[bytes]:
    try:
        import pyarrow as pa  # noqa: PLC0415 -- an optional extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        msg = "Parquet needs the extra lake. Add it: pip install 'chiiki[lake]', or in a checkout ./run --all-extras …"
        raise MissingExtraError(msg) from error
    columns = {name: pa.array(_plain(cells)) for name, cells in answer.columns.items()}
    described = json.dumps(_description(answer), ensure_ascii=False)
    stream = io.BytesIO()
    pq.write_table(pa.table(columns).replace_schema_metadata({"chiiki": described}), stream)
    yield stream.getvalue()


def _table(answer: Answer[Any]) -> Iterator[bytes]:
    from chiiki.cli.grid import table_text  # noqa: PLC0415 -- only for people

    columns = [[_rounded(cell) for cell in _plain(cells)] for cells in answer.columns.values()]
    yield table_text(tuple(answer.columns), list(zip(*columns, strict=True))).encode("utf-8")


def _rounded(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else ""
    return "" if cell is None else f"{cell:,.4g}" if isinstance(cell, float) else str(cell)
