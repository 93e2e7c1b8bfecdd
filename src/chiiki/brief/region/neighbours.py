"""Page 5: whom to learn from? The regions built most alike, and what reached them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.charts import read_outlines
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Table
from chiiki.brief.region.maps import outline_figure
from chiiki.studies.holdings import holdings_by_region

if TYPE_CHECKING:
    from chiiki.brief.charts import Outlines
    from chiiki.brief.document import Claim, Figure
    from chiiki.brief.voice import Voice
    from chiiki.studies.industry import Likeness
    from chiiki.studies.region import RegionStudy

__all__ = ["alike"]

N_NAMED = 3


def alike(study: RegionStudy, voice: Voice) -> Block:
    """Name the three nearest in structure and show why, with their programmes and grades."""
    place = voice.region(study.region)
    if not study.likeness:
        claim = voice.claim("alike", [voice.rule("region.alike.none", place=place)])
        return Block(id="alike", page=5, heading=claim, sentences=(voice.sentence("region.alike.where", place=place),))
    year = voice.period(voice.book[study.likeness[0].number_id].period)
    header = tuple(
        voice.word(f"region.alike.column_{name}")
        for name in ("region", "distance", "shared", "designations", "graded", "programmes")
    )
    table = Table(
        caption=voice.sentence("region.alike.caption", place=place, year=year),
        header=header,
        rows=tuple(_row(like, study, voice=voice) for like in study.likeness),
        note=voice.sentence("region.alike.note"),
    )
    outlines = read_outlines(voice.pack.outlines) if voice.pack.outlines else None
    sources = voice.book[f"r{study.region.region_id}.jobs.{study.sections[-1].jobs.year}.total"].source_ids
    return Block(
        id="alike",
        page=5,
        heading=_claim(study, voice),
        figure=_map(study, outlines, voice=voice) if outlines else None,
        tables=(table,),
        source_ids=(*sources, *([outlines.source_id] if outlines else [])),
    )


def _map(study: RegionStudy, outlines: Outlines, *, voice: Voice) -> Figure:
    """Show where the similar regions lie."""
    names = {region.region_id: voice.region(region) for region in study.regions}
    own = study.region.region_id
    alike = [like.region_id for like in study.likeness]
    alt = voice.word("region.alike.map_alt", place=names[own], names=voice.listed([names[other] for other in alike]))
    return outline_figure(
        outlines,
        voice,
        own=own,
        label=names[own],
        highlighted=alike,
        alt=alt,
        measure=voice.sentence("region.alike.map_measure", place=names[own]),
    )


def _claim(study: RegionStudy, voice: Voice) -> Claim:
    """Name three where the fourth is farther; else all that are shown."""
    regions = {region.region_id: region for region in study.regions}
    names = [voice.short(regions[like.region_id]) for like in study.likeness]
    ids = [like.number_id for like in study.likeness]
    rules = []
    if len(ids) > N_NAMED:
        ahead = Condition(ids[N_NAMED - 1], "<", ids[N_NAMED])
        rules.append(voice.rule("region.alike.three", ahead, first=names[0], second=names[1], third=names[2]))
    return voice.claim("alike", [*rules, voice.rule("region.alike.neutral", names=voice.listed(names))])


def _row(like: Likeness, study: RegionStudy, *, voice: Voice) -> tuple[Cell, ...]:
    other = like.region_id
    region = next(region for region in study.regions if region.region_id == other)
    shared = voice.listed([voice.industry(code) for code in like.shared[:N_NAMED]])
    return (
        Cell((voice.linked("region", other, text=voice.region(region)),)),
        Cell((voice.number(like.number_id), voice.word("region.alike.tied") if like.is_tied else ""), "right"),
        Cell((shared or voice.word("region.alike.nothing_shared"),)),
        voice.number_cell(f"r{other}.designations", text=voice.scalar_text(f"r{other}.designations")),
        voice.number_cell(f"r{other}.graded", text=voice.scalar_text(f"r{other}.graded")),
        Cell((_programmes(other, study, voice=voice),)),
    )


def _programmes(region_id: str, study: RegionStudy, *, voice: Voice) -> str:
    """Name programmes that reached the other region and not this one, most selections first."""
    own = {holding.programme.programme_id for holding in study.holdings}
    theirs = [holding.programme for holding in holdings_by_region(voice.pack)[region_id]]
    ids = [programme.programme_id for programme in theirs]
    fresh = dict.fromkeys(programme for programme in theirs if programme.programme_id not in own)
    ranked = sorted(fresh, key=lambda programme: -ids.count(programme.programme_id))
    names = [voice.short(programme) for programme in ranked[:N_NAMED]]
    return voice.listed(names) if names else voice.word("region.alike.no_other")
