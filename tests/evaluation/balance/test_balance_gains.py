"""Who gained, and convergence with and without: closed forms, other implementations, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.convergence import beta_convergence, sigma_convergence
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from chiiki.evaluation.balance.explained import Observed
from chiiki.evaluation.balance.gains import convergence, who_gained

LEVELS = np.exp(np.arange(7.0) / 10)


def test_the_slope_is_that_of_the_line_and_terciles_go_from_weak_to_strong():
    order = np.array([3, 0, 6, 1, 5, 2, 4])
    effect = (0.22 - 0.5 * np.log(LEVELS)) * (np.arange(7) != 6)

    found = who_gained(LEVELS[order], effect[order])

    assert found.slope == pytest.approx(np.polyfit(np.log(LEVELS), effect, 1)[0])
    assert found.slope_among_affected == pytest.approx(-0.5)
    assert [(third.n_regions, third.n_affected) for third in found.terciles] == [(3, 3), (2, 2), (2, 1)]
    assert [third.mean_effect for third in found.terciles] == pytest.approx([0.17, 0.045, -0.015])
    assert found.terciles[0].mean_initial == pytest.approx(LEVELS[:3].mean())
    assert found.slope_interval is None


def test_the_interval_of_the_slope_is_that_of_the_re_estimated_slopes():
    effect = np.array([0.3, 0.2, 0.1, 0, 0, 0, 0])
    drawn = effect + np.random.default_rng(2).normal(0, 0.1, (500, 7))
    slopes = np.array([who_gained(LEVELS, draw).slope for draw in drawn])

    found = who_gained(LEVELS, effect, draws=drawn, level=0.9)

    reach = 1.644854 * slopes.std(ddof=1)  # the 95 % quantile of the normal distribution
    assert found.slope_interval == pytest.approx((found.slope - reach, found.slope + reach), rel=1e-6)


def test_few_affected_regions_have_no_slope_of_their_own():
    assert who_gained(LEVELS, np.array([0.1, 0.1, 0, 0, 0, 0, 0])).slope_among_affected is None


@pytest.mark.parametrize("weighted", [True, False])
def test_convergence_with_and_without_is_that_of_the_capability_methods(weighted):
    generator = np.random.default_rng(5)
    start, end, without = generator.uniform(1, 5, (3, 12))
    persons = generator.uniform(1, 9, (2, 12)) if weighted else [None, None]

    found = convergence(Observed(start, persons[0]), Observed(end, persons[1]), without=without, years=9)

    for level, weights, sigma in (
        (start, persons[0], found.sigma_start),
        (end, persons[1], found.sigma_end),
        (without, persons[1], found.sigma_without),
    ):
        both = None if weights is None else np.stack([weights, weights])
        assert sigma == pytest.approx(sigma_convergence(np.stack([level, level]), persons=both).values[0])
    assert found.beta == pytest.approx(beta_convergence(start, end, years=9).slope)
    assert found.beta_without == pytest.approx(beta_convergence(start, without, years=9).slope)


@pytest.mark.parametrize(
    ("initial", "effect", "error", "words"),
    [
        (LEVELS, np.zeros(3), ShapeError, "must list the same regions"),
        (LEVELS, np.array([np.nan, *np.zeros(6)]), MissingValueError, "no effect at position 0"),
        (np.zeros(3), np.zeros(3), InputError, "above 0, for logarithms"),
        (LEVELS[:2], np.zeros(2), MethodError, "at least 3 regions that began apart, got 2"),
        (np.ones(4), np.zeros(4), MethodError, "began apart"),
    ],
)
def test_regions_that_cannot_be_told_strong_from_weak_are_refused(initial, effect, error, words):
    with pytest.raises(error, match=words):
        who_gained(initial, effect)


def test_convergence_needs_a_span_and_amounts_above_0():
    start = Observed(LEVELS, None)
    with pytest.raises(InputError, match="years must be above 0, got 0"):
        convergence(start, start, without=LEVELS, years=0)
    with pytest.raises(InputError, match="above 0, for logarithms"):
        convergence(start, start, without=LEVELS - 1, years=3)
