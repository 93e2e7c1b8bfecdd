"""Exports: every row, its schema and credits beside it, nothing overwritten or half-written."""

from __future__ import annotations

import csv
import hashlib
import json
import sys

import openpyxl
import pytest

from chiiki.errors import InputError, MissingExtraError, OutputError, UnknownNameError
from chiiki.facts import load_pack
from chiiki.facts.cite import credit_text, reference
from chiiki.facts.export import export_tables
from small_pack import small_tables, write_pack


def test_csv_is_byte_for_byte_the_pack(small_pack, tmp_path):
    written = export_tables(small_pack, tmp_path / "out")

    assert written["designations"] == 4
    assert set(written) == set(small_pack.schema.tables)
    for name, table in small_pack.schema.tables.items():
        assert (tmp_path / "out" / f"{name}.csv").read_bytes() == (small_pack.folder / table.path).read_bytes()


def test_an_exported_folder_is_a_pack_that_can_be_read_again(small_pack, tmp_path):
    export_tables(small_pack, tmp_path / "out")

    again = load_pack(tmp_path / "out")

    assert again.designations == small_pack.designations
    assert again.edition == small_pack.edition


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "parquet"])
def test_every_format_has_every_row_and_states_its_checksum(small_pack, tmp_path, form):
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="needs the extra lake: pip install 'chiiki[lake]'")

    export_tables(small_pack, tmp_path, tables=["employment", "plans"], format=form)

    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        assert _n_rows(tmp_path / resource["path"]) == resource["rows"]
    assert [resource["rows"] for resource in package["resources"]] == [2, 175]
    assert "- employment: 175 of 175 rows" in (tmp_path / "README.md").read_text(encoding="utf-8")


def _n_rows(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.reader(file)) - 1
    if path.suffix == ".json":
        return len(json.loads(path.read_text(encoding="utf-8"))["rows"])
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, read_only=True)
        n_rows = sum(1 for _ in book.active.iter_rows()) - 1
        book.close()
        return n_rows
    import pyarrow.parquet as pq  # noqa: PLC0415 -- an optional extra

    return pq.read_table(path).num_rows


def test_keys_to_tables_that_stay_behind_are_dropped(small_pack, tmp_path):
    export_tables(small_pack, tmp_path, tables=["plans", "plan_concepts"])

    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    assert "foreignKeys" not in schemas["plans"]
    assert [key["reference"]["resource"] for key in schemas["plan-concepts"]["foreignKeys"]] == ["plans"]


@pytest.fixture
def risky_pack(tmp_path):
    tables = small_tables()
    tables["places"][0]["name_en"] = "=1+1"
    tables["places"][1]["name_en"] = "@SUM(A1)"
    return load_pack(write_pack(tmp_path / "risky", tables))


def test_json_keeps_types_and_has_null_for_missing(small_pack, tmp_path):
    export_tables(small_pack, tmp_path, tables=["designations"], format="json")

    found = json.loads((tmp_path / "designations.json").read_text(encoding="utf-8"))
    assert (found["n_rows"], found["n_rows_of_table"], found["edition"]) == (4, 4, "2001.01")
    assert (found["rows"][0]["start_fy"], found["rows"][3]["end_fy"]) == (2002, None)
    assert found["rows"][0]["is_designation"] is True


def test_xlsx_keeps_leading_zeros_and_runs_no_formula(risky_pack, tmp_path):
    export_tables(risky_pack, tmp_path / "out", tables=["regions", "places"], format="xlsx")

    regions = openpyxl.load_workbook(tmp_path / "out" / "regions.xlsx").active
    places = openpyxl.load_workbook(tmp_path / "out" / "places.xlsx").active
    assert [regions["A2"].value, regions["A3"].value] == ["00", "01"]
    assert (places["C2"].value, places["C2"].data_type) == ("=1+1", "s")


