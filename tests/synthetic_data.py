"""Data of published synthetic controls, and what other packages make of them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from chiiki.evaluation.panel import Panel

GOLDEN = Path(__file__).parent / "golden" / "evaluation" / "synthetic"


def stored(name):
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def published_panel(name, *, unit, time, outcome, covariates=()):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    units = tuple(dict.fromkeys(row[unit] for row in rows))
    periods = np.array(sorted({int(row[time]) for row in rows}))
    columns = {column: np.full((len(units), len(periods)), np.nan) for column in (outcome, *covariates)}
    for row in rows:
        at = units.index(row[unit]), int(row[time]) - periods[0]
        for column, cells in columns.items():
            cells[at] = float(row[column]) if row[column] else np.nan
    return Panel(units, periods, columns[outcome], np.full(len(units), np.inf), columns)


def california():
    return published_panel(
        "smoking.csv",
        unit="state",
        time="year",
        outcome="cigsale",
        covariates=("lnincome", "beer", "age15to24", "retprice"),
    )
