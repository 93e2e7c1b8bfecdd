"""Inputs and reference values of staggered difference-in-differences, see golden/evaluation/did/SOURCE.md."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np

from chiiki.evaluation.panel import Panel, usable
from chiiki.evaluation.results import Target

GOLDEN = Path(__file__).parent / "golden" / "evaluation" / "did"

POINT = 1e-8
"""Tolerance of estimates: the references iterate to 1e-11 and print 17 digits."""

ERROR = 1e-6
"""Tolerance of standard errors: some references take derivatives numerically."""


def reference(name):
    """Return the stored results of one package, by input and options."""
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))["results"]


def rows_of(name):
    """Return a stored input as dicts of numbers; mpdta in long form."""
    with (GOLDEN / f"{'mpdta_counts' if name == 'mpdta' else name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [{key: float(cell) for key, cell in row.items()} for row in csv.DictReader(file)]
    if name != "mpdta":
        return rows
    return [
        {
            "unit": row["countyreal"],
            "year": float(year),
            "y": math.log(row[f"emp{year}"]),
            "lpop": math.log(row["pop"] / 1000),
            "first_treated": row["first_treat"],
        }
        for row in rows
        for year in range(2003, 2008)
    ]


def panel_of(name, *, covariates=(), cluster=None, whole=False):
    """Return a stored input as a panel; `whole` leaves units with a gap out."""
    rows = rows_of(name)
    outcome = "count" if name == "counts47" else "y"
    units = sorted({row["unit"] for row in rows})
    years = sorted({row["year"] for row in rows})
    at = {(row["unit"], row["year"]): row for row in rows}

    def cells(column):
        return np.array([[at.get((u, t), {}).get(column, np.nan) for t in years] for u in units])

    first = np.nanmax(cells("first_treated"), axis=1)
    panel = Panel(
        units=tuple(f"{u:g}" for u in units),
        periods=np.array(years, dtype=np.intp),
        outcomes=cells(outcome),
        first_treated=np.where(first == 0, np.inf, first),
        covariates={column: cells(column) for column in covariates},
        clusters=None if cluster is None else np.nanmax(cells(cluster), axis=1).astype(np.intp),
    )
    return usable(panel.subset(panel.observed.all(axis=1)) if whole else panel)


def by_target(fitted):
    """Return estimates by what they are averages of."""
    return {estimate.target: estimate for estimate in fitted.estimates}


def largest(found, wanted):
    """Return the largest differences of estimates and of standard errors; None is not compared."""
    points, errors = [0.0], [0.0]
    for target, (estimate, error) in wanted.items():
        if estimate is not None and found[target].estimate != estimate:
            points.append(abs(found[target].estimate - estimate))
        if error is not None:
            errors.append(abs(found[target].standard_error - error))
    return max(points), max(errors)


def terms(table, kind):
    """Read a table of coefficients named ``year::-3`` and the like as targets of one kind."""
    found = {}
    for term, estimate, error in zip(table["term"], table["estimate"], table["se"], strict=True):
        last = term.rsplit("::", 1)[-1]
        if last.lstrip("-").isdigit():
            found[Target(kind, **{kind: int(last)})] = (estimate, error)
    return found
