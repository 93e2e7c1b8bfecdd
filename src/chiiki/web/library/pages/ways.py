"""Where to go on from a region: its full brief, comparison, neighbours, wide areas, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.document import Block, Link
from chiiki.web.library.pages.explained import brief_address, compare_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Region
    from chiiki.studies.region import RegionStudy

__all__ = ["linked_names", "region_ways"]

N_COMPARED = 2


def region_ways(study: RegionStudy, voice: Voice) -> Block:
    """Lead on from a prefecture."""
    own = study.region.region_id
    alike = [like.region_id for like in study.likeness][:N_COMPARED]
    items: list[Text] = [_brief(own, voice)]
    if alike:
        names = voice.listed([voice.region(voice.pack.region(other)) for other in alike])
        compared = Link(
            compare_address("regions", [own, *alike], lang=voice.lang), voice.word("place.ways.compare", names=names)
        )
        items.append((compared,))
    items += _areas(own, voice)
    municipalities = [row for row in voice.pack.regions if row.kind == "municipality" and row.parent_id == own]
    if municipalities:
        items.append(voice.sentence("place.ways.municipalities", names=linked_names(municipalities, voice)))
    heading = voice.claim("ways", [voice.rule("place.ways.heading")])
    return Block(id="ways", page=1, heading=heading, items=tuple(items))


def _brief(region_id: str, voice: Voice) -> Text:
    """Link the full brief and its files."""
    address = brief_address("region", region_id, lang=voice.lang)
    pieces: list[str | Link] = [Link(address, voice.word("place.ways.brief")), voice.word("place.ways.open")]
    for order, (ending, name) in enumerate((("pdf", "PDF"), ("html", "HTML"), ("md", "Markdown"), ("json", "JSON"))):
        pieces += [*([voice.word("frame.list_separator")] if order else []), Link(f"{address}.{ending}", name)]
    return (*pieces, voice.word("place.ways.close"))


def _areas(region_id: str, voice: Voice) -> list[Text]:
    ids = [row.region_id for row in voice.pack.region_members if row.member_region_id == region_id]
    areas = [voice.pack.region(area) for area in dict.fromkeys(ids)]
    return [voice.sentence("place.ways.areas", names=linked_names(areas, voice))] if areas else []


def linked_names(regions: Sequence[Region], voice: Voice) -> Text:
    """Name regions in a row, each as a link to its page."""
    separator = voice.word("frame.list_separator")
    named: list[str | Link] = []
    for row in regions:
        named += [*([separator] if named else []), voice.linked("region", row.region_id, text=voice.region(row))]
    return tuple(named)
