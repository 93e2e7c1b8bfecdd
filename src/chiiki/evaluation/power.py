r"""What effect a study could find, asked before it looks at any.

Only cells that no treatment has touched are read. Where many units are never treated, their whole
paths around the effects of units and periods are drawn again and again, so that slow drifts count
as they are. Else errors follow ``e[i, t] = rho e[i, t - 1] + noise``, with a standard deviation and
a resemblance of years read from the untreated cells. Studies with such errors, the same units and
the same starts are then simulated without any effect. An interval excludes 0 under an
effect ``q`` where it excludes ``-q`` without one, so that one set of intervals gives all powers::

    power(q) = share with  low > -q  or  high < -q
    minimum detectable effect: the smallest q with power 80 %
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError
from chiiki.evaluation.inference.mechanism import complete_mechanism
from chiiki.evaluation.inference.randomisation import assignments_of
from chiiki.evaluation.results import LEVEL
from chiiki.evaluation.simulation.batches import Batch
from chiiki.evaluation.simulation.cohort_weights import Groups
from chiiki.evaluation.simulation.intervals import neyman, randomisation

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.simulation.batches import Ends

__all__ = ["Basis", "ErrorModel", "Power", "PowerInterval", "error_model", "study_power"]

PowerInterval: TypeAlias = Literal["randomisation", "neyman"]
"""Which interval would have to exclude 0."""

Basis: TypeAlias = Literal["paths", "before", "never"]
"""What errors were read from: whole paths of units never treated, all units before the first start, or cells of
units never treated."""

LEAST_PERIODS = 4
"""With fewer periods a year's resemblance to the one before cannot be told from the effects of units."""

LEAST_PATHS = 20
"""Never-treated units from which whole paths are drawn; fewer repeat themselves too often."""

LEAST_UNITS = 6
"""Standard deviations of fewer units are guesses."""

STRONGEST = 0.95
"""Resemblance of years beyond this cannot be told from effects of units in short panels."""

MULTIPLES = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)
"""Effects at which the power is shown, in standard deviations of the estimate."""

AT_ONCE = 5_000_000
"""Numbers of simulated outcomes at once, some 40 MB."""

FEW_FOUND = 0.5
"""A study that finds even an effect of 2.8 standard deviations less often than this has low power."""


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """How outcomes vary around the effects of units and periods."""

    standard_deviation: float
    """In the unit of the outcome."""

    persistence: float
    """Correlation of a period with the one before, between -0.95 and 0.95."""

    basis: Basis
    n_units: int
    n_periods: int


@dataclass(frozen=True, slots=True)
class Power:
    """What a study could find."""

    minimum_detectable_effect: float | None
    """In the unit of the outcome; None where no effect is found so often."""

    target: float
    """Power that it has."""

    interval: PowerInterval
    level: float
    standard_deviation: float
    """Of the estimate, in the unit of the outcome."""

    effects: FloatArray
    """In the unit of the outcome, rising."""

    powers: FloatArray
    """Share of studies that find each of `effects`, same shape."""

    errors: ErrorModel
    n_treated: int
    n_never: int
    replications: int
    cautions: tuple[Caution, ...] = ()


