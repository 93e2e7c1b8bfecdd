"""Things of the library: a list and an item of each kind, with the filters of the lists for people, and search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from chiiki.web.access.rules import anyone
from chiiki.web.api.declare import declares
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.paging import begin, page
from chiiki.web.api.problems import ProblemError
from chiiki.web.api.records import ListFilter, SearchFilter, Summary, question_of, slice_of, summary_json
from chiiki.web.api.shapes import Page
from chiiki.web.api.things import thing_json, thing_model
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.queries.hints import hints_for

__all__ = ["router"]

router = Router(tags=["library"])


class Near(Schema):
    """What may have been meant."""

    name: str = Field(description="Name of a thing")
    href: str = Field(description="Path of its page")


class Hits(Page[Summary]):
    """One page of what was found, the best first."""

    is_complete: bool = Field(description="False where more fit than were ranked: n_total or more")
    near: list[Near] = Field(description="Names that are near, where nothing was found")


@router.get("/search", response=Hits, summary="Search over all kinds")
@declares(anyone)
def search(request: HttpRequest, asked: Query[SearchFilter]) -> dict[str, Any]:
    """Find names, texts and sources in Japanese and English; words of one and two characters are found too."""
    question = question_of(asked, kind=asked.kind)
    actor, start = request.actor, begin(request, asked)  # type: ignore[attr-defined]
    records, n_total, is_complete = slice_of(question, actor=actor, start=start, limit=asked.limit)
    near = () if n_total else hints_for(question, actor=actor, lang="ja").near
    found = page(request, [summary_json(record) for record in records], start=start, n_total=n_total)
    return found | {"is_complete": is_complete, "near": [{"name": one.name, "href": one.href} for one in near]}


def _offer(kind: Kind) -> None:
    """Put the two operations of `kind` on the router."""
    word = LISTS[kind]

    @router.get(f"/{word}", response=Page[Summary], summary=f"List of {word}", operation_id=f"{word}_list")
    @declares(anyone)
    def things(request: HttpRequest, asked: Query[ListFilter]) -> dict[str, Any]:
        """List what fits the filters, page by page, in the order of the pack or as `sort` says."""
        start = begin(request, asked)
        records, n_total, _is_complete = slice_of(
            question_of(asked, kind=kind),
            actor=request.actor,  # type: ignore[attr-defined]
            start=start,
            limit=asked.limit,
        )
        return page(request, [summary_json(record) for record in records], start=start, n_total=n_total)

    @router.get(
        f"/{word}/{{subject_id}}",
        response=thing_model(kind),
        summary=f"One of the {word}",
        operation_id=f"{word}_item",
    )
    @declares(anyone)
    def thing(request: HttpRequest, subject_id: str) -> dict[str, Any]:
        """Return its row of the pack, what belongs to it, and where more is said."""
        found = thing_json(kind, subject_id, actor=request.actor)  # type: ignore[attr-defined]
        if found is None:
            raise ProblemError(ProblemCode.NOT_FOUND, detail=_("There is nothing of this kind with this id."))
        return found


for _kind in Kind:
    _offer(_kind)
