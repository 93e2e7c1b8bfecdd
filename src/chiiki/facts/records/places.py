"""Regions and the places that programmes select."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Place", "Region", "RegionAlias", "RegionMember"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a selection selects: an area, an organisation, a municipality."""

    place_id: str
    name_ja: str
    name_en: str
    name_en_status: str
    short_ja: str
    short_en: str
    kind: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Region:
    """A nation, prefecture, municipality or wide area."""

    region_id: str
    kind: str
    name_ja: str
    name_en: str
    short_ja: str
    short_en: str
    kana: str
    parent_id: str
    valid_from: int | None
    valid_to: int | None
    tile_row: int | None
    tile_col: int | None
    latitude: float | None
    longitude: float | None
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class RegionMember:
    """A region inside a wide area, over a span of years."""

    region_id: str
    member_region_id: str
    from_fy: int | None
    to_fy: int | None
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class RegionAlias:
    """Another name of a region."""

    region_id: str
    alias: str
    kind: str
    source_id: str
    locator: str
