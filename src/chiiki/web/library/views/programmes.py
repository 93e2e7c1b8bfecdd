"""The page of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.enums import Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.programme import compose_programme
from chiiki.web.library.views.documents import answer_subject

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["programme"]


@requires(anyone, is_shared=True)
def programme(request: HttpRequest, *, subject_id: str, ending: str) -> HttpResponse:
    """Show one programme."""
    return answer_subject(
        request,
        kind=Kind.PROGRAMME,
        subject_id=subject_id,
        ending=ending,
        compose=lambda key, lang: compose_programme(key, pack=pack(), lang=lang),
    )
