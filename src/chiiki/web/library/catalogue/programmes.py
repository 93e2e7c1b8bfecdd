"""Entries of plans, laws, programmes and support measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.library.catalogue.draft import Draft, Pair, joined
from chiiki.web.library.catalogue.ground import fiscal_year_on
from chiiki.web.library.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.facts.records import LawOrStrategy, Measure, Programme
    from chiiki.web.library.catalogue.ground import Ground

__all__ = ["laws", "measures", "plans", "programmes"]


def plans(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each plan; found also by its concepts."""
    for row in ground.pack.plans:
        concepts = [one for one in ground.pack.plan_concepts if one.plan_id == row.plan_id]
        yield Draft(
            Kind.PLAN,
            row.plan_id,
            Pair(row.name_ja, row.name_en),
            row.source_id,
            row.locator,
            short=Pair(row.short_ja, row.short_en),
            type=row.status,
            start_fy=row.start_fy,
            end_fy=row.end_fy,
            dated_on=row.decided_on,
            n_related=len(concepts),
            texts=tuple(text for one in concepts for text in (one.label_ja, one.label_en)),
            facets=frozenset({("plan", row.plan_id), ("type", row.status)}),
        )


def laws(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each law, council, strategy and review."""
    yield from (_law(row, ground) for row in ground.pack.laws_and_strategies)


def _law(row: LawOrStrategy, ground: Ground) -> Draft:
    fy = fiscal_year_on(row.dated_on)
    return Draft(
        Kind.LAW,
        row.law_id,
        Pair(row.name_ja, row.name_en),
        row.source_id,
        row.locator,
        short=Pair(row.short_ja, row.short_en),
        type=row.kind,
        start_fy=fy,
        end_fy=fy,
        dated_on=row.dated_on,
        texts=(row.law_number_ja, *ground.term("law_kind", row.kind)),
        facets=frozenset({("type", row.kind), *ground.plan_facets(fy, fy)}),
    )


def programmes(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each programme; found also by its ministries, purpose and groups."""
    yield from (_programme(row, ground) for row in ground.pack.programmes)


def _programme(row: Programme, ground: Ground) -> Draft:
    authorities = [ground.term("authority", code) for code in ground.authorities.get(row.programme_id, ())]
    groups = [one for one in ground.pack.programme_groups if one.programme_id == row.programme_id]
    return Draft(
        Kind.PROGRAMME,
        row.programme_id,
        Pair(row.name_ja, row.name_en),
        row.source_id,
        row.locator,
        short=Pair(row.short_ja, row.short_en),
        type=row.selects,
        owner=joined(authorities),
        start_fy=row.start_fy,
        end_fy=row.end_fy,
        n_related=len(ground.of_programme.get(row.programme_id, ())),
        texts=(
            row.purpose_ja,
            row.purpose_en,
            *(text for one in groups for text in (one.name_ja, one.name_en)),
            *(text for one in authorities for text in one),
            " ".join(ground.authorities.get(row.programme_id, ())),
        ),
        facets=frozenset(
            {
                ("type", row.selects),
                *ground.programme_facets(row.programme_id),
                *ground.plan_facets(row.start_fy or row.first_call_fy, row.end_fy or row.last_call_fy),
            }
        ),
    )


def measures(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each measure of a ministry's support menu."""
    stages = {(row.measure_id, row.stage) for row in ground.pack.measure_stages}
    instruments = {(row.measure_id, row.instrument) for row in ground.pack.measure_instruments}
    for row in ground.pack.measures:
        own = {("stage", stage) for measure_id, stage in stages if measure_id == row.measure_id}
        own |= {("instrument", code) for measure_id, code in instruments if measure_id == row.measure_id}
        yield _measure(row, ground, facets=own)


def _measure(row: Measure, ground: Ground, *, facets: set[tuple[str, str]]) -> Draft:
    known = {one.programme_id: one for one in ground.pack.programmes}
    programme = known.get(row.programme_id)
    owner = ground.term("authority", row.authority)
    names = (programme.name_ja, programme.name_en, programme.short_ja, programme.short_en) if programme else ()
    return Draft(
        Kind.MEASURE,
        row.measure_id,
        Pair(row.name_ja, row.name_en),
        row.source_id,
        row.locator,
        owner=owner,
        place=Pair(names[2], names[3]) if names else Pair(),
        owner_page=(Kind.PROGRAMME, row.programme_id) if programme else None,
        start_fy=programme.start_fy if programme else None,
        end_fy=programme.end_fy if programme else None,
        texts=(*owner, row.authority, *names, *(text for facet in facets for text in ground.term(*facet))),
        facets=frozenset(
            {
                *facets,
                ("ministry", row.authority),
                *({("programme", row.programme_id)} if programme else ()),
                *(ground.plan_facets(programme.start_fy, programme.end_fy) if programme else ()),
            }
        ),
    )
