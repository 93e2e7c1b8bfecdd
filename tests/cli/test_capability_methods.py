"""``chiiki capability``: methods, options and formats through the command, on tables one can check by hand."""

from __future__ import annotations

import builtins
import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from chiiki import __version__
from chiiki.cli import app, capability
from chiiki.cli.methods import METHODS
from chiiki.cli.tables import writing
from chiiki.errors import InputError, MethodError, MissingExtraError, OutputError, UnknownNameError

runner = CliRunner()

JOBS = """pref,trade,jobs,pop
01,x,30,100
01,y,10,100
02,x,10,50
02,y,30,50
"""

SMALL = {
    "north": (40, 10, 10, 0),
    "east": (10, 40, 0, 10),
    "south": (30, 20, 40, 10),
    "west": (0, 30, 10, 60),
    "isle": (20, 0, 40, 20),
}
"""5 regions by 4 fields; sums of fields 100 each, of regions 60, 60, 100, 100, 80, in all 400."""


def _run(*arguments, stdin=None):
    return runner.invoke(app, ["capability", *arguments], input=stdin)


WHICH = ("--region", "pref", "--field", "trade", "--value", "jobs")


def _small():
    rows = [f"{region},{field},{n}" for region, cells in SMALL.items() for field, n in zip("abcd", cells, strict=True)]
    return "\n".join(["pref,trade,jobs", *rows]) + "\n"


def _rows(result):
    assert result.exception is None, result.exception
    return list(csv.reader(io.StringIO(result.stdout)))


def _records(result):
    assert result.exception is None, result.exception
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_rca_gives_the_ratios_in_long_form_with_labels_as_given():
    assert _rows(_run("rca", "-", *WHICH, stdin=JOBS)) == [
        ["pref", "trade", "amount", "rca", "specialised"],
        ["01", "x", "30.0", "1.5", "true"],
        ["01", "y", "10.0", "0.5", "false"],
        ["02", "x", "10.0", "0.5", "false"],
        ["02", "y", "30.0", "1.5", "true"],
    ]


def test_rca_of_the_small_table_by_hand():
    found = {(row["pref"], row["trade"]): row for row in _records(_run("rca", "-", *WHICH, stdin=_small()))}

    # north has 40 of 60 in a, the country 100 of 400: 2/3 over 1/4
    assert float(found["north", "a"]["rca"]) == pytest.approx(8 / 3, abs=1e-15)
    present = {key for key, row in found.items() if row["specialised"] == "true"}
    assert present == {
        ("north", "a"),
        ("east", "b"),
        ("south", "a"),
        ("south", "c"),
        ("west", "b"),
        ("west", "d"),
        ("isle", "a"),
        ("isle", "c"),
        ("isle", "d"),
    }


def test_proximity_of_the_small_table_by_hand():
    found = {
        (row["trade"], row["other_trade"]): float(row["value"])
        for row in _records(_run("proximity", "-", *WHICH, stdin=_small()))
    }

    assert len(found) == 12
    # south and isle have a and c; a is in three regions, c in two
    assert found["a", "c"] == found["c", "a"] == pytest.approx(2 / 3)
    assert found["b", "d"] == 1 / 2
    assert found["a", "b"] == 0


def test_density_of_the_small_table_by_hand():
    found = {
        (row["pref"], row["trade"]): float(row["density"])
        for row in _records(_run("density", "-", *WHICH, stdin=_small()))
    }

    # d is near a (1/3), b (1/2), c (1/2); south has a and c of these
    assert found["south", "d"] == pytest.approx((1 / 3 + 1 / 2) / (1 / 3 + 1 / 2 + 1 / 2))
    assert len(found) == 20


def test_complexity_lists_regions_then_fields():
    found = _rows(_run("complexity", "-", *WHICH, stdin=_small()))

    assert found[0] == ["kind", "label", "value", "diversity", "ubiquity"]
    assert [row[:2] for row in found[1:]] == [
        *(["region", name] for name in SMALL),
        *(["field", name] for name in "abcd"),
    ]
    assert [row[3:] for row in found[1:6]] == [["1", ""], ["1", ""], ["2", ""], ["2", ""], ["3", ""]]
    assert [row[3:] for row in found[6:]] == [["", "3"], ["", "2"], ["", "2"], ["", "2"]]


@pytest.mark.parametrize(
    ("arguments", "header", "n_rows"),
    [
        (["reflections"], ["kind", "label", "value", "diversity", "ubiquity"], 9),
        (["fitness"], ["kind", "label", "value"], 9),
        (["genepy"], ["pref", "value"], 5),
        (["outlook"], ["pref", "coi"], 5),
        (["outlook", "--option", "gain=yes"], ["pref", "trade", "cog"], 20),
        (["relatedness"], ["trade", "other_trade", "value"], 12),
        (["relatedness", "--option", "measure=correlation"], ["trade", "other_trade", "value"], 12),
        (["rca", "--option", "symmetric=yes"], ["pref", "trade", "amount", "rca", "specialised", "rsca"], 20),
    ],
)
def test_each_method_writes_its_columns(arguments, header, n_rows):
    method, *options = arguments

    found = _rows(_run(method, "-", *WHICH, *options, stdin=_small()))

    assert found[0] == header
    assert len(found) == n_rows + 1


