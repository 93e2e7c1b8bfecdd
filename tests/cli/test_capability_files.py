"""``chiiki capability``: files that cannot be used are refused with file, row, column and remedy; others are read."""

from __future__ import annotations

import builtins
import csv
import io
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.cli.tables import reading
from chiiki.errors import InputError, MethodError, MissingExtraError, MissingValueError, UnknownNameError

runner = CliRunner()

JOBS = "pref,trade,jobs\n01,x,30\n01,y,10\n02,x,10\n02,y,30\n"
CELLS = [["pref", "trade", "jobs"], ["01", "x", 30], ["01", "y", 10], ["02", "x", 10], ["02", "y", 30]]
RCA = ["1.5", "0.5", "0.5", "1.5"]
WHICH = ("--region", "pref", "--field", "trade", "--value", "jobs")


def _run(path, *arguments, stdin=None):
    return runner.invoke(app, ["capability", "rca", str(path), *WHICH, *arguments], input=stdin)


def _written(tmp_path, content, name="jobs.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def _book(tmp_path, rows, *, name="jobs.xlsx", second=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in (second or {}).items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    book.save(tmp_path / name)
    return tmp_path / name


def _ratios(result):
    assert result.exception is None, result.exception
    return [row["rca"] for row in csv.DictReader(io.StringIO(result.stdout))]


@pytest.mark.parametrize(
    "content",
    [
        JOBS,
        "\ufeff" + JOBS,
        JOBS.replace("\n", "\r\n"),
        JOBS.replace("01,x,30", '"01","x","30"') + "\n\n",
        JOBS.replace("jobs\n", "jobs,\n").replace("0\n", "0,\n"),
    ],
    ids=["plain", "byte order mark", "Windows", "quotes and blank lines", "an unnamed column"],
)
def test_csv_is_read_however_it_is_written(tmp_path, content):
    result = _run(_written(tmp_path, content))

    assert _ratios(result) == RCA
    assert result.stderr == ""


@pytest.mark.parametrize("name", ["jobs.tsv", "jobs.txt"])
def test_tabs_are_read_by_the_ending(tmp_path, name):
    assert _ratios(_run(_written(tmp_path, JOBS.replace(",", "\t"), name))) == RCA


def test_standard_input_is_csv():
    assert _ratios(_run("-", stdin=JOBS)) == RCA
    assert "standard input, row 3, column 'jobs'" in str(_run("-", stdin=JOBS.replace("10", "ten")).exception)


def test_cp932_is_read_and_said(tmp_path):
    content = JOBS.replace("01", "北海道").encode("cp932")

    result = _run(_written(tmp_path, content))

    assert _ratios(result) == RCA
    assert "北海道,x,30.0" in result.stdout
    assert "caution (encoding): jobs.csv is not UTF-8 and was read as cp932" in result.stderr


@pytest.mark.parametrize(
    ("content", "error", "told"),
    [
        ("", InputError, r"jobs.csv is empty \(0 bytes\)"),
        ("\n", InputError, "row 1: the header is empty"),
        ("pref,trade,jobs\n", InputError, "jobs.csv has a header and no rows below it"),
        ("pref,trade,pref\n01,x,1\n", InputError, "row 1: columns 1 and 3 are both called 'pref'"),
        (JOBS.replace("02,x,10", "02,x"), InputError, "row 4: 2 cells under 3 columns"),
        (JOBS.replace("x,10", "x,1,000").replace("y,10", "y,2,000"), InputError, "row 3: 4 cells.*and so have 1 more"),
        (JOBS.replace(",", ";"), InputError, "cells are separated by ;. Save it with commas"),
        (JOBS.replace(",", "\t"), InputError, "cells are separated by tab. Save it with commas"),
        (JOBS + '"02,z', InputError, "line 6: the text is no CSV.*Close every quote"),
        (JOBS.replace("jobs", "job"), InputError, "rca needs|no column 'jobs'. Did you mean 'job'"),
        (JOBS.encode("utf-16"), InputError, "is not CSV but text in UTF-16"),
        (b"PK\x03\x04etc", InputError, "is not CSV but an Excel or zip file"),
        (b"\xff\xff\x81\n", InputError, r"line 1: the text is neither UTF-8 nor cp932"),
        (JOBS.replace("10", "1,234").replace("1,234", '"1,234"'), InputError, r"row 3, column 'jobs': '1,234' is no"),
        (JOBS.replace(",30", ",３０"), InputError, "row 2, column 'jobs': '３０' is no number. Write 30"),
        (JOBS.replace(",30", ",…"), InputError, "'…' is no number but a mark"),
        (JOBS.replace(",30", ",x"), InputError, "'x' is no number but a mark"),
        (JOBS.replace(",30", ",-"), InputError, "'-' is no number but a mark"),
        (JOBS.replace(",30", ",=B2"), InputError, "row 2, column 'jobs': '=B2' is no number but a formula"),
        (JOBS.replace(",30", ",-30"), InputError, "row 2; jobs.csv, row 5: column 'jobs' is -30"),
        (JOBS.replace(",30", ",inf"), InputError, "'inf' is no number"),
        (JOBS.replace(",30", ",nan"), InputError, "'nan' is no number but a mark"),
        (JOBS.replace(",30", ","), MissingValueError, "row 2; jobs.csv, row 5: column 'jobs' is empty"),
        (JOBS.replace("02,x", ",x"), MissingValueError, "row 4: column 'pref' is empty"),
        (JOBS + "01,x,5\n", InputError, r"jobs.csv, row 2 and jobs.csv, row 6 have the same region and field"),
        (JOBS + "03,x,0\n03,y,0\n", InputError, r"region '03' \(column 'pref'\).*drop_empty=yes"),
        ("pref,trade,jobs\n01,x,1\n01,y,2\n", MethodError, "'pref' has 1 region: '01'"),
        ("pref,trade,jobs\n01,x,1\n02,x,2\n", MethodError, "'trade' has 1 field: 'x'"),
        (JOBS.replace("jobs", "rca"), UnknownNameError, "no column 'jobs'"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_row_column_and_remedy(tmp_path, content, error, told):
    result = _run(_written(tmp_path, content))

    assert isinstance(result.exception, error)
    with pytest.raises(error, match=told):
        raise result.exception


@pytest.mark.parametrize(
    ("name", "told"),
    [("nowhere.csv", "there is no file"), (".", "there is no file"), ("old.xls", "is an .xls file, which is not read")],
)
def test_what_is_no_file_is_refused(tmp_path, name, told):
    _written(tmp_path, "x", "old.xls")

    result = _run(tmp_path / name)

    assert isinstance(result.exception, InputError)
    assert told in str(result.exception)


def test_a_file_too_large_for_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 10)

    assert "jobs.csv has more than 10 bytes" in str(_run(_written(tmp_path, JOBS)).exception)
    assert "standard input has more than 10 bytes" in str(_run("-", stdin=JOBS).exception)


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    path = _written(tmp_path, JOBS)

    def refuse(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading.Path, "read_bytes", refuse)

    assert "cannot be read (Permission denied)" in str(_run(path).exception)


def test_rows_of_a_pair_can_be_summed_and_empty_ones_dropped(tmp_path):
    content = JOBS.replace("01,x,30", "01,x,20\n01,x,10") + "03,x,0\n03,y,0\n"

    result = _run(_written(tmp_path, content), "--option", "duplicates=sum", "--option", "drop_empty=yes")

    assert _ratios(result) == RCA
    assert "caution (duplicates-summed): 1 pairs" in result.stderr
    assert "caution (empty-dropped): dropped, since without any amount: region '03'" in result.stderr


def test_labels_that_look_damaged_are_kept_and_said(tmp_path):
    content = JOBS.replace("01,", "1,").replace("02,", "13,").replace(",x,", ",=x,")

    result = _run(_written(tmp_path, content))

    assert "\n1,=x,30.0" in result.stdout
    assert "caution (lost-zeros)" in result.stderr
    assert "caution (formula-label)" in result.stderr


def test_a_pair_without_a_row_is_zero_and_counted(tmp_path):
    result = _run(_written(tmp_path, JOBS.replace("02,x,10\n", "")))

    assert "02,x,0.0,0.0,false" in result.stdout
    assert "caution (absent-is-zero): 1 of 4 pairs" in result.stderr


def test_excel_is_read_with_codes_as_they_are(tmp_path):
    result = _run(_book(tmp_path, CELLS))

    assert _ratios(result) == RCA
    assert result.stdout.splitlines()[1].startswith("01,x,")


def test_another_sheet_can_be_named(tmp_path):
    path = _book(tmp_path, [["nothing here"]], second={"jobs": [[None], *CELLS]})

    assert _ratios(_run(path, "--option", "sheet=jobs")) == RCA
    assert "has no sheet 'job'. It has 'Sheet', 'jobs'" in str(_run(path, "--option", "sheet=job").exception)
    assert "is for Excel files" in str(_run("-", "--option", "sheet=jobs", stdin=JOBS).exception)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "has no cells in the sheet"),
        (CELLS[:1], "has a header and no rows"),
        ([["pref", "pref", "jobs"], *CELLS[1:]], "columns 1 and 2 are both called 'pref'"),
        (
            [*CELLS[:4], ["02", "y", "30 jobs"]],
            "jobs.xlsx, row 5, column 'jobs': '30 jobs' is no number but text",
        ),
        ([*CELLS[:4], ["02", "y", None]], "jobs.xlsx, row 5: column 'jobs' is empty"),
        ([*CELLS[:4], [2, "y", 30]], "jobs.xlsx, row 5, column 'pref': 2 is no label"),
        ([*CELLS[:4], ["02", "y", "=C2"]], "jobs.xlsx: cell C5 holds a formula without a stored value"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused(tmp_path, rows, told):
    result = _run(_book(tmp_path, rows))

    assert isinstance(result.exception, InputError)
    assert told in str(result.exception)


def _with_stored_value(path):
    """Give the formula in C5 the value that a spreadsheet would have stored."""
    parts = {}
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<f>C2</f><v></v>", b"<f>C2</f><v>30</v>").replace(
        b"<f>C2</f><v />", b"<f>C2</f><v>30</v>"
    )
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def test_the_stored_value_of_a_formula_is_used_and_said(tmp_path):
    path = _with_stored_value(_book(tmp_path, [*CELLS[:4], ["02", "y", "=C2"]]))

    result = _run(path)

    assert _ratios(result) == RCA
    assert (
        "caution (formula-value): jobs.xlsx: cell C5 holds a formula; the value that was last stored is used"
        in result.stderr
    )


def test_what_is_no_workbook_or_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    assert "is no Excel file" in str(_run(_written(tmp_path, "text", "jobs.xlsx")).exception)
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as book:
        book.writestr("a", "b")
    assert "is no Excel file" in str(_run(tmp_path / "other.xlsx").exception)
    monkeypatch.setattr("chiiki.cli.tables.excel.MOST_UNPACKED", 100)
    assert "unpacks to " in str(_run(_book(tmp_path, CELLS)).exception)


def test_parquet_is_read(tmp_path):
    path = tmp_path / "jobs.parquet"
    header, *rows = CELLS
    pq.write_table(pa.table(dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))), path)

    assert _ratios(_run(path)) == RCA
    assert "is no Parquet file" in str(_run(_written(tmp_path, "text", "b.parquet")).exception)
    pq.write_table(pa.table({"pref": ["01", None], "trade": ["x", "y"], "jobs": [1, 2]}), path)
    assert "jobs.parquet, row 1 (counted from 0): column 'pref' is empty" in str(_run(path).exception)


def test_parquet_without_its_extra_says_what_to_add(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **more):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    result = _run(_written(tmp_path, "x", "jobs.parquet"))

    assert isinstance(result.exception, MissingExtraError)
    assert "extra lake" in str(result.exception)
