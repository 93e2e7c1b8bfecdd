"""The brief of the nation, block by block in reading order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.conflicts import conflict_tables
from chiiki.brief.nation import answer, balance, cascade, mix, results, spread, unknown
from chiiki.brief.parts import Parts
from chiiki.brief.voice import Voice
from chiiki.studies.nation import study_nation

if TYPE_CHECKING:
    from chiiki.brief.wording import Wording
    from chiiki.facts.pack import Pack

__all__ = ["compose_nation"]


def compose_nation(*, pack: Pack, wording: Wording) -> Parts:
    """Compose the brief of the nation, without its notes."""
    study = study_nation(pack)
    voice = Voice(pack=pack, wording=wording, book=study.book)
    return Parts(
        kind="national",
        id="jp",
        subject=voice.region(study.nation),
        title=answer.title(study, voice),
        lead=answer.lead(study, voice),
        kpis=answer.kpis(study, voice),
        blocks=(
            cascade.timeline(study, voice),
            spread.counts(study, voice),
            spread.rates(study, voice),
            mix.matrix(study, voice),
            results.totals(study, voice),
            results.exchange(study, voice),
            replace(results.plan_money(study, voice), width="full"),
            balance.incomes(study, voice),
            unknown.unknowns(study, voice),
        ),
        numbers=study.book,
        conflicts=conflict_tables(study.disagreements, voice),
    )
