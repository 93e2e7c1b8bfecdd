"""Lists, search, the tables of the pack and the cards of its rows."""

from __future__ import annotations

from django.urls import path

from chiiki.web.library.enums import LISTS
from chiiki.web.library.views import facts, lists, search, tables

__all__ = ["routes"]

routes = [
    path("search", search.page, name="search"),
    path("search.<str:ending>", search.file, name="search-file"),
    path("tables", tables.index, name="tables"),
    path("tables.csv", tables.index_file, {"ending": "csv"}, name="tables-csv"),
    path("tables.json", tables.index_file, {"ending": "json"}, name="tables-json"),
    path("tables/<str:name>.csv", tables.file, {"ending": "csv"}, name="table-csv"),
    path("tables/<str:name>.json", tables.file, {"ending": "json"}, name="table-json"),
    path("tables/<str:name>", tables.page, name="table"),
    path("facts/<str:table>/<path:key>.json", facts.file, name="fact-json"),
    path("facts/<str:table>/<path:key>", facts.page, name="fact"),
    *(path(word, lists.page, {"kind": kind}, name=word) for kind, word in LISTS.items()),
    *(
        path(f"{word}.{ending}", lists.file, {"kind": kind, "ending": ending}, name=f"{word}-{ending}")
        for kind, word in LISTS.items()
        for ending in ("csv", "json")
    ),
]
