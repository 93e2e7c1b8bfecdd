"""A brief as JSON: every claim with its rule and guard, every number with its origin.

The contract is ``brief/schema/brief.schema.json``. Apart from ``schema_version`` numbers
stand only in ``numbers[…].value``; years, codes, periods and pages are strings. A piece of
running text is a string, a number (``{"number": id, "text": …}``) or a link.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeAlias

from chiiki.brief.document import Link, NumberRef
from chiiki.provenance import worded

if TYPE_CHECKING:
    from chiiki.brief.document import Block, Claim, Document, Kpi, Lang, Table, Text
    from chiiki.provenance import Number

__all__ = ["SCHEMA_VERSION", "Json", "number_json", "render_json"]

SCHEMA_VERSION = 1

Json: TypeAlias = "str | int | float | list[Json] | dict[str, Json] | None"


def render_json(document: Document) -> str:
    """Write `document` as JSON; the same document gives the same text, byte for byte."""
    blocks = [_answer(document), *(_block(block) for block in document.blocks)]
    if document.conflicts:
        blocks.append({"id": "conflicts", "tables": [_table(table) for table in document.conflicts]})
    whole: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "kind": document.kind,
        "id": document.id,
        "lang": document.lang,
        "edition": document.edition,
        "claims": [_claim(claim) for claim in document.claims],
        "blocks": [*blocks],
        "numbers": {number.id: number_json(number, document.lang) for number in document.numbers},
        "definitions": {key: asdict(definition) for key, definition in sorted(document.definitions.items())},
        "sources": {key: asdict(source) for key, source in sorted(document.sources.items())},
    }
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def number_json(number: Number, lang: Lang) -> dict[str, Json]:
    """Return one entry of ``numbers``: value, unit, period, definition and origin, worded in `lang`."""
    value = list(number.value) if isinstance(number.value, tuple) else number.value
    entry: dict[str, Json] = {"id": number.id, "value": [*value] if isinstance(value, list) else value}
    if number.missing:
        entry["missing"] = number.missing
    entry |= {
        "unit": number.unit,
        "period": number.period,
        "definition": number.definition,
        "cautions": [*number.cautions],
    }
    if number.formula:
        return entry | {"formula": worded(number.formula, lang), "inputs": [*number.inputs]}
    return entry | {"source_ids": [*number.source_ids], "locators": [worded(one, lang) for one in number.locators]}


def _claim(claim: Claim) -> dict[str, Json]:
    return {
        "id": claim.id,
        "rule": claim.rule,
        "text": _text(claim.text),
        "inputs": [*claim.inputs],
        "guard": claim.guard,
    }


def _answer(document: Document) -> dict[str, Json]:
    return {
        "id": "answer",
        "claim": document.title.id,
        "subject": document.subject,
        "as_of": document.as_of,
        "pack_sha256": document.pack_sha256,
        "sentences": [_text(sentence) for sentence in document.lead],
        "kpis": [_kpi(kpi) for kpi in document.kpis],
    }


def _kpi(kpi: Kpi) -> dict[str, Json]:
    return {
        "label": kpi.label,
        "period": kpi.period,
        "value": _text((kpi.value,)),
        "unit": kpi.unit,
        "context": _text(kpi.context),
    }


def _block(block: Block) -> dict[str, Json]:
    written: dict[str, Json] = {
        "id": block.id,
        "claim": block.heading.id,
        "page": str(block.page),
        "sentences": [_text(sentence) for sentence in block.sentences],
        "items": [_text(item) for item in block.items],
        "tables": [_table(table) for table in block.tables],
        "cautions": [_text(caution) for caution in block.cautions],
        "source_ids": [*block.source_ids],
    }
    if block.figure:
        written["figure"] = {
            "chart": type(block.figure.chart).__name__,
            "measure": _text(block.figure.measure),
            "alt": block.figure.alt,
            "table": _table(block.figure.table) if block.figure.table else None,
            "note": _text(block.figure.note),
        }
    return written


def _table(table: Table) -> dict[str, Json]:
    return {
        "caption": _text(table.caption),
        "header": [*table.header],
        "rows": [[_text(cell.text) for cell in row] for row in table.rows],
        "n_rows": str(len(table.rows)),
        "n_total": str(len(table.rows) if table.n_total is None else table.n_total),
        "note": _text(table.note),
    }


def _text(text: Text) -> list[Json]:
    return [_piece(piece) for piece in text]


def _piece(piece: str | NumberRef | Link) -> Json:
    if isinstance(piece, NumberRef):
        return {"number": piece.number_id, "text": piece.text}
    if isinstance(piece, Link):
        return {"href": piece.href, "text": piece.text}
    return piece
