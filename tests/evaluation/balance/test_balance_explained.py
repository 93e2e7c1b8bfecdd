"""Effects on inequality, explained shares, Shapley values, intervals: identities, brute force, refusals."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from chiiki.evaluation.balance.counterfactual import cohort_time_means, without_effect
from chiiki.evaluation.balance.draws import bootstrap_effects, intervals_from_draws, null_effects
from chiiki.evaluation.balance.explained import TINY, Draws, Observed, explain_change
from chiiki.evaluation.balance.indices import INDICES
from chiiki.evaluation.balance.shapley import MOST_PROGRAMMES, shapley_values, subsets

quick = settings(max_examples=25, deadline=None, derandomize=True)
amounts = arrays(float, 6, elements=st.floats(1, 50), unique=True)
heads = arrays(float, 6, elements=st.floats(1, 1000))
effects = arrays(float, 6, elements=st.floats(-0.5, 0.5))
ROUNDING = 1e-12
"""Indices are below 2, each a sum of six terms; differences of up to eight of them stay within this."""

INF = np.inf


def _question(y0, y1, n):
    return Observed(y0, n), Observed(y1, n)


def _all(found):
    return [*found.indices.values(), *found.unweighted.values()]


@given(y0=amounts, y1=amounts, n=heads)
@quick
def test_no_effect_explains_nothing(y0, y1, n):
    found = explain_change(*_question(y0, y1, n), effects={"A": np.zeros(6), "B": np.zeros(6)})

    for one in _all(found):
        assert one.effect == 0.0
        assert set(one.shapley.values()) == {0.0}
        assert one.counterfactual_end == one.end
        assert one.is_tiny or one.explained_share == 0.0


@given(y0=amounts, y1=amounts, n=heads, common=st.floats(-1, 1))
@quick
def test_an_effect_on_logarithms_that_all_regions_share_leaves_inequality_alone(y0, y1, n, common):
    found = explain_change(*_question(y0, y1, n), effects={"A": np.full(6, common)})

    for one in _all(found):
        assert one.effect == pytest.approx(0.0, abs=ROUNDING)


@pytest.mark.parametrize("scale", ["log", "level"])
@given(y0=amounts, y1=amounts, n=heads, tau=arrays(float, (3, 6), elements=st.floats(-0.5, 0.5)))
@quick
def test_shapley_values_sum_to_the_effect_and_are_the_mean_over_all_orders(scale, y0, y1, n, tau):
    taus = dict(zip("abc", tau, strict=True))
    found = explain_change(*_question(y0, y1 + 2, n), effects=taus, scale=scale)

    for name, one in found.indices.items():
        assert sum(one.shapley.values()) == pytest.approx(one.effect, abs=ROUNDING)
        assert one.shapley == pytest.approx(_over_orders(y1 + 2, n, taus, name, scale), abs=ROUNDING)


def _over_orders(y, n, taus, index, scale):
    """Switch the programmes on one after another, in every order."""
    gained = dict.fromkeys(taus, 0.0)
    orders = list(permutations(taus))
    for order in orders:
        for step, name in enumerate(order):
            after = sum((taus[k] for k in order[step + 1 :]), np.zeros(6))
            before = after + taus[name]
            values = [
                float(INDICES[index](y * np.exp(-off) if scale == "log" else y - off, persons=n))
                for off in (after, before)
            ]
            gained[name] += (values[0] - values[1]) / len(orders)
    return gained


@given(y0=amounts, y1=amounts, n=heads, a=effects, b=effects)
@quick
def test_programmes_with_the_same_effects_share_alike(y0, y1, n, a, b):
    found = explain_change(*_question(y0, y1, n), effects={"a": a, "b": b, "again": a})

    for one in _all(found):
        assert one.shapley["a"] == pytest.approx(one.shapley["again"], abs=ROUNDING)


@given(y0=amounts, y1=amounts, n=heads, a=effects, factor=st.floats(0.1, 10))
@quick
def test_the_unit_of_amounts_and_a_replication_of_the_population_change_no_answer(y0, y1, n, a, factor):
    plain = explain_change(*_question(y0, y1, n), effects={"A": a})
    scaled = explain_change(*_question(factor * y0, factor * y1, 7 * n), effects={"A": a})
    twice = explain_change(*_question(np.tile(y0, 2), np.tile(y1, 2), np.tile(n, 2)), effects={"A": np.tile(a, 2)})

    for name, one in plain.indices.items():
        for other in (scaled, twice):
            same = other.indices[name]
            assert (same.effect, same.change) == pytest.approx((one.effect, one.change), abs=ROUNDING)


def test_the_numbers_are_those_of_the_formulas_by_hand():
    # Two regions of equal population: Gini is the difference over four times the mean.
    found = explain_change(
        Observed(np.array([1.0, 5.0]), np.array([2.0, 2.0])),
        Observed(np.array([2.0, 4.0]), np.array([1.0, 1.0])),
        effects={"level": np.array([1.0, 1.0])},
        scale="level",
        per_head_of="residents",
    )
    gini = found.indices["gini"]

    assert (gini.start, gini.end, gini.counterfactual_end) == pytest.approx((2 / 6, 1 / 6, 1 / 4))
    assert (gini.change, gini.effect) == pytest.approx((-1 / 6, -1 / 12))
    assert gini.explained_share == pytest.approx(0.5)
    assert (found.weighting, found.scale, found.per_head_of, found.n_regions) == ("persons", "level", "residents", 2)
    assert [caution.code for caution in found.cautions] == ["no-interval"]


def test_persons_are_those_of_the_year_and_units_count_as_one_beside_them():
    start = Observed(np.array([1.0, 3.0]), np.array([1.0, 3.0]))
    end = Observed(np.array([1.0, 3.0]), np.array([3.0, 1.0]))
    found = explain_change(start, end, effects={"A": np.array([0.0, 0.1])})

    assert found.indices["gini"].start == pytest.approx(3 / 16 * 2 / 2.5)
    assert found.indices["gini"].end == pytest.approx(3 / 16 * 2 / 1.5)
    assert found.unweighted["gini"].change == 0.0


def test_without_persons_each_region_counts_as_one_and_the_result_says_so():
    found = explain_change(
        Observed(np.array([1.0, 3.0]), None), Observed(np.array([1.0, 2.0]), None), effects={"A": np.zeros(2)}
    )

    assert found.weighting == "regions"
    assert found.indices == found.unweighted
    assert [caution.code for caution in found.cautions] == ["unweighted", "no-interval"]


def test_a_tiny_change_has_no_explained_share():
    y = np.array([1.0, 3.0, 4.0])
    moved = y + np.array([TINY / 10, 0.0, 0.0])
    found = explain_change(Observed(y, None), Observed(moved, None), effects={"A": np.array([0.2, 0.0, 0.0])})

    assert [one.explained_share for one in found.indices.values()] == [None] * 3
    assert found.cautions[-1].code == "tiny-change"
    assert "theil, variance_of_logs, gini: the change is below 1%" in found.cautions[-1].message


def test_a_region_with_nothing_leaves_out_the_variance_of_logs():
    found = explain_change(
        Observed(np.array([0.0, 3.0]), None), Observed(np.array([1.0, 2.0]), None), effects={"A": np.zeros(2)}
    )

    assert set(found.indices) == {"theil", "gini"}
    assert "no-logarithm" in [caution.code for caution in found.cautions]


def test_twelve_programmes_are_shared_out_exactly_and_thirteen_are_refused():
    y = np.linspace(1, 3, 5)
    taus = {f"p{k}": np.linspace(0, 0.01 * k, 5) for k in range(MOST_PROGRAMMES)}
    found = explain_change(Observed(y, None), Observed(y[::-1] + 1, None), effects=taus).indices["theil"]

    assert sum(found.shapley.values()) == pytest.approx(found.effect, abs=ROUNDING)
    with pytest.raises(InputError, match="take 1 to 12 programmes, got 13"):
        explain_change(Observed(y, None), Observed(y + 1, None), effects={**taus, "more": y})
    with pytest.raises(InputError, match="take 1 to 12 programmes, got 0"):
        explain_change(Observed(y, None), Observed(y + 1, None), effects={})


def test_shapley_values_need_one_value_for_each_subset():
    assert subsets(3).sum() == 12
    assert shapley_values(np.array([1.0, 4.0])).tolist() == [3.0]
    with pytest.raises(ShapeError, match="2, 4, 8 and so on, got 3"):
        shapley_values(np.zeros(3))


def test_an_interval_is_centred_on_the_effect_less_its_bias():
    y0, y1 = np.array([1.0, 4.0, 5.0]), np.array([2.0, 4.0, 6.0])
    tau = np.array([0.3, 0.0, 0.0])
    generator = np.random.default_rng(1)
    drawn = tau + generator.normal(0, 0.05, (200, 1, 3))
    null = generator.normal(0, 0.05, (100, 1, 3))

    def asked(**draws):
        return explain_change(Observed(y0, None), Observed(y1, None), effects={"A": tau}, draws=Draws(**draws))

    plain, few = (asked(bootstrap=drawn, degrees_of_freedom=df).indices["theil"] for df in (None, 10))
    found = asked(bootstrap=drawn, null=null)
    biased = found.indices["theil"]

    observed = float(INDICES["theil"](y1, persons=None))
    spread, none = (
        np.array([observed - float(INDICES["theil"](y1 * np.exp(-draw[0]), persons=None)) for draw in draws])
        for draws in (drawn, null)
    )
    # Quantiles of the normal distribution, and of Student's with 10 degrees of freedom, as printed in tables.
    for one, quantile in ((plain, 1.959964), (few, 2.228139)):
        reach = quantile * spread.std(ddof=1)
        assert one.interval == pytest.approx((one.effect - reach, one.effect + reach), rel=1e-6)
        assert one.shapley_intervals == {"A": pytest.approx(one.interval, abs=ROUNDING)}
        assert (one.bias, one.corrected_effect) == (None, one.effect)
    assert biased.bias == pytest.approx(none.mean(), abs=ROUNDING)
    assert biased.corrected_effect == biased.effect - biased.bias
    assert biased.explained_share == pytest.approx(biased.corrected_effect / biased.change)
    assert biased.interval == pytest.approx([end - biased.bias for end in plain.interval], abs=ROUNDING)
    assert biased.share_interval == pytest.approx(sorted(end / biased.change for end in biased.interval))
    assert (found.n_draws, found.n_null, found.level) == (200, 100, 0.95)


def test_noise_in_single_cells_makes_a_null_programme_look_as_if_it_widened_the_gap_and_the_bias_takes_it_off():
    generator = np.random.default_rng(8)
    first = np.where(np.arange(47) < 18, 2002.0 + np.arange(47) % 3, INF)
    cells, means, corrected = [], [], []
    for _ in range(300):
        noise = generator.normal(0, 0.05, 47)
        y = np.exp(generator.normal(0, 0.15, 47) + noise)
        single = np.where(first < INF, noise, 0.0)
        smooth = cohort_time_means(single[:, None], first_treated=first)[:, 0]
        null = np.stack([np.where(generator.permutation(first) < INF, noise, 0.0)[None] for _ in range(20)])
        question = (Observed(y, None), Observed(y, None))
        found = explain_change(*question, effects={"A": single}, draws=Draws(null=null)).indices["theil"]
        cells.append(found.effect)
        corrected.append(found.corrected_effect)
        means.append(explain_change(*question, effects={"A": smooth}).indices["theil"].effect)

    # Means over six units have a sixth of the variance, and the bias is proportional to it. The means
    # of 300 replications have standard errors of 3e-5, 1e-5 and 3e-5.
    assert np.mean(cells) == pytest.approx(0.05**2 / 2 * 18 / 47, abs=1.2e-4)
    assert np.mean(means) / np.mean(cells) == pytest.approx(1 / 6, abs=0.1)
    assert abs(np.mean(corrected)) < 0.25 * np.mean(cells)


def test_counterfactuals_divide_by_the_exponential_and_subtract_levels():
    assert without_effect(np.array([2.0]), np.array([0.5]), scale="log")[0] == 2 * np.exp(-0.5)
    assert without_effect(np.array([2.0]), np.array([0.5]), scale="level")[0] == 1.5
    with pytest.raises(InputError, match="'log' or 'level', got 'percent'"):
        without_effect(np.array([2.0]), np.array([0.5]), scale="percent")


def test_cohort_time_means_fill_gaps_of_a_cohort_and_leave_what_nobody_knows():
    tau = np.array([[np.nan, 1.0, np.nan], [2.0, 3.0, np.nan], [5.0, 5.0, 5.0], [np.nan] * 3])
    found = cohort_time_means(tau, first_treated=np.array([1.0, 1.0, 2.0, INF]))

    np.testing.assert_array_equal(found, [[2, 2, np.nan], [2, 2, np.nan], [5, 5, 5], [0, 0, 0]])


@pytest.mark.parametrize(
    ("tau", "first", "error", "words"),
    [
        (np.zeros(3), np.zeros(3), ShapeError, "units by periods"),
        (np.zeros((2, 2)), np.array([1.0, np.nan]), InputError, "not known at position 1"),
        (np.full((2, 2), np.nan), np.array([1.0, INF]), MethodError, "no effect is estimated for the cohort 1"),
    ],
)
def test_effects_that_have_no_mean_are_refused(tau, first, error, words):
    with pytest.raises(error, match=words):
        cohort_time_means(tau, first_treated=first)


def test_the_bootstrap_resamples_within_joint_cohorts_and_repeats_with_its_seed():
    first = np.array([[1.0, INF], [1.0, INF], [2.0, 1.0], [2.0, 1.0], [INF, INF], [INF, INF]])
    seen = []

    def estimate(rows):
        seen.append(rows)
        return np.repeat(rows, 2)[None].astype(float)

    found = bootstrap_effects(estimate, first_treated=first, draws=50, seed=4)
    again = bootstrap_effects(estimate, first_treated=first, draws=50, seed=4)

    assert found.shape == (50, 1, 6)
    np.testing.assert_array_equal(found, again)
    # One of the two units of each of three cohorts.
    assert all(rows.tolist() == sorted(rows) and set((rows // 2).tolist()) == {0, 1, 2} for rows in seen)
    assert {rows[0] for rows in seen} == {0, 1}


def test_the_bootstrap_refuses_cohorts_of_one_and_too_few_draws():
    with pytest.raises(MethodError, match="cohort that starts in 2003 has one unit"):
        bootstrap_effects(lambda _: np.zeros((1, 3)), first_treated=np.array([2003.0, INF, INF]))
    with pytest.raises(InputError, match="at least 40 for an interval, got 39"):
        bootstrap_effects(lambda _: np.zeros((1, 2)), first_treated=np.array([INF, INF]), draws=39)
    with pytest.raises(InputError, match="not known for some units"):
        bootstrap_effects(lambda _: np.zeros((1, 2)), first_treated=np.array([np.nan, INF]))


def test_null_effects_need_an_assignment_and_intervals_draws_that_fit():
    with pytest.raises(InputError, match="assignments is empty"):
        null_effects(lambda first: first[None], assignments=[])
    with pytest.raises(ShapeError, match=r"\(n_draws, 2\), got \(5, 3\)"):
        intervals_from_draws(np.zeros(2), draws=np.zeros((5, 3)), bias=None, level=0.9)
    with pytest.raises(InputError, match=r"at least 1 \(treated units less cohorts\), got 0"):
        intervals_from_draws(np.zeros(2), draws=np.zeros((5, 2)), bias=None, level=0.9, degrees_of_freedom=0)


Y, N = np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 2.0])


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"start": Observed(Y[:2], None)}, ShapeError, "must list the same regions"),
        ({"start": Observed(Y, N)}, InputError, "of start and end, or of neither"),
        ({"effects": {"A": Y[:2]}}, ShapeError, "effect 'A' must have one number"),
        ({"effects": {"A": np.array([0.1, np.nan, 0.0])}}, MissingValueError, r"no effect at position \[0, 1\]"),
        ({"effects": {"A": np.array([0.1, np.inf, 0.0])}}, InputError, "infinite"),
        ({"effects": {"A": Y * 2}, "scale": "level"}, MethodError, "at position 0 would have -1 per head"),
        ({"effects": {"A": Y * -800}}, MethodError, "at position 0 would have inf per head"),
        ({"draws": Draws(np.zeros((39, 1, 3)))}, MethodError, "at least 40 bootstrap draws, got 39"),
        ({"draws": Draws(np.zeros((50, 2, 3)))}, ShapeError, r"bootstrap must be draws by programmes by regions"),
        ({"draws": Draws(null=np.zeros((1, 3)))}, ShapeError, r"null must be draws by programmes by regions"),
        ({"level": 1.0}, InputError, "level must be between 0 and 1"),
    ],
)
def test_questions_without_an_answer_are_refused(change, error, words):
    asked = {"start": Observed(Y, None), "end": Observed(Y, None), "effects": {"A": np.zeros(3)}, **change}
    start, end = asked.pop("start"), asked.pop("end")

    with pytest.raises(error, match=words):
        explain_change(start, end, **asked)
