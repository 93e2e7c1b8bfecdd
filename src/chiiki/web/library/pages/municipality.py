"""The page of a municipality: its prefecture, and what was designated there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Link
from chiiki.brief.parts import Parts
from chiiki.studies.holdings import all_holdings
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.ground import finish, page_link, voice_of
from chiiki.web.library.pages.selected import add_selection_counts, counted, grade_kpi, selection_table

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Document, Lang
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Region
    from chiiki.studies.holdings import Holding

__all__ = ["compose_municipality"]


def compose_municipality(region_id: str, *, pack: Pack, lang: Lang, is_full: bool = False) -> Document:
    """Compose the page of one municipality; it is short, so that `is_full` changes nothing."""
    del is_full
    voice, region = voice_of(pack, lang), pack.region(region_id)
    found = {row.designation_id for row in pack.designation_municipalities if row.region_id == region_id}
    holdings = tuple(one for key, one in all_holdings(pack).items() if key in found)
    subject = f"r{region_id}"
    add_selection_counts(holdings, voice, subject=subject, about="municipality")
    parent = pack.region(region.parent_id)
    link = page_link(Kind.REGION, parent.region_id, text=voice.region(parent), voice=voice)
    parts = Parts(
        kind="region",
        id=region_id,
        subject=voice.region(region),
        title=_title(region, parent, voice=voice),
        lead=(voice.sentence("place.municipality.lead", prefecture=link),),
        kpis=(counted("designations", voice, subject=subject), grade_kpi(holdings, voice, subject=subject))
        if holdings
        else (),
        blocks=(_listed(holdings, region, voice=voice),),
        numbers=voice.book,
    )
    return finish(parts, voice=voice)


def _title(region: Region, parent: Region, *, voice: Voice) -> Claim:
    number = f"r{region.region_id}.designations"
    places = {"place": voice.region(region), "prefecture": voice.region(parent)}
    some = voice.rule(
        "place.municipality.title_some",
        Condition(number, ">", 0),
        n=voice.count(number, "designation"),
        **places,
    )
    return voice.claim("title", [some, voice.rule("place.municipality.title_none", **places)])


def _listed(holdings: tuple[Holding, ...], region: Region, *, voice: Voice) -> Block:
    place = voice.region(region)
    heading = voice.claim("designations", [voice.rule("place.listed.heading", place=place)])
    if not holdings:
        where = Link(f"/{voice.lang}/regions/{region.parent_id}", voice.region(voice.pack.region(region.parent_id)))
        nothing = voice.sentence("place.municipality.nothing", prefecture=where)
        return Block(id="designations", page=1, heading=heading, sentences=(nothing,))
    table = selection_table(holdings, voice, place=place)
    return Block(id="designations", page=1, heading=heading, tables=(table,))
