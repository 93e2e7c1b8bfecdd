"""Page 2: which ministry supports which stage, and where nothing was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block
from chiiki.brief.matrices import support_figure

if TYPE_CHECKING:
    from chiiki.brief.document import Filling
    from chiiki.brief.voice import Voice
    from chiiki.studies.region import RegionStudy

__all__ = ["matrix"]


def matrix(study: RegionStudy, voice: Voice) -> Block:
    """Show selections by ministry and stage with the gaps outlined."""
    support, subject = study.support, f"r{study.region.region_id}"
    place = voice.region(study.region)
    ranked = sorted(support.stages, key=lambda stage: -voice.scalar(support.totals[stage]))
    most, least = ranked[0], ranked[-1]
    places: dict[str, Filling] = {
        "most": voice.label("stage", most),
        "n_most": voice.count(support.totals[most], "designation"),
        "least": voice.label("stage", least),
        "n_least": voice.count(support.totals[least], "designation"),
    }
    is_ahead = Condition(support.totals[ranked[0]], ">", support.totals[ranked[1]])
    is_tie = (
        Condition(support.totals[ranked[0]], "==", support.totals[ranked[1]]),
        Condition(support.totals[ranked[1]], ">", support.totals[ranked[2]]),
    )
    is_gap = Condition(support.totals[least], "==", 0)
    claim = voice.claim(
        "support",
        [
            voice.rule("region.support.gap", is_ahead, is_gap, **places),
            voice.rule("region.support.most", is_ahead, **places),
            voice.rule(
                "region.support.tie",
                *is_tie,
                first=places["most"],
                second=voice.label("stage", ranked[1]),
                n=places["n_most"],
            ),
            voice.rule("region.support.neutral", Condition(f"{subject}.designations", ">", 0), place=place),
            voice.rule("region.support.none"),
        ],
    )
    return Block(
        id="support",
        page=2,
        heading=claim,
        figure=support_figure(support, voice, place=place, period=study.period),
        sentences=(voice.sentence("support.counted_once"), voice.sentence("support.money_unknown")),
        source_ids=voice.book[f"{subject}.designations"].source_ids,
    )
