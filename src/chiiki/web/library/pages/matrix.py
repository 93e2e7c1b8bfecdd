"""The support matrix: which ministry supports which stage, where and when, with gaps and overlaps in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block
from chiiki.brief.formats import place_in_source
from chiiki.brief.parts import Parts
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import Number, NumberBook, Phrase
from chiiki.studies.phrases import formula, place
from chiiki.studies.support import STAGES
from chiiki.web.library.labels import term_label
from chiiki.web.library.pages.counted import add_rows, assemble_view, conditions, span_of
from chiiki.web.library.pages.matrix_drawing import matrix_figure
from chiiki.web.library.pages.matrix_tables import cell_table, entry_table
from chiiki.web.library.queries.selections import find_selections
from chiiki.web.library.queries.support_entries import (
    bodies,
    exists_in,
    find_entries,
    open_ended,
    unclassified,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.brief.document import Claim, Document, Lang, Text
    from chiiki.facts.pack import Pack
    from chiiki.web.library.queries.support_entries import Entry

__all__ = ["SupportView", "compose_matrix", "find_support", "place_words"]


@dataclass(frozen=True, slots=True)
class SupportView:
    """Who supports which stage in one region and time, with the numbers."""

    chosen: Mapping[str, str]
    """Filters of the selections: ``prefecture``, and ``fy`` or ``plan``."""

    years: tuple[int, ...]
    """Fiscal years that were asked for; empty for all."""

    authorities: tuple[str, ...]
    present: Mapping[str, bool]
    """Body → whether it existed in those years."""

    cells: Mapping[tuple[str, str], tuple[Entry, ...]]
    book: NumberBook
    numbers: Mapping[tuple[str, str], str]
    """(body, stage) → number id, for cells with entries."""

    overlaps: Mapping[str, str]
    """Stage → number id: how many bodies support it."""

    n_gaps: str
    without_stage: tuple[str, ...]
    open_ended: str
    """Number id: selections whose end is unknown; empty where no year was asked for."""


def find_support(chosen: Mapping[str, str], *, pack: Pack) -> SupportView:
    """Find and count the support of the selections that fit `chosen`."""
    book = NumberBook()
    period = span_of(find_selections(chosen, pack=pack))
    cells = find_entries(chosen, pack=pack)
    years = _years(chosen, pack)
    authorities = bodies(pack)
    numbers = {
        key: book.add(_cell_number(key, cells[key], period=period, pack=pack)).id
        for key in ((body, stage) for body in authorities for stage in STAGES)
        if key in cells
    }
    overlaps = {stage: _add_overlap(book, stage, numbers=numbers, period=period) for stage in STAGES}
    _add_entries(book, cells, period=period)
    n_open = _add_open_ended(book, chosen, years=years, pack=pack)
    return SupportView(
        chosen=chosen,
        years=years,
        authorities=authorities,
        present={body: exists_in(body, years, pack=pack) for body in authorities},
        cells=cells,
        book=book,
        numbers=numbers,
        overlaps=overlaps,
        n_gaps=_add_gaps(book, pack, authorities=authorities, numbers=numbers, period=period),
        without_stage=unclassified(chosen, pack=pack),
        open_ended=n_open,
    )


def _add_gaps(
    book: NumberBook, pack: Pack, *, authorities: Sequence[str], numbers: Mapping[tuple[str, str], str], period: str
) -> str:
    """Count the empty cells in the rows of ministries that support another stage."""
    active = [body for body in authorities if any(key[0] == body for key in numbers)]
    gaps = [(body, stage) for body in active for stage in STAGES if (body, stage) not in numbers]
    return book.add(
        Number(
            id="page-matrix.gaps",
            value=len(gaps),
            unit="count",
            period=period,
            definition="page_gaps",
            formula=formula("unsupported", cells=_listed(gaps, pack)) if gaps else formula("unsupported_none"),
            inputs=tuple(numbers.values()),
        )
    ).id


def _listed(cells: Sequence[tuple[str, str]], pack: Pack) -> Phrase:
    """Name cells by ministry and stage: by their codes in English, in words in Japanese."""
    words = [
        f"{term_label(pack, 'authority', body, lang='ja')}の{term_label(pack, 'stage', stage, lang='ja')}"
        for body, stage in cells
    ]
    return Phrase(en=", ".join(f"{body}×{stage}" for body, stage in cells), ja="、".join(words))


def _years(chosen: Mapping[str, str], pack: Pack) -> tuple[int, ...]:
    if "fy" in chosen:
        return (int(chosen["fy"]),)
    plan = next((row for row in pack.plans if row.plan_id == chosen.get("plan")), None)
    return tuple(range(plan.start_fy, plan.end_fy + 1)) if plan and plan.start_fy and plan.end_fy else ()


def _cell_number(key: tuple[str, str], entries: Sequence[Entry], *, period: str, pack: Pack) -> Number:
    """Count the entries of a cell, with the sources that say what each of them supports."""
    by_source: dict[str, list[Phrase]] = {}
    for entry in entries:
        by_source.setdefault(entry.source_id, []).append(_place(entry, pack))
    return Number(
        id=f"page-matrix.{key[0]}.{key[1]}",
        value=len(entries),
        unit="count",
        period=period,
        definition="page_support",
        source_ids=tuple(sorted(by_source)),
        locators=tuple(_joined(by_source[source]) for source in sorted(by_source)),
    )


def _place(entry: Entry, pack: Pack) -> Phrase:
    """Say in which row, and where in its source, an entry is said to serve its stage."""
    stage = Phrase(en=entry.stage, ja=term_label(pack, "stage", entry.stage, lang="ja"))
    where = Phrase(en=place_in_source(entry.locator, "en"), ja=place_in_source(entry.locator, "ja"))
    return place("stage_of", table=entry.table, subject=entry.subject_id, stage=stage, where=where)


def _joined(places: Sequence[Phrase]) -> Phrase:
    return Phrase(en="; ".join(one.en for one in places), ja="；".join(one.ja for one in places))


def _add_overlap(book: NumberBook, stage: str, *, numbers: Mapping[tuple[str, str], str], period: str) -> str:
    inputs = tuple(number for key, number in numbers.items() if key[1] == stage)
    return book.add(
        Number(
            id=f"page-matrix.ministries.{stage}",
            value=len(inputs),
            unit="count",
            period=period,
            definition="page_overlap",
            formula=formula("supporting"),
            inputs=inputs,
        )
    ).id


def _add_entries(book: NumberBook, cells: Mapping[tuple[str, str], Sequence[Entry]], *, period: str) -> None:
    subjects = sorted({entry.subject_id for rows in cells.values() for entry in rows})
    book.add(
        Number(
            id="page-matrix.entries",
            value=len(subjects),
            unit="count",
            period=period,
            definition="page_support",
            formula=formula("whole_matrix", subjects=", ".join(subjects)) if subjects else formula("whole_matrix_none"),
        )
    )


def _add_open_ended(book: NumberBook, chosen: Mapping[str, str], *, years: Sequence[int], pack: Pack) -> str:
    if "fy" not in chosen:
        return ""
    return add_rows(
        book,
        "page-matrix.open",
        n=open_ended(chosen, fy=years[0], pack=pack),
        period=f"FY{years[0]}",
        definition="page_open_ended",
        place=conditions("designations", {**chosen, "fy": f"<{years[0]}", "end_fy": "unknown"}),
    )


def compose_matrix(support: SupportView, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of the matrix for one region and time."""
    wording = load_wording(lang)
    voice = Voice(pack=pack, wording=wording, book=support.book)
    parts = Parts(
        kind="page",
        id="matrix",
        subject=voice.word("page_views.matrix.subject"),
        title=_title(support, voice),
        lead=(voice.sentence("page_views.matrix.lead"),),
        kpis=(),
        blocks=_blocks(support, voice),
        numbers=support.book,
    )
    return assemble_view(parts, pack=pack, wording=wording)


