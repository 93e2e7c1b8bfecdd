"""How a brief, or a single number of it, is cited: down to the sources, their licences and the pack.

A number is followed through its formula to every number that a source states, so that the
citation names each source with the place in it.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.json_form import number_json
from chiiki.errors import UnknownNameError
from chiiki.provenance import worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chiiki.brief.document import Document, SourceNote
    from chiiki.brief.json_form import Json
    from chiiki.provenance import Number

__all__ = ["bibtex", "cite_bibtex", "cite_csl", "cite_json", "cite_text", "find_number"]


def find_number(document: Document, number_id: str) -> Number:
    """Return the number of that id.

    Raises
    ------
    UnknownNameError
        If the document has no such number; the message names ids that are near.
    """
    if number_id in document.numbers:
        return document.numbers[number_id]
    near = get_close_matches(number_id, [number.id for number in document.numbers], n=3)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    msg = f"no number is called {number_id!r}.{hint} `chiiki brief {document.id} --format json` lists them all."
    raise UnknownNameError(msg)


def cite_text(document: Document, number_id: str) -> str:
    """Write what a number is, how it was computed, and every source behind it, as plain text."""
    number = find_number(document, number_id)
    labels, lang = document.labels, document.lang
    edition = labels["edition"].format(edition=document.edition)
    as_of = labels["as_of"].format(date=formats.date(document.as_of, lang))
    lines = [
        *_number_lines(document, number, depth=0, seen=set()),
        "",
        *(line for source in _sources(document, number) for line in _source_lines(document, source)),
        f"{edition}, {as_of}",
        f"{labels['checksum']}{labels['colon']}{document.pack_sha256 or labels['checksum_missing']}",
    ]
    return "\n".join(lines) + "\n"


def _number_lines(document: Document, number: Number, *, depth: int, seen: set[str]) -> Iterator[str]:
    labels, lang, indent = document.labels, document.lang, "  " * depth
    colon = labels["colon"]
    value = formats.number_text(number, lang)
    yield f"{indent}{number.id}{colon}{value}{labels['in_brackets'].format(text=formats.period(number.period, lang))}"
    if number.id in seen:
        yield f"{indent}  {labels['see_above']}"
        return
    seen.add(number.id)
    definition = document.definitions[number.definition]
    yield f"{indent}  {labels['definition']}{colon}{definition.name}{labels['full_stop']}{definition.text}"
    for source, locator in zip(number.source_ids, number.locators, strict=True):
        yield f"{indent}  {labels['sources']}{colon}[{source}] {worded(locator, lang)}"
    for code in number.cautions:
        yield f"{indent}  {labels['caution']}{colon}{labels.get(f'caution_text.{code}', code)}"
    if number.formula:
        yield f"{indent}  {labels['formula']}{colon}{worded(number.formula, lang)}"
    for name in number.inputs:
        yield from _number_lines(document, document.numbers[name], depth=depth + 2, seen=seen)


def _source_lines(document: Document, source: SourceNote) -> list[str]:
    labels = document.labels
    dates = [
        labels[key].format(date=formats.date(on, document.lang))
        for on, key in ((source.published_on, "published_on"), (source.accessed_on, "accessed_on"))
        if on
    ]
    parts = [part for part in (source.publisher, *dates) if part]
    lines = [f"[{source.id}] {source.title}{labels['full_stop']}{labels['list_separator'].join(parts)}"]
    if source.url:
        lines.append(f"  {source.url}")
    lines.append(f"  {labels['licence_of']}{labels['colon']}{source.licence}")
    if source.credit:
        lines.append(f"  {labels['credit']}{labels['colon']}{source.credit}")
    return [*lines, ""]


def cite_json(document: Document, number_id: str) -> str:
    """Write a number, all its inputs and their sources as JSON."""
    number = find_number(document, number_id)
    chain = list(_chain(document, number))
    used = {name: document.definitions[name] for name in dict.fromkeys(one.definition for one in chain)}
    whole: dict[str, Json] = {
        "number": number_json(number, document.lang),
        "inputs": {one.id: number_json(one, document.lang) for one in chain[1:]},
        "definitions": {name: {"name": found.name, "text": found.text} for name, found in used.items()},
        "sources": {source.id: _source_json(source) for source in _sources(document, number)},
        "pack": {"edition": document.edition, "as_of": document.as_of, "sha256": document.pack_sha256},
    }
    return _dumped(whole)


def _source_json(source: SourceNote) -> dict[str, Json]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "published_on": source.published_on,
        "accessed_on": source.accessed_on,
        "url": source.url,
        "licence": source.licence,
        "credit": source.credit,
    }


def cite_csl(document: Document, number_id: str) -> str:
    """Write a number and its sources as CSL JSON, for reference managers."""
    number = find_number(document, number_id)
    items: list[Json] = [
        {
            "id": number.id,
            "type": "dataset",
            "title": _number_title(document, number),
            "publisher": "chiiki",
            "version": document.edition,
            "issued": _csl_date(document.as_of),
            "note": f"SHA-256 {document.pack_sha256}",
        },
        *(_csl_source(source) for source in _sources(document, number)),
    ]
    return _dumped(items)


def _csl_source(source: SourceNote) -> dict[str, Json]:
    item: dict[str, Json] = {"id": source.id, "type": "document", "title": source.title, "publisher": source.publisher}
    if source.published_on:
        item["issued"] = _csl_date(source.published_on)
    if source.accessed_on:
        item["accessed"] = _csl_date(source.accessed_on)
    if source.url:
        item["URL"] = source.url
    return item | {"note": source.licence}


def _csl_date(iso: str) -> Json:
    return {"date-parts": [[int(part) for part in iso.split("-")]]}


def cite_bibtex(document: Document, number_id: str) -> str:
    """Write a number and its sources as BibTeX entries."""
    number = find_number(document, number_id)
    own = _entry(
        "misc",
        f"chiiki-{number.id}-{document.edition}",
        {
            "title": f"{{{_plain_tex(_number_title(document, number))}}}",
            "author": "{The chiiki developers}",
            "year": document.as_of[:4],
            "version": document.edition,
            "note": f"chiiki cite {_plain_tex(number.id)}; SHA-256 {document.pack_sha256}",
        },
    )
    return "\n\n".join([own, *(_source_entry(source) for source in _sources(document, number))]) + "\n"


def _source_entry(source: SourceNote) -> str:
    fields = {
        "title": f"{{{_plain_tex(source.title)}}}",
        "author": f"{{{_plain_tex(source.publisher)}}}",
        "year": source.published_on[:4],
        "url": source.url,
        "urldate": source.accessed_on,
        "note": _plain_tex(source.licence),
    }
    return _entry("misc", source.id, fields)


def bibtex(document: Document) -> str:
    """Return the BibTeX entry of a brief; the edition and checksum name the facts behind it."""
    title = document.labels["cite_as"].format(subject=document.subject, edition=document.edition, date=document.as_of)
    fields = {
        "title": f"{{{_plain_tex(title)}}}",
        "author": "{The chiiki developers}",
        "institution": "chiiki",
        "year": document.as_of[:4],
        "version": document.edition,
        "note": f"SHA-256 {document.pack_sha256}" if document.pack_sha256 else "",
        "langid": "japanese" if document.lang == "ja" else "english",
    }
    return _entry("techreport", f"chiiki-{document.number_prefix}-{document.edition}", fields)


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _plain_tex(text: str) -> str:
    return "".join(f"\\{char}" if char in "&%$#_{}" else char for char in text)


def _number_title(document: Document, number: Number) -> str:
    name = document.definitions[number.definition].name
    value = formats.number_text(number, document.lang)
    period = formats.period(number.period, document.lang)
    return f"{document.subject}{document.labels['list_separator']}{name}{document.labels['colon']}{value} ({period})"


def _chain(document: Document, number: Number) -> Iterable[Number]:
    """Return `number` and everything it is computed from, each once, nearest first."""
    found = {number.id: number}
    waiting = [number]
    while waiting:
        for name in waiting.pop(0).inputs:
            if name not in found:
                found[name] = document.numbers[name]
                waiting.append(found[name])
    return found.values()


def _sources(document: Document, number: Number) -> list[SourceNote]:
    used = dict.fromkeys(source for one in _chain(document, number) for source in one.source_ids)
    return [document.sources[source] for source in used if source in document.sources]


def _dumped(whole: Json) -> str:
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
