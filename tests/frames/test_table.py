"""Frames: the kind that goes in comes out, labels keep their type, and what is no table is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from chiiki.capability import tables
from chiiki.errors import InputError, ShapeError, UnknownNameError
from chiiki.frames.table import open_table

JOBS = {"pref": ["02", "02", "01", "01"], "trade": ["y", "x", "y", "x"], "jobs": [30, 10, 10, 30]}
WHICH = {"region": "pref", "field": "trade", "value": "jobs"}
RCA = [1.5, 0.5, 0.5, 1.5]

FRAMES = [pd.DataFrame, pl.DataFrame, pa.table]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_gives_a_frame_of_its_kind_with_labels_in_the_order_of_the_input(frame):
    found = tables.rca(frame(JOBS), **WHICH).frame()

    assert type(found) is type(frame(JOBS))
    columns = found.to_pydict() if isinstance(found, pa.Table) else {name: list(found[name]) for name in found.columns}
    assert columns == {
        "pref": ["02", "02", "01", "01"],
        "trade": ["y", "x", "y", "x"],
        "amount": [30.0, 10.0, 10.0, 30.0],
        "rca": RCA,
        "specialised": [True, False, False, True],
    }


def test_a_dict_gives_a_dict_and_an_array_a_structured_array():
    assert tables.rca(JOBS, **WHICH).frame()["rca"] == RCA

    amounts = np.array([[30.0, 10.0], [10.0, 30.0]])
    found = tables.rca(amounts, regions=["A", "B"], fields=["x", "y"]).frame()
    assert found.dtype.names == ("region", "field", "amount", "rca", "specialised")
    assert found["rca"].tolist() == RCA
    assert found["region"].tolist() == ["A", "A", "B", "B"]


def test_an_array_without_labels_is_labelled_by_position():
    found = tables.rca(np.array([[30.0, 10.0], [10.0, 30.0]])).arrays()

    assert found["field"].tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize("frame", FRAMES)
def test_labels_that_are_whole_numbers_stay_whole_numbers(frame):
    found = tables.rca(frame({**JOBS, "pref": [2, 2, 1, 1]}), **WHICH)

    assert list(found.arrays()["pref"]) == [2, 2, 1, 1]
    assert str(found.frame()["pref"].dtype if frame is not pa.table else found.frame()["pref"].type).lower() == "int64"


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({**JOBS, "pref": pd.Categorical(JOBS["pref"])}),
        pl.DataFrame({**JOBS, "pref": pl.Series(JOBS["pref"], dtype=pl.Categorical)}),
    ],
    ids=["pandas", "polars"],
)
def test_categories_stay_categories(frame):
    found = tables.rca(frame, **WHICH).frame()

    assert "cat" in str(found["pref"].dtype).lower()
    assert list(found["pref"]) == JOBS["pref"]


def test_years_keep_their_type_and_stand_first():
    twice = {name: cells * 2 for name, cells in JOBS.items()} | {"year": [2014] * 4 + [2021] * 4}

    found = tables.rca(pl.DataFrame(twice), **WHICH, time="year").frame()

    assert found.columns == ["year", "pref", "trade", "amount", "rca", "specialised"]
    assert found["year"].to_list() == [2014] * 4 + [2021] * 4
    assert found["rca"].to_list() == RCA * 2


def test_dates_may_name_periods():
    days = pl.DataFrame({**JOBS, "day": ["2014-11-28"] * 4}).with_columns(pl.col("day").str.to_date())

    assert tables.rca(days, **WHICH, time="day").frame()["day"].to_list() == ["2014-11-28"] * 4


def test_other_label_columns_take_the_callers_names():
    found = tables.proximity(pl.DataFrame(JOBS), **WHICH).frame()

    assert found.columns == ["trade", "other_trade", "value"]


def test_cells_without_a_number_are_empty_in_frames_and_nan_in_arrays():
    rng = np.random.default_rng(1)
    answer = tables.complexity(rng.integers(1, 100, size=(6, 8)).astype(float))

    assert answer.arrays()["diversity"][:6].tolist() == answer.result.diversity.tolist()
    assert np.isnan(answer.arrays()["diversity"][6:]).all()


def test_the_input_is_not_changed():
    amounts = np.array([[30.0, 10.0, 5.0], [10.0, 30.0, 25.0], [20.0, 5.0, 30.0]])
    before = amounts.copy()
    tables.proximity(amounts)

    assert (amounts == before).all()


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (pl.LazyFrame(JOBS), "collect a lazy one"),
        ([[1, 2], [3, 4]], "list is no table"),
        ({"pref": [], "trade": [], "jobs": []}, "the table has no rows"),
        (pa.table([[1], [2]], names=["a", "a"]), "'a' more than once"),
    ],
)
def test_what_is_no_table_is_refused(table, told):
    with pytest.raises(InputError, match=told):
        tables.rca(table, **WHICH)


def test_columns_of_a_dict_have_one_length():
    with pytest.raises(ShapeError, match="columns differ in length"):
        open_table({"a": [1], "b": [1, 2]})


def test_a_missing_column_suggests_near_names():
    with pytest.raises(UnknownNameError, match=r"no column 'job'. Did you mean 'jobs'"):
        tables.rca(JOBS, region="pref", field="trade", value="job")
    many = {f"c{at}": [1] for at in range(30)}
    with pytest.raises(UnknownNameError, match=r"'c19', …\."):
        open_table(many).column("zzz")


@pytest.mark.parametrize(
    ("amounts", "labels", "told"),
    [
        (np.ones(3), {}, "regions by fields"),
        (np.ones((2, 2)), {"regions": ["A"]}, "1 labels for 2 regions"),
        (np.ones((2, 2)), {"fields": ["x", "x"]}, "'x' more than once"),
        (np.ones((2, 2)), {"time": "year"}, "time= names a column"),
        (np.array([[1.0, -1.0], [1.0, 1.0]]), {"regions": ["A", "B"]}, r"region 'A', field 1: column 'value' is -1"),
        (np.array([[1.0, np.nan], [1.0, 1.0]]), {"fields": ["x", "y"]}, "region 0, field 'y': column 'value' is empty"),
    ],
)
def test_an_array_is_refused_in_the_words_of_its_labels(amounts, labels, told):
    with pytest.raises(InputError, match=told):
        tables.rca(amounts, **labels)
