r"""The answer: what each programme did, alone and together, as far as it can be told.

The estimate of a programme is the mean of its own effects over its cells, with what the others
did in the same cells taken out by the joint model; the effect of being on together is told
apart where the cells allow it. Switched on one after another, the programmes show how much the
estimate of one hangs on the others being in the model.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, ShapeError, UnknownNameError
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.inference.apply import FEW_TREATED
from chiiki.evaluation.inference.randomisation import DRAWS, LEAST_DRAWS
from chiiki.evaluation.overlap.chance import joint_p_value, model_of, randomise_programme
from chiiki.evaluation.overlap.columns import columns_of, confounded, is_full_rank, on_cells
from chiiki.evaluation.overlap.weights import aims_of
from chiiki.evaluation.panel import starts_within, usable
from chiiki.evaluation.results import LEVEL, SIMPLE, Estimate, Target, check_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.overlap.chance import Model, Permuted
    from chiiki.evaluation.overlap.columns import Form
    from chiiki.evaluation.panel import Exclusion, Panel

__all__ = ["Overlap", "Pair", "ProgrammeEffect", "Step", "estimate_overlap"]


@dataclass(frozen=True, slots=True)
class ProgrammeEffect:
    """What one programme did, with the others taken out."""

    programme: str
    overall: Estimate
    """Mean of its own effects over its cells."""

    by_event_time: tuple[Estimate, ...]
    """Its effect by periods since it started; empty where it was taken as constant."""

    n_cells: int
    """Cells in which it is on and an effect was imputed."""

    n_alone: int
    """Those of them in which no other programme is on."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two programmes that are on in the same cells."""

    programmes: tuple[str, str]
    n_cells: int
    """Cells in which both are on."""

    estimate: float | None
    """What being on together adds to the sum of both; None where it cannot be told apart, or was not asked for."""

    coincides: bool
    """Whether the two are on in exactly the same cells."""


@dataclass(frozen=True, slots=True)
class Step:
    """The model after one more programme was switched on."""

    added: str
    estimates: Mapping[str, float]
    """Overall estimate of every programme in the model, pairs left out."""

    explained: float
    """Share of the squared imputed effects that the model accounts for, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What overlapping programmes did."""

    programmes: tuple[ProgrammeEffect, ...]
    pairs: tuple[Pair, ...]
    """Pairs that are on together somewhere."""

    steps: tuple[Step, ...]
    """Programmes switched on one after another, in the order asked for."""

    joint_p_value: float | None
    """That no programme had an effect; None where no other assignment was possible."""

    form: Form
    level: float
    n_units: int
    n_draws: int
    seed: int
    exclusions: tuple[Exclusion, ...] = ()
    cautions: tuple[Caution, ...] = ()


