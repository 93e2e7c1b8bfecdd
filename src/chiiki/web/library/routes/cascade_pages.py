"""Pages of plans, laws, programmes, measures, evaluations, sources and conflicts."""

from __future__ import annotations

from chiiki.web.library.views.cascade_pages import COMPOSERS, subject_view
from chiiki.web.library.views.documents import subject_routes

__all__ = ["routes"]

routes = [route for kind in COMPOSERS for route in subject_routes(kind, subject_view(kind))]
