"""Cut a list into pages and say how much there is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ninja import Schema
from pydantic import Field

from chiiki.web.api.cursors import MAX_LENGTH, read_cursor, write_cursor
from chiiki.web.library.facts import pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

__all__ = ["MAX_LIMIT", "TEXT", "Paging", "begin", "page"]

DEFAULT_LIMIT, MAX_LIMIT = 50, 200

TEXT = r"^[^\x00-\x1f\x7f]*$"
"""Pattern of text in a parameter: no control characters."""


class Paging(Schema):
    """Parameters of every list."""

    limit: int = Field(
        default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description=f"Rows on a page, at most {MAX_LIMIT}", examples=[100]
    )
    cursor: str | None = Field(
        default=None,
        max_length=MAX_LENGTH,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="`cursor` of the page before; bound to the list, its filters and the edition",
    )


def begin(request: HttpRequest, paging: Paging) -> int:
    """Return after how many rows the page begins."""
    return read_cursor(paging.cursor, scope=_scope(request)) if paging.cursor else 0


def page(request: HttpRequest, items: Sequence[object], *, start: int, n_total: int) -> dict[str, object]:
    """Return one page of a list; `items` are the rows of this page alone."""
    end = start + len(items)
    cursor = write_cursor(end, scope=_scope(request)) if items and end < n_total else None
    request.n_rows_read = len(items)  # type: ignore[attr-defined]
    return {
        "edition": pack().edition,
        "n_total": n_total,
        "n_before": start,
        "n": len(items),
        "items": items,
        "cursor": cursor,
        "next": f"{request.path}?{_query(request, cursor)}" if cursor else None,
    }


def _scope(request: HttpRequest) -> str:
    """Name the list: address, filters and edition; neither the length of a page nor the language."""
    filters = sorted(
        (name, value)
        for name, values in request.GET.lists()
        if name not in {"limit", "cursor", "lang"}
        for value in values
    )
    return f"{request.path}?{urlencode(filters)}#{pack().edition}"


def _query(request: HttpRequest, cursor: str) -> str:
    kept = [(name, value) for name, values in request.GET.lists() if name != "cursor" for value in values]
    return urlencode([*kept, ("cursor", cursor)])
