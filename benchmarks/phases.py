"""Where the time of one brief goes: import, read pack, study, compose, draw, render.

Functions are wrapped where the brief calls them; each phase is charged only for what no
phase inside it took. Run as ``phases.py html``; prints seconds per phase as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections import defaultdict
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Stopwatch", "main"]

PHASES = ("import", "read pack", "study", "compose", "draw", "render")


class Stopwatch:
    """Seconds per phase; while an inner phase runs, the outer one stands still."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._running: list[str] = []
        self._since = 0.0

    def wrap(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function` with its time charged to `phase`."""

        @wraps(function)
        def timed(*args: object, **named: object) -> object:
            self._switch()
            self._running.append(phase)
            try:
                return function(*args, **named)
            finally:
                self._switch()
                self._running.pop()

        return timed

    def _switch(self) -> None:
        now = time.perf_counter()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now


def main() -> None:
    """Make one brief and print what each phase took."""
    form = sys.argv[1]
    watch = Stopwatch()
    load = watch.wrap("import", importlib.import_module)
    modules = {
        name: load(f"chiiki.{name}")
        for name in ("facts.pack", "brief.compose", "brief.region", "brief.charts", "brief.render", f"brief.{form}")
    }
    _wrap_reading(watch, modules["facts.pack"])
    _wrap_calls(watch)
    pack = watch.wrap("read pack", modules["facts.pack"].load_pack)()
    document = watch.wrap("compose", modules["brief.compose"].compose)("region", "04", pack=pack, lang="ja")
    watch.wrap("render", modules["brief.render"].render)(document, form)
    print(json.dumps({phase: round(watch.seconds[phase], 4) for phase in PHASES}))


def _wrap_reading(watch: Stopwatch, module: Any) -> None:  # noqa: ANN401 -- a module
    # pack._read turns the cells of a table into records, on the first use of the table
    module._read = watch.wrap("read pack", module._read)  # noqa: SLF001 -- the one place where tables are read


def _wrap_calls(watch: Stopwatch) -> None:
    """Wrap every public function of the studies, methods and charts wherever it was imported."""
    for module in [one for name, one in sys.modules.items() if name.startswith("chiiki.")]:
        for name, thing in list(vars(module).items()):
            home = getattr(thing, "__module__", "") or ""
            if not callable(thing) or isinstance(thing, type) or home == module.__name__:
                continue
            if home.startswith(("chiiki.studies", "chiiki.capability")):
                setattr(module, name, watch.wrap("study", thing))
            elif home.startswith("chiiki.brief.charts") and name == "draw":
                setattr(module, name, watch.wrap("draw", thing))


if __name__ == "__main__":
    main()
