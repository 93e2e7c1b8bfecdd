"""The table of differences to other packages, as it ships."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

ROWS = list(csv.DictReader(files("chiiki.evaluation").joinpath("differences.csv").read_text("utf-8").splitlines()))
PEERS = {
    "did",
    "didimputation",
    "did2s",
    "fixest",
    "etwfe",
    "bacondecomp",
    "diff-diff",
    "HonestDiD",
    "synthdid",
    "Synth",
}


def test_every_reference_of_the_estimators_is_in_the_table():
    assert {row["peer"] for row in ROWS} >= set(PEERS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']}, {row['peer']}, {row['input']}")
def test_a_difference_is_within_what_a_test_allows_or_has_its_reason(row):
    within = row["tolerance"] and float(row["largest_difference"]) <= float(row["tolerance"])

    assert within or row["reason"]
    assert row["version"] or row["peer"] == "regression written out"
