r"""Which cells stood open in each period, and what was known of them then.

A cell of region and activity is open where the region is not specialised. Everything that
an entry may depend on is of that period alone: the ratios and their cut, proximity and
density, complexity, sizes, and the standardisation over the open cells. Only the outcome
is of later.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from chiiki.capability.advantage import rca
from chiiki.capability.complexity import complexity
from chiiki.capability.density import density
from chiiki.capability.relatedness import proximity
from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["PREDICTORS", "EntryPanel", "OpenCells", "Predictor", "entry_panel"]

Predictor = Literal["density", "pci", "region_size", "activity_size"]
"""What an entry may depend on; sizes are logarithms of totals."""

PREDICTORS: tuple[Predictor, ...] = get_args(Predictor)
"""All of them, in this order."""


@dataclass(frozen=True, slots=True)
class OpenCells:
    """The cells without specialisation at one period, and what was known of them then."""

    region: IntArray
    """Positions, shape (n_cells,)."""

    activity: IntArray
    """Likewise."""

    predictors: FloatArray
    """Mean 0 and standard deviation 1 over these cells, shape (n_cells, n_predictors)."""

    entered: BoolArray | None
    """Whether the region is specialised `lag` periods later; None where that is not known yet."""


@dataclass(frozen=True, slots=True)
class EntryPanel:
    """What :func:`entry_panel` returns: the open cells of each period, in order."""

    periods: tuple[OpenCells, ...]
    predictors: tuple[Predictor, ...]
    lag: int
    shape: tuple[int, int]
    """Number of regions and of activities."""

    @property
    def n_known(self) -> int:
        """How many periods have a known outcome: the first ones."""
        return len(self.periods) - self.lag


def entry_panel(
    amounts: FloatArray,
    *,
    presence: BoolArray | None = None,
    lag: int = 1,
    predictors: Sequence[Predictor] = PREDICTORS,
) -> EntryPanel:
    """List the open cells of each period with what was known of them then.

    Parameters
    ----------
    amounts : array of shape (n_periods, n_regions, n_activities)
        As for :func:`~chiiki.capability.entry.entry_model`.
    presence : bool array of shape (n_periods, n_regions, n_activities), optional
        True where a region is specialised, by a rule that looks at one period at a time;
        without it where the ratio reaches 1.
    lag : int
        After how many periods an entry counts, from 1.
    predictors : sequence of str
        As for :func:`~chiiki.capability.entry.entry_model`.

    Returns
    -------
    EntryPanel

    Raises
    ------
    ShapeError
        If `amounts` has not three dimensions, or `presence` another shape.
    InputError
        If a period's amounts cannot be used, or an option is out of range.
    MethodError
        If there are too few periods, or a predictor does not vary.

    Examples
    --------
    >>> jobs = np.array([[4.0, 4.0, 1.0], [1.0, 4.0, 4.0], [5.0, 1.0, 5.0]])
    >>> grown = jobs + np.array([[0.0, 0.0, 9.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    >>> panel = entry_panel(np.stack([jobs, grown]), predictors=["region_size"])
    >>> panel.periods[0].region.tolist(), panel.periods[0].activity.tolist(), panel.periods[0].entered.tolist()
    ([0, 1, 2], [2, 0, 1], [True, False, False])
    """
    _check_panel(amounts, presence=presence, lag=lag)
    chosen = tuple(dict.fromkeys(predictors))
    if not chosen or not set(chosen) <= set(PREDICTORS):
        msg = f"predictors must be some of {', '.join(PREDICTORS)}, got {list(predictors)}."
        raise InputError(msg)
    presences = [_presence(amounts[t], period=t) for t in range(len(amounts))] if presence is None else list(presence)
    later = [*presences[lag:], *[None] * lag]
    periods = []
    for t, now in enumerate(presences):
        with _said_of(t):
            periods.append(_open_cells(amounts[t], presence=now, later=later[t], predictors=chosen))
    return EntryPanel(periods=tuple(periods), predictors=chosen, lag=lag, shape=presences[0].shape)


def _check_panel(amounts: FloatArray, *, presence: BoolArray | None, lag: int) -> None:
    if amounts.ndim != 3:  # noqa: PLR2004 -- periods, regions, activities
        msg = f"amounts must be periods by regions by activities, got {amounts.ndim} dimension(s)."
        raise ShapeError(msg)
    if presence is not None and presence.shape != amounts.shape:
        msg = f"presence must have the shape of amounts, {amounts.shape}, got {presence.shape}."
        raise ShapeError(msg)
    if lag < 1:
        msg = f"lag must be at least 1, got {lag}."
        raise InputError(msg)
    if len(amounts) <= lag:
        msg = f"entries over {lag} periods need {lag + 1} periods or more, got {len(amounts)}."
        raise MethodError(msg)


@contextmanager
def _said_of(period: int) -> Iterator[None]:
    """Say in which period a table was refused."""
    try:
        yield
    except (InputError, MethodError) as error:
        msg = f"period {period}: {error}"
        raise type(error)(msg) from error


def _presence(amounts: FloatArray, *, period: int) -> BoolArray:
    with _said_of(period):
        return rca(amounts).specialised


def _open_cells(
    amounts: FloatArray, *, presence: BoolArray, later: BoolArray | None, predictors: tuple[Predictor, ...]
) -> OpenCells:
    region, activity = np.nonzero(~presence)
    values: dict[Predictor, Callable[[], FloatArray]] = {
        "density": lambda: density(presence, proximity(presence))[region, activity],
        "pci": lambda: complexity(presence).pci[activity],
        "region_size": lambda: np.log(amounts.sum(axis=1))[region],
        "activity_size": lambda: np.log(amounts.sum(axis=0))[activity],
    }
    columns = [_standardised(values[name](), name=name) for name in predictors]
    return OpenCells(
        region=region,
        activity=activity,
        predictors=np.stack(columns, axis=1),
        entered=None if later is None else later[region, activity],
    )


def _standardised(values: FloatArray, *, name: str) -> FloatArray:
    spread = values.std() if values.size else 0.0
    if spread <= np.finfo(float).eps * max(abs(values.mean()) if values.size else 0.0, 1.0):
        msg = f"{name} does not vary over the {values.size} open cells, so nothing can depend on it. Leave it out."
        raise MethodError(msg)
    return np.asarray((values - values.mean()) / spread)
