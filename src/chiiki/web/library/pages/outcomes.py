"""Outcome tables: what is published, whether its sums hold, and what may not be divided by what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chiiki.brief.claims import Condition
from chiiki.brief.conflicts import conflict_tables
from chiiki.brief.document import Block, Link
from chiiki.brief.outcome_tables import subject_name
from chiiki.brief.parts import Parts
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import Number, NumberBook
from chiiki.studies.outcomes import add_budget, add_outcome, outcomes_of
from chiiki.studies.phrases import formula
from chiiki.studies.published import add_published
from chiiki.web.library.pages.counted import add_rows, assemble_view, conditions
from chiiki.web.library.pages.outcome_pieces import checked_table, refused_table, stated_table, subjects_table
from chiiki.web.library.queries.published import disagreements_about, members, result_subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Document, Lang, Table, Text
    from chiiki.facts.pack import Pack
    from chiiki.studies.published import CheckedTotal, Published

__all__ = ["DIFFERENCES", "compose_outcomes", "compose_subject_outcomes", "named_subject"]

DIFFERENCES: Final = "page-outcomes.differences"
"""Number id: rows of the rebuilt tables whose parts do not add up to the published total."""


def compose_outcomes(*, pack: Pack, lang: Lang) -> Document:
    """Compose the page of all outcome tables."""
    wording = load_wording(lang)
    book = NumberBook()
    published = add_published(book, pack)
    counts = {
        key: add_rows(
            book,
            f"page-outcomes.statements.{key}",
            n=len(outcomes_of(pack, key)),
            period="undated",
            definition="page_statements",
            place=f"outcomes: subject_id={key}",
        )
        for key in result_subjects(pack)
    }
    _add_differences(book, published)
    voice = Voice(pack=pack, wording=wording, book=book)
    conflicts = conflict_tables(disagreements_about(pack), voice)
    parts = Parts(
        kind="page",
        id="outcomes",
        subject=voice.word("page_views.outcomes.subject"),
        title=_title(published, voice),
        lead=(voice.sentence("page_views.outcomes.lead"), *_conflict_link(conflicts, voice)),
        kpis=(),
        blocks=(*_check_blocks(published, voice), _subjects_block(counts, voice)),
        numbers=book,
        conflicts=conflicts,
    )
    return assemble_view(parts, pack=pack, wording=wording)


def _title(published: Published, voice: Voice) -> Claim:
    """Say whether all sums agree with the check values."""
    n = str(len(published.checks))
    return voice.claim(
        "title",
        [
            voice.rule("page_views.outcomes.title_none", Condition("page-outcomes.checks", "==", 0)),
            voice.rule("page_views.outcomes.title_agree", Condition(DIFFERENCES, "==", 0), n=n),
            voice.rule("page_views.outcomes.title_differ", n=n, d=voice.count(DIFFERENCES, "indicator")),
        ],
    )


def _conflict_link(conflicts: Sequence[Table], voice: Voice) -> tuple[Text, ...]:
    """Lead to the statements that disagree, where there are any."""
    if not conflicts:
        return ()
    link = Link("#conflicts", voice.word("page_views.outcomes.to_conflicts"))
    return (voice.sentence("page_views.outcomes.conflicts", link=link),)


def _add_differences(book: NumberBook, published: Published) -> None:
    add_rows(
        book,
        "page-outcomes.checks",
        n=len(published.checks),
        period="undated",
        definition="page_rows",
        place=conditions("checks", {}),
    )
    inputs = tuple(total.difference for total in published.checks)
    book.add(
        Number(
            id=DIFFERENCES,
            value=sum(book[name].value != 0 for name in inputs),
            unit="count",
            period=book[inputs[0]].period if inputs else "undated",
            definition="page_differences",
            formula=formula("differences"),
            inputs=inputs,
        )
    )


def _check_blocks(published: Published, voice: Voice) -> tuple[Block, ...]:
    """Show the rebuilt table with its sums, and the ratios that are refused."""
    blocks = []
    if published.checks:
        blocks.append(
            Block(
                id="results",
                page=1,
                heading=voice.claim("results", [voice.rule("page_views.outcomes.heading_results")]),
                tables=(checked_table(published.checks, voice),),
                cautions=((voice.label("caution", "self_reported"),),),
                source_ids=tuple(dict.fromkeys(total.check.source_id for total in published.checks)),
            )
        )
    if published.refusals:
        blocks.append(
            Block(
                id="ratios",
                page=1,
                heading=voice.claim("ratios", [voice.rule("page_views.outcomes.heading_ratios")]),
                tables=(refused_table(published.refusals, voice),),
                sentences=(voice.sentence("page_views.outcomes.why_refused"),),
            )
        )
    return tuple(blocks)


def _subjects_block(counts: dict[str, str], voice: Voice) -> Block:
    return Block(
        id="subjects",
        page=1,
        heading=voice.claim("subjects", [voice.rule("page_views.outcomes.heading_subjects")]),
        tables=(subjects_table(counts, voice, names=named_subject),),
    )


def named_subject(kind: str, subject_id: str, voice: Voice) -> str:
    """Name what a result is about: a programme, group, selection, plan or strategy."""
    if kind in {"programme", "group", "designation"}:
        return subject_name(kind, subject_id, voice=voice)
    rows = {row.plan_id: row for row in voice.pack.plans} | {row.law_id: row for row in voice.pack.laws_and_strategies}
    row = rows.get(subject_id)
    return subject_id if row is None else (row.short_ja if voice.lang == "ja" else row.short_en)


def compose_subject_outcomes(subject_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of what is published of one programme or group.

    Raises
    ------
    KeyError
        If nothing is published of it (:func:`result_subjects` lists what has results).
    """
    wording = load_wording(lang)
    book = NumberBook()
    voice = Voice(pack=pack, wording=wording, book=book)
    kind = result_subjects(pack)[subject_id]
    name = named_subject(kind, subject_id, voice)
    total = add_rows(
        book,
        f"page-outcomes-{subject_id}.statements",
        n=len(outcomes_of(pack, subject_id)),
        period="undated",
        definition="page_statements",
        place=f"outcomes: subject_id={subject_id}",
    )
    conflicts = conflict_tables(disagreements_about(pack, members(pack, subject_id)), voice)
    some = Condition(total, ">", 0)
    parts = Parts(
        kind="page",
        id=f"outcomes-{subject_id}",
        subject=voice.word("page_views.outcomes.subject_of", name=name),
        title=voice.claim(
            "title",
            [
                voice.rule("page_views.outcomes.title_of", some, name=name, n=voice.count(total, "statement")),
                voice.rule("page_views.outcomes.title_money", name=name),
            ],
        ),
        lead=(voice.sentence("page_views.outcomes.lead_of"), *_conflict_link(conflicts, voice)),
        kpis=(),
        blocks=_subject_blocks(subject_id, voice),
        numbers=book,
        conflicts=conflicts,
    )
    return assemble_view(parts, pack=pack, wording=wording)


