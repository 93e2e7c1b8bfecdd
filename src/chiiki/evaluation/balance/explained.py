r"""How much of a change in inequality is what programmes did.

For each index of inequality *I*, with :math:`y_0, y_1` the amounts per head at the start and
the end, and :math:`y_1(0)` those at the end without the programmes::

    change            d = I(y_1) - I(y_0)
    effect            e = I(y_1) - I(y_1(0))         below 0: the programmes brought regions closer
    explained share   e / d                          only where d is not tiny
    Shapley value     of each programme; they sum to e

Persons are those of the year of the amounts, in the counterfactual those of the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError
from chiiki.evaluation.balance.counterfactual import without_effect
from chiiki.evaluation.balance.draws import LEAST_DRAWS, intervals_from_draws
from chiiki.evaluation.balance.indices import INDICES, check_amounts, person_shares
from chiiki.evaluation.balance.shapley import shapley_values, subsets
from chiiki.evaluation.results import LEVEL, check_level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.balance.counterfactual import Scale
    from chiiki.evaluation.balance.indices import Index
    from chiiki.evaluation.results import Interval

__all__ = ["TINY", "Balance", "Draws", "IndexChange", "Observed", "explain_change"]

TINY = 0.01
"""A change below this part of the index (the larger of start and end) is too small to be shared out: e / d is then
mostly the noise of d."""

CHUNK = 2_000_000
"""Amounts held at once, 16 MB: draws by subsets by regions would not fit into memory with many programmes."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What the regions had in one year."""

    per_head: FloatArray
    """Amounts per head, shape (n_regions,)."""

    persons: FloatArray | None
    """Persons of the same year, shape (n_regions,); None where each region counts as one."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Effects as they might have been estimated, each array of shape (n_draws, n_programmes, n_regions)."""

    bootstrap: FloatArray | None = None
    """Re-estimated from resampled units; they give the interval."""

    null: FloatArray | None = None
    """Estimated under permuted assignments, so of no programme; their mean effect is taken off as bias."""

    degrees_of_freedom: int | None = None
    """Of the intervals: treated units less cohorts; None for the normal distribution."""


@dataclass(frozen=True, slots=True)
class IndexChange:
    """One index of inequality, with and without the programmes."""

    index: Index
    start: float
    end: float
    counterfactual_end: float
    """At the end, without the programmes."""

    effect: float
    """`end` - `counterfactual_end`, as estimated."""

    shapley: Mapping[str, float]
    """By programme; the values sum to `effect`."""

    bias: float | None = None
    """Mean effect under permuted assignments; None where none were given."""

    interval: Interval | None = None
    """Of the effect without `bias`; None where no draws were given."""

    shapley_intervals: Mapping[str, Interval] | None = None
    """By programme; None where no draws were given."""

    @property
    def change(self) -> float:
        """`end` - `start`; below 0 the regions came closer."""
        return self.end - self.start

    @property
    def corrected_effect(self) -> float:
        """Effect less its bias under permuted assignments; `effect` where the bias is not known."""
        return self.effect - (self.bias or 0.0)

    @property
    def is_tiny(self) -> bool:
        """Whether the change is too small to be shared out."""
        return abs(self.change) < TINY * max(self.start, self.end) or self.change == 0

    @property
    def explained_share(self) -> float | None:
        """Corrected effect over change; None where the change is tiny. Read it beside `share_interval` only."""
        return None if self.is_tiny else self.corrected_effect / self.change

    @property
    def share_interval(self) -> Interval | None:
        """Interval of the effect over the change, which is taken as known; None where either is missing."""
        if self.is_tiny or self.interval is None:
            return None
        low, high = sorted(end / self.change for end in self.interval)
        return low, high


@dataclass(frozen=True, slots=True)
class Balance:
    """What programmes did to the inequality between regions, by index."""

    indices: Mapping[Index, IndexChange]
    """With regions counted as `weighting` says; without variance of logs where an amount is 0."""

    unweighted: Mapping[Index, IndexChange]
    """With each region counted as one."""

    weighting: Literal["persons", "regions"]
    scale: Scale
    programmes: tuple[str, ...]
    n_regions: int
    level: float
    """Nominal coverage of the intervals."""

    n_draws: int = 0
    """Bootstrap draws behind the intervals."""

    n_null: int = 0
    """Permuted assignments behind the bias."""

    per_head_of: str = ""
    """Whose heads, in the caller's words: residents, or persons at work there."""

    cautions: tuple[Caution, ...] = ()


