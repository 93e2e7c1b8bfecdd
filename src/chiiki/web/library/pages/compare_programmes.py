"""Two to six programmes side by side; what was counted over other years is never put in an order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.charts import Span, Timeline
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table
from chiiki.brief.outcome_tables import outcome_table
from chiiki.brief.parts import Parts
from chiiki.brief.timelines import plan_bands
from chiiki.provenance import Number
from chiiki.studies.holdings import all_holdings, count_of_rows, located
from chiiki.studies.outcomes import add_budget, add_outcome, outcomes_of
from chiiki.studies.unknowns import add_coverage
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.comparing import add_common, attribute_rows
from chiiki.web.library.pages.explained import brief_address, source_pages
from chiiki.web.library.pages.ground import cited, finish, joined, page_link, voice_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Document, Lang
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Outcome, Programme

__all__ = ["compare_programmes"]

N_ROWS = 12
"""Amounts that the table shows; its CSV has all."""


def compare_programmes(programme_ids: Sequence[str], *, pack: Pack, lang: Lang, is_full: bool = False) -> Document:
    """Compose the comparison of programmes.

    Parameters
    ----------
    programme_ids : sequence of str
        Ids of two to six programmes.
    pack : Pack
    lang : {"ja", "en"}
    is_full : bool
        Keep all rows of its tables, for CSV and JSON.
    """
    voice = voice_of(pack, lang)
    programmes = [pack.programme(one) for one in programme_ids]
    names = [voice.short(one) for one in programmes]
    links = [page_link(Kind.PROGRAMME, one.programme_id, text=voice.programme(one), voice=voice) for one in programmes]
    parts = Parts(
        kind="page",
        id=f"compare-{'-'.join(programme_ids)}",
        subject=voice.word("place.compare.programmes_of"),
        title=voice.claim("title", [voice.rule("place.compare.title", names=voice.listed(names))]),
        lead=(voice.sentence("place.compare.lead_programmes", subjects=joined(links, voice)),),
        kpis=(),
        blocks=(
            _spans(programmes, voice),
            _selected(programmes, voice),
            _kinds(programmes, voice),
            _reach(programmes, voice),
            *_outcomes(programmes, voice),
            _money(programmes, voice, most=None if is_full else N_ROWS),
        ),
        numbers=voice.book,
    )
    document = finish(parts, voice=voice)
    elsewhere = {
        number.id: f"{brief_address('programme', number.id.split('.')[0][2:], lang=lang)}#{number.id}"
        for number in document.numbers
        if number.id.startswith("p-") and number.definition.startswith("coverage_")
    }
    return replace(document, elsewhere={**elsewhere, **source_pages(document)})


def _spans(programmes: Sequence[Programme], voice: Voice) -> Block:
    """Draw the years of support on one axis."""
    dated = [one for one in programmes if one.start_fy]
    heading = voice.claim("years", [voice.rule("place.compare.years")])
    rows = tuple(
        (Cell((voice.short(one),)), Cell((voice.span(one.start_fy, one.end_fy),)), cited(one, voice))
        for one in programmes
    )
    header = tuple(voice.word(f"page.column.{name}") for name in ("programme", "years", "source"))
    table = Table(caption=voice.sentence("place.compare.years_measure"), header=header, rows=rows)
    if not dated:
        return Block(id="years", page=1, heading=heading, tables=(table,))
    bars = tuple(_bar(one, voice) for one in dated)
    bands = plan_bands(voice)
    ends = [year for one in dated for year in (one.start_fy, one.end_fy) if year]
    alt = voice.word("place.compare.years_alt", names=voice.listed([bar.name for bar in bars]))
    chart = Timeline(
        alt=alt,
        first_fy=min([*ends, *(band.start_fy for band in bands[:1])]),
        last_fy=max([*ends, *(band.end_fy for band in bands[-1:])]),
        bands=bands,
        bands_label=voice.word("timeline.plans"),
        events=(),
        events_label="",
        bars=bars,
    )
    figure = Figure(chart=chart, measure=voice.sentence("place.compare.years_measure"), alt=alt, table=table)
    return Block(id="years", page=1, heading=heading, figure=figure)


def _bar(programme: Programme, voice: Voice) -> Span:
    return Span(
        label=voice.short(programme),
        name=f"{voice.short(programme)} {voice.span(programme.start_fy, programme.end_fy)}",
        start_fy=programme.start_fy,
        end_fy=programme.end_fy,
        tone="programme",
        href=voice.addresses("programme", programme.programme_id),
    )


def _selected(programmes: Sequence[Programme], voice: Voice) -> Block:
    """Set counts beside each other, each with its years; without an order, since the years differ."""
    rows = tuple(_selected_row(one, voice) for one in programmes)
    header = tuple(
        voice.word(f"place.compare.column_{name}") for name in ("programme", "found", "known", "graded", "years")
    )
    return Block(
        id="selected",
        page=1,
        heading=voice.claim("selected", [voice.rule("place.compare.selected")]),
        tables=(Table(caption=voice.sentence("place.compare.selected_caption"), header=header, rows=rows),),
        cautions=(voice.sentence("place.compare.mixed"),),
    )


def _selected_row(programme: Programme, voice: Voice) -> tuple[Cell, ...]:
    subject = f"p-{programme.programme_id}"
    holdings = [
        one for one in all_holdings(voice.pack).values() if one.programme.programme_id == programme.programme_id
    ]
    years = [one.designation.start_fy for one in holdings if one.designation.start_fy]
    period = f"FY{min(years)}-{max(years)}" if years and min(years) < max(years) else "undated"
    for name, found in (("selections", holdings), ("graded", [one for one in holdings if one.grade])):
        number = count_of_rows(
            f"{subject}.compared.{name}",
            (one.designation for one in found),
            period=period,
            definition=f"compared_{name}",
        )
        voice.book.add(number)
    coverage = next((row for row in voice.pack.coverage if row.programme_id == programme.programme_id), None)
    known = add_coverage(voice.book, coverage)[1].id if coverage else ""
    return (
        Cell((page_link(Kind.PROGRAMME, programme.programme_id, text=voice.short(programme), voice=voice),)),
        voice.number_cell(f"{subject}.compared.selections", text=voice.scalar_text(f"{subject}.compared.selections")),
        voice.number_cell(known, text=voice.scalar_text(known)) if known else Cell(("…",), "right", "none"),
        voice.number_cell(f"{subject}.compared.graded", text=voice.scalar_text(f"{subject}.compared.graded")),
        Cell((voice.period(period),)),
    )


def _kinds(programmes: Sequence[Programme], voice: Voice) -> Block:
    """Set ministries, stages and instruments beside each other."""
    pack, ids = voice.pack, [one.programme_id for one in programmes]
    axes = {
        "authority": [(row.programme_id, row.authority) for row in pack.programme_authorities],
        "stage": [(row.programme_id, row.stage) for row in pack.programme_stages],
        "instrument": [(row.programme_id, row.instrument) for row in pack.programme_instruments],
    }
    named = [
        (
            voice.word(f"page.column.{axis}"),
            [(voice.listed([voice.label(axis, code) for key, code in pairs if key == one]),) for one in ids],
        )
        for axis, pairs in axes.items()
    ]
    none = [(name, [text if text[0] else () for text in texts]) for name, texts in named]
    header = (voice.word("page.column.item"), *(voice.short(one) for one in programmes))
    table = Table(
        caption=voice.sentence("place.compare.kinds_caption"),
        header=header,
        rows=tuple(attribute_rows(none, voice=voice)),
    )
    return Block(id="kinds", page=1, heading=voice.claim("kinds", [voice.rule("place.compare.kinds")]), tables=(table,))


def _reach(programmes: Sequence[Programme], voice: Voice) -> Block:
    """Count the prefectures that each reached, and those that all reached."""
    reached: dict[str, set[str]] = {one.programme_id: set() for one in programmes}
    sources: dict[str, dict[str, list[str]]] = {one.programme_id: {} for one in programmes}
    for link in voice.pack.designation_prefectures:
        programme = voice.pack.designation(link.designation_id).programme_id
        if programme in reached:
            reached[programme].add(link.region_id)
            sources[programme].setdefault(link.source_id, []).append(link.designation_id)
    rows = []
    for one in programmes:
        number = f"p-{one.programme_id}.compared.prefectures"
        voice.book.add(_prefectures(number, len(reached[one.programme_id]), sources=sources[one.programme_id]))
        rows.append((Cell((voice.short(one),)), voice.number_cell(number, text=voice.scalar_text(number))))
    common = set.intersection(*reached.values())
    names = voice.listed([voice.region(voice.pack.region(region)) for region in sorted(common)])
    header = (voice.word("page.column.programme"), voice.word("place.compare.reach_column"))
    counted = [f"p-{one.programme_id}.compared.prefectures" for one in programmes]
    shared = add_common(voice.book, n=len(common), definition="common_prefectures", inputs=counted)
    rules = [
        voice.rule(
            "place.compare.reach_common", Condition(shared, ">", 0), n=voice.number(shared, text=str(len(common)))
        ),
        voice.rule("place.compare.reach_apart"),
    ]
    return Block(
        id="reach",
        page=1,
        heading=voice.claim("reach", rules),
        tables=(Table(caption=voice.sentence("place.compare.reach_caption"), header=header, rows=tuple(rows)),),
        sentences=(voice.sentence("place.compare.reach_names", names=names),) if common else (),
    )


def _prefectures(number_id: str, n: int, *, sources: dict[str, list[str]]) -> Number:
    named = located("designation_prefectures", sources)
    return Number(
        id=number_id,
        value=n,
        unit="count",
        period="undated",
        definition="compared_prefectures",
        source_ids=tuple(named),
        locators=tuple(named.values()),
    )


def _outcomes(programmes: Sequence[Programme], voice: Voice) -> tuple[Block, ...]:
    """Set published results beside each other: those of one indicator and one period, then the rest."""
    found: dict[tuple[str, str, int | None, int | None, str], list[Outcome]] = {}
    for one in programmes:
        for row in outcomes_of(voice.pack, one.programme_id):
            key = (row.indicator, row.kind, row.from_fy, row.to_fy, row.calendar)
            found.setdefault(key, []).append(row)
    same = [row for rows in found.values() if len({row.subject_id for row in rows}) > 1 for row in rows]
    rest = [row for rows in found.values() if len({row.subject_id for row in rows}) == 1 for row in rows]
    tables = []
    for name, rows in (("same", same), ("rest", sorted(rest, key=lambda row: row.indicator))):
        if rows:
            pairs = [(row, add_outcome(voice.book, voice.pack, row).id) for row in rows]
            tables.append(outcome_table(pairs, voice, caption=voice.sentence(f"place.compare.outcomes_{name}")))
    if not tables:
        return ()
    rule = voice.rule("place.compare.outcomes_some" if same else "place.compare.outcomes_none")
    mixed = (voice.sentence("place.compare.mixed"),) if rest else ()
    return (
        Block(id="outcomes", page=1, heading=voice.claim("outcomes", [rule]), tables=tuple(tables), cautions=mixed),
    )


def _money(programmes: Sequence[Programme], voice: Voice, *, most: int | None) -> Block:
    """List published amounts with kind and years; they are never added or put in an order."""
    ids = [one.programme_id for one in programmes]
    money = [row for row in voice.pack.budgets if row.subject_kind == "programme" and row.subject_id in ids]
    money.sort(key=lambda row: (row.kind, -(row.from_fy or 0), ids.index(row.subject_id)))
    rows = []
    for row in money[:most]:
        number = add_budget(voice.book, voice.pack, row).id
        rows.append(
            (
                Cell((voice.short(voice.pack.programme(row.subject_id)),)),
                Cell((voice.label("budget_kind", row.kind),)),
                voice.number_cell(number),
                Cell((voice.period(voice.book[number].period),)),
                cited(row, voice),
            )
        )
    header = tuple(voice.word(f"page.column.{name}") for name in ("programme", "kind", "amount", "period", "source"))
    table = Table(
        caption=voice.sentence("place.compare.money_caption"), header=header, rows=tuple(rows), n_total=len(money)
    )
    heading = voice.claim("money", [voice.rule("place.compare.money" if money else "place.compare.money_none")])
    mixed = (voice.sentence("place.compare.mixed_money"),) if money else ()
    return Block(id="money", page=1, heading=heading, tables=(table,) if money else (), cautions=mixed)
