"""Overlapping programmes: brute force, closed forms, known truth, permutations, what cannot be told apart."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from chiiki.cli.tables import read_table
from chiiki.errors import InputError, MethodError, ShapeError, UnknownNameError
from chiiki.evaluation.estimators.within import within_units_and_periods
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.overlap.chance import joint_p_value, model_of, randomise_programme, refitted
from chiiki.evaluation.overlap.columns import Column, columns_of, confounded, is_full_rank, on_cells, pair_columns
from chiiki.evaluation.overlap.joint import estimate_overlap
from chiiki.evaluation.panel import Panel, usable
from chiiki.evaluation.tables.overlap import read_overlap

GOLDEN = Path(__file__).parents[2] / "golden" / "evaluation" / "overlap"
"""Made by fixest; see SOURCE.md there."""

INF, NAN = np.inf, np.nan
YEARS = np.arange(2000, 2010)
CLOSE = 1e-9
"""Two solutions of the same equations on outcomes of size 1 to 10; iterations of the reference end at 3e-12."""


def _first(n=16):
    """Starts in A and B: apart, together at the same and at other times, never."""
    first = np.full((n, 2), INF)
    first[:4, 0] = 2004
    first[4:6, 0] = 2006
    first[2:4, 1] = 2007
    first[5:9, 1] = 2005
    return first


def _panel(first, effect, *, seed=0, noise=0.3):
    generator = np.random.default_rng(seed)
    n = len(first)
    plain = generator.normal(5, 1, (n, 1)) + generator.normal(0, 1, len(YEARS))
    cells = plain + effect + noise * generator.normal(size=(n, len(YEARS)))
    return Panel(tuple(f"u{row:02d}" for row in range(n)), YEARS, cells, first.min(axis=1))


def _model(panel, first, *, form="event_time", has_pairs=True):
    return model_of(usable(panel), first_treated=first, form=form, has_pairs=has_pairs)


def _brute(panel, first):
    """Two-way fixed effects on untouched cells by dummies, then the columns by least squares."""
    n, t = panel.outcomes.shape
    on = on_cells(first, panel.periods)
    touched = on.any(axis=0)
    observed = ~np.isnan(panel.outcomes)
    rows, times = np.nonzero(observed & ~touched)
    dummies = np.zeros((len(rows), n + t))
    dummies[np.arange(len(rows)), rows] = dummies[np.arange(len(rows)), n + times] = 1
    fit = np.linalg.lstsq(dummies, panel.outcomes[rows, times], rcond=None)[0]
    rows, times = np.nonzero(observed & touched)
    effects = panel.outcomes[rows, times] - fit[rows] - fit[n + times]
    names, design = [], []
    for k in range(first.shape[1]):
        since = panel.periods[times] - first[rows, k]
        for event in sorted(set(since[since >= 0].tolist())):
            names.append((k, int(event)))
            design.append(since == event)
    both = on[0][rows, times] & on[1][rows, times]
    design.append(both)
    loads = np.linalg.lstsq(np.array(design, dtype=float).T, effects, rcond=None)[0]
    counts = np.array([column.sum() for column in design])
    overall = [
        sum(loads[at] * counts[at] for at, (k, _) in enumerate(names) if k == which)
        / sum(counts[at] for at, (k, _) in enumerate(names) if k == which)
        for which in range(first.shape[1])
    ]
    return dict(zip(names, loads, strict=False)), overall, loads[-1]


def test_estimates_are_those_of_the_reference_implementation():
    read = read_table(str(GOLDEN / "panel.csv")).table
    columns = {"unit": "unit", "time": "time", "outcome": "y", "first_treated": ["first_a", "first_b"]}
    panel, first = read_overlap(read, **columns)
    stored = json.loads((GOLDEN / "fixest.json").read_text(encoding="utf-8"))

    found = estimate_overlap(panel, first_treated=first, programmes=["sa", "sb"], draws=99)
    constant = estimate_overlap(
        panel, first_treated=first, programmes=["a", "b"], form="constant", order=["b", "a"], draws=99
    )

    by_time = {
        f"{one.programme}::{estimate.target.event_time}": estimate.estimate
        for one in found.programmes
        for estimate in one.by_event_time
    }
    assert {**by_time, "both": found.pairs[0].estimate} == pytest.approx(stored["event_time"], abs=CLOSE)
    overall = [one.overall.estimate for one in constant.programmes]
    assert [*overall, constant.pairs[0].estimate] == pytest.approx(stored["constant"], abs=CLOSE)
    assert constant.steps[0].estimates["b"] == pytest.approx(stored["b_alone"], abs=CLOSE)


@pytest.mark.parametrize("has_gaps", [False, True])
def test_estimates_are_those_of_two_least_squares_with_dummies(has_gaps):
    first = _first()
    panel = _panel(first, np.zeros((16, 10)))
    if has_gaps:
        holes = np.random.default_rng(5).random(panel.outcomes.shape) < 0.08
        panel = replace(panel, outcomes=np.where(holes, NAN, panel.outcomes))

    found = estimate_overlap(panel, first_treated=first, programmes=["A", "B"], draws=99)
    singles, overall, pair = _brute(panel, first)

    assert [one.overall.estimate for one in found.programmes] == pytest.approx(overall, abs=CLOSE)
    assert found.pairs[0].estimate == pytest.approx(pair, abs=CLOSE)
    for k, one in enumerate(found.programmes):
        for estimate in one.by_event_time:
            assert estimate.estimate == pytest.approx(singles[k, estimate.target.event_time], abs=CLOSE)


def test_known_effects_are_found_exactly_without_noise():
    first = _first()
    on = on_cells(first, YEARS)
    since = YEARS - first.T[:, :, None]
    effect = np.where(on[0], 1 + 0.5 * np.where(on[0], since[0], 0), 0) + 2 * on[1] - 0.75 * (on[0] & on[1])

    found = estimate_overlap(_panel(first, effect, noise=0), first_treated=first, programmes=["A", "B"], draws=99)
    a, b = found.programmes

    assert [one.estimate for one in a.by_event_time] == pytest.approx([1, 1.5, 2, 2.5, 3, 3.5], abs=CLOSE)
    assert [one.estimate for one in b.by_event_time] == pytest.approx([2] * 5, abs=CLOSE)
    assert found.pairs[0].estimate == pytest.approx(-0.75, abs=CLOSE)
    assert (a.n_cells, a.n_alone, b.n_cells, b.n_alone) == (32, 22, 26, 16)
    assert (found.pairs[0].n_cells, found.pairs[0].coincides) == (10, False)
    assert (a.overall.n, b.overall.n, found.n_units) == (6, 6, 16)


def test_programmes_that_never_meet_are_each_the_imputation_of_one_programme():
    first = np.full((14, 2), INF)
    first[:3, 0], first[3:6, 1] = 2005, 2006
    panel = _panel(first, np.zeros((14, 10)))

    found = estimate_overlap(panel, first_treated=first, programmes=["A", "B"], draws=99)
    cells = impute(usable(panel)).effects

    assert found.programmes[0].overall.estimate == pytest.approx(np.nanmean(cells[:3]), abs=CLOSE)
    assert found.programmes[1].overall.estimate == pytest.approx(np.nanmean(cells[3:6]), abs=CLOSE)
    assert found.pairs == ()


def test_switching_on_in_order_shows_what_one_programme_takes_over_from_the_other():
    first = _first()
    on = on_cells(first, YEARS)
    panel = _panel(first, 1.0 * on[0] + 2.0 * on[1], noise=0)

    found = estimate_overlap(
        panel, first_treated=first, programmes=["A", "B"], form="constant", order=["B", "A"], draws=99
    )
    first_step, second = found.steps

    # Alone, B takes the mean of its cells: 2, and 1 more in the 10 of 26 in which A is on.
    assert (first_step.added, first_step.estimates) == ("B", {"B": pytest.approx(2 + 10 / 26, abs=CLOSE)})
    assert second.estimates == {"A": pytest.approx(1, abs=CLOSE), "B": pytest.approx(2, abs=CLOSE)}
    assert first_step.explained < second.explained == pytest.approx(1)
    assert [one.by_event_time for one in found.programmes] == [(), ()]


def test_three_programmes_have_their_pairs_and_switch_on_one_by_one():
    first = np.full((24, 3), INF)
    first[:8, 0], first[4:12, 1], first[[2, 3, 6, 7, 10, 11, 12, 13], 2] = 2004, 2005, 2006
    on = on_cells(first, YEARS)
    panel = _panel(first, 1.0 * on[0] + 2.0 * on[1] + 4.0 * on[2] + 0.5 * (on[0] & on[2]), noise=0)

    found = estimate_overlap(panel, first_treated=first, programmes=["A", "B", "C"], draws=99)

    assert [one.overall.estimate for one in found.programmes] == pytest.approx([1, 2, 4], abs=CLOSE)
    assert {pair.programmes: pair.estimate for pair in found.pairs} == {
        ("A", "B"): pytest.approx(0, abs=CLOSE),
        ("A", "C"): pytest.approx(0.5, abs=CLOSE),
        ("B", "C"): pytest.approx(0, abs=CLOSE),
    }
    assert [len(step.estimates) for step in found.steps] == [1, 2, 3]


def test_programmes_that_always_coincide_are_refused_and_named():
    first = _first()
    first[:, 1] = first[:, 0]

    with pytest.raises(MethodError, match=r"A at event time 0 with B at event time 0; .*form='constant'") as refused:
        estimate_overlap(_panel(first, 0), first_treated=first, programmes=["A", "B"])
    assert "and 1 more sets" in str(refused.value)
    with pytest.raises(MethodError, match="told apart: A with B occur"):
        estimate_overlap(_panel(first, 0), first_treated=first, programmes=["A", "B"], form="constant")


def test_event_times_that_coincide_are_named_and_a_constant_effect_can_still_be_told_apart():
    first = np.full((12, 2), INF)
    first[:3, 0], first[:3, 1] = 2004, 2007
    first[3:5, 1] = 2009

    with pytest.raises(MethodError, match="A at event time 4 with B at event time 1; A at event time 5 with B at"):
        estimate_overlap(_panel(first, 0), first_treated=first, programmes=["A", "B"])
    found = estimate_overlap(_panel(first, 0), first_treated=first, programmes=["A", "B"], form="constant", draws=99)
    assert found.programmes[1].overall.n == 5


def test_a_pair_without_an_effect_of_its_own_is_left_out_and_said():
    first = np.full((12, 2), INF)
    first[:4, 0], first[:4, 1] = 2004, 2006

    found = estimate_overlap(_panel(first, 0), first_treated=first, programmes=["A", "B"], form="constant", draws=99)

    assert found.pairs[0].estimate is None
    assert "Whether A and B together did more than their sum" in found.cautions[0].message
    assert {caution.code for caution in found.cautions} == {"not-separable"}
    # All units with A have B, and none without: given A, no other choice of B was possible.
    assert [one.overall.p_value for one in found.programmes] == [None, None]
    assert found.joint_p_value is not None


def test_sets_of_more_than_two_effects_are_named_too():
    cells = np.array([[True, True, False], [False, False, True]])
    columns = [Column((0,), None, cells), Column((1,), 0, cells & cells[0]), Column((1,), 1, cells & cells[1])]

    assert confounded(columns, ["A", "B"]) == "A with B at event time 0 with B at event time 1"
    assert not is_full_rank(columns)
    assert confounded(columns[1:], ["A", "B"]) == ""
    assert columns[0].words(["A", "B"]) == "A"


def test_columns_list_what_occurs_and_pairs_keep_the_rank():
    first = np.array([[2008.0, INF], [INF, 2009.0], [INF, INF]])
    used = np.ones((3, 10), dtype=bool)
    columns = columns_of(first, YEARS, used=used, form="event_time", programmes=[0, 1])

    assert [(one.programmes, one.event_time) for one in columns] == [((0,), 0), ((0,), 1), ((1,), 0)]
    assert pair_columns(on_cells(first, YEARS), columns=columns, used=used) == ()


def test_means_are_taken_out_over_observed_cells():
    table = np.add.outer(np.array([1.0, 5.0, -2.0]), np.array([0.0, 3.0, 7.0, 1.0]))
    table[1, 2] = NAN

    assert within_units_and_periods(table, ~np.isnan(table)) == pytest.approx(np.zeros((3, 4)), abs=CLOSE)


def test_a_permuted_panel_with_gaps_is_fitted_as_one_without():
    """With every cell observed, the fit of each draw must equal the shared weights."""
    first = _first()
    panel = _panel(first, np.zeros((16, 10)))
    model = _model(panel, first)
    order = np.random.default_rng(2).permutation(16)

    again = refitted(model, first[order])

    moved = model.weights(model.aims)[:, order]
    assert again.values == pytest.approx(np.einsum("kit,it->k", moved, panel.outcomes), abs=CLOSE)


def test_gaps_change_p_values_little_and_intervals_hold_the_estimate():
    first = _first()
    panel = _panel(first, 0.4 * on_cells(first, YEARS)[0])
    full = estimate_overlap(panel, first_treated=first, programmes=["A", "B"], form="constant", draws=99)
    cells = panel.outcomes.copy()
    cells[15, 3] = NAN
    gapped = estimate_overlap(
        replace(panel, outcomes=cells), first_treated=first, programmes=["A", "B"], form="constant", draws=99
    )

    for one, other in zip(full.programmes, gapped.programmes, strict=True):
        # One of 160 cells is gone, of a unit that is never treated.
        assert other.overall.p_value == pytest.approx(one.overall.p_value, abs=0.05)
        assert other.overall.interval == pytest.approx(one.overall.interval, abs=0.1)
        assert other.overall.interval[0] < other.overall.estimate < other.overall.interval[1]


def _studentised(panel, first, which, paths, codes):
    """Numerator and spread of one assignment, from dummies' weights unit by unit."""
    model = _model(panel, first)
    aim = [aim for aim in model.aims if aim.programmes == (which,)][:1]
    parts = np.einsum("it,it->i", model.weights(aim)[0], within_units_and_periods(panel.outcomes, panel.observed))
    sizes = np.bincount(codes)
    spread = sum(size * parts[codes == code].var(ddof=1) for code, size in enumerate(sizes.tolist()) if size > 1)
    assert (sizes > 1).all()
    assert len(paths) == len(sizes)
    return abs(parts.sum()) / np.sqrt(spread)


