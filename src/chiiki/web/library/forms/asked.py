"""Read lists and searches from the query of an address; what cannot be meant is refused, with the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest

from chiiki.web.library.enums import FACETS, Kind
from chiiki.web.library.queries.records import SORTS, Question

if TYPE_CHECKING:
    from django.http import QueryDict

    from chiiki.brief.document import Lang

__all__ = ["LONGEST_WORDS", "read_page", "read_question"]

LONGEST_WORDS = 400
LONGEST_VALUE = 128
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f]+")
_YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
_PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def read_question(query: QueryDict, *, lang: Lang, kind: Kind | None = None) -> Question:
    """Read filters, words, period and order.

    Raises
    ------
    BadRequest
        If a value is too long, is no year, or names an order that there is not.
    """
    sort = query.get("sort", "")
    if sort.removeprefix("-") not in {"", *SORTS} or sort == "-":
        msg = f"sort: one of {', '.join(SORTS)}, with - in front for descending"
        raise BadRequest(msg)
    words = query.get("q", "")
    if len(words) > LONGEST_WORDS:
        msg = f"q: at most {LONGEST_WORDS} characters"
        raise BadRequest(msg)
    return Question(
        kind=kind or _kind(query.get("kind", "")),
        filters={facet: _value(facet, value) for facet in FACETS if (value := query.get(facet, ""))},
        words=words,
        from_fy=_year("from", query.get("from", "")),
        to_fy=_year("to", query.get("to", "")),
        sort=sort,
        lang=lang,
    )


def read_page(query: QueryDict) -> int:
    """Read the number of the page, from 1.

    Raises
    ------
    BadRequest
        If it is no whole number from 1.
    """
    given = query.get("page", "") or "1"
    if not _PAGE.fullmatch(given):
        msg = "page: a whole number from 1"
        raise BadRequest(msg)
    return int(given)


def _kind(given: str) -> Kind | None:
    if not given:
        return None
    if given not in Kind.values:
        msg = f"kind: one of {', '.join(Kind.values)}"
        raise BadRequest(msg)
    return Kind(given)


def _value(facet: str, given: str) -> str:
    if len(given) > LONGEST_VALUE or not _PRINTABLE.fullmatch(given):
        msg = f"{facet}: at most {LONGEST_VALUE} printable characters"
        raise BadRequest(msg)
    return given


def _year(name: str, given: str) -> int | None:
    if not given:
        return None
    if not _YEAR.fullmatch(given):
        msg = f"{name}: a fiscal year of four digits"
        raise BadRequest(msg)
    return int(given)
