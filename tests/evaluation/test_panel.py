"""Panels: who was treated when, who can be used, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError, ShapeError
from chiiki.evaluation.panel import Panel, usable

YEARS = np.array([2000, 2001, 2002, 2003])
INF, NAN = np.inf, np.nan


def _panel(first, outcomes=None, units=None):
    n = len(first)
    cells = np.arange(4.0 * n).reshape(n, 4) if outcomes is None else np.array(outcomes, dtype=float)
    return Panel(units or tuple("ABCDEFGH"[:n]), YEARS, cells, np.array(first, dtype=float))


def test_cells_are_treated_from_the_first_treated_period_on():
    panel = _panel([2002, INF])

    assert panel.treated.tolist() == [[False, False, True, True], [False] * 4]
    assert panel.cohorts == (2002,)
    assert panel.event_times == (-2, -1, 0, 1)


def test_units_that_cannot_be_used_are_left_out_and_counted_by_reason():
    outcomes = [[1, 2, 3, 4], [1, 2, 3, 5], [1, 2, 3, 6], [NAN] * 4, [NAN, NAN, 1, 2], [2, 2, 3, 4]]
    found = usable(_panel([2002, INF, NAN, INF, 2002, 2000], outcomes))

    assert found.units == ("A", "B")
    assert [(one.reason, one.units) for one in found.exclusions] == [
        ("not-known", ("C",)),
        ("no-outcome", ("D",)),
        ("always-treated", ("F",)),
        ("no-pre-period", ("E",)),
    ]
    assert found.exclusions[0].message == "1 left out: their treatment, or its start, is not known (C)."


def test_a_unit_treated_after_the_last_period_counts_as_never_treated_with_a_caution():
    found = usable(_panel([2002, 2010, INF]))

    assert found.first_treated.tolist() == [2002.0, INF, INF]
    assert [caution.code for caution in found.cautions] == ["treated-later"]


def test_a_start_between_two_periods_is_moved_to_the_next_with_a_caution():
    panel = Panel(("A", "B"), np.array([2000, 2005, 2010]), np.arange(6.0).reshape(2, 3), np.array([2006.0, INF]))
    found = usable(panel)

    assert found.first_treated.tolist() == [2010.0, INF]
    assert found.cohorts == (2010,)
    assert [caution.code for caution in found.cautions] == ["start-between-periods"]
    assert "1 units start between two periods (2006)" in found.cautions[0].message


def test_a_subset_keeps_everything_of_its_units():
    panel = Panel(
        ("A", "B"), YEARS, np.ones((2, 4)), np.array([2002, INF]), {"x": np.arange(8.0).reshape(2, 4)}, np.array([3, 4])
    )
    found = panel.subset(np.array([False, True]))

    assert found.units == ("B",)
    assert found.covariates["x"].tolist() == [[4.0, 5.0, 6.0, 7.0]]
    assert found.clusters is not None
    assert found.clusters.tolist() == [4]


@pytest.mark.parametrize(
    ("panel", "error", "message"),
    [
        (_panel([INF, INF]), MethodError, "no treated unit is left"),
        (_panel([2002, 2002]), MethodError, "all 2 units are treated from 2002 on"),
        (_panel([2000, 2000]), MethodError, r"no treated unit is left.*2 left out: treated in every period"),
        (_panel([2002, INF], units=("A", "A")), InputError, "the unit 'A' stands more than once"),
        (_panel([2002, INF], np.ones((2, 4))), InputError, "the outcome is 1.0 in every cell"),
        (_panel([2002, INF], [[1, 2, 3, INF], [1, 2, 3, 4]]), InputError, "the outcome of 'A' is infinite"),
        (_panel([2002], [[1, 2, 3, 4]]), MethodError, "no untreated unit is left"),
        (Panel(("A",), YEARS, np.ones((1, 3)), np.array([INF])), ShapeError, r"outcomes must be units by periods"),
        (Panel(("A",), YEARS, np.ones((1, 4)), np.array([INF, INF])), ShapeError, "one value for each of 1 units"),
        (Panel(("A",), np.array([1, 2, 4]), np.ones((1, 3)), np.array([INF])), InputError, "rise by one common step"),
    ],
)
def test_what_identifies_no_effect_is_refused(panel, error, message):
    with pytest.raises(error, match=message):
        usable(panel)
