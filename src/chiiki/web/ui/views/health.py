"""Say to a watcher whether the site can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.http import HttpResponse

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["health"]


@requires(anyone)
def health(_request: HttpRequest) -> HttpResponse:
    """Ask the database for one number; where it is away, the answer is that of every page then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
