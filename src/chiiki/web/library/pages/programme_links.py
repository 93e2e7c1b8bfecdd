"""What a programme's page adds to its brief: lists that lead to sites, evaluations, measures, plan and sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Link, plain
from chiiki.brief.outcome_tables import subject_name
from chiiki.brief.programme.naming import noun
from chiiki.brief.programme.results import GRADE_COUNTS
from chiiki.studies.shared_results import RESULTS
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.evaluation import evaluation_grade, evaluation_year, site_link
from chiiki.web.library.pages.explained import brief_address
from chiiki.web.library.pages.ground import add_count, cited, dash, facts_block, joined, listing, page_link
from chiiki.web.library.pages.measure import measure_row
from chiiki.web.library.pages.programme_lists import instruments_of, programme_link, stages_of

if TYPE_CHECKING:
    from chiiki.brief.document import Table, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Evaluation, Outcome
    from chiiki.studies.holdings import Holding
    from chiiki.studies.programme import ProgrammeStudy
    from chiiki.web.library.pages.ground import Sourced

__all__ = [
    "add_measure_count",
    "calls_with_places",
    "light_tiles",
    "linked_judgement",
    "linked_lineage",
    "measures",
    "reconciled",
    "record",
    "site_list",
    "whole_brief",
]

MOST_OUTCOMES = 12
"""Published results that the page shows, results before targets and counts; the brief has all."""


def linked_lineage(block: Block, study: ProgrammeStudy, *, voice: Voice) -> Block:
    """Let the steps of the lineage lead to the programmes; the table stands on the page, beside the drawing."""
    if not study.family.links:
        return block
    rows = (
        (
            Cell((programme_link(link.from_programme_id, voice),)),
            Cell((programme_link(link.to_programme_id, voice),)),
            Cell((voice.label("link_kind", link.kind),)),
            dash(voice.span(link.fy, link.fy) if link.fy else "", voice),
            cited(link, voice),
        )
        for link in study.family.links
    )
    columns = ("from", "to", "kind", "fy", "source")
    table = listing("programme.lineage.caption", columns, rows, voice=voice)
    if block.figure is None:
        return replace(block, tables=(table,), source_ids=())
    return replace(block, figure=replace(block.figure, table=table), source_ids=())


def record(study: ProgrammeStudy, voice: Voice) -> Block:
    """Say what the programme is: names with their status, plan, ministries, stages, instruments."""
    row, pack = study.programme, voice.pack
    own = row.programme_id
    facts: list[tuple[str, Text | str, Sourced]] = [
        ("name_ja", row.name_ja, row),
        (
            "name_en",
            voice.word("page.name_status", name=row.name_en, status=voice.label("name_status", row.name_en_status)),
            row,
        ),
        ("plan", _plan(row.plan_id, voice), row),
        ("level", voice.label("level", row.level), row),
        ("selects", voice.label("selects", row.selects), row),
        ("money", voice.label("yes_no_unknown", row.gives_money), row),
    ]
    run = [one for one in pack.programme_authorities if one.programme_id == own]
    facts += [("authority", voice.label("authority", one.authority), one) for one in run]
    stage = next((one for one in pack.programme_stages if one.programme_id == own), row)
    instrument = next((one for one in pack.programme_instruments if one.programme_id == own), row)
    facts += [("stage", stages_of(own, voice), stage), ("instrument", instruments_of(own, voice), instrument)]
    return facts_block(facts, voice=voice)


def _plan(plan_id: str, voice: Voice) -> Text:
    plan = next((row for row in voice.pack.plans if row.plan_id == plan_id), None)
    if plan is None:
        return ()
    return (page_link(Kind.PLAN, plan_id, text=plan.name_ja if voice.lang == "ja" else plan.name_en, voice=voice),)


def site_list(study: ProgrammeStudy, voice: Voice) -> tuple[Block, ...]:
    """List every selection on record with its page, prefectures, grade and source; none where there is none."""
    if not study.holdings:
        return ()
    n = voice.count(f"{study.subject}.selections", noun(study))
    columns = ("name", "prefecture", "years", "field", "grade", "source")
    rows = (_site(holding, study, voice=voice) for holding in study.holdings)
    table = listing("programme.sites.caption", columns, rows, voice=voice, n=n)
    heading = voice.claim("sites", [voice.rule("programme.sites.heading", n=n)])
    return (Block(id="sites", page=2, heading=heading, tables=(table,)),)


def _site(holding: Holding, study: ProgrammeStudy, *, voice: Voice) -> tuple[Cell, ...]:
    row = holding.designation
    regions = study.prefectures_of.get(row.designation_id, ())
    fields = [one.field for one in voice.pack.designation_fields if one.designation_id == row.designation_id]
    phase = (row.phase_ja or row.category_ja) if voice.lang == "ja" else (row.phase_en or row.category_en)
    years = voice.span(row.start_fy, row.end_fy) if row.start_fy else ""
    name: Text = (site_link(row.designation_id, voice),)
    return (
        Cell((*name, voice.word("page.programme.phase", phase=phase)) if phase else name),
        dash(joined((_region(region.region_id, voice.short(region), voice) for region in regions), voice), voice),
        dash(years, voice),
        dash(voice.word("page.comma").join(voice.label("field", code) for code in fields), voice),
        _grade(holding, voice),
        cited(row, voice),
    )


def _region(region_id: str, name: str, voice: Voice) -> Link:
    return page_link(Kind.REGION, region_id, text=name, voice=voice)


def _grade(holding: Holding, voice: Voice) -> Cell:
    """Link the evaluation that speaks for a selection, with its kind; else say what is missing."""
    if holding.grade:
        words = voice.word(
            "programme.sites.grade_of",
            grade=holding.grade.grade,
            kind=voice.label("evaluation_kind", holding.grade.kind),
        )
        return Cell((_evaluation(holding.grade, words, voice),))
    if holding.evaluations:
        return Cell((_evaluation(holding.evaluations[0], voice.word("programme.sites.evaluated"), voice),), tone="none")
    return Cell((formats.missing_sign("grade_not_found", voice.lang),), tone="none")


def _evaluation(row: Evaluation, words: str, voice: Voice) -> Link:
    return page_link(Kind.EVALUATION, row.evaluation_id, text=words, voice=voice)


def calls_with_places(block: Block, study: ProgrammeStudy, *, voice: Voice) -> Block:
    """Write the calls with the place in each source."""
    if not block.tables:
        return block
    table = block.tables[0]
    rows = tuple((*row[:-1], cited(call.call, voice)) for row, call in zip(table.rows, study.calls, strict=True))
    return replace(block, tables=(replace(table, rows=rows),), source_ids=())


def light_tiles(block: Block, voice: Voice) -> Block:
    """Leave the prefectures without a selection out of the table beside the map; the map shows them."""
    if block.figure is None or block.figure.table is None:
        return block
    table = block.figure.table
    rows = tuple(row for row in table.rows if plain(row[1].text) != "0")
    note = voice.sentence("page.programme.no_selection", n=str(len(table.rows) - len(rows)))
    return replace(block, figure=replace(block.figure, table=replace(table, rows=rows, note=note)))


def reconciled(block: Block, study: ProgrammeStudy, *, voice: Voice) -> Block:
    """List what is published of the whole programme; the note says that there is no ledger to set beside it.

    Results of single sites stand on their pages, sums over programmes on the page of outcomes.
    """
    pairs = [pair for pair in study.outcomes if not pair[0].indicator.startswith(GRADE_COUNTS)]
    own = sorted(
        (pair for pair in pairs if pair[0].subject_kind != "designation"), key=lambda pair: pair[0].kind not in RESULTS
    )
    if not pairs:
        return block
    columns = ("subject", "indicator", "period", "published_value", "source")
    rows = (_outcome(row, number, voice=voice) for row, number in own[:MOST_OUTCOMES])
    table = listing("page.programme.reconciled_caption", columns, rows, voice=voice)
    table = replace(table, note=voice.sentence("page.programme.no_ledger"), n_total=len(pairs))
    sums = Link(f"/{voice.lang}/outcomes", voice.word("page.programme.sums"))
    more = voice.sentence("page.programme.elsewhere", sums=sums)
    return replace(block, tables=(table,) if own else (), sentences=(*block.sentences[:1], more), source_ids=())


def _outcome(row: Outcome, number: str, *, voice: Voice) -> tuple[Cell, ...]:
    indicator = voice.pack.outcome_indicator(row.indicator)
    name = indicator.name_ja if voice.lang == "ja" else indicator.name_en
    value = voice.number_cell(number)
    about = (voice.word("outcomes.about"),) if row.approximate and row.value is not None else ()
    return (
        Cell((_subject(row, voice),)),
        Cell((voice.word("page.programme.indicator", name=name, kind=voice.label("outcome_kind", row.kind)),)),
        Cell((voice.period(voice.book[number].period),)),
        Cell((*about, *value.text), "right", value.tone),
        cited(row, voice),
    )


def _subject(row: Outcome, voice: Voice) -> str | Link:
    if row.subject_kind == "programme":
        return page_link(
            Kind.PROGRAMME, row.subject_id, text=voice.short(voice.pack.programme(row.subject_id)), voice=voice
        )
    if row.subject_kind == "designation":
        return site_link(row.subject_id, voice)
    return subject_name(row.subject_kind, row.subject_id, voice=voice)


def linked_judgement(block: Block, study: ProgrammeStudy, *, voice: Voice) -> Block:
    """Let the evaluations lead to their pages."""
    if not study.evaluations:
        return block
    ordered = sorted(study.evaluations, key=lambda row: (row.fy or 9999, row.evaluation_id))
    columns = ("site", "kind", "fy", "grade", "source")
    table = listing(
        "programme.judgement.list_caption", columns, (_evaluated(row, voice) for row in ordered), voice=voice
    )
    return replace(block, tables=(*block.tables[:-1], table), source_ids=())


def _evaluated(row: Evaluation, voice: Voice) -> tuple[Cell, ...]:
    whole = voice.word("programme.judgement.whole")
    name = voice.short(voice.pack.designation(row.designation_id)) if row.designation_id else whole
    return (
        Cell((_evaluation(row, name, voice),)),
        Cell((voice.label("evaluation_kind", row.kind),)),
        dash(evaluation_year(row, voice), voice),
        Cell((row.grade or _no_grade(row, voice),), tone="" if row.grade else "none"),
        cited(row, voice),
    )


def _no_grade(row: Evaluation, voice: Voice) -> str:
    """Say in a cell's room why there is no letter."""
    if row.missing == "grade_not_found":
        return voice.word("programme.sites.evaluated")
    return evaluation_grade(row, voice)


