"""The filtered selections one by one: as a table of the page, and as rows for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chiiki.brief import formats
from chiiki.brief.document import Cell, Link, Table
from chiiki.studies.holdings import prefectures
from chiiki.web.library.enums import Kind
from chiiki.web.library.links import address
from chiiki.web.library.queries.selections import UNKNOWN, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.studies.holdings import Holding
    from chiiki.web.library.pages.cascade import Cascade

__all__ = ["COLUMNS", "PAGE_ROWS", "selection_rows", "selection_table"]

PAGE_ROWS: Final = 50
"""Rows of one page: more would make it larger than 200 kB with its sources."""

COLUMNS: Final = (
    "designation_id", "place_id", "programme_id", "name_ja", "name_en", "start_fy", "end_fy", "plan", "ministries",
    "stages", "fields", "grade", "grade_kind", "prefectures", "source_id", "locator", "page",
)  # fmt: skip
"""Columns of the list for machines; lists in a cell are parted by semicolons, an empty cell is not known."""


def selection_table(cascade: Cascade, voice: Voice, *, page: int) -> Table:
    """List the selections of one page, or all for page 0."""
    rows = cascade.holdings[(page - 1) * PAGE_ROWS : page * PAGE_ROWS] if page else cascade.holdings
    columns = ("name", "programme", "prefecture", "years", "grade", "field", "source")
    return Table(
        caption=voice.sentence("page_views.cascade.caption_list"),
        header=tuple(voice.word(f"page_views.column.{name}") for name in columns),
        rows=tuple(_row(row, voice) for row in rows),
        n_total=len(cascade.holdings),
    )


def _row(holding: Holding, voice: Voice) -> tuple[Cell, ...]:
    row, lang = holding.designation, voice.lang
    values = values_of(voice.pack)[row.designation_id]
    names = {region.region_id: voice.short(region) for region in prefectures(voice.pack)}
    unknown = formats.missing_sign("unknown", lang)
    grade = holding.grade.grade if holding.grade else formats.missing_sign("grade_not_found", lang)
    fields = [voice.label("field", code) for code in sorted(values["field"] - {UNKNOWN})]
    programme = Link(address(Kind.PROGRAMME, holding.programme.programme_id, lang=lang), voice.short(holding.programme))
    return (
        Cell((Link(address(Kind.SITE, row.place_id, lang=lang), row.name_ja if lang == "ja" else row.name_en),)),
        Cell((programme,)),
        Cell((_prefecture_text(values["prefecture"] - {UNKNOWN}, names=names, voice=voice) or unknown,)),
        Cell((voice.span(row.start_fy, row.end_fy),), tone="" if row.start_fy else "none"),
        Cell((grade,), tone="grade" if holding.grade else "none"),
        Cell((voice.listed(fields) or unknown,)),
        Cell((voice.source_link(row.source_id),)),
    )


_MOST_NAMES: Final = 4
"""Prefectures that a cell names; more are counted."""


def _prefecture_text(ids: frozenset[str], *, names: dict[str, str], voice: Voice) -> str:
    if len(ids) > _MOST_NAMES:
        return voice.word("page_views.prefectures", n=str(len(ids)))
    return voice.listed([names[region] for region in sorted(ids)])


def selection_rows(holdings: Sequence[Holding], *, pack: Pack, base: str) -> tuple[tuple[str, ...], ...]:
    """Return all selections with codes, source and stable address below `base`."""
    return tuple(_machine_row(holding, pack=pack, base=base) for holding in holdings)


def _machine_row(holding: Holding, *, pack: Pack, base: str) -> tuple[str, ...]:
    row = holding.designation
    values = values_of(pack)[row.designation_id]

    def joined(facet: str) -> str:
        return ";".join(sorted(values[facet] - {UNKNOWN}))

    return (
        *(row.designation_id, row.place_id, row.programme_id, row.name_ja, row.name_en),
        *("" if year is None else str(year) for year in (row.start_fy, row.end_fy)),
        *(joined(facet) for facet in ("plan", "ministry", "stage", "field", "grade")),
        holding.grade.kind if holding.grade else "",
        *(joined("prefecture"), row.source_id, row.locator, f"{base}/id/designation/{row.designation_id}"),
    )
