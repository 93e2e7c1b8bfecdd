"""Designations as rows and counts, for the pages of areas, municipalities and sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import GradeBoxes, Label
from chiiki.brief.document import Cell, Kpi, NumberRef
from chiiki.brief.timelines import grade_text
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.counted import span_of
from chiiki.web.library.pages.ground import add_count, cited, dash, listing, page_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Table
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Designation
    from chiiki.studies.holdings import Holding

__all__ = [
    "add_selection_counts",
    "counted",
    "designation_name",
    "field_names",
    "grade_kpi",
    "selection_table",
    "span_text",
]


def add_selection_counts(holdings: Sequence[Holding], voice: Voice, *, subject: str, about: str) -> None:
    """Add ``<subject>.designations``, ``.graded`` and ``.programmes``; `about` ends their definitions: ``site``."""
    period = span_of(holdings)
    graded = [one for one in holdings if one.grade]
    programmes = {one.programme.programme_id: one.programme for one in holdings}
    for name, rows in (("designations", holdings), ("graded", graded)):
        stated = [(one.designation.designation_id, one.designation) for one in rows]
        add_count(
            voice.book,
            f"{subject}.{name}",
            stated,
            table="designations",
            definition=f"{name}_of_{about}",
            period=period,
        )
    add_count(
        voice.book,
        f"{subject}.programmes",
        programmes.items(),
        table="programmes",
        definition=f"programmes_of_{about}",
        period=period,
    )


def counted(name: str, voice: Voice, *, subject: str) -> Kpi:
    """Return one of the counts as a headline figure."""
    own = f"{subject}.{name}"
    period = voice.word("region.kpi.confirmed_period", period=voice.period(voice.book[own].period))
    return Kpi(
        label=voice.word(f"place.kpi.{name}"),
        period=period,
        value=NumberRef(own, voice.scalar_text(own)),
        unit=voice.word(f"place.kpi.{name}_unit"),
        strip=None,
        alt="",
        context=(),
    )


def grade_kpi(holdings: Sequence[Holding], voice: Voice, *, subject: str) -> Kpi:
    """Return how many have a grade on record, with the letters in boxes."""
    grades = tuple(one.grade.grade if one.grade else "" for one in holdings)
    known = sum(bool(grade) for grade in grades)
    note = voice.word("region.kpi.grade_note", known=str(known), unknown=str(len(grades) - known))
    boxes = GradeBoxes(alt=note, grades=tuple(sorted(grades, key=lambda grade: not grade)), note=Label(note))
    own = f"{subject}.graded"
    return Kpi(
        label=voice.word("region.kpi.graded"),
        period=voice.word("region.kpi.graded_period"),
        value=NumberRef(own, voice.scalar_text(own)),
        unit=voice.word("nouns.kpi_designations"),
        strip=boxes if grades else None,
        alt=note,
        context=voice.sentence("region.kpi.of", n=voice.count(f"{subject}.designations", "designation")),
    )


def selection_table(holdings: Sequence[Holding], voice: Voice, *, place: str) -> Table:
    """List designations with site, programme, years, field, grade and source."""
    fields = field_names(voice)
    columns = ("name", "programme", "years", "field", "grade", "source")
    rows = [_row(one, voice, fields=fields.get(one.designation.designation_id, [])) for one in holdings]
    return listing("timeline.caption", columns, rows, voice=voice, place=place)


def _row(holding: Holding, voice: Voice, *, fields: Sequence[str]) -> tuple[Cell, ...]:
    row = holding.designation
    name = designation_name(row, voice)
    grade = grade_text(holding, voice)
    return (
        Cell((page_link(Kind.SITE, row.place_id, text=name, voice=voice),)),
        Cell((page_link(Kind.PROGRAMME, row.programme_id, text=voice.short(holding.programme), voice=voice),)),
        Cell((span_text(row, voice),), tone="" if row.start_fy else "none"),
        dash(voice.listed(fields), voice),
        dash(grade, voice, missing="grade_not_found"),
        cited(row, voice),
    )


def designation_name(row: Designation, voice: Voice) -> str:
    """Name a selection in full."""
    return row.name_ja if voice.lang == "ja" else row.name_en


def span_text(row: Designation, voice: Voice) -> str:
    """Write the years of a selection; ``?`` stands for an end that is not known."""
    is_open = row.start_fy is not None and row.end_fy is None
    if row.start_fy is None and row.end_fy is None:
        return formats.missing_sign("unknown", voice.lang)
    return voice.span(row.start_fy, row.end_fy) + ("?" if is_open else "")


def field_names(voice: Voice) -> dict[str, list[str]]:
    """Return designation id → names of its fields."""
    found: dict[str, list[str]] = {}
    for row in voice.pack.designation_fields:
        found.setdefault(row.designation_id, []).append(voice.label("field", row.field))
    return found
