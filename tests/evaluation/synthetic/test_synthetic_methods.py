"""Augmented, difference in differences and matrix completion: references, optimality, limits."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from chiiki.errors import MethodError
from chiiki.evaluation.synthetic.augmented import augmented_fits
from chiiki.evaluation.synthetic.completion import complete_matrix, largest_penalty
from chiiki.evaluation.synthetic.difference import difference_fits, noise_level
from chiiki.evaluation.synthetic.estimate import synthetic_control
from chiiki.evaluation.synthetic.outcomes import outcome_fits
from chiiki.evaluation.synthetic.penalty import cross_validated_penalty
from synthetic_data import GOLDEN, california, stored

ONE = np.ones((1, 38), dtype=bool)


@pytest.fixture(scope="module")
def smoking():
    return california()


@pytest.fixture(scope="module")
def stack(smoking):
    donors = stored("peers.json")["donors"]
    return smoking.outcomes[[smoking.units.index(name) for name in ("California", *donors)]]


def factors(seed=0, *, n=15, t=12, noise=0.2):
    generator = np.random.default_rng(seed)
    return generator.normal(size=(n, 2)) @ generator.normal(size=(2, t)) + noise * generator.normal(size=(n, t))


def test_at_a_given_penalty_the_augmented_weights_are_those_of_the_reference(stack):
    reference = stored("peers.json")["augmented"]

    found = augmented_fits(stack[1:], stack[:1], n_pre=19, allowed=ONE, penalty=reference["lambda"])

    # pysyncon's inner solver stops about 3e-6 short of the optimum
    assert found.weights[0] == pytest.approx(reference["weights"], abs=1e-5)
    chosen = augmented_fits(stack[1:], stack[:1], n_pre=19, allowed=ONE).settings["lambda"]
    assert float(chosen) == pytest.approx(stored("peers.json")["augmented_chosen"]["lambda"], rel=1e-5)


@pytest.mark.parametrize("case", sorted(stored("augsynth.json")["results"]))
def test_the_reference_package_gives_the_same_augmented_weights_and_chooses_the_same_penalty(smoking, case):
    reference = stored("augsynth.json")["results"][case]
    form = case.split("|")[1]
    method = "sc" if form == "scm" else "asc"
    given = None if method == "sc" or "cv" in form else reference["lambda"]

    found = synthetic_control(smoking, treated="California", start=1989, method=method, penalty=given, placebos=())

    shares = [found.weights.get(unit, 0.0) for unit in reference["units"]]
    assert shares == pytest.approx(reference["weights"], abs=1e-5)  # osqp stops about 3e-6 short of the optimum
    assert found.att == pytest.approx(reference["att_post_mean"], abs=5e-5)
    if method == "asc":
        assert float(found.settings["lambda"]) == pytest.approx(reference["lambda"], rel=1e-5)


def test_a_large_penalty_is_synthetic_control_and_a_small_one_fits_the_past():
    outcomes = factors(n=20, t=8)
    one = np.ones((1, 19), dtype=bool)

    simple = outcome_fits(outcomes[1:], outcomes[:1], n_pre=6, allowed=one)
    stiff = augmented_fits(outcomes[1:], outcomes[:1], n_pre=6, allowed=one, penalty=1e12)
    loose = augmented_fits(outcomes[1:], outcomes[:1], n_pre=6, allowed=one, penalty=1e-9)

    assert stiff.weights == pytest.approx(simple.weights, abs=1e-9)
    assert loose.gaps[0, :6] == pytest.approx(0.0, abs=1e-6)  # more donors than periods
    assert loose.weights.sum() == pytest.approx(1.0)


def test_the_penalty_is_the_one_that_leaving_out_periods_one_by_one_chooses():
    outcomes = factors(3, n=9, t=8)
    donors, target, n_pre = outcomes[1:], outcomes[:1], 6
    one = np.ones((1, 8), dtype=bool)
    past = donors[:, :n_pre] - donors[:, :n_pre].mean(axis=0)
    grid = np.linalg.norm(past, ord=2) ** 2 * 1e-8 ** (np.arange(21) / 20)
    errors = np.empty((n_pre, 21))
    for at in range(n_pre):
        order = [period for period in range(n_pre) if period != at] + [at]
        for column, penalty in enumerate(grid):
            fit = augmented_fits(donors[:, order], target[:, order], n_pre=n_pre - 1, allowed=one, penalty=penalty)
            errors[at, column] = fit.gaps[0, -1] ** 2
    mean, error = errors.mean(axis=0), errors.std(axis=0, ddof=1) / np.sqrt(n_pre)
    expected = grid[np.argmax(mean <= mean.min() + error[np.argmin(mean)])]

    found = augmented_fits(donors, target, n_pre=n_pre, allowed=one)

    assert float(found.settings["lambda"]) == pytest.approx(expected, rel=1e-5)


def test_proposition_99_by_synthetic_difference_in_differences_is_past_where_the_reference_stops(stack):
    reference = stored("sdid_exact.json")

    found = difference_fits(stack[1:], stack[:1], n_pre=19, allowed=ONE)

    att = found.gaps[0, 19:].mean()
    assert att == pytest.approx(reference["default"]["estimate"], abs=2e-3)  # Frank-Wolfe stops there: -15.60383
    assert att == pytest.approx(reference["carried_on"]["estimate"], abs=5e-6)  # 5 million iterations: -15.605397
    assert found.weights[0] == pytest.approx(reference["carried_on"]["omega"], abs=2e-5)
    assert found.time_weights[0] == pytest.approx(reference["carried_on"]["lambda"], abs=1e-8)
    assert float(found.settings["zeta"]) == pytest.approx(reference["zeta"], rel=1e-5)


def test_a_cohort_of_nine_is_that_of_the_reference():
    reference = stored("synthdid.json")["results"]["panel47_cohort2005_vs_never"]
    with (GOLDEN / "panel47.csv").open(encoding="utf-8", newline="") as file:
        cells = {(int(row["unit"]), int(row["year"])): float(row["y"]) for row in csv.DictReader(file)}
    outcomes = np.array([[cells[unit, year] for year in range(2000, 2012)] for unit in reference["units"]])
    one = np.ones((1, 28), dtype=bool)

    found = difference_fits(outcomes[:28], outcomes[28:].mean(axis=0)[None], n_pre=5, allowed=one, n_treated=9)

    # Frank-Wolfe stops 1e-4 short of both optima
    assert found.gaps[0, 5:].mean() == pytest.approx(reference["synthdid"]["estimate"], abs=2e-4)
    assert found.weights[0] == pytest.approx(reference["synthdid"]["omega"], abs=2e-4)
    assert found.time_weights[0] == pytest.approx(reference["synthdid"]["lambda"], abs=1e-5)
    assert float(found.settings["zeta"]) == pytest.approx(reference["synthdid"]["zeta_omega"], rel=1e-5)


def test_its_weights_of_units_have_a_lower_loss_than_the_reference_reaches(stack):
    reference = stored("sdid_exact.json")
    before = stack[:, :19] - stack[:, :19].mean(axis=1, keepdims=True)

    def loss(weights):
        ridge = reference["zeta"] ** 2 * 19
        return np.sum((before[0] - weights @ before[1:]) ** 2) + ridge * np.sum(weights**2)

    found = difference_fits(stack[1:], stack[:1], n_pre=19, allowed=ONE).weights[0]

    assert loss(found) <= loss(np.array(reference["carried_on"]["omega"]))
    assert loss(found) < loss(np.array(reference["default"]["omega"]))


def test_the_placebo_error_is_the_spread_over_all_donors_one_by_one(smoking, stack):
    found = synthetic_control(smoking, treated="California", start=1989, method="sdid", placebos=("space",))

    effects = []
    for donor in range(38):
        allowed = ONE.copy()
        allowed[0, donor] = False
        fit = difference_fits(stack[1:], stack[[1 + donor]], n_pre=19, allowed=allowed)
        effects.append(fit.gaps[0, 19:].mean())
    assert sorted(one.att for one in found.placebos) == pytest.approx(sorted(effects))
    assert found.standard_error == pytest.approx(np.std(effects))
    assert found.interval[0] == pytest.approx(found.att - 1.959964 * found.standard_error, rel=1e-6)


def test_parallel_units_give_the_difference_in_differences_whatever_the_weights():
    outcomes = np.arange(4.0)[:, None] * 3.0 + np.array([0.0, 2.0, 1.0, 5.0, 4.0])
    outcomes[0, 3:] += 7.0

    found = difference_fits(outcomes[1:], outcomes[:1], n_pre=3, allowed=np.ones((1, 3), dtype=bool))

    assert found.gaps[0] == pytest.approx([0.0, 0.0, 0.0, 7.0, 7.0], abs=1e-6)


def test_a_level_of_the_treated_unit_changes_no_weight_and_no_effect():
    outcomes = factors(5)
    one = np.ones((1, 14), dtype=bool)

    base = difference_fits(outcomes[1:], outcomes[:1], n_pre=8, allowed=one)
    raised = difference_fits(outcomes[1:], outcomes[:1] + 40.0, n_pre=8, allowed=one)

    assert raised.weights == pytest.approx(base.weights, abs=1e-9)
    assert raised.gaps == pytest.approx(base.gaps, abs=1e-9)


def test_noise_is_the_deviation_of_changes_of_donors():
    outcomes = factors(6)

    assert noise_level(outcomes, n_pre=8) == pytest.approx(np.diff(outcomes[:, :8], axis=1).std(ddof=1))


@pytest.mark.parametrize("share", [0.5, 0.1, 0.02])
def test_a_completed_matrix_meets_the_conditions_of_the_optimum(share):
    outcomes = factors(7, n=20, t=14)
    seen = np.ones(outcomes.shape, dtype=bool)
    seen[:3, 9:] = False
    seen[5, 2] = False
    penalty = largest_penalty(outcomes, seen) * share

    found = complete_matrix(outcomes, seen, penalty=penalty)

    threshold = penalty * seen.sum() / 2
    residuals = np.where(seen, outcomes - found.fitted, 0.0)
    left, lengths, right = np.linalg.svd(found.low_rank)
    rank = found.rank
    assert (lengths > 1e-9).sum() == rank > 0
    assert residuals.sum(axis=0) == pytest.approx(0.0, abs=1e-6)  # effects are not penalised
    assert residuals.sum(axis=1) == pytest.approx(0.0, abs=1e-6)
    along = left[:, :rank].T @ residuals @ right[:rank].T
    assert along == pytest.approx(threshold * np.eye(rank), abs=1e-6 * threshold)
    assert np.linalg.norm(residuals, ord=2) <= threshold * (1 + 1e-6)


def test_at_the_largest_penalty_nothing_but_effects_of_units_and_periods_is_left(stack):
    seen = np.ones(stack.shape, dtype=bool)
    seen[0, 19:] = False
    top = largest_penalty(stack, seen)

    found = complete_matrix(stack, seen, penalty=top * (1 + 1e-9))

    did = (stack[0, 19:].mean() - stack[0, :19].mean()) - (stack[1:, 19:].mean() - stack[1:, :19].mean())
    assert found.rank == 0
    assert (stack - found.fitted)[0, 19:].mean() == pytest.approx(did)
    assert complete_matrix(stack, seen, penalty=top * 0.99).rank == 1


def test_proposition_99_by_matrix_completion_has_a_lower_loss_than_another_package(stack):
    other = stored("peers.json")["completion"]
    seen = np.ones(stack.shape, dtype=bool)
    seen[0, 19:] = False

    found = complete_matrix(stack, seen, penalty=2 * other["threshold"] / seen.sum())

    loss = 0.5 * np.sum((stack - found.fitted)[seen] ** 2)
    loss += other["threshold"] * np.linalg.svd(found.low_rank)[1].sum()
    assert loss < other["loss"]
    assert found.fitted[0] == pytest.approx(other["baseline"], abs=0.03)  # causaltensor stops .01 of the loss short


def test_the_penalty_of_completion_depends_on_the_seed_alone():
    outcomes = factors(8)
    seen = np.ones(outcomes.shape, dtype=bool)

    first, second = (cross_validated_penalty(outcomes, seen, seed=4) for _ in range(2))

    assert first == second < largest_penalty(outcomes, seen)


def test_a_unit_or_period_that_is_never_seen_untreated_is_refused():
    seen = np.ones((3, 3), dtype=bool)
    seen[1] = False
    with pytest.raises(MethodError, match="unit at position 1 has no untreated outcome"):
        complete_matrix(np.ones((3, 3)), seen, penalty=1.0)
    with pytest.raises(MethodError, match="period at position 1 has no untreated outcome"):
        complete_matrix(np.ones((3, 3)), seen.T, penalty=1.0)


def test_too_few_cells_to_hold_any_out_are_refused():
    with pytest.raises(MethodError, match="too few untreated cells"):
        cross_validated_penalty(np.arange(4.0).reshape(2, 2), np.eye(2, dtype=bool), seed=0)
