"""Page 4: what published totals say, with their sums checked, and what may not be divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Table
from chiiki.brief.outcome_tables import amount_cell, subject_name

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Filling, Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.nation import NationStudy
    from chiiki.studies.published import CheckedTotal

__all__ = ["exchange", "plan_money", "totals"]

LEADING_UNIT = "patents"
"""Results of this unit lead, as the most comparable."""


def totals(study: NationStudy, voice: Voice) -> Block:
    """Show the published results of each programme, their sum, and the check."""
    published = study.published
    tables = tuple(table for table in (_checked_table(study, voice), _group_table(study, voice)) if table)
    return Block(
        id="results",
        page=4,
        heading=_claim(study, voice),
        tables=tables,
        sentences=_refused(study, voice) if tables else (voice.sentence("nation.results.where"),),
        cautions=((voice.label("caution", "self_reported"),),) if published.checks else (),
        source_ids=tuple(dict.fromkeys(total.check.source_id for total in published.checks)),
    )


def _claim(study: NationStudy, voice: Voice) -> Claim:
    checks = sorted(
        (total for total in study.published.checks if voice.book[total.sum_id].value is not None),
        key=lambda total: (total.check.unit != LEADING_UNIT, -voice.scalar(total.sum_id)),
    )
    rules = []
    for total in checks[:1]:
        key = "nation.results.agrees" if voice.book[total.expected].value is not None else "nation.results.sum"
        places: dict[str, Filling] = {
            "k": str(len(total.parts)),
            "indicator": _indicator(total, voice),
            "v": amount_cell(total.sum_id, voice).text,
            "period": voice.period(voice.book[total.sum_id].period),
        }
        rules.append(voice.rule(key, Condition(total.sum_id, "==", total.expected), **places))
        rules.append(voice.rule("nation.results.sum", Condition(total.sum_id, "is", "known"), **places))
    return voice.claim("results", [*rules, voice.rule("nation.results.none")])


def _indicator(total: CheckedTotal, voice: Voice) -> str:
    row = voice.pack.outcome_indicator(total.parts[0][0].indicator)
    return row.name_ja if voice.lang == "ja" else row.name_en


def _refused(study: NationStudy, voice: Voice) -> tuple[Text, ...]:
    """Say which ratio was refused and why; then that kinds of money are not added."""
    said = []
    if study.published.refusals:
        first = study.published.refusals[0]
        said.append(
            voice.sentence(
                "nation.results.refused",
                money=voice.number(first.money_id),
                money_period=voice.period(voice.book[first.money_id].period),
                result_period=voice.period(voice.book[first.result_id].period),
            )
        )
    return (*said, voice.sentence("nation.results.kinds"))


def _checked_table(study: NationStudy, voice: Voice) -> Table | None:
    checks = study.published.checks
    if not checks:
        return None
    subjects = list(dict.fromkeys(row.subject_id for total in checks for row, _ in total.parts))
    subjects.sort(key=lambda name: -sum(name == row.subject_id and (row.value or 0) for row, _ in checks[0].parts))
    header = (
        voice.word("outcomes.column_indicator"),
        *(voice.short(voice.pack.programme(name)) for name in subjects),
        *(voice.word(f"nation.results.column_{name}") for name in ("sum", "check", "difference")),
    )
    period = voice.book[checks[0].sum_id].period
    return Table(
        caption=voice.sentence("nation.results.caption", period=voice.period(period)),
        header=header,
        rows=tuple(_checked_row(total, subjects, voice=voice) for total in checks),
        note=voice.sentence("nation.results.note"),
    )


def _checked_row(total: CheckedTotal, subjects: list[str], *, voice: Voice) -> tuple[Cell, ...]:
    parts = {row.subject_id: number for row, number in total.parts}
    cells = [amount_cell(parts[name], voice) if name in parts else Cell(("–",), "right") for name in subjects]
    return (
        Cell((_indicator(total, voice),)),
        *cells,
        amount_cell(total.sum_id, voice),
        amount_cell(total.expected, voice),
        amount_cell(total.difference, voice),
    )


@dataclass(frozen=True, slots=True)
class _Stated:
    """One published value of several programmes together, a plan or a strategy."""

    subject: str
    name: str
    number: str
    source: str
    is_about: bool


def _group_table(study: NationStudy, voice: Voice) -> Table | None:
    """Show what is published for several programmes together, for plans and for strategies."""
    rows = [row for row in (*_group_money(study, voice), *_group_results(study, voice)) if row.number.startswith("n.")]
    if not rows:
        return None
    header = tuple(
        voice.word(f"outcomes.column_{name}") for name in ("subject", "indicator", "value", "period", "source")
    )
    return Table(
        caption=voice.sentence("nation.results.group_caption"),
        header=header,
        rows=tuple(_group_row(row, voice) for row in rows),
        note=voice.sentence("nation.results.group_note"),
    )


def _group_money(study: NationStudy, voice: Voice) -> list[_Stated]:
    return [
        _Stated(
            subject=_subject(row.subject_kind, row.subject_id, voice=voice),
            name=voice.word("nation.results.money", kind=voice.label("budget_kind", row.kind)),
            number=number,
            source=row.source_id,
            is_about=row.approximate,
        )
        for row, number in study.published.group_money
    ]


def _group_results(study: NationStudy, voice: Voice) -> list[_Stated]:
    found = []
    for row, number in study.published.outcomes:
        indicator = voice.pack.outcome_indicator(row.indicator)
        name = indicator.name_ja if voice.lang == "ja" else indicator.name_en
        kind = voice.label("outcome_kind", row.kind)
        if row.kind not in {"outcome", "output", "count"} and kind.lower() not in name.lower():
            name += voice.word("outcomes.kind", kind=kind)
        subject = _subject(row.subject_kind, row.subject_id, voice=voice)
        found.append(_Stated(subject, name, number, row.source_id, row.approximate))
    return found


def _group_row(row: _Stated, voice: Voice) -> tuple[Cell, ...]:
    value = voice.number_cell(row.number)
    about = (voice.word("outcomes.about"),) if row.is_about else ()
    period = voice.book[row.number].period
    return (
        Cell((row.subject,)),
        Cell((row.name,)),
        Cell((*about, *value.text), "right", value.tone),
        Cell((voice.word("outcomes.undated") if period == "undated" else voice.period(period),)),
        Cell((voice.source_link(row.source),)),
    )


def _subject(kind: str, subject_id: str, *, voice: Voice) -> str:
    in_japanese = voice.lang == "ja"
    rows = voice.pack.plans if kind == "plan" else voice.pack.laws_and_strategies
    for row in rows:
        if subject_id in {getattr(row, "plan_id", ""), getattr(row, "law_id", "")}:
            return row.short_ja if in_japanese else row.short_en
    return subject_name(kind, subject_id, voice=voice)


def plan_money(study: NationStudy, voice: Voice) -> Block:
    """Show the investment targets and outturns of the plans, which are never added to other money."""
    pairs = study.published.plan_money
    actual = {(row.from_fy, row.to_fy): number for row, number in pairs if row.kind == "investment_actual"}
    target = {(row.from_fy, row.to_fy): number for row, number in pairs if row.kind == "investment_target"}
    both = [years for years in target if years in actual]
    rules = []
    for years in both[-1:]:
        places: dict[str, Filling] = {
            "plan": _plan_of(years, study=study, voice=voice),
            "target": voice.number(target[years]),
            "actual": voice.number(actual[years]),
        }
        # both are "about" in their sources, so neither is said to exceed the other
        rules.append(voice.rule("nation.plans.stated", Condition(actual[years], "is", "known"), **places))
    rules.append(voice.rule("nation.plans.neutral") if pairs else voice.rule("nation.plans.none"))
    header = tuple(voice.word(f"nation.plans.column_{name}") for name in ("subject", "period", "target", "actual"))
    rows = tuple(
        (
            Cell((_plan_of(years, study=study, voice=voice),)),
            Cell((voice.span(*years),)),
            _money_cell(target.get(years), voice),
            _money_cell(actual.get(years), voice),
        )
        for years in sorted(dict.fromkeys([*target, *actual]), key=lambda years: (years[1] or 0, -(years[0] or 0)))
    )
    table = Table(
        caption=voice.sentence("nation.plans.caption"),
        header=header,
        rows=rows,
        note=voice.sentence("nation.plans.note"),
    )
    return Block(
        id="plans",
        page=4,
        heading=voice.claim("plans", rules),
        width="half",
        tables=(table,) if rows else (),
        cautions=((voice.label("caution", "approximate"),),) if rows else (),
        source_ids=tuple(dict.fromkeys(row.source_id for row, _ in pairs)),
    )


def _plan_of(years: tuple[int | None, int | None], *, study: NationStudy, voice: Voice) -> str:
    """Name the plan of these years, or all plans within them."""
    first, last = years[0] or 0, years[1] or 0
    within = [
        count.plan for count in study.plans if (count.plan.start_fy or 0) >= first and (count.plan.end_fy or 0) <= last
    ]
    return voice.listed([row.short_ja if voice.lang == "ja" else row.short_en for row in within]) or voice.span(*years)


def _money_cell(number_id: str | None, voice: Voice) -> Cell:
    if number_id is None:
        return Cell((voice.word("nation.plans.not_found"),), "right", "none")
    return voice.number_cell(number_id)


def exchange(study: NationStudy, voice: Voice) -> Block:
    """List the events of partnerships abroad."""
    events = study.published.events
    names = {row.partnership_id: row.name_ja if voice.lang == "ja" else row.name_en for row in voice.pack.partnerships}
    header = tuple(
        voice.word(f"nation.exchange.column_{name}") for name in ("event", "partnership", "date", "participants")
    )
    rows = tuple(
        (
            Cell((row.name_ja if voice.lang == "ja" else row.name_en,)),
            Cell((names.get(row.partnership_id, row.partnership_id),)),
            Cell((voice.period(row.held_on) if row.held_on else voice.word("outcomes.undated"),)),
            voice.number_cell(number),
        )
        for row, number in events
    )
    claim = voice.claim(
        "exchange",
        [
            voice.rule(
                "nation.exchange.some",
                Condition("n.events", ">", 0),
                n=voice.count("n.partnerships", "partnership"),
                m=voice.count("n.events", "event"),
            ),
            voice.rule("nation.exchange.none"),
        ],
    )
    return Block(
        id="exchange",
        page=4,
        heading=claim,
        tables=(Table(caption=voice.sentence("nation.exchange.caption"), header=header, rows=rows),) if rows else (),
        source_ids=tuple(dict.fromkeys(row.source_id for row, _ in events)),
    )
