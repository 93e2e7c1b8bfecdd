"""Cells and rows: what is ambiguous is refused with its row, what can be read with care carries a caution."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest

from chiiki.capability import tables
from chiiki.errors import InputError, MethodError, MissingValueError, UnknownNameError
from chiiki.frames.table import Table, open_table

JOBS = {"pref": ["A", "A", "B", "B"], "trade": ["x", "y", "x", "y"], "jobs": [30, 10, 10, 30]}
WHICH = {"region": "pref", "field": "trade", "value": "jobs"}


def _with(**columns):
    return {**JOBS, **columns}


def _codes(answer):
    return [caution.code for caution in answer.cautions]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"pref": ["A", None, "B", "B"]}, r"row 1 \(counted from 0\): column 'pref' is empty. Name the region"),
        ({"pref": ["A", " ", "B", "B"]}, "row 1.*column 'pref' is empty"),
        ({"trade": ["x", float("nan"), "x", "y"]}, "row 1.*column 'trade' is empty. Name the field"),
        ({"jobs": [30, None, 10, 30]}, r"row 1.*'jobs' is empty. Zero and unknown are different answers"),
        ({"jobs": [30, float("nan"), 10, 30]}, "row 1.*'jobs' is empty"),
    ],
)
def test_empty_cells_are_refused_with_their_row(columns, told):
    with pytest.raises(MissingValueError, match=told):
        tables.rca(_with(**columns), **WHICH)


def test_empty_labels_of_frames_are_refused_too():
    for frame in (pl.DataFrame, pd.DataFrame):
        with pytest.raises(MissingValueError, match=r"row 1.*column 'pref' is empty"):
            tables.rca(frame(_with(pref=["A", "", "B", "B"])), **WHICH)
        with pytest.raises(MissingValueError, match=r"row 1.*column 'pref' is empty"):
            tables.rca(frame(_with(pref=["A", None, "B", "B"])), **WHICH)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"pref": [1.0, 1.0, 2.0, 2.0]}, r"1.0 is no label that can be used.*store codes as text"),
        ({"pref": ["A", "A", 2, 2]}, "row 2.*'pref': 2 is no label"),
        ({"pref": [True, True, False, False]}, "True is no label"),
        ({"jobs": [30, -10, 10, 30]}, r"row 1.*'jobs' is -10, and a negative amount has no share"),
        ({"jobs": [30, float("inf"), 10, 30]}, r"row 1.*'jobs' is infinite"),
        ({"jobs": [30, "1,234", 10, 30]}, r"row 1.*'1,234' is no number. Write 1234: digits 0-9"),
        ({"jobs": [30, "１２", 10, 30]}, r"'１２' is no number. Write 12"),
        ({"jobs": [30, "12 ", 10, 30]}, r"'12 ' is no number but text"),
        ({"jobs": [30, "…", 10, 30]}, r"'…' is no number but a mark. Zero and unknown are different"),
        ({"jobs": [30, "x", 10, 30]}, "'x' is no number but a mark"),
        ({"jobs": [30, "-", 10, 30]}, "'-' is no number but a mark"),
        ({"jobs": [30, "", 10, 30]}, "'' is no number. Write an amount, with 0 for none"),
        ({"jobs": [30, "=A1", 10, 30]}, "'=A1' is no number but a formula"),
        ({"jobs": [30, "about 5", 10, 30]}, "'about 5' is no number but text"),
        ({"jobs": [True, False, True, True]}, "True is no number: it is true or false"),
        ({"jobs": [dt.date(2020, 1, 1), 1, 2, 3]}, "is no number but a date. Allowed are digits"),
        ({"jobs": np.array(["2020", "2021", "2022", "2023"], dtype="datetime64[ns]")}, "is no number but a date"),
        ({"jobs": ["1", "2", "3", "4"]}, r"row 0.*'1' is no number but text.*3 more: row 1"),
    ],
)
def test_cells_that_are_no_labels_or_amounts_are_refused_with_row_value_and_remedy(columns, told):
    with pytest.raises(InputError, match=told):
        tables.rca(_with(**columns), **WHICH)


def _as_text(cells):
    opened = open_table({**JOBS, "jobs": cells})
    return Table(opened.names, opened.n_rows, opened.read, opened.build, is_text=True)


def test_numbers_that_stand_as_text_are_read_where_the_whole_table_is_text():
    assert tables.rca(_as_text(["30", "10.0", "1e1", "+30"]), **WHICH).frame()["rca"] == [1.5, 0.5, 0.5, 1.5]
    assert tables.rca(_as_text(["30", " 10", "10", "30"]), **WHICH).frame()["rca"] == [1.5, 0.5, 0.5, 1.5]


@pytest.mark.parametrize("cell", ["1_000", "nan", "inf", "0x10", "1e", "--1", "1.2.3"])
def test_text_that_only_python_takes_for_a_number_is_refused(cell):
    with pytest.raises(InputError, match=r"row 1.*is no number"):
        tables.rca(_as_text(["30", cell, "10", "30"]), **WHICH)


def test_an_empty_cell_of_text_is_missing():
    with pytest.raises(MissingValueError, match=r"row 1.*is empty"):
        tables.rca(_as_text(["30", "", "10", "30"]), **WHICH)


def test_a_pair_in_two_rows_is_refused_with_both_rows_and_summed_on_request():
    twice = {"pref": [*"AABBA"], "trade": [*"xyxyx"], "jobs": [20, 10, 10, 30, 10]}

    with pytest.raises(InputError, match=r"row 0 .* and row 4 .* have the same region and field.*\(time\)"):
        tables.rca(twice, **WHICH)
    answer = tables.rca(twice, **WHICH, duplicates="sum")
    assert answer.frame()["amount"] == [30.0, 10.0, 10.0, 30.0]
    assert _codes(answer) == ["duplicates-summed"]


def test_a_pair_twice_in_one_period_does_not_ask_for_periods():
    twice = {"pref": [*"AABBAA"], "trade": [*"xyxyxy"], "jobs": [20, 10, 10, 30, 10, 5], "year": [1] * 6}

    with pytest.raises(InputError, match=r"and so do 1 more pairs. If they are parts"):
        tables.rca(twice, **WHICH, time="year")


def test_a_pair_without_a_row_counts_as_zero_and_that_is_said():
    answer = tables.rca({"pref": ["A", "A", "B"], "trade": ["x", "y", "y"], "jobs": [30, 10, 30]}, **WHICH)

    assert answer.frame()["amount"] == [30.0, 10.0, 0.0, 30.0]
    assert answer.cautions[0].code == "absent-is-zero"
    assert "1 of 4 pairs" in answer.cautions[0].message


def test_empty_regions_and_fields_are_refused_by_name_or_dropped_with_a_caution():
    empty = {
        "pref": [*"AAABBBCCC"],
        "trade": [*"xyz"] * 3,
        "jobs": [30, 10, 0, 10, 30, 0, 0, 0, 0],
    }

    with pytest.raises(InputError, match=r"region 'C' \(column 'pref'\); field 'z' \(column 'trade'\).*drop_empty=yes"):
        tables.rca(empty, **WHICH)
    answer = tables.rca(empty, **WHICH, drop_empty=True)
    assert answer.frame()["rca"] == [1.5, 0.5, 0.5, 1.5]
    assert _codes(answer) == ["empty-dropped"]
    assert "'C'" in answer.cautions[0].message


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"pref": ["A"] * 2, "trade": ["x", "y"], "jobs": [1, 2]}, "'pref' has 1 region: 'A'.*at least 2"),
        ({"pref": ["A", "B"], "trade": ["x"] * 2, "jobs": [1, 2]}, "'trade' has 1 field: 'x'"),
    ],
)
def test_one_region_or_one_field_has_no_answer(columns, told):
    with pytest.raises(MethodError, match=told):
        tables.rca(columns, **WHICH)


def test_codes_of_different_lengths_may_have_lost_zeros():
    answer = tables.rca(_with(pref=["1", "1", "13", "13"]), **WHICH)

    assert _codes(answer) == ["lost-zeros"]
    assert "'1' beside '13'" in answer.cautions[0].message
    assert _codes(tables.rca(_with(pref=["01", "01", "13", "13"]), **WHICH)) == []


def test_a_label_that_a_spreadsheet_would_run_is_kept_and_said():
    answer = tables.rca(_with(trade=["=x", "y", "=x", "y"]), **WHICH)

    assert answer.frame()["trade"][0] == "=x"
    assert _codes(answer) == ["formula-label"]


def test_periods_without_a_field_in_common_look_like_two_vintages():
    two = {
        "pref": [*"AABB"] * 2,
        "trade": [*"xyxy", *"pqpq"],
        "jobs": [30, 10, 10, 30] * 2,
        "year": [2014] * 4 + [2021] * 4,
    }

    answer = tables.rca(two, **WHICH, time="year")
    assert _codes(answer) == ["mixed-vintages"]
    assert "2014 and 2021" in answer.cautions[0].message
    assert _codes(tables.rca(two, **WHICH, time="year", period="2021")) == []


def test_a_column_of_years_that_was_not_named_is_said():
    two = _with(year=[2014, 2014, 2021, 2021])

    answer = tables.rca(pl.DataFrame(two), **WHICH)
    assert _codes(answer) == ["mixed-vintages"]
    assert "column 'year' has 2 values ('2014', '2021') and was not named as time" in answer.cautions[0].message
    assert _codes(tables.rca(_with(year=[2014] * 4), **WHICH)) == []
    assert _codes(tables.rca(_with(year=[30, 10, 10, 30]), region="pref", field="trade", value="year")) == []


def test_a_period_without_a_column_of_periods_is_refused():
    with pytest.raises(InputError, match="period='2014' needs the column of the periods"):
        tables.rca(JOBS, **WHICH, period="2014")


def test_one_period_can_be_chosen_and_an_unknown_one_is_refused():
    two = {name: cells * 2 for name, cells in JOBS.items()} | {"year": [2014] * 4 + [2021] * 4}

    assert tables.rca(two, **WHICH, time="year", period="2021").frame()["year"] == [2021] * 4
    with pytest.raises(UnknownNameError, match=r"no period '2020' in column 'year'. Did you mean"):
        tables.rca(two, **WHICH, time="year", period="2020")


def test_a_period_is_named_in_what_is_refused():
    two = {name: cells * 2 for name, cells in JOBS.items()} | {"year": [2014] * 4 + [2021] * 4}
    two["jobs"] = [30, 10, 10, 30, 0, 0, 10, 30]

    with pytest.raises(InputError, match="no amount above 0 in 2021: region 'A'"):
        tables.rca(two, **WHICH, time="year")


def test_the_row_of_the_country_is_compared_with_and_is_no_region():
    whole = {
        "pref": ["00", "00", "01", "01", "02", "02"],
        "trade": [*"xy"] * 3,
        "jobs": [80, 20, 30, 10, 10, 30],
    }

    answer = tables.rca(whole, **WHICH, reference="00")
    assert answer.frame()["pref"] == ["01", "01", "02", "02"]
    assert answer.frame()["rca"][1] == 1.25
    with pytest.raises(UnknownNameError, match="no region '0'"):
        tables.rca(whole, **WHICH, reference="0")


def test_a_region_has_one_number_of_persons():
    assert tables.rca(_with(pop=[100, 100, 50, 50]), **WHICH, persons="pop", advantage="per_head").frame()["rca"] == [
        30 / 100 / (40 / 150),
        10 / 100 / (40 / 150),
        10 / 50 / (40 / 150),
        30 / 50 / (40 / 150),
    ]
    with pytest.raises(InputError, match=r"'pop' has 100 and 90 for the region 'A'"):
        tables.rca(_with(pop=[100, 90, 50, 50]), **WHICH, persons="pop", advantage="per_head")
    with pytest.raises(InputError, match="need the column of the persons"):
        tables.rca(JOBS, **WHICH, advantage="per_head")


def test_a_field_has_one_parent():
    with pytest.raises(InputError, match=r"the field 'x' belongs to 'P' here and to 'Q' elsewhere. Give a field one"):
        tables.variety(_with(group=["P", "P", "Q", "P"]), **WHICH, parent="group")
    with pytest.raises(InputError, match=r"variety needs the column of the parent"):
        tables.variety(JOBS, **WHICH)


def test_a_column_with_the_name_of_a_result_is_refused():
    with pytest.raises(InputError, match=r"'rca' has the name of a result. Rename it"):
        tables.rca({"rca": JOBS["pref"], "trade": JOBS["trade"], "jobs": JOBS["jobs"]}, **{**WHICH, "region": "rca"})


def test_a_column_cannot_be_region_and_field():
    with pytest.raises(InputError, match="'pref' is named as region and as field"):
        tables.rca(JOBS, region="pref", field="pref", value="jobs")


def test_a_table_larger_than_memory_is_refused_before_it_is_built():
    n = 20_000
    wide = {"region": np.arange(n), "field": np.arange(n), "value": np.ones(n)}

    with pytest.raises(InputError, match="20,000 regions by 20,000 fields"):
        tables.rca(wide)


def test_an_argument_that_no_table_has_is_refused():
    with pytest.raises(TypeError, match="regin"):
        tables.rca(JOBS, regin="pref")
