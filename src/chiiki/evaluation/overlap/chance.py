r"""How the estimates of overlapping programmes would vary if others had been chosen.

A unit's path is its first treated period in every programme. All programmes together are tested
by permuting whole paths over the units; one programme by permuting its part of the path among
units that took part in the same others, in the same periods, so that what the others did stays
where it is. With all cells observed a permutation of paths leaves the weights as they are and
moves them to other units; with gaps the model is fitted again for every draw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.evaluation.estimators.within import within_units_and_periods
from chiiki.evaluation.inference.mechanism import Mechanism
from chiiki.evaluation.inference.randomisation import assignments_of, interval_ends, p_values_at
from chiiki.evaluation.inference.statistics import joined, statistics_of
from chiiki.evaluation.overlap.columns import columns_of, is_full_rank, on_cells, pair_columns
from chiiki.evaluation.overlap.weights import aims_of, first_step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.inference.statistics import Statistics
    from chiiki.evaluation.overlap.columns import Column, Form
    from chiiki.evaluation.overlap.weights import Aim, FirstStep
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Interval

__all__ = ["Model", "Permuted", "joint_p_value", "model_of", "randomise_programme", "refitted"]

NUMBERS_AT_ONCE = 4_000_000
"""Draws are taken in blocks of about so many units by draws, some 32 MB."""


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted model of overlapping effects."""

    panel: Panel
    """With the first period of any programme as that of treatment."""

    first_treated: FloatArray
    """Shape (n_units, n_programmes); infinite for never."""

    form: Form
    has_pairs: bool
    """Whether pairs may have an effect of their own, where the rank allows."""

    step: FirstStep
    columns: tuple[Column, ...]
    """Single effects, then pairs."""

    aims: tuple[Aim, ...]
    """Every programme over all its cells, then the columns."""

    @property
    def outcomes(self) -> FloatArray:
        """Outcomes, 0 where nothing was observed; shape (n_units, n_periods)."""
        return np.where(self.panel.observed, self.panel.outcomes, 0.0)

    @property
    def values(self) -> FloatArray:
        """Estimate of every aim, in the unit of the outcome; shape (n_aims,)."""
        found: FloatArray = np.einsum("kit,it->k", self.weights(self.aims), self.outcomes, optimize=True)
        return found

    def weights(self, aims: Sequence[Aim]) -> FloatArray:
        """Return estimates as weights on outcomes, shape (n_aims, n_units, n_periods).

        Parameters
        ----------
        aims : sequence of Aim
            Some of ``aims``.
        """
        return self.step.weights(self.columns, np.stack([aim.share for aim in aims]))


@dataclass(frozen=True, slots=True)
class Permuted:
    """Tests of the effects of one programme, with the others where they were."""

    standard_errors: FloatArray
    """Spread by which the estimates are divided, shape (n_aims,)."""

    p_values: FloatArray
    """Two-sided, shape (n_aims,)."""

    intervals: tuple[Interval | None, ...]
    """Effects that are not rejected; None where they have no end."""

    n_draws: int
    is_exact: bool
    """Whether every possible assignment was gone through."""

    n_failed: int
    """Draws that could not be fitted, counted as more extreme than what was observed."""


def model_of(panel: Panel, *, first_treated: FloatArray, form: Form, has_pairs: bool) -> Model:
    """Fit the model of overlapping effects.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it, with the first period of any
        programme as that of treatment.
    first_treated : array of shape (n_units, n_programmes)
        First treated periods; infinite for never.
    form : {"event_time", "constant"}
        One effect of a programme for each event time, or one for all.
    has_pairs : bool
        Whether pairs may have an effect of their own.

    Returns
    -------
    Model
        Its rank may be short: see :func:`~chiiki.evaluation.overlap.columns.confounded`.
    """
    step = first_step(panel)
    programmes = range(first_treated.shape[1])
    singles = columns_of(first_treated, panel.periods, used=step.used, form=form, programmes=programmes)
    on = on_cells(first_treated, panel.periods)
    pairs = pair_columns(on, columns=singles, used=step.used) if has_pairs and singles and is_full_rank(singles) else ()
    present = sorted({column.programmes[0] for column in singles})
    columns = (*singles, *pairs)
    return Model(panel, first_treated, form, has_pairs, step, columns, aims_of(columns, programmes=present))


