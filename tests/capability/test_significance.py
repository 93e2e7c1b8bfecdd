"""Significance: tails and adjustment against references, intervals against their definition."""

from __future__ import annotations

import json
import math
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.advantage import rca
from chiiki.capability.draws import Country, Region, draw_poisson, draw_region
from chiiki.capability.significance import adjust, hypergeometric, rca_intervals
from chiiki.errors import InputError, MissingValueError, ShapeError

GOLDEN = Path(__file__).parents[1] / "golden" / "capability"

quick = settings(max_examples=25, deadline=None, derandomize=True)

counts = arrays(float, (3, 4), elements=st.integers(1, 40).map(float))


def stored(name):
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("table", "file"), [("small", "significance_r.json"), ("large", "significance_r.json")])
def test_tails_of_counts_are_those_of_r(table, file):
    observed = hypergeometric(np.array(stored("significance_py.json")[table]["counts"], dtype=float))

    # rtol: logarithms of factorials of 100,000s keep 12 digits; atol: R writes 15 digits of 1
    np.testing.assert_allclose(observed, stored(file)[table], rtol=1e-11, atol=1e-14)


def test_tails_of_small_counts_are_those_of_scipy():
    small = stored("significance_py.json")["small"]

    # atol: sums of at most some hundred probabilities
    np.testing.assert_allclose(hypergeometric(np.array(small["counts"], dtype=float)), small["tails"], atol=1e-12)


def test_a_tail_can_be_summed_by_hand():
    # two of two from four with two marked: one way in six
    assert hypergeometric(np.array([[2.0, 0.0], [0.0, 2.0]])) == pytest.approx(np.array([[1 / 6, 1], [1, 1 / 6]]))


def test_a_cell_that_takes_all_there_is_cannot_be_exceeded():
    assert hypergeometric(np.array([[5.0], [3.0]])).tolist() == [[1.0], [1.0]]


@quick
@given(arrays(float, (3, 4), elements=st.integers(0, 6).map(float)))
def test_tails_are_sums_over_all_ways_to_draw(x):
    x = x + np.eye(3, 4) + np.array([0, 0, 0, 1.0])
    total, of_regions, of_activities = int(x.sum()), x.sum(axis=1).astype(int), x.sum(axis=0).astype(int)
    expected = [
        [
            sum(
                math.comb(k, value) * math.comb(total - k, n - value)
                for value in range(int(x[r, a]), min(k, n) + 1)
                if n - value <= total - k
            )
            / math.comb(total, n)
            for a, k in enumerate(of_activities.tolist())
        ]
        for r, n in enumerate(of_regions.tolist())
    ]

    # rtol: 1 - P loses what P has lost in rounding
    np.testing.assert_allclose(hypergeometric(x), expected, rtol=1e-11)


def test_amounts_that_are_not_counts_are_refused():
    with pytest.raises(
        InputError, match=r"counts must be whole numbers of units, got 1\.5 at \[0, 1\] \(1 such cells\)"
    ):
        hypergeometric(np.array([[1.0, 1.5]]))


@pytest.mark.parametrize(("table", "what"), [([[0.0], [1.0]], "region"), ([[1.0, 0.0]], "activity")])
def test_an_empty_region_or_activity_has_no_tail(table, what):
    with pytest.raises(InputError, match=f"every {what} needs an amount"):
        hypergeometric(np.array(table))


def test_adjusted_probabilities_are_those_of_statsmodels():
    reference = stored("significance_py.json")["adjust"]

    # rtol: one product each
    np.testing.assert_allclose(adjust(np.array(reference["p_values"])), reference["adjusted"], rtol=1e-12)


def test_adjusting_keeps_the_shape_and_the_order():
    p = np.array([[0.01, 0.5], [0.02, 0.9]])

    adjusted = adjust(p)

    assert adjusted == pytest.approx(np.array([[0.04, 2 / 3], [0.04, 0.9]]))
    assert p.tolist() == [[0.01, 0.5], [0.02, 0.9]]


