"""The restricted wild bootstrap: against other packages, brute force, and what it refuses."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from chiiki.evaluation.did import estimate_effects
from chiiki.evaluation.inference.least_squares import direction, fit
from chiiki.evaluation.inference.multipliers import Multipliers, multipliers
from chiiki.evaluation.inference.wild import wild_bootstrap, wild_intervals, wild_of_direction
from chiiki.evaluation.panel import Panel

GOLDEN = Path(__file__).parents[2] / "golden" / "evaluation" / "wild"
TIES = 2 / 4096
"""The observed signs and their mirror image, which the other packages leave out of the count."""


@pytest.fixture(scope="module")
def clustered():
    with (GOLDEN / "clustered.csv").open(encoding="utf-8") as file:
        rows = np.array([[float(cell) for cell in row.values()] for row in csv.DictReader(file)])
    cluster, treated, x, y = rows.T
    return y, np.column_stack([np.ones_like(x), x, treated]), cluster.astype(int)


@pytest.fixture(scope="module")
def golden():
    return json.loads((GOLDEN / "values.json").read_text(encoding="utf-8"))


def _panel(*, gaps=False, seed=0):
    rng = np.random.default_rng(seed)
    first = np.full(20, np.inf)
    first[:4], first[4:9] = 2004, 2006
    y = rng.standard_normal((20, 8)).cumsum(axis=1) + 0.8 * (np.arange(2001, 2009) >= first[:, None])
    if gaps:
        y[0, 2] = y[12, 5] = y[6, 7] = np.nan
    return Panel(tuple(f"R{i}" for i in range(20)), np.arange(2001, 2009), y, first)


def _test_by_hand(y, x, clusters, v, *, null):
    """Statistic of the last regressor with its restricted fit under `v`, by fitting again."""
    others = x[:, :-1]
    shifted = y - null * x[:, -1]
    fitted = others @ np.linalg.lstsq(others, shifted, rcond=None)[0]
    drawn = fitted + v[clusters] * (shifted - fitted)
    beta, *_ = np.linalg.lstsq(x, drawn, rcond=None)
    bread = np.linalg.inv(x.T @ x)
    scores = np.array([x[clusters == g].T @ (drawn - x @ beta)[clusters == g] for g in range(len(v))])
    return beta[-1] / np.sqrt((bread @ scores.T @ scores @ bread)[-1, -1])


def test_all_sign_patterns_give_the_p_value_of_statspai_and_wildboottest(clustered, golden):
    y, x, clusters = clustered
    found = wild_bootstrap(y, x, contrast=np.array([0.0, 0.0, 1.0]), clusters=clusters)

    assert found.n_draws == golden["statspai"]["n_draws"] == 4096
    assert found.estimate == pytest.approx(golden["statspai"]["estimate"], rel=1e-10)
    # counts of the same 4,096 draws: equal but for rounding of a share
    assert found.p_value - TIES == pytest.approx(golden["statspai"]["p_value"], abs=1e-12)
    assert found.p_value - TIES == pytest.approx(golden["wildboottest"]["p_value"], abs=1e-12)


def test_the_interval_is_that_of_statspai_once_ties_are_counted_alike(clustered, golden):
    y, x, clusters = clustered
    level = 0.95 - TIES
    found = wild_bootstrap(y, x, contrast=np.array([0.0, 0.0, 1.0]), clusters=clusters, level=level)

    # both halve until rounding stops them, on statistics computed in another order
    assert found.interval == pytest.approx(golden["statspai"]["interval"], rel=1e-8)


def test_the_standard_error_is_that_of_the_regression(clustered, golden):
    y, x, clusters = clustered
    found = wild_bootstrap(y, x, contrast=np.array([0.0, 0.0, 1.0]), clusters=clusters)
    n, k = x.shape
    factor = np.sqrt((n - 1) / (n - k))  # pyfixest's correction, which cancels in the bootstrap

    assert found.standard_error * factor == pytest.approx(golden["wildboottest"]["standard_error"], rel=1e-10)


@pytest.mark.parametrize("null", [-0.7, 0.0, 2.5])
def test_the_p_value_at_any_null_equals_fitting_every_draw_again(clustered, null):
    y, x, clusters = clustered
    signs = multipliers(12, draws=199, seed=3)
    shifted = y - null * x[:, -1]
    observed = abs(_test_by_hand(y, x, clusters, np.ones(12), null=null))
    drawn = np.array([abs(_test_by_hand(y, x, clusters, v, null=null)) for v in signs.values])
    found = wild_of_direction(
        direction(fit(shifted, x, clusters=clusters), np.array([0.0, 0.0, 1.0])), signs, level=0.95
    )

    assert found.p_value == pytest.approx((1 + (drawn >= observed * (1 - 1e-9)).sum()) / 200, abs=1e-12)


def test_values_just_inside_the_interval_are_kept_and_just_outside_rejected(clustered):
    y, x, clusters = clustered
    signs = multipliers(12, draws=999, seed=1)

    def found(null):
        way = direction(fit(y - null * x[:, -1], x, clusters=clusters), np.array([0.0, 0.0, 1.0]))
        return wild_of_direction(way, signs, level=0.95)

    low, high = found(0.0).interval
    step = 1e-8 * (high - low)
    assert found(low + step).p_value > 0.05 >= found(low - step).p_value
    assert found(high - step).p_value > 0.05 >= found(high + step).p_value


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.01, 100.0), shift=st.floats(-50.0, 50.0), is_turned=st.booleans())
def test_intervals_move_with_the_unit_and_the_zero_of_the_effect(clustered, scale, shift, is_turned):
    y, x, clusters = clustered
    factor = -scale if is_turned else scale
    plain = wild_bootstrap(y, x, contrast=np.array([0.0, 0.0, 1.0]), clusters=clusters, draws=199)
    moved = wild_bootstrap(
        factor * y + shift * x[:, -1], x, contrast=np.array([0.0, 0.0, 1.0]), clusters=clusters, draws=199
    )

    expected = sorted(factor * end + shift for end in plain.interval)
    assert moved.interval == pytest.approx(expected, rel=1e-7, abs=1e-7 * scale)


def test_webb_multipliers_have_their_six_values_and_mean_square_one():
    drawn = multipliers(5, draws=60_000, seed=0, law="webb").values

    assert np.unique(drawn**2).round(12).tolist() == [0.5, 1.0, 1.5]
    assert (drawn**2).mean() == pytest.approx(1.0, abs=0.005)  # 300,000 draws with sd .41: 6 standard errors


def test_webb_multipliers_agree_with_fitting_every_draw_again(clustered):
    y, x, clusters = clustered
    draws = multipliers(12, draws=99, seed=3, law="webb")
    observed = abs(_test_by_hand(y, x, clusters, np.ones(12), null=0.0))
    drawn = [abs(_test_by_hand(y, x, clusters, v, null=0.0)) for v in draws.values]
    found = wild_of_direction(direction(fit(y, x, clusters=clusters), np.array([0.0, 0.0, 1.0])), draws, level=0.95)

    assert found.p_value == pytest.approx((1 + sum(t >= observed for t in drawn)) / 100, abs=1e-12)


def test_absorbed_units_equal_columns_of_units():
    panel = _panel()
    rows, periods = np.nonzero(panel.observed)
    y, d = panel.outcomes[rows, periods], panel.treated[rows, periods].astype(float)
    times = (periods[:, None] == np.arange(1, 8)).astype(float)
    signs = Multipliers(multipliers(20, draws=199, seed=0).values, are_all=False)
    absorbed = fit(y, np.column_stack([d, times]), clusters=rows, absorbed=rows)
    columns = fit(y, np.column_stack([d, times, np.eye(20)[rows]]), clusters=rows)
    one, other = (
        wild_of_direction(direction(way, np.eye(way.regressors.shape[1])[0]), signs, level=0.9)
        for way in (absorbed, columns)
    )

    # the same projections by another route; the bound is rounding of 160 cells
    assert one.interval == pytest.approx(other.interval, rel=1e-8)
    assert one.p_value == other.p_value


@pytest.mark.parametrize(
    "estimator", ["bjs", "twfe", *(pytest.param(name, marks=pytest.mark.slow) for name in ("etwfe", "sa", "cs", "2s"))]
)
def test_every_least_squares_estimator_gets_wild_intervals_around_its_estimates(estimator):
    panel = _panel()
    effects = estimate_effects(panel, estimator=estimator, inference="analytic")
    found = wild_intervals(panel, effects, draws=199, seed=0)

    simple = found.overall["simple"]
    assert simple.interval is not None
    assert simple.estimate == effects.overall["simple"].estimate
    assert simple.interval[0] < simple.estimate < simple.interval[1]
    assert found.inference == "wild"


def test_with_gaps_imputation_still_gets_an_interval_for_its_own_estimate():
    panel = _panel(gaps=True)
    found = wild_intervals(panel, estimate_effects(panel, estimator="bjs", inference="neyman"), draws=199)

    assert found.overall["simple"].interval is not None


def test_an_estimate_that_is_no_coefficient_has_no_interval_and_is_counted():
    panel = _panel()
    effects = estimate_effects(panel, estimator="bjs", inference="neyman")
    wrong = replace(effects, estimates=(replace(effects.estimates[0], estimate=99.0),))
    found = wild_intervals(panel, wrong, draws=99)

    assert found.estimates[0].interval is None
    assert found.cautions[-1].code == "interval-refused"
    assert found.cautions[-1].message.startswith("1 of 1 estimates")


def test_one_treated_cluster_of_many_leaves_a_wide_interval_that_never_rejects():
    panel = replace(_panel(), first_treated=np.where(np.arange(20) == 3, 2004.0, np.inf))
    effects = estimate_effects(panel, estimator="twfe", inference="analytic")
    found = wild_intervals(panel, effects, draws=199)

    # both signs of the only treated cluster give nearly the same statistic in absolute terms
    assert found.overall["simple"].p_value > 0.05


def test_an_estimator_that_is_not_least_squares_is_refused_with_those_that_are():
    panel = _panel()
    effects = replace(estimate_effects(panel, estimator="bjs", inference="neyman"), estimator="dcdh")

    with pytest.raises(MethodError, match=r"'dcdh' is not\. Use bjs, 2s, etwfe, sa or twfe"):
        wild_intervals(panel, effects)


def test_what_cannot_be_fitted_is_refused(clustered):
    y, x, clusters = clustered
    contrast = np.array([0.0, 0.0, 1.0])
    with pytest.raises(ShapeError, match="must have the same rows"):
        wild_bootstrap(y[1:], x, contrast=contrast, clusters=clusters)
    with pytest.raises(MissingValueError, match="every cell"):
        wild_bootstrap(np.where(y == y[0], np.nan, y), x, contrast=contrast, clusters=clusters)
    with pytest.raises(InputError, match="level must be between 0 and 1, got 95"):
        wild_bootstrap(y, x, contrast=contrast, clusters=clusters, level=95)
    with pytest.raises(InputError, match="draws must be at least 1, got 0"):
        wild_bootstrap(y, x, contrast=contrast, clusters=clusters, draws=0)
    with pytest.raises(InputError, match="lies in two clusters"):
        wild_bootstrap(y, x, contrast=contrast, clusters=clusters, absorbed=np.arange(len(y)) // 30)
    with pytest.raises(MethodError, match="do not identify"):
        wild_bootstrap(y, np.column_stack([x, x[:, -1]]), contrast=np.eye(4)[3], clusters=clusters)
    with pytest.raises(MethodError, match="no spread"):
        wild_bootstrap(x[:, -1], x, contrast=contrast, clusters=clusters)
