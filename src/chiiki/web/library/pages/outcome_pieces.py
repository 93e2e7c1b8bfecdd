"""Tables of published results: rebuilt with their sums, refused ratios, statements one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from chiiki.brief import formats
from chiiki.brief.document import Cell, Link, Table
from chiiki.brief.outcome_tables import amount_cell
from chiiki.facts.records import Outcome
from chiiki.web.library.queries.published import result_subjects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Budget
    from chiiki.studies.outcomes import RefusedRatio
    from chiiki.studies.published import CheckedTotal

__all__ = ["SubjectName", "checked_table", "refused_table", "stated_table", "subjects_table"]


class SubjectName(Protocol):
    """Names what a result is about."""

    def __call__(self, kind: str, subject_id: str, voice: Voice) -> str:
        """Return its short name."""


def _indicator(indicator: str, voice: Voice) -> str:
    row = voice.pack.outcome_indicator(indicator)
    return row.name_ja if voice.lang == "ja" else row.name_en


def checked_table(checks: Sequence[CheckedTotal], voice: Voice) -> Table:
    """Rebuild the published table: parts, their sum, the total and the difference; the note says of a ledger."""
    subjects = list(dict.fromkeys(row.subject_id for total in checks for row, _ in total.parts))
    subjects.sort(key=lambda name: -sum(name == row.subject_id and (row.value or 0) for row, _ in checks[0].parts))
    columns = ("sum", "total", "difference")
    return Table(
        caption=voice.sentence(
            "page_views.outcomes.caption_results", period=voice.period(voice.book[checks[0].sum_id].period)
        ),
        header=(
            voice.word("outcomes.column_indicator"),
            *(_type_name(name, voice) for name in subjects),
            *(voice.word(f"page_views.column.{name}") for name in columns),
        ),
        rows=tuple(_checked_row(total, subjects, voice) for total in checks),
        note=voice.sentence("page_views.outcomes.note_results"),
    )


def _type_name(programme_id: str, voice: Voice) -> str:
    """Name a programme as the published table does, where the wording knows that name."""
    key = f"page_views.outcomes.type_{programme_id}"
    return voice.word(key) if key in voice.wording else voice.short(voice.pack.programme(programme_id))


def _checked_row(total: CheckedTotal, subjects: Sequence[str], voice: Voice) -> tuple[Cell, ...]:
    parts = {row.subject_id: (row, number) for row, number in total.parts}
    is_about = any(row.approximate for row, _ in total.parts)
    cells = []
    for name in subjects:
        if name not in parts:
            cells.append(Cell((formats.missing_sign("not_applicable", voice.lang),), "right"))
            continue
        row, number = parts[name]
        cells.append(_about(amount_cell(number, voice), voice, row.approximate))
    return (
        Cell((_indicator(total.parts[0][0].indicator, voice),)),
        *cells,
        *(_about(amount_cell(number, voice), voice, is_about) for number in (total.sum_id, total.expected)),
        amount_cell(total.difference, voice),
    )


def _about(cell: Cell, voice: Voice, is_about: bool) -> Cell:  # noqa: FBT001 -- of the row
    return Cell((voice.word("outcomes.about"), *cell.text), cell.align, cell.tone) if is_about else cell


def refused_table(refusals: Sequence[RefusedRatio], voice: Voice) -> Table:
    """List the ratios that were asked for and refused, each with both periods."""
    columns = ("asked", "money", "money_period", "result", "result_period", "verdict")
    rows = []
    for refused in refusals:
        money, result = voice.book[refused.money_id], voice.book[refused.result_id]
        name = _refused_name(refused, voice)
        rows.append(
            (
                Cell((voice.word("page_views.outcomes.per_yen", indicator=name),)),
                amount_cell(refused.money_id, voice),
                Cell((voice.period(money.period),)),
                amount_cell(refused.result_id, voice),
                Cell((voice.period(result.period),)),
                Cell((voice.word("page_views.outcomes.refused"),)),
            )
        )
    return Table(
        caption=voice.sentence("page_views.outcomes.caption_ratios"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in columns),
        rows=tuple(rows),
    )


def _refused_name(refused: RefusedRatio, voice: Voice) -> str:
    """Name the indicator of a result: the parts of its sum carry it in their ids."""
    first = next(iter(voice.book[refused.result_id].inputs), refused.result_id)
    return _indicator(first.split(".")[-2], voice)


def subjects_table(counts: Mapping[str, str], voice: Voice, *, names: SubjectName) -> Table:
    """List everything with a published result, with a link to its page."""
    kinds = result_subjects(voice.pack)
    rows = []
    for key, number in counts.items():
        name = names(kinds[key], key, voice)
        rows.append(
            (
                Cell((Link(f"/{voice.lang}/outcomes/{key}", name),)),
                Cell((voice.label("outcome_subject_kind", kinds[key]),)),
                voice.number_cell(number, text=voice.scalar_text(number)),
            )
        )
    return Table(
        caption=voice.sentence("page_views.outcomes.caption_subjects"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in ("name", "kind", "statements")),
        rows=tuple(rows),
    )


def stated_table(rows: Sequence[tuple[Outcome | Budget, str]], voice: Voice, *, what: str) -> Table | None:
    """List statements of results or money one by one; None where there is none."""
    if not rows:
        return None
    columns = ("indicator", "value", "period", "source", "locator")
    return Table(
        caption=voice.sentence(f"page_views.outcomes.caption_{what}_of"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in columns),
        rows=tuple(_stated(row, number, voice) for row, number in rows),
        note=voice.sentence(f"page_views.outcomes.note_{what}_of"),
    )


def _stated(row: Outcome | Budget, number_id: str, voice: Voice) -> tuple[Cell, ...]:
    value = voice.number_cell(number_id)
    about = (voice.word("outcomes.about"),) if row.approximate and voice.book[number_id].value is not None else ()
    if isinstance(row, Outcome):
        name = _indicator(row.indicator, voice)
        kind = voice.label("outcome_kind", row.kind)
        if row.kind not in {"outcome", "output", "count"} and kind.lower() not in name.lower():
            name += voice.word("outcomes.kind", kind=kind)
    else:
        name = voice.label("budget_kind", row.kind)
    return (
        Cell((name,)),
        Cell((*about, *value.text), "right", value.tone),
        Cell((voice.period(voice.book[number_id].period),)),
        Cell((voice.source_link(row.source_id),)),
        Cell((formats.place_in_source(row.locator, voice.lang),)),
    )
