"""The command that carries out a plan: the folder it writes, and what it refuses."""

from __future__ import annotations

import hashlib
import json
import re

import numpy as np
import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import ChiikiError

PLAN = (
    'question = "Did it help?"\n[data]\ntable = "panel.csv"\n[[outcomes]]\ncolumn = "outcome"\n'
    "[inference]\ndraws = 99\n[sensitivity]\nleave_one_out = false\n[estimation]\nsecond = []\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with a plan and its table, as the working folder."""
    generator = np.random.default_rng(1)
    lines = ["unit,time,first_treated,outcome"]
    for unit in range(14):
        for year in range(2000, 2007):
            first = 2003 if unit < 7 else ""
            lines.append(f"u{unit},{year},{first},{generator.normal() + unit:.6f}")
    (tmp_path / "panel.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*arguments):
    return CliRunner().invoke(app, ["evaluate", "run", *arguments], catch_exceptions=True)


def test_the_folder_holds_the_result_with_the_hash_of_the_plan_and_of_the_data(folder):
    found = _run("plan.toml")
    record = json.loads((folder / "plan-result" / "result.json").read_text(encoding="utf-8"))

    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("# Did it help?")
    assert record["plan"]["sha256"] == hashlib.sha256(PLAN.encode()).hexdigest()
    assert record["inputs"]["panel.csv"] == hashlib.sha256((folder / "panel.csv").read_bytes()).hexdigest()
    assert (folder / "plan-result" / "plan.toml").read_text(encoding="utf-8") == PLAN


def test_a_changed_setting_is_a_deviation_and_not_another_plan(folder):
    assert _run("plan.toml", "--set", "inference.draws=199", "--out", "r").exit_code == 0
    record = json.loads((folder / "r" / "result.json").read_text(encoding="utf-8"))

    assert record["deviations"] == {"inference.draws": {"announced": "99", "done": "199"}}
    assert record["plan"]["sha256"] == hashlib.sha256(PLAN.encode()).hexdigest()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.toml"], r"the plan nothing.toml cannot be read .*one that ships: kci"),
        (["plan.toml", "--announced", "0" * 64], r"and 0{64} was announced"),
        (["plan.toml", "--set", "inference.draws"], r"sets nothing. Write KEY=VALUE"),
        (["plan.toml", "--set", "inference.drawz=9"], r"has no key 'drawz'. Did you mean draws"),
        (["plan.toml", "--set", "inference.draws=1"], r"key draws: got 1"),
        (["plan.toml", "--set", 'data.table="other.csv"'], r"there is no file"),
        (["plan.toml", "--set", "outcomes.column=x"], r"sets nothing"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_before_anything_is_written(arguments, message, folder):
    found = _run(*arguments)

    assert isinstance(found.exception, ChiikiError)
    assert re.search(message, str(found.exception))
    assert not list(folder.glob("*-result"))


def test_a_foreign_file_in_the_folder_is_not_replaced(folder):
    (folder / "plan-result").mkdir()
    (folder / "plan-result" / "result.json").write_text("mine", encoding="utf-8")

    assert isinstance(_run("plan.toml").exception, ChiikiError)
    assert (folder / "plan-result" / "result.json").read_text(encoding="utf-8") == "mine"
    assert _run("plan.toml", "--force").exit_code == 0


def test_a_plan_that_is_no_text_is_refused(folder):
    (folder / "binary.toml").write_bytes(b"\xff\xfe\x00")

    assert "no text in UTF-8" in str(_run("binary.toml").exception)


@pytest.mark.slow
def test_the_knowledge_cluster_study_runs_from_the_facts_by_one_command(tmp_path):
    found = _run("kci", "--out", str(tmp_path / "kci"))
    record = json.loads((tmp_path / "kci" / "result.json").read_text(encoding="utf-8"))
    simple = record["outcomes"][0]["effects"]["overall"]["simple"]

    assert found.exit_code == 0, found.output
    assert record["deviations"] == {}
    assert simple["interval"][0] < simple["estimate"] < simple["interval"][1]
    assert record["balance"]["indices"]["theil"]["interval"] is not None
    assert "北海道" in (tmp_path / "kci" / "reading.ja.md").read_text(encoding="utf-8")
