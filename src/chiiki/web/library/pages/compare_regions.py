"""Two to six prefectures side by side, question by question."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Table
from chiiki.brief.parts import Parts
from chiiki.studies.holdings import count_of_rows
from chiiki.studies.region import study_region
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.comparing import Measured, add_common, measured_block, take
from chiiki.web.library.pages.explained import brief_address, counts_elsewhere, shown_numbers, source_pages
from chiiki.web.library.pages.ground import finish, joined, page_link, voice_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Document, Lang, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.studies.region import RegionStudy

__all__ = ["compare_regions"]

N_PROGRAMMES = 15
"""Programmes that the table shows, those that reached most of the prefectures first."""

N_INDUSTRIES = 3


def compare_regions(region_ids: Sequence[str], *, pack: Pack, lang: Lang, is_full: bool = False) -> Document:
    """Compose the comparison of prefectures.

    Parameters
    ----------
    region_ids : sequence of str
        Codes of two to six prefectures.
    pack : Pack
    lang : {"ja", "en"}
    is_full : bool
        Keep all rows of its tables, for CSV and JSON.
    """
    voice = voice_of(pack, lang)
    studies = [study_region(region, pack=pack) for region in region_ids]
    names = [voice.region(study.region) for study in studies]
    links = [
        page_link(Kind.REGION, one.region.region_id, text=name, voice=voice)
        for one, name in zip(studies, names, strict=True)
    ]
    parts = Parts(
        kind="page",
        id=f"compare-{'-'.join(region_ids)}",
        subject=voice.word("place.compare.regions"),
        title=voice.claim("title", [voice.rule("place.compare.title", names=voice.listed(names))]),
        lead=(voice.sentence("place.compare.lead", subjects=joined(links, voice)),),
        kpis=(),
        blocks=(
            *_counts(studies, voice),
            _programmes(studies, voice, is_full=is_full),
            _stages(studies, voice),
            *_people(studies, voice),
            _industries(studies, voice),
        ),
        numbers=voice.book,
    )
    return _finished(parts, voice)


def _finished(parts: Parts, voice: Voice) -> Document:
    """Lead to the pages and briefs of the prefectures for what the page does not show."""
    document = finish(parts, voice=voice)
    shown = set(shown_numbers(document))
    elsewhere = {}
    for number in voice.book:
        subject = number.id.partition(".")[0]
        is_region = subject.startswith("r")
        brief = brief_address("region", subject[1:], lang=voice.lang) if is_region else ""
        if number.id not in shown:
            elsewhere[number.id] = f"{brief or brief_address('national', 'jp', lang=voice.lang)}#{number.id}"
    return replace(
        document,
        elsewhere={**elsewhere, **counts_elsewhere(document, pack=voice.pack), **source_pages(document)},
    )


def _subject(study: RegionStudy) -> str:
    return f"r{study.region.region_id}"


def _taken(studies: Sequence[RegionStudy], voice: Voice, *, name: str) -> tuple[tuple[str, str], ...]:
    """Take one number of each prefecture into the book; those that a study lacks are left out."""
    return tuple(
        (voice.region(study.region), take(voice.book, f"{_subject(study)}.{name}", source=study.book))
        for study in studies
        if f"{_subject(study)}.{name}" in study.book
    )


def _reference(studies: Sequence[RegionStudy], voice: Voice, *, number: str, word: str) -> tuple[str, float] | None:
    if number not in studies[0].book or studies[0].book[number].value is None:
        return None
    take(voice.book, number, source=studies[0].book)
    return voice.word(word), float(voice.scalar(number))


def _ranks(studies: Sequence[RegionStudy], voice: Voice, *, name: str) -> tuple[Text, ...]:
    """Say for each prefecture where it stands among all."""
    said = []
    for study in studies:
        own = f"{_subject(study)}.{name}"
        values = [study.book[f"r{row.region_id}.{name}"].value for row in study.regions]
        known = [value for value in values if value is not None]
        value = study.book[own].value
        if value is None or f"{own}.rank" not in study.book:
            continue
        take(voice.book, f"{own}.rank", source=study.book)
        place = int(voice.scalar(f"{own}.rank"))
        rank = formats.rank(place, of=len(known), lang=voice.lang, ties=known.count(value) > 1)
        sentence = voice.sentence(
            "place.compare.rank", name=voice.region(study.region), rank=voice.number(f"{own}.rank", text=rank)
        )
        said.append(sentence)
    return tuple(said)


def _counts(studies: Sequence[RegionStudy], voice: Voice) -> tuple[Block, ...]:
    """Ask what reached each, for how many people, and how much of it was judged."""
    measures = (
        Measured(
            "reached",
            _taken(studies, voice, name="designations"),
            voice.scalar_text,
            _reference(studies, voice, number="n.designations.median", word="place.compare.median"),
            details=_ranks(studies, voice, name="designations"),
        ),
        Measured(
            "rate",
            _taken(studies, voice, name="designations.per_million"),
            lambda number: formats.decimal(voice.scalar(number), 1),
        ),
        Measured("judged", _taken(studies, voice, name="graded"), voice.scalar_text),
    )
    return tuple(measured_block(one, voice) for one in measures if one.numbers)


def _people(studies: Sequence[RegionStudy], voice: Voice) -> tuple[Block, ...]:
    """Ask about income and population."""

    def amount(number: str) -> str:
        return formats.yen(voice.scalar(number), voice.lang, resolution=voice.book[number].resolution)

    incomes = _taken(studies, voice, name="income")
    income = Measured(
        "income",
        incomes,
        amount,
        _reference(studies, voice, number="n.income", word="people.nation"),
        scale=1e4 if voice.lang == "ja" else 1e6,
        details=_ranks(studies, voice, name="income"),
    )
    changes = _taken(studies, voice, name="population.change")

    def share(number: str) -> str:
        return formats.percent(voice.scalar(number))

    nation = _reference(studies, voice, number="n.population.change", word="people.nation")
    change = Measured("population", changes, share, nation, scale=0.01)
    return tuple(measured_block(one, voice) for one in (income, change) if one.numbers)


def _programmes(studies: Sequence[RegionStudy], voice: Voice, *, is_full: bool) -> Block:
    """Set programmes that reached the prefectures beside each other."""
    counts = [Counter(one.programme.programme_id for one in study.holdings) for study in studies]
    totals: Counter[str] = sum(counts, Counter())
    ids = sorted(totals, key=lambda key: (-sum(key in found for found in counts), -totals[key], key))
    shown = ids if is_full else ids[:N_PROGRAMMES]
    rows = tuple(_programme_row(programme, studies, voice=voice) for programme in shown)
    table = Table(
        caption=voice.sentence("place.compare.programmes.caption"),
        header=(voice.word("page.column.programme"), *(voice.region(study.region) for study in studies)),
        rows=rows,
        n_total=len(ids),
    )
    n_common = sum(all(key in found for found in counts) for key in ids)
    counted = [f"{_subject(study)}.designations" for study in studies]
    common = add_common(voice.book, n=n_common, definition="common_programmes", inputs=counted)
    rules = [
        voice.rule(
            "place.compare.programmes.some", Condition(common, ">", 0), n=voice.number(common, text=str(n_common))
        ),
        voice.rule("place.compare.programmes.none"),
    ]
    heading = voice.claim("programmes", rules)
    return Block(id="programmes", page=1, heading=heading, tables=(table,))


def _programme_row(programme_id: str, studies: Sequence[RegionStudy], *, voice: Voice) -> tuple[Cell, ...]:
    name = voice.short(voice.pack.programme(programme_id))
    cells = [Cell((page_link(Kind.PROGRAMME, programme_id, text=name, voice=voice),))]
    for study in studies:
        rows = [one.designation for one in study.holdings if one.programme.programme_id == programme_id]
        if not rows:
            cells.append(Cell((voice.word("support.gap"),), "right", "gap"))
            continue
        number_id = f"{_subject(study)}.programme.{programme_id}"
        voice.book.add(count_of_rows(number_id, rows, period=study.period, definition="programme_in_region"))
        cells.append(voice.number_cell(number_id, text=voice.scalar_text(number_id)))
    return tuple(cells)


def _stages(studies: Sequence[RegionStudy], voice: Voice) -> Block:
    """Set the stages of support beside each other."""
    rows = []
    for stage in studies[0].support.stages:
        cells = [Cell((voice.label("stage", stage),))]
        for study in studies:
            number = take(voice.book, study.support.totals[stage], source=study.book)
            cells.append(voice.number_cell(number, text=voice.scalar_text(number)))
        rows.append(tuple(cells))
    table = Table(
        caption=voice.sentence("place.compare.stages_caption"),
        header=(voice.word("place.compare.stage"), *(voice.region(study.region) for study in studies)),
        rows=tuple(rows),
    )
    heading = voice.claim("stages", [voice.rule("place.compare.stages")])
    return Block(
        id="stages", page=1, heading=heading, tables=(table,), sentences=(voice.sentence("support.counted_once"),)
    )


def _industries(studies: Sequence[RegionStudy], voice: Voice) -> Block:
    """Set the industries that weigh most beside each other, of one year."""
    years = sorted({study.sections[-1].jobs.year for study in studies if study.sections})
    year = years[-1] if years else 0
    rows = tuple(_industry_row(order, studies, voice=voice, year=year) for order in range(N_INDUSTRIES))
    caption = voice.sentence("place.compare.industries.caption", year=voice.period(str(year)))
    header = (voice.word("place.compare.order"), *(voice.region(study.region) for study in studies))
    heading = voice.claim("industries", [voice.rule("place.compare.industries.heading")])
    return Block(id="industries", page=1, heading=heading, tables=(Table(caption=caption, header=header, rows=rows),))


def _industry_row(order: int, studies: Sequence[RegionStudy], *, voice: Voice, year: int) -> tuple[Cell, ...]:
    cells = (_industry(study, order, voice=voice, year=year) for study in studies)
    return (Cell((voice.word("place.compare.place", n=str(order + 1)),)), *cells)


def _industry(study: RegionStudy, order: int, *, voice: Voice, year: int) -> Cell:
    leading = study.sections[-1].leading if study.sections and study.sections[-1].jobs.year == year else ()
    if order >= len(leading):
        return Cell((formats.missing_sign("not_found", voice.lang),), tone="none")
    code, number = leading[order]
    take(voice.book, number, source=study.book)
    return Cell(
        voice.sentence("place.compare.industries.cell", industry=voice.industry(code), lq=voice.quotient(number))
    )