def test_the_p_value_of_a_programme_is_the_share_of_all_its_permutations_within_strata_of_the_other():
    first = np.full((8, 2), INF)
    first[[0, 1], 0], first[[2, 3], 1] = 2005, 2005
    first[[1, 0], 1] = INF
    panel = _panel(first, np.zeros((8, 10)), seed=3)
    model = _model(panel, first, form="constant", has_pairs=False)

    found = randomise_programme(model, 0, draws=999, seed=0, level=0.9)

    free = [0, 1, 4, 5, 6, 7]  # those without B; A fell on two of them: 15 choices
    paths, observed = np.unique(first, axis=0, return_inverse=True)
    values = []
    for pair in sorted({tuple(sorted(order[:2])) for order in permutations(free)}):
        moved = first.copy()
        moved[free, 0] = INF
        moved[list(pair), 0] = 2005
        _, codes = np.unique(moved, axis=0, return_inverse=True)
        values.append(_studentised(replace(panel, first_treated=moved.min(axis=1)), moved, 0, paths, codes.ravel()))
    actual = _studentised(panel, first, 0, paths, observed.ravel())
    assert (found.is_exact, found.n_draws) == (True, 15)
    assert found.p_values[0] == pytest.approx(np.mean(np.array(values) >= actual * (1 - 1e-9)))


