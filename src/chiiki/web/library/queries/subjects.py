"""What has a page: the ids and names of each kind, and what is near to an id that nothing has."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from chiiki.web.library.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.document import Lang
    from chiiki.facts.pack import Pack

__all__ = ["MOST_NEAR", "Subject", "near_subjects", "subjects"]

Subject = tuple[str, str]
"""Name in Japanese, name in English."""

MOST_NEAR = 8
"""Suggestions for an id that nothing has."""

_LONGEST_ASKED = 200
"""Characters of a wrong id that are compared; the rest is noise."""


@cache
def subjects(kind: Kind, *, pack: Pack) -> Mapping[str, Subject]:
    """Return id → names of everything that has a page of `kind`, in the order of the facts."""
    return MappingProxyType(_READ[kind](pack))


def near_subjects(kind: Kind, asked: str, *, pack: Pack, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return ids and names that are near to `asked`, the nearest first.

    An id or a name that holds the words asked for comes before one that is only spelt alike.
    """
    known = subjects(kind, pack=pack)
    wanted = asked[:_LONGEST_ASKED].casefold()
    names = {key: f"{key} {ja} {en}".casefold() for key, (ja, en) in known.items()}
    found = [key for key, words in names.items() if wanted and wanted in words]
    by_fold = {key.casefold(): key for key in known}
    found += [by_fold[key] for key in get_close_matches(wanted, by_fold, n=MOST_NEAR, cutoff=0.5)]
    return tuple((key, known[key][lang == "en"]) for key in list(dict.fromkeys(found))[:MOST_NEAR])


def _plans(pack: Pack) -> dict[str, Subject]:
    return {row.plan_id: (row.name_ja, row.name_en) for row in pack.plans}


def _laws(pack: Pack) -> dict[str, Subject]:
    return {row.law_id: (row.name_ja, row.name_en) for row in pack.laws_and_strategies}


def _programmes(pack: Pack) -> dict[str, Subject]:
    return {row.programme_id: (row.name_ja, row.name_en) for row in pack.programmes}


def _regions(pack: Pack) -> dict[str, Subject]:
    return {row.region_id: (row.name_ja, row.name_en) for row in pack.regions}


def _designations(pack: Pack) -> dict[str, Subject]:
    return {row.designation_id: (row.name_ja, row.name_en) for row in pack.designations}


def _places(pack: Pack) -> dict[str, Subject]:
    return {row.place_id: (row.name_ja, row.name_en) for row in pack.places}


def _measures(pack: Pack) -> dict[str, Subject]:
    return {row.measure_id: (row.name_ja, row.name_en) for row in pack.measures}


def _evaluations(pack: Pack) -> dict[str, Subject]:
    named = {}
    for row in pack.evaluations:
        about = pack.designation(row.designation_id) if row.designation_id else pack.programme(row.programme_id)
        kinds = (pack.label("evaluation_kind", row.kind, "ja"), pack.label("evaluation_kind", row.kind, "en"))
        named[row.evaluation_id] = (f"{about.short_ja} {kinds[0]}", f"{about.short_en}: {kinds[1]}")
    return named


def _sources(pack: Pack) -> dict[str, Subject]:
    return {
        row.source_id: (row.title_ja or row.title_en or row.source_id, row.title_en or row.title_ja or row.source_id)
        for row in pack.sources
    }


def _conflicts(pack: Pack) -> dict[str, Subject]:
    return {row.disagreement_id: (row.disagreement_id, row.disagreement_id) for row in pack.disagreements}


_READ = {
    Kind.PLAN: _plans,
    Kind.LAW: _laws,
    Kind.PROGRAMME: _programmes,
    Kind.REGION: _regions,
    Kind.SITE: _places,
    Kind.DESIGNATION: _designations,
    Kind.MEASURE: _measures,
    Kind.EVALUATION: _evaluations,
    Kind.SOURCE: _sources,
    Kind.CONFLICT: _conflicts,
}
