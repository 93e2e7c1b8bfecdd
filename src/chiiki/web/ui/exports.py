"""Answers that people take along: CSV and JSON with all rows, saying how many of how many.

The whole answer is made before it is sent, so that ``Content-Length`` tells a broken transfer.
The number of rows stands in the file name, in the header ``X-Rows`` and, in JSON, in the body.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["csv_answer", "json_answer", "neutral", "table_answer"]

BOM = "\ufeff"
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a text that begins so as a formula."""

Value = str | int | float | bool | None | tuple[str, ...] | list[str]


def csv_answer(
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    n_total: int,
    has_bom: bool = False,
) -> HttpResponse:
    """Answer with a table as CSV in UTF-8.

    Parameters
    ----------
    name : str
        Of the file, without ending; ``designations`` becomes ``designations-13-of-908.csv``.
    header : sequence of str
        Names of the columns.
    rows : iterable of sequences
        All rows; text that a spreadsheet would run gets an apostrophe in front, numbers stay.
    n_total : int
        Rows there are without the filter.
    has_bom : bool
        Begin with a byte order mark, for spreadsheets that need it.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([neutral(title) for title in header])
    n_rows = 0
    for row in rows:
        writer.writerow([neutral(value) for value in row])
        n_rows += 1
    content = (BOM if has_bom else "") + stream.getvalue()
    return _answer(content, name=name, ending="csv", kind="text/csv; charset=utf-8", n_rows=n_rows, n_total=n_total)


def json_answer(
    name: str,
    rows: Iterable[Mapping[str, object]],
    *,
    n_total: int,
    about: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Answer with a table as JSON: what it is, how many rows of how many, the rows.

    Parameters
    ----------
    name : str
        Of the file, as for :func:`csv_answer`.
    rows : iterable of mappings
        All rows, column → value.
    n_total : int
        Rows there are without the filter.
    about : mapping, optional
        What else stands in front of the rows.
    """
    found = list(rows)
    whole = {**(about or {}), "n_rows": len(found), "n_rows_of_table": n_total, "rows": found}
    content = json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"
    return _answer(content, name=name, ending="json", kind="application/json", n_rows=len(found), n_total=n_total)


def table_answer(  # noqa: PLR0913 -- what the answer says of itself
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    n_total: int,
    ending: str,
    has_bom: bool = False,
    about: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Answer with the same table as CSV or as JSON, as `ending` says.

    Parameters
    ----------
    name, header, rows, n_total, has_bom
        As for :func:`csv_answer`.
    ending : str
        ``csv`` or ``json``.
    about : mapping, optional
        As for :func:`json_answer`.

    Raises
    ------
    Http404
        For any other ending.
    """
    if ending == "csv":
        return csv_answer(name, header, rows, n_total=n_total, has_bom=has_bom)
    if ending != "json":
        raise Http404
    return json_answer(name, (dict(zip(header, row, strict=True)) for row in rows), n_total=n_total, about=about)


def neutral(value: Value) -> str:
    """Write a cell so that no spreadsheet runs it: numbers as they are, text with an apostrophe where needed.

    Examples
    --------
    >>> neutral("=1+1"), neutral(-3.5), neutral(None), neutral(True)
    ("'=1+1", '-3.5', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = ";".join(value) if isinstance(value, tuple | list) else value
    return f"'{text}" if text.startswith(RISKY) else text


def _answer(content: str, *, name: str, ending: str, kind: str, n_rows: int, n_total: int) -> HttpResponse:  # noqa: PLR0913
    plain = re.sub(r"[^A-Za-z0-9_.-]", "-", name)
    # a lone surrogate, which no encoding has, becomes a question mark rather than an error
    answer = HttpResponse(content.encode("utf-8", "replace"), content_type=kind)
    disposition = "inline" if ending == "json" else "attachment"
    answer["Content-Disposition"] = f'{disposition}; filename="{plain}-{n_rows}-of-{n_total}.{ending}"'
    answer["X-Rows"] = f"{n_rows}/{n_total}"
    return answer
