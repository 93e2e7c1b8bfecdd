"""Goodman-Bacon: equal to the R package bacondecomp; parts add up to the coefficient."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import MethodError
from chiiki.evaluation.bacon import decompose
from chiiki.evaluation.estimators.two_way import fit_two_way
from chiiki.evaluation.panel import Panel
from did_reference import POINT, panel_of, reference

OF_R = reference("bacon")
NEVER = 99999
KINDS = {"Treated vs Untreated": "never", "Earlier vs Later Treated": "later", "Later vs Earlier Treated": "earlier"}


@pytest.mark.parametrize(
    ("stored", "name", "every"),
    [
        ("mpdta|lemp ~ D", "mpdta", True),
        ("panel47|y ~ treated", "panel47", True),
        ("panel47 without never treated|y ~ treated", "panel47", False),
    ],
)
def test_comparisons_and_weights_are_those_of_the_reference(stored, name, every):
    table = OF_R[stored]
    panel = panel_of(name)

    found = decompose(panel if every else panel.subset(panel.is_ever_treated))

    ours = {(p.treated, p.untreated or NEVER): (p.kind, p.estimate, p.weight) for p in found.comparisons}
    comparisons = OF_R[stored]["comparisons"]
    columns = ("treated", "untreated", "type", "estimate", "weight")
    for treated, untreated, kind, estimate, weight in zip(*(comparisons[c] for c in columns), strict=True):
        mine = ours.pop((treated, untreated))
        assert mine[0] == KINDS[kind]
        assert mine[1:] == pytest.approx((estimate, weight), abs=POINT)
    assert not ours
    assert found.estimate == pytest.approx(table["total"], abs=POINT)


def test_the_parts_add_up_to_the_two_way_coefficient():
    panel = panel_of("panel47")
    found = decompose(panel)

    assert sum(part.weight for part in found.comparisons) == pytest.approx(1.0)
    assert found.estimate == pytest.approx(fit_two_way(panel).estimates[0].estimate)
    kinds = ("never", "later", "earlier")
    assert sum(found.weight_of(k) * found.estimate_of(k) for k in kinds) == pytest.approx(found.estimate)
    assert [caution.code for caution in found.cautions] == ["not-separable"]
    assert "8% of the coefficient" in found.cautions[0].message


def test_one_cohort_has_only_comparisons_with_never_treated_units():
    y = np.array([[1.0, 4.0], [2.0, 4.0], [1.0, 2.0]])
    found = decompose(Panel(("A", "B", "C"), np.array([1, 2]), y, np.array([2.0, 2.0, np.inf])))

    assert [(p.kind, p.treated, p.untreated, p.weight) for p in found.comparisons] == [("never", 2, None, 1.0)]
    assert (found.weight_of("earlier"), found.estimate_of("earlier"), found.cautions) == (0, None, ())


def test_units_with_gaps_are_left_out_and_counted():
    found = decompose(panel_of("gaps47"))

    assert found.n_units == 20
    assert found.cautions[-2].code == "incomplete-dropped"
    assert found.cautions[-2].message.startswith("27 units with a gap are left out")


def test_a_panel_in_which_every_unit_has_a_gap_is_refused():
    y = np.array([[1.0, np.nan, 2.0], [np.nan, 2.0, 3.0]])
    with pytest.raises(MethodError, match="every unit has a gap"):
        decompose(Panel(("A", "B"), np.array([1, 2, 3]), y, np.array([2.0, np.inf])))
