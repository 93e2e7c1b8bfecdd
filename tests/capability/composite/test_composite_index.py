"""The whole index: score, rank, interval, and which choice moves ranks."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.composite import composite, parse_scheme, sensitivity
from chiiki.capability.composite.scheme import Aggregation, Indicator, Missing, Scheme, Uncertainty, Weighting
from chiiki.errors import InputError, MethodError

quick = settings(max_examples=25, deadline=None, derandomize=True)

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "uk_nuts2_sti_indicators"

EVERYTHING = Uncertainty(
    normalise=("min-max", "z", "rank"),
    weights=("equal", "given", "pca"),
    aggregate=("arithmetic", "geometric", "copeland"),
    draws=300,
)


def scheme_of(n, **parts):
    indicators = tuple(Indicator(f"i{q}", "higher", weight=q + 1) for q in range(n))
    return Scheme(name="s", title="s", indicators=indicators, **{"uncertainty": EVERYTHING, **parts})


@pytest.fixture
def values():
    return np.random.default_rng(20260403).lognormal(size=(12, 4))


distinct = arrays(float, (6, 3), elements=st.integers(1, 10_000).map(float), unique=True)


def test_an_index_by_hand():
    scheme = scheme_of(2, weights=Weighting("given"), uncertainty=Uncertainty(draws=50))

    index = composite(np.array([[0.0, 10.0], [4.0, 0.0], [1.0, 5.0]]), scheme=scheme)

    assert index.weights.tolist() == [1 / 3, 2 / 3]
    # min-max: 0, 1, 1/4 and 1, 0, 1/2
    np.testing.assert_allclose(index.score, [2 / 3, 1 / 3, 5 / 12], rtol=1e-12)
    assert index.rank.tolist() == [1, 3, 2]
    np.testing.assert_allclose(index.contributions.sum(axis=1), index.score, rtol=1e-12)


def test_the_example_of_the_explanation_page():
    scheme = Scheme("s", "s", (Indicator("schooling", "higher"), Indicator("unemployed", "lower")))

    index = composite(np.array([[10.0, 5], [12, 3], [7, 7]]), scheme=scheme)

    np.testing.assert_allclose(index.score, [0.55, 1, 0], rtol=1e-12)
    assert index.rank_low.tolist() == index.rank_high.tolist() == [2, 1, 3]


def test_the_same_seed_gives_the_same_intervals(values):
    one, same, other = (composite(values, scheme=scheme_of(4), seed=seed, draws=100) for seed in (1, 1, 2))

    assert one.frequency.tolist() == same.frequency.tolist()
    assert one.frequency.tolist() != other.frequency.tolist()


@pytest.mark.parametrize("spread", ["none", "uniform", "dirichlet"])
def test_intervals_hold_their_level_and_frequencies_sum_to_one(values, spread):
    index = composite(values, scheme=scheme_of(4, uncertainty=replace(EVERYTHING, spread=spread)), level=0.8)

    np.testing.assert_allclose(index.frequency.sum(axis=1), 1, rtol=1e-12)
    assert (index.rank_low <= index.rank_high).all()
    for region, (low, high) in enumerate(zip(index.rank_low, index.rank_high, strict=True)):
        assert index.frequency[region, low - 1 : high].sum() >= 0.8 - 1e-12
    assert (index.level, index.n_draws) == (0.8, 300)


def test_a_region_that_leads_everywhere_is_first_under_any_choice(values):
    values[3] = values.max(axis=0) * 2

    index = composite(values, scheme=scheme_of(4))

    assert (index.rank[3], index.rank_low[3], index.rank_high[3], index.frequency[3, 0]) == (1, 1, 1, 1)


def test_choices_that_touch_nothing_leave_no_interval():
    twins = np.repeat(np.array([[5.0], [3.0], [1.0]]), 2, axis=1)

    index = composite(twins, scheme=scheme_of(2))

    assert index.rank_low.tolist() == index.rank_high.tolist() == [1, 2, 3]
    with pytest.raises(MethodError, match="no rank moves"):
        sensitivity(twins, scheme=scheme_of(2), draws=64)


@quick
@given(x=distinct, order=st.permutations(range(6)))
def test_permuting_regions_permutes_the_index(x, order):
    scheme = scheme_of(3)

    index, permuted = composite(x, scheme=scheme, draws=40), composite(x[order], scheme=scheme, draws=40)

    # rtol: means sum in another order
    np.testing.assert_allclose(permuted.score, index.score[order], rtol=1e-9, atol=1e-12)
    assert permuted.rank.tolist() == index.rank[order].tolist()


@quick
@given(x=distinct, units=arrays(float, 3, elements=st.floats(0.01, 1000)))
def test_units_change_no_rank(x, units):
    scheme = scheme_of(3, uncertainty=Uncertainty(normalise=("min-max", "z", "best"), draws=40))

    assert composite(x * units, scheme=scheme).rank.tolist() == composite(x, scheme=scheme).rank.tolist()


@quick
@given(x=distinct, better=st.integers(0, 5), indicator=st.integers(0, 2))
def test_more_of_a_good_thing_never_costs_a_place(x, better, indicator):
    scheme = scheme_of(3, uncertainty=Uncertainty(draws=10))
    more = x.copy()
    more[better, indicator] += 0.5

    assert composite(more, scheme=scheme).rank[better] <= composite(x, scheme=scheme).rank[better]


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "copeland"])
@pytest.mark.parametrize("normalised", ["min-max", "z", "rank", "best"])
def test_every_scale_goes_with_every_aggregation(values, normalised, aggregation):
    scheme = scheme_of(4, normalise=normalised, aggregate=Aggregation(aggregation), uncertainty=Uncertainty(draws=20))

    index = composite(values, scheme=scheme)

    assert np.isfinite(index.score).all()
    assert min(index.rank) == 1


def test_benefit_of_the_doubt_as_the_scheme_and_as_one_of_the_choices(values):
    choices = Uncertainty(
        weights=("bod", "equal"), normalise=("min-max", "z"), aggregate=("arithmetic", "copeland"), draws=20
    )
    scheme = scheme_of(4, weights=Weighting("bod", low_share=0.25, high_share=0.25), uncertainty=choices)

    index = composite(values, scheme=scheme)

    assert index.weights.shape == (12, 4)
    assert index.score.max() == pytest.approx(1, abs=1e-7)
    # with every share at a quarter only equal weights are left
    assert index.rank.tolist() == composite(values, scheme=scheme_of(4)).rank.tolist()


def test_a_dropped_region_is_in_neither_ranks_nor_frequencies(values):
    values[2, 1] = np.nan

    index = composite(values, scheme=scheme_of(4, missing=Missing("drop")))

    assert index.kept.tolist() == [0, 1, *range(3, 12)]
    assert index.frequency.shape == (11, 11)


def test_imputation_is_one_of_the_choices(values):
    values[2:6, 1] = np.nan
    choices = Uncertainty(missing=("median", "mean", "knn"), leave_one_out=False, spread="none", draws=100)

    index = composite(values, scheme=scheme_of(4, missing=Missing("median"), uncertainty=choices))
    found = sensitivity(values, scheme=scheme_of(4, missing=Missing("median"), uncertainty=choices), draws=64)

    assert [caution.code for caution in index.cautions] == ["imputed"]
    assert found.choices == ("missing",)
    assert found.total[0] == pytest.approx(1, abs=0.3)


def test_factors_of_few_regions_carry_a_caution(values):
    index = composite(values[:8], scheme=scheme_of(4, weights=Weighting("pca")))

    assert [caution.code for caution in index.cautions] == ["few-units"]


@pytest.mark.parametrize(("asked", "told"), [({"draws": 9}, "draws must be at least 10"), ({"level": 1.0}, "below 1")])
def test_an_experiment_too_small_is_refused(values, asked, told):
    with pytest.raises(InputError, match=told):
        composite(values, scheme=scheme_of(4), **asked)


def test_the_input_is_not_changed(values):
    before = values.copy()

    composite(values, scheme=scheme_of(4), draws=20)

    np.testing.assert_array_equal(values, before)


def test_the_choice_that_decides_has_the_largest_share_of_the_variance():
    # one outlier in one indicator: the scale decides, weights hardly matter
    rng = np.random.default_rng(5)
    values = rng.uniform(1, 2, size=(15, 4))
    values[0, :2] = 40
    scheme = scheme_of(4, uncertainty=Uncertainty(normalise=("min-max", "rank"), width=0.01, leave_one_out=False))

    found = sensitivity(values, scheme=scheme, draws=512)

    assert found.choices == ("normalise", "spread")
    assert found.first[0] > 0.9
    assert found.total[1] < 0.1
    assert found.region_total.shape == (2, 15)
    assert found.mean_shift > 0
    with pytest.raises(InputError, match="draws must be at least 64"):
        sensitivity(values, scheme=scheme, draws=10)


UK = """
title = "Places of research and innovation, NUTS 2 regions of the United Kingdom"
[missing]
rule = "drop"
[uncertainty]
normalise = ["min-max", "z", "rank"]
aggregate = ["arithmetic", "geometric", "copeland"]
draws = 2000
[[indicators]]
id = "aps_nvq4_education_data"
direction = "higher"
[[indicators]]
id = "aps_econ_active_stem_density_data"
direction = "higher"
[[indicators]]
id = "ashe_mean_salary"
direction = "higher"
[[indicators]]
id = "broadband_download_speed_data"
direction = "higher"
[[indicators]]
id = "air_pollution_mean_pm10"
direction = "lower"
"""
"""Rates only: the set has no persons to divide amounts by."""


def _uk(name):
    """Return one indicator by region, of the latest year on the regions of 2016."""
    with (SHARED / f"{name}.nuts2.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["nuts_year_spec"] == "2016"]
    latest = max(row["year"] for row in rows)
    return {row["nuts_id"]: float(row[name]) for row in rows if row["year"] == latest}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="shared/data/uk_nuts2_sti_indicators is not beside the checkout")
def test_regions_of_the_united_kingdom_have_ranks_with_sane_intervals():
    scheme = parse_scheme(UK)
    columns = [_uk(indicator.id) for indicator in scheme.indicators]
    regions = sorted(set().union(*columns))
    values = np.array([[column.get(region, np.nan) for column in columns] for region in regions])

    index = composite(values, scheme=scheme, regions=regions, seed=1)

    assert len(index.kept) == 40
    assert [caution.code for caution in index.cautions] == ["incomplete-dropped"]
    assert (index.rank_low >= 1).all()
    assert (index.rank_high <= 40).all()
    inside = (index.rank_low <= index.rank) & (index.rank <= index.rank_high)
    assert inside.mean() > 0.9
    assert 3 <= np.median(index.rank_high - index.rank_low) <= 20
    # south-west London leads in qualification and pay, whatever the scale
    assert regions[index.kept[index.rank_high.argmin()]] == "UKI6"
