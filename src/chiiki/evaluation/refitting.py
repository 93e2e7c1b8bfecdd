"""Estimates made again on a changed panel: which one is followed, and what could not be run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.errors import InputError, MethodError, MissingExtraError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.evaluation.results import Effects, Estimate, Target

__all__ = ["NotRun", "estimate_of", "try_estimate"]


@dataclass(frozen=True, slots=True)
class NotRun:
    """An estimate that was asked for and has no answer."""

    name: str
    reason: str


def estimate_of(effects: Effects, target: Target) -> Estimate:
    """Return the estimate of one target.

    Parameters
    ----------
    effects : Effects
        What an estimator gave.
    target : Target
        Which of its estimates.

    Raises
    ------
    UnknownNameError
        If the result has no such estimate.
    """
    for found in effects.estimates:
        if found.target == target:
            return found
    kinds = dict.fromkeys(found.target.kind for found in effects.estimates)
    msg = f"the estimator {effects.estimator!r} gives no estimate of {target}. It gives {', '.join(kinds)}."
    raise UnknownNameError(msg)


def try_estimate(run: Callable[[], Effects], *, name: str, target: Target) -> Estimate | NotRun:
    """Run an estimator, and return its estimate or why there is none.

    Parameters
    ----------
    run : callable
        Makes the estimate.
    name : str
        What it is called if it cannot be run.
    target : Target
        Which of its estimates.

    Returns
    -------
    Estimate or NotRun
        The latter where the estimator refuses the panel, or needs an extra that is not installed.
    """
    try:
        return estimate_of(run(), target)
    except (InputError, MethodError, MissingExtraError) as error:
        return NotRun(name, str(error))
