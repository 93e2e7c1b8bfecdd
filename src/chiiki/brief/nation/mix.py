"""Page 3: which ministry supports which stage, where they overlap, where nobody is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Table
from chiiki.brief.matrices import support_figure

if TYPE_CHECKING:
    from chiiki.brief.document import Claim
    from chiiki.brief.voice import Voice
    from chiiki.studies.nation import NationStudy

__all__ = ["matrix"]


def matrix(study: NationStudy, voice: Voice) -> Block:
    """Show all selections by ministry and stage."""
    rounds = _rounds(voice)
    return Block(
        id="mix",
        page=3,
        heading=_claim(study, voice),
        figure=support_figure(study.support, voice, place=voice.region(study.nation), period=study.period),
        tables=(rounds,) if rounds else (),
        sentences=(
            voice.sentence(
                "nation.mix.overlap",
                shared=voice.count(study.shared, "designation_here"),
                gaps=voice.count(study.gaps, "combination"),
            ),
            voice.sentence("support.counted_once"),
        ),
        cautions=((voice.label("caution", "counts_not_money"),),),
    )


def _claim(study: NationStudy, voice: Voice) -> Claim:
    totals = study.support.totals
    ranked = sorted(study.support.stages, key=lambda stage: -voice.scalar(totals[stage]))
    rules = []
    if study.stage_shares:
        ahead = [Condition(totals[ranked[0]], ">", totals[other]) for other in ranked[1:]]
        some = Condition(totals[ranked[0]], ">", 0)
        share = voice.percent(study.stage_shares[ranked[0]])
        rules = [
            voice.rule("nation.mix.most", *ahead, some, stage=voice.label("stage", ranked[0]), share=share),
            voice.rule("nation.mix.tied", some),
        ]
    return voice.claim("mix", [*rules, voice.rule("nation.mix.none")])


def _rounds(voice: Voice) -> Table | None:
    """List the calls of programmes whose calls name different ministries."""
    by_call: dict[str, list[str]] = {}
    sources: dict[str, str] = {}
    for link in voice.pack.call_authorities:
        by_call.setdefault(link.call_id, []).append(link.authority)
        sources[link.call_id] = link.source_id
    by_programme: dict[str, set[tuple[str, ...]]] = {}
    calls = [row for row in voice.pack.calls if row.call_id in by_call]
    for row in calls:
        by_programme.setdefault(row.programme_id, set()).add(tuple(sorted(by_call[row.call_id])))
    rows = [row for row in calls if len(by_programme[row.programme_id]) > 1]
    if not rows:
        return None
    header = tuple(voice.word(f"nation.mix.column_{name}") for name in ("programme", "round", "authorities", "source"))
    return Table(
        caption=voice.sentence("nation.mix.caption"),
        header=header,
        rows=tuple(
            (
                Cell((voice.short(voice.pack.programme(row.programme_id)),)),
                Cell((voice.span(row.fy, row.fy),)),
                Cell((voice.listed([voice.authority(name) for name in sorted(by_call[row.call_id])]),)),
                Cell((voice.source_link(sources[row.call_id]),)),
            )
            for row in sorted(rows, key=lambda row: (row.programme_id, row.fy or 0))
        ),
    )
