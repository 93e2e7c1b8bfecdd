"""Covariates that say nothing are dropped and named; their gaps are counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import UnknownNameError
from chiiki.evaluation.estimators.covariates import blank_incomplete, choose_covariates
from did_reference import panel_of


@pytest.fixture
def panel():
    found = panel_of("panel47", covariates=("x1", "x2"))
    x1, x2 = found.covariates["x1"], found.covariates["x2"]
    return replace(found, covariates={"x1": x1, "x2": x2, "twice": 2 * x2 + 1, "flat": np.full(x1.shape, 7.0)})


def test_with_a_constant_a_flat_and_a_repeated_covariate_are_dropped(panel):
    found = choose_covariates(panel, covariates=("flat", "x1", "x2", "twice"), used=panel.observed, within=False)

    assert found.names == ("x1", "x2")
    assert found.cautions[0].code == "covariate-dropped"
    assert "Left out: flat, twice; a constant, or earlier covariates, say the same." in found.cautions[0].message


def test_with_unit_and_period_effects_what_does_not_change_is_dropped_too(panel):
    found = choose_covariates(panel, covariates=("x1", "twice", "x2"), used=panel.observed, within=True)

    assert found.names == ("twice",)
    assert "x1, x2" in found.cautions[0].message


def test_a_cell_without_a_covariate_loses_its_outcome_and_is_counted(panel):
    x2 = panel.covariates["x2"].copy()
    x2[3, 2:4] = np.nan
    found = blank_incomplete(replace(panel, covariates={"x2": x2}), covariates=("x2",))

    assert np.isnan(found.outcomes[3, 2:4]).all()
    assert np.isnan(found.outcomes).sum() == 2
    assert found.cautions[-1].message.startswith("2 cells without a value of x2")


def test_an_unknown_covariate_is_named_with_those_there_are(panel):
    with pytest.raises(UnknownNameError, match=r"no covariate 'x3'\. It has x1, x2"):
        blank_incomplete(panel, covariates=("x3",))
