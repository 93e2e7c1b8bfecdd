"""Coverage is that of the intervals that users get, and the default keeps its level."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError
from chiiki.evaluation.did import estimate_effects
from chiiki.evaluation.inference.bootstrap import bootstrap_intervals
from chiiki.evaluation.inference.jackknife import jackknife_intervals
from chiiki.evaluation.inference.linear import cohort_weights
from chiiki.evaluation.inference.multipliers import Multipliers, multipliers
from chiiki.evaluation.inference.neyman import neyman_intervals
from chiiki.evaluation.inference.randomisation import randomise
from chiiki.evaluation.inference.regressions import directions
from chiiki.evaluation.inference.wild import wild_of_direction
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Target
from chiiki.evaluation.simulation import intervals
from chiiki.evaluation.simulation.batches import Batch
from chiiki.evaluation.simulation.cohort_weights import Groups, callaway_santanna, imputation
from chiiki.evaluation.simulation.coverage import INTERVALS, coverage
from chiiki.evaluation.simulation.designs import DESIGNS, design_named, draw_assignments, draw_errors, mechanism_of
from chiiki.evaluation.simulation.prefectures import regions
from chiiki.evaluation.student import t_quantile

NAMES = ["D1", "D2", "D3", "D3s"]
EXACT = 1e-8
"""The same algebra in another order, over at most 1,222 cells."""


def _batch(name, n=3):
    design = design_named(name)
    who = draw_assignments(mechanism_of(design), n, rng=np.random.default_rng(1))
    errors = draw_errors(design, n, rng=np.random.default_rng(2)) + np.random.default_rng(3).standard_normal((n, 47, 1))
    groups = Groups((*design.sizes, 47 - design.n_treated), design.starts, design.n_periods)
    return Batch(errors, who, groups)


def _panel(batch, at):
    starts = np.append(np.array(batch.groups.starts, dtype=float), np.inf)
    labels = tuple(f"P{i:02}" for i in range(47))
    return Panel(labels, np.arange(batch.groups.n_periods), batch.outcomes[at], starts[batch.assignments[at]])


def _ends(found, at):
    return found.low[at], found.high[at]


@pytest.mark.parametrize("name", NAMES)
def test_randomisation_of_a_batch_is_that_of_each_panel(name):
    batch = _batch(name)
    panel = _panel(batch, 1)
    found = randomise(panel, draws=199, seed=4)
    drawn = found.mechanism.draw(np.random.default_rng(4), 199)
    codes = np.searchsorted(np.unique(panel.first_index), drawn)

    ends = _ends(intervals.randomisation(batch, codes, is_exact=False, level=0.95), 1)
    # both halve down to 1e-4 of the standard error, from the same distances
    assert ends == pytest.approx(found.intervals[0], abs=2e-4 * found.standard_errors[0])


@pytest.mark.parametrize("name", NAMES[:3])
def test_neyman_of_a_batch_is_that_of_each_panel(name):
    batch = _batch(name)

    ends = _ends(intervals.neyman(batch, level=0.95), 2)
    assert ends == pytest.approx(neyman_intervals(_panel(batch, 2)).intervals[0], rel=EXACT)


@pytest.mark.parametrize("name", NAMES)
def test_wild_of_a_batch_is_that_of_each_panel(name):
    batch, at = _batch(name), 1
    signs = multipliers(47, draws=199, seed=0)
    order = np.argsort(np.argsort(batch.assignments[at], kind="stable"))
    way = directions(_panel(batch, at), [Target("simple")], estimator="bjs", comparison="not-yet")[0]
    own = wild_of_direction(way, Multipliers(signs.values[:, order], are_all=False), level=0.95)

    assert _ends(intervals.wild(batch, signs, level=0.95), at) == pytest.approx(own.interval, rel=EXACT)


@pytest.mark.parametrize("name", NAMES)
def test_jackknives_of_a_batch_are_those_of_each_panel(name):
    batch = _batch(name)
    panel = _panel(batch, 0)
    effects = estimate_effects(panel, inference="neyman" if name != "D3s" else "analytic")
    simple = replace(effects, estimates=effects.estimates[:1])

    def estimate(smaller):
        return estimate_effects(smaller, inference="analytic")

    one = jackknife_intervals(panel, simple, estimate=estimate).estimates[0]
    regional = jackknife_intervals(panel, simple, estimate=estimate, clusters=regions()).estimates[0]
    assert _ends(intervals.jackknife(batch, level=0.95), 0) == pytest.approx(one.interval, rel=EXACT)
    assert _ends(intervals.regional_jackknife(batch, regions(), level=0.95), 0) == pytest.approx(
        regional.interval, rel=EXACT
    )


@pytest.mark.parametrize("kind", ["percentile", "percentile-t"])
def test_bootstraps_of_a_batch_are_those_of_a_panel_in_the_order_of_cohorts(kind):
    batch, at = _batch("D1"), 1
    ordered = replace(batch, outcomes=batch.ordered, assignments=np.tile(batch.cohort, (3, 1)))
    panel = _panel(ordered, at)
    effects = estimate_effects(panel, inference="neyman")
    found = bootstrap_intervals(panel, effects, estimate=lambda _: effects, draws=199, seed=9, kind=kind)
    way = intervals.percentile if kind == "percentile" else intervals.percentile_t

    assert _ends(way(ordered, draws=199, seed=9, level=0.95), at) == pytest.approx(
        found.overall["simple"].interval, rel=EXACT
    )


@pytest.mark.parametrize("name", ["D1", "D2"])
def test_analytic_intervals_of_a_batch_are_those_of_imputation_and_two_way_fits(name):
    batch = _batch(name)
    panel = _panel(batch, 0)
    for estimator, way in (("bjs", intervals.analytic_imputation), ("twfe", intervals.analytic_two_way)):
        found = estimate_effects(panel, estimator=estimator, inference="analytic").overall["simple"]
        reach = t_quantile(0.95, df=46.0) * found.standard_error
        expected = (found.estimate - reach, found.estimate + reach)
        assert _ends(way(batch, level=0.95), 0) == pytest.approx(expected, rel=EXACT)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["D1", "D2"])
def test_the_analytic_interval_of_callaway_santanna_is_that_of_diff_diff(name):
    batch = _batch(name)
    found = estimate_effects(_panel(batch, 2), estimator="cs", inference="analytic").overall["simple"]

    assert _ends(intervals.analytic_cs(batch, level=0.95), 2) == pytest.approx(found.interval, rel=EXACT)


@pytest.mark.parametrize("name", NAMES)
def test_weights_by_cohort_are_those_of_the_estimators(name):
    batch = _batch(name)
    panel = _panel(batch, 0)
    for estimator, own in (("bjs", imputation), ("cs", callaway_santanna)):
        expected = cohort_weights(panel, estimator=estimator).weights[0]
        assert np.abs(own(batch.groups).weights - expected).max() < 1e-12


def test_a_table_is_the_same_for_the_same_seed_and_another_for_another():
    design = design_named("D3")
    one, same, other = (coverage(design, replications=30, draws=99, seed=seed) for seed in (1, 1, 2))

    assert one == same
    assert one != other


def test_a_table_has_every_interval_that_the_design_allows_and_names_those_refused():
    found = coverage(design_named("D5"), replications=4, draws=99)
    few = coverage(design_named("D4f"), replications=4, draws=99)

    assert [one.interval for one in found] == list(INTERVALS)
    refused = [one.interval for one in few if one.is_refused]
    assert refused == ["jackknife", "analytic-bjs", "analytic-cs", "analytic-twfe"]


def test_progress_is_told_after_each_batch():
    told = []
    coverage(design_named("D4o"), replications=260, draws=99, progress=told.append)

    assert told == [250, 260]


def test_one_replication_is_refused():
    with pytest.raises(InputError, match="replications must be at least 2, got 1"):
        coverage(design_named("D1"), replications=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", [design.name for design in DESIGNS[:12]])
def test_the_default_interval_keeps_its_level_without_spatial_correlation(name):
    found = {one.interval: one for one in coverage(design_named(name), replications=400, draws=199, seed=11)}

    # 93 to 97 % in 5,000 replications; of 400, four standard errors of .011 more on either side
    assert 0.93 - 0.044 <= found["randomisation"].coverage <= 0.97 + 0.03
    assert found["analytic-bjs"].coverage < found["randomisation"].coverage


@pytest.mark.slow
def test_neighbours_with_shared_errors_spoil_every_interval_but_that_of_the_mechanism():
    found = {one.interval: one for one in coverage(design_named("D5"), replications=400, draws=499, seed=11)}

    assert found["mechanism"].coverage >= 0.95 - 0.044
    assert max(found[name].coverage for name in ("randomisation", "neyman", "wild", "jackknife", "analytic-bjs")) < 0.87