def randomise_programme(model: Model, programme: int, *, draws: int, seed: int, level: float) -> Permuted | None:
    """Test the effects of one programme, with the others where they were.

    Parameters
    ----------
    model : Model
        Of full rank.
    programme : int
        Its position.
    draws : int
        Permutations; where no more than these exist, all are gone through.
    seed : int
        Same seed, same draws.
    level : float
        Nominal coverage of the intervals.

    Returns
    -------
    Permuted or None
        The average over the programme's cells first, then its columns, in the order of
        ``model.aims``. None where no other choice was possible: units that took part in the
        same other programmes all took part in this one, or none did.
    """
    others = np.delete(model.first_treated, programme, axis=1)
    mechanism = _mechanism(model, strata=_codes(others))
    if mechanism.n_assignments == 1:
        return None
    rows, is_exact = assignments_of(mechanism, draws=draws, seed=seed)
    aims = [aim for aim in model.aims if aim.programmes == (programme,)]
    statistics, n_failed = _statistics(model, rows, aims=aims)
    low, high = interval_ends(statistics, is_exact=is_exact, level=level)
    ends = zip(low.tolist(), high.tolist(), strict=True)
    return Permuted(
        standard_errors=np.sqrt(np.maximum(statistics.variance[:, 0], 0.0)),
        p_values=p_values_at(statistics, np.zeros(len(aims)), is_exact=is_exact),
        intervals=tuple(pair if np.isfinite(pair).all() else None for pair in ends),
        n_draws=len(rows) - 1,
        is_exact=is_exact,
        n_failed=n_failed,
    )


def joint_p_value(model: Model, *, draws: int, seed: int) -> float | None:
    """Test that no programme had an effect, by permuting whole paths.

    Parameters
    ----------
    model : Model
        Of full rank.
    draws : int
        Permutations; where no more than these exist, all are gone through.
    seed : int
        Same seed, same draws.

    Returns
    -------
    float or None
        P value of the largest studentised average of a programme; None where all units have one path.
    """
    mechanism = _mechanism(model, strata=np.zeros(model.panel.n_units, dtype=np.intp))
    if mechanism.n_assignments == 1:
        return None
    rows, is_exact = assignments_of(mechanism, draws=draws, seed=seed)
    aims = model.aims[: model.first_treated.shape[1]]
    statistics, _ = _statistics(model, rows, aims=aims)
    largest = statistics.at(np.zeros(len(aims))).max(axis=0)
    larger = int((largest[1:] >= largest[0] * (1.0 - 1e-9)).sum())  # rounding, not chance, tells closer ones apart
    n_draws = len(largest) - 1
    return larger / n_draws if is_exact else (1 + larger) / (1 + n_draws)


def refitted(model: Model, first_treated: FloatArray) -> Model | None:
    """Fit the same model under other paths.

    Parameters
    ----------
    model : Model
        As observed.
    first_treated : array of shape (n_units, n_programmes)
        Other paths.

    Returns
    -------
    Model or None
        None where it cannot tell apart what the observed one does.
    """
    panel = replace(model.panel, first_treated=first_treated.min(axis=1))
    found = model_of(panel, first_treated=first_treated, form=model.form, has_pairs=False)
    pairs = [column for column in model.columns if len(column.programmes) > 1]
    on = on_cells(first_treated, panel.periods) & found.step.used
    again = [replace(pair, cells=on[pair.programmes[0]] & on[pair.programmes[1]]) for pair in pairs]
    columns = (*found.columns, *again)
    is_same = [(one.programmes, one.event_time) for one in columns] == [
        (one.programmes, one.event_time) for one in model.columns
    ]
    if not (is_same and all(pair.cells.any() for pair in again) and is_full_rank(columns)):
        return None
    return replace(found, columns=columns, aims=aims_of(columns, programmes=range(first_treated.shape[1])))


def _codes(paths: FloatArray) -> IntArray:
    """Give different rows different numbers; never in anything comes last."""
    _, codes = np.unique(paths, axis=0, return_inverse=True)
    return codes.ravel()


