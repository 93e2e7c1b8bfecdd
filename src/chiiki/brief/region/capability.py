"""Page 4: what could it do next? Complexity of its industries, and the map of its options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import Label, Scatter, ScatterDot, ScatterName, Strip, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, NumberRef, Table, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.capability import Capability, Dot, Option
    from chiiki.studies.region import RegionStudy

__all__ = ["complexity", "in_short", "opportunity"]


def in_short(name: str) -> str:
    """Leave out what a classification's name includes and excludes, and that manufacturing makes things."""
    return re.sub(r"(?<=[^のい])製造業$", "", re.split(r"（|, except|, including", name, maxsplit=1)[0])


def _listed(codes: Sequence[str], voice: Voice) -> str:
    """Name industries one after another; Japanese names hold commas of their own."""
    names = [voice.word("region.opportunity.quoted", name=in_short(voice.industry(code))) for code in codes]
    return "".join(names) if voice.lang == "ja" else voice.listed(names)


def complexity(study: RegionStudy, voice: Voice) -> Block:
    """Rank the complexity of the region's industries among the prefectures that the 3-digit table covers."""
    place = voice.region(study.region)
    if not study.complexity:
        claim = voice.claim("complexity", [voice.rule("region.complexity.none", place=place)])
        return Block(id="complexity", page=4, heading=claim, width="half", sentences=(_why_unranked(study, voice),))
    own = _own_complexity(study)
    rank = _place_among(f"{own}.rank", voice, of=len(study.complexity))
    rules = [
        voice.rule("region.complexity.ranked", Condition(f"{own}.rank", "is", "known"), rank=rank),
        voice.rule("region.complexity.none", place=place),
    ]
    strengths = study.capability.strengths if study.capability else ()
    names = _listed([code for code, _ in strengths], voice)
    said = (voice.sentence("region.complexity.strengths", place=place, names=names),) if strengths else ()
    return Block(
        id="complexity",
        page=4,
        heading=voice.claim("complexity", rules),
        width="half",
        figure=_strip(study, voice, rank=rank.text),
        sentences=(voice.sentence("region.complexity.meaning"), *said),
        source_ids=voice.book[f"n.jobs.{voice.book[own].period}.all3"].source_ids,
    )


def _why_unranked(study: RegionStudy, voice: Voice) -> Text:
    if study.groups is None:
        return voice.sentence("region.complexity.not_covered", place=voice.region(study.region))
    return voice.sentence(f"region.complexity.{'open_sign' if study.capability else 'no_order'}")


def _own_complexity(study: RegionStudy) -> str:
    return next(name for name in study.complexity if name.startswith(f"r{study.region.region_id}."))


def _place_among(number_id: str, voice: Voice, *, of: int) -> NumberRef:
    return NumberRef(number_id, formats.rank(int(voice.scalar(number_id)), of=of, lang=voice.lang))


