"""The page of a wide area: its members over time, where it lies, what was designated there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief.charts import read_outlines
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Link
from chiiki.brief.parts import Parts
from chiiki.brief.region.maps import outline_figure
from chiiki.brief.timelines import holdings_timeline
from chiiki.studies.holdings import add_designation_counts, all_holdings
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.explained import counts_elsewhere, source_pages
from chiiki.web.library.pages.ground import add_count, cited, dash, finish, listing, page_link, voice_of
from chiiki.web.library.pages.lightened import cut_last_table
from chiiki.web.library.pages.selected import add_selection_counts, counted, grade_kpi, selection_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Document, Figure, Lang
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Region, RegionMember
    from chiiki.studies.holdings import Holding

__all__ = ["compose_wide_area"]

MOST_LISTED = 25
"""Designations that the page lists; its CSV has all."""

N_COMPARED = 6


def compose_wide_area(region_id: str, *, pack: Pack, lang: Lang, is_full: bool = False) -> Document:
    """Compose the page of one wide area.

    Parameters
    ----------
    region_id : str
        Id of a wide area of the pack: ``W-TOHOKU``.
    pack : Pack
    lang : {"ja", "en"}
    is_full : bool
        Keep all rows of its tables, for CSV and JSON.
    """
    voice = voice_of(pack, lang)
    area, subject = pack.region(region_id), f"r{region_id}"
    members = [row for row in pack.region_members if row.region_id == region_id]
    holdings = _holdings(members, pack)
    add_selection_counts(holdings, voice, subject=subject, about="area")
    stated = [(row.member_region_id, row) for row in members]
    add_count(voice.book, f"{subject}.members", stated, table="region_members", definition="members_of_area")
    add_designation_counts(voice.book, pack)
    listed = _listed(holdings, area, voice=voice)
    parts = Parts(
        kind="region",
        id=region_id,
        subject=voice.region(area),
        title=_title(area, voice),
        lead=(voice.sentence("place.area.lead"),),
        kpis=(
            counted("members", voice, subject=subject),
            counted("designations", voice, subject=subject),
            counted("programmes", voice, subject=subject),
            grade_kpi(holdings, voice, subject=subject),
        ),
        blocks=(
            _members(members, area, voice=voice),
            *_timeline(holdings, area, voice=voice),
            _programmes(holdings, area, voice=voice),
            listed if is_full else cut_last_table(listed, most=MOST_LISTED),
        ),
        numbers=voice.book,
    )
    document = finish(parts, voice=voice)
    return replace(
        document,
        elsewhere={**counts_elsewhere(document, pack=pack), **source_pages(document)},
        whole=f"{voice.addresses('region', region_id)}.csv",
        labels={**document.labels, "sources_in_whole": voice.wording.entries["place.area.sources_in_list"]},
    )


def _holdings(members: Sequence[RegionMember], pack: Pack) -> tuple[Holding, ...]:
    """Return the selections that reach a member, each once, earliest first."""
    ids = {row.member_region_id for row in members}
    found = {link.designation_id for link in pack.designation_prefectures if link.region_id in ids}
    return tuple(one for key, one in all_holdings(pack).items() if key in found)


def _title(area: Region, voice: Voice) -> Claim:
    subject = f"r{area.region_id}"
    n = voice.count(f"{subject}.designations", "designation")
    k = voice.count(f"{subject}.members", "prefecture")
    some = voice.rule(
        "place.area.title_some", Condition(f"{subject}.designations", ">", 0), place=voice.region(area), k=k, n=n
    )
    return voice.claim("title", [some, voice.rule("place.area.title_none", place=voice.region(area), k=k)])


def _members(members: Sequence[RegionMember], area: Region, *, voice: Voice) -> Block:
    rows = [_member(row, voice) for row in members]
    place = voice.region(area)
    table = listing("place.area.members_caption", ("prefecture", "years", "selections", "source"), rows, voice=voice)
    ids = [row.member_region_id for row in members]
    compared = Link(f"/{voice.lang}/compare?regions={','.join(ids[:N_COMPARED])}", voice.word("place.area.compare"))
    k = voice.count(f"r{area.region_id}.members", "prefecture")
    return Block(
        id="members",
        page=1,
        heading=voice.claim("members", [voice.rule("place.area.members", place=place, k=k)]),
        figure=_map(ids, area, voice=voice),
        tables=(table,),
        sentences=((compared,),) if len(ids) > 1 else (),
    )


def _member(row: RegionMember, voice: Voice) -> tuple[Cell, ...]:
    region = voice.pack.region(row.member_region_id)
    years = voice.span(row.from_fy, row.to_fy) if row.from_fy or row.to_fy else ""
    number = f"r{region.region_id}.designations"
    return (
        Cell((page_link(Kind.REGION, region.region_id, text=voice.region(region), voice=voice),)),
        dash(years, voice),
        voice.number_cell(number, text=voice.scalar_text(number)),
        cited(row, voice),
    )


def _map(members: Sequence[str], area: Region, *, voice: Voice) -> Figure | None:
    """Show where the members lie; None where the pack has no outlines."""
    if not voice.pack.outlines:
        return None
    place = voice.region(area)
    listed = voice.listed([voice.region(voice.pack.region(member)) for member in members])
    return outline_figure(
        read_outlines(voice.pack.outlines),
        voice,
        label=place,
        highlighted=members,
        alt=voice.word("place.area.map_alt", place=place, names=listed),
        measure=voice.sentence("place.area.map_measure", place=place),
    )


def _timeline(holdings: Sequence[Holding], area: Region, *, voice: Voice) -> tuple[Block, ...]:
    figure = holdings_timeline(holdings, voice, place=voice.region(area))
    if figure is None:
        return ()
    heading = voice.claim("timeline", [voice.rule("place.area.timeline", place=voice.region(area))])
    return (Block(id="timeline", page=1, heading=heading, figure=replace(figure, table=None)),)


def _programmes(holdings: Sequence[Holding], area: Region, *, voice: Voice) -> Block:
    """Count selections by programme, most first."""
    counts = Counter(one.programme.programme_id for one in holdings)
    rows = []
    for programme_id, _ in counts.most_common():
        programme = voice.pack.programme(programme_id)
        stated = [
            (one.designation.designation_id, one.designation)
            for one in holdings
            if one.programme.programme_id == programme_id
        ]
        number = add_count(
            voice.book,
            f"r{area.region_id}.programme.{programme_id}",
            stated,
            table="designations",
            definition="designations_of_area",
        )
        name = page_link(Kind.PROGRAMME, programme_id, text=voice.programme(programme), voice=voice)
        rows.append((Cell((name,)), voice.number_cell(number, text=voice.scalar_text(number))))
    table = listing(
        "place.area.programmes_caption", ("programme", "selections"), rows, voice=voice, place=voice.region(area)
    )
    n = voice.count(f"r{area.region_id}.programmes", "programme")
    heading = voice.claim("programmes", [voice.rule("place.area.programmes", place=voice.region(area), n=n)])
    return Block(id="programmes", page=1, heading=heading, tables=(table,))


def _listed(holdings: Sequence[Holding], area: Region, *, voice: Voice) -> Block:
    place = voice.region(area)
    heading = voice.claim("designations", [voice.rule("place.listed.heading", place=place)])
    table = selection_table(holdings, voice, place=place)
    return Block(id="designations", page=1, heading=heading, tables=(table,))