def test_cooccurrence_counts_documents():
    patents = "id,class\n1,x\n1,y\n2,x\n2,y\n2,z\n3,z\n"

    found = _rows(_run("cooccurrence", "-", "--document", "id", "--field", "class", stdin=patents))

    assert found == [
        ["class", "other_class", "value"],
        ["x", "y", "2.0"],
        ["x", "z", "1.0"],
        ["y", "x", "2.0"],
        ["y", "z", "1.0"],
        ["z", "x", "1.0"],
        ["z", "y", "1.0"],
    ]
    lacking = _run("cooccurrence", "-", "--field", "class", stdin=patents)
    assert "needs the column of the document: add --document COL" in str(lacking.exception)


def test_advantage_per_head_takes_the_persons():
    result = _run("rca", "-", *WHICH, "--persons", "pop", "--option", "advantage=per_head", stdin=JOBS)

    # 30 for 100 persons in 01, 40 for 150 in the country
    assert float(_records(result)[0]["rca"]) == pytest.approx(30 / 100 / (40 / 150))


def test_a_column_with_the_name_of_its_role_need_not_be_named():
    named = "region,field,value\n" + JOBS.partition("\n")[2].replace(",100", "").replace(",50", "")

    assert len(_rows(_run("rca", "-", stdin=named))) == 5
    lacking = _run("rca", "-", "--region", "pref", "--field", "trade", stdin=JOBS)
    assert "rca needs the column of the value: add --value COL. standard input has 'pref'" in str(lacking.exception)


def test_periods_are_computed_one_by_one_and_stand_first():
    header, *rows = JOBS.splitlines()
    two = [f"{header},year", *(f"{row},{year}" for year in (2014, 2021) for row in rows)]

    found = _rows(_run("rca", "-", *WHICH, "--time", "year", stdin="\n".join(two)))

    assert found[0] == ["year", "pref", "trade", "amount", "rca", "specialised"]
    assert [row[0] for row in found[1:]] == ["2014"] * 4 + ["2021"] * 4
    one = _run("rca", "-", *WHICH, "--time", "year", "--option", "period=2021", stdin="\n".join(two))
    assert {row[0] for row in _rows(one)[1:]} == {"2021"}


def test_the_row_of_the_country_is_compared_with():
    result = _run("rca", "-", *WHICH, "--option", "reference=00", stdin=JOBS + "00,x,80,\n00,y,20,\n")

    assert {row["pref"] for row in _records(result)} == {"01", "02"}
    assert _records(result)[1]["rca"] == "1.25"


def test_a_table_in_pieces_is_refused_or_read_piece_by_piece():
    pieces = ["pref,trade,jobs"]
    pieces += [f"{region},{field},1" for region, fields in (("p", "abc"), ("q", "ab"), ("r", "a")) for field in fields]
    pieces += ["s,d,1"]
    table = "\n".join(pieces)

    refused = _run("complexity", "-", *WHICH, "--option", "presence=positive", stdin=table)
    assert isinstance(refused.exception, MethodError)
    assert "falls into 2 pieces that share no field" in str(refused.exception)
    assert "Apart from the largest piece stands region 's'; see component=largest" in str(refused.exception)
    for choice in ("largest", "each"):
        found = _run(
            "complexity", "-", *WHICH, "--option", "presence=positive", "--option", f"component={choice}", stdin=table
        )
        values = {row["label"]: row["value"] for row in _records(found)}
        assert values["s"] == values["d"] == ""
        assert "caution (component)" in found.stderr


def test_conventions_are_named_in_the_answer():
    for name in ("ecomplexity", "econcomplex", "atlas"):
        result = _run("density", "-", *WHICH, "--option", f"convention={name}", "--format", "json", stdin=_small())
        assert json.loads(result.stdout)["convention"] == name
    found = _run("density", "-", *WHICH, "--option", "convention=econcomplex", stdin=_small())
    assert max(float(row["density"]) for row in _records(found)) == 100
    refused = _run("fitness", "-", *WHICH, "--option", "convention=atlas", stdin=_small())
    assert "has no fitness" in str(refused.exception)


def test_json_carries_records_settings_cautions_and_version():
    result = _run("rca", "-", *WHICH, "--format", "json", stdin=JOBS.replace("02,x,10,50\n", ""))

    answer = json.loads(result.stdout)
    assert answer["records"][0]["specialised"] is True
    assert answer["records"][2] == {"pref": "02", "trade": "x", "amount": 0.0, "rca": 0.0, "specialised": False}
    assert (answer["method"], answer["convention"], answer["chiiki"]) == ("rca", "chiiki", __version__)
    assert [caution["code"] for caution in answer["cautions"]] == ["absent-is-zero"]
    assert answer["n_rows"] == 4


