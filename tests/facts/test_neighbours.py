"""Which prefectures border each other: the shipped file against its script and against the map."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from chiiki.facts.neighbours import read_neighbours
from chiiki.facts.pack import load_pack

ROOT = Path(__file__).parents[2]
SOURCE = ROOT.parent / "shared" / "data" / "japan_geo" / "ja_prefecture_area.json"


@pytest.fixture(scope="module")
def found():
    return read_neighbours(load_pack().neighbours)


@pytest.mark.parametrize(
    ("region_id", "by_land"),
    [
        ("01", ()),
        ("47", ()),
        ("42", ("41",)),
        ("04", ("03", "05", "06", "07")),
        ("20", ("10", "11", "15", "16", "19", "21", "22", "23")),
        ("24", ("21", "23", "25", "26", "29", "30")),
        ("38", ("36", "37", "39")),
    ],
)
def test_borders_on_land_are_those_of_the_map(found, region_id, by_land):
    assert found.of(region_id) == by_land


def test_an_island_divided_between_two_is_no_border_on_land(found):
    assert found.pairs(("islet",)) == (("33", "37"), ("34", "38"))
    assert found.of("37") == ("36", "38")


def test_links_across_the_sea_are_a_kind_of_their_own(found):
    assert found.of("01", ("land", "link")) == ("02",)
    assert found.of("40", ("land", "link")) == ("35", "41", "43", "44")
    assert len(found.pairs(("land", "link", "islet"))) == 86 + 6


def test_pairs_are_of_two_known_regions_in_order_and_stand_once(found):
    known = {region.region_id for region in load_pack().regions if region.kind == "prefecture"}
    by_kind = [(border.regions, border.kind) for border in found.borders]

    assert len(set(by_kind)) == len(by_kind)
    assert all(one < other and {one, other} <= known for (one, other), _ in by_kind)


def test_the_file_credits_a_source_of_the_pack(found):
    assert load_pack().source(found.source_id).title_ja.startswith("国土数値情報")
    assert found.credit == "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"


@pytest.mark.shared
def test_the_script_makes_the_file_that_is_shipped():
    if not SOURCE.exists():
        pytest.skip(f"needs {SOURCE.name} in the folder shared/ beside the checkout")
    spec = importlib.util.spec_from_file_location("neighbours_script", ROOT / "scripts" / "neighbours.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    assert script.neighbours(SOURCE) == load_pack().neighbours
