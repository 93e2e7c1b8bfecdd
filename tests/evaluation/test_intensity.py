"""Effects by dose: equal to a regression written out; refusals."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError, ShapeError
from chiiki.evaluation.intensity import effects_by_dose
from chiiki.evaluation.panel import Panel

AT = (1.5, 2.0, 3.0)


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(5)
    n = 60
    doses = np.where(np.arange(n) < 25, rng.uniform(1, 4, n), 0.0)
    after = (np.arange(5) >= 2) & (doses > 0)[:, None]
    y = rng.normal(size=(n, 1)) + 0.3 * rng.normal(size=(n, 5)) + (0.3 + 0.5 * doses)[:, None] * after
    panel = Panel(tuple(map(str, range(n))), np.arange(1, 6), y, np.where(doses > 0, 3.0, np.inf))
    return panel, doses


def test_effects_slopes_and_errors_are_those_of_the_regression_written_out(drawn):
    panel, doses = drawn
    treated = doses > 0
    change = panel.outcomes[:, 2:].mean(axis=1) - panel.outcomes[:, 1]
    rest = change[~treated] - change[~treated].mean()
    x = np.column_stack([np.ones(treated.sum()), doses[treated]])
    bread = np.linalg.inv(x.T @ x)
    coefficients = bread @ x.T @ (change[treated] - change[~treated].mean())
    residuals = change[treated] - change[~treated].mean() - x @ coefficients
    covariance = bread @ (x * residuals[:, None] ** 2).T @ x @ bread
    of_untreated = rest @ rest / len(rest) ** 2

    found = effects_by_dose(panel, doses, at=AT)

    approx = partial(pytest.approx, rel=1e-12)  # two ways to one least squares; measured 5e-15 over twenty seeds
    for point in found.points:
        row = np.array([1.0, point.dose])
        assert point.effect == approx(row @ coefficients)
        assert point.standard_error == approx(np.sqrt(row @ covariance @ row + of_untreated))
        assert point.slope == approx(coefficients[1])
        assert point.slope_error == approx(np.sqrt(covariance[1, 1]))
    assert found.average == approx(change[treated].mean() - change[~treated].mean())
    assert (found.slope, found.slope_error) == approx((coefficients[1], np.sqrt(covariance[1, 1])))
    assert (found.degree, found.n_treated, found.cautions) == (1, 25, ())


def test_few_treated_units_have_a_curve_without_errors(drawn):
    panel, doses = drawn
    rows = np.r_[0:4, 25:60]

    found = effects_by_dose(panel.subset(rows), doses[rows], at=[2.0])

    assert (found.average_error, found.slope_error, found.points[0].standard_error) == (None, None, None)
    assert [caution.code for caution in found.cautions] == ["interval-refused", "few-treated"]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"doses": np.ones(3)}, ShapeError, r"one for each of 60 units, got \(3,\)"),
        ({"at": [9.0]}, InputError, r"doses between 1\.\d+ and 3\.\d+, which the treated units have, got \[9\.0\]"),
        ({"at": []}, InputError, "must name doses"),
        ({"degree": 30}, MethodError, "a curve of degree 30 needs"),
        ({"flat": True}, MethodError, "a curve of degree 1 needs"),
        ({"zero": True}, InputError, "the treated unit '0' has no dose above 0"),
        ({"gap": True}, MethodError, "the panel has gaps"),
        ({"comparison": "never", "all": True}, MethodError, "no unit is never treated"),
    ],
)
def test_what_has_no_curve_is_refused(drawn, change, error, message):
    panel, doses = drawn
    change = dict(change)
    if change.pop("flat", False):
        doses, change["at"] = np.full(60, 2.0), [2.0]
    if change.pop("zero", False):
        doses = np.where(np.arange(60) == 0, 0.0, doses)
    if change.pop("gap", False):
        panel = replace(panel, outcomes=np.where(np.arange(5) == 3, np.nan, panel.outcomes))
    if change.pop("all", False):
        starts = np.where(doses > 0, 3.0, 4.0)
        panel, doses = replace(panel, first_treated=starts), np.where(doses > 0, doses, 2.0)
    with pytest.raises(error, match=message):
        effects_by_dose(panel, change.pop("doses", doses), at=change.pop("at", AT), **change)