def explain_change(  # noqa: PLR0913 -- what the question consists of
    start: Observed,
    end: Observed,
    *,
    effects: Mapping[str, FloatArray],
    scale: Scale = "log",
    draws: Draws | None = None,
    level: float = LEVEL,
    per_head_of: str = "",
    regions: Sequence[str] = (),
) -> Balance:
    """Share out the change of regional inequality between programmes and everything else.

    Parameters
    ----------
    start, end : Observed
        Amounts per head > 0 (0 is allowed, and leaves variance of logs out) of the same
        regions in the same order, each with the persons of its year, or both without.
    effects : mapping of str to array of shape (n_regions,)
        By programme, its effect on each region at the end; 0 where there was none. At most 12.
        Cohort-time means rather than single estimates: see
        :func:`~chiiki.evaluation.balance.counterfactual.cohort_time_means`.
    scale : {"log", "level"}
        Unit of all effects: differences of logarithms, or amounts per head.
    draws : Draws, optional
        Re-estimated effects, for intervals and bias; programmes in the order of `effects`.
    level : float
        Nominal coverage of the intervals.
    per_head_of : str
        Whose heads are counted; the result repeats it.
    regions : sequence of str, length n_regions, optional
        Labels, for messages.

    Returns
    -------
    Balance
        By index with persons as weights (where given) and with each region as one.

    Raises
    ------
    ShapeError
        If arrays do not list the same regions.
    MissingValueError
        If an amount, a number of persons or an effect is missing.
    InputError
        If an amount is negative, an effect infinite, there is no programme or more than 12, or
        only one of `start` and `end` has persons.
    MethodError
        If effects leave a region below 0 or without bound, or there are fewer than 40 bootstrap draws.

    Notes
    -----
    Effects are of the end alone. Where a programme was at work at the start already, part of
    its effect is in `start`, and `e / d` does not speak of the change. The regions are taken as
    all there are: only the effects are uncertain.

    Examples
    --------
    A programme gave the poorer of two regions what it has above 1.

    >>> before, after = Observed(np.array([1.0, 4.0]), None), Observed(np.array([2.0, 4.0]), None)
    >>> found = explain_change(before, after, effects={"A": np.array([np.log(2.0), 0.0])})
    >>> gini = found.indices["gini"]
    >>> round(gini.start, 6), round(gini.end, 6), round(gini.effect, 6), gini.explained_share
    (0.3, 0.166667, -0.133333, 1.0)
    """
    task = _Task(start, end, tuple(effects), _stacked(effects, end), scale, draws or Draws(), level, regions)
    _check(task)
    weighted = _changes(task, is_weighted=True) if end.persons is not None else None
    unweighted = _changes(task, is_weighted=False)
    return Balance(
        indices=weighted or unweighted,
        unweighted=unweighted,
        weighting="regions" if weighted is None else "persons",
        scale=scale,
        programmes=task.names,
        n_regions=len(end.per_head),
        level=level,
        n_draws=0 if task.draws.bootstrap is None else len(task.draws.bootstrap),
        n_null=0 if task.draws.null is None else len(task.draws.null),
        per_head_of=per_head_of,
        cautions=tuple(_cautions(task, weighted or unweighted)),
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """What was asked, after the effects have become one array."""

    start: Observed
    end: Observed
    names: tuple[str, ...]
    tau: FloatArray
    """Shape (n_programmes, n_regions)."""

    scale: Scale
    draws: Draws
    level: float
    regions: Sequence[str]


def _stacked(effects: Mapping[str, FloatArray], end: Observed) -> FloatArray:
    shape = end.per_head.shape
    for name, effect in effects.items():
        if effect.shape != shape:
            msg = f"the effect {name!r} must have one number for each of the regions, {shape}, got {effect.shape}."
            raise ShapeError(msg)
    return np.array(list(effects.values())).reshape(-1, *shape)


def _check(task: _Task) -> None:
    start, end = task.start, task.end
    if start.per_head.ndim != 1 or start.per_head.shape != end.per_head.shape:
        msg = f"start and end must list the same regions, got {start.per_head.shape} and {end.per_head.shape}."
        raise ShapeError(msg)
    if (start.persons is None) != (end.persons is None):
        msg = "give the persons of start and end, or of neither: weights of one year do not fit the other."
        raise InputError(msg)
    check_level(task.level)
    for year in (start, end):
        check_amounts(year.per_head)
        person_shares(year.per_head, persons=year.persons)
    for what, tau in {"effects": task.tau, "bootstrap": task.draws.bootstrap, "null": task.draws.null}.items():
        if tau is not None:
            _check_effects(tau, what=what, shape=task.tau.shape)
    if task.draws.bootstrap is not None and len(task.draws.bootstrap) < LEAST_DRAWS:
        msg = f"an interval needs at least {LEAST_DRAWS} bootstrap draws, got {len(task.draws.bootstrap)}."
        raise MethodError(msg)


def _check_effects(tau: FloatArray, *, what: str, shape: tuple[int, ...]) -> None:
    if tau.shape[-2:] != shape or tau.ndim - len(shape) != (what != "effects"):
        msg = f"{what} must be draws by programmes by regions, (n_draws, {shape[0]}, {shape[1]}), got {tau.shape}."
        raise ShapeError(msg)
    if np.isnan(tau).any():
        at = np.argwhere(np.isnan(tau))[0].tolist()
        msg = f"{what}: no effect at position {at}. Write 0 where a region was not treated."
        raise MissingValueError(msg)
    if not np.isfinite(tau).all():
        msg = f"{what}: an effect is infinite at position {np.argwhere(~np.isfinite(tau))[0].tolist()}."
        raise InputError(msg)


def _changes(task: _Task, *, is_weighted: bool) -> dict[Index, IndexChange]:
    start_persons, end_persons = (task.start.persons, task.end.persons) if is_weighted else (None, None)
    found: dict[Index, IndexChange] = {}
    for name in _usable(task):
        index = partial(INDICES[name], persons=end_persons)
        found[name] = _index_change(
            name,
            task,
            start=float(INDICES[name](task.start.per_head, persons=start_persons)),
            values=_values(task, task.tau[None], index=index)[0],
            spread=None if task.draws.bootstrap is None else _values(task, task.draws.bootstrap, index=index),
            null=None if task.draws.null is None else _values(task, task.draws.null, index=index),
        )
    return found


def _usable(task: _Task) -> tuple[Index, ...]:
    """Return the indices that have a value: no logarithm of 0, in the world observed or without effects."""
    least = min(float(cells.min()) for cells in (task.start.per_head, *_worlds(task, task.tau[None])))
    return tuple(name for name in INDICES if least > 0 or name != "variance_of_logs")


def _worlds(task: _Task, tau: FloatArray) -> Iterator[FloatArray]:
    """Make the amounts at the end with every subset on: (some draws, 2 ** n_programmes, n_regions) at a time."""
    off = (~subsets(len(task.names))).astype(float)
    some = max(1, CHUNK // (len(off) * tau.shape[-1]))
    for first in range(0, len(tau), some):
        worlds = without_effect(task.end.per_head, off @ tau[first : first + some], scale=task.scale)
        if (wrong := np.argwhere((worlds < 0) | np.isinf(worlds))).size:
            at = int(wrong[0][-1])
            who = repr(task.regions[at]) if len(task.regions) > at else f"the region at position {at}"
            msg = (
                f"without the effects {who} would have {worlds[tuple(wrong[0])]:.6g} "
                "per head, and inequality needs 0 or more. Check the unit of the effects: 0.05 on logarithms is 5 %."
            )
            raise MethodError(msg)
        yield worlds


def _values(task: _Task, tau: FloatArray, *, index: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """Return the index with every subset of programmes on, shape (n_draws, 2 ** n_programmes)."""
    return np.concatenate([index(worlds) for worlds in _worlds(task, tau)])


def _index_change(  # noqa: PLR0913 -- the parts of the answer
    name: Index,
    task: _Task,
    *,
    start: float,
    values: FloatArray,
    spread: FloatArray | None,
    null: FloatArray | None,
) -> IndexChange:
    parts = _parts(values)
    bias = None if null is None else _parts(null).mean(axis=0)
    intervals = (
        None
        if spread is None
        else intervals_from_draws(
            parts,
            draws=_parts(spread),
            bias=bias,
            level=task.level,
            degrees_of_freedom=task.draws.degrees_of_freedom,
        )
    )
    effect, *shapley = parts.tolist()
    return IndexChange(
        index=name,
        start=start,
        end=float(values[-1]),
        counterfactual_end=float(values[0]),
        effect=effect,
        shapley=dict(zip(task.names, shapley, strict=True)),
        bias=None if bias is None else float(bias[0]),
        interval=None if intervals is None else intervals[0],
        shapley_intervals=None if intervals is None else dict(zip(task.names, intervals[1:], strict=True)),
    )


def _parts(values: FloatArray) -> FloatArray:
    """Return the whole effect, then the Shapley value of each programme, shape (..., 1 + n_programmes)."""
    whole = values[..., -1:] - values[..., :1]
    return np.concatenate([whole, shapley_values(values)], axis=-1)


def _cautions(task: _Task, changes: Mapping[Index, IndexChange]) -> Iterator[Caution]:
    if task.end.persons is None:
        yield Caution("unweighted", "No persons were given: each region counts as one, however many live in it.")
    if task.draws.bootstrap is None:
        message = "The effects are estimates, and no draws of them were given: effects and shares have no interval."
        yield Caution("no-interval", message)
    if "variance_of_logs" not in changes:
        message = "A region has 0 per head at the start, at the end or without effects: variance of logs is left out."
        yield Caution("no-logarithm", message)
    if tiny := [name for name, change in changes.items() if change.is_tiny]:
        message = f"{', '.join(tiny)}: the change is below {TINY:.0%} of the index, so no explained share is shown."
        yield Caution("tiny-change", message)
