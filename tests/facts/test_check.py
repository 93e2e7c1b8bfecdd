"""The check: a sound pack passes, each kind of damage is named with place and remedy."""

from __future__ import annotations

import json

import pytest

from chiiki.facts.check import check_pack
from chiiki.facts.pack import SHIPPED
from chiiki.facts.read import read_table
from chiiki.facts.schema import read_schema
from chiiki.facts.sheets import Sheets
from small_pack import seal, write_descriptor


def _replace(old, new, *, n=1):
    def damage(path):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, n), encoding="utf-8", newline="")

    return damage


def _bytes(change):
    def damage(path):
        path.write_bytes(change(path.read_bytes()))

    return damage


def _swap_header(path):
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    first, second, *others = header.split(",")
    path.write_text(",".join([second, first, *others]) + "\n" + rest, encoding="utf-8", newline="")


def _drop_last_cell(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[2] = lines[2].rsplit(",", 1)[0]
    path.write_text("\n".join(lines), encoding="utf-8", newline="")


def _repeat_first_row(path):
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.split("\n")[1] + "\n", encoding="utf-8", newline="")


# file, damage, row, column, and what the message says
DAMAGES = {
    "a missing file": ("plans.csv", lambda path: path.unlink(), None, "", "is missing"),
    "an empty file": ("plans.csv", _bytes(lambda _: b""), 1, "", "the file is empty"),
    "cp932": (
        "plans.csv",
        _bytes(lambda content: content.decode().replace("（架空）", "架空").encode("cp932")),
        2,
        "",
        "looks like cp932 (Shift_JIS)",
    ),
    "utf-16": ("plans.csv", _bytes(lambda content: content.decode().encode("utf-16")), 1, "", "looks like UTF-16"),
    "latin-1": ("plans.csv", _bytes(lambda content: content + b"\xff\xa0\n"), 4, "", "(0xff) is not UTF-8."),
    "a byte order mark": ("plans.csv", _bytes(lambda content: b"\xef\xbb\xbf" + content), None, "", "byte order mark"),
    "a swapped header": ("plans.csv", _swap_header, 1, "ordinal", "columns have changed places"),
    "an unknown header": ("plans.csv", _replace("start_fy", "begin"), 1, "begin", "expected 'start_fy'"),
    "a further column": ("plans.csv", _replace("locator", "locator,more"), 1, "more", "expected no further column"),
    "a cut row": ("plans.csv", _drop_last_cell, 3, "source_id", "12 cells, fewer than the 13"),
    "a long row": ("plans.csv", _replace("decided,art", "decided,x,art"), 2, "locator", "14 cells, more than the 13"),
    "a stray quote": ("plans.csv", _replace("ART-PLAN1,1", '"ART-PLAN1"x,1'), None, "", "stray quote"),
    "text for a number": ("plans.csv", _replace(",2001,", ",soon,"), 2, "start_fy", "'soon' is not a whole number"),
    "full-width digits": ("plans.csv", _replace(",2001,", ",２００１,"), 2, "start_fy", "is not a whole number"),
    "a decimal comma": ("outcomes.csv", _replace(",30,", ',"30,5",'), 2, "value", "'30,5' is not a number"),
    "a year out of range": ("plans.csv", _replace(",2001,", ",201,"), 2, "start_fy", "'201' is below the minimum"),
    "a year far ahead": ("plans.csv", _replace(",2005,", ",20005,"), 2, "end_fy", "'20005' is above the maximum"),
    "no boolean": (
        "designations.csv",
        _replace(",true,", ",yes,"),
        2,
        "is_designation",
        "'yes' is not 'true' or 'false'",
    ),
    "a code outside the list": ("plans.csv", _replace(",decided,", ",final,"), 2, "status", "'final' is not one of"),
    "a unit outside the list": ("outcomes.csv", _replace(",patents,", ",pieces,"), 2, "unit", "'pieces' is not one of"),
    "an unknown caution": (
        "budgets.csv",
        _replace(",approximate\n", ",approximate;roughly\n"),
        2,
        "caution_ids",
        "'roughly' is not one of",
    ),
    "an empty caution": (
        "budgets.csv",
        _replace(",approximate\n", ",approximate;\n"),
        2,
        "caution_ids",
        "list of codes",
    ),
    "an empty cell": ("plans.csv", _replace("（架空）第1期計画", ""), 2, "name_ja", "the cell is empty"),
    "a trailing space": ("places.csv", _replace("Ko area", "Ko area "), 2, "name_en", "begins or ends with a space"),
    "an empty locator": ("plans.csv", _replace("p. 1 table 1", ""), 2, "locator", "the cell is empty"),
    "a duplicate id": ("plans.csv", _repeat_first_row, 4, "plan_id", "'ART-PLAN1' stands already in row 2"),
    "a dangling key": ("designations.csv", _replace(",ART-SEL,", ",ART-LOST,"), 2, "programme_id", "not in programmes"),
    "a missing source": ("plans.csv", _replace("art-report", "art-lost"), 2, "source_id", "not in sources"),
    "a lost subject": ("budgets.csv", _replace("ART-SEL", "ART-LOST"), 2, "subject_id", "no programme has the id"),
    "a citation of no table": ("citations.csv", _replace("designations", "sites"), 2, "table", "no table 'sites'"),
    "a citation of no row": ("citations.csv", _replace("art-ko-1", "art-ko-9"), 2, "row_id", "no row 'art-ko-9'"),
    "a reversed span": ("designations.csv", _replace("2002,2006", "2006,2002"), 2, "end_fy", "before it begins"),
    "overlapping plans": ("plans.csv", _replace("2001,2005", "2001,2006"), 3, "start_fy", "row 2 runs until 2006"),
    "a value left out": ("outcomes.csv", _replace(",30,", ",,"), 2, "value", "does not say why"),
    "a value and a reason": (
        "outcomes.csv",
        _replace(",,patents", ",7,patents"),
        4,
        "missing",
        "among value",
    ),
    "a grade and a reason": (
        "evaluations.csv",
        _replace("2007,final,,", "2007,final,B,"),
        3,
        "missing",
        "no cell is empty among grade",
    ),
    "a total that fails": ("checks.csv", _replace("42", "43"), 2, "expected", "30 + 12 = 42"),
    "a total of other units": (
        "checks.csv",
        _replace("42,patents", "42,articles"),
        2,
        "expected",
        "parts are in patents",
    ),
    "a total over mixed periods": ("outcomes.csv", _replace("2002,2008", "2002,2007"), 2, "expected", "differ in unit"),
    "a total of nothing": ("check_parts.csv", _replace("art-out-2", "art-out-3"), 2, "expected", "has no value"),
    "a count that fails": ("coverage.csv", _replace(",3,", ",2,"), 2, "n_found", "has 3 rows of ART-SEL"),
    "years beyond the count": ("coverage_years.csv", _replace(",2,", ",9,"), 2, "n_found", "coverage_years counts 10"),
    "another unit": (
        "indicators.csv",
        _replace("2022,universities,,1000,schools", "2022,universities,,1000,persons"),
        None,
        "unit",
        "counted in 'schools'",
    ),
    "more jobs than the nation": (
        "employment_groups.csv",
        _replace("00,2014,011,500", "00,2014,011,300"),
        2,
        "persons",
        "add up to 400 persons",
    ),
    "two preferred statements": (
        "disagreements.csv",
        _replace("false", "true"),
        2,
        "is_preferred",
        "2 of them preferred",
    ),
}
ELSEWHERE = {"outcomes.csv": "checks.csv", "check_parts.csv": "checks.csv", "coverage_years.csv": "coverage.csv"}
LATER = {"a total over mixed periods", "a total of nothing", "years beyond the count"}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_with_file_row_column_and_cause(small_pack_folder, name):
    file, damage, row, column, cause = DAMAGES[name]
    damage(small_pack_folder / file)
    if (small_pack_folder / file).exists():
        seal(small_pack_folder)
    reported = ELSEWHERE[file] if name in LATER else file

    problems = check_pack(small_pack_folder).problems

    found = [p for p in problems if p.file == reported and cause in p.what and p.column == column]
    assert found, "\n".join(map(str, problems))
    assert row is None or row in {p.row for p in found}
    assert all(p.remedy for p in found)


