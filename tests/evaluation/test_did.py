"""One door to nine estimators: defaults, what is left out, what is refused."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError, UnknownNameError
from chiiki.evaluation.did import COMPARISONS, estimate_effects
from chiiki.evaluation.panel import Panel
from did_reference import panel_of

ESTIMATORS = tuple(COMPARISONS)


@pytest.fixture(scope="module")
def panel():
    return panel_of("panel47", covariates=("x1", "x2"))


@pytest.fixture(scope="module")
def counts():
    return panel_of("counts47")


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_every_estimator_finds_the_effect_of_a_simulated_programme(estimator, counts):
    rng = np.random.default_rng(20261130)
    noise = rng.normal(scale=0.1, size=counts.outcomes.shape)
    level = np.arange(counts.n_units)[:, None] % 5 + 10.0 + np.arange(counts.n_periods) * 0.1
    made = replace(counts, outcomes=level + noise + 2.0 * counts.treated)

    found = estimate_effects(made, estimator=estimator, inference="analytic")

    assert found.estimator == estimator
    for one in found.overall.values():
        assert one.estimate == pytest.approx(2.0, abs=0.15)  # five errors of about 0.03
        low, high = one.interval
        assert low < one.estimate < high


@pytest.mark.parametrize(
    ("estimator", "covariates", "inference", "comparison"),
    [
        ("bjs", (), "randomisation", "not-yet"),
        ("bjs", ("x2",), "randomisation", "not-yet"),
        ("cs", (), "randomisation", "not-yet"),
        ("cs", ("x1",), "analytic", "not-yet"),
        ("sa", (), "analytic", "never"),
        ("twfe", (), "analytic", "not-yet"),
    ],
)
def test_defaults_of_inference_and_comparison(panel, estimator, covariates, inference, comparison):
    found = estimate_effects(panel, estimator=estimator, covariates=covariates, draws=99)

    assert (found.inference, found.comparison) == (inference, comparison)


def test_the_error_is_the_estimators_own_whatever_the_interval_comes_from(panel):
    drawn = estimate_effects(panel, estimator="cs", draws=99)
    analytic = estimate_effects(panel, estimator="cs", inference="analytic")

    assert [one.standard_error for one in drawn.estimates] == [one.standard_error for one in analytic.estimates]
    assert (drawn.event_covariance == analytic.event_covariance).all()
    assert drawn.overall["simple"].interval != analytic.overall["simple"].interval


def test_imputation_may_look_before_treatment(panel):
    found = estimate_effects(panel, leads=2, draws=99)

    before = [one for one in found.by("event_time") if one.target.event_time < 0]
    assert [one.target.event_time for one in before] == [-2, -1]
    assert all(one.interval[0] < one.estimate < one.interval[1] for one in before)


def test_the_same_seed_gives_the_same_result(panel):
    first, again, other = (estimate_effects(panel, draws=99, seed=seed) for seed in (1, 1, 2))

    assert first.estimates == again.estimates
    assert first.estimates != other.estimates


def test_periods_may_have_any_step(panel):
    spread = replace(
        panel,
        periods=2000 + 5 * (panel.periods - 2000),
        first_treated=2000 + 5 * (panel.first_treated - 2000),
    )
    found = estimate_effects(spread, estimator="sa")
    plain = estimate_effects(panel, estimator="sa")

    assert [one.target.event_time for one in found.by("event_time")] == [
        5 * one.target.event_time for one in plain.by("event_time")
    ]
    assert [one.estimate for one in found.estimates] == [one.estimate for one in plain.estimates]


@pytest.mark.slow
def test_imputation_switchers_and_two_way_effects_need_no_further_package():
    program = (
        "import sys; sys.modules.update(dict.fromkeys(('diff_diff', 'pandas', 'scipy', 'statsmodels', 'numba')))\n"
        "from chiiki.evaluation.did import estimate_effects; from did_reference import panel_of\n"
        "for name in ('bjs', 'dcdh', 'twfe'): print(estimate_effects(panel_of('panel47'), estimator=name).n_treated)"
    )
    folder = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["19", "19", "19"]


@pytest.mark.parametrize("estimator", ["cs", "bjs", "sa", "2s", "etwfe", "dcdh", "twfe"])
def test_the_order_of_units_changes_nothing(panel, estimator):
    order = np.random.default_rng(0).permutation(panel.n_units)

    found = estimate_effects(panel.subset(order), estimator=estimator, inference="analytic")
    plain = estimate_effects(panel, estimator=estimator, inference="analytic")

    assert [one.estimate for one in found.estimates] == pytest.approx(
        [one.estimate for one in plain.estimates], abs=1e-9
    )


def test_few_treated_units_have_an_estimate_and_no_analytic_interval(panel):
    rows = (panel.first_treated == 2008) | ~panel.is_ever_treated
    found = estimate_effects(panel.subset(rows), estimator="cs", inference="analytic")

    simple = found.overall["simple"]
    assert found.n_treated == 4
    assert np.isfinite(simple.estimate)
    assert simple.standard_error > 0  # the estimator's own, from which no interval is made
    assert (simple.interval, simple.p_value) == (None, None)
    assert "interval-refused" in {caution.code for caution in found.cautions}
    assert found.event_covariance is None


def test_a_bootstrap_of_few_treated_units_says_that_it_covers_less(panel):
    rows = (panel.first_treated == 2008) | ~panel.is_ever_treated
    found = estimate_effects(panel.subset(rows), inference="bootstrap", draws=99)

    assert "level-not-kept" in {caution.code for caution in found.cautions}


def test_one_treated_unit_has_an_estimate_and_a_drawn_p_value(panel):
    rows = ~panel.is_ever_treated
    rows[np.flatnonzero(panel.first_treated == 2005)[0]] = True
    found = estimate_effects(panel.subset(rows))

    assert found.n_treated == 1
    assert found.overall["simple"].p_value >= 1 / 29


def test_what_cannot_be_used_is_left_out_and_counted(panel):
    first = panel.first_treated.copy()
    first[0], first[1] = np.nan, 1999.0
    outcomes = panel.outcomes.copy()
    outcomes[2] = np.nan
    outcomes[5, 3] = np.nan

    found = estimate_effects(replace(panel, first_treated=first, outcomes=outcomes), estimator="2s")

    assert [(left.reason, left.units) for left in found.exclusions] == [
        ("not-known", ("1",)),
        ("no-outcome", ("3",)),
        ("always-treated", ("2",)),
    ]
    assert found.n_units == 44
    assert found.n_cells == 44 * 12 - 1
    assert [caution.message for caution in found.cautions if caution.code == "unbalanced"] == [
        "1 of 528 cells have no outcome; each estimate uses the cells that have one."
    ]


def test_cells_without_a_covariate_are_counted_and_constant_covariates_named(panel):
    x2 = panel.covariates["x2"].copy()
    x2[4, 4] = np.nan
    changed = replace(panel, covariates={"x1": panel.covariates["x1"], "x2": x2})
    for estimator in ("cs", "sa", "2s", "twfe", "bjs"):
        found = estimate_effects(changed, estimator=estimator, covariates=("x2", "x1"), draws=99)
        codes = [caution.code for caution in found.cautions]
        assert "incomplete-dropped" in codes
        assert ("covariate-dropped" in codes) == (estimator != "cs")


def test_clusters_are_named_and_few_of_them_said(panel):
    clustered = replace(panel, clusters=(np.arange(panel.n_units) % 8).astype(np.intp))
    found = estimate_effects(clustered, estimator="twfe")

    assert found.settings["clusters"] == "8 clusters"
    assert found.settings["degrees_of_freedom"] == "7"
    assert "Standard errors from 8 clusters are too small" in found.cautions[-1].message


def test_one_cluster_is_refused(panel):
    with pytest.raises(MethodError, match="all units are in one cluster"):
        estimate_effects(replace(panel, clusters=np.zeros(panel.n_units, dtype=np.intp)), estimator="twfe")


@pytest.mark.parametrize("estimator", ["cs", "sa", "etwfe", "lpdid"])
def test_never_treated_units_are_asked_for_where_there_are_none(panel, estimator):
    with pytest.raises(MethodError, match=r"none is never treated.*not yet treated \(cs, bjs\)"):
        estimate_effects(panel.subset(panel.is_ever_treated), estimator=estimator, comparison="never")


@pytest.mark.parametrize("estimator", ["cs", "bjs", "2s", "etwfe", "dcdh", "lpdid", "twfe"])
def test_not_yet_treated_units_are_enough(panel, estimator):
    found = estimate_effects(panel.subset(panel.is_ever_treated), estimator=estimator, inference="analytic")

    assert found.n_never == 0
    assert np.isfinite(next(iter(found.overall.values())).estimate)


@pytest.mark.parametrize(
    ("choice", "error", "message"),
    [
        ({"estimator": "ols"}, InputError, r"estimator is one of cs, sa, bjs.*got 'ols'"),
        ({"comparison": "all"}, InputError, "comparison is one of never, not-yet, got 'all'"),
        ({"estimator": "cs", "method": "or"}, InputError, "method is one of dr, reg, ipw, got 'or'"),
        ({"base_period": "first"}, InputError, "base_period is one of varying, universal"),
        ({"comparison": "never"}, InputError, "bjs compares with units not-yet treated only, got never"),
        ({"level": 95}, InputError, "level must be between 0 and 1"),
        ({"estimator": "dcdh", "covariates": ("x1",)}, InputError, "dcdh takes no covariates here, got x1"),
        ({"estimator": "sa", "leads": 2}, InputError, "leads is a number of periods before treatment for bjs"),
        ({"covariates": ("income",)}, UnknownNameError, "no covariate 'income'"),
        ({"estimator": "ppml"}, InputError, "is below 0, and a count is not"),
    ],
)
def test_choices_that_do_not_fit_are_refused(panel, choice, error, message):
    with pytest.raises(error, match=message):
        estimate_effects(panel, **choice)


def test_a_constant_outcome_is_refused(panel):
    with pytest.raises(InputError, match=r"the outcome is 3\.0 in every cell"):
        estimate_effects(replace(panel, outcomes=np.full(panel.outcomes.shape, 3.0)))


def test_a_panel_without_untreated_units_is_refused():
    y = np.array([[1.0, 2.0], [3.0, 5.0]])
    with pytest.raises(MethodError, match="no untreated unit is left"):
        estimate_effects(Panel(("A", "B"), np.array([1, 2]), y, np.array([2.0, 2.0])))


@pytest.mark.parametrize("choices", [{"estimator": "cs"}, {"estimator": "cs", "method": "ipw"}, {"estimator": "etwfe"}])
def test_the_unit_of_a_covariate_changes_nothing(panel, choices):
    yen = replace(panel, covariates={"x1": 5e9 + 1e8 * panel.covariates["x1"]})

    one, other = (estimate_effects(each, covariates=("x1",), inference="analytic", **choices) for each in (panel, yen))

    # 5e9 leaves nine digits after the point of x1.
    assert other.overall["simple"].estimate == pytest.approx(one.overall["simple"].estimate, abs=1e-9)
    assert other.overall["simple"].standard_error == pytest.approx(one.overall["simple"].standard_error, abs=1e-9)