@pytest.mark.parametrize(("p", "error"), [(np.nan, MissingValueError), (1.5, InputError), (-0.1, InputError)])
def test_what_is_no_probability_is_not_adjusted(p, error):
    with pytest.raises(error, match="p_values"):
        adjust(np.array([0.1, p]))


def test_intervals_hold_the_ratio_and_shrink_with_the_number_of_units():
    patents = np.array([[4.0, 6.0], [40.0, 60.0]])

    few, many = rca_intervals(patents, seed=1), rca_intervals(patents * 100, seed=1)

    assert few.rca.tolist() == rca(patents).rca.tolist()
    assert (few.low < few.rca).all()
    assert (few.rca < few.high).all()
    # a tenth as wide for a hundred times the units; rel: 2,000 draws
    assert (many.high - many.low)[1] == pytest.approx((few.high - few.low)[1] / 10, rel=0.15)
    assert few.method == "poisson"
    assert few.regions == (0, 1)
    assert [caution.code for caution in few.cautions] == ["few-units"]
    assert not many.cautions


def test_ends_are_quantiles_of_the_ratio_over_drawn_tables():
    patents = np.array([[30.0, 12.0, 50.0], [100.0, 200.0, 80.0], [15.0, 60.0, 5.0]])
    rng = np.random.default_rng(5)
    drawn = rng.poisson(patents, (40_000, 3, 3)).astype(float)
    ratios = drawn / drawn.sum(axis=2, keepdims=True)
    ratios /= (drawn.sum(axis=1) / drawn.sum(axis=(1, 2))[:, np.newaxis])[:, np.newaxis]
    low, high = np.quantile(ratios, [0.05, 0.95], axis=0)

    result = rca_intervals(patents, level=0.9, n_draws=40_000, seed=6)

    # atol: quantiles of 40,000 draws on both sides
    np.testing.assert_allclose(result.low, low, atol=0.02)
    np.testing.assert_allclose(result.high, high, atol=0.02)


def test_units_carry_amounts_and_widen_the_interval():
    jobs, offices = np.array([[400.0, 600.0], [4000.0, 6000.0]]), np.array([[4.0, 6.0], [40.0, 60.0]])

    by_unit, by_job = rca_intervals(jobs, units=offices, seed=1), rca_intervals(jobs, seed=1)

    assert by_unit.method == "compound poisson"
    assert ((by_unit.high - by_unit.low) > 5 * (by_job.high - by_job.low)).all()
    # jobs in offices of one size move like offices
    offices_alone = rca_intervals(offices, seed=1)
    np.testing.assert_allclose(by_unit.low, offices_alone.low, rtol=1e-9)
    np.testing.assert_allclose(by_unit.high, offices_alone.high, rtol=1e-9)


def test_an_empty_cell_has_the_exact_upper_limit_of_nothing_seen():
    patents = np.array([[0.0, 100.0], [50.0, 850.0]])

    result = rca_intervals(patents, seed=1)

    unseen = -math.log(0.025)
    assert result.low[0, 0] == 0
    assert result.high[0, 0] == pytest.approx((unseen / (100 + unseen)) / ((50 + unseen) / (1000 + unseen)))


def test_an_empty_cell_of_amounts_takes_the_mean_unit_of_the_country():
    jobs, offices = np.array([[0.0, 100.0], [50.0, 850.0]]), np.array([[0.0, 10.0], [5.0, 85.0]])

    result = rca_intervals(jobs, units=offices, seed=1)

    unseen = -math.log(0.025) * 10
    assert result.high[0, 0] == pytest.approx((unseen / (100 + unseen)) / ((50 + unseen) / (1000 + unseen)))


def test_a_row_is_the_same_alone_and_with_the_others():
    patents = np.random.default_rng(2).poisson(20, (5, 6)) + 1.0

    whole, alone = rca_intervals(patents, seed=3), rca_intervals(patents, seed=3, regions=[4, 1])

    assert alone.low.tolist() == whole.low[[4, 1]].tolist()
    assert alone.high.tolist() == whole.high[[4, 1]].tolist()
    assert alone.regions == (4, 1)


