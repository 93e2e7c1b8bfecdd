"""How the selections of a place were judged, what followed them, what came of them, what is not known."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, NumberRef
from chiiki.brief.outcome_tables import outcome_table
from chiiki.studies.outcomes import add_budget, add_outcome, outcomes_of
from chiiki.studies.unknowns import add_unknown_total, add_unknowns
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.ground import cited, dash, listing, page_link
from chiiki.web.library.pages.selected import designation_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Table
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Designation, Evaluation
    from chiiki.studies.holdings import Holding

__all__ = ["follow_ons", "judgements", "results", "unknowns"]


def judgements(holdings: Sequence[Holding], voice: Voice, *, subject: str) -> tuple[Block, ...]:
    """List evaluations with scale and remark, and prizes, which are no grades."""
    if not holdings:
        return ()
    evaluations = [(one, judged) for one in holdings for judged in one.evaluations]
    graded = f"{subject}.graded"
    known = Condition(graded, ">", 0)
    rules = [voice.rule("place.judged.graded", known, graded=voice.count(graded, "graded"))]
    rules.append(voice.rule("place.judged.stated" if evaluations else "place.judged.none"))
    columns = ("name", "fy", "kind", "grade", "remark", "source")
    tables = []
    if evaluations:
        rows = [_judgement(one, judged, voice=voice) for one, judged in evaluations]
        tables.append(listing("place.judged.caption", columns, rows, voice=voice))
    tables += _prizes(holdings, voice)
    where = (voice.sentence("place.judged.where"),)
    claim = voice.claim("judged", rules)
    return (Block(id="judged", page=1, heading=claim, tables=tuple(tables), sentences=() if evaluations else where),)


def _judgement(holding: Holding, judged: Evaluation, *, voice: Voice) -> tuple[Cell, ...]:
    kind = voice.label("evaluation_kind", judged.kind)
    scale = voice.word("place.judged.scale", grade=judged.grade, scale=judged.scale)
    grade = scale if judged.scale else judged.grade
    return (
        Cell((designation_name(holding.designation, voice),)),
        dash(voice.span(judged.fy, judged.fy) if judged.fy else "", voice),
        Cell((page_link(Kind.EVALUATION, judged.evaluation_id, text=kind, voice=voice),)),
        dash(grade if judged.grade else "", voice, missing="grade_not_found"),
        dash(judged.remark_ja if voice.lang == "ja" else judged.remark_en, voice),
        cited(judged, voice),
    )


def _prizes(holdings: Sequence[Holding], voice: Voice) -> list[Table]:
    named = {one.designation.designation_id: designation_name(one.designation, voice) for one in holdings}
    rows = [
        (
            Cell((named[row.designation_id],)),
            dash(voice.span(row.fy, row.fy) if row.fy else "", voice),
            Cell((row.name_ja if voice.lang == "ja" else row.name_en,)),
            cited(row, voice),
        )
        for row in voice.pack.awards
        if row.designation_id in named
    ]
    return [listing("place.judged.prizes", ("name", "fy", "prize", "source"), rows, voice=voice)] if rows else []


def follow_ons(holdings: Sequence[Holding], voice: Voice) -> tuple[Block, ...]:
    """Say of each later selection what it came after, and whether its programme succeeded the earlier one."""
    dated = [one for one in holdings if one.designation.start_fy]
    if len(dated) <= 1:
        return ()
    rows = [_follow_on(before, after, voice=voice) for before, after in itertools.pairwise(dated)]
    table = listing("place.after.caption", ("from", "to", "fy", "relation", "source"), rows, voice=voice)
    claim = voice.claim("after", [voice.rule("place.after.heading")])
    return (Block(id="after", page=1, heading=claim, tables=(table,), sentences=(voice.sentence("place.after.note"),)),)


def _follow_on(before: Holding, after: Holding, *, voice: Voice) -> tuple[Cell, ...]:
    pair = (before.programme.programme_id, after.programme.programme_id)
    link = next(
        (row for row in voice.pack.programme_links if (row.from_programme_id, row.to_programme_id) == pair), None
    )
    year = after.designation.start_fy
    if link:
        relation = voice.label("link_kind", link.kind)
    else:
        relation = voice.word("place.after.same_programme" if pair[0] == pair[1] else "place.after.no_link")
    return (
        Cell((voice.short(before.designation),)),
        Cell((voice.short(after.designation),)),
        Cell((voice.span(year, year),)),
        Cell((relation,)),
        cited(link or after.designation, voice),
    )


def results(rows: Sequence[Designation], voice: Voice) -> tuple[Block, ...]:
    """Show what was published of results and money of the selections themselves."""
    ids = [row.designation_id for row in rows]
    outcomes = [
        (one, add_outcome(voice.book, voice.pack, one).id) for key in ids for one in outcomes_of(voice.pack, key)
    ]
    money = [row for row in voice.pack.budgets if row.subject_kind == "designation" and row.subject_id in ids]
    tables = []
    if outcomes:
        tables.append(outcome_table(outcomes, voice, caption=voice.sentence("place.results.outcomes")))
    if money:
        named = {row.designation_id: voice.short(row) for row in rows}
        lines = []
        for row in money:
            number = add_budget(voice.book, voice.pack, row).id
            lines.append(
                (
                    Cell((named[row.subject_id],)),
                    Cell((voice.label("budget_kind", row.kind),)),
                    voice.number_cell(number),
                    Cell((voice.period(voice.book[number].period),)),
                    cited(row, voice),
                )
            )
        columns = ("name", "kind", "amount", "period", "source")
        tables.append(listing("place.results.money", columns, lines, voice=voice))
    if not tables:
        return ()
    first = next((number for _, number in outcomes if voice.book[number].value is not None), "")
    claim = voice.claim("results", [voice.rule("place.results.heading_one" if first else "place.results.heading")])
    return (Block(id="results", page=1, heading=claim, tables=tuple(tables)),)


def unknowns(holdings: Sequence[Holding], voice: Voice, *, subject: str) -> Block:
    """Count what the record lacks."""
    gaps = add_unknowns(voice.book, subject=subject, holdings=holdings, period="undated")
    add_unknown_total(voice.book, subject=subject, unknowns=gaps)
    total = f"{subject}.unknown"
    rules = [
        voice.rule("place.unknown.some", Condition(total, ">", 0), k=voice.count(total, "item")),
        voice.rule("place.unknown.none", Condition(f"{subject}.designations", ">", 0)),
        voice.rule("place.unknown.nothing"),
    ]
    items = [voice.sentence(f"region.open.{gap.kind}", n=(_reference(gap.number_id, voice),)) for gap in gaps]
    items.append(voice.sentence("place.unknown.money"))
    return Block(id="unknown", page=1, heading=voice.claim("unknown", rules), items=tuple(items))


def _reference(number_id: str, voice: Voice) -> NumberRef:
    piece = voice.count(number_id, "designation")[0]
    return piece if isinstance(piece, NumberRef) else NumberRef(number_id, str(piece))
