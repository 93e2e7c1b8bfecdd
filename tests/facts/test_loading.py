"""Loading a pack: records, lookups, and what is refused on first use."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass

import pytest

from chiiki.errors import PackError, UnknownNameError
from chiiki.facts import load_pack
from chiiki.facts.check import check_pack
from chiiki.facts.pack import Pack, record_types
from chiiki.facts.schema import read_schema
from small_pack import seal, write_descriptor

UNKNOWN_TYPE = b"""{"version": "1", "resources": [
    {"name": "a", "path": "a.csv", "schema": {"fields": [{"name": "x", "type": "t"}]}}
]}"""
KINDS = {"string": "str", "date": "str", "year": "int", "integer": "int", "number": "float", "boolean": "bool"}


def test_a_record_has_the_types_of_its_table(small_pack):
    first = small_pack.designations[0]

    assert (first.designation_id, first.start_fy, first.is_designation, first.caution_ids) == (
        "art-ko-1",
        2002,
        True,
        (),
    )
    assert small_pack.designations[3].end_fy is None
    assert small_pack.budgets[0].caution_ids == ("approximate",)
    assert small_pack.outcomes[2].value is None
    assert small_pack.regions[1].latitude == 40.5


def test_a_table_is_read_once(small_pack, small_pack_folder):
    before = small_pack.plans
    (small_pack_folder / "plans.csv").unlink()

    assert small_pack.plans is before


def test_a_record_cannot_be_changed(small_pack):
    with pytest.raises(AttributeError):
        small_pack.plans[0].plan_id = "x"


def test_every_table_of_the_shipped_pack_has_its_record(jp_pack):
    types = record_types()

    assert set(jp_pack.schema.tables) == set(types)
    for name, record in types.items():
        assert is_dataclass(record)
        assert list(jp_pack.schema.tables[name].columns) == [field.name for field in fields(record)], name


def test_the_records_have_the_types_that_the_dictionary_states(jp_pack):
    for name, record in record_types().items():
        stated = {field.name: field for field in jp_pack.schema.tables[name].fields}
        for field in fields(record):
            wanted = "tuple[str, ...]" if stated[field.name].separator else KINDS[stated[field.name].type]
            assert field.type.removesuffix(" | None") == wanted, (name, field.name)
            if field.type == "int":
                assert stated[field.name].is_required, (name, field.name)


def test_every_table_of_the_shipped_pack_is_read(jp_pack):
    n_rows = {name: len(getattr(jp_pack, name)) for name in record_types()}

    assert n_rows["indicators"] == 15_649
    assert n_rows["employment_groups"] == 20_146
    assert sum(region.kind == "prefecture" for region in jp_pack.regions) == 47


def test_the_pack_says_what_it_is(small_pack):
    assert small_pack.name == "chiiki-artificial"
    assert small_pack.edition == "2001.01"
    assert len(small_pack.as_of) == len("2026-11-20")
    assert Pack.plans.record.__name__ == "Plan"


def test_rows_are_found_by_id_and_codes_get_their_labels(small_pack):
    assert small_pack.programme("ART-SEL").start_fy == 2002
    assert small_pack.designation("art-ko-1").place_id == "art-place-ko"
    assert small_pack.place("art-place-ko").name_en == "Ko area"
    assert small_pack.region("01").name_ja == "甲県"
    assert small_pack.source("art-report").licence_id == "ART-OPEN"
    assert small_pack.industry("011").section == "A"
    assert small_pack.outcome_indicator("patents_domestic").unit == "patents"
    assert small_pack.licence("ART-OPEN").allows_reuse == "yes"
    assert (small_pack.label("unit", "persons", "ja"), small_pack.label("unit", "persons", "en")) == ("人", "persons")


def test_an_unknown_id_gets_the_nearest(small_pack):
    with pytest.raises(UnknownNameError, match=r"no programme 'ART-SEK'. Did you mean ART-SEL"):
        small_pack.programme("ART-SEK")
    with pytest.raises(UnknownNameError, match=r"no source '§'\.$"):
        small_pack.source("§")


def test_a_damaged_table_is_refused_on_first_use_with_row_and_remedy(small_pack_folder):
    path = small_pack_folder / "plans.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2001,", ",soon,"), encoding="utf-8")
    seal(small_pack_folder)
    pack = load_pack(small_pack_folder)

    assert pack.regions
    with pytest.raises(PackError, match=r"plans.csv, row 2, column start_fy: 'soon' is not a whole number.*rebuild"):
        _ = pack.plans


def test_many_problems_are_counted_and_five_are_named(small_pack_folder):
    path = small_pack_folder / "employment.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2014,", ",soon,"), encoding="utf-8")
    seal(small_pack_folder)

    with pytest.raises(PackError) as refused:
        _ = load_pack(small_pack_folder).employment

    lines = str(refused.value).splitlines()
    assert len(lines) == 6
    assert lines[-1].startswith("… and 80 more problems")


def test_an_edited_table_is_refused(small_pack_folder):
    path = small_pack_folder / "plans.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("第1期", "第一期"), encoding="utf-8")

    with pytest.raises(PackError, match=r"plans.csv: the file was edited after the pack was built: its sha256 is"):
        _ = load_pack(small_pack_folder).plans


def test_a_pack_for_another_version_is_refused_by_table_and_by_column(small_pack_folder):
    package = json.loads((small_pack_folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] != "awards"]
    for resource in package["resources"]:
        if resource["name"] == "events":
            for field in resource["schema"]["fields"]:
                field["name"] = field["name"].replace("held_on", "took_place_on")
    write_descriptor(small_pack_folder, package)
    events = small_pack_folder / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("held_on", "took_place_on"), encoding="utf-8")
    seal(small_pack_folder)
    pack = load_pack(small_pack_folder)

    with pytest.raises(PackError, match=r"has no table 'awards'.*built for this version"):
        _ = pack.awards
    with pytest.raises(PackError, match=r"events.csv lacks the column held_on"):
        _ = pack.events


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "is not JSON in UTF-8"),
        (b"\xff", "is not JSON in UTF-8"),
        (b"[]", "holds a list"),
        (b"{}", "the property 'version' is missing"),
        (b'{"version": "1", "resources": [{"name": "a"}]}', "the property 'schema' is missing"),
        (UNKNOWN_TYPE, "has the type 't'; allowed: string, integer"),
    ],
)
def test_a_damaged_descriptor_is_refused(tmp_path, content, told):
    (tmp_path / "datapackage.json").write_bytes(content)

    with pytest.raises(PackError, match=told):
        load_pack(tmp_path)


def test_a_folder_without_a_descriptor_is_no_pack(tmp_path):
    with pytest.raises(PackError, match=r"is not a facts pack: datapackage.json is missing. Give the folder"):
        load_pack(tmp_path)


def test_a_descriptor_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "datapackage.json").mkdir()

    with pytest.raises(PackError, match="cannot be read"):
        load_pack(tmp_path)


def test_a_table_that_is_a_folder_is_refused(small_pack_folder):
    (small_pack_folder / "plans.csv").unlink()
    (small_pack_folder / "plans.csv").mkdir()

    with pytest.raises(PackError, match=r"plans.csv: the file cannot be read"):
        _ = load_pack(small_pack_folder).plans


def test_a_self_reference_and_hyphens_in_resource_names_are_understood(small_pack_folder):
    schema = read_schema(small_pack_folder)

    assert "plan_concepts" in schema.tables
    assert any(key.table == "regions" for key in schema.tables["regions"].foreign_keys)
    assert schema.tables["plans"].title


def test_a_region_around_itself_dangles_like_any_other(small_pack_folder):
    path = small_pack_folder / "regions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("こうけん,00", "こうけん,99"), encoding="utf-8")
    seal(small_pack_folder)

    (problem,) = check_pack(small_pack_folder).problems

    assert (problem.column, problem.value) == ("parent_id", "99")