def test_the_same_generator_gives_the_same_result_and_the_input_stays():
    patents = np.array([[4.0, 6.0], [40.0, 60.0]])

    first = rca_intervals(patents, seed=np.random.default_rng(8))
    second = rca_intervals(patents, seed=np.random.default_rng(8))

    assert first.low.tolist() == second.low.tolist()
    assert patents.tolist() == [[4.0, 6.0], [40.0, 60.0]]


def test_the_country_can_be_given_with_its_units():
    jobs, offices = np.array([[400.0, 0.0]]), np.array([[40.0, 0.0]])
    country, of_country = np.array([4000.0, 8000.0]), np.array([400.0, 200.0])

    given_units = rca_intervals(jobs, units=offices, reference=country, reference_units=of_country, seed=1)
    without = rca_intervals(jobs, units=offices, reference=country, seed=1)

    unseen = -math.log(0.025) * 40
    assert given_units.high[0, 1] == pytest.approx((unseen / (400 + unseen)) / ((8000 + unseen) / (12000 + unseen)))
    assert without.high[0, 1] == math.inf
    assert "no upper end" in without.cautions[0].message
    assert without.low[0, 0] == without.rca[0, 0] or without.low[0, 0] < without.high[0, 0]


def test_patents_beside_a_given_country_are_units_there_too():
    result = rca_intervals(np.array([[30.0, 70.0]]), reference=np.array([3000.0, 7000.0]), seed=1)

    assert result.rca.tolist() == [[1.0, 1.0]]
    assert (result.low < 1).all()
    assert (result.high > 1).all()


def test_a_drawn_country_outside_the_region_can_be_empty():
    result = rca_intervals(np.array([[3.0, 5.0], [0.0, 5.0]]), units=np.array([[1.0, 1.0], [0.0, 2.0]]), seed=1)

    assert np.isfinite(result.low).all()
    assert np.isfinite(result.high).all()
    assert result.low[0].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("mean", [1.0, 7.0, 99.0, 99.5, 100.0, 150.0, 5000.0])
def test_drawn_numbers_are_poisson_numbers(mean):
    drawn = draw_poisson(np.array([mean]), n_draws=200_000, rng=np.random.default_rng(4))[0]

    assert (drawn == np.rint(drawn)).all()
    # abs: four standard errors of 200,000 draws
    assert drawn.mean() == pytest.approx(mean, abs=4 * math.sqrt(mean / 200_000))
    assert drawn.var() == pytest.approx(mean, rel=4 * math.sqrt((2 + 1 / mean) / 200_000))
    skewness = ((drawn - drawn.mean()) ** 3).mean() / drawn.std() ** 3
    assert skewness == pytest.approx(1 / math.sqrt(mean), abs=4 * math.sqrt(15 / 200_000))


def test_the_expansion_misses_the_distribution_by_a_ten_thousandth_at_most():
    n_draws = 200_000
    middles = ((np.arange(n_draws) + 0.5) / n_draws).tolist()

    class Grid:
        def standard_normal(self, _shape):
            return np.array([[NormalDist().inv_cdf(share) for share in middles]])

        def integers(self, _low, _high, shape, **_keywords):
            return np.zeros(shape, dtype=np.uint16)

        def poisson(self, _means, shape):
            return np.zeros(shape)

    drawn = draw_poisson(np.array([100.0]), n_draws=n_draws, rng=Grid())[0]
    values = np.arange(50, 160)
    found = np.searchsorted(np.sort(drawn), values, side="right") / n_draws
    exact = np.cumsum([math.exp(k * math.log(100) - 100 - math.lgamma(k + 1)) for k in range(160)])[50:]

    # atol: the next term of the expansion is of the order 1/mean²
    np.testing.assert_allclose(found, exact, atol=1.1e-4)


