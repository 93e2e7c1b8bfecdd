"""Entries of regions, sites and selections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.library.catalogue.draft import Draft, Pair, joined, known_span
from chiiki.web.library.catalogue.ground import prefecture_of
from chiiki.web.library.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.facts.records import Designation, Place, Region
    from chiiki.web.library.catalogue.ground import Ground

__all__ = ["designations", "regions", "sites"]

ORDER = ("nation", "prefecture", "wide_area", "municipality")


def regions(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each region; a municipality is found and leads to its prefecture."""
    for row in sorted(ground.pack.regions, key=lambda row: (ORDER.index(row.kind), row.region_id)):
        yield _region(row, ground)


def _region(row: Region, ground: Ground) -> Draft:
    is_municipality = row.kind == "municipality"
    above = ground.region_names([row.parent_id])[0] if row.parent_id else Pair()
    prefectures = [row.region_id] if row.kind == "prefecture" else ground.members.get(row.region_id, [])
    prefectures = [prefecture_of(row.region_id)] if is_municipality else prefectures
    inside = ground.municipalities if is_municipality else ground.prefectures
    wanted = {row.region_id} if is_municipality else set(prefectures)
    n_related = (
        len(ground.pack.designations)
        if row.kind == "nation"
        else sum(1 for region_ids in inside.values() if wanted.intersection(region_ids))
    )
    return Draft(
        Kind.REGION,
        row.region_id,
        Pair(row.name_ja, row.name_en),
        row.source_id,
        row.locator,
        short=Pair(row.short_ja, row.short_en),
        type=row.kind,
        owner=above,
        owner_page=(Kind.REGION, row.parent_id) if row.parent_id else None,
        n_related=n_related,
        page=(Kind.REGION, row.parent_id) if is_municipality and row.parent_id else None,
        aliases=tuple(alias for alias in (row.kana, *ground.aliases.get(row.region_id, ())) if alias),
        texts=tuple(text for pair in ground.region_names(ground.members.get(row.region_id, ())) for text in pair),
        facets=frozenset({("type", row.kind), *(("prefecture", code) for code in prefectures)}),
    )


def sites(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each place that was selected, with what it was selected for."""
    yield from (_site(row, ground) for row in ground.pack.places)


def _site(row: Place, ground: Ground) -> Draft:
    selections = ground.of_place.get(row.place_id, [])
    programmes = [ground.pack.programme(one) for one in dict.fromkeys(each.programme_id for each in selections)]
    prefectures = sorted({code for each in selections for code in ground.prefectures.get(each.designation_id, ())})
    start_fy, end_fy = known_span((each.start_fy for each in selections), (each.end_fy for each in selections))
    place = joined(ground.region_names(prefectures))
    return Draft(
        Kind.SITE,
        row.place_id,
        Pair(row.name_ja, row.name_en),
        row.source_id,
        row.locator,
        short=Pair(row.short_ja, row.short_en),
        type=row.kind,
        owner=joined(Pair(one.short_ja, one.short_en) for one in programmes),
        place=place,
        start_fy=start_fy,
        end_fy=end_fy,
        n_related=len(selections),
        texts=(
            *place,
            *(text for one in programmes for text in (one.name_ja, one.name_en, one.short_ja, one.short_en)),
            *(text for each in selections for text in (each.name_ja, each.name_en, each.short_ja, each.theme_ja)),
        ),
        facets=frozenset(
            {("type", row.kind), *(facet for each in selections for facet in _selection_facets(each, ground))}
        ),
    )


def designations(ground: Ground) -> Iterator[Draft]:
    """Yield an entry for each selection; it leads to the page of its site."""
    yield from (_designation(row, ground) for row in ground.pack.designations)


def _designation(row: Designation, ground: Ground) -> Draft:
    programme, place = ground.pack.programme(row.programme_id), ground.pack.place(row.place_id)
    regions_of = [*ground.prefectures.get(row.designation_id, ()), *ground.municipalities.get(row.designation_id, ())]
    fields = [ground.term("field", code) for code in ground.fields.get(row.designation_id, ())]
    grades = [one.grade for one in ground.evaluations.get(row.designation_id, ()) if one.grade]
    return Draft(
        Kind.DESIGNATION,
        row.designation_id,
        Pair(row.name_ja, row.name_en),
        row.source_id,
        row.locator,
        short=Pair(row.short_ja, row.short_en),
        owner=Pair(programme.short_ja, programme.short_en),
        owner_page=(Kind.PROGRAMME, row.programme_id),
        place=joined(ground.region_names(ground.prefectures.get(row.designation_id, ()))),
        start_fy=row.start_fy,
        end_fy=row.end_fy,
        grade=", ".join(grades),
        page=(Kind.SITE, row.place_id),
        texts=(
            *(row.theme_ja, row.lead_ja, row.category_ja, row.category_en, row.phase_ja, row.phase_en),
            *(place.name_ja, place.name_en),
            *(programme.name_ja, programme.name_en, programme.programme_id),
            *(text for pair in (*ground.region_names(regions_of), *fields) for text in pair),
            *(
                text
                for one in ground.pack.awards
                if one.designation_id == row.designation_id
                for text in (one.name_ja, one.name_en)
            ),
        ),
        facets=frozenset(_selection_facets(row, ground)),
    )


def _selection_facets(row: Designation, ground: Ground) -> Iterator[tuple[str, str]]:
    yield from ground.programme_facets(row.programme_id)
    yield from ground.plan_facets(row.start_fy if row.start_fy is not None else row.round_fy, row.end_fy)
    yield from (("prefecture", code) for code in ground.prefectures.get(row.designation_id, ()))
    yield from (("field", code) for code in ground.fields.get(row.designation_id, ()))
    yield from (("grade", one.grade) for one in ground.evaluations.get(row.designation_id, ()) if one.grade)