def add_measure_count(study: ProgrammeStudy, voice: Voice) -> None:
    """Add how many entries of the support menu belong to the programme."""
    own = study.programme.programme_id
    keys = ((row.measure_id, row) for row in voice.pack.measures if row.programme_id == own)
    add_count(
        voice.book,
        f"{study.subject}.measures",
        keys,
        table="measures",
        definition="programme_measures",
        period=voice.book[f"{study.subject}.years"].period,
    )


def measures(study: ProgrammeStudy, voice: Voice) -> tuple[Block, ...]:
    """List the support menu of the programme; no block where none is on record."""
    found = [row for row in voice.pack.measures if row.programme_id == study.programme.programme_id]
    if not found:
        return ()
    number = f"{study.subject}.measures"
    heading = voice.claim(
        "measures",
        [voice.rule("page.programme.measures", Condition(number, ">", 0), n=voice.count(number, "measure"))],
    )
    columns = ("measure", "stage", "instrument", "source")
    table: Table = listing(
        "page.programme.measures_caption", columns, (measure_row(row, voice) for row in found), voice=voice
    )
    return (Block(id="measures", page=3, heading=heading, tables=(table,)),)


def whole_brief(study: ProgrammeStudy, voice: Voice) -> Block:
    """Lead to the full brief, which has the estimates of effect and every number's inputs."""
    href = brief_address("programme", study.programme.programme_id, lang=voice.lang)
    link = Link(href, voice.word("page.programme.brief", name=voice.short(study.programme)))
    return Block(
        id="brief",
        page=4,
        heading=voice.claim("brief", [voice.rule("page.programme.more")]),
        sentences=(voice.sentence("page.programme.brief_has", link=link),),
    )
