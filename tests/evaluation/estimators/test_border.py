"""The border to diff-diff: frames, labels, warnings and refusals."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from chiiki.errors import MethodError, MissingExtraError
from chiiki.evaluation.estimators.border import ask, frame_of, labels_of, package
from chiiki.evaluation.panel import Panel


@pytest.fixture
def panel():
    y = np.array([[1.0, np.nan, 3.0], [4.0, 5.0, 6.0]])
    return Panel(("A", "B"), np.array([2000, 2005, 2010]), y, np.array([2010.0, np.inf]), {"x": y + 1})


def test_a_frame_has_the_observed_cells_in_positions(panel):
    frame = frame_of(panel, covariates=("x",))

    assert frame["unit"].tolist() == [0, 0, 1, 1, 1]
    assert frame["time"].tolist() == [1, 3, 1, 2, 3]
    assert frame["first_treated"].tolist() == [3, 3, 0, 0, 0]
    assert frame["treated"].tolist() == [0, 1, 0, 0, 0]
    assert frame["x0"].tolist() == pytest.approx([-1.0, -0.8 / 2.8, 0.2 / 2.8, 1.2 / 2.8, 2.2 / 2.8], abs=1e-15)


def test_labels_come_back_from_positions(panel):
    assert labels_of(panel, [1.0, 3.0]).tolist() == [2000, 2010]


def test_warnings_are_collected_once_and_do_not_escape():
    with ask("a fit") as said:
        warnings.warn("shaky", stacklevel=1)
        warnings.warn("shaky", stacklevel=1)

    assert said == ["shaky"]


def test_what_the_package_refuses_is_an_error_of_ours():
    with pytest.raises(MethodError, match="a fit has no answer for this panel: invalid literal for int"), ask("a fit"):
        int("a word")


def test_an_error_of_ours_stays_what_it_is():
    with pytest.raises(MissingExtraError), ask("a fit"):
        package("diff_diff_of_nobody")


def test_a_missing_package_is_said_with_the_remedy():
    with pytest.raises(MissingExtraError, match=r"needs the extra stats.*chiiki\[stats\].*bjs works without it"):
        package("diff_diff_of_nobody")
