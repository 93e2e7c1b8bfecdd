"""Everything on record of each selection of a place, as pairs of item and content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.document import Block, Cell, Table
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.ground import cited, dash, head, joined, page_link
from chiiki.web.library.pages.selected import designation_name, span_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chiiki.brief.document import Link, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Designation

__all__ = ["selections"]

_OPTIONAL = {"kind", "phase", "category", "also", "caution", "gap", "municipalities"}
"""Items that are left out where the record has nothing; every other one says that it is unknown."""


def selections(rows: Sequence[Designation], voice: Voice) -> Block:
    """Show one table per selection: programme, phase, years, fields, lead, theme, places, sources."""
    claim = voice.claim("selections", [voice.rule("place.selections.heading", n=str(len(rows)))])
    return Block(id="selections", page=1, heading=claim, tables=tuple(_table(row, voice) for row in rows))


def _table(row: Designation, voice: Voice) -> Table:
    programme = voice.short(voice.pack.programme(row.programme_id))
    facts = ((key, text) for key, text in _facts(row, voice) if any(text) or key not in _OPTIONAL)
    return Table(
        caption=voice.sentence("place.selections.caption", name=designation_name(row, voice), programme=programme),
        header=head(voice, "item", "content"),
        rows=tuple((Cell((voice.word(f"place.fact.{key}"),)), dash(text, voice)) for key, text in facts),
    )


def _facts(row: Designation, voice: Voice) -> Iterator[tuple[str, Text | str]]:
    in_japanese = voice.lang == "ja"
    programme = voice.pack.programme(row.programme_id)
    yield "programme", (page_link(Kind.PROGRAMME, row.programme_id, text=voice.programme(programme), voice=voice),)
    yield "kind", "" if row.is_designation else voice.word("place.fact.not_designation")
    yield "phase", row.phase_ja if in_japanese else row.phase_en
    yield "category", row.category_ja if in_japanese else row.category_en
    yield "years", "" if row.start_fy is None and row.end_fy is None else span_text(row, voice)
    yield "round", voice.span(row.round_fy, row.round_fy) if row.round_fy else ""
    yield "fields", joined(_fields(row, voice), voice)
    yield "theme", _in_japanese(row.theme_ja, voice)
    yield "lead", _in_japanese(row.lead_ja, voice)
    yield "prefectures", joined(_prefectures(row, voice), voice)
    yield "municipalities", joined(_municipalities(row, voice), voice)
    # that cells are unknown is said in the cells themselves
    yield "gap", voice.label("missing", row.missing) if row.missing not in {"", "unknown"} else ""
    cautions = [voice.label("caution", code) for code in row.caution_ids]
    yield "caution", voice.word("place.fact.sentence_gap").join(cautions)
    yield "source", cited(row, voice).text
    yield "also", _also(row, voice)


def _in_japanese(words: str, voice: Voice) -> str:
    """Give words that the record has in Japanese alone, marked as such in English."""
    return voice.word("place.fact.in_japanese", words=words) if words and voice.lang == "en" else words


def _fields(row: Designation, voice: Voice) -> list[str]:
    return [
        voice.word(f"place.fact.field_{one.assigned_by}", field=voice.label("field", one.field))
        for one in voice.pack.designation_fields
        if one.designation_id == row.designation_id
    ]


def _prefectures(row: Designation, voice: Voice) -> Iterator[Link]:
    for link in voice.pack.designation_prefectures:
        if link.designation_id == row.designation_id:
            region = voice.pack.region(link.region_id)
            yield page_link(Kind.REGION, link.region_id, text=voice.region(region), voice=voice)


def _municipalities(row: Designation, voice: Voice) -> Iterator[Link]:
    for link in voice.pack.designation_municipalities:
        if link.designation_id == row.designation_id:
            region = voice.pack.region(link.region_id)
            yield page_link(Kind.REGION, link.region_id, text=voice.region(region), voice=voice)


def _also(row: Designation, voice: Voice) -> Text:
    """Name the further sources of the row, each with the place in it."""
    further = [one for one in voice.pack.citations if one.table == "designations" and one.row_id == row.designation_id]
    comma = voice.word("page.comma")
    return tuple(piece for one in further for piece in (comma, *cited(one, voice).text))[1:]
