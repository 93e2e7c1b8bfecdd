"""Regions: Japan, the 47 prefectures, the municipalities that occur, wide areas, and the names people use for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

# The last syllable of a prefecture's name when it is romanised whole: Miyagi-ken, Tokyo-to, Osaka-fu.
_SUFFIXES = {"都": "to", "府": "fu", "県": "ken"}
_KANA_SUFFIXES = {"都": "と", "府": "ふ", "県": "けん"}
_WITH_MACRONS = {
    "01": "Hokkaidō",
    "13": "Tōkyō",
    "26": "Kyōto",
    "27": "Ōsaka",
    "28": "Hyōgo",
    "39": "Kōchi",
    "44": "Ōita",
}


def build(context: Context) -> Tables:
    """Return regions, region_members, region_aliases and the citations of the map."""
    prefectures = context.decisions("prefectures")
    areas = context.decisions("wide_areas")
    return {
        "regions": [
            _nation(context),
            *(_prefecture(row, context) for row in prefectures),
            *(_municipality(row, context) for row in context.decisions("municipality_names")),
            *(_wide_area(row, context) for row in areas),
        ],
        "region_members": [member for row in areas for member in _members(row, context)],
        "region_aliases": _aliases(prefectures, context),
        "citations": [_outline_citation(row["region_id"], context) for row in prefectures],
    }


def _nation(context: Context) -> Row:
    names = {"name_ja": "日本", "name_en": "Japan", "short_ja": "日本", "short_en": "Japan", "kana": "にほん"}
    place = {"source_id": context.named_source("mlit-n03"), "locator": "whole data set"}
    return {"region_id": "00", "kind": "nation", **names, **place}


def _prefecture(row: Row, context: Context) -> Row:
    copied = ("region_id", "name_ja", "name_en", "short_ja", "kana", "tile_row", "tile_col", "latitude", "longitude")
    return {
        **{name: row[name] for name in copied},
        "kind": "prefecture",
        "short_en": row["name_en"],
        "parent_id": "00",
        "source_id": context.named_source("land-of-japan"),
        "locator": f"prefecture {int(row['region_id'])}",
    }


def _municipality(row: Row, context: Context) -> Row:
    return {
        "region_id": row["region_id"],
        "kind": "municipality",
        "name_ja": row["name_ja"],
        "name_en": row["name_en"],
        "short_ja": row["name_ja"],
        "short_en": row["name_en"],
        "parent_id": row["region_id"][:2],
        "source_id": context.named_source("municipality-converter"),
        "locator": f"id_muni2020 = {int(row['region_id'])}",
    }


def _wide_area(row: Row, context: Context) -> Row:
    names = {"short_ja": row["name_ja"], "short_en": row["name_en"], "parent_id": "00"}
    copied = {name: row[name] for name in ("region_id", "name_ja", "name_en", "locator")}
    return {**copied, **names, "kind": "wide_area", "source_id": context.source_id(row["address"])}


def _members(row: Row, context: Context) -> list[Row]:
    place = {"source_id": context.source_id(row["address"]), "locator": row["locator"]}
    return [
        {"region_id": row["region_id"], "member_region_id": member, **place} for member in row["members"].split(";")
    ]


def _aliases(prefectures: list[Row], context: Context) -> list[Row]:
    derived = [
        {"region_id": row["region_id"], "alias": alias, "kind": kind, "source_id": "land-of-japan", "locator": "name"}
        for row in prefectures
        for alias, kind in _forms(row).items()
    ]
    by_hand = [
        {**row, "source_id": context.named_source("municipality-converter" if row["kind"] == "other" else "mlit-n03")}
        for row in context.decisions("region_aliases")
    ]
    return derived + [{name: value for name, value in row.items() if name != "_row"} for row in by_hand]


def _forms(row: Row) -> dict[str, str]:
    """Return the other ways to write a prefecture that follow from its name by rule."""
    english, kana, suffix = row["name_en"], row["kana"], row["name_ja"][-1]
    latin = [english, *filter(None, [_WITH_MACRONS.get(row["region_id"])])]
    forms = dict.fromkeys([f"{english} Prefecture", *latin[1:]], "romanised") | {kana: "kana"}
    if suffix in _SUFFIXES:
        forms |= {f"{name}-{_SUFFIXES[suffix]}": "romanised" for name in latin}
        forms[kana.removesuffix(_KANA_SUFFIXES[suffix])] = "kana"
    return forms


def _outline_citation(region_id: str, context: Context) -> Row:
    """Return the further source of a prefecture: the map from which its outline is drawn."""
    place = {"source_id": context.named_source("mlit-n03"), "locator": "prefecture code and outline"}
    return {"table": "regions", "row_id": region_id, "role": "corroborates", **place}
