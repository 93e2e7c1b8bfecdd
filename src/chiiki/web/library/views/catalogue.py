"""The catalogue of the pack and its files, under addresses that no language changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.exports.catalogue import catalogue_json, descriptor_json
from chiiki.web.library.exports.table_files import FORMS, file_facts, table_bytes
from chiiki.web.library.facts import pack
from chiiki.web.library.views.machines import json_ld

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["catalogue", "dataset", "descriptor", "table_file"]


@requires(anyone, is_shared=True)
def catalogue(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Answer with the catalogue (DCAT-AP 3)."""
    return json_ld(catalogue_json(pack(), base=settings.BASE_URL))


@requires(anyone, is_shared=True)
def descriptor(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Answer with the schema of all files (Frictionless Data Package)."""
    return JsonResponse(descriptor_json(pack()), json_dumps_params={"ensure_ascii": False, "indent": 1})


@requires(anyone)
def dataset(request: HttpRequest, *, name: str) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Lead from the stable address of a dataset to its page."""
    _check(name)
    response = HttpResponseRedirect(f"/ja/tables/{name}")
    response.status_code = 303
    return response


@requires(anyone, is_shared=True)
def table_file(request: HttpRequest, *, name: str, form: str) -> HttpResponse:  # noqa: ARG001 -- as Django calls it
    """Answer with a whole table; size and checksum stand in the catalogue."""
    _check(name)
    facts = file_facts(pack(), name, form=form)
    response = HttpResponse(table_bytes(pack(), name, form=form), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}-{facts.n_rows}-of-{facts.n_rows}.{form}"'
    response["X-Rows"] = f"{facts.n_rows}/{facts.n_rows}"
    return response


def _check(name: str) -> None:
    if name not in pack().schema.tables:
        raise Http404
