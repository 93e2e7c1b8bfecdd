"""Words of the interface that people read on its page, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from chiiki.web.library.enums import LISTS
from chiiki.web.library.views.documents import LIST_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

__all__ = ["GROUPS", "summary_of"]

GROUPS: Final[Mapping[str, _StrOrPromise]] = {
    "about": pgettext_lazy("part of the interface", "Where to begin"),
    "library": pgettext_lazy("part of the interface", "Things of the library"),
    "tables": pgettext_lazy("part of the interface", "Tables as they are"),
    "facts": pgettext_lazy("part of the interface", "Single statements"),
    "outcomes": pgettext_lazy("part of the interface", "Outcomes and totals"),
    "briefs": pgettext_lazy("part of the interface", "Briefs"),
}
"""Tag → title of the part, in the order of the page."""

_SUMMARIES: Final[Mapping[str, _StrOrPromise]] = {
    "": gettext_lazy("The edition, the limits and every list"),
    "/problems": gettext_lazy("Every kind of error"),
    "/problems/{code}": gettext_lazy("One kind of error"),
    "/token": gettext_lazy("The token of this request"),
    "/search": gettext_lazy("Search over all kinds"),
    "/tables": gettext_lazy("Tables of the facts pack"),
    "/tables/{name}": gettext_lazy("One table and its columns"),
    "/tables/{name}/rows": gettext_lazy("Rows of a table"),
    "/tables/{name}/rows/{path:key}": gettext_lazy("One row of a table"),
    "/facts": gettext_lazy("Numbers with their origin"),
    "/facts/{table}/{key}/{field}": gettext_lazy("One statement"),
    "/outcomes": gettext_lazy("Outcomes"),
    "/outcomes/{outcome_id}": gettext_lazy("One outcome"),
    "/checks": gettext_lazy("Totals beside the sums of their parts"),
    "/checks/{check_id}": gettext_lazy("One total beside the sum of its parts"),
    "/briefs": gettext_lazy("Every brief and its files"),
    "/briefs/{kind}/{subject_id}": gettext_lazy("One brief with all its numbers"),
}


def summary_of(path: str) -> str:
    """Return what the operation at `path` gives, in the language of the moment."""
    for kind, word in LISTS.items():
        if path == f"/{word}":
            return gettext("List: %(name)s") % {"name": LIST_NAMES[kind]}
        if path == f"/{word}/{{subject_id}}":
            return gettext("One entry: %(name)s") % {"name": LIST_NAMES[kind]}
    return str(_SUMMARIES[path])