def estimate_overlap(  # noqa: PLR0913 -- the choices that matter
    panel: Panel,
    *,
    first_treated: FloatArray,
    programmes: Sequence[str],
    form: Form = "event_time",
    has_pairs: bool = True,
    order: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
) -> Overlap:
    """Estimate what each of several programmes did where they overlap.

    Parameters
    ----------
    panel : Panel
        Outcomes; its own first treated periods are not read.
    first_treated : array of shape (n_units, n_programmes)
        First treated period of each unit in each programme; infinite for never, NaN for not known.
    programmes : sequence of str
        Names of the programmes, at least two.
    form : {"event_time", "constant"}
        Whether a programme's effect may differ by the periods since its start, or is one number.
    has_pairs : bool
        Whether two programmes together may do more or less than the sum, where cells tell it.
    order : sequence of str, optional
        In which programmes are switched on; as in `programmes` when left out.
    draws : int
        Permutations, at least 99.
    seed : int
        Same seed, same result.
    level : float
        Nominal coverage of the intervals.

    Returns
    -------
    Overlap
        Programmes in the order of `programmes`. P values and intervals come from permuting a
        programme's start among units on the same path through the others.

    Raises
    ------
    ShapeError
        If `first_treated` is not units by programmes.
    InputError
        If there are fewer than two programmes, a name stands twice, or `draws` or `level` is out of range.
    UnknownNameError
        If `order` does not list every programme once.
    MethodError
        If effects cannot be told apart (they are named), a programme has no treated unit with
        an imputed effect, or the panel identifies nothing.

    Notes
    -----
    Assumes that without any programme all units would have moved in parallel, that units on the
    same path through the others could have been chosen alike, and that effects of a programme
    are the same in all units at the same event time. Sums of more than two programmes have no
    effect of their own.

    References
    ----------
    Borusyak, K., Jaravel, X. and Spiess, J. (2024). Revisiting event-study designs: robust and
    efficient estimation. Review of Economic Studies 91, 3253-3285.

    Examples
    --------
    A adds 1 and B adds 2; the third unit has both, the fourth neither.

    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[0.0, 1.0], [0.0, 2.0], [0.0, 3.0], [0.0, 0.0]])
    >>> first = np.array([[1.0, np.inf], [np.inf, 1.0], [1.0, 1.0], [np.inf, np.inf]])
    >>> panel = Panel(("P", "Q", "R", "S"), np.array([0, 1]), y, first.min(axis=1))
    >>> found = estimate_overlap(panel, first_treated=first, programmes=["A", "B"])
    >>> [round(one.overall.estimate, 9) for one in found.programmes], round(found.pairs[0].estimate, 9)
    ([1.0, 2.0], 0.0)
    """
    names = tuple(programmes)
    _check(panel, first_treated=first_treated, names=names, draws=draws, level=level)
    switched = _order(names, order)
    kept, first = _usable(panel, first_treated)
    model = model_of(kept, first_treated=first, form=form, has_pairs=has_pairs)
    _check_identified(model, names)
    tests = [randomise_programme(model, k, draws=draws, seed=seed, level=level) for k in range(len(names))]
    return Overlap(
        programmes=tuple(_programme(model, k, names=names, test=test) for k, test in enumerate(tests)),
        pairs=tuple(_pairs(model, names)),
        steps=tuple(_steps(model, names=names, order=switched)),
        joint_p_value=joint_p_value(model, draws=draws, seed=seed),
        form=form,
        level=level,
        n_units=kept.n_units,
        n_draws=draws,
        seed=seed,
        exclusions=kept.exclusions,
        cautions=(*kept.cautions, *_cautions(model, names=names, tests=tests)),
    )


def _check(panel: Panel, *, first_treated: FloatArray, names: tuple[str, ...], draws: int, level: float) -> None:
    if first_treated.shape != (panel.n_units, len(names)):
        expected = (panel.n_units, len(names))
        msg = f"first_treated must be units by programmes, {expected}, got {first_treated.shape}."
        raise ShapeError(msg)
    if len(names) < 2 or len(set(names)) < len(names):  # noqa: PLR2004 -- one and another
        msg = f"name at least two programmes, each once, got {', '.join(map(repr, names))}."
        raise InputError(msg)
    if draws < LEAST_DRAWS:
        msg = f"draws must be at least {LEAST_DRAWS}, got {draws}; 999 are usual."
        raise InputError(msg)
    check_level(level)


def _order(names: tuple[str, ...], order: Sequence[str] | None) -> tuple[int, ...]:
    chosen = names if order is None else tuple(order)
    if sorted(chosen) != sorted(names):
        msg = f"order must list every programme once, got {', '.join(chosen)}. There are {', '.join(names)}."
        raise UnknownNameError(msg)
    return tuple(names.index(name) for name in chosen)


def _usable(panel: Panel, first_treated: FloatArray) -> tuple[Panel, FloatArray]:
    """Leave out units that cannot be used, with what is known of all programmes together."""
    kept = usable(replace(panel, first_treated=first_treated.min(axis=1)))
    rows = [panel.units.index(unit) for unit in kept.units]
    return kept, starts_within(kept.periods, first_treated[rows])


def _check_identified(model: Model, names: tuple[str, ...]) -> None:
    lost = [name for k, name in enumerate(names) if not any(one.programmes == (k,) for one in model.columns)]
    if lost:
        msg = (
            f"{', '.join(lost)}: no cell under it has an imputed effect, since none of its units is left, or no unit "
            "is untouched in its periods. Leave the programme out, or add units."
        )
        raise MethodError(msg)
    if not is_full_rank(model.columns):
        remedy = "take effects as constant (form='constant'), " if model.form == "event_time" else ""
        msg = (
            f"the programmes cannot be told apart: {confounded(model.columns, names)} occur in cells from which only "
            f"a combination of them is known. To go on, {remedy}add units in which they are apart, or join them."
        )
        raise MethodError(msg)


