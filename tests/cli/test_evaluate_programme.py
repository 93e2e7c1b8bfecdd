"""``chiiki evaluate programme``: the study by one command, its forms and refusals."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import MethodError, UnknownNameError

runner = CliRunner()


def _run(*arguments):
    return runner.invoke(app, ["evaluate", "programme", *arguments])


@pytest.fixture(scope="module")
def record():
    result = _run("KCI", "--draws", "199", "--format", "json")
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def test_the_json_has_the_design_the_estimates_the_threats_and_the_balance(record):
    assert (record["n_treated"], record["n_never"], record["draws"]) == (12, 31, 199)
    assert record["treated"]["04"] == 2002
    assert [row["event_time"] for row in record["by_event_time"]] == list(range(-4, 21))
    assert [row["cohort"] for row in record["by_cohort"]] == [2002, 2003, 2004]
    assert len(record["threats"]) == 10
    assert set(record["balance"]["indices"]) == {"theil", "variance_of_logs", "gini"}
    assert record["exclusions"] == [{"reason": "not-known", "units": ["20", "21", "28", "35"]}]


def test_every_estimate_has_its_parts(record):
    low, high = record["overall"]["interval"]

    assert low < record["overall"]["estimate"] < high
    assert set(record["overall"]) == {"estimate", "standard_error", "interval", "p_value", "n"}


def test_the_table_is_in_percent_and_says_who_is_compared():
    result = _run("EMC", "--draws", "199")

    assert result.stdout.splitlines()[1].startswith("average effect")
    assert "19 treated and 28 never treated units" in result.stderr


def test_another_outcome_has_no_threats():
    found = json.loads(_run("KCI", "--outcome", "product", "--draws", "199", "--format", "json").stdout)

    assert (found["outcome"], found["threats"], found["balance"]) == ("product", [], None)


def test_what_the_facts_do_not_allow_is_refused_with_the_reason():
    result = _run("COC")

    assert isinstance(result.exception, MethodError)
    assert "the list of selections is too short" in str(result.exception)


@pytest.mark.parametrize("arguments", [("KCX",), ("KCI", "--outcome", "happiness")])
def test_names_that_do_not_exist_are_refused(arguments):
    assert isinstance(_run(*arguments).exception, UnknownNameError)
