"""Briefs: which there are, and each with all its claims and numbers."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from chiiki.web.access.rules import anyone
from chiiki.web.api.declare import declares
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.problems import ProblemError, wanted_language
from chiiki.web.api.shapes import Words
from chiiki.web.library.domain.briefs import BRIEF_FORMS, BriefWanted, brief_subjects, kept_brief, make_brief

__all__ = ["router"]

router = Router(tags=["briefs"])


class BriefFile(Schema):
    """One file of a brief."""

    form: str = Field(description="html, pdf, md or json", examples=["pdf"])
    lang: str = Field(description="ja or en", examples=["ja"])
    href: str = Field(description="Path of the file", examples=["/ja/briefs/region/04.pdf"])


class BriefSummary(Schema):
    """One brief and its files."""

    kind: str = Field(description="What it is about", examples=["region"])
    id: str = Field(description="Id of what it is about", examples=["04"])
    name: Words = Field(description="Name of what it is about")
    href: str = Field(description="Path of the brief as JSON", examples=["/api/v1/briefs/region/04"])
    files: list[BriefFile] = Field(description="Files in both languages")


@router.get("/briefs", response=list[BriefSummary], summary="Every brief and its files")
@declares(anyone)
def briefs(request: HttpRequest) -> list[dict[str, Any]]:
    """List the briefs of the nation, of regions and of programmes."""
    return [
        _summary(kind, subject_id, names=names)
        for kind, found in brief_subjects().items()
        for subject_id, names in found.items()
    ]


@router.get("/briefs/{kind}/{subject_id}", response=dict[str, Any], summary="One brief with all its numbers")
@declares(anyone)
def brief(request: HttpRequest, kind: str, subject_id: str) -> dict[str, Any]:
    """Return the brief as `brief.schema.json` describes it: claims, blocks, numbers, definitions, sources."""
    if subject_id not in brief_subjects().get(kind, {}):
        raise ProblemError(ProblemCode.NOT_FOUND, detail=_("There is no brief about this."))
    wanted = BriefWanted(kind, subject_id, wanted_language(request), "json")  # type: ignore[arg-type]
    content = kept_brief(wanted) or make_brief(wanted)
    found: dict[str, Any] = json.loads(content or b"{}")
    return found


def _summary(kind: str, subject_id: str, *, names: tuple[str, str]) -> dict[str, Any]:
    place = f"briefs/{kind}/{quote(subject_id, safe='')}"
    return {
        "kind": kind,
        "id": subject_id,
        "name": {"ja": names[0] or None, "en": names[1] or None},
        "href": f"/api/v1/{place}",
        "files": [
            {"form": form, "lang": lang, "href": f"/{lang}/{place}.{form}"}
            for lang in ("ja", "en")
            for form in BRIEF_FORMS
        ],
    }
