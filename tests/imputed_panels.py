"""Panels that tests of imputation and of intervals share."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from chiiki.evaluation.panel import Panel, usable

GOLDEN = Path(__file__).parent / "golden" / "evaluation" / "imputation"


def golden_panel(name):
    """Read one of the stored panels."""
    with (GOLDEN / f"{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    units = sorted({int(row["unit"]) for row in rows})
    years = sorted({int(row["year"]) for row in rows})
    shape = (len(units), len(years))
    outcomes, covariate, first = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape[0], np.inf)
    for row in rows:
        at = units.index(int(row["unit"])), years.index(int(row["year"]))
        outcomes[at], covariate[at] = float(row["y"]), float(row["x2"])
        first[at[0]] = float(row["first_treated"]) or np.inf
    return usable(Panel(tuple(map(str, units)), np.array(years), outcomes, first, {"x2": covariate}))


def drawn_panel(  # noqa: PLR0913 -- what a panel consists of
    seed=0, *, sizes=(3, 2), n_never=6, n_periods=7, gaps=0, step=1
):
    """Draw a panel of cohorts that start in the third period and every second one after."""
    rng = np.random.default_rng(seed)
    first = [float(2000 + step * (2 + 2 * at)) for at, size in enumerate(sizes) for _ in range(size)]
    first += [np.inf] * n_never
    shape = (len(first), n_periods)
    outcomes = rng.normal(size=shape) + rng.normal(size=(shape[0], 1)) * 3 + rng.normal(size=shape[1])
    covariate = rng.normal(size=shape)
    taken = rng.choice(shape[0] * (shape[1] - 1), size=gaps, replace=False)
    outcomes[taken // (shape[1] - 1), 1 + taken % (shape[1] - 1)] = np.nan
    units = tuple(f"u{row}" for row in range(shape[0]))
    years = 2000 + step * np.arange(n_periods)
    return usable(Panel(units, years, outcomes, np.array(first), {"x": covariate}))
