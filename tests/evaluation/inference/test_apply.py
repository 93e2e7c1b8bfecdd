"""Which interval an estimate gets, which it is refused, and where several disagree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.did import estimate_effects
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.inference.apply import with_inference
from chiiki.evaluation.inference.compare import compare_intervals
from chiiki.evaluation.inference.mechanism import complete_mechanism, strata_mechanism
from chiiki.evaluation.inference.neyman import neyman_intervals
from chiiki.evaluation.inference.randomisation import randomise
from chiiki.evaluation.results import Effects, Estimate, Target
from imputed_panels import drawn_panel


def _effects(panel, *, covariates=(), leads=0, estimator="bjs"):
    """Imputation, with its spread by randomisation in place of an analytic standard error."""
    found = impute(panel, covariates=covariates, leads=leads)
    rows = zip(found.targets, found.values.tolist(), found.n.tolist(), strict=True)
    return Effects(
        estimator=estimator,
        comparison="not-yet",
        inference="analytic",
        estimates=tuple(Estimate(target, value, n, standard_error=0.4) for target, value, n in rows),
        n_units=panel.n_units,
        n_treated=int(panel.is_ever_treated.sum()),
        n_never=int((~panel.is_ever_treated).sum()),
        n_periods=panel.n_periods,
        n_cells=found.n_cells,
    )


MANY = drawn_panel(0, sizes=(4, 4), n_never=12)
FEW = drawn_panel(1, sizes=(3, 2), n_never=12)
ALONE = drawn_panel(2, sizes=(6, 1), n_never=12)


def test_randomisation_puts_in_intervals_and_names_the_mechanism():
    effects, direct = _effects(MANY), randomise(MANY)
    found = with_inference(MANY, effects, inference="randomisation", estimate=_effects)

    assert found.inference == "randomisation"
    assert [one.estimate for one in found.estimates] == [one.estimate for one in effects.estimates]
    assert tuple(one.interval for one in found.estimates) == direct.intervals
    assert [one.p_value for one in found.estimates] == direct.p_values.tolist()
    assert found.settings["mechanism"].startswith("Any 8 of 20 units")
    assert [caution.code for caution in found.cautions] == ["mechanism"]


def test_a_stated_mechanism_needs_no_caution():
    strata = np.arange(20) % 2
    found = with_inference(
        MANY,
        _effects(MANY),
        inference="randomisation",
        mechanism=strata_mechanism(MANY, strata=strata),
        estimate=_effects,
    )

    assert found.cautions == ()
    assert "each of 2 areas" in found.settings["mechanism"]


@pytest.mark.parametrize(("gaps", "covariates"), [(6, ()), (0, ("x",))])
def test_gaps_and_covariates_reach_the_intervals(gaps, covariates):
    panel = drawn_panel(3, sizes=(4, 4), n_never=12, gaps=gaps)
    found = with_inference(
        panel,
        _effects(panel, covariates=covariates),
        inference="randomisation",
        draws=199,
        covariates=covariates,
        estimate=_effects,
    )

    assert all(one.interval is not None for one in found.estimates[:4])


def test_periods_before_treatment_get_intervals_too():
    found = with_inference(MANY, _effects(MANY, leads=1), inference="randomisation", draws=199, estimate=_effects)
    before = next(one for one in found.by("event_time") if one.target.event_time == -1)

    assert before.interval is not None


def test_periods_before_treatment_from_another_regression_have_none():
    effects = _effects(MANY, leads=1)
    other = effects.with_estimates(lambda one: replace(one, estimate=0.0) if (one.target.event_time or 0) < 0 else one)
    found = with_inference(MANY, other, inference="randomisation", draws=199, estimate=_effects)
    before = next(one for one in found.by("event_time") if one.target.event_time == -1)

    assert before.interval is None
    assert before.p_value is None
    assert "1 of" in found.cautions[-1].message


def test_an_estimate_of_something_else_gets_no_interval_of_ours():
    effects = _effects(MANY).with_estimates(lambda one: replace(one, estimate=one.estimate + 0.1))
    with pytest.raises(MethodError, match="about another estimate"):
        with_inference(MANY, effects, inference="randomisation", draws=199, estimate=_effects)


def test_neyman_is_the_closed_form():
    direct = neyman_intervals(MANY)
    found = with_inference(MANY, _effects(MANY), inference="neyman", estimate=_effects)

    assert tuple(one.interval for one in found.estimates) == direct.intervals
    assert found.estimates[0].standard_error == direct.standard_errors[0]


def test_neyman_is_refused_for_estimates_that_are_not_imputed():
    with pytest.raises(MethodError, match="Neyman's variance is that of imputation"):
        with_inference(MANY, _effects(MANY, estimator="cs"), inference="neyman", estimate=_effects)


@pytest.mark.parametrize("inference", ["wild", "jackknife", "bootstrap"])
def test_resampled_intervals_keep_the_estimates(inference):
    effects = _effects(MANY)
    found = with_inference(MANY, effects, inference=inference, draws=99, estimate=_effects)

    assert found.inference == inference
    assert [one.estimate for one in found.estimates] == [one.estimate for one in effects.estimates]
    low, high = found.estimates[0].interval
    assert low < high


def test_analytic_intervals_have_t_quantiles_of_clusters_less_one():
    effects = _effects(MANY)
    found = with_inference(MANY, effects, inference="analytic", estimate=_effects)
    by_two = with_inference(
        replace(MANY, clusters=np.arange(20) // 2), effects, inference="analytic", estimate=_effects
    )

    estimate = effects.estimates[0].estimate
    assert found.estimates[0].interval == pytest.approx(
        (estimate - 0.4 * 2.093024, estimate + 0.4 * 2.093024), abs=1e-6
    )
    assert by_two.estimates[0].interval == pytest.approx(
        (estimate - 0.4 * 2.262157, estimate + 0.4 * 2.262157), abs=1e-6
    )
    assert by_two.settings["degrees_of_freedom"] == "9"


@pytest.mark.parametrize("inference", ["analytic", "jackknife"])
@pytest.mark.parametrize(("panel", "why"), [(FEW, "5 units were treated"), (ALONE, "cohort of 2004 is a single unit")])
def test_few_treated_units_are_refused_analytic_and_jackknife_intervals(inference, panel, why):
    found = with_inference(panel, _effects(panel), inference=inference, estimate=_effects)

    assert all(one.interval is None and one.p_value is None and one.standard_error is None for one in found.estimates)
    assert [caution.code for caution in found.cautions] == ["interval-refused"]
    assert why in found.cautions[0].message
    assert [one.estimate for one in found.estimates] == impute(panel).values.tolist()


def test_few_treated_units_get_randomisation_intervals():
    found = with_inference(FEW, _effects(FEW), inference="randomisation", estimate=_effects)

    assert found.estimates[0].interval is not None


def test_an_outcome_that_follows_the_effects_exactly_has_an_effect_of_zero():
    panel = replace(MANY, outcomes=np.tile(1990.0 + 7 * np.arange(MANY.n_periods), (MANY.n_units, 1)))
    effects = estimate_effects(panel, inference="analytic")
    found = with_inference(panel, effects, inference="randomisation", estimate=_effects)

    assert found.overall["simple"].estimate == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("inference", ["randomisation", "neyman"])
def test_clusters_that_do_not_enter_an_interval_are_said(inference):
    paired = replace(MANY, clusters=np.arange(MANY.n_units) // 2)
    found = with_inference(paired, _effects(paired), inference=inference, estimate=_effects)

    assert any(f"{inference} takes units one by one" in caution.message for caution in found.cautions)


def test_a_seed_below_zero_is_refused():
    with pytest.raises(InputError, match="seed of the draws must be 0 or more, got -1"):
        with_inference(MANY, _effects(MANY), inference="randomisation", seed=-1, estimate=_effects)


def test_an_unknown_inference_and_level_are_refused():
    with pytest.raises(InputError, match="no inference 'bayes'"):
        with_inference(MANY, _effects(MANY), inference="bayes", estimate=_effects)
    with pytest.raises(InputError, match="between 0 and 1"):
        with_inference(MANY, _effects(MANY), inference="neyman", level=95.0, estimate=_effects)


def test_intervals_that_agree_are_shown_side_by_side():
    strong = replace(MANY, outcomes=MANY.outcomes + 20.0 * MANY.treated)
    found = compare_intervals(
        strong, _effects(strong), inferences=("randomisation", "neyman", "analytic"), draws=199, estimate=_effects
    )

    assert found.agree
    assert [one.says for one in found.intervals] == ["above"] * 3
    assert found.cautions == ()


def test_intervals_that_disagree_about_zero_carry_a_caution():
    neyman = neyman_intervals(MANY)
    shift = neyman.intervals[0][0] - 0.05  # Neyman's interval begins just above 0; the analytic one is made wide
    panel = replace(MANY, outcomes=MANY.outcomes - shift * MANY.treated)
    wide = _effects(panel).with_estimates(lambda one: replace(one, standard_error=100.0))
    found = compare_intervals(panel, wide, inferences=("neyman", "analytic"), estimate=_effects)

    assert not found.agree
    assert [one.says for one in found.intervals] == ["above", "holds"]
    assert [caution.code for caution in found.cautions] == ["intervals-disagree"]
    assert "neyman leave it out, analytic hold it" in found.cautions[0].message


def test_a_refused_interval_is_shown_with_its_reason():
    found = compare_intervals(
        FEW,
        replace(_effects(FEW), estimator="ppml"),
        inferences=("jackknife", "randomisation"),
        mechanism=complete_mechanism(FEW),
        estimate=_effects,
    )

    assert [one.says for one in found.intervals] == ["none", "none"]
    assert "5 units were treated" in found.intervals[0].reason
    assert "'ppml' is not" in found.intervals[1].reason
    assert found.agree


def test_a_target_that_the_result_does_not_have_is_refused():
    with pytest.raises(MethodError, match="has no Target"):
        compare_intervals(
            MANY, _effects(MANY), inferences=("neyman",), target=Target("period", period=1900), estimate=_effects
        )
