"""The support matrix of a region and a year or plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.template.loader import render_to_string

from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import NumberBook
from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.choices import Chip, Option, Refusal, facet_word, worded
from chiiki.web.library.pages.matrix import compose_matrix, find_support
from chiiki.web.library.queries.selections import BEFORE, UNKNOWN, facet_values
from chiiki.web.library.views.documents import answer_document, page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["page"]


@requires(anyone, is_shared=True)
def page(request: HttpRequest, *, ending: str = "") -> HttpResponse:
    """Show who supports which stage; `fy` is a fiscal year or a plan."""
    asked = {name: request.GET.get(name, "").strip() for name in ("region", "fy")}
    known = {"region": facet_values(pack())["prefecture"], "fy": _times()}
    wrong = {name: value for name, value in asked.items() if value and value not in known[name]}
    if wrong:
        return _refuse(request, wrong)
    chosen = {"prefecture": asked["region"]} if asked["region"] else {}
    if asked["fy"]:
        chosen["fy" if asked["fy"].isdigit() else "plan"] = asked["fy"]
    document = compose_matrix(find_support(chosen, pack=pack()), pack=pack(), lang=page_language())
    controls = "" if ending else _controls(asked)
    return answer_document(request, document, ending=ending, controls=controls)


def _times() -> tuple[str, ...]:
    """Return what `fy` may be: plans first, then years."""
    values = facet_values(pack())
    plans = tuple(value for value in values["plan"] if value not in {BEFORE, UNKNOWN})
    return plans + tuple(value for value in values["fy"] if value != UNKNOWN)


def _voice() -> Voice:
    return Voice(pack=pack(), wording=load_wording(page_language()), book=NumberBook())


def _controls(asked: dict[str, str]) -> str:
    voice = _voice()
    regions = facet_values(pack())["prefecture"]
    context = {
        "action": f"/{page_language()}/matrix",
        "region_label": facet_word("prefecture", voice),
        "regions": [Option(value, worded("prefecture", value, voice), value == asked["region"]) for value in regions],
        "times": [
            Option(value, worded("fy" if value.isdigit() else "plan", value, voice), value == asked["fy"])
            for value in _times()
        ],
    }
    return render_to_string("library/parts/matrix_controls.html", context)


def _refuse(request: HttpRequest, wrong: dict[str, str]) -> HttpResponse:
    voice, base = _voice(), f"/{page_language()}/matrix"
    facets = {"region": "prefecture", "fy": "fy"}
    values = {"region": facet_values(pack())["prefecture"], "fy": _times()}
    refused = [
        Refusal(
            facet_word(facets[name], voice),
            value[:40],
            tuple(
                Chip(
                    worded("plan" if name == "fy" and not one.isdigit() else facets[name], one, voice),
                    f"{base}?{name}={one}",
                    "",
                )
                for one in values[name]
            ),
        )
        for name, value in wrong.items()
    ]
    return render(request, "library/refused.html", {"refusals": refused, "href": base}, status=400)
