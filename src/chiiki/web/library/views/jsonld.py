"""The thing of a page in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import Http404

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.exports.jsonld import schema_org
from chiiki.web.library.facts import pack
from chiiki.web.library.queries.things import find_record
from chiiki.web.library.views.machines import json_ld

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from chiiki.web.access.views import ActorRequest
    from chiiki.web.library.enums import Kind

__all__ = ["thing"]


@requires(anyone, is_shared=True)
def thing(request: HttpRequest, *, kind: Kind, subject_id: str) -> HttpResponse:
    """Answer with one thing as JSON-LD."""
    record = find_record(kind, subject_id, actor=cast("ActorRequest", request).actor)
    if record is None:
        raise Http404
    return json_ld(schema_org(record, pack=pack(), base=settings.BASE_URL))
