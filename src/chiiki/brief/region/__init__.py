"""The brief of a region, block by block in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.conflicts import conflict_tables
from chiiki.brief.parts import Parts
from chiiki.brief.region import (
    answer,
    capability,
    effects,
    industry,
    maps,
    neighbours,
    partners,
    people,
    results,
    support,
    unknown,
)
from chiiki.brief.voice import Voice
from chiiki.studies.region import study_region

if TYPE_CHECKING:
    from chiiki.brief.wording import Wording
    from chiiki.facts.pack import Pack

__all__ = ["compose_region"]


def compose_region(region_id: str, *, pack: Pack, wording: Wording) -> Parts:
    """Compose the brief of one prefecture, without its notes."""
    study = study_region(region_id, pack=pack)
    voice = Voice(pack=pack, wording=wording, book=study.book)
    return Parts(
        kind="region",
        id=region_id,
        subject=voice.region(study.region),
        title=answer.title(study, voice),
        lead=answer.lead(study, voice),
        kpis=answer.kpis(study, voice),
        blocks=(
            answer.timeline(study, voice),
            maps.tile_grid(study, voice),
            answer.known(study, voice),
            answer.open_questions(study, voice),
            support.matrix(study, voice),
            results.outcomes(study, voice),
            effects.effects(study, voice),
            people.income(study, voice),
            people.population(study, voice),
            industry.sections(study, voice),
            industry.groups(study, voice),
            capability.complexity(study, voice),
            capability.opportunity(study, voice),
            neighbours.alike(study, voice),
            partners.complete(study, voice),
            unknown.unknowns(study, voice),
        ),
        numbers=study.book,
        conflicts=conflict_tables(study.disagreements, voice),
    )
