"""One treated unit: published results, placebos by enumeration, cautions and refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError, MissingValueError, UnknownNameError
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.synthetic.estimate import synthetic_control
from chiiki.evaluation.synthetic.predictors import Predictor
from synthetic_data import california, stored

PUBLISHED = (
    Predictor("lnincome", 1980, 1988),
    Predictor("beer", 1984, 1988),
    Predictor("age15to24", 1980, 1988),
    Predictor("retprice", 1980, 1988),
    Predictor("cigsale", 1975, 1975),
    Predictor("cigsale", 1980, 1980),
    Predictor("cigsale", 1988, 1988),
)
"""Abadie, Diamond and Hainmueller (2010), table 1."""


@pytest.fixture(scope="module")
def smoking():
    return california()


@pytest.fixture
def small():
    """Eight donors on two factors and a treated unit midway between two of them, raised by 3 from 2006 on."""
    generator = np.random.default_rng(4)
    outcomes = generator.normal(size=(9, 2)) @ generator.normal(size=(2, 10)) + generator.normal(size=(9, 10)) * 0.1
    outcomes[0] = (outcomes[1] + outcomes[2]) / 2 + 3.0 * (np.arange(2000, 2010) >= 2006)
    return Panel(tuple("TABCDEFGH"), np.arange(2000, 2010), outcomes, np.full(9, np.inf))


def test_outcomes_alone_give_the_mixture_of_the_reference_solver(smoking):
    reference = stored("synth.json")["results"]["prop99_outcomes_only_exact"]
    states = stored("synth.json")["results"]["prop99"]["states"]

    found = synthetic_control(smoking, treated="California", start=1989)

    shares = np.array([found.weights.get(state, 0.0) for state in states])
    assert shares == pytest.approx(reference["w"], abs=1e-6)  # quadprog needs a ridge of 1e-9 of the largest column
    assert found.att == pytest.approx(reference["att_1989_2000"], abs=1e-5)  # as above
    assert found.rmspe_pre == pytest.approx(reference["rmspe_pre"], abs=1e-9)
    assert (found.ratio_rank, len(found.placebos), found.cautions) == (3, 38, ())
    assert found.p_value == pytest.approx(3 / 39)


def test_another_package_ends_near_the_same_mixture(smoking):
    other = stored("peers.json")["outcomes"]

    found = synthetic_control(smoking, treated="California", start=1989, placebos=())

    assert {unit for unit, share in found.weights.items() if share > 1e-6} == set(other["weights"])
    assert found.att == pytest.approx(other["att"], abs=1e-9)  # both exact


@pytest.mark.slow
def test_proposition_99_with_the_published_predictors_fits_better_than_the_published_figure(smoking):
    reference = stored("synth.json")["results"]["prop99"]

    found = synthetic_control(smoking, treated="California", start=1989, predictors=PUBLISHED)

    assert found.rmspe_pre**2 <= 3.09  # the literature; Synth of R reaches 3.20
    assert found.rmspe_pre**2 < reference["mspe_exact_w"]
    assert sorted(found.weights, key=found.weights.get, reverse=True)[:4] == ["Utah", "Nevada", "Montana", "Colorado"]
    assert (found.ratio_rank, found.p_value) == (1, pytest.approx(1 / 39))  # as published
    assert sum(found.predictor_weights.values()) == pytest.approx(1.0)
    assert found.predictor_means["retprice:1980-1988"][0] == pytest.approx(reference["X1"][1], abs=1e-4)
    assert found.in_time.first_treated == 1979
    assert {one.unit for one in found.left_out} == set(found.weights)


def test_placebos_are_the_method_at_each_donor_without_the_treated_unit(small):
    found = synthetic_control(small, treated="T", start=2006)

    others = small.subset(np.arange(1, 9))
    for placebo in found.placebos:
        alone = synthetic_control(others, treated=placebo.unit, start=2006, placebos=())
        assert placebo.gaps == pytest.approx(alone.gaps, abs=1e-9)
        assert (placebo.att, placebo.ratio) == (pytest.approx(alone.att), pytest.approx(alone.ratio))
    ratios = [found.ratio, *(one.ratio for one in found.placebos)]
    assert found.ratio_rank == 1 + sum(ratio >= found.ratio for ratio in ratios[1:])
    assert found.p_value == found.ratio_rank / 9


@pytest.mark.parametrize("method", ["sc", "asc"])
def test_leaving_out_a_donor_and_moving_the_date_are_estimates_of_their_own(small, method):
    found = synthetic_control(small, treated="T", start=2006, method=method)

    for one in found.left_out:
        kept = np.array([unit != one.unit for unit in small.units])
        alone = synthetic_control(small.subset(kept), treated="T", start=2006, method=method, placebos=())
        assert (one.att, one.rmspe_pre) == (pytest.approx(alone.att), pytest.approx(alone.rmspe_pre))
    early = replace(small, periods=small.periods[:6], outcomes=small.outcomes[:, :6])
    moved = synthetic_control(early, treated="T", start=2003, method=method, placebos=())
    assert found.in_time.first_treated == 2003
    assert found.in_time.att == pytest.approx(moved.att)


@pytest.mark.parametrize("method", ["sc", "asc", "sdid", "mc"])
def test_a_known_effect_is_found_and_ranks_first(small, method):
    found = synthetic_control(small, treated="T", start=2006, method=method)

    assert found.att == pytest.approx(3.0, abs=1.3 if method == "mc" else 0.25)  # noise .1; mc shrinks the factors
    assert found.effect_rank == 1
    assert [caution.code for caution in found.cautions if caution.code == "rank-only"] == ["rank-only"]


@pytest.mark.parametrize("method", ["sc", "asc", "sdid", "mc"])
def test_an_effect_that_is_added_is_added_to_the_estimate(small, method):
    raised = small.outcomes.copy()
    raised[0, 6:] += 2.0

    base = synthetic_control(small, treated="T", start=2006, method=method, placebos=())
    found = synthetic_control(replace(small, outcomes=raised), treated="T", start=2006, method=method, placebos=())

    # sdid, asc and sc see nothing of the treated unit after treatment; nor does mc
    assert found.att - base.att == pytest.approx(2.0, abs=1e-6)


@pytest.mark.parametrize("method", ["sc", "asc", "sdid"])
def test_order_of_units_unit_and_level_of_the_outcome_change_nothing_else(small, method):
    order = np.array([4, 2, 0, 8, 6, 1, 3, 5, 7])
    moved = replace(small.subset(order), outcomes=small.outcomes[order] * 100.0 + 5000.0)

    base = synthetic_control(small, treated="T", start=2006, method=method)
    found = synthetic_control(moved, treated="T", start=2006, method=method)

    assert found.att == pytest.approx(100.0 * base.att, rel=1e-7)
    assert found.p_value == base.p_value
    shares = {unit: share for unit, share in base.weights.items() if abs(share) > 1e-6}
    assert {unit: found.weights[unit] for unit in shares} == pytest.approx(shares, abs=1e-7)


def test_a_treated_unit_within_its_donors_has_many_mixtures_and_the_result_says_so():
    generator = np.random.default_rng(1)
    outcomes = generator.normal(size=(12, 6))
    outcomes[0] = outcomes[1:].mean(axis=0)
    panel = Panel(tuple("TABCDEFGHIJK"), np.arange(6), outcomes, np.full(12, np.inf))

    found = synthetic_control(panel, treated="T", start=3)

    assert "many-solutions" in [caution.code for caution in found.cautions]
    assert found.rmspe_pre == 0.0
    assert found.ratio == np.inf


def test_a_unit_above_all_others_is_a_poor_fit_and_augmenting_extrapolates(small):
    far = small.outcomes.copy()
    far[0] += 20.0
    panel = replace(small, outcomes=far)

    codes = [one.code for one in synthetic_control(panel, treated="T", start=2006).cautions]
    augmented = synthetic_control(panel, treated="T", start=2006, method="asc", penalty=1e-6)

    assert "poor-fit" in codes
    assert "extrapolation" in [one.code for one in augmented.cautions]
    assert min(augmented.weights.values()) < 0
    assert sum(augmented.weights.values()) == pytest.approx(1.0)


def test_one_period_before_treatment_is_said_and_has_no_placebo_in_time(small):
    found = synthetic_control(small, treated="T", start=2001)

    assert "single-pre-period" in [one.code for one in found.cautions]
    assert found.in_time is None
    assert "one period before" in found.settings["placebo in time"]


def test_matched_predictors_are_those_of_the_windows_and_constants_are_left_out(small):
    panel = replace(small, covariates={"y": small.outcomes, "same": np.ones((9, 10))})
    asked = (Predictor("y", 2000, 2002), Predictor("y", 2005, 2005), Predictor("same", 2000, 2005))

    found = synthetic_control(panel, treated="T", start=2006, predictors=asked)

    assert list(found.predictor_weights) == ["y:2000-2002", "y:2005-2005"]
    own, mixed = found.predictor_means["y:2000-2002"]
    assert own == pytest.approx(small.outcomes[0, :3].mean())
    assert mixed == pytest.approx(sum(found.weights[u] * small.outcomes["TABCDEFGH".index(u), :3].mean()
                                      for u in found.weights), abs=1e-7)  # fmt: skip
    assert "covariate-dropped" in [one.code for one in found.cautions]


def test_the_same_seed_gives_the_same_predictor_weights(small):
    panel = replace(small, covariates={"y": small.outcomes})
    asked = tuple(Predictor("y", year, year) for year in (2000, 2003, 2005))

    first, second = (
        synthetic_control(panel, treated="T", start=2006, predictors=asked, seed=3, placebos=()) for _ in range(2)
    )

    assert first.predictor_weights == second.predictor_weights


def test_incomplete_donors_are_refused_with_their_cells_or_left_out_and_counted(small):
    holes = small.outcomes.copy()
    holes[2, 3] = holes[5, 1] = np.nan
    panel = replace(small, outcomes=holes)

    with pytest.raises(MissingValueError, match=r"2 outcomes of 2 donors are missing \(B 2003, E 2001\)"):
        synthetic_control(panel, treated="T", start=2006)
    found = synthetic_control(panel, treated="T", start=2006, drop_incomplete=True)
    assert found.donors == tuple("ACDFGH")
    assert "2 donors with missing outcomes were left out (B, E)" in found.cautions[0].message
    assert len(synthetic_control(panel, treated="T", start=2006, method="mc", placebos=()).donors) == 8


@pytest.mark.parametrize(
    ("change", "options", "error", "message"),
    [
        ({}, {"treated": "California"}, UnknownNameError, "there is no treated unit 'California'. The table has T, A"),
        ({}, {"start": 2000}, MethodError, "no period before treatment"),
        ({}, {"start": 2010}, MethodError, "no period in which to see an effect"),
        ({}, {"donors": ["A"]}, MethodError, "at least 2 untreated units .* there is 1"),
        ({}, {"donors": ["A", "T"]}, InputError, "'T' is the treated unit, so it cannot be a donor"),
        ({}, {"donors": ["A", "Z"]}, UnknownNameError, "no donor 'Z'"),
        ({"first_treated": 2005}, {"donors": ["A", "B"]}, InputError, "'A' is treated from 2005 on"),
        ({}, {"method": "did"}, InputError, "no method 'did'; choose from sc, asc, sdid, mc"),
        ({}, {"penalty": 1.0}, InputError, "a penalty is for the methods asc and mc"),
        ({}, {"method": "asc", "penalty": 0.0}, InputError, "must be above 0, got 0"),
        ({}, {"method": "mc", "penalty": -1.0}, InputError, "must be at least 0, got -1"),
        ({}, {"method": "asc", "start": 2002}, MethodError, "takes at least 3; there are 2"),
        ({}, {"method": "sdid", "start": 2001}, MethodError, "takes at least 2 periods; there is 1"),
        ({}, {"predictors": [Predictor("z", 2000, 2001)]}, UnknownNameError, "no covariate 'z'"),
        ({}, {"predictors": [Predictor("y", 2000, 2006)]}, InputError, "reaches into treatment, which begins in 2006"),
        ({}, {"predictors": [Predictor("y", 1990, 1999)]}, MissingValueError, "no value for 9 of 9 units"),
        ({}, {"predictors": [Predictor("y", 2000, 2001)] * 2}, InputError, "y:2000-2001 stands more than once"),
        ({}, {"predictors": [Predictor("y", 2000, 2001)], "method": "sdid"}, InputError, "predictors are for the"),
        ({"hole": (0, 2)}, {}, MissingValueError, r"1 outcome of 1 treated unit is missing \(T 2002\)"),
        ({"same": 1.0}, {}, InputError, "the outcome is 1 in every cell"),
        ({"infinite": (3, 2)}, {}, InputError, "outcome of 'C' in 2002 is infinite"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused(small, change, options, error, message):
    outcomes, first = small.outcomes.copy(), np.full(9, np.inf)
    if "hole" in change:
        outcomes[change["hole"]] = np.nan
    if "same" in change:
        outcomes[:] = change["same"]
    if "infinite" in change:
        outcomes[change["infinite"]] = np.inf
    if "first_treated" in change:
        first[1] = change["first_treated"]
    panel = replace(small, outcomes=outcomes, first_treated=first, covariates={"y": small.outcomes})

    with pytest.raises(error, match=message):
        synthetic_control(panel, **{"treated": "T", "start": 2006, **options})


def test_a_predictor_that_tells_no_unit_apart_is_refused(small):
    panel = replace(small, covariates={"same": np.ones((9, 10))})

    with pytest.raises(MethodError, match="no predictor differs between units"):
        synthetic_control(panel, treated="T", start=2006, predictors=[Predictor("same", 2000, 2001)])
