"""Effects at one period and their draws: the quick way equals estimating anew, and who stands alone is said."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.evaluation.balance.draws import bootstrap_effects
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.inference.mechanism import complete_mechanism
from chiiki.evaluation.panel import Panel
from chiiki.studies.effects.spread import spread_effects


def _panel(*cohorts):
    first = np.repeat([start for start, _ in cohorts], [n for _, n in cohorts])
    outcomes = np.random.default_rng(4).normal(8.0, 1.0, (len(first), 9))
    return Panel(tuple(f"u{row}" for row in range(len(first))), np.arange(2000, 2009), outcomes, first.astype(float))


def _spread(panel, *, period=2008):
    return spread_effects(panel, mechanism=complete_mechanism(panel), period=period, draws=60, seed=1)


@pytest.mark.parametrize("period", [2004, 2008])
def test_resampled_effects_by_weights_are_those_of_estimating_anew(period):
    panel = _panel((2003, 4), (2006, 3), (np.inf, 9))

    def anew(picked):
        drawn = panel.subset(picked)
        effects = impute(drawn).effects[:, drawn.periods == period][:, 0]
        means = {start: np.nanmean(effects[drawn.first_treated == start]) for start in (2003, 2006) if start <= period}
        return np.array([[means.get(start, 0.0) for start in panel.first_treated]])

    wanted = bootstrap_effects(anew, first_treated=panel.first_treated, draws=60, seed=1)[:, 0]

    # the same sums in another order
    np.testing.assert_allclose(_spread(panel, period=period).bootstrap, wanted, atol=1e-10)


def test_a_cohort_of_one_and_a_single_unit_never_treated_take_the_drawn_assignments():
    alone = _spread(_panel((2003, 4), (2006, 1), (np.inf, 9)))
    never = _spread(_panel((2003, 4), (2006, 4), (np.inf, 1)), period=2005)

    assert (alone.bootstrap == alone.null).all()
    assert alone.cautions[0].message.startswith("The cohort of 2006 has one unit")
    assert never.cautions[0].message.startswith("The group of units never treated has one unit")