def place_words(support: SupportView, voice: Voice) -> tuple[str, str]:
    """Name the region and the time that were asked for."""
    region = support.chosen.get("prefecture")
    nation = next((row for row in voice.pack.regions if row.kind == "nation"), None)
    row = voice.pack.region(region) if region else nation
    place = voice.region(row) if row else ""
    when = voice.span(support.years[0], support.years[-1]) if support.years else voice.word("page_views.all_years")
    return place, when


def _title(support: SupportView, voice: Voice) -> Claim:
    place, when = place_words(support, voice)
    some = Condition("page-matrix.entries", ">", 0)
    n = voice.count("page-matrix.entries", "support_entry")
    gaps = voice.count(support.n_gaps, "gap")
    rules = [
        voice.rule("page_views.matrix.title", some, place=place, when=when, n=n, gaps=gaps),
        voice.rule("page_views.matrix.title_none", place=place, when=when),
    ]
    return voice.claim("title", rules)


def _blocks(support: SupportView, voice: Voice) -> tuple[Block, ...]:
    if not support.numbers:
        return ()
    heading = voice.claim("matrix", [voice.rule("page_views.matrix.heading")])
    listed = voice.claim("entries", [voice.rule("page_views.matrix.heading_entries")])
    matrix = Block(
        id="matrix",
        page=1,
        heading=heading,
        figure=matrix_figure(support, voice, places=place_words(support, voice)),
        items=_said(support, voice),
        tables=(cell_table(support, voice),),
    )
    return matrix, Block(id="entries", page=1, heading=listed, tables=(entry_table(support, voice),))


def _said(support: SupportView, voice: Voice) -> tuple[Text, ...]:
    """Say what a gap and an overlap are, what is unclassified, and what could not be counted."""
    said = [voice.sentence("page_views.matrix.gap"), voice.sentence("page_views.matrix.absent")]
    names = voice.listed([voice.short(voice.pack.programme(key)) for key in support.without_stage])
    said.append(
        voice.sentence("page_views.matrix.unclassified", names=names)
        if names
        else voice.sentence("page_views.matrix.all_classified")
    )
    if support.open_ended and voice.scalar(support.open_ended):
        said.append(voice.sentence("page_views.matrix.open", n=voice.count(support.open_ended, "designation")))
    return tuple(said)
