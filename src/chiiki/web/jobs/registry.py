"""Which tasks there are: functions that take ids and delegate.

>>> @task("library.brief", label=_("Brief"))             # doctest: +SKIP
... def build_brief(progress, *, kind, subject): ...
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from django.utils.functional import _StrOrPromise

__all__ = ["LABELS", "SCHEDULE", "TASKS", "Progress", "Scheduled", "label_of", "task"]


class Progress(Protocol):
    """How a task says how far it is."""

    def __call__(self, step: int, n_steps: int) -> None:
        """Note that `step` of `n_steps` is done; ends the task where the job was cancelled."""


TASKS: dict[str, Callable[..., object]] = {}
"""Task name → the function; it gets `progress` first, then the arguments by name, and returns what
JSON can hold. It holds no transaction while it calls `progress`, and it may run again after a
crash, so it must come to the same end."""

LABELS: dict[str, _StrOrPromise] = {}
"""Task name → how people call it."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A task that runs once in each span of time."""

    task: str
    every: timedelta


SCHEDULE: list[Scheduled] = []
"""What workers put by the clock."""


def task(
    name: str, *, label: _StrOrPromise = "", every: timedelta | None = None
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Register a function as the task `name`.

    Parameters
    ----------
    name : str
        ``<app>.<what>``, in the database; it never changes.
    label : str, optional
        How people call it.
    every : timedelta, optional
        Put it by the clock, once in each such span.
    """

    def register(function: Callable[..., object]) -> Callable[..., object]:
        TASKS[name] = function
        LABELS[name] = label or name
        if every is not None:
            SCHEDULE.append(Scheduled(name, every))
        return function

    return register


def label_of(name: str) -> _StrOrPromise:
    """Return how people call a task; its name where it is not known (any more)."""
    return LABELS.get(name, name)