def study_power(  # noqa: PLR0913 -- the choices of a study
    panel: Panel,
    *,
    effects: tuple[float, ...] = (),
    target: float = 0.8,
    interval: PowerInterval = "randomisation",
    mechanism: Mechanism | None = None,
    draws: int = 999,
    replications: int = 999,
    seed: int = 0,
    level: float = LEVEL,
) -> Power:
    """Compute the minimum detectable effect and the power of a study by imputation.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it; outcomes under treatment are not read.
    effects : tuple of float
        Effects > 0 whose power is asked, in the unit of the outcome; without any, multiples of
        the standard deviation of the estimate.
    target : float
        Power of the minimum detectable effect, between 0 and 1.
    interval : {"randomisation", "neyman"}
        Which interval would have to exclude 0.
    mechanism : Mechanism, optional
        For randomisation: how units came to be treated; without it any could have been.
    draws : int
        Assignments drawn in each simulated study.
    replications : int
        Simulated studies, at least 99.
    seed : int
    level : float
        Nominal coverage of the interval.

    Returns
    -------
    Power

    Raises
    ------
    InputError
        If a share is out of range, an effect not above 0, or there are too few replications.
    MethodError
        If no unit is never treated, or too few untreated cells say how outcomes vary.

    Notes
    -----
    Takes errors as normal and alike in all units, and every cell as observed. The effect is the
    average over treated cells, the same in each. It is no use to compute the power at the effect
    that was found: it says nothing beyond the p value.

    References
    ----------
    Bloom, H. S. (1995). Minimum detectable effects. Evaluation Review 19, 547-556.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.random.default_rng(0).standard_normal((20, 8))
    >>> first = np.where(np.arange(20) < 8, 6.0, np.inf)
    >>> panel = Panel(tuple(map(str, range(20))), np.arange(8), y, first)
    >>> found = study_power(panel, replications=199, draws=199)
    >>> found.errors.basis, found.n_treated, found.minimum_detectable_effect > 2.8 * found.standard_deviation
    ('before', 8, True)
    """
    _check(panel, effects=effects, target=target, replications=replications, level=level)
    errors, paths = error_model(panel), _paths(panel)
    batches = [
        _simulated(panel, errors, n, paths=paths, rng=np.random.default_rng([seed, at]))
        for at, n in enumerate(_parts(panel, replications))
    ]
    ends = [
        _ends(panel, batch, interval=interval, mechanism=mechanism, draws=draws, seed=seed, level=level)
        for batch in batches
    ]
    low, high = np.concatenate([one.low for one in ends]), np.concatenate([one.high for one in ends])
    spread = float(np.concatenate([batch.estimates for batch in batches]).std())
    asked = np.sort(np.array(effects)) if effects else spread * np.array(MULTIPLES)
    needed = float(np.sort(-low)[int(np.ceil(target * replications)) - 1])
    return Power(
        minimum_detectable_effect=needed if np.isfinite(needed) else None,
        target=target,
        interval=interval,
        level=level,
        standard_deviation=spread,
        effects=asked,
        powers=_powers(low, high, asked),
        errors=errors,
        n_treated=int(panel.is_ever_treated.sum()),
        n_never=int((~panel.is_ever_treated).sum()),
        replications=replications,
        cautions=(*panel.cautions, *_cautions(panel, low, high, spread=spread)),
    )


def error_model(panel: Panel) -> ErrorModel:
    """Read from untreated cells how outcomes vary.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it.

    Returns
    -------
    ErrorModel
        Moments of residuals are set equal to what they would be after the same effects of units
        and periods were taken out of errors with that persistence, so that short panels do not
        make it look smaller than it is.

    Raises
    ------
    MethodError
        If neither the periods before the first start nor the units never treated are enough.
    """
    basis, outcomes = _untreated(panel)
    residuals = _residuals(outcomes)
    n, periods = residuals.shape
    if not (residuals**2).sum() > 0.0:
        msg = "outcomes do not vary around the effects of units and periods before treatment, so any effect is found."
        raise MethodError(msg)
    observed = float((residuals[:, 1:] * residuals[:, :-1]).sum() / (residuals**2).sum())
    low, high = -STRONGEST, STRONGEST
    for _ in range(60):
        middle = 0.5 * (low + high)
        total, lagged = _moments(middle, periods)
        low, high = (middle, high) if lagged / total < observed else (low, middle)
    total, _ = _moments(high, periods)
    return ErrorModel(
        standard_deviation=float(np.sqrt((residuals**2).sum() / ((n - 1) * total))),
        persistence=high,
        basis=basis,
        n_units=n,
        n_periods=periods,
    )


def _check(panel: Panel, *, effects: tuple[float, ...], target: float, replications: int, level: float) -> None:
    for name, share in (("target", target), ("level", level)):
        if not 0.0 < share < 1.0:
            msg = f"{name} must lie between 0 and 1, got {share}."
            raise InputError(msg)
    if any(not effect > 0.0 for effect in effects):
        msg = f"effects must be above 0, got {min(effects)}. Power is the same for an effect of the other sign."
        raise InputError(msg)
    if replications < 99:  # noqa: PLR2004 -- shares of fewer are guesses
        msg = f"replications must be at least 99, got {replications}."
        raise InputError(msg)
    if panel.is_ever_treated.all():
        msg = "every unit is treated in the end, and power is computed for studies with units that never are."
        raise MethodError(msg)


def _paths(panel: Panel) -> FloatArray | None:
    """Return paths of never-treated units around the effects of units and periods; None where they are few."""
    outcomes = panel.outcomes[~panel.is_ever_treated]
    whole = outcomes[~np.isnan(outcomes).any(axis=1)]
    n = len(whole)
    return None if n < LEAST_PATHS else _residuals(whole) * np.sqrt(n / (n - 1))


