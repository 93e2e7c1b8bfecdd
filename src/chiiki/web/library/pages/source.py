"""The page of a source: what it is, on which terms, and which rows of the facts it states."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Link
from chiiki.brief.licences import licence_name
from chiiki.brief.parts import Parts
from chiiki.provenance import Number
from chiiki.studies.phrases import place
from chiiki.web.library.pages.ground import dash, finish, listing, page_link, voice_of
from chiiki.web.library.queries.sources import rows_by_source
from chiiki.web.library.queries.subjects import subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Document, Lang, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Source
    from chiiki.provenance import Locator
    from chiiki.web.library.queries.sources import StatedRow

__all__ = ["compose_source", "source_title"]

MOST_ROWS = 250
"""Rows that a page lists one by one; the tables hold all of them."""


def compose_source(source_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one source."""
    voice = voice_of(pack, lang)
    source = pack.source(source_id)
    rows = rows_by_source(pack).get(source_id, ())
    counts = Counter(row.table for row in rows)
    stem = f"source-{source_id.replace('.', '_')}"
    for table, n in counts.items():
        _add(voice, f"{stem}.rows.{table}", n, source_id=source_id, where=place("rows_of_source", table=table, n=n))
    _add(voice, f"{stem}.rows", len(rows), source_id=source_id, where=place("all_tables"))
    parts = Parts(
        kind="source",
        id=source_id,
        subject=source_title(source, voice),
        title=_title(f"{stem}.rows", voice),
        lead=(_terms(source, voice),),
        kpis=(),
        blocks=(_record(source, voice), _tables(counts, stem=stem, voice=voice), *_rows(rows, stem=stem, voice=voice)),
        numbers=voice.book,
    )
    return finish(parts, voice=voice)


def source_title(source: Source, voice: Voice) -> str:
    """Write the title in the language of the page, else in the other; the publisher where none is known."""
    return str(voice.source_link(source.source_id).text)


def _add(voice: Voice, number_id: str, n: int, *, source_id: str, where: Locator) -> None:
    voice.book.add(
        Number(
            id=number_id,
            value=n,
            unit="count",
            period=voice.pack.as_of,
            definition="source_rows",
            source_ids=(source_id,),
            locators=(where,),
        )
    )


def _title(number: str, voice: Voice) -> Claim:
    return voice.claim(
        "title",
        [
            voice.rule("page.source.title", Condition(number, ">", 0), n=voice.count(number, "row")),
            voice.rule("page.source.title_none"),
        ],
    )


def _terms(source: Source, voice: Voice) -> Text:
    licence = voice.pack.licence(source.licence_id)
    if licence.allows_reuse == "unclear":
        return voice.sentence("page.source.terms_unclear")
    key = f"page.source.terms_{source.licence_status}"
    return voice.sentence(key, licence=licence_name(licence, voice.lang))


def _record(source: Source, voice: Voice) -> Block:
    licence = voice.pack.licence(source.licence_id)
    name = licence_name(licence, voice.lang)
    publishers = (source.publisher_ja, source.publisher_en)
    dates = {key: formats.date(on, voice.lang) if on else "" for key, on in _dates(source)}
    facts: list[tuple[str, Text | str]] = [
        ("title_ja", source.title_ja),
        ("title_en", source.title_en),
        ("publisher", (publishers if voice.lang == "ja" else publishers[::-1])[0] or publishers[0]),
        *((("author", source.author),) if source.author else ()),
        ("source_kind", voice.label("source_kind", source.source_kind)),
        *dates.items(),
        ("licence", (Link(licence.url, name),) if licence.url else name),
        ("reuse", voice.label("reuse", licence.allows_reuse)),
        ("read", voice.label("licence_status", source.licence_status)),
        (
            "credit",
            (licence.credit_ja if voice.lang == "ja" else licence.credit_en) or voice.word("page.source.no_credit"),
        ),
        ("address", (Link(source.url, source.url),) if source.url else ""),
        (
            "archive",
            (Link(source.archive_url, source.archive_url),)
            if source.archive_url
            else voice.word("page.source.no_copy"),
        ),
        ("checksum", source.sha256 or voice.word("page.source.no_checksum")),
        *((("missing", voice.label("missing", source.missing)),) if source.missing else ()),
    ]
    rows = ((Cell((voice.word(f"page.fact.{key}"),)), dash(text, voice)) for key, text in facts)
    table = listing("page.source.record_caption", ("item", "content"), rows, voice=voice)
    heading = voice.claim("facts", [voice.rule("page.facts")])
    return Block(id="facts", page=1, heading=heading, tables=(table,))


def _dates(source: Source) -> tuple[tuple[str, str], ...]:
    return (("published", source.published_on), ("accessed", source.accessed_on))


def _tables(counts: Counter[str], *, stem: str, voice: Voice) -> Block:
    schema = voice.pack.schema.tables
    titles = {name: schema[name].title_ja if voice.lang == "ja" else schema[name].title for name in counts}
    rows = (
        (
            Cell((Link(f"/{voice.lang}/tables/{name}", titles[name]),)),
            voice.number_cell(f"{stem}.rows.{name}", text=voice.scalar_text(f"{stem}.rows.{name}")),
        )
        for name in counts
    )
    number = f"{stem}.rows"
    claim = voice.claim(
        "tables",
        [
            voice.rule("page.source.tables", Condition(number, ">", 0), n=voice.count(number, "row")),
            voice.rule("page.source.tables_none"),
        ],
    )
    table = listing("page.source.tables_caption", ("table", "rows"), rows, voice=voice)
    return Block(id="tables", page=1, heading=claim, tables=(table,) if counts else ())


def _rows(rows: Sequence[StatedRow], *, stem: str, voice: Voice) -> tuple[Block, ...]:
    """List the rows with the pages that show them; the longest tables are cut and say so."""
    if not rows:
        return ()
    shown = rows[:MOST_ROWS]
    table = listing(
        "page.source.rows_caption", ("row", "table", "key", "locator"), (_row(row, voice) for row in shown), voice=voice
    )
    note = voice.sentence("page.source.more") if len(rows) > len(shown) else ()
    heading = voice.claim("rows", [voice.rule("page.source.rows", n=voice.count(f"{stem}.rows", "row"))])
    return (Block(id="rows", page=1, heading=heading, tables=(replace(table, note=note, n_total=len(rows)),)),)


def _row(row: StatedRow, voice: Voice) -> tuple[Cell, ...]:
    schema = voice.pack.schema.tables[row.table]
    if row.page is None:
        name: str | Link = row.row_id
    else:
        kind, subject_id = row.page
        names = subjects(kind, pack=voice.pack).get(subject_id, (row.row_id, row.row_id))
        name = page_link(kind, subject_id, text=names[voice.lang == "en"], voice=voice)
    return (
        Cell((name,)),
        Cell((schema.title_ja if voice.lang == "ja" else schema.title,)),
        Cell((row.row_id,)),
        Cell((formats.place_in_source(row.locator, voice.lang),)),
    )
