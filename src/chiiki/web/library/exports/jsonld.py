"""One thing of the library in the words of schema.org, as JSON-LD.

The types say no more than the facts do: a programme is a service that ministries run, a place that
was selected is a place, a selection is a work about a place within a programme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from chiiki.web.library.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chiiki.facts.pack import Pack
    from chiiki.web.library.models import Record

__all__ = ["SCHEMA_TYPES", "schema_org"]

Node = dict[str, Any]

SCHEMA_TYPES: Final[Mapping[Kind, str]] = {
    Kind.PLAN: "CreativeWork",
    Kind.LAW: "Legislation",
    Kind.PROGRAMME: "GovernmentService",
    Kind.REGION: "AdministrativeArea",
    Kind.SITE: "Place",
    Kind.DESIGNATION: "CreativeWork",
    Kind.MEASURE: "GovernmentService",
    Kind.EVALUATION: "Review",
    Kind.SOURCE: "DigitalDocument",
    Kind.CONFLICT: "CreativeWork",
}
"""Kind → type; a law that is no law but a strategy, council or review is a CreativeWork."""


def schema_org(record: Record, *, pack: Pack, base: str) -> Node:
    """Describe the thing of `record`; `base` is the address of the site."""
    kind = Kind(record.kind)
    node: Node = {
        "@context": "https://schema.org",
        "@id": _id(kind, record.subject_id, base=base),
        "@type": SCHEMA_TYPES[kind],
        "identifier": record.subject_id,
        "name": _words(record.name_ja, record.name_en),
        "alternateName": _words(record.short_ja, record.short_en),
        "url": [f"{base}{record.page('ja')}", f"{base}{record.page('en')}"],
        **_MORE[kind](record, pack, base),
    }
    if kind is not Kind.SOURCE and record.source_id:
        node["subjectOf"] = _source(record, pack=pack, base=base)
    node["mainEntityOfPage"] = {
        "@type": "WebPage",
        "url": f"{base}{record.page('ja')}",
        "inLanguage": ["ja", "en"],
        "isPartOf": {
            "@type": "Dataset",
            "@id": f"{base}/catalog.jsonld",
            "name": pack.name,
            "version": pack.edition,
            "license": "https://creativecommons.org/licenses/by/4.0/",
        },
    }
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _plan(record: Record, pack: Pack, _base: str) -> Node:
    row = next(plan for plan in pack.plans if plan.plan_id == record.subject_id)
    return {"datePublished": row.decided_on, "temporalCoverage": _years(row.start_fy, row.end_fy)}


def _law(record: Record, pack: Pack, _base: str) -> Node:
    row = next(law for law in pack.laws_and_strategies if law.law_id == record.subject_id)
    if row.kind != "law":
        return {"@type": "CreativeWork", "datePublished": row.dated_on, "additionalType": row.kind}
    return {"legislationIdentifier": row.law_number_ja, "legislationDate": row.dated_on}


def _programme(record: Record, pack: Pack, _base: str) -> Node:
    row = pack.programme(record.subject_id)
    authorities = [one.authority for one in pack.programme_authorities if one.programme_id == row.programme_id]
    return {
        "description": _words(row.purpose_ja, row.purpose_en),
        "serviceOperator": [_ministry(code, pack) for code in authorities],
        "areaServed": {"@type": "Country", "name": "Japan"},
        "temporalCoverage": _years(row.start_fy, row.end_fy),
    }


def _region(record: Record, pack: Pack, base: str) -> Node:
    row = pack.region(record.subject_id)
    node: Node = {"additionalType": row.kind}
    if row.parent_id:
        node["containedInPlace"] = {"@id": _id(Kind.REGION, row.parent_id, base=base)}
    if row.latitude is not None and row.longitude is not None:
        node["geo"] = {"@type": "GeoCoordinates", "latitude": row.latitude, "longitude": row.longitude}
    return node


def _site(record: Record, pack: Pack, _base: str) -> Node:
    return {"additionalType": pack.place(record.subject_id).kind}


def _designation(record: Record, pack: Pack, base: str) -> Node:
    row = pack.designation(record.subject_id)
    regions = [one.region_id for one in pack.designation_prefectures if one.designation_id == row.designation_id]
    return {
        "about": {"@id": _id(Kind.SITE, row.place_id, base=base)},
        "isPartOf": {"@id": _id(Kind.PROGRAMME, row.programme_id, base=base)},
        "spatialCoverage": [{"@id": _id(Kind.REGION, region, base=base)} for region in regions],
        "temporalCoverage": _years(row.start_fy, row.end_fy),
    }


def _measure(record: Record, pack: Pack, base: str) -> Node:
    row = next(one for one in pack.measures if one.measure_id == record.subject_id)
    part = {"@id": _id(Kind.PROGRAMME, row.programme_id, base=base)} if row.programme_id else None
    return {"serviceOperator": [_ministry(row.authority, pack)], "isRelatedTo": part}


def _evaluation(record: Record, pack: Pack, base: str) -> Node:
    row = next(one for one in pack.evaluations if one.evaluation_id == record.subject_id)
    about = (
        _id(Kind.DESIGNATION, row.designation_id, base=base)
        if row.designation_id
        else _id(Kind.PROGRAMME, row.programme_id, base=base)
    )
    rating = {"@type": "Rating", "ratingValue": row.grade, "ratingExplanation": row.scale} if row.grade else None
    return {
        "itemReviewed": {"@id": about},
        "reviewRating": rating,
        "reviewBody": _words(row.remark_ja, row.remark_en),
        "temporalCoverage": _years(row.fy, row.fy),
    }


def _document(record: Record, pack: Pack, _base: str) -> Node:
    row = pack.source(record.subject_id)
    publisher = _words(row.publisher_ja, row.publisher_en)
    licence = pack.licence(row.licence_id) if row.licence_id else None
    return {
        "sameAs": row.url,
        "archivedAt": row.archive_url,
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "author": {"@type": "Person", "name": row.author} if row.author else None,
        "datePublished": row.published_on,
        "license": (licence.url or licence.name) if licence else None,
    }


def _conflict(record: Record, pack: Pack, _base: str) -> Node:
    rows = [one for one in pack.disagreements if one.disagreement_id == record.subject_id]
    return {"text": [f"{one.value} {one.unit}".strip() for one in rows], "about": f"{rows[0].table} {rows[0].row_id}"}


_MORE: Mapping[Kind, Callable[[Record, Pack, str], Node]] = {
    Kind.PLAN: _plan,
    Kind.LAW: _law,
    Kind.PROGRAMME: _programme,
    Kind.REGION: _region,
    Kind.SITE: _site,
    Kind.DESIGNATION: _designation,
    Kind.MEASURE: _measure,
    Kind.EVALUATION: _evaluation,
    Kind.SOURCE: _document,
    Kind.CONFLICT: _conflict,
}


def _source(record: Record, *, pack: Pack, base: str) -> Node:
    row = pack.source(record.source_id)
    return {
        "@type": "DigitalDocument",
        "@id": _id(Kind.SOURCE, record.source_id, base=base),
        "name": _words(row.title_ja, row.title_en),
        "url": row.url or None,
        "pagination": record.locator or None,
    }


def _ministry(code: str, pack: Pack) -> Node:
    words = _words(pack.label("authority", code, "ja"), pack.label("authority", code, "en"))
    return {"@type": "GovernmentOrganization", "identifier": code, "name": words}


def _words(ja: str, en: str) -> list[Node]:
    return [{"@language": lang, "@value": text} for lang, text in (("ja", ja), ("en", en)) if text]


def _years(first: int | None, last: int | None) -> str:
    """Return fiscal years as an interval of days; an open end is two dots."""
    if first is None and last is None:
        return ""
    return f"{f'{first}-04-01' if first else '..'}/{f'{last + 1}-03-31' if last else '..'}"


def _id(kind: Kind, subject_id: str, *, base: str) -> str:
    return f"{base}/id/{kind.value}/{quote(subject_id, safe='')}"
