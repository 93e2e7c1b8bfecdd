"""Pages of regions: prefectures, the nation, wide areas, municipalities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.enums import Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.region import compose_region
from chiiki.web.library.views.documents import answer_subject

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["region"]


@requires(anyone, is_shared=True)
def region(request: HttpRequest, *, subject_id: str, ending: str) -> HttpResponse:
    """Show one region; its files hold the tables that the page shortens."""
    return answer_subject(
        request,
        kind=Kind.REGION,
        subject_id=subject_id,
        ending=ending,
        compose=lambda key, lang: compose_region(key, pack=pack(), lang=lang, is_full=bool(ending)),
    )
