"""``chiiki facts``: what stands on stdout, what is said on stderr, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import InputError, UnknownNameError
from small_pack import seal

runner = CliRunner()


@pytest.fixture
def run(small_pack_folder):
    def invoke(*arguments):
        return runner.invoke(app, ["facts", *arguments, "--pack", str(small_pack_folder)])

    return invoke


def test_check_prints_the_rows_of_each_table_and_the_sum(run):
    result = run("check")

    assert result.exit_code == 0
    assert "designations" in result.stdout
    assert "tables, " in result.stderr
    assert " rows, 0 problems" in result.stderr


def test_check_groups_the_problems_by_file_and_exits_with_1(run, small_pack_folder):
    path = small_pack_folder / "plans.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",20", ",x20"), encoding="utf-8")
    seal(small_pack_folder)

    result = run("check")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "plans.csv: 6 problems"
    assert "  plans.csv, row 2, column start_fy: 'x2001' is not a whole number" in result.stdout
    assert "6 problems" in result.stderr


def test_check_gives_the_problems_as_json(run, small_pack_folder):
    (small_pack_folder / "plans.csv").unlink()

    result = run("check", "--json")

    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)
    assert (problem["file"], problem["row"]) == ("plans.csv", None)
    assert "restore the file" in problem["remedy"].lower()
    assert "1 problem\n" in result.stderr
    assert json.loads(runner.invoke(app, ["facts", "check", "--json", "--pack", "nowhere"]).stdout)


def test_check_takes_the_shipped_pack_by_itself():
    result = runner.invoke(app, ["facts", "check"])

    assert "indicators" in result.stdout
    assert result.exit_code == 0


def test_list_names_the_tables_with_rows_and_title(run):
    result = run("list")

    assert result.stdout.splitlines()[0].split() == ["table", "n_rows", "title"]
    assert "chiiki-artificial 2001.01: " in result.stderr
    assert json.loads(run("list", "--json").stdout)[0] == {"table": "licences", "n_rows": 2, "title": "Licences"}
    assert run("list", "--csv").stdout.startswith("table,n_rows,title\nlicences,2,Licences\n")


def test_show_states_how_many_of_the_rows_are_shown(run):
    result = run("show", "designations", "--where", "programme_id=ART-SEL", "--limit", "1", "--format", "csv")

    assert len(result.stdout.splitlines()) == 2
    assert result.stderr == "designations: 1 of 4 rows; 3 fit, --limit 1 leaves out the rest\n"
    assert run("show", "designations").stderr.endswith("designations: 4 of 4 rows\n")


def test_show_gives_json_with_sources(run):
    (row,) = json.loads(run("show", "plan_concepts", "--sources", "--format", "json").stdout)

    assert row["is_regional"] is True
    assert row["source_licence"] == "ART-OPEN"


def test_a_table_for_people_says_that_it_shortens_long_cells(run):
    result = run("show", "sources", "--column", "url", "--column", "title_ja")
    assert "shortened" not in result.stderr

    wide = run("show", "indicator_definitions", "--column", "name_ja", "--column", "name_en")
    assert "…" in wide.stdout
    assert "long cells are shortened here (…); --format csv or json has them whole" in wide.stderr


def test_export_names_the_files_and_the_rows(run, tmp_path):
    result = run("export", "--table", "plans", "--format", "json", "--out", str(tmp_path / "out"))

    assert result.stdout == f"{tmp_path / 'out' / 'plans.json'}\n"
    assert result.stderr == "1 of 1  plans: 2 of 2 rows\n"


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        (["show", "plan"], UnknownNameError, "Did you mean plans"),
        (["show", "plans", "--format", "xml"], InputError, "choose from table, csv, json"),
        (["show", "plans", "--where", "x"], InputError, "Write FIELD=VALUE"),
        (["export", "--out", "x", "--format", "xml"], InputError, "Allowed: csv, json, xlsx, parquet"),
    ],
)
def test_input_that_cannot_be_used_is_refused(run, arguments, error, told):
    result = run(*arguments)

    assert isinstance(result.exception, error)
    assert told in str(result.exception)


def _chiiki(*arguments, **environ):
    command = [sys.executable, "-c", "from chiiki.cli import main; main()", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, encoding="utf-8", env=os.environ | environ, timeout=60
    )


def test_an_error_is_one_plain_line_on_stderr_with_its_exit_code(small_pack_folder, tmp_path):
    pack = ("--pack", str(small_pack_folder))
    unknown = _chiiki("facts", "show", "plan", *pack)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr.startswith("error: the pack has no table 'plan'.")
    assert "\x1b" not in unknown.stderr

    (tmp_path / "plans.csv").write_text("mine", encoding="utf-8")
    foreign = _chiiki("facts", "export", "--table", "plans", "--out", str(tmp_path), *pack)
    assert foreign.returncode == 3

    damaged = _chiiki("facts", "list", "--pack", str(tmp_path))
    assert damaged.returncode == 1
    assert "is not a facts pack" in damaged.stderr


def test_a_mistyped_command_gets_the_nearest_and_exit_code_2():
    result = _chiiki("facs")

    assert result.returncode == 2
    assert "Did you mean 'facts'?" in result.stderr


def test_the_version_and_the_help_need_no_pack():
    assert _chiiki("--version").stdout.startswith("chiiki ")
    told = _chiiki("--help").stdout
    assert told.index("Examples:") < told.index("Options:")
    assert "Exit codes:" in told


@pytest.mark.parametrize("command", [["facts"], ["facts", "--help"]])
def test_the_help_of_the_group_begins_with_examples(command):
    told = _chiiki(*command)

    assert "chiiki facts show designations" in told.stdout + told.stderr


def test_only_typer_is_imported_to_show_a_help_page():
    code = (
        "import sys\nimport chiiki.cli\n"
        "heavy = {'numpy', 'openpyxl', 'rich', 'typst', 'vl_convert', 'pyarrow'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert result.stdout == "[]\n"


def test_a_reader_that_goes_away_is_no_error_worth_words():
    command = [sys.executable, "-c", "from chiiki.cli import main; main()", "facts", "show", "indicators", "-f", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read().decode()
        process.wait(timeout=60)

    assert "Traceback" not in told
    assert "Exception ignored" not in told
