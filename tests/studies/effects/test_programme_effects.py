"""The effect of a programme: who is compared, the estimate by brute force, and when it is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.evaluation.imputation import impute
from chiiki.evaluation.results import SIMPLE, Target
from chiiki.studies.effects.estimates import draw_estimates, list_estimates, overall_effect
from chiiki.studies.effects.study import NoEffect, has_effect, study_effect

SEEDED = 20020401


@pytest.fixture(scope="module")
def kci(jp_pack):
    return study_effect(jp_pack, "KCI")


def _least_squares(panel):
    """Impute by a dense regression on dummies of units and periods, over untreated cells."""
    n_units, n_periods = panel.outcomes.shape
    units, periods = np.indices(panel.outcomes.shape)
    dummies = np.hstack([np.eye(n_units)[units.ravel()], np.eye(n_periods)[periods.ravel()]])
    untreated = ~panel.treated.ravel()
    beta = np.linalg.lstsq(dummies[untreated], panel.outcomes.ravel()[untreated], rcond=None)[0]
    return (panel.outcomes.ravel() - dummies @ beta).reshape(panel.outcomes.shape)


def test_twelve_prefectures_of_known_start_are_compared_with_thirty_one(kci):
    design = kci.design

    assert (design.n_treated, design.n_never, design.window) == (12, 31, (1996, 2022))
    assert [(cohort.cohort, len(cohort.treated)) for cohort in design.cohorts] == [(2002, 8), (2003, 3), (2004, 1)]
    assert [(e.reason, e.units) for e in design.panel.exclusions] == [("not-known", ("20", "21", "28", "35"))]


def test_income_has_six_years_before_the_first_start(kci):
    assert kci.design.cohorts[0].n_before == 6


def test_the_estimate_is_that_of_a_regression_on_dummies(kci):
    panel = kci.design.panel

    # Both solve the same normal equations; rounding leaves 1e-12.
    assert kci.overall.estimate == pytest.approx(_least_squares(panel)[panel.treated].mean(), abs=1e-10)


def test_estimates_by_year_and_cohort_are_means_of_the_same_effects(kci):
    panel = kci.design.panel
    effects, distance = _least_squares(panel), panel.periods - panel.first_treated[:, None]

    for row in (row for row in kci.by_event_time if row.target.event_time >= 0):
        cells = distance == row.target.event_time
        assert row.estimate == pytest.approx(effects[cells].mean(), abs=1e-10)
        assert row.n == int(cells.sum())
    for row in kci.by_cohort:
        cells = (panel.first_treated == row.target.cohort)[:, None] & panel.treated
        assert row.estimate == pytest.approx(effects[cells].mean(), abs=1e-10)


def test_the_second_opinion_is_a_difference_from_the_year_before_against_those_not_treated_yet(kci):
    panel = kci.design.panel
    parts = []
    for row in np.flatnonzero(panel.is_ever_treated):
        start = panel.first_index[row]
        for period in range(start, panel.n_periods):
            change = panel.outcomes[:, period] - panel.outcomes[:, start - 1]
            parts.append(change[row] - change[panel.first_index > period].mean())

    assert kci.second.estimate == pytest.approx(np.mean(parts), abs=1e-10)


def test_the_interval_holds_the_estimate_and_zero_where_the_p_value_is_large(kci):
    low, high = kci.overall.interval

    assert low < kci.overall.estimate < high
    assert (low < 0 < high) == (kci.overall.p_value > 0.05)


def test_the_detectable_effect_is_as_the_spread_over_assignments(kci):
    panel = kci.design.panel
    drawn = kci.mechanism.draw(np.random.default_rng(SEEDED), 4000)
    values = draw_estimates(panel, targets=(SIMPLE,), first_index=drawn)

    # Standard deviations of 999 and of 4,000 draws; three Monte Carlo errors of the former are 7 %.
    assert kci.detectable == pytest.approx(2.8 * values.std(), rel=0.07)


def test_another_seed_draws_other_assignments_and_keeps_the_estimate(jp_pack, kci):
    other = study_effect(jp_pack, "KCI", seed=1)

    assert other.overall.estimate == kci.overall.estimate
    assert other.overall.interval != kci.overall.interval


@pytest.mark.parametrize(
    ("programme", "reason"),
    [
        ("CITYAREA", "short-list"),
        ("COC", "short-list"),
        ("COI", "short-list"),
        ("ICP-METI", "short-list"),
        ("DESIGNI", "few-treated"),
        ("JPEAKS", "short-after"),
        ("TECHNOPOLIS", "short-before"),
        ("RHTN", "no-start"),
        ("PREF-STP", "no-list"),
    ],
)
def test_a_question_that_the_facts_do_not_allow_is_refused_with_its_reason(jp_pack, programme, reason):
    found = study_effect(jp_pack, programme)

    assert isinstance(found, NoEffect)
    assert found.reason == reason


def test_six_programmes_have_an_effect_on_income(jp_pack):
    found = [row.programme_id for row in jp_pack.programmes if has_effect(jp_pack, row.programme_id) is None]

    assert sorted(found) == ["BRIDGE-METI", "EFC", "EMC", "KCI", "SSZ-INT", "WPI"]


def test_manufacturing_has_one_year_before_and_is_refused(jp_pack):
    assert study_effect(jp_pack, "KCI", outcome="manufacturing").reason == "short-before"


def test_many_lists_at_once_give_what_each_gives_alone(kci):
    panel = kci.design.panel
    rng = np.random.default_rng(SEEDED)
    lists = np.stack([rng.choice([2002.0, 2004.0, np.inf], size=panel.n_units, p=[0.3, 0.2, 0.5]) for _ in range(20)])

    single = [overall_effect(replace(panel, first_treated=row)) for row in lists]
    # Both add up the same weights in another order.
    assert list_estimates(panel, lists) == pytest.approx(single, abs=1e-12)


def test_drawn_assignments_keep_cohorts_and_give_what_imputation_gives(kci):
    panel = kci.design.panel
    target = Target("cohort_and_period", cohort=2002, period=2010)
    drawn = kci.mechanism.draw(np.random.default_rng(SEEDED), 3)
    found = draw_estimates(panel, targets=(target,), first_index=drawn)[:, 0]

    years = np.append(panel.periods.astype(float), np.inf)
    for value, row in zip(found, drawn, strict=True):
        single = impute(replace(panel, first_treated=years[row]))
        assert value == pytest.approx(float(single.values[single.position(target)]), abs=1e-12)