def test_a_region_that_is_drawn_empty_counts_as_nothing():
    region = Region(amounts=np.array([1.0]), units=np.array([1.0]))
    country = Country(amounts=np.array([1.0]), units=np.array([1.0]))
    rng = np.random.default_rng(1)

    low, high = draw_region(region, country, shocks=rng.standard_normal((1, 500)), level=0.9, rng=rng)

    assert low.tolist() == [0.0]
    assert high.tolist() == [1.0]


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"level": 1.0}, InputError, r"level must be above 0 and below 1, got 1\.0"),
        ({"n_draws": 99}, InputError, "n_draws must be at least 100, got 99"),
        ({"regions": [2]}, InputError, r"regions must be positions from 0 to 1, at least one, got \[2\]"),
        ({"regions": []}, InputError, "at least one"),
        ({"units": np.ones(2)}, ShapeError, r"units must have the shape \(2, 2\), got \(2,\)"),
        ({"units": np.full((2, 2), 0.5)}, InputError, "units must be whole numbers"),
        ({"units": np.full((2, 2), np.nan)}, MissingValueError, "units has 4 missing cells"),
        ({"units": np.eye(2)}, InputError, r"units is 0 where amounts is above 0, at \[\[0, 1\], \[1, 0\]\]"),
        ({"reference": np.array([5.0, 9.0])}, InputError, r"reference is less than .* at activities \[0\]"),
        ({"reference_units": np.ones(2)}, InputError, "reference_units belongs to units and reference"),
        (
            {"units": np.ones((2, 2)), "reference": np.full(2, 20.0), "reference_units": np.ones(3)},
            ShapeError,
            r"reference_units must have the shape \(2,\)",
        ),
        (
            {"units": np.ones((2, 2)), "reference": np.full(2, 20.0), "reference_units": np.ones(2)},
            InputError,
            r"reference_units is less than the regions together at activities \[0, 1\]",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(changed, error, message):
    with pytest.raises(error, match=message):
        rca_intervals(np.full((2, 2), 4.0), seed=1, **changed)


def test_yen_without_units_are_refused():
    with pytest.raises(InputError, match=r"amounts must be whole numbers.*give the units that carry them"):
        rca_intervals(np.array([[1.5, 2.0]]), seed=1)


@quick
@given(counts)
def test_the_unit_of_amounts_that_units_carry_does_not_matter(x):
    before, after = (rca_intervals(x * factor, units=x, n_draws=200, seed=1) for factor in (1.0, 8.0))

    # rtol: sums and quotients of positive numbers
    np.testing.assert_allclose(after.low, before.low, rtol=1e-9)
    np.testing.assert_allclose(after.high, before.high, rtol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spread", "expected"),
    [(0.0, {"few": 0.93, "many": 0.945}), (1.0, {"few": 0.79, "many": 0.80})],
)
def test_intervals_hold_the_true_ratio_as_often_as_the_page_says(spread, expected):
    rng = np.random.default_rng(7)
    means = rng.lognormal(2.0, 1.0, (8, 12)) * rng.lognormal(0.0, 1.0, (8, 1))
    truth, held, n_tables = rca(means).rca, np.zeros((8, 12)), 400
    for table in range(n_tables):
        units = rng.poisson(means).astype(float)
        sizes = rng.lognormal(0.0, spread, int(units.sum()))
        cells = np.repeat(np.arange(units.size), units.astype(int).ravel())
        amounts = np.bincount(cells, weights=sizes, minlength=units.size).reshape(units.shape)
        found = rca_intervals(amounts, units=units, n_draws=1000, seed=table)
        held += (found.low <= truth) & (truth <= found.high)
    few = (means >= 3) & (means < 10)
    # abs: about three Monte Carlo standard errors of 24 cells by 400 tables, cells of a table being dependent
    assert held[few].mean() / n_tables == pytest.approx(expected["few"], abs=0.02)
    assert held[means >= 10].mean() / n_tables == pytest.approx(expected["many"], abs=0.02)