def _subject_blocks(subject_id: str, voice: Voice) -> tuple[Block, ...]:
    """Return the tables of a subject: results, money, and the totals of which it is a part."""
    pack, book = voice.pack, voice.book
    results = [(row, add_outcome(book, pack, row).id) for row in outcomes_of(pack, subject_id)]
    money = [(row, add_budget(book, pack, row).id) for row in pack.budgets if row.subject_id == subject_id]
    checks = _checks_of(subject_id, book=book, pack=pack)
    tables = {
        "statements": stated_table(results, voice, what="results"),
        "money": stated_table(money, voice, what="money"),
        "results": checked_table(checks, voice) if checks else None,
    }
    return tuple(
        Block(
            id=name,
            page=1,
            heading=voice.claim(name, [voice.rule(f"page_views.outcomes.heading_{name}")]),
            tables=(table,),
        )
        for name, table in tables.items()
        if table is not None
    )


def _checks_of(subject_id: str, *, book: NumberBook, pack: Pack) -> tuple[CheckedTotal, ...]:
    """Return the totals of which the subject is a part; the rest of the book stays empty where it is none."""
    whole = NumberBook()
    concerned = members(pack, subject_id)
    found = tuple(
        total
        for total in add_published(whole, pack).checks
        if any(row.subject_id in concerned for row, _ in total.parts)
    )
    for total in found:
        for name in (*(number for _, number in total.parts), total.sum_id, total.expected, total.difference):
            book.add(whole[name])
    return found
