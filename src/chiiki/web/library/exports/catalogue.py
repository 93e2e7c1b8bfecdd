"""The catalogue of the pack as DCAT 3 in the profile DCAT-AP 3, written as JSON-LD.

Each table is a dataset with two distributions (CSV, JSON). The compilation has one licence; each
source keeps its own terms, which the rights statement of a dataset counts.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from chiiki.facts.schema import DESCRIPTOR
from chiiki.web.library.exports.table_files import file_facts
from chiiki.web.library.queries.tables import read_cells

if TYPE_CHECKING:
    from chiiki.facts.pack import Pack
    from chiiki.facts.read import Cell
    from chiiki.facts.schema import TableSchema

__all__ = ["catalogue_json", "descriptor_json"]

Node = dict[str, Any]

CONTEXT: Final[Node] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
EU: Final = "http://publications.europa.eu/resource/authority/"
LANGUAGES: Final = [{"@id": f"{EU}language/JPN"}, {"@id": f"{EU}language/ENG"}]
PUBLIC: Final = {"@id": f"{EU}access-right/PUBLIC"}
JAPAN: Final = {"@id": f"{EU}country/JPN"}
THEMES: Final = [{"@id": f"{EU}data-theme/TECH"}, {"@id": f"{EU}data-theme/REGI"}]
MEDIA: Final = {"csv": "text/csv", "json": "application/json"}
YEARS: Final = ("fy", "from_fy", "to_fy", "start_fy", "end_fy", "round_fy", "year")
"""Columns whose years say of when a table is."""


def catalogue_json(pack: Pack, *, base: str) -> Node:
    """Return the whole catalogue; `base` is the address of the site."""
    datasets = [_dataset(pack, table, base=base) for table in pack.schema.tables.values()]
    return {
        "@context": CONTEXT,
        "@id": f"{base}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": [_text("chiiki 事実データ", "ja"), _text("chiiki facts", "en")],
        "dct:description": [_text(_titled(pack, "description_ja"), "ja"), _text(_titled(pack, "description"), "en")],
        "dct:identifier": pack.name,
        "dct:publisher": _publisher(base),
        "dct:language": LANGUAGES,
        "dct:license": {"@id": CC_BY},
        "dct:issued": _date(pack.as_of),
        "dct:modified": _date(pack.as_of),
        "dct:spatial": JAPAN,
        "dcat:version": pack.edition,
        "dcat:themeTaxonomy": {"@id": f"{EU}data-theme"},
        "foaf:homepage": {"@id": f"{base}/"},
        "dcat:dataset": datasets,
        "dcat:service": _service(base),
    }


def descriptor_json(pack: Pack) -> Node:
    """Return ``datapackage.json`` for the files that the site gives out: their sizes and checksums."""
    whole: Node = json.loads((pack.folder / DESCRIPTOR).read_text(encoding="utf-8"))
    for resource in whole["resources"]:
        name = resource["name"].replace("-", "_")
        facts = file_facts(pack, name, form="csv")
        resource |= {"path": f"{name}.csv", "bytes": facts.n_bytes, "hash": f"sha256:{facts.sha256}"}
        resource["rows"] = facts.n_rows
    return whole


def _dataset(pack: Pack, table: TableSchema, *, base: str) -> Node:
    titles = [_text(table.title, "en")] + ([_text(table.title_ja, "ja")] if table.title_ja else [])
    described = [_text(table.description or table.title, "en")]
    described += [_text(table.description_ja, "ja")] if table.description_ja else []
    return {
        "@id": f"{base}/data/{table.name}",
        "@type": "dcat:Dataset",
        "dct:title": titles,
        "dct:description": described,
        "dct:identifier": f"{pack.name}/{table.name}",
        "dct:publisher": _publisher(base),
        "dcat:contactPoint": {"@type": "vcard:Kind", "vcard:fn": "chiiki", "vcard:hasURL": {"@id": f"{base}/ja/about"}},
        "dct:issued": _date(pack.as_of),
        "dct:modified": _date(pack.as_of),
        "dct:language": LANGUAGES,
        "dct:license": {"@id": CC_BY},
        "dct:accessRights": PUBLIC,
        "dct:spatial": JAPAN,
        **_temporal(pack, table),
        "dcat:theme": THEMES,
        "dcat:keyword": [_text("regional innovation policy", "en"), _text("地域イノベーション政策", "ja")],
        "dcat:version": pack.edition,
        "dct:conformsTo": {"@id": f"{base}/data/datapackage.json", "@type": "dct:Standard"},
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _provenance(pack, table)},
        "dcat:landingPage": {"@id": f"{base}/ja/tables/{table.name}"},
        "dcat:distribution": [_distribution(pack, table, form=form, base=base) for form in MEDIA],
    }


def _distribution(pack: Pack, table: TableSchema, *, form: str, base: str) -> Node:
    facts = file_facts(pack, table.name, form=form)
    address = f"{base}/data/{table.name}.{form}"
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": [_text(f"{table.title}, {form.upper()}, {facts.n_rows} of {facts.n_rows} rows", "en")],
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA[form]}"},
        "dct:format": {"@id": f"{EU}file-type/{form.upper()}"},
        "dct:license": {"@id": CC_BY},
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _rights(pack, table)},
        "dct:language": LANGUAGES,
        "dct:issued": _date(pack.as_of),
        "dct:modified": _date(pack.as_of),
        "dct:conformsTo": {"@id": f"{base}/data/datapackage.json", "@type": "dct:Standard"},
        "dcat:accessService": {"@id": f"{base}/api/v1"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(facts.n_bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": facts.sha256},
        },
    }


def _service(base: str) -> Node:
    return {
        "@id": f"{base}/api/v1",
        "@type": "dcat:DataService",
        "dct:title": [_text("REST interface, version 1", "en"), _text("REST インターフェース 第1版", "ja")],
        "dcat:endpointURL": {"@id": f"{base}/api/v1"},
        "dcat:endpointDescription": {"@id": f"{base}/api/v1/openapi.json"},
        "dct:license": {"@id": CC_BY},
        "dct:accessRights": PUBLIC,
    }


def _temporal(pack: Pack, table: TableSchema) -> Node:
    """Return the years of a table as days: a fiscal year begins in April, a calendar year in January."""
    columns = read_cells(pack, table.name).columns
    found = {name: [cell for cell in columns[name] if isinstance(cell, int)] for name in YEARS if name in columns}
    years = [year for values in found.values() for year in values]
    if not years:
        return {}
    first, last = min(years), max(years)
    is_calendar = "year" in found or _is_calendar(columns.get("calendar", ()))
    start, end = (f"{first}-01-01", f"{last}-12-31") if is_calendar else (f"{first}-04-01", f"{last + 1}-03-31")
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": _date(start), "dcat:endDate": _date(end)}}


def _is_calendar(cells: object) -> bool:
    return isinstance(cells, list | tuple) and bool(cells) and all(cell == "calendar" for cell in cells)


def _source_ids(pack: Pack, table: TableSchema) -> tuple[str, ...]:
    cells: list[Cell] = list(read_cells(pack, table.name).columns.get("source_id", ()))
    return tuple(sorted({str(cell) for cell in cells if cell}))


def _provenance(pack: Pack, table: TableSchema) -> list[Node]:
    n = len(_source_ids(pack, table))
    return [
        _text(f"Each row names its source and the place in it; {n} sources, consulted up to {pack.as_of}.", "en"),
        _text(f"各行に出典とその箇所があります。出典{n}件、{pack.as_of}までに確認。", "ja"),
    ]


def _rights(pack: Pack, table: TableSchema) -> list[Node]:
    """Count the terms of the sources: the licence of the compilation does not replace them."""
    terms = Counter(pack.source(source_id).licence_id or "unknown" for source_id in _source_ids(pack, table))
    listed = ", ".join(f"{licence} ({n})" for licence, n in sorted(terms.items())) or "none"
    return [
        _text(f"The compilation is under CC BY 4.0; each source keeps its own terms: {listed}.", "en"),
        _text(f"編集物は CC BY 4.0 で提供し、各出典にはそれぞれの利用条件が適用されます：{listed}", "ja"),
    ]


def _publisher(base: str) -> Node:
    return {"@id": f"{base}/#publisher", "@type": "foaf:Agent", "foaf:name": "chiiki", "foaf:homepage": {"@id": base}}


def _titled(pack: Pack, name: str) -> str:
    whole = json.loads((pack.folder / DESCRIPTOR).read_text(encoding="utf-8"))
    return str(whole.get(name) or pack.schema.title)


def _text(words: str, lang: str) -> Node:
    return {"@value": words, "@language": lang}


def _date(iso: str) -> Node:
    return {"@value": iso, "@type": "xsd:date"}