def test_a_permutation_that_gaps_leave_without_an_effect_counts_as_more_extreme():
    first = np.full((9, 2), INF)
    first[0, 0], first[[1, 2], 1] = 2005, 2005
    panel = _panel(first, np.zeros((9, 10)))
    cells = panel.outcomes.copy()
    cells[8, 5:] = NAN  # had this unit been in A, nothing would be seen of it

    gapped = replace(panel, outcomes=cells)
    found = randomise_programme(_model(gapped, first, form="constant"), 0, draws=99, seed=0, level=0.9)
    said = estimate_overlap(gapped, first_treated=first, programmes=["A", "B"], form="constant", draws=99).cautions

    assert (found.is_exact, found.n_draws, found.n_failed) == (True, 7, 1)
    assert found.p_values[0] >= 2 / 7  # the observed choice, and the one that cannot be fitted
    assert "A: under 1 of 7 permutations gaps in the panel leave effects" in "".join(one.message for one in said)
    assert [caution.code for caution in said][:2] == ["interval-refused", "unbalanced"]


def test_whole_paths_are_permuted_for_the_joint_test_and_the_seed_repeats_it():
    first = _first()
    strong = _model(_panel(first, 3.0 * on_cells(first, YEARS)[0]), first)
    null = _model(_panel(first, 0.0), first)

    assert joint_p_value(strong, draws=199, seed=1) == 1 / 200
    assert joint_p_value(null, draws=199, seed=1) == joint_p_value(null, draws=199, seed=1) > 0.05


