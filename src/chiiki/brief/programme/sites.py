"""Page 2: where the programme selected, when, and how complete the record is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import Label, Tile, TileGrid, integer_classes, level_of
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table
from chiiki.brief.programme.naming import ask, bare, known_total, noun

if TYPE_CHECKING:
    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Claim, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Region
    from chiiki.studies.holdings import Holding
    from chiiki.studies.programme import ProgrammeStudy
    from chiiki.studies.selections import YearFound

__all__ = ["found", "listed", "tiles"]


def tiles(study: ProgrammeStudy, voice: Voice) -> Block:
    """Draw the selections on record by prefecture."""
    subject = study.subject
    sentences: list[Text] = []
    if not study.holdings:
        sentences.append(ask(study, voice, about="tiles"))
    elif any(len(regions) > 1 for regions in study.prefectures_of.values()):
        sentences.append(voice.sentence("programme.tiles.overlap"))
    if study.holdings and voice.scalar(f"{subject}.unplaced"):
        n = voice.count(f"{subject}.unplaced", noun(study))
        sentences.append(voice.sentence("programme.tiles.unplaced", n=n))
    has_places = bool(study.holdings) and voice.scalar(f"{subject}.regions") > 0
    return Block(
        id="tiles",
        page=2,
        heading=voice.claim("tiles", _rules(study, voice)),
        width="half",
        figure=_figure(study, voice) if has_places else None,
        sentences=tuple(sentences),
    )


def _number(study: ProgrammeStudy, region: Region) -> str:
    return f"{study.subject}.region.{region.region_id}"


def _ranked(study: ProgrammeStudy, voice: Voice) -> list[Region]:
    return sorted(study.regions, key=lambda region: -voice.scalar(_number(study, region)))


def _rules(study: ProgrammeStudy, voice: Voice) -> list[Rule]:
    if not study.holdings:
        return [voice.rule("programme.tiles.none")]
    subject = study.subject
    first, second = _ranked(study, voice)[:2]
    with_id, without_id = f"{subject}.regions", f"{subject}.regions_without"
    places: dict[str, str | Text] = {
        "region": voice.region(first),
        "n": voice.count(_number(study, first), noun(study)),
        "k": voice.count(without_id, "prefecture"),
    }
    ahead = Condition(_number(study, first), ">", _number(study, second))
    several = Condition(with_id, ">", 1)
    return [
        voice.rule("programme.tiles.top", several, ahead, Condition(without_id, ">", 0), **places),
        voice.rule("programme.tiles.top_all", several, ahead, region=places["region"], n=places["n"]),
        voice.rule("programme.tiles.single", Condition(with_id, "==", 1), region=places["region"]),
        voice.rule(
            "programme.tiles.spread",
            several,
            k=voice.count(with_id, "prefecture"),
            m=voice.count(without_id, "prefecture"),
        ),
        voice.rule("programme.tiles.nowhere"),
    ]


def _figure(study: ProgrammeStudy, voice: Voice) -> Figure:
    values = [int(voice.scalar(_number(study, region))) for region in study.regions]
    limits = integer_classes(values)
    title = (
        voice.word("programme.tiles.title", period=voice.period(study.began))
        if study.began
        else voice.word("programme.tiles.title_undated")
    )
    first = _ranked(study, voice)[0]
    alt = voice.word(
        "programme.tiles.alt",
        title=title,
        high=voice.region(first),
        high_n=str(max(values)),
        zero=str(sum(not value for value in values)),
    )
    chart = TileGrid(
        alt=alt,
        title=title,
        tiles=tuple(
            Tile(
                region_id=region.region_id,
                row=region.tile_row or 0,
                col=region.tile_col or 0,
                name=voice.short(region),
                value=Label(str(value), _number(study, region)),
                level=level_of(value, limits),
                words=voice.word("tiles.words", region=voice.region(region), n=str(value)),
            )
            for region, value in zip(study.regions, values, strict=True)
        ),
        classes=tuple(
            str(low) if low == high else voice.word("tiles.class", low=str(low), high=str(high)) for low, high in limits
        ),
    )
    return Figure(chart=chart, measure=(title,), alt=alt, table=_regions_table(study, voice, title=title))


def _regions_table(study: ProgrammeStudy, voice: Voice, *, title: str) -> Table:
    return Table(
        caption=(title,),
        header=(voice.word("tiles.column_region"), voice.word("tiles.column_count")),
        rows=tuple(
            (
                Cell((voice.region(region),)),
                voice.number_cell(_number(study, region), text=voice.scalar_text(_number(study, region))),
            )
            for region in _ranked(study, voice)
        ),
    )


def found(study: ProgrammeStudy, voice: Voice) -> Block:
    """Set what is published beside what is on record, by year where it is known, with the difference."""
    row = study.coverage
    sentences: list[Text] = []
    if row is None or row.known_total is None:
        key = "nothing" if study.holdings else "nothing_at_all"
        sentences.append(voice.sentence(f"programme.found.{key}"))
    elif row.total_kind != "exact":
        sentences.append(voice.sentence("programme.found.about"))
    items: list[Text] = []
    if row:
        missing = row.missing_ja if voice.lang == "ja" else row.missing_en
        where = row.ask_ja if voice.lang == "ja" else row.ask_en
        if missing:
            items.append(voice.sentence("programme.found.missing", missing=missing))
        if where:
            items.append(voice.sentence("programme.found.ask", ask=where))
    return Block(
        id="found",
        page=2,
        heading=_found_claim(study, voice),
        width="half",
        sentences=tuple(sentences),
        items=tuple(items),
        tables=(_years_table(study, voice),) if any(year.difference for year in study.years_found) else (),
        source_ids=tuple(dict.fromkeys([row.source_id] if row else [])),
    )


def _found_claim(study: ProgrammeStudy, voice: Voice) -> Claim:
    rules = []
    if study.coverage_ids:
        n_id, known_id = study.coverage_ids
        places: dict[str, str | Text] = {"n": voice.count(n_id, noun(study)), "known": known_total(study, voice)}
        rules = [
            voice.rule("programme.found.some", Condition(known_id, ">", n_id), **places),
            voice.rule("programme.found.more", Condition(known_id, "<", n_id), **places),
        ]
        is_all = Condition(known_id, "==", n_id)
        if study.coverage and study.coverage.total_kind == "exact":
            rules.append(voice.rule("programme.found.all", is_all, known=places["known"]))
        rules.append(voice.rule("programme.found.more", is_all, **places))
    return voice.claim("found", [*rules, voice.rule("programme.found.unknown")])


def _years_table(study: ProgrammeStudy, voice: Voice) -> Table:
    header = tuple(voice.word(f"programme.found.column_{name}") for name in ("year", "known", "found", "difference"))
    return Table(
        caption=voice.sentence("programme.found.caption"),
        header=header,
        rows=tuple(_year_row(year, voice) for year in study.years_found),
        note=_undated(study, voice),
    )


def _undated(study: ProgrammeStudy, voice: Voice) -> Text:
    """Say how many selections on record belong to no year of the table."""
    number = f"{study.subject}.year.none"
    return voice.sentence("programme.found.undated", n=bare(number, voice)) if voice.scalar(number) else ()


def _year_row(year: YearFound, voice: Voice) -> tuple[Cell, ...]:
    name = voice.span(year.row.fy, year.row.fy)
    if year.row.part:
        name = f"{name} {year.row.part}" if voice.lang == "en" else f"{name}（{year.row.part}）"
    difference = (
        voice.number_cell(year.difference, text=voice.scalar_text(year.difference))
        if year.difference
        else Cell((formats.missing_sign("unknown", voice.lang),), "right", "none")
    )
    return (
        Cell((name,)),
        voice.number_cell(year.known, text=voice.scalar_text(year.known)),
        voice.number_cell(year.found, text=voice.scalar_text(year.found)),
        difference,
    )


def listed(study: ProgrammeStudy, voice: Voice) -> tuple[Block, ...]:
    """List every selection on record; no block where there is none, since the tiles say so."""
    if not study.holdings:
        return ()
    n = voice.count(f"{study.subject}.selections", noun(study))
    known = known_total(study, voice)
    has_total = study.coverage is not None and study.coverage.known_total is not None
    caption = (
        voice.sentence("programme.sites.caption_of", n=n, known=known)
        if has_total
        else voice.sentence("programme.sites.caption", n=n)
    )
    columns = ("name", "prefecture", "years", "field", "grade", "source")
    table = Table(
        caption=caption,
        header=tuple(voice.word(f"programme.sites.column_{name}") for name in columns),
        rows=tuple(_row(holding, study, voice=voice) for holding in study.holdings),
        note=voice.sentence("programme.sites.note")
        if any(holding.evaluations and not holding.grade for holding in study.holdings)
        else (),
    )
    heading = voice.claim("sites", [voice.rule("programme.sites.heading", n=n)])
    return (Block(id="sites", page=2, heading=heading, tables=(table,)),)


def _row(holding: Holding, study: ProgrammeStudy, *, voice: Voice) -> tuple[Cell, ...]:
    row = holding.designation
    is_japanese = voice.lang == "ja"
    phase = (row.phase_ja or row.category_ja) if is_japanese else (row.phase_en or row.category_en)
    name = row.name_ja if is_japanese else row.name_en
    regions = study.prefectures_of.get(row.designation_id, ())
    fields = [f.field for f in voice.pack.designation_fields if f.designation_id == row.designation_id]
    unknown = formats.missing_sign("unknown", voice.lang)
    is_open = row.start_fy is not None and row.end_fy is None
    years = voice.span(row.start_fy, row.end_fy) + ("?" if is_open else "")
    return (
        Cell((voice.word("programme.sites.phase", name=name, phase=phase) if phase else name,)),
        Cell(
            (voice.word("programme.comma").join(voice.short(region) for region in regions) or unknown,),
            tone="" if regions else "none",
        ),
        Cell((years,)),
        Cell(
            (voice.word("programme.comma").join(voice.label("field", code) for code in fields) or unknown,),
            tone="" if fields else "none",
        ),
        _grade(holding, voice),
        Cell((voice.source_link(row.source_id),)),
    )


def _grade(holding: Holding, voice: Voice) -> Cell:
    if holding.grade:
        kind = voice.label("evaluation_kind", holding.grade.kind)
        return Cell((voice.word("programme.sites.grade_of", grade=holding.grade.grade, kind=kind),))
    if holding.evaluations:
        return Cell((voice.word("programme.sites.evaluated"),), tone="none")
    return Cell((formats.missing_sign("grade_not_found", voice.lang),), tone="none")
