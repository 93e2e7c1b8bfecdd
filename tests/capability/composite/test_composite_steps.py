"""The steps from measured values to scores: edges and refusals."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chiiki.capability.composite.aggregate import copeland, geometric, ranks
from chiiki.capability.composite.benefit import benefit_of_the_doubt
from chiiki.capability.composite.missing import impute
from chiiki.capability.composite.normalise import normalise, positive
from chiiki.capability.composite.outliers import treat
from chiiki.capability.composite.prepare import prepare
from chiiki.capability.composite.scheme import Dimension, Indicator, Missing, Outliers, Scheme
from chiiki.capability.composite.weigh import factor_weights, tree_weights, varimax
from chiiki.errors import InputError, MethodError, MissingExtraError, MissingValueError, ShapeError

quick = settings(max_examples=40, deadline=None, derandomize=True)
"""Few examples, the same ones each time, and no stopwatch: a busy machine is not a wrong number."""

NAN = np.nan


def scheme_of(*directions, **parts):
    indicators = tuple(Indicator(f"i{n}", direction) for n, direction in enumerate(directions))
    return Scheme(name="s", title="s", indicators=indicators, **parts)


def test_values_within_the_limits_and_short_or_flat_ones_are_left_alone():
    for values in ([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 90.0], [3.0, 3.0, 3.0, 3.0], [NAN, 1.0, 2.0]):
        found = treat(np.array(values), rule=Outliers(rule="winsorise"))
        assert (found.rule, found.n_moved, found.holds) == ("none", 0, True)
        np.testing.assert_array_equal(found.values, values)


def test_a_treatment_says_why_how_many_and_whether_it_was_enough():
    values = np.array([NAN, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 60.0, 90.0])

    enough = treat(values, rule=Outliers(rule="winsorise", skewness=1, kurtosis=2))
    short = treat(values, rule=Outliers(rule="winsorise", skewness=0.5, kurtosis=-2, most=1))

    np.testing.assert_array_equal(enough.values, [NAN, 1, 2, 3, 4, 5, 6, 7, 60, 60])
    assert (enough.n_moved, enough.holds) == (1, True)
    assert (round(enough.skewness, 2), round(enough.kurtosis, 2)) == (1.83, 2.22)
    assert (short.n_moved, short.holds) == (1, False)


def test_low_outliers_are_moved_up_and_mirrored_in_the_logarithm():
    values = -np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 900.0])

    assert treat(values, rule=Outliers(rule="winsorise")).values.min() == -7
    bent = treat(values, rule=Outliers(rule="log")).values
    assert np.argsort(bent).tolist() == np.argsort(values).tolist()


def test_winsorising_stops_where_all_values_have_become_one():
    values = np.array([1.0, 1.0, 1.0, 1.0, 9.0])

    found = treat(values, rule=Outliers(rule="winsorise", skewness=0.1, kurtosis=-5))

    assert found.values.tolist() == [1.0] * 5
    assert found.holds


def test_box_cox_bends_to_the_most_normal_power_and_wants_values_above_0():
    values = np.exp(np.arange(12.0))

    found = treat(values, rule=Outliers(rule="box-cox"))

    # a geometric series is straight after the logarithm, the power 0
    np.testing.assert_allclose(np.diff(found.values), np.diff(found.values)[0], rtol=0.05)
    with pytest.raises(InputError, match="above 0, got -1"):
        treat(np.append(values, -1.0), rule=Outliers(rule="box-cox"))


@pytest.mark.parametrize(
    ("module", "compute"),
    [
        ("scipy.stats", lambda: treat(np.exp(np.arange(12.0)), rule=Outliers(rule="box-cox"))),
        ("scipy.optimize", lambda: benefit_of_the_doubt(np.eye(2))),
    ],
)
def test_what_needs_the_extra_says_so(module, compute, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(MissingExtraError, match="extra stats"):
        compute()


def test_gaps_are_filled_from_the_nearest_regions_that_have_a_value():
    values = np.array([[1.0, 10.0], [1.1, 12.0], [9.0, 90.0], [1.05, NAN], [NAN, 91.0]])

    filled = impute(values, method="knn", neighbours=2)

    assert filled[3, 1] == 11.0
    assert filled[4, 0] == pytest.approx((9.0 + 1.1) / 2)
    with pytest.raises(InputError, match="must be mean, median or knn"):
        impute(values, method="drop")


@pytest.mark.parametrize("method", ["min-max", "z", "rank", "best"])
@quick
@given(x=arrays(float, (5, 2), elements=st.integers(1, 1000).map(float), unique=True))
def test_turning_an_indicator_round_turns_the_order_round(method, x):
    up = normalise(x, method=method)
    down = normalise(x, method=method, higher=np.array([False, False]))

    assert np.argsort(up, axis=0).tolist() == np.argsort(-down, axis=0).tolist()


@pytest.mark.parametrize("method", ["min-max", "z", "rank", "best"])
@quick
@given(x=arrays(float, (5, 2), elements=st.integers(1, 1000).map(float), unique=True), unit=st.floats(0.01, 1000))
def test_the_unit_of_an_indicator_changes_nothing(method, x, unit):
    # rtol: products with a unit are rounded
    np.testing.assert_allclose(normalise(x * unit, method=method), normalise(x, method=method), rtol=1e-9, atol=1e-9)


def test_goalposts_limit_the_scale_and_must_not_cross():
    x = np.array([[1.0], [5.0], [20.0]])

    made = normalise(x, method="min-max", low=np.array([0.0]), high=np.array([10.0]))

    assert made.ravel().tolist() == [0.1, 0.5, 1.0]
    with pytest.raises(InputError, match=r"low must be below high; it is not in the indicators at \[0\]"):
        normalise(x, method="min-max", low=np.array([30.0]))


def test_an_indicator_that_is_the_same_everywhere_is_refused():
    for method in ("min-max", "z", "rank", "best"):
        with pytest.raises(MethodError, match=r"at \[1\] are the same"):
            normalise(np.array([[1.0, 4.0], [2.0, 4.0]]), method=method)


def test_distance_to_the_best_needs_values_above_0():
    with pytest.raises(InputError, match="best needs values above 0, got 0 in indicator 1"):
        normalise(np.array([[1.0, 0.0], [2.0, 4.0]]), method="best")


def test_scores_for_products_start_at_the_floor():
    z = normalise(np.array([[1.0], [2.0], [3.0]]), method="z")

    # the middle of three even steps lies halfway from the floor to 1
    np.testing.assert_allclose(positive(z, method="z", floor=0.2).ravel(), [0.2, 0.6, 1.0], rtol=1e-12)
    assert positive(z, method="rank", floor=0.2) is z
    with pytest.raises(InputError, match="geometric needs scores above 0, got -1"):
        geometric(z, weights=np.ones(1))


def test_weights_go_down_the_branches_of_the_scheme():
    scheme = Scheme(
        "s",
        "s",
        (
            Indicator("a", "higher", dimension="y"),
            Indicator("b", "higher", dimension="x"),
            Indicator("c", "higher", dimension="z"),
        ),
        dimensions=(Dimension("x", weight=3), Dimension("y", parent="x"), Dimension("z")),
    )

    assert tree_weights(scheme, equal=True).tolist() == [0.25, 0.25, 0.5]
    assert tree_weights(scheme, equal=False).tolist() == [0.375, 0.375, 0.25]


def test_one_factor_needs_no_rotation_and_factors_are_chosen_by_their_eigenvalue():
    rng = np.random.default_rng(3)
    common = rng.normal(size=(40, 1))
    values = common + 0.1 * rng.normal(size=(40, 4))

    found = factor_weights(values)

    assert found.loadings.shape == (4, 1)
    # all four say the same, so each gets about a quarter
    np.testing.assert_allclose(found.weights, 0.25, atol=0.01)


def test_factors_of_two_regions_flat_indicators_or_too_many_are_refused():
    x = np.random.default_rng(1).normal(size=(6, 3))

    with pytest.raises(MethodError, match="at least three regions, got 2"):
        factor_weights(x[:2])
    with pytest.raises(MethodError, match=r"the indicators at \[1\] are the same"):
        factor_weights(np.column_stack([x[:, 0], np.ones(6), x[:, 1]]))
    with pytest.raises(InputError, match="n_factors must be from 0 to 3"):
        factor_weights(x, n_factors=4)


@quick
@given(arrays(float, (6, 3), elements=st.integers(-100, 100).map(lambda whole: whole / 100)))
def test_varimax_keeps_communalities_and_raises_its_criterion(loadings):
    def criterion(found):
        rows = found / np.maximum(np.sqrt((loadings**2).sum(axis=1, keepdims=True)), 1e-300)
        return ((rows**2).var(axis=0)).sum()

    turned = varimax(loadings)

    # atol: three rotations of numbers up to 1
    np.testing.assert_allclose((turned**2).sum(axis=1), (loadings**2).sum(axis=1), atol=1e-9)
    assert criterion(turned) >= criterion(loadings) - 1e-9


def test_a_rotation_that_does_not_settle_is_an_error(monkeypatch):
    monkeypatch.setattr("chiiki.capability.composite.weigh.SWEEPS", 1)

    with pytest.raises(MethodError, match="did not settle in 1 sweeps"):
        varimax(np.random.default_rng(1).normal(size=(8, 3)))


@quick
@given(arrays(float, (5, 3), elements=st.floats(0.01, 1)))
def test_nobody_is_worse_off_with_the_benefit_of_the_doubt(scores):
    best = benefit_of_the_doubt(scores)
    equal = scores.sum(axis=1) / scores.sum(axis=1).max()

    # 1e-7: the tolerance of the linear programme
    assert (best.score >= equal - 1e-7).all()
    assert best.score.max() == pytest.approx(1, abs=1e-7)
    assert (best.weights @ scores.T <= 1 + 1e-7).all()


def test_benefit_of_the_doubt_keeps_to_the_shares_and_refuses_what_it_cannot_score():
    scores = np.array([[1.0, 0.2, 0.3], [0.5, 1.0, 0.1], [0.3, 0.4, 1.0]])

    found = benefit_of_the_doubt(scores, low_share=0.2, high_share=0.5)

    parts = found.weights / found.weights.sum(axis=1, keepdims=True)
    assert parts.min() >= 0.2 - 1e-7
    assert parts.max() <= 0.5 + 1e-7
    with pytest.raises(InputError, match="must be >= 0"):
        benefit_of_the_doubt(-scores)
    with pytest.raises(MethodError, match=r"regions at \[1\] have no score above 0"):
        benefit_of_the_doubt(np.array([[1.0, 1.0], [0.0, 0.0]]))
    with pytest.raises(MethodError, match=r"no weights for the region at 0 meet the shares 0.5 to 0.6"):
        benefit_of_the_doubt(scores, low_share=0.5, high_share=0.6)


def test_a_cycle_of_majorities_is_a_tie():
    cycle = np.array([[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 3.0]])

    assert copeland(cycle, weights=np.ones(3) / 3).tolist() == [0, 0, 0]


def test_regions_that_tie_share_the_better_rank_and_noise_is_a_tie():
    assert ranks(np.array([0.1 + 0.2, 0.3, 0.5, 0.1])).tolist() == [2, 2, 1, 4]
    assert ranks(np.zeros(3)).tolist() == [1, 1, 1]
    assert ranks(np.array([[1.0, 2.0], [2.0, 1.0]])).tolist() == [[2, 1], [1, 2]]


def test_values_per_head_are_divided_by_the_persons_of_their_row():
    scheme = Scheme("s", "s", (Indicator("a", "higher", per="persons"), Indicator("b", "higher")))
    values = np.array([[10.0, 1.0], [10.0, 2.0]])

    assert prepare(values, scheme=scheme, persons=np.array([5.0, 2.0])).measured.tolist() == [[2, 1], [5, 2]]
    by_cell = np.array([[5.0, NAN], [2.0, NAN]])
    assert prepare(values, scheme=scheme, persons=by_cell).measured.tolist() == [[2, 1], [5, 2]]
    with pytest.raises(MissingValueError, match="indicator a of scheme s is per persons, and no persons are given"):
        prepare(values, scheme=scheme)
    with pytest.raises(InputError, match="persons must be above 0; region Z has 0 for indicator a"):
        prepare(values, scheme=scheme, persons=np.array([5.0, 0.0]), regions=["Y", "Z"])
    with pytest.raises(ShapeError, match="persons must have shape"):
        prepare(values, scheme=scheme, persons=np.ones(3))


def test_gaps_are_refused_dropped_or_filled_as_the_scheme_says():
    values = np.array([[1.0, 5.0], [2.0, NAN], [4.0, 7.0]])
    regions = ["X", "Y", "Z"]

    with pytest.raises(MissingValueError, match=r"missing values \(1\): Y has no i1"):
        prepare(values, scheme=scheme_of("higher", "higher"), regions=regions)
    dropped = prepare(values, scheme=scheme_of("higher", "higher", missing=Missing("drop")), regions=regions)
    assert dropped.kept.tolist() == [0, 2]
    assert [(c.code, "Y" in c.message) for c in dropped.cautions] == [("incomplete-dropped", True)]
    filled = prepare(values, scheme=scheme_of("higher", "higher", missing=Missing("mean")), regions=regions)
    assert filled.filled("mean")[1].tolist() == [2, 6]
    assert [c.code for c in filled.cautions] == ["imputed"]
    assert "filled by mean (1 of 6): i1 (1)" in filled.cautions[0].message


def test_too_much_filling_is_refused():
    values = np.array([[1.0, 5.0], [2.0, NAN], [4.0, NAN], [3.0, 1.0]])
    scheme = scheme_of("higher", "higher", missing=Missing("mean", at_most=0.4))

    with pytest.raises(MissingValueError, match="indicator i1 lacks 50% of its values; the scheme allows 40%"):
        prepare(values, scheme=scheme)
    with pytest.raises(MissingValueError, match="region 0 has no indicator at all"):
        prepare(np.array([[NAN, NAN], [1.0, 2.0], [2.0, 3.0]]), scheme=scheme)


def test_a_treated_indicator_carries_a_caution():
    values = np.column_stack([[1.0, 2, 3, 4, 5, 6, 7, 90], np.arange(8.0)])

    found = prepare(values, scheme=scheme_of("higher", "higher", outliers=Outliers("winsorise")))

    assert [c.code for c in found.cautions] == ["outliers-treated"]
    assert found.cautions[0].message == "treated by winsorise (values moved): i0 (1)."
    stubborn = Outliers("winsorise", skewness=0.1, kurtosis=-3, most=1)
    left = prepare(values, scheme=scheme_of("higher", "higher", outliers=stubborn))
    assert "Still beyond the limits: i0" in left.cautions[0].message


@pytest.mark.parametrize(
    ("values", "error", "told"),
    [
        (np.ones((2, 3)), ShapeError, "one column for each of the 2 indicators"),
        (np.ones(2), ShapeError, "one column for each of the 2 indicators"),
        (
            np.array([[1.0, np.inf], [1.0, 2.0]]),
            InputError,
            "values must be finite and up to 1e.150; region 0, indicator i1 has inf",
        ),
        (np.array([[1.0, 2.0]]), MethodError, "needs at least two, got 1"),
        (np.array([[1.0, 2.0], [1.0, 3.0]]), MethodError, "indicator i0 is the same in all regions"),
    ],
)
def test_tables_without_an_index_are_refused(values, error, told):
    with pytest.raises(error, match=told):
        prepare(values, scheme=scheme_of("higher", "higher"))


def test_labels_must_fit_the_rows():
    with pytest.raises(ShapeError, match="one label for each of 2 rows, got 1"):
        prepare(np.array([[1.0, 2.0], [2.0, 3.0]]), scheme=scheme_of("higher", "higher"), regions=["A"])


def test_goalposts_give_a_scale_to_an_indicator_that_is_the_same_everywhere():
    scheme = Scheme("s", "s", (Indicator("a", "higher", low=0, high=2), Indicator("b", "lower")))

    prepared = prepare(np.array([[1.0, 1.0], [1.0, 2.0]]), scheme=scheme)

    assert prepared.scores(prepared.filled("refuse"), "min-max").tolist() == [[0.5, 1], [0.5, 0]]
