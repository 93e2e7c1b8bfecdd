"""Page 2: which ministry supports which stage, and where nothing was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block
from chiiki.brief.matrices import support_figure

if TYPE_CHECKING:
    from chiiki.brief.document import Claim
    from chiiki.brief.voice import Voice
    from chiiki.studies.region import RegionStudy

__all__ = ["matrix"]


def matrix(study: RegionStudy, voice: Voice) -> Block:
    """Show selections by ministry and stage with the gaps outlined."""
    place = voice.region(study.region)
    figure = support_figure(study.support, voice, place=place, period=study.period)
    counted = (voice.sentence("support.counted_once"), voice.sentence("support.money_unknown"))
    missing = (voice.sentence("region.support.where"), voice.sentence("support.money_unknown"))
    return Block(
        id="support",
        page=2,
        heading=_claim(study, voice),
        figure=figure,
        sentences=counted if figure else missing,
        source_ids=voice.book[f"r{study.region.region_id}.designations"].source_ids,
    )


def _claim(study: RegionStudy, voice: Voice) -> Claim:
    """Name the stage with most selections, or two that tie, and the stage with none."""
    support = study.support
    ranked = sorted(support.stages, key=lambda stage: -voice.scalar(support.totals[stage]))
    ids = [support.totals[stage] for stage in ranked]
    most, n_most = voice.label("stage", ranked[0]), voice.count(ids[0], "designation")
    is_ahead = Condition(ids[0], ">", ids[1])
    is_gap = Condition(ids[-1], "==", 0)
    is_tie = (Condition(ids[0], "==", ids[1]), Condition(ids[1], ">", ids[2]))
    rules = [
        voice.rule("region.support.most", is_ahead, most=most, n_most=n_most),
        voice.rule("region.support.tie", *is_tie, first=most, second=voice.label("stage", ranked[1]), n=n_most),
        voice.rule("region.support.neutral", Condition(ids[0], ">", 0), place=voice.region(study.region)),
        voice.rule("region.support.none"),
    ]
    least = voice.label("stage", ranked[-1])
    gap = voice.rule("region.support.gap", is_ahead, is_gap, most=most, n_most=n_most, least=least)
    return voice.claim("support", [gap, *rules])
