"""Weights of predictors: the exact inner problem, and an outer one no worse than the reference's."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.synthetic.predictors import parse_predictor, predictor_fits
from chiiki.evaluation.synthetic.search import predictor_weights
from chiiki.evaluation.synthetic.simplex import simplex_least_squares
from synthetic_data import stored


def scaled(reference):
    predictors = np.vstack([reference["X1"], np.array(reference["X0"]).T])
    return predictors / predictors.std(axis=0, ddof=1)


@pytest.mark.parametrize("which", ["optimised", "equal"])
def test_given_the_weights_of_predictors_the_mixture_is_that_of_the_reference(which):
    reference = stored("synth.json")["results"]["prop99"]
    part = reference if which == "optimised" else reference["custom_v_equal"]
    predictors = scaled(reference)
    design = np.sqrt(part["v"])[:, None] * (predictors[1:] - predictors[0]).T

    found = simplex_least_squares(design, np.zeros((1, len(design)))).weights[0]

    assert found == pytest.approx(part["w_exact_quadprog_given_v"], abs=1e-8)  # quadprog with a ridge of 1e-10


@pytest.mark.parametrize("seed", range(3))
def test_two_predictors_agree_with_a_fine_grid_of_their_weights(seed):
    generator = np.random.default_rng(seed)
    predictors, outcomes = generator.normal(size=(7, 2)), generator.normal(size=(7, 5))
    allowed = np.ones((1, 7), dtype=bool)
    allowed[0, 0] = False

    found = predictor_weights(predictors, outcomes, treated=np.array([0]), allowed=allowed, seed=seed)

    logs = np.linspace(-18, 18, 2001)
    roots = np.exp(np.stack([np.minimum(logs, 0.0), np.minimum(-logs, 0.0)], axis=1) / 2.0)
    design = roots[:, :, None] * (predictors[1:] - predictors[0]).T[None]
    mixtures = simplex_least_squares(design, np.zeros(roots.shape)).weights
    losses = np.mean((outcomes[0] - mixtures @ outcomes[1:]) ** 2, axis=1)
    assert found.loss[0] <= losses.min() + 1e-9


def test_more_starts_never_fit_worse_than_equal_weights():
    generator = np.random.default_rng(5)
    predictors, outcomes = generator.normal(size=(12, 4)), generator.normal(size=(12, 8))
    allowed = ~np.eye(12, dtype=bool)
    equal = np.stack([
        simplex_least_squares((predictors - predictors[i]).T, np.zeros((1, 4)), allowed=allowed[[i]]).weights[0]
        for i in range(12)
    ])  # fmt: skip

    found = predictor_weights(predictors, outcomes, treated=np.arange(12), allowed=allowed, seed=0, starts=8)

    assert (found.loss <= np.mean((outcomes - equal @ outcomes) ** 2, axis=1) + 1e-12).all()
    assert found.weights[np.eye(12, dtype=bool)].max() == 0.0


def test_where_mixtures_match_the_predictors_equally_the_past_decides():
    predictors = np.array([[1.0], [0.0], [2.0], [0.0], [2.0]])
    outcomes = np.array([[5.0, 5.0], [9.0, 9.0], [9.0, 9.0], [4.0, 4.0], [6.0, 6.0]])
    allowed = np.array([[False, True, True, True, True]])

    found = predictor_fits(predictors, outcomes, roles=np.array([0]), n_pre=1, allowed=allowed, seed=0)

    assert not found.is_unique[0]
    assert found.fits.gaps[0] == pytest.approx([0.0, 0.0], abs=1e-6)


def test_a_predictor_that_is_the_same_for_all_is_refused():
    with pytest.raises(MethodError, match="position 0 is the same for all units"):
        predictor_fits(
            np.ones((3, 1)), np.ones((3, 2)), roles=np.array([0]), n_pre=1, allowed=np.ones((1, 3), dtype=bool), seed=0
        )


@pytest.mark.parametrize("text", ["beer", "beer:1984", "beer:1984-", ":1984-1988", "beer:1984to1988", "", "beer:a-b"])
def test_a_predictor_of_another_form_is_refused_with_the_form(text):
    with pytest.raises(InputError, match=r"is no predictor. Write COLUMN:FROM-TO, such as income:1980-1988"):
        parse_predictor(text)


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(InputError, match="ends before it begins"):
        parse_predictor("beer:1988-1984")


def test_a_column_may_have_a_colon_and_a_hyphen_in_its_name():
    assert parse_predictor("a:b-c:1-2").column == "a:b-c"
