r"""How often each interval holds the truth, and what it says where there is no effect.

Coverage: the effect is 2.8 standard deviations of the default estimate, which a test at 5 % with
a known standard deviation finds four times out of five. Size: how often the interval excludes 0
where nothing has an effect. Power: how often it excludes 0 where there is that effect. The Monte
Carlo error of a share ``p`` over R replications is ``sqrt(p (1 - p) / R)``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from chiiki.errors import InputError
from chiiki.evaluation.inference.apply import FEW_TREATED
from chiiki.evaluation.inference.multipliers import multipliers
from chiiki.evaluation.results import LEVEL
from chiiki.evaluation.simulation import intervals
from chiiki.evaluation.simulation.batches import Batch, Ends
from chiiki.evaluation.simulation.cohort_weights import Groups, callaway_santanna, two_way
from chiiki.evaluation.simulation.designs import (
    draw_assignments,
    draw_errors,
    effect_profile,
    every_assignment,
    mechanism_of,
)
from chiiki.evaluation.simulation.prefectures import regions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.simulation.designs import Design

__all__ = ["INTERVALS", "Coverage", "IntervalName", "coverage"]

IntervalName: TypeAlias = Literal[
    "randomisation",
    "mechanism",
    "neyman",
    "wild",
    "jackknife",
    "regional-jackknife",
    "bootstrap",
    "percentile",
    "analytic-bjs",
    "analytic-cs",
    "analytic-twfe",
]
"""Randomisation of any region alike (the default), by the design's own mechanism, and the rest; bootstrap is
percentile-t."""

INTERVALS: tuple[IntervalName, ...] = get_args(IntervalName)
"""In the order of the table."""

AT_ONCE = 250
"""Replications in a batch; each batch draws its own assignments, signs and resamples."""

DISTANT = 2.8
"""Effect in standard deviations of the default estimate: 1.96 + 0.84."""

REFUSED: tuple[IntervalName, ...] = ("jackknife", "analytic-bjs", "analytic-cs", "analytic-twfe")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one interval did in one design."""

    design: str
    interval: IntervalName
    bias: float
    """Mean estimate minus truth, in standard deviations of the default estimate."""

    coverage: float
    """Share of intervals that held the truth."""

    size: float
    """Share that excluded 0 where there was no effect."""

    power: float
    """Share that excluded 0 where there was one."""

    width: float
    """Mean of those with both ends, in standard deviations of the default estimate; infinite without any."""

    unbounded: float
    """Share without an end."""

    is_refused: bool
    """Whether users are refused this interval in such a design."""

    replications: int

    @property
    def monte_carlo_error(self) -> float:
        """Standard error of the coverage."""
        return float(np.sqrt(self.coverage * (1.0 - self.coverage) / self.replications))


@dataclass(frozen=True, slots=True)
class _Run:
    """What is the same for all batches of a design."""

    design: Design
    draws: int
    seed: int
    level: float

    @property
    def groups(self) -> Groups:
        never = mechanism_of(self.design).first_index.size - self.design.n_treated
        return Groups((*self.design.sizes, never), self.design.starts, self.design.n_periods)


def coverage(  # noqa: PLR0913 -- what a simulation consists of
    design: Design,
    *,
    replications: int = 5_000,
    draws: int = 999,
    seed: int = 0,
    level: float = LEVEL,
    progress: Callable[[int], None] | None = None,
) -> tuple[Coverage, ...]:
    """Simulate a design, and count what each interval on offer does.

    Parameters
    ----------
    design : Design
    replications : int
        At least 2.
    draws : int
        Of each randomisation, wild and unit bootstrap.
    seed : int
        The same seed gives the same table.
    level : float
        Nominal coverage.
    progress : callable, optional
        Told how many replications are done.

    Returns
    -------
    tuple of Coverage
        In the order of ``INTERVALS``; without those that the design does not allow.

    Raises
    ------
    InputError
        If `replications` is below 2.

    Examples
    --------
    >>> from chiiki.evaluation.simulation.designs import design_named
    >>> found = coverage(design_named("D4o"), replications=20, draws=99)
    >>> [one.interval for one in found][:3]  # one treated region has no variance of its own
    ['randomisation', 'wild', 'bootstrap']
    """
    if replications < 2:  # noqa: PLR2004 -- a standard deviation
        msg = f"replications must be at least 2, got {replications}."
        raise InputError(msg)
    run = _Run(design, draws, seed, level)
    sizes = [min(AT_ONCE, replications - done) for done in range(0, replications, AT_ONCE)]
    spread = float(np.concatenate([_without_effect(run, at, n).estimates for at, n in enumerate(sizes)]).std())
    counts: dict[IntervalName, list[FloatArray]] = {}
    for at, n in enumerate(sizes):
        for name, found in _batch(run, at, n, effect=DISTANT * spread).items():
            counts.setdefault(name, []).append(found)
        if progress is not None:
            progress(sum(sizes[: at + 1]))
    return tuple(
        _summary(run, name, np.concatenate(counts[name], axis=1), spread=spread) for name in INTERVALS if name in counts
    )


