"""Amounts: what has shares, and what every method that takes a table refuses."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.amounts import check_amounts, check_totals, shares
from chiiki.errors import InputError, MissingValueError, ShapeError


def test_shares_of_each_region_sum_to_one():
    assert shares(np.array([[1.0, 3.0], [0.0, 5.0]])).tolist() == [[0.25, 0.75], [0.0, 1.0]]


def test_an_activity_that_no_region_has_still_has_shares():
    assert shares(np.array([[1.0, 0.0]])).tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize("shape", [(3,), (2, 0), (0, 2), (0, 0), (1, 1, 1)])
def test_anything_but_a_filled_table_is_refused(shape):
    with pytest.raises(ShapeError, match="regions by activities with at least one of each"):
        check_amounts(np.ones(shape))


def test_a_missing_cell_is_refused_and_the_message_says_what_to_do():
    with pytest.raises(MissingValueError, match=r"1 missing cells.*fill with 0"):
        check_amounts(np.array([[1.0, np.nan], [1.0, 1.0]]))


@pytest.mark.parametrize("cell", [-0.5, np.inf, -np.inf])
def test_a_negative_or_infinite_cell_is_refused(cell):
    with pytest.raises(InputError, match=r"must be finite and >= 0, got"):
        check_amounts(np.array([[1.0, cell]]))


def test_empty_regions_are_named_up_to_five():
    with pytest.raises(InputError, match=r"every region needs an amount above 0; empty at \[1, 2, 3, 4, 5\]\. Drop"):
        check_totals(np.array([1.0, 0, 0, 0, 0, 0, 0]), what="region")
