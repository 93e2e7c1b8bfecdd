"""``{% load ui %}``: the filters of :mod:`chiiki.web.ui.formats` and the parts that pages share.

The style page (``/ja/style``) shows each of them with its states.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import pgettext

from chiiki.web.ui.formats import FILTERS
from chiiki.web.ui.navigation import address_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms.boundfield import BoundField
    from django.http import HttpRequest
    from django.template import Context

__all__ = ["register"]

register = template.Library()
for one in FILTERS:
    register.filter(one.__name__, one)

NEIGHBOURS = 2
"""Pages named on each side of the one that is shown."""


@register.simple_tag
def crumbs(*places: str, way: Sequence[tuple[str, str]] = ()) -> str:
    """Write the way to this page: pairs of address and word, and last the word of the page itself.

    ``{% crumbs list_url _("Programmes") programme.name %}``; the first page stands in front, and
    then the pairs of `way`, where a view knows them.
    """
    steps = [(address_of("home"), pgettext("navigation", "Home")), *way]
    steps += list(zip(places[0:-1:2], places[1::2], strict=False))
    here = format_html('<li aria-current="page">{}</li>', places[-1]) if len(places) % 2 else ""
    links = format_html_join("", '<li><a href="{}">{}</a></li>', steps)
    return format_html("<ol>{}{}</ol>", links, here)


@register.inclusion_tag("ui/data_links.html")
def data_links(
    csv: str = "", json: str = "", jsonld: str = "", *, cite: str = "", more: object = ()
) -> dict[str, object]:
    """Offer the data of the page: addresses of its files, and how to cite it."""
    files = [(kind, url) for kind, url in (("CSV", csv), ("JSON", json), ("JSON-LD", jsonld)) if url]
    return {"files": [*files, *more], "cite": cite}  # type: ignore[misc]


@register.inclusion_tag("ui/chips.html")
def chips(chosen: Sequence[tuple[str, str]], clear_url: str = "") -> dict[str, object]:
    """Show filters in force, each with the address of the page without it."""
    return {"chosen": chosen, "clear_url": clear_url}


@register.simple_tag(takes_context=True)
def table_sort(context: Context, key: str, label: str, *, default: str = "", is_number: bool = False) -> str:
    """Write the head of a column by which the table sorts: a link, and the order in force as ``aria-sort``."""
    request: HttpRequest = context["request"]
    now = request.GET.get("sort", default)
    order = {key: "ascending", f"-{key}": "descending"}.get(now)
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if now == key else key
    arrow = {"ascending": "▲", "descending": "▼", None: ""}[order]
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="?{}">{}{}</a></th>',
        format_html(' class="{}"', "r") if is_number else "",
        format_html(' aria-sort="{}"', order) if order else "",
        query.urlencode(),
        label,
        format_html(' <span aria-hidden="true">{}</span>', arrow) if arrow else "",
    )


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, *, number: int, n_pages: int) -> dict[str, object]:
    """Lead through the pages of a list by links that keep its filters."""
    request: HttpRequest = context["request"]

    def url(page: int) -> str:
        query = request.GET.copy()
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    near = range(max(1, number - NEIGHBOURS), min(n_pages, number + NEIGHBOURS) + 1)
    shown = sorted({1, n_pages, *near})
    return {
        "number": number,
        "n_pages": n_pages,
        "pages": [(page, url(page), is_far) for page, is_far in zip(shown, _gaps(shown), strict=True)],
        "before": url(number - 1) if number > 1 else "",
        "after": url(number + 1) if number < n_pages else "",
    }


def _gaps(pages: Sequence[int]) -> list[bool]:
    """Say of each page whether some are left out in front of it."""
    return [False, *(after - before > 1 for before, after in itertools.pairwise(pages))]


@register.simple_tag
def state(code: str, word: str) -> str:
    """Show the state of something as a word with a border, never as a colour alone."""
    return format_html('<span class="state state-{}">{}</span>', code, word)


@register.inclusion_tag("ui/progress.html")
def progress(step: int, n_steps: int, *, label: str = "") -> dict[str, object]:
    """Show how far a job is: step k of n, as words and as a bar."""
    return {"step": step, "n_steps": n_steps, "label": label}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """Show one field of a form: label, hint, what is wrong with it, and the control itself."""
    return {"field": bound}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: object) -> dict[str, object]:
    """List what is wrong with a form, each with a link to its field; nothing where nothing is."""
    return {"form": form}


@register.inclusion_tag("ui/htmx.html")
def htmx() -> dict[str, object]:
    """Load htmx on the page, set up so that it keeps no page in the browser and runs no text as code."""
    return {}
