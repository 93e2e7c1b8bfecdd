"""Page 2: who got the selections, in number and per million persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import Label, Tile, TileGrid, integer_classes, level_of
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, NumberRef, Table
from chiiki.brief.region.maps import count_tiles

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Filling, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Region
    from chiiki.studies.nation import NationStudy

__all__ = ["counts", "rates"]


def counts(study: NationStudy, voice: Voice) -> Block:
    """Show every prefecture's count, the leaders' share, and what has no place."""
    return Block(
        id="spread",
        page=2,
        heading=_claim(study, voice),
        width="half",
        figure=count_tiles(study.regions, voice, name="designations", period=study.period),
        sentences=_counted(study, voice),
        cautions=((voice.label("caution", "counts_not_money"),),),
    )


def _claim(study: NationStudy, voice: Voice) -> Claim:
    spread = study.spread
    rules = []
    if spread.top:
        last, following = (f"r{region}.designations" for region in _around_cut(study, voice))
        ahead = Condition(last, ">", following)
        places: dict[str, Filling] = {
            "k": str(len(spread.top)),
            "share": voice.percent(spread.top_share),
            "without": voice.count(spread.without, "prefecture_of_nation"),
        }
        rules = [
            voice.rule("nation.spread.without", ahead, Condition(spread.without, ">", 0), **places),
            voice.rule("nation.spread.all", ahead, Condition(spread.without, "==", 0), **places),
        ]
    return voice.claim("spread", [*rules, voice.rule("nation.spread.neutral")])


def _around_cut(study: NationStudy, voice: Voice) -> tuple[str, str]:
    """Return the last of the leaders and the first that is not among them."""
    others = [region.region_id for region in study.regions if region.region_id not in study.spread.top]
    return study.spread.top[-1], max(others, key=lambda region: voice.scalar(f"r{region}.designations"))


def _counted(study: NationStudy, voice: Voice) -> tuple[Text, ...]:
    spread = study.spread
    names = {region.region_id: voice.short(region) for region in study.regions}
    total = voice.count(spread.total, "record")
    said = []
    if spread.top:
        leaders = voice.listed([names[region] for region in spread.top])
        said.append(voice.sentence("nation.spread.leaders", names=leaders, total=total))
    unplaced = voice.count(spread.unplaced, "designation_here")
    key = "unplaced" if voice.scalar(spread.unplaced) else "placed"
    return (*said, voice.sentence(f"nation.spread.{key}", n=unplaced))


def rates(study: NationStudy, voice: Voice) -> Block:
    """Show every prefecture's selections per million persons."""
    return Block(
        id="rates",
        page=2,
        heading=_rates_claim(study, voice),
        width="half",
        figure=_rates_figure(study, voice) if study.spread.rates else None,
        sentences=_dispersed(study, voice),
        cautions=(voice.sentence("nation.rates.caution"),) if study.spread.rates else (),
    )


def _rate(region_id: str) -> str:
    return f"r{region_id}.designations.per_million"


def _clear_of(voice: Voice, own: str, other: str, *, operator: str) -> Condition:
    """Require that `own` lies beyond `other` by more than the rounding of both."""
    rounding = sum(voice.book[number].resolution or 0.0 for number in (own, other)) / 2
    sign = 1 if operator == ">" else -1
    return Condition(own, operator, voice.scalar(other) + sign * rounding)


def _rates_claim(study: NationStudy, voice: Voice) -> Claim:
    ranked = study.spread.rates
    names = {region.region_id: voice.region(region) for region in study.regions}
    rules = []
    if len(ranked) > 1:
        first, second = _rate(ranked[0]), _rate(ranked[1])
        rules.append(
            voice.rule(
                "nation.rates.first",
                _clear_of(voice, first, second, operator=">"),
                first=names[ranked[0]],
                v=_one(voice, first),
            )
        )
    return voice.claim("rates", [*rules, voice.rule("nation.rates.neutral")])


def _one(voice: Voice, number_id: str) -> NumberRef:
    return NumberRef(number_id, voice.word("nation.rates.value", n=formats.decimal(voice.scalar(number_id))))


def _dispersed(study: NationStudy, voice: Voice) -> tuple[Text, ...]:
    ranked = study.spread.rates
    if not study.spread.gini:
        return (voice.sentence("nation.rates.none"),)
    names = {region.region_id: voice.region(region) for region in study.regions}
    said = [voice.sentence("nation.rates.gini", gini=_index(voice, study.spread.gini))]
    last, before = _rate(ranked[-1]), _rate(ranked[-2])
    if _clear_of(voice, last, before, operator="<").holds(voice.book):
        said.insert(0, voice.sentence("nation.rates.last", last=names[ranked[-1]], v=_one(voice, last)))
    return tuple(said)


def _index(voice: Voice, number_id: str) -> NumberRef:
    return NumberRef(number_id, formats.decimal(voice.scalar(number_id), 2))


def _rates_figure(study: NationStudy, voice: Voice) -> Figure:
    regions = {region.region_id: region for region in study.regions}
    shown = {
        region: int(formats.decimal(voice.scalar(_rate(region))).replace(",", "")) for region in study.spread.rates
    }
    limits = integer_classes(list(shown.values()))
    title = voice.word("nation.rates.title", year=voice.period(voice.book["n.population"].period))
    high, low = study.spread.rates[0], study.spread.rates[-1]
    alt = voice.word(
        "nation.rates.alt",
        title=title,
        high=voice.region(regions[high]),
        high_n=str(shown[high]),
        low=voice.region(regions[low]),
        low_n=str(shown[low]),
    )
    chart = TileGrid(
        alt=alt,
        title=title,
        tiles=tuple(
            _tile(region, shown.get(region.region_id), limits=limits, voice=voice)
            for region in study.regions
            if region.tile_row is not None and region.tile_col is not None
        ),
        classes=tuple(
            str(least) if least == most else voice.word("tiles.class", low=str(least), high=str(most))
            for least, most in limits
        ),
    )
    return Figure(chart=chart, measure=(title,), alt=alt, table=_rates_table(study, voice, title=title))


def _tile(region: Region, value: int | None, *, limits: tuple[tuple[int, int], ...], voice: Voice) -> Tile:
    words = "…" if value is None else str(value)
    return Tile(
        region_id=region.region_id,
        row=region.tile_row or 0,
        col=region.tile_col or 0,
        name=voice.short(region),
        value=None if value is None else Label(words, _rate(region.region_id)),
        level=None if value is None else level_of(value, limits),
        words=voice.word("tiles.words", region=voice.region(region), n=words),
    )


def _rates_table(study: NationStudy, voice: Voice, *, title: str) -> Table:
    regions = {region.region_id: region for region in study.regions}
    header = tuple(voice.word(f"nation.rates.column_{name}") for name in ("region", "rate", "count", "persons"))
    return Table(
        caption=(title,),
        header=header,
        rows=tuple(
            (
                Cell((voice.region(regions[name]),)),
                voice.number_cell(_rate(name), text=formats.decimal(voice.scalar(_rate(name)))),
                voice.number_cell(f"r{name}.designations", text=voice.scalar_text(f"r{name}.designations")),
                voice.number_cell(f"r{name}.population"),
            )
            for name in study.spread.rates
        ),
    )