def _strip(study: RegionStudy, voice: Voice, *, rank: str) -> Figure:
    values = {name: float(voice.scalar(name)) for name in study.complexity}
    n, year = str(len(values)), voice.period(voice.book[study.complexity[0]].period)
    alt = voice.word("region.complexity.alt", n=n, place=voice.region(study.region), rank=rank)
    middle = sorted(values.values())[len(values) // 2 - 1 : len(values) // 2 + 1] if len(values) % 2 == 0 else ()
    chart = Strip(
        alt=alt,
        values=tuple(values.values()),
        own=values[_own_complexity(study)],
        median=sum(middle) / 2 if middle else sorted(values.values())[len(values) // 2],
        median_label=Label(voice.word("region.kpi.median")),
    )
    measure = voice.sentence("region.complexity.measure", n=n, year=year)
    return Figure(
        chart=chart, measure=measure, alt=alt, table=_complexity_table(study, voice, values=values, year=year)
    )


def _complexity_table(study: RegionStudy, voice: Voice, *, values: dict[str, float], year: str) -> Table:
    regions = {f"r{region.region_id}": region for region in study.regions}
    own = f"r{study.region.region_id}"
    rows = []
    for name in sorted(values, key=lambda name: -values[name]):
        subject = name.partition(".")[0]
        place = Cell((voice.region(regions[subject]),), tone="own" if subject == own else "")
        rows.append((place, voice.number_cell(name)))
    header = (voice.word("region.complexity.column_region"), voice.word("region.complexity.column_eci"))
    return Table(caption=voice.sentence("region.complexity.caption", year=year), header=header, rows=tuple(rows))


def opportunity(study: RegionStudy, voice: Voice) -> Block:
    """Draw what the region is not specialised in by density and complexity, and name what is near."""
    place, found = voice.region(study.region), study.capability
    if found is None:
        claim = voice.claim("opportunity", [voice.rule("region.opportunity.none", place=place)])
        return Block(id="opportunity", page=4, heading=claim, sentences=(voice.sentence("region.opportunity.where"),))
    n = str(len(found.table.columns))
    meaning = voice.sentence("region.opportunity.meaning", n=n)
    coarse = () if found.table.is_fine else (voice.sentence("region.opportunity.sections_only", place=place),)
    return Block(
        id="opportunity",
        page=4,
        heading=_claim(found, voice),
        figure=_figure(study, found, voice),
        tables=(_table(found, voice),) if found.named else (),
        sentences=(meaning, *coarse),
        cautions=(voice.sentence("region.opportunity.association"),),
        source_ids=voice.book[voice.book[found.n_open].inputs[1]].source_ids,
    )


def _claim(found: Capability, voice: Voice) -> Claim:
    near, n = voice.count(found.n_near, "industry"), _bare(found.n_near_complex, voice)
    return voice.claim(
        "opportunity",
        [
            voice.rule("region.opportunity.some", Condition(found.n_near_complex, ">", 1), near=near, n=n),
            voice.rule("region.opportunity.one", Condition(found.n_near_complex, "==", 1), near=near, n=n),
            voice.rule("region.opportunity.not_complex", near=near),
        ],
    )


def _bare(number_id: str, voice: Voice) -> Text:
    """Count industries a second time: English leaves the noun out, Japanese keeps its counter."""
    if voice.lang == "ja":
        return voice.count(number_id, "industry")
    return (voice.number(number_id, text=voice.scalar_text(number_id)),)


def _figure(study: RegionStudy, found: Capability, voice: Voice) -> Figure:
    place, n_open = voice.region(study.region), voice.count(found.n_open, "industry")
    names = _listed([option.code for option in found.named], voice)
    alt = voice.word(
        "region.opportunity.alt",
        place=place,
        n_open=plain(n_open),
        n_complex=plain(voice.count(found.n_near_complex, "industry")),
        names=names or voice.word("region.partners.nothing"),
    )
    level = "groups" if found.table.is_fine else "sections"
    year = voice.period(str(found.table.jobs.year))
    measure = voice.sentence(f"region.opportunity.measure_{level}", place=place, n_open=n_open, year=year)
    return Figure(chart=_chart(found, voice, alt=alt), measure=measure, alt=alt, table=None, note=_note(found, voice))


def _note(found: Capability, voice: Voice) -> Text:
    level = "" if found.table.is_fine else "_sections"
    gap = "" if voice.lang == "ja" else " "
    chosen = voice.sentence(f"region.opportunity.chosen{level}") if found.named else ()
    return (*chosen, *((gap,) if found.named else ()), *voice.sentence(f"region.opportunity.left_out{level}"))


def _chart(found: Capability, voice: Voice, *, alt: str) -> Scatter:
    n, n_named = len(found.table.columns), len(found.named)
    densities = [dot.density for dot in found.dots]
    ticks = nice_ticks(min(densities), max(densities))
    decimals = 0 if all(round(tick * 100, 6) % 1 == 0 for tick in ticks) else 1
    places = sorted({1, *(round(n * share) for share in (0.25, 0.5, 0.75)), n}, reverse=True)
    return Scatter(
        alt=alt,
        peers=tuple(_dot(dot) for dot in found.dots[n_named:]),
        named=tuple(
            ScatterName(_dot(dot), in_short(voice.industry(dot.code)), _share(option, voice))
            for dot, option in zip(found.dots[:n_named], found.named, strict=True)
        ),
        x_ticks=tuple(Tick(tick, formats.percent(tick, decimals=decimals)) for tick in ticks),
        y_ticks=tuple(Tick(-place, formats.decimal(place)) for place in places),
        x_label=voice.word("region.opportunity.density"),
        y_label=voice.word("region.opportunity.complexity", n=str(n)),
        cuts=(found.density_cut, -(n + 1) / 2),
        corners=tuple(  # type: ignore[arg-type]
            voice.word(f"region.opportunity.{corner}")
            for corner in ("far_complex", "near_complex", "far_simple", "near_simple")
        ),
        size_label=voice.word("region.opportunity.size"),
    )


def _dot(dot: Dot) -> ScatterDot:
    return ScatterDot(dot.density, -dot.place, dot.persons)


def _share(option: Option, voice: Voice) -> Label:
    return Label(voice.percent(option.density, decimals=0).text, option.density)


def _table(found: Capability, voice: Voice) -> Table:
    n, year = str(len(found.table.columns)), voice.period(str(found.table.jobs.year))
    header = (
        voice.word("region.opportunity.column_name"),
        voice.word("region.opportunity.column_density"),
        voice.word("region.opportunity.column_place", n=n),
        voice.word("region.opportunity.column_lq"),
        voice.word("region.opportunity.column_persons", year=year),
        voice.word("region.opportunity.column_corner"),
    )
    rows = tuple(_row(option, voice) for option in found.named)
    n_total = int(voice.scalar(found.n_open))
    return Table(caption=voice.sentence("region.opportunity.caption"), header=header, rows=rows, n_total=n_total)


def _row(option: Option, voice: Voice) -> tuple[Cell, ...]:
    corner = "near_complex" if option.is_complex else "near_simple"
    return (
        Cell((in_short(voice.industry(option.code)),)),
        Cell((voice.percent(option.density),), "right"),
        voice.number_cell(option.place),
        voice.number_cell(option.quotient),
        voice.number_cell(option.persons, text=voice.scalar_text(option.persons)),
        Cell((voice.word(f"region.opportunity.{corner}"),)),
    )
