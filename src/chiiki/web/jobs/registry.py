"""Which tasks there are: functions that take ids and delegate.

>>> @task("library.brief")                               # doctest: +SKIP
... def build_brief(progress, *, kind, subject): ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TASKS", "task"]

TASKS: dict[str, Callable[..., object]] = {}
"""Task name → the function; it gets `progress(step, n_steps)` first, then the arguments by name,
and returns what JSON can hold. It may run again after a crash, so it must come to the same end."""


def task(name: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Register a function as the task `name`."""

    def register(function: Callable[..., object]) -> Callable[..., object]:
        TASKS[name] = function
        return function

    return register