def _residuals(outcomes: FloatArray) -> FloatArray:
    found: FloatArray = outcomes - outcomes.mean(axis=0) - outcomes.mean(axis=1, keepdims=True) + outcomes.mean()
    return found


def _untreated(panel: Panel) -> tuple[Basis, FloatArray]:
    """Return a complete block of untreated cells that is large enough."""
    start = int(panel.first_index.min())
    blocks: dict[Basis, FloatArray] = {
        "before": panel.outcomes[:, :start],
        "never": panel.outcomes[~panel.is_ever_treated],
    }
    complete = {basis: block[~np.isnan(block).any(axis=1)] for basis, block in blocks.items()}
    if len(complete["never"]) >= LEAST_PATHS:
        return "paths", complete["never"]
    for basis, block in complete.items():
        if block.shape[0] >= LEAST_UNITS and block.shape[1] >= LEAST_PERIODS:
            return basis, block
    found = "; ".join(f"{basis}: {block.shape[0]} units, {block.shape[1]} periods" for basis, block in complete.items())
    msg = (
        f"too few untreated cells say how outcomes vary: {LEAST_UNITS} units with all of {LEAST_PERIODS} periods are "
        f"needed, before the first start or never treated ({found}). Add earlier periods."
    )
    raise MethodError(msg)


def _moments(persistence: float, periods: int) -> tuple[float, float]:
    """Sum of variances, and of covariances with the next period, after means over periods are taken out."""
    steps = np.arange(periods)
    correlation = persistence ** np.abs(steps[:, None] - steps)
    within = np.eye(periods) - 1.0 / periods
    left = within @ correlation @ within
    return float(np.trace(left)), float(np.trace(left, offset=1))


def _parts(panel: Panel, replications: int) -> list[int]:
    size = max(1, min(250, AT_ONCE // (panel.n_units * panel.n_periods)))
    return [min(size, replications - done) for done in range(0, replications, size)]


def _simulated(
    panel: Panel, errors: ErrorModel, n: int, *, paths: FloatArray | None, rng: np.random.Generator
) -> Batch:
    """Studies without an effect, with the units that were treated."""
    starts, codes, sizes = np.unique(panel.first_index, return_inverse=True, return_counts=True)
    groups = Groups(tuple(sizes.tolist()), tuple(starts[:-1].tolist()), panel.n_periods)
    if paths is not None:
        drawn = paths[rng.integers(len(paths), size=(n, panel.n_units))]
        return Batch(drawn, np.tile(codes, (n, 1)), groups)
    noise = rng.standard_normal((n, panel.n_units, panel.n_periods))
    fresh = np.sqrt(1.0 - errors.persistence**2)
    for period in range(1, panel.n_periods):
        noise[..., period] = errors.persistence * noise[..., period - 1] + fresh * noise[..., period]
    return Batch(errors.standard_deviation * noise, np.tile(codes, (n, 1)), groups)


def _ends(  # noqa: PLR0913 -- passes on
    panel: Panel,
    batch: Batch,
    *,
    interval: PowerInterval,
    mechanism: Mechanism | None,
    draws: int,
    seed: int,
    level: float,
) -> Ends:
    if interval == "neyman":
        return neyman(batch, level=level)
    way = complete_mechanism(panel) if mechanism is None else mechanism
    rows, is_exact = assignments_of(way, draws=draws, seed=seed)
    codes: IntArray = np.searchsorted(np.unique(panel.first_index), rows[1:])
    return randomisation(batch, codes, is_exact=is_exact, level=level)


def _powers(low: FloatArray, high: FloatArray, effects: FloatArray) -> FloatArray:
    found: FloatArray = ((low > -effects[:, None]) | (high < -effects[:, None])).mean(axis=1)
    return found


def _cautions(panel: Panel, low: FloatArray, high: FloatArray, *, spread: float) -> tuple[Caution, ...]:
    found = []
    if not panel.is_complete:
        message = (
            f"{int((~panel.observed).sum())} cells have no outcome; the power is that of a panel with all of them."
        )
        found.append(Caution("unbalanced", message))
    usual = float(_powers(low, high, np.array([2.8 * spread]))[0])
    if usual < FEW_FOUND:
        message = (
            "An effect of 2.8 standard deviations of the estimate is found in 80 % of studies where these are known; "
            f"it is found in {usual:.0%} here, because few units are treated."
        )
        found.append(Caution("low-power", message))
    return tuple(found)
