"""Designs: who is compared with whom, what is counted, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.design import design_of, match_controls
from chiiki.evaluation.panel import Panel

NEVER = np.inf


def _panel(first_treated, *, n_periods=6, outcomes=None, covariates=None):
    g = np.array(first_treated, dtype=float)
    y = np.random.default_rng(0).normal(size=(g.size, n_periods)) if outcomes is None else np.array(outcomes, float)
    units = tuple(chr(ord("A") + row) for row in range(g.size))
    return Panel(units, np.arange(2000, 2000 + n_periods), y, g, covariates or {})


def test_a_cohort_is_compared_with_never_and_not_yet_treated_units():
    first, second = design_of(_panel([2002, 2004, NEVER, NEVER])).cohorts

    assert (first.treated, first.never, first.not_yet) == (("A",), ("C", "D"), ("B",))
    assert (second.treated, second.never, second.not_yet) == (("B",), ("C", "D"), ())
    assert (first.n_before, first.n_after, second.n_before, second.n_after) == (2, 4, 4, 2)


def test_only_never_treated_units_stand_in_when_asked():
    assert [c.not_yet for c in design_of(_panel([2002, 2004, NEVER]), comparison="never").cohorts] == [(), ()]


def test_units_left_out_are_counted_by_reason_and_said():
    found = design_of(_panel([2002, np.nan, 2000, NEVER, NEVER]))

    assert [(e.reason, e.units) for e in found.panel.exclusions] == [("not-known", ("B",)), ("always-treated", ("C",))]
    assert any("1 left out: their treatment, or its start, is not known (B)." in line for line in found.describe())


def test_where_all_units_are_treated_in_the_end_the_window_ends_before():
    found = design_of(_panel([2002, 2002, 2005]))

    assert found.window == (2000, 2004)
    assert {caution.code for caution in found.cautions} == {"treated-later"}
    assert (found.n_treated, found.n_never) == (2, 1)


def test_a_window_cuts_periods_at_both_ends():
    assert design_of(_panel([2002, NEVER]), window=(2001, 2003)).window == (2001, 2003)


def test_one_period_before_is_said():
    assert [c.code for c in design_of(_panel([2001, NEVER])).cautions] == ["single-pre-period"]


@pytest.mark.parametrize(
    ("first_treated", "words"),
    [
        ([NEVER, NEVER], "no treated unit is left"),
        ([2002, 2002], "no untreated unit is left"),
        ([2000, NEVER], "no treated unit is left"),
        ([2005, NEVER], "treatment and last outcome fall into one period, 2005"),
    ],
    ids=["none-treated", "all-treated", "no-period-before", "outcome-of-the-treatment-year"],
)
def test_a_design_that_identifies_nothing_is_refused(first_treated, words):
    with pytest.raises(MethodError, match=words):
        design_of(_panel(first_treated))


def test_only_never_treated_units_may_be_asked_for_only_where_there_are_some():
    with pytest.raises(MethodError, match="no unit is never treated"):
        design_of(_panel([2002, 2004]), comparison="never")


def test_a_window_of_one_period_is_refused():
    with pytest.raises(InputError, match="holds 1 periods"):
        design_of(_panel([2002, NEVER]), window=(2003, 2003))


class TestMatching:
    OUTCOMES = (
        (1.0, 2.0, 9.0, 9.0),
        (5.0, 6.0, 9.0, 9.0),
        (1.1, 2.0, 1.0, 1.0),
        (1.1, 2.0, 2.0, 2.0),
        (5.5, 6.0, 3.0, 3.0),
    )
    FIRST = (2002, 2002, NEVER, NEVER, NEVER)

    def panel(self):
        return _panel(self.FIRST, n_periods=4, outcomes=self.OUTCOMES)

    def test_the_nearest_before_treatment_is_taken_and_ties_go_to_the_first(self):
        assert [match.controls for match in match_controls(self.panel())] == [("C",), ("E",)]

    def test_distance_is_the_root_mean_square_in_standard_deviations(self):
        found = match_controls(self.panel())[1].distances[0]

        spread = np.array(self.OUTCOMES)[:, :2].std(axis=0, ddof=1)
        # Closed form of two features; only the first differs.
        assert found == pytest.approx(np.sqrt((0.5 / spread[0]) ** 2 / 2), rel=1e-12)

    def test_more_than_one_may_be_taken(self):
        assert [match.controls for match in match_controls(self.panel(), ratio=2)] == [("C", "D"), ("E", "C")]

    def test_units_without_a_match_are_counted(self):
        found = design_of(self.panel(), comparison="matched", caliper=0.1)

        assert [(e.reason, e.units) for e in found.panel.exclusions] == [
            ("no-match", ("B",)),
            ("not-matched", ("D", "E")),
        ]
        assert "against 1 matched;" in found.describe()[1]

    def test_covariates_count_as_features(self):
        size = np.array([0.0, 0.0, 9.0, 0.0, 0.0])[:, None] * np.ones(4)
        panel = _panel(self.FIRST, n_periods=4, outcomes=self.OUTCOMES, covariates={"size": size})

        assert match_controls(panel)[0].controls == ("D",)

    def test_too_many_are_refused(self):
        with pytest.raises(InputError, match="between 1 and the 3 never treated units, got 4"):
            match_controls(self.panel(), ratio=4)

    def test_a_gap_before_treatment_is_refused(self):
        panel = self.panel()
        panel.outcomes[3, 0] = np.nan

        with pytest.raises(MethodError, match="'D' lacks an outcome"):
            match_controls(panel)