@pytest.mark.slow
def test_intervals_hold_the_truth_and_tests_keep_their_size():
    generator = np.random.default_rng(11)
    n_replications, held, rejected = 200, 0, 0
    for seed in range(n_replications):
        first = np.full((40, 2), INF)
        first[generator.permutation(40)[:10], 0] = 2004
        first[generator.permutation(40)[:10], 1] = 2006
        on = on_cells(first, YEARS)
        panel = _panel(first, 1.0 * on[0], seed=seed, noise=1.0)
        found = estimate_overlap(panel, first_treated=first, programmes=["A", "B"], form="constant", draws=199)
        a, b = (one.overall for one in found.programmes)
        held += a.interval[0] <= 1.0 <= a.interval[1]
        rejected += b.p_value <= 0.05

    # Nominal 0.95 and 0.05; three Monte Carlo standard errors of 200 replications are 0.046.
    assert held / n_replications == pytest.approx(0.95, abs=0.046)
    assert rejected / n_replications == pytest.approx(0.05, abs=0.046)


def test_units_that_cannot_be_used_are_left_out_and_counted():
    first = _first()
    first[15, 1], first[14, 0], first[13, 1], first[12, 0] = NAN, 1999, 2011, INF
    found = estimate_overlap(_panel(first, 0), first_treated=first, programmes=["A", "B"], draws=99)

    assert [(one.reason, one.units) for one in found.exclusions] == [
        ("not-known", ("u15",)),
        ("always-treated", ("u14",)),
    ]
    assert found.n_units == 14
    assert "treated-later" in [caution.code for caution in found.cautions]


