"""The page of a support measure: whose it is, which stage it serves, who else serves it, where nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Table
from chiiki.brief.parts import Parts
from chiiki.brief.programme.naming import bare
from chiiki.studies.support import STAGES
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.ground import add_count, cited, dash, facts_block, finish, listing, page_link, voice_of
from chiiki.web.library.pages.programme_lists import programme_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Document, Lang, Link, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Measure

__all__ = ["compose_measure", "measure_row"]


def compose_measure(measure_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one entry of a ministry's support menu."""
    voice = voice_of(pack, lang)
    measure = next(row for row in pack.measures if row.measure_id == measure_id)
    stages = _stages(measure_id, voice)
    same = [row for row in pack.measures if row is not measure and set(_stages(row.measure_id, voice)) & set(stages)]
    others = [row for row in same if row.authority != measure.authority]
    stem = f"measure-{measure_id}"
    for name, rows in (("same_stage", same), ("other_ministries", others)):
        keys = ((row.measure_id, row) for row in rows)
        add_count(voice.book, f"{stem}.{name}", keys, table="measures", definition=f"measure_{name}", period=pack.as_of)
    parts = Parts(
        kind="measure",
        id=measure_id,
        subject=measure.name_ja if lang == "ja" else measure.name_en,
        title=_title(measure, stages, voice=voice),
        lead=_lead(measure, voice),
        kpis=(),
        blocks=(_record(measure, stages, voice=voice), _overlap(measure, same, voice=voice), _gaps(measure, voice)),
        numbers=voice.book,
    )
    return finish(parts, voice=voice)


def measure_row(row: Measure, voice: Voice) -> tuple[Cell, ...]:
    """Return the cells measure, stage, instrument, source of a list."""
    return (
        Cell((_link(row, voice),)),
        dash(_stage_words(row.measure_id, voice), voice),
        dash(_instrument_words(row.measure_id, voice), voice),
        cited(row, voice),
    )


def _link(row: Measure, voice: Voice) -> Link:
    name = row.name_ja if voice.lang == "ja" else row.name_en
    return page_link(Kind.MEASURE, row.measure_id, text=name, voice=voice)


def _stages(measure_id: str, voice: Voice) -> list[str]:
    found = {row.stage for row in voice.pack.measure_stages if row.measure_id == measure_id}
    return [stage for stage in STAGES if stage in found]


def _stage_words(measure_id: str, voice: Voice) -> str:
    return voice.word("page.comma").join(voice.label("stage", stage) for stage in _stages(measure_id, voice))


def _instrument_words(measure_id: str, voice: Voice) -> str:
    rows = [row.instrument for row in voice.pack.measure_instruments if row.measure_id == measure_id]
    return voice.word("page.comma").join(voice.label("instrument", code) for code in rows)


def _title(measure: Measure, stages: Sequence[str], *, voice: Voice) -> Claim:
    number = f"measure-{measure.measure_id}.other_ministries"
    authority, many = voice.authority(measure.authority), voice.count(number, "measure")
    if not stages:
        return voice.claim("title", [voice.rule("page.measure.title_no_stage", authority=authority)])
    stage = _stage_words(measure.measure_id, voice)
    return voice.claim(
        "title",
        [
            voice.rule("page.measure.title", Condition(number, ">", 0), stage=stage, authority=authority, n=many),
            voice.rule("page.measure.title_alone", stage=stage, authority=authority),
        ],
    )


def _lead(measure: Measure, voice: Voice) -> tuple[Text, ...]:
    number = f"measure-{measure.measure_id}.same_stage"
    return (
        voice.sentence("page.measure.lead", programme=programme_link(measure.programme_id, voice)),
        voice.sentence("page.measure.same", n=bare(number, voice)),
    )


def _record(measure: Measure, stages: Sequence[str], *, voice: Voice) -> Block:
    pack, own = voice.pack, measure.measure_id
    stage_row = next((row for row in pack.measure_stages if row.measure_id == own), measure)
    instrument_row = next((row for row in pack.measure_instruments if row.measure_id == own), measure)
    return facts_block(
        [
            ("name_ja", measure.name_ja, measure),
            ("name_en", voice.word("page.measure.working", name=measure.name_en), measure),
            ("authority", voice.label("authority", measure.authority), measure),
            ("programme", (programme_link(measure.programme_id, voice),), measure),
            ("stage", _stage_words(own, voice) if stages else "", stage_row),
            ("instrument", _instrument_words(own, voice), instrument_row),
        ],
        voice=voice,
    )


def _overlap(measure: Measure, same: Sequence[Measure], *, voice: Voice) -> Block:
    number = f"measure-{measure.measure_id}.same_stage"
    ordered = sorted(same, key=lambda row: (row.authority == measure.authority, row.authority, row.measure_id))
    rows = (
        (
            Cell((_link(row, voice),)),
            Cell((voice.authority(row.authority),)),
            Cell((programme_link(row.programme_id, voice),)),
            *measure_row(row, voice)[1:],
        )
        for row in ordered
    )
    columns = ("measure", "ministries", "programme", "stage", "instrument", "source")
    table = listing("page.measure.overlap_caption", columns, rows, voice=voice)
    claim = voice.claim(
        "overlap",
        [
            voice.rule("page.measure.overlap", Condition(number, ">", 0), n=bare(number, voice)),
            voice.rule("page.measure.overlap_none"),
        ],
    )
    return Block(id="overlap", page=1, heading=claim, tables=(table,) if same else ())


def _gaps(measure: Measure, voice: Voice) -> Block:
    """Count measures by ministry and stage; nought is a gap of the menu on record."""
    measures = voice.pack.measures
    authorities = sorted({row.authority for row in measures}, key=lambda code: (code != measure.authority, code))
    cells = {
        (code, stage): _cell(
            measure, [row for row in measures if row.authority == code], code=code, stage=stage, voice=voice
        )
        for code in authorities
        for stage in STAGES
    }
    own_gaps = [voice.label("stage", stage) for stage in STAGES if not voice.scalar(cells[measure.authority, stage])]
    places = {"authority": voice.authority(measure.authority)}
    rules = [voice.rule("page.measure.gaps_none", **places)]
    if own_gaps:
        rules = [voice.rule("page.measure.gaps", stages=voice.word("page.comma").join(own_gaps), **places)]
    table = Table(
        caption=voice.sentence("page.measure.matrix_caption"),
        header=(voice.word("page.column.ministries"), *(voice.label("stage", stage) for stage in STAGES)),
        rows=tuple(
            (
                Cell((voice.label("authority", code),), tone="own" if code == measure.authority else ""),
                *(_shown(cells[code, stage], voice) for stage in STAGES),
            )
            for code in authorities
        ),
        note=voice.sentence("page.measure.matrix_note"),
    )
    return Block(id="gaps", page=1, heading=voice.claim("gaps", rules), tables=(table,))


def _cell(measure: Measure, rows: Sequence[Measure], *, code: str, stage: str, voice: Voice) -> str:
    keys = [(row.measure_id, row) for row in rows if stage in _stages(row.measure_id, voice)]
    return add_count(
        voice.book,
        f"measure-{measure.measure_id}.matrix.{code}.{stage}",
        keys,
        table="measure_stages",
        definition="measure_cell",
        period=voice.pack.as_of,
    )


def _shown(number: str, voice: Voice) -> Cell:
    cell = voice.number_cell(number, text=voice.scalar_text(number))
    return cell if voice.scalar(number) else Cell(cell.text, "right", "gap")
