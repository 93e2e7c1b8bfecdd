"""Step-down tests of several outcomes, by hand and by brute force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.inference.randomisation import randomise
from chiiki.evaluation.inference.romano_wolf import outcomes_together, step_down
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.results import Target


def _by_definition(observed, pool):
    """Min-p over what has not been rejected yet, with a loop for every share."""
    p = [[np.mean(row >= value) for value in row] for row in pool]
    own = [np.mean(row >= value) for row, value in zip(pool, observed, strict=True)]
    found, floor = {}, 0.0
    left = sorted(range(len(own)), key=lambda k: own[k])
    while left:
        least = [min(p[k][b] for k in left) for b in range(len(pool[0]))]
        floor = max(floor, np.mean([value <= own[left[0]] for value in least]))
        found[left.pop(0)] = floor
    return [found[k] for k in range(len(own))]


def test_a_hand_made_example():
    # Four assignments, the first is what happened. Outcome a: largest of four, p 1/4; b: third largest, p 3/4.
    drawn = np.array([[4.0, 3.0, 2.0, 1.0], [2.0, 1.0, 4.0, 3.0]])
    # p by assignment: a 1/4 2/4 3/4 1; b 3/4 1 1/4 2/4; the least: 1/4 2/4 1/4 2/4, of which two are at most 1/4.
    assert step_down(drawn[:, 0], drawn, is_exact=True).tolist() == [0.5, 0.75]


@pytest.mark.parametrize("seed", range(5))
def test_step_down_equals_its_definition(seed):
    rng = np.random.default_rng(seed)
    pool = rng.standard_normal((4, 60)) + rng.standard_normal(60)
    observed = pool[:, 0]

    assert step_down(observed, pool, is_exact=True).tolist() == pytest.approx(_by_definition(observed, pool))


def test_equal_outcomes_cost_nothing_and_no_p_value_becomes_smaller():
    rng = np.random.default_rng(0)
    pool = rng.standard_normal(200)
    same = np.array([pool, pool, pool])

    assert step_down(same[:, 0], same, is_exact=True).tolist() == pytest.approx([np.mean(pool >= pool[0])] * 3)


def test_outcomes_are_tested_over_the_same_assignments():
    rng = np.random.default_rng(3)
    first = np.where(np.arange(14) < 4, 2004.0, np.inf)
    panels = {
        name: Panel(tuple(map(str, range(14))), np.arange(2001, 2007), rng.standard_normal((14, 6)), first)
        for name in ("income", "firms", "patents")
    }
    found = outcomes_together(panels, draws=199, seed=7)
    alone = [randomise(panel, targets=[Target("simple")], draws=199, seed=7) for panel in panels.values()]

    assert found.outcomes == ("income", "firms", "patents")
    assert found.p_values.tolist() == [one.p_values[0] for one in alone]
    assert (found.adjusted >= found.p_values).all()
    pool = np.array([one.statistics.at(np.zeros(1))[0] for one in alone])
    assert found.adjusted.tolist() == pytest.approx(_by_definition(pool[:, 0], pool))


def test_outcomes_of_other_units_are_refused():
    panel = Panel(tuple("ABCD"), np.array([1, 2]), np.eye(4)[:, :2], np.array([2, np.inf, np.inf, np.inf]))
    with pytest.raises(InputError, match="the outcomes 'a' and 'b' have other units"):
        outcomes_together({"a": panel, "b": replace(panel, units=tuple("ABCE"))})
    with pytest.raises(InputError, match="no outcome was given"):
        outcomes_together({})
    with pytest.raises(MethodError, match="no draw"):
        step_down(np.ones(1), np.ones((1, 0)), is_exact=False)
