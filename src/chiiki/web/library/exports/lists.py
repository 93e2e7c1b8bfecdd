"""Lists as files: every record of the filter, one row each, with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.library.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chiiki.facts.pack import Pack
    from chiiki.web.library.models import Record

__all__ = ["list_header", "list_rows"]

_OWNERS = {
    Kind.PROGRAMME: "ministries",
    Kind.REGION: "part_of",
    Kind.SITE: "programmes",
    Kind.DESIGNATION: "programme",
    Kind.MEASURE: "ministry",
    Kind.EVALUATION: "programme",
    Kind.SOURCE: "publisher",
}
_PLACES = {Kind.SITE: "prefectures", Kind.DESIGNATION: "prefectures", Kind.MEASURE: "programme"}
_COUNTS = {
    Kind.PLAN: "n_concepts",
    Kind.PROGRAMME: "n_designations",
    Kind.REGION: "n_designations",
    Kind.SITE: "n_designations",
    Kind.SOURCE: "n_rows",
    Kind.CONFLICT: "n_statements",
}


def list_header(kind: Kind | None) -> tuple[str, ...]:
    """Name the columns of the file of a list; of a search, which has several kinds, by general names."""
    owner = _OWNERS.get(kind, "owner") if kind else "owner"
    place = _PLACES.get(kind, "place") if kind else "place"
    return (
        *("kind", "id", "name_ja", "name_en", "short_ja", "short_en", "type"),
        *(f"{owner}_ja", f"{owner}_en", f"{place}_ja", f"{place}_en"),
        *("start_fy", "end_fy", "dated_on", "grade", _COUNTS.get(kind, "n_related") if kind else "n_related"),
        *("source_id", "locator", "source_title_ja", "source_title_en", "source_url"),
    )


def list_rows(records: Iterable[Record], *, pack: Pack) -> Iterator[tuple[str | int | None, ...]]:
    """Yield the cells of each record, in the order of :func:`list_header`."""
    for record in records:
        source = pack.source(record.source_id)
        yield (
            *(record.kind, record.subject_id, record.name_ja, record.name_en, record.short_ja, record.short_en),
            record.type,
            *(record.owner_ja, record.owner_en, record.place_ja, record.place_en),
            *(record.start_fy, record.end_fy, record.dated_on, record.grade, record.n_related),
            *(record.source_id, record.locator, source.title_ja, source.title_en, source.url),
        )
