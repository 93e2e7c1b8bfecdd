"""Entries of evaluations, conflicting statements and sources."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from chiiki.brief.formats import fiscal_year
from chiiki.brief.wording import load_wording
from chiiki.web.library.catalogue.draft import Draft, Pair
from chiiki.web.library.catalogue.ground import fiscal_year_on
from chiiki.web.library.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.facts.records import Disagreement, Evaluation
    from chiiki.web.library.catalogue.ground import Ground

__all__ = ["conflicts", "evaluations", "sources"]


def evaluations(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each evaluation, named after what was evaluated."""
    yield from (_evaluation(row, ground) for row in ground.pack.evaluations)


def _evaluation(row: Evaluation, ground: Ground) -> Draft:
    programme = ground.pack.programme(row.programme_id)
    selection = ground.pack.designation(row.designation_id) if row.designation_id else None
    subject = selection or programme
    kind = ground.term("evaluation_kind", row.kind)
    prefectures = ground.prefectures.get(row.designation_id, [])
    when = Pair(fiscal_year(row.fy, "ja"), fiscal_year(row.fy, "en")) if row.fy is not None else Pair()
    return Draft(
        Kind.EVALUATION,
        row.evaluation_id,
        Pair(f"{subject.short_ja} {kind.ja} {when.ja}".strip(), f"{subject.short_en}, {kind.en} {when.en}".strip()),
        row.source_id,
        row.locator,
        type=row.kind,
        owner=Pair(programme.short_ja, programme.short_en),
        owner_page=(Kind.PROGRAMME, row.programme_id),
        start_fy=row.fy,
        end_fy=row.fy,
        grade=row.grade,
        texts=(
            *(row.remark_ja, row.remark_en, row.scale),
            *(subject.name_ja, subject.name_en, programme.name_ja, programme.name_en, programme.programme_id),
            *(text for pair in ground.region_names(prefectures) for text in pair),
        ),
        facets=frozenset(
            {
                ("type", row.kind),
                *({("grade", row.grade)} if row.grade else ()),
                *ground.programme_facets(row.programme_id),
                *(("prefecture", code) for code in prefectures),
                *(("field", code) for code in ground.fields.get(row.designation_id, ())),
                *ground.plan_facets(row.fy, row.fy),
            }
        ),
    )


def conflicts(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each point on which sources disagree."""
    rows = sorted(ground.pack.disagreements, key=lambda row: row.disagreement_id)
    for disagreement_id, statements in groupby(rows, key=lambda row: row.disagreement_id):
        yield _conflict(disagreement_id, list(statements), ground)


def _conflict(disagreement_id: str, statements: list[Disagreement], ground: Ground) -> Draft:
    first = next((row for row in statements if row.is_preferred), statements[0])
    subject, column = _subject(first, ground), _column(first)
    return Draft(
        Kind.CONFLICT,
        disagreement_id,
        Pair(f"{subject.ja}：{column.ja}", f"{subject.en}: {column.en}"),
        first.source_id,
        first.locator,
        type=first.table,
        n_related=len(statements),
        texts=tuple(text for row in statements for text in (row.value, row.reason_ja, row.reason_en)),
        facets=frozenset({("type", first.table)}),
    )


def _subject(row: Disagreement, ground: Ground) -> Pair:
    """Name what the statements are about; the id of the row where the pack gives it no name."""
    pack = ground.pack
    if row.table == "calls":
        programme_id = next((call.programme_id for call in pack.calls if call.call_id == row.row_id), "")
    else:
        programme_id = row.row_id
    named = {
        **{one.programme_id: Pair(one.short_ja, one.short_en) for one in pack.programmes},
        **{one.law_id: Pair(one.short_ja, one.short_en) for one in pack.laws_and_strategies},
        **{one.designation_id: Pair(one.short_ja, one.short_en) for one in pack.designations},
    }
    return named.get(programme_id, Pair(row.row_id, row.row_id))


def _column(row: Disagreement) -> Pair:
    """Name what the statements disagree on, as the page of the conflict does."""
    return Pair(*(load_wording(lang).word(f"conflict.fields.{row.field}") for lang in ("ja", "en")))


def sources(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each source, with how many rows of the pack name it."""
    for row in ground.pack.sources:
        fy = fiscal_year_on(row.published_on)
        yield Draft(
            Kind.SOURCE,
            row.source_id,
            Pair(row.title_ja or row.url, row.title_en or row.title_ja or row.url),
            row.source_id,
            type=row.source_kind,
            owner=Pair(row.publisher_ja, row.publisher_en),
            start_fy=fy,
            end_fy=fy,
            dated_on=row.published_on,
            n_related=ground.n_named[row.source_id],
            texts=(row.author, row.publisher_ja, row.publisher_en, row.url),
            facets=frozenset(
                {("type", row.source_kind), ("licence", row.licence_id or "unknown"), *ground.plan_facets(fy, fy)}
            ),
        )