def test_cells_without_a_number_are_null_in_json():
    result = _run("complexity", "-", *WHICH, "--format", "json", stdin=_small())

    assert json.loads(result.stdout)["records"][0]["ubiquity"] is None


def test_a_table_for_people_is_rounded_and_summed_up_on_stderr():
    result = _run("rca", "-", *WHICH, "--format", "table", stdin=_small())

    assert "north  a      40      2.667   yes" in result.stdout
    assert "convention chiiki" in result.stderr


def test_the_ending_of_the_file_decides_the_format(tmp_path):
    for name in ("out.json", "out.parquet", "out.csv"):
        result = _run("rca", "-", *WHICH, "--out", str(tmp_path / name), stdin=JOBS)
        assert result.exit_code == 0, result.exception
        assert f"{tmp_path / name}: 4 rows" in result.stderr
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["n_rows"] == 4
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column("pref").to_pylist() == ["01", "01", "02", "02"]
    assert json.loads(table.schema.metadata[b"chiiki"])["method"] == "rca"
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("pref,trade,amount")


def test_long_answers_are_written_in_blocks(monkeypatch):
    monkeypatch.setattr(writing, "BLOCK", 7)

    result = _run("rca", "-", *WHICH, stdin=_small())

    assert len(_rows(result)) == 21
    assert "7 of 20 rows" in result.stderr
    assert "20 of 20 rows" in result.stderr


def test_parquet_without_its_extra_says_what_to_add(monkeypatch, tmp_path):
    real = builtins.__import__

    def without(name, *arguments, **more):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    result = _run("rca", "-", *WHICH, "--out", str(tmp_path / "out.parquet"), stdin=JOBS)

    assert isinstance(result.exception, MissingExtraError)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path):
    out = tmp_path / "mine.csv"
    out.write_text("mine", encoding="utf-8")

    refused = _run("rca", "-", *WHICH, "--out", str(out), stdin=JOBS)

    assert isinstance(refused.exception, OutputError)
    assert "exists. Name another file with --out, or replace it with --force" in str(refused.exception)
    assert out.read_text(encoding="utf-8") == "mine"
    assert _run("rca", "-", *WHICH, "--out", str(out), "--force", stdin=JOBS).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("pref,")


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        (["--format", "xml"], InputError, "there is no format 'xml'"),
        (["--format", "parquet"], InputError, "name a file for it with --out"),
        (["--option", "cut"], UnknownNameError, "rca has no option 'cut'. Write --option NAME=VALUE; there are"),
        (["--option", "colour=red"], UnknownNameError, "advantage=rca|per_head"),
        (["--option", "level=high"], InputError, "Allowed: a number"),
        (["--option", "n_draws=1.5"], InputError, "Allowed: a whole number"),
        (["--option", "symmetric=maybe"], InputError, "Allowed: yes|no"),
        (["--option", "duplicates=keep"], InputError, "Allowed: refuse|sum"),
        (["--option", "period="], InputError, "Allowed: a name"),
        (["--option", "symmetric=yes", "--option", "symmetric=no"], InputError, "more than once"),
        (["--option", "convention=ecomplexity", "--option", "symmetric=yes"], InputError, "symmetric is decided by"),
        (["--option", "convention=ecomplexity", "--option", "reference=01"], InputError, "reference is no choice"),
    ],
)
def test_an_option_that_cannot_be_used_is_refused_with_what_is_allowed(arguments, error, told):
    result = _run("rca", "-", *WHICH, *arguments, stdin=JOBS)

    assert isinstance(result.exception, error)
    assert told in str(result.exception)


def test_an_option_may_be_written_with_a_hyphen():
    assert _run("rca", "-", *WHICH, "--option", "drop-empty=yes", stdin=JOBS).exit_code == 0


def test_a_column_that_the_method_does_not_take_is_no_option_of_its_command():
    assert _run("rca", "-", *WHICH, "--parent", "x", stdin=JOBS).exit_code == 2


def test_long_work_says_what_it_is_doing(monkeypatch):
    monkeypatch.setattr(capability, "LONG", 4)

    result = _run("rca", "-", *WHICH, stdin=JOBS)

    assert "standard input: 4 rows read, computing rca" in result.stderr
    assert "writing 4 rows" in result.stderr


@pytest.mark.parametrize("name", METHODS)
def test_the_help_of_a_method_shows_question_columns_options_and_an_example(name):
    method = METHODS[name]

    text = " ".join(runner.invoke(app, ["capability", name, "--help"]).stdout.split())

    assert " ".join(method.question.split()) in text
    assert " ".join(method.columns.split()) in text
    assert f"In use: chiiki capability {name}" in text
    assert [option.name for option in method.all_options if f"{option.name}=" not in text] == []
