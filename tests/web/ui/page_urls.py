"""Pages for the tests of the frame: shared, private, wrong, and those that a careless view would make."""

from __future__ import annotations

import sqlite3
from itertools import count

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.urls import path

from chiiki.web.access.rules import anyone, known
from chiiki.web.access.views import requires
from chiiki.web.config.urls import handler400, handler403, handler404, handler500
from chiiki.web.config.urls import urlpatterns as own

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

calls = count(1)


@requires(anyone, is_shared=True)
def shared(request):
    return HttpResponse(f"call {next(calls)} of {request.GET.get('q', '')} {'long ' * 100}")


@requires(anyone, is_shared=True)
def sets_cookie(_request):
    response = HttpResponse(f"call {next(calls)}")
    response.set_cookie("mark", "1")
    return response


@requires(anyone, is_shared=True)
def reads_session(request):
    return HttpResponse(f"call {next(calls)} {request.session.get('name')}")


@requires(anyone, is_shared=True)
def varies(_request):
    response = HttpResponse(f"call {next(calls)}")
    response["Vary"] = "Accept-Language"
    return response


@requires(anyone, is_shared=True)
def gone(_request):
    return HttpResponse(f"call {next(calls)}", status=410)


@requires(anyone)
def private(_request):
    return HttpResponse(f"call {next(calls)}", headers={"Cache-Control": "public, max-age=600"})


@requires(known)
def own_page(request):
    return HttpResponse(request.actor.name)


@requires(anyone)
def download(_request):
    return HttpResponse("<script>1</script>", headers={"Content-Disposition": 'attachment; filename="x.html"'})


@requires(anyone)
def data(_request):
    return JsonResponse({"a": 1})


@requires(anyone)
def forbidden(_request):
    raise PermissionDenied


@requires(anyone)
def fails(_request):
    message = "a secret value"
    raise ValueError(message)


@requires(anyone)
def away(_request):
    message = "server closed the connection unexpectedly"
    raise OperationalError(message)


@requires(anyone)
def cut(_request):
    message = "connection already closed"
    raise InterfaceError(message)


@requires(anyone)
def no_table(_request):
    try:
        sqlite3.connect(":memory:").execute("select * from nothing")
    except sqlite3.OperationalError as error:
        raise OperationalError(*error.args) from error


@requires(anyone)
def status(_request, code):
    return HttpResponse(status=code)


@requires(anyone, methods=("GET", "POST"))
def form(request):
    return HttpResponse(request.method)


views = (shared, sets_cookie, reads_session, varies, gone, private, own_page, download, data, forbidden, fails)
urlpatterns = [
    *(path(f"{lang}/t/{view.__name__}", view) for lang in ("ja", "en") for view in views),
    *(path(f"{lang}/t/{view.__name__}", view) for lang in ("ja", "en") for view in (away, cut, no_table, form)),
    path("ja/t/status/<int:code>", status),
    path("en/t/status/<int:code>", status),
    *own,
]