def _rng(run: _Run, batch: int, what: int) -> np.random.Generator:
    name = int.from_bytes(run.design.name.encode(), "big")
    return np.random.default_rng([run.seed, name, batch, what])


def _without_effect(run: _Run, at: int, n: int) -> Batch:
    mechanism = mechanism_of(run.design)
    who = draw_assignments(mechanism, n, rng=_rng(run, at, 0))
    return Batch(draw_errors(run.design, n, rng=_rng(run, at, 1)), who, run.groups)


def _batch(run: _Run, at: int, n: int, *, effect: float) -> Mapping[IntervalName, FloatArray]:
    """Return bias, coverage, size, power and width of each replication, by interval; shape (5, n)."""
    null = _without_effect(run, at, n)
    profile = effect * effect_profile(run.design, null.assignments, rng=_rng(run, at, 2))
    treated = run.groups.treated[null.assignments]
    truth = (profile * treated).sum(axis=(1, 2)) / treated.sum(axis=(1, 2))
    ends = _ends(run, at, null)
    if run.design.growth == "constant" and not run.design.anticipation:
        estimates = {name: found + effect for name, found in _estimates(null).items()}
        shifted = {name: Ends(found.low + effect, found.high + effect) for name, found in ends.items()}
    else:
        batch = Batch(null.outcomes + profile, null.assignments, run.groups)
        estimates, shifted = _estimates(batch), _ends(run, at, batch)
    return {
        name: np.stack(
            [
                estimates[_estimator(name)] - truth,
                shifted[name].holds(truth),
                1.0 - ends[name].holds(0.0),
                1.0 - shifted[name].holds(0.0),
                shifted[name].width,
            ]
        )
        for name in ends
    }


def _estimator(name: IntervalName) -> str:
    return name.removeprefix("analytic-") if name.startswith("analytic-") else "bjs"


def _estimates(batch: Batch) -> dict[str, FloatArray]:
    return {
        "bjs": batch.estimates,
        "cs": batch.weighted(callaway_santanna(batch.groups).weights).sum(axis=1),
        "twfe": batch.weighted(two_way(batch.groups).weights).sum(axis=1),
    }


def _ends(run: _Run, at: int, batch: Batch) -> dict[IntervalName, Ends]:
    """Compute every interval that the design allows."""
    level, seed = run.level, int(_rng(run, at, 3).integers(2**31))
    sizes = run.design.sizes
    signs = multipliers(sum(run.groups.sizes), draws=run.draws, seed=seed)
    found: dict[IntervalName, Ends] = {
        "randomisation": _randomisation(run, at, batch),
        "wild": intervals.wild(batch, signs, level=level),
        "bootstrap": intervals.percentile_t(batch, draws=run.draws, seed=seed, level=level),
        "percentile": intervals.percentile(batch, draws=run.draws, seed=seed, level=level),
        "analytic-bjs": intervals.analytic_imputation(batch, level=level),
        "analytic-cs": intervals.analytic_cs(batch, level=level),
        "analytic-twfe": intervals.analytic_two_way(batch, level=level),
    }
    if run.design.selection == "neighbours":
        drawn = draw_assignments(mechanism_of(run.design), run.draws, rng=_rng(run, at, 5))
        found["regional-jackknife"] = intervals.regional_jackknife(batch, regions(), level=level)
        found["mechanism"] = intervals.randomisation(batch, drawn, is_exact=False, level=level)
    if min(sizes) > 1:
        found["neyman"] = intervals.neyman(batch, level=level)
    if sum(sizes) > 1:
        found["jackknife"] = intervals.jackknife(batch, level=level)
    return found


def _randomisation(run: _Run, at: int, batch: Batch) -> Ends:
    """Invert the test over assignments in which any region alike could have been treated."""
    mechanism = mechanism_of(replace(run.design, selection="any"))
    possible = mechanism.n_assignments
    is_exact = possible is not None and possible <= run.draws
    drawn = every_assignment(mechanism) if is_exact else draw_assignments(mechanism, run.draws, rng=_rng(run, at, 4))
    return intervals.randomisation(batch, drawn, is_exact=is_exact, level=run.level)


def _summary(run: _Run, name: IntervalName, found: FloatArray, *, spread: float) -> Coverage:
    bounded = found[4][np.isfinite(found[4])]
    is_few = run.design.n_treated < FEW_TREATED or min(run.design.sizes) == 1
    return Coverage(
        design=run.design.name,
        interval=name,
        bias=float(found[0].mean()) / spread,
        coverage=float(found[1].mean()),
        size=float(found[2].mean()),
        power=float(found[3].mean()),
        width=float(bounded.mean()) / spread if bounded.size else np.inf,
        unbounded=1.0 - bounded.size / found.shape[1],
        is_refused=is_few and name in REFUSED,
        replications=found.shape[1],
    )
