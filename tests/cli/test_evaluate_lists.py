"""Bounds over the lists of treated units that agree with published totals, through the command."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import ChiikiError
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.results import SIMPLE
from did_reference import GOLDEN, panel_of

COLUMNS = ("--unit", "unit", "--time", "year", "--outcome", "y", "--first-treated", "first_treated")
PANEL = panel_of("panel47")
UNKNOWN = tuple(PANEL.units[np.flatnonzero(PANEL.first_treated == start)[0]] for start in (2003, 2005, np.inf))
"""One unit of each of two cohorts, and one never treated."""


@pytest.fixture
def panel():
    return PANEL


@pytest.fixture
def table(tmp_path):
    """Return the panel with the treatment of three units not known."""
    rows = list(csv.DictReader((GOLDEN / "panel47.csv").read_text(encoding="utf-8").splitlines()))
    path = tmp_path / "panel.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row | ({"first_treated": "unknown"} if row["unit"] in UNKNOWN else {}) for row in rows)
    return str(path)


def _run(table, *arguments):
    return CliRunner().invoke(app, ["evaluate", "sensitivity", table, *COLUMNS, "--kind", "lists", *arguments])


def _published(panel):
    """Return totals by cohort, as published; the three units are among them."""
    return [f"--total={cohort}:{int((panel.first_treated == cohort).sum())}" for cohort in panel.cohorts]


def test_the_bounds_are_those_of_every_list_that_agrees_tried_one_by_one(panel, table):
    found = json.loads(_run(table, *_published(panel), "--format", "json").stdout)
    rows = [panel.units.index(unit) for unit in UNKNOWN]
    lost = [start for start in panel.first_treated[rows] if np.isfinite(start)]
    estimates = []
    for starts in product([*panel.cohorts, np.inf], repeat=3):
        # two open starts in three units; two in one unit count from the first, so one may stay alone
        alone = sorted(start for start in starts if np.isfinite(start))
        if alone in (sorted(lost), [min(lost)]):
            first = panel.first_treated.copy()
            first[rows] = starts
            tried = impute(replace(panel, first_treated=first))
            estimates.append(tried.values[tried.position(SIMPLE)])

    assert found["open"] == {str(cohort): lost.count(cohort) for cohort in panel.cohorts}
    assert found["is_exact"]
    assert found["n_lists"] == len(estimates)
    assert found["bounds"] == pytest.approx([min(estimates), max(estimates)], abs=1e-10)  # order of addition
    assert set(found["lowest_list"]) == set(UNKNOWN)
    assert found["bounds"][0] <= found["median"] <= found["bounds"][1]


def test_the_estimate_beside_them_leaves_the_unknown_out(panel, table):
    found = json.loads(_run(table, *_published(panel), "--format", "json").stdout)
    known = impute(panel.subset(~np.isin(panel.units, UNKNOWN)))

    assert found["estimate"]["estimate"] == pytest.approx(known.values[known.position(SIMPLE)], abs=1e-10)
    assert found["unknown"] == sorted(UNKNOWN, key=int)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "add --total PERIOD:N"),
        (["--total", "2003"], "--total is PERIOD:N, as in 2002:12, got '2003'"),
        (["--total", "2003:1"], r"2003:1 does not fit: .* units on the list start then"),
        (["--total", "1990:4"], "1990:4 does not fit"),
        (["--total", "2003:9", "--total", "2003:8"], "give each period once"),
        (["--total", "2003:9", "--estimator", "cs"], "estimates by bjs, got cs"),
    ],
)
def test_totals_that_cannot_be_are_refused(table, arguments, message):
    error = _run(table, *arguments).exception

    assert isinstance(error, ChiikiError)
    with pytest.raises(ChiikiError, match=message):
        raise error


def test_a_panel_without_unknown_units_has_no_lists():
    assert "no unit is of unknown treatment" in str(_run(str(GOLDEN / "panel47.csv"), "--total", "2003:6").exception)
