"""Pages of plans, laws, programmes, measures, evaluations, sources and conflicts."""

from __future__ import annotations

from chiiki.web.library.enums import Kind
from chiiki.web.library.views import programmes
from chiiki.web.library.views.documents import subject_routes

__all__ = ["routes"]

routes = [
    *subject_routes(Kind.PROGRAMME, programmes.programme),
]