def test_an_edited_file_is_named_even_where_its_cells_are_fine(small_pack_folder):
    _replace("第1期", "第一期")(small_pack_folder / "plans.csv")

    (problem,) = check_pack(small_pack_folder).problems

    assert problem.file == "plans.csv"
    assert "edited after the pack was built" in str(problem)
    assert "rebuild the pack" in str(problem)


def test_all_problems_are_collected_and_not_only_the_first(small_pack_folder):
    _replace(",2001,", ",soon,")(small_pack_folder / "plans.csv")
    _replace(",ART-SEL,", ",ART-LOST,", n=3)(small_pack_folder / "designations.csv")
    _swap_header(small_pack_folder / "places.csv")
    seal(small_pack_folder)

    files = [problem.file for problem in check_pack(small_pack_folder).problems]

    assert files.count("designations.csv") == 3
    assert {"plans.csv", "places.csv"} <= set(files)


def test_a_table_that_cannot_be_read_does_not_make_its_neighbours_dangle(small_pack_folder):
    _swap_header(small_pack_folder / "sources.csv")
    seal(small_pack_folder)

    problems = check_pack(small_pack_folder).problems

    assert [problem.file for problem in problems] == ["sources.csv"]


def test_the_artificial_pack_is_sound(small_pack_folder):
    report = check_pack(small_pack_folder)

    assert report.problems == ()
    assert report.edition == "2001.01"
    assert report.n_rows["designations"] == 4


