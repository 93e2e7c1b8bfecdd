"""The panel of open cells: only what was known then, and only the outcome is of later."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from chiiki.capability.advantage import rca
from chiiki.capability.entry_panel import entry_panel
from chiiki.errors import InputError, MethodError, ShapeError

GOLDEN = Path(__file__).parents[1] / "golden" / "capability" / "entry.json"


@pytest.fixture(scope="module")
def stored():
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def amounts(stored):
    return np.array(stored["amounts"], dtype=float)


def test_the_predictors_are_those_of_the_reference_cell_by_cell(amounts, stored):
    cells = entry_panel(amounts).periods[0]

    # rtol: another eigensolver for the complexity; the rest are sums
    np.testing.assert_allclose(cells.predictors, stored["predictors_of_period_0"], rtol=1e-9, atol=1e-9)


def test_the_cells_are_those_without_specialisation_and_the_outcome_is_that_of_the_later_period(amounts):
    panel = entry_panel(amounts, lag=2)

    before, after = rca(amounts[1]).specialised, rca(amounts[3]).specialised
    assert (
        np.argwhere(~before).tolist() == np.column_stack([panel.periods[1].region, panel.periods[1].activity]).tolist()
    )
    assert panel.periods[1].entered.tolist() == after[~before].tolist()
    assert panel.n_known == 3
    assert panel.periods[3].entered is None
    assert panel.periods[4].entered is None


@pytest.mark.parametrize("lag", [1, 2])
def test_nothing_of_the_future_enters_the_predictors(amounts, lag):
    other = amounts.copy()
    rng = np.random.default_rng(8)
    for t in range(2, 5):
        other[t] = rng.permutation(amounts[t])

    known, shuffled = entry_panel(amounts, lag=lag), entry_panel(other, lag=lag)

    for t in range(2):
        assert known.periods[t].predictors.tolist() == shuffled.periods[t].predictors.tolist()
        assert known.periods[t].region.tolist() == shuffled.periods[t].region.tolist()
    assert known.periods[1].entered.tolist() != shuffled.periods[1].entered.tolist()


def test_predictors_are_standardised_within_their_period_over_the_open_cells(amounts):
    for cells in entry_panel(amounts).periods:
        # atol: means of some hundred numbers of about 1
        np.testing.assert_allclose(cells.predictors.mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(cells.predictors.std(axis=0), 1, atol=1e-12)


def test_only_the_predictors_asked_for_are_computed(amounts):
    panel = entry_panel(amounts, predictors=["activity_size", "density"])

    assert panel.predictors == ("activity_size", "density")
    assert panel.periods[0].predictors.shape[1] == 2


def test_presence_may_be_given_by_another_rule(amounts):
    by_rule = np.stack([rca(x).rca >= 0.8 for x in amounts])

    panel = entry_panel(amounts, presence=by_rule)

    assert [cells.region.size for cells in panel.periods] == (~by_rule).sum(axis=(1, 2)).tolist()
    assert entry_panel(amounts, presence=np.stack([rca(x).specialised for x in amounts])).periods[
        0
    ].predictors.tolist() == (entry_panel(amounts).periods[0].predictors.tolist())
    with pytest.raises(ShapeError, match=r"presence must have the shape of amounts"):
        entry_panel(amounts, presence=by_rule[:2])


def test_what_is_no_panel_is_refused_and_the_period_is_named(amounts):
    with pytest.raises(ShapeError, match=r"periods by regions by activities, got 2 dimension"):
        entry_panel(amounts[0])
    with pytest.raises(InputError, match=r"lag must be at least 1, got 0"):
        entry_panel(amounts, lag=0)
    with pytest.raises(MethodError, match=r"entries over 5 periods need 6 periods or more, got 5"):
        entry_panel(amounts, lag=5)
    with pytest.raises(InputError, match=r"predictors must be some of density, pci, .*, got \['age'\]"):
        entry_panel(amounts, predictors=["age"])
    empty = amounts.copy()
    empty[2, 7] = 0
    with pytest.raises(InputError, match=r"period 2: every region needs an amount above 0; empty at \[7\]"):
        entry_panel(empty)


def test_a_predictor_that_does_not_vary_is_refused_by_name():
    same_size = np.random.default_rng(1).lognormal(size=(3, 12, 8))
    same_size /= same_size.sum(axis=2, keepdims=True)

    with pytest.raises(MethodError, match=r"period 0: region_size does not vary over the \d+ open cells"):
        entry_panel(same_size)
