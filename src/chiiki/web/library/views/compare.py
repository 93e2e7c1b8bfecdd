"""Two to six regions or programmes side by side."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.compare_programmes import compare_programmes
from chiiki.web.library.pages.compare_regions import compare_regions
from chiiki.web.library.pages.comparing import FEWEST, MOST, check_subjects
from chiiki.web.library.pages.explained import compare_address
from chiiki.web.library.views.documents import Crumb, answer_document, page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from chiiki.web.library.pages.comparing import Refused

__all__ = ["compare"]

LONGEST_ID = 40
"""Characters of a wrong id that a refusal repeats."""


@requires(anyone, is_shared=True)
def compare(request: HttpRequest, *, ending: str = "") -> HttpResponse:
    """Compare what ``?regions=04,26`` or ``?programmes=KCI,ICP-METI`` names; without either, let one choose."""
    regions, programmes = _asked(request, "regions"), _asked(request, "programmes")
    if not regions and not programmes:
        return _choose(request, status=HTTPStatus.OK if not ending else HTTPStatus.BAD_REQUEST)
    if refused := check_subjects(regions, programmes, pack=pack()):
        return _choose(request, refused=refused, status=HTTPStatus.BAD_REQUEST)
    composed = compare_regions if regions else compare_programmes
    document = composed(regions or programmes, pack=pack(), lang=page_language(), is_full=bool(ending))
    controls = "" if ending else render_to_string("library/parts/compare_controls.html", _controls(request))
    return answer_document(request, document, ending=ending, controls=controls, crumbs=[_crumb()])


def _asked(request: HttpRequest, name: str) -> list[str]:
    return [one for given in request.GET.getlist(name) for one in given.split(",") if one]


def _crumb() -> Crumb:
    return Crumb(gettext("Compare"), f"/{page_language()}/compare")


def _choose(request: HttpRequest, *, status: int, refused: Refused | None = None) -> HttpResponse:
    """Show the forms; above them, why what was asked for cannot be compared."""
    context = {
        **_controls(request),
        "reason": refused.reason if refused else "",
        "at_fault": [one[:LONGEST_ID] for one in refused.ids[:MOST]] if refused else [],
        "fewest": FEWEST,
        "most": MOST,
        "crumbs": [Crumb(gettext("Home"), f"/{page_language()}/"), Crumb(gettext("Compare"))],
    }
    return render(request, "library/compare.html", context, status=status)


def _controls(request: HttpRequest) -> dict[str, object]:
    """Return what the forms offer, what is chosen, and each choice's address without it."""
    lang = page_language()
    named = {
        "regions": {
            row.region_id: row.name_ja if lang == "ja" else row.name_en
            for row in sorted(pack().regions, key=lambda row: row.region_id)
            if row.kind == "prefecture"
        },
        "programmes": {row.programme_id: row.short_ja if lang == "ja" else row.short_en for row in pack().programmes},
    }
    chosen = {kind: [one for one in _asked(request, kind) if one in found] for kind, found in named.items()}
    chips = [
        (named[kind][one], compare_address(kind, [other for other in ids if other != one], lang=lang))
        for kind, ids in chosen.items()
        for one in dict.fromkeys(ids)
    ]
    offered = [
        (kind, [(key, name, key in chosen[kind]) for key, name in found.items()]) for kind, found in named.items()
    ]
    return {"action": f"/{lang}/compare", "offered": offered, "chips": chips}
