"""The page of statements that disagree: what each says, where, and why one is preferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition
from chiiki.brief.conflicts import conflict_subject, conflict_value
from chiiki.brief.document import Block, Cell
from chiiki.brief.parts import Parts
from chiiki.brief.programme.naming import fits
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.ground import add_count, cited, dash, finish, listing, page_link, voice_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Document, Lang, Link, Table, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Disagreement

__all__ = ["compose_conflict", "conflict_name", "conflict_pages", "conflicts_block"]


def compose_conflict(disagreement_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one disagreement."""
    voice = voice_of(pack, lang)
    rows = [row for row in pack.disagreements if row.disagreement_id == disagreement_id]
    keys = [(f"{row.disagreement_id} {row.statement}", row) for row in rows]
    n = add_count(
        voice.book,
        f"conflict-{disagreement_id}.statements",
        keys,
        table="disagreements",
        definition="conflict_statements",
        period=pack.as_of,
    )
    parts = Parts(
        kind="conflict",
        id=disagreement_id,
        subject=conflict_name(rows[0], voice),
        title=_title(rows, n, voice=voice),
        lead=(_reason(rows, voice), voice.sentence("page.conflict.lead", n=voice.count(n, "statement"))),
        kpis=(),
        blocks=(_statements(rows, voice), _history(rows, voice), _elsewhere(rows[0], voice)),
        numbers=voice.book,
    )
    return finish(parts, voice=voice)


def conflicts_block(row_ids: set[str], voice: Voice) -> tuple[Block, ...]:
    """Set the statements side by side that disagree on rows of the facts; no block where none do."""
    found: dict[str, list[Disagreement]] = {}
    for row in voice.pack.disagreements:
        if row.row_id in row_ids:
            found.setdefault(row.disagreement_id, []).append(row)
    if not found:
        return ()
    links = [
        page_link(Kind.CONFLICT, key, text=conflict_name(rows[0], voice), voice=voice) for key, rows in found.items()
    ]
    return (
        Block(
            id="conflicts",
            page=1,
            heading=voice.claim("conflicts", [voice.rule("page.conflict.differ")]),
            tables=tuple(_table(rows, voice) for rows in found.values()),
            sentences=tuple(_reason(rows, voice) for rows in found.values()),
            items=tuple(
                voice.sentence("page.kind_of", kind=voice.word("page.kind.conflict"), link=one) for one in links
            ),
        ),
    )


def conflict_name(row: Disagreement, voice: Voice) -> str:
    """Name a disagreement: whose value, and which."""
    return voice.word("page.conflict.name", row=conflict_subject(row, voice), field=_field(row, voice))


def conflict_pages(row: Disagreement, voice: Voice) -> tuple[tuple[str, Link], ...]:
    """Return the pages on which the value stands: wording key of their kind, and link."""
    pack = voice.pack
    if row.table == "laws_and_strategies":
        name = conflict_subject(row, voice)
        return (("law", page_link(Kind.LAW, row.row_id, text=name, voice=voice)),)
    found: list[tuple[str, Link]] = []
    programme_id = row.row_id
    if row.table == "designations":
        designation = pack.designation(row.row_id)
        programme_id = designation.programme_id
        site = pack.place(designation.place_id)
        name = site.name_ja if voice.lang == "ja" else site.name_en
        found.append(("site", page_link(Kind.SITE, site.place_id, text=name, voice=voice)))
    if row.table == "calls":
        programme_id = next(call.programme_id for call in pack.calls if call.call_id == row.row_id)
    programme = pack.programme(programme_id)
    link = page_link(Kind.PROGRAMME, programme_id, text=voice.programme(programme), voice=voice)
    return (*found, ("programme", link))


def _field(row: Disagreement, voice: Voice) -> str:
    return voice.word(f"conflict.fields.{row.field}")


def _preferred(rows: Sequence[Disagreement]) -> Disagreement:
    return next(row for row in rows if row.is_preferred)


def _title(rows: Sequence[Disagreement], n: str, *, voice: Voice) -> Claim:
    subject, field = conflict_subject(rows[0], voice), _field(rows[0], voice)
    value, many = conflict_value(_preferred(rows), voice), voice.count(n, "statement")
    several = Condition(n, ">", 1)
    rules = [
        voice.rule("page.conflict.title", several, row=subject, field=field, n=many, value=value),
        voice.rule("page.conflict.title_long", row=subject, field=field, n=many),
    ]
    return voice.claim("title", rules if fits(rules[0].text, voice.lang) else rules[1:])


def _reason(rows: Sequence[Disagreement], voice: Voice) -> Text:
    row = _preferred(rows)
    return (row.reason_ja if voice.lang == "ja" else row.reason_en,)


def _statements(rows: Sequence[Disagreement], voice: Voice) -> Block:
    return Block(
        id="statements",
        page=1,
        heading=voice.claim("statements", [voice.rule("page.conflict.statements")]),
        tables=(_table(rows, voice),),
        sentences=(voice.sentence("page.conflict.never_average"),),
    )


def _table(rows: Sequence[Disagreement], voice: Voice) -> Table:
    return listing(
        "page.conflict.caption",
        ("statement", "source", "published", "accessed", "preferred"),
        (_row(row, voice) for row in rows),
        voice=voice,
        name=conflict_name(rows[0], voice),
    )


def _row(row: Disagreement, voice: Voice) -> tuple[Cell, ...]:
    source = voice.pack.source(row.source_id)
    dates = (source.published_on, source.accessed_on)
    return (
        Cell((conflict_value(row, voice),)),
        cited(row, voice),
        *(dash(formats.date(on, voice.lang) if on else "", voice) for on in dates),
        Cell((voice.word("page.conflict.yes" if row.is_preferred else "page.conflict.no"),)),
    )


def _history(rows: Sequence[Disagreement], voice: Voice) -> Block:
    """Say who preferred the value and when, as far as the facts record it."""
    return Block(
        id="history",
        page=1,
        width="half",
        heading=voice.claim("history", [voice.rule("page.conflict.history")]),
        sentences=(
            voice.sentence("page.conflict.compiler"),
            voice.sentence(
                "page.conflict.since",
                edition=voice.pack.edition,
                date=formats.date(voice.pack.as_of, voice.lang),
                id=rows[0].disagreement_id,
            ),
        ),
    )


def _elsewhere(row: Disagreement, voice: Voice) -> Block:
    items = tuple(
        voice.sentence("page.kind_of", kind=voice.word(f"page.kind.{kind}"), link=link)
        for kind, link in conflict_pages(row, voice)
    )
    heading = voice.claim("matters", [voice.rule("page.conflict.matters")])
    return Block(id="matters", page=1, width="half", heading=heading, items=items)
