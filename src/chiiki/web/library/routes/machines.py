"""What stands beside each page for machines, in the words of schema.org."""

from __future__ import annotations

from django.urls import path

from chiiki.web.library.enums import LISTS
from chiiki.web.library.views import jsonld

__all__ = ["routes"]

routes = [
    path(f"{word}/<str:subject_id>.jsonld", jsonld.thing, {"kind": kind}, name=f"{kind.value}-jsonld")
    for kind, word in LISTS.items()
]