def _programme(model: Model, k: int, *, names: tuple[str, ...], test: Permuted | None) -> ProgrammeEffect:
    own = [(at, aim) for at, aim in enumerate(model.aims) if aim.programmes == (k,)]
    values = model.values
    estimates = []
    for place, (at, aim) in enumerate(own):
        n = int(aim.cells.any(axis=1).sum())
        estimates.append(
            Estimate(
                target=SIMPLE if aim.event_time is None else Target("event_time", event_time=aim.event_time),
                estimate=float(values[at]),
                n=n,
                standard_error=None if test is None or n < FEW_TREATED else float(test.standard_errors[place]),
                interval=None if test is None else test.intervals[place],
                p_value=None if test is None else float(test.p_values[place]),
            )
        )
    overall, *by_event_time = estimates
    on = on_cells(model.first_treated, model.panel.periods) & model.step.used
    others = np.delete(on, k, axis=0).any(axis=0)
    return ProgrammeEffect(
        names[k], overall, tuple(by_event_time), n_cells=int(on[k].sum()), n_alone=int((on[k] & ~others).sum())
    )


def _pairs(model: Model, names: tuple[str, ...]) -> Iterator[Pair]:
    on = on_cells(model.first_treated, model.panel.periods) & model.step.used
    known = {aim.programmes: float(value) for aim, value in zip(model.aims, model.values, strict=True)}
    for k, other in combinations(range(len(names)), 2):
        both = on[k] & on[other]
        if both.any():
            coincides = bool((on[k] == on[other]).all())
            yield Pair((names[k], names[other]), int(both.sum()), known.get((k, other)), coincides=coincides)


def _steps(model: Model, *, names: tuple[str, ...], order: tuple[int, ...]) -> Iterator[Step]:
    effects = impute(model.panel).effects[model.step.used]
    for count in range(1, len(order) + 1):
        chosen = sorted(order[:count])
        columns = columns_of(
            model.first_treated, model.panel.periods, used=model.step.used, form=model.form, programmes=chosen
        )
        stacked = np.stack([column.cells[model.step.used] for column in columns]).astype(float)
        loads = np.linalg.solve(stacked @ stacked.T, stacked @ effects)
        aims = aims_of(columns, programmes=chosen)[:count]
        total = float(effects @ effects)
        yield Step(
            added=names[order[count - 1]],
            estimates={names[aim.programmes[0]]: float(aim.share @ loads) for aim in aims},
            explained=float((loads @ stacked) @ effects) / total if total > 0 else 0.0,
        )


def _cautions(model: Model, *, names: tuple[str, ...], tests: Sequence[Permuted | None]) -> Iterator[Caution]:
    if model.step.n_lost:
        message = f"{model.step.n_lost} treated cells are left out: no unit is untouched in their period."
        yield Caution("not-imputed", message)
    for pair in _pairs(model, names):
        if model.has_pairs and pair.estimate is None:
            message = f"Whether {' and '.join(pair.programmes)} together did more than their sum cannot be told apart."
            yield Caution("not-separable", message)
    for name, test in zip(names, tests, strict=True):
        if test is None:
            message = (
                f"{name}: units on the same path through the other programmes all started it alike, so that no other "
                "choice was possible and nothing can be tested."
            )
            yield Caution("not-separable", message)
            continue
        if None in test.intervals:
            n_without = test.intervals.count(None)
            message = (
                f"{name}: {n_without} of {len(test.intervals)} effects have no interval: over {test.n_draws} choices "
                "of units even distant effects are not rejected, or nothing varies."
            )
            yield Caution("interval-refused", message)
        if test.n_failed:
            message = (
                f"{name}: under {test.n_failed} of {test.n_draws} permutations gaps in the panel leave effects "
                "without a cell; they count as more extreme than what was observed, which makes p values larger."
            )
            yield Caution("unbalanced", message)
