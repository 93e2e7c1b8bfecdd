"""The pages of plans, laws, programmes, measures, evaluations, sources and conflicts.

They differ only in what is composed, so each view is made from its kind and composer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.enums import Kind
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.conflict import compose_conflict
from chiiki.web.library.pages.evaluation import compose_evaluation
from chiiki.web.library.pages.law import compose_law
from chiiki.web.library.pages.measure import compose_measure
from chiiki.web.library.pages.plan import compose_plan
from chiiki.web.library.pages.programme import compose_programme
from chiiki.web.library.pages.source import compose_source
from chiiki.web.library.views.documents import answer_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from chiiki.brief.document import Document, Lang
    from chiiki.facts.pack import Pack

__all__ = ["COMPOSERS", "subject_view"]


class Composer(Protocol):
    """Composes the page of one subject."""

    def __call__(self, subject_id: str, /, *, pack: Pack, lang: Lang) -> Document: ...


COMPOSERS: Mapping[Kind, Composer] = {
    Kind.PLAN: compose_plan,
    Kind.LAW: compose_law,
    Kind.PROGRAMME: compose_programme,
    Kind.MEASURE: compose_measure,
    Kind.EVALUATION: compose_evaluation,
    Kind.SOURCE: compose_source,
    Kind.CONFLICT: compose_conflict,
}


def subject_view(kind: Kind) -> Callable[..., HttpResponse]:
    """Return the view of the pages of `kind`."""
    compose = COMPOSERS[kind]

    @requires(anyone, is_shared=True)
    def page(request: HttpRequest, *, subject_id: str, ending: str) -> HttpResponse:
        return answer_subject(
            request,
            kind=kind,
            subject_id=subject_id,
            ending=ending,
            compose=lambda key, lang: compose(key, pack=pack(), lang=lang),
        )

    return page
