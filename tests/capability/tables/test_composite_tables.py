"""Composite indices of tables: same numbers as the method, in the caller's labels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

from chiiki.capability import tables
from chiiki.capability.composite import composite, parse_scheme
from chiiki.errors import InputError, MissingValueError, UnknownNameError

SCHEME = """
title = "Skills"
[[indicators]]
id = "graduates"
direction = "higher"
[[indicators]]
id = "jobless"
direction = "lower"
[uncertainty]
normalise = ["min-max", "z", "rank"]
draws = 200
"""
REGIONS, FIELDS = ["04", "01", "20", "47"], ["jobless", "graduates"]
VALUES = np.array([[5.0, 30], [3, 20], [7, 10], [-1, 12]])
NAMED = {"region": "pref", "field": "what", "value": "value", "scheme": SCHEME}


def _rows(values=VALUES, **more):
    rows = {"pref": [r for r in REGIONS for _ in FIELDS], "what": FIELDS * 4, "value": values.ravel().tolist()}
    return {**rows, **more}


def test_indicators_are_found_by_name_and_regions_keep_their_labels():
    answer = tables.composite(_rows(), **NAMED)
    method = composite(VALUES[:, ::-1], scheme=parse_scheme(SCHEME))

    assert list(answer.columns) == ["pref", "score", "rank", "rank_low", "rank_high"]
    assert answer.frame()["pref"] == REGIONS
    assert answer.frame()["score"] == method.score.tolist()
    assert answer.frame()["rank_high"] == method.rank_high.tolist()
    summary = answer.summary()
    assert "scheme scheme; outliers none; missing refuse; normalise min-max; weights equal" in summary
    assert "varied normalise min-max/z/rank, weights spread uniform, one indicator left out; draws 200" in summary
    assert "highest score: " in summary


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_the_same_kind_of_frame_comes_back(frame):
    answer = tables.composite(frame(_rows()), **NAMED, draws=20, level=0.5, seed=3)

    assert isinstance(answer.frame(), frame)
    assert list(answer.frame()["rank"]) == answer.arrays()["rank"].tolist()
    assert "draws 20; level 0.5; seed 3" in answer.summary()


def test_an_array_takes_the_labels_that_are_given():
    answer = tables.composite(VALUES, scheme=parse_scheme(SCHEME), regions=REGIONS, fields=FIELDS)

    assert answer.frame()["region"].tolist() == REGIONS


def test_periods_are_computed_one_by_one():
    both = {name: cells * 2 for name, cells in _rows().items()} | {"year": [2020] * 8 + [2021] * 8}

    frame = tables.composite(both, **NAMED, time="year").frame()

    assert frame["year"] == [2020] * 4 + [2021] * 4
    assert frame["score"][:4] == frame["score"][4:]


def test_an_indicator_that_the_table_lacks_is_named_and_one_too_many_is_said():
    with pytest.raises(
        UnknownNameError, match="column 'what' has no indicator 'graduates' of the scheme scheme; it has"
    ):
        tables.composite(_rows(what=["jobless", "graduate"] * 4), **NAMED)

    three = {name: [*cells, more] for (name, cells), more in zip(_rows().items(), ["01", "rain", 9.0], strict=True)}
    answer = tables.composite(three, **NAMED)
    assert [caution.code for caution in answer.cautions] == ["not-in-scheme"]
    assert answer.frame()["score"] == tables.composite(_rows(), **NAMED).frame()["score"]


def test_a_gap_is_what_the_scheme_says_and_never_zero():
    gap = {name: cells[:-1] for name, cells in _rows().items()}

    with pytest.raises(MissingValueError, match=r"missing values \(1\): 47 has no graduates"):
        tables.composite(gap, **NAMED)
    dropped = tables.composite(gap, **{**NAMED, "scheme": SCHEME + '[missing]\nrule = "drop"\n'})
    assert dropped.frame()["pref"] == ["04", "01", "20"]
    assert [caution.code for caution in dropped.cautions] == ["incomplete-dropped"]
    filled = tables.composite(gap, **{**NAMED, "scheme": SCHEME + '[missing]\nrule = "median"\n'})
    assert len(filled.frame()["pref"]) == 4
    assert [caution.code for caution in filled.cautions] == ["imputed"]


def test_per_head_needs_the_column_of_persons():
    per_head = SCHEME.replace('id = "graduates"', 'id = "graduates"\nper = "persons"')
    persons = [float(n) for n in (3, 2, 1, 6) for _ in FIELDS]

    with pytest.raises(InputError, match="indicator 'graduates' of the scheme scheme is per persons: name the column"):
        tables.composite(_rows(), **{**NAMED, "scheme": per_head})
    answer = tables.composite(_rows(pop=persons), **{**NAMED, "scheme": per_head}, persons="pop")
    # 10 per head in three regions, 2 in the fourth; jobless 5, 3, 7 and −1
    np.testing.assert_allclose(answer.arrays()["score"], [0.625, 0.75, 0.5, 0.5], rtol=1e-12)


def test_a_settled_scheme_says_what_varies():
    still = SCHEME.replace('normalise = ["min-max", "z", "rank"]', 'spread = "none"')

    assert (
        "varied one indicator left out; draws 200" in tables.composite(_rows(), **{**NAMED, "scheme": still}).summary()
    )
    fixed = SCHEME.replace("draws = 200", "draws = 200\nleave_one_out = false")
    assert (
        "varied normalise min-max/z/rank, weights spread uniform; draws"
        in tables.composite(_rows(), **{**NAMED, "scheme": fixed}).summary()
    )
