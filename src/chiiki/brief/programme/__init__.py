"""The brief of a programme, block by block in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.conflicts import conflict_tables
from chiiki.brief.parts import Parts
from chiiki.brief.programme import answer, calls, effect, judgement, lineage, money, results, sites, unknown
from chiiki.brief.voice import Voice
from chiiki.studies.programme import study_programme

if TYPE_CHECKING:
    from chiiki.brief.wording import Wording
    from chiiki.facts.pack import Pack

__all__ = ["compose_programme"]


def compose_programme(programme_id: str, *, pack: Pack, wording: Wording) -> Parts:
    """Compose the brief of one programme, without its notes."""
    study = study_programme(programme_id, pack=pack)
    voice = Voice(pack=pack, wording=wording, book=study.book)
    return Parts(
        kind="programme",
        id=programme_id,
        subject=voice.programme(study.programme),
        title=answer.title(study, voice),
        lead=answer.lead(study, voice),
        kpis=answer.kpis(study, voice),
        blocks=(
            lineage.family(study, voice),
            sites.tiles(study, voice),
            sites.found(study, voice),
            calls.calls(study, voice),
            *sites.listed(study, voice),
            money.money(study, voice),
            results.results(study, voice),
            judgement.judgement(study, voice),
            *effect.effects(study, voice),
            unknown.unknowns(study, voice),
        ),
        numbers=study.book,
        conflicts=conflict_tables(study.disagreements, voice),
    )
