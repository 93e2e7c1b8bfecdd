"""Page 4: how it was judged, and where the evaluations could be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import GradeCount, GradeCounts, Label
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table
from chiiki.brief.outcome_tables import outcome_table
from chiiki.brief.programme.naming import ask, bare, noun
from chiiki.brief.programme.results import GRADE_COUNTS
from chiiki.studies.holdings import GRADES

if TYPE_CHECKING:
    from chiiki.brief.claims import Rule
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Evaluation
    from chiiki.studies.programme import ProgrammeStudy

__all__ = ["judgement"]


def judgement(study: ProgrammeStudy, voice: Voice) -> Block:
    """Count the grades; where none is on record say what is known and whom to ask."""
    published = [pair for pair in study.outcomes if pair[0].indicator.startswith(GRADE_COUNTS)]
    published.sort(key=lambda pair: _place(pair[0].indicator))
    tables = []
    if published:
        tables.append(outcome_table(published, voice, caption=voice.sentence("programme.judgement.published_caption")))
    if study.evaluations:
        tables.append(_evaluations(study, voice))
    sources = [row.source_id for row in study.evaluations] + [row.source_id for row, _ in published]
    is_complete = bool(study.holdings) and voice.scalar(f"{study.subject}.graded") == len(study.holdings)
    return Block(
        id="judgement",
        page=4,
        heading=voice.claim("judgement", _rules(study, voice)),
        figure=_figure(study, voice),
        tables=tuple(tables),
        sentences=() if is_complete else (ask(study, voice, about="judgement"),),
        source_ids=tuple(dict.fromkeys(sources)),
    )


def _place(indicator: str) -> int:
    """Return the place of the letter that `indicator` counts, best first."""
    letter = indicator.removeprefix(GRADE_COUNTS).upper()
    return GRADES.index(letter) if letter in GRADES else len(GRADES)


def _rules(study: ProgrammeStudy, voice: Voice) -> list[Rule]:
    subject = study.subject
    m = voice.count(f"{subject}.graded", noun(study))
    rules = []
    ranked = sorted(study.grades, key=lambda row: -voice.scalar(row.number_id))
    if ranked:
        top = ranked[0]
        ahead = [Condition(top.number_id, ">", other.number_id) for other in ranked[1:2]]
        a = bare(top.number_id, voice)
        rules.append(
            voice.rule("programme.judgement.most", Condition(top.number_id, ">", 0), *ahead, m=m, grade=top.grade, a=a)
        )
        grades = voice.listed([row.grade for row in study.grades])
        rules.append(voice.rule("programme.judgement.tied", Condition(f"{subject}.graded", ">", 0), m=m, grades=grades))
    k = voice.count(f"{subject}.evaluated_only", noun(study))
    rules.append(voice.rule("programme.judgement.only_evaluated", Condition(f"{subject}.evaluated_only", ">", 0), k=k))
    if study.evaluations:
        rules.append(voice.rule("programme.judgement.programme_only"))
    return [*rules, voice.rule("programme.judgement.none")]


def _figure(study: ProgrammeStudy, voice: Voice) -> Figure | None:
    """Draw the grades and, as the last two bars, what is not known; nothing where no evaluation is on record."""
    subject = study.subject
    if not study.grades and not voice.scalar(f"{subject}.evaluated_only"):
        return None
    rows = [
        (row.grade, voice.word("programme.judgement.grade", grade=row.grade), row.number_id) for row in study.grades
    ]
    rows += [
        ("", voice.word(f"programme.judgement.{name}"), f"{subject}.{number}")
        for name, number in (("evaluated", "evaluated_only"), ("not_evaluated", "not_evaluated"))
        if voice.scalar(f"{subject}.{number}")
    ]
    alt = voice.word(
        "programme.judgement.alt",
        graded=voice.scalar_text(f"{subject}.graded"),
        evaluated=voice.scalar_text(f"{subject}.evaluated_only"),
        rest=voice.scalar_text(f"{subject}.not_evaluated"),
    )
    chart = GradeCounts(
        alt=alt,
        rows=tuple(
            GradeCount(grade, label, int(voice.scalar(number)), Label(voice.scalar_text(number), number))
            for grade, label, number in rows
        ),
    )
    table = Table(
        caption=voice.sentence("programme.judgement.caption"),
        header=(voice.word("programme.judgement.column_grade"), voice.word("programme.judgement.column_count")),
        rows=tuple(
            (Cell((label,)), voice.number_cell(number, text=voice.scalar_text(number))) for _, label, number in rows
        ),
    )
    measure = voice.sentence("programme.judgement.measure", n=voice.count(f"{subject}.selections", noun(study)))
    return Figure(chart=chart, measure=measure, alt=alt, table=table)


def _evaluations(study: ProgrammeStudy, voice: Voice) -> Table:
    columns = ["site", "fy", "kind", "grade", "source"]
    has_remarks = any(row.remark_ja for row in study.evaluations)
    if has_remarks:
        columns.insert(4, "remark")
    rows = sorted(study.evaluations, key=lambda row: (row.fy or 9999, row.evaluation_id))
    return Table(
        caption=voice.sentence("programme.judgement.list_caption"),
        header=tuple(voice.word(f"programme.judgement.column_{name}") for name in columns),
        rows=tuple(_row(row, voice, has_remarks=has_remarks) for row in rows),
    )


def _row(row: Evaluation, voice: Voice, *, has_remarks: bool) -> tuple[Cell, ...]:
    site = (
        voice.short(voice.pack.designation(row.designation_id))
        if row.designation_id
        else voice.word("programme.judgement.whole")
    )
    sign = formats.missing_sign(row.missing or "unknown", voice.lang)
    remark = row.remark_ja if voice.lang == "ja" else row.remark_en
    return (
        Cell((site,)),
        Cell((voice.span(row.fy, row.fy) if row.fy else voice.word("programme.undated"),)),
        Cell((voice.label("evaluation_kind", row.kind),)),
        Cell((row.grade or sign,), tone="" if row.grade else "none"),
        *((Cell((remark,)),) if has_remarks else ()),
        Cell((voice.source_link(row.source_id),)),
    )
