"""Page 5: with whom? Prefectures that hold what the region's options need, and the reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Table
from chiiki.brief.region.capability import in_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Region
    from chiiki.studies.capability import Capability
    from chiiki.studies.partnership import Partner
    from chiiki.studies.region import RegionStudy

__all__ = ["complete"]

N_NAMED = 3


def complete(study: RegionStudy, voice: Voice) -> Block:
    """Name the prefectures that complete this one best, with the industries that speak for it."""
    place, found = voice.region(study.region), study.capability
    if found is None or not study.partners:
        claim = voice.claim("partners", [voice.rule("region.partners.none", place=place)])
        where = voice.sentence("region.partners.where", place=place)
        return Block(id="partners", page=5, heading=claim, sentences=(where,))
    return Block(
        id="partners",
        page=5,
        heading=_claim(study, voice),
        tables=(_table(study, found, voice=voice),),
        cautions=(_limits(study, found, voice=voice),),
        source_ids=voice.book[voice.book[found.n_open].inputs[1]].source_ids,
    )


def _claim(study: RegionStudy, voice: Voice) -> Claim:
    """Name three where the fourth completes it less; else all that are shown."""
    regions = _regions(study)
    names = [voice.short(regions[partner.region_id]) for partner in study.partners]
    values = [partner.value for partner in study.partners]
    rules = []
    if len(values) > N_NAMED:
        ahead = Condition(values[N_NAMED - 1], ">", values[N_NAMED])
        rules.append(voice.rule("region.partners.three", ahead, first=names[0], second=names[1], third=names[2]))
    return voice.claim("partners", [*rules, voice.rule("region.partners.neutral", names=voice.listed(names))])


def _regions(study: RegionStudy) -> dict[str, Region]:
    return {region.region_id: region for region in study.regions}


def _limits(study: RegionStudy, found: Capability, *, voice: Voice) -> Text:
    year = voice.period(str(found.table.jobs.year))
    if not found.table.is_fine:
        return voice.sentence("region.partners.missing_sections", year=year)
    n = len(study.regions) - len(found.table.jobs.region_ids)
    return voice.sentence("region.partners.missing_groups", year=year, n=str(n))


def _table(study: RegionStudy, found: Capability, *, voice: Voice) -> Table:
    place, year = voice.region(study.region), voice.period(str(found.table.jobs.year))
    header = tuple(
        voice.word(f"region.partners.column_{name}", **({"place": place} if name == "offers" else {}))
        for name in ("region", "gain", "give", "holds", "offers")
    )
    return Table(
        caption=voice.sentence("region.partners.caption", place=place, year=year),
        header=header,
        rows=tuple(_row(partner, _regions(study)[partner.region_id], voice=voice) for partner in study.partners),
        note=voice.sentence("region.partners.note", place=place),
    )


def _row(partner: Partner, region: Region, *, voice: Voice) -> tuple[Cell, ...]:
    tied = voice.word("region.alike.tied") if partner.is_tied else ""
    return (
        Cell((voice.region(region), tied)),
        Cell((voice.points(partner.gain),), "right"),
        Cell((voice.points(partner.give),), "right"),
        Cell((_reasons(partner.gains, voice),)),
        Cell((_reasons(partner.gives, voice),)),
    )


def _reasons(pairs: Sequence[tuple[str, str]], voice: Voice) -> str:
    """Name what is held, and once the option that it serves."""
    served: dict[str, list[str]] = {}
    for held, option in pairs:
        served.setdefault(in_short(voice.industry(option)), []).append(in_short(voice.industry(held)))
    named = [
        voice.word("region.partners.reason", held=voice.listed(held), option=option) for option, held in served.items()
    ]
    return voice.listed(named) if named else voice.word("region.partners.nothing")
