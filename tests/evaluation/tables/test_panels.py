"""Rows of units and periods become a panel; what is ambiguous is refused with its row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from chiiki.errors import ChiikiError, UnknownNameError
from chiiki.evaluation.tables.panels import Columns, read_panel

ROWS = {
    "unit": ["B", "B", "A", "A"],
    "time": [2001, 2000, 2000, 2001],
    "outcome": [1.0, 2.0, 3.0, 4.0],
    "first_treated": [2001, 2001, 0, 0],
}


def _with(**changed):
    return {**ROWS, **changed}


def test_rows_may_come_in_any_order():
    panel = read_panel(ROWS, Columns())

    assert panel.units == ("B", "A")
    assert panel.periods.tolist() == [2000, 2001]
    assert panel.outcomes.tolist() == [[2.0, 1.0], [3.0, 4.0]]
    assert panel.first_treated.tolist() == [2001.0, np.inf]


@pytest.mark.parametrize("never", [0, None, float("inf"), "inf", "", "never"])
def test_never_treated_is_empty_zero_or_inf(never):
    panel = read_panel(_with(first_treated=["2001", "2001", never, never]), Columns())

    assert panel.first_treated.tolist() == [2001.0, np.inf]


def _around_zero(never):
    rows = _with(time=[0, -1, -1, 0], first_treated=["0", "0", "", ""])
    return read_panel(rows, Columns(), never=never).first_treated.tolist()


def test_zero_is_a_period_where_never_treated_is_written_otherwise():
    assert _around_zero("empty") == [0.0, np.inf]


def test_zero_is_refused_where_it_may_be_a_period():
    with pytest.raises(ChiikiError, match=r"row 0 .*'0' may be the period 0, or never treated.*--never"):
        _around_zero("any")


def test_zero_is_never_treated_where_periods_begin_with_it():
    panel = read_panel(_with(time=[1, 0, 0, 1], first_treated=[1, 1, 0, 0]), Columns())

    assert panel.first_treated.tolist() == [1.0, np.inf]


def test_not_known_is_kept_apart_from_never():
    panel = read_panel(_with(first_treated=["2001", "2001", "unknown", "unknown"]), Columns())

    assert panel.is_known.tolist() == [True, False]


def test_a_pair_without_a_row_is_a_cell_without_an_outcome():
    rows = {name: cells[:3] for name, cells in ROWS.items()}

    assert np.isnan(read_panel(rows, Columns()).outcomes[1, 1])


def test_a_frame_with_covariates_and_clusters():
    frame = pd.DataFrame(_with(x=[1.0, 2.0, 3.0, 4.0], block=["n", "n", "s", "s"]))
    panel = read_panel(frame, Columns(covariates=("x",), cluster="block"))

    assert panel.covariates["x"].tolist() == [[2.0, 1.0], [3.0, 4.0]]
    assert panel.clusters is not None
    assert panel.clusters.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("changed", "columns", "never", "message"),
    [
        ({"time": [2001, 2000.5, 2000, 2001]}, {}, "any", r"row 1 .*'time': 2000.5 is no whole number"),
        ({"time": [2001, 1e19, 2000, 2001]}, {}, "any", r"row 1 .*'time': 1e\+19 is no period"),
        ({"time": [2001, None, 2000, 2001]}, {}, "any", r"row 1 .*'time' is empty"),
        ({"time": [2000, 2000, 2000, 2001]}, {}, "any", r"row 1 .*'B' stands twice in time 2000"),
        ({"first_treated": [2001, 2002, 0, 0]}, {}, "any", r"row 1 .*2002, but row 0 .* says 2001"),
        ({"first_treated": [2001, 2001, 0, 0]}, {}, "inf", r"row 2 .*0 is no first treated period.*inf"),
        ({"first_treated": ["2001", "2001", "soon", "soon"]}, {}, "any", r"'soon' is no first treated period"),
        ({"first_treated": [2001.5, 2001.5, 0, 0]}, {}, "any", r"2001.5 is no first treated period"),
        ({"outcome": [1.0, "…", 3.0, 4.0]}, {}, "any", r"'outcome': '…' is no number"),
        ({"block": ["n", "s", "s", "s"]}, {"cluster": "block"}, "any", r"column 'block': 's', but row 0 .* says 'n'"),
    ],
)
def test_what_is_ambiguous_is_refused_with_its_row(changed, columns, never, message):
    with pytest.raises(ChiikiError, match=message):
        read_panel(_with(**changed), Columns(**columns), never=never)


def test_a_column_that_is_not_there_is_named_with_what_is():
    with pytest.raises(UnknownNameError, match=r"has no column 'wage'.*'outcome'"):
        read_panel(ROWS, Columns(outcome="wage"))
