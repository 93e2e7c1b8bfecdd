"""Words for what records are filtered by: facets, their values, and the types of each kind."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from chiiki.brief.licences import licence_name
from chiiki.errors import UnknownNameError
from chiiki.web.library.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.utils.functional import _StrOrPromise

    from chiiki.brief.document import Lang
    from chiiki.facts.pack import Pack

__all__ = ["FACET_NAMES", "TABLES", "TYPES", "facet_value", "term_label", "type_label"]

FACET_NAMES: Mapping[str, _StrOrPromise] = MappingProxyType(
    {
        "type": pgettext_lazy("filter", "Type"),
        "plan": pgettext_lazy("filter", "Period of the Basic Plan"),
        "ministry": pgettext_lazy("filter", "Ministry"),
        "programme": pgettext_lazy("filter", "Programme"),
        "stage": pgettext_lazy("filter", "Stage"),
        "instrument": pgettext_lazy("filter", "Instrument"),
        "field": pgettext_lazy("filter", "Field"),
        "grade": pgettext_lazy("filter", "Grade"),
        "prefecture": pgettext_lazy("filter", "Prefecture"),
        "licence": pgettext_lazy("filter", "Licence"),
    }
)

TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PLAN: "plan_status",
        Kind.LAW: "law_kind",
        Kind.PROGRAMME: "selects",
        Kind.REGION: "region_kind",
        Kind.SITE: "place_kind",
        Kind.EVALUATION: "evaluation_kind",
        Kind.SOURCE: "source_kind",
    }
)
"""Kind → the vocabulary of its types."""

TABLES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PLAN: "plans",
        Kind.LAW: "laws_and_strategies",
        Kind.PROGRAMME: "programmes",
        Kind.REGION: "regions",
        Kind.SITE: "places",
        Kind.DESIGNATION: "designations",
        Kind.MEASURE: "measures",
        Kind.EVALUATION: "evaluations",
        Kind.SOURCE: "sources",
    }
)
"""Kind → the table of the pack whose rows its records are."""


def type_label(pack: Pack, kind: Kind, code: str, *, lang: Lang) -> str:
    """Word the type of a record; of a conflict that is the table in which sources disagree."""
    if kind == Kind.CONFLICT:
        table = pack.schema.tables.get(code)
        return ((table.title_ja or table.title) if lang == "ja" else table.title) if table else code
    return term_label(pack, TYPES.get(kind, ""), code, lang=lang)


def facet_value(pack: Pack, facet: str, value: str, *, kind: Kind | None, lang: Lang) -> str:
    """Word one value of a facet; the value itself where the pack has no word for it."""
    if facet == "type":
        return type_label(pack, kind, value, lang=lang) if kind else value
    if facet in _NAMED:
        try:
            names = _NAMED[facet](pack, value)
        except (UnknownNameError, StopIteration):
            return value
        return names[lang == "en"]
    return term_label(pack, "authority" if facet == "ministry" else facet, value, lang=lang)


def _plan_names(pack: Pack, value: str) -> tuple[str, str]:
    plan = next(row for row in pack.plans if row.plan_id == value)
    return plan.short_ja, plan.short_en


def _programme_names(pack: Pack, value: str) -> tuple[str, str]:
    programme = pack.programme(value)
    return programme.short_ja, programme.short_en


def _region_names(pack: Pack, value: str) -> tuple[str, str]:
    region = pack.region(value)
    return region.name_ja, region.name_en


def _licence_names(pack: Pack, value: str) -> tuple[str, str]:
    licence = pack.licence(value)
    return licence_name(licence, "ja"), licence_name(licence, "en")


_NAMED: Mapping[str, Callable[[Pack, str], tuple[str, str]]] = MappingProxyType(
    {"plan": _plan_names, "programme": _programme_names, "prefecture": _region_names, "licence": _licence_names}
)
"""Facet → how its values are named, in Japanese and in English; the others are codes of a vocabulary."""


def term_label(pack: Pack, vocabulary: str, code: str, *, lang: Lang) -> str:
    """Word a code; the code itself where the vocabulary has no word for it."""
    try:
        return pack.label(vocabulary, code, lang) if code else ""
    except UnknownNameError:
        return code
