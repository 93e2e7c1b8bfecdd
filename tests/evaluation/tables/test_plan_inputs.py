"""What a plan names is read from the table, in its window and on its scale."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import ChiikiError, UnknownNameError
from chiiki.evaluation.plan import Outcome, Window, parse_plan
from chiiki.evaluation.tables.plans import planned_panel, read_plan_inputs

PLAN = 'question = "Q"\ndata = { table = "t.csv" }\n[[outcomes]]\ncolumn = "y"\n[[outcomes]]\ncolumn = "z"\n'
ROWS = {
    "unit": ["A", "A", "B", "B"],
    "time": [1, 2, 1, 2],
    "first_treated": [2, 2, 0, 0],
    "y": [1.0, 3.0, 1.0, 2.0],
    "z": [5.0, 6.0, 7.0, 0.0],
    "people": [10.0, 12.0, 20.0, 20.0],
    "area": ["n", "n", "s", "s"],
}


def test_every_outcome_is_a_panel_of_the_same_units():
    inputs = read_plan_inputs(parse_plan(PLAN), ROWS)

    assert inputs.panels["y"].outcomes.tolist() == [[1.0, 3.0], [1.0, 2.0]]
    assert inputs.panels["z"].units == ("A", "B")
    assert inputs.by is None


def test_areas_sizes_levels_and_persons_are_read_where_the_plan_asks():
    by_area = read_plan_inputs(parse_plan(PLAN + '[inference]\nmechanism = "strata"\nby = "area"\n'), ROWS)
    by_size = read_plan_inputs(parse_plan(PLAN + '[inference]\nmechanism = "size"\nby = "people"\n'), ROWS)
    balance = read_plan_inputs(parse_plan(PLAN + '[balance]\nlevel = "y"\npersons = "people"\n'), ROWS)

    assert by_area.by is not None
    assert by_area.by.tolist() == [0.0, 1.0]
    assert by_size.by is not None
    assert by_size.by.tolist() == [11.0, 20.0]
    assert balance.level is not None
    assert balance.persons is not None
    assert balance.persons.tolist() == [[10.0, 12.0], [20.0, 20.0]]


def test_a_unit_in_two_areas_is_refused():
    plan = parse_plan(PLAN + '[inference]\nmechanism = "strata"\nby = "area"\n')

    with pytest.raises(ChiikiError, match=r"column 'area': 'A' is in several groups"):
        read_plan_inputs(plan, {**ROWS, "area": ["n", "s", "s", "s"]})


def test_a_column_that_the_table_lacks_is_named():
    with pytest.raises(UnknownNameError, match="no column 'z'"):
        read_plan_inputs(parse_plan(PLAN), {name: cells for name, cells in ROWS.items() if name != "z"})


def test_the_window_keeps_periods_and_covariates_alike():
    plan = parse_plan(PLAN + '[estimation]\ncovariates = ["people"]\n')
    rows = {name: [*cells, *cells[:2]] for name, cells in ROWS.items()} | {"time": [1, 2, 1, 2, 3, 4]}
    panel = planned_panel(read_plan_inputs(plan, rows).panels["y"], outcome=Outcome("y"), window=Window(2, 3))

    assert panel.periods.tolist() == [2, 3]
    assert panel.covariates["people"].shape == (2, 2)


@pytest.mark.parametrize(
    ("column", "window", "message"),
    [
        ("z", Window(), r"'z' of 'B' in 2 is 0, which has no logarithm \(1 such cells\)"),
        ("y", Window(2, 9), r"the window from 2 to 9 keeps 1 of the periods 1 to 2"),
    ],
)
def test_what_has_no_logarithm_or_no_periods_is_refused(column, window, message):
    panel = read_plan_inputs(parse_plan(PLAN), ROWS).panels[column]

    with pytest.raises(ChiikiError, match=message):
        planned_panel(panel, outcome=Outcome(column, log=True), window=window)


def test_missing_cells_stay_missing_in_logarithms():
    rows = {name: cells[:3] for name, cells in ROWS.items()}
    panel = read_plan_inputs(parse_plan(PLAN), rows).panels["y"]

    assert np.isnan(planned_panel(panel, outcome=Outcome("y", log=True), window=Window()).outcomes[1, 1])
