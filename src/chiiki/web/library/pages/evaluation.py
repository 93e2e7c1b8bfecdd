"""The page of an evaluation: its grade with the scale in words, its remark, whose it is, and the others beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell
from chiiki.brief.parts import Parts
from chiiki.brief.programme.naming import bare
from chiiki.studies.holdings import GRADES
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.ground import add_count, cited, dash, facts_block, finish, listing, page_link, voice_of
from chiiki.web.library.pages.programme_lists import programme_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Document, Lang, Link, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Evaluation

__all__ = ["compose_evaluation", "evaluation_grade", "evaluation_year", "site_link"]


def compose_evaluation(evaluation_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one evaluation."""
    voice = voice_of(pack, lang)
    row = next(row for row in pack.evaluations if row.evaluation_id == evaluation_id)
    others = [one for one in pack.evaluations if one.programme_id == row.programme_id and one is not row]
    keys = ((one.evaluation_id, one) for one in others)
    number = add_count(
        voice.book,
        f"evaluation-{evaluation_id}.others",
        keys,
        table="evaluations",
        definition="evaluation_others",
        period=pack.as_of,
    )
    parts = Parts(
        kind="evaluation",
        id=evaluation_id,
        subject=voice.word("page.evaluation.name", about=_about(row, voice), kind=_kind(row, voice)),
        title=_title(row, voice),
        lead=(_lead(row, voice), voice.sentence("page.evaluation.others_lead", n=bare(number, voice))),
        kpis=(),
        blocks=(_record(row, voice), _beside(row, others, number=number, voice=voice)),
        numbers=voice.book,
    )
    return finish(parts, voice=voice)


def site_link(designation_id: str, voice: Voice) -> Link:
    """Link the site of a selection by the selection's name."""
    row = voice.pack.designation(designation_id)
    name = row.name_ja if voice.lang == "ja" else row.name_en
    return page_link(Kind.SITE, row.place_id, text=name, voice=voice)


def evaluation_grade(row: Evaluation, voice: Voice) -> str:
    """Write the letter, or why there is none."""
    return row.grade or voice.label("missing", row.missing or "unknown")


def evaluation_year(row: Evaluation, voice: Voice) -> str:
    """Write the fiscal year of an evaluation; nothing where none is stated."""
    return voice.span(row.fy, row.fy) if row.fy else ""


def _about(row: Evaluation, voice: Voice) -> str:
    if row.designation_id:
        return voice.short(voice.pack.designation(row.designation_id))
    return voice.short(voice.pack.programme(row.programme_id))


def _kind(row: Evaluation, voice: Voice) -> str:
    return voice.label("evaluation_kind", row.kind)


def _title(row: Evaluation, voice: Voice) -> Claim:
    places = {"about": _about(row, voice), "kind": _kind(row, voice)}
    if row.grade:
        fy = evaluation_year(row, voice)
        key = "graded" if fy else "graded_undated"
        rule = voice.rule(f"page.evaluation.{key}", grade=row.grade, **({"fy": fy} if fy else {}), **places)
    else:
        key = "no_grade" if row.missing == "grade_not_given" else "grade_unknown"
        rule = voice.rule(f"page.evaluation.{key}", **places)
    return voice.claim("title", [rule])


def _lead(row: Evaluation, voice: Voice) -> Text:
    programme = programme_link(row.programme_id, voice)
    if row.designation_id:
        return voice.sentence("page.evaluation.of_site", site=site_link(row.designation_id, voice), programme=programme)
    return voice.sentence("page.evaluation.of_programme", programme=programme)


def _record(row: Evaluation, voice: Voice) -> Block:
    remark = row.remark_ja if voice.lang == "ja" else row.remark_en
    facts: list[tuple[str, Text | str, Evaluation]] = [
        ("programme", (programme_link(row.programme_id, voice),), row),
        ("kind", _kind(row, voice), row),
        ("fy", evaluation_year(row, voice), row),
        ("grade", evaluation_grade(row, voice), row),
        ("scale", _scale(row, voice), row),
        ("remark", remark, row),
    ]
    if row.designation_id:
        facts.insert(0, ("site", (site_link(row.designation_id, voice),), row))
    facts += [("cautions", voice.label("caution", code), row) for code in row.caution_ids]
    return facts_block(facts, voice=voice)


def _scale(row: Evaluation, voice: Voice) -> str:
    """Say what the letters mean, as far as the source says; a letter is never mapped to another scale."""
    if not row.grade:
        return voice.word("page.evaluation.scale_none")
    if row.scale.startswith("highest "):
        return voice.word("page.evaluation.scale_highest", grade=row.scale.removeprefix("highest "))
    return row.scale or voice.word("page.evaluation.scale_unknown")


def _beside(row: Evaluation, others: Sequence[Evaluation], *, number: str, voice: Voice) -> Block:
    """List the programme's other evaluations, those of the same site first."""
    ordered = sorted(
        others,
        key=lambda one: (
            one.designation_id != row.designation_id,
            GRADES.index(one.grade) if one.grade else len(GRADES),
            one.fy or 0,
            one.evaluation_id,
        ),
    )
    columns = ("site", "kind", "fy", "grade", "source")
    rows = (_other(one, is_own=one.designation_id == row.designation_id, voice=voice) for one in ordered)
    claim = voice.claim(
        "others",
        [
            voice.rule("page.evaluation.others", Condition(number, ">", 0), n=bare(number, voice)),
            voice.rule("page.evaluation.others_none"),
        ],
    )
    table = listing("page.evaluation.others_caption", columns, rows, voice=voice)
    return Block(id="others", page=1, heading=claim, tables=(table,) if others else ())


def _other(one: Evaluation, *, is_own: bool, voice: Voice) -> tuple[Cell, ...]:
    name = voice.word("page.evaluation.name", about=_about(one, voice), kind=_kind(one, voice))
    grade = one.grade or formats.missing_sign(one.missing or "unknown", voice.lang)
    return (
        Cell((page_link(Kind.EVALUATION, one.evaluation_id, text=name, voice=voice),), tone="own" if is_own else ""),
        Cell((_kind(one, voice),)),
        dash(evaluation_year(one, voice), voice),
        Cell((grade,), tone="" if one.grade else "none"),
        cited(one, voice),
    )
