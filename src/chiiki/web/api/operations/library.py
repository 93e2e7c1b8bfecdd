"""Things of the library: a list and an item of each kind, with the filters of the lists for people."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from chiiki.web.access.rules import anyone
from chiiki.web.api.declare import declares
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.paging import Paging, begin, page
from chiiki.web.api.problems import ProblemError
from chiiki.web.api.rowshapes import words_json
from chiiki.web.api.shapes import Page, Words
from chiiki.web.api.things import thing_address, thing_json, thing_model
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.queries.subjects import subjects

__all__ = ["router"]

router = Router(tags=["library"])


class Summary(Schema):
    """A thing of the library as lists name it."""

    id: str = Field(description="Id in the facts pack", examples=["KCI"])
    kind: Kind = Field(description="What it is")
    name: Words = Field(description="Name")
    address: str = Field(description="Stable address", examples=["/id/programme/KCI"])
    href: str = Field(description="Path of the item", examples=["/api/v1/programmes/KCI"])


def summary_json(kind: Kind, subject_id: str, *, name_ja: str, name_en: str) -> dict[str, Any]:
    """Return a thing as lists name it."""
    stable = thing_address(kind, subject_id)
    return {
        "id": subject_id,
        "kind": kind.value,
        "name": words_json(name_ja, name_en),
        "address": stable,
        "href": f"/api/v1/{LISTS[kind]}/{stable.rpartition('/')[2]}",
    }


def _offer(kind: Kind) -> None:
    """Put the two operations of `kind` on the router."""
    word = LISTS[kind]

    @router.get(f"/{word}", response=Page[Summary], summary=f"List of {word}", operation_id=f"{word}_list")
    @declares(anyone)
    def things(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
        """In the order of the pack, page by page."""
        found = list(subjects(kind, pack=pack()).items())
        start = begin(request, asked)
        items = [
            summary_json(kind, subject_id, name_ja=names[0], name_en=names[1])
            for subject_id, names in found[start : start + asked.limit]
        ]
        return page(request, items, start=start, n_total=len(found))

    @router.get(
        f"/{word}/{{subject_id}}",
        response=thing_model(kind),
        summary=f"One of the {word}",
        operation_id=f"{word}_item",
    )
    @declares(anyone)
    def thing(request: HttpRequest, subject_id: str) -> dict[str, Any]:
        """Return its row of the pack, what belongs to it, and where more is said."""
        found = thing_json(kind, subject_id)
        if found is None:
            raise ProblemError(ProblemCode.NOT_FOUND, detail=_("There is nothing of this kind with this id."))
        return found


for _kind in Kind:
    _offer(_kind)