def test_cells_of_a_period_without_an_untouched_unit_are_left_out_and_said():
    first = np.full((9, 2), 2009.0)
    first[:3, 0], first[3:6, 1] = 2005, 2006
    first[:3, 1] = first[3:6, 0] = first[6:, 1] = INF
    found = estimate_overlap(_panel(first, 0), first_treated=first, programmes=["A", "B"], draws=99)

    assert "9 treated cells are left out" in found.cautions[0].message


FIRST = _first()


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"first_treated": FIRST[:, :1]}, ShapeError, r"units by programmes, \(16, 2\), got \(16, 1\)"),
        ({"programmes": ["A", "A"]}, InputError, "each once, got 'A', 'A'"),
        ({"first_treated": FIRST[:, :1], "programmes": ["A"]}, InputError, "at least two programmes"),
        ({"order": ["A"]}, UnknownNameError, "order must list every programme once, got A"),
        ({"draws": 50}, InputError, "at least 99, got 50"),
        ({"level": 95}, InputError, "level must be between 0 and 1, got 95"),
        ({"first_treated": np.where([True, False], FIRST, INF)}, MethodError, "B: no cell under it has an imputed"),
        ({"first_treated": np.full((16, 2), INF)}, MethodError, "no treated unit is left"),
    ],
)
def test_questions_without_an_answer_are_refused(change, error, words):
    asked = {"first_treated": FIRST, "programmes": ["A", "B"], **change}

    with pytest.raises(error, match=words):
        estimate_overlap(_panel(FIRST, 0), **asked)