def _mechanism(model: Model, *, strata: IntArray) -> Mechanism:
    """Permute whole paths within strata; a path is coded as if it were a first treated position."""
    codes = _codes(model.first_treated)
    is_never = np.isinf(model.first_treated).all(axis=1)
    n_paths = int(codes.max()) + 1
    members = tuple(np.flatnonzero(strata == code)[:, None] for code in range(int(strata.max()) + 1))
    words = f"Paths through all programmes change places within {len(members)} groups of units."
    return Mechanism("strata", words, codes, n_paths - 1 if is_never.any() else n_paths, members=members)


def _statistics(model: Model, rows: IntArray, *, aims: Sequence[Aim]) -> tuple[Statistics, int]:
    """Return the statistics of some aims under every draw, and how many draws could not be fitted."""
    has_never = bool(np.isinf(model.first_treated).all(axis=1).any())
    sizes = np.bincount(rows[0])
    on = on_cells(model.first_treated, model.panel.periods)
    treatment = np.stack([on[list(aim.programmes)].all(axis=0) for aim in aims]).astype(float)
    outcomes = within_units_and_periods(model.panel.outcomes, model.panel.observed)
    if not model.panel.is_complete:
        return _with_gaps(model, rows, aims=aims, treatment=treatment, outcomes=outcomes, has_never=has_never)
    _, examples = np.unique(rows[0], return_index=True)
    weights = model.weights(aims)[:, examples]
    features = np.stack(
        [
            _features(np.einsum("it,kt->ik", outcomes, own), np.einsum("kit,kt->ik", treatment, own))
            for own in np.moveaxis(weights, 1, 0)
        ]
    )
    size = max(1, NUMBERS_AT_ONCE // model.panel.n_units)
    parts = [
        statistics_of(sizes, moments=_picker(rows[at : at + size], features), last_is_never=has_never)
        for at in range(0, len(rows), size)
    ]
    return joined(parts), 0


def _features(u: FloatArray, v: FloatArray) -> FloatArray:
    """Stack u, v, u u, u v, v v; shape (n_units, 5, n_aims)."""
    return np.stack([u, v, u * u, u * v, v * v], axis=1)


def _picker(rows: IntArray, features: FloatArray) -> Callable[[int, int], FloatArray]:
    def moments(path: int, over: int) -> FloatArray:
        own = features[path]
        sums = (rows == over).astype(float) @ own.reshape(len(own), -1)
        return np.moveaxis(sums.reshape(len(rows), *own.shape[1:]), 1, 0)

    return moments


def _with_gaps(  # noqa: PLR0913 -- what one draw needs
    model: Model,
    rows: IntArray,
    *,
    aims: Sequence[Aim],
    treatment: FloatArray,
    outcomes: FloatArray,
    has_never: bool,
) -> tuple[Statistics, int]:
    """Fit the model again for every draw; a draw that cannot be fitted counts as more extreme."""
    _, examples = np.unique(rows[0], return_index=True)
    paths, positions = model.first_treated[examples], [model.aims.index(aim) for aim in aims]
    sizes = np.bincount(rows[0])
    reference = len(sizes) - 1 if has_never else int(np.argmax(sizes))
    sums = np.zeros((len(sizes), 2, 5, len(rows), len(aims)))
    failed = np.zeros(len(rows), dtype=bool)
    for draw, codes in enumerate(rows):
        fitted = refitted(model, paths[codes])
        if fitted is None:
            failed[draw] = True
            continue
        weights = fitted.weights([fitted.aims[at] for at in positions])
        own = _features(np.einsum("kit,it->ik", weights, outcomes), np.einsum("kit,kit->ik", weights, treatment))
        for path, size in enumerate(sizes.tolist()):
            members = codes == path
            sums[path, 0, :, draw] = own[members].sum(axis=0)
            if size == 1:
                single, others = weights[:, np.argmax(members)], codes == reference
                u = np.einsum("kt,it->ik", single, outcomes[others])
                v = np.einsum("kt,kit->ik", single, treatment[:, others])
                sums[path, 1, :, draw] = _features(u, v).sum(axis=0)
    found = statistics_of(
        sizes, moments=lambda path, over: sums[path, 0 if path == over else 1], last_is_never=has_never
    )
    parts = (found.estimate, found.slope, found.variance, found.cross, found.square)
    estimate, *rest = (np.where(failed, 0.0, part) for part in parts)
    return type(found)(np.where(failed, 1.0, estimate), *rest), int(failed.sum())
