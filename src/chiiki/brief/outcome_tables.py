"""Published results as a table: who, what, how much, when, stated where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.document import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Link, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Outcome

__all__ = ["amount_cell", "outcome_table", "subject_name"]


def amount_cell(number_id: str, voice: Voice) -> Cell:
    """Write a number with its unit; money to the precision that its source gives, 100 million yen."""
    number = voice.book[number_id]
    if number.unit == "JPY" and isinstance(number.value, int | float) and number.value:
        return voice.number_cell(number_id, text=formats.yen(number.value, voice.lang, resolution=1e8))
    if number.unit == "JPY" or not isinstance(number.value, int | float):
        return voice.number_cell(number_id)
    return voice.number_cell(number_id, text=formats.count(number.value, voice.lang, unit=number.unit))


def outcome_table(rows: Sequence[tuple[Outcome, str]], voice: Voice, *, caption: Text, note: Text = ()) -> Table:
    """Return one row per published result; kinds are told apart in words."""
    header = tuple(
        voice.word(f"outcomes.column_{name}") for name in ("subject", "indicator", "value", "period", "source")
    )
    return Table(
        caption=caption, header=header, rows=tuple(_row(row, number, voice) for row, number in rows), note=note
    )


def _row(row: Outcome, number_id: str, voice: Voice) -> tuple[Cell, ...]:
    indicator = voice.pack.outcome_indicator(row.indicator)
    name = indicator.name_ja if voice.lang == "ja" else indicator.name_en
    kind = (
        ""
        if row.kind in {"outcome", "output", "count"}
        else voice.word("outcomes.kind", kind=voice.label("outcome_kind", row.kind))
    )
    approximate = voice.word("outcomes.about") if row.approximate and row.value is not None else ""
    value = voice.number_cell(number_id)
    return (
        Cell((_subject(row, voice),)),
        Cell((name + kind,)),
        Cell((approximate, *value.text) if approximate else value.text, "right", value.tone),
        Cell((_period(row, number_id, voice),)),
        Cell((voice.source_link(row.source_id),)),
    )


def _subject(row: Outcome, voice: Voice) -> str | Link:
    name = subject_name(row.subject_kind, row.subject_id, voice=voice)
    if row.subject_kind == "designation":
        return voice.linked("site", voice.pack.designation(row.subject_id).place_id, text=name)
    return voice.linked("programme", row.subject_id, text=name) if row.subject_kind == "programme" else name


def _period(row: Outcome, number_id: str, voice: Voice) -> str:
    if row.from_fy is None and row.to_fy is None:
        return voice.word("outcomes.undated")
    period = voice.period(voice.book[number_id].period)
    return period if row.from_fy else voice.word("outcomes.until", period=period)


def subject_name(kind: str, subject_id: str, *, voice: Voice) -> str:
    """Name what a result or amount belongs to."""
    if kind == "programme":
        return voice.short(voice.pack.programme(subject_id))
    if kind == "designation":
        return voice.short(voice.pack.designation(subject_id))
    if kind == "group":
        group = next((row for row in voice.pack.programme_groups if row.group_id == subject_id), None)
        if group:
            return group.name_ja if voice.lang == "ja" else group.name_en
    return subject_id