def test_csv_for_spreadsheets_has_a_byte_order_mark_and_runs_no_formula(risky_pack, tmp_path):
    export_tables(risky_pack, tmp_path / "out", tables=["places"], bom=True)

    content = (tmp_path / "out" / "places.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    names = [row["name_en"] for row in csv.DictReader(content.decode("utf-8-sig").splitlines())]
    assert names == ["'=1+1", "'@SUM(A1)", "Hei area"]


def test_numbers_below_zero_are_no_formula(tmp_path):
    tables = small_tables()
    tables["regions"][1]["latitude"] = "-40.5"
    export_tables(load_pack(write_pack(tmp_path / "south", tables)), tmp_path / "out", tables=["regions"], bom=True)

    assert ",-40.5," in (tmp_path / "out" / "regions.csv").read_text(encoding="utf-8-sig")


def test_parquet_has_the_types_of_the_schema(small_pack, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra lake: pip install 'chiiki[lake]'")
    export_tables(small_pack, tmp_path, tables=["designations"], format="parquet")

    table = parquet.read_table(tmp_path / "designations.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["designation_id"], types["start_fy"], types["is_designation"]) == ("string", "int64", "bool")
    assert table.column("end_fy").to_pylist() == [2006, 2008, 2006, None]


def test_parquet_without_its_extra_says_how_to_add_it(small_pack, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'chiiki\[lake\]'"):
        export_tables(small_pack, tmp_path / "out", tables=["plans"], format="parquet")
    assert not (tmp_path / "out").exists()


def test_an_earlier_export_is_replaced_and_a_foreign_file_is_not(small_pack, tmp_path):
    export_tables(small_pack, tmp_path, tables=["plans"])
    export_tables(small_pack, tmp_path, tables=["plans"])
    (tmp_path / "places.csv").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match=r"places.csv exists and was not written by an earlier export.*--force"):
        export_tables(small_pack, tmp_path, tables=["plans", "places"])

    assert (tmp_path / "places.csv").read_text(encoding="utf-8") == "mine"
    export_tables(small_pack, tmp_path, tables=["places"], force=True)
    assert (tmp_path / "places.csv").read_text(encoding="utf-8").startswith("place_id")


def test_several_foreign_files_are_counted(small_pack, tmp_path):
    for name in ("plans.csv", "README.md"):
        (tmp_path / name).write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match=r"\(and 1 more\)"):
        export_tables(small_pack, tmp_path, tables=["plans"])


def test_the_descriptor_of_another_program_is_foreign(small_pack, tmp_path):
    (tmp_path / "datapackage.json").write_text('{"generator": "other"}', encoding="utf-8")

    with pytest.raises(OutputError, match=r"datapackage.json exists"):
        export_tables(small_pack, tmp_path, tables=["plans"])


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(small_pack, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(OutputError, match="cannot be written"):
        export_tables(small_pack, tmp_path / "file" / "out", tables=["plans"])

    assert [path.name for path in tmp_path.glob("file*")] == ["file"]


def test_a_write_that_fails_half_way_leaves_no_half_file(small_pack, tmp_path):
    (tmp_path / ".plans.csv.part").mkdir()

    with pytest.raises(OutputError, match="Nothing was left half-written"):
        export_tables(small_pack, tmp_path, tables=["places", "plans"])

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_unknown_formats_and_tables_are_refused(small_pack, tmp_path):
    with pytest.raises(InputError, match=r"'xls' is not known. Allowed: csv, json, xlsx, parquet"):
        export_tables(small_pack, tmp_path, format="xls")
    with pytest.raises(InputError, match="--bom is for CSV"):
        export_tables(small_pack, tmp_path, format="json", bom=True)
    with pytest.raises(UnknownNameError, match="Did you mean plans"):
        export_tables(small_pack, tmp_path, tables=["plan"])


def test_the_credits_name_each_source_with_its_licence_and_doubt(small_pack):
    text = credit_text(small_pack, ["art-report", "art-press", "art-report"])

    assert text.count("`art-report`") == 1
    assert "Credit: Source: (artificial)." in text
    assert "`art-report` (Artificial) Report. (Artificial) Agency. published 2010-03." in text
    assert "Licence: ART-UNCLEAR, not verified." in text


def test_a_source_without_a_title_is_named_by_its_address(small_pack):
    from dataclasses import replace  # noqa: PLC0415 -- used once

    bare = replace(
        small_pack.source("art-report"), title_ja="", title_en="", publisher_en="", publisher_ja="", published_on=""
    )

    assert reference(bare) == "https://example.org/report. accessed 2020-01-02."
    assert reference(replace(bare, accessed_on="", url="")) == "art-report."
