"""Programmes and selections that began in the years of a plan, and programmes that the facts assign to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell
from chiiki.studies.holdings import count_of_rows
from chiiki.web.library.pages.ground import add_count, cited, dash, listing
from chiiki.web.library.pages.programme_lists import authorities_of, programme_link, programme_timeline, stages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Table
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import LawOrStrategy, Plan, Programme

__all__ = ["PlanProgrammes", "plan_programmes", "programmes_block"]


@dataclass(frozen=True, slots=True)
class PlanProgrammes:
    """What began in the years of a plan."""

    begun: tuple[Programme, ...]
    """Programmes whose first year lies in the plan's years, earliest first."""

    assigned: tuple[Programme, ...]
    """Programmes that the facts assign to the plan although their first year is unknown or lies outside."""

    begun_id: str
    selections_id: str
    selections: dict[str, str]
    """Programme → number id of its selections begun in the plan's years."""


def plan_programmes(plan: Plan, voice: Voice) -> PlanProgrammes:
    """Count what began in the years of `plan`."""
    pack, stem, period = voice.pack, f"plan-{plan.plan_id}", f"FY{plan.start_fy}-{plan.end_fy}"
    ordered = sorted(pack.programmes, key=lambda row: (row.start_fy or 9999, row.programme_id))
    begun = tuple(row for row in ordered if _is_within(row.start_fy, plan))
    assigned = tuple(row for row in ordered if row.plan_id == plan.plan_id and row not in begun)
    begun_id = add_count(
        voice.book,
        f"{stem}.programmes",
        ((row.programme_id, row) for row in begun),
        table="programmes",
        definition="plan_programmes",
        period=period,
    )
    rows = [row for row in pack.designations if row.is_designation and _is_within(row.start_fy, plan)]
    whole = count_of_rows(f"{stem}.selections", rows, period=period, definition="designations_of_plan")
    of_programme = {}
    for row in (*begun, *assigned):
        own = [one for one in rows if one.programme_id == row.programme_id]
        number = count_of_rows(
            f"{stem}.selections.{row.programme_id}", own, period=period, definition="plan_selections_of_programme"
        )
        of_programme[row.programme_id] = voice.book.add(number).id
    return PlanProgrammes(begun, assigned, begun_id, voice.book.add(whole).id, of_programme)


def _is_within(fy: int | None, plan: Plan) -> bool:
    return fy is not None and (plan.start_fy or 0) <= fy <= (plan.end_fy or 0)


def programmes_block(plan: Plan, programmes: PlanProgrammes, *, laws: Sequence[LawOrStrategy], voice: Voice) -> Block:
    """Draw the plan's years with the programmes that began in them, and list all of them."""
    n = programmes.begun_id
    claim = voice.claim(
        "programmes",
        [
            voice.rule("page.plan.begun", Condition(n, ">", 0), n=voice.count(n, "programme_begun")),
            voice.rule("page.plan.begun_none"),
        ],
    )
    name = plan.short_ja if voice.lang == "ja" else plan.short_en
    years = ((plan.start_fy or 0) - 1, (plan.end_fy or 0) + 1)
    alt = voice.word("page.plan.alt", plan=name, n=str(len(programmes.begun)))
    rows = (*programmes.begun, *programmes.assigned)
    return Block(
        id="programmes",
        page=1,
        heading=claim,
        figure=programme_timeline(programmes.begun, voice, laws=laws, years=years, alt=alt),
        tables=(_table(rows, programmes, plan=name, voice=voice),) if rows else (),
        cautions=(voice.sentence("page.plan.time_only"),),
    )


def _table(rows: Sequence[Programme], programmes: PlanProgrammes, *, plan: str, voice: Voice) -> Table:
    columns = ("programme", "years", "belongs", "authority", "stage", "selections", "source")
    cells = (_row(row, programmes, voice=voice) for row in rows)
    return listing("page.plan.begun_caption", columns, cells, voice=voice, plan=plan)


def _row(row: Programme, programmes: PlanProgrammes, *, voice: Voice) -> tuple[Cell, ...]:
    key = row.programme_id
    how = "began" if row in programmes.begun else "assigned"
    number = programmes.selections[key]
    return (
        Cell((programme_link(key, voice),)),
        dash(voice.span(row.start_fy, row.end_fy) if row.start_fy else "", voice),
        Cell((voice.word(f"page.plan.{how}"),)),
        dash(authorities_of(key, voice), voice),
        dash(stages_of(key, voice), voice),
        voice.number_cell(number, text=voice.scalar_text(number)),
        cited(row, voice),
    )
