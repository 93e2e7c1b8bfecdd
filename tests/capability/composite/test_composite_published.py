"""Each step against published figures of the Handbook, COINr, scikit-learn and SciPy."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from chiiki.capability.composite.aggregate import arithmetic, copeland, geometric, ranks
from chiiki.capability.composite.benefit import benefit_of_the_doubt
from chiiki.capability.composite.missing import impute
from chiiki.capability.composite.normalise import normalise, positive
from chiiki.capability.composite.outliers import excess_kurtosis, skewness, treat
from chiiki.capability.composite.scheme import Outliers
from chiiki.capability.composite.sensitivity import sobol
from chiiki.capability.composite.weigh import factor_weights, varimax

GOLDEN = Path(__file__).parents[2] / "golden" / "capability"

PRINTED = 0.0051
"""Half of the last printed digit, and a little for the data, which are printed rounded too."""

SUMS = 1e-12
"""Relative: both sides sum or multiply at most some thirty numbers of the same size."""


def stored(name):
    return json.loads((GOLDEN / f"composite_{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tai():
    with (GOLDEN / "tai.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])


@pytest.fixture(scope="module")
def handbook():
    return stored("handbook")


@pytest.fixture(scope="module")
def coinr():
    return stored("coinr")


def goalposts(handbook):
    ends = {name: np.array(values, dtype=float) for name, values in handbook["goalposts"].items()}
    for values in ends.values():
        values[4:6] = np.log10(values[4:6])
    return ends


@pytest.mark.parametrize("method", ["z", "min-max", "rank", "best"])
def test_normalised_schooling_is_that_of_the_handbook(tai, handbook, method):
    made = normalise(tai[:, 6:7], method=method).ravel()

    np.testing.assert_allclose(made, handbook["schooling"][method], atol=PRINTED)


@pytest.mark.parametrize("weights", ["EW", "BAP"])
def test_ranks_of_23_countries_are_those_of_the_handbook(tai, handbook, weights):
    unit = normalise(tai, method="min-max", **goalposts(handbook))
    given = np.array(handbook["weights"][weights], dtype=float)

    assert ranks(arithmetic(unit, weights=given / given.sum())).tolist() == handbook["ranks"][weights]


@pytest.mark.parametrize("weights", ["FA", "AHP"])
def test_weights_printed_with_two_digits_move_a_country_by_two_places_at_most(tai, handbook, weights):
    unit = normalise(tai, method="min-max", **goalposts(handbook))
    given = np.array(handbook["weights"][weights], dtype=float)

    made = ranks(arithmetic(unit, weights=given / given.sum()))

    assert np.abs(made - handbook["ranks"][weights]).max() <= 2


def test_geometric_ranks_of_23_countries_are_those_of_the_handbook(tai, handbook):
    shares = normalise(tai, method="best")

    assert ranks(geometric(shares, weights=np.full(8, 1 / 8))).tolist() == handbook["ranks"]["GME"]


def test_factors_and_their_weights_are_those_of_the_handbook(tai, handbook):
    found = factor_weights(tai, n_factors=4)

    # atol: the data are printed with two to four digits
    np.testing.assert_allclose(found.eigenvalues / 8, handbook["eigenvalue_share"], atol=0.0012)
    # atol: a last digit of loadings that were printed with two, from data that were rounded
    np.testing.assert_allclose(np.abs(found.loadings), np.abs(handbook["loadings"]), atol=0.015)
    np.testing.assert_allclose(found.weights, handbook["pca_weights"], atol=0.0101)


def test_benefit_of_the_doubt_is_that_of_the_handbook(tai, handbook):
    unit = normalise(tai, method="min-max")

    made = benefit_of_the_doubt(unit, low_share=0.10, high_share=0.15).score

    # atol: the Handbook printed its data rounded; telephones with two digits of a logarithm
    np.testing.assert_allclose(made, handbook["bod"], atol=0.0151)
    assert np.abs(ranks(made.round(2)) - handbook["ranks"]["BOD"]).max() <= 2


def test_majorities_of_five_countries_are_those_of_the_handbook(tai, handbook):
    five = tai[:5].copy()
    five[:, 4], five[:, 5] = handbook["outranking"]["telephones"], handbook["outranking"]["electricity"]
    beaten = np.sign(np.array(handbook["outranking"]["shares"]) - 0.5)
    np.fill_diagonal(beaten, 0)

    assert copeland(five, weights=np.full(8, 1 / 8)).tolist() == beaten.sum(axis=1).tolist()


@pytest.mark.parametrize(
    ("method", "name"), [("z", "zscore"), ("min-max", "minmax"), ("rank", "rank"), ("best", "fracmax")]
)
def test_normalised_values_are_those_of_coinr(tai, coinr, method, name):
    np.testing.assert_allclose(normalise(tai, method=method), coinr[name], rtol=SUMS, atol=1e-13)


def test_scores_are_those_of_coinr(tai, coinr):
    unit, weights = normalise(tai, method="min-max"), np.array(coinr["weights"])

    np.testing.assert_allclose(arithmetic(unit, weights=weights), coinr["arithmetic"], rtol=SUMS)
    above = positive(unit, method="min-max", floor=0.01)
    np.testing.assert_allclose(geometric(above, weights=weights), coinr["geometric"], rtol=SUMS)
    assert copeland(tai, weights=weights).tolist() == coinr["copeland"]


def test_outliers_are_treated_as_by_coinr(coinr):
    skewed = np.array(coinr["skewed"])

    np.testing.assert_allclose([skewness(x) for x in skewed.T], coinr["skewness"], rtol=SUMS)
    np.testing.assert_allclose([excess_kurtosis(x) for x in skewed.T], coinr["kurtosis"], rtol=SUMS)
    moved = [treat(x, rule=Outliers(rule="winsorise")).values for x in skewed.T]
    np.testing.assert_array_equal(np.column_stack(moved), coinr["winsorised"])
    bent = [treat(x, rule=Outliers(rule="log", skewness=1e-9, kurtosis=-9)).values for x in skewed[:, [0, 1, 4]].T]
    np.testing.assert_allclose(np.column_stack(bent), coinr["log"], rtol=SUMS, atol=1e-13)


def test_moments_are_those_of_scipy(coinr):
    skewed, scipy = np.array(coinr["skewed"]), stored("python")

    np.testing.assert_allclose([skewness(x) for x in skewed.T], scipy["skewness"], rtol=SUMS)
    np.testing.assert_allclose([excess_kurtosis(x) for x in skewed.T], scipy["kurtosis"], rtol=SUMS)


def test_filled_cells_are_those_of_coinr_and_scikit_learn(coinr):
    python = stored("python")
    gaps = np.array(coinr["skewed"])
    cells = tuple(zip(*python["gaps"], strict=True))
    gaps[cells] = np.nan

    for method in ("mean", "median"):
        np.testing.assert_allclose(impute(gaps, method=method), coinr[method], rtol=SUMS)
    np.testing.assert_allclose(impute(gaps, method="knn", neighbours=3)[cells], python["knn"], rtol=SUMS)


def test_varimax_is_that_of_r(coinr):
    turned, theirs = varimax(np.array(coinr["loadings"])), np.array(coinr["varimax"])

    # a rotation fixes loadings up to order and sign of the factors; atol: R stops its iteration at about 1e-7
    overlap = np.abs(turned.T @ theirs)
    order = overlap.argmax(axis=1)
    np.testing.assert_allclose(np.abs(turned), np.abs(theirs[:, order]), atol=1e-6)


def test_sobol_indices_are_those_of_scipy():
    ishigami = stored("python")["ishigami"]
    a, b, mixed = (np.array(y) for y in ishigami["outcomes"])

    first, total = sobol(a[:, np.newaxis], b[:, np.newaxis], mixed=mixed.reshape(-1, 3).T[:, :, np.newaxis])

    # outcomes are stored with twelve digits
    np.testing.assert_allclose(first[:, 0], ishigami["first"], atol=1e-9)
    np.testing.assert_allclose(total[:, 0], ishigami["total"], atol=1e-9)


def test_total_indices_are_those_of_coinr(coinr):
    one = coinr["sobol"]
    outcomes = np.array(one["y"]).reshape(one["d"] + 2, one["n"])

    first, total = sobol(outcomes[0][:, np.newaxis], outcomes[1][:, np.newaxis], mixed=outcomes[2:, :, np.newaxis])

    # COINr divides by n - 1 in the variance, and does not centre the first-order products
    half = 2 * one["n"]
    np.testing.assert_allclose(total[:, 0] * (half - 1) / half, one["total"], rtol=SUMS)
    centre = outcomes[:2].mean() * (outcomes[2:] - outcomes[0]).mean(axis=1) / outcomes[:2].var()
    np.testing.assert_allclose((first[:, 0] + centre) * (half - 1) / half, one["first"], rtol=1e-9)
