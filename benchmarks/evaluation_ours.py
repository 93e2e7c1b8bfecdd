"""Times chiiki on one work of the evaluation benchmark; prints JSON.

Usage: ``python evaluation_ours.py WORK``. Times are the fewest of some runs, from the frame to the result.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.evaluation.did import estimate_effects
from chiiki.evaluation.inference.randomisation import randomise
from chiiki.evaluation.inference.wild import wild_intervals
from chiiki.evaluation.panel import usable
from chiiki.evaluation.results import SIMPLE
from chiiki.evaluation.tables.panels import Columns, read_panel
from evaluation_works import LONG, fewest_seconds, missing, panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.evaluation.results import Effects

__all__ = ["OURS", "main"]

RUNS = 7


def main() -> None:
    """Run one work."""
    seconds, found = OURS[sys.argv[1]]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"seconds": seconds, "peak_mb": peak, **found}))


def _rows(name: str, *, gaps: bool = False) -> dict[str, Any]:
    outcomes, first = panel(name)
    cells = missing(outcomes) if gaps else outcomes
    n_units, n_periods = outcomes.shape
    return {
        "unit": np.repeat(np.arange(n_units), n_periods),
        "time": np.tile(np.arange(n_periods), n_units),
        "outcome": cells.ravel(),
        "first_treated": np.repeat(first, n_periods),
    }


def _randomised(name: str, *, draws: int, gaps: bool = False) -> tuple[float, dict[str, Any]]:
    rows = _rows(name, gaps=gaps)

    def work() -> Any:  # noqa: ANN401 -- what the method returns
        return randomise(usable(read_panel(rows, Columns())), targets=[SIMPLE], draws=draws, seed=1)

    seconds, found = fewest_seconds(work, runs=3 if name == LONG else RUNS)
    return seconds, {"estimate": float(found.estimates[0]), "p_value": float(found.p_values[0])}


def _estimated(name: str, **choices: Any) -> tuple[float, dict[str, Any]]:  # noqa: ANN401 -- those of estimate_effects
    ready = usable(read_panel(_rows(name), Columns()))
    seconds, found = fewest_seconds(lambda: estimate_effects(ready, **choices), runs=3)
    return seconds, _told(found)


def _told(found: Effects) -> dict[str, Any]:
    simple = found.overall["simple"]
    return {"estimate": simple.estimate, "p_value": simple.p_value, "interval": simple.interval}


def _wild() -> tuple[float, dict[str, Any]]:
    """Fit the two-way coefficient and test it, as the peers do: its event study is left out."""
    ready = usable(read_panel(_rows("47x26"), Columns()))

    def work() -> Effects:
        found = estimate_effects(ready, estimator="twfe", inference="analytic")
        only = replace(found, estimates=(found.overall["simple"],))
        return wild_intervals(ready, only, draws=9999, seed=1)

    seconds, found = fewest_seconds(work, runs=RUNS)
    return seconds, _told(found)


OURS: dict[str, Callable[[], tuple[float, dict[str, Any]]]] = {
    "RI 999, 47 x 26": lambda: _randomised("47x26", draws=999),
    "RI 999, 47 x 26, missing cells": lambda: _randomised("47x26", draws=999, gaps=True),
    "RI 9,999 with interval, 47 x 26": lambda: _randomised("47x26", draws=9999),
    "RI 999, 1,900 x 25": lambda: _randomised(LONG, draws=999),
    "wild 9,999 with interval, 47 clusters": _wild,
    "CS with event study, 47 x 26": lambda: _estimated("47x26", estimator="cs", inference="analytic"),
    "CS with event study, 1,900 x 25": lambda: _estimated(LONG, estimator="cs", inference="analytic"),
    "CS with 999 draws, 47 x 26": lambda: _estimated("47x26", estimator="cs", inference="randomisation"),
}

if __name__ == "__main__":
    main()
