"""Targets: what each is an average of."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.evaluation.results import Target
from chiiki.evaluation.targets import average_weights, target_cells

COUNTS = np.array([[0, 2, 2, 2], [0, 0, 0, 1]])
FOUND = target_cells(COUNTS, cohorts=(2001, 2003), periods=np.arange(2000, 2004))
WEIGHTS = average_weights(FOUND, COUNTS.astype(float), np.array([2.0, 1.0]))


def _weights(**target):
    return WEIGHTS[FOUND.targets.index(Target(**target))].tolist()


def test_overall_targets_come_first_and_parts_rise():
    assert [target.kind for target in FOUND.targets[:4]] == ["simple", "group", "dynamic", "calendar"]
    assert [target.event_time for target in FOUND.targets if target.kind == "event_time"] == [0, 1, 2]
    assert [(t.cohort, t.period) for t in FOUND.targets if t.kind == "cohort_and_period"] == [
        (2001, 2001),
        (2001, 2002),
        (2001, 2003),
        (2003, 2003),
    ]


def test_simple_weighs_cells_alike():
    assert np.array(_weights(kind="simple")) == pytest.approx(np.array([[0, 1, 1, 1], [0, 0, 0, 1]]) / 7)


def test_group_weighs_cohorts_by_their_units():
    # two of three units in the first cohort, over six cells; one of three in the second, over one
    assert np.array(_weights(kind="group")) == pytest.approx(np.array([[0, 1 / 9, 1 / 9, 1 / 9], [0, 0, 0, 1 / 3]]))


def test_dynamic_weighs_event_times_alike():
    # event time 0 has three cells, 1 and 2 have two each
    expected = [[0, 1 / 9, 1 / 6, 1 / 6], [0, 0, 0, 1 / 9]]
    assert np.array(_weights(kind="dynamic")) == pytest.approx(np.array(expected))


def test_calendar_weighs_periods_alike():
    expected = [[0, 1 / 6, 1 / 6, 1 / 9], [0, 0, 0, 1 / 9]]
    assert np.array(_weights(kind="calendar")) == pytest.approx(np.array(expected))


def test_weights_times_cells_add_up_to_one_for_every_target():
    assert (WEIGHTS * COUNTS).sum(axis=(1, 2)) == pytest.approx(np.ones(len(FOUND.targets)))


def test_a_target_without_a_cell_under_another_assignment_has_no_weight():
    counts = np.array([[[0, 2, 0, 2], [0, 0, 0, 1]]], dtype=float)
    found = average_weights(FOUND, counts, np.array([[2.0, 1.0]]))

    assert not found[0, FOUND.targets.index(Target("period", period=2002))].any()
    assert found[0, 3].sum() > 0
