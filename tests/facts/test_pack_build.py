"""The committed pack is what the build makes, and it is a valid Frictionless data package."""

from __future__ import annotations

import csv
import importlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from chiiki.facts.schema import read_schema

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "src/chiiki/facts/data/jp"
BUILD = ROOT / "data-raw/jp/build.py"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def _rows(table):
    with (PACK / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_rebuild_gives_the_committed_pack_and_ledger_byte_for_byte():
    ran = subprocess.run([sys.executable, BUILD, "--check"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, "the pack is what the build makes"), ran.stderr


@pytest.mark.slow
@pytest.mark.filterwarnings("default::DeprecationWarning")
def test_the_data_package_is_valid_for_frictionless():
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(PACK / "datapackage.json")).validate()
    assert report.flatten(["resourceName", "rowNumber", "fieldName", "note"]) == []


def test_no_table_has_a_byte_order_mark_or_other_line_ends():
    for path in PACK.glob("*.csv"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in content, path.name


def test_all_indicator_rows_are_there():
    rows = _rows("indicators")
    assert len(rows) == 15_649
    assert sum(row["region_id"] == "00" for row in rows) == 186
    assert len({row["indicator_id"] for row in rows}) == 15


def test_employment_has_17_sections_in_2014_and_18_in_2021():
    rows = _rows("employment")
    assert len(rows) == 1_645
    sections = {year: {row["section"] for row in rows if row["year"] == year} for year in ("2014", "2021")}
    assert {year: len(found) for year, found in sections.items()} == {"2014": 17, "2021": 18}
    assert sections["2014"] - sections["2021"] == {"S"}
    assert sections["2021"] - sections["2014"] == {"B", "C"}


def test_employment_groups_sum_to_the_known_totals():
    rows = _rows("employment_groups")
    persons = Counter()
    for row in rows:
        persons[row["region_id"] == "00"] += int(row["persons"])
    assert len(rows) == 20_146
    assert len({row["region_id"] for row in rows}) == 43
    assert persons == {True: 61_718_550, False: 59_366_858}


def test_industries_are_522_groups_and_19_sections():
    levels = Counter(row["level"] for row in _rows("industries"))
    assert levels == {"group": 522, "section": 19}


def test_manufacturing_value_added_of_2012_is_left_out():
    years = {row["year"] for row in _rows("indicators") if row["indicator_id"] == "manufacturing_value_added"}
    assert years == {str(year) for year in range(2001, 2012)}


def test_two_population_series_stand_side_by_side():
    rows = [row for row in _rows("indicators") if row["indicator_id"] == "population" and row["region_id"] == "04"]
    both = {row["source_id"]: (row["value"], row["rounded_to"]) for row in rows if row["year"] == "2022"}
    assert both == {"mic-ssds": ("2280000", "10000"), "ssdse-b-2025": ("2280000", "1000")}


def test_every_prefecture_has_its_tile_and_no_two_share_one():
    tiles = [(row["tile_row"], row["tile_col"]) for row in _rows("regions") if row["kind"] == "prefecture"]
    assert len(tiles) == len(set(tiles)) == 47


def test_the_ledger_gives_a_reason_for_every_row_that_is_not_used():
    with (ROOT / "data-raw/jp/ledger.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert {line["outcome"] for line in lines} <= {"used", "merged", "refused"}
    assert [line for line in lines if line["outcome"] != "used" and not line["reason"]] == []


def test_one_page_has_one_id_however_its_address_is_written(monkeypatch):
    monkeypatch.syspath_prepend(str(BUILD.parent))
    source_ids = importlib.import_module("steps.source_ids")
    plain = source_ids.source_id_of("https://www.example.go.jp/a/%E5%9C%B0%E5%9F%9F/")
    assert plain == source_ids.source_id_of("http://example.go.jp:80/a/地域#top")
    assert plain.startswith("example.go.jp-")
    assert source_ids.source_id_of("seed:001_6dcd4051a5c98da5.txt") == "seed-001"
    with pytest.raises(ValueError, match="must start with http"):
        source_ids.source_id_of("ftp://example.go.jp/a")


@pytest.mark.parametrize(
    ("line", "lacking"),
    [
        ("    description_ja: 出典のライセンスと利用条件。\n", r"tables\.licences\.description_ja"),
        (", description_ja: 表彰のID。", r"fields\.award_id\.description_ja"),
        ("ja: 文部科学省, ", r"vocabularies\.authority\.MEXT\.ja"),
    ],
)
def test_a_description_without_its_japanese_is_refused(tmp_path, monkeypatch, line, lacking):
    monkeypatch.syspath_prepend(str(BUILD.parent))
    dictionary = importlib.import_module("steps.dictionary")
    text = (PACK / "fields.yml").read_text(encoding="utf-8")
    assert text.count(line) == 1
    (tmp_path / "fields.yml").write_text(text.replace(line, ""), encoding="utf-8")
    with pytest.raises(ValueError, match=f"words are needed in both languages, and these are missing: {lacking}$"):
        dictionary.load_dictionary(tmp_path / "fields.yml")


def test_every_table_and_column_is_described_in_both_languages():
    tables = read_schema(PACK).tables.values()
    described = [*tables, *(field for table in tables for field in table.fields)]
    assert [one.name for one in described if not JAPANESE.search(one.description_ja)] == []
    assert [one.name for one in described if not one.description or JAPANESE.search(one.description)] == []
