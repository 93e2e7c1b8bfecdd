"""From a subject and the facts to a document, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.document import Definition, Document, SourceNote
from chiiki.brief.licences import licence_name
from chiiki.brief.notes import linked_sources, subject_of
from chiiki.brief.wording import load_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chiiki.brief.document import Kind, Lang
    from chiiki.brief.parts import Parts
    from chiiki.brief.wording import Wording
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Source

__all__ = ["assemble", "compose"]


def compose(kind: Kind, subject_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the brief of one subject.

    Parameters
    ----------
    kind : {"region", "programme", "national"}
    subject_id : str
        Prefecture code, programme id; ignored for the nation.
    pack : Pack
    lang : {"ja", "en"}

    Returns
    -------
    Document

    Raises
    ------
    UnknownNameError
        If there is no such subject or language.
    """
    wording = load_wording(lang)
    if kind == "region":
        from chiiki.brief.region import compose_region  # noqa: PLC0415 -- one kind's code is read, not three

        return assemble(compose_region(subject_id, pack=pack, wording=wording), pack=pack, wording=wording)
    if kind == "programme":
        from chiiki.brief.programme import compose_programme  # noqa: PLC0415 -- as above

        return assemble(compose_programme(subject_id, pack=pack, wording=wording), pack=pack, wording=wording)
    from chiiki.brief.nation import compose_nation  # noqa: PLC0415 -- as above

    return assemble(compose_nation(pack=pack, wording=wording), pack=pack, wording=wording)


def assemble(parts: Parts, *, pack: Pack, wording: Wording) -> Document:
    """Add the notes: every definition and every source that the numbers and blocks name."""
    used = [source for number in parts.numbers for source in number.source_ids]
    used += [source for block in parts.blocks for source in block.source_ids]
    used += linked_sources(parts.blocks, parts.conflicts)
    return Document(
        kind=parts.kind,
        id=parts.id,
        lang=wording.lang,
        edition=pack.edition,
        as_of=pack.as_of,
        subject=parts.subject,
        title=parts.title,
        lead=parts.lead,
        kpis=parts.kpis,
        blocks=parts.blocks,
        numbers=parts.numbers,
        definitions=_definitions((number.definition for number in parts.numbers), wording=wording),
        sources=_sources(used, pack=pack, wording=wording),
        conflicts=parts.conflicts,
        labels=wording.table("frame") | _caution_texts(pack, wording=wording),
        subjects=_subjects({subject_of(number.id) for number in parts.numbers}, pack=pack, wording=wording),
        pack_sha256=pack.sha256,
    )


def _subjects(used: set[str], *, pack: Pack, wording: Wording) -> Mapping[str, str]:
    """Name the regions and programmes of which the document holds numbers."""
    in_japanese = wording.lang == "ja"
    named = {f"r{row.region_id}": row.name_ja if in_japanese else row.name_en for row in pack.regions}
    named |= {f"p-{row.programme_id}": row.short_ja if in_japanese else row.short_en for row in pack.programmes}
    named["n"] = next((named[f"r{row.region_id}"] for row in pack.regions if row.kind == "nation"), "n")
    return {subject: named[subject] for subject in sorted(used) if subject in named}


def _caution_texts(pack: Pack, *, wording: Wording) -> dict[str, str]:
    codes = [term.code for term in pack.vocabularies if term.vocabulary == "caution"]
    return {f"caution_text.{code}": pack.label("caution", code, wording.lang) for code in codes}


def _definitions(ids: Iterable[str], *, wording: Wording) -> Mapping[str, Definition]:
    return {
        definition: Definition(
            id=definition,
            name=wording.word(f"definitions.{definition}.name"),
            text=wording.word(f"definitions.{definition}.text"),
        )
        for definition in dict.fromkeys(ids)
    }


def _sources(ids: Iterable[str], *, pack: Pack, wording: Wording) -> Mapping[str, SourceNote]:
    return {source: _note(pack.source(source), pack=pack, wording=wording) for source in sorted(set(ids))}


def _note(source: Source, *, pack: Pack, wording: Wording) -> SourceNote:
    licence = pack.licence(source.licence_id)
    in_japanese = wording.lang == "ja"
    titles = (source.title_ja, source.title_en) if in_japanese else (source.title_en, source.title_ja)
    publishers = (source.publisher_ja, source.publisher_en)
    name, is_known = licence_name(licence, wording.lang), licence.allows_reuse != "unclear"
    status = wording.word(f"frame.licence_{source.licence_status}")
    return SourceNote(
        id=source.source_id,
        title=titles[0] or titles[1] or wording.word("frame.title_not_found"),
        publisher=(publishers[0] or publishers[1]) if in_japanese else (publishers[1] or publishers[0]),
        published_on=source.published_on,
        accessed_on=source.accessed_on,
        url=source.url,
        licence=wording.word("frame.licence", name=name, status=status) if is_known else name,
        terms=name if is_known else "",
        credit=licence.credit_ja if in_japanese else licence.credit_en,
        kind=pack.label("source_kind", source.source_kind, wording.lang),
    )