def test_a_descriptor_without_a_table_or_a_column_is_named(small_pack_folder):
    package = json.loads((small_pack_folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] != "awards"]
    for resource in package["resources"]:
        if resource["name"] == "events":
            resource["schema"]["fields"] = [f for f in resource["schema"]["fields"] if f["name"] != "held_on"]
    write_descriptor(small_pack_folder, package)

    told = "\n".join(str(problem) for problem in check_pack(small_pack_folder).problems)

    assert "the table 'awards' is not listed. Use a pack that was built for this version" in told
    assert "column held_on: the table 'events' lacks the column." in told


def test_a_table_without_a_stated_key_still_has_its_sources_checked(small_pack_folder):
    package = json.loads((small_pack_folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "plans":
            resource["schema"].pop("foreignKeys")
            resource["schema"].pop("primaryKey")
    write_descriptor(small_pack_folder, package)
    _replace("art-report", "art-lost")(small_pack_folder / "plans.csv")
    seal(small_pack_folder)

    (problem,) = check_pack(small_pack_folder).problems

    assert (problem.column, problem.value) == ("source_id", "art-lost")


def test_a_place_in_the_source_is_needed_even_where_the_dictionary_forgot_it(small_pack_folder):
    package = json.loads((small_pack_folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            if resource["name"] == "plans" and field["name"] == "locator":
                field["constraints"] = {}
    write_descriptor(small_pack_folder, package)
    _replace("p. 1 table 1", "")(small_pack_folder / "plans.csv")
    seal(small_pack_folder)

    (problem,) = check_pack(small_pack_folder).problems

    assert (problem.row, problem.column) == (2, "locator")
    assert "page where the whole page is the place" in problem.what


def test_a_group_of_plans_is_a_subject_too(small_pack_folder):
    _replace("programme,ART-SEL", "group,PLANS-1-2")(small_pack_folder / "budgets.csv")
    seal(small_pack_folder)

    assert check_pack(small_pack_folder).problems == ()


def test_a_statement_that_stands_alone_is_no_disagreement(small_pack_folder):
    path = small_pack_folder / "disagreements.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    seal(small_pack_folder)

    (problem,) = check_pack(small_pack_folder).problems

    assert "has 1 statements, 1 of them preferred" in problem.what


def test_rules_leave_out_what_the_pack_does_not_have(small_pack_folder):
    schema = read_schema(small_pack_folder)
    sheets = Sheets(schema, {"plans": read_table(small_pack_folder, schema.tables["plans"])})

    assert list(sheets.rows("awards", "fy")) == []
    assert list(sheets.rows("plans", "fy")) == []
    assert sheets.keys("awards", "fy") == set()
    assert not sheets.has("awards")


def test_a_folder_that_is_no_pack_is_one_problem(tmp_path):
    (problem,) = check_pack(tmp_path).problems

    assert "is not a facts pack: datapackage.json is missing" in str(problem)


def test_the_shipped_pack_passes():
    report = check_pack(SHIPPED)

    assert [str(problem) for problem in report.problems] == []
    assert report.n_rows["indicators"] == 15_649
