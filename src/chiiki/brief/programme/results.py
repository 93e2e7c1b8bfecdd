"""Page 3: what came of it, as far as it was published, and what may not be divided by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, NumberRef, Table, plain
from chiiki.brief.outcome_tables import outcome_table, subject_name
from chiiki.periods import Period
from chiiki.studies.shared_results import RESULTS

if TYPE_CHECKING:
    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Outcome
    from chiiki.studies.outcomes import RefusedRatio
    from chiiki.studies.programme import ProgrammeStudy
    from chiiki.studies.shared_results import SharedResult

__all__ = ["GRADE_COUNTS", "results"]

LEADING = (
    "domestic_patents",
    "international_patents",
    "articles_domestic",
    "articles_international",
    "practical_use",
    "commercialisations",
    "sales_of_related_products",
    "new_products",
)
"""Results in the order in which they are told; a heading names the first on record."""

GRADE_COUNTS = "graded_"
"""Indicators that count grades stand with the judgement."""


def results(study: ProgrammeStudy, voice: Voice) -> Block:
    """Rebuild the published tables: this programme, its partners of the same years, the sum."""
    shared = {number for result in study.shared for number in result.number_ids}
    rows = [pair for pair in study.outcomes if not pair[0].indicator.startswith(GRADE_COUNTS)]
    own = [pair for pair in rows if pair[0].kind in RESULTS and pair[1] not in shared]
    others = [pair for pair in rows if pair[0].kind not in RESULTS]
    tables = []
    if study.shared:
        tables.append(_shared_table(study, voice))
    if own:
        tables.append(outcome_table(own, voice, caption=voice.sentence("programme.results.result_caption")))
    if others:
        tables.append(outcome_table(others, voice, caption=voice.sentence("programme.results.other_caption")))
    reported = [row for row, _ in rows if "self_reported" in row.caution_ids]
    sentences = [_refusal(refused, voice) for refused in study.refused[:1]]
    if not tables:
        sentences.append(voice.sentence("programme.results.where"))
    return Block(
        id="outcomes",
        page=3,
        heading=voice.claim("outcomes", _rules(study, voice, rows=rows)),
        tables=tuple(tables),
        sentences=tuple(sentences),
        cautions=((voice.label("caution", "self_reported"),),) if reported else (),
        source_ids=tuple(dict.fromkeys(row.source_id for row, _ in rows)),
    )


def _rules(study: ProgrammeStudy, voice: Voice, *, rows: list[tuple[Outcome, str]]) -> list[Rule]:
    known = [pair for pair in rows if pair[0].kind in RESULTS and pair[0].value is not None]
    programme = [pair for pair in known if pair[0].subject_id == study.programme.programme_id]
    rules = []
    for row, number in sorted(programme, key=_prominence)[:1]:
        rules.append(
            voice.rule(
                "programme.results.own",
                Condition(number, "is", "known"),
                indicator=_indicator(row.indicator, voice),
                v=_value(number, voice),
                period=voice.period(voice.book[number].period),
            )
        )
    for row, number in sorted(known, key=_prominence)[:1]:
        places: dict[str, str | Text] = {
            "subject": subject_name(row.subject_kind, row.subject_id, voice=voice),
            "indicator": _indicator(row.indicator, voice),
            "v": _value(number, voice),
        }
        period = voice.book[number].period
        condition = Condition(number, "is", "known")
        if period == "undated":
            rules.append(voice.rule("programme.results.part_undated", condition, **places))
        else:
            rules.append(voice.rule("programme.results.part", condition, period=voice.period(period), **places))
    for _, number in [pair for pair in rows if pair[0].value is not None][:1]:
        rules.append(voice.rule("programme.results.counts", Condition(number, "is", "known")))
    return [*rules, voice.rule("programme.results.none")]


def _prominence(pair: tuple[Outcome, str]) -> tuple[int, int]:
    return (_rank(pair[0].indicator), -(pair[0].to_fy or 0))


def _rank(indicator: str) -> int:
    return LEADING.index(indicator) if indicator in LEADING else len(LEADING)


def _indicator(indicator: str, voice: Voice) -> str:
    row = voice.pack.outcome_indicator(indicator)
    return row.name_ja if voice.lang == "ja" else row.name_en


def _value(number: str, voice: Voice) -> Text:
    return (voice.number(number),)


def _shared_table(study: ProgrammeStudy, voice: Voice) -> Table:
    """Set this programme beside its partners; the sum is ours, and equals the published check value."""
    partners = study.shared[0].programme_ids
    ranked = sorted(study.shared, key=lambda result: _rank(result.indicator))
    names = [voice.short(voice.pack.programme(name)) for name in partners]
    header = (
        voice.word("programme.results.column_indicator"),
        voice.word("programme.results.column_period"),
        *names,
        *(voice.word(f"programme.results.column_{name}") for name in ("sum", "check", "difference")),
    )
    source = plain((voice.source_link(_source(study.shared[0], voice)),))
    return Table(
        caption=voice.sentence("programme.results.shared_caption", others=voice.listed(names[1:])),
        header=header,
        rows=tuple(_shared_row(result, voice) for result in ranked if result.programme_ids == partners),
        note=voice.sentence("programme.results.shared_note", source=source),
    )


def _source(result: SharedResult, voice: Voice) -> str:
    return voice.book[result.number_ids[0]].source_ids[0]


def _shared_row(result: SharedResult, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell((_indicator(result.indicator, voice),)),
        Cell((voice.period(voice.book[result.sum_id].period),)),
        *(voice.number_cell(number) for number in result.number_ids),
        voice.number_cell(result.sum_id),
        *_checked(result, voice),
    )


def _checked(result: SharedResult, voice: Voice) -> tuple[Cell, Cell]:
    if not result.expected:
        missing = Cell((formats.missing_sign("not_applicable", voice.lang),), "right", "none")
        return (missing, missing)
    return (
        voice.number_cell(result.expected),
        voice.number_cell(result.difference, text=voice.scalar_text(result.difference)),
    )


def _refusal(refused: RefusedRatio, voice: Voice) -> Text:
    """Say why results are not divided by money: by which years the two periods differ."""
    money, result = (Period.parse(voice.book[number].period) for number in (refused.money_id, refused.result_id))
    amount = NumberRef(
        refused.money_id,
        formats.yen(voice.scalar(refused.money_id), voice.lang, resolution=voice.book[refused.money_id].resolution),
    )
    if money.calendar != result.calendar:
        return voice.sentence("programme.results.refused_calendar", money=amount)
    years = sorted(set(range(money.first, money.last + 1)) ^ set(range(result.first, result.last + 1)))
    return voice.sentence(
        "programme.results.refused",
        money=amount,
        money_period=voice.period(str(money)),
        result_period=voice.period(str(result)),
        years=voice.listed([voice.span(year, year) for year in years]),
    )
