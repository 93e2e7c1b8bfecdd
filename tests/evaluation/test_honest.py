"""Honest bounds: reference values, brute force by linear programmes, identities, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize
from scipy.stats import norm

from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from chiiki.evaluation.honest import relative_magnitudes as by_magnitude
from chiiki.evaluation.honest.bounds import first_crossing
from chiiki.evaluation.honest.event_study import EventStudy, event_study_from_times, event_study_of
from chiiki.evaluation.honest.relative_magnitudes import relative_magnitudes
from chiiki.evaluation.honest.smoothness import folded_quantile, smoothness
from chiiki.evaluation.results import Effects, Estimate, Target

GOLDEN = Path(__file__).parents[1] / "golden" / "evaluation" / "honest"
STUDIES = json.loads((GOLDEN / "studies.json").read_text(encoding="utf-8"))

quick = settings(max_examples=4, deadline=None, derandomize=True)
sizes = st.integers(1, 4)


def study_of(stored):
    return EventStudy(np.array(stored["betahat"], dtype=float), np.array(stored["sigma"], dtype=float), stored["pre"])


def weights_of(stored):
    return np.atleast_1d(np.array(stored["l"], dtype=float))


def seeded(seed, *, before, after):
    rng = np.random.default_rng(seed)
    size = before + after
    root = 0.5 * rng.standard_normal((size, size)) + np.eye(size)
    return EventStudy(rng.standard_normal(size), 0.1 * root @ root.T, before)


@pytest.mark.parametrize("name", [name for name, stored in STUDIES.items() if "relative_magnitudes" in stored])
def test_intervals_by_relative_magnitudes_are_those_of_the_reference_within_its_grid(name):
    stored = STUDIES[name]
    reference = stored["relative_magnitudes"]
    edge = 20.0

    found = relative_magnitudes(study_of(stored), bounds=reference["mbar"], weights=weights_of(stored))

    step = 2 * edge * found.standard_error / 999
    for one, low, high in zip(found.robust, reference["lower"], reference["upper"], strict=True):
        # One step of its grid, and one more for its critical value, simulated from 1,000 draws.
        # Its grid ends at 20 standard errors from 0, ours does not.
        if low > -edge * found.standard_error + step:
            assert one.interval[0] == pytest.approx(low, abs=2 * step)
        if high < edge * found.standard_error - step:
            assert one.interval[1] == pytest.approx(high, abs=2 * step)


@pytest.mark.parametrize("name", [name for name, stored in STUDIES.items() if "smoothness" in stored])
def test_fixed_length_intervals_are_those_of_the_reference(name):
    stored = STUDIES[name]
    reference = stored["smoothness"]

    found = smoothness(study_of(stored), bounds=reference["m"], weights=weights_of(stored))

    for one, low, high in zip(found.robust, reference["lower"], reference["upper"], strict=True):
        # The reference draws its folded normal a million times, so its lengths are off by a thousandth; it seeks
        # the flat minimum by numerical derivatives of that, which leaves its centre free by a hundredth.
        length = one.interval[1] - one.interval[0]
        assert length == pytest.approx(high - low, rel=2e-3)
        assert one.interval == pytest.approx((low, high), abs=1e-2 * length)


@pytest.mark.parametrize("name", [name for name, stored in STUDIES.items() if "smoothness_diff_diff" in stored])
def test_fixed_length_intervals_are_as_long_as_those_of_diff_diff(name):
    stored = STUDIES[name]
    reference = stored["smoothness_diff_diff"]

    found = smoothness(study_of(stored), bounds=reference["m"], weights=weights_of(stored))

    for one, low, high in zip(found.robust, reference["lower"], reference["upper"], strict=True):
        # Both exact; the length is flat at its minimum, so that lengths agree and centres by the root of that.
        length = one.interval[1] - one.interval[0]
        assert length == pytest.approx(high - low, rel=1e-8)
        assert length <= (high - low) * (1 + 1e-10)
        assert one.interval[0] == pytest.approx(low, abs=3e-5 * length)


def _program(study, weights, theta, *, at, sign, mbar):  # noqa: PLR0913 -- one member of the union
    """Moments of one member of the union as HonestDiD writes them: y, X and the covariance of y."""
    size, before = len(study.estimates), study.n_before
    steps = np.diff(np.insert(np.eye(size), before, 0.0, axis=0), axis=0)
    largest = sign * steps[at]
    moments = np.vstack([steps[before:] - mbar * largest, -steps[before:] - mbar * largest])
    rotation = np.eye(study.n_after)
    rotation[np.flatnonzero(weights)[0]] = weights
    turned = moments[:, before:] @ np.linalg.inv(rotation)
    first = int(np.flatnonzero(weights)[0])
    y = moments @ study.estimates - turned[:, first] * theta
    return y, np.delete(turned, first, axis=1), moments @ study.covariance @ moments.T


def _value(y, x, covariance):
    deviation = np.sqrt(np.diag(covariance))
    objective = np.r_[1.0, np.zeros(x.shape[1])]
    return linprog(objective, A_ub=-np.c_[deviation, x], b_ub=-y, bounds=[(None, None)] * len(objective)).fun


@quick
@given(st.integers(0, 10_000), sizes, sizes, st.floats(0.1, 3), st.floats(-2, 2))
def test_the_closed_form_has_the_value_of_the_linear_programme(seed, before, after, mbar, theta):
    study = seeded(seed, before=before, after=after)
    weights = np.random.default_rng(seed).uniform(-0.3, 1, after)

    pieces = by_magnitude._pieces(study, np.array([mbar]), l_vec=weights, level=0.95)  # noqa: SLF001 -- the closed form itself
    gap = weights @ study.estimates[before:] - theta
    closed = (pieces.slopes * gap + pieces.shifts).max(axis=1)

    for piece, value in enumerate(closed):
        sign = 1 if piece < before else -1
        y, x, covariance = _program(study, weights, theta, at=piece % before, sign=sign, mbar=mbar)
        assert value == pytest.approx(_value(y, x, covariance), rel=1e-7, abs=1e-8)  # HiGHS solves to 1e-7


@pytest.mark.slow
def test_the_critical_value_is_the_quantile_of_simulated_programmes():
    study = seeded(3, before=3, after=3)
    weights = np.full(3, 1 / 3)
    pieces = by_magnitude._pieces(study, np.array([0.7]), l_vec=weights, level=0.5)  # noqa: SLF001 -- first stage 5 %
    rng = np.random.default_rng(1)

    for piece in (0, 4):
        sign = 1 if piece < 3 else -1
        _, x, covariance = _program(study, weights, 0.0, at=piece % 3, sign=sign, mbar=0.7)
        draws = rng.multivariate_normal(np.zeros(len(covariance)), covariance, size=1_000, method="svd")
        below = np.mean([_value(y, x, covariance) <= pieces.critical[piece] for y in draws])
        # Four standard errors of a share of 0.95 in 1,000 draws.
        assert below == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 1_000))


def test_the_conditional_test_is_that_of_simulated_ties():
    """Brute force of the second stage: the truncated quantile, from the limits of the largest statistic."""
    study = seeded(11, before=2, after=3)
    weights = np.array([0.2, 0.5, 0.3])
    pieces = by_magnitude._pieces(study, np.array([1.0]), l_vec=weights, level=0.95)  # noqa: SLF001 -- the closed form itself
    gaps = np.linspace(-3, 3, 31)

    accepted = by_magnitude._accepts(pieces, np.tile(gaps, (len(pieces.bound), 1)))  # noqa: SLF001 -- the test itself

    for piece in range(len(pieces.bound)):
        for column, gap in enumerate(gaps):
            values = pieces.slopes[piece] * gap + pieces.shifts[piece]
            assert accepted[piece, column] == _is_accepted(pieces, piece, values)


def _is_accepted(pieces, piece, values):
    best = int(np.argmax(values))
    if values[best] <= 0 or values[best] > pieces.critical[piece]:
        return values[best] <= 0
    gram = pieces.gram[piece]
    deviation = np.sqrt(gram[best, best])
    line = gram[best] / gram[best, best]
    grid = np.linspace(values[best] - 40, values[best] + 40, 80_001)
    along = values[:, None] + line[:, None] * (grid - values[best])
    still = grid[(along <= along[best] + 1e-9).all(axis=0)]
    low, high = still.min(), min(still.max(), pieces.critical[piece])
    low = -np.inf if low <= grid[0] else low
    mass = norm.cdf(high / deviation) - norm.cdf(low / deviation)
    return (norm.cdf(high / deviation) - norm.cdf(values[best] / deviation)) / mass >= pieces.size


@pytest.mark.slow
@pytest.mark.parametrize("drift", [0.0, 0.4])
def test_the_true_effect_is_covered_when_the_violation_is_as_large_as_allowed(drift):
    """The same drift in every period: Mbar = 1 is exactly enough, and the largest drift before is estimated."""
    rng = np.random.default_rng(20260121)
    root = 0.3 * rng.standard_normal((6, 6)) + np.eye(6)
    covariance = 0.05 * root @ root.T
    truth = drift * np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0]) + np.array([0.0] * 3 + [1.0] * 3)
    weights = np.full(3, 1 / 3)

    n_covered, n_draws = 0, 1_000
    for estimates in rng.multivariate_normal(truth, covariance, size=n_draws):
        pieces = by_magnitude._pieces(EventStudy(estimates, covariance, 3), np.array([1.0]), l_vec=weights, level=0.95)  # noqa: SLF001 -- one value is tested, no ends
        gaps = np.full((len(pieces.bound), 1), weights @ estimates[3:] - 1.0)
        n_covered += bool(by_magnitude._accepts(pieces, gaps).any())  # noqa: SLF001 -- as above

    # Three standard errors of a share of 0.95 in 1,000 draws.
    assert n_covered / n_draws >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / n_draws)


@quick
@given(st.integers(0, 10_000), sizes, sizes)
def test_without_any_violation_the_interval_is_the_usual_one_but_for_the_first_stage(seed, before, after):
    study = seeded(seed, before=before, after=after)

    found = relative_magnitudes(study, bounds=[0.0])

    half = found.robust[0].interval[1] - found.estimate
    # Both stages together reject 5 %; with one period after the second does not know of the first.
    size = 0.05 if after > 1 else (0.05 - 0.005) / (1 - 0.005)
    assert half / found.standard_error == pytest.approx(norm.ppf(1 - size / 2), abs=1e-6)


@quick
@given(st.integers(0, 10_000), sizes, sizes, st.floats(0.1, 10), st.booleans())
def test_units_and_the_sign_of_the_outcome_scale_every_interval(seed, before, after, factor, flips):
    study = seeded(seed, before=before, after=after)
    by = -factor if flips else factor
    other = EventStudy(by * study.estimates, by**2 * study.covariance, before)

    for method, bounds, scaled in (
        (relative_magnitudes, [0.0, 1.0], [0.0, 1.0]),
        (smoothness, [0.0, 0.3], [0.0, 0.3 * factor]),
    ):
        found, changed = method(study, bounds=bounds), method(other, bounds=scaled)
        for one, two in zip(found.robust, changed.robust, strict=True):
            assert two.interval == pytest.approx(tuple(sorted(by * end for end in one.interval)), rel=1e-5, abs=1e-6)


@quick
@given(st.integers(0, 10_000), sizes, sizes)
def test_a_larger_violation_widens_the_fixed_length_interval(seed, before, after):
    found = smoothness(seeded(seed, before=before, after=after))

    lengths = [high - low for low, high in (one.interval for one in found.robust)]
    assert lengths == sorted(lengths)


def test_zero_leaves_the_interval_at_the_breakdown():
    study = EventStudy(np.array([0.1, -0.2, 0.1, 1.0, 1.2]), 0.01 * np.eye(5) + 0.01, 3)

    for method in (relative_magnitudes, smoothness):
        at = method(study).breakdown
        below, above = (method(study, bounds=[at * share]).robust[0] for share in (1 - 1e-4, 1 + 1e-4))
        assert below.excludes_zero
        assert not above.excludes_zero


def test_a_single_period_before_comes_with_a_caution():
    for method in (relative_magnitudes, smoothness):
        found = [method(EventStudy(np.ones(2 + n), np.eye(2 + n), n), bounds=[0.0]) for n in (1, 2)]
        assert [[one.code for one in bounds.cautions] for bounds in found] == [["single-pre-period"], []]


def test_an_effect_within_noise_has_no_breakdown():
    study = EventStudy(np.array([0.1, -0.2, 0.1]), np.eye(3), 2)

    assert relative_magnitudes(study).breakdown is None
    assert smoothness(study).breakdown is None


def test_a_distance_that_never_falls_has_an_infinite_breakdown():
    assert first_crossing(lambda _: 1.0, start=1.0) == np.inf


def test_a_straight_trend_before_is_carried_on_where_nothing_bends():
    study = EventStudy(np.array([-3.0, -2.0, -1.0, 1.0, 2.0]), np.diag([0.01] * 5), 3)

    found = smoothness(study, bounds=[0.0])

    low, high = found.robust[0].interval
    assert (low + high) / 2 == pytest.approx(0.0, abs=1e-9)


def test_the_shortest_interval_beats_every_other_weighting():
    study = seeded(5, before=4, after=2)
    bound, weights = 0.2, np.array([0.5, 0.5])
    low, high = smoothness(study, bounds=[bound], weights=weights).robust[0].interval

    def half(u):
        on_growths = np.diff(np.r_[0.0, u, np.arange(1, 3) @ weights])
        before = on_growths - np.r_[0.0, on_growths[:-1]]
        whole = np.r_[before, weights]
        deviation = np.sqrt(whole @ study.covariance @ whole)
        bias = np.abs(u).sum() + weights[1] + abs(weights @ [1, 2])
        return deviation * folded_quantile(bound * bias / deviation, 0.95)

    tried = [
        minimize(half, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 5_000})
        for start in np.random.default_rng(1).normal(size=(3, 3))
    ]
    assert (high - low) / 2 == pytest.approx(min(one.fun for one in tried), rel=1e-7)


def test_the_folded_quantile_covers_what_it_says():
    for t in (0.0, 0.3, 2.0, 20.0):
        at = folded_quantile(t, 0.9)
        assert norm.cdf(at - t) - norm.cdf(-at - t) == pytest.approx(0.9, abs=1e-12)


def test_a_covariance_of_few_clusters_may_be_singular():
    rng = np.random.default_rng(2)
    scores = rng.standard_normal((4, 7))
    study = EventStudy(rng.standard_normal(7), scores.T @ scores / 16, 4)

    for method in (relative_magnitudes, smoothness):
        for one in method(study, weights=np.array([1.0, 0.0, 0.0])).robust:
            assert np.isfinite(one.interval).all()


@pytest.mark.parametrize(
    ("study", "error", "message"),
    [
        (
            EventStudy(np.ones(2), np.eye(2), 0),
            MethodError,
            "0 estimates before the reference.*begin the panel earlier",
        ),
        (EventStudy(np.ones(2), np.eye(2), 2), MethodError, "2 estimates before the reference period and 0 after"),
        (EventStudy(np.ones(3), np.eye(2), 1), ShapeError, r"each of the 3 estimates, got \(2, 2\)"),
        (EventStudy(np.array([1.0, np.nan]), np.eye(2), 1), MissingValueError, "missing or infinite"),
        (EventStudy(np.ones(2), np.array([[1.0, np.inf], [np.inf, 1.0]]), 1), MissingValueError, "missing or infinite"),
        (EventStudy(np.ones(2), np.array([[1.0, 2.0], [2.0, 1.0]]), 1), MethodError, "eigenvalue is -1"),
        (EventStudy(np.ones(2), np.array([[1.0, 0.5], [0.0, 1.0]]), 1), MethodError, "not symmetric.*by up to 0.5"),
        (EventStudy(np.ones(2), np.diag([1.0, 0.0]), 1), MethodError, "variance of 0"),
    ],
)
def test_what_has_no_honest_bound_is_refused(study, error, message):
    for method in (relative_magnitudes, smoothness):
        with pytest.raises(error, match=message):
            method(study)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"bounds": []}, InputError, r"at least 0, got \[\]"),
        ({"bounds": [-1.0]}, InputError, "at least 0"),
        ({"bounds": [np.nan]}, InputError, "at least 0"),
        ({"level": 95}, InputError, "between 0.5 and 1, such as 0.95, got 95"),
        ({"weights": np.ones(3)}, ShapeError, "each of the 1 estimates after treatment"),
        ({"weights": np.zeros(1)}, InputError, "not all 0"),
        ({"weights": np.array([np.nan])}, InputError, "must be numbers"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(options, error, message):
    for method in (relative_magnitudes, smoothness):
        with pytest.raises(error, match=message):
            method(EventStudy(np.ones(2), np.eye(2), 1), **options)


def _effects(times, values, covariance):
    estimates = [Estimate(Target("event_time", event_time=t), v, n=9) for t, v in zip(times, values, strict=True)]
    return Effects("cs", "not-yet", "analytic", tuple(estimates), 20, 9, 11, 9, 180, event_covariance=covariance)


def test_an_event_study_is_taken_out_of_a_result_without_its_reference():
    covariance = np.diag([4.0, 0.0, 1.0, 2.0])

    found = event_study_of(_effects((-2, -1, 0, 1), (0.5, 0.0, 1.0, 2.0), covariance))

    assert found.estimates.tolist() == [0.5, 1.0, 2.0]
    assert np.diag(found.covariance).tolist() == [4.0, 1.0, 2.0]
    assert (found.n_before, found.n_after) == (1, 2)


def test_the_step_of_the_periods_says_which_event_time_is_the_reference():
    found = event_study_of(_effects((-4, 0, 2), (0.5, 1.0, 2.0), np.eye(3)), step=2)

    assert (found.n_before, found.n_after) == (1, 2)


def test_a_single_period_before_may_stand_two_steps_from_the_start():
    found = event_study_of(_effects((-2, 0), (0.5, 1.0), np.eye(2)))

    assert (found.estimates.tolist(), found.n_before) == ([0.5, 1.0], 1)


def test_a_result_without_covariance_is_refused():
    with pytest.raises(MethodError, match=r"'cs' has no covariance.*fewer than six"):
        event_study_of(_effects((-2, 0), (0.5, 1.0), None))


@pytest.mark.parametrize(
    ("times", "values", "size", "error", "message"),
    [
        ((-2, -1, 0), (0.5, 0.3, 1.0), 3, InputError, "event time -1 has the estimate 0.3.*universal base"),
        ((-4, -2, 0), (0.5, 0.3, 1.0), 3, InputError, "in steps of 1, but -3 lacks"),
        ((-2, -2, 0), (0.5, 0.3, 1.0), 3, InputError, "stands twice"),
        ((-2.5, -1, 0), (0.5, 0.0, 1.0), 3, InputError, "whole numbers, none missing, got -2.5, -1, 0"),
        ((-2, np.nan, 0), (0.5, 0.0, 1.0), 3, InputError, "none missing"),
        ((-2, 0), (0.5, 0.3, 1.0), 2, ShapeError, "one estimate for each of 2"),
        ((-2, 0), (0.5, 0.3), 5, ShapeError, r"with or without the reference -1, got \(5, 5\)"),
    ],
)
def test_event_times_that_do_not_follow_each_other_are_refused(times, values, size, error, message):
    with pytest.raises(error, match=message):
        event_study_from_times(np.array(times), np.array(values), covariance=np.eye(size))
