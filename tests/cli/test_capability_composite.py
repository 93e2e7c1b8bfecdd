"""``chiiki capability composite``: a scheme from a file or one that ships, ranks as intervals out."""

from __future__ import annotations

import csv
import io

import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.studies.capability_index import index_cells, prefecture_index

SCHEME = """
title = "Skills"
[[indicators]]
id = "a"
direction = "higher"
[[indicators]]
id = "b"
direction = "lower"
"""
TABLE = "pref,what,value\n01,a,3\n01,b,5\n02,a,1\n02,b,9\n13,a,8\n13,b,5\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def scheme(tmp_path):
    path = tmp_path / "skills.toml"
    path.write_text(SCHEME, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(app, ["capability", "composite", *map(str, arguments)])


def rows(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_score_and_rank_come_with_an_interval_and_labels_as_given(table, scheme):
    found = rows(run(table, "--scheme", scheme, "--region", "pref", "--field", "what", "--option", "draws=100"))

    assert list(found[0]) == ["pref", "score", "rank", "rank_low", "rank_high"]
    assert [(row["pref"], row["rank"]) for row in found] == [("01", "2"), ("02", "3"), ("13", "1")]
    assert float(found[0]["score"]) == pytest.approx((2 / 7 + 1) / 2, rel=1e-12)


def test_the_scheme_that_ships_gives_the_index_of_the_study(jp_pack, tmp_path):
    path = tmp_path / "prefectures.csv"
    lines = [f"{c.region_id},{c.field},{c.value},{c.persons}" for c in index_cells(jp_pack)]
    path.write_text("\n".join(["region,field,value,population", *lines]) + "\n", encoding="utf-8")

    found = rows(run(path, "--scheme", "jp-per-head", "--persons", "population"))

    index = prefecture_index(jp_pack).index
    assert [int(row["rank"]) for row in found] == index.rank.tolist()
    assert [int(row["rank_high"]) for row in found] == index.rank_high.tolist()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "composite needs a scheme: add --scheme FILE (TOML)."),
        (("--scheme", "nowhere.toml"), "one that ships: jp-per-head"),
        (("--scheme", "BAD"), "no text in UTF-8"),
        (("--scheme", "jp-per-head"), "has no indicator 'prefectural_income_per_head'"),
        (("--scheme", "GOOD", "--option", "draws=2"), "draws must be at least 10, got 2"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_what_to_do(table, scheme, tmp_path, arguments, told):
    bad = tmp_path / "bad.toml"
    bad.write_bytes("title = '地域'".encode("cp932"))
    given = [{"GOOD": scheme, "BAD": bad}.get(argument, argument) for argument in arguments]

    result = run(table, "--region", "pref", "--field", "what", *given)

    assert result.exit_code != 0
    assert told in " ".join(str(result.exception or "").split()) + " ".join(result.output.split())


def test_a_key_that_no_scheme_has_is_refused_with_the_name_of_the_file(table, scheme):
    scheme.write_text(SCHEME.replace("direction", "directoin", 1), encoding="utf-8")

    result = run(table, "--scheme", scheme, "--region", "pref", "--field", "what")

    assert result.exit_code != 0
    told = " ".join(str(result.exception or "").split()) + " ".join(result.output.split())
    assert "scheme skills.toml: [[indicators]] number 1 has no key 'directoin'. Did you mean direction?" in told
